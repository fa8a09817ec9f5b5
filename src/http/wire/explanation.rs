//! Why a provider is found for a question, or is not, or is not listed, on the wire.

use super::interpretation::{InterpretationReply, RadiusValueReply};
use super::labels::Labels;
use super::result::ResultReply;
use super::search::{NoticeReply, RadiusReply, SafetyReply};
use super::{ATTRIBUTION, disclaimer};
use crate::domain::{Metres, ProviderId, Units};
use crate::index::IndexError;
use crate::query::{ListedRow, Reason, Why};
use serde::Serialize;
use utoipa::ToSchema;

/// Why a provider is found for a question, or is not, or is in no list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ExplanationReply<'a> {
    /// The generation that answered.
    generation: &'a str,
    /// `npi:1234567893` or `list:own-id`; null where what was asked for is no id.
    #[schema(required = true)]
    id: Option<String>,
    /// The NPI alone.
    #[schema(required = true)]
    npi: Option<String>,
    /// Whether it is in a list.
    listed: bool,
    /// The whole name; null when it is not listed.
    #[schema(required = true)]
    name: Option<String>,
    /// Whether the search finds it, on whatever page; null when it is not listed or no question was asked.
    #[schema(required = true)]
    found: Option<bool>,
    /// Its place among all that are found, in the asked order, the first is 1; null when it is not found, or when the
    /// deadline cut the counting.
    #[schema(required = true)]
    rank: Option<u64>,
    /// How many are found.
    #[schema(required = true)]
    total: Option<u64>,
    /// Why it is not listed, or else not found, all reasons; none when it is found.
    reasons: Vec<ReasonReply<'a>>,
    /// Rows about a listed provider that were left out all the same, such as a second address that cannot be found.
    left_out: Vec<ReasonReply<'a>>,
    /// The provider as the search shows it, with the parts of its score; null without a rank.
    #[schema(required = true)]
    result: Option<ResultReply<'a>>,
    /// What was understood of the question.
    #[schema(required = true)]
    interpretation: Option<InterpretationReply<'a>>,
    /// What the reader should know, in order of weight.
    notices: Vec<NoticeReply<'a>>,
    /// Danger signs in the question, as in a search's answer: to be shown first.
    safety: Vec<SafetyReply<'a>>,
    /// Asked and used radius; null without a place to measure from.
    #[schema(required = true)]
    radius: Option<RadiusReply>,
    /// Whether the deadline cut the search or the counting.
    partial: bool,
    /// Whose data this is.
    attribution: [&'static str; 2],
    /// What this is not.
    notice: &'static str,
}

/// One reason for which a provider is not found or not listed.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReasonReply<'a> {
    /// Stable. Not found: `out_of_radius`, `other_specialty`, `hidden_specialty`, `not_technique`, `filtered`,
    /// `excluded`, `other_state`, `name_differs`, `other_id`, `not_understood`, `out_of_scope`, `location_needed`.
    /// Not listed: `invalid_npi`, `invalid_id`, `unknown_list`, `no_longer_listed`, `never_seen`, `not_recorded`; of
    /// rows: `deactivated`, `other_profession`, `student_only`, `inactive`, `duplicate_row`,
    /// `too_many_practices`, `too_many_names`, `no_such_provider`, `rejected`.
    code: &'a str,
    /// In the asked language.
    message: &'a str,
    /// With `filtered`: the filter, by its parameter's name, or `credential`.
    #[schema(required = true)]
    filter: Option<&'static str>,
    /// What was searched for or left out: ids, values, words, lists.
    asked: &'a [String],
    /// What the provider, or for want of it the generation, has of it.
    has: &'a [String],
    /// With `out_of_radius`: how far its nearest practice is, in the asked units, rounded half up to one decimal.
    #[schema(required = true)]
    distance: Option<f64>,
    /// The same in metres, unrounded.
    #[schema(required = true)]
    distance_m: Option<f64>,
    /// With `out_of_radius`: how far was looked.
    #[schema(required = true)]
    used: Option<RadiusValueReply>,
    /// With `out_of_radius`: a radius that reaches it; where nothing else is the matter, one that shows it.
    #[schema(required = true)]
    needed: Option<RadiusValueReply>,
    /// The row of a list that it tells of.
    #[schema(required = true)]
    row: Option<LeftOutReply<'a>>,
}

