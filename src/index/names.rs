//! Completion of names while they are typed.

use super::lookup::Words;
use super::matching::Clock;
use super::snapshot::{NamedProvider, Snapshot};
use super::store::IndexError;

/// Providers that have all words, the last one as a beginning, in the order of names.
pub(super) fn complete(
    snapshot: &Snapshot,
    words: &[String],
    limit: usize,
) -> Result<Vec<NamedProvider>, IndexError> {
    if words.is_empty() || limit == 0 {
        return Ok(Vec::new());
    }
    let asked = Words { words: words.to_vec(), last_is_prefix: true, edits: 0 };
    let everybody = |_: &mut Clock| Vec::new();
    let mut matches = snapshot.text().find(&asked, usize::MAX, everybody, &mut Clock::new(None))?;
    let ranks = snapshot.view().name_rank;
    let mut first = matches.take_providers();
    if first.len() > limit {
        first.select_nth_unstable_by_key(limit, |provider| ranks[*provider as usize]);
        first.truncate(limit);
    }
    first.sort_unstable_by_key(|provider| ranks[*provider as usize]);
    let named = first.into_iter().map(|number| {
        let provider = snapshot.provider(number)?;
        Ok(NamedProvider { kind: provider.kind(), name: provider.name.to_string(), id: provider.id })
    });
    named.collect()
}
