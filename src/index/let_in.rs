//! Which rows of each tile clauses let in.
//!
//! In: masks. Out: bits of rows. Invariant: a row is let in where it is in every mask that lets in and in none that keeps
//! out.

use super::block::{Block, TILES};
use super::clock::Clock;
use super::mask::Mask;
use super::masks::{TILE_ROWS, bit, rows_of_bits};
use super::tables::View;
use super::tile_tree::Node;

/// Of how many providers it is found out together whether they are let in.
const TOGETHER: usize = 64;

/// Which rows clauses let in.
#[derive(Debug, Clone)]
pub(super) struct LetIn {
    /// The rows of each clause.
    pub(super) all_of: Vec<Mask>,
    /// The rows that are kept out.
    pub(super) none_of: Option<Mask>,
    /// The rows of providers with several.
    pub(super) several: Mask,
    /// How many rows there are.
    pub(super) rows: u32,
}

impl LetIn {
    /// The rows of a tile that are let in.
    #[inline]
    pub(super) fn rows(&self, tile: u32) -> u64 {
        let all = self.all_of.iter().fold(self.every_row(tile), |rows, mask| rows & mask.tile(tile));
        let none = self.none_of.as_ref().map_or(0, |mask| mask.tile(tile));
        all & !none
    }

    /// The rows of a block that are let in.
    pub(super) fn block(&self, number: u32) -> Block {
        let mut rows = Block::ALL;
        let (first, whole) = (number * TILES, self.rows / TILE_ROWS);
        if whole < first + TILES {
            rows.end_with(whole.saturating_sub(first), self.every_row(whole.max(first)));
        }
        self.all_of.iter().for_each(|mask| rows.and(mask, number));
        self.none_of.iter().for_each(|mask| rows.and_not(mask, number));
        rows
    }

    /// The tiles of a block that may have rows that are let in.
    pub(super) fn tiles_of(&self, number: u32) -> u64 {
        self.all_of.iter().fold(u64::MAX, |tiles, mask| tiles & mask.tiles_of(number))
    }

    /// How many blocks there are.
    pub(super) fn blocks(&self) -> u32 {
        self.rows.div_ceil(TILE_ROWS * TILES)
    }

    /// How many rows are let in at most.
    pub(super) fn at_most(&self) -> usize {
        self.all_of.iter().map(Mask::count).min().unwrap_or(self.rows as usize)
    }

    /// Whether there may be rows that are let in under a box.
    #[inline]
    pub(super) fn any(&self, node: Node) -> bool {
        self.all_of.iter().all(|mask| mask.any(node))
    }

    /// The rows of a tile whose provider has several.
    #[inline]
    pub(super) fn several(&self, tile: u32) -> u64 {
        self.several.tile(tile)
    }

    /// Drops of some providers those none of whose rows is let in; how many are known to be let in, and whether all were
    /// looked at: whoever was not stays. Many are looked at before any is dropped, so that memory is waited for together.
    ///
    /// # Complexity
    /// A look at the masks for each, in the order of rows where the providers ascend.
    pub(super) fn keep(&self, view: &View<'_>, providers: &mut Vec<u32>, clock: &mut Clock) -> (u64, bool) {
        let is_let_in = |row: &u32| self.rows(row / TILE_ROWS) & bit(*row) != 0;
        let (mut kept, mut from) = (0, 0);
        while let Some(some) = providers.get(from..(from + TOGETHER).min(providers.len()))
            && !some.is_empty()
        {
            if some.iter().try_for_each(|_| clock.tick()).is_break() {
                break;
            }
            let any =
                |provider: &u32| view.rows_of(*provider).iter().fold(false, |any, row| any | is_let_in(row));
            let stay = some.iter().rev().fold(0, |bits, provider| bits << 1 | u64::from(any(provider)));
            for place in rows_of_bits(0, stay) {
                providers.swap(kept, from + place as usize);
                kept += 1;
            }
            from = (from + TOGETHER).min(providers.len());
        }
        let whole = from >= providers.len();
        providers.drain(kept..from);
        (kept as u64, whole)
    }

    fn every_row(&self, tile: u32) -> u64 {
        let begin = u64::from(tile) * u64::from(TILE_ROWS);
        match u64::from(self.rows).saturating_sub(begin) {
            0 => 0,
            left if left >= u64::from(TILE_ROWS) => u64::MAX,
            left => (1 << left) - 1,
        }
    }
}
