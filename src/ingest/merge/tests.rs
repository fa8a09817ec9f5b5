//! Rows of one id.

use super::*;
use crate::domain::{Accuracy, Fact, LatLon, Name, Npi, ProviderId, SpecialtyClaim, SpecialtyId};
use proptest::prelude::*;

pub(in crate::ingest) fn practice(address: &str) -> Practice {
    Practice {
        name: None,
        address: address.to_owned(),
        city: "Pittsburgh".to_owned(),
        state: "PA".parse().expect("a state"),
        zip: Some("15213".parse().expect("a ZIP code")),
        phone: None,
        point: LatLon::new(40.4436, -79.9532).expect("in range"),
        accuracy: Accuracy::Zip,
    }
}

pub(crate) fn provider(npi: &str, addresses: &[&str]) -> Provider {
    let practices = addresses.iter().map(|address| practice(address)).collect();
    Provider {
        id: ProviderId::Npi(npi.parse().expect("an NPI")),
        name: Name::Person {
            given: "Jane".to_owned(),
            middle: String::new(),
            family: "Doe".to_owned(),
            suffix: String::new(),
        },
        aliases: Vec::new(),
        credentials: Vec::new(),
        gender: None,
        specialties: vec![claim(0, true)],
        techniques: Vec::new(),
        conditions: Vec::new(),
        languages: Vec::new(),
        accepting_new: Fact::Unknown,
        telehealth: Fact::Unknown,
        wheelchair: Fact::Unknown,
        insurance: Vec::new(),
        website: None,
        practices: Practices::from_vec(practices).expect("not empty"),
        updated: None,
        source: "list".parse().expect("a name"),
    }
}

pub(in crate::ingest) fn claim(row: u16, primary: bool) -> SpecialtyClaim {
    SpecialtyClaim { specialty: SpecialtyId::from_row(row), taxonomy: None, primary }
}

fn npi() -> Npi {
    "1234567893".parse().expect("an NPI")
}

fn whole(address: &str) -> Fragment {
    Fragment::Whole(Box::new(provider("1234567893", &[address])))
}

fn further(address: &str) -> Fragment {
    Fragment::Practice { npi: npi(), practice: Box::new(practice(address)) }
}

fn alias(name: &str) -> Fragment {
    Fragment::Alias { npi: npi(), name: name.to_owned() }
}

fn removal() -> Fragment {
    Fragment::Removal { npi: npi(), since: None }
}

pub(in crate::ingest) fn addresses(provider: Option<&Provider>) -> Vec<String> {
    provider.map_or_else(Vec::new, |provider| {
        provider.practices.iter().map(|practice| practice.address.clone()).collect()
    })
}

/// Rows that are not in the provider, and why.
fn idle(merged: &Merged) -> Vec<(usize, Code)> {
    let fates = merged.fates.iter().enumerate();
    fates.filter_map(|(row, fate)| fate.map(|code| (row, code))).collect()
}

#[test]
fn a_repeated_address_is_one_practice_and_the_last_row_wins() {
    let mut last = provider("1234567893", &["100 MAIN STREET "]);
    last.telehealth = Fact::Yes;
    let merged = merge(vec![whole("100 Main St"), whole("7 Oak Ave"), Fragment::Whole(Box::new(last))], None);
    assert_eq!(idle(&merged), [(0, Code::DuplicateRow)]);
    assert_eq!(addresses(merged.provider.as_ref()), ["100 MAIN STREET ", "7 Oak Ave"]);
    assert_eq!(merged.provider.expect("kept").telehealth, Fact::Yes);
}

#[test]
fn side_rows_join_wherever_they_stand() {
    let rows =
        vec![further("7 Oak Ave"), whole("100 Main St"), alias("Doe Spine"), further("100 Main Street")];
    let merged = merge(rows, None);
    assert_eq!(addresses(merged.provider.as_ref()), ["100 Main St", "7 Oak Ave"]);
    assert_eq!(idle(&merged), [(3, Code::DuplicateRow)]);
    assert_eq!(merged.provider.expect("kept").aliases, ["Doe Spine"]);
}

#[test]
fn side_rows_alone_are_orphans_or_join_what_was_there() {
    let merged = merge(vec![further("7 Oak Ave"), alias("Doe Spine")], None);
    assert_eq!(idle(&merged), [(0, Code::NoSuchProvider), (1, Code::NoSuchProvider)]);
    assert_eq!(merged.provider, None);
    let base = provider("1234567893", &["100 Main St", "9 Elm Rd"]);
    let merged = merge(vec![further("7 Oak Ave"), further("7 OAK AVENUE")], Some(base));
    assert_eq!(addresses(merged.provider.as_ref()), ["100 Main St", "9 Elm Rd", "7 OAK AVENUE"]);
    assert_eq!(idle(&merged), [(0, Code::DuplicateRow)]);
}

