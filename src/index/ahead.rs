//! Hits behind a page, found with it: whoever pages on is answered from them.
//!
//! In: a lookup that goes on behind a position, and the hits found for it. Out: the hits of a later page. Invariants: what
//! is given is what the lookup would find; first pages neither look here nor leave anything here; memory is bounded.

use super::clock::Clock;
use super::lookup::{Lookup, Position};
use super::select::Standing;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

/// How many hits are found at once where a page is not the first: five pages of the default size, for most go no further.
const FIRST_AHEAD: usize = 100;

/// The most that are found at once; each time somebody pages on, twice as many as the time before.
const MOST_AHEAD: usize = 1_000;

/// How many questions are remembered: with [`MOST_AHEAD`] hits of 48 bytes each some 3 MB.
const MOST_QUESTIONS: usize = 64;

/// Hits of questions that were paged on, those asked for last at the end.
#[derive(Debug, Default)]
pub(super) struct Ahead(Mutex<VecDeque<Arc<Run>>>);

/// Hits in a row.
#[derive(Debug)]
struct Run {
    /// What was asked, but for how many, from where on, and by when.
    lookup: Lookup,
    /// Behind which position they begin.
    after: Position,
    standings: Vec<Standing>,
    /// Whether there are more behind them.
    more: bool,
}

impl Ahead {
    /// The hits of a lookup's page, and whether there are more: of a page that is not the first from what was found with
    /// one before it, else by `find`, which is told how many to find, together with those behind it.
    pub(super) fn hits(
        &self,
        lookup: &Lookup,
        clock: &mut Clock,
        find: impl FnOnce(usize, &mut Clock) -> (Vec<Standing>, bool),
    ) -> (Vec<Standing>, bool) {
        if lookup.limit == 0 {
            return (Vec::new(), false);
        }
        if lookup.after.is_none() {
            return find(lookup.limit, clock);
        }
        if let Some(known) = self.page(lookup) {
            return known;
        }
        let (mut standings, more) = find(lookup.limit.max(self.next(lookup)), clock);
        if !clock.passed() {
            self.keep(lookup, standings.clone(), more);
        }
        let more = more || standings.len() > lookup.limit;
        standings.truncate(lookup.limit);
        (standings, more)
    }

    /// How many hits to find for a question that is paged on.
    fn next(&self, lookup: &Lookup) -> usize {
        let asked = question(lookup);
        let runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let before = runs.iter().filter(|run| run.lookup == asked).map(|run| run.standings.len()).max();
        before.map_or(FIRST_AHEAD, |before| before.saturating_mul(2).clamp(FIRST_AHEAD, MOST_AHEAD))
    }

    /// The page of a lookup that goes on behind a position, and whether there are more; `None` where it is not known.
    ///
    /// # Complexity
    /// O(questions remembered), and a logarithm of the hits.
    fn page(&self, lookup: &Lookup) -> Option<(Vec<Standing>, bool)> {
        let after = lookup.after?;
        let asked = question(lookup);
        let run = {
            let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            let place = runs.iter().rposition(|run| run.holds(&asked, after, lookup.limit))?;
            let run = runs.remove(place)?;
            runs.push_back(Arc::clone(&run));
            run
        };
        let rest = run.behind(after)?;
        let more = rest.len() > lookup.limit || run.more;
        Some((rest.iter().take(lookup.limit).copied().collect(), more))
    }

    /// Remembers hits that were found behind the position of a lookup.
    fn keep(&self, lookup: &Lookup, standings: Vec<Standing>, more: bool) {
        let Some(after) = lookup.after else { return };
        let run = Run { lookup: question(lookup), after, standings, more };
        let mut runs = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        // Whoever pages on no longer needs the hits before.
        runs.retain(|other| other.lookup != run.lookup || other.after > run.after);
        if runs.len() >= MOST_QUESTIONS {
            runs.pop_front();
        }
        runs.push_back(Arc::new(run));
    }
}

impl Run {
    /// Whether it has so many hits of a question behind a position, or all there are.
    fn holds(&self, asked: &Lookup, after: Position, limit: usize) -> bool {
        let enough = |rest: &[Standing]| rest.len() >= limit || !self.more;
        self.behind(after).is_some_and(enough) && self.lookup == *asked
    }

    /// Its hits behind a position; `None` where some before them may be missing.
    fn behind(&self, after: Position) -> Option<&[Standing]> {
        let last = self.standings.last()?.position;
        let known = after >= self.after && (after <= last || !self.more);
        known.then(|| {
            let place = self.standings.partition_point(|standing| standing.position <= after);
            self.standings.get(place..).unwrap_or_default()
        })
    }
}

