//! Facets: how many of the providers found have each concept.
//!
//! In: the rows providers stand at, each provider once. Out: [`FacetCounts`]. A row carries all concepts of its
//! provider, so that its tile tells them; over everybody, runs of tiles are counted by running sums.

use super::clause::Concepts;
use super::facet_sums::FacetSums;
use super::lookup::{Concept, FacetCounts};
use super::masks::{TILE_ROWS, bit};
use super::matching::TileRows;
use super::tables::View;
use std::ops::Range;

/// Counts so far. A run of tiles may be counted before those of its rows are taken off that do not belong to it, and the
/// other way round.
#[derive(Debug)]
pub(super) struct Tally {
    /// By the place among common concepts.
    common: Vec<u32>,
    /// By concept number.
    by_concept: Vec<u32>,
    /// Rows of one tile that are counted together, as they come one after another.
    waiting: TileRows,
}

impl Tally {
    pub(super) fn new(concepts: &Concepts) -> Self {
        let counts = || vec![0; concepts.len()];
        Self { common: counts(), by_concept: counts(), waiting: TileRows { tile: 0, bits: 0 } }
    }

    /// Counts the providers who stand at some rows of a tile.
    ///
    /// # Complexity
    /// O(concepts), however many rows.
    #[inline]
    pub(super) fn count(&mut self, view: &View<'_>, rows: TileRows) {
        if rows.bits == 0 {
            return;
        }
        view.concepts_of(rows.tile).add(rows.bits, &mut self.common, &mut self.by_concept);
    }

    /// Counts a provider by the row it stands at; together with those before it where they are of the same tile.
    #[inline]
    pub(super) fn count_row(&mut self, view: &View<'_>, row: u32) {
        let tile = row / TILE_ROWS;
        if tile != self.waiting.tile {
            self.count(view, self.waiting);
            self.waiting = TileRows { tile, bits: 0 };
        }
        self.waiting.bits |= bit(row);
    }

    /// Takes a row off again, of a run that was or will be counted as a whole.
    pub(super) fn take_off(&mut self, view: &View<'_>, row: u32) {
        view.concepts_of(row / TILE_ROWS).count(bit(row), |concept, rows| {
            let count = &mut self.by_concept[usize::from(concept)];
            *count = count.wrapping_sub(rows);
        });
    }

    /// Counts every row of a run of tiles.
    ///
    /// # Complexity
    /// O(concepts).
    pub(super) fn count_run(&mut self, sums: &FacetSums, tiles: &Range<u32>) {
        sums.add(tiles, &mut self.by_concept);
    }

    /// The counts of the concepts that facets show, the most frequent first, then by the concept's text.
    pub(super) fn finish(mut self, view: &View<'_>, concepts: &Concepts) -> FacetCounts {
        self.count(view, self.waiting);
        for (concept, count) in view.common_concepts().iter().zip(self.common) {
            let sum = &mut self.by_concept[usize::from(*concept)];
            *sum = sum.wrapping_add(count);
        }
        let shown = concepts.iter().zip(self.by_concept).filter_map(|((text, meaning), count)| {
            let count = u64::from(count);
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