#[test]
fn a_whole_row_replaces_what_was_there_before() {
    let base = provider("1234567893", &["100 Main St", "9 Elm Rd"]);
    let merged = merge(vec![whole("1 New St"), further("7 Oak Ave")], Some(base.clone()));
    assert_eq!(addresses(merged.provider.as_ref()), ["1 New St", "7 Oak Ave"]);
    assert_eq!(merge(Vec::new(), Some(base.clone())).provider, Some(base));
}

#[test]
fn a_removal_takes_away_what_came_before_it() {
    let base = provider("1234567893", &["9 Elm Rd"]);
    let merged = merge(vec![whole("1 New St"), removal()], Some(base.clone()));
    assert_eq!((idle(&merged), &merged.provider), (vec![(0, Code::Deactivated)], &None));
    let merged = merge(vec![removal(), whole("1 New St")], Some(base));
    assert_eq!(addresses(merged.provider.as_ref()), ["1 New St"]);
}

#[test]
fn practices_beyond_the_most_are_told_row_by_row() {
    let streets = |count: usize| (0..count).map(|number| format!("{number} Main St"));
    let most = Practices::MAX;
    let rows: Vec<Fragment> = streets(most + 2).map(|street| whole(&street)).collect();
    let merged = merge(rows.iter().cloned().chain([whole("0 Main Street"), whole("1000 Main St")]), None);
    let too_many = |row| (row, Code::TooManyPractices);
    let expected = [(0, Code::DuplicateRow), too_many(most), too_many(most + 1), too_many(most + 3)];
    assert_eq!(idle(&merged), expected);
    assert_eq!(merged.provider.expect("kept").practices.len(), most);
    // Of side files, beside whole rows and beside what was there.
    let sides = [further("1 Main St"), further("7 Oak Ave"), further("7 Oak Avenue"), further("9 Elm Rd")];
    for merged in [
        merge(sides.iter().cloned().chain(rows[..most - 1].to_vec()), None),
        merge(sides.to_vec(), merge(rows[..most - 1].to_vec(), None).provider),
    ] {
        let told: Vec<Option<Code>> = merged.fates[..4].to_vec();
        let duplicate = Some(Code::DuplicateRow);
        assert_eq!(told, [duplicate, duplicate, None, Some(Code::TooManyPractices)]);
        assert_eq!(merged.provider.expect("kept").practices.len(), most);
    }
}

#[test]
fn streets_are_compared_as_the_post_office_reads_them() {
    for (one, other) in [
        ("100 Main St", "100 MAIN STREET "),
        ("100 Main St., Ste. 5", "100 Main Street #5"),
        ("16050 S. Tamiami Trail", "16050 South Tamiami Trl"),
        ("5 N.E. Oak Ave", "5 Northeast Oak Avenue"),
        ("301 Saint Paul Pl", "301 St Paul Place"),
    ] {
        assert_eq!(street_key(one), street_key(other));
    }
    for (one, other) in
        [("100 Main St", "101 Main St"), ("100 N Main St", "100 S Main St"), ("1 Oak", "1 Oak 5")]
    {
        assert_ne!(street_key(one), street_key(other));
    }
}

proptest! {
    #[test]
    fn every_row_counts_at_most_once(kinds in prop::collection::vec((0..4_u8, 0..3_usize), 0..12), based in any::<bool>()) {
        let streets = ["100 Main St", "7 Oak Ave", "9 Elm Rd"];
        let rows: Vec<Fragment> = kinds.iter().map(|&(kind, street)| match kind {
            0 => whole(streets[street]),
            1 => further(streets[street]),
            2 => alias(streets[street]),
            _ => removal(),
        }).collect();
        let removals: Vec<bool> = rows.iter().map(|row| matches!(row, Fragment::Removal { .. })).collect();
        let merged = merge(rows, based.then(|| provider("1234567893", &["9 Elm Rd"])));
        prop_assert_eq!(merged.fates.len(), removals.len());
        prop_assert!(merged.fates.iter().zip(&removals).all(|(fate, removal)| !removal || fate.is_none()));
        if let Some(provider) = merged.provider {
            prop_assert!(provider.practices.len() <= streets.len());
        }
    }
}
