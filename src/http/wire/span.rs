//! What became of each stretch of a question, on the wire.

use crate::query::{Sense, Span, SpanKind};
use serde::Serialize;
use utoipa::ToSchema;

/// Words of the question that stand side by side, and what became of them.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SpanReply<'a> {
    /// Where it begins in `q`. Counted in characters (Unicode code points, not bytes or UTF-16 units), after blanks at
    /// the beginning of `q` are dropped.
    start: usize,
    /// Where it ends, the character there not included.
    end: usize,
    /// `q` from `start` to `end`, as typed.
    #[schema(example = "chiropracter")]
    text: &'a str,
    /// What the words were taken for.
    #[serde(rename = "as")]
    kind: SpanWord,
    /// Which one, or which ones where the words do not say. Of a specialty, condition, technique or exclusion the ids of
    /// the vocabulary; of a filter `name=value` by the names of the parameters (`gender=F`, `language=es`); of a
    /// credential its letters; of a place its label, of a state its postal code, both for `near`; of a radius what
    /// `radius` takes (`10mi`); of an NPI its digits; of a name its word as it stands in `words`; of a profession that is
    /// not listed its usual term. Else empty.
    #[schema(example = json!(["chiropractor"]))]
    ids: Vec<&'a str>,
    /// What the words mean besides: `acupuncture` is a specialty and a technique. Of a word of a name the nicknames that
    /// were looked for too, or the name it is short for.
    also: Vec<SenseReply<'a>>,
    /// The form or synonym of the vocabulary that matched, rightly spelled, in small letters without accents; null where
    /// none did, as with places, distances and names.
    #[schema(required = true, example = "chiropractor")]
    form: Option<&'a str>,
    /// How many edits the words are away from the form.
    edits: u8,
}

/// One more meaning of the same words.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SenseReply<'a> {
    /// What the words were taken for.
    #[serde(rename = "as")]
    kind: SpanWord,
    /// Which ones.
    ids: Vec<&'a str>,
}

/// What words were taken for.
///
/// `specialty`, `condition`, `technique`: a row of the vocabulary. `credential`: a degree that stands for no specialty.
/// `filter`: a filter in words. `exclude`: a specialty that is not wanted, with the words that deny it. `place`, `state`:
/// where. `unknown_place`: a place that nobody knows (such a search is refused). `radius`: how far. `nearest`, `near_me`:
/// a wish for whoever is close. `name`: a word looked for in names. `npi`: a provider's number. `marker`: a word before a
/// place or a distance (`near`). `filler`: words without a meaning of their own (`is there a`). `out_of_scope`: a profession
/// that is not listed; `ignored`: words that nothing was made of; these two are what `ignored` lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "the enum says what each of its words means")]
pub enum SpanWord {
    Specialty,
    Condition,
    Technique,
    Credential,
    Filter,
    Exclude,
    Place,
    State,
    UnknownPlace,
    Radius,
    Nearest,
    NearMe,
    Name,
    Npi,
    OutOfScope,
    Marker,
    Filler,
    Ignored,
}

impl<'a> SpanReply<'a> {
    pub(super) fn new(span: &'a Span) -> Self {
        Self {
            start: span.start,
            end: span.end,
            text: &span.text,
            kind: span.fate.kind.into(),
            ids: texts(&span.fate.ids),
            also: span.fate.also.iter().map(SenseReply::new).collect(),
            form: span.fate.form.as_deref(),
            edits: span.fate.edits,
        }
    }
}

impl<'a> SenseReply<'a> {
    fn new(sense: &'a Sense) -> Self {
        Self { kind: sense.kind.into(), ids: texts(&sense.ids) }
    }
}

impl From<SpanKind> for SpanWord {
    fn from(kind: SpanKind) -> Self {
        match kind {
            SpanKind::Specialty => Self::Specialty,
            SpanKind::Condition => Self::Condition,
            SpanKind::Technique => Self::Technique,
            SpanKind::Credential => Self::Credential,
            SpanKind::Filter => Self::Filter,
            SpanKind::Exclude => Self::Exclude,
            SpanKind::Place => Self::Place,
            SpanKind::State => Self::State,
            SpanKind::UnknownPlace => Self::UnknownPlace,
            SpanKind::Radius => Self::Radius,
            SpanKind::Nearest => Self::Nearest,
            SpanKind::NearMe => Self::NearMe,
            SpanKind::Name => Self::Name,
            SpanKind::Npi => Self::Npi,
            SpanKind::OutOfScope => Self::OutOfScope,
            SpanKind::Marker => Self::Marker,
            SpanKind::Filler => Self::Filler,
            SpanKind::Ignored => Self::Ignored,
        }
    }
}

fn texts(ids: &[String]) -> Vec<&str> {
    ids.iter().map(String::as_str).collect()
}
