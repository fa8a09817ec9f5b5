//! A bit for each row, and a bit for each box of boxes that has any of them.
//!
//! In: the rows of each tile. Out: [`Mask`], shared and never changed. Invariant: a box without a bit has no row of the
//! mask under it.

use super::masks::TILE_ROWS;
use super::tile_tree::Node;
use std::sync::Arc;
use tantivy::directory::OwnedBytes;

/// Which rows have something.
#[derive(Debug, Clone)]
pub(super) struct Mask(Arc<Layers>);

/// Rows by tile, and which numbers of the layer before are not zero: a bit stands for a row, for a tile of 64 rows, for
/// 4,096 rows.
#[derive(Debug)]
struct Layers {
    /// Eight bytes a tile, little-endian, as they lie in a generation's file.
    tiles: OwnedBytes,
    some: Box<[u64]>,
    more: Box<[u64]>,
    count: usize,
    /// Whether the tiles lie in a mapped file.
    mapped: bool,
}

/// Rows as they are marked; what becomes of it is a [`Mask`].
#[derive(Debug)]
pub(super) struct Marks(Vec<u8>);

impl Marks {
    /// None of so many rows.
    pub(super) fn none_of(rows: usize) -> Self {
        Self(vec![0; rows.div_ceil(TILE_ROWS as usize) * size_of::<u64>()])
    }

    /// Marks a row; one that there is not is passed over.
    #[inline]
    pub(super) fn mark(&mut self, row: u32) {
        if let Some(byte) = self.0.get_mut((row / 8) as usize) {
            *byte |= 1 << (row % 8);
        }
    }

    /// Marks the rows whose bits are set, from a tile on.
    pub(super) fn mark_all(&mut self, from: usize, tiles: &[u64]) {
        let marks = self.0.as_chunks_mut().0.iter_mut().skip(from);
        for (marks, rows) in marks.zip(tiles) {
            *marks = (u64::from_le_bytes(*marks) | rows).to_le_bytes();
        }
    }
}

impl Mask {
    /// The mask of the rows marked.
    pub(super) fn new(marks: Marks) -> Self {
        Self::of_bytes(OwnedBytes::new(marks.0), false)
    }

    /// The mask of bits that lie in a mapped file.
    pub(super) fn mapped(tiles: OwnedBytes) -> Self {
        Self::of_bytes(tiles, true)
    }

    fn of_bytes(tiles: OwnedBytes, mapped: bool) -> Self {
        let (mut some, mut count) = (Vec::with_capacity(tiles.len().div_ceil(64 * size_of::<u64>())), 0);
        for tiles in tiles.as_chunks().0.chunks(64) {
            let rows = tiles.iter().map(|tile| u64::from_le_bytes(*tile));
            some.push(not_zero(rows.inspect(|rows| count += rows.count_ones() as usize)));
        }
        let more = some.chunks(64).map(|some| not_zero(some.iter().copied())).collect();
        Self(Arc::new(Layers { tiles, some: some.into(), more, count, mapped }))
    }

    /// The rows of a tile.
    #[inline]
    pub(super) fn tile(&self, tile: u32) -> u64 {
        let (tiles, _) = self.0.tiles.as_slice().as_chunks();
        tiles.get(tile as usize).map_or(0, |rows| u64::from_le_bytes(*rows))
    }

    /// The rows of the 64 tiles of a block, fewer at the end.
    #[inline]
    pub(super) fn block(&self, block: u32) -> &[[u8; size_of::<u64>()]] {
        let tiles = self.0.tiles.as_slice().as_chunks().0;
        let tiles = tiles.get(block as usize * 64..).unwrap_or_default();
        tiles.get(..64).unwrap_or(tiles)
    }

    /// A bit for each tile of a block that has any row.
    #[inline]
    pub(super) fn tiles_of(&self, block: u32) -> u64 {
        self.0.some.get(block as usize).copied().unwrap_or(0)
    }

