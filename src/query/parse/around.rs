//! What stands around a place: that it is not meant, that somebody has left it, the street that belongs to it.
//!
//! In: the sentence, and where a place and its marker stand. Out: whether the place counts; streets are taken. Invariant:
//! only words that nothing else was made of are looked at.

use super::super::intent::Intent;
use super::sentence::Sentence;
use super::stop_words;
use super::view::{View, is_concept};
use crate::domain::Metres;
use crate::places::{Place, PlaceForm, Places};
use crate::vocabulary::Match;
use std::ops::Range;

/// A town whose name is nearly a word of ours has so many people at least: `Ames` is no misspelt TENS.
const TOWN: u32 = 1_000;

/// So far apart two places are none within the other.
const APART: Metres = Metres::from_whole_miles(3);

/// The most words of a street address before its city.
const MAX_STREET_WORDS: usize = 8;

/// How many words behind a place may stand before that somebody moved.
const MOVED_REACH: usize = 5;

/// Leaves towns what they are: of forms that are nearly a word, those go that are exactly a town.
pub(super) fn keep_towns(sentence: &mut Sentence<'_>, places: &Places, matches: &mut Vec<Match>) {
    let is_town = |own: &Match| {
        let (text, tokens) = sentence.text();
        let found = || places.at(text, tokens, own.first);
        own.count == 1
            && own.edits > 0
            && found().is_some_and(|found| match found.form {
                PlaceForm::City { population } | PlaceForm::CityAndState { population } => population >= TOWN,
                PlaceForm::Zip | PlaceForm::Point | PlaceForm::State => false,
            })
    };
    let towns: Vec<usize> = matches.iter().filter(|own| is_town(own)).map(|own| own.first).collect();
    matches.retain(|own| !(own.count == 1 && own.edits > 0 && towns.contains(&own.first)));
    for town in towns {
        sentence.is_right(town);
    }
}

/// Whether a town or a ZIP code is another place than the one that is named already, and not beside it: New York behind
/// Brooklyn says no more.
pub(super) fn is_another(other: &Place, intent: &Intent) -> bool {
    let named = intent.place.as_ref().and_then(|reading| reading.concept.point());
    let apart = named.zip(other.point()).map(|(one, other)| one.distance_to(other));
    apart.is_some_and(|apart| apart > APART) && !intent.further_places.contains(&other.label)
}

/// Whether behind a town that stands right behind what is looked for another one is named, with which the text ends:
/// `chiropractor Dallas or Houston`.
pub(super) fn another_ends(view: &View<'_>, sentence: &Sentence<'_>, index: usize, end: usize) -> bool {
    let joined = matches!(sentence.word(end), "or" | "and" | "o" | "y") && view.concept_before(index);
    let another = || view.place_at(sentence, end + 1);
    joined
        && sentence.is_free(end)
        && another().is_some_and(|place| {
            (end + 1 + place.count..sentence.len()).all(|later| view.says_nothing(sentence, later))
        })
}

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
