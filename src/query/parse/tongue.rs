//! The tongue of who is sought, said before the profession: `polish chiropractor`, `Greek physical therapist`.
//!
//! In: the sentence, of which the vocabulary's forms are read. Out: a filter by language. Invariant: a language that people
//! are called, `French`, or that names a method, `Swedish massage`, needs the word `speaking`.

use super::super::intent::Intent;
use super::super::span::{Fate, SpanKind};
use super::meaning::push_new;
use super::sentence::Sentence;
use crate::vocabulary::Vocabulary;

/// Languages that are family names, or parts of towns' names, as well.
const NAMES: [&str; 8] = ["french", "german", "english", "dutch", "welsh", "romani", "roman", "portuguese"];

/// Codes and short names are too many other things.
const LETTERS: usize = 5;

/// A method that has kinds called after languages.
const MASSAGE: [&str; 4] = ["massage", "masaje", "masajes", "bodywork"];

/// Takes a language right before a profession.
pub(super) fn read(sentence: &mut Sentence<'_>, vocabulary: &Vocabulary, intent: &mut Intent) {
    for index in 0..sentence.len() {
        let word = sentence.word(index);
        let stands = sentence.is_free(index)
            && word.len() >= LETTERS
            && sentence.is_taken_for(index + 1, SpanKind::Specialty)
            && !sentence.is_parted(index)
            && !NAMES.contains(&word)
            && !MASSAGE.contains(&sentence.word(index + 1));
        let language = if stands { vocabulary.language_named(word) } else { None };
        if let Some(language) = language {
            push_new(&mut intent.filters.languages, language);
            sentence.take(index..index + 1, Fate::one(SpanKind::Filter, format!("language={language}")));
        }
    }
}
