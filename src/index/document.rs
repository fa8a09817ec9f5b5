//! [`Provider`] as it is stored: a compact record whose vocabulary ids are texts, so that another vocabulary can read
//! it.
//!
//! In: a provider. Out: bytes that begin with the length and text of its id, so that a search by id decodes nothing
//! else ([`id_of`]). Invariants: [`decode`] gives back what [`encode`] took, but for ids that the vocabulary no longer
//! knows, which are dropped; bytes that are no record give `None`, never a panic or a large allocation.

use super::error::IndexError;
use super::record::{NameView, PracticeView};
use crate::domain::{
    Accuracy, Credential, Fact, Gender, Language, LatLon, Name, Phone, Practice, Practices, Provider,
    RecordDate, SpecialtyClaim, Zip5,
};
use crate::vocabulary::Vocabulary;
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

/// A few texts: what records hold of most things lies in it without a memory of its own.
type Texts<'a> = SmallVec<[&'a str; 6]>;

/// A provider's fields in the order they lie on disk.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredProvider<'a> {
    pub(super) id: &'a str,
    #[serde(borrow)]
    pub(super) name: StoredName<'a>,
    pub(super) aliases: Texts<'a>,
    pub(super) credentials: Texts<'a>,
    pub(super) gender: Option<StoredGender>,
    #[serde(borrow)]
    pub(super) specialties: SmallVec<[StoredClaim<'a>; 3]>,
    pub(super) techniques: Texts<'a>,
    pub(super) conditions: Texts<'a>,
    pub(super) languages: Texts<'a>,
    pub(super) accepting_new: Option<bool>,
    pub(super) telehealth: Option<bool>,
    pub(super) wheelchair: Option<bool>,
    pub(super) insurance: Texts<'a>,
    pub(super) website: Option<&'a str>,
    #[serde(borrow)]
    pub(super) practices: SmallVec<[StoredPractice<'a>; 2]>,
    pub(super) updated: Option<i32>,
    pub(super) source: &'a str,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) enum StoredName<'a> {
    Person { given: &'a str, middle: &'a str, family: &'a str, suffix: &'a str },
    Organization(&'a str),
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(super) enum StoredGender {
    Female,
    Male,
    Other,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredClaim<'a> {
    pub(super) specialty: &'a str,
    pub(super) taxonomy: Option<&'a str>,
    pub(super) primary: bool,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum StoredAccuracy {
    Exact,
    Zip,
    City,
}

/// A practice's fields in the order they lie on disk.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct StoredPractice<'a> {
    name: Option<&'a str>,
    address: &'a str,
    city: &'a str,
    state: &'a str,
    zip: Option<u32>,
    phone: Option<u64>,
    lat: f64,
    lon: f64,
    accuracy: StoredAccuracy,
}

/// Appends a provider's record to `out`.
///
/// # Errors
/// [`IndexError::Io`] when the serializer refuses, which no provider is known to bring about.
pub(super) fn encode(
    provider: &Provider,
    vocabulary: &Vocabulary,
    out: &mut Vec<u8>,
) -> Result<(), IndexError> {
    encode_as(&provider.id.to_string(), provider, vocabulary, out)
}

/// [`encode`] of a provider whose id is printed already.
pub(super) fn encode_as(
    id: &str,
    provider: &Provider,
    vocabulary: &Vocabulary,
    out: &mut Vec<u8>,
) -> Result<(), IndexError> {
    append(&StoredProvider::new(id, provider, vocabulary), out)
}

/// Appends whatever is stored in this module's encoding to `out`.
pub(super) fn append(stored: &impl Serialize, out: &mut Vec<u8>) -> Result<(), IndexError> {
    postcard::serialize_with_flavor(stored, Appended(out)).map_err(|error| IndexError::Io {
        path: super::layout::RECORDS.into(),
        source: std::io::Error::new(std::io::ErrorKind::InvalidData, error),
    })
}

/// Takes texts whole; the encoder's own way to extend a memory takes them byte by byte.
struct Appended<'o>(&'o mut Vec<u8>);

impl postcard::ser_flavors::Flavor for Appended<'_> {
    type Output = ();

    #[inline]
    fn try_push(&mut self, byte: u8) -> postcard::Result<()> {
        self.0.push(byte);
        Ok(())
    }

    #[inline]
    fn try_extend(&mut self, bytes: &[u8]) -> postcard::Result<()> {
        self.0.extend_from_slice(bytes);
        Ok(())
    }

    fn finalize(self) -> postcard::Result<()> {
        Ok(())
    }
}

/// Reads a record; `None` when the bytes are none.
pub(super) fn decode(bytes: &[u8], vocabulary: &Vocabulary) -> Option<Provider> {
    stored(bytes)?.believe(vocabulary)
}

/// Reads a record without copying anything out of it; `None` when the bytes are none.
pub(super) fn stored(bytes: &[u8]) -> Option<StoredProvider<'_>> {
    match postcard::take_from_bytes::<StoredProvider<'_>>(bytes) {
        Ok((stored, [])) => Some(stored),
        Ok(_) | Err(_) => None,
    }
}

