//! Which rows have a concept: their numbers where few have it, a bit a row where many do.
//!
//! In: the files that [`layout`] names. Out: the rows of each concept, ascending. Invariant: every row lies in the
//! generation, and as many have a concept as its count says.

use super::clause::gallop;
use super::column::{Column, Files};
use super::error::IndexError;
use super::layout;
use super::masks::{TILE_ROWS, rows_of_bits};
use std::ops::{ControlFlow, Range};
use tantivy::directory::OwnedBytes;

/// The rows of all concepts, mapped.
pub(super) struct ConceptRows {
    counts: Column<u32>,
    numbers: Column<u32>,
    bits: Column<u64>,
    /// Where each concept begins in the file that it lies in, in items.
    begins: Box<[usize]>,
    rows: usize,
}

/// The rows that have a concept.
#[derive(Debug, Clone, Copy)]
pub(super) enum RowsWith<'t> {
    /// Their numbers, ascending.
    Few(&'t [u32]),
    /// A number of 64 bits a tile, and how many bits are set.
    Many(&'t [u64], usize),
}

impl ConceptRows {
    /// Opens the rows of so many concepts.
    pub(super) fn open(files: &Files, concepts: usize, rows: usize) -> Result<Self, IndexError> {
        let counts = files.column::<u32>(layout::CONCEPT_COUNTS, concepts)?;
        let (mut numbers, mut words) = (0_usize, 0_usize);
        let begins = counts.items().iter().map(|count| {
            let (end, own) = if layout::is_common(*count, rows) {
                (&mut words, layout::words_of_bits(rows))
            } else {
                (&mut numbers, *count as usize)
            };
            let begin = *end;
            *end = end.saturating_add(own);
            begin
        });
        let begins = begins.collect();
        Ok(Self {
            numbers: files.column(layout::CONCEPT_ROWS, numbers)?,
            bits: files.column(layout::CONCEPT_BITS, words)?,
            counts,
            begins,
            rows,
        })
    }

    /// How many rows have each concept.
    pub(super) fn counts(&self) -> &[u32] {
        self.counts.items()
    }

    /// How many rows have a concept.
    pub(super) fn count(&self, concept: u16) -> usize {
        self.counts.items()[usize::from(concept)] as usize
    }

    /// The rows that have a concept.
    pub(super) fn of(&self, concept: u16) -> RowsWith<'_> {
        if let Some(span) = self.span_of_bits(concept) {
            RowsWith::Many(&self.bits.items()[span], self.count(concept))
        } else {
            let begin = self.begins[usize::from(concept)];
            RowsWith::Few(&self.numbers.items()[begin..begin + self.count(concept)])
        }
    }

    /// The bits of a concept that many rows have, as they lie in their file.
    pub(super) fn bits(&self, concept: u16) -> Option<OwnedBytes> {
        Some(self.bits.bytes(self.span_of_bits(concept)?))
    }

    fn span_of_bits(&self, concept: u16) -> Option<Range<usize>> {
        let place = usize::from(concept);
        let begin = self.begins[place];
        let common = layout::is_common(self.counts.items()[place], self.rows);
        common.then(|| begin..begin + layout::words_of_bits(self.rows))
    }

    /// The first file that is not what it should be.
    ///
    /// # Complexity
    /// One pass over each.
    pub(super) fn fault(&self) -> Option<&'static str> {
        (0_u16..).zip(&*self.begins).find_map(|(concept, _)| match self.of(concept) {
            RowsWith::Few(rows) => {
                let ascending = rows.is_sorted_by(|row, next| row < next);
                let inside = rows.last().is_none_or(|last| (*last as usize) < self.rows);
                (!ascending || !inside).then_some(layout::CONCEPT_ROWS)
            }
            RowsWith::Many(tiles, count) => {
                let set: usize = tiles.iter().map(|rows| rows.count_ones() as usize).sum();
                let behind = match (tiles.last(), self.rows % TILE_ROWS as usize) {
                    (Some(last), used @ 1..) => last >> used,
                    _ => 0,
                };
                (set != count || behind != 0).then_some(layout::CONCEPT_BITS)
            }
        })
    }
}

