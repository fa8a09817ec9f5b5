//! Where, in words: `near 15213`, `in Austin TX`, `Boston` at the end, `near me`, and places that nobody knows.
//!
//! In: the sentence, vocabulary and gazetteer. Out: the intent's place, unknown place or `near_me`; their words are
//! taken. Invariants: a word that the vocabulary knows is no city unless a longer place name holds it; a short word
//! such as `do`, `or` or `md` is a state only behind a marker or a city; the first place counts, further ones are
//! ignored.

mod abroad;
mod alone;
mod apart;
mod misspelt;
mod nowhere;
mod order;
mod rim;
mod somebody;

use super::super::intent::{Intent, Reading};
use super::super::span::{Fate, SpanKind};
use super::around;
use super::complaints;
use super::sentence::Sentence;
use super::view::{View, is_before_place};
use crate::places::{CorrectedPlace, Place, PlaceForm, PlaceKind, Places, UnknownPlace};
use crate::vocabulary::{Told, Vocabulary};
use abroad::{abroad, town_abroad};
use misspelt::{article_and_city, correct, misspelt_at_the_rim};
use rim::{more_than_a_name, state_at_the_rim, town_at_the_rim};
use std::ops::Range;

/// Markers that often stand before something else than a place.
const WEAK_MARKERS: [&str; 7] = ["in", "en", "by", "at", "de", "between", "entre"];

/// Codes of states that say something else at the beginning of a text, in capitals too.
const GREETINGS: [&str; 7] = ["as", "hi", "in", "me", "oh", "ok", "or"];

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

/// A city alone, without a marker, counts from this population on when its name is one of people too.
pub(super) const BIG_CITY: u32 = 100_000;
/// A name of people that a comma or the like sets apart behind what is looked for is a city's from so many on.
const SET_APART: u32 = 20_000;

/// Places, and whether one is given apart from the words.
#[derive(Debug, Clone, Copy)]
pub(super) struct Gazetteer<'p> {
    /// The places.
    pub(super) places: &'p Places,
    /// Whether one is given.
    pub(super) beside: bool,
}

/// Looks for a place from a word on.
type Finder = fn(&View<'_>, &Sentence<'_>, usize) -> Option<Found>;

/// How places are looked for, and whether in texts too that named a town already: beside it, what is nearly a town's name is
/// somebody's. Where a place is given, only where the words leave little doubt.
const FINDERS: [(Finder, bool); 6] = [
    (behind_markers, true),
    (anywhere, true),
    (abroad, true),
    (town_at_the_rim, true),
    (misspelt_at_the_rim, false),
    (state_at_the_rim, true),
];
const FINDERS_BESIDE: [(Finder, bool); 3] =
    [(behind_markers, true), (anywhere, true), (more_than_a_name, true)];

/// Reads and takes the place.
pub(super) fn read(
    sentence: &mut Sentence<'_>,
    vocabulary: &Vocabulary,
    Gazetteer { places, beside }: Gazetteer<'_>,
    told: &Told,
    intent: &mut Intent,
) {
    read_until(sentence, vocabulary, Gazetteer { places, beside }, told, (intent, |_| false));
    if intent.place.is_some()
        && let Some(unknown) = intent.unknown_place.take()
    {
        // `100 Main St, Austin, TX`: what is known is enough.
        intent.ignored.push(unknown.matched);
        sentence.give_up(SpanKind::UnknownPlace);
    }
}

/// Reads places one after the other until it is enough, or all of them.
pub(super) fn read_until(
    sentence: &mut Sentence<'_>,
    vocabulary: &Vocabulary,
    Gazetteer { places, beside }: Gazetteer<'_>,
    told: &Told,
    (intent, enough): (&mut Intent, fn(&Intent) -> bool),
) {
    let mut matches = sentence.matches(vocabulary);
    around::keep_towns(sentence, places, &mut matches);
    matches.extend(complaints::as_matches(told));
    let view = View::new(&matches, places, vocabulary, sentence.len());
    somebody::leave_out(&view, sentence, intent);
    if let Some((found, state)) = apart::town_and_state(&view, sentence) {
        note(found, &view, sentence, intent);
        sentence.take(state, Fate::of(SpanKind::Marker));
    }
    let preferred = order::preferred(&view, sentence);
    let mut outranked: Vec<Place> = Vec::new();
    let finders: &[(Finder, bool)] = if beside { &FINDERS_BESIDE } else { &FINDERS };
    for (finder, looks_on) in finders {
        let mut from = 0;
        while let Some(found) = finder(&view, sentence, from) {
            from = found.words.end;
            let settled = |read: &Reading<Place>| !is_state(&read.concept);
            if !looks_on && intent.place.as_ref().is_some_and(settled) && !found.is_state() {
                continue;
            }
            let beaten = preferred.is_some_and(|preferred| found.marker < preferred) && found.is_place();
            if let What::Place(place) = &found.what
                && beaten
                && order::may_be_meant(&view, sentence, found.marker)
            {
                outranked.push(place.clone());
            }
            if beaten || around::is_left(sentence, found.marker, &found.words) {
                intent.ignored.push(sentence.ignore(found.marker..found.words.end));
                continue;
            }
            if around::is_denied(sentence, found.marker, &found.words) {
                intent.ignored.push(sentence.ignore(found.marker - 1..found.words.end));
                continue;
            }
            around::ignore_street(found.marker, &view, sentence, intent);
            note(found, &view, sentence, intent);
            if enough(intent) {
                return;
            }
        }
    }
    let others = outranked.into_iter().filter(|place| around::is_another(place, intent));
    let others: Vec<String> = others.map(|place| place.label).collect();
    intent.further_places.extend(others);
}

