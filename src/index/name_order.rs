//! The first by name who have words.
//!
//! In: a generation, words, clauses. Out: the first who have the words and whom the clauses let in, by name. Along everybody
//! in the order of names as long as that is worth it; else all who have the words. Invariant: both ways find the same.

use super::clause::Clauses;
use super::clock::Clock;
use super::drive::Roads;
use super::matching::{Found, Matcher};
use super::name_query::NameQuery;
use super::snapshot::Snapshot;

/// A look at the next by name costs as much as so many of those who have a word: names that follow each other lie far apart
/// in memory.
///
/// # Source
/// Measured with `benches/suggest.rs` over nine million. Tests have fewer and take both ways too.
const BEARERS_A_LOOK: u64 = 2;

/// The first `limit` by name.
///
/// # Complexity
/// O(those who stand before the last one found by name, at most those who have the rarest word).
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
    let worth = usize::try_from(names.at_most() / BEARERS_A_LOOK).unwrap_or(usize::MAX);
    if worth > limit
        && let Some(found) = along_names(snapshot.by_name(), (names, &matcher), worth, limit)
    {
        return found;
    }
    let mut found: Vec<Found> = Vec::new();
    names.each_bearer(&mut clock, &mut |provider| found.extend(matcher.of_provider(provider, None)));
    let rank = |found: &Found| view.name_rank[found.provider as usize];
    if found.len() > limit {
        found.select_nth_unstable_by_key(limit, rank);
        found.truncate(limit);
    }
    found.sort_unstable_by_key(rank);
    found
}

/// The same along everybody by name; `None` where more had to be looked at than it is worth.
fn along_names(
    by_name: &[u32],
    (names, matcher): (&NameQuery<'_>, &Matcher<'_>),
    worth: usize,
    limit: usize,
) -> Option<Vec<Found>> {
    let mut found = Vec::with_capacity(limit);
    for provider in by_name.iter().take(worth) {
        if found.len() == limit {
            break;
        }
        if names.has_all(*provider) {
            found.extend(matcher.of_provider(*provider, None));
        }
    }
    (found.len() == limit || worth >= by_name.len()).then_some(found)
}
