//! The words of the `name` parameter, without what stands around a name: `Dr. John Smith Jr., DC` is john smith.
//!
//! In: the parameter. Out: folded words, none where it has no letter or digit. Invariant: at least one word is kept, and
//! what may be a name itself (`Kim Do`) is, unless a comma parts it from the name.

use super::parse::{is_generation, is_title};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::normalize::{self, Token};
use crate::vocabulary::surnames;

/// The words of a name that has a surname in several words, as one: `O Brien` as obrien. `None` of any other.
pub(super) fn joined(name: &str, vocabulary: &Vocabulary) -> Option<Vec<String>> {
    let typed = words(name, vocabulary);
    let joined = surnames::with_joined(&typed);
    (joined != typed).then_some(joined)
}

/// The words to look for in names, as typed.
pub(super) fn words(name: &str, vocabulary: &Vocabulary) -> Vec<String> {
    let tokens = normalize::tokens(name);
    let mut own = tokens.as_slice();
    while let [first, rest @ ..] = own
        && !rest.is_empty()
        && is_title(&first.text)
    {
        own = rest;
    }
    while let [rest @ .., before, last] = own
        && is_suffix(name, before, last, vocabulary)
    {
        own = own.get(..=rest.len()).unwrap_or_default();
    }
    own.iter().map(|token| token.text.clone()).collect()
}

/// Whether the last word tells the generation or a degree. One of two letters with a vowel (`Do`, `Ma`) may be a family
/// name.
fn is_suffix(name: &str, before: &Token, last: &Token, vocabulary: &Vocabulary) -> bool {
    let word = &last.text;
    let parted = name.get(before.end..last.start).is_some_and(|between| between.contains(','));
    let like_a_name = word.len() < 3 && word.contains(['a', 'e', 'i', 'o', 'u']);
    let degree = !vocabulary.credentials(word).listed.is_empty();
    is_generation(word) || degree && (parted || !like_a_name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_suffixes_are_no_words_of_a_name() {
        let vocabulary = Vocabulary::bundled().expect("the bundled tables load");
        for (name, expected) in [
            ("Dr. John Smith", "john smith"),
            ("Dra. María García-López", "maria garcia lopez"),
            ("John Smith Jr., DC", "john smith"),
            ("John Smith III", "john smith"),
            ("john smith pt dpt", "john smith"),
            ("Smith, D.C.", "smith"),
            ("Ann Kim, DO", "ann kim"),
            ("Kim Do", "kim do"),
            ("Dr", "dr"),
            ("jr", "jr"),
            ("Dr. PT", "pt"),
            ("smi", "smi"),
            ("--", ""),
        ] {
            assert_eq!(words(name, &vocabulary).join(" "), expected, "{name}");
        }
    }

    #[test]
    fn a_surname_in_several_words_may_be_one() {
        let vocabulary = Vocabulary::bundled().expect("the bundled tables load");
        for (name, expected) in [
            ("O Brien", Some("obrien")),
            ("Ann Mc Evoy", Some("ann mcevoy")),
            ("Dr. Maria de la Cruz, DC", Some("maria delacruz")),
            ("Kowalski", None),
            ("van", None),
            ("--", None),
        ] {
            let joined = joined(name, &vocabulary).map(|words| words.join(" "));
            assert_eq!(joined.as_deref(), expected, "{name}");
        }
    }
}
