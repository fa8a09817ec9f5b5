//! Providers to the files of a generation, in Hilbert order.
//!
//! In: providers, each id once, in any order. Out: every file of [`layout`]. Invariants: what is written depends on the
//! providers only, not on the order they came in (tantivy's own ids aside); providers stream through a file, and memory
//! holds a few numbers for each.

use super::columns::{Column, write};
use super::concept::of_provider;
use super::concept_lists::{ConceptLists, RowPlace};
use super::document::{decode, encode};
use super::lookup::Concept;
use super::name_words::{forms_of_given, name_hash, words_of};
use super::order::TextOrder;
use super::pile::{Pile, PileReader};
use super::quality::quality;
use super::store::{IndexError, io_at};
use super::text_writer::TextWriter;
use super::{hilbert, layout};
use crate::domain::{LatLon, Provider, RecordDate, State};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::normalize::fold;
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Takes providers, each id once, in any order, and writes a generation's files.
///
/// Providers wait in a spool file; memory holds about 90 bytes for each until [`Builder::finish`].
#[derive(Debug)]
pub struct Builder {
    directory: PathBuf,
    vocabulary: Arc<Vocabulary>,
    as_of: RecordDate,
    pile: Pile,
    ids: TextOrder,
    keys: Vec<u64>,
    practices: Vec<PracticeKey>,
    record: Vec<u8>,
}

/// A generation's files are written; counts to be checked against and told.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Built {
    /// How many providers.
    pub providers: u64,
    /// How many practices.
    pub practices: u64,
    /// Providers per specialty id.
    pub specialties: Vec<(String, u64)>,
    /// The day that record ages are judged by.
    pub as_of: Option<RecordDate>,
}

/// A practice waiting for its row: its place on the curve, its point, and whose it is.
#[derive(Debug, Clone, Copy)]
struct PracticeKey {
    hilbert: u64,
    point: LatLon,
    provider: u32,
    practice: u16,
    state: State,
}

/// Providers in their order: by number the input and the id's rank, and by rank the number.
#[derive(Debug)]
struct Numbering {
    inputs: Vec<u32>,
    ranks: Vec<u32>,
    by_rank: Vec<u32>,
}

impl Builder {
    /// Begins in a building directory.
    ///
    /// # Errors
    /// [`IndexError`] when the spool cannot be made.
    pub fn new(
        directory: &Path,
        vocabulary: &Arc<Vocabulary>,
        as_of: RecordDate,
    ) -> Result<Self, IndexError> {
        Ok(Self {
            directory: directory.to_owned(),
            vocabulary: Arc::clone(vocabulary),
            as_of,
            pile: Pile::new(directory)?,
            ids: TextOrder::default(),
            keys: Vec::new(),
            practices: Vec::new(),
            record: Vec::new(),
        })
    }

    /// Takes a provider.
    ///
    /// # Errors
    /// [`IndexError`] when the spool cannot be written, or numbers of 32 bits no longer suffice.
    pub fn add(&mut self, provider: &Provider) -> Result<(), IndexError> {
        let number =
            u32::try_from(self.keys.len()).map_err(|_too_many| self.refusal("too many providers"))?;
        self.record.clear();
        encode(provider, &self.vocabulary, &mut self.record)?;
        self.pile.push(&self.record)?;
        self.ids.push(provider.id.to_string().as_bytes());
        self.keys.push(hilbert::key(provider.practices.first().point));
        for (place, practice) in provider.practices.iter().enumerate() {
            self.practices.push(PracticeKey {
                hilbert: hilbert::key(practice.point),
                point: practice.point,
                provider: number,
                practice: u16::try_from(place).map_err(|_too_many| self.refusal("too many practices"))?,
                state: practice.state,
            });
        }
        if self.practices.len() > u32::MAX as usize {
            Err(self.refusal("too many practices"))
        } else {
            Ok(())
        }
    }

