//! A record that moves nearer, everything else equal, never ranks lower.

use super::*;

/// How far towards the place a record moves: to so much of its distance.
const STEPS: [f64; 3] = [0.97, 0.6, 0.05];

/// The same record with all its practices nearer to a place.
fn nearer(provider: &Provider, (lat, lon): (f64, f64), share: f64) -> Provider {
    let moved = provider.practices.iter().map(|practice| {
        let towards = |from: f64, to: f64| to + (from - to) * share;
        let point = point((towards(practice.point.lat(), lat), towards(practice.point.lon(), lon)));
        crate::domain::Practice { point, ..practice.clone() }
    });
    let practices = Practices::from_vec(moved.collect()).expect("as many as before");
    Provider { practices, ..provider.clone() }
}

/// Questions with circles of all widths, kept to and widened.
fn asked() -> Vec<SearchRequest> {
    let words =
        ["", "neck pain", "chiropractor", "kowalski", "dry needling", "chiropractor accepting new patients"];
    let with = |q: &str, radius: Option<Reach>, strict| SearchRequest {
        q: q.into(),
        radius,
        strict,
        ..near(PITTSBURGH)
    };
    let mut asked = Vec::new();
    for q in words {
        for radius in [miles(3.0), miles(5.0), miles(10.0), None, Some(Reach::Any)] {
            asked.push(with(q, radius, false));
        }
        asked.push(with(q, miles(10.0), true));
    }
    asked
}

#[test]
fn a_record_that_moves_nearer_never_ranks_lower() {
    let list = sample::providers();
    let questions = asked();
    let before: Vec<Vec<String>> = questions.iter().map(|request| ids(&search(request))).collect();
    let (mut compared, mut risen) = (0, 0);
    for place in (0..list.len()).step_by(4) {
        for share in STEPS {
            let mut list = list.clone();
            list[place] = nearer(&list[place], PITTSBURGH, share);
            let id = list[place].id.to_string();
            let engine = sample::engine_of(&list);
            for (request, before) in questions.iter().zip(&before) {
                let Some(old) = before.iter().position(|other| *other == id) else { continue };
                let after = ids(&engine.search(request).expect("an answer"));
                let new = after.iter().position(|other| *other == id);
                assert!(
                    new.is_some_and(|new| new <= old),
                    "{id} from {old} to {new:?} at {share}: {request:?}"
                );
                compared += 1;
                risen += usize::from(new < Some(old));
            }
        }
    }
    assert!(compared > 250 && risen > 80, "{compared} compared, {risen} risen");
}

/// The same record so many miles north of Pittsburgh.
fn north(provider: &Provider, miles: f64) -> Provider {
    let first = provider.practices.iter().next().expect("a practice").clone();
    let degrees = miles * Units::Miles.metres() / (Metres::HALF_WAY_ROUND.get() / 180.0);
    let point = point((PITTSBURGH.0 + degrees, PITTSBURGH.1));
    Provider { practices: Practices::one(crate::domain::Practice { point, ..first }), ..provider.clone() }
}

#[test]
fn coming_into_the_asked_circle_costs_nobody_its_place() {
    // As the third within five miles it makes widening needless, and what is measured against must not shrink for it.
    let list = sample::providers();
    let listing = &list[14];
    assert!(states(listing, "physiatrist") && !listing.conditions.is_empty());
    let other = |id: usize, miles| {
        let other = Provider { id: list[id].id.clone(), conditions: Vec::new(), ..listing.clone() };
        north(&other, miles)
    };
    let first = |miles| {
        let engine = sample::engine_of(&[north(listing, miles), other(22, 1.0), other(30, 2.0)]);
        let request = SearchRequest { q: "neck pain".into(), radius: super::miles(5.0), ..near(PITTSBURGH) };
        let answer = engine.search(&request).expect("an answer");
        (
            ids(&answer).remove(0),
            answer.radius.map(|report| report.used.edge().map(|edge| edge.rounded(Units::Miles))),
        )
    };
    let id = listing.id.to_string();
    assert_eq!(first(5.02), (id.clone(), Some(Some(10.0))));
    assert_eq!(first(4.98), (id, Some(Some(5.0))));
}
