//! Sorts many short texts in little memory: what provider ids and names are ranked with.
//!
//! In: texts without NUL. Out: their numbers in byte order of the texts, equal ones in an order that the caller says.
//! Memory: 32 bytes a text, and what is longer than 16 bytes besides.

use std::cmp::Ordering;

/// How many bytes of a text are kept inside its key; `npi:1234567893` and most names fit.
const INSIDE: usize = 16;

/// Texts waiting to be sorted.
#[derive(Debug, Default)]
pub(super) struct TextOrder {
    keys: Vec<Key>,
    tails: Vec<u8>,
}

/// The first bytes of a text as a number that compares like them, and where its other bytes lie.
#[derive(Debug, Clone, Copy)]
struct Key {
    high: u64,
    low: u64,
    tail: u64,
    number: u32,
    tail_length: u32,
}

impl TextOrder {
    /// Adds a text and gives its number, which is how many there were. Of a text beyond 4 GiB the rest does not count.
    pub(super) fn push(&mut self, text: &[u8]) -> u32 {
        let (inside, tail) = text.split_at(text.len().min(INSIDE));
        let mut head = [0; INSIDE];
        head[..inside.len()].copy_from_slice(inside);
        let (high, low) = head.split_at(INSIDE / 2);
        let tail_length = u32::try_from(tail.len()).unwrap_or(u32::MAX);
        let number = u32::try_from(self.keys.len()).unwrap_or(u32::MAX);
        self.keys.push(Key {
            high: big_endian(high),
            low: big_endian(low),
            tail: self.tails.len() as u64,
            number,
            tail_length,
        });
        self.tails.extend_from_slice(&tail[..tail_length as usize]);
        number
    }

    /// How many different texts there are of which the numbers are `wanted`.
    ///
    /// # Complexity
    /// O(n log n), which whoever asks for the order afterwards is spared.
    pub(super) fn distinct(&mut self, wanted: impl Fn(&mut dyn Iterator<Item = u32>) -> bool) -> usize {
        let Self { keys, tails } = self;
        keys.sort_unstable_by(|a, b| compare(tails, a, b).then(a.number.cmp(&b.number)));
        let same = keys.chunk_by(|a, b| compare(tails, a, b).is_eq());
        same.filter(|same| wanted(&mut same.iter().map(|key| key.number))).count()
    }

    /// The numbers in the order of their texts, and whether each text equals the one before it. Equal texts stand in
    /// the order of what `tie` says of their numbers.
    ///
    /// # Complexity
    /// O(n log n).
    pub(super) fn sorted(self, tie: impl Fn(u32) -> u32) -> impl Iterator<Item = (u32, bool)> {
        let Self { mut keys, tails } = self;
        keys.sort_unstable_by(|a, b| compare(&tails, a, b).then_with(|| tie(a.number).cmp(&tie(b.number))));
        let mut before: Option<Key> = None;
        keys.into_iter().map(move |key| {
            let same = before.is_some_and(|other| {
                (other.high, other.low) == (key.high, key.low)
                    && tail_of(&tails, &other) == tail_of(&tails, &key)
            });
            before = Some(key);
            (key.number, same)
        })
    }
}

fn compare(tails: &[u8], a: &Key, b: &Key) -> Ordering {
    (a.high, a.low).cmp(&(b.high, b.low)).then_with(|| tail_of(tails, a).cmp(tail_of(tails, b)))
}

/// Eight bytes as a number that compares like them.
fn big_endian(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0, |number, byte| (number << 8) | u64::from(*byte))
}

fn tail_of<'a>(tails: &'a [u8], key: &Key) -> &'a [u8] {
    let start = usize::try_from(key.tail).unwrap_or(usize::MAX);
    tails.get(start..start + key.tail_length as usize).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_like_a_stable_sort_of_the_texts(texts in prop::collection::vec("[a-c:é]{0,4}(npi:12345678901234)?[a-b]{0,3}", 0..60), down: bool) {
            let different: std::collections::BTreeSet<&String> = texts.iter().collect();
            let tie = |number: u32| if down { u32::MAX - number } else { number };
            let mut order = TextOrder::default();
            for text in &texts {
                order.push(text.as_bytes());
            }
            prop_assert_eq!(order.distinct(|_| true), different.len());
            let mut expected: Vec<(&String, u32)> = texts.iter().zip(0..).collect();
            expected.sort_by_key(|(text, number)| (*text, tie(*number)));
            let sorted: Vec<(u32, bool)> = order.sorted(tie).collect();
            let numbers: Vec<u32> = sorted.iter().map(|(number, _)| *number).collect();
            prop_assert_eq!(numbers, expected.iter().map(|(_, number)| *number).collect::<Vec<_>>());
            for (place, (_, same)) in sorted.iter().enumerate() {
                prop_assert_eq!(*same, place > 0 && expected[place].0 == expected[place - 1].0);
            }
        }
    }
}
