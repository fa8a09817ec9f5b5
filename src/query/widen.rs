//! How far a search looks when it finds too little, and the circles it counts in.
//!
//! In: the radius asked (or the default) and counts per circle. Out: the circles to count, and the one to use.
//! Invariant: the circle used is the asked one or a step of [`STEPS`] beyond it, and the choice depends on exact
//! counts alone.

use crate::domain::{Metres, Radius, Reach};

/// The steps of widening in whole miles; behind the last one there is no edge.
///
/// # Source
/// `CONTRACT.md`, "Widening".
const STEPS: [u32; 5] = [5, 10, 25, 50, 100];

/// The radius in miles where none is asked.
///
/// # Source
/// `CONTRACT.md`, the `radius` parameter.
const DEFAULT_MILES: u32 = 25;

/// With fewer found than this, a search looks further.
///
/// # Source
/// `CONTRACT.md`, the `radius` parameter.
pub(super) const ENOUGH: u64 = 3;

/// Two edges less than a millimetre apart are the same circle, so that 8.04672 km is the step of 5 miles.
const SAME_EDGE: f64 = 1e-3;

/// The reach where none is asked.
pub(super) fn default_reach() -> Reach {
    step(DEFAULT_MILES)
}

/// The widest circle that has an edge.
pub(super) fn widest_circle() -> Reach {
    step(STEPS[STEPS.len() - 1])
}

/// The steps beyond a reach, narrowest first, the last without an edge; none beyond what has no edge.
pub(super) fn beyond(asked: Reach) -> Vec<Reach> {
    let Some(edge) = asked.edge() else { return Vec::new() };
    let wider = |reach: &Reach| reach.edge().is_none_or(|step| step.get() > edge.get() + SAME_EDGE);
    STEPS.into_iter().map(step).chain([Reach::Any]).filter(wider).collect()
}

/// The circles to report: the asked one and the steps to one beyond the used one.
pub(super) fn circles(asked: Reach, used: Reach) -> Vec<Reach> {
    let mut circles = vec![asked];
    let last = beyond(used).first().copied().unwrap_or(Reach::Any);
    for step in beyond(asked) {
        circles.push(step);
        if same(step, last) {
            break;
        }
    }
    circles
}

/// The circle to use: the first step with enough, else no edge at all where that finds more than was found.
pub(super) fn choose(asked: Reach, found: u64, counts: &[(Reach, u64)]) -> Reach {
    let enough = counts.iter().find(|(_, count)| *count >= ENOUGH);
    let more = counts.last().filter(|(_, count)| *count > found);
    enough.or(more).map_or(asked, |(reach, _)| *reach)
}

/// Whether two reaches have the same edge.
pub(super) fn same(one: Reach, other: Reach) -> bool {
    match (one.edge(), other.edge()) {
        (Some(one), Some(other)) => (one.get() - other.get()).abs() <= SAME_EDGE,
        (None, None) => true,
        (Some(_), None) | (None, Some(_)) => false,
    }
}

/// The edge to count within; what has no edge reaches half way round the earth, further than anything is.
pub(super) fn edge(reach: Reach) -> Metres {
    reach.edge().unwrap_or(Metres::HALF_WAY_ROUND)
}

/// A whole number of miles up to 100 is a radius; the other arm is never taken.
fn step(miles: u32) -> Reach {
    Radius::from_miles(f64::from(miles)).map_or(Reach::Any, Reach::Within)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Units;

    fn within(value: f64, units: Units) -> Reach {
        Reach::Within(Radius::new(value, units).expect("a radius"))
    }

    fn miles(reaches: &[Reach]) -> Vec<f64> {
        let in_miles = |reach: &Reach| {
            reach.edge().map_or(f64::INFINITY, |edge| (edge.in_units(Units::Miles) * 10.0).round() / 10.0)
        };
        reaches.iter().map(in_miles).collect()
    }

    #[test]
    fn steps_lie_beyond_the_asked_radius() {
        let any = f64::INFINITY;
        for (asked, steps) in [
            (within(1.0, Units::Miles), vec![5.0, 10.0, 25.0, 50.0, 100.0, any]),
            (within(5.0, Units::Miles), vec![10.0, 25.0, 50.0, 100.0, any]),
            (within(8.046_72, Units::Kilometres), vec![10.0, 25.0, 50.0, 100.0, any]),
            (within(30.0, Units::Miles), vec![50.0, 100.0, any]),
            (within(100.0, Units::Miles), vec![any]),
            (within(160.934_4, Units::Kilometres), vec![any]),
            (Reach::Any, vec![]),
        ] {
            assert_eq!(miles(&beyond(asked)), steps, "{asked:?}");
        }
    }

    #[test]
    fn circles_run_to_one_beyond_the_used() {
        let any = f64::INFINITY;
        let mi = |value| within(value, Units::Miles);
        for (asked, used, expected) in [
            (mi(5.0), mi(5.0), vec![5.0, 10.0]),
            (mi(5.0), mi(10.0), vec![5.0, 10.0, 25.0]),
            (mi(7.0), mi(7.0), vec![7.0, 10.0]),
            (mi(7.0), mi(100.0), vec![7.0, 10.0, 25.0, 50.0, 100.0, any]),
            (mi(50.0), Reach::Any, vec![50.0, 100.0, any]),
            (mi(100.0), mi(100.0), vec![100.0, any]),
            (Reach::Any, Reach::Any, vec![any]),
        ] {
            assert_eq!(miles(&circles(asked, used)), expected, "{asked:?} {used:?}");
        }
    }

    #[test]
    fn the_first_step_with_three_is_used_and_no_edge_only_for_more() {
        let mi = |value| within(value, Units::Miles);
        let counts = |counts: [u64; 4]| -> Vec<(Reach, u64)> {
            [mi(25.0), mi(50.0), mi(100.0), Reach::Any].into_iter().zip(counts).collect()
        };
        for (found, found_beyond, used) in [
            (1, [2, 3, 9, 9], 50.0),
            (0, [3, 3, 3, 3], 25.0),
            (1, [1, 1, 2, 2], f64::INFINITY),
            (0, [0, 0, 0, 7], f64::INFINITY),
            (2, [2, 2, 2, 2], 10.0),
            (0, [0, 0, 0, 0], 10.0),
        ] {
            let chosen = choose(mi(10.0), found, &counts(found_beyond));
            assert_eq!(miles(&[chosen]), [used], "{found} {found_beyond:?}");
        }
    }
}