/// The id that a record begins with, as [`crate::domain::ProviderId`] prints it.
///
/// # Complexity
/// O(1).
pub(super) fn id_of(bytes: &[u8]) -> Option<&str> {
    postcard::take_from_bytes::<&str>(bytes).ok().map(|(id, _rest)| id)
}

/// The family name of a record, or the organization's name; nothing else is decoded.
///
/// # Complexity
/// O(1).
pub(super) fn family_of(bytes: &[u8]) -> Option<&str> {
    let (_id, rest) = postcard::take_from_bytes::<&str>(bytes).ok()?;
    let (name, _rest) = postcard::take_from_bytes::<StoredName<'_>>(rest).ok()?;
    Some(match name {
        StoredName::Person { family, .. } => family,
        StoredName::Organization(name) => name,
    })
}

impl<'a> StoredProvider<'a> {
    /// Shows a provider as it is stored; `id` is its printed id.
    pub(super) fn new(id: &'a str, provider: &'a Provider, vocabulary: &'a Vocabulary) -> Self {
        let technique = |technique| vocabulary.technique(technique).id.as_ref();
        let condition = |condition| vocabulary.condition(condition).id.as_ref();
        Self {
            id,
            name: StoredName::new(&provider.name),
            aliases: provider.aliases.iter().map(String::as_str).collect(),
            credentials: provider.credentials.iter().map(Credential::as_str).collect(),
            gender: provider.gender.map(StoredGender::new),
            specialties: provider
                .specialties
                .iter()
                .map(|claim| StoredClaim::new(claim, vocabulary))
                .collect(),
            techniques: provider.techniques.iter().copied().map(technique).collect(),
            conditions: provider.conditions.iter().copied().map(condition).collect(),
            languages: provider.languages.iter().map(Language::as_str).collect(),
            accepting_new: provider.accepting_new.known(),
            telehealth: provider.telehealth.known(),
            wheelchair: provider.wheelchair.known(),
            insurance: provider.insurance.iter().map(String::as_str).collect(),
            website: provider.website.as_ref().map(crate::domain::Website::as_str),
            practices: provider.practices.iter().map(StoredPractice::new).collect(),
            updated: provider.updated.map(RecordDate::days),
            source: provider.source.as_str(),
        }
    }

    /// The provider, where every part is one that the domain accepts.
    pub(super) fn believe(self, vocabulary: &Vocabulary) -> Option<Provider> {
        let practices: Option<Vec<Practice>> =
            self.practices.into_iter().map(StoredPractice::believe).collect();
        Some(Provider {
            id: self.id.parse().ok()?,
            name: self.name.believe(),
            aliases: owned(&self.aliases),
            credentials: self.credentials.iter().map(|text| text.parse().ok()).collect::<Option<_>>()?,
            gender: self.gender.map(StoredGender::believe),
            specialties: self.specialties.into_iter().filter_map(|claim| claim.believe(vocabulary)).collect(),
            techniques: self.techniques.iter().filter_map(|id| vocabulary.technique_id(id)).collect(),
            conditions: self.conditions.iter().filter_map(|id| vocabulary.condition_id(id)).collect(),
            languages: self.languages.iter().map(|text| text.parse().ok()).collect::<Option<_>>()?,
            accepting_new: fact(self.accepting_new),
            telehealth: fact(self.telehealth),
            wheelchair: fact(self.wheelchair),
            insurance: owned(&self.insurance),
            website: self.website.map(|text| text.parse().ok()).map_or(Some(None), |site| site.map(Some))?,
            practices: Practices::from_vec(practices?)?,
            updated: self.updated.map(RecordDate::from_days).transpose().ok()?,
            source: self.source.parse().ok()?,
        })
    }
}

