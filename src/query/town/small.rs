//! Towns of any size beside somebody's name: `smith dc lohrville`, `thief river falls keogh`, `Dr Ieronimo bradford ma`.
//!
//! In: an intent whose words nobody bears together. Out: intents that take some of them for a town, or for a part of a state
//! that has no town of the name. Invariant: a word of the name is left, so that only somebody who bears it near there shows
//! that the town is right; nothing is decided here.

use super::{
    MAX_TOWN_WORDS, Town, around, is_article, is_name, is_part_of_town, is_placeless, last_name, named_at,
};
use crate::places::{PlaceKind, Places};
use crate::query::intent::Intent;
use crate::query::span::{Fate, SpanKind};
use crate::vocabulary::{Vocabulary, normalize};
use std::ops::Range;

/// The fewest letters of a small town's name of one word.
const LETTERS: usize = 4;

/// The most towns that are tried.
const MOST: usize = 3;

/// A town, and the name that is left.
#[derive(Debug)]
pub(in crate::query) struct SmallTown {
    /// The intent with the town in it.
    pub(in crate::query) intent: Intent,
    /// The town's only word, which nobody must be called: `jane smith` is not near the village of Jane.
    pub(in crate::query) word: Option<String>,
}

/// Towns at the end, then at the beginning of a name.
pub(in crate::query) fn beside_name(
    text: &str,
    intent: &Intent,
    (vocabulary, places): (&Vocabulary, &Places),
) -> Vec<SmallTown> {
    if !is_placeless(intent) {
        return Vec::new();
    }
    let fits = |town: &Town| {
        let one = !town.typed.contains(' ');
        let known = || vocabulary.is_word(&normalize::fold(&town.typed));
        !(town.is_word || one && (known() || is_part_of_town(&normalize::fold(&town.typed))))
            && town.typed.len() >= LETTERS
    };
    let mut found = Vec::new();
    for (spans, words) in ends(intent) {
        let Some(own) = intent.spans.get(spans.clone()) else { continue };
        let Some(town) = named_at(text, own, places).filter(fits) else { continue };
        let word = (spans.len() == 1).then(|| normalize::fold(&town.typed));
        let mut meant = around(intent, spans, town.found());
        meant.words.drain(words);
        found.push(SmallTown { intent: meant, word });
    }
    found.truncate(MOST);
    found
}

/// What a text means if a town's name beside its state is a part of another town there, which no table has: only the rest
/// is a name. `None` where the state is not named, or no town anywhere is called so.
pub(in crate::query) fn without_quarter(text: &str, intent: &Intent, places: &Places) -> Option<Intent> {
    let in_state =
        intent.place.as_ref().is_some_and(|place| matches!(place.concept.kind, PlaceKind::State(_)));
    if !in_state {
        return None;
    }
    ends(intent).into_iter().find_map(|(spans, words)| {
        named_at(text, intent.spans.get(spans.clone())?, places).filter(|town| !town.is_word)?;
        let mut meant = intent.clone();
        for span in meant.spans.get_mut(spans)?.iter_mut().filter(|span| is_name(span)) {
            span.fate = Fate::of(SpanKind::Ignored);
            meant.ignored.push(span.text.clone());
        }
        meant.words.drain(words);
        Some(meant)
    })
}

/// The spans and words at the end, then at the beginning of a name, the longest first; some of the name is left of each.
fn ends(intent: &Intent) -> Vec<(Range<usize>, Range<usize>)> {
    let Some((named, end)) = last_name(intent) else { return Vec::new() };
    let (all, begin) = (intent.words.len(), end - named);
    let lengths = || (1..=named.min(MAX_TOWN_WORDS).min(all.saturating_sub(1))).rev();
    let article_before =
        |at: usize| at.checked_sub(1).filter(|&at| intent.spans.get(at).is_some_and(is_article));
    let mut found = Vec::new();
    for words in lengths() {
        let spans = end - words..end;
        let from = article_before(spans.start);
        found.extend(from.map(|from| (from..end, all - words..all)));
        found.push((spans, all - words..all));
    }
    if named == all {
        let from = article_before(begin).unwrap_or(begin);
        found.extend(lengths().map(|words| (from..begin + words, 0..words)));
    }
    found
}
