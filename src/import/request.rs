//! What an import is asked, what it tells, and why it may fail.

use super::corrections::CorrectionReport;
use super::lists::Changes;
use super::preview::{Preview, Warning};
use super::quality_report::QualityFiles;
use super::removal::RemovalRefusal;
use crate::domain::{ListName, RecordDate};
use crate::index::{Coverage, GenerationId, IndexError};
use crate::ingest::{self, FileMapping, Finding, Format, IngestError, Refusal, Source, Summary};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// What to import, and how careful to be.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a caller's word on one gate")]
pub struct ImportRequest {
    /// The files.
    pub sources: Vec<Source>,
    /// The list's name; by default `nppes` for federal files, else `list`.
    pub list: Option<ListName>,
    /// The format, where the caller knows it.
    pub format: Option<Format>,
    /// Whether federal files hold only changes, where the caller knows it; else their names say so.
    pub incremental: Option<bool>,
    /// Their column names to ours.
    pub columns: Vec<(String, String)>,
    /// What all rows are given that say nothing of it: our column names and values.
    pub values: Vec<(String, String)>,
    /// Read and judge, publish nothing.
    pub dry_run: bool,
    /// Where the report goes; by default a new file in the index's `reports` folder.
    pub report: Option<PathBuf>,
    /// The largest share of rejected rows, in percent of all data rows.
    pub max_rejected: f64,
    /// Publish whatever the share of rejected rows.
    pub allow_rejects: bool,
    /// Publish even if the list shrinks by more than half.
    pub allow_shrink: bool,
    /// Publish even if the files hold a federal list of an earlier day than the live one.
    pub allow_older: bool,
    /// When this is, for dates, names of reports and histories.
    pub now: jiff::Timestamp,
    /// Set by whoever wants the import to stop.
    pub cancel: Arc<AtomicBool>,
}

impl ImportRequest {
    /// The share of rejected rows that is allowed by default, in percent (`CONTRACT.md`, import policies).
    pub const DEFAULT_MAX_REJECTED: f64 = 5.0;

    /// A careful import of these files.
    pub fn new(sources: Vec<Source>, now: jiff::Timestamp) -> Self {
        Self {
            sources,
            list: None,
            format: None,
            incremental: None,
            columns: Vec::new(),
            values: Vec::new(),
            dry_run: false,
            report: None,
            max_rejected: Self::DEFAULT_MAX_REJECTED,
            allow_rejects: false,
            allow_shrink: false,
            allow_older: false,
            now,
            cancel: Arc::new(AtomicBool::new(false)),
        }
    }

    pub(super) fn today(&self) -> Result<RecordDate, ImportError> {
        day_of(self.now)
    }

    pub(super) fn check_cancelled(&self) -> Result<(), ImportError> {
        if self.cancel.load(Ordering::Relaxed) { Err(ImportError::Interrupted) } else { Ok(()) }
    }
}

/// The day of a time.
pub(super) fn day_of(now: jiff::Timestamp) -> Result<RecordDate, ImportError> {
    let day = now.to_zoned(jiff::tz::TimeZone::UTC).date();
    RecordDate::try_from(day).map_err(|_before_1900_or_after_2199| ImportError::Clock)
}

/// What an import did.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportOutcome {
    /// Data rows that are in the new generation, repaired ones included.
    pub accepted: u64,
    /// Accepted rows that were mended.
    pub repaired: u64,
    /// Rows that cannot be used.
    pub rejected: u64,
    /// Rows that are sound but not kept.
    pub skipped: u64,
    /// How often each reason was given, by its code.
    pub reasons: BTreeMap<&'static str, u64>,
    /// The first rejections, at most [`ImportOutcome::MAX_ERRORS`].
    pub errors: Vec<Finding>,
    /// The first repairs and warnings, at most as many.
    pub repairs: Vec<Finding>,
    /// What changed in the list, in providers.
    pub changes: Changes,
    /// Providers of the list by specialty id, as they would be or are published.
    pub specialties: BTreeMap<String, u64>,
    /// What a person should know of the list as it is now.
    pub warnings: Vec<Warning>,
    /// Which days the files hold that a federal list is made of.
    pub coverage: Option<Coverage>,
    /// What was read; `None` when reading ended early.
    pub summary: Option<Summary>,
    /// The generation that was published.
    pub generation: Option<GenerationId>,
    /// Why nothing was published, where something forbade it.
    pub refused: Option<Refusal>,
    /// Where every finding stands.
    pub report: Option<PathBuf>,
    /// How the columns of each file are read, told also of files that are refused for them.
    pub mappings: Vec<FileMapping>,
    /// The same as files to edit, one for each own list of a dry run.
    pub maps: Vec<PathBuf>,
    /// What the import would do, told by a dry run that is not refused before.
    pub preview: Option<Preview>,
    /// How the corrections of data staff stand to what the lists say now; `None` where there are none.
    pub corrections: Option<CorrectionReport>,
    /// Where it is told how good the lists are; `None` where nothing is published or would be, and where it could not be
    /// written, which [`ImportOutcome::warnings`] tells.
    pub quality: Option<QualityFiles>,
}

impl ImportOutcome {
    /// The most findings that an outcome carries; the report has all.
    pub const MAX_ERRORS: usize = 100;
}

/// Why an import could not be carried through, apart from the input's own faults.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A file cannot be read, or something cannot be kept.
    #[error(transparent)]
    Ingest(#[from] IngestError),
    /// The index cannot be read or written.
    #[error(transparent)]
    Index(#[from] IndexError),
    /// A list cannot be taken out.
    #[error(transparent)]
    Removal(#[from] RemovalRefusal),
    /// Nobody knows whom the corrections in force hide.
    #[error(
        "the corrections in force cannot be read, so that nobody knows whom they hide: {0}; give them anew with `finder overrides FILE.csv`; `finder rollback --with-corrections` does without, and may show them again"
    )]
    CorrectionsLost(String),
    /// A rollback would change nothing but corrections, which stay in force.
    #[error(
        "the lists of generation {0} are those of the live one, and corrections stay in force over a rollback; --with-corrections goes back to its corrections too"
    )]
    SameLists(GenerationId),
    /// The report cannot be written.
    #[error("cannot write the report {path}: {source}")]
    Report {
        /// Which.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A folder for what is being read cannot be made.
    #[error("cannot make a temporary folder: {0}")]
    Temporary(#[source] std::io::Error),
    /// The computer's clock stands outside the years 1900 to 2199.
    #[error("the computer's clock is wrong")]
    Clock,
    /// Somebody asked it to stop.
    #[error("interrupted, nothing was published")]
    Interrupted,
}

/// What an import is busy with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// Reading the files.
    Reading,
    /// Bringing rows of one provider together, comparing with the last import.
    Merging,
    /// Building the new generation.
    Building,
    /// Checking and publishing it.
    Publishing,
}

/// Hears how an import goes.
pub trait Observer {
    /// Something else begins.
    fn stage(&mut self, _stage: Stage) {}
    /// Reading has come so far.
    fn progress(&mut self, _progress: ingest::Progress) {}
}

/// An observer that hears nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Unobserved;

impl Observer for Unobserved {}
