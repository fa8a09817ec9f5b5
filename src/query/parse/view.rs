//! What the words of a question may be, seen from where they stand: a place, a marker, a name, or a form of the
//! vocabulary.
//!
//! In: the sentence, its forms of the vocabulary, the gazetteer. Out: answers to the finders of places. Invariant: only
//! looks, takes nothing.

mod states;
mod unknown;

use super::sentence::Sentence;
use super::stop_words;
use super::whereabouts::{BIG_CITY, is_number};
use crate::domain::State;
use crate::places::{Before, CityWord, FoundPlace, Place, PlaceForm, PlaceKind, Places};
use crate::vocabulary::{Match, Meaning, Vocabulary};
use std::cell::OnceCell;
use std::ops::Range;

/// Markers besides those of the vocabulary.
const FURTHER_MARKERS: [&str; 5] = ["at", "outside", "cerca", "between", "entre"];

/// Markers behind a radius: `within 10 miles of`.
const RADIUS_MARKERS: [&str; 6] = ["of", "from", "de", "desde", "around", "to"];

/// Words between a marker and its place.
pub(super) const BEFORE_PLACE: [&str; 16] = [
    "the", "downtown", "city", "el", "la", "ciudad", "of", "zip", "code", "zipcode", "codigo", "postal",
    "town", "township", "village", "borough",
];

/// Words for a part of the place behind them, which is taken whole: `southern California`, `North Dallas`.
const PARTS: [&str; 25] = [
    "greater",
    "central",
    "metro",
    "metropolitan",
    "north",
    "south",
    "east",
    "west",
    "northern",
    "southern",
    "eastern",
    "western",
    "northeast",
    "northwest",
    "southeast",
    "southwest",
    "upstate",
    "rural",
    "suburban",
    "coastal",
    "mid",
    "inner",
    "outer",
    "upper",
    "lower",
];

/// Whether a word may stand between a marker and its place.
pub(super) fn is_before_place(word: &str) -> bool {
    BEFORE_PLACE.contains(&word) || PARTS.contains(&word)
}

/// Whether a word is one for a part of a place.
pub(super) fn is_part(word: &str) -> bool {
    PARTS.contains(&word)
}

/// A misspelt word of the vocabulary with so many letters is seldom somebody's name.
const SURE_LETTERS: usize = 9;

/// Months. Some are also names of small places, are near one, or begin one when run together with the next word: `in
/// March and`.
const MONTHS: [&str; 24] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "enero",
    "febrero",
    "marzo",
    "abril",
    "mayo",
    "junio",
    "julio",
    "agosto",
    "septiembre",
    "octubre",
    "noviembre",
    "diciembre",
];

/// Behind `in`, a misspelt place needs so many letters.
const SURE_PLACE: usize = 6;

/// From so many people on a town is told of that is left out.
const KNOWN: u32 = 20_000;

/// What the finders look at.
pub(super) struct View<'v> {
    pub(super) matches: &'v [Match],
    pub(super) places: &'v Places,
    pub(super) vocabulary: &'v Vocabulary,
    /// The place that begins at each word, once it was looked up.
    begun: Vec<OnceCell<Option<FoundPlace>>>,
}

impl<'v> View<'v> {
    /// A view of so many words.
    pub(super) fn new(
        matches: &'v [Match],
        places: &'v Places,
        vocabulary: &'v Vocabulary,
        words: usize,
    ) -> Self {
        Self { matches, places, vocabulary, begun: vec![OnceCell::new(); words] }
    }

    /// The place or the lone code of a state behind a marker.
    pub(super) fn place_from(
        &self,
        sentence: &Sentence<'_>,
        start: usize,
        marker: &str,
    ) -> Option<(Range<usize>, FoundPlace)> {
        let code = || {
            let place = self
                .lone_code(sentence, start, marker)
                .or_else(|| self.shortened(sentence, start, marker))?;
            Some(FoundPlace { place, count: 1, form: PlaceForm::State })
        };
        let place = self
            .place_at(sentence, start)
            .or_else(|| self.point_behind(sentence, start, marker))
            .or_else(code)?;
        Some((start..start + place.count, place))
    }

    /// The point that two numbers behind a marker are.
    fn point_behind(&self, sentence: &Sentence<'_>, start: usize, marker: &str) -> Option<FoundPlace> {
        let before = match marker {
            "in" | "en" | "by" | "between" | "entre" => Before::In,
            "at" => Before::At,
            _ => Before::Near,
        };
        let (text, tokens) = sentence.text();
        let point = self.places.point_behind(text, tokens, start, before)?;
        (start..start + point.count).all(|word| sentence.is_free(word)).then_some(point)
    }

