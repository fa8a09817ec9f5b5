//! [`Provenance`]: which list, or which correction, each fact of a provider is from.

use super::{Fact, ListName, Practice, Provider, RecordDate};

/// Where a fact is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The list whose row says so; `None` where data staff corrected it.
    pub list: Option<ListName>,
    /// The day that row was last touched, or the correction was verified; `None` where unknown.
    pub updated: Option<RecordDate>,
}

/// Where the facts of a provider are from; `None` where a fact is unknown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Provenance {
    /// Of the name.
    pub name: Origin,
    /// Of degrees, licences and certificates.
    pub credentials: Option<Origin>,
    /// Of the gender.
    pub gender: Option<Origin>,
    /// Of each specialty, in the provider's order.
    pub specialties: Vec<Origin>,
    /// Of the techniques.
    pub techniques: Option<Origin>,
    /// Of the conditions.
    pub conditions: Option<Origin>,
    /// Of the languages.
    pub languages: Option<Origin>,
    /// Of whether new patients are accepted.
    pub accepting_new: Option<Origin>,
    /// Of whether visits by video or phone are offered.
    pub telehealth: Option<Origin>,
    /// Of whether the practice is accessible with a wheelchair.
    pub wheelchair: Option<Origin>,
    /// Of the insurance plans.
    pub insurance: Option<Origin>,
    /// Of the provider's own pages.
    pub website: Option<Origin>,
    /// Of each practice, in the provider's order.
    pub practices: Vec<PracticeProvenance>,
}

/// Where what is known of a practice is from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PracticeProvenance {
    /// Of street, city, state and ZIP code.
    pub address: Origin,
    /// Of the practice's own name.
    pub name: Option<Origin>,
    /// Of the phone.
    pub phone: Option<Origin>,
    /// Of the point.
    pub point: Origin,
    /// The day on which data staff last verified the practice.
    pub verified: Option<RecordDate>,
}

impl Provenance {
    /// Of a provider of one list: that list says all of it.
    pub fn of(provider: &Provider) -> Self {
        let origin = Origin { list: Some(provider.source.clone()), updated: provider.updated };
        let known = |is_known: bool| is_known.then(|| origin.clone());
        let fact = |fact: Fact| known(fact != Fact::Unknown);
        Self {
            name: origin.clone(),
            credentials: known(!provider.credentials.is_empty()),
            gender: known(provider.gender.is_some()),
            specialties: vec![origin.clone(); provider.specialties.len()],
            techniques: known(!provider.techniques.is_empty()),
            conditions: known(!provider.conditions.is_empty()),
            languages: known(!provider.languages.is_empty()),
            accepting_new: fact(provider.accepting_new),
            telehealth: fact(provider.telehealth),
            wheelchair: fact(provider.wheelchair),
            insurance: known(!provider.insurance.is_empty()),
            website: known(provider.website.is_some()),
            practices: provider
                .practices
                .iter()
                .map(|practice| PracticeProvenance::of(practice, &origin))
                .collect(),
        }
    }
}

impl Provenance {
    /// How many facts of a provider may be unknown.
    pub const FACTS: usize = 10;

    /// Of the facts that may be unknown, always in this order.
    pub fn facts(&self) -> [&Option<Origin>; Self::FACTS] {
        [
            &self.credentials,
            &self.gender,
            &self.techniques,
            &self.conditions,
            &self.languages,
            &self.accepting_new,
            &self.telehealth,
            &self.wheelchair,
            &self.insurance,
            &self.website,
        ]
    }

    /// The origins of all facts, each once, that of the name first.
    pub fn origins(&self) -> Vec<&Origin> {
        let practices = self.practices.iter().flat_map(|practice| {
            let maybe = practice.name.iter().chain(&practice.phone);
            [&practice.address, &practice.point].into_iter().chain(maybe)
        });
        let all = std::iter::once(&self.name).chain(&self.specialties).chain(practices);
        let mut once: Vec<&Origin> = Vec::new();
        for origin in all.chain(self.facts().into_iter().flatten()) {
            if !once.contains(&origin) {
                once.push(origin);
            }
        }
        once
    }
}

impl PracticeProvenance {
    /// Of a practice that one row, or one correction, tells of.
    pub fn of(practice: &Practice, origin: &Origin) -> Self {
        let known = |is_known: bool| is_known.then(|| origin.clone());
        Self {
            address: origin.clone(),
            name: known(practice.name.is_some()),
            phone: known(practice.phone.is_some()),
            point: origin.clone(),
            verified: None,
        }
    }
}
