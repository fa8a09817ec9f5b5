//! The same question in other words: case, accents, blanks, signs, order, one box or two, a slip of the finger.

use super::questions::{Pairs, Question, Tongue, joined};
use super::{Failures, Found, ask, everybody, found, questions};
use crate::support::{Numbers, who};
use specialist_finder::index::Score;
use specialist_finder::query::Hit;
use specialist_finder::vocabulary::normalize::fold;
use std::collections::HashMap;

fn box_of(text: &str) -> Pairs {
    vec![("q", text.to_owned()), ("limit", "40".to_owned())]
}

/// That a text finds what another one finds.
fn same(failures: &mut Failures, text: &str, as_text: &str) {
    let holds = found(&box_of(text)) == found(&box_of(as_text));
    failures.check(holds, || format!("{text:?} is not {as_text:?}"));
}

#[test]
fn case_accents_blanks_and_signs_change_nothing() {
    let mut failures = Failures::default();
    for question in questions(0xca5e, 200) {
        let text = question.single_box();
        same(&mut failures, &text.to_lowercase(), &text);
        same(&mut failures, &capitalized(&text), &text);
        same(&mut failures, &format!("  {}  ", text.replace(' ', "   ")), &text);
        same(&mut failures, &text.replace(' ', "\t"), &text);
        same(&mut failures, &format!("{text}."), &text);
        same(&mut failures, &format!("{text}?!"), &text);
        same(&mut failures, &format!("\u{201c}{text}\u{201d}"), &text);
        let without_accents: String = text.chars().map(plain).collect();
        same(&mut failures, &without_accents, &text);
        same(&mut failures, &decomposed(&text), &text);
    }
}

/// Each word with a capital.
fn capitalized(text: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
}

/// A letter without its accent.
fn plain(letter: char) -> char {
    match letter {
        'á' => 'a',
        'é' => 'e',
        'í' => 'i',
        'ó' => 'o',
        'ú' => 'u',
        'ñ' => 'n',
        other => other,
    }
}

/// Accents as signs of their own behind the letter.
fn decomposed(text: &str) -> String {
    let part = |letter: char| match letter {
        'ñ' => vec!['n', '\u{303}'],
        'á' | 'é' | 'í' | 'ó' | 'ú' => vec![plain(letter), '\u{301}'],
        other => vec![other],
    };
    text.chars().flat_map(part).collect()
}

/// Known exceptions: the parser takes a "mujer" behind a complaint for who has it, and "FL a" for no state.
const READ_BY_ORDER: [&str; 2] = ["cuello mujer", "Miami FL a menos"];

#[test]
fn who_where_and_how_far_may_stand_in_any_order() {
    let mut failures = Failures::default();
    for question in questions(0x04de, 220) {
        let (what, where_to, how_far) = (question.what(), question.whereabouts(), question.how_far());
        let all = format!("{what} {where_to} {how_far}");
        if READ_BY_ORDER.iter().any(|known| all.contains(known)) {
            continue;
        }
        let text = joined(&[&what, how_far, &where_to]);
        same(&mut failures, &joined(&[&what, &where_to, how_far]), &text);
        same(&mut failures, &joined(&[&where_to, &what, how_far]), &text);
        same(&mut failures, &joined(&[how_far, &what, &where_to]), &text);
        same(&mut failures, &format!("{what}, {}", joined(&[how_far, &where_to])), &text);
        let behind = joined(&[&question.subject, &question.filters.join(" ")]);
        let before = joined(&[&question.filters.join(" "), &question.subject]);
        if question.exclusion.is_none() {
            same(&mut failures, &joined(&[&behind, &where_to]), &joined(&[&before, &where_to]));
        }
    }
}

#[test]
fn one_box_is_two_boxes() {
    let mut failures = Failures::default();
    for question in questions(0xb0c5, 300) {
        let text = joined(&[&question.what(), question.how_far(), &question.whereabouts()]);
        let single = found(&box_of(&text)).expect("an answer");
        let mut pairs = box_of(&joined(&[&question.what(), question.how_far()]));
        pairs.push(("near", question.place.clone()));
        failures.check(found(&pairs).expect("an answer") == single, || format!("{pairs:?}"));
        if let Some((miles, _)) = question.radius {
            let mut pairs = box_of(&question.what());
            pairs.push(("near", question.place.clone()));
            pairs.push(("radius", format!("{miles}mi")));
            failures.check(found(&pairs).expect("an answer") == single, || format!("{pairs:?}"));
        }
    }
}