    /// The place that begins at a free word and that no form of the vocabulary claims.
    pub(super) fn place_at(&self, sentence: &Sentence<'_>, index: usize) -> Option<FoundPlace> {
        let place = self.raw_at(sentence, index)?;
        let free = (index..index + place.count).all(|word| sentence.is_free(word));
        let claimed = self.matches.iter().any(|known| {
            let overlaps = known.first < index + place.count && index < known.first + known.count;
            let whole = known.first <= index && known.count >= place.count;
            overlaps && known.edits == 0 && is_concept(known) && (whole || known.first < index)
        });
        let lone = matches!(place.form, PlaceForm::City { .. } | PlaceForm::State);
        let word = sentence.word(index);
        let landmark = matches!(place.place.kind, PlaceKind::Zip { .. });
        let month = matches!(place.form, PlaceForm::City { .. }) && !landmark && MONTHS.contains(&word);
        if month {
            return None;
        }
        let general = place.count == 1 && (stop_words::is_landmark(word) || is_before_place(word));
        // `Ohio State University` is where a team plays, `Washington State` is the state.
        let next = index + place.count;
        let next = next + usize::from(sentence.word(next) == "state");
        // `Denver airport` is in Denver, `Harvard University` not in the village of Harvard; `Lincoln Center` is in none.
        let big = matches!(place.form, PlaceForm::City { population } if population >= BIG_CITY);
        let sight =
            stop_words::is_landmark(sentence.word(next)) && !big || stop_words::is_sight(sentence.word(next));
        if lone && (general || sight) {
            return None;
        }
        let when = lone && place.count == 1 && stop_words::is_time(word) && !sentence.begins_big(index);
        if when {
            return None;
        }
        // `dc` behind a marker is claimed by the degree, and is the place all the same.
        let short = place.count == 1 && sentence.word(index).len() == 2;
        (free
            && (!claimed
                || short
                || matches!(place.form, PlaceForm::CityAndState { .. })
                    && place.count > 1
                    && !self.is_phrase(index)))
        .then_some(place)
    }

    /// Whether a place with a ZIP code that is read at some words is one as a whole: a town before the code is no part of it
    /// where it lies elsewhere.
    pub(super) fn is_one(&self, sentence: &Sentence<'_>, words: &Range<usize>, place: &Place) -> bool {
        let PlaceKind::Zip { zip, .. } = place.kind else { return true };
        let (_, tokens) = sentence.text();
        let code = zip.to_string();
        let mut read = tokens.get(words.clone()).unwrap_or_default();
        while let Some((last, before)) = read.split_last()
            && !last.text.starts_with(&code)
        {
            read = before;
        }
        let name = read.split_last().map_or(read, |(_code, name)| name);
        name.is_empty() || self.places.belongs(name, zip)
    }

    pub(super) fn raw_at(&self, sentence: &Sentence<'_>, index: usize) -> Option<FoundPlace> {
        let cell = self.begun.get(index).filter(|_| sentence.is_free(index))?;
        let (text, tokens) = sentence.text();
        cell.get_or_init(|| self.places.at(text, tokens, index)).clone()
    }

    /// Whether the name of a village goes on behind it: `Lake Tahoe` is not the village of Lake.
    pub(super) fn goes_on(&self, sentence: &Sentence<'_>, words: &Range<usize>) -> bool {
        let next = sentence.word(words.end);
        sentence.is_free(words.end)
            && !sentence.is_parted(words.end - 1)
            && next.len() > 2
            && next.bytes().all(|letter| letter.is_ascii_alphabetic())
            && self.may_be_name(sentence, words.end)
            && !stop_words::is_title(next)
            && !(self.vocabulary.is_speech(next) || self.vocabulary.is_word(next))
            && self.covering(words.end).next().is_none()
            && self.raw_at(sentence, words.end).is_none()
    }

    /// Whether a place at some words is no accident of what somebody tells: one that people know, or told as one, with its
    /// state, or with a capital behind a marker.
    pub(super) fn is_known(&self, sentence: &Sentence<'_>, marker: usize, words: &Range<usize>) -> bool {
        let small = self
            .raw_at(sentence, words.start)
            .is_some_and(|found| matches!(found.form, PlaceForm::City { population } if population < KNOWN));
        !small || marker < words.start && sentence.is_capitalized(words.start)
    }

