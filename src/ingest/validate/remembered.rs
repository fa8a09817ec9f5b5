//! What words and phrases of cells were found to say, so that those that many rows repeat are read once.
//!
//! In: texts. Out: what was found for the same text before. Invariants: whatever is remembered follows from the text and
//! the vocabulary alone, so that a row is judged the same with or without; memory is bounded.

use crate::domain::{ConditionId, Language, SpecialtyClaim, TechniqueId};
use crate::vocabulary::Credentials;

/// Texts of one kind that are remembered at a time; one gives way to another that falls on its place. What closed sets
/// of words have are some hundreds.
const SLOTS: usize = 1 << 11;

/// The longest text that is remembered, in bytes.
const LONGEST: usize = 128;

/// What whoever judges rows remembers.
#[derive(Debug, Default)]
pub(in crate::ingest) struct Remembered {
    pub(super) techniques: Cells<Option<TechniqueId>>,
    pub(super) conditions: Cells<Option<ConditionId>>,
    pub(super) languages: Cells<Option<Language>>,
    pub(super) credentials: Cells<Credentials>,
    pub(super) specialties: Cells<Vec<SpecialtyClaim>>,
}

/// Values by their text.
#[derive(Debug)]
pub(super) struct Cells<T> {
    /// Empty until something is found.
    slots: Vec<Option<(Box<str>, T)>>,
}

impl<T> Default for Cells<T> {
    fn default() -> Self {
        Self { slots: Vec::new() }
    }
}

impl<T: Clone> Cells<T> {
    /// What was found for that text, or what `find` finds now.
    pub(super) fn get_or_put(&mut self, text: &str, find: impl FnOnce(&str) -> T) -> T {
        if text.len() > LONGEST {
            return find(text);
        }
        if self.slots.is_empty() {
            self.slots.resize_with(SLOTS, || None);
        }
        // The lowest bits suffice.
        let place = usize::try_from(xxhash_rust::xxh3::xxh3_64(text.as_bytes()) % SLOTS as u64);
        let Some(slot) = place.ok().and_then(|place| self.slots.get_mut(place)) else { return find(text) };
        if let Some((known, value)) = slot
            && **known == *text
        {
            return value.clone();
        }
        let value = find(text);
        *slot = Some((text.into(), value.clone()));
        value
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::tests::WORDS;
    use crate::vocabulary::Vocabulary;
    use proptest::prelude::*;
    use std::cell::Cell;

    #[test]
    fn a_text_is_found_once_unless_another_took_its_place() {
        let mut cells = Cells::default();
        let found = Cell::new(0);
        let mut length = |text: &str| {
            cells.get_or_put(text, |text| {
                found.set(found.get() + 1);
                text.len()
            })
        };
        for _again in 0..3 {
            assert_eq!((length("back pain"), length("")), (9, 0));
        }
        assert_eq!(found.get(), 2);
        let long = "x".repeat(LONGEST + 1);
        assert_eq!((length(&long), length(&long), found.get()), (LONGEST + 1, LONGEST + 1, 4));
        // More texts than places, twice: each is found rightly, whoever took whose place.
        for number in (0..3 * SLOTS).chain(0..3 * SLOTS) {
            let text = number.to_string();
            assert_eq!(length(&text), text.len());
        }
    }

    /// Whatever columns hold, what is remembered is what the vocabulary says.
    fn check(texts: &[String], words: &Vocabulary) -> Result<(), TestCaseError> {
        let mut remembered = Remembered::default();
        for text in texts.iter().chain(texts) {
            let Remembered { techniques, conditions, languages, credentials, specialties } = &mut remembered;
            let technique = techniques.get_or_put(text, |text| words.technique_named(text));
            prop_assert_eq!(technique, words.technique_named(text));
            let condition = conditions.get_or_put(text, |text| words.condition_named(text));
            prop_assert_eq!(condition, words.condition_named(text));
            let language = languages.get_or_put(text, |text| words.language_named(text));
            prop_assert_eq!(language, words.language_named(text));
            let credential = credentials.get_or_put(text, |text| words.credentials(text));
            prop_assert_eq!(credential, words.credentials(text));
            let specialty = specialties.get_or_put(text, |text| words.specialty_named(text));
            prop_assert_eq!(specialty, words.specialty_named(text));
        }
        Ok(())
    }

    proptest! {
        #[test]
        fn what_is_remembered_is_what_would_be_found(
            texts in prop::collection::vec("(neck|Back) pain|dry needling|Spanish|es|D\\.?C\\.?|Chiropractor|\\PC{0,6}", 0..12),
        ) {
            check(&texts, &WORDS)?;
        }
    }
}
