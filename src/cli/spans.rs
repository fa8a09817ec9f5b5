//! What became of every word of a question, in lines for people: `finder search --explain`.
//!
//! In: the spans of an answer. Out: one line for each that was understood, one for all that was passed over, one for all
//! that was not used. Invariant: every span stands in exactly one line.

use crate::domain::State;
use crate::query::{Answer, Fate, Span, SpanKind};
use crate::vocabulary::{Vocabulary, normalize};

/// The lines, without indentation.
pub(super) fn lines(answer: &Answer, vocabulary: &Vocabulary) -> Vec<String> {
    let spans = &answer.interpretation.spans;
    let gathered = |title: &str, kinds: &[SpanKind]| {
        let words = spans.iter().filter(|span| kinds.contains(&span.fate.kind)).map(quoted);
        let words = words.collect::<Vec<_>>().join(", ");
        (!words.is_empty()).then(|| format!("{title} {words}"))
    };
    let understood = spans.iter().filter_map(|span| {
        let meaning = meaning(&span.fate, answer, vocabulary)?;
        Some(format!("understood {} as {meaning}{}", quoted(span), correction(span)))
    });
    let mut lines: Vec<String> = understood.collect();
    lines.extend(gathered("passed over", &[SpanKind::Marker, SpanKind::Filler]));
    lines.extend(gathered("not used:", &[SpanKind::Ignored]));
    lines
}

fn quoted(span: &Span) -> String {
    format!("“{}”", span.text)
}

/// What the words were taken for; `None` where nothing was made of them.
fn meaning(fate: &Fate, answer: &Answer, vocabulary: &Vocabulary) -> Option<String> {
    let first = sense(fate.kind, &fate.ids, answer, vocabulary)?;
    let further = fate.also.iter().filter_map(|also| match also.kind {
        // What else somebody of the name is called.
        SpanKind::Name => Some(also.ids.join(" or ")),
        kind => sense(kind, &also.ids, answer, vocabulary),
    });
    Some(further.fold(first, |told, sense| format!("{told}, also {sense}")))
}

fn sense(kind: SpanKind, ids: &[String], answer: &Answer, vocabulary: &Vocabulary) -> Option<String> {
    let labels = |label: &dyn Fn(&str) -> Option<String>| {
        let labels: Vec<String> = ids.iter().map(|id| label(id).unwrap_or_else(|| id.clone())).collect();
        labels.join(" or ")
    };
    let specialty = |id: &str| {
        vocabulary.specialty_id(id).map(|id| vocabulary.specialty(id).label(answer.lang).to_owned())
    };
    let condition = |id: &str| {
        vocabulary.condition_id(id).map(|id| vocabulary.condition(id).label(answer.lang).to_owned())
    };
    let technique = |id: &str| {
        vocabulary.technique_id(id).map(|id| vocabulary.technique(id).label(answer.lang).to_owned())
    };
    let state = |code: &str| code.parse().ok().map(|state: State| state.name().to_owned());
    let plain = || ids.join(", ");
    Some(match kind {
        SpanKind::Specialty => labels(&specialty),
        SpanKind::Condition => labels(&condition),
        SpanKind::Technique => labels(&technique),
        SpanKind::Exclude => format!("not {}", labels(&specialty)),
        SpanKind::Credential => format!("the credential {}", plain()),
        SpanKind::Filter => format!("the filter {}", plain()),
        SpanKind::Place => format!("the place {}", plain()),
        SpanKind::State => format!("the state {}", labels(&state)),
        SpanKind::UnknownPlace => "a place that is not known".to_owned(),
        SpanKind::Radius => format!("the radius {}", plain()),
        SpanKind::Nearest => "the nearest first".to_owned(),
        SpanKind::NearMe => "where you are".to_owned(),
        SpanKind::Name => "part of a name".to_owned(),
        SpanKind::Npi => "an NPI".to_owned(),
        SpanKind::OutOfScope => format!("{}, which is not listed here", plain()),
        SpanKind::Marker | SpanKind::Filler | SpanKind::Ignored => return None,
    })
}

/// How the words were corrected, or which form of several words they stand for.
fn correction(span: &Span) -> String {
    let Some(form) = &span.fate.form else { return String::new() };
    match span.fate.edits {
        0 if normalize::fold(&span.text).contains(form) => String::new(),
        0 => format!(" (by “{form}”)"),
        1 => format!(" (1 letter corrected: “{form}”)"),
        edits => format!(" ({edits} letters corrected: “{form}”)"),
    }
}
