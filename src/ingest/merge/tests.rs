//! Rows of one id.

use super::*;
use crate::domain::{Accuracy, Fact, LatLon, Name, Npi, Practices, ProviderId, SpecialtyClaim, SpecialtyId};
use crate::vocabulary::normalize::fold;
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

fn ending(address: &str) -> Fragment {
    Fragment::Ending { id: npi().into(), practice: Box::new(practice(address)) }
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
fn an_ending_takes_away_what_came_before_it_at_its_place() {
    for (rows, left, told) in [
        (vec![whole("1 A St"), ending("1 A St")], vec![], vec![0]),
        (vec![ending("1 A St"), whole("1 A St")], vec!["1 A St"], vec![]),
        (vec![whole("1 A St"), ending("2 B St")], vec!["1 A St"], vec![]),
        (vec![whole("1 A St"), whole("2 B St"), ending("2 B St")], vec!["1 A St"], vec![1]),
        (vec![whole("1 A St"), whole("2 B St"), ending("1 A St")], vec!["2 B St"], vec![0]),
        (vec![whole("1 A St"), whole("2 B St"), ending("1 A St"), ending("2 B St")], vec![], vec![0, 1]),
        (vec![whole("1 A St"), whole("1 A St"), ending("1 A St")], vec![], vec![0, 1]),
        (
            vec![
                whole("1 A St"),
                whole("2 B St"),
                ending("1 A St"),
                whole("3 C St"),
                whole("1 A St"),
                ending("2 B St"),
            ],
            vec!["3 C St", "1 A St"],
            vec![0, 1],
        ),
        (vec![ending("1 A St")], vec![], vec![]),
    ] {
        let shown = format!("{rows:?}");
        let merged = merge(rows, None);
        assert_eq!(addresses(merged.provider.as_ref()), left, "{shown}");
        let duplicates: Vec<_> = told.iter().map(|row| (*row, Code::DuplicateRow)).collect();
        assert_eq!(idle(&merged), duplicates, "{shown}");
    }
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

#[test]
fn further_names_beyond_the_most_are_told_row_by_row() {
    let most = Provider::MAX_ALIASES;
    let rows = (0..3 * most).map(|number| alias(&format!("Spine House {number}")));
    let rows = [whole("1 New St"), alias("jane doe")].into_iter().chain(rows).chain([alias("SPINE HOUSE 7")]);
    let merged = merge(rows, None);
    let expected: Vec<(usize, Code)> =
        (most..3 * most).map(|number| (2 + number, Code::TooManyNames)).collect();
    assert_eq!(idle(&merged), expected);
    let aliases = merged.provider.expect("kept").aliases;
    assert_eq!((aliases.len(), aliases[most - 1].as_str()), (most, "Spine House 99"));
    // Those that the list had before count, too, and are known.
    let mut base = provider("1234567893", &["9 Elm Rd"]);
    base.aliases = aliases;
    let merged = merge([alias("Spine House 8"), alias("Other"), alias("Jane Doe")], Some(base));
    assert_eq!(idle(&merged), [(1, Code::TooManyNames)]);
}

/// Rows merged by comparing each with all before it, the plain way.
fn merged_plainly(rows: Vec<Fragment>, base: Option<Provider>) -> Merged {
    let mut fates = vec![None; rows.len()];
    let (mut whole, mut side, mut base) = (Vec::new(), Vec::new(), base);
    for (row, fragment) in rows.into_iter().enumerate() {
        match fragment {
            Fragment::Whole(provider) => whole.push((row, *provider)),
            Fragment::Ending { .. } => unreachable!("none is made"),
            Fragment::Removal { .. } => {
                let taken = whole.drain(..).map(|(row, _)| row).chain(side.drain(..).map(|(row, _)| row));
                taken.for_each(|row| fates[row] = Some(Code::Deactivated));
                base = None;
            }
            other => side.push((row, other)),
        }
    }
    let mut sites: Vec<(Practice, Option<usize>)> = Vec::new();
    let same = |one: &Practice, other: &Practice| SiteKey::of(one) == SiteKey::of(other);
    for (row, provider) in &whole {
        let practice = provider.practices.first();
        match sites.iter_mut().find(|(known, _)| same(known, practice)) {
            Some(known) => {
                fates[known.1.expect("a row")] = Some(Code::DuplicateRow);
                *known = (practice.clone(), Some(*row));
            }
            None => sites.push((practice.clone(), Some(*row))),
        }
    }
    let provider = match whole.pop() {
        Some((_, last)) => Some(last),
        None => base.inspect(|base| sites = base.practices.iter().map(|site| (site.clone(), None)).collect()),
    };
    let Some(mut provider) = provider else {
        for (row, _) in &side {
            fates[*row] = Some(Code::NoSuchProvider);
        }
        return Merged { provider: None, fates };
    };
    let firm = sites.len();
    for (row, fragment) in side {
        match fragment {
            Fragment::Practice { practice, .. } => {
                match sites.iter().position(|(known, _)| same(known, &practice)) {
                    Some(known) if known < firm => fates[row] = Some(Code::DuplicateRow),
                    Some(known) => {
                        fates[sites[known].1.expect("a row")] = Some(Code::DuplicateRow);
                        sites[known] = (*practice, Some(row));
                    }
                    None => sites.push((*practice, Some(row))),
                }
            }
            Fragment::Alias { name, .. } => {
                let mut known = provider.aliases.iter().map(|alias| fold(alias));
                if fold(&provider.name.to_string()) != fold(&name) && known.all(|known| known != fold(&name))
                {
                    provider.aliases.push(name);
                }
            }
            Fragment::Whole(_) | Fragment::Ending { .. } | Fragment::Removal { .. } => {}
        }
    }
    let practices = sites.into_iter().map(|(practice, _)| practice).collect();
    provider.practices = Practices::from_vec(practices).expect("not empty");
    Merged { provider: Some(provider), fates }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1_024))]
    #[test]
    fn merging_by_keys_is_merging_by_comparing(
        rows in prop::collection::vec((0..9_u8, 0..4_usize, any::<bool>()), 0..24),
        based in any::<bool>(),
    ) {
        let streets = ["100 Main St", "100 MAIN STREET", "7 Oak Ave", "9 Elm Rd"];
        let names = ["Spine House", "SPINE HOUSE", "jane doe", "Doe Clinic"];
        let rows: Vec<Fragment> = rows.into_iter().zip(0_u32..).map(|((kind, which, zip), row)| {
            let mut there = practice(streets[which]);
            there.name = Some(row.to_string());
            there.zip = there.zip.filter(|_| zip);
            match kind {
                0..3 => {
                    let mut provider = provider("1234567893", &[""]);
                    provider.insurance = vec![row.to_string()];
                    provider.practices = Practices::one(there);
                    Fragment::Whole(Box::new(provider))
                }
                3..6 => Fragment::Practice { npi: npi(), practice: Box::new(there) },
                6..8 => alias(names[which]),
                _ => removal(),
            }
        }).collect();
        let base = based.then(|| provider("1234567893", &["9 Elm Rd", "7 Oak Ave", "1 Far Ln"]));
        prop_assert_eq!(merge(rows.clone(), base.clone()), merged_plainly(rows, base));
    }
}

#[test]
fn a_row_with_two_offices_is_one_statement() {
    let two = |addresses: &[&str]| Fragment::Whole(Box::new(provider("1234567893", addresses)));
    let merged = |rows: Vec<Fragment>| {
        let Merged { provider, fates } = merge(rows, None);
        (addresses(provider.as_ref()), fates)
    };
    let (a, b, c) = ("1 Main St", "2 Elm St", "3 Oak St");
    let own = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
    let gone = Some(Code::DuplicateRow);
    assert_eq!(merged(vec![two(&[a, b])]), (own(&[a, b]), vec![None]));
    // The first row still says something.
    assert_eq!(merged(vec![two(&[a, b]), two(&[b])]), (own(&[a, b]), vec![None, None]));
    assert_eq!(merged(vec![two(&[a, b]), two(&[b, a])]), (own(&[a, b]), vec![gone, None]));
    // Whoever is gone from one office of a row is gone from both.
    assert_eq!(merged(vec![two(&[a, b]), ending(a)]), (own(&[]), vec![gone, None]));
    assert_eq!(merged(vec![two(&[a, b]), two(&[c]), ending(a)]), (own(&[c]), vec![gone, None, None]));
}
