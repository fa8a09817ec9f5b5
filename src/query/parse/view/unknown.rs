//! Words that stand where a place does and that nobody knows.
//!
//! In: the sentence, and the word behind a marker. Out: the words that are taken for a place. Invariant: behind a weak
//! marker something must show that a place was meant.

use super::super::sentence::Sentence;
use super::super::stop_words;
use super::{SURE_PLACE, View, is_concept, is_date};
use crate::domain::State;
use crate::places::{PlaceForm, PlaceKind};
use crate::vocabulary::{Match, Meaning};
use std::ops::Range;

/// The most words of a place that nobody knows.
const MAX_UNKNOWN_WORDS: usize = 4;

/// What `chiropractor in` goes on with besides places.
const NO_PLACES: [&str; 20] = [
    "adults",
    "athletes",
    "business",
    "case",
    "charge",
    "demand",
    "english",
    "general",
    "geriatrics",
    "group",
    "home",
    "house",
    "network",
    "office",
    "particular",
    "person",
    "practice",
    "private",
    "service",
    "training",
];

impl View<'_> {
    /// The words behind a marker that stand for a place we do not know: up to the next word with a meaning. Behind
    /// weak markers something must show that a place was meant.
    pub(in super::super) fn unknown_words(
        &self,
        sentence: &Sentence<'_>,
        from: usize,
        weak: bool,
    ) -> Option<Range<usize>> {
        let is_plain = |&index: &usize| {
            let word = sentence.word(index);
            // `at church in Macon`: what leads to a place is no state.
            let leads =
                || self.marker_end(sentence, index).is_some_and(|end| self.place_at(sentence, end).is_some());
            let code = index > from && word.parse::<State>().is_ok() && !leads();
            // `near 99,-200`: a comma between numbers parts nothing.
            let goes_on = index == from
                || !sentence.is_parted(index - 1)
                || word.bytes().any(|byte| byte.is_ascii_digit())
                || self.is_foreign(sentence, index)
                || self.state_at(sentence, index);
            let known = self.covering(index).any(|known| known.edits == 0);
            let place = self.place_at(sentence, index).is_some_and(|place| place.form != PlaceForm::State);
            sentence.is_free(index)
                && goes_on
                && !(index > from && place && !self.is_foreign(sentence, index))
                && (code || !(known || stop_words::is_stop_word(word) || stop_words::is_body(word)))
        };
        if weak && (is_date(sentence.word(from)) || stop_words::is_time(sentence.word(from))) {
            return None;
        }
        let abroad = self.places.foreign_town(|offset| sentence.word(from + offset));
        if abroad > 1 {
            return Some(from..from + abroad);
        }
        let count = (from..sentence.len()).take(MAX_UNKNOWN_WORDS).take_while(is_plain).count();
        let words = from..from + count;
        let last = words.end.checked_sub(1).filter(|_| count > 0)?;
        let with_state = count > 1 && self.state_at(sentence, last) || self.is_foreign(sentence, last);
        let (_, tokens) = sentence.text();
        let ends_text = (words.end..sentence.len()).all(|later| self.says_nothing(sentence, later));
        // `Back in Motion` is a practice, `chiropractor in Xyzzy` a place.
        let of_concept = from > 1 && self.covering(from - 2).any(is_concept);
        let meant = !weak
            || with_state
            || sentence.word(last) == "county"
            || count == 1 && self.places.is_foreign_town(sentence.word(from))
            || (sentence.is_capitalized(from) && ends_text && of_concept)
            || count == 1 && ends_text && self.is_where(sentence, from)
            || self.places.is_misspelled(tokens.get(words.clone()).unwrap_or_default())
            || matches!(sentence.word(from - 1), "in" | "en")
                && sentence.word(from).len() >= SURE_PLACE
                && !stop_words::is_time(sentence.word(from))
                && !self.vocabulary.is_word(sentence.word(from))
                && self.places.correct(&sentence.typed(words.clone())).is_some();
        // `pienso en quitarme la vida` tells of a danger and names no place.
        let danger = || self.vocabulary.danger_tokens(sentence.text().0).contains(&from);
        (meant && !(weak && danger())).then_some(words)
    }

    /// Whether a word is a state's code or its name.
    fn state_at(&self, sentence: &Sentence<'_>, index: usize) -> bool {
        let word = sentence.word(index);
        let known = || self.places.known(word).is_some_and(|place| matches!(place.kind, PlaceKind::State(_)));
        word.parse::<State>().is_ok() || known()
    }

    /// Whether a word that nobody knows stands where a place does, behind a profession: `chiropractor in dalas`.
    fn is_where(&self, sentence: &Sentence<'_>, index: usize) -> bool {
        let word = sentence.word(index);
        let (marker, behind) = (sentence.word(index - 1), index.checked_sub(2));
        let profession = |known: &Match| {
            known.edits == 0 && known.meanings.iter().any(|meaning| matches!(meaning, Meaning::Specialty(_)))
        };
        matches!(marker, "in" | "en")
            && behind.is_some_and(|before| self.covering(before).any(profession))
            && word.len() > 3
            && word.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !(self.vocabulary.is_word(word)
                || self.vocabulary.is_speech(word)
                || stop_words::is_time(word)
                || NO_PLACES.contains(&word))
    }
}
