//! Where one provider stands in the order of a lookup, without paging to it.
//!
//! In: a [`Lookup`] and a provider. Out: [`Ranked`], or `None` when the lookup does not find it. Invariant: the steps
//! are those of [`super::run`], so that page and rank cannot disagree; only the page's place and size do not count.

use super::clause::Clauses;
use super::clock::Clock;
use super::drive::Drive;
use super::error::IndexError;
use super::lookup::{Candidate, Lookup};
use super::matching::{Found, Walk};
use super::run::Plan;
use super::score::Scorer;
use super::select::{Ranker, Standing};
use super::snapshot::Snapshot;
use crate::domain::Metres;
use std::ops::ControlFlow;

/// A provider in the whole order of a lookup.
#[derive(Debug, Clone, PartialEq)]
pub struct Ranked {
    /// Its place, the first is 1; a lower bound when `partial`.
    pub rank: u64,
    /// It, as a page would show it; with another pivot when `partial`.
    pub candidate: Candidate,
    /// The pivot that distances were scored with; `None` without an area.
    pub pivot: Option<Metres>,
    /// Whether the deadline cut the work.
    pub partial: bool,
}

/// Finds a provider's place.
pub(super) fn rank(
    snapshot: &Snapshot,
    lookup: &Lookup,
    provider: u32,
) -> Result<Option<Ranked>, IndexError> {
    // Distances are scored for hits only, so at least one is asked for.
    let lookup = &Lookup { limit: 1, after: None, rings: Vec::new(), facets: false, ..lookup.clone() };
    let mut clock = Clock::new(lookup.deadline);
    // A deadline that has passed already makes the rank one that was cut, as it does with the page; the provider is told.
    let (ControlFlow::Continue(()) | ControlFlow::Break(())) = clock.look();
    let resolved = Clauses::resolve(&lookup.all_of, &lookup.none_of, snapshot.concepts());
    let (clauses, possible) = resolved.map_or_else(|| (Clauses::default(), false), |clauses| (clauses, true));
    let plan = Plan::make(snapshot, lookup, &clauses, (possible, true), &mut clock)?;
    let besides = snapshot.left_out_besides();
    let Some(found) = find(&plan, provider).filter(|_| !besides.has(provider)) else { return Ok(None) };
    let mut census = plan.count(snapshot, lookup, true, &mut clock);
    let pivot = plan.pivot(lookup, &mut census, &mut clock);
    let scorer = Scorer::new(&lookup.score, snapshot.concepts(), plan.names.as_ref(), pivot);
    let ranker = Ranker { order: lookup.order, matcher: &plan.matcher, scorer: &scorer };
    let position = ranker.position(&found, &ranker.judge(&found));
    let mut before = 0;
    let own_walk = plan.walk_within();
    let walk = own_walk.as_ref().unwrap_or(&plan.walk);
    plan.matcher.each(walk, plan.edge.as_ref(), &mut clock, &mut |other| {
        let judged = ranker.judge(&other);
        let near = ranker.bound(&other, &judged) <= (position.tier, position.key);
        let comes_first = near && ranker.position(&other, &judged) < position;
        before += u64::from(comes_first && !besides.has(other.provider));
    });
    let candidate = plan.candidate(&Standing { position, found }, &scorer);
    Ok(Some(Ranked { rank: before + 1, candidate, pivot, partial: clock.passed() }))
}

/// The provider at the row it stands at, if the walk meets it there.
fn find(plan: &Plan<'_>, provider: u32) -> Option<Found> {
    if provider as usize >= plan.matcher.roads.view.providers() {
        return None;
    }
    let standing = || plan.matcher.of_provider(provider, plan.edge.as_ref());
    match &plan.walk {
        Walk::Rows(Drive::Nothing) => None,
        Walk::Rows(_) => standing(),
        Walk::Providers(providers) => {
            providers.binary_search(&provider).ok()?;
            standing()
        }
    }
}
