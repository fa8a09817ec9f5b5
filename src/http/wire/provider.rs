//! Providers on the wire: what a search result and a provider's own page share, and the latter.

use super::result::LabelledReply;
use super::search::NoticeReply;
use super::{ATTRIBUTION, disclaimer};
use crate::domain::{Credential, Gender, Practice, Provider, ProviderId, SpecialtyClaim, Website};
use crate::query::ProviderAnswer;
use crate::vocabulary::{Lang, Vocabulary};
use serde::Serialize;
use utoipa::ToSchema;

/// What is known of a provider, apart from where.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProfileReply<'a> {
    /// `npi:1234567893` or `list:own-id`.
    id: String,
    /// The NPI alone.
    #[schema(required = true)]
    npi: Option<String>,
    /// `person` or `organization`.
    kind: &'static str,
    /// The whole name.
    name: String,
    /// Degrees, licences and certificates as listed.
    credentials: Vec<&'a str>,
    /// `F`, `M` or `X` as stated.
    #[schema(required = true)]
    gender: Option<&'static str>,
    /// Specialties, the primary one first.
    specialties: Vec<SpecialtyReply<'a>>,
    /// Techniques the provider lists.
    techniques: Vec<LabelledReply<'a>>,
    /// Conditions the provider lists.
    conditions: Vec<LabelledReply<'a>>,
    /// Languages spoken.
    languages: Vec<LabelledReply<'a>>,
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
    insurance: Vec<&'a str>,
    /// The provider's own pages, http or https.
    #[schema(required = true)]
    website: Option<&'a str>,
    /// How many practices there are besides the one shown (or besides the first).
    other_practices: usize,
    /// The day the source last touched the record.
    #[schema(required = true)]
    updated: Option<String>,
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
    #[schema(required = true)]
    taxonomy: Option<String>,
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
    /// Street address.
    address: &'a str,
    /// City.
    city: &'a str,
    /// Postal code of the state or territory.
    state: &'static str,
    /// Five digits.
    #[schema(required = true)]
    zip: Option<String>,
    /// E.164: `+14125550100`.
    #[schema(required = true)]
    phone: Option<String>,
    /// Latitude in degrees.
    lat: f64,
    /// Longitude in degrees.
    lon: f64,
    /// How well the point is known: `exact`, `zip` or `city`.
    accuracy: &'static str,
}

/// One provider with all practices.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct ProviderReply<'a> {
    /// The generation that answered.
    generation: &'a str,
    /// What is known, apart from where.
    #[serde(flatten)]
    profile: ProfileReply<'a>,
    /// Where people are seen, the primary practice first.
    practices: Vec<PracticeReply<'a>>,
    /// What the reader should know.
    notices: Vec<NoticeReply<'a>>,
    /// Whose data this is.
    attribution: [&'static str; 2],
    /// What this is not.
    notice: &'static str,
}

impl<'a> ProfileReply<'a> {
    pub(super) fn new(provider: &'a Provider, vocabulary: &'a Vocabulary, lang: Lang) -> Self {
        let npi = match &provider.id {
            ProviderId::Npi(npi) => Some(npi.to_string()),
            ProviderId::Own { .. } => None,
        };
        Self {
            id: provider.id.to_string(),
            npi,
            kind: provider.kind().as_str(),
            name: provider.name.to_string(),
            credentials: provider.credentials.iter().map(Credential::as_str).collect(),
            gender: provider.gender.map(Gender::as_str),
            specialties: specialties(provider, vocabulary, lang),
            techniques: provider
                .techniques
                .iter()
                .map(|id| vocabulary.technique(*id))
                .map(|row| LabelledReply::new(&row.id, in_lang(lang, &row.label, &row.label_es)))
                .collect(),
            conditions: provider
                .conditions
                .iter()
                .map(|id| vocabulary.condition(*id))
                .map(|row| LabelledReply::new(&row.id, in_lang(lang, &row.label, &row.label_es)))
                .collect(),
            languages: provider
                .languages
                .iter()
                .map(|language| {
                    LabelledReply::new(language.as_str(), vocabulary.language_label(*language, lang))
                })
                .collect(),
            accepting_new: provider.accepting_new.known(),
            telehealth: provider.telehealth.known(),
            wheelchair: provider.wheelchair.known(),
            insurance: provider.insurance.iter().map(String::as_str).collect(),
            website: provider.website.as_ref().map(Website::as_str),
            other_practices: provider.practices.len().saturating_sub(1),
            updated: provider.updated.map(|day| day.to_string()),
            source: provider.source.as_str(),
        }
    }
}

fn specialties<'a>(
    provider: &'a Provider,
    vocabulary: &'a Vocabulary,
    lang: Lang,
) -> Vec<SpecialtyReply<'a>> {
    let reply = |claim: &'a SpecialtyClaim| {
        let row = vocabulary.specialty(claim.specialty);
        SpecialtyReply {
            id: &row.id,
            label: in_lang(lang, &row.label, &row.label_es),
            taxonomy: claim.taxonomy.map(|code| code.to_string()),
            primary: claim.primary,
        }
    };
    provider.specialties.iter().map(reply).collect()
}

/// The label in a language; the English one where the table has no other.
pub(super) fn in_lang<'a>(lang: Lang, english: &'a str, spanish: &'a str) -> &'a str {
    match lang {
        Lang::Es if !spanish.is_empty() => spanish,
        Lang::En | Lang::Es => english,
    }
}

impl<'a> PracticeReply<'a> {
    pub(super) fn new(id: usize, practice: &'a Practice) -> Self {
        Self {
            id,
            name: practice.name.as_deref(),
            address: &practice.address,
            city: &practice.city,
            state: practice.state.code(),
            zip: practice.zip.map(|zip| zip.to_string()),
            phone: practice.phone.map(|phone| phone.to_string()),
            lat: practice.point.lat(),
            lon: practice.point.lon(),
            accuracy: practice.accuracy.as_str(),
        }
    }
}

impl<'a> ProviderReply<'a> {
    /// The reply about one provider.
    pub fn from_answer(answer: &'a ProviderAnswer, vocabulary: &'a Vocabulary, lang: Lang) -> Self {
        let practices = answer.provider.practices.iter().enumerate();
        Self {
            generation: &answer.generation,
            profile: ProfileReply::new(&answer.provider, vocabulary, lang),
            practices: practices.map(|(id, practice)| PracticeReply::new(id, practice)).collect(),
            notices: answer.sample.then(|| NoticeReply::sample(lang)).into_iter().collect(),
            attribution: ATTRIBUTION,
            notice: disclaimer(lang),
        }
    }
}
