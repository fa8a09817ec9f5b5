//! Running sums: how many rows clauses let in, in any run of tiles, without a look at the tiles.
//!
//! In: which rows are let in. Out: [`Sums`]. Invariant: rows of providers with several practices are not summed but
//! listed, because which of them a provider stands at depends on where one asks from.

use super::let_in::LetIn;
use super::masks::{TILE_ROWS, rows_of_bits};
use super::tables::View;
use std::ops::Range;

/// Running sums of what clauses let in.
#[derive(Debug)]
pub(super) struct Sums {
    /// Rows of providers with a single practice in the tiles before each; one number more than there are tiles.
    before: Box<[u32]>,
    /// Rows of providers with several, ascending.
    several: Box<[u32]>,
}

impl Sums {
    /// Sums up what is let in.
    ///
    /// # Complexity
    /// O(tiles and rows of providers with several practices).
    pub(super) fn new(view: &View<'_>, let_in: &LetIn) -> Self {
        let tiles = u32::try_from(view.rows().div_ceil(TILE_ROWS as usize)).unwrap_or(u32::MAX);
        let mut before = Vec::with_capacity(tiles as usize + 1);
        let mut several = Vec::new();
        let mut sum = 0;
        for tile in 0..tiles {
            before.push(sum);
            let rows = let_in.rows(tile);
            let of_several = rows & let_in.several(tile);
            several.extend(rows_of_bits(tile, of_several));
            sum += (rows & !of_several).count_ones();
        }
        before.push(sum);
        Self { before: before.into(), several: several.into() }
    }

    /// How many rows of providers with a single practice are let in, in a run of tiles.
    #[inline]
    pub(super) fn single(&self, tiles: Range<u32>) -> u64 {
        let before = |tile: u32| self.before.get(tile as usize).or(self.before.last()).copied().unwrap_or(0);
        u64::from(before(tiles.end).saturating_sub(before(tiles.start)))
    }

    /// The rows of providers with several practices that are let in, among consecutive rows; ascending.
    ///
    /// # Complexity
    /// O(log n).
    pub(super) fn several(&self, rows: &Range<u32>) -> &[u32] {
        let place = |row: u32| self.several.partition_point(|own| *own < row);
        self.several.get(place(rows.start)..place(rows.end)).unwrap_or_default()
    }

    /// What it takes in memory.
    ///
    /// # Units
    /// Bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.before) + size_of_val(&*self.several)
    }
}

#[cfg(test)]
mod tests {
    use super::super::clause::Clauses;
    use super::super::clock::Until;
    use super::super::lookup::Concept;
    use super::super::masks::Masks;
    use super::super::world::WORLD;
    use super::*;
    use crate::domain::ProviderKind;

    #[test]
    fn sums_say_what_a_count_says() {
        let view = &WORLD.snapshot.view();
        let people = vec![Concept::Kind(ProviderKind::Person)];
        for all_of in [vec![], vec![people]] {
            let clauses = Clauses::resolve(&all_of, &[], WORLD.snapshot.concepts()).expect("known concepts");
            let let_in = Masks::default().let_in(view, &clauses, &Until::never()).expect("there is time");
            let sums = Sums::new(view, &let_in);
            let tiles = u32::try_from(view.rows().div_ceil(64)).expect("few");
            for (start, end) in [(0, tiles), (0, 0), (3, 9), (tiles - 1, tiles + 5)] {
                let rows: Vec<u32> =
                    (start..end).flat_map(|tile| rows_of_bits(tile, let_in.rows(tile))).collect();
                let has_several = |row: &&u32| view.rows_of(view.row_provider[**row as usize]).len() > 1;
                let several: Vec<u32> = rows.iter().filter(has_several).copied().collect();
                assert_eq!(sums.single(start..end), (rows.len() - several.len()) as u64);
                assert_eq!(sums.several(&(start * TILE_ROWS..end * TILE_ROWS)), several);
            }
        }
    }
}
