//! What no other step has taken: words of names, unless they are stop words or cannot be names.

use super::super::intent::Intent;
use super::super::span::{Fate, SpanKind};
use super::sentence::Sentence;
use super::spoken;
use super::stop_words;
use crate::places::{CityWord, Places};
use crate::vocabulary::Vocabulary;
use std::collections::BTreeSet;
use std::ops::Range;

/// How far before a word a negation is looked for: `not Dr Smith`.
pub(in crate::query) const NEGATION_REACH: usize = 2;

/// Beside something that was understood, more words than this tell a story and no name, unless capitals say otherwise.
const NAME_WORDS: usize = 4;

/// What may stand behind a method without saying more.
const WAYS: [&str; 12] = [
    "therapy",
    "therapies",
    "session",
    "sessions",
    "class",
    "classes",
    "exercise",
    "exercises",
    "terapia",
    "terapias",
    "clase",
    "clases",
];

/// Reads and takes the words that are left. Those that tell of a danger are nobody's name.
pub(super) fn read(
    sentence: &mut Sentence<'_>,
    (vocabulary, places): (&Vocabulary, &Places),
    intent: &mut Intent,
) {
    let understood =
        !(intent.specialties.is_empty() && intent.conditions.is_empty() && intent.techniques.is_empty());
    let left = (0..sentence.len()).filter(|&index| {
        sentence.is_free(index) && !stop_words::is_stop_word(sentence.word(index)) && is_name(sentence, index)
    });
    let left = left.count();
    let story = understood && left > NAME_WORDS;
    let danger = if left > 0 { vocabulary.danger_tokens(sentence.text().0) } else { BTreeSet::new() };
    let told = !intent.conditions.is_empty();
    let mut speech = speech(sentence, vocabulary, told, &danger);
    if let Some(town) = town_beside_profession(sentence, places)
        && let Some(speech) = speech.get_mut(town)
    {
        *speech = false;
    }
    let mut index = 0;
    // The last word of a name.
    let mut name = None;
    while index < sentence.len() {
        let count = if is_complaint_of_body(sentence, index) { 2 } else { 1 };
        let words = index..index + count;
        if sentence.is_name(index) {
            intent.words.push(sentence.word(index).to_owned());
            name = Some(index);
        } else if !sentence.is_free(index) {
        } else if stop_words::is_stop_word(sentence.word(index))
            || is_generation(sentence, index, name)
            || is_physician_of(sentence, index)
        {
            sentence.take(words, Fate::of(SpanKind::Filler));
        } else if count == 1
            && is_name(sentence, index)
            && !speech.get(index).is_some_and(|speech| *speech)
            && !is_way_of_treating(sentence, index)
            && (danger.is_empty()
                || !danger.contains(&index)
                    && (is_behind_title(sentence, index) || sentence.is_capitalized(index)))
            && (!story || sentence.is_capitalized(index) || is_behind_title(sentence, index))
            && !(understood && tells_where_it_hurts(sentence.word(index)) && !sentence.begins_big(index))
        {
            let word = sentence.word(index).to_owned();
            sentence.take(words, Fate::one(SpanKind::Name, word.clone()));
            intent.words.push(word);
            name = Some(index);
        } else {
            intent.ignored.push(sentence.ignore(words));
        }
        index += count;
    }
}

/// Which words are left of what somebody says, and no name: those of everyday speech, all small, in a run that holds no
/// other word. `forward motion rehab` keeps its words if `rehab` is left, too; `it keeps coming back` does not. Where a
/// complaint is `told`, words that people are called too say something, `cook with back pain`, but right beside who is
/// sought: `cook chiropractic`.
fn speech(
    sentence: &Sentence<'_>,
    vocabulary: &Vocabulary,
    told: bool,
    danger: &BTreeSet<usize>,
) -> Vec<bool> {
    let left = |index: &usize| sentence.is_free(*index) && !stop_words::is_stop_word(sentence.word(*index));
    // The first word of a sentence is big whatever it is.
    let is_big = |index: usize| {
        let first = index == 0 || sentence.begins_sentence(index);
        sentence.begins_big(index) && (!first || sentence.begins_big(index + 1))
    };
    // `spasm under left shoulder blade`: where it hurts is nobody's name either.
    let says = |index: usize| {
        let word = sentence.word(index);
        let spoken = vocabulary.is_speech(word)
            || vocabulary.is_grammar(word)
            || spoken::is_said(sentence, index)
            || danger.contains(&index)
            || told && tells_where_it_hurts(word)
            || !is_name(sentence, index);
        spoken && !is_big(index) && !is_behind_title(sentence, index)
    };
    let plain = |index: usize| {
        let small = !is_big(index) && !is_behind_title(sentence, index);
        says(index) || small && vocabulary.is_plainly_told(sentence.word(index))
    };
    let mut speech = vec![false; sentence.len()];
    let mut from = 0;
    while from < sentence.len() {
        let end = (from..sentence.len()).find(|index| !left(index)).unwrap_or(sentence.len());
        if (from..end).all(says) || told && (from..end).all(plain) && !is_beside_who(sentence, from..end) {
            speech[from..end].fill(true);
        }
        from = end + 1;
    }
    speech
}

