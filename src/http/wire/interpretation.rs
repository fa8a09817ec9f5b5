//! What was understood of a question, on the wire.

use super::number::Edge;
use super::span::SpanReply;
use crate::domain::{Credential, Fact, Gender, Language, LatLon, ProviderKind, Reach, State, Units};
use crate::places::Place;
use crate::query::{FilterSet, Interpretation, ReadConcept};
use crate::vocabulary::Vocabulary;
use serde::Serialize;
use utoipa::ToSchema;

/// What was understood of the question.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct InterpretationReply<'a> {
    /// The set of specialties that was searched.
    specialties: Vec<ReadReply<'a>>,
    /// Conditions.
    conditions: Vec<ReadReply<'a>>,
    /// Techniques.
    techniques: Vec<ReadReply<'a>>,
    /// Words looked for in names.
    words: &'a [String],
    /// The place searched around, or the state searched in.
    #[schema(required = true)]
    place: Option<PlaceReply<'a>>,
    /// The radius as asked or defaulted.
    #[schema(required = true)]
    radius: Option<RadiusValueReply>,
    /// The filters in force, by the names of the parameters.
    filters: FiltersReply<'a>,
    /// Words that nothing was made of.
    ignored: Vec<&'a str>,
    /// What became of every word of `q` that was read (the first 64), in order and without overlap. The spans agree
    /// with the members above: whatever was given up, such as a place beside `near`, is `ignored` here too.
    spans: Vec<SpanReply<'a>>,
}

/// A concept of the vocabulary that was searched for.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ReadReply<'a> {
    /// The vocabulary's id.
    id: &'a str,
    /// In the asked language.
    label: &'a str,
    /// The words that named it; null where a parameter or another concept did.
    #[schema(required = true)]
    matched: Option<&'a str>,
    /// How many edits the words are away from the clean form.
    typo: u8,
    /// The id of the condition or technique that it follows from.
    #[schema(required = true)]
    inferred_from: Option<&'a str>,
}

/// A place.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PlaceReply<'a> {
    /// `Pittsburgh, PA 15213`; `near` takes it.
    label: &'a str,
    /// Latitude in degrees; null for a state.
    #[schema(required = true)]
    lat: Option<f64>,
    /// Longitude in degrees; null for a state.
    #[schema(required = true)]
    lon: Option<f64>,
    /// `zip`, `city`, `state` or `point`.
    accuracy: &'static str,
    /// Other places of the same name, the most populous first.
    #[schema(no_recursion)]
    alternatives: Vec<Self>,
}

/// A radius and its unit.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, ToSchema)]
pub struct RadiusValueReply {
    /// How far.
    value: Edge,
    /// `mi` or `km`.
    units: &'static str,
}

/// The filters in force; a filter that is not has no key.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct FiltersReply<'a> {
    /// Any of `F`, `M`, `X`, `unknown`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    gender: Vec<&'static str>,
    /// Any of these ISO 639 codes.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    language: Vec<&'a str>,
    /// Any of `yes`, `no`, `unknown`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    accepting_new: Vec<&'static str>,
    /// Any of `yes`, `no`, `unknown`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    telehealth: Vec<&'static str>,
    /// Any of `yes`, `no`, `unknown`.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    wheelchair: Vec<&'static str>,
    /// `person`, `organization` or both.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    kind: Vec<&'static str>,
    /// Any of these credentials.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    credential: Vec<&'a str>,
    /// Practices in this state only, by its postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    /// None of these specialties, by id.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false)]
    exclude: Vec<&'a str>,
}

impl<'a> InterpretationReply<'a> {
    pub(super) fn new(read: &'a Interpretation, units: Units, vocabulary: &'a Vocabulary) -> Self {
        let concepts = |list: &'a [ReadConcept]| list.iter().map(ReadReply::new).collect();
        Self {
            specialties: concepts(&read.specialties),
            conditions: concepts(&read.conditions),
            techniques: concepts(&read.techniques),
            words: &read.words,
            place: read.place.as_ref().map(PlaceReply::new),
            radius: read.radius.map(|reach| RadiusValueReply::new(reach, units)),
            filters: FiltersReply::new(&read.filters, vocabulary),
            ignored: read.ignored.iter().map(|span| span.0.as_str()).collect(),
            spans: read.spans.iter().map(SpanReply::new).collect(),
        }
    }
}

impl RadiusValueReply {
    pub(super) fn new(reach: Reach, units: Units) -> Self {
        Self { value: Edge::new(reach, units), units: units.as_str() }
    }
}

impl<'a> ReadReply<'a> {
    pub(super) fn new(read: &'a ReadConcept) -> Self {
        Self {
            id: &read.id,
            label: &read.label,
            matched: read.matched.as_deref(),
            typo: read.typo,
            inferred_from: read.inferred_from.as_deref(),
        }
    }
}

impl<'a> PlaceReply<'a> {
    pub(super) fn new(place: &'a Place) -> Self {
        Self {
            label: &place.label,
            lat: place.point().map(LatLon::lat),
            lon: place.point().map(LatLon::lon),
            accuracy: place.accuracy(),
            alternatives: place.alternatives.iter().map(PlaceReply::new).collect(),
        }
    }
}

impl<'a> FiltersReply<'a> {
    pub(super) fn new(filters: &'a FilterSet, vocabulary: &'a Vocabulary) -> Self {
        let facts = |facts: &[Fact]| facts.iter().map(|fact| fact.as_str()).collect();
        Self {
            gender: filters.gender.iter().map(|gender| gender.map_or("unknown", Gender::as_str)).collect(),
            language: filters.languages.iter().map(Language::as_str).collect(),
            accepting_new: facts(&filters.accepting_new),
            telehealth: facts(&filters.telehealth),
            wheelchair: facts(&filters.wheelchair),
            kind: filters.kind.iter().copied().map(ProviderKind::as_str).collect(),
            credential: filters.credentials.iter().map(Credential::as_str).collect(),
            state: filters.state.map(State::code),
            exclude: filters.exclude.iter().map(|id| vocabulary.specialty(*id).id.as_str()).collect(),
        }
    }
}
