//! What a name that nobody bears may have been meant to be.
//!
//! In: a question that was run. Out: [`Meant`], the words and how somebody who is listed spells them. Invariant: it
//! never changes what is found; a spelling is told only where somebody bears all of its words.

use super::borne;
use super::compose::Asked;
use super::execute::Outcome;
use super::plan::{NameReading, Try};
use crate::domain::Reach;
use crate::index::{Area, Candidates, Given, IndexError, Lookup, Order, Snapshot, Word, Words};
use crate::vocabulary::normalize;

/// How many spellings of one misspelt word are looked at, the nearest first.
const SPELLINGS: usize = 4;

/// How many misspelt words a name may have; with more it is no name.
const MISSPELT: usize = 2;

/// From so many letters on, a word may be two edits from what is meant, and one edit with one letter less.
const TWO_EDITS: usize = 4;

/// A name as asked for and as listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Meant {
    /// The words asked for, folded.
    pub asked: String,
    /// The same as somebody listed spells them.
    pub spelled: String,
    /// Whether those who are called nearly so are shown.
    pub shown: bool,
}

/// A question that was run, and the generation that answered.
#[derive(Debug, Clone, Copy)]
pub(super) struct Search<'s> {
    pub asked: Asked<'s>,
    pub outcome: &'s Outcome,
    pub snapshot: &'s Snapshot,
}

impl Search<'_> {
    /// What may have been meant: where names a few edits away were searched instead, and where nobody was found.
    ///
    /// # Errors
    /// [`IndexError`] when a lookup fails.
    ///
    /// # Complexity
    /// Nothing where a name is borne as asked; else a few lookups of words.
    pub(super) fn meant(self) -> Result<Option<Meant>, IndexError> {
        let plan = self.asked.plan;
        let chosen = self.outcome.attempt.and_then(|number| plan.tries.get(number));
        match chosen {
            Some(chosen) if chosen.reading == NameReading::Edited => self.searched(chosen),
            _ if self.outcome.candidates.total > 0 || self.outcome.candidates.partial => Ok(None),
            Some(chosen) if chosen.reading == NameReading::AsTyped => self.not_searched(chosen),
            Some(_) => Ok(None),
            None => {
                let mut as_typed =
                    plan.tries.iter().filter(|attempt| attempt.reading == NameReading::AsTyped);
                as_typed.next_back().map_or(Ok(None), |attempt| self.not_searched(attempt))
            }
        }
    }

    /// The spelling of whoever stands first among those shown.
    fn searched(self, chosen: &Try) -> Result<Option<Meant>, IndexError> {
        let Some(words) = &chosen.lookup.words else { return Ok(None) };
        let first = match self.outcome.candidates.hits.first() {
            Some(hit) => Some(hit.provider),
            None => match self.first(&chosen.lookup, words)? {
                Some(first) => Some(first),
                None => self.first(&chosen.bearers, words)?,
            },
        };
        let Some(first) = first else { return Ok(None) };
        let shown = self.outcome.candidates.total > 0;
        Ok(self.spelled(first, words, words)?.map(|meant| Meant { shown, ..meant }))
    }

    /// The spelling nearest to words that nobody bears, where somebody bears all words spelled so.
    fn not_searched(self, attempt: &Try) -> Result<Option<Meant>, IndexError> {
        let Some(words) = &attempt.lookup.words else { return Ok(None) };
        let mut spellings: Vec<Words> = vec![words.clone()];
        let mut misspelt = 0;
        for (place, word) in words.words.iter().enumerate() {
            let alone = Lookup { words: Some(words.alone(place)), ..self.everybody() };
            if word.given == Given::Initial || self.snapshot.look_up(&alone)?.total > 0 {
                continue;
            }
            misspelt += 1;
            let near = self.snapshot.names_like(&word.text, edits(&word.text), SPELLINGS)?;
            if near.is_empty() || misspelt > MISSPELT {
                return Ok(None);
            }
            let with = |words: &Words| {
                let respelled = |spelled: &String| {
                    let mut words = words.clone();
                    words.words.splice(place..=place, [Word::from(spelled.clone())]);
                    Words { last_is_prefix: words.last_is_prefix && place + 1 < words.words.len(), ..words }
                };
                near.iter().map(respelled).collect::<Vec<_>>()
            };
            spellings = spellings.iter().flat_map(with).collect();
        }
        if misspelt == 0 {
            return Ok(None);
        }
        for spelling in spellings {
            if let Some(first) = self.first(&attempt.lookup, &spelling)? {
                return self.spelled(first, words, &spelling);
            }
        }
        Ok(None)
    }

    /// Who stands first of those who fit the question at any distance and bear the words.
    fn first(self, lookup: &Lookup, words: &Words) -> Result<Option<u32>, IndexError> {
        let found = self.look_up(&Lookup {
            words: Some(words.clone()),
            area: lookup.area.map(|area| Area { reach: Reach::Any, ..area }),
            order: Order::Relevance,
            limit: 1,
            facets: false,
            ..lookup.clone()
        })?;
        Ok(found.hits.first().map(|hit| hit.provider))
    }

    fn look_up(self, lookup: &Lookup) -> Result<Candidates, IndexError> {
        self.snapshot.look_up(&Lookup { deadline: self.asked.deadline, ..lookup.clone() })
    }

    fn everybody(self) -> Lookup {
        Lookup { limit: 0, deadline: self.asked.deadline, ..super::plan::everybody(Order::Relevance) }
    }

    /// The words as a provider spells them that bears the others, which are near; none where that is no other name.
    fn spelled(self, provider: u32, words: &Words, borne: &Words) -> Result<Option<Meant>, IndexError> {
        let provider = self.snapshot.provider(provider)?;
        let asked = words.texts().collect::<Vec<_>>().join(" ");
        let spelled = borne::spelled(&provider, borne);
        let differs = normalize::fold(&spelled) != asked;
        Ok(differs.then_some(Meant { asked, spelled, shown: false }))
    }
}

/// How many edits a word may be from what is meant where nothing else is left: one more than it is searched with.
fn edits(word: &str) -> u8 {
    match word.chars().count() {
        _ if word.chars().any(char::is_numeric) => 0,
        letters if letters >= TWO_EDITS => 2,
        letters if letters + 1 == TWO_EDITS => 1,
        _ => 0,
    }
}
