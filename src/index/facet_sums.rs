//! Running sums of every concept that facets show: its rows in any run of tiles are the difference of two numbers.
//!
//! In: the concepts of every row that clauses let in. Out: [`FacetSums`], made when facets of many are first counted.
//! Invariant: every row that is let in is summed, whichever of its practices a provider stands at; who counts takes the
//! others off again.

use super::clause::Concepts;
use super::clock::Until;
use super::facet::is_shown;
use super::let_in::LetIn;
use super::masks::TILE_ROWS;
use super::tables::View;
use std::ops::{ControlFlow, Range};

/// Tiles in a block: sums within one fit 16 bits.
const BLOCK: usize = 64;

/// Running sums by tile.
#[derive(Debug)]
pub(super) struct FacetSums {
    /// The concepts that are summed.
    shown: Box<[u16]>,
    /// For each tile, and one behind the last, of each concept: how many rows have it in the tiles of the block before.
    in_block: Box<[u16]>,
    /// For each block of each concept: how many rows have it in the blocks before.
    blocks: Box<[u32]>,
}

/// Running sums on their way.
#[derive(Debug)]
pub(super) struct Summing {
    shown: Box<[u16]>,
    /// By concept its place among those shown.
    slots: Vec<Option<usize>>,
    in_block: Vec<u16>,
    blocks: Vec<u32>,
    before: Vec<u32>,
    within: Vec<u16>,
    /// The tile that comes next.
    tile: u32,
}

impl Summing {
    /// Nothing is summed up yet.
    pub(super) fn new(view: &View<'_>, concepts: &Concepts) -> Self {
        let shown = shown(concepts);
        let mut slots = vec![None; concepts.len()];
        for (slot, concept) in shown.iter().enumerate() {
            slots[usize::from(*concept)] = Some(slot);
        }
        let tiles = view.rows().div_ceil(TILE_ROWS as usize);
        Self {
            in_block: Vec::with_capacity((tiles + 1) * shown.len()),
            blocks: Vec::with_capacity((tiles / BLOCK + 1) * shown.len()),
            before: vec![0; shown.len()],
            within: vec![0; shown.len()],
            slots,
            shown,
            tile: 0,
        }
    }

    /// Sums up rows that are let in, until all are, as many tiles were looked at as are worth it (rounded up to blocks), or
    /// the time is over.
    ///
    /// # Complexity
    /// O(tiles and their concepts).
    pub(super) fn go_on(
        &mut self,
        view: &View<'_>,
        let_in: &LetIn,
        (worth, until): (u32, &Until),
    ) -> ControlFlow<()> {
        let tiles = u32::try_from(view.rows().div_ceil(TILE_ROWS as usize)).unwrap_or(u32::MAX);
        let end = self.tile.saturating_add(worth).saturating_add(1);
        while self.tile <= tiles {
            if (self.tile as usize).is_multiple_of(BLOCK) {
                // Nothing of the block was done yet.
                until.look()?;
                if self.tile >= end {
                    return ControlFlow::Break(());
                }
                self.before.iter_mut().zip(&mut self.within).for_each(|(before, within)| {
                    *before += u32::from(std::mem::take(within));
                });
                self.blocks.extend_from_slice(&self.before);
            }
            self.in_block.extend_from_slice(&self.within);
            let rows = let_in.rows(self.tile);
            // There is none behind the last one.
            if rows != 0 {
                view.concepts_of(self.tile).count(rows, |concept, rows| {
                    if let Some(slot) = self.slots[usize::from(concept)] {
                        // At most the 64 of a tile.
                        self.within[slot] += u16::try_from(rows).unwrap_or(u16::MAX);
                    }
                });
            }
            self.tile += 1;
        }
        ControlFlow::Continue(())
    }

    /// The sums.
    pub(super) fn finish(self) -> FacetSums {
        let Self { shown, in_block, blocks, .. } = self;
        FacetSums { shown, in_block: in_block.into(), blocks: blocks.into() }
    }
}

