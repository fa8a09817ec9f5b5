//! From a typed question to an answer that explains itself: request → parse → plan → execute → rank → explain.
//!
//! In: a [`SearchRequest`] (checked once) and a [`crate::index::Snapshot`]. Out: an [`Answer`]. Invariants: no user
//! text reaches a query language; a search holds one snapshot from first to last; the order never contradicts the
//! scores shown; nothing here knows HTTP.

#[cfg(test)]
mod accounts;
mod alternatives;
mod answer;
mod borne;
mod called;
mod compose;
mod cursor;
mod engine;
mod execute;
mod explain;
mod facets;
mod intent;
mod interpret;
mod locate;
mod meant;
mod name_parameter;
mod notices;
mod parse;
mod person_name;
mod plan;
mod rank;
mod request;
mod reword;
#[cfg(test)]
mod sample;
mod span;
mod subject;
mod suggest;
mod town;
mod tuning;
mod understood;
mod whole_name;
mod why;
mod widen;

pub use answer::{
    Alternative, Answer, Beyond, Enough, FacetValue, Facets, Hit, IgnoredSpan, Interpretation, Notice,
    RadiusReport, ReadConcept, Ring, SafetyNotice, ScorePart,
};
pub use engine::{Colleagues, Engine, Kept, ProviderAnswer, Rehearsal, SearchError};
pub use explain::month;
pub use intent::{FilterSet, Intent, Reading};
pub use parse::parse;
pub(crate) use request::is_plain_name;
pub use request::{
    FeedRequest, LabelRequest, Near, RequestError, SearchRequest, Sort, SuggestRequest, refuse_parameters,
};
pub use span::{Fate, Sense, Span, SpanKind};
pub use suggest::{Left, Suggestion, SuggestionKind, Suggestions};
pub use tuning::Tuning;
pub use why::{AskedId, Explained, ListedRow, Reason, Why};
