//! Providers on the wire: what a search result and a provider's own page share, and the latter.

use super::labels::{Labelled, Labels};
use super::provenance::ProvenanceReply;
use super::result::LabelledReply;
use super::search::NoticeReply;
use super::{ATTRIBUTION, disclaimer};
use crate::domain::{
    ConditionId, Gender, Language, Phone, RecordDate, SpecialtyClaim, TaxonomyCode, TechniqueId, Zip5,
};
use crate::index::{IndexError, NameView, PracticeView, Record, RecordView};
use crate::query::{Colleagues, ProviderAnswer};
use crate::vocabulary::Lang;
use serde::{Serialize, Serializer};
use smallvec::SmallVec;
use std::fmt;
use utoipa::ToSchema;

/// What is known of a provider, apart from where.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProfileReply<'a> {
    /// `npi:1234567893` or `list:own-id`.
    id: &'a str,
    /// The NPI alone.
    #[schema(required = true)]
    npi: Option<&'a str>,
    /// `person` or `organization`.
    kind: &'static str,
    /// The whole name.
    #[schema(value_type = String)]
    name: Shown<NameView<'a>>,
    /// Degrees, licences and certificates as listed.
    #[schema(value_type = Vec<&str>)]
    credentials: SmallVec<[&'a str; 6]>,
    /// `F`, `M` or `X` as stated.
    #[schema(required = true)]
    gender: Option<&'static str>,
    /// Specialties, the primary one first.
    #[schema(value_type = Vec<SpecialtyReply>)]
    specialties: SmallVec<[SpecialtyReply<'a>; 3]>,
    /// Techniques the provider lists.
    #[schema(value_type = Vec<LabelledReply>)]
    techniques: SmallVec<[Labelled<'a>; 6]>,
    /// Conditions the provider lists.
    #[schema(value_type = Vec<LabelledReply>)]
    conditions: SmallVec<[Labelled<'a>; 6]>,
    /// Languages spoken.
    #[schema(value_type = Vec<LabelledReply>)]
    languages: SmallVec<[Labelled<'a>; 6]>,
    /// Whether new patients are accepted.
    #[schema(required = true)]
    accepting_new: Option<bool>,
    /// Whether visits by video or phone are offered.
    #[schema(required = true)]
    telehealth: Option<bool>,
    /// Whether the practice is accessible with a wheelchair.
    #[schema(required = true)]
    wheelchair: Option<bool>,
    /// Insurance plans as listed.
    #[schema(value_type = Vec<&str>)]
    insurance: SmallVec<[&'a str; 6]>,
    /// The provider's own pages, http or https.
    #[schema(required = true)]
    website: Option<&'a str>,
    /// How many practices there are besides the one shown (or besides the first).
    other_practices: usize,
    /// The day the source last touched the record.
    #[schema(required = true, value_type = Option<String>)]
    updated: Option<Shown<RecordDate>>,
    /// The list that the facts come from.
    source: &'a str,
}

/// A specialty of a provider.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct SpecialtyReply<'a> {
    /// The vocabulary's id.
    id: &'a str,
    /// In the asked language.
    label: &'a str,
    /// The NUCC taxonomy code that said so, where one did.
    #[schema(required = true, value_type = Option<String>)]
    taxonomy: Option<Shown<TaxonomyCode>>,
    /// Whether the source marks it as the main one.
    primary: bool,
}

/// One address where a provider sees people.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct PracticeReply<'a> {
    /// Its place in the provider's order, the primary one 0; valid in one generation.
    id: usize,
    /// The practice's own name.
    #[schema(required = true)]
    name: Option<&'a str>,
    /// Street address; null when unknown.
    #[schema(required = true)]
    address: Option<&'a str>,
    /// City.
    city: &'a str,
    /// Postal code of the state or territory.
    state: &'static str,
    /// Five digits.
    #[schema(required = true, value_type = Option<String>)]
    zip: Option<Shown<Zip5>>,
    /// E.164: `+14125550100`.
    #[schema(required = true, value_type = Option<String>)]
    phone: Option<Shown<Phone>>,
    /// Latitude in degrees.
    lat: f64,
    /// Longitude in degrees.
    lon: f64,
    /// How well the point is known: `exact`, `zip` or `city`.
    accuracy: &'static str,
}

/// An address of a provider, and who else is there.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct AddressReply<'a> {
    /// The address.
    #[serde(flatten)]
    practice: PracticeReply<'a>,
    /// Who else practises at the same street and ZIP code, or city where one of both has no ZIP code, wherever lists place
    /// them; nobody where `address` names no house (`Suite 100`, `Telehealth`). Null beyond the first 20 practices.
    #[schema(required = true)]
    colleagues: Option<ColleaguesReply<'a>>,
}

/// Who else practises at an address.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ColleaguesReply<'a> {
    /// How many providers, exactly: each of them has this one among its own.
    total: usize,
    /// The first of them by family name, at most 10.
    providers: Vec<ColleagueReply<'a>>,
}

/// Somebody at the same address.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ColleagueReply<'a> {
    /// `npi:1234567893` or `list:own-id`.
    id: &'a str,
    /// `person` or `organization`.
    kind: &'static str,
    /// The whole name.
    #[schema(value_type = String)]
    name: Shown<NameView<'a>>,
    /// Degrees, licences and certificates as listed.
    #[schema(value_type = Vec<&str>)]
    credentials: SmallVec<[&'a str; 6]>,
}

/// One provider with all practices.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProviderReply<'a> {
    /// The generation that answered.
    generation: &'a str,
    /// What is known, apart from where.
    #[serde(flatten)]
    profile: ProfileReply<'a>,
    /// Whether the first practice is at another address, over a mile from where its list's last import had it.
    moved: bool,
    /// Where people are seen, the primary practice first.
    practices: Vec<AddressReply<'a>>,
    /// Which list each fact is from; `null` where the generation does not tell.
    #[schema(required = true)]
    provenance: Option<ProvenanceReply<'a>>,
    /// What the reader should know.
    notices: Vec<NoticeReply<'a>>,
    /// Whose data this is.
    attribution: [&'static str; 2],
    /// What this is not.
    notice: &'static str,
}

/// Something that is written as it is printed, without a text of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shown<T>(pub(super) T);

impl<T: fmt::Display> Serialize for Shown<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<'a> ProfileReply<'a> {
    pub(super) fn new(record: RecordView<'a>, labels: &'a Labels, lang: Lang) -> Self {
        let technique = |id: &TechniqueId| labels.technique(*id, lang);
        let condition = |id: &ConditionId| labels.condition(*id, lang);
        let language = |language: &Language| labels.language(*language, lang);
        let specialty = |claim: &SpecialtyClaim| SpecialtyReply::new(*claim, labels, lang);
        Self {
            id: record.id,
            npi: record.id.strip_prefix("npi:"),
            kind: record.name.kind().as_str(),
            name: Shown(record.name),
            credentials: record.credentials,
            gender: record.gender.map(Gender::as_str),
            specialties: record.specialties.iter().map(specialty).collect(),
            techniques: record.techniques.iter().filter_map(technique).collect(),
            conditions: record.conditions.iter().filter_map(condition).collect(),
            languages: record.languages.iter().filter_map(language).collect(),
            accepting_new: record.accepting_new.known(),
            telehealth: record.telehealth.known(),
            wheelchair: record.wheelchair.known(),
            insurance: record.insurance,
            website: record.website,
            other_practices: record.practices.len().saturating_sub(1),
            updated: record.updated.map(Shown),
            source: record.source,
        }
    }
}

impl<'a> SpecialtyReply<'a> {
    fn new(claim: SpecialtyClaim, labels: &'a Labels, lang: Lang) -> Self {
        let row = labels.vocabulary().specialty(claim.specialty);
        Self {
            id: &row.id,
            label: in_lang(lang, &row.label, &row.label_es),
            taxonomy: claim.taxonomy.map(Shown),
            primary: claim.primary,
        }
    }
}

/// The label in a language; the English one where the table has no other.
pub(super) fn in_lang<'a>(lang: Lang, english: &'a str, spanish: &'a str) -> &'a str {
    match lang {
        Lang::Es if !spanish.is_empty() => spanish,
        Lang::En | Lang::Es => english,
    }
}

impl<'a> PracticeReply<'a> {
    pub(super) fn new(id: usize, practice: &PracticeView<'a>) -> Self {
        Self {
            id,
            name: practice.name,
            address: Some(practice.address).filter(|street| !street.is_empty()),
            city: practice.city,
            state: practice.state.code(),
            zip: practice.zip.map(Shown),
            phone: practice.phone.map(Shown),
            lat: practice.point.lat(),
            lon: practice.point.lon(),
            accuracy: practice.accuracy.as_str(),
        }
    }
}

impl<'a> ColleaguesReply<'a> {
    fn new(colleagues: &'a Colleagues) -> Result<Self, IndexError> {
        let colleague = |record: &'a Record| {
            let RecordView { id, name, credentials, .. } = record.view()?;
            Ok(ColleagueReply { id, kind: name.kind().as_str(), name: Shown(name), credentials })
        };
        let providers = colleagues.first.iter().map(colleague).collect::<Result<_, IndexError>>()?;
        Ok(Self { total: colleagues.total, providers })
    }
}

impl<'a> ProviderReply<'a> {
    /// The reply about one provider; `colleagues` are those at each of its practices, in their order.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when its record cannot be read.
    pub fn from_answer(
        answer: &'a ProviderAnswer,
        colleagues: &'a [Colleagues],
        labels: &'a Labels,
        lang: Lang,
    ) -> Result<Self, IndexError> {
        let record = answer.record.view()?;
        let mut practices = Vec::with_capacity(record.practices.len());
        for (id, practice) in record.practices.iter().enumerate() {
            let colleagues = colleagues.get(id).map(ColleaguesReply::new).transpose()?;
            practices.push(AddressReply { practice: PracticeReply::new(id, practice), colleagues });
        }
        Ok(Self {
            generation: &answer.generation,
            practices,
            profile: ProfileReply::new(record, labels, lang),
            moved: answer.record.has_moved(),
            provenance: answer.provenance.as_ref().map(ProvenanceReply::new),
            notices: answer.sample.then(|| NoticeReply::sample(lang)).into_iter().collect(),
            attribution: ATTRIBUTION,
            notice: disclaimer(lang),
        })
    }
}
