//! A specialty in a circle of the densest city.

use crate::support::circle::{Circle, around, near, somewhere};
use crate::support::timed::{Asker, Times, rounds};
use crate::support::{Bench, Numbers};
use specialist_finder::domain::{LatLon, Radius, Units};
use specialist_finder::index::Snapshot;
use specialist_finder::query::Engine;
use std::sync::Arc;

/// Of a thousand providers so many are in the circle: 59,000 of a million, 533,000 of nine.
const IN_CIRCLE: u64 = 59;
/// How many places are tried.
const TRIED: usize = 1_000;

/// Asks from points of the city.
pub(crate) fn run(bench: &Bench, engine: &Engine, count: usize) {
    let snapshot = engine.snapshot();
    snapshot.prepare();
    let mut numbers = Numbers(11);
    let (center, radius) = densest(&snapshot, &mut numbers);
    let miles = radius.in_units(Units::Miles);
    println!("{miles:.1} miles around the densest place hold {} providers", held(&snapshot, center, radius));
    let (mut lookup, mut around_points) = (Times::default(), Vec::new());
    let mut counted = Vec::new();
    let mut asker = Asker::new(bench, engine);
    for _ in 0..count {
        // A degree is 69 miles: within a quarter of the radius, more often near its middle.
        let point = near(center, miles / 69.0 / 4.0, &mut numbers);
        let question = Circle::pick(&mut numbers, &bench.vocabulary, point, radius);
        let plain = question.lookup();
        let (time, found) = rounds(|| snapshot.look_up(&plain).expect("an answer"));
        lookup.0.push(time);
        let answer = asker.ask(&question.pairs());
        assert_eq!(answer.total, found.total, "the answer and the lookup agree");
        around_points.push(held(&snapshot, point, radius));
        counted.push(found.total);
    }
    around_points.sort_unstable();
    counted.sort_unstable();
    println!(
        "circles of {miles:.1} miles from {count} points hold {} providers at the median, {} of them count",
        around_points[count / 2],
        counted[count / 2]
    );
    println!("{:<44} {lookup}", "the lookup");
    println!("{}", asker.report());
}

/// The place around which the smallest circle holds the share, and its radius.
fn densest(snapshot: &Arc<Snapshot>, numbers: &mut Numbers) -> (LatLon, Radius) {
    let share = snapshot.len() as u64 * IN_CIRCLE / 1_000;
    let mut best: Option<(LatLon, f64)> = None;
    for _ in 0..TRIED {
        let point = near(somewhere(snapshot, numbers), 0.02, numbers);
        let holds = |miles: f64| held(snapshot, point, Radius::from_miles(miles).expect("a radius")) >= share;
        let (mut short, mut long) = (0.1, best.map_or(100.0, |(_, miles)| miles));
        if !holds(long) {
            continue;
        }
        while long - short > 0.05 {
            let middle = f64::midpoint(short, long);
            if holds(middle) { long = middle } else { short = middle }
        }
        best = Some((point, long));
    }
    let (point, miles) = best.expect("a circle of a hundred miles holds the share");
    // Rounded as the question will say it.
    (point, Radius::from_miles((miles * 10.0).ceil() / 10.0).expect("a radius"))
}

fn held(snapshot: &Snapshot, center: LatLon, radius: Radius) -> u64 {
    snapshot.look_up(&around(center, radius)).expect("a count").total
}