/// A place, or what stands for one.
struct Found {
    what: What,
    /// Where the marker begins, equal to the words' start without one.
    marker: usize,
    words: Range<usize>,
}

impl Found {
    fn is_place(&self) -> bool {
        matches!(self.what, What::Place(_) | What::Corrected(_))
    }

    fn is_state(&self) -> bool {
        match &self.what {
            What::Place(place) => is_state(place),
            What::Corrected(corrected) => is_state(&corrected.place),
            What::Unknown(_) | What::Here | What::Nowhere => false,
        }
    }
}

fn is_state(place: &Place) -> bool {
    matches!(place.kind, PlaceKind::State(_))
}

enum What {
    Place(Place),
    /// A misspelt one.
    Corrected(CorrectedPlace),
    Unknown(UnknownPlace),
    Here,
    /// None, though a town is called so.
    Nowhere,
}

/// Writes a find into the intent and takes its words; the first place counts.
fn note(found: Found, view: &View<'_>, sentence: &mut Sentence<'_>, intent: &mut Intent) {
    let Found { what, marker, words } = found;
    let matched = sentence.typed(words.clone());
    let fate = match what {
        What::Nowhere => {
            intent.ignored.push(sentence.ignore(words));
            return;
        }
        What::Here => {
            intent.near_me = true;
            sentence.take(marker..words.end, Fate::of(SpanKind::NearMe));
            return;
        }
        What::Place(place) if intent.place.as_ref().is_none_or(|known| is_within(&place, &known.concept)) => {
            let fate = place_fate(&place);
            // The state that it is in, if one was named, says no more.
            sentence.make_marker(SpanKind::State);
            intent.place = Some(Reading { concept: place, matched, typo: 0 });
            fate
        }
        What::Unknown(unknown) if intent.unknown_place.is_none() => {
            intent.unknown_place = Some(Reading { concept: unknown, matched, typo: 0 });
            Fate::of(SpanKind::UnknownPlace)
        }
        What::Corrected(corrected) if intent.place.is_none() => {
            let fate = Fate { edits: corrected.edits, ..place_fate(&corrected.place) };
            intent.place = Some(Reading { concept: corrected.place, matched, typo: corrected.edits });
            fate
        }
        What::Place(other) => {
            let told = around::is_another(&other, intent) && view.is_known(sentence, marker, &words);
            intent.further_places.extend(told.then_some(other.label));
            intent.ignored.push(matched);
            Fate::of(SpanKind::Ignored)
        }
        What::Corrected(_) | What::Unknown(_) => {
            intent.ignored.push(matched);
            Fate::of(SpanKind::Ignored)
        }
    };
    sentence.take(marker..words.start, Fate::of(SpanKind::Marker));
    sentence.take(words, fate);
}

/// Whether a town lies in the state that was named before: `in Florida near Tampa`.
fn is_within(place: &Place, state: &Place) -> bool {
    match (&place.kind, &state.kind) {
        (PlaceKind::City { state: own, .. } | PlaceKind::Zip { state: own, .. }, PlaceKind::State(state)) => {
            own == state
        }
        _ => false,
    }
}

fn place_fate(place: &Place) -> Fate {
    match place.kind {
        PlaceKind::State(state) => Fate::one(SpanKind::State, state.code()),
        PlaceKind::Zip { .. } | PlaceKind::City { .. } | PlaceKind::Point(_) => {
            Fate::one(SpanKind::Place, place.label.clone())
        }
    }
}

/// The first place behind a marker from `from` on.
fn behind_markers(view: &View<'_>, sentence: &Sentence<'_>, from: usize) -> Option<Found> {
    (from..sentence.len()).find_map(|index| {
        if let Some(count) = view.near_me_at(index) {
            return Some(Found { what: What::Here, marker: index, words: index..index + count });
        }
        if let Some(found) = nowhere::across_marker(view, sentence, index) {
            return Some(found);
        }
        let end = marked(view, sentence, index)?;
        behind_marker(view, sentence, index, end)
    })
}

/// Where the marker at a word ends, if it leads to a place.
fn marked(view: &View<'_>, sentence: &Sentence<'_>, index: usize) -> Option<usize> {
    if nowhere::says_by_whom(sentence, index) {
        return None;
    }
    view.marker_end(sentence, index).or_else(|| before_here(view, sentence, index))
}

