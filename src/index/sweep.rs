//! What is left of groups that rank alike, tile by tile: for groups of whom the order of merit leads past many others.
//!
//! In: groups, who of the first of them was looked at. Out: offers to a [`Selection`]. Invariants: nobody is offered twice;
//! a box is left closed only where nobody of any group under it can enter the selection.

use super::clock::Clock;
use super::merit::{Seen, Walk};
use super::select::Selection;
use super::tile_tree::{Node, TileTree};
use std::ops::ControlFlow;

/// Groups that are looked for together.
pub(super) struct Sweep<'s> {
    groups: &'s [Walk<'s>],
    /// Who of the first group was looked at before.
    seen: Seen,
    tiles: &'s TileTree,
}

impl<'s> Sweep<'s> {
    /// The groups that are left, the best first, of which the first was begun.
    pub(super) fn new(groups: &'s [Walk<'s>], seen: Seen, tiles: &'s TileTree) -> Self {
        Self { groups, seen, tiles }
    }

    /// Offers whoever may enter.
    ///
    /// # Complexity
    /// O(boxes that hold somebody of a group who may enter, times groups).
    pub(super) fn run(&self, selection: &mut Selection<'_>, clock: &mut Clock) {
        let swept = self.tiles.root().map(|root| self.under(root, selection, clock));
        // A break is the clock's, which remembers it.
        let (None | Some(ControlFlow::Continue(()) | ControlFlow::Break(()))) = swept;
    }

    fn under(&self, node: Node, selection: &mut Selection<'_>, clock: &mut Clock) -> ControlFlow<()> {
        if node.level == 0 {
            clock.tick_tile()?;
            for (number, group) in self.groups.iter().enumerate() {
                if group.may_enter(node, selection) {
                    let seen = (number == 0).then_some(self.seen);
                    group.offer_rest(node.place, seen, selection);
                }
            }
            return ControlFlow::Continue(());
        }
        if self.groups.iter().any(|group| group.may_enter(node, selection)) {
            self.tiles.under(node).try_for_each(|node| self.under(node, selection, clock))?;
        }
        ControlFlow::Continue(())
    }
}
