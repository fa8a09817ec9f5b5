//! The order that providers are numbered in: by place on the curve, then by id.
//!
//! In: the id of each provider and its place on the curve, in the order they came in. Out: a [`Numbering`]. Invariant: it
//! does not depend on the order they came in.

use super::columns::write;
use super::error::IndexError;
use super::layout;
use super::order::TextOrder;
use std::path::Path;

/// Providers in their order: by number the input and the id's rank, and by rank the number.
#[derive(Debug)]
pub(super) struct Numbering {
    pub(super) inputs: Vec<u32>,
    pub(super) ranks: Vec<u32>,
    pub(super) by_rank: Vec<u32>,
}

impl Numbering {
    /// Sorts providers by place on the curve, then id; `None` when an id came twice. Places and ids are sorted beside each
    /// other.
    ///
    /// # Complexity
    /// O(n log n).
    pub(super) fn new(ids: TextOrder, keys: &[u64]) -> Option<Self> {
        let (by_key, rank_of_input) = std::thread::scope(|scope| {
            let by_key = scope.spawn(|| {
                let mut by_key: Vec<(u64, u32)> = keys.iter().copied().zip(0..).collect();
                by_key.sort_unstable();
                by_key
            });
            let ranks = ranks(ids, keys.len());
            (by_key.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)), ranks)
        });
        let rank_of_input = rank_of_input?;
        let mut inputs: Vec<u32> = Vec::with_capacity(by_key.len());
        for same in by_key.chunk_by(|a, b| a.0 == b.0) {
            let start = inputs.len();
            inputs.extend(same.iter().map(|(_, input)| input));
            inputs[start..].sort_unstable_by_key(|&input| rank_of_input[input as usize]);
        }
        drop(by_key);
        let ranks: Vec<u32> = inputs.iter().map(|&input| rank_of_input[input as usize]).collect();
        let mut by_rank = vec![0; ranks.len()];
        for (&rank, number) in ranks.iter().zip(0..) {
            by_rank[rank as usize] = number;
        }
        Some(Self { inputs, ranks, by_rank })
    }

    /// Writes the ranks of ids by number, and the numbers by rank.
    pub(super) fn write(&self, directory: &Path) -> Result<(), IndexError> {
        write(directory, layout::PROVIDER_ID_RANK, self.ranks.iter().map(|rank| rank.to_le_bytes()))?;
        write(directory, layout::PROVIDERS_BY_ID, self.by_rank.iter().map(|number| number.to_le_bytes()))
    }

    /// By input the provider's number.
    pub(super) fn numbers(&self) -> Vec<u32> {
        let mut numbers = vec![0; self.inputs.len()];
        for (&input, number) in self.inputs.iter().zip(0..) {
            numbers[input as usize] = number;
        }
        numbers
    }
}

/// By input the rank of its id; `None` when an id came twice.
fn ranks(ids: TextOrder, inputs: usize) -> Option<Vec<u32>> {
    let mut ranks = vec![0_u32; inputs];
    for ((input, same), rank) in ids.sorted(|number| number).zip(0..) {
        if same {
            return None;
        }
        ranks[input as usize] = rank;
    }
    Some(ranks)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(providers: &[(&str, u64)]) -> Option<Numbering> {
        let mut ids = TextOrder::default();
        for (id, _) in providers {
            ids.push(id.as_bytes());
        }
        let keys: Vec<u64> = providers.iter().map(|(_, key)| *key).collect();
        Numbering::new(ids, &keys)
    }

    #[test]
    fn providers_are_numbered_by_place_and_those_of_one_place_by_id() {
        let providers = [("d", 7), ("a", 9), ("c", 7), ("e", 0), ("b", 7), ("f", 9)];
        let Numbering { inputs, ranks, by_rank } = of(&providers).expect("ids differ");
        assert_eq!(inputs, [3, 4, 2, 0, 1, 5]);
        assert_eq!(ranks, [4, 1, 2, 3, 0, 5]);
        assert_eq!(by_rank, [4, 1, 2, 3, 0, 5]);
        assert_eq!(of(&providers).map(|numbering| numbering.numbers()), Some(vec![3, 4, 2, 0, 1, 5]));
        assert!(of(&[("a", 1), ("b", 2), ("a", 3)]).is_none(), "an id came twice");
        assert!(of(&[]).is_some_and(|numbering| numbering.inputs.is_empty()));
    }
}
