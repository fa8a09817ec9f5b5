//! The answer to a search on the wire: the envelope, its notices and its radius.

use super::facets::FacetsReply;
use super::interpretation::InterpretationReply;
use super::labels::Labels;
use super::number::Edge;
use super::result::ResultReply;
use super::{ATTRIBUTION, disclaimer};
use crate::domain::Units;
use crate::index::IndexError;
use crate::query::{Alternative, Answer, Enough, Notice, RadiusReport, Ring, SafetyNotice};
use crate::vocabulary::Lang;
use serde::Serialize;
use utoipa::ToSchema;

/// The answer to a search.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SearchReply<'a> {
    /// The generation that answered, `000042`.
    generation: &'a str,
    /// What was understood.
    interpretation: InterpretationReply<'a>,
    /// What the reader should know, in order of weight.
    notices: Vec<NoticeReply<'a>>,
    /// Danger signs in the question, the most urgent first: to be shown before the results.
    safety: Vec<SafetyReply<'a>>,
    /// Asked and used radius; null without a place to measure from.
    #[schema(required = true)]
    radius: Option<RadiusReply>,
    /// How many providers match, exactly; a lower bound when `partial`.
    total: u64,
    /// Counts over everything that matches; null unless `facets=true`.
    #[schema(required = true)]
    facets: Option<FacetsReply<'a>>,
    /// This page.
    results: Vec<ResultReply<'a>>,
    /// Where nobody matches at any distance: what to leave out of the question, the slightest first, at most three.
    alternatives: Vec<AlternativeReply<'a>>,
    /// The cursor of the next page, null on the last.
    #[schema(required = true)]
    next: Option<&'a str>,
    /// Whether the deadline cut the search.
    partial: bool,
    /// Whose data this is.
    attribution: [&'static str; 2],
    /// What this is not.
    notice: &'static str,
}

/// Something the reader should know.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct NoticeReply<'a> {
    /// Stable: `radius_widened`, `no_place`, `sample_data` …
    code: &'a str,
    /// In the asked language.
    message: &'a str,
}

/// A danger sign in the question.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SafetyReply<'a> {
    /// The red flag's id.
    id: &'a str,
    /// `emergency`, `crisis`, `same_day` or `soon`.
    urgency: &'static str,
    /// In the asked language.
    title: &'a str,
    /// In the asked language.
    message: &'a str,
}

/// How far was asked and looked.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct RadiusReply {
    /// As asked; null when defaulted.
    #[schema(required = true)]
    asked: Option<Edge>,
    /// As used; wider than asked where fewer than 3 were found.
    used: Edge,
    /// `mi` or `km`.
    units: &'static str,
    /// The asked (or default) radius and the steps of widening, to one beyond the used one.
    rings: Vec<RingReply>,
    /// The smallest circle that holds three; null where three are within the asked radius, or fewer than three exist.
    #[schema(required = true)]
    enough: Option<EnoughReply>,
    /// How many match at any distance, where fewer than three are within the asked radius; else null.
    #[schema(required = true)]
    everywhere: Option<u64>,
}

/// A circle that holds three, and no smaller one that can be said as briefly does.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct EnoughReply {
    /// Its radius, rounded up, so that a search within it finds three.
    value: f64,
    /// `mi` or `km`.
    units: &'static str,
    /// How many it holds at least.
    count: u64,
    /// What to search with: the same radius, or `any` beyond 100 miles.
    radius: Edge,
}

/// A part of a question without which it finds somebody.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AlternativeReply<'a> {
    /// What kind of part: `gender`, `language`, `accepting_new`, `telehealth`, `wheelchair`, `kind`, `credential`,
    /// `technique`, `name`, `words`, `exclude`, `state`, `condition`, `specialty`, or `several` where no single one
    /// stands in the way.
    part: &'static str,
    /// What it says, in the words of the question or in the asked language.
    label: &'a str,
    /// How many the question without it finds, exactly.
    total: u64,
    /// How far the nearest of them is, in the asked units, rounded to one decimal; null without a place.
    #[schema(required = true)]
    nearest: Option<f64>,
    /// The `q` to ask with instead; null where it stays.
    #[schema(required = true)]
    q: Option<&'a str>,
    /// The parameters to leave out.
    without: &'a [&'static str],
}

