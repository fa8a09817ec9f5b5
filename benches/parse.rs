//! Reading a question, and its danger signs, each alone: `cargo bench --bench parse`.
//!
//! Seeded questions of every kind that people type: short ones and whole boxes of the golden table, stories of some
//! 300 characters, every longer word misspelled, Spanish, names, and 64 words that nobody knows. Criterion's time is
//! that of the next question of a class in turn; before it, the median and the 99th percentile over a class's
//! questions are printed, each question by the median of its rounds. Then the same of single words of the vocabulary with
//! one edit and, from eight letters on, with two: as a search reads them, and as completion corrects them.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot go on must end")]
#![allow(clippy::print_stdout, reason = "percentiles are a benchmark's result")]

mod support;

use criterion::{Criterion, criterion_group, criterion_main};
use specialist_finder::query::parse;
use specialist_finder::vocabulary::{Lang, Vocabulary};
use std::collections::BTreeSet;
use std::hint::black_box;
use std::time::{Duration, Instant};
use support::{Bench, Numbers};

/// How many questions a class has.
const QUESTIONS: usize = 200;

/// How often a question is timed for the percentiles.
const ROUNDS: usize = 25;

const SYNONYMS: &str = include_str!("../data/vocabulary/synonyms.csv");
const GOLDEN: &str = include_str!("../data/vocabulary/golden_queries.csv");

const STORY: [&str; 16] = [
    "I was rear ended two weeks ago and my neck has been stiff ever since.",
    "My lower back went out while lifting boxes and the pain shoots down my left leg.",
    "I am a 45 year old woman who sits at a desk all day.",
    "My sister said her chiropractor helped a lot but I am nervous about cracking.",
    "It gets worse at night and better when I walk around.",
    "Ibuprofen and a heating pad only help for an hour or so.",
    "My doctor told me to try physical therapy before any surgery.",
    "I have had headaches behind my eyes since the accident.",
    "Looking for somebody gentle who takes new patients and speaks Spanish.",
    "I cannot turn my head to check the blind spot.",
    "After my second pregnancy my tailbone hurts when I sit.",
    "They found a herniated disc between L5 and S1.",
    "My foot feels numb and tingly in the morning.",
    "I tried yoga, stretching and a massage gun without any luck.",
    "Is there anyone open on Saturday within walking distance of the station?",
    "I would rather not see an orthopedic surgeon yet.",
];

const SPANISH: [&str; 16] = [
    "quiropráctico cerca de mí",
    "dolor de espalda baja",
    "me duele el cuello desde hace dos semanas",
    "fisioterapeuta que hable español en Houston TX",
    "busco un osteópata a menos de 10 millas de 15213",
    "ciática y hormigueo en la pierna izquierda",
    "terapia física después de un accidente de coche",
    "masajista terapéutico en Miami",
    "no quiero un quiropráctico, prefiero un fisioterapeuta",
    "hernia de disco lumbar",
    "dolor de cabeza por tensión en Los Ángeles",
    "acupuntura para la migraña",
    "quien me puede ayudar con la escoliosis de mi hija",
    "doctora que acepte pacientes nuevos",
    "latigazo cervical",
    "me caí en el trabajo y no puedo levantar el brazo, necesito ayuda lo antes posible cerca de San Antonio",
];

const NAMES: [&str; 16] = [
    "Kowalski",
    "O'Brien",
    "Dr Sullivan",
    "Jane Frederick MD",
    "Muñoz",
    "Smith chiropractic",
    "Garcia 15213",
    "Back in Motion Physical Therapy",
    "Dr. Wei Zhang",
    "Nguyen DC",
    "Haddad near Boston",
    "McAllister",
    "Anderson PT",
    "Schwarzenbacher",
    "Van der Berg",
    "St. Mary rehabilitation",
];

/// A class of questions.
struct Class {
    name: &'static str,
    questions: Vec<String>,
}

fn classes() -> Vec<Class> {
    let mut numbers = Numbers(0x5eed);
    let golden: Vec<(&str, &str)> = GOLDEN
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.splitn(3, ',');
            Some((cells.next()?, cells.next()?))
        })
        .collect();
    let mut make = |name, question: &mut dyn FnMut(&mut Numbers) -> String| Class {
        name,
        questions: (0..QUESTIONS).map(|_| question(&mut numbers)).collect(),
    };
    let row = |numbers: &mut Numbers| golden[numbers.below(golden.len())];
    vec![
        make("short", &mut |numbers| row(numbers).0.to_owned()),
        make("box", &mut |numbers| {
            let (what, place) = row(numbers);
            let place = if place.is_empty() { "Pittsburgh, PA" } else { place };
            format!("{what} near {place} within {} miles", 1 + numbers.below(50))
        }),
        make("story", &mut |numbers| {
            let said: Vec<&str> = (0..5).map(|_| STORY[numbers.below(STORY.len())]).collect();
            format!("{} Near {}", said.join(" "), row(numbers).1)
        }),
        make("typos", &mut |numbers| {
            let (what, place) = row(numbers);
            let words = what.split(' ').chain(place.split(' '));
            words.map(|word| misspelled(word, numbers)).collect::<Vec<_>>().join(" ")
        }),
        make("spanish", &mut |numbers| SPANISH[numbers.below(SPANISH.len())].to_owned()),
        make("names", &mut |numbers| NAMES[numbers.below(NAMES.len())].to_owned()),
        make("junk", &mut |numbers| (0..64).map(|_| unknown(numbers)).collect::<Vec<_>>().join(" ")),
    ]
}

