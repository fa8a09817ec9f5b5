//! Writes the concept lists: which rows have a concept, which concepts a row has, and what the concepts are.
//!
//! In: the concepts of each provider, by provider number, then each row's provider and state. Out: the concept files of
//! [`layout`]. Invariant: concepts are numbered in the order of their texts, so equal providers give equal files.

use super::columns::{Column, write};
use super::concept::to_text;
use super::error::{IndexError, io_at};
use super::layout;
use super::lookup::Concept;
use crate::domain::State;
use crate::vocabulary::Vocabulary;
use std::collections::HashMap;
use std::io::{Error, ErrorKind};
use std::path::Path;

/// Concepts of providers, numbered as they are met. Memory: 2 bytes a concept and 8 a provider.
#[derive(Debug, Default)]
pub(super) struct ConceptLists {
    numbers: HashMap<Concept, u16>,
    concepts: Vec<u16>,
    ends: Vec<u64>,
    primaries: Vec<u16>,
}

/// Where a row belongs: its provider's number, and its practice's state.
pub(super) type RowPlace = (u32, State);

/// The number of the next concept, where there are so many.
pub(super) fn next_number(known: usize) -> Result<u16, IndexError> {
    match u16::try_from(known) {
        Ok(number) if number < layout::NO_CONCEPT => Ok(number),
        Ok(_) | Err(_) => {
            let error = Error::new(ErrorKind::InvalidData, "more than 65,535 different concepts");
            Err(io_at(Path::new(layout::CONCEPTS))(error))
        }
    }
}

impl ConceptLists {
    /// Adds the next provider's concepts by their numbers, each once, and the one of its primary specialty.
    pub(super) fn push(&mut self, concepts: impl Iterator<Item = u16>, primary: u16) {
        self.concepts.extend(concepts);
        self.primaries.push(primary);
        self.ends.push(self.concepts.len() as u64);
    }

    /// The number of a concept.
    pub(super) fn number(&mut self, concept: Concept) -> Result<u16, IndexError> {
        if let Some(number) = self.numbers.get(&concept) {
            return Ok(*number);
        }
        let number = next_number(self.numbers.len())?;
        self.numbers.insert(concept, number);
        Ok(number)
    }

    /// How many providers have each specialty, sorted by its text id.
    pub(super) fn specialties(&self, vocabulary: &Vocabulary) -> Vec<(String, u64)> {
        let mut counts = vec![0; self.numbers.len()];
        for &concept in &self.concepts {
            counts[usize::from(concept)] += 1;
        }
        let mut specialties: Vec<(String, u64)> = Vec::new();
        for (concept, number) in &self.numbers {
            if let Concept::Specialty(id) = concept {
                specialties.push((vocabulary.specialty(*id).id.clone(), counts[usize::from(*number)]));
            }
        }
        specialties.sort();
        specialties
    }

    /// Writes the files; `rows` in the order of row numbers.
    ///
    /// # Complexity
    /// O(concepts of all rows), with a bit of memory a row for each common concept and 4 bytes a row for each other.
    pub(super) fn finish(
        mut self,
        rows: &[RowPlace],
        vocabulary: &Vocabulary,
        directory: &Path,
    ) -> Result<(), IndexError> {
        let mut states = HashMap::new();
        for (_provider, state) in rows {
            if !states.contains_key(state) {
                states.insert(*state, self.number(Concept::State(*state))?);
            }
        }
        let renumbered = self.write_names(vocabulary, directory)?;
        for concept in &mut self.concepts {
            *concept = renumbered[usize::from(*concept)];
        }
        self.sort();
        for state in states.values_mut() {
            *state = renumbered[usize::from(*state)];
        }
        let primaries = self.primaries.iter().map(|&primary| {
            renumbered.get(usize::from(primary)).copied().unwrap_or(layout::NO_CONCEPT).to_le_bytes()
        });
        write(directory, layout::PROVIDER_PRIMARY, primaries)?;
        let counts = self.write_by_row(rows, &states, renumbered.len(), directory)?;
        self.write_by_concept(rows, &states, &counts, directory)
    }

    /// Writes the texts in their order; says which number each concept gets.
    fn write_names(&self, vocabulary: &Vocabulary, directory: &Path) -> Result<Vec<u16>, IndexError> {
        let mut names: Vec<(String, u16)> =
            self.numbers.iter().map(|(concept, &number)| (to_text(concept, vocabulary), number)).collect();
        names.sort();
        let mut renumbered = vec![0; names.len()];
        for ((_name, old), new) in names.iter().zip(0..) {
            renumbered[usize::from(*old)] = new;
        }
        let path = directory.join(layout::CONCEPTS);
        let texts: Vec<&str> = names.iter().map(|(name, _)| name.as_str()).collect();
        let json = serde_json::to_vec(&texts).map_err(|error| io_at(&path)(error.into()))?;
        std::fs::write(&path, json).map_err(io_at(&path))?;
        Ok(renumbered)
    }

