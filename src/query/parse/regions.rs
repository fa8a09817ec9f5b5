//! Where it hurts, and nothing else: `lower back 75201`, `cuello`, `neck chiropractor`.
//!
//! In: the words that nothing was made of. Out: the complaint of that part. Invariant: only where every word that is left
//! names a part, or the last ones do behind a town or a name, `boston neck`, `dr smith shoulder`, or they stand in small
//! letters beside what is sought, `cold laser neck`, so that `Neck and Back Clinic` and `John Back` stay names.

use super::super::intent::{Intent, Reading};
use super::super::span::{Fate, SpanKind};
use super::sentence::Sentence;
use super::stop_words;
use crate::vocabulary::Vocabulary;

/// Words for a part, the longer ones first, and the condition that complains of it.
///
/// # Source
/// `conditions.csv`: the general complaint of each region.
const PARTS: [(&[&str], &str); 31] = [
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
    (&["low", "backs"], "low_back_pain"),
    (&["lower", "backs"], "low_back_pain"),
    (&["upper", "backs"], "upper_back_pain"),
    (&["lumbar", "spine"], "low_back_pain"),
    (&["cervical", "spine"], "neck_pain"),
    (&["back"], "low_back_pain"),
    (&["espalda"], "low_back_pain"),
    (&["lumbar"], "low_back_pain"),
    (&["lumbares"], "low_back_pain"),
    (&["neck"], "neck_pain"),
    (&["necks"], "neck_pain"),
    (&["backs"], "low_back_pain"),
    (&["cuello"], "neck_pain"),
    (&["cuellos"], "neck_pain"),
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

/// The parts that the text ends with in small letters, several joined by `and`. `back` alone ends too many sentences.
fn last(sentence: &Sentence<'_>, left: &[usize], vocabulary: &Vocabulary) -> Option<Vec<Part>> {
    let (from, parts) =
        (1..left.len()).find_map(|from| all(sentence, &left[from..]).map(|parts| (from, parts)))?;
    let words: Vec<usize> = parts.iter().flat_map(|(words, _)| words).copied().collect();
    let (first, last) = (*words.first()?, *words.last()?);
    let joined = words.windows(2).all(|pair| is_joined(sentence, pair[0], pair[1]));
    let plain = last + 1 == sentence.len() && joined && !sentence.begins_big(first);
    let alone = words.len() == 1 && sentence.word(first) == "back";
    let spoken = || {
        let said =
            |at: &usize| vocabulary.is_speech(sentence.word(*at)) || vocabulary.is_plain(sentence.word(*at));
        left[..from].iter().all(said)
    };
    (plain && !alone && (from <= BEFORE || spoken())).then_some(parts)
}

/// How far before a part a word may stand that denies it: `does not crack necks`.
const DENIED_REACH: usize = 3;

/// Whether two words of parts stand together, or nothing but `and` between them.
fn is_joined(sentence: &Sentence<'_>, word: usize, next: usize) -> bool {
    let between = word + 1..next;
    between.len() <= 1 && between.into_iter().all(|at| is_and(sentence.word(at)))
}

fn is_and(word: &str) -> bool {
    matches!(word, "and" | "y" | "or" | "n" | "o" | "e")
}

/// The parts that are told beside who is sought or how it is treated, `cold laser neck`, `massage for upper back and neck`; beside
/// a complaint only those that `and` joins with it. `back` alone, and what is somebody else's, are too many other things.
fn beside(sentence: &Sentence<'_>, intent: &Intent, vocabulary: &Vocabulary) -> Vec<Part> {
    let mut found: Vec<Part> = Vec::new();
    let mut from = 0;
    while from < sentence.len() {
        let end = (from..sentence.len()).find(|&at| !sentence.is_free(at)).unwrap_or(sentence.len());
        let run: Vec<usize> = (from..end).collect();
        let Some(part) = part(sentence, &run) else {
            from += 1;
            continue;
        };
        let (first, next) = (from, from + part.0.len());
        from = next;
        let neighbour = |at: Option<usize>, parted: bool| match at {
            Some(at) if at < sentence.len() && !parted => Some(at),
            _ => None,
        };
        let before = neighbour(first.checked_sub(1), first > 0 && sentence.is_parted(first - 1));
        let behind = neighbour(Some(next), sentence.is_parted(next - 1));
        let is_complaint = |at: usize| {
            sentence.is_taken_for(at, SpanKind::Condition)
                || found.iter().any(|(words, _)| words.contains(&at))
        };
        let after_and = |at: Option<usize>, step: fn(usize) -> Option<usize>| {
            at.filter(|at| is_and(sentence.word(*at))).and_then(step).is_some_and(&is_complaint)
        };
        let with_complaint =
            after_and(before, |at| at.checked_sub(1)) || after_and(behind, |at| Some(at + 1));
        let says = |at: usize| {
            let word = sentence.word(at);
            !sentence.is_free(at)
                || stop_words::is_stop_word(word)
                || vocabulary.is_speech(word)
                || vocabulary.is_plainly_told(word)
        };
        let whose = before.map_or("", |at| sentence.word(at));
        let of = behind.is_some_and(|at| matches!(sentence.word(at), "of" | "de" | "del"));
        let denied =
            (first.saturating_sub(DENIED_REACH)..first).any(|at| stop_words::is_negation(sentence.word(at)));
        let own = !(matches!(whose, "his" | "her" | "their" | "your") || of || denied);
        let apart = before.is_none_or(says) && behind.is_none_or(says);
        let alone = next - first == 1 && sentence.word(first) == "back";
        let fits = if intent.conditions.is_empty() { apart && !alone } else { with_complaint };
        if fits && own && !sentence.begins_big(first) && !is_titled(sentence, first) {
            found.push(part);
        }
    }
    found
}

/// Takes the words for parts where nothing else is left and nothing else is complained of, or they stand beside what is sought.
pub(super) fn read(sentence: &mut Sentence<'_>, vocabulary: &Vocabulary, intent: &mut Intent) {
    if !intent.out_of_scope.is_empty() {
        return;
    }
    let left: Vec<usize> = (0..sentence.len())
        .filter(|&index| sentence.is_free(index) && !stop_words::is_stop_word(sentence.word(index)))
        .collect();
    let unsaid = intent.conditions.is_empty() && intent.techniques.is_empty();
    let found = if unsaid { all(sentence, &left) } else { None }
        .or_else(|| last(sentence, &left, vocabulary).filter(|_| unsaid && intent.specialties.is_empty()));
    let sought = !(unsaid && intent.specialties.is_empty());
    let found =
        found.unwrap_or_else(|| if sought { beside(sentence, intent, vocabulary) } else { Vec::new() });
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
