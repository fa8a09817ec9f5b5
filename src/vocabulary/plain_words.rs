//! `plain_words.csv`: words that everybody uses, and whether somebody or a practice is called so all the same.
//!
//! Invariant: none of them is a misspelt name.

use super::table::Table;
use std::collections::HashMap;

/// What a word that everybody uses may be besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Nothing: nobody known is called so.
    Word,
    /// A person's name: `Baker`, `Winter`.
    Name,
    /// A word of practices' or towns' names: `Motion`, `Buffalo`.
    Practice,
    /// Nothing, as it only joins other words or denies them: `non`, `sin`, `how`.
    Grammar,
}

/// The words, folded.
#[derive(Debug)]
pub(super) struct PlainWords(HashMap<String, Kind>);

impl PlainWords {
    /// Reads `plain_words.csv`; rows of unknown kinds are nobody's.
    pub(super) fn load(table: &Table) -> Self {
        let kind = |text: &str| match text {
            "name" => Kind::Name,
            "practice" => Kind::Practice,
            "grammar" => Kind::Grammar,
            _ => Kind::Word,
        };
        Self(table.rows().map(|row| (row.cell("word").to_owned(), kind(row.cell("kind")))).collect())
    }

    /// Whether everybody uses a word.
    pub(super) fn has(&self, word: &str) -> bool {
        self.0.contains_key(word)
    }

    /// Whether a word says something wherever a complaint is told, though people may be called so.
    pub(super) fn is_told(&self, word: &str) -> bool {
        self.0.get(word).is_some_and(|kind| *kind != Kind::Practice)
    }

    /// Whether a word only joins or denies others.
    pub(super) fn is_grammar(&self, word: &str) -> bool {
        self.0.get(word) == Some(&Kind::Grammar)
    }
}

#[cfg(test)]
mod tests {
    use super::super::normalize;
    use super::super::tests::bundled;

    #[test]
    fn plain_words_are_told_apart_from_names() {
        for (word, plain, told, grammar) in [
            ("murder", true, true, false),
            ("farmer", true, true, false),
            ("wellness", true, false, false),
            ("motion", true, false, false),
            ("sin", true, true, true),
            ("kowalski", false, false, false),
            ("buffalo", true, false, false),
            ("smith", false, false, false),
            ("garcia", false, false, false),
        ] {
            let words = bundled();
            let found = (words.is_plain(word), words.is_plainly_told(word), words.is_grammar(word));
            assert_eq!(found, (plain, told, grammar), "{word}");
        }
    }

    #[test]
    fn plain_words_are_folded() {
        let words = &bundled().plain.0;
        assert!(words.len() > 7_000);
        for word in words.keys() {
            assert_eq!(&normalize::fold(word), word);
        }
    }
}
