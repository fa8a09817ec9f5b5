//! Numbers of concepts within a batch of providers.
//!
//! In: concepts as they are met, and records. Out: a number for each, from 0 on. Invariant: equal concepts have equal numbers, others
//! have others. Nearly all of a provider's are numbered by a look into a table, because a list has a dozen of each.

use super::concept::{always_of, listed_of};
use super::concept_lists::next_number;
use super::error::{IndexError, io_at};
use super::layout;
use super::lookup::Concept;
use super::record::RecordView;
use crate::domain::{Fact, Gender, ProviderKind};
use std::collections::HashMap;
use std::io::{Error, ErrorKind};
use std::path::Path;

/// The numbers so far.
#[derive(Debug, Default)]
pub(super) struct ConceptNumbers {
    concepts: Vec<Concept>,
    /// By [`place`]; [`layout::NO_CONCEPT`] where a concept was not met yet.
    placed: Vec<u16>,
    credentials: HashMap<Box<str>, u16>,
    others: HashMap<Concept, u16>,
}

/// Places of the table that stand before those of specialties, techniques and conditions.
const FEW: usize = 16;

/// Where the table has a concept: of those that the vocabulary or this program count.
fn place(concept: &Concept) -> Option<usize> {
    let fact = |fact: Fact| match fact {
        Fact::Yes => 0,
        Fact::No => 1,
        Fact::Unknown => 2,
    };
    Some(match concept {
        Concept::Gender(None) => 0,
        Concept::Gender(Some(Gender::Female)) => 1,
        Concept::Gender(Some(Gender::Male)) => 2,
        Concept::Gender(Some(Gender::Other)) => 3,
        Concept::Kind(ProviderKind::Person) => 4,
        Concept::Kind(ProviderKind::Organization) => 5,
        Concept::AcceptingNew(known) => 6 + fact(*known),
        Concept::Telehealth(known) => 9 + fact(*known),
        Concept::Wheelchair(known) => 12 + fact(*known),
        Concept::Specialty(id) => FEW + 3 * id.row(),
        Concept::Technique(id) => FEW + 3 * id.row() + 1,
        Concept::Condition(id) => FEW + 3 * id.row() + 2,
        Concept::Language(_) | Concept::Credential(_) | Concept::State(_) => return None,
    })
}

impl ConceptNumbers {
    /// The number of a concept.
    ///
    /// # Errors
    /// [`IndexError`] when there are too many.
    pub(super) fn number(&mut self, concept: &Concept) -> Result<u16, IndexError> {
        if let Concept::Credential(credential) = concept {
            return self.credential(credential.as_str());
        }
        let Some(place) = place(concept) else {
            if let Some(number) = self.others.get(concept) {
                return Ok(*number);
            }
            let number = self.add(concept.clone())?;
            self.others.insert(concept.clone(), number);
            return Ok(number);
        };
        match self.placed.get(place) {
            Some(&number) if number != layout::NO_CONCEPT => return Ok(number),
            Some(_) => {}
            None => self.placed.resize(place + 1, layout::NO_CONCEPT),
        }
        let number = self.add(concept.clone())?;
        self.placed[place] = number;
        Ok(number)
    }

    /// Calls `each` with the number of every concept of a provider that holds at all of its practices; one may come more
    /// than once.
    ///
    /// # Errors
    /// As for [`Self::number`], and where a credential is none.
    pub(super) fn each_of(
        &mut self,
        record: &RecordView<'_>,
        mut each: impl FnMut(u16),
    ) -> Result<(), IndexError> {
        for concept in listed_of(record) {
            each(self.number(&concept)?);
        }
        for credential in &record.credentials {
            each(self.credential(credential)?);
        }
        for concept in always_of(record) {
            each(self.number(&concept)?);
        }
        Ok(())
    }

    /// The concepts in the order of their numbers.
    pub(super) fn into_concepts(self) -> Vec<Concept> {
        self.concepts
    }

    fn credential(&mut self, credential: &str) -> Result<u16, IndexError> {
        if let Some(number) = self.credentials.get(credential) {
            return Ok(*number);
        }
        let concept = credential
            .parse()
            .map_err(|error| io_at(Path::new(layout::CONCEPTS))(Error::new(ErrorKind::InvalidData, error)))?;
        let number = self.add(Concept::Credential(concept))?;
        self.credentials.insert(credential.into(), number);
        Ok(number)
    }

    fn add(&mut self, concept: Concept) -> Result<u16, IndexError> {
        let number = next_number(self.concepts.len())?;
        self.concepts.push(concept);
        Ok(number)
    }
}

#[cfg(test)]
mod tests {
    use super::super::concept::of_provider;
    use super::super::sample::{any_provider, providers};
    use super::*;
    use crate::domain::Provider;
    use proptest::prelude::*;

    /// Numbers must lead back to the concepts that they were given for.
    fn check(providers: &[Provider]) {
        let mut numbers = ConceptNumbers::default();
        let mut given = Vec::new();
        for provider in providers {
            numbers.each_of(&RecordView::of(provider, ""), |number| given.push(number)).expect("few");
        }
        let expected: Vec<Concept> = providers.iter().flat_map(of_provider).collect();
        let concepts = numbers.into_concepts();
        let found: Vec<&Concept> = given.iter().map(|number| &concepts[usize::from(*number)]).collect();
        assert_eq!(found, expected.iter().collect::<Vec<_>>());
        for (place, concept) in concepts.iter().enumerate() {
            assert!(!concepts[..place].contains(concept), "{concept:?} has two numbers");
        }
    }

    #[test]
    fn providers_of_the_sample_have_one_number_a_concept() {
        check(&providers(500));
    }

    proptest! {
        #[test]
        fn any_providers_have_one_number_a_concept(providers in prop::collection::vec(any_provider(), 0..12)) {
            check(&providers);
        }
    }
}
