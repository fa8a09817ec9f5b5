//! Which rows of a tile have which concepts: where a lookup stands, it asks its neighbours' concepts, not a concept's rows.
//!
//! In: the files that [`layout`] names. Out: the rows of a tile that have a concept, as bits. Invariant: what is said here
//! of a concept and a row is what [`super::concept_rows`] says; the one lies by concept, the other by tile.

use super::column::{Column, Files};
use super::error::IndexError;
use super::layout;
use super::masks::TILE_ROWS;

/// The concepts of all tiles, mapped.
pub(super) struct TileConcepts {
    common: Column<u64>,
    others: Column<u16>,
    other_rows: Column<u64>,
    other_offsets: Column<u32>,
    /// The common concepts, ascending.
    numbers: Box<[u16]>,
    /// By concept its place among the common ones.
    slots: Box<[Option<u16>]>,
}

/// The same as slices, for a lookup.
#[derive(Clone, Copy)]
pub(super) struct ByTile<'t> {
    common: &'t [u64],
    others: &'t [u16],
    other_rows: &'t [u64],
    other_offsets: &'t [u32],
    numbers: &'t [u16],
    slots: &'t [Option<u16>],
}

/// The concepts of one tile.
#[derive(Debug, Clone, Copy)]
pub(super) struct ConceptsOfTile<'t> {
    /// Common concepts, and the rows that have each.
    common: (&'t [u16], &'t [u64]),
    /// The others that any of its rows has, ascending, and the rows that have each.
    others: (&'t [u16], &'t [u64]),
}

impl TileConcepts {
    /// Opens the concepts of the tiles of so many rows, of which `counts` says how many have each.
    pub(super) fn open(files: &Files, counts: &[u32], rows: usize) -> Result<Self, IndexError> {
        let tiles = layout::words_of_bits(rows);
        let slots = layout::places_of_common(counts, rows);
        let common = (0_u16..).zip(&slots).filter(|(_, slot)| slot.is_some());
        let numbers: Box<[u16]> = common.map(|(number, _)| number).collect();
        let others: Column<u16> = files.column_of_any_length(layout::TILE_OTHERS)?;
        Ok(Self {
            common: files.column(layout::TILE_COMMON, tiles.saturating_mul(numbers.len()))?,
            other_rows: files.column(layout::TILE_OTHER_ROWS, others.items().len())?,
            other_offsets: files.column(layout::TILE_OTHER_OFFSETS, tiles + 1)?,
            others,
            numbers,
            slots: slots.into(),
        })
    }

    /// As slices.
    pub(super) fn view(&self) -> ByTile<'_> {
        ByTile {
            common: self.common.items(),
            others: self.others.items(),
            other_rows: self.other_rows.items(),
            other_offsets: self.other_offsets.items(),
            numbers: &self.numbers,
            slots: &self.slots,
        }
    }
}

impl<'t> ByTile<'t> {
    /// Whether a row has a concept.
    ///
    /// # Complexity
    /// O(1) for a common concept, else O(log others of the tile).
    #[inline]
    pub(super) fn has(self, row: u32, concept: u16) -> bool {
        let (tile, bit) = ((row / TILE_ROWS) as usize, 1_u64 << (row % TILE_ROWS));
        let rows = match self.slots[usize::from(concept)] {
            Some(slot) => self.common[tile * self.numbers.len() + usize::from(slot)],
            None => of_concept(self.others_of(tile), concept),
        };
        rows & bit != 0
    }

    /// The concepts of a tile.
    #[inline]
    pub(super) fn of(self, tile: u32) -> ConceptsOfTile<'t> {
        let (tile, width) = (tile as usize, self.numbers.len());
        let common = &self.common[tile * width..(tile + 1) * width];
        ConceptsOfTile { common: (self.numbers, common), others: self.others_of(tile) }
    }

    /// The common concepts, ascending.
    pub(super) fn common(self) -> &'t [u16] {
        self.numbers
    }

    fn others_of(self, tile: usize) -> (&'t [u16], &'t [u64]) {
        let span = self.other_offsets[tile] as usize..self.other_offsets[tile + 1] as usize;
        (&self.others[span.clone()], &self.other_rows[span])
    }

    /// The first file that is not what it should be.
    ///
    /// # Complexity
    /// One pass over each but the bits.
    pub(super) fn fault(self) -> Option<&'static str> {
        let (others, offsets) = (self.others, self.other_offsets);
        let in_order = offsets.first() == Some(&0)
            && offsets.is_sorted()
            && offsets.last().is_some_and(|last| *last as usize == others.len());
        if !in_order {
            return Some(layout::TILE_OTHER_OFFSETS);
        }
        let known = others.iter().max().is_none_or(|largest| usize::from(*largest) < self.slots.len());
        let tiles = offsets.windows(2).map(|span| &others[span[0] as usize..span[1] as usize]);
        let ascending = tiles.into_iter().all(|tile| tile.is_sorted_by(|one, next| one < next));
        (!known || !ascending).then_some(layout::TILE_OTHERS)
    }
}