/// The concepts that facets show.
fn shown(concepts: &Concepts) -> Box<[u16]> {
    let is_shown = |meaning: Option<_>| meaning.is_some_and(is_shown);
    let numbers = (0_u16..).zip(concepts.iter());
    numbers.filter(|(_, (_, meaning))| is_shown(*meaning)).map(|(number, _)| number).collect()
}

impl FacetSums {
    /// Adds to each concept's count the rows that have it in a run of tiles.
    ///
    /// # Complexity
    /// O(concepts).
    pub(super) fn add(&self, tiles: &Range<u32>, counts: &mut [u32]) {
        let (Some(start), Some(end)) = (self.before(tiles.start), self.before(tiles.end)) else { return };
        let sums = start.0.iter().zip(start.1).zip(end.0.iter().zip(end.1));
        for (concept, ((start, start_in), (end, end_in))) in self.shown.iter().zip(sums) {
            let sum = (end + u32::from(*end_in)) - (start + u32::from(*start_in));
            let count = &mut counts[usize::from(*concept)];
            *count = count.wrapping_add(sum);
        }
    }

    /// What such sums take in memory.
    ///
    /// # Units
    /// Bytes.
    pub(super) fn bytes_of(view: &View<'_>, concepts: &Concepts) -> usize {
        let tiles = view.rows().div_ceil(TILE_ROWS as usize);
        let shown = shown(concepts).len();
        ((tiles + 1) * size_of::<u16>() + (tiles / BLOCK + 1) * size_of::<u32>()) * shown
    }

    /// What lies before a tile: in the blocks before its own, and in its own.
    fn before(&self, tile: u32) -> Option<(&[u32], &[u16])> {
        let (tile, width) = (tile as usize, self.shown.len());
        let block = tile / BLOCK;
        let blocks = self.blocks.get(block * width..(block + 1) * width)?;
        Some((blocks, self.in_block.get(tile * width..(tile + 1) * width)?))
    }
}

#[cfg(test)]
mod tests {
    use super::super::clause::Clauses;
    use super::super::clock::Clock;
    use super::super::lookup::Concept;
    use super::super::masks::Masks;
    use super::super::world::WORLD;
    use super::*;
    use crate::domain::ProviderKind;
    use std::time::Instant;

    #[test]
    fn sums_say_what_a_walk_says() {
        let (view, concepts) = (WORLD.snapshot.view(), WORLD.snapshot.concepts());
        let people = [vec![Concept::Kind(ProviderKind::Person)]];
        let clauses = Clauses::resolve(&people, &[], concepts).expect("known concepts");
        let never = Until::never();
        let let_in = Masks::default().let_in(&view, &clauses, &never).expect("there is time");
        let mut summing = Summing::new(&view, concepts);
        // Cut before every block, it goes on where it was.
        let over = Clock::new(Some(Instant::now())).until();
        assert!(summing.go_on(&view, &let_in, (u32::MAX, &over)).is_break());
        let mut pieces = 1;
        while summing.go_on(&view, &let_in, (1, &Until::never())).is_break() {
            pieces += 1;
        }
        assert_eq!(pieces, view.rows().div_ceil(BLOCK * 64), "a block at a time");
        let sums = summing.finish();
        let bytes = size_of_val(&*sums.in_block) + size_of_val(&*sums.blocks);
        assert_eq!(bytes, FacetSums::bytes_of(&view, concepts));
        let tiles = u32::try_from(view.rows().div_ceil(64)).expect("few");
        for run in [0..tiles, 0..0, 1..2, 3..tiles.min(9), tiles - 1..tiles] {
            let mut counts = vec![0; concepts.len()];
            sums.add(&run, &mut counts);
            let mut walked = vec![0_u32; concepts.len()];
            let rows = run.start * 64..(run.end * 64).min(u32::try_from(view.rows()).expect("few"));
            for row in rows.filter(|row| clauses.hold(&view, *row)) {
                let having = (0_u16..).zip(&mut walked).filter(|(concept, _)| view.has(row, *concept));
                having.for_each(|(_, count)| *count += 1);
            }
            for (number, (_, meaning)) in concepts.iter().enumerate() {
                let shown = meaning.is_some_and(is_shown);
                assert_eq!(counts[number], if shown { walked[number] } else { 0 }, "{run:?}");
            }
        }
    }
}
