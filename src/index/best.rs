//! What is best in each box of boxes.
//!
//! In: the quality and the id of every row's provider. Out: [`Bests`]. Invariant: no row under a box is better.

use super::masks::TILE_ROWS;
use super::tables::View;
use super::tile_tree::{FANOUT, Node};

/// What is best in each box, by level: no row under a box is better.
#[derive(Debug)]
pub(super) struct Bests {
    quality: Vec<Box<[f32]>>,
    first_id: Vec<Box<[u32]>>,
}

impl Bests {
    /// Looks at every row.
    ///
    /// # Complexity
    /// O(rows).
    pub(super) fn new(view: &View<'_>) -> Self {
        let tiles = || view.row_provider.chunks(TILE_ROWS as usize);
        let best =
            |tile: &[u32]| tile.iter().map(|provider| view.quality[*provider as usize]).fold(0.0, f32::max);
        let first =
            |tile: &[u32]| tile.iter().map(|provider| view.id_rank[*provider as usize]).min().unwrap_or(0);
        Self {
            quality: levels(tiles().map(best).collect(), |boxes| boxes.iter().copied().fold(0.0, f32::max)),
            first_id: levels(tiles().map(first).collect(), |boxes| boxes.iter().copied().min().unwrap_or(0)),
        }
    }

    /// The quality of the best record under a box.
    pub(super) fn quality(&self, node: Node) -> f32 {
        at(&self.quality, node).unwrap_or(1.0)
    }

    /// The lowest rank of an id under a box.
    pub(super) fn first_id(&self, node: Node) -> u32 {
        at(&self.first_id, node).unwrap_or(0)
    }
}

/// What is said of tiles, then of the boxes of each level.
fn levels<T>(tiles: Vec<T>, of: impl Fn(&[T]) -> T) -> Vec<Box<[T]>> {
    let mut levels = vec![tiles.into_boxed_slice()];
    while let Some(last) = levels.last().filter(|last| last.len() > 1) {
        let next = last.chunks(FANOUT).map(&of).collect();
        levels.push(next);
    }
    levels
}

fn at<T: Copy>(levels: &[Box<[T]>], node: Node) -> Option<T> {
    levels.get(usize::from(node.level))?.get(node.place as usize).copied()
}