/// Where a word that is no marker by itself ends before what says where somebody is: `closest to my house`, `moved to
/// Boise`, `visiting Orlando`.
fn before_here(view: &View<'_>, sentence: &Sentence<'_>, index: usize) -> Option<usize> {
    let says_here = || HERE.iter().any(|here| here.len() > 1 && sentence.says(index + 1, here));
    let word = sentence.word(index);
    let before = || index.checked_sub(1).map_or("", |before| sentence.word(before));
    let moved = || word == "to" && matches!(before(), "moved" | "moving" | "relocated");
    // What else may stand there is no place that nobody knows.
    let to = || word == "to" && matches!(before(), "traveling" | "travelling" | "flying" | "headed" | "trip");
    let visits = matches!(word, "visiting" | "visitando") || to();
    let known = || sentence.is_free(index) && view.place_from(sentence, index + 1, word).is_some();
    let begins = matches!(word, "to" | "from" | "of" | "a") && says_here() || moved() || visits && known();
    begins.then_some(index + 1)
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
    if nowhere::is_no_place(view, sentence, marker, end) {
        let here = !weak && nowhere::is_here(sentence.word(end));
        if here {
            return found(What::Here, end..end + 1);
        }
        let word = end + usize::from(nowhere::is_article(sentence.word(end)));
        let named = view.covering(word).next().is_some() || view.says_nothing(sentence, word);
        return if named { None } else { found(What::Nowhere, word..word + 1) };
    }
    let skipped = before_place(sentence, end);
    let direct = view.place_from(sentence, end, sentence.word(marker)).filter(|(words, place)| {
        !matches!(place.form, PlaceForm::City { population } if population < SET_APART)
            || !view.goes_on(sentence, words)
    });
    let behind = view.place_from(sentence, skipped, sentence.word(marker)).filter(|(_, place)| {
        // `the airport` is no city of that name, `the Bronx` and `the village of Airport` are.
        let named = skipped > end + 1 && matches!(sentence.word(skipped - 1), "of" | "de");
        skipped > end
            && (named || !matches!(place.form, PlaceForm::City { population } if population < SET_APART))
    });
    // `downtown Seattle` is not the village of Downtown.
    let further = [direct, behind].into_iter().flatten().max_by_key(|(words, _)| (words.end, words.len()));
    if let Some((words, place)) = further {
        if let Some(unknown) = town_abroad(view, sentence, &words, &place) {
            return found(What::Unknown(unknown), words);
        }
        if let Some((campus, words)) = nowhere::campus(view, sentence, marker, &words, &place) {
            return found(What::Place(campus), words);
        }
        let meant = view.places.overshadowing(&sentence.typed(words.clone()));
        return found(meant.map_or(What::Place(place.place), What::Corrected), words);
    }
    if let Some((campus, words)) = nowhere::campus_called(view, sentence, marker, end..end + 1) {
        return found(What::Place(campus), words);
    }
    if let Some((corrected, words)) = article_and_city(view, sentence, end) {
        return found(What::Corrected(corrected), words);
    }
    if skipped > end {
        return None;
    }
    let words = view.unknown_words(sentence, end, weak)?;
    let Err(unknown) = view.places.resolve(&sentence.typed(words.clone())) else { return None };
    // `Sydney Australia` is no Sidney of ours.
    let abroad = words.len() > 1 && view.is_foreign(sentence, words.end - 1);
    if let Some((corrected, words)) = correct(view, sentence, words.clone()).filter(|_| !abroad) {
        return found(What::Corrected(corrected), words);
    }
    found(What::Unknown(unknown), words)
}

/// Where the words that lead to a place's name end: `downtown`, `the city of`, `el centro de`.
fn before_place(sentence: &Sentence<'_>, from: usize) -> usize {
    let centre = usize::from(sentence.word(from) == "el");
    let in_centre = sentence.says(from + centre, &["centro", "de"]);
    let from = if in_centre { from + centre + 2 } else { from };
    // `la ciudad de Dallas`
    let leads = |index: usize| {
        let word = sentence.word(index);
        let of = word == "de" && matches!(sentence.word(index - 1), "ciudad" | "pueblo" | "area" | "zona");
        is_before_place(word) || index > from && of
    };
    (from..sentence.len()).find(|&index| !leads(index)).unwrap_or(sentence.len())
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
        let words = index..index + place.count;
        let clear = match place.form {
            PlaceForm::Zip => view.is_one(sentence, &words, &place.place),
            PlaceForm::Point => true,
            PlaceForm::CityAndState { population } => !view.is_person(sentence, words.clone(), population),
            PlaceForm::City { .. } | PlaceForm::State => false,
        };
        clear.then_some(Found { what: What::Place(place.place), marker: index, words })
    })
}

/// Five digits, as a ZIP code has.
pub(super) fn is_number(word: &str) -> bool {
    word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit())
}
