//! How texts were understood that were asked before, for many people ask the same.
//!
//! In: a text. Out: its intent, what is to be said of its words, and its danger signs, read when it is first asked.
//! Invariants: an understanding depends on nothing but the text, whether a place is given beside it, and the vocabulary and
//! places that an engine has for life, so that one that is kept is the one that would be read; only texts of usual length
//! are kept, until others that are asked more often take their room; nothing says who asked, and nothing is written
//! anywhere.

use super::called::Called;
use super::intent::Intent;
use quick_cache::sync::Cache;
use std::sync::Arc;

/// How many are kept of texts alone, and of texts beside a place; with about 2 KB each some 8 MB.
const TEXTS: usize = 2_048;

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
    /// Words that may be names beside those that are.
    pub called: Vec<Called>,
}

/// Understandings, kept for whoever asks the same.
#[derive(Debug)]
pub(super) struct Understood {
    alone: Texts,
    beside_place: Texts,
}

type Texts = Cache<Box<str>, Arc<Understanding>>;

impl Default for Understood {
    fn default() -> Self {
        Self::new(TEXTS)
    }
}

impl Understood {
    /// None yet, and room for so many of each sort.
    fn new(texts: usize) -> Self {
        Self { alone: Cache::new(texts), beside_place: Cache::new(texts) }
    }

    /// How a text is understood, beside a place or not: as it was before, else as `read` reads it.
    pub(super) fn of(
        &self,
        text: &str,
        beside_place: bool,
        read: impl FnOnce() -> Understanding,
    ) -> Arc<Understanding> {
        if text.len() > LONGEST {
            return Arc::new(read());
        }
        let texts = if beside_place { &self.beside_place } else { &self.alone };
        texts.get(text).unwrap_or_else(|| {
            let understanding = Arc::new(read());
            texts.insert(text.into(), Arc::clone(&understanding));
            understanding
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn flagged(row: usize) -> Understanding {
        Understanding { intent: Intent::default(), codes: Vec::new(), flags: vec![row], called: Vec::new() }
    }

    #[test]
    fn a_text_is_read_once_and_no_other_stands_in_for_it() {
        let long = "neck ".repeat(30);
        let texts =
            [("neck pain", false), ("neck pain", true), ("back pain", false), ("", false), (&long, true)];
        let understood = Understood::default();
        for (row, (text, beside_place)) in texts.into_iter().enumerate() {
            assert_eq!(understood.of(text, beside_place, || flagged(row)).flags, [row], "{text:?}");
            let again = understood.of(text, beside_place, || flagged(99)).flags.clone();
            let is_kept = text.len() <= LONGEST;
            assert_eq!(again, [if is_kept { row } else { 99 }], "{text:?}");
        }
        // Where there is room for one, or none, no other text's is given.
        for narrow in [Understood::new(1), Understood::new(0)] {
            for (row, (text, beside_place)) in texts.into_iter().enumerate() {
                narrow.of(text, beside_place, || flagged(row));
            }
            for (row, (text, beside_place)) in texts.into_iter().enumerate() {
                let kept = narrow.of(text, beside_place, || flagged(99)).flags.clone();
                assert!(kept == [row] || kept == [99], "{text:?}: another text's");
            }
        }
    }
}
