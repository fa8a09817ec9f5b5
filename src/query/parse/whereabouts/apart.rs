//! A town and its state with what is looked for between them, or `in`: `Lancaster chiropractor PA`, `Columbus in Georgia`.
//!
//! In: the sentence. Out: the town in that state, and where the state stands. Invariant: a town of
//! that name lies in the state.

use super::super::sentence::Sentence;
use super::super::stop_words;
use super::super::view::{View, is_concept};
use super::{Found, SET_APART, What, is_state};
use crate::domain::State;
use crate::places::{CityWord, Place, PlaceForm, PlaceKind};
use crate::vocabulary::normalize;
use std::ops::Range;

/// The most words of a state's name.
const MAX_STATE_WORDS: usize = 3;

/// The most words of a town's name.
const MAX_TOWN_WORDS: usize = 4;

/// So many people a town has whose name is nobody's…
const TOWN: u32 = 5_000;

/// …and so many one of several words.
const TOWN_OF_WORDS: u32 = 1_000;

/// The town in the state that a text ends with, and the words of that.
pub(super) fn town_and_state(view: &View<'_>, sentence: &Sentence<'_>) -> Option<(Found, Range<usize>)> {
    // Most texts name no place, which is known sooner than that no state ends them.
    if (1..sentence.len()).all(|index| view.place_at(sentence, index - 1).is_none()) {
        return None;
    }
    let skipped =
        |index: usize| !sentence.is_free(index) || view.narrows(index) || view.says_nothing(sentence, index);
    let ends = (1..=sentence.len()).rev().take_while(|&end| (end..sentence.len()).all(skipped));
    ends.filter(|&end| sentence.is_free(end - 1)).find_map(|end| {
        let begins = (end.saturating_sub(MAX_STATE_WORDS).max(1)..end).rev();
        let (begin, state) =
            begins.filter_map(|begin| Some((begin, state_at(view, sentence, begin..end)?))).last()?;
        Some((town_before(view, sentence, begin, state)?, begin..end))
    })
}

/// The town in a state that stands before a word: before what is looked for, before `in`, or before both.
fn town_before(view: &View<'_>, sentence: &Sentence<'_>, begin: usize, state: State) -> Option<Found> {
    let leads = usize::from(matches!(sentence.word(begin - 1), "in" | "en") && sentence.is_free(begin - 1));
    let read = |index: usize| view.covering(index).any(|known| known.edits == 0 && is_concept(known));
    let looked_for = (0..begin - leads).rev().take_while(|&index| read(index) || !sentence.is_free(index));
    let most = begin - leads - looked_for.count();
    if most == begin || most == 0 {
        return None;
    }
    (most.saturating_sub(MAX_TOWN_WORDS)..most).find_map(|first| {
        let found = view.place_at(sentence, first).filter(|found| first + found.count == most)?;
        let before = first.checked_sub(1);
        let stands = before.is_none_or(|before| {
            view.concept_before(first)
                || view.says_nothing(sentence, before) && !stop_words::is_title(sentence.word(before))
        });
        let named = matches!(found.form, PlaceForm::City { .. } | PlaceForm::State);
        let place = (named && stands).then(|| town_in(view, sentence, first..most, state))??;
        Some(Found { what: What::Place(place), marker: first, words: first..most })
    })
}

/// The town that some words name, if it lies in a state and is large enough to be meant.
fn town_in(view: &View<'_>, sentence: &Sentence<'_>, words: Range<usize>, state: State) -> Option<Place> {
    let fewest = match view.places.city_word(sentence.word(words.start)) {
        _ if words.len() > 1 => TOWN_OF_WORDS,
        CityWord::Name | CityWord::Rarely => SET_APART,
        CityWord::CityOnly | CityWord::Word => TOWN,
    };
    let place = view.places.known(&format!("{}, {}", sentence.typed(words), state.code()))?;
    let lies = matches!(place.kind, PlaceKind::City { state: own, .. } if own == state);
    let people = match view.places.at(&place.label, &normalize::tokens(&place.label), 0)?.form {
        PlaceForm::CityAndState { population } => population,
        _ => 0,
    };
    (lies && people >= fewest).then_some(place)
}

/// The state that some words name. A code that is a word too is one in capitals only.
fn state_at(view: &View<'_>, sentence: &Sentence<'_>, words: Range<usize>) -> Option<State> {
    let word = sentence.word(words.start);
    if words.len() == 1 && word.len() == 2 {
        let said = matches!(word, "as" | "de" | "do" | "hi" | "in" | "me" | "oh" | "ok" | "or");
        return word.parse().ok().filter(|_| !said || sentence.is_shouted(words.start));
    }
    // `in Georgia` is not the name.
    if matches!(word, "in" | "en") {
        return None;
    }
    let place = view.places.known(&sentence.typed(words)).filter(is_state)?;
    if let PlaceKind::State(state) = place.kind { Some(state) } else { None }
}
