//! Records read where they lie: [`Record`], a provider of an opened generation, and [`RecordView`], its fields without
//! a copy of any text.
//!
//! In: a snapshot and the number of a provider. Out: borrowed fields, or a whole [`Provider`]. Invariant: both hold what
//! the domain accepts and the vocabulary knows, and agree; `tests` compares them.

use super::document::{self, StoredProvider};
use super::error::{IndexError, io_at};
use super::layout;
use super::snapshot::Snapshot;
use crate::domain::{
    Accuracy, ConditionId, Credential, Fact, Gender, Language, LatLon, Name, Phone, Practice, Provider,
    ProviderKind, RecordDate, SpecialtyClaim, State, TechniqueId, Website, Zip5,
};
use crate::vocabulary::Vocabulary;
use smallvec::SmallVec;
use std::fmt;
use std::path::Path;
use std::sync::{Arc, Weak};

/// A provider of an opened generation, which stays open as long as this does; cheap to copy.
#[derive(Clone)]
pub struct Record {
    snapshot: Arc<Snapshot>,
    number: u32,
}

/// What a record says, read in place.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordView<'a> {
    /// The id as it is printed: `npi:1234567893` or `list:own-id`.
    pub id: &'a str,
    /// The name.
    pub name: NameView<'a>,
    /// Further names.
    pub aliases: SmallVec<[&'a str; 6]>,
    /// Degrees, licences and certificates.
    pub credentials: SmallVec<[&'a str; 6]>,
    /// As the source states it.
    pub gender: Option<Gender>,
    /// Specialties, the primary one first.
    pub specialties: SmallVec<[SpecialtyClaim; 3]>,
    /// Techniques the provider lists.
    pub techniques: SmallVec<[TechniqueId; 6]>,
    /// Conditions the provider lists.
    pub conditions: SmallVec<[ConditionId; 6]>,
    /// Languages spoken.
    pub languages: SmallVec<[Language; 6]>,
    /// Whether new patients are accepted.
    pub accepting_new: Fact,
    /// Whether visits by video or phone are offered.
    pub telehealth: Fact,
    /// Whether the practice is accessible with a wheelchair.
    pub wheelchair: Fact,
    /// Insurance plans as listed.
    pub insurance: SmallVec<[&'a str; 6]>,
    /// The provider's own pages.
    pub website: Option<&'a str>,
    /// Where people are seen, the primary practice first; never empty.
    pub practices: SmallVec<[PracticeView<'a>; 2]>,
    /// When the source last touched the record.
    pub updated: Option<RecordDate>,
    /// The list that the facts come from.
    pub source: &'a str,
}

/// A name, read in place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NameView<'a> {
    /// Given name, middle name, family name and suffix of a person; all but the family name may be empty.
    Person([&'a str; 4]),
    /// An organization's name.
    Organization(&'a str),
}

/// A practice, read in place.
#[derive(Debug, Clone, PartialEq)]
pub struct PracticeView<'a> {
    /// The practice's own name.
    pub name: Option<&'a str>,
    /// Street and number.
    pub address: &'a str,
    /// The city.
    pub city: &'a str,
    /// The state or territory.
    pub state: State,
    /// The ZIP code.
    pub zip: Option<Zip5>,
    /// The practice's phone.
    pub phone: Option<Phone>,
    /// Where it is.
    pub point: LatLon,
    /// How well the point is known.
    pub accuracy: Accuracy,
}

impl Record {
    /// The record of the provider with that number.
    pub fn new(snapshot: &Arc<Snapshot>, number: u32) -> Self {
        Self { snapshot: Arc::clone(snapshot), number }
    }

    /// The number of its provider, in its generation.
    pub fn number(&self) -> u32 {
        self.number
    }

    /// The snapshot it was read from, without keeping that open.
    pub fn origin(&self) -> Weak<Snapshot> {
        Arc::downgrade(&self.snapshot)
    }

    /// Whether it was read from that snapshot.
    pub fn is_of(&self, snapshot: &Weak<Snapshot>) -> bool {
        std::ptr::eq(snapshot.as_ptr(), Arc::as_ptr(&self.snapshot))
    }

    /// Its fields.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when it cannot be read.
    ///
    /// # Complexity
    /// One pass over its bytes; nothing is allocated for a record of ordinary size.
    pub fn view(&self) -> Result<RecordView<'_>, IndexError> {
        let bytes = self.snapshot.stored(self.number);
        bytes
            .and_then(|bytes| RecordView::read(bytes, self.snapshot.vocabulary()))
            .ok_or_else(|| self.snapshot.unreadable(self.number))
    }

    /// Who else practises at the address of a practice of this provider, by family name.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when a record cannot be read.
    ///
    /// # Complexity
    /// One record for each of them; the first time in a generation, one pass over all records.
    pub fn beside(&self, practice: &PracticeView<'_>) -> Result<Vec<Self>, IndexError> {
        self.snapshot.beside(self.number, practice)
    }

    /// The whole provider, copied out.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when it cannot be read.
    pub fn provider(&self) -> Result<Provider, IndexError> {
        self.snapshot.provider(self.number)
    }

    /// As [`Snapshot::has_moved`].
    pub fn has_moved(&self) -> bool {
        let id = || self.snapshot.stored(self.number).and_then(document::id_of);
        self.snapshot.has_anybody_moved() && id().is_some_and(|id| self.snapshot.has_moved(id))
    }
}

/// Two records are the same when they hold the same.
impl PartialEq for Record {
    fn eq(&self, other: &Self) -> bool {
        self.snapshot.stored(self.number) == other.snapshot.stored(other.number)
    }
}

impl fmt::Debug for Record {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let id = self.snapshot.stored(self.number).and_then(document::id_of);
        write!(out, "Record({})", id.unwrap_or("unreadable"))
    }
}

impl<'a> NameView<'a> {
    /// Shows a name.
    pub fn of(name: &'a Name) -> Self {
        match name {
            Name::Person { given, middle, family, suffix } => Self::Person([given, middle, family, suffix]),
            Name::Organization(name) => Self::Organization(name),
        }
    }

    /// Whether this is a person or an organization.
    pub fn kind(&self) -> ProviderKind {
        match self {
            Self::Person(_) => ProviderKind::Person,
            Self::Organization(_) => ProviderKind::Organization,
        }
    }
}

impl fmt::Display for NameView<'_> {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = match self {
            Self::Person(parts) => parts.as_slice(),
            Self::Organization(name) => std::slice::from_ref(name),
        };
        let mut space = "";
        for part in parts.iter().filter(|part| !part.is_empty()) {
            out.write_str(space)?;
            out.write_str(part)?;
            space = " ";
        }
        Ok(())
    }
}

