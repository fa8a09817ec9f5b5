//! What lookups cost follows what they answer, not how many providers there are: counted in rows and tiles looked at, which
//! do not depend on the machine.

use super::clock::Clock;
use super::lookup::{Area, Concept, Lookup, Order, ScoreModel, Trait, Words};
use super::snapshot::Snapshot;
use super::world::{self, plain, point};
use super::{run, sample};
use crate::domain::{Fact, LatLon, Name, Practices, ProviderKind, Radius, Reach};

/// A generation of so many providers, spread evenly over the same land.
fn land(providers: usize) -> (tempfile::TempDir, Snapshot) {
    at(providers, spot)
}

/// A generation of so many providers, each at its point.
fn at(providers: usize, point_of: impl Fn(usize) -> LatLon) -> (tempfile::TempDir, Snapshot) {
    let mut all = sample::providers(providers);
    for (number, provider) in all.iter_mut().enumerate() {
        let mut practice = provider.practices.first().clone();
        practice.point = point_of(number);
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
fn a_group_of_few_costs_no_look_at_tiles_one_by_one() {
    let mut all = sample::providers(20_000);
    // Many are people, many offer telehealth, and five do both.
    for (number, provider) in all.iter_mut().enumerate() {
        let is_person = provider.kind() == ProviderKind::Person;
        provider.telehealth = if !is_person || number % 5_000 == 77 { Fact::Yes } else { Fact::No };
    }
    all[77].name = all.iter().find(|one| one.kind() == ProviderKind::Person).expect("somebody").name.clone();
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = world::opened(folder.path(), &all);
    let people = of_people(plain(None, Order::Relevance));
    let offers = Trait::Has(Concept::Telehealth(Fact::Yes));
    let score = ScoreModel { matches: vec![(offers, 1.0), (Trait::Always, 0.2)], ..people.score.clone() };
    let work = work_anywhere(&snapshot, &Lookup { score, ..people });
    assert!(work < 2_000, "{work} rows");
}

#[test]
fn the_first_by_name_or_date_cost_no_look_at_everybody() {
    // Every third lives in one city.
    let city = point(40.0, -90.0);
    let (_folder, snapshot) = at(60_000, |number| {
        if number.is_multiple_of(3) { point(40.0, -90.0 + spot(number).lat() / 100.0) } else { spot(number) }
    });
    snapshot.prepare();
    let wide = Reach::Within(Radius::from_miles(100.0).expect("a radius"));
    let wide = Some(Area { center: city, reach: wide });
    let everywhere = Some(Area { center: inland(7), reach: Reach::Any });
    for order in [Order::Name, Order::Updated] {
        for area in [None, everywhere, wide] {
            let mut lookup = of_people(plain(area, order));
            let first = work_anywhere(&snapshot, &lookup);
            // A page far behind, as a cursor has it.
            let far = snapshot.look_up(&Lookup { limit: 10_000, ..lookup.clone() }).expect("a sound index");
            lookup.after = far.hits.last().map(|hit| hit.position);
            let mut clock = Clock::new(None);
            run::run_by(&snapshot, &lookup, &mut clock).expect("a sound index");
            let far = clock.work();
            assert!(first < 2_000 && far < 2_000, "{order:?} {area:?}: {first} and {far} rows");
        }
    }
}

#[test]
fn bearers_of_a_name_whom_a_filter_keeps_out_are_looked_at_once() {
    let mut all = sample::providers(20_000);
    for (number, provider) in all.iter_mut().enumerate() {
        let (given, family) = (format!("Given{number}"), "Smith".to_owned());
        provider.name = Name::Person { given, middle: String::new(), family, suffix: String::new() };
        provider.telehealth = if number % 4_000 == 9 { Fact::Yes } else { Fact::No };
        provider.wheelchair = if number % 4_000 < 2_000 { Fact::Yes } else { Fact::No };
    }
    let folder = tempfile::tempdir().expect("a folder");
    let snapshot = world::opened(folder.path(), &all);
    let words = Some(Words::plain(vec!["smith".to_owned()], false, 0));
    let none_of = vec![Concept::Wheelchair(Fact::No), Concept::Telehealth(Fact::No)];
    let lookup = Lookup { none_of, words, ..plain(None, Order::Relevance) };
    let found = snapshot.look_up(&lookup).expect("a sound index");
    assert_eq!(found.total, 5);
    let work = work_anywhere(&snapshot, &lookup);
    assert!(work < 20_000 + 100, "{work} rows");
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
