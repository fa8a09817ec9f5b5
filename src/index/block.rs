//! Rows of 64 tiles at once, so that masks are put together by vector instructions.
//!
//! In: masks. Out: [`Block`]s. Invariant: what is said of a block is what is said of each of its tiles.

use super::mask::Mask;

/// The tiles of a block: as many as a word of a mask has bits for.
pub(super) const TILES: u32 = 64;

/// The rows of each tile of a block, a bit each.
#[derive(Debug, Clone, Copy)]
pub(super) struct Block([u64; TILES as usize]);

impl Block {
    /// No row.
    pub(super) const NONE: Self = Self([0; TILES as usize]);
    /// Every row of 64 whole tiles.
    pub(super) const ALL: Self = Self([u64::MAX; TILES as usize]);

    /// The rows that a mask has, too.
    #[inline]
    pub(super) fn and(&mut self, mask: &Mask, number: u32) {
        self.with(mask, number, |own, held| own & held);
    }

    /// The rows that a mask has not.
    #[inline]
    pub(super) fn and_not(&mut self, mask: &Mask, number: u32) {
        self.with(mask, number, |own, held| own & !held);
    }

    /// These rows and those that a mask has.
    #[inline]
    pub(super) fn or(&mut self, mask: &Mask, number: u32) {
        self.with(mask, number, |own, held| own | held);
    }

    /// The rows of both.
    #[inline]
    pub(super) fn and_block(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(own, held)| *own &= held);
    }

    /// The rows of either.
    #[inline]
    pub(super) fn or_block(&mut self, other: &Self) {
        self.0.iter_mut().zip(other.0).for_each(|(own, held)| *own |= held);
    }

    /// Says of a tile which rows it has, and of those behind it that they have none.
    pub(super) fn end_with(&mut self, tile: u32, rows: u64) {
        let tiles = self.0.iter_mut().skip(tile as usize);
        tiles.enumerate().for_each(|(place, own)| *own = if place == 0 { rows } else { 0 });
    }

    /// The tiles that have rows, with them.
    pub(super) fn tiles(&self, number: u32) -> impl Iterator<Item = (u32, u64)> {
        (number * TILES..).zip(&self.0).filter(|(_, rows)| **rows != 0).map(|(tile, rows)| (tile, *rows))
    }

    #[inline]
    fn with(&mut self, mask: &Mask, number: u32, both: impl Fn(u64, u64) -> u64) {
        let held = mask.block(number);
        self.0.iter_mut().zip(held).for_each(|(own, held)| *own = both(*own, u64::from_le_bytes(*held)));
    }
}
