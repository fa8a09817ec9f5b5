//! What is left of groups that rank alike, tile by tile: for groups of whom the order of merit leads past many others.
//!
//! In: groups, which of them is begun and who of it was looked at. Out: offers to a [`Selection`]. Invariants: nobody is
//! offered twice; a box is left closed only where nobody under it can enter the selection.

use super::clock::Clock;
use super::group::{Group, Groups, Members, Seen, position};
use super::let_in::LetIn;
use super::mask::Mask;
use super::score::TileScores;
use super::select::{Ranker, Selection};
use super::tile_tree::Node;
use smallvec::SmallVec;
use std::ops::ControlFlow;

/// Groups that are looked for together.
pub(super) struct Sweep<'s> {
    ranker: &'s Ranker<'s>,
    let_in: &'s LetIn,
    scores: &'s TileScores,
    groups: &'s Groups,
    /// The number of the first group that is left, counted along the values of each tier.
    begun: usize,
    /// Who of it was looked at before.
    seen: Seen,
}

/// Rows of a tile, by tier or by value.
type Parts = SmallVec<[u64; 8]>;

impl<'s> Sweep<'s> {
    /// The groups from one on that was begun.
    pub(super) fn new(
        (ranker, let_in, scores): (&'s Ranker<'s>, &'s LetIn, &'s TileScores),
        groups: &'s Groups,
        (begun, seen): (usize, Seen),
    ) -> Self {
        Self { ranker, let_in, scores, groups, begun, seen }
    }

    /// Offers whoever may enter.
    ///
    /// # Complexity
    /// O(tiles that may hold somebody who can enter, and the rows in them that can).
    pub(super) fn run(&self, selection: &mut Selection<'_>, clock: &mut Clock) {
        let root = self.ranker.matcher.roads.tiles.root();
        let swept = root.map(|root| self.under(root, selection, clock));
        // A break is the clock's, which remembers it.
        let (None | Some(ControlFlow::Continue(()) | ControlFlow::Break(()))) = swept;
    }

    fn under(&self, node: Node, selection: &mut Selection<'_>, clock: &mut Clock) -> ControlFlow<()> {
        if !self.let_in.any(node) {
            return ControlFlow::Continue(());
        }
        let best = self.scores.best(node);
        if selection.is_beyond(position(self.ranker, &best, self.scores.first_id(node))) {
            return ControlFlow::Continue(());
        }
        if node.level == 0 {
            clock.tick_tile()?;
            self.offer_tile(node.place, selection);
            return ControlFlow::Continue(());
        }
        let mut under = self.ranker.matcher.roads.tiles.under(node);
        under.try_for_each(|node| self.under(node, selection, clock))
    }

    /// Offers the rows of a tile, group by group.
    fn offer_tile(&self, tile: u32, selection: &mut Selection<'_>) {
        let (tiers, values) = (self.by_tier(tile), self.by_value(tile));
        let let_in = self.let_in.rows(tile);
        let of_tier = self.groups.tiers.iter().zip(&tiers);
        for (tier_number, (tier, of_tier)) in of_tier.enumerate() {
            let of_tier = let_in & of_tier;
            if of_tier == 0 {
                continue;
            }
            for (number, (value, of_value)) in self.groups.values.iter().zip(&values).enumerate() {
                let number = tier_number * self.groups.values.len() + number;
                let rows = of_tier & of_value;
                if rows != 0 && number >= self.begun {
                    let seen = (number == self.begun).then_some(self.seen);
                    self.offer((tile, rows), Group { tier: *tier, matched: *value }, seen, selection);
                }
            }
        }
    }

    /// The rows of each tier; the first rule that holds says of which a row is.
    fn by_tier(&self, tile: u32) -> Parts {
        let mut parts = Parts::from_elem(0, self.groups.tiers.len());
        let mut earlier = 0;
        for (mask, tier) in &self.scores.tiers {
            let held = rows_of(mask.as_ref(), tile);
            let place = self.groups.tiers.iter().position(|own| own == tier);
            if let Some(part) = place.and_then(|place| parts.get_mut(place)) {
                *part |= held & !earlier;
            }
            earlier |= held;
        }
        if let Some(none) = parts.last_mut() {
            *none |= !earlier;
        }
        parts
    }

    /// The rows of each value; the highest that holds counts.
    fn by_value(&self, tile: u32) -> Parts {
        let mut parts = Parts::from_elem(0, self.groups.values.len());
        for (mask, value) in &self.scores.matches {
            let place = self.groups.values.iter().position(|own| own.total_cmp(value).is_eq());
            if let Some(part) = place.and_then(|place| parts.get_mut(place)) {
                *part |= rows_of(mask.as_ref(), tile);
            }
        }
        if let Some(none) = parts.last_mut() {
            *none = u64::MAX;
        }
        let mut better = 0;
        for part in &mut parts {
            let held = *part;
            *part &= !better;
            better |= held;
        }
        parts
    }

    /// Offers rows of a group, but for those who were `seen`.
    fn offer(
        &self,
        (tile, rows): (u32, u64),
        group: Group,
        seen: Option<Seen>,
        selection: &mut Selection<'_>,
    ) {
        let Self { ranker, let_in, scores, .. } = *self;
        let members = Members { ranker, let_in, scores, group };
        let node = Node { level: 0, place: tile };
        if !selection.is_beyond(members.bound(scores.quality(node), scores.first_id(node))) {
            members.offer((tile, rows), seen, selection);
        }
    }
}

/// The rows of a mask in a tile; all of it without one.
fn rows_of(mask: Option<&Mask>, tile: u32) -> u64 {
    mask.map_or(u64::MAX, |mask| mask.tile(tile))
}
