//! How the hits of a lookup are found.
//!
//! In: a plan and its lookup. Out: a [`Manner`]. Invariant: what is found does not depend on it.

use super::census::Census;
use super::clock::Clock;
use super::lookup::{Lookup, Order};
use super::masks::TILE_ROWS;
use super::matching::Walk;
use super::run::Plan;

/// More rows than this are searched from the centre outwards instead of all, where the order is by distance.
///
/// # Source
/// Measured with `benches/workload.rs`: as many rows are looked through in about the time of a walk outwards. Tests have
/// fewer rows and take both ways too.
const LONG_WALK: usize = 1_000;

/// What it costs to take somebody who counts, in tiles whose masks are looked at one after the other: where only the
/// distance tells, and where it is scored.
const ROW_COST: u64 = 3;
const SCORED_ROW_COST: u64 = 60;

/// What a tile costs that a walk outwards or down the boxes comes to.
const WALKED_TILE_COST: u64 = 40;

/// What a tile's worth of rows costs down the order of merit, and what a tile costs at most until all is swept.
///
/// # Source
/// As those before, of the times of a million providers: 4 ns a tile, 12 a row taken, 250 a row scored, 150 a tile
/// walked to or swept, 35 a row of merit.
const MERIT_COST: u64 = 64 * 9;
const SWEPT_TILE_COST: u64 = 76;

/// What a tile and a row cost that are looked into for whoever is first by name or date, and what a step along everybody in
/// that order does.
///
/// # Source
/// In the units of those before, of the times of nine million providers.
const ORDERED_TILE_COST: u64 = 15;
const ORDERED_ROW_COST: u64 = 5;
const STEP_COST: u64 = 10;

/// An order is gone along where so many times the way that is to be expected is shorter than a look at everybody; and given
/// up when it takes one part in so many of that.
const LIKELY: u64 = 8;
const WORTH: u64 = 4;

/// How hits are found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// Among all that are counted.
    AmongAll,
    /// From the centre outwards.
    Outwards,
    /// Where the best scores may be, first.
    Promising,
    /// Along everybody in the order asked for, so many steps at most.
    Along(usize),
    /// The best records first.
    ByMerit,
    /// There are none.
    Nobody,
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
            Order::Name | Order::Updated if self.line.is_some() && self.at_most() > LONG_WALK => {
                Manner::Along(0)
            }
            Order::Distance | Order::Relevance | Order::Name | Order::Updated => Manner::AmongAll,
        }
    }

    /// The same once it is known how many count. A walk that ends with the first hits comes to as much of the area as they
    /// are of all who count, so that among few in many tiles to look at every tile's masks is less work.
    pub(super) fn manner_among(
        &self,
        intended: Manner,
        lookup: &Lookup,
        census: &Census,
        clock: &Clock,
    ) -> Manner {
        let walked = |tiles: u64| {
            let come_to = |cost: u64| {
                let room = lookup.limit as u64 + 1;
                (tiles * cost).saturating_mul(room) / census.total.max(room)
            };
            match intended {
                Manner::Outwards | Manner::Promising => come_to(WALKED_TILE_COST),
                Manner::ByMerit => come_to(MERIT_COST).min(tiles * SWEPT_TILE_COST),
                Manner::AmongAll | Manner::Along(_) | Manner::Nobody => 0,
            }
        };
        if clock.passed() || intended == Manner::AmongAll {
            return intended;
        }
        if census.total == 0 {
            return Manner::Nobody;
        }
        let tiles = self.rows_within().div_ceil(TILE_ROWS as usize) as u64;
        if let Manner::Along(_) = intended {
            return self.along(lookup, tiles, census.total);
        }
        let row = if lookup.order == Order::Relevance { SCORED_ROW_COST } else { ROW_COST };
        let all = tiles.saturating_add(census.total.saturating_mul(row));
        if all < walked(tiles) { Manner::AmongAll } else { intended }
    }

    /// Along everybody in order, where whoever counts is met far sooner than a look at each of them takes. They may all
    /// stand at the end; so the way is given up where it gets long.
    fn along(&self, lookup: &Lookup, tiles: u64, total: u64) -> Manner {
        let all = (tiles * ORDERED_TILE_COST).saturating_add(total.saturating_mul(ORDERED_ROW_COST));
        let room = lookup.limit as u64 + 1;
        let steps = (self.matcher.roads.view.providers() as u64).saturating_mul(room) / total.max(1);
        if steps.saturating_mul(STEP_COST * LIKELY) < all {
            Manner::Along(usize::try_from(all / (STEP_COST * WORTH)).unwrap_or(usize::MAX))
        } else {
            Manner::AmongAll
        }
    }
}
