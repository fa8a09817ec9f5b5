//! States by their codes and short forms, which are words too.
//!
//! In: the sentence, and a word of it. Out: the state, or the city that is called like one. Invariant: a word such as `or`,
//! `la` or `mass` is a place only where it can hardly be the word.

use super::super::sentence::Sentence;
use super::super::stop_words;
use super::{View, is_concept};
use crate::domain::State;
use crate::places::{Place, PlaceKind};
use crate::vocabulary::{Match, Meaning};

/// Short forms of states that are no name and no word.
const SURELY_STATES: [&str; 12] =
    ["ariz", "calif", "colo", "fla", "kans", "minn", "nebr", "okla", "oreg", "penna", "tenn", "wisc"];

impl View<'_> {
    /// A state by its code alone. Without a marker it has to be in capitals and nothing else; behind one, capitals or
    /// a code that is no everyday word will do.
    pub(in super::super) fn lone_code(
        &self,
        sentence: &Sentence<'_>,
        index: usize,
        marker: &str,
    ) -> Option<Place> {
        let word = sentence.word(index);
        word.parse::<State>().ok().filter(|_| sentence.is_free(index))?;
        let everyday = stop_words::is_everyday(word) || stop_words::is_stop_word(word);
        let shouted = sentence.is_shouted(index);
        // `chiropractor la`: an article leads to something.
        if word == "la" && marker.is_empty() && !shouted && self.is_lone_article(sentence, index) {
            return self.places.resolve(word).ok().map(city_first);
        }
        let meant = match marker {
            // `treated by MD`: the degree.
            // `PA chiropractor` is in Pennsylvania, an assistant of physicians is no chiropractor.
            "" if word == "pa" && index == 0 && shouted && self.concept_at(1) => true,
            "" | "by" => (shouted || !everyday) && !self.covering(index).any(is_concept),
            "in" | "near" | "around" | "outside" | "at" => {
                shouted || !everyday || word == "la" || word == "pa" || word == "va"
            }
            _ => shouted || !everyday,
        };
        if meant { self.places.resolve(word).ok() } else { None }
    }

    /// Whether an article stands where it leads to nothing: it ends the text behind what is looked for, or begins it before
    /// a profession in English.
    fn is_lone_article(&self, sentence: &Sentence<'_>, index: usize) -> bool {
        let ends =
            index + 1 == sentence.len() && self.concept_before(index) && !sentence.is_parted(index - 1);
        let english = |known: &Match| {
            known.first == 1
                && known.meanings.iter().any(|meaning| match meaning {
                    Meaning::Specialty(id) => {
                        let label = self.vocabulary.specialty(*id).label.to_lowercase();
                        known.edits == 0 && label.starts_with(sentence.word(1))
                    }
                    _ => false,
                })
        };
        ends || index == 0 && self.matches.iter().any(english)
    }

    /// A state by a short form that is a word, too, behind a marker and with a capital, `in Mass`; without one only where
    /// its point follows, it is nothing else, or it ends a text behind a town: `chiropractor Wash.`, `chiropractor Ariz`,
    /// `Dr Smith bradford mass`.
    pub(in super::super) fn shortened(
        &self,
        sentence: &Sentence<'_>,
        index: usize,
        marker: &str,
    ) -> Option<Place> {
        let word = sentence.word(index);
        let behind_town = || index + 1 == sentence.len() && self.is_town(sentence, index.wrapping_sub(1));
        let surely = || SURELY_STATES.contains(&word) || sentence.point_follows(index) || behind_town();
        let leads_on = matches!(marker, "in" | "near" | "around" | "outside");
        let stands = (leads_on && sentence.is_capitalized(index) || marker.is_empty() && surely())
            && word.len() > 2
            && sentence.is_free(index)
            && !self.covering(index).any(is_concept);
        let place = if stands { self.places.known(word)? } else { return None };
        matches!(place.kind, PlaceKind::State(_)).then_some(place)
    }

    /// Whether a word is some town's name and no other word.
    fn is_town(&self, sentence: &Sentence<'_>, index: usize) -> bool {
        let word = sentence.word(index);
        let town =
            || self.places.known(word).is_some_and(|place| matches!(place.kind, PlaceKind::City { .. }));
        sentence.is_free(index)
            && word.len() > 3
            && !(self.vocabulary.is_word(word) || self.vocabulary.is_speech(word))
            && !self.covering(index).any(is_concept)
            && town()
    }
}

/// A large city that is called like a state, where nothing says that it is the state: `la` is oftener Los Angeles.
fn city_first(mut state: Place) -> Place {
    let is_city = |place: &Place| matches!(place.kind, PlaceKind::City { .. });
    let Some(city) = state.alternatives.iter().position(is_city) else { return state };
    let mut city = state.alternatives.remove(city);
    city.alternatives = std::mem::take(&mut state.alternatives);
    city.alternatives.insert(0, state);
    city
}