/// Up to so many rows are counted one after another: a bit of each concept is added sooner than bits are counted.
const ONE_BY_ONE: u32 = 4;

impl ConceptsOfTile<'_> {
    /// Adds how many of some rows have each concept: `common` by the place among common concepts, `others` by number.
    ///
    /// # Complexity
    /// O(concepts), however many rows.
    #[inline]
    pub(super) fn add(self, rows: u64, common: &mut [u32], others: &mut [u32]) {
        if rows.count_ones() <= ONE_BY_ONE {
            let mut left = rows;
            while left != 0 {
                let row = left.trailing_zeros();
                left &= left - 1;
                for (count, having) in common.iter_mut().zip(self.common.1) {
                    *count = count.wrapping_add(u32::from(having >> row & 1 != 0));
                }
            }
        } else {
            for (count, having) in common.iter_mut().zip(self.common.1) {
                *count = count.wrapping_add((having & rows).count_ones());
            }
        }
        for (number, having) in self.others.0.iter().zip(self.others.1) {
            let count = &mut others[usize::from(*number)];
            *count = count.wrapping_add((having & rows).count_ones());
        }
    }

    /// Tells how many of some rows have each concept that any of them has.
    ///
    /// # Complexity
    /// O(concepts), however many rows.
    #[inline]
    pub(super) fn count(self, rows: u64, mut tell: impl FnMut(u16, u32)) {
        for (numbers, having) in [self.common, self.others] {
            for (number, having) in numbers.iter().zip(having) {
                tell(*number, (having & rows).count_ones());
            }
        }
    }
}

/// The rows of a concept among others that lie ascending.
#[inline]
fn of_concept((numbers, rows): (&[u16], &[u64]), concept: u16) -> u64 {
    numbers.binary_search(&concept).map_or(0, |place| rows[place])
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two tiles of 100 rows in all: concept 1 is common, 0 and 2 are not.
    fn opened(others: &[u16], offsets: &[u32]) -> TileConcepts {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, bytes: &[u8]| {
            std::fs::write(folder.path().join(name), bytes).expect("space");
        };
        write(layout::TILE_COMMON, bytemuck::cast_slice(&[u64::MAX, 5]));
        write(layout::TILE_OTHERS, bytemuck::cast_slice(others));
        write(layout::TILE_OTHER_ROWS, bytemuck::cast_slice(&[1_u64, 1 << 63, 0b110]));
        write(layout::TILE_OTHER_OFFSETS, bytemuck::cast_slice(offsets));
        let files = Files::open(folder.path(), "000001".to_owned()).expect("a folder");
        TileConcepts::open(&files, &[1, 66, 3], 100).expect("as long as they should be")
    }

    #[test]
    fn common_and_other_concepts_are_told_alike() {
        let tiles = opened(&[0, 2, 2], &[0, 2, 3]);
        assert_eq!(tiles.view().fault(), None);
        let tiles = tiles.view();
        let having: [Vec<u32>; 3] =
            [0, 1, 2].map(|concept| (0..100).filter(|row| tiles.has(*row, concept)).collect());
        assert_eq!(having[0], [0]);
        assert_eq!(having[1], (0..64).chain([64, 66]).collect::<Vec<u32>>());
        assert_eq!(having[2], [63, 65, 66]);
    }

    #[test]
    fn rows_of_a_tile_are_counted_by_concept() {
        let tiles = opened(&[0, 2, 2], &[0, 2, 3]);
        let counted = |tile, rows| {
            let mut counts = [0; 3];
            tiles.view().of(tile).count(rows, |concept, count| counts[usize::from(concept)] += count);
            let (mut common, mut others) = ([0; 3], [0; 3]);
            tiles.view().of(tile).add(rows, &mut common, &mut others);
            assert_eq!([others[0], common[0], others[2]], counts);
            counts
        };
        assert_eq!(counted(0, u64::MAX), [1, 64, 1]);
        assert_eq!(counted(0, 0b1110), [0, 3, 0]);
        assert_eq!(counted(1, 0b110), [0, 1, 2]);
        assert_eq!(counted(1, 0), [0; 3]);
    }

    #[test]
    fn what_does_not_fit_is_told() {
        for offsets in [[0, 3, 2], [1, 2, 3], [0, 2, 2], [0, 2, 4]] {
            assert_eq!(
                opened(&[0, 2, 2], &offsets).view().fault(),
                Some(layout::TILE_OTHER_OFFSETS),
                "{offsets:?}"
            );
        }
        for others in [[2, 0, 2], [2, 2, 2], [0, 3, 2]] {
            assert_eq!(opened(&others, &[0, 2, 3]).view().fault(), Some(layout::TILE_OTHERS), "{others:?}");
        }
    }
}
