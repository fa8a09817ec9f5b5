//! A lookup in a generation that stands in for another one, without those whom that one hides.
//!
//! In: a [`Lookup`], and the numbers of those who are left out. Out: [`Candidates`] as if they had not been built in.
//! Invariant: whoever is left out is in no count and among no hits. Only the pivot that distances are scored with knows how
//! far they are.

use super::concept;
use super::error::IndexError;
use super::lookup::{Candidates, Concept, FacetCounts, Lookup};
use super::run;
use super::snapshot::Snapshot;
use crate::domain::ProviderId;
use std::collections::HashMap;

/// Those who are left out, by their numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct LeftOutBesides(Vec<(u32, ProviderId)>);

impl LeftOutBesides {
    /// Those of some ids whom a generation has.
    pub(super) fn of(snapshot: &Snapshot, ids: impl Iterator<Item = ProviderId>) -> Self {
        let mut numbers: Vec<(u32, ProviderId)> =
            ids.filter_map(|id| Some((snapshot.find_stored(&id)?, id))).collect();
        numbers.sort_unstable();
        Self(numbers)
    }

    /// Whether a provider is among them.
    pub(super) fn has(&self, number: u32) -> bool {
        self.0.binary_search_by_key(&number, |(number, _)| *number).is_ok()
    }

    /// How many they are.
    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is nobody.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

/// Runs a lookup among all others: what it finds of each who is left out is taken off again.
///
/// # Complexity
/// As the lookup with a larger page, and a look at each who is left out.
pub(super) fn run(
    snapshot: &Snapshot,
    lookup: &Lookup,
    besides: &LeftOutBesides,
) -> Result<Candidates, IndexError> {
    let limit = if lookup.limit == 0 { 0 } else { lookup.limit.saturating_add(besides.len()) };
    let mut found = run::run(snapshot, &Lookup { limit, ..lookup.clone() })?;
    let mut facets: HashMap<Concept, u64> = HashMap::new();
    for (_, id) in &besides.0 {
        if lookup.id.as_ref().is_some_and(|asked| asked != id) {
            continue;
        }
        let id = Some(id.clone());
        let alone =
            run::run(snapshot, &Lookup { id, limit: 0, after: None, deadline: None, ..lookup.clone() })?;
        found.total = found.total.saturating_sub(alone.total);
        for (ring, own) in found.rings.iter_mut().zip(&alone.rings) {
            *ring = ring.saturating_sub(*own);
        }
        for (concept, count) in alone.facets.into_iter().flat_map(|facets| facets.0) {
            *facets.entry(concept).or_default() += count;
        }
    }
    let text = |concept: &Concept| concept::to_text(concept, snapshot.vocabulary());
    found.facets = found.facets.map(|counts| without(counts, &facets, text));
    found.hits.retain(|hit| !besides.has(hit.provider));
    found.more = found.more || found.hits.len() > lookup.limit;
    found.hits.truncate(lookup.limit);
    Ok(found)
}

/// Counts less others, in the order of facets.
fn without(
    FacetCounts(mut counts): FacetCounts,
    others: &HashMap<Concept, u64>,
    text: impl Fn(&Concept) -> String,
) -> FacetCounts {
    for (concept, count) in &mut counts {
        *count = count.saturating_sub(others.get(concept).copied().unwrap_or_default());
    }
    counts.retain(|(_, count)| *count > 0);
    counts.sort_by_cached_key(|(concept, count)| (std::cmp::Reverse(*count), text(concept)));
    FacetCounts(counts)
}
