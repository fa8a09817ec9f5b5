//! One provider in an answer, on the wire: at the practice that matched, with its score.

use super::labels::Labels;
use super::provider::{PracticeReply, ProfileReply};
use crate::domain::Metres;
use crate::index::IndexError;
use crate::query::{Answer, Hit, ScorePart};
use crate::vocabulary::Lang;
use serde::Serialize;
use std::borrow::Cow;
use utoipa::ToSchema;

/// A provider in an answer, at the practice that matched.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ResultReply<'a> {
    /// What is known, apart from where.
    #[serde(flatten)]
    profile: ProfileReply<'a>,
    /// Whether the first practice (`id` 0) is at another address, over a mile from where its list's last import had it.
    moved: bool,
    /// The nearest practice; the first one without a place.
    #[schema(required = true)]
    practice: Option<PracticeReply<'a>>,
    /// In the asked units, rounded half up to one decimal; null without a place.
    #[schema(required = true)]
    distance: Option<f64>,
    /// Metres, unrounded, on the great circle; null without a place.
    #[schema(required = true)]
    distance_m: Option<f64>,
    /// Why it stands where it stands.
    score: ScoreReply<'a>,
}

/// A score.
#[derive(Debug, Clone, PartialEq, Default, Serialize, ToSchema)]
pub struct ScoreReply<'a> {
    /// 0 to 3; a higher tier always stands before a lower one.
    tier: u8,
    /// The left-to-right sum of the parts' points.
    total: f64,
    /// What it is made of; null unless `explain=true`.
    #[schema(required = true)]
    parts: Option<Vec<ScorePartReply<'a>>>,
}

/// One part of a score.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ScorePartReply<'a> {
    /// `match`, `distance` or `quality`.
    signal: &'static str,
    /// From 0 to 1.
    value: f64,
    /// Its weight.
    weight: f64,
    /// `value * weight`.
    points: f64,
    /// In words, in the asked language.
    why: &'a str,
}

/// An id with its label.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LabelledReply<'a> {
    /// The id.
    id: &'a str,
    /// In the asked language.
    label: Cow<'a, str>,
}

/// What of a result depends on the question; its last members.
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub(super) struct StandingReply<'a> {
    distance: Option<f64>,
    distance_m: Option<f64>,
    score: ScoreReply<'a>,
}

impl<'a> StandingReply<'a> {
    pub(super) fn new(hit: &'a Hit, answer: &Answer) -> Self {
        let parts = |why: &'a [ScorePart]| why.iter().map(ScorePartReply::new).collect();
        Self {
            distance: hit.metres.map(|metres| metres.rounded(answer.units)),
            distance_m: hit.metres.map(Metres::get),
            score: ScoreReply {
                tier: hit.score.tier,
                total: hit.score.total,
                parts: answer.explain.then(|| parts(&hit.why)),
            },
        }
    }
}

impl StandingReply<'_> {
    /// Appends the JSON that it serialises to. Without parts it is put together from its numbers and the names between
    /// them, which takes a third of the time: there is one in each result.
    pub(super) fn write(&self, json: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        let ScoreReply { tier, total, parts: None } = self.score else {
            return serde_json::to_writer(json, self);
        };
        json.extend_from_slice(br#"{"distance":"#);
        serde_json::to_writer(&mut *json, &self.distance)?;
        json.extend_from_slice(br#","distance_m":"#);
        serde_json::to_writer(&mut *json, &self.distance_m)?;
        json.extend_from_slice(br#","score":{"tier":"#);
        serde_json::to_writer(&mut *json, &tier)?;
        json.extend_from_slice(br#","total":"#);
        serde_json::to_writer(&mut *json, &total)?;
        json.extend_from_slice(br#","parts":null}}"#);
        Ok(())
    }
}

impl<'a> ResultReply<'a> {
    pub(super) fn new(hit: &'a Hit, answer: &'a Answer, labels: &'a Labels) -> Result<Self, IndexError> {
        Self::standing(hit, answer.lang, labels, StandingReply::new(hit, answer))
    }

    /// A result that stands so.
    pub(super) fn standing(
        hit: &'a Hit,
        lang: Lang,
        labels: &'a Labels,
        standing: StandingReply<'a>,
    ) -> Result<Self, IndexError> {
        let StandingReply { distance, distance_m, score } = standing;
        let record = hit.record.view()?;
        let practice = record.practices.get(hit.practice);
        Ok(Self {
            practice: practice.map(|practice| PracticeReply::new(hit.practice, practice)),
            profile: ProfileReply::new(record, labels, lang),
            moved: hit.record.has_moved(),
            distance,
            distance_m,
            score,
        })
    }
}

impl<'a> ScorePartReply<'a> {
    pub(super) fn new(part: &'a ScorePart) -> Self {
        Self {
            signal: part.signal,
            value: part.part.value,
            weight: part.part.weight,
            points: part.part.points,
            why: &part.why,
        }
    }
}

impl<'a> LabelledReply<'a> {
    pub(super) fn new(id: &'a str, label: impl Into<Cow<'a, str>>) -> Self {
        Self { id, label: label.into() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_written_is_what_it_serialises_to(
            distance in prop::option::of(any::<f64>()), distance_m in prop::option::of(any::<f64>()),
            tier in any::<u8>(), total in any::<f64>(), explained in any::<bool>(),
        ) {
            let part = ScorePartReply { signal: "match", value: total, weight: 0.5, points: 1.0, why: "\"so\"" };
            let score = ScoreReply { tier, total, parts: explained.then(|| vec![part]) };
            let standing = StandingReply { distance, distance_m, score };
            let mut json = Vec::new();
            standing.write(&mut json).expect("JSON");
            prop_assert_eq!(json, serde_json::to_vec(&standing).expect("JSON"));
        }
    }
}