impl<'a> PracticeView<'a> {
    /// Shows a practice.
    pub fn of(practice: &'a Practice) -> Self {
        Self {
            name: practice.name.as_deref(),
            address: &practice.address,
            city: &practice.city,
            state: practice.state,
            zip: practice.zip,
            phone: practice.phone,
            point: practice.point,
            accuracy: practice.accuracy,
        }
    }
}

impl<'a> RecordView<'a> {
    /// Shows a provider as if it were stored; `id` is its printed id.
    pub fn of(provider: &'a Provider, id: &'a str) -> Self {
        Self {
            id,
            name: NameView::of(&provider.name),
            aliases: provider.aliases.iter().map(String::as_str).collect(),
            credentials: provider.credentials.iter().map(Credential::as_str).collect(),
            gender: provider.gender,
            specialties: provider.specialties.iter().copied().collect(),
            techniques: provider.techniques.iter().copied().collect(),
            conditions: provider.conditions.iter().copied().collect(),
            languages: provider.languages.iter().copied().collect(),
            accepting_new: provider.accepting_new,
            telehealth: provider.telehealth,
            wheelchair: provider.wheelchair,
            insurance: provider.insurance.iter().map(String::as_str).collect(),
            website: provider.website.as_ref().map(Website::as_str),
            practices: provider.practices.iter().map(PracticeView::of).collect(),
            updated: provider.updated,
            source: provider.source.as_str(),
        }
    }

