//! The bare word `doctor`: a general practitioner, a title, or whoever treats what is told beside it.
//!
//! In: the sentence and its forms of the vocabulary. Out: what the word is there. Invariant: where more is said it asks for
//! no general practitioner.

use super::sentence::Sentence;
use super::stop_words;
use crate::vocabulary::{Match, Meaning, Vocabulary};

/// What the bare word `doctor` means.
const GENERAL: &str = "primary_care";

/// Words behind the name of a doctor: `Doctor Kim who does cupping`.
const BEHIND_NAME: [&str; 7] = ["who", "that", "does", "in", "near", "que", "en"];

/// Whether `doctor` only completes the profession or the name beside it: `occupational medicine doctor`, `doctora
/// fisiatra`, `doctor payne`.
pub(super) fn is_title_of_other(
    sentence: &Sentence<'_>,
    matches: &[Match],
    order: usize,
    vocabulary: &Vocabulary,
) -> bool {
    let Some(found) = matches.get(order) else { return false };
    let words = (found.first, found.first + found.count);
    let general = vocabulary.specialty_id(GENERAL);
    let title = is_bare_doctor(sentence, found, vocabulary);
    let end = found.first + found.count;
    if title && (is_known_name(sentence, end) || is_name_of_doctor(sentence, matches, end, vocabulary)) {
        return true;
    }
    let profession = |other: &Match| {
        other.meanings.iter().any(|meaning| match meaning {
            Meaning::Specialty(id) | Meaning::Credential { specialty: Some(id), .. } => Some(*id) != general,
            _ => false,
        })
    };
    let before = order.checked_sub(1).and_then(|before| matches.get(before));
    let before =
        before.filter(|other| other.first + other.count == words.0 && !sentence.comma_follows(words.0 - 1));
    let next =
        matches.get(order + 1).filter(|other| other.first == words.1 && !sentence.comma_follows(words.0));
    title && before.into_iter().chain(next).any(profession)
}

/// Whether a form is the bare word `doctor`.
pub(super) fn is_bare_doctor(sentence: &Sentence<'_>, found: &Match, vocabulary: &Vocabulary) -> bool {
    let general = vocabulary.specialty_id(GENERAL);
    let means = |meaning: &Meaning| matches!(meaning, Meaning::Specialty(id) if Some(*id) == general);
    let word = sentence.word(found.first);
    found.count == 1
        && (stop_words::is_title(word) || matches!(word, "medico" | "medicos" | "physician" | "physicians"))
        && found.meanings.iter().any(means)
}

/// Whether a form says what the doctor is sought for, or which: `scoliosis doctor`, `doctor smith chiropractor`.
pub(super) fn says_more(other: &Match, vocabulary: &Vocabulary) -> bool {
    let general = vocabulary.specialty_id(GENERAL);
    other.meanings.iter().any(|meaning| match meaning {
        Meaning::Specialty(id) | Meaning::Credential { specialty: Some(id), .. } => Some(*id) != general,
        Meaning::Condition(_) | Meaning::Technique(_) => true,
        _ => false,
    })
}

/// Whether a word was said to be somebody's name.
fn is_known_name(sentence: &Sentence<'_>, at: usize) -> bool {
    sentence.is_name(at) && !sentence.is_parted(at - 1)
}

/// The most words of a doctor's name.
const NAME_WORDS: usize = 2;

/// Whether what stands behind `doctor` can only be the doctor's name: `doctor payne, upper back pain`, `doctor kirk shilts`.
fn is_name_of_doctor(sentence: &Sentence<'_>, matches: &[Match], at: usize, vocabulary: &Vocabulary) -> bool {
    let known =
        |at: usize| matches.iter().any(|found| (found.first..found.first + found.count).contains(&at));
    let is_name = |at: usize| {
        let word = sentence.word(at);
        word.len() > 2
            && sentence.is_free(at)
            && !(known(at) || stop_words::is_stop_word(word) || stop_words::is_body(word))
            && !(vocabulary.is_speech(word) || vocabulary.is_word(word))
    };
    let ends = |at: usize| {
        at + 1 == sentence.len()
            || sentence.is_parted(at)
            || !sentence.is_free(at + 1)
            || BEHIND_NAME.contains(&sentence.word(at + 1))
    };
    let joined = |at: usize| !sentence.is_parted(at - 1);
    (1..=NAME_WORDS).any(|words| (at..at + words).all(|at| is_name(at) && joined(at)) && ends(at + words - 1))
}
