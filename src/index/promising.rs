//! The first hits by score: down the boxes, the most promising first, so that what an answer costs depends on the answer.
//!
//! In: a ranker by relevance, an edge. Out: offers to a [`Selection`]. Invariant: a box is left closed only where nobody
//! under it is let in, lies within the edge, or can enter the selection.

use super::circle::{Edge, Side, metres_at_least};
use super::clock::Clock;
use super::let_in::LetIn;
use super::lookup::Position;
use super::masks::bit;
use super::matching::TileRows;
use super::score::{Judged, TileScores};
use super::select::{Ranker, Selection, falling};
use super::tile_tree::Node;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// What is walked down.
struct Descent<'d> {
    ranker: &'d Ranker<'d>,
    edge: Option<&'d Edge>,
    let_in: &'d LetIn,
    scores: TileScores,
}

/// A box that may hold hits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Promising {
    /// A position that nobody under it stands before.
    bound: Position,
    node: Node,
    /// Whether all of it lies within the edge.
    inside: bool,
}

/// Offers whoever may be among the first by score, until nobody to come can enter any more.
///
/// # Complexity
/// O(boxes that are opened), each with a logarithm.
pub(super) fn select(
    ranker: &Ranker<'_>,
    edge: Option<&Edge>,
    selection: &mut Selection<'_>,
    clock: &mut Clock,
) {
    let roads = &ranker.matcher.roads;
    let Some(scores) = ranker.scorer.tiles(&roads.view, roads.masks, &ranker.matcher.until) else { return };
    let descent = Descent { ranker, edge, let_in: ranker.matcher.let_in(), scores };
    let mut boxes: BinaryHeap<Reverse<Promising>> = BinaryHeap::new();
    boxes.extend(roads.tiles.root().and_then(|node| descent.promising(node, None, false)).map(Reverse));
    while let Some(Reverse(best)) = boxes.pop() {
        if selection.is_beyond(best.bound) || clock.tick_tile().is_break() {
            return;
        }
        if best.node.level == 0 {
            descent.offer(best, selection);
        } else {
            let chords =
                ranker.matcher.center.and_then(|center| roads.tiles.chords(best.node, &center.unit()));
            let chords = |place: usize| chords.map(|chords| (chords.nearest[place], chords.farthest[place]));
            let under = roads.tiles.under(best.node).enumerate();
            let promising =
                under.filter_map(|(place, node)| descent.promising(node, chords(place), best.inside));
            boxes.extend(promising.filter(|own| !selection.is_beyond(own.bound)).map(Reverse));
        }
    }
}

impl Descent<'_> {
    /// What a box promises, by the squared chords to its nearest point and its farthest corner where they are known;
    /// `None` where nobody under it can be a hit.
    fn promising(&self, node: Node, chords: Option<(f32, f32)>, inside: bool) -> Option<Promising> {
        if !self.let_in.any(node) {
            return None;
        }
        let (nearest, inside) = match (chords, self.edge.filter(|_| !inside)) {
            (None, edge) => (0.0, edge.is_none()),
            (Some((nearest, _)), None) => (metres_at_least(nearest), true),
            (Some((nearest, _)), Some(edge)) if edge.side(nearest) == Side::Outside => return None,
            (Some((nearest, farthest)), Some(edge)) => {
                (metres_at_least(nearest), edge.side(farthest) == Side::Inside)
            }
        };
        let best = self.scores.best(node);
        Some(Promising { bound: self.position(&best, nearest, self.scores.first_id(node)), node, inside })
    }

    /// Offers the rows of a tile.
    fn offer(&self, tile: Promising, selection: &mut Selection<'_>) {
        let matcher = self.ranker.matcher;
        let let_in = TileRows { tile: tile.node.place, bits: self.let_in.rows(tile.node.place) };
        let rows = if tile.inside { let_in } else { matcher.within(let_in, self.edge) };
        if rows.bits == 0 {
            return;
        }
        let view = &matcher.roads.view;
        let (best, nearest) = (self.scores.best_of(&rows), f64::from_bits(tile.bound.metres));
        for row in rows.iter() {
            let found = matcher.found(row);
            let quality = view.quality[found.provider as usize];
            let judged = self.scores.of_row(rows.tile, bit(row), quality);
            let own = judged.unwrap_or_else(|| best.with_quality(view, found.provider));
            let bound = self.position(&own, nearest, view.id_rank[found.provider as usize]);
            if selection.is_beyond(bound) || !matcher.stands(row) {
                continue;
            }
            match judged {
                Some(judged) => selection.offer_judged(&found, &judged),
                None => selection.offer(&found),
            }
        }
    }

    /// The position of whoever is judged so and is no nearer, and has no lower id.
    fn position(&self, best: &Judged, nearest: f64, id_rank: u32) -> Position {
        let key = falling(self.ranker.scorer.total(best, nearest));
        Position { tier: u8::MAX - best.tier, key, metres: nearest.to_bits(), id_rank }
    }
}
