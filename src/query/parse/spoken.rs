//! Words that people are called and that say something here: `i hope to`, `a little pain`, `will a chiropractor help`.
//!
//! In: the sentence and a word that nothing was made of. Out: whether it is a word of speech where it stands. Invariant: a
//! word with a capital, or behind a title, is not asked about.

use super::super::span::SpanKind;
use super::sentence::Sentence;

/// Behind these no name stands that begins with a small letter.
const BEFORE_WORDS: [&str; 15] = [
    "a", "an", "i", "we", "they", "would", "could", "should", "my", "very", "too", "so", "such", "really",
    "more",
];

/// Words that are names and everyday words alike.
const BOTH: [&str; 34] = [
    "beach", "best", "bright", "east", "fall", "fast", "field", "foot", "good", "grace", "hand", "head",
    "heart", "hope", "joy", "little", "long", "love", "may", "north", "price", "rain", "rice", "rich",
    "sharp", "short", "south", "spring", "stone", "storm", "strong", "west", "will", "young",
];

/// Before or behind these they are words.
const BESIDE_WORDS: [&str; 17] = [
    "a", "an", "be", "been", "have", "help", "i", "it", "my", "of", "side", "the", "this", "to", "too", "we",
    "you",
];

/// Whether a word says something, by what stands beside it.
pub(super) fn is_said(sentence: &Sentence<'_>, index: usize) -> bool {
    let before = index.checked_sub(1).map_or("", |before| sentence.word(before));
    // The first word of all may be an initial: `a smith`.
    if index > 1 && BEFORE_WORDS.contains(&before) {
        return true;
    }
    // `mother in law`
    if index > 1 && before == "in" && matches!(sentence.word(index), "law" | "laws") {
        return true;
    }
    let next = sentence.word(index + 1);
    // `5 star chiropractor`, `price for a massage`
    let rated = matches!(sentence.word(index), "star" | "stars")
        && (before.bytes().any(|byte| byte.is_ascii_digit()) || matches!(before, "four" | "five" | "top"));
    if rated || sentence.word(index) == "price" && next == "for" {
        return true;
    }
    BOTH.contains(&sentence.word(index))
        && (BESIDE_WORDS.contains(&before)
            || BESIDE_WORDS.contains(&next)
            || sentence.is_taken_for(index + 1, SpanKind::Filter))
}
