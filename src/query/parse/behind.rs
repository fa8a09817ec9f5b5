//! What lies behind who writes: an operation that they had is no wish for another.
//!
//! In: the sentence and a form of the vocabulary. Out: whether it tells of what was done long ago.

use super::sentence::Sentence;
use crate::vocabulary::{Match, Meaning, Vocabulary};

/// What is done once: who had it does not ask for it.
const DONE_ONCE: &str = "spine_surgery";

/// Words before it, and how many words lie between.
const HAD: [&str; 8] = ["had", "after", "since", "following", "tuve", "hicieron", "desde", "tras"];
const HAD_REACH: usize = 4;

/// How many words may stand before `ago`.
const AGO_REACH: usize = 7;

/// Whether an operation is behind who writes: `had a fusion at L5-S1 two years ago`.
pub(super) fn is_behind(sentence: &Sentence<'_>, found: &Match, vocabulary: &Vocabulary) -> bool {
    let once = vocabulary.technique_id(DONE_ONCE);
    let is_once = |meaning: &Meaning| matches!(meaning, Meaning::Technique(id) if Some(*id) == once);
    let end = found.first + found.count;
    let had = || {
        (found.first.saturating_sub(HAD_REACH)..found.first).any(|index| HAD.contains(&sentence.word(index)))
    };
    let ago = || {
        let same = (end..end + AGO_REACH).take_while(|&index| !sentence.begins_sentence(index));
        same.map(|index| sentence.word(index)).any(|word| matches!(word, "ago" | "hace") || is_year(word))
    };
    found.meanings.iter().any(is_once) && had() && ago()
}

fn is_year(word: &str) -> bool {
    word.len() == 4 && word.parse().is_ok_and(|year: u16| (1950..=2030).contains(&year))
}
