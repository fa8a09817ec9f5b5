//! From files to providers: reads lists in any of their dresses and says of every row what became of it.
//!
//! In: [`Source`]s (own lists, NPPES and its side files; plain, gzip or zip; any encoding). Out: one [`Row`] a data
//! row, in order, to a sink; then a [`Summary`]. Invariants: every data row becomes exactly one [`Row`]; nothing is
//! kept in memory but the row at hand, so memory does not grow with the file; nothing here knows an index.

mod above;
mod archive;
mod between;
mod choices;
mod columns;
mod combine;
mod content;
mod corrections;
mod deactivated;
mod diff;
mod duplicates;
mod encoding;
mod escapes;
mod field;
mod fill;
mod finding;
mod headers;
mod lacking;
mod lane;
mod look;
mod made_id;
mod mapping;
mod members;
mod merge;
mod nppes;
mod own;
mod parts;
mod period;
mod pieces;
mod quotes;
mod reading;
mod record;
mod report;
mod rows;
mod sample;
mod scan;
mod size;
mod sniff;
mod source;
mod table;
mod validate;
mod watch;
mod width;

pub use combine::{Combined, combine};
pub use corrections::{
    CORRECTION_COLUMNS, Correction, CorrectionAction, Corrections, ReadCorrections, Standing,
    read_corrections,
};
pub use diff::{Change, FieldChange, change, changed_fields, has_moved_house, is_new_there, shift};
pub use duplicates::{
    Agreement, ContactAgreement, FamilyAgreement, GivenAgreement, Nearness, Person, Suspects, Suspicion,
    Suspicions,
};
pub use finding::{Code, Finding, Outcome, Position, Refusal};
pub use mapping::{ColumnUse, FileMapping, Why};
pub use merge::{FurtherNames, FurtherPractices, Merged, Merging, merge};
pub use period::Period;
pub use record::{DateOrder, Flag, Format, Office, Record, TaxonomySlot};
pub use report::{ChangeLine, ChangeWriter, ReportWriter};
pub use size::{ListSize, list_size};

use look::Look;

use crate::domain::{Fragment, ListName, Npi, RecordDate};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::path::PathBuf;
use std::sync::Arc;

/// Where a list is read from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A file on disk.
    File(PathBuf),
    /// Standard input.
    Stdin,
}

/// How to read.
#[derive(Debug, Clone)]
pub struct Options {
    /// The list's name; ids and `Provider::source` carry it. By default `nppes` for federal files, else `list`.
    pub list: Option<ListName>,
    /// The format, where the caller knows it.
    pub format: Option<Format>,
    /// Whether federal files hold only changes, where the caller knows it; else their names say so.
    pub incremental: Option<bool>,
    /// Column names of the file to our column names, where the caller gives a map: `(theirs, ours)`.
    pub columns: Vec<(String, String)>,
    /// What all rows are given that say nothing of it: our column names and values.
    pub values: Vec<(String, String)>,
    /// Today, against which dates are judged.
    pub today: RecordDate,
}

/// What became of one data row.
#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    /// Kept, with the repairs that made it so.
    Kept {
        /// What it contributes.
        fragment: Fragment,
        /// What was mended, and warnings.
        repairs: Vec<Finding>,
    },
    /// An NPI that is no longer active: counts as skipped, and removes what the list has of it.
    Deactivated {
        /// Whose.
        npi: Npi,
        /// Since when.
        since: Option<RecordDate>,
        /// Said as skipped.
        finding: Finding,
    },
    /// Sound but not kept.
    Skipped {
        /// Whom it is about.
        whose: Whose,
        /// Why.
        finding: Finding,
        /// What it ends that an earlier row may have said.
        ending: Option<Fragment>,
    },
    /// Cannot be used.
    Rejected {
        /// Whom it is about.
        whose: Whose,
        /// Why.
        finding: Finding,
    },
}

/// Whom a row is about, as far as that could be read of a row that is left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Whose {
    /// The ten digits that stand where an NPI belongs, whether or not they check.
    pub number: Option<u64>,
    /// The list's own id.
    pub own: Option<Box<str>>,
    /// Whether the row only adds to a provider that another row is about.
    pub side: bool,
}

/// What was read, when all files are through.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// The list that the files are of.
    pub list: ListName,
    /// Whether the files hold the whole list, or (weekly and side files alone) only changes to it.
    pub whole: bool,
    /// The files, in order.
    pub files: Vec<FileSummary>,
}