impl RowsWith<'_> {
    /// How many they are.
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Few(rows) => rows.len(),
            Self::Many(_, count) => *count,
        }
    }

    /// Visits those within some rows, ascending, until `visit` breaks. `from` is where the walk before it ended, whose rows
    /// lay before these; 0 at first.
    ///
    /// # Complexity
    /// Linear in those visited, and a look for where they begin; where many have it, a look at each tile.
    pub(super) fn walk(
        self,
        from: &mut usize,
        within: Range<u32>,
        mut visit: impl FnMut(u32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match self {
            Self::Few(rows) => {
                *from = gallop(rows, *from, within.start);
                while let Some(&row) = rows.get(*from).filter(|row| **row < within.end) {
                    *from += 1;
                    visit(row)?;
                }
                ControlFlow::Continue(())
            }
            Self::Many(tiles, _) => {
                let begin = within.start / TILE_ROWS;
                let end = within.end.div_ceil(TILE_ROWS) as usize;
                let tiles = tiles.get(begin as usize..end.min(tiles.len())).unwrap_or_default();
                let rows = (begin..).zip(tiles).flat_map(|(tile, rows)| rows_of_bits(tile, *rows));
                rows.filter(|row| within.contains(row)).try_for_each(visit)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn write(folder: &std::path::Path, name: &str, bytes: &[u8]) {
        std::fs::write(folder.join(name), bytes).expect("space");
    }

    /// Concepts of three and of 40 of 100 rows, opened from these bytes.
    fn opened(few: &[u32], many: [u64; 2]) -> ConceptRows {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), layout::CONCEPT_COUNTS, bytemuck::cast_slice(&[3_u32, 40]));
        write(folder.path(), layout::CONCEPT_ROWS, bytemuck::cast_slice(few));
        write(folder.path(), layout::CONCEPT_BITS, bytemuck::cast_slice(&many));
        let files = Files::open(folder.path(), "000001".to_owned()).expect("a folder");
        ConceptRows::open(&files, 2, 100).expect("as long as they should be")
    }

    const FORTY: [u64; 2] = [(1 << 20) - 1, ((1 << 20) - 1) << 16];

    #[test]
    fn few_are_numbers_and_many_are_bits() {
        let rows = opened(&[0, 63, 99], FORTY);
        assert_eq!(rows.fault(), None);
        assert!(matches!(rows.of(0), RowsWith::Few([0, 63, 99])));
        assert!(matches!(rows.of(1), RowsWith::Many(_, 40)));
        assert_eq!((rows.of(0).len(), rows.of(1).len()), (3, 40));
        assert!(rows.bits(0).is_none());
        assert_eq!(rows.bits(1).expect("many").as_slice(), bytemuck::cast_slice::<u64, u8>(&FORTY));
    }

    #[test]
    fn what_does_not_fit_is_told() {
        for few in [[0, 63, 63], [0, 64, 63], [0, 63, 100], [0, 63, u32::MAX]] {
            assert_eq!(opened(&few, FORTY).fault(), Some(layout::CONCEPT_ROWS), "{few:?}");
        }
        for many in [[u64::MAX, 0], [FORTY[0], FORTY[0] << 17], [0, 0]] {
            assert_eq!(opened(&[0, 63, 99], many).fault(), Some(layout::CONCEPT_BITS), "{many:?}");
        }
    }

    proptest! {
        #[test]
        fn both_walk_along_the_same_rows(
            rows in prop::collection::btree_set(0_u32..400, 0..200),
            mut ends in prop::collection::vec(0_u32..450, 0..8),
            stop in 0_usize..60,
        ) {
            ends.sort_unstable();
            let few: Vec<u32> = rows.iter().copied().collect();
            let mut many = vec![0_u64; 7];
            for row in &few {
                many[(row / 64) as usize] |= 1 << (row % 64);
            }
            let walked = |rows: RowsWith<'_>| {
                let (mut from, mut visited) = (0, Vec::new());
                for range in ends.chunks_exact(2) {
                    let walked = rows.walk(&mut from, range[0]..range[1], |row| {
                        visited.push(row);
                        if visited.len() > stop { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
                    });
                    if walked.is_break() {
                        break;
                    }
                }
                visited
            };
            let within = |row: &u32| ends.chunks_exact(2).any(|range| (range[0]..range[1]).contains(row));
            let expected: Vec<u32> = few.iter().copied().filter(within).take(stop + 1).collect();
            prop_assert_eq!(walked(RowsWith::Few(&few)), expected.clone());
            prop_assert_eq!(walked(RowsWith::Many(&many, few.len())), expected);
        }
    }
}
