//! Goals that are about one kind of question each: `FINDER_BENCH_INDEX=ix cargo bench --bench goals -- usual city
//! relevance growth`, all four without words, over a seeded list of 100,000 without an index.
//!
//! - `usual`: a specialty in a circle, the nearest 20 and the exact count, against the usual way on tantivy: a term and
//!   ranges of latitude and longitude on fast fields. Both answer the same questions over the same providers in one run,
//!   and must find the same.
//! - `city`: the same in the smallest circle that holds 5.9 % of all providers, from points within it.
//! - `relevance`: words of a condition or technique in a circle, by relevance.
//! - `growth`: a specialty in circles in which 30, 300 or 3,000 count, to be compared from list to list.
//!
//! One thread, in process; each question by the median of its rounds. "The lookup" is what the engine finds: the nearest
//! 20 with their scores (for which it walks outwards twice) and the exact count. "The whole question" also reads
//! parameters, counts in further circles, reads records and writes JSON. `FINDER_BENCH_COUNT` says how many questions, 300
//! without.
#![allow(missing_docs, reason = "a benchmark is no library")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot go on must end")]
#![allow(clippy::print_stdout, reason = "percentiles are a benchmark's result")]

mod city;
mod growth;
mod relevance;
#[path = "../support/mod.rs"]
mod support;
mod usual;
mod usual_way;

use specialist_finder::index::Store;
use specialist_finder::query::Engine;
use support::Bench;

/// How long the list is where no index is named.
const PROVIDERS: usize = 100_000;
/// How many questions are asked where nothing is said.
const QUESTIONS: usize = 300;

/// What asks questions of a kind, and prints.
type Kind = fn(&Bench, &Engine, usize);

fn main() {
    let bench = Bench::new();
    let engine = match std::env::var("FINDER_BENCH_INDEX") {
        Ok(index) => {
            let opened = Store::new(index).open_live(&bench.vocabulary).expect("the index opens");
            bench.engine_over(opened.snapshot)
        }
        Err(_) => bench.engine(PROVIDERS),
    };
    let count = std::env::var("FINDER_BENCH_COUNT").ok().and_then(|text| text.parse().ok());
    let count = count.filter(|count| *count > 0).unwrap_or(QUESTIONS);
    let words: Vec<String> = std::env::args().skip(1).filter(|word| !word.starts_with('-')).collect();
    let wanted = |name: &str| words.is_empty() || words.iter().any(|word| word == name);
    println!("{} providers, {count} questions of a kind", engine.snapshot().len());
    let kinds: [(&str, Kind); 4] =
        [("usual", usual::run), ("city", city::run), ("relevance", relevance::run), ("growth", growth::run)];
    for (name, run) in kinds.into_iter().filter(|(name, _)| wanted(name)) {
        println!("\n{name}");
        run(&bench, &engine, count);
    }
}