/// What a page's hits depend on, but for where it begins and ends.
fn question(lookup: &Lookup) -> Lookup {
    Lookup { after: None, limit: 0, deadline: None, rings: Vec::new(), facets: false, ..lookup.clone() }
}

#[cfg(test)]
mod tests {
    use super::super::lookup::{Area, Order};
    use super::super::matching::Found;
    use super::super::world::{WORLD, plain};
    use super::*;
    use crate::domain::Reach;

    fn lookup(limit: usize, after: Option<u64>) -> Lookup {
        let area = Some(Area { center: WORLD.points[0], reach: Reach::Any });
        let after = after.map(position);
        Lookup { area, after, limit, ..plain(area, Order::Relevance) }
    }

    fn position(key: u64) -> Position {
        Position { tier: 0, key, metres: 0, id_rank: 0 }
    }

    /// Hits at 0, 10, 20 … 50,000, found behind a position.
    fn find(after: u64, limit: usize) -> (Vec<Standing>, bool) {
        let found = Found { row: 0, provider: 0, chord2: 0.0 };
        let all = (0..=5_000).map(|key| Standing { position: position(key * 10), found });
        let mut behind: Vec<Standing> = all.filter(|standing| standing.position > position(after)).collect();
        let more = behind.len() > limit;
        behind.truncate(limit);
        (behind, more)
    }

    fn keys((standings, more): (Vec<Standing>, bool)) -> (Vec<u64>, bool) {
        (standings.iter().map(|standing| standing.position.key).collect(), more)
    }

    #[test]
    fn pages_in_a_row_are_found_a_few_times() {
        let (ahead, mut clock) = (Ahead::default(), Clock::new(None));
        let (mut after, mut searches, mut pages) = (0, 0, 0);
        loop {
            let page = ahead.hits(&lookup(20, Some(after)), &mut clock, |limit, _| {
                searches += 1;
                find(after, limit)
            });
            let page = keys(page);
            assert_eq!(page, keys(find(after, 20)), "behind {after}");
            pages += 1;
            let Some(last) = page.0.last().filter(|_| page.1) else { break };
            after = *last;
        }
        assert_eq!((pages, searches), (250, 8));
    }

    #[test]
    fn another_question_another_place_and_a_first_page_are_found_anew() {
        let (ahead, mut clock) = (Ahead::default(), Clock::new(None));
        let mut asked = |lookup: &Lookup| {
            let mut searched = false;
            let after = lookup.after.map_or(0, |after| after.key);
            let page = ahead.hits(lookup, &mut clock, |limit, _| {
                searched = true;
                find(after, limit)
            });
            assert_eq!(keys(page), keys(find(after, lookup.limit)), "{:?}", lookup.after);
            searched
        };
        assert!(asked(&lookup(20, Some(100))));
        assert!(!asked(&lookup(20, Some(100))));
        assert!(!asked(&lookup(30, Some(155))), "a position between hits");
        assert!(asked(&lookup(20, Some(90))), "before what is known");
        assert!(asked(&lookup(20, Some(40_000))), "behind what is known");
        assert!(asked(&lookup(20, None)), "a first page");
        assert!(asked(&Lookup { order: Order::Name, ..lookup(20, Some(100)) }), "another order");
        assert!(!asked(&Lookup { facets: true, ..lookup(20, Some(40_500)) }), "hits do not depend on facets");
        assert!(asked(&lookup(20, Some(49_900))), "the last hits of all");
        assert!(!asked(&lookup(20, Some(50_000))), "behind the last of all");
        assert_eq!(ahead.hits(&lookup(0, Some(5)), &mut clock, |_, _| unreachable!()).0.len(), 0);
    }

    #[test]
    fn what_was_not_asked_for_longest_is_forgotten() {
        let (ahead, mut clock) = (Ahead::default(), Clock::new(None));
        for page in 0..100 {
            let order = if page % 2 == 0 { Order::Name } else { Order::Relevance };
            let asked = Lookup { order, ..lookup(20, Some(page * 11_000 % 40_000)) };
            ahead.hits(&asked, &mut clock, |limit, _| find(0, limit));
        }
        assert!(ahead.0.lock().expect("whole").len() <= MOST_QUESTIONS);
    }

    #[test]
    fn what_the_clock_cut_is_not_remembered() {
        let mut clock = Clock::new(Some(std::time::Instant::now()));
        assert!(clock.look().is_break());
        let ahead = Ahead::default();
        ahead.hits(&lookup(20, Some(0)), &mut clock, |limit, _| find(0, limit));
        assert!(ahead.0.lock().expect("whole").is_empty());
    }
}
