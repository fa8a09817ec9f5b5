//! How the hits of a lookup are found.
//!
//! In: a plan and its lookup. Out: a [`Manner`]. Invariant: what is found does not depend on it.

use super::lookup::{Lookup, Order};
use super::matching::Walk;
use super::run::Plan;

/// More rows than this are searched from the centre outwards instead of all, where the order is by distance.
///
/// # Source
/// Measured with `benches/workload.rs`: as many rows are looked through in about the time of a walk outwards. Tests have
/// fewer rows and take both ways too.
const LONG_WALK: usize = 1_000;

/// How hits are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Among all that are counted.
    AmongAll,
    /// From the centre outwards.
    Outwards,
    /// Where the best scores may be, first.
    Promising,
    /// The best records first.
    ByMerit,
}

impl Plan<'_> {
    /// How hits are found: by score and by distance without a look at everybody, where the walk goes along tiles.
    pub(super) fn manner(&self, lookup: &Lookup) -> Manner {
        let along_tiles = matches!(&self.walk, Walk::Rows(drive) if drive.is_along_tiles());
        if !along_tiles || lookup.limit == 0 {
            return Manner::AmongAll;
        }
        match lookup.order {
            Order::Distance if self.matcher.center.is_some() && self.at_most() > LONG_WALK => {
                Manner::Outwards
            }
            Order::Relevance if self.matcher.center.is_none() && lookup.score.quality_weight >= 0.0 => {
                Manner::ByMerit
            }
            Order::Relevance if lookup.score.distance_weight >= 0.0 && self.matcher.center.is_some() => {
                Manner::Promising
            }
            Order::Distance | Order::Relevance | Order::Name | Order::Updated => Manner::AmongAll,
        }
    }
}
