//! Candidates of each kind for what is being typed, with how likely each is meant.
//!
//! In: a [`Scene`]: text, place, vocabulary, gazetteer, generation. Out: [`Candidate`]s in no order. Strengths are
//! judgement, kept by the table of `tests/it/suggest.rs`.

use super::mix::{Candidate, Source};
use super::remembered::Remembered;
use super::typed::{PlaceStart, Typed};
use super::{MAX_SUGGESTIONS, Suggestion, SuggestionKind};
use crate::domain::LatLon;
use crate::index::{IndexError, Snapshot};
use crate::places::{PlaceCompletion, Places};
use crate::query::request::{SearchRequest, SuggestRequest};
use crate::vocabulary::{Completion, Fit, Sought, Tier, Vocabulary};
use std::cell::RefCell;

/// Corrections are looked for where fewer suggestions than this are spelled as typed.
const FEW: usize = 3;

/// What a further suggestion of a kind is less likely than the one before.
const NEXT: f64 = 0.08;

/// What a suggestion is less likely behind words that say nothing to a search, and how many of a kind are offered then.
const ODD: f64 = 0.3;
const MOST_ODD: u32 = 3;

/// The kinds of the vocabulary.
const WORDS: [SuggestionKind; 3] =
    [SuggestionKind::Specialty, SuggestionKind::Condition, SuggestionKind::Technique];

/// The kinds of names.
const NAMED: [SuggestionKind; 2] = [SuggestionKind::Person, SuggestionKind::Organization];

/// What an empty box offers behind the core specialties.
///
/// # Source
/// Judgement: the complaints for which most people come, back pain before all.
const COMPLAINTS: [&str; 5] = ["low_back_pain", "neck_pain", "sciatica", "tension_headache", "whiplash"];

/// All that completion looks at.
#[derive(Debug)]
pub(super) struct Scene<'s> {
    pub(super) request: &'s SuggestRequest,
    pub(super) typed: Typed<'s>,
    pub(super) near: Option<LatLon>,
    pub(super) vocabulary: &'s Vocabulary,
    pub(super) places: &'s Places,
    pub(super) snapshot: &'s Snapshot,
    pub(super) remembered: &'s Remembered,
    /// Corrections of the words from one on, which are asked for twice.
    pub(super) corrected: RefCell<Vec<(usize, Vec<Completion>)>>,
}

