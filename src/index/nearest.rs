//! The nearest without an edge: from the centre outwards, tile by tile.
//!
//! In: a matcher with a centre. Out: who matches, in about the order of distance, until whoever listens is settled.
//! Worth it when those who match are many: each of them must be looked for among its neighbours.

use super::circle::{Edge, metres_at_least, metres_at_most};
use super::clock::Clock;
use super::matching::{Found, Matcher};
use super::name_query::NameQuery;
use super::select::{Nearest, Selection};
use super::tile_tree::TileTree;
use std::ops::ControlFlow;

/// Those who match are rare where there are fewer than one among so many rows: tiles without any are left out as boxes
/// of boxes then.
const RARE: usize = 64;

/// Finds the nearest that a pivot needs, which lies from `low` to `high` metres: whoever is farther may be among them, and
/// once enough are found within `low` it does not matter who else is.
pub(super) fn settle(
    matcher: &Matcher<'_>,
    nearest: &mut Nearest,
    (low, high): (f64, f64),
    clock: &mut Clock,
) {
    walk(matcher, clock, 0.0, &|_| true, &mut |step| match step {
        Step::Farther(metres) => {
            metres > high || nearest.is_settled(metres) || nearest.last().is_some_and(|last| last <= low)
        }
        Step::Found(found) => {
            nearest.offer(&found, || matcher.metres(found.row));
            false
        }
    });
}

/// Finds the hits of a selection by distance, within an edge.
pub(super) fn select(
    matcher: &Matcher<'_>,
    edge: Option<&Edge>,
    selection: &mut Selection<'_>,
    clock: &mut Clock,
) {
    let from = selection.begins_at();
    walk(matcher, clock, from, &|_| true, &mut |step| match step {
        Step::Farther(metres) => {
            selection.is_settled(metres) || edge.is_some_and(|edge| metres > edge.metres)
        }
        Step::Found(found) => {
            if edge.is_none_or(|edge| edge.holds(found.chord2, || matcher.metres(found.row))) {
                selection.offer(&found);
            }
            false
        }
    });
}

/// Finds the hits of a selection by distance among those who have the words of a query, in at most so many tiles; whether
/// they were enough.
pub(super) fn select_named(
    matcher: &Matcher<'_>,
    names: &NameQuery<'_>,
    selection: &mut Selection<'_>,
    mut tiles: u64,
    clock: &mut Clock,
) -> bool {
    let mut settled = false;
    walk(matcher, clock, 0.0, &|provider| names.has_all(provider), &mut |step| match step {
        Step::Farther(metres) => {
            settled = selection.is_settled(metres);
            tiles = tiles.saturating_sub(1);
            settled || tiles == 0
        }
        Step::Found(found) => {
            selection.offer(&found);
            false
        }
    });
    settled
}

/// What a walk outwards meets.
enum Step {
    /// Nobody to come is nearer than this.
    Farther(f64),
    /// Somebody who matches.
    Found(Found),
}

/// Walks outwards from where tiles reach at least `from` metres along the providers that are `wanted`, until `meet` says it
/// is enough.
fn walk(
    matcher: &Matcher<'_>,
    clock: &mut Clock,
    from: f64,
    wanted: &impl Fn(u32) -> bool,
    meet: &mut impl FnMut(Step) -> bool,
) {
    let Some(center) = matcher.center else { return };
    let tiles: &TileTree = matcher.roads.tiles;
    let ends_before = |tile: u32| {
        let tile = tiles.tile(tile).filter(|_| from > 0.0);
        tile.is_some_and(|tile| metres_at_most(tile.farthest_chord2(&center.unit())) < from)
    };
    let mut visit = |tile: u32, chord2: f32| {
        if meet(Step::Farther(metres_at_least(chord2))) {
            return ControlFlow::Break(());
        }
        if ends_before(tile) {
            return ControlFlow::Continue(());
        }
        clock.tick_tile()?;
        for row in matcher.in_tile(tile, wanted).iter() {
            meet(Step::Found(matcher.found(row)));
        }
        ControlFlow::Continue(())
    };
    let walked = if is_rare(matcher) {
        let let_in = matcher.let_in();
        tiles.nearest_of(center.unit(), &|node| let_in.any(node), &mut visit)
    } else {
        tiles.by_nearness(center.unit()).try_for_each(|(tile, chord2)| visit(tile, chord2))
    };
    // A break says that it is enough, or is the clock's, which remembers it.
    let (ControlFlow::Continue(()) | ControlFlow::Break(())) = walked;
}

/// Whether those who match are so few that most tiles have none of them.
fn is_rare(matcher: &Matcher<'_>) -> bool {
    let shortest = matcher.roads.clauses.shortest(&matcher.roads.view);
    shortest.is_some_and(|(_, rows)| rows < matcher.roads.view.rows() / RARE)
}
