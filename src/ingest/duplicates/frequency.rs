//! How rare a name, a place or a phone is among the people who are compared.
//!
//! In: everybody. Out: the chance that somebody else has the same by accident. Invariant: a chance is above 0 and at
//! most 1; in a small list it is what it would be if a thousand others stood beside; who is told again, by the same name
//! at the same place, bears nothing once more.

use super::blocks::{BATCH, Fingerprinted, fingerprint};
use super::census;
use super::person::{Person, Site};
use crate::domain::Phone;
use crate::parallel;
use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::hash::BuildHasherDefault;

/// As many people as are imagined beside those of a list, so that a short one does not make every name a rare one.
pub(super) const BESIDE: f64 = 1_000.0;

/// Counts of what people have.
#[derive(Debug, Default)]
pub(super) struct Frequencies {
    people: u32,
    counts: HashMap<u64, u32, BuildHasherDefault<Fingerprinted>>,
    /// What was counted of a name: both names together by where they are, a house and a phone by who is there.
    seen: HashSet<u64, BuildHasherDefault<Fingerprinted>>,
}

/// How rare somebody's names are: what each of many pairs asks of the same person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rarity {
    /// The chance that somebody has the same family name.
    pub(super) family: f64,
    /// The chance that somebody has the same given name.
    pub(super) given: f64,
    /// The chance that somebody's given name begins with the same letter.
    pub(super) initial: f64,
    /// How many have the given name.
    pub(super) bearers: u32,
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
    /// Counts people; what is counted of them is made on all cores.
    pub(super) fn count_all(&mut self, people: &[Person]) {
        let mut batches = people.chunks(BATCH);
        let Ok(()) = parallel::in_order(
            parallel::threads(),
            || (),
            |(), people: &[Person]| {
                let mut things = Vec::with_capacity(people.len() * 9);
                for person in people {
                    counted(person, &mut |_, key, once| things.push((key, once)));
                }
                (people.len(), things)
            },
            || Ok::<_, Infallible>(batches.next()),
            |(people, things)| {
                self.people = self.people.saturating_add(u32::try_from(people).unwrap_or(u32::MAX));
                for (key, once) in things {
                    if once.is_none_or(|once| self.seen.insert(once)) {
                        *self.counts.entry(key).or_default() += 1;
                    }
                }
                Ok(())
            },
        );
    }

    /// Counts a person, and of what it has only its names, and what others before had too: nobody will ask for the rest.
    pub(super) fn count_names(&mut self, person: &Person) {
        self.add(person, |kind| matches!(kind, Counted::Family | Counted::Given));
    }

    /// Counts a person, and of what it has only what others before had too.
    pub(super) fn count_known(&mut self, person: &Person) {
        self.add(person, |_| false);
    }

    /// Counts what a person has, of kinds that are not `new` only what is there already.
    fn add(&mut self, person: &Person, new: impl Fn(Counted) -> bool) {
        self.people = self.people.saturating_add(1);
        counted(person, &mut |kind, key, once| {
            let is_there = new(kind) || self.counts.contains_key(&key);
            if is_there && once.is_none_or(|once| self.seen.insert(once)) {
                *self.counts.entry(key).or_default() += 1;
            }
        });
    }

    /// Lets go what only counting needs, when all are counted.
    pub(super) fn close(&mut self) {
        self.seen = HashSet::default();
    }

    /// How many people there are, with those imagined beside.
    pub(super) fn people(&self) -> f64 {
        f64::from(self.people) + BESIDE
    }

    /// How rare a person's names are, once all are counted.
    pub(super) fn rarity(&self, person: &Person) -> Rarity {
        let called = person.called();
        Rarity {
            family: self.family(&person.family),
            given: self.given(called),
            initial: self.initial(called),
            bearers: self.bearers(called),
        }
    }

    /// The chance that somebody has the same family name.
    pub(super) fn family(&self, name: &str) -> f64 {
        self.share(Counted::Family, &name, census::family(name))
    }

    /// The chance that somebody has the same given name.
    fn given(&self, name: &str) -> f64 {
        self.share(Counted::Given, &name, census::given(name))
    }

    /// How many have that given name.
    fn bearers(&self, name: &str) -> u32 {
        self.counts.get(&fingerprint(&(Counted::Given, &name))).copied().unwrap_or(0)
    }

    /// The chance that somebody's given name begins with the same letter.
    fn initial(&self, name: &str) -> f64 {
        self.chance(Counted::Initial, &name.chars().next())
    }

    /// The chance of both names of the first of two people, counted in those who bear them beside the two; `None` where
    /// nobody does.
    pub(super) fn whole(&self, one: &Person, other: &Person) -> Option<f64> {
        let key = fingerprint(&(Counted::Whole, (one.called(), &*one.family)));
        let counted = self.counts.get(&key).copied().unwrap_or(0);
        let is_once = where_told(one).is_some_and(|place| where_told(other) == Some(place));
        let two = if is_once { 1 } else { 2 };
        (counted > two).then(|| f64::from(counted - two) / self.people())
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

/// All that is counted of a person, each thing once: the kind, its key, and by what it is told from the same thing of the
/// same person in a further row.
fn counted(person: &Person, each: &mut dyn FnMut(Counted, u64, Option<u64>)) {
    let called = person.called();
    each(Counted::Family, fingerprint(&(Counted::Family, &&*person.family)), None);
    each(Counted::Given, fingerprint(&(Counted::Given, &called)), None);
    each(Counted::Initial, fingerprint(&(Counted::Initial, &called.chars().next())), None);
    let name = (called, &*person.family);
    let key = fingerprint(&(Counted::Whole, name));
    each(Counted::Whole, key, where_told(person).map(|place| fingerprint(&("whole", key, place))));
    let name = fingerprint(&name);
    let mut told: Vec<(Counted, u64)> = person.sites.iter().flat_map(of_site).collect();
    told.sort_unstable_by_key(|(_, key)| *key);
    told.dedup();
    for (kind, key) in told {
        let of_name = matches!(kind, Counted::Address | Counted::Phone);
        each(kind, key, of_name.then(|| fingerprint(&("name", name, key))));
    }
}

/// What tells a person from namesakes: the first house, or phone; `None` where neither is known, so that everybody of
/// that name counts.
fn where_told(person: &Person) -> Option<u64> {
    let site = person.sites.first()?;
    let phone = || site.phone.map(|phone| fingerprint(&(Counted::Phone, phone.national())));
    site.address.or_else(phone)
}

fn of_site(site: &Site) -> impl Iterator<Item = (Counted, u64)> {
    let place = |kind: Counted, place: u64| (kind, fingerprint(&(kind, &place)));
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