fn owned(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|&text| text.to_owned()).collect()
}

/// A fact as it is stored.
pub(super) fn fact(known: Option<bool>) -> Fact {
    match known {
        Some(true) => Fact::Yes,
        Some(false) => Fact::No,
        None => Fact::Unknown,
    }
}

impl<'a> StoredName<'a> {
    fn new(name: &'a Name) -> Self {
        match name {
            Name::Person { given, middle, family, suffix } => Self::Person { given, middle, family, suffix },
            Name::Organization(name) => Self::Organization(name),
        }
    }

    /// The name, still in the record.
    pub(super) fn view(&self) -> NameView<'a> {
        match *self {
            Self::Person { given, middle, family, suffix } => {
                NameView::Person([given, middle, family, suffix])
            }
            Self::Organization(name) => NameView::Organization(name),
        }
    }

    fn believe(self) -> Name {
        match self {
            Self::Person { given, middle, family, suffix } => Name::Person {
                given: given.to_owned(),
                middle: middle.to_owned(),
                family: family.to_owned(),
                suffix: suffix.to_owned(),
            },
            Self::Organization(name) => Name::Organization(name.to_owned()),
        }
    }
}

impl StoredGender {
    fn new(gender: Gender) -> Self {
        match gender {
            Gender::Female => Self::Female,
            Gender::Male => Self::Male,
            Gender::Other => Self::Other,
        }
    }

    pub(super) fn believe(self) -> Gender {
        match self {
            Self::Female => Gender::Female,
            Self::Male => Gender::Male,
            Self::Other => Gender::Other,
        }
    }
}

impl<'a> StoredClaim<'a> {
    fn new(claim: &'a SpecialtyClaim, vocabulary: &'a Vocabulary) -> Self {
        Self {
            specialty: vocabulary.specialty(claim.specialty).id.as_ref(),
            taxonomy: claim.taxonomy.as_ref().map(crate::domain::TaxonomyCode::as_str),
            primary: claim.primary,
        }
    }

    /// `None` when the vocabulary does not know the specialty any more.
    pub(super) fn believe(self, vocabulary: &Vocabulary) -> Option<SpecialtyClaim> {
        let taxonomy = self.taxonomy.and_then(|code| code.parse().ok());
        let specialty = vocabulary.specialty_id(self.specialty)?;
        Some(SpecialtyClaim { specialty, taxonomy, primary: self.primary })
    }
}

impl<'a> StoredPractice<'a> {
    /// Shows a practice as it is stored.
    pub(super) fn new(practice: &'a Practice) -> Self {
        Self {
            name: practice.name.as_deref(),
            address: &practice.address,
            city: &practice.city,
            state: practice.state.code(),
            zip: practice.zip.map(Zip5::number),
            phone: practice.phone.map(Phone::national),
            lat: practice.point.lat(),
            lon: practice.point.lon(),
            accuracy: match practice.accuracy {
                Accuracy::Exact => StoredAccuracy::Exact,
                Accuracy::Zip => StoredAccuracy::Zip,
                Accuracy::City => StoredAccuracy::City,
            },
        }
    }

    /// The practice, where every part is one that the domain accepts.
    pub(super) fn believe(self) -> Option<Practice> {
        let PracticeView { name, address, city, state, zip, phone, point, accuracy } = self.view()?;
        let (name, address, city) = (name.map(str::to_owned), address.to_owned(), city.to_owned());
        Some(Practice { name, address, city, state, zip, phone, point, accuracy })
    }

    /// The practice's own name.
    pub(super) fn name(&self) -> Option<&'a str> {
        self.name
    }

    /// The same, still in the record.
    pub(super) fn view(&self) -> Option<PracticeView<'a>> {
        Some(PracticeView {
            name: self.name,
            address: self.address,
            city: self.city,
            state: self.state.parse().ok()?,
            zip: self.zip.map(Zip5::new).transpose().ok()?,
            phone: self.phone.map(Phone::new).transpose().ok()?,
            point: LatLon::new(self.lat, self.lon).ok()?,
            accuracy: match self.accuracy {
                StoredAccuracy::Exact => Accuracy::Exact,
                StoredAccuracy::Zip => Accuracy::Zip,
                StoredAccuracy::City => Accuracy::City,
            },
        })
    }
}

#[cfg(test)]
mod tests;
