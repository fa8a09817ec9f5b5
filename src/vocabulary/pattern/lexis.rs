//! What a word is by itself: which words, stems and numbers of patterns it stands for.
//!
//! In: a word of a text. Out: its symbols in the language that it is read in. Invariant: a stem has at least
//! [`SHORTEST_STEM`] letters.

use super::super::words::key;
use super::{Patterns, Symbol, Tongue, Word};
use std::collections::HashMap;
use std::hash::{BuildHasher, Hasher};

/// No stem is shorter.
pub(super) const SHORTEST_STEM: usize = 3;

/// Words, stems and rows of words of one language's patterns.
#[derive(Debug, Default)]
pub(super) struct Lexis {
    pub(super) words: HashMap<String, Symbol, WordHasher>,
    pub(super) stems: HashMap<String, Symbol, WordHasher>,
    pub(super) rows: HashMap<String, Symbol>,
}

impl Patterns {
    /// Whether a pattern of a language names a word, itself, by its singular or by its stem.
    pub(in super::super) fn knows(&self, tongue: Tongue, word: &str) -> bool {
        let singular = key(word);
        self.lexes(tongue).any(|lexis| {
            lexis.words.contains_key(word)
                || lexis.words.contains_key(&singular)
                || lexis.stems_of(word).next().is_some()
        })
    }

    fn lexes(&self, tongue: Tongue) -> impl Iterator<Item = &Lexis> {
        let english = (tongue != Tongue::Spanish).then_some(&self.english);
        english.into_iter().chain((tongue != Tongue::English).then_some(&self.spanish))
    }

    /// What a word is by itself.
    pub(super) fn symbols(&self, word: &Word) -> Vec<Symbol> {
        let mut found = Vec::with_capacity(16);
        let mut note = |symbol: Symbol| found.push(symbol);
        for text in std::iter::once(&word.text).chain(&word.meant) {
            let singular = key(text);
            for lexis in self.lexes(word.tongue) {
                lexis.words.get(text).into_iter().for_each(|symbol| note(*symbol));
                if singular != *text {
                    lexis.words.get(&singular).into_iter().for_each(|symbol| note(*symbol));
                }
                lexis.stems_of(text).for_each(&mut note);
            }
        }
        let digits = word.text.bytes().take_while(u8::is_ascii_digit).count();
        if let Ok(number) = word.text[..digits].parse::<u32>() {
            let fitting = self.numbers.iter().filter(|(range, _)| range.contains(&number));
            fitting.for_each(|(_, symbol)| note(*symbol));
        }
        found
    }
}

impl Lexis {
    /// The symbols of the stems that a word begins with.
    fn stems_of(&self, word: &str) -> impl Iterator<Item = Symbol> {
        let ends = (SHORTEST_STEM..=word.len()).filter(|end| word.is_char_boundary(*end));
        ends.filter_map(|end| self.stems.get(&word[..end]).copied())
    }
}

/// Hashes words fast: they come from our own tables, and what a text holds is only looked up.
#[derive(Debug, Clone, Copy, Default)]
pub(in super::super) struct WordHasher;

/// The hash of one word, by FNV-1a.
pub(in super::super) struct WordHash(u64);

impl BuildHasher for WordHasher {
    type Hasher = WordHash;

    fn build_hasher(&self) -> WordHash {
        WordHash(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for WordHash {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }

    fn finish(&self) -> u64 {
        // The map takes the highest bits, which the last bytes hardly reach.
        self.0 ^ self.0.rotate_left(32)
    }
}
