//! [`Spool`]: the rows of an import wait in a file until all are read, and come back grouped by provider.

mod read;

use super::document::{StoredPractice, append, decode, encode_as};
use super::error::IndexError;
use super::order::TextOrder;
use super::pile::KeyedPile;
use crate::domain::{Fragment, FragmentKind, Npi, RecordDate, SpecialtyClaim};
use crate::parallel;
use crate::vocabulary::Vocabulary;
use read::{Groups, ReadGroups, Reading, Unreadable};
pub use read::{SingleRows, SpoolGroup, SpoolRows, StoredRow};
use serde::{Deserialize, Serialize};
use smallvec::SmallVec;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A growing file of rows, grouped by id at the end. Memory: about 50 bytes a row.
#[derive(Debug)]
pub struct Spool {
    pile: KeyedPile,
    ids: TextOrder,
    /// Rows of providers without an NPI.
    unnumbered: u64,
    /// Which rows only add to a provider, in their order.
    side: Vec<u32>,
    /// Which rows take one away, in their order.
    removals: Vec<u32>,
    packer: RowPacker,
    directory: PathBuf,
    record: Vec<u8>,
    packed: Vec<u8>,
}

/// Packs what rows contribute as the spool takes it, on whatever thread.
#[derive(Debug, Clone)]
pub struct RowPacker {
    vocabulary: Arc<Vocabulary>,
}

/// What is told of a packed row before what it contributes.
#[derive(Debug, Serialize, Deserialize)]
struct PackedHead<'a> {
    /// Whose it is, printed.
    id: &'a str,
    /// When a whole row was last touched, counted from 1970-01-01.
    updated: Option<i32>,
    #[serde(with = "PackedKind")]
    kind: FragmentKind,
}

/// [`FragmentKind`] as it is packed.
#[derive(Serialize, Deserialize)]
#[serde(remote = "FragmentKind")]
enum PackedKind {
    Whole,
    Side,
    Ending,
    Removal,
}

impl RowPacker {
    /// Appends what a row contributes.
    ///
    /// # Errors
    /// [`IndexError::Io`] when the serializer refuses, which no provider is known to bring about.
    pub fn pack(&self, fragment: &Fragment, out: &mut Vec<u8>) -> Result<(), IndexError> {
        let (id, updated) = match fragment {
            Fragment::Whole(provider) => (provider.id.to_string(), provider.updated),
            other => (other.id().to_string(), None),
        };
        let kind = fragment.kind();
        append(&PackedHead { id: &id, updated: updated.map(RecordDate::days), kind }, out)?;
        append(&StoredFragment::new(fragment), out)?;
        match fragment {
            Fragment::Whole(provider) => encode_as(&id, provider, &self.vocabulary, out),
            _ => Ok(()),
        }
    }
}

/// One spooled row.
#[derive(Debug, Clone, PartialEq)]
pub struct SpoolEntry {
    /// What the row contributes.
    pub fragment: Fragment,
    /// Which file it stood in: the caller's number.
    pub file: u32,
    /// The line it stood on.
    pub line: u64,
}

/// Takes the rows of several ids, and what was made of single ones.
type Take<'t, M> = dyn FnMut(&mut dyn Iterator<Item = SpoolGroup<'_>>, M) -> Result<(), IndexError> + 't;

/// A row as it lies in the file.
#[derive(Debug, Serialize, Deserialize)]
struct StoredEntry<'a> {
    file: u32,
    line: u64,
    #[serde(borrow)]
    fragment: StoredFragment<'a>,
}

