//! The radius that would show a provider which only distance keeps away.

use super::judge::Judge;
use super::question::{Case, answered};
use crate::domain::{Metres, Radius, Reach, Units};
use crate::index::Lookup;
use crate::query::engine::SearchError;
use crate::query::execute::{self, Page};
use crate::query::locate::Located;
use crate::query::plan;

/// The smallest radius in tenths of a unit that reaches so far, else no edge at all.
pub(super) fn reaching(metres: Metres, units: Units) -> Reach {
    let tenths = (metres.in_units(units) * 10.0).ceil().max(1.0);
    // Rounding may leave the first candidate a hair short.
    let reaches =
        |tenths: f64| Radius::new(tenths / 10.0, units).ok().filter(|radius| radius.metres() >= metres);
    reaches(tenths).or_else(|| reaches(tenths + 1.0)).map_or(Reach::Any, Reach::Within)
}

/// Whether the question with this radius finds the provider. A wider circle may hold somebody whose name fits the words
/// better, and then they are read in another way.
pub(super) fn shows(case: &Case<'_>, radius: Reach) -> Result<bool, SearchError> {
    let located = Located { asked: Some(radius), ..case.plan.located.clone() };
    let plan = plan::plan(case.request, case.intent, located, case.vocabulary)?;
    let look = |lookup: &Lookup| case.held.snapshot.look_up(lookup);
    let page = Page { pinned: None, deadline: case.deadline };
    let outcome = execute::execute(&plan, page, &look)?.unwrap_or_default();
    let judge = Judge { snapshot: &case.held.snapshot, provider: case.provider };
    match answered(&plan, &outcome) {
        Some((_, lookup)) => Ok(judge.is_found(&lookup)?),
        None => Ok(false),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn beyond_the_widest_radius_only_any_reaches() {
        let miles = |value: f64| Metres::new(value * 1_609.344).expect("a distance");
        for (metres, units, expected) in [
            (miles(0.0), Units::Miles, Some(0.1)),
            (miles(31.24), Units::Miles, Some(31.3)),
            (miles(31.3), Units::Miles, Some(31.3)),
            (miles(100.0), Units::Miles, Some(100.0)),
            (miles(100.01), Units::Miles, None),
            (miles(10.0), Units::Kilometres, Some(16.1)),
        ] {
            let reach = reaching(metres, units);
            let value = match reach {
                Reach::Within(radius) => Some(radius.in_units(units)),
                Reach::Any => None,
            };
            assert_eq!(value, expected, "{metres:?} {units}");
        }
    }

    proptest! {
        #[test]
        fn a_radius_reaches_and_is_no_wider_than_it_must_be(metres in 0.0..170_000.0_f64, kilometres: bool) {
            let units = if kilometres { Units::Kilometres } else { Units::Miles };
            let metres = Metres::new(metres).expect("a distance");
            match reaching(metres, units) {
                Reach::Within(radius) => {
                    prop_assert!(radius.metres() >= metres);
                    let excess = radius.in_units(units) - metres.in_units(units);
                    prop_assert!(excess <= 0.2, "{}", excess);
                }
                Reach::Any => prop_assert!(metres.get() > Radius::MAX.get() - 0.2 * units.metres()),
            }
        }
    }
}
