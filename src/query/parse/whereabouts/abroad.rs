//! Places abroad, which no list has.
//!
//! In: the sentence, and a word of it. Out: a place that is not known, with the village of ours that is called so. Invariant:
//! a town of ours that people know is ours, whatever else is called so.

use super::super::sentence::Sentence;
use super::super::view::View;
use super::{Found, What};
use crate::places::{FoundPlace, PlaceForm, UnknownPlace};
use std::ops::Range;

/// From so many people on a town of ours is meant.
const TOWN: u32 = 5_000;

/// A place abroad that a text ends with behind what is looked for: `chiropractor London England`, `massage Tijuana`.
pub(super) fn abroad(view: &View<'_>, sentence: &Sentence<'_>, from: usize) -> Option<Found> {
    (from.max(1)..sentence.len()).find_map(|index| {
        let town = view.places.is_foreign_town(sentence.word(index));
        let words = index..index + if town { 1 } else { 2 };
        let ends = (words.end..sentence.len()).all(|later| view.says_nothing(sentence, later));
        let named = words.clone().all(|word| sentence.is_free(word)) && !view.concept_at(index);
        let abroad = town || view.is_foreign(sentence, index + 1);
        let stands = abroad && ends && named && view.concept_before(index);
        let unknown = stands.then(|| match view.place_at(sentence, index) {
            Some(place) if town => town_abroad(view, sentence, &words, &place),
            _ => view.places.resolve(&sentence.typed(words.clone())).err(),
        });
        Some(Found { what: What::Unknown(unknown.flatten()?), marker: index, words })
    })
}

/// The town abroad that is meant by a village's name alone, the village being suggested: `in Toronto`.
pub(super) fn town_abroad(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    words: &Range<usize>,
    place: &FoundPlace,
) -> Option<UnknownPlace> {
    let village = matches!(place.form, PlaceForm::City { population } if population < TOWN);
    let abroad = words.len() == 1 && view.places.is_foreign_town(sentence.word(words.start));
    (village && abroad).then(|| {
        let others = place.place.alternatives.iter().map(|other| other.label.clone());
        let mut suggestions: Vec<String> = std::iter::once(place.place.label.clone()).chain(others).collect();
        suggestions.truncate(MOST);
        UnknownPlace { suggestions }
    })
}

/// The most villages that are suggested.
const MOST: usize = 5;
