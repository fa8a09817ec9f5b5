//! A mask on its way, marked a piece at a time.
//!
//! In: what rows may have. Out: a [`Mask`]. Invariant: wherever the time ended it, it goes on behind the last row marked.

use super::clock::Until;
use super::mask::Mask;
use super::masks::{Having, TILE_ROWS, bit};
use super::tables::View;
use std::ops::ControlFlow;

/// Rows that are marked between two looks at the time.
const ROWS_AT_ONCE: usize = if cfg!(test) { 512 } else { 16_384 };

/// A mask on its way.
#[derive(Debug)]
pub(super) struct Marking {
    tiles: Vec<u64>,
    /// Which of the concepts' lists comes next, and how far it was read.
    next: (usize, usize),
}

impl Marking {
    /// Nothing is marked yet.
    pub(super) fn new(view: &View<'_>) -> Self {
        Self { tiles: vec![0; view.rows().div_ceil(TILE_ROWS as usize)], next: (0, 0) }
    }

    /// Marks rows until all are marked or the time is over.
    pub(super) fn go_on(&mut self, view: &View<'_>, having: &Having, until: &Until) -> ControlFlow<()> {
        let (concepts, primary) = match having {
            Having::AnyOf(concepts) => (concepts.as_slice(), None),
            // Whoever has it as the primary one has it.
            Having::Primary(concept) => (std::slice::from_ref(concept), Some(*concept)),
        };
        while let Some(concept) = concepts.get(self.next.0) {
            let rows = view.rows_with(*concept).get(self.next.1..).unwrap_or_default();
            for row in rows.iter().take(ROWS_AT_ONCE) {
                let is = |primary| view.primary[view.row_provider[*row as usize] as usize] == primary;
                if primary.is_none_or(is)
                    && let Some(tile) = self.tiles.get_mut((row / TILE_ROWS) as usize)
                {
                    *tile |= bit(*row);
                }
            }
            if rows.len() > ROWS_AT_ONCE {
                self.next.1 += ROWS_AT_ONCE;
                until.look()?;
            } else {
                self.next = (self.next.0 + 1, 0);
            }
        }
        ControlFlow::Continue(())
    }

    /// The mask.
    pub(super) fn finish(self) -> Mask {
        Mask::new(self.tiles)
    }
}
