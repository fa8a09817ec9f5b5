//! Further names of one provider.
//!
//! In: names, with the rows that said them. Out: names, each once. Invariant: names that differ in case or accents only are
//! one, and a provider's own name is no further one.

use crate::domain::Provider;
use crate::vocabulary::normalize::fold;
use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};

/// Further names, each once, as many as a provider may have use for.
#[derive(Debug, Default)]
pub struct FurtherNames {
    /// Places in `all` by folded name.
    places: HashMap<String, usize>,
    all: Vec<String>,
    /// Rows, and the places of their names in `all`.
    rows: Vec<(usize, usize)>,
}

impl FurtherNames {
    /// As many as a provider can have, and as many again as it may turn out to be known by without them.
    const MAX: usize = 2 * Provider::MAX_ALIASES + 1;

    /// Takes a name, if it is not one too many.
    pub fn push(&mut self, name: String, row: usize) -> bool {
        let count = self.all.len();
        let place = match self.places.entry(fold(&name)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(_) if count == Self::MAX => return false,
            Entry::Vacant(free) => {
                self.all.push(name);
                *free.insert(count)
            }
        };
        self.rows.push((row, place));
        true
    }

    /// The names, and which of them each row said.
    pub fn into_names(self) -> (Vec<String>, Vec<(usize, usize)>) {
        (self.all, self.rows)
    }
}

/// Adds further names, those that the provider is not known by yet, while it has fewer than
/// [`Provider::MAX_ALIASES`]; whether it is known by each of them now.
///
/// # Complexity
/// O(names).
pub(in crate::ingest) fn add_aliases(
    provider: &mut Provider,
    names: impl IntoIterator<Item = String>,
) -> Vec<bool> {
    let own = std::iter::once(fold(&provider.name.to_string()));
    let mut known: HashSet<String> = own.chain(provider.aliases.iter().map(|alias| fold(alias))).collect();
    let mut add = |name: String| {
        let folded = fold(&name);
        if known.contains(&folded) {
            return true;
        }
        let has_room = provider.aliases.len() < Provider::MAX_ALIASES;
        if has_room {
            known.insert(folded);
            provider.aliases.push(name);
        }
        has_room
    };
    names.into_iter().map(&mut add).collect()
}
