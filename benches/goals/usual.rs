//! A specialty in a circle: ours against the usual way.

use crate::support::circle::{Circle, near, somewhere};
use crate::support::timed::{Asker, Times, rounds};
use crate::support::{Bench, Numbers};
use crate::usual_way::{Clauses, UsualWay};
use specialist_finder::domain::{LatLon, Radius};
use specialist_finder::index::Snapshot;
use specialist_finder::query::Engine;
use std::time::{Duration, Instant};

/// Miles, one after the other, as in the shared workload.
const MILES: [f64; 6] = [2.0, 5.0, 10.0, 25.0, 50.0, 100.0];
/// A specialty is rare if at most this share of providers has it.
const RARE: f64 = 0.05;

/// What one question took each way.
struct Asked {
    rare: bool,
    total: u64,
    term_and_ranges: Duration,
    term_only: Duration,
    lookup: Duration,
    whole: Duration,
}

/// Asks all ways the same.
pub(crate) fn run(bench: &Bench, engine: &Engine, count: usize) {
    let snapshot = engine.snapshot();
    if snapshot.manifest().practices != snapshot.manifest().providers {
        println!("skipped: the usual way has one document a provider, and some have several practices");
        return;
    }
    let start = Instant::now();
    let usual = UsualWay::build(&snapshot).expect("the usual index is built");
    println!("the usual index was built in {:.1?}", start.elapsed());
    snapshot.prepare();
    let mut numbers = Numbers(7);
    let mut asker = Asker::new(bench, engine);
    let all: Vec<Asked> = (0..count)
        .map(|number| {
            let radius = Radius::from_miles(MILES[number % MILES.len()]).expect("a radius");
            let center = near(somewhere(&snapshot, &mut numbers), 0.02, &mut numbers);
            let circle = Circle::pick(&mut numbers, &bench.vocabulary, center, radius);
            ask(&circle, &snapshot, &usual, &mut asker)
        })
        .collect();
    // Not timed: where longitudes go on at the other end.
    let across = Radius::from_miles(100.0).expect("a radius");
    for lon in [-179.9, 179.9] {
        let center = LatLon::new(51.96, lon).expect("a point");
        let circle = Circle::pick(&mut numbers, &bench.vocabulary, center, across);
        ask(&circle, &snapshot, &usual, &mut Asker::new(bench, engine));
    }
    println!("all ways gave the same counts and the same nearest 20, in the same order");
    report("all", &all.iter().collect::<Vec<_>>());
    report(
        "specialties that at most one of twenty has",
        &all.iter().filter(|asked| asked.rare).collect::<Vec<_>>(),
    );
    println!("\n{}", asker.report());
}

fn ask(circle: &Circle, snapshot: &Snapshot, usual: &UsualWay, asker: &mut Asker<'_>) -> Asked {
    let lookup = circle.lookup();
    let (lookup_took, found) = rounds(|| snapshot.look_up(&lookup).expect("an answer"));
    let answer = asker.ask(&circle.pairs());
    let whole = asker.whole.0.last().copied().unwrap_or_default();
    let ours: Vec<u32> = found.hits.iter().map(|hit| hit.provider).collect();
    let shown: Vec<u32> = answer.hits.iter().map(|hit| hit.record.number()).collect();
    let [term_and_ranges, term_only] = [Clauses::TermAndRanges, Clauses::TermOnly].map(|clauses| {
        let (took, (total, nearest)) = rounds(|| usual.ask(circle, clauses).expect("an answer"));
        assert_eq!((total, &nearest), (found.total, &ours), "the usual way and the lookup agree");
        assert_eq!((total, &nearest), (answer.total, &shown), "the usual way and the answer agree");
        took
    });
    let everywhere = snapshot.look_up(&circle.everywhere()).expect("a count").total;
    #[expect(clippy::cast_precision_loss, reason = "a share need not be exact")]
    let rare = everywhere as f64 <= snapshot.len() as f64 * RARE;
    Asked { rare, total: found.total, term_and_ranges, term_only, lookup: lookup_took, whole }
}

fn report(label: &str, asked: &[&Asked]) {
    let times = |of: fn(&Asked) -> Duration| Times(asked.iter().map(|asked| of(asked)).collect());
    let counted = asked.iter().map(|asked| asked.total).sum::<u64>() / (asked.len() as u64).max(1);
    println!("\n{label}: {} questions, {counted} counted each on average", asked.len());
    let theirs = [
        ("term and ranges", times(|asked| asked.term_and_ranges)),
        ("term, columns in the collector", times(|asked| asked.term_only)),
    ];
    for (way, times) in &theirs {
        println!("{:<44} {times}", format!("usual: {way}"));
    }
    for (label, ours) in
        [("the lookup", times(|asked| asked.lookup)), ("the whole question", times(|asked| asked.whole))]
    {
        println!("{label:<44} {ours}");
        for (way, theirs) in &theirs {
            let times = |share| theirs.at(share).as_secs_f64() / ours.at(share).as_secs_f64();
            println!("  {:.1} times as fast at the median, {:.1} at p99: {way}", times(50), times(99));
        }
    }
}
