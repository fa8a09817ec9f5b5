//! Facets: how many of the providers found have each concept.
//!
//! In: the rows providers stand at, each provider once. Out: [`FacetCounts`]. A row carries all concepts of its
//! provider, so that counting is one walk along one column; over everybody, runs of tiles are counted by running sums.

use super::clause::Concepts;
use super::facet_sums::FacetSums;
use super::lookup::{Concept, FacetCounts};
use super::tables::View;
use std::ops::Range;

/// Neighbouring rows are counted apart: they have much in common, and a number that was just written cannot be read
/// again at once.
const LANES: usize = 4;

/// Counts so far, by concept number, in lanes that are added up in the end.
#[derive(Debug)]
pub(super) struct Tally([Vec<u32>; LANES]);

impl Tally {
    pub(super) fn new(concepts: &Concepts) -> Self {
        Self(std::array::from_fn(|_| vec![0; concepts.len()]))
    }

    /// Counts a provider by the row it stands at.
    #[inline]
    pub(super) fn count(&mut self, view: &View<'_>, row: u32) {
        let lane = &mut self.0[row as usize % LANES];
        for concept in view.concepts_of(row) {
            let count = &mut lane[usize::from(*concept)];
            *count = count.wrapping_add(1);
        }
    }

    /// Takes a row off again, of a run that was or will be counted as a whole.
    pub(super) fn take_off(&mut self, view: &View<'_>, row: u32) {
        for concept in view.concepts_of(row) {
            let count = &mut self.0[0][usize::from(*concept)];
            *count = count.wrapping_sub(1);
        }
    }

    /// Counts every row of a run of tiles.
    ///
    /// # Complexity
    /// O(concepts).
    pub(super) fn count_run(&mut self, sums: &FacetSums, tiles: &Range<u32>) {
        sums.add(tiles, &mut self.0[0]);
    }

    /// The counts of the concepts that facets show, the most frequent first, then by the concept's text.
    pub(super) fn finish(self, concepts: &Concepts) -> FacetCounts {
        let count = |number: usize| self.0.iter().fold(0_u32, |sum, lane| sum.wrapping_add(lane[number]));
        let shown = concepts.iter().enumerate().filter_map(|(number, (text, meaning))| {
            let count = u64::from(count(number));
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
