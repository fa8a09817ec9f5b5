//! Facets: how many of the providers found have each concept.
//!
//! In: the rows providers stand at, each provider once. Out: [`FacetCounts`]. A row carries all concepts of its
//! provider, so that counting is one walk along one column.

use super::clause::Concepts;
use super::lookup::{Concept, FacetCounts};
use super::tables::View;

/// Counts so far, by concept number.
#[derive(Debug)]
pub(super) struct Tally(Vec<u64>);

impl Tally {
    pub(super) fn new(concepts: &Concepts) -> Self {
        Self(vec![0; concepts.len()])
    }

    /// Counts a provider by the row it stands at.
    #[inline]
    pub(super) fn count(&mut self, view: &View<'_>, row: u32) {
        for concept in view.concepts_of(row) {
            self.0[usize::from(*concept)] += 1;
        }
    }

    /// The counts of the concepts that facets show, the most frequent first, then by the concept's text.
    pub(super) fn finish(self, concepts: &Concepts) -> FacetCounts {
        let shown = concepts.iter().zip(self.0).filter_map(|((text, meaning), count)| {
            let meaning = meaning.filter(|meaning| count > 0 && is_shown(meaning))?;
            Some((count, text, meaning))
        });
        let mut counts: Vec<(u64, &str, &Concept)> = shown.collect();
        counts.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(b.1)));
        FacetCounts(counts.into_iter().map(|(count, _, concept)| (concept.clone(), count)).collect())
    }
}

/// Whether facets count a concept: credentials and states are searched for, not browsed.
pub(super) fn is_shown(concept: &Concept) -> bool {
    match concept {
        Concept::Specialty(_)
        | Concept::Technique(_)
        | Concept::Condition(_)
        | Concept::Language(_)
        | Concept::Gender(_)
        | Concept::Kind(_)
        | Concept::AcceptingNew(_)
        | Concept::Telehealth(_)
        | Concept::Wheelchair(_) => true,
        Concept::Credential(_) | Concept::State(_) => false,
    }
}
