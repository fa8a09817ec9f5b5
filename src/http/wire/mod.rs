//! What callers get: the JSON of version 1, and how it is made of answers.
//!
//! In: [`crate::query`]'s answers. Out: values that serialise to exactly the shapes of `CONTRACT.md`, section 2. A
//! wire type is a promise: members may be added, never renamed or dropped; every key is always present, null is
//! unknown. The schemas of the OpenAPI document are derived from these same types.

mod explanation;
mod facets;
mod feed;
mod interpretation;
mod labels;
mod number;
mod provenance;
mod provider;
mod ready;
mod result;
mod search;
mod span;
mod suggest;
#[cfg(test)]
mod tests;
mod topic;
mod vocabulary;

pub use explanation::{ExplanationReply, LeftOutReply, ReasonReply};
pub use facets::{CountReply, FacetsReply, LabelledCountReply};
pub use feed::{BeginLine, EndLine, MirroredReply, ProviderLine};
pub use interpretation::{FiltersReply, InterpretationReply, PlaceReply, RadiusValueReply, ReadReply};
pub use labels::{Labelled, Labels};
pub use number::Edge;
pub use provenance::{OriginReply, PracticeProvenanceReply, ProvenanceReply};
pub use provider::{
    AddressReply, ColleagueReply, ColleaguesReply, PracticeReply, ProfileReply, ProviderReply, SpecialtyReply,
};
pub use ready::{Ready, WriteError};
pub use result::{LabelledReply, ResultReply, ScorePartReply, ScoreReply};
pub use search::{
    AlternativeReply, EnoughReply, NoticeReply, RadiusReply, RingReply, SafetyReply, SearchReply,
};
pub use span::{SenseReply, SpanReply, SpanWord};
pub use suggest::{SuggestReply, SuggestionReply};
pub use topic::{
    ConditionTopicReply, DisagreementReply, EvidenceReply, SpecialtyTopicReply, TechniqueEvidenceReply,
    TechniqueNoteReply, TechniqueTopicReply, Teller, WeightedReply,
};
pub use vocabulary::{ConditionReply, ConditionsReply, SpecialtiesReply, TableRow, TechniquesReply};

use crate::vocabulary::Lang;
use serde::Serialize;
use utoipa::ToSchema;

/// Whose data stands in an answer; the licences of GeoNames and of the NUCC code set ask for these lines.
pub const ATTRIBUTION: [&str; 2] = [
    "Contains data from GeoNames (geonames.org), CC BY 4.0",
    "Taxonomy codes (c) American Medical Association",
];

/// What an answer is not.
pub const fn disclaimer(lang: Lang) -> &'static str {
    match lang {
        Lang::En => "For information only; not medical advice, no endorsement.",
        Lang::Es => "Solo con fines informativos; no es consejo médico ni una recomendación.",
    }
}

/// That nothing but the bundled sample is there.
pub(super) const fn sample_notice(lang: Lang) -> &'static str {
    match lang {
        Lang::En => {
            "This is the bundled sample: a part of the federal provider list (NPPES). Import a current list for \
             real use."
        }
        Lang::Es => {
            "Esta es la muestra incluida: una parte de la lista federal de profesionales (NPPES). Importe una \
             lista actual para un uso real."
        }
    }
}

/// Whether the server takes searches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct ReadyReply {
    /// Always true; a server that is not ready answers 503.
    pub ready: bool,
    /// The generation that answers, `000042`.
    pub generation: String,
    /// Whether a newer or the named generation could not be opened, so that an older one answers.
    pub degraded: bool,
}

/// Whether the server is alive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct HealthReply {
    /// Always true.
    pub alive: bool,
}