/// The word right beside a profession that some town is called, where it is the only one that is left: `chiropractor bend`.
fn town_beside_profession(sentence: &Sentence<'_>, places: &Places) -> Option<usize> {
    let mut left = (0..sentence.len()).filter(|index| sentence.is_free(*index));
    let word = left.next().filter(|_| left.next().is_none())?;
    let beside = word.checked_sub(1).into_iter().chain([word + 1]);
    let mut professions = beside.filter(|at| sentence.is_taken_for(*at, SpanKind::Specialty));
    professions.next()?;
    (places.city_word(sentence.word(word)) == CityWord::Word).then_some(word)
}

/// Whether words stand right beside who is sought.
fn is_beside_who(sentence: &Sentence<'_>, words: Range<usize>) -> bool {
    let kinds = [SpanKind::Specialty, SpanKind::Credential, SpanKind::Filter, SpanKind::Name];
    let is_who = |index: usize| kinds.iter().any(|kind| sentence.is_taken_for(index, *kind));
    let before = words.start.checked_sub(1).filter(|before| !sentence.is_parted(*before));
    before.is_some_and(is_who)
        || words.end > words.start && !sentence.is_parted(words.end - 1) && is_who(words.end)
}

/// Whether a word only says that the method before it is one: `yoga therapy`.
fn is_way_of_treating(sentence: &Sentence<'_>, index: usize) -> bool {
    let method =
        index.checked_sub(1).is_some_and(|method| sentence.is_taken_for(method, SpanKind::Technique));
    method && WAYS.contains(&sentence.word(index)) && !sentence.begins_big(index)
}

/// Whether a word is a part of the body or says that it hurts.
fn tells_where_it_hurts(word: &str) -> bool {
    stop_words::is_body(word) || stop_words::is_complaint(word)
}

/// Whether a word tells the generation of whom the word before it names: `Smith Jr`.
fn is_generation(sentence: &Sentence<'_>, index: usize, name: Option<usize>) -> bool {
    name.is_some_and(|name| name + 1 == index) && stop_words::is_generation(sentence.word(index))
}

/// Whether a word asks for whoever treats the condition before it, as the bare `doctor` does: `sciatica physician`.
fn is_physician_of(sentence: &Sentence<'_>, index: usize) -> bool {
    let condition = |before: usize| sentence.is_taken_for(before, SpanKind::Condition);
    matches!(sentence.word(index), "physician" | "physicians") && index.checked_sub(1).is_some_and(condition)
}

fn is_behind_title(sentence: &Sentence<'_>, index: usize) -> bool {
    index > 0 && stop_words::is_title(sentence.word(index - 1))
}

/// Whether two words tell where it hurts, in either order: `hip pain`, `sore knee`.
fn is_complaint_of_body(sentence: &Sentence<'_>, index: usize) -> bool {
    let (word, next) = (sentence.word(index), sentence.word(index + 1));
    let free = sentence.is_free(index) && sentence.is_free(index + 1);
    free && (stop_words::is_body(word) && stop_words::is_complaint(next)
        || stop_words::is_complaint(word) && stop_words::is_body(next))
}

/// Whether a word may stand in a name.
fn is_name(sentence: &Sentence<'_>, index: usize) -> bool {
    let word = sentence.word(index);
    let in_sentence = index > 0 && stop_words::is_stop_word(sentence.word(index - 1));
    let complaint = in_sentence && stop_words::is_complaint(word);
    let before = index.checked_sub(1).map_or("", |before| sentence.word(before));
    let leads = |word: &str| {
        matches!(
            word,
            "in" | "en" | "during" | "at" | "this" | "every" | "each" | "por" | "on" | "since" | "desde"
        )
    };
    let before_article = index.checked_sub(2).filter(|_| stop_words::is_article(before));
    let when = stop_words::is_time(word)
        && (leads(before) || before_article.is_some_and(|before| leads(sentence.word(before))));
    // A lone letter or number would have to stand in a name as it is, and seldom does.
    let lone = word.chars().count() < 2 || !word.chars().any(char::is_alphabetic);
    !(complaint || when || lone || is_vertebra(word) || is_denied(sentence, index))
}

/// `l5`, `c6`, `t12`: a place in the spine.
fn is_vertebra(word: &str) -> bool {
    let number = word.strip_prefix(['c', 't', 'l', 's']).unwrap_or_default();
    matches!(number.len(), 1 | 2) && number.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_denied(sentence: &Sentence<'_>, index: usize) -> bool {
    let before = (index.saturating_sub(NEGATION_REACH)..index).rev().map(|before| sentence.word(before));
    let mut between = before.skip_while(|word| stop_words::is_title(word) || stop_words::is_article(word));
    between.next().is_some_and(stop_words::is_negation)
}