/// A row that was left out of a list.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LeftOutReply<'a> {
    /// The list.
    list: &'a str,
    /// When its file was imported: UTC, RFC 3339.
    imported: &'a str,
    /// The line it begins on; the header is line 1.
    line: u64,
    /// The column at fault; null where it concerns the whole row.
    #[schema(required = true)]
    column: Option<&'a str>,
    /// `rejected` for a row that cannot be used, `skipped` for one that is sound but not kept.
    outcome: &'static str,
    /// The import's own reason code, as its report has it: `npi_check_digit`, `no_location` …
    code: &'a str,
}

impl<'a> ExplanationReply<'a> {
    /// The reply about one provider and one question.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when its record cannot be read.
    pub fn from_answer(why: &'a Why, labels: &'a Labels) -> Result<Self, IndexError> {
        let answer = why.question.as_ref().map(|question| &question.answer);
        let sample = (answer.is_none() && why.sample).then(|| NoticeReply::sample(why.lang));
        let said = answer.iter().flat_map(|answer| &answer.notices).map(NoticeReply::new);
        Ok(Self {
            generation: &why.generation,
            id: why.id.as_ref().map(ToString::to_string),
            npi: why.id.as_ref().and_then(ProviderId::npi).map(|npi| npi.to_string()),
            listed: why.provider.is_some(),
            name: why.provider.as_ref().map(|provider| provider.name.to_string()),
            found: why.question.as_ref().map(|question| question.found),
            rank: why.question.as_ref().and_then(|question| question.rank),
            total: answer.map(|answer| answer.total),
            reasons: why.reasons.iter().map(|reason| ReasonReply::new(reason, why.units)).collect(),
            left_out: why.left_out.iter().map(|reason| ReasonReply::new(reason, why.units)).collect(),
            result: answer
                .and_then(|answer| answer.hits.first().map(|hit| ResultReply::new(hit, answer, labels)))
                .transpose()?,
            interpretation: answer.map(|answer| {
                InterpretationReply::new(&answer.interpretation, answer.units, labels.vocabulary())
            }),
            notices: sample.into_iter().chain(said).collect(),
            safety: answer.iter().flat_map(|answer| &answer.safety).map(SafetyReply::new).collect(),
            radius: answer
                .and_then(|answer| answer.radius.as_ref())
                .map(|report| RadiusReply::new(report, why.units)),
            partial: answer.is_some_and(|answer| answer.partial),
            attribution: ATTRIBUTION,
            notice: disclaimer(why.lang),
        })
    }
}

impl<'a> ReasonReply<'a> {
    fn new(reason: &'a Reason, units: Units) -> Self {
        let radius = |reach| RadiusValueReply::new(reach, units);
        Self {
            code: reason.code,
            message: &reason.message,
            filter: reason.filter,
            asked: &reason.asked,
            has: &reason.has,
            distance: reason.distance.map(|metres| metres.rounded(units)),
            distance_m: reason.distance.map(Metres::get),
            used: reason.used.map(radius),
            needed: reason.needed.map(radius),
            row: reason.row.as_ref().map(LeftOutReply::new),
        }
    }
}

impl<'a> LeftOutReply<'a> {
    fn new(listed: &'a ListedRow) -> Self {
        let row = &listed.row;
        Self {
            list: &listed.list,
            imported: &row.imported,
            line: row.line,
            column: Some(row.column.as_str()).filter(|column| !column.is_empty()),
            outcome: if row.rejected { "rejected" } else { "skipped" },
            code: &row.code,
        }
    }
}
