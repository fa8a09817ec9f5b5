//! Where, in words: `near 15213`, `in Austin TX`, `Boston` at the end, `near me`, and places that nobody knows.
//!
//! In: the sentence, vocabulary and gazetteer. Out: the intent's place, unknown place or `near_me`; their words are
//! taken. Invariants: a word that the vocabulary knows is no city unless a longer place name holds it; a short word
//! such as `do`, `or` or `md` is a state only behind a marker or a city; the first place counts, further ones are
//! ignored.

use super::super::intent::{Intent, Reading};
use super::sentence::Sentence;
use super::stop_words;
use super::view::{BEFORE_PLACE, View, is_concept};
use crate::places::{Place, PlaceForm, Places, UnknownPlace};
use crate::vocabulary::Vocabulary;
use std::ops::Range;

/// Markers that often stand before something else than a place.
const WEAK_MARKERS: [&str; 5] = ["in", "en", "by", "at", "de"];

/// What people say of the place where they are.
const HERE: [&[&str]; 18] = [
    &["me"],
    &["here"],
    &["my", "area"],
    &["my", "location"],
    &["my", "house"],
    &["my", "home"],
    &["my", "place"],
    &["my", "work"],
    &["my", "office"],
    &["my", "town"],
    &["my", "city"],
    &["my", "neighborhood"],
    &["this", "area"],
    &["the", "area"],
    &["mi", "casa"],
    &["mi", "zona"],
    &["mi"],
    &["aqui"],
];

/// A city alone, without a marker, counts from this population on: it is then likelier meant than a name.
const BIG_CITY: u32 = 100_000;

/// The same for names of several words, which are seldom anything else.
const KNOWN_CITY: u32 = 20_000;

/// Big cities whose names are words, surnames or given names more often than places.
const NAME_CITIES: [&str; 37] = [
    "allen",
    "anderson",
    "arlington",
    "aurora",
    "bend",
    "burbank",
    "carson",
    "chandler",
    "clinton",
    "columbia",
    "concord",
    "elizabeth",
    "enterprise",
    "eugene",
    "garland",
    "gilbert",
    "grant",
    "hayward",
    "henderson",
    "hope",
    "independence",
    "irving",
    "jackson",
    "jordan",
    "lawrence",
    "lincoln",
    "madison",
    "mobile",
    "norman",
    "orange",
    "paradise",
    "spring",
    "surprise",
    "tyler",
    "victoria",
    "warren",
    "wilson",
];

/// The most words of a street address before its city.
const MAX_STREET_WORDS: usize = 8;

/// Reads and takes the place.
pub(super) fn read(
    sentence: &mut Sentence<'_>,
    vocabulary: &Vocabulary,
    places: &Places,
    intent: &mut Intent,
) {
    let matches = sentence.matches(vocabulary);
    let view = View { matches: &matches, places };
    for finder in [behind_markers, anywhere, at_the_rim] {
        let mut from = 0;
        while let Some(found) = finder(&view, sentence, from) {
            from = found.words.end;
            ignore_street(&found, &view, sentence, intent);
            sentence.take(found.marker..found.words.end);
            note(found, sentence, intent);
        }
    }
    if intent.place.is_some()
        && let Some(unknown) = intent.unknown_place.take()
    {
        // `100 Main St, Austin, TX`: what is known is enough.
        intent.ignored.push(unknown.matched);
    }
}

/// A place, or what stands for one.
struct Found {
    what: What,
    /// Where the marker begins, equal to the words' start without one.
    marker: usize,
    words: Range<usize>,
}

enum What {
    Place(Place),
    Unknown(UnknownPlace),
    Here,
}

/// Takes the number and street before a city or ZIP code: `100 Main St Pittsburgh PA`.
fn ignore_street(found: &Found, view: &View<'_>, sentence: &mut Sentence<'_>, intent: &mut Intent) {
    let end = found.marker;
    let plain = |index: &usize| sentence.is_free(*index) && !view.covering(*index).any(is_concept);
    let words = (end.saturating_sub(MAX_STREET_WORDS)..end).rev().take_while(plain);
    let number = words.filter(|&index| sentence.word(index).bytes().all(|byte| byte.is_ascii_digit())).last();
    if let Some(from) = number
        && (from + 1..end).any(|index| stop_words::is_address(sentence.word(index)))
    {
        intent.ignored.push(sentence.typed(from..end));
        sentence.take(from..end);
    }
}

/// Writes a find into the intent; the first place counts.
fn note(found: Found, sentence: &Sentence<'_>, intent: &mut Intent) {
    let matched = sentence.typed(found.words);
    match found.what {
        What::Here => intent.near_me = true,
        What::Place(place) if intent.place.is_none() => {
            intent.place = Some(Reading { concept: place, matched, typo: 0 });
        }
        What::Unknown(unknown) if intent.unknown_place.is_none() => {
            intent.unknown_place = Some(Reading { concept: unknown, matched, typo: 0 });
        }
        What::Place(_) | What::Unknown(_) => intent.ignored.push(matched),
    }
}

