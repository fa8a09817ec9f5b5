//! An R-tree over tiles of 64 consecutive rows.
//!
//! Rows lie in Hilbert order, so 64 neighbours in number are neighbours on the ground; a tile's box in three
//! dimensions is small. Sixteen tiles lie side by side in a box, and sixteen of those in the next, for circles, which know
//! when a box lies wholly inside. The R-tree is over boxes of sixteen tiles, a thousandth of one over points; where the
//! nearest are looked for it tells the boxes, and all tiles of a box are measured at once. In: unit vectors of all rows,
//! finite. Out: tiles by nearness, runs of tiles in a circle.

use super::masks::TILE_ROWS;
use rstar::{AABB, PointDistance, RTree, RTreeObject};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::ops::{ControlFlow, Range};

/// Consecutive rows and the box their points lie in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Tile {
    number: u32,
    lower: [f32; 3],
    upper: [f32; 3],
}

/// How many boxes lie in one of the next level: their rows are neighbours, too.
pub(super) const FANOUT: usize = WIDTH as usize;
const WIDTH: u32 = 16;

/// Room that is made at once for tiles that come later than boxes not yet opened.
const USUALLY_OPENED: usize = 128;

/// A box: a tile on level 0, sixteen boxes of the level before on each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Node {
    /// How many levels of boxes lie under it.
    pub(super) level: u8,
    /// Its place on its level.
    pub(super) place: u32,
}

/// What to do with a box, for several circles at once: a bit for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Visit {
    /// The circles for which all of it counts.
    pub(super) whole: u32,
    /// The circles for which to look at what it holds.
    pub(super) open: u32,
}

/// Sixteen boxes side by side, so that all are measured at once; those that are missing are infinitely far.
#[derive(Debug, Clone, Copy)]
#[repr(align(64))]
struct Block {
    lower: [[f32; FANOUT]; 3],
    upper: [[f32; FANOUT]; 3],
}

/// Squared chords from a point to each of the boxes in a box.
#[derive(Debug, Clone, Copy)]
pub(super) struct Chords {
    /// To the nearest point of each box.
    pub(super) nearest: [f32; FANOUT],
    /// To the farthest corner of each.
    pub(super) farthest: [f32; FANOUT],
}

/// The boxes of a level.
#[derive(Debug)]
struct Level {
    blocks: Vec<Block>,
    boxes: usize,
}

/// All tiles of a generation.
#[derive(Debug)]
pub(super) struct TileTree {
    /// Boxes of sixteen tiles.
    tree: RTree<Tile>,
    /// The tiles, then boxes of sixteen of those before, up to a single one.
    levels: Vec<Level>,
    rows: u32,
}

impl Tile {
    fn around(number: u32, units: &[[f32; 3]]) -> Self {
        let mut tile = Self { number, lower: [f32::INFINITY; 3], upper: [f32::NEG_INFINITY; 3] };
        for unit in units {
            for (axis, along) in unit.iter().enumerate() {
                tile.lower[axis] = tile.lower[axis].min(*along);
                tile.upper[axis] = tile.upper[axis].max(*along);
            }
        }
        tile
    }

    fn of(number: u32, boxes: &[Self]) -> Self {
        let mut all = Self { number, lower: [f32::INFINITY; 3], upper: [f32::NEG_INFINITY; 3] };
        for own in boxes {
            for axis in 0..3 {
                all.lower[axis] = all.lower[axis].min(own.lower[axis]);
                all.upper[axis] = all.upper[axis].max(own.upper[axis]);
            }
        }
        all
    }

    /// The squared chord to the nearest point of the box.
    pub(super) fn nearest_chord2(&self, point: &[f32; 3]) -> f32 {
        let [x, y, z]: [f32; 3] =
            std::array::from_fn(|axis| outside(self.lower[axis], self.upper[axis], point[axis]));
        x + y + z
    }

    /// The squared chord to the farthest corner of the box.
    pub(super) fn farthest_chord2(&self, point: &[f32; 3]) -> f32 {
        let [x, y, z]: [f32; 3] =
            std::array::from_fn(|axis| across(self.lower[axis], self.upper[axis], point[axis]));
        x + y + z
    }
}

/// The square of how far a coordinate lies outside of a span.
#[inline]
fn outside(lower: f32, upper: f32, at: f32) -> f32 {
    square(greater(greater(lower - at, at - upper), 0.0))
}

/// The square of how far the farther end of a span lies from a coordinate.
#[inline]
fn across(lower: f32, upper: f32, at: f32) -> f32 {
    square(greater(at - lower, upper - at))
}

/// The greater of two numbers; a single instruction, since nothing here is no number.
#[inline]
fn greater(one: f32, other: f32) -> f32 {
    if one > other { one } else { other }
}