    /// Where the marker at a word ends.
    pub(super) fn marker_end(&self, sentence: &Sentence<'_>, index: usize) -> Option<usize> {
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

    pub(super) fn near_me_at(&self, index: usize) -> Option<usize> {
        let known = self.matches.iter().find(|known| known.first == index)?;
        known.meanings.contains(&Meaning::NearMe).then_some(known.count)
    }

    /// Whether a word says that the place before it is in another country: `Toronto, Ontario`, not `Chino, Ontario CA`.
    pub(super) fn is_foreign(&self, sentence: &Sentence<'_>, index: usize) -> bool {
        self.places.is_foreign(sentence.word(index))
            && index > 0
            && (index + 1 >= sentence.len() || sentence.word(index + 1).parse::<State>().is_err())
    }

    /// Whether a city with a state, of so many people, reads as a person with a degree: `Jane Frederick MD`, but neither
    /// `Smith Rockville MD`, because nobody is called so, nor `Smith Washington DC`, because it is so large.
    pub(super) fn is_person(&self, sentence: &Sentence<'_>, words: Range<usize>, population: u32) -> bool {
        let (index, last) = (words.start, words.end - 1);
        let degree = self.degree_at(last);
        let named = index > 0 && self.may_be_name(sentence, index - 1);
        let may_be_called_so = words.len() == 2
            && population < BIG_CITY
            && matches!(self.places.city_word(sentence.word(index)), CityWord::Name | CityWord::Rarely);
        named
            && may_be_called_so
            && (degree || matches!(sentence.word(last), "md" | "pa" | "nd" | "mt"))
            && !sentence.comma_follows(last - 1)
            || index > 0
                && population < BIG_CITY
                && stop_words::is_title(sentence.word(index - 1))
                && !matches!(sentence.word(index - 1), "doctor" | "doctors" | "doc" | "doctora" | "doctores")
    }

    /// Whether a word before a city may be part of a name that goes on with it.
    pub(super) fn may_be_name(&self, sentence: &Sentence<'_>, index: usize) -> bool {
        let word = sentence.word(index);
        stop_words::is_title(word)
            || sentence.is_free(index)
                && !stop_words::is_stop_word(word)
                && !is_number(word)
                && self.covering(index).all(|known| known.edits > 0 && !is_surely_read(known, word))
    }

    /// Whether a word is read already, or says nothing.
    pub(super) fn says_nothing(&self, sentence: &Sentence<'_>, index: usize) -> bool {
        let filler = |known: &Match| known.meanings.contains(&Meaning::Filler);
        !sentence.is_free(index)
            || stop_words::is_stop_word(sentence.word(index))
            || self.covering(index).any(filler)
    }

    /// Whether a word says nothing of what is looked for but whom of it: `female`, `accepting new patients`.
    pub(super) fn narrows(&self, index: usize) -> bool {
        let filter = |meaning: &Meaning| matches!(meaning, Meaning::Filter(_));
        self.covering(index).any(|known| known.edits == 0 && known.meanings.iter().any(filter))
    }

    /// Whether a form that says what is looked for begins at a word.
    pub(super) fn concept_at(&self, index: usize) -> bool {
        self.matches.iter().any(|known| known.first == index && is_concept(known))
    }

    /// Whether a profession is named at a word.
    pub(super) fn specialty_at(&self, index: usize) -> bool {
        let specialty = |meaning: &Meaning| matches!(meaning, Meaning::Specialty(_));
        self.covering(index).any(|known| known.edits == 0 && known.meanings.iter().any(specialty))
    }

    /// Whether a complaint is named at a word.
    pub(super) fn condition_at(&self, index: usize) -> bool {
        let condition = |meaning: &Meaning| matches!(meaning, Meaning::Condition(_));
        self.covering(index).any(|known| known.edits == 0 && known.meanings.iter().any(condition))
    }

    /// Whether a form that says what is looked for ends before a word.
    pub(super) fn concept_before(&self, index: usize) -> bool {
        index.checked_sub(1).is_some_and(|before| self.covering(before).any(is_concept))
    }

    /// Whether a degree stands at a word.
    pub(super) fn degree_at(&self, index: usize) -> bool {
        let degree = |meaning: &Meaning| matches!(meaning, Meaning::Credential { .. });
        self.covering(index).any(|known| known.meanings.iter().any(degree))
    }

    pub(super) fn is_phrase(&self, index: usize) -> bool {
        self.covering(index).any(|known| known.count > 1 && known.edits == 0 && is_concept(known))
    }

    pub(super) fn is_longer_match(&self, index: usize, count: usize) -> bool {
        self.covering(index).any(|known| known.first + known.count > index + count && is_concept(known))
    }

    pub(super) fn covering(&self, index: usize) -> impl Iterator<Item = &Match> {
        self.matches.iter().filter(move |known| (known.first..known.first + known.count).contains(&index))
    }
}

/// Whether a misspelt form is long enough to be no name: `accupuncturist`, `phisical therepist`.
fn is_surely_read(known: &Match, word: &str) -> bool {
    is_concept(known) && (known.count > 1 || word.len() >= SURE_LETTERS)
}

/// Whether a word behind `in` says when: `in march`, `in 2019`.
fn is_date(word: &str) -> bool {
    let year = word.len() == 4 && word.parse().is_ok_and(|year: u16| (1950..=2030).contains(&year));
    MONTHS.contains(&word) || year
}

/// Whether a form says whom or what is looked for, rather than where or nothing.
pub(super) fn is_concept(known: &Match) -> bool {
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