    /// Sorts, writes all files, and leaves nothing but them in the directory.
    ///
    /// # Errors
    /// [`IndexError`] when a file cannot be written, the text index fails, or an id came twice.
    ///
    /// # Complexity
    /// O(n log n) in the practices for the order; the rest is linear.
    pub fn finish(self) -> Result<Built, IndexError> {
        let Self { directory, vocabulary, as_of, pile, ids, keys, practices, record: _ } = self;
        let numbering = Numbering::new(ids, &keys).ok_or_else(|| refusal(&directory, "an id came twice"))?;
        numbering.write(&directory)?;
        let rows = write_rows(practices, &numbering, &directory)?;
        let mut pile = pile.into_reader()?;
        let concepts = ProviderFiles::create(&directory, as_of)?.write(&mut pile, &numbering, &vocabulary)?;
        let built = Built {
            providers: numbering.inputs.len() as u64,
            practices: rows.len() as u64,
            specialties: concepts.specialties(&vocabulary),
            as_of: Some(as_of),
        };
        concepts.finish(&rows, &vocabulary, &directory)?;
        Ok(built)
    }

    fn refusal(&self, message: &str) -> IndexError {
        refusal(&self.directory, message)
    }
}

fn refusal(directory: &Path, message: &str) -> IndexError {
    io_at(directory)(Error::new(ErrorKind::InvalidInput, message))
}

impl Numbering {
    /// Sorts providers by place on the curve, then id; `None` when an id came twice.
    fn new(ids: TextOrder, keys: &[u64]) -> Option<Self> {
        let mut rank_of_input = vec![0_u32; keys.len()];
        for ((input, same), rank) in ids.sorted(|number| number).zip(0..) {
            if same {
                return None;
            }
            rank_of_input[input as usize] = rank;
        }
        let mut inputs: Vec<u32> = (0_u32..).take(keys.len()).collect();
        inputs.sort_unstable_by_key(|&input| (keys[input as usize], rank_of_input[input as usize]));
        let ranks: Vec<u32> = inputs.iter().map(|&input| rank_of_input[input as usize]).collect();
        let mut by_rank = vec![0; ranks.len()];
        for (&rank, number) in ranks.iter().zip(0..) {
            by_rank[rank as usize] = number;
        }
        Some(Self { inputs, ranks, by_rank })
    }

    fn write(&self, directory: &Path) -> Result<(), IndexError> {
        write(directory, layout::PROVIDER_ID_RANK, self.ranks.iter().map(|rank| rank.to_le_bytes()))?;
        write(directory, layout::PROVIDERS_BY_ID, self.by_rank.iter().map(|number| number.to_le_bytes()))
    }

    /// By input the provider's number.
    fn numbers(&self) -> Vec<u32> {
        let mut numbers = vec![0; self.inputs.len()];
        for (&input, number) in self.inputs.iter().zip(0..) {
            numbers[input as usize] = number;
        }
        numbers
    }
}

/// Sorts practices into rows and writes what is known of a row; gives each row's provider and state.
fn write_rows(
    mut practices: Vec<PracticeKey>,
    numbering: &Numbering,
    directory: &Path,
) -> Result<Vec<RowPlace>, IndexError> {
    let numbers = numbering.numbers();
    for practice in &mut practices {
        practice.provider = numbers[practice.provider as usize];
    }
    let rank = |practice: &PracticeKey| numbering.ranks[practice.provider as usize];
    practices.sort_unstable_by(|a, b| {
        a.hilbert.cmp(&b.hilbert).then_with(|| (rank(a), a.practice).cmp(&(rank(b), b.practice)))
    });
    let mut points = Column::create(directory, layout::ROW_POINTS)?;
    let mut units = Column::create(directory, layout::ROW_UNITS)?;
    let mut providers = Column::create(directory, layout::ROW_PROVIDER)?;
    let mut places = Column::create(directory, layout::ROW_PRACTICE)?;
    for row in &practices {
        points.push(row.point.lat().to_le_bytes())?;
        points.push(row.point.lon().to_le_bytes())?;
        for coordinate in row.point.unit().narrow() {
            units.push(coordinate.to_le_bytes())?;
        }
        providers.push(row.provider.to_le_bytes())?;
        places.push(row.practice.to_le_bytes())?;
    }
    for column in [points, units, providers, places] {
        column.finish()?;
    }
    write_rows_of_providers(&practices, numbers.len(), directory)?;
    Ok(practices.into_iter().map(|row| (row.provider, row.state)).collect())
}

