//! How far a search looks when it finds too little, and the circles it counts in.
//!
//! In: the radius asked (or the default) and counts per circle. Out: the circles to count, and the one to use.
//! Invariant: the circle used is the asked one or a step of [`STEPS`] beyond it, and the choice depends on exact
//! counts alone.

use super::answer::Enough;
use crate::domain::{Metres, Radius, Reach, Units};

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

/// The most decimals of a radius that is told: a kilometre less than a millimetre too long.
const FINEST_DECIMALS: i32 = 6;

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

/// The circle that holds three when the third nearest is so far: its radius rounded up to one decimal, or to as many
/// as keep it among those that can be asked for.
pub(super) fn enough(third: Metres, units: Units) -> Enough {
    let decimals = 1..=FINEST_DECIMALS;
    let mut values = decimals.map(|decimals| rounded_up(third, units, decimals));
    let asked = values.find_map(|value| Some((value, Radius::new(value, units).ok()?)));
    let (value, reach) = match asked {
        Some((value, radius)) => (value, Reach::Within(radius)),
        None => (rounded_up(third, units, 1), Reach::Any),
    };
    Enough { value, count: ENOUGH, reach }
}

/// The smallest number above 0 with so many decimals that is a radius reaching as far.
fn rounded_up(metres: Metres, units: Units, decimals: i32) -> f64 {
    let scale = 10_f64.powi(decimals);
    let reaches = |steps: f64| steps / scale * units.metres() >= metres.get();
    let mut steps = (metres.in_units(units) * scale).ceil().max(1.0);
    // Dividing and multiplying may each be off by the last bit.
    if steps > 1.0 && reaches(steps - 1.0) {
        steps -= 1.0;
    } else if !reaches(steps) {
        steps += 1.0;
    }
    steps / scale
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
    use proptest::prelude::*;

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
    fn enough_is_rounded_up_to_what_can_be_asked_for() {
        let metres = |metres: f64| Metres::new(metres).expect("a distance");
        let miles = |miles: f64| metres(miles * Units::Miles.metres());
        for (third, units, value, is_any) in [
            (miles(7.31), Units::Miles, 7.4, false),
            (miles(7.4), Units::Miles, 7.4, false),
            (miles(0.0), Units::Miles, 0.1, false),
            (miles(0.04), Units::Miles, 0.1, false),
            (miles(99.97), Units::Miles, 100.0, false),
            (miles(100.01), Units::Miles, 100.1, true),
            (miles(1_204.21), Units::Miles, 1_204.3, true),
            (metres(11_909.1), Units::Kilometres, 12.0, false),
            (metres(160_920.0), Units::Kilometres, 160.92, false),
            (metres(160_934.4), Units::Kilometres, 160.934_4, false),
            (metres(160_935.0), Units::Kilometres, 161.0, true),
        ] {
            let enough = enough(third, units);
            assert_eq!((enough.value, enough.reach == Reach::Any), (value, is_any), "{third:?} {units}");
        }
    }

    proptest! {
        #[test]
        fn enough_holds_the_third_and_a_tenth_less_does_not(metres in 0.0..160_000.0_f64, km in any::<bool>()) {
            let units = if km { Units::Kilometres } else { Units::Miles };
            let third = Metres::new(metres).expect("a distance");
            let enough = enough(third, units);
            prop_assert!(enough.reach.edge().is_some_and(|edge| third <= edge));
            let less = Radius::new(((enough.value - 0.1) * 10.0).round() / 10.0, units);
            prop_assert!(less.map_or(true, |less| less.metres() < third));
        }
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
