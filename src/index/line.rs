//! Everybody in the order of names and in that of dates, made behind the answers; and the first hits along such an order.
//!
//! In: the columns of a generation; who is asked for. Out: providers in order; the first of them behind a position, or
//! nothing where the way to them is too long. Invariant: what is found along an order is what a look at everybody finds.

use super::circle::Edge;
use super::clock::Clock;
use super::lookup::{Order, Position};
use super::masks::{TILE_ROWS, bit};
use super::matching::Found;
use super::score::Judged;
use super::select::{Ranker, Standing, newest_first};
use super::tables::View;
use std::sync::OnceLock;

/// Everybody in one order each, once it was made.
#[derive(Debug, Default)]
pub(super) struct Lines {
    by_name: OnceLock<Box<[u32]>>,
    by_date: OnceLock<Box<[u32]>>,
}

impl Lines {
    /// Providers by the rank of their name.
    ///
    /// # Complexity
    /// O(n) the first time.
    pub(super) fn by_name(&self, view: &View<'_>) -> &[u32] {
        self.by_name.get_or_init(|| {
            let mut by_name = vec![0; view.name_rank.len()];
            for (provider, rank) in (0..).zip(view.name_rank) {
                if let Some(place) = by_name.get_mut(*rank as usize) {
                    *place = provider;
                }
            }
            by_name.into()
        })
    }

    /// Makes all orders: four bytes a provider each, and eight while that of dates is made.
    ///
    /// # Complexity
    /// O(n log n) the first time.
    pub(super) fn prepare(&self, view: &View<'_>) {
        self.by_name(view);
        self.by_date.get_or_init(|| by_date(view));
    }

    /// Everybody in an order, if that was made: nobody who asks waits for it.
    pub(super) fn made(&self, order: Order) -> Option<&[u32]> {
        match order {
            Order::Name => self.by_name.get(),
            Order::Updated => self.by_date.get(),
            Order::Relevance | Order::Distance => None,
        }
        .map(|line| &**line)
    }
}

/// Providers by the day of their last update, the latest first, among equals by the rank of their id.
fn by_date(view: &View<'_>) -> Box<[u32]> {
    let keys = view.updated.iter().zip(view.id_rank);
    let mut keys: Vec<u64> =
        keys.map(|(days, id_rank)| newest_first(*days) << 32 | u64::from(*id_rank)).collect();
    keys.sort_unstable();
    let place = |key: u64| usize::try_from(key & u64::from(u32::MAX)).ok();
    keys.into_iter().filter_map(|key| view.providers_by_id.get(place(key)?).copied()).collect()
}

/// The first `limit` in the ranker's order behind a position, and whether there are more, by going along everybody in that
/// order; `None` where they are not found in so many steps. What the clock cuts lacks the last ones.
///
/// # Complexity
/// O(those who stand before the last one found), most of whom are told by a bit or two.
pub(super) fn first(
    (ranker, line): (&Ranker<'_>, &[u32]),
    after: Option<Position>,
    edge: Option<&Edge>,
    (limit, steps): (usize, usize),
    clock: &mut Clock,
) -> Option<(Vec<Standing>, bool)> {
    let (view, let_in) = (&ranker.matcher.roads.view, ranker.matcher.let_in());
    let is_let_in = |row: &u32| let_in.rows(row / TILE_ROWS) & bit(*row) != 0;
    // No order of these asks where somebody is.
    let position =
        |provider: u32| ranker.position(&Found { row: 0, provider, chord2: 0.0 }, &Judged::new(0, 0.0, 0.0));
    let from = after.map_or(0, |after| line.partition_point(|provider| position(*provider) <= after));
    let mut found = Vec::new();
    for (step, provider) in line.get(from..).unwrap_or_default().iter().enumerate() {
        if clock.passed() || clock.tick().is_break() {
            break;
        }
        if step >= steps {
            return None;
        }
        if view.rows_of(*provider).iter().any(is_let_in)
            && let Some(own) = ranker.matcher.of_provider(*provider, edge)
        {
            found.push(Standing { position: position(*provider), found: own });
            if found.len() > limit {
                break;
            }
        }
    }
    let more = found.len() > limit;
    found.truncate(limit);
    Some((found, more))
}

#[cfg(test)]
mod tests {
    use super::super::clause::Clauses;
    use super::super::drive::Roads;
    use super::super::lookup::{Area, Concept, Lookup};
    use super::super::matching::Matcher;
    use super::super::score::Scorer;
    use super::super::select::Selection;
    use super::super::world::{WORLD, plain, point};
    use super::super::{circle::Center, circle::Edge};
    use super::*;
    use crate::domain::{Fact, Metres, ProviderKind, Reach};
    use proptest::prelude::*;
    use proptest::sample::select;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn along_an_order_are_found_those_whom_a_look_at_everybody_finds(
            order in select(vec![Order::Name, Order::Updated]),
            clauses in select(vec![
                vec![],
                vec![vec![Concept::Kind(ProviderKind::Person)]],
                vec![vec![Concept::Kind(ProviderKind::Person)], vec![Concept::Telehealth(Fact::Yes)]],
            ]),
            miles in prop::option::of(1_u32..4_000), limit in 1_usize..50, pages in 1_usize..4,
        ) {
            let snapshot = &WORLD.snapshot;
            snapshot.prepare();
            let line = snapshot.lines().made(order).expect("made");
            prop_assert_eq!(line.len(), snapshot.len());
            let clauses = Clauses::resolve(&clauses, &[], snapshot.concepts()).expect("known concepts");
            let (view, tiles, masks) = (snapshot.view(), snapshot.tiles(), snapshot.masks());
            let roads = Roads { view, tiles, masks, clauses: &clauses };
            let mut clock = Clock::new(None);
            let center = miles.map(|_| Center::new(point(40.75, -73.95)));
            let edge = miles.map(|miles| Edge::new(Metres::from_whole_miles(miles)));
            let matcher = Matcher::new(&roads, center, clock.until());
            let usual = plain(None, order);
            let scorer = Scorer::new(&usual.score, snapshot.concepts(), None, None);
            let ranker = Ranker { order, matcher: &matcher, scorer: &scorer };
            let mut after = None;
            for _ in 0..pages {
                let mut all = Selection::new(&ranker, after, limit);
                (0..10_000).for_each(|provider| all.take_bearer(provider, edge.as_ref()));
                let (expected, more) = all.finish();
                let asked = |steps| (limit, steps);
                let found = first((&ranker, line), after, edge.as_ref(), asked(usize::MAX), &mut clock);
                prop_assert_eq!(&found, &Some((expected.clone(), more)));
                let short = first((&ranker, line), after, edge.as_ref(), asked(expected.len().min(3)), &mut clock);
                prop_assert!(short.is_none() || short == found);
                after = expected.last().map(|standing| standing.position);
            }
        }
    }

    #[test]
    fn whole_lookups_agree_with_the_reference_page_by_page() {
        WORLD.snapshot.prepare();
        let everywhere = Area { center: point(40.75, -73.95), reach: Reach::Any };
        for order in [Order::Name, Order::Updated] {
            for area in [None, Some(everywhere)] {
                let mut lookup = Lookup { limit: 150, ..plain(area, order) };
                for _page in 0..3 {
                    let found = WORLD.snapshot.look_up(&lookup).expect("a sound index");
                    assert_eq!(found, WORLD.oracle.scan(&lookup), "{lookup:?}");
                    lookup.after = found.hits.last().map(|hit| hit.position);
                }
            }
        }
    }
}
