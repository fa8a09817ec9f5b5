//! Misspelt cities.
//!
//! In: the sentence, and a word of it. Out: the city that was meant, and its words. Invariant: nothing that is a word of ours,
//! of everyday speech or somebody's name is corrected.

use super::super::sentence::Sentence;
use super::super::stop_words;
use super::super::view::{View, is_concept};
use super::{Found, What};
use crate::domain::State;
use crate::places::{CityWord, CorrectedPlace, PlaceKind};
use std::ops::Range;

/// A misspelt city without its state needs so many letters.
const NOBODYS_NAME: usize = 7;

/// Names that are farther off than this are found by their sound.
const MOST_SLIPS: u8 = 2;

/// The most words of a misspelt city with its state.
const MAX_MISSPELT_WORDS: usize = 4;

/// The place that as many words as possible from the first on surely mean. Words that are spelled right, months and years
/// mean no place that they are near.
pub(super) fn correct(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    words: Range<usize>,
) -> Option<(CorrectedPlace, Range<usize>)> {
    let first = sentence.word(words.start);
    let year = first.len() == 4 && matches!(first.get(..2), Some("19" | "20"));
    let known = view.vocabulary.is_word(first) || view.places.city_word(first) == CityWord::Word;
    if year || stop_words::is_time(first) || words.len() == 1 && known {
        return None;
    }
    (words.start + 1..=words.end).rev().find_map(|end| {
        let words = words.start..end;
        // `Fenway Park` is no Fernway.
        let next = sentence.word(end);
        if stop_words::is_landmark(next) || stop_words::is_sight(next) || next == "park" {
            return None;
        }
        let corrected = view.places.correct(&sentence.typed(words.clone()))?;
        // What only sounds like a town is none where it is a word: `gentler pa`.
        let by_sound = corrected.edits > MOST_SLIPS;
        (!by_sound || !(known || view.vocabulary.is_speech(first))).then_some((corrected, words))
    })
}

/// From so many letters on, what stands behind `san` or `fort` is looked at: shorter ones are near too many names.
const BEHIND_SAINT: usize = 5;

/// A misspelt city, with or without its state, whose name begins with a word that most places begin with that are called
/// so: `Las Vagas`, `New Orlens`, `San Fransisco`, `la jola ca`.
pub(super) fn article_and_city(
    view: &View<'_>,
    sentence: &Sentence<'_>,
    from: usize,
) -> Option<(CorrectedPlace, Range<usize>)> {
    let (fewest, article) = match sentence.word(from) {
        "las" | "los" | "new" => (4, false),
        "la" | "el" => (4, true),
        "san" | "santa" | "saint" | "st" | "fort" | "ft" => (BEHIND_SAINT, false),
        _ => return None,
    };
    // `en la parte`: in Spanish they are articles, which stand anywhere.
    let leads = from == 0 || view.concept_before(from) || matches!(sentence.word(from - 1), "in" | "near");
    if article && (!leads || view.vocabulary.is_speech(sentence.word(from + 1))) {
        return None;
    }
    // What is spelled right is what it is, however small: `New Baden` is no New Haven.
    if view.raw_at(sentence, from).is_some_and(|place| place.count > 1) {
        return None;
    }
    let begins = sentence.is_free(from + 1);
    let known =
        |index: usize| view.vocabulary.is_word(sentence.word(index)) || sentence.word(index).len() < fewest;
    if !begins || known(from + 1) {
        return None;
    }
    let corrected = |words: Range<usize>| {
        let corrected = view.places.correct(&sentence.typed(words.clone()))?;
        // `la` and `el` begin so much else that only one letter may be wrong.
        (!article || corrected.edits == 1).then_some((corrected, words))
    };
    let code = sentence.is_free(from + 2) && sentence.word(from + 2).parse::<State>().is_ok();
    let stated = || corrected(from..from + 3).filter(|(corrected, _)| corrected.in_state);
    code.then(stated).flatten().or_else(|| corrected(from..from + 2))
}

/// A misspelt city with its state at either end of the text, or a misspelt name long enough to be nobody's.
pub(super) fn misspelt_at_the_rim(view: &View<'_>, sentence: &Sentence<'_>, from: usize) -> Option<Found> {
    let plain = |index: usize| {
        let word = sentence.word(index);
        sentence.is_free(index)
            && word.bytes().all(|byte| byte.is_ascii_alphabetic())
            && !stop_words::is_stop_word(word)
            && !view.covering(index).any(|known| known.edits == 0)
    };
    let code = |index: usize| sentence.is_free(index) && sentence.word(index).parse::<State>().is_ok();
    let misspelt = |index: usize| plain(index) && view.raw_at(sentence, index).is_none();
    let of_two = |index: usize| {
        let (corrected, words) =
            article_and_city(view, sentence, index).filter(|_| sentence.is_free(index))?;
        let first = (0..index).all(|before| view.says_nothing(sentence, before));
        let last = (words.end..sentence.len()).all(|later| view.says_nothing(sentence, later));
        let stands = (last || first && view.concept_at(words.end)) && plain(index + 1);
        stands.then_some(Found { what: What::Corrected(corrected), marker: index, words })
    };
    if let Some(found) = (from..sentence.len()).find_map(of_two) {
        return Some(found);
    }
    (from..sentence.len()).filter(|&index| misspelt(index)).find_map(|index| {
        let count = (index..sentence.len())
            .take(MAX_MISSPELT_WORDS)
            .take_while(|&word| plain(word) || word > index && code(word))
            .count();
        let before = index.checked_sub(1);
        let apart = before.is_none_or(|before| {
            sentence.is_parted(before) || !sentence.is_free(before) || view.covering(before).any(is_concept)
        });
        // Only what can stand at the rim is compared with all cities, which takes longer than all else.
        let first = (0..index).all(|before| view.says_nothing(sentence, before));
        let may_be_last = (index + 1..sentence.len())
            .all(|later| later < index + count || view.says_nothing(sentence, later));
        if !(apart && (first || may_be_last)) {
            return None;
        }
        // Nor does a name of somebody stand there, whatever city it is near.
        let long = |end: usize| end == index + 1 && sentence.word(index).len() >= NOBODYS_NAME;
        let stated = |end: usize| {
            end > index + 1 && code(end - 1) || view.places.may_name_state(&sentence.typed(index..end))
        };
        if !(index + 1..=index + count).any(|end| long(end) || stated(end)) {
            return None;
        }
        let (corrected, words) = correct(view, sentence, index..index + count)?;
        if before.is_some_and(|before| stop_words::is_title(sentence.word(before))) {
            return None;
        }
        let last = (words.end..sentence.len()).all(|later| view.says_nothing(sentence, later));
        let with_state = words.len() > 1 && (code(words.end - 1) || corrected.in_state)
            || matches!(corrected.place.kind, PlaceKind::State(_));
        let word = sentence.word(index);
        let nobody = words.len() == 1
            && word.len() >= NOBODYS_NAME
            && view
                .places
                .city_word(&corrected.place.label.split(',').next().unwrap_or_default().to_lowercase())
                == CityWord::CityOnly;
        let stands = (last || first && view.concept_at(words.end)) && apart && (with_state || nobody);
        stands.then_some(Found { what: What::Corrected(corrected), marker: index, words })
    })
}