impl Block {
    /// Boxes side by side.
    fn of(boxes: &[Tile]) -> Self {
        let mut block = Self { lower: [[f32::INFINITY; FANOUT]; 3], upper: [[f32::NEG_INFINITY; FANOUT]; 3] };
        for (lane, own) in boxes.iter().enumerate().take(FANOUT) {
            for axis in 0..3 {
                block.lower[axis][lane] = own.lower[axis];
                block.upper[axis][lane] = own.upper[axis];
            }
        }
        block
    }

    fn chords(&self, point: &[f32; 3]) -> Chords {
        let mut chords = Chords { nearest: [0.0; FANOUT], farthest: [0.0; FANOUT] };
        for ((lower, upper), at) in self.lower.iter().zip(&self.upper).zip(point) {
            for lane in 0..FANOUT {
                chords.nearest[lane] += outside(lower[lane], upper[lane], *at);
                chords.farthest[lane] += across(lower[lane], upper[lane], *at);
            }
        }
        chords
    }
}

impl Chords {
    /// The boxes that are no farther than a squared chord, a bit each.
    #[inline]
    fn within(&self, reach: f32) -> u32 {
        let nearest = self.nearest.iter().enumerate();
        nearest.fold(0, |bits, (lane, nearest)| bits | u32::from(*nearest <= reach) << lane)
    }
}

/// The numbers of the bits that are set, ascending.
#[inline]
pub(super) fn bits_of(mut bits: u32) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let first = (bits != 0).then(|| bits.trailing_zeros() as usize)?;
        bits &= bits - 1;
        Some(first)
    })
}

impl Level {
    fn of(boxes: &[Tile]) -> Self {
        Self { blocks: boxes.chunks(FANOUT).map(Block::of).collect(), boxes: boxes.len() }
    }
}

fn square(length: f32) -> f32 {
    length * length
}

impl RTreeObject for Tile {
    type Envelope = AABB<[f32; 3]>;

    fn envelope(&self) -> Self::Envelope {
        AABB::from_corners(self.lower, self.upper)
    }
}

impl PointDistance for Tile {
    fn distance_2(&self, point: &[f32; 3]) -> f32 {
        self.nearest_chord2(point)
    }
}

impl TileTree {
    /// Builds the tree; every coordinate must be finite.
    ///
    /// # Complexity
    /// O(n) for the boxes, O(t log t) for the tree of t = n / 64 tiles.
    pub(super) fn build(units: &[[f32; 3]]) -> Self {
        let tiles =
            (0_u32..).zip(units.chunks(TILE_ROWS as usize)).map(|(number, rows)| Tile::around(number, rows));
        let tiles: Vec<Tile> = tiles.collect();
        let rows = u32::try_from(units.len()).unwrap_or(u32::MAX);
        let boxes_of = |boxes: &[Tile]| -> Vec<Tile> {
            (0_u32..).zip(boxes.chunks(FANOUT)).map(|(number, boxes)| Tile::of(number, boxes)).collect()
        };
        let tree = RTree::bulk_load(boxes_of(&tiles));
        let mut levels = vec![Level::of(&tiles)];
        let mut last = tiles;
        while last.len() > 1 {
            last = boxes_of(&last);
            levels.push(Level::of(&last));
        }
        Self { tree, levels, rows }
    }

    /// Goes down the boxes of boxes in the order of rows, for several circles around a point at once. `reach` is a squared
    /// chord beyond which no circle has anything. `judge` gets the squared chords to the nearest point and to the farthest
    /// corner of a box and the circles that its own box was opened for, and says for which of them what to do. `take` gets the circles, and the rows of a box that counts as a whole
    /// for them, or of a single tile that is to be opened.
    ///
    /// # Complexity
    /// O(boxes that are opened).
    pub(super) fn descend(
        &self,
        (point, reach): (&[f32; 3], f32),
        circles: u32,
        judge: &impl Fn(f32, f32, u32) -> Visit,
        take: &mut impl FnMut(u32, Range<u32>, bool),
    ) {
        if let Some(top) = self.levels.len().checked_sub(1) {
            self.open((top, 0), (point, reach), circles, judge, take);
        }
    }

    /// Opens the sixteen boxes that begin at a place of a level.
    fn open(
        &self,
        (level, block): (usize, usize),
        (point, reach): (&[f32; 3], f32),
        circles: u32,
        judge: &impl Fn(f32, f32, u32) -> Visit,
        take: &mut impl FnMut(u32, Range<u32>, bool),
    ) {
        let Some(boxes) = self.levels.get(level).and_then(|level| level.blocks.get(block)) else { return };
        let chords = boxes.chords(point);
        for lane in bits_of(chords.within(reach)) {
            let visit = judge(chords.nearest[lane], chords.farthest[lane], circles);
            let place = block * FANOUT + lane;
            if visit.whole != 0 {
                take(visit.whole, self.rows_under(level, place), true);
            }
            match level.checked_sub(1) {
                _ if visit.open == 0 => {}
                Some(under) => self.open((under, place), (point, reach), visit.open, judge, take),
                None => take(visit.open, self.rows_under(level, place), false),
            }
        }
    }

