//! What lookups cost follows what they answer, not how many providers there are: counted in rows and tiles looked at, which
//! do not depend on the machine.

use super::clock::Clock;
use super::lookup::{Area, Concept, Lookup, Order, ScoreModel, Trait};
use super::snapshot::Snapshot;
use super::world::{self, plain, point};
use super::{run, sample};
use crate::domain::{LatLon, Practices, ProviderKind, Radius, Reach};

/// A generation of so many providers, spread evenly over the same land.
fn land(providers: usize) -> (tempfile::TempDir, Snapshot) {
    let mut all = sample::providers(providers);
    for (number, provider) in all.iter_mut().enumerate() {
        let mut practice = provider.practices.first().clone();
        practice.point = spot(number);
        provider.practices = Practices::one(practice);
    }
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = world::opened(folder.path(), &all);
    (folder, snapshot)
}

/// The `n`th of points that fill the land evenly.
fn spot(n: usize) -> LatLon {
    let fraction = |step: f64| (f64::from(u32::try_from(n).expect("few")) * step).fract();
    point(30.0 + fraction(0.754_877_666) * 15.0, -120.0 + fraction(0.569_840_291) * 45.0)
}

/// The same, away from the edges of the land.
fn inland(n: usize) -> LatLon {
    let spot = spot(n);
    point(33.0 + (spot.lat() - 30.0) * 0.6, -115.0 + (spot.lon() + 120.0) * 0.7)
}

/// Work of the same questions around many points, masks and sums made before.
fn work(snapshot: &Snapshot, of: impl Fn(LatLon) -> Lookup) -> u64 {
    let lookups: Vec<Lookup> = (0..60).map(|number| of(inland(number * 31 + 7))).collect();
    let mut work = 0;
    for round in 0..2 {
        for lookup in &lookups {
            let mut clock = Clock::new(None);
            let found = run::run_by(snapshot, lookup, &mut clock).expect("a sound index");
            assert!(found.total > 0, "{lookup:?}");
            work += if round == 1 { clock.work() } else { 0 };
        }
    }
    work
}

fn of_people(lookup: Lookup) -> Lookup {
    Lookup { all_of: vec![vec![Concept::Kind(ProviderKind::Person)]], ..lookup }
}

#[test]
fn ten_times_as_many_providers_cost_at_most_twice_as_much_for_an_answer_of_the_same_size() {
    let (small, large) = (land(2_000), land(20_000));
    let scale = 10.0_f64.sqrt();
    let circle = |snapshot: &Snapshot, order: Order, miles: f64| {
        work(snapshot, |center| {
            let reach = Reach::Within(Radius::from_miles(miles).expect("a radius"));
            plain(Some(Area { center, reach }), order)
        })
    };
    let anywhere = |snapshot: &Snapshot, order: Order| {
        work(snapshot, |center| of_people(plain(Some(Area { center, reach: Reach::Any }), order)))
    };
    let nowhere = |snapshot: &Snapshot| work(snapshot, |_| of_people(plain(None, Order::Relevance)));
    let facets = |snapshot: &Snapshot, miles: f64| {
        work(snapshot, |center| {
            let reach = Reach::Within(Radius::from_miles(miles).expect("a radius"));
            let area = Some(Area { center, reach });
            Lookup { facets: true, limit: 0, ..of_people(plain(area, Order::Relevance)) }
        })
    };
    for (what, small, large) in [
        ("facets in a circle", facets(&small.1, 100.0), facets(&large.1, 100.0 / scale)),
        (
            "a circle by distance",
            circle(&small.1, Order::Distance, 100.0),
            circle(&large.1, Order::Distance, 100.0 / scale),
        ),
        (
            "a circle by score",
            circle(&small.1, Order::Relevance, 100.0),
            circle(&large.1, Order::Relevance, 100.0 / scale),
        ),
        ("the nearest", anywhere(&small.1, Order::Distance), anywhere(&large.1, Order::Distance)),
        ("the best around", anywhere(&small.1, Order::Relevance), anywhere(&large.1, Order::Relevance)),
        ("the best", nowhere(&small.1), nowhere(&large.1)),
    ] {
        assert!(large <= 2 * small, "{what}: {small} rows, {large} among ten times as many");
    }
}

/// Work of a lookup without a place, everything made before.
fn work_anywhere(snapshot: &Snapshot, lookup: &Lookup) -> u64 {
    let of = |_| {
        let mut clock = Clock::new(None);
        run::run_by(snapshot, lookup, &mut clock).expect("a sound index");
        clock.work()
    };
    [0, 1].map(of)[1]
}

#[test]
fn groups_of_nobody_cost_one_look_at_all_tiles_together() {
    let (_folder, snapshot) = land(20_000);
    let kind = |kind: ProviderKind| Concept::Kind(kind);
    let organizations =
        Lookup { all_of: vec![vec![kind(ProviderKind::Organization)]], ..plain(None, Order::Relevance) };
    // Many are people and many are organizations, and nobody is both.
    let (person, half) = (Trait::Has(kind(ProviderKind::Person)), [0.9, 0.8, 0.7, 0.6]);
    let score = ScoreModel {
        tiers: vec![(person, 3), (Trait::Always, 2)],
        matches: half.map(|value| (Trait::Always, value)).to_vec(),
        ..organizations.score.clone()
    };
    let work = work_anywhere(&snapshot, &Lookup { score, ..organizations });
    assert!(work < 2 * 20_000, "four groups: {work} rows");
}

#[test]
fn who_is_nobody_is_not_looked_for() {
    let (_folder, snapshot) = land(20_000);
    let both = [ProviderKind::Person, ProviderKind::Organization].map(|kind| vec![Concept::Kind(kind)]);
    for (area, order) in
        [(None, Order::Relevance), (Some(Area { center: spot(3), reach: Reach::Any }), Order::Distance)]
    {
        let nobody = Lookup { all_of: both.to_vec(), ..plain(area, order) };
        let work = work_anywhere(&snapshot, &nobody);
        assert!(work < 10_000, "{order:?}: {work} rows");
    }
}

#[test]
fn a_page_far_behind_costs_at_most_half_as_much_again_as_the_first() {
    let (_folder, snapshot) = land(20_000);
    for order in [Order::Distance, Order::Relevance] {
        let area = Some(Area { center: spot(3), reach: Reach::Any });
        let mut lookup = plain(area, order);
        let mut works = Vec::new();
        for _page in 0..400 {
            let mut clock = Clock::new(None);
            let found = run::run_by(&snapshot, &lookup, &mut clock).expect("a sound index");
            works.push(clock.work());
            lookup.after = found.hits.last().map(|hit| hit.position);
        }
        let first = works[0];
        let late = &works[200..];
        let mean = late.iter().sum::<u64>() / late.len() as u64;
        assert!(mean * 2 <= first * 3, "{order:?}: the first {first}, those behind the 200th {mean}");
    }
}
