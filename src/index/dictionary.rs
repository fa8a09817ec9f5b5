//! The words of names in memory, to find those that nearly go on from a misspelt beginning.
//!
//! In: the words of a generation in order, each with how many have it. Out: for a beginning the words whose own beginning
//! is a few edits away. Invariant: they are those that the text index finds, which goes through far more of its dictionary:
//! whoever goes on from what is as near to the whole of the beginning as to any part of it, and whoever is near as a whole.

use crate::vocabulary::edits::Pattern;
use crate::vocabulary::prefix_tree::{KEPT, PrefixTree, Standing};
use std::cmp::Reverse;

/// The words without digits.
///
/// # Units
/// About 80 bytes a word: 6 MB for the 70,000 words of nine million names made of the federal sample's.
#[derive(Debug)]
pub(super) struct Dictionary {
    /// Words of plain letters.
    tree: PrefixTree,
    /// How many have each of them, by the tree's numbers.
    having: Vec<u32>,
    /// Words that an edit of a letter is not an edit of a byte of.
    others: Vec<(String, u32)>,
}

impl Dictionary {
    /// Takes words in ascending order, with how many have each.
    ///
    /// # Complexity
    /// O(letters + n log n) for n words.
    pub(super) fn new(words: impl IntoIterator<Item = (String, u32)>) -> Self {
        let digitless = words.into_iter().filter(|(word, _)| !word.bytes().any(|byte| byte.is_ascii_digit()));
        let (plain, others): (Vec<_>, Vec<_>) = digitless.partition(|(word, _)| word.is_ascii());
        let standings = (0..).zip(&plain).map(|(number, (word, having))| {
            (word.as_str(), Standing { rank: u32::MAX - having, group: number })
        });
        let tree = PrefixTree::new(standings);
        Self { tree, having: plain.into_iter().map(|(_, having)| having).collect(), others }
    }

    /// The words that are, or go on from what is, at most so many edits away from a word of plain letters, but for those that
    /// begin so; those that most have first, then by alphabet. `None` for any other word.
    ///
    /// # Complexity
    /// As [`PrefixTree::near`], and a look at each word that goes on from what is nearer to a part of the beginning.
    pub(super) fn nearly_begun(&self, word: &str, edits: u8, limit: usize) -> Option<Vec<(String, u32)>> {
        if !word.is_ascii() || word.is_empty() {
            return None;
        }
        let (typed, pattern) = (Typed::new(word, edits), Pattern::new(word));
        let begins = |number: &u32| self.tree.key(*number).starts_with(word);
        let mut numbers: Vec<u32> = Vec::new();
        for (begun, _) in self.tree.near(word.as_bytes(), &vec![edits; word.len()]) {
            let all = self.tree.numbers(begun);
            let beginning = self.tree.beginning(begun);
            if !typed.settles(beginning.chars()) {
                let near = |number: &u32| pattern.edits(self.tree.key(*number)) <= usize::from(edits);
                numbers.extend(all.filter(|number| near(number) && !begins(number)));
                continue;
            }
            let best = self.tree.best(begun);
            if limit <= KEPT && !best.iter().any(begins) {
                numbers.extend(best);
            } else {
                numbers.extend(all.filter(|number| !begins(number)));
            }
        }
        numbers.sort_unstable();
        numbers.dedup();
        let having = |number: u32| self.having.get(number as usize).copied().unwrap_or_default();
        let plain = numbers.into_iter().map(|number| (self.tree.key(number), having(number)));
        let others = self.others.iter().filter(|(other, _)| !other.starts_with(word) && typed.finds(other));
        let others = others.map(|(other, having)| (other.as_str(), *having));
        let mut all: Vec<(&str, u32)> = plain.chain(others).collect();
        all.sort_unstable_by_key(|(word, having)| (Reverse(*having), *word));
        all.truncate(limit);
        Some(all.into_iter().map(|(word, having)| (word.to_owned(), having)).collect())
    }
}

/// A beginning that was typed, and how many edits away others may be.
struct Typed {
    letters: Vec<char>,
    edits: usize,
}

impl Typed {
    fn new(word: &str, edits: u8) -> Self {
        Self { letters: word.chars().collect(), edits: usize::from(edits) }
    }

    /// Whether all that goes on from a text is found: it is near, and no nearer to a part of what was typed.
    fn settles(&self, text: impl Iterator<Item = char>) -> bool {
        self.rows(text, |_| false).1
    }

    /// Whether a text is found.
    fn finds(&self, text: &str) -> bool {
        let (row, settled) = self.rows(text.chars(), |row| self.is_settled(row));
        settled || row.last().is_some_and(|edits| *edits <= self.edits)
    }

    fn is_settled(&self, row: &[usize]) -> bool {
        row.last().is_some_and(|own| *own <= self.edits && row.iter().all(|part| part >= own))
    }