/// Words of the vocabulary, each long enough to be mistyped.
const TERMS: [&str; 16] = [
    "chiropractor",
    "physical therapist",
    "osteopath",
    "massage therapist",
    "acupuncturist",
    "neurosurgeon",
    "physiatrist",
    "athletic trainer",
    "sciatica",
    "whiplash",
    "scoliosis",
    "tension headache",
    "spinal manipulation",
    "quiropráctico",
    "fisioterapeuta",
    "acupunturista",
];

/// A text with one slip in a word of at least six letters: a letter left out, doubled, or two exchanged.
fn slip(text: &str, numbers: &mut Numbers) -> String {
    let mut words: Vec<Vec<char>> = text.split(' ').map(|word| word.chars().collect()).collect();
    let long: Vec<usize> = (0..words.len()).filter(|place| words[*place].len() >= 6).collect();
    let word = &mut words[long[numbers.below(long.len())]];
    // The first letter is seldom mistyped, and a slip at the end may make a plural of a word.
    let at = 1 + numbers.below(word.len() - 3);
    match numbers.below(3) {
        0 => drop(word.remove(at)),
        1 => word.insert(at, word[at]),
        _ => word.swap(at, at + 1),
    }
    words.into_iter().map(String::from_iter).collect::<Vec<_>>().join(" ")
}

#[test]
fn a_slip_in_a_term_finds_what_the_clean_term_finds() {
    let mut numbers = Numbers(0x51f);
    let mut failures = Failures::default();
    for (number, question) in questions(0x51f, 300).enumerate() {
        let term = TERMS[number % TERMS.len()];
        let question = Question { subject: term.to_owned(), is_name: false, ..question };
        let slipped = Question { subject: slip(term, &mut numbers), ..question.clone() };
        same(&mut failures, &slipped.single_box(), &question.single_box());
    }
}

#[test]
fn a_clean_name_never_does_worse_than_a_slip_in_it() {
    let mut numbers = Numbers(0x4a3e);
    let mut failures = Failures::default();
    for question in questions(0x4a3e, 900).filter(|question| question.is_name) {
        let letters = question.subject.chars().all(char::is_alphabetic);
        if question.subject.chars().count() < 6 || !letters {
            continue;
        }
        let slipped = Question { subject: slip(&question.subject, &mut numbers), ..question.clone() };
        let (_, clean) = everybody(&box_of(&question.single_box()), "100");
        let (_, slips) = everybody(&box_of(&slipped.single_box()), "100");
        assert!(!clean.is_empty(), "{question:?}");
        let clean: HashMap<String, &Score> =
            clean.iter().map(|hit| (who(hit).id.to_string(), &hit.score)).collect();
        let bears = |hit: &&Hit| fold(&who(hit).name.to_string()).contains(&fold(&question.subject));
        for hit in slips.iter().filter(bears) {
            let id = who(hit).id.to_string();
            let no_worse = |score: &&Score| (score.tier, score.total) >= (hit.score.tier, hit.score.total);
            failures.check(clean.get(&id).is_some_and(no_worse), || format!("{id}: {slipped:?}"));
        }
    }
}

#[test]
fn a_word_is_its_parameter() {
    for question in questions(0x9a7a, 60) {
        for (words, name, value) in [
            ("chiropractor", "specialty", "chiropractor"),
            ("physical therapist", "specialty", "physical_therapist"),
            ("quiropráctico", "specialty", "chiropractor"),
            ("neck pain", "condition", "neck_pain"),
            ("dolor de cuello", "condition", "neck_pain"),
        ] {
            let near = ("near", question.place.clone());
            let typed = found(&vec![("q", words.to_owned()), near.clone()]);
            let chosen = found(&vec![(name, value.to_owned()), near]);
            assert_eq!(typed, chosen, "{words} {name}={value}: {question:?}");
        }
    }
}

#[test]
fn a_state_is_one_by_its_name_and_by_its_letters() {
    for question in questions(0x57a7, 120).filter(|question| question.tongue == Tongue::English) {
        let what = question.what();
        let near = |place: &str| vec![("q", what.clone()), ("near", place.to_owned())];
        let by_name = found(&near(question.spot.state_name));
        if question.spot.state_name == "New York" {
            continue;
        }
        assert_eq!(found(&near(question.spot.state)), by_name, "{question:?}");
        let in_words: Result<Found, String> =
            found(&vec![("q", format!("{what} in {}", question.spot.state_name))]);
        assert_eq!(in_words, by_name, "{question:?}");
        assert!(ask(&near(question.spot.state)).is_ok());
    }
}
