//! Typed text to [`Intent`]: never fails, invents nothing.
//!
//! In: what a person typed. Out: an [`Intent`] and notices about what it cannot carry. Steps, each taking words out of
//! the [`Sentence`] and saying for what: an NPI, a radius, a place, then meanings of the vocabulary, then words of
//! names. Invariant: each word is understood, left over for names, ignored and said to be, or a stop word; no word is
//! two of these, and the intent's spans tell which.

mod behind;
mod compared;
mod complaints;
mod doctor;
mod gender;
mod leftovers;
mod meaning;
mod negation;
mod numbers;
mod radius;
mod regions;
mod rejected;
mod sentence;
mod spoken;
mod stop_words;
mod surgery;
mod tongue;
mod view;
mod whereabouts;

use super::answer::Notice;
use super::intent::Intent;
use super::span::{Fate, SpanKind};
use crate::domain::Npi;
use crate::places::{PlaceKind, Places};
use crate::vocabulary::{Lang, Told, Vocabulary};
pub(super) use leftovers::NEGATION_REACH;
use sentence::Sentence;
pub(super) use stop_words::{is_article, is_generation, is_negation, is_title};

/// Code of the notice that a radius could not be used.
pub(super) const RADIUS_IGNORED: &str = "radius_ignored";

/// Code of the notice that a travel time was taken for a distance.
pub(super) const RADIUS_FROM_TIME: &str = "radius_from_time";

/// Code of the notice that no list states what was asked for.
pub(super) const FILTER_NOT_LISTED: &str = "filter_not_listed";

/// Reads what a person typed. Never fails: what is not understood becomes words left over, ignored words or a
/// [`Notice`]. Notices are in English; `message` has their words in other languages.
///
/// # Complexity
/// Linear in the words, of which at most 64 are read.
pub fn parse(text: &str, vocabulary: &Vocabulary, places: &Places) -> (Intent, Vec<Notice>) {
    parse_known(text, vocabulary, places, Known::default())
}

/// What is known of a text before it is read.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Known<'k> {
    /// Whether a place is given apart from it: a town's name alone, where it is a small town's, is somebody's name then, and
    /// nothing unmarked is put right to a town.
    pub(super) beside: bool,
    /// The numbers of its words that are somebody's name, whatever else they may be.
    pub(super) names: &'k [usize],
}

/// The label of the place that [`parse`] reads in a text: the first one counts, so that nothing behind it is looked at.
pub(super) fn place_in(text: &str, vocabulary: &Vocabulary, places: &Places) -> Option<String> {
    // A town behind its state takes the state's place.
    let settled = |intent: &Intent| {
        intent.place.as_ref().is_some_and(|reading| !matches!(reading.concept.kind, PlaceKind::State(_)))
    };
    let read = read_until(text, (vocabulary, places), settled);
    read.intent.place.map(|reading| reading.concept.label)
}

/// Whether [`parse`] reads a place in a text, or one that nobody knows.
pub(super) fn names_place(text: &str, vocabulary: &Vocabulary, places: &Places) -> bool {
    let named = |intent: &Intent| intent.place.is_some() || intent.unknown_place.is_some();
    named(&read_until(text, (vocabulary, places), named).intent)
}

/// Reads the place, at least as far as it is enough.
fn read_until<'t>(
    text: &'t str,
    (vocabulary, places): (&Vocabulary, &Places),
    enough: fn(&Intent) -> bool,
) -> Begun<'t> {
    let mut begun = Begun::new(text, vocabulary);
    let gazetteer = whereabouts::Gazetteer { places, beside: false };
    let Begun { sentence, intent, told, .. } = &mut begun;
    whereabouts::read_until(sentence, vocabulary, gazetteer, told, (intent, enough));
    begun
}

/// A text of which numbers and distances are read.
struct Begun<'t> {
    sentence: Sentence<'t>,
    intent: Intent,
    codes: Vec<&'static str>,
    told: Told,
}

