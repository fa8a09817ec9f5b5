//! What stands behind a marker as a place does and is none, or another than it seems: `in home`, `en casa`, `covered by
//! Kaiser`, `Lake in the Hills`, `near Duke`.
//!
//! In: the sentence, and a word of it. Out: whether a place is meant there, and which. Invariant: a town with its state is
//! that town.

use super::super::sentence::Sentence;
use super::super::view::View;
use super::{Found, SET_APART, WEAK_MARKERS, What};
use crate::domain::State;
use crate::places::{CityWord, FoundPlace, Place, PlaceForm, PlaceKind};
use std::ops::Range;

/// Words that tell where or how something is done, and no bare town.
const NO_TOWNS: [&str; 13] = [
    "bed",
    "campo",
    "casa",
    "centro",
    "domicilio",
    "home",
    "homes",
    "house",
    "office",
    "person",
    "rest",
    "trabajo",
    "work",
];

/// Words of towns that begin with an article which are everyday words of Spanish.
const WITH_ARTICLE: [&str; 4] = ["campo", "casa", "centro", "trabajo"];

/// What somebody does whom `by` leads to, besides words that end in `ed`.
const DONE: [&str; 13] = [
    "accept", "bitten", "done", "given", "hit", "made", "owned", "paid", "run", "seen", "struck", "taken",
    "told",
];

/// The fewest words of a town's name that has a marker within.
const ACROSS: usize = 3;

/// A town of fewer people is less known than a university of its name.
const VILLAGE: u32 = 10_000;

/// Whether what a marker leads to is no place: `at home`, `en casa`, `en el campo`; a state behind it says otherwise.
pub(super) fn is_no_place(view: &View<'_>, sentence: &Sentence<'_>, marker: usize, from: usize) -> bool {
    let word = sentence.word(from);
    let place = view.raw_at(sentence, from);
    let bare = |words: usize| match &place {
        Some(found) => found.count == words && is_bare(found) && people(found) < SET_APART,
        None => true,
    };
    if is_article(word) {
        // `en El Centro` is the town.
        return matches!(sentence.word(marker), "en" | "de" | "del")
            && WITH_ARTICLE.contains(&sentence.word(from + 1))
            && sentence.word(from + 2) != "de"
            && !sentence.begins_big(from + 1)
            && place.is_none_or(|found| found.count == 2 && is_bare(&found));
    }
    if NO_TOWNS.contains(&word) {
        return bare(1);
    }
    // `at rest`, `in early`: a word of speech is no village, unless somebody is looked for in it.
    let treats = marker.checked_sub(1).is_some_and(|before| view.specialty_at(before));
    let speech = view.vocabulary.is_speech(word) && view.places.city_word(word) != CityWord::Word;
    WEAK_MARKERS.contains(&sentence.word(marker))
        && !treats
        && speech
        && place.is_some_and(|found| found.count == 1 && is_bare(&found) && people(&found) < SET_APART)
        && !sentence.is_capitalized(from)
}

/// Whether a word is an article of Spanish, with which towns begin.
pub(super) fn is_article(word: &str) -> bool {
    matches!(word, "el" | "la" | "los" | "las")
}

/// Whether such a word says where somebody is, behind what tells what is close: `near work`.
pub(super) fn is_here(word: &str) -> bool {
    matches!(word, "home" | "house" | "work" | "office" | "casa" | "trabajo")
}

/// Whether a marker says by whom something is done, and not where: `covered by Kaiser`.
pub(super) fn says_by_whom(sentence: &Sentence<'_>, index: usize) -> bool {
    let Some(before) = index.checked_sub(1).filter(|_| matches!(sentence.word(index), "by" | "por")) else {
        return false;
    };
    let word = sentence.word(before);
    let done = word.len() > 4 && word.ends_with("ed") && !matches!(word, "located" | "based" | "situated");
    done || DONE.contains(&word) || matches!(word, "cubierto" | "cubierta" | "atendido" | "atendida")
}

/// A town whose name has a marker within, which leads nowhere: `Lake in the Hills`.
pub(super) fn across_marker(view: &View<'_>, sentence: &Sentence<'_>, index: usize) -> Option<Found> {
    let found = view.place_at(sentence, index).filter(|found| found.count >= ACROSS)?;
    let named = matches!(found.form, PlaceForm::City { .. } | PlaceForm::CityAndState { .. });
    let words = index..index + found.count;
    let within = || (index + 1..words.end - 1).any(|inner| view.marker_end(sentence, inner).is_some());
    (named && within()).then_some(Found { what: What::Place(found.place), marker: index, words })
}

/// The university that people call like a village or the state it is in, behind a marker that tells what is close: `near
/// Duke`, `by Ohio State`. With its place the words that name it.
pub(super) fn campus(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    marker: usize,
    words: &Range<usize>,
    place: &FoundPlace,
) -> Option<(Place, Range<usize>)> {
    let of_state = matches!(place.form, PlaceForm::State) && sentence.word(words.end) == "state";
    let called = is_bare(place) && people(place) < VILLAGE || of_state;
    called.then(|| campus_called(view, sentence, marker, words.start..words.end + usize::from(of_state)))?
}

/// The same by words that may name no place besides: `near Baylor`.
pub(super) fn campus_called(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    marker: usize,
    words: Range<usize>,
) -> Option<(Place, Range<usize>)> {
    if !matches!(sentence.word(marker), "near" | "by" | "at" | "around" | "close" | "next") {
        return None;
    }
    let campus = view.places.known(&format!("{} university", sentence.typed(words.clone())))?;
    let PlaceKind::Zip { state, .. } = campus.kind else { return None };
    // `near Duke KY` is a place that nobody knows.
    let behind = sentence.word(words.end).parse::<State>().ok();
    let elsewhere = behind.is_some_and(|behind| behind != state);
    (!elsewhere || view.marker_end(sentence, words.end).is_some()).then_some((campus, words))
}

/// Whether a town is named without its state.
fn is_bare(found: &FoundPlace) -> bool {
    matches!(found.form, PlaceForm::City { .. })
}

fn people(found: &FoundPlace) -> u32 {
    match found.form {
        PlaceForm::City { population } | PlaceForm::CityAndState { population } => population,
        PlaceForm::Zip | PlaceForm::Point | PlaceForm::State => 0,
    }
}