    /// Puts the concepts of each provider in order.
    fn sort(&mut self) {
        let mut rest = self.concepts.as_mut_slice();
        let mut start = 0;
        for end in &self.ends {
            let own = usize::try_from(end - start).unwrap_or(usize::MAX);
            let Some((own, behind)) = rest.split_at_mut_checked(own) else { break };
            own.sort_unstable();
            (rest, start) = (behind, *end);
        }
    }

    /// Fills `all` with the sorted concepts of a row; those of providers are in order.
    fn row_concepts(&self, (provider, state): RowPlace, states: &HashMap<State, u16>, all: &mut Vec<u16>) {
        let provider = provider as usize;
        let start = if provider == 0 { 0 } else { self.ends[provider - 1] };
        let range = [start, self.ends[provider]].map(|end| usize::try_from(end).unwrap_or(usize::MAX));
        let own = &self.concepts[range[0]..range[1]];
        all.clear();
        let Some(state) = states.get(&state) else { return all.extend_from_slice(own) };
        let (before, behind) = own.split_at(own.partition_point(|concept| concept < state));
        all.extend_from_slice(before);
        all.push(*state);
        all.extend_from_slice(behind);
    }

    fn write_by_row(
        &self,
        rows: &[RowPlace],
        states: &HashMap<State, u16>,
        concepts: usize,
        directory: &Path,
    ) -> Result<Vec<u32>, IndexError> {
        let mut counts = vec![0_u32; concepts];
        let mut of_row = Vec::new();
        let mut column = Column::create(directory, layout::ROW_CONCEPTS)?;
        let mut offsets = Column::create(directory, layout::ROW_CONCEPT_OFFSETS)?;
        let mut offset = 0_u32;
        offsets.push(offset.to_le_bytes())?;
        for &row in rows {
            self.row_concepts(row, states, &mut of_row);
            for concept in &of_row {
                column.push(concept.to_le_bytes())?;
                counts[usize::from(*concept)] += 1;
            }
            let end = u32::try_from(of_row.len()).ok().and_then(|own| offset.checked_add(own));
            offset = end.ok_or_else(|| {
                let error =
                    Error::new(ErrorKind::InvalidData, "rows with more than 4,294,967,295 concepts in all");
                io_at(&directory.join(layout::ROW_CONCEPT_OFFSETS))(error)
            })?;
            offsets.push(offset.to_le_bytes())?;
        }
        column.finish()?;
        offsets.finish()?;
        Ok(counts)
    }

    fn write_by_concept(
        &self,
        rows: &[RowPlace],
        states: &HashMap<State, u16>,
        counts: &[u32],
        directory: &Path,
    ) -> Result<(), IndexError> {
        write(directory, layout::CONCEPT_COUNTS, counts.iter().copied().map(u32::to_le_bytes))?;
        let (mut numbers, mut words) = (0, 0);
        let places = counts.iter().map(|count| {
            if layout::is_common(*count, rows.len()) {
                words += layout::words_of_bits(rows.len());
                Next::Bits(words - layout::words_of_bits(rows.len()))
            } else {
                numbers += *count as usize;
                Next::Number(numbers - *count as usize)
            }
        });
        let mut next: Vec<Next> = places.collect();
        let (mut numbers, mut bits) = (vec![0_u32; numbers], vec![0_u64; words]);
        let mut of_row = Vec::new();
        for (&row, number) in rows.iter().zip(0_u32..) {
            self.row_concepts(row, states, &mut of_row);
            for concept in &of_row {
                match &mut next[usize::from(*concept)] {
                    Next::Number(place) => {
                        numbers[*place] = number;
                        *place += 1;
                    }
                    Next::Bits(first) => bits[*first + (number / 64) as usize] |= 1 << (number % 64),
                }
            }
        }
        write(directory, layout::CONCEPT_ROWS, numbers.into_iter().map(u32::to_le_bytes))?;
        write(directory, layout::CONCEPT_BITS, bits.into_iter().map(u64::to_le_bytes))
    }
}

/// Where the next row of a concept is written.
#[derive(Debug, Clone, Copy)]
enum Next {
    /// The place of its number.
    Number(usize),
    /// The first word of its concept's bits.
    Bits(usize),
}
