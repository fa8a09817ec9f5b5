//! Typed text to [`Intent`]: never fails, invents nothing.

use super::answer::Notice;
use super::intent::Intent;
use crate::places::Places;
use crate::vocabulary::Vocabulary;

/// Reads what a person typed. Never fails: what is not understood becomes words left over, ignored words or a
/// [`Notice`].
///
/// # Complexity
/// Linear in the words, of which at most 64 are read.
pub fn parse(_text: &str, _vocabulary: &Vocabulary, _places: &Places) -> (Intent, Vec<Notice>) {
    (Intent::default(), Vec::new())
}