impl Scene<'_> {
    /// Candidates of all kinds asked for.
    ///
    /// # Errors
    /// [`IndexError`] when names cannot be looked up.
    pub(super) fn candidates(&self) -> Result<Vec<Candidate>, IndexError> {
        let mut all = if self.typed.tokens.is_empty() {
            self.of_nothing()
        } else {
            match self.typed.place {
                Some(start) => {
                    let marked = self.marked(start);
                    if marked.is_empty() { self.unmarked()? } else { marked }
                }
                None => self.unmarked()?,
            }
        };
        let kinds = &self.request.kinds;
        all.retain(|candidate| kinds.is_empty() || kinds.contains(&candidate.suggestion.kind));
        // What is longer than a question may be cannot be searched.
        all.retain(|candidate| {
            let insert = &candidate.suggestion.insert;
            insert.len() <= SearchRequest::MAX_Q || insert.chars().count() <= SearchRequest::MAX_Q
        });
        Ok(all)
    }

    /// Whether any of these kinds is asked for.
    fn wants(&self, kinds: &[SuggestionKind]) -> bool {
        self.request.kinds.is_empty() || kinds.iter().any(|kind| self.request.kinds.contains(kind))
    }

    /// What an empty box offers: the core specialties and the commonest complaints.
    fn of_nothing(&self) -> Vec<Candidate> {
        let specialties = self.vocabulary.specialties().iter().filter(|row| row.tier == Tier::Core);
        let specialties = specialties.map(|row| Sought::Specialty(row.row));
        let complaints = COMPLAINTS.iter().filter_map(|id| self.vocabulary.condition_id(id));
        let all = specialties.chain(complaints.map(Sought::Condition)).take(MAX_SUGGESTIONS);
        let completion = |sought| Completion { sought, edits: 0, fit: Fit::Label };
        (0..)
            .zip(all)
            .map(|(place, sought)| self.of_words(completion(sought), "", strength(2.0, place)))
            .collect()
    }

    /// Places behind a marker or of digits, and phrases of the vocabulary that the marker is part of.
    fn marked(&self, start: PlaceStart) -> Vec<Candidate> {
        let tokens = self.typed.tokens.get(start.first..).unwrap_or_default();
        let mut places = self.places.complete(tokens, self.near, MAX_SUGGESTIONS);
        if places.is_empty() {
            places = self.places.correct_completion(tokens, self.near, MAX_SUGGESTIONS);
        }
        let kept = self.typed.kept(start.first);
        let places = (0..).zip(places).map(|(place, found)| of_place(found, kept, strength(1.5, place)));
        let mut all: Vec<Candidate> = places.collect();
        if start.marker > 0 && !all.is_empty() {
            let spanning = self.typed.beginnings().filter(|from| *from < start.marker);
            let (_, found) = self.complete_from(spanning);
            all.extend(self.words_of(found, if start.weak { 1.9 } else { 1.2 }));
        }
        all
    }

    fn unmarked(&self) -> Result<Vec<Candidate>, IndexError> {
        let (longest, words) = self.complete_from(self.typed.beginnings());
        let mut all: Vec<Candidate> = self.words_of(words, 0.95).collect();
        if self.wants(&[SuggestionKind::Place]) {
            all.extend(self.unmarked_places(longest));
        }
        if self.wants(&NAMED) {
            all.extend(self.names(false)?);
        }
        if all.iter().filter(|candidate| candidate.suggestion.typo == 0).count() < FEW {
            self.add_corrections(&mut all)?;
        }
        Ok(all)
    }

    /// Completions of the vocabulary: those of the longest end of the text that goes on, right or, of several words,
    /// misspelt; then, behind a whole form, those of what begins anew. Says where the longest began.
    fn complete_from(
        &self,
        beginnings: impl Iterator<Item = usize>,
    ) -> (Option<usize>, Vec<(usize, Completion)>) {
        let last = self.typed.tokens.len().saturating_sub(1);
        let mut longest = None;
        let mut found: Vec<(usize, Completion)> = Vec::new();
        for from in beginnings {
            if longest.is_some() && !self.typed.begins_anew(from) {
                continue;
            }
            let words = self.typed.words(from);
            let lang = self.request.lang;
            let mut completions = self.vocabulary.complete(&words, self.typed.open, lang, MAX_SUGGESTIONS);
            if completions.is_empty() && from < last && longest.is_none() {
                completions = self.corrections(from);
            }
            if longest.is_none() && !completions.is_empty() {
                longest = Some(from);
            }
            for completion in completions {
                let known = found.iter().any(|(_, known)| known.sought == completion.sought);
                if !known && !self.typed.meant_before(from).any(|meant| meant == completion.sought) {
                    found.push((from, completion));
                }
            }
        }
        (longest, found)
    }

    /// Corrections of the vocabulary for the words from one on.
    fn corrections(&self, from: usize) -> Vec<Completion> {
        let mut known = self.corrected.borrow_mut();
        if let Some((_, found)) = known.iter().find(|(own, _)| *own == from) {
            return found.clone();
        }
        let words = self.typed.words(from);
        let found = self.vocabulary.correct_completion(&words, self.request.lang, MAX_SUGGESTIONS);
        known.push((from, found.clone()));
        found
    }

    /// Candidates of the vocabulary, by how much of the text they take in and whether the rest is understood.
    fn words_of(&self, found: Vec<(usize, Completion)>, first: f64) -> impl Iterator<Item = Candidate> {
        (0..).zip(found).filter_map(move |(place, (from, completion))| {
            let inside = if completion.fit == Fit::Inside { 0.15 } else { 0.0 };
            let odd = self.typed.is_odd_before(from, self.vocabulary);
            let strength = strength(first - inside - if odd { ODD } else { 0.0 }, place);
            let offered = (!odd || place < MOST_ODD) && self.stays_apart(completion.sought, from);
            offered.then(|| self.of_words(completion, self.typed.kept(from), strength))
        })
    }

    /// Places without a marker; behind words that mean something else only where these end a form.
    fn unmarked_places(&self, longest: Option<usize>) -> Vec<Candidate> {
        for from in self.typed.beginnings() {
            let part_of_phrase = longest.is_some_and(|longest| longest < from);
            if (part_of_phrase && !self.typed.begins_anew(from)) || self.typed.follows_title(from) {
                continue;
            }
            let tokens = self.typed.tokens.get(from..).unwrap_or_default();
            let found = self.places.complete(tokens, self.near, MAX_SUGGESTIONS);
            if !found.is_empty() {
                return self.places_of(found, from);
            }
        }
        Vec::new()
    }

    /// Candidates of places that begin at a word.
    fn places_of(&self, found: Vec<PlaceCompletion>, from: usize) -> Vec<Candidate> {
        let (words, kept) = (self.typed.words(from), self.typed.kept(from));
        let several = if words.contains(' ') { 0.2 } else { 0.0 };
        let odd = self.typed.is_odd_before(from, self.vocabulary);
        let offered = (0_u32..).zip(found).take_while(|(place, _)| !odd || *place < MOST_ODD);
        let placed = offered.map(|(place, found)| {
            let first = place_strength(&found, words.len()) + several - if odd { ODD } else { 0.0 };
            of_place(found, kept, strength(first, place))
        });
        placed.collect()
    }

    /// Corrections of words, then of places, then of names: the next only where the one before finds none.
    fn add_corrections(&self, all: &mut Vec<Candidate>) -> Result<(), IndexError> {
        let has = |all: &[Candidate], kinds: &[SuggestionKind]| {
            all.iter()
                .any(|candidate| candidate.suggestion.typo == 0 && kinds.contains(&candidate.suggestion.kind))
        };
        if self.wants(&WORDS) && !has(all, &WORDS) {
            let corrected = self.typed.beginnings().find_map(|from| {
                let found = self.corrections(from);
                (!found.is_empty()).then_some((from, found))
            });
            if let Some((from, found)) = corrected {
                let before: Vec<Sought> = self.typed.meant_before(from).collect();
                let new = found.into_iter().filter(|completion| !before.contains(&completion.sought));
                all.extend(self.words_of(new.map(|completion| (from, completion)).collect(), 0.95));
            }
        }
        let worded =
            self.wants(&WORDS) && all.iter().any(|candidate| WORDS.contains(&candidate.suggestion.kind));
        if self.wants(&[SuggestionKind::Place]) && !worded && !has(all, &[SuggestionKind::Place]) {
            all.extend(self.corrected_places());
        }
        if self.wants(&NAMED) && all.is_empty() {
            all.extend(self.names(true)?);
        }
        Ok(())
    }

    fn corrected_places(&self) -> Vec<Candidate> {
        for from in self.typed.beginnings().filter(|from| !self.typed.follows_title(*from)) {
            let tokens = self.typed.tokens.get(from..).unwrap_or_default();
            let found = self.places.correct_completion(tokens, self.near, MAX_SUGGESTIONS);
            if !found.is_empty() {
                return self.places_of(found, from);
            }
        }
        Vec::new()
    }

    fn of_words(&self, completion: Completion, kept: &str, strength: f64) -> Candidate {
        let kind = match completion.sought {
            Sought::Specialty(_) => SuggestionKind::Specialty,
            Sought::Condition(_) => SuggestionKind::Condition,
            Sought::Technique(_) => SuggestionKind::Technique,
        };
        let lang = self.request.lang;
        let (id, label) = self.vocabulary.sought_names(completion.sought, lang);
        let insert = format!("{kept}{}", self.vocabulary.insertion(completion.sought, lang));
        let suggestion =
            Suggestion { kind, id: id.to_owned(), label: label.to_owned(), insert, typo: completion.edits };
        Candidate { suggestion, strength, source: Source::Words }
    }
}

/// The strength of the suggestion at a place among its kind.
pub(super) fn strength(first: f64, place: u32) -> f64 {
    first - NEXT * f64::from(place)
}

fn of_place(found: PlaceCompletion, kept: &str, strength: f64) -> Candidate {
    let source = Source::Place(found.number);
    let suggestion = Suggestion {
        kind: SuggestionKind::Place,
        id: found.label.clone(),
        insert: format!("{kept}{}", found.label),
        label: found.label,
        typo: found.edits,
    };
    Candidate { suggestion, strength, source }
}

/// A city is the likelier meant the larger it is and the more of it is typed.
fn place_strength(found: &PlaceCompletion, letters: usize) -> f64 {
    let size = match found.population {
        1_000_000.. => 0.92,
        250_000.. => 0.8,
        100_000.. => 0.7,
        20_000.. => 0.55,
        5_000.. => 0.45,
        _ => 0.35,
    };
    let short = match letters {
        0 | 1 => 0.25,
        2 => 0.1,
        _ => 0.0,
    };
    size - short + if found.whole { 0.2 } else { 0.0 }
}
