//! Reads waiting rows back, those of an id together.
//!
//! In: the file of rows, and the numbers of those of each id. Out: [`SpoolGroup`]s. Invariant: few rows of an id are decoded
//! on whatever thread reads them, a single whole one not at all, many only as they are taken.

use super::{SpoolEntry, StoredEntry, StoredFragment};
use crate::domain::{Provider, ProviderId, SpecialtyId};
use crate::index::document::{decode, id_of};
use crate::index::error::{IndexError, io_at};
use crate::index::pile::{KeyedReader, Records};
use crate::vocabulary::Vocabulary;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// All rows of one id.
#[derive(Debug)]
pub enum SpoolGroup<'g> {
    /// One whole row, as it lies in the file.
    Single(StoredRow<'g>),
    /// Rows in the order they were added.
    Rows(SpoolRows<'g>),
}

/// Rows of one id, in the order they were added. Where there are many, they are read as they are taken.
#[derive(Debug)]
pub struct SpoolRows<'g>(pub(super) RowSource<'g>);

#[derive(Debug)]
pub(super) enum RowSource<'g> {
    Read(std::vec::IntoIter<SpoolEntry>),
    Waiting(WaitingRows<'g>),
}

impl Iterator for SpoolRows<'_> {
    type Item = Result<SpoolEntry, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        match &mut self.0 {
            RowSource::Read(rows) => rows.next().map(Ok),
            RowSource::Waiting(rows) => rows.next(),
        }
    }
}

/// Rows of one id that are still in the file, but for some.
#[derive(Debug)]
pub(super) struct WaitingRows<'g> {
    reading: &'g Reading,
    numbers: Vec<u32>,
    /// How many of the numbers are read.
    read: usize,
    /// Those read last, and how many of them were taken.
    pub(super) records: Records,
    taken: usize,
}

impl WaitingRows<'_> {
    fn next(&mut self) -> Option<Result<SpoolEntry, IndexError>> {
        if self.taken == self.records.len() {
            let run = self.reading.rows.runs(&self.numbers[self.read..]).next()?;
            (self.read, self.taken) = (self.read + run.len(), 0);
            match self.reading.rows.read(run) {
                Ok(records) => self.records = records,
                Err(error) => return Some(Err(error)),
            }
        }
        let record = self.records.get(self.taken);
        self.taken += 1;
        let entry = self.reading.entry(record);
        Some(entry.ok_or_else(|| Unreadable::Row.at(&self.reading.directory)))
    }
}

/// A whole row that was not read beyond what most of them are asked for.
#[derive(Debug, Clone, PartialEq)]
pub struct StoredRow<'g> {
    /// Whose it is.
    pub id: ProviderId,
    /// Which file it stood in.
    pub file: u32,
    /// The line it stood on.
    pub line: u64,
    /// The provider's specialties, as often as they are claimed.
    pub specialties: Vec<SpecialtyId>,
    /// The provider as [`crate::index::KeptWriter`] and the index store it.
    pub(in crate::index) record: &'g [u8],
}

impl StoredRow<'_> {
    /// The provider; `None` when the record is none.
    pub fn provider(&self, vocabulary: &Vocabulary) -> Option<Provider> {
        decode(self.record, vocabulary)
    }
}

/// Rows that are the only ones of their ids, among those that are handed out together.
#[derive(Debug)]
pub struct SingleRows<'r>(pub(super) &'r ReadGroups);

impl SingleRows<'_> {
    /// The provider that each of them is, as [`crate::index::KeptWriter`] and the index store it.
    pub fn records(&self) -> impl Iterator<Item = &[u8]> {
        let ReadGroups { records, groups } = self.0;
        groups.iter().filter_map(|group| match group {
            ReadGroup::Single { place, start, .. } => records.get(*place).get(*start..),
            ReadGroup::Rows(_) | ReadGroup::Waiting(_) => None,
        })
    }
}

/// The most rows of one id that are read before they are taken. What a row holds is a kilobyte or so in memory, and the rows
/// of an id cannot be parted among threads.
const MANY: usize = if cfg!(test) { 4 } else { 4_096 };

/// Numbers of rows, and where those of each id end.
#[derive(Debug, Default)]
pub(super) struct Groups {
    pub(super) numbers: Vec<u32>,
    pub(super) ends: Vec<usize>,
}