/// The first place behind a marker from `from` on.
fn behind_markers(view: &View<'_>, sentence: &Sentence<'_>, from: usize) -> Option<Found> {
    (from..sentence.len()).find_map(|index| {
        if let Some(count) = view.near_me_at(index) {
            return Some(Found { what: What::Here, marker: index, words: index..index + count });
        }
        let end = view.marker_end(sentence, index)?;
        behind_marker(view, sentence, index, end)
    })
}

/// The place behind the marker that reaches from `marker` to `end`.
fn behind_marker(view: &View<'_>, sentence: &Sentence<'_>, marker: usize, end: usize) -> Option<Found> {
    let weak = end == marker + 1 && WEAK_MARKERS.contains(&sentence.word(marker));
    let found = |what, words| Some(Found { what, marker, words });
    if let Some(here) =
        HERE.iter().find(|here| sentence.says(end, here) && !view.is_longer_match(end, here.len()))
    {
        // `in me` and `en mi` begin something else.
        return if weak && here.len() == 1 { None } else { found(What::Here, end..end + here.len()) };
    }
    let skipped = (end..sentence.len())
        .find(|&index| !BEFORE_PLACE.contains(&sentence.word(index)))
        .unwrap_or(sentence.len());
    let direct = view.place_from(sentence, end, sentence.word(marker));
    let behind = view.place_from(sentence, skipped, sentence.word(marker)).filter(|(_, place)| {
        // `the airport` is no city of that name, `the Bronx` is.
        !matches!(place.form, PlaceForm::City { population } if skipped > end && population < KNOWN_CITY)
    });
    // `downtown Seattle` is not the village of Downtown.
    let further = [direct, behind].into_iter().flatten().max_by_key(|(words, _)| (words.end, words.len()));
    if let Some((words, place)) = further {
        return found(What::Place(place.place), words);
    }
    if skipped > end {
        return None;
    }
    let words = view.unknown_words(sentence, end, weak)?;
    let Err(unknown) = view.places.resolve(&sentence.typed(words.clone())) else { return None };
    found(What::Unknown(unknown), words)
}

/// The first ZIP code, point, or city with its state from `from` on; a five-digit number that is no ZIP code.
fn anywhere(view: &View<'_>, sentence: &Sentence<'_>, from: usize) -> Option<Found> {
    (from..sentence.len()).find_map(|index| {
        if is_number(sentence.word(index))
            && sentence.is_free(index)
            && view.raw_at(sentence, index).is_none()
        {
            let unknown = view.places.resolve(sentence.word(index)).err()?;
            return Some(Found { what: What::Unknown(unknown), marker: index, words: index..index + 1 });
        }
        let place = view.place_at(sentence, index)?;
        let clear = match place.form {
            PlaceForm::Zip | PlaceForm::Point => true,
            PlaceForm::CityAndState => !view.is_person(sentence, index, place.count),
            PlaceForm::City { .. } | PlaceForm::State => false,
        };
        let words = index..index + place.count;
        clear.then_some(Found { what: What::Place(place.place), marker: index, words })
    })
}

/// A big city or a state that the text ends with, or that it begins with before a word of the vocabulary.
fn at_the_rim(view: &View<'_>, sentence: &Sentence<'_>, from: usize) -> Option<Found> {
    (from..sentence.len()).find_map(|index| {
        let last = |count| (index + count..sentence.len()).all(|later| view.says_nothing(sentence, later));
        if let Some(place) = view.lone_code(sentence, index, "").filter(|_| index > 0 && last(1)) {
            return Some(Found { what: What::Place(place), marker: index, words: index..index + 1 });
        }
        let place = view.place_at(sentence, index)?;
        let end = index + place.count;
        let first = (0..index).all(|before| view.says_nothing(sentence, before)) && view.concept_at(end);
        let named = index > 0 && view.may_be_name(sentence, index - 1);
        let known = match place.form {
            PlaceForm::City { population } if place.count > 1 => population >= KNOWN_CITY,
            PlaceForm::City { population } => {
                let word = sentence.word(index);
                population >= BIG_CITY && word.len() > 2 && !named && !NAME_CITIES.contains(&word)
            }
            PlaceForm::State => !named,
            PlaceForm::Zip | PlaceForm::Point | PlaceForm::CityAndState => false,
        };
        let found = Found { what: What::Place(place.place), marker: index, words: index..end };
        (known && (first || last(place.count))).then_some(found)
    })
}

/// Five digits, as a ZIP code has.
pub(super) fn is_number(word: &str) -> bool {
    word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit())
}
