//! How texts were understood that were asked before, for many people ask the same.
//!
//! In: a text. Out: its intent, what is to be said of its words, and its danger signs, read when it is first asked.
//! Invariants: an understanding depends on nothing but the text, whether a place is given beside it, and the vocabulary and
//! places that an engine has for life, so that one that is kept is the one that would be read; only texts of usual length
//! are kept, so many at most, each instead of whichever lay in its place; nothing says who asked, and nothing is written
//! anywhere.

use super::intent::Intent;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, PoisonError};

/// How many are kept; with about 2 KB each some 8 MB.
const PLACES: usize = 4_096;

/// Longer texts are seldom typed twice.
///
/// # Units
/// Bytes.
const LONGEST: usize = 96;

/// What a text is understood as.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Understanding {
    /// What its words mean.
    pub intent: Intent,
    /// Codes of what is to be said of its words.
    pub codes: Vec<&'static str>,
    /// Rows of the red flags that it raises, the most urgent first.
    pub flags: Vec<usize>,
}

/// Understandings, kept for whoever asks the same.
#[derive(Debug)]
pub(super) struct Understood {
    places: Box<[Mutex<Option<Arc<Kept>>>]>,
    hasher: RandomState,
}

/// A text with its understanding.
#[derive(Debug)]
struct Kept {
    text: String,
    beside_place: bool,
    understanding: Arc<Understanding>,
}

impl Default for Understood {
    fn default() -> Self {
        Self::new(PLACES)
    }
}

impl Understood {
    /// None yet, and room for so many.
    fn new(places: usize) -> Self {
        let places = std::iter::repeat_with(Mutex::default).take(places);
        Self { places: places.collect(), hasher: RandomState::new() }
    }

    /// How a text is understood, beside a place or not: as it was before, else as `read` reads it.
    pub(super) fn of(
        &self,
        text: &str,
        beside_place: bool,
        read: impl FnOnce() -> Understanding,
    ) -> Arc<Understanding> {
        let Some(place) = self.place(text, beside_place) else { return Arc::new(read()) };
        let kept = place.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if let Some(kept) = kept.filter(|kept| kept.text == text && kept.beside_place == beside_place) {
            return Arc::clone(&kept.understanding);
        }
        let understanding = Arc::new(read());
        let kept = Kept { text: text.to_owned(), beside_place, understanding: Arc::clone(&understanding) };
        *place.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::new(kept));
        understanding
    }

    /// Where a text's understanding is kept, if it is.
    fn place(&self, text: &str, beside_place: bool) -> Option<&Mutex<Option<Arc<Kept>>>> {
        if text.is_empty() || text.len() > LONGEST {
            return None;
        }
        let place = self.hasher.hash_one((text, beside_place)).checked_rem(self.places.len() as u64)?;
        self.places.get(usize::try_from(place).ok()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flagged(row: usize) -> Understanding {
        Understanding { intent: Intent::default(), codes: Vec::new(), flags: vec![row] }
    }

    #[test]
    fn a_text_is_read_once_and_no_other_stands_in_for_it() {
        let long = "neck ".repeat(30);
        let texts =
            [("neck pain", false), ("neck pain", true), ("back pain", false), ("", false), (&long, true)];
        for places in [PLACES, 1, 0] {
            let understood = Understood::new(places);
            for (row, (text, beside_place)) in texts.into_iter().enumerate() {
                assert_eq!(understood.of(text, beside_place, || flagged(row)).flags, [row], "{text:?}");
                let again = understood.of(text, beside_place, || flagged(99)).flags.clone();
                let is_kept = places > 0 && !text.is_empty() && text.len() <= LONGEST;
                assert_eq!(again, [if is_kept { row } else { 99 }], "{text:?} in {places}");
            }
        }
        let understood = Understood::new(PLACES);
        for (row, (text, beside_place)) in texts.into_iter().enumerate() {
            understood.of(text, beside_place, || flagged(row));
        }
        for (row, (text, beside_place)) in texts.into_iter().enumerate().take(3) {
            let kept = understood.of(text, beside_place, || flagged(99)).flags.clone();
            assert!(kept == [row] || kept == [99], "{text:?}: another text's");
        }
    }
}
