//! Completion after each key: `cargo bench --bench suggest`.
//!
//! Forty questions, with slips of the finger and in Spanish among them, grow letter by letter; each letter is asked for
//! completions: of vocabulary and places alone, with a place known too, and of all kinds over the bundled real sample
//! (6,720 providers) and a seeded list of 100,000; with `FINDER_BENCH_INDEX` over that index instead, which is left as
//! it is. Before criterion's means, the median and the 99th percentile over all keys are told, each key's time being
//! the median of its runs: asked before; with a place known, each time at another place; typed for the first time, where
//! an engine had twenty seconds to find out ahead what it can; and of an engine that knows nothing, a new one for each
//! run.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot go on must end")]
#![allow(clippy::print_stdout, reason = "percentiles are told beside criterion's means")]

mod support;

use criterion::{Criterion, criterion_group, criterion_main};
use specialist_finder::domain::LatLon;
use specialist_finder::index::{Snapshot, Store};
use specialist_finder::query::{Engine, Left, Near, SuggestRequest};
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::{Bench, Numbers, points};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/data/sample/nppes_2016_sample.csv.gz");
const PROVIDERS: usize = 100_000;
const RUNS: usize = 31;
const FIRST_RUNS: usize = 7;
const SLOWEST: usize = 6;
/// How long names are found out ahead.
const AHEAD: Duration = Duration::from_secs(20);

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
fn tell(name: &str, keys: &[SuggestRequest], runs: usize, time: impl Fn(&SuggestRequest, usize) -> Duration) {
    let mut times: Vec<(Duration, &str)> = keys
        .iter()
        .map(|key| {
            let mut times: Vec<Duration> = (0..runs).map(|run| time(key, run)).collect();
            times.sort_unstable();
            (times[runs / 2], key.q.as_str())
        })
        .collect();
    times.sort_unstable();
    let at = |percent: usize| times[(times.len() - 1) * percent / 100].0;
    println!(
        "{name}: {} keys, median {:?}, p90 {:?}, p99 {:?}, slowest {:?}",
        times.len(),
        at(50),
        at(90),
        at(99),
        times.iter().rev().take(SLOWEST).collect::<Vec<_>>(),
    );
}

/// Places picked by seed, one for each run.
fn anywhere(bench: &Bench) -> Vec<LatLon> {
    let zips = points(&bench.places);
    let mut numbers = Numbers(7);
    (0..RUNS).map(|_| zips[numbers.below(zips.len())].1).collect()
}

/// An engine that was asked things before, and one that has found out ahead what it can.
struct Engines {
    asked: Engine,
    prepared: Engine,
}

impl Engines {
    /// Over a generation that is prepared as a server does it.
    fn new(bench: &Bench, snapshot: &Arc<Snapshot>) -> Self {
        let start = Instant::now();
        snapshot.prepare();
        let generation = start.elapsed();
        let [asked, prepared] = [(); 2].map(|()| bench.engine_over(Arc::clone(snapshot)));
        let start = Instant::now();
        let go_on = || prepared.prepare_completion(Duration::from_millis(500)).expect("sound names");
        let mut left = Left::Soon;
        while left != Left::Nothing && start.elapsed() < AHEAD {
            left = go_on();
        }
        let (count, took) = (snapshot.len(), start.elapsed());
        println!("{count} providers: prepared in {generation:.1?}, names for {took:.1?}, left: {left:?}");
        Self { asked, prepared }
    }
}

/// What is asked of which engines.
type Group<'e> = (&'static str, &'e Engines, Vec<SuggestRequest>);

fn completion(criterion: &mut Criterion) {
    const WORDS: (&str, &str) = ("kind", "specialty,condition,technique,place");
    let bench = Bench::new();
    let near = ("near", "40.44,-79.99");
    if let Some(index) = std::env::var_os("FINDER_BENCH_INDEX") {
        let opened = Store::new(std::path::PathBuf::from(index))
            .open_live(&bench.vocabulary)
            .expect("the index opens");
        let engines = Engines::new(&bench, &opened.snapshot);
        let groups =
            [("all_kinds_index", &engines, keys(&[])), ("all_kinds_index_near", &engines, keys(&[near]))];
        measure(criterion, &bench, &groups);
        return;
    }
    let sample = bench.import(Path::new(SAMPLE), "sample").open_live(&bench.vocabulary).expect("opens");
    let sample = Engines::new(&bench, &sample.snapshot);
    let large = Engines::new(&bench, &bench.engine(PROVIDERS).snapshot());
    let groups = [
        ("vocabulary_and_places", &sample, keys(&[WORDS])),
        ("vocabulary_and_places_near", &sample, keys(&[WORDS, near])),
        ("all_kinds_sample", &sample, keys(&[])),
        ("all_kinds_sample_near", &sample, keys(&[near])),
        ("all_kinds_100k", &large, keys(&[])),
        ("all_kinds_100k_near", &large, keys(&[near])),
    ];
    measure(criterion, &bench, &groups);
}

fn measure(criterion: &mut Criterion, bench: &Bench, groups: &[Group<'_>]) {
    let points = anywhere(bench);
    let mut group = criterion.benchmark_group("suggest");
    for (name, engines, keys) in groups {
        let engine = &engines.asked;
        let first = |key: &SuggestRequest, _: usize| {
            // The same generation once more knows its names, and gave no answer yet.
            engines.prepared.publish(engines.prepared.snapshot());
            time(&engines.prepared, key)
        };
        tell(&format!("{name}, names known, first time"), keys, FIRST_RUNS, first);
        tell(name, keys, RUNS, |key, _| time(engine, key));
        if keys.iter().all(|key| key.near.is_some()) {
            let elsewhere = |key: &SuggestRequest, run: usize| {
                let near = points.get(run).copied().map(Near::Point);
                time(engine, &SuggestRequest { near, ..key.clone() })
            };
            // Once before: names are known then, as to an engine that has run for a while.
            tell(&format!("{name}, elsewhere for the first time"), keys, RUNS, elsewhere);
            tell(&format!("{name}, elsewhere"), keys, RUNS, elsewhere);
        }
        let first = |key: &SuggestRequest, _: usize| time(&bench.engine_over(engine.snapshot()), key);
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
