//! Words of a condition or technique in a circle and without a place, by relevance.

use crate::support::circle::{PAGE, near, somewhere};
use crate::support::timed::Asker;
use crate::support::{Bench, Numbers};
use specialist_finder::query::Engine;

/// Miles, one after the other, as words are asked with in the shared workload.
const MILES: [u32; 4] = [10, 25, 50, 100];

/// Asks.
pub(crate) fn run(bench: &Bench, engine: &Engine, count: usize) {
    let snapshot = engine.snapshot();
    snapshot.prepare();
    let mut numbers = Numbers(13);
    let conditions: Vec<&str> =
        bench.vocabulary.conditions().iter().map(|condition| condition.label.as_str()).collect();
    let techniques: Vec<&str> =
        bench.vocabulary.techniques().iter().map(|technique| technique.label.as_str()).collect();
    for (kind, labels, placed) in [
        ("a condition", &conditions, true),
        ("a technique", &techniques, true),
        ("a condition without a place", &conditions, false),
        ("a technique without a place", &techniques, false),
    ] {
        let mut asker = Asker::new(bench, engine);
        let (mut totals, mut understood) = (Vec::new(), 0);
        for number in 0..count {
            let mut pairs =
                vec![("q", labels[numbers.below(labels.len())].to_owned()), ("limit", PAGE.to_string())];
            if placed {
                let center = near(somewhere(&snapshot, &mut numbers), 0.02, &mut numbers);
                pairs.push(("near", format!("{:.5},{:.5}", center.lat(), center.lon())));
                pairs.push(("radius", MILES[number % MILES.len()].to_string()));
                pairs.push(("strict", "true".to_owned()));
            }
            let answer = asker.ask(&pairs);
            let read = &answer.interpretation;
            understood += usize::from(!read.conditions.is_empty() || !read.techniques.is_empty());
            totals.push(answer.total);
        }
        totals.sort_unstable();
        println!(
            "{kind}: {understood} of {count} were read as one, {} providers at the median",
            totals[count / 2]
        );
        println!("{}", asker.report());
    }
}
