//! One id in several lists.

use super::*;
use crate::domain::{Accuracy, Gender, LatLon, Name, SpecialtyId, Website};
use crate::ingest::merge::tests::{addresses, claim, practice, provider};
use proptest::prelude::*;

/// A provider as a list says it, last touched on a day.
fn of_list(list: &str, day: Option<&str>, addresses: &[&str]) -> Provider {
    let mut said = provider("1234567893", addresses);
    said.source = list.parse().expect("a name");
    said.updated = day.map(|day| day.parse().expect("a day"));
    said
}

fn list_of(origin: Option<&Origin>) -> &str {
    origin.and_then(|origin| origin.list.as_ref()).map_or("", |list| list.as_str())
}

fn phone(text: &str) -> Option<crate::domain::Phone> {
    crate::domain::Phone::new(text.parse().expect("digits")).ok()
}

#[test]
fn the_freshest_list_leads_and_the_others_fill_its_gaps() {
    let mut fresh = of_list("clinic", Some("2026-01-01"), &["100 Main St"]);
    fresh.specialties = vec![claim(1, true)];
    let mut federal = of_list("nppes", Some("2016-01-01"), &["100 MAIN STREET", "7 Oak Ave"]);
    federal.name = Name::Organization("Old Name".to_owned());
    federal.website = "https://example.org".parse::<Website>().ok();
    federal.specialties = vec![claim(2, true), claim(1, false)];
    let one = combine(vec![federal.clone(), fresh.clone()]).expect("not empty");
    let Combined { provider, provenance } = &one;
    assert_eq!(provider.source.as_str(), "clinic");
    assert_eq!(addresses(Some(provider)), ["100 Main St", "7 Oak Ave"]);
    assert_eq!(provider.specialties, [claim(1, true), claim(2, false)]);
    assert_eq!(provider.aliases, ["Old Name"]);
    let from: Vec<&str> = provenance.specialties.iter().map(|origin| list_of(Some(origin))).collect();
    assert_eq!(from, ["clinic", "nppes"]);
    let from: Vec<&str> =
        provenance.practices.iter().map(|practice| list_of(Some(&practice.address))).collect();
    assert_eq!(from, ["clinic", "nppes"]);
    assert_eq!(list_of(Some(&provenance.name)), "clinic");
    assert_eq!(provenance.website.as_ref().and_then(|origin| origin.updated), federal.updated);
    assert_eq!((list_of(provenance.website.as_ref()), provenance.gender.as_ref()), ("nppes", None));
    // Equally fresh: one's own list before the federal one, then by name; no date comes last.
    let leader = |lists: Vec<Provider>| combine(lists).expect("not empty").provider.source.to_string();
    federal.updated = fresh.updated;
    let other = of_list("board", Some("2026-01-01"), &["100 Main St"]);
    assert_eq!(leader(vec![federal.clone(), fresh.clone()]), "clinic");
    assert_eq!(leader(vec![federal.clone(), fresh, other]), "board");
    assert_eq!(leader(vec![of_list("a", None, &["1 Elm St"]), federal]), "nppes");
    assert_eq!(combine(Vec::new()), None);
}

#[test]
fn a_list_that_does_not_know_never_hides_what_an_older_one_knows() {
    let mut old = of_list("old", Some("2020-05-01"), &["100 Main Street"]);
    (old.accepting_new, old.telehealth) = (Fact::No, Fact::Yes);
    old.gender = Some(Gender::Female);
    let mut practice = practice("100 Main Street");
    (practice.phone, practice.name) = (phone("4125550100"), Some("Doe Spine".to_owned()));
    old.practices = Practices::one(practice);
    let mut fresh = of_list("fresh", Some("2026-05-01"), &["100 Main St"]);
    fresh.accepting_new = Fact::Yes;
    let Combined { provider, provenance } = combine(vec![old, fresh]).expect("not empty");
    assert_eq!((provider.accepting_new, provider.telehealth), (Fact::Yes, Fact::Yes));
    assert_eq!(list_of(provenance.accepting_new.as_ref()), "fresh");
    assert_eq!(list_of(provenance.telehealth.as_ref()), "old");
    let (there, from) = (provider.practices.first(), &provenance.practices[0]);
    assert_eq!((there.address.as_str(), there.name.as_deref()), ("100 Main St", Some("Doe Spine")));
    assert_eq!(there.phone, phone("4125550100"));
    assert_eq!((list_of(Some(&from.address)), list_of(from.phone.as_ref())), ("fresh", "old"));
}

