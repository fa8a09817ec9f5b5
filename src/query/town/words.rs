//! Towns that are called like everyday words: `chiropractor bend`, `surprise physical therapist`.
//!
//! In: an intent of which one word is left, and where it stands. Out: whether the town of that name is meant. Invariant: a
//! word that says how somebody works is no town before what is looked for: `mobile massage` comes to the house.

use super::{Town, is_large, is_name};
use crate::places::{CityWord, Place, Places};
use crate::query::intent::Intent;
use crate::query::span::{Span, SpanKind};
use crate::vocabulary::normalize;
use std::ops::Range;

/// So many people a town has that stands beside a profession…
const BESIDE_PROFESSION: u32 = 5_000;

/// …and so many where the words together are rather a practice's name: `paradise massage`.
const BEFORE_PRACTICE: u32 = 50_000;

/// Words that say before a profession how somebody works, or what kind of practice it is.
const QUALITIES: [&str; 11] = [
    "friendly", "humble", "imperial", "liberal", "mobile", "normal", "sterling", "superior", "welcome",
    "young", "premier",
];

/// Words that belong to a practice on either side: `chiropractic center`.
const PARTS_OF_PRACTICES: [&str; 6] = ["center", "central", "college", "union", "university", "village"];

/// How words end that name whoever treats, and not what he does: `chiropractor`, `physical therapist`.
const PERSONS: [&str; 9] = ["tor", "tors", "ist", "ists", "path", "paths", "chiro", "doctor", "surgeon"];

/// Whether the word at some spans, the only one left, is the town.
pub(super) fn is_town(intent: &Intent, spans: &Range<usize>, town: &Town) -> bool {
    town.is_word && least_people(intent, spans, &town.typed).is_some_and(|least| town.people >= least)
}

/// Whether a town's name is a word of what somebody tells: `mobile phone neck pain`, `dog walker sore back`.
pub(super) fn is_told(
    intent: &Intent,
    spans: &Range<usize>,
    whole: bool,
    (typed, place): &(String, Place),
    places: &Places,
) -> bool {
    let word = places.city_word(&normalize::fold(typed));
    let big = |text: &str| text.starts_with(char::is_uppercase);
    let name = |at: Option<usize>| at.and_then(|at| intent.spans.get(at)).filter(|span| is_name(span));
    if let Some(next) = name(Some(spans.end)) {
        return word == CityWord::Word && !big(&next.text);
    }
    let behind = whole && name(spans.start.checked_sub(1)).is_some();
    behind && word != CityWord::CityOnly && !big(typed) && !is_large(place, places)
}

/// So many people the town needs; `None` where the word is meant.
fn least_people(intent: &Intent, spans: &Range<usize>, typed: &str) -> Option<u32> {
    let word = normalize::fold(typed);
    let alone = |span: &Span| matches!(span.fate.kind, SpanKind::Specialty | SpanKind::Filler);
    let named = |span: &Span| is_name(span) || alone(span);
    let at = |place: Option<usize>| place.and_then(|place| intent.spans.get(place));
    let (before, behind) = (at(spans.start.checked_sub(1)), at(Some(spans.end)));
    if PARTS_OF_PRACTICES.contains(&word.as_str()) || intent.words.len() != 1 {
        return None;
    }
    // `neck pain Bend`: written large where nothing else is.
    let big = |text: &str| text.starts_with(char::is_uppercase);
    let first = intent.spans.first().is_some_and(|first| !big(&first.text));
    let complaint = |span: &Span| span.fate.kind == SpanKind::Condition;
    if big(typed) && first && before.is_some_and(complaint) && behind.is_none() {
        return Some(BESIDE_PROFESSION);
    }
    if !intent.spans.iter().all(named) || !intent.conditions.is_empty() {
        return None;
    }
    let profession = |span: &&Span| span.fate.kind == SpanKind::Specialty;
    if before.is_some_and(|before| profession(&before)) {
        return behind.is_none().then_some(BESIDE_PROFESSION);
    }
    let next = behind.filter(profession).filter(|_| !QUALITIES.contains(&word.as_str()))?;
    let last = normalize::fold(&next.text);
    let person = PERSONS.iter().any(|ending| last.ends_with(ending));
    Some(if person { BESIDE_PROFESSION } else { BEFORE_PRACTICE })
}
