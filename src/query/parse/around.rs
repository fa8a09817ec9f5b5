//! What stands around a place: that it is not meant, that somebody has left it, the street that belongs to it.
//!
//! In: the sentence, and where a place and its marker stand. Out: whether the place counts; streets are taken. Invariant:
//! only words that nothing else was made of are looked at.

use super::super::intent::Intent;
use super::sentence::Sentence;
use super::stop_words;
use super::view::{View, is_concept};
use std::ops::Range;

/// The most words of a street address before its city.
const MAX_STREET_WORDS: usize = 8;

/// How many words behind a place may stand before that somebody moved.
const MOVED_REACH: usize = 5;

/// Whether a place is where it should not be: `not in Dallas`.
pub(super) fn is_denied(sentence: &Sentence<'_>, marker: usize, words: &Range<usize>) -> bool {
    let before = marker.checked_sub(1);
    before.is_some_and(|before| {
        marker < words.start
            && sentence.is_free(before)
            && matches!(sentence.word(before), "not" | "except" | "no")
            && !sentence.is_parted(before)
    })
}

/// Whether a place is where somebody was before: `in Houston but we moved to Boise`, `in Boston, now in Tampa`.
pub(super) fn is_left(sentence: &Sentence<'_>, marker: usize, words: &Range<usize>) -> bool {
    let behind = words.end..sentence.len().min(words.end + MOVED_REACH);
    let moved = |index: usize| matches!(sentence.word(index), "moved" | "relocated");
    let now = |index: usize| {
        matches!(sentence.word(index), "now" | "currently" | "ahora")
            && matches!(sentence.word(index + 1), "in" | "near" | "en")
    };
    marker < words.start
        && behind
            .into_iter()
            .any(|index| moved(index) && matches!(sentence.word(index + 1), "to" | "here") || now(index))
}

/// Takes the number and street before a city or ZIP code: `100 Main St Pittsburgh PA`.
pub(super) fn ignore_street(end: usize, view: &View<'_>, sentence: &mut Sentence<'_>, intent: &mut Intent) {
    let plain = |index: &usize| sentence.is_free(*index) && !view.covering(*index).any(is_concept);
    let words = (end.saturating_sub(MAX_STREET_WORDS)..end).rev().take_while(plain);
    let number = words.filter(|&index| sentence.word(index).bytes().all(|byte| byte.is_ascii_digit())).last();
    if let Some(from) = number
        && (from + 1..end).any(|index| stop_words::is_address(sentence.word(index)))
    {
        intent.ignored.push(sentence.ignore(from..end));
    }
}
