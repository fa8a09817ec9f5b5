//! Names that may be a few edits away from a typed one.
//!
//! In: the keys of all names in their order, once; then one key at a time. Out: which of them may be so near, by length
//! and by the letters they hold. Invariant: no key within the edits is passed over; some further ones come along, so who
//! asks counts the edits.

/// Names by length, each with the letters it holds.
#[derive(Debug, Default)]
pub(super) struct SimilarNames {
    /// Ordered by length, then by the first letter: the letters (see [`letters_of`]) and which name it is.
    names: Vec<(u32, u32)>,
    /// Where in `names` the names of a length and a first letter begin, [`FIRSTS`] entries a length.
    begins: Vec<usize>,
}

/// First letters that are told apart: as many as bits tell letters by.
const FIRSTS: usize = 32;

impl SimilarNames {
    /// Gathers names in their order; the n-th is number n.
    pub(super) fn new<'n>(names: impl Iterator<Item = (&'n str, u32)>) -> Self {
        let mut sorted: Vec<(usize, u32, u32)> = names
            .map(|(name, number)| (place(name.len(), first_of(name)), number, letters_of(name)))
            .collect();
        sorted.sort_unstable();
        let end = sorted.last().map_or(0, |(place, ..)| place / FIRSTS + 2) * FIRSTS;
        let begins = (0..=end).map(|begin| sorted.partition_point(|name| name.0 < begin)).collect();
        Self { names: sorted.into_iter().map(|(_, number, holds)| (holds, number)).collect(), begins }
    }

    /// The numbers of names that may be at most so many edits away.
    ///
    /// # Complexity
    /// O(names that are at most so much longer or shorter), a few operations each.
    pub(super) fn near(&self, typed: &str, edits: usize) -> impl Iterator<Item = u32> {
        let (shortest, longest) = (typed.len().saturating_sub(edits), typed.len() + edits);
        self.among(typed, edits, std::iter::once(place(shortest, 0)..place(longest + 1, 0)))
    }

    /// The same of names that begin with one of the first two letters of what was typed.
    ///
    /// # Complexity
    /// O(names that are at most so much longer or shorter and begin so), a few operations each.
    pub(super) fn near_begun_alike(&self, typed: &str, edits: usize) -> impl Iterator<Item = u32> {
        let (shortest, longest) = (typed.len().saturating_sub(edits), typed.len() + edits);
        let one = first_of(typed);
        let next = typed.get(1..).map(first_of).filter(|next| *next != one && typed.len() > 1);
        let firsts = std::iter::once(one).chain(next);
        let places = firsts.flat_map(move |first| {
            (shortest..=longest).map(move |length| place(length, first)..place(length, first) + 1)
        });
        self.among(typed, edits, places)
    }

    fn among(
        &self,
        typed: &str,
        edits: usize,
        places: impl Iterator<Item = std::ops::Range<usize>>,
    ) -> impl Iterator<Item = u32> {
        let holds = letters_of(typed);
        let begin = |place: usize| self.begins.get(place).copied().unwrap_or(self.names.len());
        let rows = places
            .map(move |places| self.names.get(begin(places.start)..begin(places.end)).unwrap_or_default());
        // An edit takes at most one letter out of a name and brings at most one in.
        let fits = move |own: &u32| has_at_most(own ^ holds, 2 * edits);
        rows.flatten().filter(move |(own, _)| fits(own)).map(|(_, number)| *number)
    }
}

/// Whether a number has at most so many bits, for few: without an instruction that not every processor has.
fn has_at_most(mut bits: u32, most: usize) -> bool {
    for _ in 0..most {
        bits &= bits.wrapping_sub(1);
    }
    bits == 0
}

fn place(length: usize, first: usize) -> usize {
    length * FIRSTS + first
}

/// The bit of the first letter, as [`letters_of`] tells it.
fn first_of(key: &str) -> usize {
    key.bytes().next().map_or(0, |byte| usize::from(byte & 31))
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
            let alike: Vec<u32> = similar.near_begun_alike(&typed, edits).collect();
            for (name, number) in names.iter().zip(0..) {
                let begins = typed.chars().take(2).any(|first| name.starts_with(first));
                if begins && strsim::osa_distance(name, &typed) <= edits {
                    prop_assert!(alike.contains(&number), "{name} for {typed}");
                }
            }
            prop_assert!(alike.iter().enumerate().all(|(place, one)| !alike[..place].contains(one)), "each once");
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
