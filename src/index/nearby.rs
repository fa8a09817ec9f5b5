//! Of providers those who may stand in a circle, without a look at each of them.
//!
//! In: providers, ascending, and the runs of rows of a circle. Out: those of them who may have a row there. It rests on the
//! order of a generation: providers are numbered as their primary practices lie on the curve, rows as practices do, so
//! that the primary practices of a run belong to consecutive providers. Invariant: whoever has a row in the circle stays.

use super::circle::RowRange;
use super::marked::Marked;
use super::tables::View;
use std::ops::Range;

/// Fewer providers than this are not worth a circle.
pub(super) const FEW: usize = if cfg!(test) { 4 } else { 256 };

/// Drops providers none of whose rows lies in any of some runs, ascending; `several` are those who have several rows.
///
/// # Complexity
/// O(providers + runs).
pub(super) fn keep(view: &View<'_>, runs: &[RowRange], several: &Marked, providers: &mut Vec<u32>) {
    let mut ranges = runs.iter().map(|run| first_from(view, run.start)..first_from(view, run.end));
    let mut range: Range<u32> = ranges.next().unwrap_or(0..0);
    providers.retain(|provider| {
        while *provider >= range.end
            && let Some(next) = ranges.next()
        {
            range = next;
        }
        range.contains(provider) || several.has(*provider)
    });
}

/// The provider of the first primary practice from a row on; behind the last provider where there is none.
fn first_from(view: &View<'_>, row: u32) -> u32 {
    let start = row as usize;
    let practices = view.row_practice.get(start..).unwrap_or_default();
    let primary = practices.iter().position(|practice| *practice == 0);
    let provider = primary.and_then(|further| view.row_provider.get(start + further)).copied();
    provider.unwrap_or(u32::MAX)
}

/// Everybody who has several rows.
///
/// # Complexity
/// O(providers).
pub(super) fn having_several(view: &View<'_>) -> Marked {
    let mut several = Marked::none(view.providers());
    let all = 0..u32::try_from(view.providers()).unwrap_or(u32::MAX);
    all.filter(|provider| view.rows_of(*provider).len() > 1).for_each(|provider| several.mark(provider));
    several
}

#[cfg(test)]
mod tests {
    use super::super::circle::{Center, Edge, row_ranges};
    use super::super::world::WORLD;
    use super::*;
    use crate::domain::Metres;
    use proptest::prelude::*;
    use proptest::sample::Index;

    proptest! {
        #[test]
        fn nobody_in_the_circle_is_dropped_and_hardly_anybody_else_stays(at in any::<Index>(), miles in 1_u32..3_000) {
            let view = WORLD.snapshot.view();
            let center = Center::new(*at.get(&WORLD.points));
            let edge = Edge::new(Metres::from_whole_miles(miles));
            let runs = row_ranges(WORLD.snapshot.tiles(), &center, &edge);
            let several = having_several(&view);
            let all: Vec<u32> = (0..).take(view.providers()).collect();
            let mut kept = all.clone();
            keep(&view, &runs, &several, &mut kept);
            let in_runs = |row: &u32| runs.iter().any(|run| (run.start..run.end).contains(row));
            let expected = |provider: &u32| {
                view.rows_of(*provider).len() > 1 || view.rows_of(*provider).iter().any(in_runs)
            };
            prop_assert_eq!(kept, all.into_iter().filter(expected).collect::<Vec<u32>>());
        }
    }
}
