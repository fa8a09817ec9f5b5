//! Counts per facet, on the wire.

use crate::query::{FacetValue, Facets};
use serde::Serialize;
use utoipa::ToSchema;

/// Counts over everything that matches.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FacetsReply<'a> {
    /// By specialty.
    specialties: Vec<LabelledCountReply<'a>>,
    /// By technique.
    techniques: Vec<LabelledCountReply<'a>>,
    /// By condition.
    conditions: Vec<LabelledCountReply<'a>>,
    /// By language.
    languages: Vec<LabelledCountReply<'a>>,
    /// `yes`, `no`, `unknown`.
    accepting_new: Vec<CountReply<'a>>,
    /// `yes`, `no`, `unknown`.
    telehealth: Vec<CountReply<'a>>,
    /// `yes`, `no`, `unknown`.
    wheelchair: Vec<CountReply<'a>>,
    /// `F`, `M`, `X`, `unknown`.
    gender: Vec<CountReply<'a>>,
    /// `person`, `organization`.
    kind: Vec<CountReply<'a>>,
}

/// How many have an id of the vocabulary.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct LabelledCountReply<'a> {
    /// The id.
    id: &'a str,
    /// In the asked language.
    label: &'a str,
    /// How many providers.
    count: u64,
}

/// How many have a value.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CountReply<'a> {
    /// The value, as the filter takes it.
    value: &'a str,
    /// How many providers.
    count: u64,
}

impl<'a> FacetsReply<'a> {
    pub(super) fn new(facets: &'a Facets) -> Self {
        let labelled = |values: &'a [FacetValue]| values.iter().map(LabelledCountReply::new).collect();
        let plain = |values: &'a [FacetValue]| {
            values.iter().map(|value| CountReply { value: &value.id, count: value.count }).collect()
        };
        Self {
            specialties: labelled(&facets.specialties),
            techniques: labelled(&facets.techniques),
            conditions: labelled(&facets.conditions),
            languages: labelled(&facets.languages),
            accepting_new: plain(&facets.accepting_new),
            telehealth: plain(&facets.telehealth),
            wheelchair: plain(&facets.wheelchair),
            gender: plain(&facets.gender),
            kind: plain(&facets.kind),
        }
    }
}

impl<'a> LabelledCountReply<'a> {
    pub(super) fn new(value: &'a FacetValue) -> Self {
        Self { id: &value.id, label: value.label.as_deref().unwrap_or(&value.id), count: value.count }
    }
}
