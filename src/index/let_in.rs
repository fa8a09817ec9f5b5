//! Which rows of each tile clauses let in.
//!
//! In: masks. Out: bits of rows. Invariant: a row is let in where it is in every mask that lets in and in none that keeps
//! out.

use super::block::{Block, TILES};
use super::mask::Mask;
use super::masks::TILE_ROWS;
use super::tile_tree::Node;

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

    fn every_row(&self, tile: u32) -> u64 {
        let begin = u64::from(tile) * u64::from(TILE_ROWS);
        match u64::from(self.rows).saturating_sub(begin) {
            0 => 0,
            left if left >= u64::from(TILE_ROWS) => u64::MAX,
            left => (1 << left) - 1,
        }
    }
}
