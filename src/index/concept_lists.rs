//! Writes the concept lists: which rows have a concept, which concepts the rows of a tile have, and what the concepts are.
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
use std::path::{Path, PathBuf};

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
    /// O(concepts of all rows), twice, with a bit of memory a row for each common concept and 4 bytes a row for each other.
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
        let counts = self.counts(rows, &states, renumbered.len());
        write(directory, layout::CONCEPT_COUNTS, counts.iter().copied().map(u32::to_le_bytes))?;
        self.write_rows(rows, &states, &counts, directory)
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

    /// How many rows have each concept.
    fn counts(&self, rows: &[RowPlace], states: &HashMap<State, u16>, concepts: usize) -> Vec<u32> {
        let mut counts = vec![0_u32; concepts];
        let mut of_row = Vec::new();
        for &row in rows {
            self.row_concepts(row, states, &mut of_row);
            for concept in &of_row {
                counts[usize::from(*concept)] += 1;
            }
        }
        counts
    }

    /// Writes which rows have which concepts, by concept and by tile.
    fn write_rows(
        &self,
        rows: &[RowPlace],
        states: &HashMap<State, u16>,
        counts: &[u32],
        directory: &Path,
    ) -> Result<(), IndexError> {
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
        let mut by_tile = TileWriter::create(directory, counts, rows.len())?;
        let mut of_row = Vec::new();
        for (&row, number) in rows.iter().zip(0_u32..) {
            self.row_concepts(row, states, &mut of_row);
            let bit = 1 << (number % 64);
            for concept in &of_row {
                match &mut next[usize::from(*concept)] {
                    Next::Number(place) => {
                        numbers[*place] = number;
                        *place += 1;
                    }
                    Next::Bits(first) => bits[*first + (number / 64) as usize] |= bit,
                }
                by_tile.add(*concept, bit);
            }
            if number % 64 == 63 || number as usize + 1 == rows.len() {
                by_tile.end_tile()?;
            }
        }
        by_tile.finish()?;
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

/// Writes the concepts of one tile after another.
struct TileWriter {
    /// By concept its place among the common ones.
    slots: Vec<Option<u16>>,
    /// The rows of the tile that have each common concept.
    common: Vec<u64>,
    /// The others that its rows have, ascending, and which rows.
    others: Vec<(u16, u64)>,
    columns: [Column; 4],
    offset: u32,
    path: PathBuf,
}

impl TileWriter {
    fn create(directory: &Path, counts: &[u32], rows: usize) -> Result<Self, IndexError> {
        let slots = layout::places_of_common(counts, rows);
        let common = slots.iter().flatten().count();
        let create = |name| Column::create(directory, name);
        let mut columns = [
            create(layout::TILE_COMMON)?,
            create(layout::TILE_OTHERS)?,
            create(layout::TILE_OTHER_ROWS)?,
            create(layout::TILE_OTHER_OFFSETS)?,
        ];
        columns[3].push(0_u32.to_le_bytes())?;
        let path = directory.join(layout::TILE_OTHER_OFFSETS);
        Ok(Self { slots, common: vec![0; common], others: Vec::new(), columns, offset: 0, path })
    }

    /// Adds a row of the tile, as its bit.
    fn add(&mut self, concept: u16, bit: u64) {
        if let Some(slot) = self.slots[usize::from(concept)] {
            self.common[usize::from(slot)] |= bit;
            return;
        }
        match self.others.binary_search_by_key(&concept, |(other, _)| *other) {
            Ok(place) => self.others[place].1 |= bit,
            Err(place) => self.others.insert(place, (concept, bit)),
        }
    }

    fn end_tile(&mut self) -> Result<(), IndexError> {
        let [common, others, other_rows, offsets] = &mut self.columns;
        for rows in &mut self.common {
            common.push(std::mem::take(rows).to_le_bytes())?;
        }
        let own = u32::try_from(self.others.len()).ok().and_then(|own| self.offset.checked_add(own));
        self.offset = own.ok_or_else(|| {
            let message = "tiles with more than 4,294,967,295 concepts in all";
            io_at(&self.path)(Error::new(ErrorKind::InvalidData, message))
        })?;
        for (concept, rows) in self.others.drain(..) {
            others.push(concept.to_le_bytes())?;
            other_rows.push(rows.to_le_bytes())?;
        }
        offsets.push(self.offset.to_le_bytes())
    }

    fn finish(self) -> Result<(), IndexError> {
        self.columns.into_iter().try_for_each(Column::finish)
    }
}
