//! Instructions a question costs, counted by valgrind's callgrind: `cargo bench --bench instructions`.
//!
//! They do not depend on what else the machine does. Over seeded lists of ten and of a hundred thousand providers each
//! kind of question is asked at sixty-four places, once before counting, so that masks are made; told is the mean. Reading
//! the parameters, searching and writing the reply are counted together. Without valgrind nothing is counted, which is
//! said. A word behind `--` picks the kinds that have it in their names: `-- completion`.
#![allow(missing_docs, reason = "a benchmark is no library")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot go on must end")]
#![allow(clippy::print_stdout, reason = "counts are a benchmark's result")]

mod support;

use specialist_finder::http::wire::{Labels, Ready};
use specialist_finder::index::Store;
use specialist_finder::query::{Engine, Near, SuggestRequest};
use std::hint::black_box;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use support::{Bench, Numbers, points};

const SIZES: [usize; 2] = [10_000, 100_000];
const PLACES: usize = 64;
/// Where a process that is counted finds its index, and which kind of question it asks.
const INDEX: &str = "FINDER_COUNTED_INDEX";
const KIND: &str = "FINDER_COUNTED_KIND";

/// A kind of question: its name, its parameters, and whether it has a place.
type Kind = (&'static str, &'static [(&'static str, &'static str)], bool);

const KINDS: [Kind; 11] = [
    (
        "a: a specialty in a circle",
        &[("specialty", "chiropractor"), ("radius", "25"), ("sort", "distance"), ("strict", "true")],
        true,
    ),
    (
        "a, people who were not shown before",
        &[("specialty", "chiropractor"), ("radius", "25"), ("sort", "distance"), ("strict", "true")],
        true,
    ),
    (
        "b: words in a circle",
        &[("q", "whiplash physical therapist"), ("radius", "25"), ("strict", "true")],
        true,
    ),
    ("c: the nearest 20", &[("specialty", "acupuncturist"), ("radius", "any"), ("sort", "distance")], true),
    ("d: words alone", &[("q", "neck pain chiropractor")], false),
    (
        "e: counts of facets",
        &[("radius", "50"), ("limit", "0"), ("facets", "true"), ("strict", "true")],
        true,
    ),
    ("f: the beginning of a name", &[("name", "gar"), ("limit", "10")], false),
    ("g: a name in a circle", &[("q", "maria garcia"), ("limit", "10")], true),
    ("completion, asked before", &[("q", "chiro")], false),
    ("completion near a point", &[("q", "garc")], true),
    ("completion of a misspelt name near", &[("q", "dermatologist")], true),
];

fn main() {
    if let (Ok(index), Ok(kind)) = (std::env::var(INDEX), std::env::var(KIND)) {
        counted(Path::new(&index), &kind);
        return;
    }
    if Command::new("valgrind").arg("--version").output().is_err() {
        println!("instructions: not counted, valgrind is not installed");
        return;
    }
    let bench = Bench::new();
    let stores = SIZES.map(|size| bench.import(&bench.write_list(size), &format!("index-{size}")));
    println!("{:36} {:>12} {:>12}", "instructions a question", "10,000", "100,000");
    let wanted = std::env::args().skip(1).find(|word| !word.starts_with('-')).unwrap_or_default();
    for (name, ..) in KINDS.into_iter().filter(|(name, ..)| name.contains(&wanted)) {
        let [small, large] = [&stores[0], &stores[1]].map(|store| count(store, name) / PLACES as u64);
        println!("{name:36} {small:>12} {large:>12}");
    }
}

/// Has a process of its own counted.
fn count(store: &Store, kind: &str) -> u64 {
    let program = std::env::current_exe().expect("this program");
    let output = Command::new("valgrind")
        .args(["--tool=callgrind", "--callgrind-out-file=/dev/null", "--collect-atstart=no"])
        .arg("--toggle-collect=*instructions*measured*")
        .arg(program)
        .env(INDEX, store.root())
        .env(KIND, kind)
        .output()
        .expect("valgrind runs");
    let told = String::from_utf8_lossy(&output.stderr);
    let line = told.lines().find_map(|line| line.split_once("Collected :"));
    line.and_then(|(_, count)| count.trim().parse().ok()).unwrap_or_else(|| panic_with(&told))
}

#[expect(clippy::panic, reason = "a benchmark that cannot go on must end")]
fn panic_with(told: &str) -> u64 {
    panic!("callgrind told no count:\n{told}");
}

/// What is counted.
fn counted(index: &Path, kind: &str) {
    let bench = Bench::new();
    let opened = Store::new(index.to_owned()).open_live(&bench.vocabulary).expect("opens");
    opened.snapshot.prepare();
    let engine = Engine::new(Arc::clone(&bench.vocabulary), Arc::clone(&bench.places), opened.snapshot, None);
    let (labels, mut ready) = (Labels::new(&bench.vocabulary), Ready::default());
    let (_, pairs, with_place) = KINDS.into_iter().find(|(name, ..)| *name == kind).expect("a kind");
    let zips = points(&bench.places);
    let mut numbers = Numbers(7);
    let questions: Vec<Vec<(&str, String)>> = (0..PLACES)
        .map(|_| {
            let (_, point) = zips[numbers.below(zips.len())];
            let near = with_place.then(|| ("near", format!("{:.5},{:.5}", point.lat(), point.lon())));
            pairs.iter().map(|(name, value)| (*name, (*value).to_owned())).chain(near).collect()
        })
        .collect();
    let completes = kind.starts_with("completion");
    let ask = |question: &[(&str, String)], ready: &Ready| {
        let pairs = question.iter().map(|(name, value)| (*name, value.as_str()));
        if completes {
            let mut request = SuggestRequest::from_pairs(pairs).expect("a sound request");
            // Answers beside a place that is named are kept, those beside somebody's own point are not.
            if let Some(Near::Text(text)) = &request.near {
                let point = bench.places.known(text).and_then(|place| place.point());
                request.near = Some(Near::Point(point.expect("a point")));
            }
            engine.suggest(&request).expect("suggestions").suggestions.len()
        } else {
            let request = bench.request(&pairs.collect::<Vec<_>>());
            let answer = engine.search(&request).expect("an answer");
            ready.reply(&answer, &labels).expect("JSON").len()
        }
    };
    for question in &questions {
        black_box(ask(question, &ready));
    }
    if kind.ends_with("not shown before") {
        ready = Ready::default();
    }
    for question in &questions {
        black_box(measured(|| ask(question, &ready)));
    }
}

/// What callgrind counts the inside of.
#[inline(never)]
fn measured(ask: impl FnOnce() -> usize) -> usize {
    black_box(ask())
}