    /// The primary practice, which every record has.
    pub fn primary(&self) -> Option<&PracticeView<'a>> {
        self.practices.first()
    }

    /// Reads a record that was stored during this import.
    ///
    /// # Errors
    /// [`IndexError::Io`] where it is none.
    pub fn of_stored(bytes: &'a [u8], vocabulary: &Vocabulary) -> Result<Self, IndexError> {
        Self::read(bytes, vocabulary).ok_or_else(|| {
            let kind = std::io::ErrorKind::InvalidData;
            io_at(Path::new(layout::RECORDS))(std::io::Error::new(kind, "a stored record is damaged"))
        })
    }

    /// Reads a record's bytes; `None` where they are none.
    pub(super) fn read(bytes: &'a [u8], vocabulary: &Vocabulary) -> Option<Self> {
        let stored: StoredProvider<'a> = document::stored(bytes)?;
        let practices: SmallVec<[PracticeView<'a>; 2]> =
            stored.practices.iter().map(document::StoredPractice::view).collect::<Option<_>>()?;
        if practices.is_empty() {
            return None;
        }
        Some(Self {
            id: stored.id,
            name: stored.name.view(),
            aliases: stored.aliases,
            credentials: stored.credentials,
            gender: stored.gender.map(document::StoredGender::believe),
            specialties: stored
                .specialties
                .into_iter()
                .filter_map(|claim| claim.believe(vocabulary))
                .collect(),
            techniques: stored.techniques.iter().filter_map(|id| vocabulary.technique_id(id)).collect(),
            conditions: stored.conditions.iter().filter_map(|id| vocabulary.condition_id(id)).collect(),
            languages: stored.languages.iter().map(|text| text.parse().ok()).collect::<Option<_>>()?,
            accepting_new: document::fact(stored.accepting_new),
            telehealth: document::fact(stored.telehealth),
            wheelchair: document::fact(stored.wheelchair),
            insurance: stored.insurance,
            website: stored.website,
            practices,
            updated: stored.updated.map(RecordDate::from_days).transpose().ok()?,
            source: stored.source,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::document::encode;
    use super::super::sample::{any_provider, vocabulary};
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_view_says_what_the_provider_says(provider in any_provider()) {
            let vocabulary = vocabulary();
            let (same, id) = (provider.clone(), provider.id.to_string());
            let mut bytes = Vec::new();
            encode(&provider, &vocabulary, &mut bytes).expect("a provider");
            let view = RecordView::read(&bytes, &vocabulary).expect("a record");
            prop_assert_eq!(&view, &RecordView::of(&same, &id));
            prop_assert_eq!(view.id, &id);
            prop_assert_eq!(view.name.to_string(), provider.name.to_string());
            prop_assert_eq!(view.name.kind(), provider.kind());
            prop_assert_eq!(view.aliases.as_slice(), provider.aliases);
            let credentials: Vec<&str> = provider.credentials.iter().map(Credential::as_str).collect();
            prop_assert_eq!(view.credentials.as_slice(), credentials);
            prop_assert_eq!(view.gender, provider.gender);
            prop_assert_eq!(view.specialties.as_slice(), provider.specialties);
            prop_assert_eq!(view.techniques.as_slice(), provider.techniques);
            prop_assert_eq!(view.conditions.as_slice(), provider.conditions);
            prop_assert_eq!(view.languages.as_slice(), provider.languages);
            let facts = [provider.accepting_new, provider.telehealth, provider.wheelchair];
            prop_assert_eq!([view.accepting_new, view.telehealth, view.wheelchair], facts);
            prop_assert_eq!(view.insurance.as_slice(), provider.insurance);
            prop_assert_eq!(view.website, provider.website.as_ref().map(Website::as_str));
            prop_assert_eq!(view.updated, provider.updated);
            prop_assert_eq!(view.source, provider.source.as_str());
            prop_assert_eq!(view.practices.len(), provider.practices.len());
            for (view, practice) in view.practices.iter().zip(provider.practices.iter()) {
                prop_assert_eq!(view.name, practice.name.as_deref());
                prop_assert_eq!([view.address, view.city], [&practice.address, &practice.city]);
                prop_assert_eq!((view.state, view.zip, view.phone), (practice.state, practice.zip, practice.phone));
                prop_assert_eq!((view.point, view.accuracy), (practice.point, practice.accuracy));
            }
        }

        #[test]
        fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let _ = RecordView::read(&bytes, &vocabulary());
        }
    }
}