/// How many lie within a circle.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct RingReply {
    /// The circle's radius, its edge included.
    within: Edge,
    /// How many providers, exactly.
    count: u64,
}

impl<'a> SearchReply<'a> {
    /// The reply to a search.
    ///
    /// # Complexity
    /// O(hits); texts are borrowed.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when a record cannot be read.
    pub fn from_answer(answer: &'a Answer, labels: &'a Labels) -> Result<Self, IndexError> {
        let results = answer.hits.iter().map(|hit| ResultReply::new(hit, answer, labels));
        Ok(Self { results: results.collect::<Result<_, _>>()?, ..Self::without_results(answer, labels) })
    }

    /// All of the reply but its results.
    pub(super) fn without_results(answer: &'a Answer, labels: &'a Labels) -> Self {
        Self {
            generation: &answer.generation,
            interpretation: InterpretationReply::new(
                &answer.interpretation,
                answer.units,
                labels.vocabulary(),
            ),
            notices: answer.notices.iter().map(NoticeReply::new).collect(),
            safety: answer.safety.iter().map(SafetyReply::new).collect(),
            radius: answer.radius.as_ref().map(|report| RadiusReply::new(report, answer.units)),
            total: answer.total,
            facets: answer.facets.as_ref().map(FacetsReply::new),
            results: Vec::new(),
            alternatives: answer
                .alternatives
                .iter()
                .map(|alternative| AlternativeReply::new(alternative, answer.units))
                .collect(),
            next: answer.next.as_deref(),
            partial: answer.partial,
            attribution: ATTRIBUTION,
            notice: disclaimer(answer.lang),
        }
    }
}

impl<'a> NoticeReply<'a> {
    pub(super) fn new(notice: &'a Notice) -> Self {
        Self { code: notice.code, message: &notice.message }
    }

    /// That nothing but the bundled sample is there.
    pub(super) fn sample(lang: Lang) -> Self {
        Self { code: "sample_data", message: super::sample_notice(lang) }
    }
}

impl<'a> SafetyReply<'a> {
    pub(in crate::http) fn new(safety: &'a SafetyNotice) -> Self {
        Self {
            id: &safety.id,
            urgency: safety.urgency.as_str(),
            title: &safety.title,
            message: &safety.message,
        }
    }
}

impl RadiusReply {
    pub(super) fn new(report: &RadiusReport, units: Units) -> Self {
        let ring = |ring: &Ring| RingReply { within: Edge::new(ring.within, units), count: ring.count };
        Self {
            asked: report.asked.map(|reach| Edge::new(reach, units)),
            used: Edge::new(report.used, units),
            units: units.as_str(),
            rings: report.rings.iter().map(ring).collect(),
            enough: report
                .beyond
                .and_then(|beyond| beyond.enough)
                .map(|enough| EnoughReply::new(enough, units)),
            everywhere: report.beyond.map(|beyond| beyond.everywhere),
        }
    }
}

impl EnoughReply {
    fn new(enough: Enough, units: Units) -> Self {
        let Enough { value, count, reach } = enough;
        Self { value, units: units.as_str(), count, radius: Edge::new(reach, units) }
    }
}

impl<'a> AlternativeReply<'a> {
    fn new(alternative: &'a Alternative, units: Units) -> Self {
        Self {
            part: alternative.part,
            label: &alternative.label,
            total: alternative.total,
            nearest: alternative.nearest.map(|metres| metres.rounded(units)),
            q: alternative.q.as_deref(),
            without: &alternative.without,
        }
    }
}
