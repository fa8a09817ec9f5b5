//! Circles on the sphere as ranges of rows.
//!
//! In: a centre, a radius, the tile tree. Out: sorted ranges of rows, those wholly inside marked. Chords in single
//! precision decide what is clearly inside or outside; whatever is too close to say is left to the exact distance, so
//! the answer equals that of f64 at the poles, over the 180° meridian, and up to half way round.

use super::tile_tree::{TileTree, Visit, bits_of};
use crate::domain::{EARTH_RADIUS, LatLon, Metres};
use std::cell::OnceCell;
use std::ops::Range;

/// How far a chord in single precision can be off, in radii of the earth: one metre. Two rounded unit vectors are off
/// by at most 0.7 m together.
const CHORD_ERROR: f64 = 1.0 / EARTH_RADIUS;
/// What arithmetic in single precision adds, as a part of the chord: three roundings for each of the difference, the
/// square and the sum are less than this.
const CHORD_ERROR_RATIO: f64 = 3e-7;

/// The point that distances are measured from.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Center {
    /// Exactly.
    pub(super) point: LatLon,
    unit: [f32; 3],
}

/// Where a point lies as far as single precision can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Surely inside.
    Inside,
    /// Surely outside.
    Outside,
    /// Too close to the edge: ask the exact distance.
    Close,
}

/// The edge of a circle around a [`Center`]; belongs to the circle.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Edge {
    /// The radius in metres.
    pub(super) metres: f64,
    inside2: f32,
    outside2: f32,
}

/// Consecutive rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct RowRange {
    /// The first row.
    pub(super) start: u32,
    /// Behind the last row.
    pub(super) end: u32,
    /// Whether all of them are inside; else each must be tested.
    pub(super) inside: bool,
}

impl Center {
    /// Measures from a point.
    pub(super) fn new(point: LatLon) -> Self {
        Self { point, unit: point.unit().narrow() }
    }

    /// The squared chord to a unit vector, in radii of the earth.
    #[inline]
    pub(super) fn chord2(&self, unit: &[f32; 3]) -> f32 {
        let [x, y, z] = [unit[0] - self.unit[0], unit[1] - self.unit[1], unit[2] - self.unit[2]];
        x * x + y * y + z * z
    }

    /// The point on the unit sphere.
    pub(super) fn unit(&self) -> [f32; 3] {
        self.unit
    }
}

/// A distance in metres that the exact one is not below: the arc is never shorter than its chord.
#[inline]
pub(super) fn metres_at_least(chord2: f32) -> f64 {
    let chord = f64::from(chord2).sqrt();
    ((chord - chord_error(chord)) * EARTH_RADIUS).max(0.0)
}

/// A distance in metres that the exact one is not above.
pub(super) fn metres_at_most(chord2: f32) -> f64 {
    let chord = f64::from(chord2).sqrt();
    // The haversine of antipodes is off by the root of the smallest step of f64, a tenth of a metre.
    2.0 * chord.midpoint(chord_error(chord)).min(1.0).asin() * EARTH_RADIUS + 1.0
}

fn chord_error(chord: f64) -> f64 {
    CHORD_ERROR + CHORD_ERROR_RATIO * chord
}

impl Edge {
    /// The edge at a radius.
    #[expect(clippy::cast_possible_truncation, reason = "the error margin covers the rounding")]
    pub(super) fn new(radius: Metres) -> Self {
        let chord = 2.0 * (angle(radius) / 2.0).sin();
        let (inner, outer) = (chord - chord_error(chord), chord + chord_error(chord));
        let inside2 = if inner > 0.0 { (inner * inner) as f32 } else { -1.0 };
        Self { metres: radius.get(), inside2, outside2: (outer * outer) as f32 }
    }

    /// Whether a point of that squared chord lies inside, whatever single precision hides.
    #[inline]
    pub(super) fn surely_holds(&self, chord2: f32) -> bool {
        chord2 <= self.inside2
    }

    /// Whether it may lie inside.
    #[inline]
    pub(super) fn may_hold(&self, chord2: f32) -> bool {
        chord2 <= self.outside2
    }

    /// Where a point of that squared chord lies.
    #[inline]
    pub(super) fn side(&self, chord2: f32) -> Side {
        if self.surely_holds(chord2) {
            Side::Inside
        } else if !self.may_hold(chord2) {
            Side::Outside
        } else {
            Side::Close
        }
    }

