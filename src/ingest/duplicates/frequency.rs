//! How rare a name, a place or a phone is among the people who are compared.
//!
//! In: everybody. Out: the chance that somebody else has the same by accident. Invariant: a chance is above 0 and at
//! most 1; in a small list it is what it would be if a thousand others stood beside.

use super::blocks::fingerprint;
use super::census;
use super::person::{Person, Site};
use crate::domain::Phone;
use std::collections::HashMap;

/// As many people as are imagined beside those of a list, so that a short one does not make every name a rare one.
pub(super) const BESIDE: f64 = 1_000.0;

/// Counts of what people have.
#[derive(Debug, Default)]
pub(super) struct Frequencies {
    people: u32,
    counts: HashMap<u64, u32>,
}

/// What is counted, and the share of it that is expected before anything is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Counted {
    /// A family name.
    Family,
    /// The first word of a given name.
    Given,
    /// Its first letter.
    Initial,
    /// Both names together.
    Whole,
    /// A house.
    Address,
    /// A ZIP code.
    Zip,
    /// A city.
    City,
    /// The first three digits of a ZIP code.
    Area,
    /// A phone.
    Phone,
}

impl Counted {
    /// The share that is expected before anything is counted.
    ///
    /// # Source
    /// There are about 41,000 ZIP codes, 900 areas and 20,000 cities, and lists of one state have a tenth of them. Of
    /// names [`census`] knows better.
    fn expected(self) -> f64 {
        match self {
            Self::Family | Self::Given | Self::Whole | Self::City => 0.001,
            Self::Initial => 0.06,
            Self::Address | Self::Phone => 0.000_01,
            Self::Zip => 0.000_3,
            Self::Area => 0.01,
        }
    }
}

impl Frequencies {
    /// Counts a person.
    pub(super) fn count(&mut self, person: &Person) {
        self.people = self.people.saturating_add(1);
        counted(person, &mut |key| *self.counts.entry(key).or_default() += 1);
    }

    /// Counts a person, and of what it has only what others before had too: nobody will ask for the rest.
    pub(super) fn count_known(&mut self, person: &Person) {
        self.people = self.people.saturating_add(1);
        counted(person, &mut |key| {
            if let Some(count) = self.counts.get_mut(&key) {
                *count += 1;
            }
        });
    }

    /// How many people there are, with those imagined beside.
    pub(super) fn people(&self) -> f64 {
        f64::from(self.people) + BESIDE
    }

    /// The chance that somebody has the same family name.
    pub(super) fn family(&self, name: &str) -> f64 {
        self.share(Counted::Family, &name, census::family(name))
    }

    /// The chance that somebody has the same given name.
    pub(super) fn given(&self, name: &str) -> f64 {
        self.share(Counted::Given, &name, census::given(name))
    }

    /// How many have that given name.
    pub(super) fn bearers(&self, name: &str) -> u32 {
        self.counts.get(&fingerprint(&(Counted::Given, &name))).copied().unwrap_or(0)
    }

    /// The chance that somebody's given name begins with the same letter.
    pub(super) fn initial(&self, name: &str) -> f64 {
        self.chance(Counted::Initial, &name.chars().next())
    }

    /// The chance of both names, counted in those who bear them beside the two who are compared; `None` where nobody does.
    pub(super) fn whole(&self, given: &str, family: &str) -> Option<f64> {
        let counted = self.counts.get(&fingerprint(&(Counted::Whole, (given, family)))).copied().unwrap_or(0);
        (counted > 2).then(|| f64::from(counted - 2) / self.people())
    }

    /// The chance of a place.
    pub(super) fn place(&self, kind: Counted, place: u64) -> f64 {
        self.chance(kind, &place)
    }

    /// The chance of a phone.
    pub(super) fn phone(&self, phone: Phone) -> f64 {
        self.chance(Counted::Phone, &phone.national())
    }

    fn chance(&self, kind: Counted, value: &impl std::hash::Hash) -> f64 {
        self.share(kind, value, kind.expected())
    }

    fn share(&self, kind: Counted, value: &impl std::hash::Hash, expected: f64) -> f64 {
        let counted = self.counts.get(&fingerprint(&(kind, value))).copied().unwrap_or(0);
        ((f64::from(counted) + BESIDE * expected) / self.people()).min(1.0)
    }
}

/// All that is counted of a person, each thing once.
fn counted(person: &Person, each: &mut dyn FnMut(u64)) {
    let called = person.called();
    each(fingerprint(&(Counted::Family, &&*person.family)));
    each(fingerprint(&(Counted::Given, &called)));
    each(fingerprint(&(Counted::Initial, &called.chars().next())));
    each(fingerprint(&(Counted::Whole, (called, &*person.family))));
    let mut told: Vec<u64> = person.sites.iter().flat_map(of_site).collect();
    told.sort_unstable();
    told.dedup();
    told.into_iter().for_each(each);
}

fn of_site(site: &Site) -> impl Iterator<Item = u64> {
    let place = |kind: Counted, place: u64| fingerprint(&(kind, &place));
    [
        site.address.map(|address| place(Counted::Address, address)),
        Some(place(Counted::Zip, site.zip)),
        Some(place(Counted::City, site.city)),
        Some(place(Counted::Area, site.area)),
        site.phone.map(|phone| place(Counted::Phone, phone.national())),
    ]
    .into_iter()
    .flatten()
}