#[test]
fn one_address_in_two_spellings_is_one_practice() {
    let one = |spelled: &str, other: &str| {
        let lists = vec![of_list("a", Some("2026-01-01"), &[spelled]), of_list("b", None, &[other])];
        combine(lists).expect("not empty").provider.practices.len()
    };
    for (spelled, other) in [
        ("100 N Main St, Ste 4", "100 NORTH MAIN STREET SUITE 4"),
        ("100 Main St #4", "100 Main St., Unit 4"),
        ("16050 S. Tamiami Trail", "16050 South Tamiami Trl"),
        ("1 Fort Duquesne Blvd", "1 Ft. Duquesne Boulevard"),
    ] {
        assert_eq!(one(spelled, other), 1, "{spelled} and {other}");
    }
    assert_eq!(one("100 Main St", "101 Main St"), 2);
    // One list has no ZIP code: the city says whether it is the same street.
    let mut without = of_list("b", None, &["100 MAIN STREET"]);
    let mut practice = practice("100 MAIN STREET");
    (practice.zip, practice.city) = (None, "PITTSBURGH".to_owned());
    without.practices = Practices::one(practice.clone());
    let with = of_list("a", Some("2026-01-01"), &["100 Main St"]);
    let together = |without: &Provider, with: &Provider| {
        combine(vec![without.clone(), with.clone()]).expect("not empty").provider.practices
    };
    assert_eq!(together(&without, &with).len(), 1);
    // The fresher one lacks it: it is taken over.
    without.updated = "2026-06-01".parse().ok();
    assert_eq!(together(&without, &with).first().zip, "15213".parse().ok());
    practice.city = "Erie".to_owned();
    without.practices = Practices::one(practice);
    assert_eq!(together(&without, &with).len(), 2);
}

#[test]
fn an_exact_point_of_the_same_address_is_taken_over() {
    let leader = of_list("list", Some("2026-01-01"), &["100 Main St"]);
    let mut other = of_list("other", None, &["100 Main St"]);
    let mut exact = practice("100 Main St");
    exact.accuracy = Accuracy::Exact;
    exact.point = LatLon::new(40.44, -79.95).expect("in range");
    other.practices = Practices::one(exact.clone());
    let Combined { provider, provenance } = combine(vec![leader, other]).expect("not empty");
    assert_eq!((provider.practices.len(), provider.practices.first().point), (1, exact.point));
    assert_eq!(list_of(Some(&provenance.practices[0].point)), "other");
}

/// What one of four lists says, made of a few choices.
fn said(list: usize, choices: (Option<u8>, u8, u8, u8, u8)) -> Provider {
    let (day, fact, specialties, streets, name) = choices;
    let day = day.map(|day| format!("2026-01-{:02}", 1 + day % 3));
    let all = ["100 Main St", "100 MAIN STREET", "7 Oak Ave", "7 Oak Avenue, Ste 2"];
    let streets: Vec<&str> = all
        .into_iter()
        .enumerate()
        .filter(|(bit, _)| streets >> bit & 1 == 1)
        .map(|(_, street)| street)
        .collect();
    let streets = if streets.is_empty() { vec!["9 Elm Rd"] } else { streets };
    let mut said = of_list(["nppes", "sample", "board", "clinic"][list], day.as_deref(), &streets);
    let facts = [Fact::Unknown, Fact::Yes, Fact::No];
    said.accepting_new = facts[usize::from(fact % 3)];
    said.wheelchair = facts[usize::from(fact / 3 % 3)];
    said.specialties =
        (0..4_u16).filter(|bit| specialties >> bit & 1 == 1).map(|row| claim(row, row == 0)).collect();
    said.name = Name::Organization(format!("Name {}", name % 2));
    said
}

proptest! {
    #[test]
    fn the_order_of_lists_does_not_matter_and_every_known_fact_has_an_origin(
        choices in prop::collection::vec((any::<Option<u8>>(), any::<u8>(), 1..16_u8, 0..16_u8, any::<u8>()), 1..5),
        turns in any::<prop::sample::Index>(),
    ) {
        let lists: Vec<Provider> =
            choices.iter().enumerate().map(|(list, choices)| said(list, *choices)).collect();
        let one = combine(lists.clone()).expect("not empty");
        let mut turned = lists.clone();
        turned.rotate_left(turns.index(lists.len()));
        let turned = combine(turned);
        prop_assert_eq!(turned.as_ref(), Some(&one));
        let mut reversed = lists.clone();
        reversed.reverse();
        let reversed = combine(reversed);
        prop_assert_eq!(reversed.as_ref(), Some(&one));
        let Combined { provider, provenance } = &one;
        // The freshest list that knows a fact says it, and is named for it.
        for (fact, origin, of) in [
            (provider.accepting_new, &provenance.accepting_new, (|said| said.accepting_new) as fn(&Provider) -> Fact),
            (provider.wheelchair, &provenance.wheelchair, |said| said.wheelchair),
        ] {
            let knows = || lists.iter().filter(|said| of(said) != Fact::Unknown);
            prop_assert_eq!(fact == Fact::Unknown, knows().next().is_none());
            prop_assert_eq!(origin.is_some(), fact != Fact::Unknown);
            if let Some(origin) = origin {
                let freshest = knows().map(|said| said.updated.map(RecordDate::days)).max().flatten();
                prop_assert_eq!(origin.updated.map(RecordDate::days), freshest);
                let sayer = lists.iter().find(|said| Some(&said.source) == origin.list.as_ref());
                prop_assert_eq!(sayer.map(of), Some(fact));
            }
        }
        // Everybody's specialties are there once, each from a list that has it.
        prop_assert_eq!(provider.specialties.len(), provenance.specialties.len());
        prop_assert_eq!(provider.practices.len(), provenance.practices.len());
        let all: std::collections::HashSet<SpecialtyId> =
            lists.iter().flat_map(|said| &said.specialties).map(|claim| claim.specialty).collect();
        prop_assert_eq!(all.len(), provider.specialties.len());
        prop_assert!(provider.specialties.iter().filter(|claim| claim.primary).count() <= 1);
    }
}
