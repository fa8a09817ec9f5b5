//! A file of rows that were left out, mapped: opened by its tables, asked by binary search.

use super::{Entry, MAGIC, ROW, RowKey, Tables};
use crate::index::column::Files;
use crate::index::error::IndexError;
use std::fmt;
use std::ops::Range;
use std::path::Path;
use tantivy::directory::OwnedBytes;

/// The rows that were left out of a list.
pub struct LeftOutRows {
    bytes: OwnedBytes,
    rows: Range<usize>,
    tables: Tables,
}

/// A row that was left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOutRow {
    /// The file it stands in, without folders.
    pub file: String,
    /// When the file was imported: UTC, RFC 3339.
    pub imported: String,
    /// The line it begins on; the header is line 1.
    pub line: u64,
    /// Whether it cannot be used; else it is sound but not kept.
    pub rejected: bool,
    /// The stable reason.
    pub code: String,
    /// The column at fault; empty where it concerns the whole row.
    pub column: String,
}

impl fmt::Debug for LeftOutRows {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} rows left out", self.len())
    }
}

impl LeftOutRows {
    /// Opens a file in a folder of lists.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when it is not one.
    pub fn open(folder: &Path, name: &str, generation: String) -> Result<Self, IndexError> {
        Self::of(&Files::open(folder, generation)?, name)
    }

    /// Opens a file of a generation.
    pub(in crate::index) fn of(files: &Files, name: &str) -> Result<Self, IndexError> {
        let bytes = files.bytes(name)?;
        match read(&bytes) {
            Some((rows, tables)) => Ok(Self { bytes, rows, tables }),
            None => Err(files.damaged(name, "is no record of rows that were left out")),
        }
    }

    /// How many entries there are: one for each id that a row has.
    pub fn len(&self) -> usize {
        self.rows.len() / ROW
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// How many rows had no id that could be read.
    pub fn nameless(&self) -> u64 {
        self.tables.nameless
    }

    /// Whether every row that was left out of the list is here.
    pub fn is_complete(&self) -> bool {
        self.tables.complete
    }

    /// The rows about somebody, at most `limit`, those of the newest import first.
    ///
    /// # Complexity
    /// O(log n).
    pub fn find(&self, key: RowKey, limit: usize) -> Vec<LeftOutRow> {
        let packed = self.packed();
        let first = packed.partition_point(|packed| entry(packed).key < key.0);
        let same = packed[first..].iter().map(entry).take_while(|entry| entry.key == key.0);
        same.filter_map(|entry| self.row(entry)).take(limit).collect()
    }

    pub(super) fn tables(&self) -> &Tables {
        &self.tables
    }

    /// The entry at a place.
    pub(super) fn entry(&self, place: usize) -> Option<Entry> {
        self.packed().get(place).map(entry)
    }

    fn packed(&self) -> &[[u8; ROW]] {
        self.bytes.get(self.rows.clone()).map_or(&[], |rows| rows.as_chunks().0)
    }

    /// A row in words; `None` for one that names no reason there is.
    fn row(&self, entry: Entry) -> Option<LeftOutRow> {
        let reason = self.tables.reasons.get(usize::from(entry.reason))?;
        let file = self.tables.files.get(usize::from(entry.file));
        Some(LeftOutRow {
            file: file.map(|file| file.name.clone()).unwrap_or_default(),
            imported: file.map(|file| file.imported.clone()).unwrap_or_default(),
            line: u64::from(entry.line),
            rejected: reason.rejected,
            code: reason.code.clone(),
            column: reason.column.clone(),
        })
    }
}

fn entry(packed: &[u8; ROW]) -> Entry {
    Entry::unpack(u128::from_le_bytes(*packed))
}

/// Where rows lie, and the tables behind them; `None` for bytes that are no such file.
fn read(bytes: &[u8]) -> Option<(Range<usize>, Tables)> {
    let (body, end) = bytes.split_last_chunk::<8>()?;
    let behind = usize::try_from(u64::from_le_bytes(*end)).ok()?;
    let rows = body.get(MAGIC.len()..behind)?;
    if !body.starts_with(&MAGIC) || !rows.len().is_multiple_of(ROW) {
        return None;
    }
    let tables = serde_json::from_slice(&body[behind..]).ok()?;
    Some((MAGIC.len()..behind, tables))
}
