//! The nearest without an edge: from the centre outwards, tile by tile.
//!
//! In: a matcher with a centre. Out: who matches, in about the order of distance, until whoever listens is settled.
//! Worth it when those who match are many: each of them must be looked for among its neighbours.

use super::circle::{metres_at_least, metres_at_most};
use super::matching::{Clock, Found, Matcher};
use super::select::{Nearest, Selection};
use super::tile_tree::TileTree;

/// Finds the nearest that a pivot needs, as far out as it can lie; further ones may be among them.
pub(super) fn settle(matcher: &Matcher<'_>, nearest: &mut Nearest, far: f64, clock: &mut Clock) {
    walk(matcher, clock, 0.0, &mut |step| match step {
        Step::Farther(metres) => metres > far || nearest.is_settled(metres),
        Step::Found(found) => {
            nearest.offer(&found, || matcher.metres(found.row));
            false
        }
    });
}

/// Finds the hits of a selection by distance.
pub(super) fn select(matcher: &Matcher<'_>, selection: &mut Selection<'_>, clock: &mut Clock) {
    let from = selection.begins_at();
    walk(matcher, clock, from, &mut |step| match step {
        Step::Farther(metres) => selection.is_settled(metres),
        Step::Found(found) => {
            selection.offer(&found);
            false
        }
    });
}

/// What a walk outwards meets.
enum Step {
    /// Nobody to come is nearer than this.
    Farther(f64),
    /// Somebody who matches.
    Found(Found),
}

/// Walks outwards from where tiles reach at least `from` metres, until `meet` says it is enough.
fn walk(matcher: &Matcher<'_>, clock: &mut Clock, from: f64, meet: &mut impl FnMut(Step) -> bool) {
    let Some(center) = matcher.center else { return };
    let tiles: &TileTree = matcher.roads.tiles;
    for (tile, chord2) in tiles.by_nearness(center.unit()) {
        if meet(Step::Farther(metres_at_least(chord2))) {
            return;
        }
        if metres_at_most(tile.farthest_chord2(&center.unit())) < from {
            continue;
        }
        if clock.tick_tile().is_break() {
            return;
        }
        for row in matcher.in_tile(tile.number()).iter() {
            meet(Step::Found(matcher.found(row)));
        }
    }
}
