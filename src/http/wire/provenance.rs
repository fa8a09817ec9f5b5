//! Where each fact of a provider is from, on the wire.

use super::provider::Shown;
use crate::domain::{ListName, Origin, PracticeProvenance, Provenance, RecordDate};
use serde::Serialize;
use utoipa::ToSchema;

/// Where the facts of a provider are from; `null` where a fact is unknown.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProvenanceReply<'a> {
    /// Of the name.
    name: OriginReply<'a>,
    /// Of degrees, licences and certificates.
    #[schema(required = true)]
    credentials: Option<OriginReply<'a>>,
    /// Of the gender.
    #[schema(required = true)]
    gender: Option<OriginReply<'a>>,
    /// Of each specialty, in the order of `specialties`.
    specialties: Vec<OriginReply<'a>>,
    /// Of the techniques.
    #[schema(required = true)]
    techniques: Option<OriginReply<'a>>,
    /// Of the conditions.
    #[schema(required = true)]
    conditions: Option<OriginReply<'a>>,
    /// Of the languages.
    #[schema(required = true)]
    languages: Option<OriginReply<'a>>,
    /// Of whether new patients are accepted.
    #[schema(required = true)]
    accepting_new: Option<OriginReply<'a>>,
    /// Of whether visits by video or phone are offered.
    #[schema(required = true)]
    telehealth: Option<OriginReply<'a>>,
    /// Of whether the practice is accessible with a wheelchair.
    #[schema(required = true)]
    wheelchair: Option<OriginReply<'a>>,
    /// Of the insurance plans.
    #[schema(required = true)]
    insurance: Option<OriginReply<'a>>,
    /// Of the provider's own pages.
    #[schema(required = true)]
    website: Option<OriginReply<'a>>,
    /// Of each practice, in the order of `practices`.
    practices: Vec<PracticeProvenanceReply<'a>>,
}

/// Where what is known of a practice is from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PracticeProvenanceReply<'a> {
    /// Of street, city, state and ZIP code.
    address: OriginReply<'a>,
    /// Of the practice's own name.
    #[schema(required = true)]
    name: Option<OriginReply<'a>>,
    /// Of the phone.
    #[schema(required = true)]
    phone: Option<OriginReply<'a>>,
    /// Of latitude and longitude.
    point: OriginReply<'a>,
    /// The day on which the practice was last verified by those who keep the lists.
    #[schema(required = true, value_type = Option<String>)]
    verified: Option<Shown<RecordDate>>,
}

/// Where a fact is from.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct OriginReply<'a> {
    /// The list whose row says so; `null` where it was corrected.
    #[schema(required = true)]
    list: Option<&'a str>,
    /// The day that row was last touched, or the correction was verified; `null` where unknown.
    #[schema(required = true, value_type = Option<String>)]
    updated: Option<Shown<RecordDate>>,
    /// Whether those who keep the lists corrected it.
    corrected: bool,
}

impl<'a> OriginReply<'a> {
    fn new(origin: &'a Origin) -> Self {
        Self {
            list: origin.list.as_ref().map(ListName::as_str),
            updated: origin.updated.map(Shown),
            corrected: origin.list.is_none(),
        }
    }

    fn maybe(origin: Option<&'a Origin>) -> Option<Self> {
        origin.map(Self::new)
    }
}

impl<'a> ProvenanceReply<'a> {
    pub(super) fn new(of: &'a Provenance) -> Self {
        let maybe = |origin: &'a Option<Origin>| OriginReply::maybe(origin.as_ref());
        Self {
            name: OriginReply::new(&of.name),
            credentials: maybe(&of.credentials),
            gender: maybe(&of.gender),
            specialties: of.specialties.iter().map(OriginReply::new).collect(),
            techniques: maybe(&of.techniques),
            conditions: maybe(&of.conditions),
            languages: maybe(&of.languages),
            accepting_new: maybe(&of.accepting_new),
            telehealth: maybe(&of.telehealth),
            wheelchair: maybe(&of.wheelchair),
            insurance: maybe(&of.insurance),
            website: maybe(&of.website),
            practices: of.practices.iter().map(PracticeProvenanceReply::new).collect(),
        }
    }
}

impl<'a> PracticeProvenanceReply<'a> {
    fn new(of: &'a PracticeProvenance) -> Self {
        Self {
            address: OriginReply::new(&of.address),
            name: OriginReply::maybe(of.name.as_ref()),
            phone: OriginReply::maybe(of.phone.as_ref()),
            point: OriginReply::new(&of.point),
            verified: of.verified.map(Shown),
        }
    }
}
