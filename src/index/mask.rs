//! A bit for each row, and a bit for each box of boxes that has any of them.
//!
//! In: the rows of each tile. Out: [`Mask`], shared and never changed. Invariant: a box without a bit has no row of the
//! mask under it.

use super::masks::rows_of_bits;
use super::tile_tree::Node;
use std::sync::Arc;

/// Which rows have something.
#[derive(Debug, Clone)]
pub(super) struct Mask(Arc<Layers>);

/// Rows by tile, and which numbers of the layer before are not zero: a bit stands for a row, for a tile of 64 rows, for
/// 4,096 rows.
#[derive(Debug)]
struct Layers {
    tiles: Box<[u64]>,
    some: Box<[u64]>,
    more: Box<[u64]>,
    count: usize,
}

impl Mask {
    /// The mask of the rows of each tile.
    pub(super) fn new(tiles: Vec<u64>) -> Self {
        let some = not_zero(&tiles);
        let more = not_zero(&some);
        let count = tiles.iter().map(|rows| rows.count_ones() as usize).sum();
        Self(Arc::new(Layers { tiles: tiles.into(), some, more, count }))
    }

    /// The rows of a tile.
    #[inline]
    pub(super) fn tile(&self, tile: u32) -> u64 {
        self.0.tiles.get(tile as usize).copied().unwrap_or(0)
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

    /// The tiles that have any, ascending.
    pub(super) fn tiles(&self) -> impl Iterator<Item = u32> {
        (0..).zip(&self.0.some).flat_map(|(word, tiles)| rows_of_bits(word, *tiles))
    }

    /// What it takes in memory.
    ///
    /// # Units
    /// Bytes.
    pub(super) fn bytes(&self) -> usize {
        size_of_val(&*self.0.tiles) + size_of_val(&*self.0.some) + size_of_val(&*self.0.more)
    }
}

/// A bit for each number that is not zero.
fn not_zero(numbers: &[u64]) -> Box<[u64]> {
    let word = |chunk: &[u64]| {
        (0..).zip(chunk).fold(0, |word, (place, number)| word | u64::from(*number != 0) << place)
    };
    numbers.chunks(64).map(word).collect()
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
            let mask = Mask::new(words.clone());
            let marked: usize = words.iter().map(|word| word.count_ones() as usize).sum();
            prop_assert_eq!(mask.count(), marked);
            let not_zero = |tile: &u32| words[*tile as usize] != 0;
            let all = 0..u32::try_from(tiles).expect("few");
            prop_assert!(mask.tiles().eq(all.filter(not_zero)));
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
