//! The questions of a workload over an index that exists: `FINDER_BENCH_INDEX=ix FINDER_BENCH_QUESTIONS=questions.jsonl
//! cargo bench --bench workload`.
//!
//! From the question's parameters to the finished JSON, in one thread, in process. Printed per class: the median and the
//! 99th percentile over the questions, each by the median of its rounds, all of them and by how many the answer counts;
//! then the size of the reply. A line of the file is an object with `cls`, `grp`, `text`, `lat`, `lon`, `radius`, `sort`
//! and `limit`, as the shared workload writes them.
//!
//! Behind the first round of a question what it began is finished, as a server does beside its answers.
//!
//! With `FINDER_BENCH_BUDGET_MS` each search has so many milliseconds: how many were cut, and the longest time to a
//! finished reply that any round took.
#![allow(missing_docs, reason = "a benchmark is no library")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot go on must end")]
#![allow(clippy::print_stdout, reason = "percentiles are a benchmark's result")]

mod support;

use specialist_finder::http::wire::{Labels, Ready};
use specialist_finder::index::Store;
use specialist_finder::query::Engine;
use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::Bench;
use support::question::Question;

/// How often a question is asked.
const ROUNDS: usize = 5;
/// What a question is taken apart into.
const PHASES: usize = 3;

/// What a question took, and what came of it.
struct Asked {
    time: Duration,
    /// The first round: what is shown was not shown before, but by questions nearby.
    first: Duration,
    /// Reading the parameters, searching, writing the reply: each by the median of its rounds.
    phases: [Duration; PHASES],
    total: u64,
    bytes: usize,
    /// The longest round, and whether any was cut by its deadline.
    longest: Duration,
    cut: bool,
}

impl Asked {
    fn by(question: &Question, engine: &Engine, (labels, ready): (&Labels, &Ready), bench: &Bench) -> Self {
        let mut times = Vec::new();
        let mut phases = [const { Vec::new() }; PHASES];
        let (mut total, mut bytes, mut cut) = (0, 0, false);
        for round in 0..ROUNDS {
            if round == 1 {
                // What a server does within half a second.
                engine.snapshot().prepare();
            }
            let start = Instant::now();
            let pairs = question.pairs();
            let pairs: Vec<(&str, &str)> =
                pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
            let request = bench.request(&pairs);
            let read = start.elapsed();
            let answer = engine.search(&request).expect("an answer");
            let searched = start.elapsed();
            let reply = black_box(ready.reply(&answer, labels).expect("JSON"));
            let written = start.elapsed();
            times.push(written);
            let took = [read, searched.saturating_sub(read), written.saturating_sub(searched)];
            phases.iter_mut().zip(took).for_each(|(phase, took)| phase.push(took));
            (total, bytes) = (answer.total, reply.len());
            cut |= answer.partial;
        }
        let phases = phases.map(|mut took| median(&mut took));
        let first = times[0];
        let longest = times.iter().copied().max().unwrap_or_default();
        Self { time: median(&mut times), first, phases, total, bytes, longest, cut }
    }
}

fn median(times: &mut [Duration]) -> Duration {
    times.sort();
    times[times.len() / 2]
}

fn main() {
    let (Ok(index), Ok(questions)) =
        (std::env::var("FINDER_BENCH_INDEX"), std::env::var("FINDER_BENCH_QUESTIONS"))
    else {
        println!(
            "workload: skipped, FINDER_BENCH_INDEX and FINDER_BENCH_QUESTIONS name no index and no file"
        );
        return;
    };
    let bench = Bench::new();
    let start = Instant::now();
    let opened = Store::new(index).open_live(&bench.vocabulary).expect("the index opens");
    let engine = Engine::new(Arc::clone(&bench.vocabulary), Arc::clone(&bench.places), opened.snapshot, None);
    let budget = std::env::var("FINDER_BENCH_BUDGET_MS").ok().and_then(|text| text.parse().ok());
    let engine = match budget {
        Some(budget) => engine.with_deadline(Duration::from_millis(budget)),
        None => engine,
    };
    let (labels, ready) = (Labels::new(&bench.vocabulary), Ready::default());
    println!("opened in {:.2?}", start.elapsed());
    let questions = Question::all(&questions);
    let mut classes: BTreeMap<&str, Vec<Asked>> = BTreeMap::new();
    for question in &questions {
        classes.entry(&question.cls).or_default().push(Asked::by(
            question,
            &engine,
            (&labels, &ready),
            &bench,
        ));
    }
    for (class, asked) in &classes {
        println!("{}", row(class, asked.iter()));
        let phase = |phase: usize| {
            let mut took: Vec<Duration> = asked.iter().map(|asked| asked.phases[phase]).collect();
            median(&mut took)
        };
        let first = median(&mut asked.iter().map(|asked| asked.first).collect::<Vec<_>>());
        if let Some(budget) = budget {
            let cut = asked.iter().filter(|asked| asked.cut).count();
            let longest = asked.iter().map(|asked| asked.longest).max().unwrap_or_default();
            println!("  within {budget} ms: {cut} cut, longest {longest:.1?}");
        }
        let [read, searched, written] = [0, 1, 2].map(phase);
        println!(
            "  read {read:.1?}, searched {searched:.1?}, written {written:.1?}; the first time {first:.1?}"
        );
        for (low, high) in [(0, 10), (10, 100), (100, 1_000), (1_000, 10_000), (10_000, u64::MAX)] {
            let band = asked.iter().filter(|asked| (low..high).contains(&asked.total));
            if band.clone().count() > 0 {
                println!("{}", row(&format!("  {low} or more"), band));
            }
        }
    }
}

/// Percentiles of some questions.
fn row<'a>(label: &str, asked: impl Iterator<Item = &'a Asked> + Clone) -> String {
    let mut times: Vec<Duration> = asked.clone().map(|asked| asked.time).collect();
    times.sort();
    let count = times.len();
    let at = |share: usize| times[(count - 1) * share / 100];
    let bytes = asked.map(|asked| asked.bytes).sum::<usize>() / count;
    format!(
        "{label:<18} {count:>5} questions  median {:>10.1?}  p99 {:>10.1?}  {bytes:>6} bytes",
        at(50),
        at(99)
    )
}
