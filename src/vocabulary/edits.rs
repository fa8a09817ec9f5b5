//! How many edits lie between one word and many others.
//!
//! In: a word, prepared once; then others. Out: the optimal string alignment distance, in which two letters that changed
//! places count once. A word of up to 64 letters a to z takes a few operations for each letter of the other (Hyyrö, "A
//! Bit-Vector Algorithm for Computing Levenshtein and Damerau Edit Distances", 2003); everything else is measured by the
//! library. Invariant: the distance is that of `strsim::osa_distance`.

/// The letters that have a place of their own.
const LETTERS: usize = 26;

/// A word that others are compared with.
#[derive(Debug, Clone)]
pub(crate) struct Pattern<'w> {
    word: &'w str,
    /// By letter the places where the word has it, a bit each; `None` where the word is not of the kind.
    places: Option<[u64; LETTERS + 1]>,
}

impl<'w> Pattern<'w> {
    /// Prepares a word.
    ///
    /// # Complexity
    /// O(letters).
    pub(crate) fn new(word: &'w str) -> Self {
        let plain = (1..=64).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase());
        let places = plain.then(|| {
            let mut places = [0_u64; LETTERS + 1];
            for (place, byte) in word.bytes().enumerate() {
                places[slot(byte)] |= 1 << place;
            }
            places
        });
        Self { word, places }
    }

    /// How many edits another word is away.
    ///
    /// # Complexity
    /// O(letters of the other word) where this one is prepared; else O(letters²).
    pub(crate) fn edits(&self, other: &str) -> usize {
        match &self.places {
            Some(places) if other.is_ascii() => aligned(places, self.word.len(), other.as_bytes()),
            Some(_) | None => strsim::osa_distance(self.word, other),
        }
    }
}

/// A letter's place in the table; the last one for whatever the word cannot have.
fn slot(byte: u8) -> usize {
    let letter = usize::from(byte.wrapping_sub(b'a'));
    letter.min(LETTERS)
}

/// Columns of the matrix of distances, told by where neighbours differ: a bit each.
fn aligned(places: &[u64; LETTERS + 1], length: usize, other: &[u8]) -> usize {
    let last = 1_u64 << (length - 1);
    let (mut up, mut down) = (u64::MAX, 0_u64);
    let (mut diagonal, mut before) = (0_u64, 0_u64);
    let mut edits = length;
    for byte in other {
        let same = if byte.is_ascii_lowercase() { places[slot(*byte)] } else { 0 };
        let turned = ((!diagonal & same) << 1) & before;
        diagonal = ((same & up).wrapping_add(up) ^ up) | same | down | turned;
        let right = down | !(diagonal | up);
        let left = diagonal & up;
        edits += usize::from(right & last != 0);
        edits -= usize::from(left & last != 0);
        let (right, left) = (right << 1 | 1, left << 1);
        up = left | !(diagonal | right);
        down = right & diagonal;
        before = same;
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4_000))]
        #[test]
        fn edits_are_those_of_the_library(word in "[ab]{0,9}|[a-f]{0,70}|\\PC{0,6}", other in "[ab]{0,9}|[a-g]{0,80}|[a-c -{]{0,9}|\\PC{0,6}") {
            prop_assert_eq!(Pattern::new(&word).edits(&other), strsim::osa_distance(&word, &other));
        }
    }
}
