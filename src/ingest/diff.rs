//! What changed between two imports of a list.

use crate::domain::Provider;

/// How a provider differs from what the list said before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Change {
    /// A field differs.
    Changed,
    /// Its primary practice is over a mile from where it was.
    Moved,
    /// Nothing differs.
    Unchanged,
}

/// Compares what a list says of a provider with what it said before.
pub fn change(_before: &Provider, _after: &Provider) -> Change {
    Change::Unchanged
}
