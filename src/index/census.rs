//! Counts everybody whom a [`Plan`]'s walk meets: total, circles, facets, and the nearest, which tell the pivot.
//!
//! In: a plan and its lookup. Out: a [`Census`]. Invariants: along tiles bits are added up and only tiles that the edge
//! meets are looked into; what is counted does not depend on the walk; a count that holds from everywhere is made once.

use super::circle::Edge;
use super::clock::Clock;
use super::drive::Drive;
use super::facet::Tally;
use super::lookup::Lookup;
use super::matching::Walk;
use super::nearest;
use super::run::Plan;
use super::score;
use super::select::Nearest;
use super::snapshot::Snapshot;
use super::tables::View;
use crate::domain::Metres;

/// Who was counted.
pub(super) struct Census {
    pub(super) total: u64,
    pub(super) rings: Vec<u64>,
    pub(super) facets: Option<Tally>,
    pub(super) nearest: Nearest,
    /// Whether the nearest were looked for as far out as a pivot can lie.
    pub(super) settled: bool,
}

/// Whether a circle holds everything on earth.
pub(super) fn is_everywhere(ring: Metres) -> bool {
    ring >= Metres::HALF_WAY_ROUND
}

impl Plan<'_> {
    /// Counts everybody; where hits are chosen among those counted (`for_hits`), tells the nearest, too.
    pub(super) fn count(
        &self,
        snapshot: &Snapshot,
        lookup: &Lookup,
        for_hits: bool,
        clock: &mut Clock,
    ) -> Census {
        let rings: Vec<Edge> = lookup.rings.iter().copied().map(Edge::new).collect();
        let mut census = Census {
            total: 0,
            rings: vec![0; rings.len()],
            facets: lookup.facets.then(|| Tally::new(snapshot.concepts())),
            nearest: Nearest::new(lookup.score.pivot_rank.max(1)),
            settled: false,
        };
        let with_nearest = for_hits && self.scores_distance(lookup);
        if let Walk::Rows(drive) = &self.walk
            && self.count_tiles(snapshot, drive, (lookup, &rings), with_nearest, &mut census, clock)
        {
            return census;
        }
        if let Walk::Providers(providers) = &self.walk
            && self.widest.is_none()
            && (self.is_sifted || self.matcher.lets_everybody_in())
            && rings.is_empty()
            && !lookup.facets
            && !with_nearest
        {
            census.total = providers.len() as u64;
            return census;
        }
        let view: &View<'_> = &self.matcher.roads.view;
        self.matcher.each(&self.walk, self.widest.as_ref(), clock, &mut |found| {
            let metres = || self.matcher.metres(found.row);
            if self.matcher.center.is_some() {
                for (ring, count) in rings.iter().zip(&mut census.rings) {
                    *count += u64::from(ring.holds(found.chord2, metres));
                }
            }
            if self.edge.is_none_or(|edge| edge.holds(found.chord2, metres)) {
                census.total += 1;
                if let Some(tally) = &mut census.facets {
                    tally.count_row(view, found.row);
                }
                if with_nearest {
                    census.nearest.offer(&found, metres);
                }
            }
        });
        if let Some(everywhere) = self.everywhere {
            let rings = lookup.rings.iter().zip(&mut census.rings);
            rings.filter(|(ring, _)| is_everywhere(**ring)).for_each(|(_, count)| *count = everywhere);
        }
        census
    }

    /// Counts along tiles; whether the drive goes along tiles.
    fn count_tiles(
        &self,
        snapshot: &Snapshot,
        drive: &Drive,
        (lookup, rings): (&Lookup, &[Edge]),
        with_nearest: bool,
        census: &mut Census,
        clock: &mut Clock,
    ) -> bool {
        let roads = &self.matcher.roads;
        if !drive.is_along_tiles() {
            return false;
        }
        // Without an edge the same providers are found from everywhere, so they are counted once and for all.
        let everywhere = self.edge.is_none() && rings.is_empty() && !lookup.facets;
        let known = if everywhere { roads.masks.total(roads.clauses) } else { None };
        if let Some(total) = known.filter(|_| !with_nearest) {
            census.total = total;
            return true;
        }
        for ((ring, metres), count) in rings.iter().zip(&lookup.rings).zip(&mut census.rings) {
            // Without a centre there are no circles, and nobody is in any.
            let all = is_everywhere(*metres) && self.circles.is_some();
            if let Some(total) = roads.masks.total(roads.clauses).filter(|_| all) {
                *count = total;
                continue;
            }
            let Some(within) = self.circle(Some(ring)) else { continue };
            *count = self.matcher.count(&within, Some(ring), clock).unwrap_or(0);
            if all && !clock.passed() {
                roads.masks.keep_total(roads.clauses, *count);
            }
        }
        let own = if self.edge == self.widest { None } else { self.circle(self.edge.as_ref()) };
        let area = own.as_ref().unwrap_or(drive);
        if !with_nearest && !lookup.facets {
            census.total = self.matcher.count(area, self.edge.as_ref(), clock).unwrap_or(0);
            if everywhere && !clock.passed() {
                roads.masks.keep_total(roads.clauses, census.total);
            }
            return true;
        }
        if let Some(tally) = census.facets.as_mut().filter(|_| !with_nearest) {
            let (edge, concepts) = (self.edge.as_ref(), snapshot.concepts());
            if let Some(total) = self.matcher.count_facets(area, edge, concepts, tally, clock) {
                census.total = total;
                return true;
            }
        }
        self.matcher.each_tile(area, self.edge.as_ref(), known.is_none(), clock, &mut |rows| {
            census.total += u64::from(rows.bits.count_ones());
            if let Some(tally) = &mut census.facets {
                tally.count(&roads.view, rows);
            }
            if with_nearest && !census.nearest.is_settled(self.matcher.tile_metres(rows.tile)) {
                for row in self.matcher.standing(rows).iter() {
                    census.nearest.offer(&self.matcher.found(row), || self.matcher.metres(row));
                }
            }
        });
        if let Some(total) = known {
            census.total = total;
        } else if everywhere && !clock.passed() {
            roads.masks.keep_total(roads.clauses, census.total);
        }
        true
    }

    /// The tiles of a circle; `None` without a centre, which has no circles.
    fn circle(&self, edge: Option<&Edge>) -> Option<Drive> {
        let (circles, edge) = self.circles.as_ref().zip(edge)?;
        Some(Drive::Ranges(circles.rows(edge)))
    }

    /// Collects anew the nearest that a pivot needs, as far out as a pivot can lie, where the area ends before that.
    fn look_beyond(&self, lookup: &Lookup, nearest: &mut Nearest, clock: &mut Clock) {
        let far = lookup.score.pivot_range.1;
        if self.edge.is_none_or(|edge| edge.metres >= far.get()) {
            return;
        }
        if self.walk == Walk::Rows(Drive::Nothing) {
            return;
        }
        *nearest = Nearest::new(lookup.score.pivot_rank.max(1));
        match &self.walk {
            Walk::Rows(Drive::Ranges(_) | Drive::EveryRow) => {
                nearest::settle(&self.matcher, nearest, score::pivot_range(&lookup.score), clock);
            }
            Walk::Rows(_) => {
                let far = Edge::new(far);
                self.offer_all(&Walk::Rows(self.drive(Some(&far))), &far, nearest, clock);
            }
            walk @ Walk::Providers(_) => self.offer_all(walk, &Edge::new(far), nearest, clock),
        }
    }

    fn offer_all(&self, walk: &Walk, edge: &Edge, nearest: &mut Nearest, clock: &mut Clock) {
        self.matcher.each(walk, Some(edge), clock, &mut |found| {
            nearest.offer(&found, || self.matcher.metres(found.row));
        });
    }

    /// The distance that is worth one half; `None` where distances are not scored. Looks beyond the area where too few
    /// are within it.
    pub(super) fn pivot(&self, lookup: &Lookup, census: &mut Census, clock: &mut Clock) -> Option<Metres> {
        if self.scores_distance(lookup) && !census.settled && census.nearest.last().is_none() {
            self.look_beyond(lookup, &mut census.nearest, clock);
        }
        self.scores_distance(lookup).then(|| score::pivot(&lookup.score, census.nearest.last()))
    }
}