impl Groups {
    /// The numbers of each id.
    fn each(&self) -> impl Iterator<Item = &[u32]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| self.numbers.get(start..end).unwrap_or_default())
    }
}

/// Rows of several ids.
#[derive(Debug)]
pub(super) struct ReadGroups {
    pub(super) records: Records,
    pub(super) groups: Vec<ReadGroup>,
}

/// Rows of one id; of a single whole one its place among the records and where the provider begins in it.
#[derive(Debug)]
pub(super) enum ReadGroup {
    Single {
        id: ProviderId,
        file: u32,
        line: u64,
        specialties: Vec<SpecialtyId>,
        place: usize,
        start: usize,
    },
    Rows(Vec<SpoolEntry>),
    /// More than [`MANY`], by their numbers.
    Waiting(Vec<u32>),
}

impl ReadGroup {
    /// The rows, as they are handed out.
    pub(super) fn hand_out<'g>(self, records: &'g Records, reading: &'g Reading) -> SpoolGroup<'g> {
        match self {
            Self::Rows(rows) => SpoolGroup::Rows(SpoolRows(RowSource::Read(rows.into_iter()))),
            Self::Waiting(numbers) => {
                let rows = WaitingRows { reading, numbers, read: 0, records: Records::default(), taken: 0 };
                SpoolGroup::Rows(SpoolRows(RowSource::Waiting(rows)))
            }
            Self::Single { id, file, line, specialties, place, start } => {
                let record = &records.get(place)[start..];
                SpoolGroup::Single(StoredRow { id, file, line, specialties, record })
            }
        }
    }
}

/// Reads rows on whatever thread.
#[derive(Debug)]
pub(super) struct Reading {
    pub(super) rows: KeyedReader,
    pub(super) vocabulary: Arc<Vocabulary>,
    pub(super) directory: PathBuf,
}

impl Reading {
    pub(super) fn read(&self, groups: &Groups) -> Result<ReadGroups, Unreadable> {
        let few = groups.each().filter(|numbers| numbers.len() <= MANY);
        let few: Vec<u32> = few.flatten().copied().collect();
        let records = self.rows.read(&few).map_err(Unreadable::Index)?;
        let mut read = Vec::with_capacity(groups.ends.len());
        let mut start = 0;
        for numbers in groups.each() {
            if numbers.len() > MANY {
                read.push(ReadGroup::Waiting(numbers.to_vec()));
                continue;
            }
            let end = start + numbers.len();
            read.push(self.group(&records, start..end)?);
            start = end;
        }
        Ok(ReadGroups { records, groups: read })
    }

    fn group(&self, records: &Records, places: Range<usize>) -> Result<ReadGroup, Unreadable> {
        let mut rows = Vec::with_capacity(places.len());
        let alone = places.len() == 1;
        for place in places {
            let record = records.get(place);
            let (entry, behind) =
                postcard::take_from_bytes::<StoredEntry<'_>>(record).map_err(|_bad| Unreadable::Row)?;
            if let (true, StoredFragment::Whole(specialties)) = (alone, &entry.fragment) {
                let id = id_of(behind).and_then(|id| id.parse().ok()).ok_or(Unreadable::Row)?;
                let specialties = specialties.iter().copied().map(SpecialtyId::from_row).collect();
                let (file, line, start) = (entry.file, entry.line, record.len() - behind.len());
                return Ok(ReadGroup::Single { id, file, line, specialties, place, start });
            }
            rows.push(entry.believe(behind, &self.vocabulary).ok_or(Unreadable::Row)?);
        }
        Ok(ReadGroup::Rows(rows))
    }

    /// The row that lies in a record.
    fn entry(&self, record: &[u8]) -> Option<SpoolEntry> {
        let (entry, behind) = postcard::take_from_bytes::<StoredEntry<'_>>(record).ok()?;
        entry.believe(behind, &self.vocabulary)
    }
}

/// Why rows cannot be read.
pub(super) enum Unreadable {
    Index(IndexError),
    Row,
}

impl Unreadable {
    pub(super) fn at(self, directory: &Path) -> IndexError {
        match self {
            Self::Index(error) => error,
            Self::Row => {
                let kind = std::io::ErrorKind::InvalidData;
                io_at(directory)(std::io::Error::new(kind, "a spooled row is damaged"))
            }
        }
    }
}
