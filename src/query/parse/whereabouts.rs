//! Where, in words: `near 15213`, `in Austin TX`, `Boston` at the end, `near me`, and places that nobody knows.
//!
//! In: the sentence, vocabulary and gazetteer. Out: the intent's place, unknown place or `near_me`; their words are
//! taken. Invariants: a word that the vocabulary knows is no city unless a longer place name holds it; a short word
//! such as `do`, `or` or `md` is a state only behind a marker or a city; the first place counts, further ones are
//! ignored.

use super::super::intent::{Intent, Reading};
use super::sentence::Sentence;
use super::stop_words;
use crate::domain::State;
use crate::places::{FoundPlace, Place, PlaceForm, Places, UnknownPlace};
use crate::vocabulary::{Match, Meaning, Vocabulary};
use std::ops::Range;

/// Markers that often stand before something else than a place.
const WEAK_MARKERS: [&str; 5] = ["in", "en", "by", "at", "de"];

/// Markers besides those of the vocabulary.
const FURTHER_MARKERS: [&str; 3] = ["at", "outside", "cerca"];

/// Markers behind a radius: `within 10 miles of`.
const RADIUS_MARKERS: [&str; 6] = ["of", "from", "de", "desde", "around", "to"];

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

/// Words between a marker and its place.
const BEFORE_PLACE: [&str; 14] = [
    "the", "downtown", "greater", "central", "city", "el", "la", "ciudad", "of", "zip", "code", "zipcode",
    "codigo", "postal",
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

/// The most words of a place that nobody knows.
const MAX_UNKNOWN_WORDS: usize = 4;

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

/// What the finders look at.
struct View<'v> {
    matches: &'v [Match],
    places: &'v Places,
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

impl View<'_> {
    /// The place or the lone code of a state behind a marker.
    fn place_from(
        &self,
        sentence: &Sentence<'_>,
        start: usize,
        marker: &str,
    ) -> Option<(Range<usize>, FoundPlace)> {
        let code = || {
            let place = self.lone_code(sentence, start, marker)?;
            Some(FoundPlace { place, count: 1, form: PlaceForm::State })
        };
        let place = self.place_at(sentence, start).or_else(code)?;
        Some((start..start + place.count, place))
    }

    /// The place that begins at a free word and that no form of the vocabulary claims.
    fn place_at(&self, sentence: &Sentence<'_>, index: usize) -> Option<FoundPlace> {
        let place = self.raw_at(sentence, index)?;
        let free = (index..index + place.count).all(|word| sentence.is_free(word));
        let claimed = self.matches.iter().any(|known| {
            let overlaps = known.first < index + place.count && index < known.first + known.count;
            let whole = known.first <= index && known.count >= place.count;
            overlaps && known.edits == 0 && is_concept(known) && (whole || known.first < index)
        });
        let lone = matches!(place.form, PlaceForm::City { .. } | PlaceForm::State);
        let word = sentence.word(index);
        let general = place.count == 1 && (stop_words::is_landmark(word) || BEFORE_PLACE.contains(&word));
        if lone && (general || stop_words::is_landmark(sentence.word(index + place.count))) {
            return None;
        }
        // `dc` behind a marker is claimed by the degree, and is the place all the same.
        let short = place.count == 1 && sentence.word(index).len() == 2;
        (free
            && (!claimed
                || short
                || place.form == PlaceForm::CityAndState && place.count > 1 && !self.is_phrase(index)))
        .then_some(place)
    }

    fn raw_at(&self, sentence: &Sentence<'_>, index: usize) -> Option<FoundPlace> {
        let (text, tokens) = sentence.text();
        if sentence.is_free(index) { self.places.at(text, tokens, index) } else { None }
    }

    /// A state by its code alone. Without a marker it has to be in capitals and nothing else; behind one, capitals or
    /// a code that is no everyday word will do.
    fn lone_code(&self, sentence: &Sentence<'_>, index: usize, marker: &str) -> Option<Place> {
        let word = sentence.word(index);
        word.parse::<State>().ok().filter(|_| sentence.is_free(index))?;
        let everyday = stop_words::is_everyday(word) || stop_words::is_stop_word(word);
        let shouted = sentence.is_shouted(index);
        let meant = match marker {
            "" => (shouted || !everyday) && !self.covering(index).any(is_concept),
            // `treated by MD`: the degree.
            "by" => (shouted || !everyday) && !self.covering(index).any(is_concept),
            "in" | "near" | "around" | "outside" | "at" => {
                shouted || !everyday || word == "la" || word == "pa" || word == "va"
            }
            _ => shouted || !everyday,
        };
        if meant { self.places.resolve(word).ok() } else { None }
    }

    /// Where the marker at a word ends.
    fn marker_end(&self, sentence: &Sentence<'_>, index: usize) -> Option<usize> {
        if !sentence.is_free(index) {
            return None;
        }
        let known = self.matches.iter().find(|known| {
            known.first == index && known.edits == 0 && known.meanings.contains(&Meaning::PlaceMarker)
        });
        let word = sentence.word(index);
        let behind_radius = index > 0 && !sentence.is_free(index - 1) && RADIUS_MARKERS.contains(&word);
        let further = FURTHER_MARKERS.contains(&word) && !self.covering(index).any(is_concept);
        known.map(|known| index + known.count).or_else(|| (further || behind_radius).then_some(index + 1))
    }

    fn near_me_at(&self, index: usize) -> Option<usize> {
        let known = self.matches.iter().find(|known| known.first == index)?;
        known.meanings.contains(&Meaning::NearMe).then_some(known.count)
    }

    /// The words behind a marker that stand for a place we do not know: up to the next word with a meaning. Behind
    /// weak markers something must show that a place was meant.
    fn unknown_words(&self, sentence: &Sentence<'_>, from: usize, weak: bool) -> Option<Range<usize>> {
        let is_plain = |&index: &usize| {
            let word = sentence.word(index);
            let code = index > from && word.parse::<State>().is_ok();
            let known = self.covering(index).any(|known| known.edits == 0);
            sentence.is_free(index)
                && (code || !(known || stop_words::is_stop_word(word) || stop_words::is_body(word)))
        };
        let count = (from..sentence.len()).take(MAX_UNKNOWN_WORDS).take_while(is_plain).count();
        let words = from..from + count;
        let last = words.end.checked_sub(1).filter(|_| count > 0)?;
        let with_state = count > 1 && sentence.word(last).parse::<State>().is_ok();
        let (_, tokens) = sentence.text();
        let ends_text = (words.end..sentence.len()).all(|later| self.says_nothing(sentence, later));
        // `Back in Motion` is a practice, `chiropractor in Xyzzy` a place.
        let of_concept = from > 1 && self.covering(from - 2).any(is_concept);
        let meant = !weak
            || with_state
            || (sentence.is_capitalized(from) && ends_text && of_concept)
            || self.places.is_misspelled(tokens.get(words.clone()).unwrap_or_default());
        meant.then_some(words)
    }

    /// Whether a city with a state reads as a person with a degree: `Jane Frederick MD`.
    fn is_person(&self, sentence: &Sentence<'_>, index: usize, count: usize) -> bool {
        let last = index + count - 1;
        let degree = self
            .covering(last)
            .any(|known| known.meanings.iter().any(|meaning| matches!(meaning, Meaning::Credential { .. })));
        let named = index > 0 && self.may_be_name(sentence, index - 1);
        named
            && (degree || matches!(sentence.word(last), "md" | "pa" | "nd" | "mt"))
            && !sentence.comma_follows(last - 1)
            || index > 0 && stop_words::is_title(sentence.word(index - 1))
    }

    /// Whether a word before a city may be part of a name that goes on with it.
    fn may_be_name(&self, sentence: &Sentence<'_>, index: usize) -> bool {
        let word = sentence.word(index);
        stop_words::is_title(word)
            || sentence.is_free(index)
                && !stop_words::is_stop_word(word)
                && !is_number(word)
                && self.covering(index).all(|known| known.edits > 0)
    }

    /// Whether a word is read already, or says nothing.
    fn says_nothing(&self, sentence: &Sentence<'_>, index: usize) -> bool {
        let filler = |known: &Match| known.meanings.contains(&Meaning::Filler);
        !sentence.is_free(index)
            || stop_words::is_stop_word(sentence.word(index))
            || self.covering(index).any(filler)
    }

    /// Whether a form that says what is looked for begins at a word.
    fn concept_at(&self, index: usize) -> bool {
        self.matches.iter().any(|known| known.first == index && is_concept(known))
    }

    fn is_phrase(&self, index: usize) -> bool {
        self.covering(index).any(|known| known.count > 1 && known.edits == 0 && is_concept(known))
    }

    fn is_longer_match(&self, index: usize, count: usize) -> bool {
        self.covering(index).any(|known| known.first + known.count > index + count && is_concept(known))
    }

    fn covering(&self, index: usize) -> impl Iterator<Item = &Match> {
        self.matches.iter().filter(move |known| (known.first..known.first + known.count).contains(&index))
    }
}

/// Whether a form says whom or what is looked for, rather than where or nothing.
fn is_concept(known: &Match) -> bool {
    known.meanings.iter().any(|meaning| match meaning {
        Meaning::Specialty(_)
        | Meaning::Condition(_)
        | Meaning::Technique(_)
        | Meaning::Credential { .. }
        | Meaning::Filter(_)
        | Meaning::OutOfScope(_) => true,
        Meaning::Nearest
        | Meaning::Filler
        | Meaning::PlaceMarker
        | Meaning::RadiusMarker
        | Meaning::NearMe
        | Meaning::Collision => false,
    })
}

/// Five digits, as a ZIP code has.
fn is_number(word: &str) -> bool {
    word.len() == 5 && word.bytes().all(|byte| byte.is_ascii_digit())
}
