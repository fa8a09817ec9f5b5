//! Where it hurts, and nothing else: `lower back 75201`, `cuello`, `neck chiropractor`.
//!
//! In: the words that nothing was made of. Out: the complaint of that part. Invariant: only where every word that is left
//! names a part, so that `Neck and Back Clinic` and `John Back` stay names.

use super::super::intent::{Intent, Reading};
use super::super::span::{Fate, SpanKind};
use super::sentence::Sentence;
use super::stop_words;
use crate::vocabulary::Vocabulary;

/// Words for a part, the longer ones first, and the condition that complains of it.
///
/// # Source
/// `conditions.csv`: the general complaint of each region.
const PARTS: [(&[&str], &str); 25] = [
    (&["upper", "back"], "upper_back_pain"),
    (&["mid", "back"], "upper_back_pain"),
    (&["middle", "back"], "upper_back_pain"),
    (&["shoulder", "blade"], "upper_back_pain"),
    (&["shoulder", "blades"], "upper_back_pain"),
    (&["espalda", "alta"], "upper_back_pain"),
    (&["parte", "alta", "espalda"], "upper_back_pain"),
    (&["low", "back"], "low_back_pain"),
    (&["lower", "back"], "low_back_pain"),
    (&["espalda", "baja"], "low_back_pain"),
    (&["parte", "baja", "espalda"], "low_back_pain"),
    (&["lumbar", "spine"], "low_back_pain"),
    (&["cervical", "spine"], "neck_pain"),
    (&["back"], "low_back_pain"),
    (&["espalda"], "low_back_pain"),
    (&["lumbar"], "low_back_pain"),
    (&["lumbares"], "low_back_pain"),
    (&["neck"], "neck_pain"),
    (&["cuello"], "neck_pain"),
    (&["nuca"], "neck_pain"),
    (&["cervicales"], "neck_pain"),
    (&["shoulder"], "shoulder_pain"),
    (&["shoulders"], "shoulder_pain"),
    (&["hombro"], "shoulder_pain"),
    (&["hombros"], "shoulder_pain"),
];

/// Takes the words for parts where nothing else is left and nothing else is complained of.
pub(super) fn read(sentence: &mut Sentence<'_>, vocabulary: &Vocabulary, intent: &mut Intent) {
    if !(intent.conditions.is_empty() && intent.techniques.is_empty() && intent.out_of_scope.is_empty()) {
        return;
    }
    let left: Vec<usize> = (0..sentence.len())
        .filter(|&index| sentence.is_free(index) && !stop_words::is_stop_word(sentence.word(index)))
        .collect();
    let mut found = Vec::new();
    let mut rest = left.as_slice();
    while !rest.is_empty() {
        let is_here = |words: &[&str]| {
            rest.len() >= words.len() && rest.iter().zip(words).all(|(at, word)| sentence.word(*at) == *word)
        };
        let Some((words, condition)) = PARTS.iter().find(|(words, _)| is_here(words)) else { return };
        let (own, behind) = rest.split_at(words.len());
        found.push((own.to_vec(), *condition));
        rest = behind;
    }
    let titled = left.first().and_then(|first| first.checked_sub(1));
    if titled.is_some_and(|before| stop_words::is_title(sentence.word(before))) {
        return;
    }
    for (words, condition) in found {
        let (Some(&first), Some(&last)) = (words.first(), words.last()) else { continue };
        let Some(id) = vocabulary.condition_id(condition) else { continue };
        if intent.conditions.iter().all(|known| known.concept != id) {
            let matched = sentence.typed(first..last + 1);
            intent.conditions.push(Reading { concept: id, matched, typo: 0 });
        }
        for word in words {
            sentence.take(word..word + 1, Fate::one(SpanKind::Condition, condition));
        }
    }
}
