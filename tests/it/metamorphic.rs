//! Metamorphic properties: what must hold between the answers to two questions, whatever the right answer is.
//!
//! In: thousands of questions of a seeded grammar over a generated list. Out: nothing but the first question for which
//! a property fails, in words that can be pasted into a search. `FINDER_METAMORPHIC` says how many questions each
//! property gets.

mod dead_ends;
mod order;
mod questions;
mod sets;
mod wire;
mod words;
mod world;

use crate::support::{Numbers, amount, search, who};
use questions::{Pairs, Question};
use specialist_finder::domain::Reach;
use specialist_finder::query::{Answer, Hit, SearchError};
use world::ENGINE;

/// Questions for which a property does not hold.
#[derive(Default)]
struct Failures {
    asked: usize,
    told: Vec<String>,
}

impl Failures {
    /// Asks whether a property holds; `told` says for which question.
    fn check(&mut self, holds: bool, told: impl FnOnce() -> String) {
        self.asked += 1;
        if !holds {
            self.told.push(told());
        }
    }
}

impl Drop for Failures {
    fn drop(&mut self) {
        if !std::thread::panicking() {
            let shown = self.told.iter().take(12).map(String::as_str).collect::<Vec<_>>().join("\n");
            assert!(self.told.is_empty(), "{} of {} do not hold:\n{shown}", self.told.len(), self.asked);
            assert!(self.asked > 0, "nothing was asked");
        }
    }
}

/// So many questions for a property, of a seed of its own; a larger number by the environment goes further.
fn questions(seed: u64, usual: usize) -> impl Iterator<Item = Question> {
    let mut numbers = Numbers(seed);
    (0..amount("FINDER_METAMORPHIC", usual)).map(move |_| Question::draw(&mut numbers))
}

/// Asks; the code of the refusal where there is one.
fn ask(pairs: &Pairs) -> Result<Answer, String> {
    let named: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
    search(&ENGINE, &named).map_err(|error| match error {
        SearchError::Request(error) => error.code,
        SearchError::UnknownPlace { field, .. } => format!("unknown_place {field}"),
        other => other.to_string(),
    })
}

/// Asks what must be answered.
fn answer(pairs: &Pairs) -> Answer {
    ask(pairs).unwrap_or_else(|refusal| panic!("{refusal}: {pairs:?}"))
}

/// The same values and one more, which takes the place of one of that name.
fn with(pairs: &Pairs, name: &'static str, value: &str) -> Pairs {
    let others = pairs.iter().filter(|(known, _)| *known != name).cloned();
    others.chain([(name, value.to_owned())]).collect()
}

/// All hits, page by page.
fn everybody(pairs: &Pairs, limit: &str) -> (Answer, Vec<Hit>) {
    let pairs = with(pairs, "limit", limit);
    let first = answer(&pairs);
    let mut hits = first.hits.clone();
    let mut next = first.next.clone();
    while let Some(cursor) = next {
        let page = answer(&with(&pairs, "cursor", &cursor));
        assert_eq!(page.total, first.total, "{pairs:?}");
        hits.extend(page.hits);
        next = page.next;
    }
    (first, hits)
}

fn ids(hits: &[Hit]) -> Vec<String> {
    hits.iter().map(|hit| who(hit).id.to_string()).collect()
}

/// What two ways to ask the same must have in common: who is found in which order, how many, how far.
#[derive(Debug, PartialEq)]
struct Found {
    total: u64,
    ids: Vec<String>,
    tiers: Vec<u8>,
    place: Option<String>,
    used: Option<String>,
}

/// The first page in essentials.
fn found(pairs: &Pairs) -> Result<Found, String> {
    let answer = ask(pairs)?;
    // To the centimetre, so that 10 miles are 16.09344 km.
    let edge = |reach: Reach| reach.edge().map_or("any".to_owned(), |edge| format!("{:.2}", edge.get()));
    let used = answer.radius.as_ref().map(|report| edge(report.used));
    Ok(Found {
        total: answer.total,
        ids: ids(&answer.hits),
        tiers: answer.hits.iter().map(|hit| hit.score.tier).collect(),
        place: answer.interpretation.place.map(|place| place.label),
        used,
    })
}