    /// The box of all; `None` where there are no rows.
    pub(super) fn root(&self) -> Option<Node> {
        let level = self.levels.len().checked_sub(1)?;
        let has_rows = self.levels.first()?.boxes > 0;
        has_rows.then_some(Node { level: u8::try_from(level).ok()?, place: 0 })
    }

    /// The boxes in a box, in the order of their [`Chords`]; none in a tile.
    pub(super) fn under(&self, node: Node) -> impl Iterator<Item = Node> + use<> {
        let level = node.level.checked_sub(1);
        let boxes =
            level.and_then(|level| self.levels.get(usize::from(level))).map_or(0, |level| level.boxes);
        let boxes = u32::try_from(boxes).unwrap_or(u32::MAX);
        let first = node.place.saturating_mul(WIDTH).min(boxes);
        let end = first.saturating_add(WIDTH).min(boxes);
        (first..end).map(move |place| Node { level: level.unwrap_or(0), place })
    }

    /// The squared chords from a point to the boxes in a box; `None` for a tile.
    #[inline]
    pub(super) fn chords(&self, node: Node, point: &[f32; 3]) -> Option<Chords> {
        let level = self.levels.get(usize::from(node.level.checked_sub(1)?))?;
        Some(level.blocks.get(node.place as usize)?.chords(point))
    }

    /// The rows in a box of a level.
    fn rows_under(&self, level: usize, place: usize) -> Range<u32> {
        let width = (0..level).fold(TILE_ROWS as usize, |width, _| width.saturating_mul(FANOUT));
        let row =
            |place: usize| u32::try_from(place.saturating_mul(width)).unwrap_or(u32::MAX).min(self.rows);
        row(place)..row(place + 1)
    }

    /// Tiles by the squared chord of their boxes, the nearest first.
    ///
    /// # Complexity
    /// O(boxes of sixteen tiles up to there), each with a logarithm.
    pub(super) fn by_nearness(&self, point: [f32; 3]) -> impl Iterator<Item = (u32, f32)> {
        let mut boxes = self.tree.nearest_neighbor_iter_with_distance_2(point).peekable();
        let mut opened: BinaryHeap<Reverse<(u32, u32)>> = BinaryHeap::with_capacity(USUALLY_OPENED);
        std::iter::from_fn(move || {
            loop {
                // A box is never farther than what is in it.
                let next = boxes.peek().map(|(_, chord2)| chord2.to_bits());
                let first = opened.peek().filter(|first| next.is_none_or(|next| first.0.0 <= next));
                if let Some(&Reverse((chord2, tile))) = first {
                    opened.pop();
                    return Some((tile, f32::from_bits(chord2)));
                }
                let (own, _) = boxes.next()?;
                opened.extend(
                    self.tiles_in(own.number, &point).map(|(tile, chord2)| Reverse((chord2.to_bits(), tile))),
                );
            }
        })
    }

    /// The tiles of a box of sixteen, with the squared chords to them.
    fn tiles_in(&self, block: u32, point: &[f32; 3]) -> impl Iterator<Item = (u32, f32)> + use<> {
        let tiles = self.levels.first();
        let chords = tiles.and_then(|tiles| Some(tiles.blocks.get(block as usize)?.chords(point).nearest));
        let count = tiles.map_or(0, |tiles| tiles.boxes.saturating_sub(block as usize * FANOUT));
        (block * WIDTH..).zip(chords.into_iter().flatten()).take(count)
    }

    /// The same, but only for tiles whose boxes, up to the box of all, `any` lets through; `visit` breaks when it has
    /// enough.
    ///
    /// # Complexity
    /// O(boxes opened), each with a logarithm.
    pub(super) fn nearest_of(
        &self,
        point: [f32; 3],
        any: &impl Fn(Node) -> bool,
        visit: &mut impl FnMut(u32, f32) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        let mut boxes = BinaryHeap::new();
        boxes.extend(self.root().filter(|node| any(*node)).map(|node| (Reverse(0), node)));
        while let Some((Reverse(chord2), node)) = boxes.pop() {
            if let Some(chords) = self.chords(node, &point) {
                let under = self.under(node).zip(chords.nearest).filter(|(node, _)| any(*node));
                boxes.extend(under.map(|(node, chord2)| (Reverse(chord2.to_bits()), node)));
            } else {
                visit(node.place, f32::from_bits(chord2))?;
            }
        }
        ControlFlow::Continue(())
    }

    /// A tile by its number.
    pub(super) fn tile(&self, number: u32) -> Option<Tile> {
        let tiles = self.levels.first()?;
        let (block, lane) = (number as usize / FANOUT, number as usize % FANOUT);
        let block = tiles.blocks.get(block).filter(|_| (number as usize) < tiles.boxes)?;
        let side = |side: &[[f32; FANOUT]; 3]| side.map(|axis| axis[lane]);
        Some(Tile { number, lower: side(&block.lower), upper: side(&block.upper) })
    }
}

#[cfg(test)]
mod tests;
