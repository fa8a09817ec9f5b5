//! The rows of a list that are not in a generation, by whom they are about: why somebody is not listed.
//!
//! In: a row's ids, place and reason, as it is left out. Out: a file beside the list's kept records, in which one id is
//! found by binary search. Invariants: nothing of a row is kept but ids, place and reason, so no name or address; what
//! cannot be told apart any more is not guessed at; memory does not grow with the rows.
//!
//! The file: [`MAGIC`]; 16 bytes a row as a little-endian `u128` (key 64 bits, file 16, line 32, reason 16), ascending;
//! the [`Tables`] as JSON; their beginning as `u64`.

mod rows;
mod sorter;

use super::error::{IndexError, io_at};
use crate::domain::ProviderId;
pub use rows::{LeftOutRow, LeftOutRows};
use serde::{Deserialize, Serialize};
use sorter::Sorter;
use std::fs::File;
use std::io::{BufWriter, Error, Write};
use std::path::Path;
use xxhash_rust::xxh3::xxh3_64;

/// What the file begins with; the last byte is the number of the format.
const MAGIC: [u8; 8] = *b"leftout\x01";
/// Bytes a row.
const ROW: usize = 16;
/// Bytes buffered for writing.
const BUFFER: usize = 256 * 1024;

/// Whom a row is about, as a number: ten digits as they are, an own id as its hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RowKey(u64);

/// The bit that own ids have and numbers lack.
const OWN: u64 = 1 << 63;

impl RowKey {
    /// Digits that stand where an NPI belongs, whether or not they check.
    pub fn number(number: u64) -> Self {
        Self(number & !OWN)
    }

    /// A list's own id. Two of a million ids have the same key once in twenty million lists.
    pub fn own(id: &str) -> Self {
        Self(xxh3_64(id.as_bytes()) | OWN)
    }

    /// The key of an id.
    pub fn of(id: &ProviderId) -> Self {
        match id {
            ProviderId::Npi(npi) => Self::number(u64::from(npi.number())),
            ProviderId::Own { id, .. } => Self::own(id),
        }
    }
}

/// A row that is left out.
#[derive(Debug, Clone, PartialEq)]
pub struct LeftOut<'r> {
    /// Whom it is about; nobody where no id could be read.
    pub keys: Vec<RowKey>,
    /// The file, without folders.
    pub file: &'r str,
    /// The line it begins on.
    pub line: u64,
    /// Whether it cannot be used; else it is sound but not kept.
    pub rejected: bool,
    /// The stable reason.
    pub code: &'static str,
    /// The column at fault; empty where it concerns the whole row.
    pub column: &'static str,
    /// Whether it only adds to a provider that other rows are about.
    pub side: bool,
}

/// What rows name by number.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
struct Tables {
    files: Vec<ReadFile>,
    reasons: Vec<RowReason>,
    /// Rows whose ids could not be read.
    nameless: u64,
    /// Whether every row that was left out of the list is here.
    complete: bool,
}

/// A file that rows stand in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
struct ReadFile {
    name: String,
    imported: String,
}

/// Why a row was left out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct RowReason {
    rejected: bool,
    code: String,
    column: String,
}

/// One row in its file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    key: u64,
    file: u16,
    line: u32,
    reason: u16,
}

impl Entry {
    fn pack(self) -> u128 {
        u128::from(self.key) << 64
            | u128::from(self.file) << 48
            | u128::from(self.line) << 16
            | u128::from(self.reason)
    }

    #[expect(clippy::cast_possible_truncation, reason = "takes the number apart")]
    fn unpack(packed: u128) -> Self {
        Self {
            key: (packed >> 64) as u64,
            file: (packed >> 48) as u16,
            line: (packed >> 16) as u32,
            reason: packed as u16,
        }
    }
}

/// The reason's bit that says, until the file is written, that what the list had of this id before is no longer true.
const RENEWS: u16 = 1 << 15;
/// The reason of an entry that says only that, and is not written.
const NO_REASON: u16 = RENEWS - 1;