    /// Whether a point lies inside, edge included; `metres` is asked only when it is too close to say.
    #[inline]
    pub(super) fn holds(&self, chord2: f32, metres: impl FnOnce() -> f64) -> bool {
        match self.side(chord2) {
            Side::Inside => true,
            Side::Outside => false,
            Side::Close => metres() <= self.metres,
        }
    }
}

/// A radius as the angle at the middle of the earth, at most half a turn.
fn angle(radius: Metres) -> f64 {
    (radius.get() / EARTH_RADIUS).min(std::f64::consts::PI)
}

/// The rows that may lie inside a circle, as sorted ranges; neighbours of the same kind are merged.
///
/// # Complexity
/// O(boxes that the circle's edge meets).
pub(super) fn row_ranges(tree: &TileTree, center: &Center, edge: &Edge) -> Vec<RowRange> {
    ranges_of(tree, center, std::slice::from_ref(edge)).pop().unwrap_or_default()
}

/// The same of several circles, whose boxes are measured once.
fn ranges_of(tree: &TileTree, center: &Center, edges: &[Edge]) -> Vec<Vec<RowRange>> {
    let mut circles = vec![Vec::new(); edges.len()];
    let at_once = u32::BITS as usize;
    for (edges, circles) in edges.chunks(at_once).zip(circles.chunks_mut(at_once)) {
        let judge = |nearest: f32, farthest: f32, open: u32| {
            bits_of(open).fold(Visit::default(), |visit, circle| match edges.get(circle) {
                Some(edge) if edge.side(nearest) == Side::Outside => visit,
                Some(edge) if edge.side(farthest) == Side::Inside => {
                    Visit { whole: visit.whole | 1 << circle, ..visit }
                }
                Some(_) => Visit { open: visit.open | 1 << circle, ..visit },
                None => visit,
            })
        };
        let all = (0..edges.len()).fold(0, |all, circle| all | 1 << circle);
        let reach = edges.iter().map(|edge| edge.outside2).fold(0.0, f32::max);
        tree.descend((&center.unit(), reach), all, &judge, &mut |of, rows, inside| {
            for circle in bits_of(of) {
                if let Some(ranges) = circles.get_mut(circle) {
                    add(ranges, &rows, inside);
                }
            }
        });
    }
    circles
}

fn add(ranges: &mut Vec<RowRange>, rows: &Range<u32>, inside: bool) {
    match ranges.last_mut() {
        Some(last) if last.end == rows.start && last.inside == inside => last.end = rows.end,
        _ => ranges.push(RowRange { start: rows.start, end: rows.end, inside }),
    }
}

/// How many rows some ranges hold.
pub(super) fn rows_in(ranges: &[RowRange]) -> usize {
    ranges.iter().map(|range| (range.end - range.start) as usize).sum()
}

/// Circles around one centre, whose rows are found together when those of any are asked for first.
pub(super) struct Circles<'t> {
    tree: &'t TileTree,
    /// The centre.
    pub(super) center: Center,
    edges: Vec<Edge>,
    ranges: OnceCell<Vec<Vec<RowRange>>>,
}

impl<'t> Circles<'t> {
    /// Circles with some edges; what is there twice is found once.
    pub(super) fn new(tree: &'t TileTree, center: Center, edges: impl Iterator<Item = Edge>) -> Self {
        let mut circles = Self { tree, center, edges: Vec::new(), ranges: OnceCell::new() };
        for edge in edges {
            if !circles.edges.contains(&edge) {
                circles.edges.push(edge);
            }
        }
        circles
    }

    /// The rows that may lie inside an edge, which need not be one of those given; see [`row_ranges`].
    pub(super) fn rows(&self, edge: &Edge) -> Vec<RowRange> {
        let Some(place) = self.edges.iter().position(|own| own == edge) else {
            return row_ranges(self.tree, &self.center, edge);
        };
        self.all().get(place).cloned().unwrap_or_default()
    }

    /// How many rows those are.
    pub(super) fn count(&self, edge: &Edge) -> usize {
        match self.edges.iter().position(|own| own == edge) {
            Some(place) => self.all().get(place).map_or(0, |ranges| rows_in(ranges)),
            None => rows_in(&row_ranges(self.tree, &self.center, edge)),
        }
    }

