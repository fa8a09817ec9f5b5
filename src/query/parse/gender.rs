//! Whether `female`, `mujer` or `man` says who treats, or who is treated.
//!
//! In: the sentence and its forms. Out: yes or no. Invariant: what people say of themselves or of their family is never
//! taken for a wish.

use super::sentence::Sentence;
use super::stop_words;
use crate::vocabulary::{Match, Meaning};

/// How far before the word its circumstances are looked for.
const REACH: usize = 3;

/// Words that say a man or a woman is the patient.
const PATIENT_WORDS: [&str; 14] = [
    "am",
    "im",
    "old",
    "pregnant",
    "soy",
    "my",
    "year",
    "anos",
    "yo",
    "aged",
    "embarazada",
    "as",
    "es",
    "yr",
];

/// Words that say a wish: `must be a woman`, `que sea mujer`.
const WISHES: [&str; 27] = [
    "must",
    "prefer",
    "prefers",
    "preferred",
    "preferably",
    "preference",
    "rather",
    "ideally",
    "only",
    "want",
    "wants",
    "would",
    "need",
    "needs",
    "request",
    "requesting",
    "please",
    "sea",
    "prefiero",
    "prefiere",
    "preferencia",
    "preferible",
    "preferiblemente",
    "solo",
    "solamente",
    "quiero",
    "ojala",
];

/// Words before `be` that say a wish: `should be a woman`, `tiene que ser mujer`.
const OUGHT: [&str; 10] =
    ["should", "must", "ought", "to", "gotta", "better", "que", "debe", "deberia", "could"];

/// Words that ask for somebody: `a woman who treats migraines`.
const ASKED: [&str; 8] = ["who", "that", "to", "chiro", "que", "please", "provider", "only"];

/// Words that mean a man or woman who treats, whoever else is spoken of.
const PROFESSIONS: [&str; 2] = ["doctora", "doctoras"];

/// Words that are seldom said of anybody else.
const PRECISE: [&str; 5] = ["female", "male", "lady", "femenina", "masculino"];

/// Whether the form in place `order` says who treats: beside a profession, or wished for, and not `I am a man`.
pub(super) fn is_about_provider(sentence: &Sentence<'_>, matches: &[Match], order: usize) -> bool {
    let Some(found) = matches.get(order) else { return false };
    let (from, to) = (found.first, found.first + found.count);
    // What another sentence says is about something else.
    let reach = (from.saturating_sub(REACH)..from).rev().take_while(|index| !sentence.is_parted(*index));
    let before = from - reach.count()..from;
    if PROFESSIONS.contains(&sentence.word(from)) {
        return !matches!(sentence.word(from.saturating_sub(1)), "soy" | "mi" | "my" | "la");
    }
    let mut own = before.clone().map(|index| sentence.word(index));
    let is_age = |index: usize| {
        let word = sentence.word(index).trim_end_matches(|letter: char| letter.is_ascii_alphabetic());
        // A number that was read as a distance is no age.
        sentence.is_free(index)
            && matches!(word.len(), 1 | 2)
            && word.bytes().all(|byte| byte.is_ascii_digit())
    };
    let aged = found.count == 1
        && (from.saturating_sub(2)..to + 2).any(|index| !(from..to).contains(&index) && is_age(index));
    if aged || own.any(|word| PATIENT_WORDS.contains(&word)) {
        return false;
    }
    let is_profession = |found: &Match| {
        found.meanings.iter().any(|meaning| {
            matches!(
                meaning,
                Meaning::Specialty(_) | Meaning::Credential { specialty: Some(_), .. } | Meaning::Filler
            )
        })
    };
    let beside = |other: Option<&Match>| other.is_some_and(is_profession);
    let wished = before.clone().any(|index| WISHES.contains(&sentence.word(index)))
        || WISHES.contains(&sentence.word(to)) && sentence.word(to) != "sea";
    // `she should be a woman`, but not `should a woman see one`.
    let be = |index: usize| matches!(sentence.word(index), "be" | "ser") && index > 0;
    let ought = |index: usize| OUGHT.contains(&sentence.word(index - 1));
    let wished = wished || before.clone().any(|index| be(index) && ought(index));
    let asked = ASKED.contains(&sentence.word(to))
        && matches!(sentence.word(from.saturating_sub(1)), "a" | "una" | "un");
    let last = order.checked_sub(1).and_then(|before| matches.get(before));
    let gendered = last.is_some_and(|last| last.first + last.count == from && is_gender(last));
    PRECISE.contains(&sentence.word(from))
        || wished
        || asked
        || beside(matches.get(order + 1).filter(|next| next.first == to && !sentence.is_parted(to - 1)))
        || beside(last)
        || gendered && order > 0 && is_about_provider(sentence, matches, order - 1)
        || stop_words::is_title(sentence.word(to))
}

fn is_gender(found: &Match) -> bool {
    use crate::vocabulary::FilterWord;
    found.meanings.iter().any(|meaning| matches!(meaning, Meaning::Filter(FilterWord::Gender(_))))
}