/// One file that was read.
#[derive(Debug, Clone, PartialEq)]
pub struct FileSummary {
    /// Its name without the folder, with an archive member behind `!`: `bundle.zip!npidata.csv`.
    pub name: String,
    /// BLAKE3 of the bytes as they lay on disk, in hexadecimal.
    pub hash: String,
    /// What kind of file it was.
    pub format: Format,
    /// The encoding it was in: `UTF-8`, `UTF-16LE`, `windows-1252`.
    pub encoding: String,
    /// Data rows read.
    pub rows: u64,
    /// Columns that nothing was made of.
    pub unknown_columns: Vec<String>,
    /// What was mended for the whole file (a BOM dropped, a `sep=` line skipped), said once.
    pub repairs: Vec<Finding>,
}

/// How far reading has come, for a progress bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Bytes read of all files, as they lie on disk.
    pub bytes: u64,
    /// Bytes of all files; 0 when standard input is among them.
    pub total_bytes: u64,
    /// Data rows read.
    pub rows: u64,
}

/// A file, or an archive's member, whose rows come next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileBeginning {
    /// As [`FileSummary::name`], and as the rows' positions name it.
    pub name: Arc<str>,
    /// What kind of file it is.
    pub format: Format,
    /// Whether it holds only changes to a list.
    pub incremental: bool,
    /// The days that its name states.
    pub period: Option<Period>,
}

/// Packs what kept rows contribute, on whatever thread they are judged on, so that whoever takes them has less to do and
/// memory is given back by the thread that took it.
pub trait Packer: Send + Sync {
    /// Appends what a row contributes.
    ///
    /// # Errors
    /// Where it cannot be packed; reading ends with it.
    fn pack(&self, fragment: &Fragment, out: &mut Vec<u8>) -> std::io::Result<()>;
}

/// Receives rows as they are read.
pub trait Sink {
    /// What packs the rows that are kept; with none they come to [`Sink::row`] as they are.
    fn packer(&self) -> Option<Arc<dyn Packer>> {
        None
    }

    /// Takes what a kept row contributes, as [`Sink::packer`] packed it, with the repairs that made it so.
    ///
    /// # Errors
    /// As for [`Sink::row`].
    fn packed(
        &mut self,
        _position: &Position,
        _packed: &[u8],
        _repairs: Vec<Finding>,
    ) -> std::io::Result<()> {
        Err(std::io::Error::other("nothing is packed for this sink"))
    }

    /// Hears which file comes next.
    fn begins(&mut self, _file: &FileBeginning) {}

    /// Takes what became of a data row; `position` says where it stood.
    ///
    /// # Errors
    /// Whatever the sink cannot do; reading ends with it.
    fn row(&mut self, position: &Position, row: Row) -> std::io::Result<()>;

    /// Hears how the columns of the files are read, before any row, and also where a file is refused for them.
    fn mapped(&mut self, _mappings: Vec<FileMapping>) {}

    /// Hears how far reading has come, now and then.
    fn progress(&mut self, _progress: Progress) {}
}

/// Why reading ended early.
#[derive(Debug, thiserror::Error)]
pub enum IngestError {
    /// The file as a whole cannot be used; nothing may be published.
    #[error("{}", .0.message)]
    Refused(Refusal),
    /// A file cannot be read.
    #[error("{name}: {source}")]
    Io {
        /// The file's name.
        name: String,
        /// Why.
        source: std::io::Error,
    },
    /// The sink failed.
    #[error("cannot keep what was read: {0}")]
    Sink(std::io::Error),
}

/// Reads lists and hands every data row to a sink, in order.
///
/// # Errors
/// [`IngestError::Refused`] when a file as a whole cannot be used, [`IngestError::Io`] when one cannot be read.
///
/// # Complexity
/// Linear in the bytes; memory is bounded by the largest record (1 MiB), not by the file.
pub fn read(
    sources: &[Source],
    options: &Options,
    vocabulary: &Vocabulary,
    places: &Places,
    sink: &mut dyn Sink,
) -> Result<Summary, IngestError> {
    let look = Look::new(options, vocabulary, places);
    let parts = parts::open(sources, &look);
    sink.mapped(look.into_mappings());
    let parts = parts?;
    let list = match &options.list {
        Some(list) => list.clone(),
        None => reading::default_list(parts.is_own())?,
    };
    let whole = parts.is_whole();
    let context = validate::Context { vocabulary, places, list: &list, today: options.today };
    let files = reading::read(parts, options, &context, sink)?;
    Ok(Summary { list, whole, files })
}

#[cfg(test)]
pub(crate) use merge::tests::provider as made_provider;

#[cfg(test)]
mod tests;
