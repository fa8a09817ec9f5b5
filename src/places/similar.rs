//! Names that may be a few edits away from a typed one.
//!
//! In: the keys of all names in their order, once; then one key at a time. Out: which of them may be so near, by length
//! and by the letters they hold. Invariant: no key within the edits is passed over; some further ones come along, so who
//! asks counts the edits.

/// Names by length, each with the letters it holds.
#[derive(Debug, Default)]
pub(super) struct SimilarNames {
    /// Ordered by length: the letters (see [`letters_of`]) and which name it is.
    names: Vec<(u32, u32)>,
    /// Where in `names` each length begins.
    lengths: Vec<usize>,
}

impl SimilarNames {
    /// Gathers names in their order; the n-th is number n.
    pub(super) fn new<'n>(names: impl Iterator<Item = (&'n str, u32)>) -> Self {
        let mut sorted: Vec<(usize, u32, u32)> =
            names.map(|(name, number)| (name.len(), number, letters_of(name))).collect();
        sorted.sort_unstable();
        let longest = sorted.last().map_or(0, |(length, ..)| *length);
        let lengths =
            (0..=longest + 1).map(|length| sorted.partition_point(|name| name.0 < length)).collect();
        Self { names: sorted.into_iter().map(|(_, number, holds)| (holds, number)).collect(), lengths }
    }

    /// The numbers of names that may be at most so many edits away.
    ///
    /// # Complexity
    /// O(names that are at most so much longer or shorter), a few operations each.
    pub(super) fn near(&self, typed: &str, edits: usize) -> impl Iterator<Item = u32> {
        let holds = letters_of(typed);
        let begin = |length: usize| self.lengths.get(length).copied().unwrap_or(self.names.len());
        let fitting = begin(typed.len().saturating_sub(edits))..begin(typed.len() + edits + 1);
        // An edit takes at most one letter out of a name and brings at most one in.
        let most = u32::try_from(2 * edits).unwrap_or(u32::MAX);
        let rows = self.names.get(fitting).unwrap_or_default();
        rows.iter().filter(move |(own, _)| (own ^ holds).count_ones() <= most).map(|(_, number)| *number)
    }
}

/// Which letters a key holds, a bit each; digits share theirs with letters, which only lets more through.
fn letters_of(key: &str) -> u32 {
    key.bytes().fold(0, |holds, byte| holds | 1 << (byte & 31))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn none_that_is_near_is_passed_over(
            names in prop::collection::vec("[a-d1]{1,9}", 0..40),
            typed in "[a-d1]{0,9}",
            edits in 0_usize..3,
        ) {
            let similar = SimilarNames::new(names.iter().map(String::as_str).zip(0..));
            let mut found: Vec<u32> = similar.near(&typed, edits).collect();
            found.sort_unstable();
            for (number, name) in (0..).zip(&names) {
                let near = strsim::osa_distance(name, &typed) <= edits;
                prop_assert!(!near || found.binary_search(&number).is_ok(), "{name} for {typed}");
            }
        }
    }

    #[test]
    fn no_names_are_near_none() {
        assert_eq!(SimilarNames::new(std::iter::empty()).near("boston", 2).count(), 0);
        assert_eq!(SimilarNames::default().near("", 2).count(), 0);
    }
}
