//! How cost grows with the list at equal answer size: a specialty in a circle that is as wide as so many count in it.
//!
//! Run over lists of different lengths; lines of the same size of answer are what to compare.

use crate::support::circle::{Circle, near, somewhere};
use crate::support::timed::{Asker, Times, rounds};
use crate::support::{Bench, Numbers};
use specialist_finder::domain::Radius;
use specialist_finder::index::{Lookup, Order, Snapshot};
use specialist_finder::query::Engine;

/// How many count, up to a tenth more.
const ANSWERS: [u64; 3] = [30, 300, 3_000];
/// The widest circle that a search takes, in miles.
const WIDEST: f64 = 100.0;

/// Asks circles of each size of answer.
pub(crate) fn run(bench: &Bench, engine: &Engine, count: usize) {
    let snapshot = engine.snapshot();
    snapshot.prepare();
    for answer in ANSWERS {
        let (mut numbers, mut lookup, mut miles) = (Numbers(13), Times::default(), Vec::new());
        let mut asker = Asker::new(bench, engine);
        let mut tried = 0;
        while miles.len() < count && tried < 20 * count {
            tried += 1;
            let center = near(somewhere(&snapshot, &mut numbers), 0.02, &mut numbers);
            // Circles of one place and kind of specialty, whatever their radius.
            let seed = numbers.next() | 1;
            let of = |miles: f64| {
                let radius = Radius::from_miles(miles).expect("a radius");
                Circle::pick(&mut Numbers(seed), &bench.vocabulary, center, radius)
            };
            let Some(radius) = wide_enough(&snapshot, &of, answer) else { continue };
            let question = of(radius);
            let plain = question.lookup();
            let (time, found) = rounds(|| snapshot.look_up(&plain).expect("an answer"));
            let whole = asker.ask(&question.pairs());
            assert_eq!(whole.total, found.total, "the answer and the lookup agree");
            lookup.0.push(time);
            miles.push(radius);
        }
        if miles.is_empty() {
            println!("{answer} count: nowhere within {WIDEST} miles");
            continue;
        }
        miles.sort_by(f64::total_cmp);
        println!(
            "{answer} count: {} circles of {:.2} miles at the median, {:.2} to {:.2}",
            miles.len(),
            miles[miles.len() / 2],
            miles[0],
            miles[miles.len() - 1]
        );
        println!("{:<44} {lookup}", "the lookup");
        println!("{}", asker.report());
    }
}

/// A radius in miles, of three digits, in which so many count or up to a tenth more; none where steps of a thousandth of a
/// mile, many at one address or the widest circle do not allow it.
fn wide_enough(snapshot: &Snapshot, of: &impl Fn(f64) -> Circle, answer: u64) -> Option<f64> {
    let total = |miles: f64| {
        let counted = Lookup { limit: 0, order: Order::Distance, ..of(miles).lookup() };
        snapshot.look_up(&counted).expect("a count").total
    };
    let (mut short, mut long) = (0.001, WIDEST);
    if total(long) < answer {
        return None;
    }
    while long - short > 0.002 {
        let middle = (f64::midpoint(short, long) * 1_000.0).round() / 1_000.0;
        let counted = total(middle);
        if (answer..=answer + answer / 10).contains(&counted) {
            return Some(middle);
        }
        if counted < answer { short = middle } else { long = middle }
    }
    None
}
