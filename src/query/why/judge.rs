//! The parts of a lookup, each asked by itself of the one provider.
//!
//! In: a [`Lookup`] and a provider. Out: which of its parts do not hold. Invariant: every part is asked of the index
//! that runs the search; nothing of what a clause means is said here a second time.

use crate::domain::{Metres, Provider, ProviderId, Reach};
use crate::index::{Area, Concept, IndexError, Lookup, Order, Snapshot, Words};
use crate::query::plan;

/// One provider and the generation that holds it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judge<'j> {
    pub(super) snapshot: &'j Snapshot,
    pub(super) provider: &'j Provider,
}

/// What of a lookup does not hold for a provider.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Faults {
    /// Somebody else was asked for by id.
    pub(super) other_id: Option<ProviderId>,
    /// Clauses that do not hold.
    pub(super) clauses: Vec<Vec<Concept>>,
    /// Concepts that were excluded and that it has.
    pub(super) excluded: Vec<Concept>,
    /// Words that none of its names has.
    pub(super) words: Vec<String>,
    /// How far its nearest practice is, where that is beyond the edge.
    pub(super) beyond: Option<(Metres, Reach)>,
}

impl Judge<'_> {
    /// Whether a lookup finds the provider.
    pub(super) fn is_found(self, lookup: &Lookup) -> Result<bool, IndexError> {
        let id = &self.provider.id;
        if lookup.id.as_ref().is_some_and(|asked| asked != id) {
            return Ok(false);
        }
        let one = Lookup {
            id: Some(id.clone()),
            after: None,
            rings: Vec::new(),
            limit: 0,
            facets: false,
            deadline: None,
            ..lookup.clone()
        };
        Ok(self.snapshot.look_up(&one)?.total > 0)
    }

    /// What of a lookup does not hold.
    pub(super) fn faults(self, lookup: &Lookup) -> Result<Faults, IndexError> {
        let mut faults = Faults {
            other_id: lookup.id.clone().filter(|asked| *asked != self.provider.id),
            ..Faults::default()
        };
        for clause in &lookup.all_of {
            if !self.is_found(&Lookup { all_of: vec![clause.clone()], ..everybody() })? {
                faults.clauses.push(clause.clone());
            }
        }
        for concept in &lookup.none_of {
            if self.is_found(&Lookup { all_of: vec![vec![concept.clone()]], ..everybody() })? {
                faults.excluded.push(concept.clone());
            }
        }
        if let Some(words) = &lookup.words {
            faults.words = self.missing(words)?;
        }
        if let Some(area) = lookup.area {
            faults.beyond = self.beyond(area)?;
        }
        Ok(faults)
    }

    /// The words that none of the provider's names has.
    fn missing(self, words: &Words) -> Result<Vec<String>, IndexError> {
        let mut missing: Vec<String> = Vec::new();
        for (place, word) in words.texts().enumerate() {
            let alone = words.alone(place);
            let is_new = missing.iter().all(|known| known != word);
            if is_new && !self.is_found(&Lookup { words: Some(alone), ..everybody() })? {
                missing.push(word.to_owned());
            }
        }
        Ok(missing)
    }

    /// How far the nearest practice is, where it lies outside.
    fn beyond(self, area: Area) -> Result<Option<(Metres, Reach)>, IndexError> {
        if self.is_found(&Lookup { area: Some(area), ..everybody() })? {
            return Ok(None);
        }
        let anywhere = Area { reach: Reach::Any, ..area };
        let lookup = Lookup { id: Some(self.provider.id.clone()), area: Some(anywhere), ..everybody() };
        let nearest = self.snapshot.look_up(&lookup)?.hits.into_iter().next();
        Ok(nearest.and_then(|hit| hit.metres).map(|metres| (metres, area.reach)))
    }
}

fn everybody() -> Lookup {
    plan::everybody(Order::Relevance)
}
