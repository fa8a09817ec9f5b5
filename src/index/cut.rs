//! A deadline may pass anywhere: what is told then is a lower bound, and nothing that was begun is spoiled.

use super::clock::Clock;
use super::lookup::{Area, Concept, Lookup, Order, Trait};
use super::run::run_by;
use super::snapshot::Snapshot;
use super::world::{self, plain, point};
use super::{Candidates, sample};
use crate::domain::{Gender, Metres, ProviderKind, Radius, Reach};

/// More looks than any of the questions below takes.
const ENOUGH: u32 = 400;

/// Questions of every manner: circles, the nearest, the best, facets, several clauses.
fn questions() -> Vec<Lookup> {
    let center = point(40.7, -74.0);
    let around = |reach| Some(Area { center, reach });
    let miles = |miles: f64| Reach::Within(Radius::from_miles(miles).expect("a radius"));
    let people = vec![Concept::Kind(ProviderKind::Person)];
    let known = vec![Concept::Gender(Some(Gender::Male)), Concept::Gender(Some(Gender::Female))];
    let mut questions = Vec::new();
    for area in [None, around(Reach::Any), around(miles(15.0)), around(miles(90.0))] {
        for order in [Order::Relevance, Order::Distance, Order::Name, Order::Updated] {
            for all_of in [vec![], vec![people.clone()], vec![people.clone(), known.clone()]] {
                for facets in [false, true] {
                    let mut lookup = Lookup { all_of: all_of.clone(), facets, ..plain(area, order) };
                    lookup.score.tiers = vec![(Trait::Has(Concept::Gender(Some(Gender::Female))), 2)];
                    lookup.score.matches = vec![(Trait::Has(Concept::Kind(ProviderKind::Person)), 1.0)];
                    lookup.rings =
                        if area.is_some() { vec![Metres::from_whole_miles(25)] } else { Vec::new() };
                    lookup.none_of = if facets { vec![] } else { vec![Concept::Gender(Some(Gender::Male))] };
                    questions.push(lookup);
                }
            }
        }
    }
    questions
}

fn ask(snapshot: &Snapshot, lookup: &Lookup, looks: u32) -> Candidates {
    run_by(snapshot, lookup, &mut Clock::after_looks(looks)).expect("a sound index")
}

#[test]
fn what_a_deadline_cuts_is_a_lower_bound_and_spoils_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut providers = sample::providers(6_000);
    for (number, provider) in (0_u32..).zip(&mut providers) {
        let mut practice = provider.practices.first().clone();
        practice.point = point(40.0 + f64::from(number % 83) * 0.02, -74.5 + f64::from(number % 71) * 0.02);
        provider.practices = crate::domain::Practices::one(practice);
    }
    let mut snapshot = world::opened(folder.path(), &providers);
    let (mut cut, mut whole) = (0, 0);
    for lookup in questions() {
        snapshot.forget();
        let expected = ask(&snapshot, &lookup, ENOUGH);
        assert!(!expected.partial && expected.total > 0, "{lookup:?}");
        for looks in [0, 1, 2, 3, 5, 8, 13, 21] {
            snapshot.forget();
            // Whoever asks again and again gets there, as far as what is kept reaches.
            for _ in 0..6 {
                let found = ask(&snapshot, &lookup, looks);
                if found.partial {
                    cut += 1;
                    assert!(found.total <= expected.total, "{looks} {lookup:?}");
                } else {
                    whole += 1;
                    assert_eq!(found, expected, "{looks} {lookup:?}");
                }
            }
            if looks % 2 == 1 {
                snapshot.prepare();
            }
            assert_eq!(ask(&snapshot, &lookup, ENOUGH), expected, "after {looks} looks: {lookup:?}");
        }
    }
    assert!(cut > 500 && whole > 500, "{cut} {whole}");
}