/// Takes rows as they are left out, in any order, and writes them sorted. Memory: 16 MiB and the names of files.
#[derive(Debug)]
pub struct LeftOutWriter {
    sorter: Sorter,
    /// Files without the day of their import, which is told at the end.
    files: Vec<String>,
    reasons: Vec<RowReason>,
    nameless: u64,
}

impl LeftOutWriter {
    /// Begins; what does not fit into memory waits in files without a name in that directory.
    pub fn new(directory: &Path) -> Self {
        Self { sorter: Sorter::new(directory), files: Vec::new(), reasons: Vec::new(), nameless: 0 }
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be written.
    pub fn push(&mut self, row: &LeftOut<'_>) -> Result<(), IndexError> {
        if row.keys.is_empty() {
            self.nameless += 1;
            return Ok(());
        }
        let file = self.file(row.file);
        let reason = place_of(&self.reasons, |reason| {
            reason.rejected == row.rejected && reason.code == row.code && reason.column == row.column
        });
        let reason = reason.unwrap_or_else(|| {
            let (code, column) = (row.code.to_owned(), row.column.to_owned());
            self.reasons.push(RowReason { rejected: row.rejected, code, column });
            self.reasons.len() - 1
        });
        let renews = if row.side { 0 } else { RENEWS };
        let line = u32::try_from(row.line).unwrap_or(u32::MAX);
        for key in &row.keys {
            self.sorter.push(Entry { key: key.0, file, line, reason: narrow(reason) | renews }.pack())?;
        }
        Ok(())
    }

    /// Says that rows about this id are kept: what the list before says of it is no longer true. Needed only where
    /// rows are added to a list.
    ///
    /// # Errors
    /// As for [`LeftOutWriter::push`].
    pub fn renew(&mut self, key: RowKey) -> Result<(), IndexError> {
        self.sorter.push(Entry { key: key.0, file: 0, line: 0, reason: NO_REASON | RENEWS }.pack())
    }

    fn file(&mut self, name: &str) -> u16 {
        // Rows come file by file, so the last one is nearly always it.
        let known = self.files.iter().rposition(|known| known == name);
        narrow(known.unwrap_or_else(|| {
            self.files.push(name.to_owned());
            self.files.len() - 1
        }))
    }

    /// Writes the file, and its folder. `before` is what the list had where these rows only change it.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be written.
    ///
    /// # Complexity
    /// O(n log n).
    pub fn finish(self, path: &Path, imported: &str, before: BeforeRows<'_>) -> Result<(), IndexError> {
        let Self { sorter, files, reasons, nameless } = self;
        let name = |name| ReadFile { name, imported: imported.to_owned() };
        let mut tables =
            Tables { files: files.into_iter().map(name).collect(), reasons, nameless, complete: true };
        let old = match before {
            BeforeRows::Nothing => None,
            BeforeRows::Unknown => {
                tables.complete = false;
                None
            }
            BeforeRows::Rows(rows) => Some(rows),
        };
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(io_at(folder))?;
        }
        let out = File::create(path).map_err(io_at(path))?;
        let mut out = BufWriter::with_capacity(BUFFER, out);
        let mut old = old.map(|rows| Carried::new(rows, &mut tables));
        let write = || -> Result<(), Error> {
            let mut written = MAGIC.len() as u64;
            out.write_all(&MAGIC)?;
            let mut put = |packed: u128| -> Result<(), Error> {
                written += ROW as u64;
                out.write_all(&packed.to_le_bytes())
            };
            let mut group = Group::default();
            sorter.sorted(&mut |packed| {
                let mut entry = Entry::unpack(packed);
                if group.begins(entry.key) {
                    group.end(old.as_mut(), &mut put)?;
                    group = Group { key: Some(entry.key), renewed: false };
                    carry(old.as_mut(), Some(entry.key), &mut put)?;
                }
                group.renewed |= entry.reason & RENEWS != 0;
                entry.reason &= !RENEWS;
                if entry.reason == NO_REASON { Ok(()) } else { put(entry.pack()) }
            })?;
            group.end(old.as_mut(), &mut put)?;
            carry(old.as_mut(), None, &mut put)?;
            serde_json::to_writer(&mut out, &tables)?;
            out.write_all(&written.to_le_bytes())?;
            out.flush()
        };
        write().map_err(io_at(path))
    }
}

