//! What cells were found to say, so that a cell that many rows repeat is read once.
//!
//! In: a cell's text. Out: what was put for the same text before. Invariants: whatever is remembered follows from the
//! text and the vocabulary alone, and nothing was said of it, so that a row is judged the same with or without; memory is
//! bounded.

use crate::domain::{ConditionId, Language, TechniqueId};
use crate::vocabulary::Credentials;

/// Cells of one column that are remembered at a time. Lists of a million rows have some thousands of different ones in
/// columns with closed sets of words; a cell gives way to another one with the same hash.
const SLOTS: usize = 1 << 12;

/// The longest cell that is remembered, in bytes.
const LONGEST: usize = 256;

/// What whoever judges rows remembers, column by column.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Remembered {
    pub(super) techniques: Cells<Vec<TechniqueId>>,
    pub(super) conditions: Cells<Vec<ConditionId>>,
    pub(super) languages: Cells<Vec<Language>>,
    pub(super) credentials: Cells<Credentials>,
}

/// Values by the text of a cell.
#[derive(Debug)]
pub(super) struct Cells<T> {
    /// Empty until something is put.
    slots: Vec<Option<(Box<str>, T)>>,
}

impl<T> Default for Cells<T> {
    fn default() -> Self {
        Self { slots: Vec::new() }
    }
}

impl<T: Clone> Cells<T> {
    /// What was put for that text, unless it gave way.
    pub(super) fn get(&self, text: &str) -> Option<T> {
        let (known, value) = self.slots.get(slot(text))?.as_ref()?;
        (**known == *text).then(|| value.clone())
    }

    /// Remembers what a text says.
    pub(super) fn put(&mut self, text: &str, value: &T) {
        if text.len() > LONGEST {
            return;
        }
        if self.slots.is_empty() {
            self.slots.resize_with(SLOTS, || None);
        }
        if let Some(place) = self.slots.get_mut(slot(text)) {
            *place = Some((text.into(), value.clone()));
        }
    }
}

fn slot(text: &str) -> usize {
    // The lowest bits suffice.
    usize::try_from(xxhash_rust::xxh3::xxh3_64(text.as_bytes()) % SLOTS as u64).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_gives_back_what_was_put_for_it_or_nothing() {
        let mut cells = Cells::default();
        assert_eq!(cells.get(""), None);
        let texts: Vec<String> = (0..3 * SLOTS).map(|number| format!("cell {number}")).collect();
        for (number, text) in texts.iter().enumerate() {
            cells.put(text, &number);
            assert_eq!(cells.get(text), Some(number));
        }
        let left = texts.iter().enumerate().filter_map(|(number, text)| Some((number, cells.get(text)?)));
        let left: Vec<(usize, usize)> = left.collect();
        assert!(left.iter().all(|(number, value)| number == value));
        // As many as fall into different places, and no more than there are.
        assert!((SLOTS / 2..=SLOTS).contains(&left.len()), "{}", left.len());
        let long = "x".repeat(LONGEST + 1);
        cells.put(&long, &1);
        assert_eq!(cells.get(&long), None);
    }
}