impl<'t> Begun<'t> {
    fn new(text: &'t str, vocabulary: &Vocabulary) -> Self {
        let mut intent = Intent::default();
        let mut codes: Vec<&'static str> = Vec::new();
        let (mut sentence, rest) = Sentence::new(text);
        if let Some(rest) = rest {
            intent.cut = true;
            intent.ignored.push(rest);
        }
        read_npi(&mut sentence, &mut intent);
        let said = radius::read(&mut sentence);
        intent.radius = said.reach;
        intent.ignored.extend(said.ignored);
        if said.refused {
            codes.push(RADIUS_IGNORED);
        }
        if said.timed {
            codes.push(RADIUS_FROM_TIME);
        }
        let told = sentence.told(vocabulary);
        Self { sentence, intent, codes, told }
    }
}

/// [`parse`] of a text of which something is known.
pub(super) fn parse_known(
    text: &str,
    vocabulary: &Vocabulary,
    places: &Places,
    Known { beside, names }: Known<'_>,
) -> (Intent, Vec<Notice>) {
    let Begun { mut sentence, mut intent, mut codes, told } = Begun::new(text, vocabulary);
    for &word in names {
        let name = sentence.word(word).to_owned();
        sentence.take(word..word + 1, Fate::one(SpanKind::Name, name));
    }
    let gazetteer = whereabouts::Gazetteer { places, beside };
    whereabouts::read(&mut sentence, vocabulary, gazetteer, &told, &mut intent);
    if meaning::read(&mut sentence, vocabulary, &told, &mut intent) {
        codes.push(FILTER_NOT_LISTED);
    }
    surgery::read(&mut sentence, vocabulary, &mut intent);
    tongue::read(&mut sentence, vocabulary, &mut intent);
    regions::read(&mut sentence, vocabulary, &mut intent);
    leftovers::read(&mut sentence, (vocabulary, places), &mut intent);
    intent.spans = sentence.into_spans();
    intent.near_me &= intent.place.is_none();
    let notice = |code| Notice { code, message: message(code, Lang::En).unwrap_or_default().to_owned() };
    (intent, codes.into_iter().map(notice).collect())
}

/// What a notice of [`parse`] says in a language; `None` for codes that are not its own.
pub(super) fn message(code: &str, lang: Lang) -> Option<&'static str> {
    match (code, lang) {
        (RADIUS_IGNORED, Lang::En) => Some(
            "The distance was not used: it has to be in miles or kilometers, above 0 and at most 100 miles.",
        ),
        (RADIUS_IGNORED, Lang::Es) => Some(
            "No se usó la distancia: debe darse en millas o kilómetros, ser mayor que 0 y de 100 millas como máximo.",
        ),
        (RADIUS_FROM_TIME, Lang::En) => Some(
            "The travel time was taken for a distance as the crow flies: 30 miles an hour by car, 3 on foot.",
        ),
        (RADIUS_FROM_TIME, Lang::Es) => Some(
            "El tiempo de viaje se tomó como distancia en línea recta: 30 millas por hora en coche, 3 a pie.",
        ),
        (FILTER_NOT_LISTED, Lang::En) => Some(
            "Part of the question asks for something the lists do not state, so it was left out. Ask the practice.",
        ),
        (FILTER_NOT_LISTED, Lang::Es) => Some(
            "Una parte de la pregunta pide algo que las listas no indican, así que no se tuvo en cuenta. Pregunte en el consultorio.",
        ),
        _ => None,
    }
}

/// Ten digits that check are a provider's number, with or without `npi` before them.
fn read_npi(sentence: &mut Sentence<'_>, intent: &mut Intent) {
    for index in 0..sentence.len() {
        let Ok(npi) = sentence.word(index).parse::<Npi>() else { continue };
        let from = if index > 0 && sentence.word(index - 1) == "npi" { index - 1 } else { index };
        if intent.npi.is_some() {
            intent.ignored.push(sentence.ignore(from..index + 1));
        } else {
            intent.npi = Some(npi);
            sentence.take(from..index + 1, Fate::one(SpanKind::Npi, npi.to_string()));
        }
    }
}

#[cfg(test)]
mod accounts;
mod around;
#[cfg(test)]
mod tests;
