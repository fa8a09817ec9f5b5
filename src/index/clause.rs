//! Clauses over concepts: which rows they let in, and which lists of rows they can be driven by.
//!
//! In: a lookup's `all_of` and `none_of`, and the concepts of a generation. Out: [`Clauses`] in concept numbers.
//! Invariant: a concept that the generation does not have holds nowhere.

use super::concept;
use super::layout::NO_CONCEPT;
use super::lookup::Concept;
use super::tables::View;
use crate::vocabulary::Vocabulary;
use std::collections::HashMap;

/// The concepts of a generation and their numbers.
pub(super) struct Concepts {
    texts: Vec<String>,
    /// By number; `None` where today's vocabulary does not know the text any more.
    meanings: Vec<Option<Concept>>,
    numbers: HashMap<Concept, u16>,
}

/// Clauses in concept numbers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Clauses {
    all_of: Vec<Vec<u16>>,
    none_of: Vec<u16>,
}

impl Concepts {
    /// Reads concept texts, in the order of their numbers; `None` when there are more than numbers can count.
    pub(super) fn read(texts: Vec<String>, vocabulary: &Vocabulary) -> Option<Self> {
        if texts.len() > usize::from(NO_CONCEPT) {
            return None;
        }
        let meanings: Vec<Option<Concept>> =
            texts.iter().map(|text| concept::from_text(text, vocabulary)).collect();
        let numbers = (0_u16..)
            .zip(&meanings)
            .filter_map(|(number, meaning)| Some((meaning.clone()?, number)))
            .collect();
        Some(Self { texts, meanings, numbers })
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.texts.len()
    }

    /// The number of a concept, `None` when no row has it.
    pub(super) fn number(&self, concept: &Concept) -> Option<u16> {
        self.numbers.get(concept).copied()
    }

    /// What a number means; `None` where the vocabulary does not know it.
    pub(super) fn meaning(&self, number: u16) -> Option<&Concept> {
        self.meanings.get(usize::from(number))?.as_ref()
    }

    /// Texts with what they mean, by number.
    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, Option<&Concept>)> {
        self.texts.iter().map(String::as_str).zip(self.meanings.iter().map(Option::as_ref))
    }
}

impl Clauses {
    /// Resolves clauses; `None` when one of them cannot hold anywhere.
    pub(super) fn resolve(all_of: &[Vec<Concept>], none_of: &[Concept], concepts: &Concepts) -> Option<Self> {
        let numbers = |clause: &[Concept]| {
            let mut numbers: Vec<u16> =
                clause.iter().filter_map(|concept| concepts.number(concept)).collect();
            numbers.sort_unstable();
            numbers.dedup();
            numbers
        };
        let all_of: Vec<Vec<u16>> = all_of.iter().map(|clause| numbers(clause)).collect();
        let possible = all_of.iter().all(|clause| !clause.is_empty());
        possible.then(|| Self { all_of, none_of: numbers(none_of) })
    }

    /// Clauses of concept numbers, each of them ascending.
    pub(super) fn of_numbers(all_of: Vec<Vec<u16>>, none_of: Vec<u16>) -> Self {
        Self { all_of, none_of }
    }

    /// Whether a row is let in.
    ///
    /// # Complexity
    /// A look at the row's tile for each concept until it is known.
    #[inline]
    pub(super) fn hold(&self, view: &View<'_>, row: u32) -> bool {
        self.hold_where(|concept| view.has(row, concept))
    }

    #[inline]
    fn hold_where(&self, has: impl Fn(u16) -> bool) -> bool {
        let any_of = |concepts: &[u16]| concepts.iter().any(|concept| has(*concept));
        self.all_of.iter().all(|clause| any_of(clause)) && !any_of(&self.none_of)
    }

    /// The clause with the fewest rows, and how many they are, rows with several of its concepts counted as often.
    pub(super) fn shortest(&self, view: &View<'_>) -> Option<(usize, usize)> {
        let rows = |clause: &Vec<u16>| clause.iter().map(|concept| view.rows_with(*concept).len()).sum();
        self.all_of.iter().map(rows).enumerate().min_by_key(|(_, rows)| *rows)
    }

    /// Whether they let everybody in.
    #[inline]
    pub(super) fn is_empty(&self) -> bool {
        self.all_of.is_empty() && self.none_of.is_empty()
    }

    /// All clauses.
    pub(super) fn all_of(&self) -> impl Iterator<Item = &[u16]> {
        self.all_of.iter().map(Vec::as_slice)
    }

    /// The concepts that may not hold.
    pub(super) fn none_of(&self) -> &[u16] {
        &self.none_of
    }

    /// The concepts of a clause.
    pub(super) fn clause(&self, clause: usize) -> &[u16] {
        &self.all_of[clause]
    }
}

/// The place of the first row of an ascending list that is not below `target`, looked for from `from` on in steps
/// that double: near targets cost little, far ones a logarithm.
///
/// # Complexity
/// O(log distance).
pub(super) fn gallop(list: &[u32], from: usize, target: u32) -> usize {
    let mut low = from;
    let mut step = 1;
    while low + step < list.len() && list[low + step] < target {
        low += step;
        step *= 2;
    }
    let high = (low + step + 1).min(list.len());
    let low = low.min(high);
    low + list[low..high].partition_point(|row| *row < target)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_row_needs_one_of_each_clause_and_none_of_the_excluded() {
        let clauses = Clauses { all_of: vec![vec![1, 2], vec![5]], none_of: vec![9] };
        for (row, let_in) in [
            (&[1, 5][..], true),
            (&[2, 5, 7], true),
            (&[1], false),
            (&[5], false),
            (&[1, 5, 9], false),
            (&[], false),
        ] {
            assert_eq!(clauses.hold_where(|concept| row.contains(&concept)), let_in, "{row:?}");
        }
        assert!(
            Clauses { all_of: Vec::new(), none_of: Vec::new() }.hold_where(|_| false),
            "no clause lets everybody in"
        );
    }

    proptest! {
        #[test]
        fn galloping_finds_what_a_binary_search_finds(
            mut list in prop::collection::vec(0_u32..200, 0..100), target in 0_u32..210, from in 0_usize..120,
        ) {
            list.sort_unstable();
            list.dedup();
            let from = from.min(list.partition_point(|row| *row < target));
            prop_assert_eq!(gallop(&list, from, target), list.partition_point(|row| *row < target));
        }
    }
}