/// One or two letters of a longer word exchanged.
fn misspelled(word: &str, numbers: &mut Numbers) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    if letters.len() >= 5 {
        for _ in 0..=numbers.below(2) {
            let at = numbers.below(letters.len());
            letters[at] = letter(numbers);
        }
    }
    letters.into_iter().collect()
}

/// A word of 4 to 13 letters.
fn unknown(numbers: &mut Numbers) -> String {
    (0..4 + numbers.below(10)).map(|_| letter(numbers)).collect()
}

fn letter(numbers: &mut Numbers) -> char {
    char::from(b"etaoinshrdlucmfwypvbgkjqxz"[numbers.below(26)])
}

/// Words of the vocabulary with so many edits, each once.
fn misspelt_words(name: &'static str, edits: usize, least: usize, vocabulary: &Vocabulary) -> Class {
    let mut numbers = Numbers(0x5eed);
    let all: BTreeSet<&str> = [SYNONYMS, GOLDEN]
        .iter()
        .flat_map(|table| table.lines().skip(1).filter_map(|line| line.split(',').next()))
        .flat_map(|text| text.split(' '))
        .filter(|word| word.len() >= least && word.bytes().all(|byte| byte.is_ascii_lowercase()))
        .filter(|word| vocabulary.has_word(word))
        .collect();
    let all: Vec<&str> = all.into_iter().collect();
    let mut questions = BTreeSet::new();
    while questions.len() < QUESTIONS {
        let word = all[numbers.below(all.len())];
        let slipped = (0..edits).fold(word.to_owned(), |word, _| slip(&word, &mut numbers));
        if slipped != word && !vocabulary.has_word(&slipped) {
            questions.insert(slipped);
        }
    }
    Class { name, questions: questions.into_iter().collect() }
}

/// One letter added, left out, changed, or two neighbours swapped, behind the first one.
fn slip(word: &str, numbers: &mut Numbers) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = 1 + numbers.below(letters.len() - 1);
    match numbers.below(4) {
        0 => letters.insert(at, letter(numbers)),
        1 => drop(letters.remove(at)),
        2 => letters[at] = letter(numbers),
        _ if at + 1 < letters.len() => letters.swap(at, at + 1),
        _ => letters.swap(at, at - 1),
    }
    letters.into_iter().collect()
}

/// Prints the median and the 99th percentile over the questions of all classes.
fn spread(title: &str, classes: &[Class], run: &dyn Fn(&str)) {
    for class in classes {
        let mut times: Vec<Duration> = class.questions.iter().map(|question| median(question, run)).collect();
        times.sort();
        let at = |share: usize| times[(times.len() - 1) * share / 100];
        println!("{title} {:<8} median {:>10.2?}  p99 {:>10.2?}", class.name, at(50), at(99));
    }
}

fn median(question: &str, run: &dyn Fn(&str)) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            run(question);
            start.elapsed()
        })
        .collect();
    times.sort();
    times[ROUNDS / 2]
}

fn reading(criterion: &mut Criterion) {
    let bench = Bench::new();
    measure(criterion, "parse", &|question| {
        black_box(parse(black_box(question), &bench.vocabulary, &bench.places));
    });
}

fn danger(criterion: &mut Criterion) {
    let bench = Bench::new();
    measure(criterion, "danger_signs", &|question| {
        black_box(bench.vocabulary.danger_signs(black_box(question)));
    });
}

fn correcting(criterion: &mut Criterion) {
    let bench = Bench::new();
    let (vocabulary, places) = (&bench.vocabulary, &bench.places);
    let classes =
        [misspelt_words("one edit", 1, 5, vocabulary), misspelt_words("two edits", 2, 8, vocabulary)];
    measure_all(criterion, "search_corrects", &classes, &|question| {
        black_box(parse(black_box(question), vocabulary, places));
    });
    measure_all(criterion, "completion_corrects", &classes, &|question| {
        black_box(vocabulary.correct_completion(black_box(question), Lang::En, 10));
    });
}

fn measure(criterion: &mut Criterion, title: &str, run: &dyn Fn(&str)) {
    measure_all(criterion, title, &classes(), run);
}

fn measure_all(criterion: &mut Criterion, title: &str, classes: &[Class], run: &dyn Fn(&str)) {
    spread(title, classes, run);
    let mut group = criterion.benchmark_group(title);
    for class in classes {
        let mut round = 0;
        group.bench_function(class.name, |bencher| {
            bencher.iter(|| {
                round = (round + 1) % QUESTIONS;
                run(&class.questions[round]);
            });
        });
    }
    group.finish();
}

criterion_group!(benches, reading, danger, correcting);
criterion_main!(benches);