/// What a list had before rows are added to it.
#[derive(Debug, Clone, Copy)]
pub enum BeforeRows<'b> {
    /// The rows are the whole list, or there was none.
    Nothing,
    /// There was a list, and what was left out of it is not known.
    Unknown,
    /// These rows were left out.
    Rows(&'b LeftOutRows),
}

/// Old rows on their way into the new file, with their numbers changed to the new tables'.
struct Carried<'c> {
    rows: &'c LeftOutRows,
    next: usize,
    first_file: usize,
    reasons: Vec<u16>,
}

impl<'c> Carried<'c> {
    /// New files stand before old ones, so that an id's old rows come after its new ones.
    fn new(rows: &'c LeftOutRows, tables: &mut Tables) -> Self {
        let old = rows.tables();
        let first_file = tables.files.len();
        tables.files.extend(old.files.iter().cloned());
        tables.nameless += old.nameless;
        tables.complete &= old.complete;
        let reason = |reason: &RowReason| {
            let known = place_of(&tables.reasons, |known| known == reason);
            narrow(known.unwrap_or_else(|| {
                tables.reasons.push(reason.clone());
                tables.reasons.len() - 1
            }))
        };
        let reasons = old.reasons.iter().map(reason).collect();
        Self { rows, next: 0, first_file, reasons }
    }

    /// The next row, if its key is one that `wanted` lets pass.
    fn next_if(&mut self, wanted: impl Fn(u64) -> bool) -> Option<Entry> {
        let entry = self.rows.entry(self.next).filter(|entry| wanted(entry.key))?;
        self.next += 1;
        let file = narrow(self.first_file.saturating_add(usize::from(entry.file)));
        let reason = self.reasons.get(usize::from(entry.reason)).copied().unwrap_or(NO_REASON - 1);
        Some(Entry { file, reason, ..entry })
    }
}

/// The rows of one key that are being written.
#[derive(Debug, Default)]
struct Group {
    key: Option<u64>,
    renewed: bool,
}

type Put<'p> = dyn FnMut(u128) -> Result<(), Error> + 'p;

impl Group {
    fn begins(&self, key: u64) -> bool {
        self.key != Some(key)
    }

    /// Writes what the list had of this key, unless it is no longer true.
    fn end(&self, old: Option<&mut Carried<'_>>, put: &mut Put<'_>) -> Result<(), Error> {
        let (Some(old), Some(key)) = (old, self.key) else { return Ok(()) };
        while let Some(entry) = old.next_if(|other| other == key) {
            if !self.renewed {
                put(entry.pack())?;
            }
        }
        Ok(())
    }
}

/// Writes the old rows before a key, or all that are left.
fn carry(old: Option<&mut Carried<'_>>, before: Option<u64>, put: &mut Put<'_>) -> Result<(), Error> {
    let Some(old) = old else { return Ok(()) };
    while let Some(entry) = old.next_if(|key| before.is_none_or(|before| key < before)) {
        put(entry.pack())?;
    }
    Ok(())
}

fn place_of<T>(list: &[T], is: impl Fn(&T) -> bool) -> Option<usize> {
    list.iter().position(is)
}

/// A number for a table that no import fills: the names of 65,535 files, the reasons of some thirty codes.
fn narrow(place: usize) -> u16 {
    u16::try_from(place).unwrap_or(u16::MAX).min(NO_REASON - 1)
}

#[cfg(test)]
mod tests;
