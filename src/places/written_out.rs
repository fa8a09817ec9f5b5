//! Names whose words post offices shorten, with these written out: `Fort Pierce` beside its key `ftpierce`.
//!
//! In: the names of all cities, once; then tokens that were typed. Out: names that may be a few edits away, as they are
//! spoken. Invariant: only names that a key shortens are here, so that a slip of the finger in `Saint` or behind it
//! (`saintpual`, `moun tkisco`) is as small as in any other word.

use super::key;
use super::similar::SimilarNames;
use crate::vocabulary::normalize::Token;

/// Names written out, each with the row of its city.
#[derive(Debug, Default)]
pub(super) struct WrittenOut {
    names: Vec<(String, u32)>,
    similar: SimilarNames,
}

impl WrittenOut {
    /// Gathers those of the names that are shortened.
    pub(super) fn new<'n>(names: impl Iterator<Item = (&'n str, u32)>) -> Self {
        let names: Vec<(String, u32)> =
            names.filter_map(|(name, row)| Some((key::written_out(name)?, row))).collect();
        let similar = SimilarNames::new(names.iter().map(|(name, _)| name.as_str()).zip(0..));
        Self { names, similar }
    }

    /// Names that may be so few edits away from a written-out one; whoever asks counts them.
    ///
    /// # Complexity
    /// O(names of about that length), a few hundred.
    pub(super) fn near<'t>(&'t self, typed: &str, edits: usize) -> impl Iterator<Item = (&'t str, u32)> {
        let near = self.similar.near(typed, edits);
        near.filter_map(|number| self.names.get(number as usize)).map(|(name, row)| (name.as_str(), *row))
    }
}

/// What was typed with its shortened words written out.
pub(super) fn typed(tokens: &[Token]) -> String {
    tokens.iter().map(|token| key::long_word(&token.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vocabulary::normalize;

    #[test]
    fn only_names_with_shortened_words_are_written_out() {
        for (name, expected) in [
            ("Fort Pierce", Some("fortpierce")),
            ("St. Louis", Some("saintlouis")),
            ("West Saint Paul", Some("westsaintpaul")),
            ("Mount Kisco", Some("mountkisco")),
            ("Fortuna", None),
            ("New York City", None),
        ] {
            assert_eq!(key::written_out(name).as_deref(), expected, "{name}");
            if let Some(expected) = expected {
                assert_eq!(typed(&normalize::tokens(name)), expected);
            }
        }
    }

    #[test]
    fn a_slip_in_a_shortened_word_is_as_near_as_any() {
        let names = WrittenOut::new([("Fort Pierce", 3), ("Pierce", 4)].into_iter());
        let near = |typed: &str| names.near(typed, 1).map(|(_, row)| row).collect::<Vec<_>>();
        assert_eq!(near("fotrpierce"), [3]);
        assert!(near("pierce").is_empty());
    }
}