    /// Goes along a text until it is enough: how many edits each beginning of what was typed is away from it then, and
    /// whether that settles it. Two neighbours swapped are one edit.
    fn rows(
        &self,
        text: impl Iterator<Item = char>,
        enough: impl Fn(&[usize]) -> bool,
    ) -> (Vec<usize>, bool) {
        let mut row: Vec<usize> = (0..=self.letters.len()).collect();
        let (mut before, mut last) = (Vec::new(), None);
        for sign in text {
            if enough(&row) {
                break;
            }
            let mut next = vec![row[0] + 1];
            for (place, letter) in self.letters.iter().enumerate() {
                let other = row[place] + usize::from(*letter != sign);
                let mut edits = other.min(row[place + 1] + 1).min(next[place] + 1);
                let swapped = place > 0 && last == Some(*letter) && self.letters[place - 1] == sign;
                if swapped && let Some(earlier) = before.get(place - 1) {
                    edits = edits.min(earlier + 1);
                }
                next.push(edits);
            }
            before = std::mem::replace(&mut row, next);
            last = Some(sign);
        }
        let settled = self.is_settled(&row);
        (row, settled)
    }
}

#[cfg(test)]
mod tests {
    use super::super::world::WORLD;
    use super::*;
    use proptest::prelude::*;

    /// All by hand: each word is gone along, letter by letter.
    fn scanned(words: &[(String, u32)], typed: &str, edits: u8, limit: usize) -> Vec<(String, u32)> {
        let away = |one: &str, other: &str| strsim::osa_distance(one, other);
        let parts = || (0..=typed.len()).map(|end| &typed[..end]);
        let settles = |text: &str| {
            let own = away(text, typed);
            own <= usize::from(edits) && parts().all(|part| away(text, part) >= own)
        };
        let found = |(word, _): &&(String, u32)| {
            let ends = word.char_indices().map(|(end, _)| end).chain([word.len()]);
            let near = ends.map(|end| &word[..end]).any(settles) || away(word, typed) <= usize::from(edits);
            near && !word.starts_with(typed) && !word.contains(|sign: char| sign.is_ascii_digit())
        };
        let mut found: Vec<(String, u32)> = words.iter().filter(found).cloned().collect();
        found.sort_by(|one, other| (Reverse(one.1), &one.0).cmp(&(Reverse(other.1), &other.0)));
        found.truncate(limit);
        found
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(512))]
        #[test]
        fn words_that_nearly_begin_so_are_those_of_a_scan(
            words in prop::collection::btree_map("[ab]{0,7}|[abcé]{1,6}|[ab3]{1,5}", 0_u32..5, 1..80),
            typed in "[ab]{1,7}|[abc]{2,6}",
            edits in 1_u8..=2,
            limit in 1_usize..20,
        ) {
            let words: Vec<(String, u32)> = words.into_iter().collect();
            let found = Dictionary::new(words.clone()).nearly_begun(&typed, edits, limit);
            prop_assert_eq!(found, Some(scanned(&words, &typed, edits, limit)));
        }

        /// The words in memory find what the text index finds of a generation's words.
        #[test]
        fn words_in_memory_find_what_the_text_index_finds(
            place in any::<prop::sample::Index>(),
            (cut, slips) in (3_usize..12, prop::collection::vec((any::<prop::sample::Index>(), 0_u8..4, "[a-z]"), 0..3)),
            edits in 1_u8..=2,
            limit in 1_usize..20,
        ) {
            let words = WORLD.snapshot.text().words_in_order().expect("sound");
            let mut typed: Vec<char> = place.get(&words).0.chars().take(cut).collect();
            for (at, kind, letter) in slips {
                let (at, letter) = (at.index(typed.len().max(1)), letter.chars().next().expect("a letter"));
                match kind {
                    0 => typed.insert(at, letter),
                    1 if at < typed.len() => drop(typed.remove(at)),
                    2 if at < typed.len() => typed[at] = letter,
                    _ if at + 1 < typed.len() => typed.swap(at, at + 1),
                    _ => {}
                }
            }
            let typed: String = typed.into_iter().collect();
            if let Some(found) = Dictionary::new(words).nearly_begun(&typed, edits, limit) {
                prop_assert_eq!(found, WORLD.snapshot.text().read_nearly_begun(&typed, edits, limit).expect("sound"));
            }
        }
    }

    #[test]
    fn other_letters_are_left_to_the_index() {
        let dictionary = Dictionary::new([("munoz".to_owned(), 3)]);
        assert_eq!(dictionary.nearly_begun("мунос", 1, 8), None);
        assert_eq!(dictionary.nearly_begun("", 1, 8), None);
        assert_eq!(dictionary.nearly_begun("minoz", 1, 8), Some(vec![("munoz".to_owned(), 3)]));
    }
}
