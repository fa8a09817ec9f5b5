//! A question as the name of one practice: `Charleston Spine Center`, `Red Prairie Physical Therapy`.
//!
//! In: an [`Intent`], whose words were read as places and specialties. Out: intents that take the same words for a name
//! instead. Invariant: they are further readings to try, never the only ones; words behind a place marker, distances
//! and numbers are no part of a name.

use super::intent::Intent;
use super::span::{Fate, Span, SpanKind};
use crate::vocabulary::normalize;

/// A name has so many words.
const WORDS: std::ops::RangeInclusive<usize> = 2..=8;

/// A question read as a name.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct WholeName {
    /// What is left of the intent: words, and where they stand.
    pub intent: Intent,
    /// Whether only somebody called exactly so counts, because the words make sense otherwise too.
    pub exact: bool,
}

/// The ways to read a question as a name, the likelier first; none where nothing points to a name.
pub(super) fn readings(intent: &Intent) -> Vec<WholeName> {
    let left = !intent.words.is_empty();
    let with_place = trimmed(intent.spans.iter().filter(|span| is_word(span)).collect());
    let without: Vec<&Span> = with_place.iter().copied().filter(|span| !is_place(span)).collect();
    let placed = without.len() < with_place.len();
    let begins_with_place = placed && with_place.first().is_some_and(|span| is_place(span));
    // Words that say where or how far are a question's, not a name's.
    let question = intent.spans.iter().any(|span| !is_word(span));
    if !left && (question || !(begins_with_place || is_titled(&with_place))) {
        return Vec::new();
    }
    let mut readings = Vec::new();
    if placed && (begins_with_place || left) {
        readings.extend(reading(intent, &with_place, !left));
    }
    readings.extend(reading(intent, &trimmed(without), !left));
    readings
}

fn reading(intent: &Intent, spans: &[&Span], exact: bool) -> Option<WholeName> {
    let words: Vec<String> = spans.iter().flat_map(|span| words(span)).collect();
    if !WORDS.contains(&words.len()) {
        return None;
    }
    let told = |span: &Span| {
        let of_name = spans.iter().any(|own| own.start == span.start) && !is_place(span);
        let fate = if of_name {
            Fate { ids: self::words(span), ..Fate::of(SpanKind::Name) }
        } else {
            span.fate.clone()
        };
        Span { fate, ..span.clone() }
    };
    let intent = Intent {
        words,
        spans: intent.spans.iter().map(told).collect(),
        place: intent.place.clone(),
        unknown_place: intent.unknown_place.clone(),
        radius: intent.radius,
        near_me: intent.near_me,
        nearest: intent.nearest,
        cut: intent.cut,
        ..Intent::default()
    };
    Some(WholeName { intent, exact })
}

fn words(span: &Span) -> Vec<String> {
    normalize::tokens(&span.text).into_iter().map(|token| token.text).collect()
}

/// Whether a span can be part of a name.
fn is_word(span: &Span) -> bool {
    !matches!(
        span.fate.kind,
        SpanKind::Radius
            | SpanKind::NearMe
            | SpanKind::Nearest
            | SpanKind::Npi
            | SpanKind::Marker
            | SpanKind::UnknownPlace
    )
}

fn is_place(span: &Span) -> bool {
    matches!(span.fate.kind, SpanKind::Place | SpanKind::State)
}

/// Without what says nothing at both ends.
fn trimmed(mut spans: Vec<&Span>) -> Vec<&Span> {
    let silent = |span: &&Span| matches!(span.fate.kind, SpanKind::Filler | SpanKind::Ignored);
    while spans.last().is_some_and(silent) {
        spans.pop();
    }
    let first = spans.iter().position(|span| !silent(span)).unwrap_or(spans.len());
    spans.split_off(first)
}

/// Whether all words begin with capitals, as names are written.
fn is_titled(spans: &[&Span]) -> bool {
    let mut words = spans.iter().flat_map(|span| span.text.split_whitespace());
    let count = spans.iter().map(|span| span.text.split_whitespace().count()).sum::<usize>();
    count >= *WORDS.start() && words.all(|word| word.starts_with(char::is_uppercase))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::Places;
    use crate::query::parse;
    use crate::vocabulary::Vocabulary;

    #[test]
    fn names_are_tried_where_something_points_to_one() {
        let vocabulary = Vocabulary::bundled().expect("the bundled tables load");
        let places = Places::bundled().expect("the bundled places load");
        let read = |text: &str| -> Vec<String> {
            let (intent, _) = parse(text, &vocabulary, &places);
            let shown = |name: &WholeName| {
                format!("{}{}", if name.exact { "=" } else { "" }, name.intent.words.join(" "))
            };
            readings(&intent).iter().map(shown).collect()
        };
        for (text, names) in [
            ("Charleston Spine Center", vec!["=charleston spine center", "=spine center"]),
            ("charleston spine center", vec!["=charleston spine center", "=spine center"]),
            (
                "red prairie physical therapy moorhead",
                vec!["red prairie physical therapy moorhead", "red prairie physical therapy"],
            ),
            ("Neck Pain Clinic", vec!["=neck pain clinic"]),
            ("neck pain clinic", vec![]),
            ("physical therapist in Boston MA within 10 miles", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(read(text), names, "{text}");
        }
    }
}
