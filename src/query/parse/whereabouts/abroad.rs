//! Places abroad, which no list has.
//!
//! In: the sentence, and a word of it. Out: a place that is not known, with the village of ours that is called so. Invariant:
//! a town of ours that people know is ours, whatever else is called so.

use super::super::sentence::Sentence;
use super::super::view::View;
use super::{Found, What};
use crate::places::{FoundPlace, PlaceForm, UnknownPlace};
use std::ops::Range;

/// A place abroad that a text ends with behind what is looked for: `chiropractor London England`, `massage Tijuana`.
pub(super) fn abroad(view: &View<'_>, sentence: &Sentence<'_>, from: usize) -> Option<Found> {
    (from.max(1)..sentence.len()).find_map(|index| {
        let town = view.places.foreign_town(|offset| sentence.word(index + offset));
        // `toronto canada`
        let country = usize::from(town > 0 && view.is_foreign(sentence, index + town));
        let (town, words) = (town > 0, index..index + if town > 0 { town + country } else { 2 });
        let ends = (words.end..sentence.len()).all(|later| view.says_nothing(sentence, later));
        let named = words.clone().all(|word| sentence.is_free(word)) && !view.concept_at(index);
        let abroad = town || view.is_foreign(sentence, index + 1);
        let stands = abroad && ends && named && view.concept_before(index);
        let unknown = stands.then(|| match view.place_at(sentence, index) {
            Some(place) if town && words.len() == 1 => town_abroad(view, sentence, &words, &place),
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
    let bare = matches!(place.form, PlaceForm::City { .. });
    bare.then(|| view.places.abroad(&sentence.typed(words.clone()))).flatten()
}
