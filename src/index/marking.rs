//! A mask on its way, marked a piece at a time.
//!
//! In: what rows may have. Out: a [`Mask`]. Invariant: wherever the time ended it, it goes on behind the last row marked.

use super::clock::Until;
use super::concept_rows::RowsWith;
use super::mask::{Marks, Mask};
use super::masks::{Having, TILE_ROWS, rows_of_bits};
use super::tables::View;
use std::ops::ControlFlow;

/// Rows that are marked between two looks at the time, or tiles of whom all rows are.
const ROWS_AT_ONCE: usize = if cfg!(test) { 512 } else { 16_384 };

/// A mask on its way.
#[derive(Debug)]
pub(super) struct Marking {
    marks: Marks,
    /// Which of the concepts comes next, and how many of its rows, or tiles, were read.
    next: (usize, usize),
}

impl Marking {
    /// Nothing is marked yet.
    pub(super) fn new(view: &View<'_>) -> Self {
        Self { marks: Marks::none_of(view.rows()), next: (0, 0) }
    }

    /// Marks rows until all are marked or the time is over.
    pub(super) fn go_on(&mut self, view: &View<'_>, having: &Having, until: &Until) -> ControlFlow<()> {
        let (concepts, primary) = match having {
            Having::AnyOf(concepts) => (concepts.as_slice(), None),
            // Whoever has it as the primary one has it.
            Having::Primary(concept) => (std::slice::from_ref(concept), Some(*concept)),
        };
        while let Some(concept) = concepts.get(self.next.0) {
            let is = |row: u32| {
                primary
                    .is_none_or(|primary| view.primary[view.row_provider[row as usize] as usize] == primary)
            };
            let from = self.next.1;
            let (read, all) = match view.rows_with(*concept) {
                RowsWith::Few(rows) => {
                    let piece = rows.iter().skip(from).take(ROWS_AT_ONCE);
                    piece.filter(|row| is(**row)).for_each(|row| self.marks.mark(*row));
                    (ROWS_AT_ONCE, rows.len())
                }
                RowsWith::Many(tiles, _) if primary.is_none() => {
                    let piece = &tiles[from..tiles.len().min(from + ROWS_AT_ONCE)];
                    self.marks.mark_all(from, piece);
                    (ROWS_AT_ONCE, tiles.len())
                }
                RowsWith::Many(tiles, _) => {
                    let at_once = ROWS_AT_ONCE / TILE_ROWS as usize;
                    let piece = (0..).zip(tiles).skip(from).take(at_once);
                    let rows = piece.flat_map(|(tile, rows)| rows_of_bits(tile, *rows));
                    rows.filter(|row| is(*row)).for_each(|row| self.marks.mark(row));
                    (at_once, tiles.len())
                }
            };
            if from + read < all {
                self.next.1 += read;
                until.look()?;
            } else {
                self.next = (self.next.0 + 1, 0);
            }
        }
        ControlFlow::Continue(())
    }

    /// The mask.
    pub(super) fn finish(self) -> Mask {
        Mask::new(self.marks)
    }
}
