//! Places as people type them.

use super::states::MAX_STATE_WORDS;
use super::*;
use crate::places::Places;
use crate::vocabulary::normalize;
use proptest::prelude::*;
use proptest::sample::select;
use std::sync::LazyLock;

static PLACES: LazyLock<Places> = LazyLock::new(|| Places::bundled().expect("the tables load"));

const WORDS: [&str; 36] = [
    "new", "york", "city", "north", "n", "las", "vegas", "saint", "st", "louis", "fort", "worth", "west",
    "virginia", "w", "va", "p", "a", "pa", "penna", "district", "of", "columbia", "d", "c", "los", "angeles",
    "la", "jolla", "pain", "neck", "o", "fallon", "salt", "lake", "15213",
];

proptest! {
    #[test]
    fn nothing_is_named_by_words_that_are_not_tried(
        words in prop::collection::vec(prop_oneof![4 => select(WORDS.to_vec()).prop_map(str::to_owned), 1 => "[a-z]{1,5}"], 1..9),
    ) {
        let (text, table) = (words.join(" "), &PLACES.table);
        let tokens = normalize::tokens(&text);
        for count in longest_name(table, &tokens) + 1..=MAX_CITY_WORDS.min(tokens.len()) {
            prop_assert!(named_with(table, &text, &tokens, count).is_none(), "{count} of {text}");
        }
        let first = key::of_tokens(&tokens[..1]);
        for count in 1..=MAX_STATE_WORDS.min(tokens.len()) {
            let named = state_of(table, &tokens[..count], true).is_some();
            prop_assert!(!named || first.len() <= 2 || table.state_begins(&first), "{count} of {text}");
        }
    }
}