    /// The rows of each edge that was given.
    fn all(&self) -> &[Vec<RowRange>] {
        self.ranges.get_or_init(|| ranges_of(self.tree, &self.center, &self.edges))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(lat: f64, lon: f64) -> LatLon {
        LatLon::new(lat, lon).expect("on earth")
    }

    /// Inside by the circle's own means, as a lookup asks.
    fn holds(edge: &Edge, center: &Center, there: LatLon) -> bool {
        edge.holds(center.chord2(&there.unit().narrow()), || center.point.distance_to(there).get())
    }

    proptest! {
        #[test]
        fn a_circle_holds_what_the_exact_distance_says(
            a in (-90.0..=90.0_f64, -180.0..=180.0_f64), b in (-90.0..=90.0_f64, -180.0..=180.0_f64),
            near in prop::option::of((-0.5..0.5_f64, -0.5..0.5_f64)), off in -3.0..3.0_f64,
        ) {
            let here = point(a.0, a.1);
            let there = match near {
                Some((lat, lon)) => point((a.0 + lat).clamp(-90.0, 90.0), (a.1 + lon).clamp(-180.0, 180.0)),
                None => point(b.0, b.1),
            };
            let metres = here.distance_to(there);
            let center = Center::new(here);
            // On the edge itself, and a little on either side of it.
            prop_assert!(holds(&Edge::new(metres), &center, there));
            let radius = Metres::new((metres.get() + off).max(0.0)).expect("a distance");
            prop_assert_eq!(holds(&Edge::new(radius), &center, there), metres.get() <= radius.get());
            let chord2 = center.chord2(&there.unit().narrow());
            prop_assert!(metres_at_least(chord2) <= metres.get() && metres.get() <= metres_at_most(chord2));
        }

        #[test]
        fn ranges_hold_every_row_of_the_circle_and_mark_only_what_is_inside(
            rows in prop::collection::vec((-90.0..=90.0_f64, -180.0..=180.0_f64), 0..400),
            a in (-90.0..=90.0_f64, -180.0..=180.0_f64), metres in prop_oneof![0.0..200_000.0_f64, 0.0..20_100_000.0_f64],
            others in prop::collection::vec(prop_oneof![0.0..200_000.0_f64, 0.0..20_100_000.0_f64], 0..40),
        ) {
            let mut points: Vec<LatLon> = rows.iter().map(|(lat, lon)| point(*lat, *lon)).collect();
            points.sort_by(|p, q| p.lat().total_cmp(&q.lat()));
            let units: Vec<[f32; 3]> = points.iter().map(|point| point.unit().narrow()).collect();
            let center = Center::new(point(a.0, a.1));
            let edge = Edge::new(Metres::new(metres).expect("a distance"));
            let tree = TileTree::build(&units);
            let ranges = row_ranges(&tree, &center, &edge);
            let edges = others.iter().map(|metres| Edge::new(Metres::new(*metres).expect("a distance"))).chain([edge]);
            let circles = Circles::new(&tree, center, edges.clone());
            for edge in edges {
                prop_assert_eq!(circles.rows(&edge), row_ranges(&tree, &center, &edge), "found together or alone");
            }
            prop_assert!(ranges.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for (row, there) in (0_u32..).zip(&points) {
                let inside = center.point.distance_to(*there).get() <= metres;
                let range = ranges.iter().find(|range| (range.start..range.end).contains(&row));
                prop_assert!(range.is_some() || !inside, "row {} is missing", row);
                prop_assert!(inside || !range.is_some_and(|range| range.inside), "row {} is not inside", row);
            }
        }
    }

    #[test]
    fn a_circle_over_a_pole_or_the_180th_meridian_is_whole() {
        for (center, there) in [
            (point(89.9, 0.0), point(89.9, 180.0)),
            (point(-89.9, 10.0), point(-89.9, -170.0)),
            (point(0.0, 179.9), point(0.0, -179.9)),
            (point(51.9, 179.95), point(51.9, -179.95)),
        ] {
            let units = [there.unit().narrow()];
            let edge = Edge::new(center.distance_to(there));
            let center = Center::new(center);
            assert_eq!(row_ranges(&TileTree::build(&units), &center, &edge).len(), 1, "{there:?}");
            assert!(holds(&edge, &center, there), "{there:?}");
        }
    }
}
