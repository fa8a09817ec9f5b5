//! The first by name who have words.
//!
//! In: a generation, words, clauses. Out: the first who have the words and whom the clauses let in, by name. Along everybody
//! in the order of names as long as that is worth it; then through the list of a clause that few are on, or through those
//! who have the rarest word, as they come by name; and where most of those lack something, through all of them. Invariant:
//! all ways find the same.

use super::clause::Clauses;
use super::clock::Clock;
use super::drive::{Drive, Roads};
use super::matching::{Found, Matcher, Walk};
use super::name_query::NameQuery;
use super::snapshot::Snapshot;
use super::tables::View;
use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// A look at somebody costs as much as to put so many of those who have a word in order: where words and clauses of each
/// lie is far apart in memory, and whoever is looked at is waited for, while ranks are read many at a time.
///
/// # Source
/// Measured with `benches/suggest.rs` over nine million. Tests have fewer and take all ways too.
const BEARERS_A_LOOK: u64 = if cfg!(test) { 2 } else { 16 };

/// Of those who have the only word one in so many is looked at by name before it is quicker to look at all of them.
const LOOKS: usize = 8;

/// The same of those who have the rarest of several words, which are quickly found to lack another where all of them are
/// looked at. Who is called by the beginning of a family name stands far behind others of the same given name.
const LOOKS_FOR_SEVERAL: usize = 64;

/// The first by name, and what finds them.
struct Search<'r> {
    names: &'r NameQuery<'r>,
    matcher: &'r Matcher<'r>,
    view: View<'r>,
    limit: usize,
}

/// The first `limit` by name.
///
/// # Complexity
/// O(those who stand before the last one found by name, at most those who have the rarest word, or are on the shortest
/// list of a clause).
pub(super) fn first(
    snapshot: &Snapshot,
    names: &NameQuery<'_>,
    clauses: &Clauses,
    limit: usize,
) -> Vec<Found> {
    let (view, tiles, masks) = (snapshot.view(), snapshot.tiles(), snapshot.masks());
    let mut clock = Clock::new(None);
    let roads = Roads { view, tiles, masks, clauses };
    let matcher = Matcher::new(&roads, None, clock.until());
    let search = Search { names, matcher: &matcher, view, limit };
    let worth = usize::try_from(names.at_most() / BEARERS_A_LOOK).unwrap_or(usize::MAX);
    let along_names = if worth > limit { search.along(snapshot.by_name(), worth) } else { None };
    let shortest = clauses.shortest(&view).filter(|(_, rows)| *rows < worth);
    along_names
        .or_else(|| shortest.map(|(clause, _)| search.on_list(clause, &mut clock)))
        .or_else(|| search.by_name())
        .unwrap_or_else(|| search.through_all(&mut clock))
}

