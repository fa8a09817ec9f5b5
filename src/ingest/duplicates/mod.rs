//! The same person twice among people whom no NPI tells apart: found and named for review, never merged.
//!
//! In: providers of the list that is imported, then those of the lists that stay beside it. Out: [`Suspicion`]s, each
//! two people and what speaks for their being one. Invariants: two people with NPIs are never suspected, for NPIs
//! that differ are two people; what is found does not depend on the order of rows; pairs looked at grow with the
//! number of people and not with its square.
//!
//! [`person`] says what is compared, [`blocks`] who is compared with whom, [`frequency`] how rare each thing is ([`census`]
//! before anything is counted), [`score`] weighs what agrees, and [`partners`] which of many others are named.

mod blocks;
mod census;
mod frequency;
mod partners;
mod person;
mod score;

pub use person::Person;
pub use score::{Agreement, ContactAgreement, FamilyAgreement, GivenAgreement, Nearness};

use crate::parallel;
use crate::vocabulary::Vocabulary;
use blocks::{Fingerprinted, KeyKind};
use frequency::{Frequencies, Rarity};
use partners::Partners;
use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::hash::BuildHasherDefault;

/// Two entries that are perhaps one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspicion<'s> {
    /// One of them, of the list that is imported and without an NPI.
    pub one: &'s Person,
    /// The other one.
    pub other: &'s Person,
    /// What speaks for it.
    pub agreement: Agreement,
    /// With how many others besides `one` is suspected who are not named: none where they are few.
    pub unnamed: usize,
}

/// What a search for duplicates came to.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Suspicions<'s> {
    /// The pairs, in the order of both ids.
    pub pairs: Vec<Suspicion<'s>>,
    /// How many times two people were compared.
    pub compared: u64,
}

/// People among whom duplicates are looked for.
#[derive(Debug)]
pub struct Suspects<'v> {
    vocabulary: &'v Vocabulary,
    /// Those of the imported list without an NPI, then others of that list, then those of lists that stay.
    people: Vec<Person>,
    /// How many of them are of the imported list and without an NPI.
    unnumbered: usize,
    /// How many of them are of the imported list.
    own: usize,
    frequencies: Frequencies,
    /// What others must share with one of those without an NPI to be looked at.
    keys: HashSet<u64, BuildHasherDefault<Fingerprinted>>,
}

/// Two places of people, the first of whom has no NPI, and what speaks for their being one.
type Weighed = (usize, usize, Agreement);

impl<'v> Suspects<'v> {
    /// Of the people of the imported list without an NPI, all of them; the others are taken one by one.
    pub fn new(unnumbered: Vec<Person>, vocabulary: &'v Vocabulary) -> Self {
        let mut frequencies = Frequencies::default();
        frequencies.count_all(&unnumbered);
        let count = unnumbered.len();
        Self {
            vocabulary,
            people: unnumbered,
            unnumbered: count,
            own: count,
            frequencies,
            keys: HashSet::default(),
        }
    }

    /// How many people are kept.
    pub fn len(&self) -> usize {
        self.people.len()
    }

    /// Whether nobody is kept.
    pub fn is_empty(&self) -> bool {
        self.people.is_empty()
    }

    /// Takes a person of the imported list with an NPI, before any of another list. Memory: only who shares something with
    /// somebody without one is kept.
    pub fn take_numbered(&mut self, person: Person) {
        self.frequencies.count_names(&person);
        if self.shares(&person) {
            self.people.push(person);
            self.own = self.people.len();
        }
    }

    /// Takes a person of a list that stays, when all of the imported list are taken; who is kept is as above.
    pub fn take_other(&mut self, person: Person) {
        self.frequencies.count_known(&person);
        if self.shares(&person) {
            self.people.push(person);
        }
    }

    /// Whether somebody has a key of one of those without an NPI.
    fn shares(&mut self, person: &Person) -> bool {
        if self.keys.is_empty() {
            for person in self.people.iter().take(self.unnumbered) {
                for kind in KeyKind::ALL {
                    kind.keys(person, self.vocabulary, &mut |key| {
                        self.keys.insert(key);
                    });
                }
            }
        }
        let mut shares = false;
        for kind in KeyKind::ALL {
            kind.keys(person, self.vocabulary, &mut |key| shares |= self.keys.contains(&key));
        }
        shares
    }

    /// Finds who is perhaps there twice; nobody is to be taken any more. Of somebody who is suspected with many others only
    /// the surest is named, and how many there are, so that what is told grows with the list however often it repeats
    /// somebody.
    ///
    /// # Complexity
    /// O(n log n) for n people: a person has a bounded number of keys, and is compared with a bounded number of those
    /// who share one, on all cores.
    pub fn find(&mut self) -> Suspicions<'_> {
        self.keys = HashSet::default();
        self.frequencies.close();
        let this = &*self;
        let rarities = this.rarities();
        let mut found: HashMap<usize, Partners> = HashMap::new();
        let mut compared = 0;
        for kind in KeyKind::ALL {
            let mut parts = blocks::parts(&this.people, kind, this.vocabulary).into_iter();
            let Ok(()) = parallel::in_order(
                parallel::threads(),
                || (),
                |(), keys| this.weigh(keys, &rarities),
                || Ok::<_, Infallible>(parts.next()),
                |(count, weighed)| {
                    compared += count;
                    for (a, b, agreement) in weighed {
                        found.entry(a).or_default().take(b, agreement, &this.people);
                    }
                    Ok(())
                },
            );
        }
        let named = |(one, partners): (usize, Partners)| {
            let unnamed = partners.unnamed();
            let suspicion = move |(other, agreement)| Suspicion {
                one: &this.people[one],
                other: &this.people[other],
                agreement,
                unnamed,
            };
            partners.named().into_iter().map(suspicion)
        };
        let mut pairs: Vec<Suspicion<'_>> = found.into_iter().flat_map(named).collect();
        pairs.sort_by(|a, b| a.one.id.cmp(&b.one.id).then_with(|| a.other.id.cmp(&b.other.id)));
        Suspicions { pairs, compared }
    }

    /// How rare everybody's names are.
    fn rarities(&self) -> Vec<Rarity> {
        let mut rarities = Vec::with_capacity(self.people.len());
        let mut batches = self.people.chunks(blocks::BATCH);
        let Ok(()) = parallel::in_order(
            parallel::threads(),
            || (),
            |(), people: &[Person]| -> Vec<Rarity> {
                people.iter().map(|person| self.frequencies.rarity(person)).collect()
            },
            || Ok::<_, Infallible>(batches.next()),
            |batch| {
                rarities.extend(batch);
                Ok(())
            },
        );
        rarities
    }

    /// Compares those who share one of some keys: how many times two people were, and who is suspected.
    fn weigh(&self, keys: Vec<(u64, usize)>, rarities: &[Rarity]) -> (u64, Vec<Weighed>) {
        let (mut compared, mut weighed) = (0, Vec::new());
        blocks::pairs(&self.people, keys, &mut |a, b| {
            // Those without an NPI come first. Of a list that stays everything was told when it was imported; NPIs
            // that differ are two people.
            let (a, b) = (a.min(b), a.max(b));
            if a >= self.unnumbered {
                return;
            }
            compared += 1;
            let (pair, rarities) = ((&self.people[a], &self.people[b]), (rarities[a], rarities[b]));
            let within = b < self.own;
            let agreement = score::weigh(pair, rarities, &self.frequencies, within, self.vocabulary);
            weighed.extend(agreement.filter(Agreement::is_suspect).map(|agreement| (a, b, agreement)));
        });
        (compared, weighed)
    }
}

#[cfg(test)]
mod tests;
