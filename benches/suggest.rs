//! Completion after each key: `cargo bench --bench suggest`.
//!
//! Forty questions, with slips of the finger and in Spanish among them, grow letter by letter; each letter is asked for
//! completions: of vocabulary and places alone, with a place known too, and of all kinds over the bundled real sample
//! (6,720 providers) and a seeded list of 100,000. Before criterion's means, the median and the 99th percentile over
//! all keys are told, each key's time being the median of its runs; then the same of an engine that was asked nothing
//! before, a new one for each run of each key.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot go on must end")]
#![allow(clippy::print_stdout, reason = "percentiles are told beside criterion's means")]

mod support;

use criterion::{Criterion, criterion_group, criterion_main};
use specialist_finder::query::{Engine, SuggestRequest};
use std::hint::black_box;
use std::path::Path;
use std::time::{Duration, Instant};
use support::Bench;

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sample/nppes_2016_sample.csv.gz");
const PROVIDERS: usize = 100_000;
const RUNS: usize = 31;
const FIRST_RUNS: usize = 7;

/// What is typed; languages by turns.
const QUESTIONS: [&str; 40] = [
    "chiropractor in pittsburgh pa",
    "neck pain chiropractor near 15213",
    "physical therapist",
    "back pain",
    "sciatica",
    "whiplash st louis",
    "acupuncture nyc",
    "dr smith",
    "jane garcia",
    "o'brien physical therapy",
    "herniated disc",
    "headaches",
    "massage therapist san diego",
    "osteopath in boston",
    "my neck hurts after a car crash",
    "sports medicine dallas texas",
    "dry needling washington dc",
    "pinched nerve in the neck",
    "spine surgeon",
    "lower back pain doctor near me",
    "quiropráctico cerca de houston",
    "dolor de cuello en miami",
    "fisioterapeuta",
    "dolor de espalda",
    "hernia de disco los ángeles",
    "masaje terapéutico",
    "chriopractor",
    "phisical therepist chigago",
    "acupunture",
    "nek pain",
    "massge philadelpia",
    "fisoterapeuta",
    "muñoz",
    "kowalski",
    "upper cervical chiropractic",
    "vertigo salt lake city",
    "tmj",
    "pain clinic fort worth",
    "dermatologist",
    "15213",
];

/// Each question after each key.
fn keys(more: &[(&str, &str)]) -> Vec<SuggestRequest> {
    let mut keys = Vec::new();
    for (place, question) in QUESTIONS.iter().enumerate() {
        let ends = question.char_indices().map(|(end, _)| end).skip(1).chain([question.len()]);
        for end in ends {
            let lang = if place % 2 == 0 { "en" } else { "es" };
            let pairs = [("q", &question[..end]), ("lang", lang)];
            let pairs = pairs.into_iter().chain(more.iter().copied());
            keys.push(SuggestRequest::from_pairs(pairs).expect("a sound request"));
        }
    }
    keys
}

/// How long an engine takes for a key.
fn time(engine: &Engine, key: &SuggestRequest) -> Duration {
    let start = Instant::now();
    black_box(engine.suggest(key).expect("suggestions"));
    start.elapsed()
}

/// Tells median and 99th percentile over keys.
fn tell(name: &str, keys: &[SuggestRequest], runs: usize, time: impl Fn(&SuggestRequest) -> Duration) {
    let mut times: Vec<(Duration, &str)> = keys
        .iter()
        .map(|key| {
            let mut times: Vec<Duration> = (0..runs).map(|_| time(key)).collect();
            times.sort_unstable();
            (times[runs / 2], key.q.as_str())
        })
        .collect();
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].0;
    let (slowest, text) = times[times.len() - 1];
    println!(
        "{name}: {} keys, median {:?}, p90 {:?}, p99 {:?}, slowest {slowest:?} ({text:?})",
        times.len(),
        at(50),
        at(90),
        at(99),
    );
}

fn completion(criterion: &mut Criterion) {
    const WORDS: (&str, &str) = ("kind", "specialty,condition,technique,place");
    let bench = Bench::new();
    let sample = bench.import(Path::new(SAMPLE), "sample").open_live(&bench.vocabulary).expect("opens");
    let sample = bench.engine_over(sample.snapshot);
    let large = bench.engine(PROVIDERS);
    let near = ("near", "40.44,-79.99");
    let groups = [
        ("vocabulary_and_places", &sample, keys(&[WORDS])),
        ("vocabulary_and_places_near", &sample, keys(&[WORDS, near])),
        ("all_kinds_sample", &sample, keys(&[])),
        ("all_kinds_sample_near", &sample, keys(&[near])),
        ("all_kinds_100k", &large, keys(&[])),
        ("all_kinds_100k_near", &large, keys(&[near])),
    ];
    let mut group = criterion.benchmark_group("suggest");
    for (name, engine, keys) in &groups {
        tell(name, keys, RUNS, |key| time(engine, key));
        let first = |key: &SuggestRequest| time(&bench.engine_over(engine.snapshot()), key);
        tell(&format!("{name}, first time"), keys, FIRST_RUNS, first);
        let mut round = 0;
        group.bench_function(*name, |bencher| {
            bencher.iter(|| {
                round += 1;
                black_box(engine.suggest(&keys[round % keys.len()]).expect("suggestions"))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, completion);
criterion_main!(benches);