    /// Whether there may be a row in a box; certain below the level of 4,096 tiles.
    #[inline]
    pub(super) fn any(&self, node: Node) -> bool {
        let place = node.place as usize;
        match node.level {
            0 => self.tile(node.place) != 0,
            1 => bits(&self.0.some, place, 16) != 0,
            2 => bits(&self.0.more, place, 4) != 0,
            3 => bits(&self.0.more, place, 64) != 0,
            _ => true,
        }
    }

    /// How many rows there are.
    pub(super) fn count(&self) -> usize {
        self.0.count
    }

    /// What it takes in memory of its own.
    ///
    /// # Units
    /// Bytes.
    pub(super) fn bytes(&self) -> usize {
        let tiles = if self.0.mapped { 0 } else { self.0.tiles.len() };
        tiles + size_of_val(&*self.0.some) + size_of_val(&*self.0.more)
    }
}

/// A bit for each of at most 64 numbers that is not zero.
fn not_zero(numbers: impl Iterator<Item = u64>) -> u64 {
    (0..).zip(numbers).fold(0, |word, (place, number)| word | u64::from(number != 0) << place)
}

/// The `width` bits of a place, where 64 is a multiple of the width.
#[inline]
fn bits(words: &[u64], place: usize, width: usize) -> u64 {
    let first = place * width;
    let word = words.get(first / 64).copied().unwrap_or(0);
    if width == 64 { word } else { word >> (first % 64) & ((1 << width) - 1) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::masks::rows_of_bits;
    use crate::index::tile_tree::FANOUT;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_box_has_what_lies_under_it(
            tiles in 1_usize..9_000, marked in prop::collection::vec((any::<prop::sample::Index>(), 0_u32..64), 0..20),
        ) {
            let mut words = vec![0_u64; tiles];
            for (tile, row) in &marked {
                words[tile.index(tiles)] |= 1 << row;
            }
            let mut marks = Marks::none_of(tiles * 64);
            let (half, rest) = words.split_at(tiles / 2);
            marks.mark_all(0, half);
            for (tile, rows) in (0..).zip(rest) {
                rows_of_bits(tile, *rows).for_each(|row| marks.mark(row + u32::try_from(half.len() * 64).expect("few")));
            }
            marks.mark(u32::MAX);
            marks.mark_all(tiles - 1, &[words[tiles - 1], u64::MAX]);
            let mask = Mask::new(marks);
            let mapped = Mask::mapped(OwnedBytes::new(bytemuck::cast_slice(&words).to_vec()));
            for tile in 0..u32::try_from(tiles).expect("few") {
                prop_assert_eq!((mask.tile(tile), mapped.tile(tile)), (words[tile as usize], words[tile as usize]));
            }
            for (block, words) in (0..).zip(words.chunks(64)) {
                prop_assert!(mask.block(block).iter().map(|own| u64::from_le_bytes(*own)).eq(words.iter().copied()));
                prop_assert_eq!(mask.tiles_of(block), not_zero(words.iter().copied()));
            }
            let behind = u32::try_from(tiles.div_ceil(64)).expect("few");
            prop_assert!(mask.block(behind).is_empty() && mask.tiles_of(behind) == 0);
            prop_assert_eq!(mask.bytes(), mapped.bytes() + tiles * 8);
            let marked: usize = words.iter().map(|word| word.count_ones() as usize).sum();
            prop_assert_eq!((mask.count(), mapped.count()), (marked, marked));
            let mut width = 1;
            for level in 0..4 {
                for place in 0..tiles.div_ceil(width) {
                    let under = &words[place * width..tiles.min((place + 1) * width)];
                    let node = Node { level, place: u32::try_from(place).expect("few") };
                    prop_assert_eq!(mask.any(node), under.iter().any(|word| *word != 0));
                }
                width *= FANOUT;
            }
            let top = Node { level: 4, place: 0 };
            prop_assert!(mask.any(top));
            prop_assert_eq!(mask.tile(u32::MAX), 0);
        }
    }
}
