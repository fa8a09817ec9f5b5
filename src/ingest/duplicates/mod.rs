//! The same person twice among people whom no NPI tells apart: found and named for review, never merged.
//!
//! In: providers of the list that is imported, then those of the lists that stay beside it. Out: [`Suspicion`]s, each
//! two people and what speaks for their being one. Invariants: two people with NPIs are never suspected, for NPIs
//! that differ are two people; what is found does not depend on the order of rows; pairs looked at grow with the
//! number of people and not with its square.
//!
//! [`person`] says what is compared, [`blocks`] who is compared with whom, [`frequency`] how rare each thing is ([`census`]
//! before anything is counted), and [`score`] weighs what agrees.

mod blocks;
mod census;
mod frequency;
mod person;
mod score;

pub use person::Person;
pub use score::{Agreement, ContactAgreement, FamilyAgreement, GivenAgreement, Nearness};

use crate::domain::ProviderId;
use crate::vocabulary::Vocabulary;
use blocks::KeyKind;
use frequency::Frequencies;
use std::collections::{HashMap, HashSet};

/// Two entries that are perhaps one person.
#[derive(Debug, Clone, PartialEq)]
pub struct Suspicion<'s> {
    /// One of them, of the list that is imported and without an NPI.
    pub one: &'s Person,
    /// The other one.
    pub other: &'s Person,
    /// What speaks for it.
    pub agreement: Agreement,
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
    people: Vec<Person>,
    /// How many of them are of the list that is imported; they come first.
    own: usize,
    frequencies: Frequencies,
    /// What a person of another list must share with one of this list to be looked at.
    keys: HashSet<u64>,
}

impl<'v> Suspects<'v> {
    /// Nobody yet.
    pub fn new(vocabulary: &'v Vocabulary) -> Self {
        Self {
            vocabulary,
            people: Vec::new(),
            own: 0,
            frequencies: Frequencies::default(),
            keys: HashSet::new(),
        }
    }

    /// Takes people of the list that is imported.
    pub fn take(&mut self, people: Vec<Person>) {
        for person in &people {
            self.frequencies.count(person);
        }
        self.people.extend(people);
        self.own = self.people.len();
    }

    /// Takes a person of a list that stays, when all of the imported list are taken. Memory: only who shares something
    /// with somebody of that list is kept.
    pub fn take_other(&mut self, person: Person) {
        self.frequencies.count_known(&person);
        if self.keys.is_empty() {
            let unnumbered = self.people.iter().filter(|person| person.is_unnumbered());
            for person in unnumbered {
                for kind in KeyKind::ALL {
                    kind.keys(person, self.vocabulary, &mut |key| {
                        self.keys.insert(key);
                    });
                }
            }
        }
        let mut shares = false;
        for kind in KeyKind::ALL {
            kind.keys(&person, self.vocabulary, &mut |key| shares |= self.keys.contains(&key));
        }
        if shares {
            self.people.push(person);
        }
    }

    /// Finds who is perhaps there twice.
    ///
    /// # Complexity
    /// O(n log n) for n people: a person has a bounded number of keys, and is compared with a bounded number of those
    /// who share one.
    pub fn find(&self) -> Suspicions<'_> {
        let mut found: HashMap<(usize, &ProviderId), Suspicion<'_>> = HashMap::new();
        let mut compared = 0;
        for kind in KeyKind::ALL {
            blocks::pairs(&self.people, kind, self.vocabulary, &mut |a, b| {
                let (a, b) = (a.min(b), a.max(b));
                let (one, other) = (&self.people[a], &self.people[b]);
                // Of a list that stays everything was told when it was imported; NPIs that differ are two people.
                if a >= self.own || !(one.is_unnumbered() || b < self.own && other.is_unnumbered()) {
                    return;
                }
                let (one, other) = if one.is_unnumbered() { (one, other) } else { (other, one) };
                compared += 1;
                let within = b < self.own;
                let agreement = score::weigh(one, other, &self.frequencies, within, self.vocabulary);
                if let Some(agreement) = agreement.filter(Agreement::is_suspect) {
                    found.entry((a, &other.id)).or_insert(Suspicion { one, other, agreement });
                }
            });
        }
        let mut pairs: Vec<Suspicion<'_>> = found.into_values().collect();
        pairs.sort_by(|a, b| a.one.id.cmp(&b.one.id).then_with(|| a.other.id.cmp(&b.other.id)));
        Suspicions { pairs, compared }
    }
}

#[cfg(test)]
mod tests;