/// Writes which rows a provider has, by practice.
fn write_rows_of_providers(
    rows: &[PracticeKey],
    providers: usize,
    directory: &Path,
) -> Result<(), IndexError> {
    let mut offsets = vec![0_u32; providers + 1];
    for row in rows {
        offsets[row.provider as usize + 1] += 1;
    }
    for provider in 0..providers {
        offsets[provider + 1] += offsets[provider];
    }
    let mut of_providers = vec![0_u32; rows.len()];
    for (row, number) in rows.iter().zip(0..) {
        of_providers[offsets[row.provider as usize] as usize + usize::from(row.practice)] = number;
    }
    write(directory, layout::PROVIDER_ROW_OFFSETS, offsets.into_iter().map(u32::to_le_bytes))?;
    write(directory, layout::PROVIDER_ROWS, of_providers.into_iter().map(u32::to_le_bytes))
}

/// The files that one pass over the providers in their order writes.
#[derive(Debug)]
struct ProviderFiles {
    directory: PathBuf,
    as_of: RecordDate,
    records: Column,
    offsets: Column,
    updated: Column,
    qualities: Column,
    name_hashes: Column,
    text: TextWriter,
    names: TextOrder,
    concepts: ConceptLists,
}

impl ProviderFiles {
    fn create(directory: &Path, as_of: RecordDate) -> Result<Self, IndexError> {
        let column = |name| Column::create(directory, name);
        Ok(Self {
            directory: directory.to_owned(),
            as_of,
            records: column(layout::RECORDS)?,
            offsets: column(layout::RECORD_OFFSETS)?,
            updated: column(layout::PROVIDER_UPDATED)?,
            qualities: column(layout::PROVIDER_QUALITY)?,
            name_hashes: column(layout::PROVIDER_NAME_HASH)?,
            text: TextWriter::create(directory)?,
            names: TextOrder::default(),
            concepts: ConceptLists::default(),
        })
    }

    fn write(
        mut self,
        pile: &mut PileReader,
        numbering: &Numbering,
        vocabulary: &Vocabulary,
    ) -> Result<ConceptLists, IndexError> {
        let mut offset = 0_u64;
        self.offsets.push(offset.to_le_bytes())?;
        for &input in &numbering.inputs {
            let record = pile.get(input)?;
            let provider = decode(record, vocabulary)
                .ok_or_else(|| refusal(&self.directory, "a spooled provider is damaged"))?;
            self.records.push(record)?;
            offset += record.len() as u64;
            self.offsets.push(offset.to_le_bytes())?;
            self.push(&provider)?;
        }
        for column in [self.records, self.offsets, self.updated, self.qualities, self.name_hashes] {
            column.finish()?;
        }
        self.text.finish()?;
        write_name_ranks(self.names, numbering, &self.directory)?;
        Ok(self.concepts)
    }

    fn push(&mut self, provider: &Provider) -> Result<(), IndexError> {
        let days = provider.updated.map_or(layout::NO_DATE, RecordDate::days);
        self.updated.push(days.to_le_bytes())?;
        self.qualities.push(narrow(quality(provider, self.as_of).value).to_le_bytes())?;
        let (family, given) = (fold(provider.name.family()), fold(provider.name.given()));
        self.name_hashes.push(name_hash([given.as_str(), &family]).to_le_bytes())?;
        self.names.push(format!("{family}\0{given}").as_bytes());
        self.text.push(&words_of(provider), &forms_of_given(&given))?;
        let primary = provider.specialties.first().map(|claim| Concept::Specialty(claim.specialty));
        self.concepts.push(of_provider(provider), primary)
    }
}

/// Ranks names by family, given, id and writes the ranks by provider number.
fn write_name_ranks(names: TextOrder, numbering: &Numbering, directory: &Path) -> Result<(), IndexError> {
    let mut ranks = vec![0_u32; numbering.inputs.len()];
    for ((number, _same), rank) in names.sorted(|number| numbering.ranks[number as usize]).zip(0..) {
        ranks[number as usize] = rank;
    }
    write(directory, layout::PROVIDER_NAME_RANK, ranks.into_iter().map(u32::to_le_bytes))
}

#[expect(clippy::cast_possible_truncation, reason = "single precision suffices for a number from 0 to 1")]
fn narrow(value: f64) -> f32 {
    value as f32
}

#[cfg(test)]
mod tests;