impl Search<'_> {
    /// Along everybody by name; `None` where more had to be looked at than it is worth.
    fn along(&self, by_name: &[u32], worth: usize) -> Option<Vec<Found>> {
        let first = by_name.get(..worth).unwrap_or(by_name);
        let wanted =
            self.names.with_all(first).filter_map(|provider| self.matcher.of_provider(provider, None));
        let found: Vec<Found> = wanted.take(self.limit).collect();
        (found.len() == self.limit || worth >= by_name.len()).then_some(found)
    }

    /// Of those who are on a clause's lists.
    fn on_list(&self, clause: usize, clock: &mut Clock) -> Vec<Found> {
        let mut found: Vec<Found> = Vec::new();
        self.matcher.each(&Walk::Rows(Drive::Lists { clause }), None, clock, &mut |listed| {
            if self.names.has_all(listed.provider) {
                found.push(listed);
            }
        });
        self.first_of(found)
    }

    /// Of those who have the rarest word, as they come by name; `None` where too many of them lack something.
    fn by_name(&self) -> Option<Vec<Found>> {
        let bearers = self.names.bearers_of_rarest();
        let ranked: Vec<Reverse<u64>> = bearers
            .map(|provider| Reverse(u64::from(self.rank(provider)) << 32 | u64::from(provider)))
            .collect();
        let one_in = if self.names.only_word().is_some() { LOOKS } else { LOOKS_FOR_SEVERAL };
        let mut looks = ranked.len() / one_in + self.limit;
        // Only the first few are ever put in order.
        let mut ranked = BinaryHeap::from(ranked);
        let (mut found, mut before) = (Vec::with_capacity(self.limit), None);
        while found.len() < self.limit
            && let Some(Reverse(next)) = ranked.pop()
        {
            // Whoever has several words that begin so comes as often.
            if before.replace(next) == Some(next) {
                continue;
            }
            looks = looks.checked_sub(1)?;
            found.extend(self.wanted(u32::try_from(next & u64::from(u32::MAX)).ok()?));
        }
        Some(found)
    }

    /// Of all who have the words.
    fn through_all(&self, clock: &mut Clock) -> Vec<Found> {
        let mut found = Vec::new();
        self.names.each_bearer(clock, &mut |provider| found.extend(self.matcher.of_provider(provider, None)));
        self.first_of(found)
    }

    /// Somebody, if that is one of those asked for.
    fn wanted(&self, provider: u32) -> Option<Found> {
        let has_words = self.names.has_all(provider);
        has_words.then(|| self.matcher.of_provider(provider, None)).flatten()
    }

    fn rank(&self, provider: u32) -> u32 {
        self.view.name_rank[provider as usize]
    }

    fn first_of(&self, mut found: Vec<Found>) -> Vec<Found> {
        let rank = |found: &Found| self.rank(found.provider);
        if found.len() > self.limit {
            found.select_nth_unstable_by_key(self.limit, rank);
            found.truncate(self.limit);
        }
        found.sort_unstable_by_key(rank);
        found
    }
}

#[cfg(test)]
mod tests {
    use super::super::lookup::{Concept, Words};
    use super::super::world::WORLD;
    use super::*;
    use crate::vocabulary::Vocabulary;
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};
    use std::sync::LazyLock;

    static CLAUSES: LazyLock<Vec<Vec<Concept>>> = LazyLock::new(|| {
        let vocabulary = Vocabulary::bundled().expect("the bundled tables");
        let specialty = |id: &str| vec![Concept::Specialty(vocabulary.specialty_id(id).expect("an id"))];
        vec![specialty("chiropractor"), specialty("osteopath"), specialty("neurosurgeon")]
    });

    proptest! {
        #[test]
        fn every_way_finds_the_first_by_name(
            typed in select(vec!["a", "j", "jo", "jane", "m", "ma", "s", "spine", "c", "d", "x"]),
            other in prop::option::of(select(vec!["smith", "jane", "center", "a"])),
            clauses in subsequence(CLAUSES.clone(), 0..=2), limit in 1_usize..40,
        ) {
            let snapshot = &WORLD.snapshot;
            let words = other.into_iter().chain([typed]).map(str::to_owned).collect();
            let clauses = Clauses::resolve(&clauses, &[], snapshot.concepts()).expect("known concepts");
            let words = Words::plain(words, true, 0);
            let Some(names) = snapshot.text().ask(&words, snapshot.names()).expect("sound") else {
                return Ok(());
            };
            let (view, tiles, masks) = (snapshot.view(), snapshot.tiles(), snapshot.masks());
            let mut clock = Clock::new(None);
            let roads = Roads { view, tiles, masks, clauses: &clauses };
            let matcher = Matcher::new(&roads, None, clock.until());
            let search = Search { names: &names, matcher: &matcher, view, limit };

            let all = snapshot.by_name().iter().filter_map(|provider| search.wanted(*provider));
            let expected: Vec<Found> = all.take(limit).collect();
            prop_assert_eq!(&first(snapshot, &names, &clauses, limit), &expected);
            prop_assert_eq!(&search.through_all(&mut clock), &expected);
            if let Some(found) = search.by_name() {
                prop_assert_eq!(&found, &expected);
            }
            for clause in 0..clauses.all_of().count() {
                prop_assert_eq!(&search.on_list(clause, &mut clock), &expected);
            }
            for worth in [1, 100, usize::MAX] {
                if let Some(found) = search.along(snapshot.by_name(), worth) {
                    prop_assert_eq!(&found, &expected);
                }
            }
        }
    }
}
