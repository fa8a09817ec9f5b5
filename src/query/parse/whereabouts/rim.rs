//! Places that no word leads to, at either end of a text or set apart in it.
//!
//! In: the sentence, and a word of it. Out: the first such place. Invariant: what is spelled right stands before what is not,
//! and a town before a state.

use super::super::around;
use super::super::sentence::Sentence;
use super::super::view::{View, is_part};
use super::alone::is_place_enough;
use super::nowhere::is_no_place;
use super::{BIG_CITY, Found, GREETINGS, What};
use crate::places::PlaceForm;

/// A city or a state that the text ends with, that it begins with before a word of the vocabulary, or that signs set
/// apart from the rest.
fn at_the_rim(view: &View<'_>, sentence: &Sentence<'_>, from: usize) -> Option<Found> {
    (from..sentence.len()).find_map(|index| {
        let says_nothing = |later: usize| view.says_nothing(sentence, later) || view.narrows(later);
        let last = |end: usize| (end..sentence.len()).all(says_nothing);
        // `NY chiropractor`, `chiropractor NY`
        let leads = index == 0 && view.concept_at(1) && !GREETINGS.contains(&sentence.word(0));
        let stands = index > 0 && last(index + 1) || leads;
        let short = || view.lone_code(sentence, index, "").or_else(|| view.shortened(sentence, index, ""));
        if let Some(place) = stands.then(short).flatten() {
            return Some(Found { what: What::Place(place), marker: index, words: index..index + 1 });
        }
        let place = view.place_at(sentence, index)?;
        let behind = index.checked_sub(1).filter(|&before| view.marker_end(sentence, before) == Some(index));
        if behind.is_some_and(|marker| is_no_place(view, sentence, marker, index)) {
            return None;
        }
        let end = index + place.count;
        let begin = index - usize::from(of_part(sentence, index));
        let parted = begin > 0 && sentence.is_parted(begin - 1);
        let first = (0..begin).all(|before| view.says_nothing(sentence, before))
            && (view.concept_at(end) || end < sentence.len() && sentence.is_parted(end - 1));
        let between = parted && sentence.is_parted(end - 1);
        let stands = (first || between || last(end) || around::another_ends(view, sentence, index, end))
            && is_place_enough(view, sentence, index, place.form, end);
        let found = Found { what: What::Place(place.place), marker: begin, words: index..end };
        stands.then_some(found)
    })
}

/// The same of towns only: what is spelled right stands before what is not.
pub(super) fn town_at_the_rim(view: &View<'_>, sentence: &Sentence<'_>, from: usize) -> Option<Found> {
    std::iter::successors(at_the_rim(view, sentence, from), |found| {
        at_the_rim(view, sentence, found.words.end)
    })
    .find(|found| !found.is_state())
}

/// The same of states only.
pub(super) fn state_at_the_rim(view: &View<'_>, sentence: &Sentence<'_>, from: usize) -> Option<Found> {
    std::iter::successors(at_the_rim(view, sentence, from), |found| {
        at_the_rim(view, sentence, found.words.end)
    })
    .find(Found::is_state)
}

/// Whether a word for a part of the place stands before it: `southern California`.
pub(super) fn of_part(sentence: &Sentence<'_>, index: usize) -> bool {
    index.checked_sub(1).is_some_and(|before| {
        sentence.is_free(before) && is_part(sentence.word(before)) && !sentence.is_parted(before)
    })
}

/// The same where a place is given besides: a small town's name alone is a name.
pub(super) fn more_than_a_name(view: &View<'_>, sentence: &Sentence<'_>, from: usize) -> Option<Found> {
    let found = at_the_rim(view, sentence, from)?;
    let mut others = (0..sentence.len()).filter(|index| !found.words.contains(index));
    let alone = others.all(|index| view.says_nothing(sentence, index));
    let small = view
        .place_at(sentence, found.words.start)
        .is_some_and(|place| matches!(place.form, PlaceForm::City { population } if population < BIG_CITY));
    let is_name = alone && small && found.words.len() == 1;
    (!is_name).then_some(found)
}