#[derive(Debug, Serialize, Deserialize)]
enum StoredFragment<'a> {
    /// The rows of its specialties in the vocabulary; the provider's record lies behind it.
    Whole(SmallVec<[u16; 8]>),
    Practice(u32, #[serde(borrow)] StoredPractice<'a>),
    Alias(u32, &'a str),
    /// Whose, printed, and the practice.
    Ending(String, #[serde(borrow)] StoredPractice<'a>),
    /// An NPI, and the day since when, counted from 1970-01-01.
    Removal(u32, Option<i32>),
}

impl Spool {
    /// Makes an empty spool file in a directory; it has no name and is gone when dropped.
    ///
    /// # Errors
    /// [`IndexError::Io`] when the file cannot be made.
    pub fn new(directory: &Path, vocabulary: &Arc<Vocabulary>) -> Result<Self, IndexError> {
        Ok(Self {
            pile: KeyedPile::new(directory)?,
            ids: TextOrder::default(),
            unnumbered: 0,
            side: Vec::new(),
            removals: Vec::new(),
            packer: RowPacker { vocabulary: Arc::clone(vocabulary) },
            directory: directory.to_owned(),
            record: Vec::new(),
            packed: Vec::new(),
        })
    }

    /// Makes of rows what [`Spool::push_packed`] takes.
    pub fn packer(&self) -> RowPacker {
        self.packer.clone()
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`IndexError::Io`] when the file cannot be written.
    pub fn push(&mut self, entry: &SpoolEntry) -> Result<(), IndexError> {
        let mut packed = std::mem::take(&mut self.packed);
        packed.clear();
        self.packer.pack(&entry.fragment, &mut packed)?;
        self.push_packed(&packed, entry.file, entry.line)?;
        self.packed = packed;
        Ok(())
    }

    /// Adds a row that is packed; tells when a whole row was last touched.
    ///
    /// # Errors
    /// [`IndexError::Io`] when the file cannot be written, or nothing was packed so.
    pub fn push_packed(
        &mut self,
        packed: &[u8],
        file: u32,
        line: u64,
    ) -> Result<Option<RecordDate>, IndexError> {
        let head = postcard::take_from_bytes::<PackedHead<'_>>(packed);
        let (head, fragment) = head.map_err(|_bad| Unreadable::Row.at(&self.directory))?;
        self.record.clear();
        // A row is its place and behind it what it contributes, as [`StoredEntry`] has them.
        append(&(file, line), &mut self.record)?;
        self.record.extend_from_slice(fragment);
        self.pile.push(key_of(head.id), &self.record)?;
        let number = self.ids.push(head.id.as_bytes());
        match head.kind {
            FragmentKind::Whole => {}
            FragmentKind::Side | FragmentKind::Ending => self.side.push(number),
            FragmentKind::Removal => self.removals.push(number),
        }
        self.unnumbered += u64::from(!head.id.starts_with(NUMBERED));
        Ok(head.updated.and_then(|days| RecordDate::from_days(days).ok()))
    }

    /// How many rows are of providers without an NPI.
    pub fn unnumbered(&self) -> u64 {
        self.unnumbered
    }

    /// How many different ids there are that have a whole row, and none that takes it away: a side file may name anybody.
    ///
    /// # Complexity
    /// O(n log n) in the rows; [`Spool::groups`] has less to do then.
    pub fn whole_ids(&mut self) -> u64 {
        let Self { ids, side, removals, .. } = self;
        let has = |rows: &[u32], row: u32| rows.binary_search(&row).is_ok();
        let is_whole = |rows: &mut dyn Iterator<Item = u32>| {
            let mut whole = false;
            for row in rows {
                if has(removals, row) {
                    return false;
                }
                whole |= !has(side, row);
            }
            whole
        };
        ids.distinct(is_whole) as u64
    }

    /// Hands out the rows of each id, in the order they were added, ids in their order, some hundred ids at a time. Rows
    /// are read on all cores, each of which has a state of its own, and `make` makes there whatever is wanted of those
    /// that are the only ones of their ids.
    ///
    /// # Errors
    /// What `make` or `take` fails with, or [`IndexError::Io`].
    pub fn groups<S, M: Send>(
        self,
        state: impl Fn() -> S + Sync,
        make: impl Fn(&mut S, &SingleRows<'_>) -> Result<M, IndexError> + Sync,
        take: &mut Take<'_, M>,
    ) -> Result<(), IndexError> {
        let (rows, vocabulary) = (self.pile.into_reader()?, self.packer.vocabulary);
        let reading = Reading { rows, vocabulary, directory: self.directory };
        let mut sorted = self.ids.sorted(|number| number).peekable();
        parallel::in_order(
            parallel::threads(),
            state,
            |state, groups: Groups| {
                let read = reading.read(&groups).map_err(|error| error.at(&reading.directory))?;
                let singles = make(state, &SingleRows(&read))?;
                Ok((read, singles))
            },
            || {
                let mut groups = Groups::default();
                while let Some((number, _)) = sorted.next() {
                    groups.numbers.push(number);
                    let count = groups.numbers.len();
                    let Some((next, same)) = sorted.peek() else {
                        groups.ends.push(count);
                        break;
                    };
                    // What belongs to one id is never parted.
                    if !same {
                        groups.ends.push(count);
                        if count >= ROWS && reading.rows.ends_run((number, count), *next) {
                            break;
                        }
                    }
                }
                Ok((!groups.numbers.is_empty()).then_some(groups))
            },
            |read| {
                let (ReadGroups { records, groups }, singles) = read?;
                let mut groups = groups.into_iter().map(|group| group.hand_out(&records, &reading));
                take(&mut groups, singles)
            },
        )
    }
}

/// What [`ProviderId`] begins an NPI with when it prints it.
const NUMBERED: &str = "npi:";

/// Rows that a thread takes at a time, at least; what lies together is read at once.
const ROWS: usize = 512;

/// What rows of near ids lie together by: the beginning of an id behind the name of its list.
fn key_of(id: &str) -> u64 {
    let id = id.split_once(':').map_or(id, |(_list, own)| own).as_bytes();
    let mut key = [0; 8];
    key.iter_mut().zip(id).for_each(|(byte, own)| *byte = *own);
    u64::from_be_bytes(key)
}

impl StoredEntry<'_> {
    /// The row; `behind` is what lies behind it in its record.
    fn believe(self, behind: &[u8], vocabulary: &Vocabulary) -> Option<SpoolEntry> {
        let npi = |number: u32| Npi::new(u64::from(number)).ok();
        let fragment = match self.fragment {
            StoredFragment::Whole(_) => Fragment::Whole(Box::new(decode(behind, vocabulary)?)),
            StoredFragment::Practice(number, practice) => {
                Fragment::Practice { npi: npi(number)?, practice: Box::new(practice.believe()?) }
            }
            StoredFragment::Alias(number, name) => {
                Fragment::Alias { npi: npi(number)?, name: name.to_owned() }
            }
            StoredFragment::Ending(id, practice) => {
                Fragment::Ending { id: id.parse().ok()?, practice: Box::new(practice.believe()?) }
            }
            StoredFragment::Removal(number, since) => {
                let since = since.map(RecordDate::from_days).transpose().ok()?;
                Fragment::Removal { npi: npi(number)?, since }
            }
        };
        Some(SpoolEntry { fragment, file: self.file, line: self.line })
    }
}

impl<'a> StoredFragment<'a> {
    fn new(fragment: &'a Fragment) -> Self {
        match fragment {
            Fragment::Whole(provider) => {
                let row = |claim: &SpecialtyClaim| u16::try_from(claim.specialty.row()).unwrap_or(u16::MAX);
                Self::Whole(provider.specialties.iter().map(row).collect())
            }
            Fragment::Practice { npi, practice } => {
                Self::Practice(npi.number(), StoredPractice::new(practice))
            }
            Fragment::Alias { npi, name } => Self::Alias(npi.number(), name),
            Fragment::Ending { id, practice } => Self::Ending(id.to_string(), StoredPractice::new(practice)),
            Fragment::Removal { npi, since } => Self::Removal(npi.number(), since.map(RecordDate::days)),
        }
    }
}

#[cfg(test)]
mod tests;
