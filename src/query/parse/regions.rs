//! Where it hurts, and nothing else: `lower back 75201`, `cuello`, `neck chiropractor`.
//!
//! In: the words that nothing was made of. Out: the complaint of that part. Invariant: only where every word that is left
//! names a part, or the last ones do behind a town or a name, `boston neck`, `dr smith shoulder`, so that `Neck and Back
//! Clinic` and `John Back` stay names.

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

/// Words for a part, and the condition that complains of it.
type Part = (Vec<usize>, &'static str);

/// The part that words begin with.
fn part(sentence: &Sentence<'_>, words: &[usize]) -> Option<Part> {
    let is_here = |part: &[&str]| {
        words.len() >= part.len() && words.iter().zip(part).all(|(at, word)| sentence.word(*at) == *word)
    };
    let (part, condition) = PARTS.iter().find(|(part, _)| is_here(part))?;
    Some((words[..part.len()].to_vec(), *condition))
}

fn is_titled(sentence: &Sentence<'_>, word: usize) -> bool {
    word.checked_sub(1).is_some_and(|before| stop_words::is_title(sentence.word(before)))
}

/// The parts that all words name; none behind a title.
fn all(sentence: &Sentence<'_>, left: &[usize]) -> Option<Vec<Part>> {
    let mut found = Vec::new();
    let mut rest = left;
    while !rest.is_empty() {
        let part = part(sentence, rest)?;
        rest = &rest[part.0.len()..];
        found.push(part);
    }
    let titled = left.first().is_some_and(|first| is_titled(sentence, *first));
    (!titled).then_some(found)
}

/// The most words before a part that may be a town's or somebody's.
const BEFORE: usize = 4;

/// The part that the text ends with in small letters. `back` alone ends too many sentences.
fn last(sentence: &Sentence<'_>, left: &[usize]) -> Option<Vec<Part>> {
    let (from, part) = (1..left.len()).find_map(|from| {
        let part = part(sentence, &left[from..])?;
        (from + part.0.len() == left.len()).then_some((from, part))
    })?;
    let first = *part.0.first()?;
    let ends = part.0.last().is_some_and(|last| last + 1 == sentence.len());
    let plain = ends && !sentence.begins_big(first) && !is_titled(sentence, first);
    let alone = part.0.len() == 1 && sentence.word(first) == "back";
    (plain && !alone && from <= BEFORE).then(|| vec![part])
}

/// Takes the words for parts where nothing else is left and nothing else is complained of.
pub(super) fn read(sentence: &mut Sentence<'_>, vocabulary: &Vocabulary, intent: &mut Intent) {
    if !(intent.conditions.is_empty() && intent.techniques.is_empty() && intent.out_of_scope.is_empty()) {
        return;
    }
    let left: Vec<usize> = (0..sentence.len())
        .filter(|&index| sentence.is_free(index) && !stop_words::is_stop_word(sentence.word(index)))
        .collect();
    let found =
        all(sentence, &left).or_else(|| last(sentence, &left).filter(|_| intent.specialties.is_empty()));
    for (words, condition) in found.unwrap_or_default() {
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
