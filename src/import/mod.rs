//! The only place where ingest meets index: read, merge, diff, gate, build, ask canary questions, publish.
//!
//! In: an [`ImportRequest`]. Out: an [`ImportOutcome`], which tells every row's fate whether or not something was
//! published. Invariant: nothing a visitor sees changes before the last rename of [`crate::index::Writer::publish`].

mod canary;
mod catalog;
mod changes;
mod combining;
mod corrections;
mod federal;
mod lists;
mod map_file;
mod preview;
mod reading;
mod rebuild;
mod removal;
mod rollback;
mod room;
mod sample;
mod weekly;

pub use catalog::{Leavers, Leaving, ListReport, lists};
pub use corrections::{
    CorrectionReport, CorrectionsInForce, CorrectionsOutcome, CorrectionsRequest, StandingRow,
    corrections_in_force, give_corrections,
};
pub use lists::Changes;
pub use preview::{Counts, Preview, Warning};
pub use rebuild::{Rebuilt, rebuild};
pub use removal::{RemovalOutcome, RemovalRefusal, RemovalRequest, remove_list};
pub use rollback::{RollbackOutcome, RollbackRequest, roll_back};
pub use sample::{SAMPLE_LIST, import_sample};

use crate::domain::{ListName, RecordDate};
use crate::index::{
    Building, Coverage, GenerationId, IndexError, KeptReader, ListSource, SinceReader, SourceFile, Store,
    Verified, Writer,
};
use crate::ingest::{self, Code, FileMapping, Finding, Format, IngestError, Refusal, Source, Summary};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use canary::{CanaryQuestions, publish_checked};
use federal::Plan;
use lists::Assembly;
use preview::PreviewBuilder;
use reading::{ReadRows, Reading, Tally};
use room::expected_bytes;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
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

    fn today(&self) -> Result<RecordDate, ImportError> {
        day_of(self.now)
    }

    fn check_cancelled(&self) -> Result<(), ImportError> {
        if self.cancel.load(Ordering::Relaxed) { Err(ImportError::Interrupted) } else { Ok(()) }
    }
}

/// The day of a time.
fn day_of(now: jiff::Timestamp) -> Result<RecordDate, ImportError> {
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

/// Imports lists into a store.
///
/// # Errors
/// [`ImportError`] when files or index cannot be read or written. What the input's own faults forbid is no error but
/// [`ImportOutcome::refused`].
///
/// # Complexity
/// Linear in the bytes read, O(n log n) in the rows kept. Reading holds one record and about 40 bytes a kept row.
pub fn import(
    store: &Store,
    request: &ImportRequest,
    vocabulary: &Arc<Vocabulary>,
    places: &Places,
    observer: &mut dyn Observer,
) -> Result<ImportOutcome, ImportError> {
    let report = report_path(store, request);
    let mut outcome = run(store, request, report.as_deref(), (vocabulary, places), observer)?;
    if let (true, Some(report)) = (request.dry_run, report) {
        outcome.maps = write_maps(&outcome.mappings, &report)?;
    }
    Ok(outcome)
}

/// Writes the maps of own lists beside the report: `TIME.map.toml`, `TIME.map-2.toml`.
fn write_maps(mappings: &[FileMapping], report: &Path) -> Result<Vec<PathBuf>, ImportError> {
    let mut written = Vec::new();
    for mapping in mappings.iter().filter(|mapping| mapping.own) {
        let number = written.len() + 1;
        let path = report.with_extension(if number == 1 {
            "map.toml".to_owned()
        } else {
            format!("map-{number}.toml")
        });
        std::fs::write(&path, map_file::text(mapping))
            .map_err(|source| ImportError::Report { path: path.clone(), source })?;
        written.push(path);
    }
    Ok(written)
}

/// Reads and, unless something forbids it, publishes.
fn run(
    store: &Store,
    request: &ImportRequest,
    report: Option<&Path>,
    (vocabulary, places): (&Arc<Vocabulary>, &Places),
    observer: &mut dyn Observer,
) -> Result<ImportOutcome, ImportError> {
    let today = request.today()?;
    let mut place = WorkPlace::prepare(store, request)?;
    let changes = report.filter(|_| request.dry_run).map(|report| report.with_extension("changes.csv"));
    let reading = Reading::begin(request, report.map(Path::to_owned), place.directory(), vocabulary)?;
    observer.stage(Stage::Reading);
    let options = ingest::Options {
        list: request.list.clone(),
        format: request.format,
        incremental: request.incremental,
        columns: request.columns.clone(),
        values: request.values.clone(),
        today,
    };
    let (read, mut tally, rows) = reading.run(&options, vocabulary, places, observer)?;
    let summary = match read {
        Ok(summary) => summary,
        Err(IngestError::Refused(refusal)) => return tally.refused(None, refusal),
        Err(error) => return Err(error.into()),
    };
    tally.tell_file_repairs(&summary)?;
    if let Some(refusal) = gate_rows(request, &tally) {
        return tally.refused(Some(summary), refusal);
    }
    request.check_cancelled()?;
    let read = Read { summary, tally, rows, today, changes };
    finish(store, request, (vocabulary, places), observer, &mut place, read)
}

/// What reading left behind.
struct Read {
    summary: Summary,
    tally: Tally,
    rows: ReadRows,
    today: RecordDate,
    /// Where a dry run tells every change.
    changes: Option<PathBuf>,
}

/// From spooled rows to a published generation, or to an outcome that says why not.
fn finish(
    store: &Store,
    request: &ImportRequest,
    (vocabulary, places): (&Arc<Vocabulary>, &Places),
    observer: &mut dyn Observer,
    place: &mut WorkPlace,
    read: Read,
) -> Result<ImportOutcome, ImportError> {
    let Read { summary, mut tally, rows, today, changes } = read;
    observer.stage(Stage::Merging);
    let live = lists::LiveLists::read(store, vocabulary)?;
    let circumstances = federal::Circumstances {
        live: live.source(summary.list.as_str()),
        today,
        allow_older: request.allow_older,
    };
    let plan = match Plan::new(tally.files(), summary.whole, circumstances) {
        Ok(plan) => plan,
        Err(refusal) => return tally.refused(Some(summary), refusal),
    };
    let before = live.before(store, summary.list.as_str(), vocabulary)?;
    let directory = place.directory().to_owned();
    let target = lists::Target { directory: &directory, imported: &lists::timestamp(request.now) };
    let told = |source| {
        let path = changes.clone().unwrap_or_default();
        ImportError::Report { path, source }
    };
    let preview = if request.dry_run {
        Some(PreviewBuilder::new(changes.clone(), vocabulary, places).map_err(told)?)
    } else {
        None
    };
    let (merged, preview) =
        lists::merge_list(rows, before, &summary, plan.as_ref(), target, vocabulary, (&mut tally, preview))?;
    let preview = preview.map(|preview| preview.finish(tally.reasons())).transpose().map_err(told)?;
    if let Some(refusal) = gate_list(request, &summary, &merged) {
        let refused = tally.refused(Some(summary), refusal)?;
        return Ok(ImportOutcome { changes: merged.changes, preview, ..refused });
    }
    request.check_cancelled()?;
    let mut outcome = tally.outcome()?;
    outcome.preview = preview;
    if let Some(plan) = plan {
        (outcome.coverage, outcome.warnings) = (Some(plan.coverage), plan.warnings);
    }
    if let Some(why) = &live.degraded {
        let message = format!("{why}; the lists were taken from the newest generation that is sound");
        outcome.warnings.push(Warning { code: "live_damaged", count: 1, message, samples: Vec::new() });
    }
    outcome.changes = merged.changes;
    outcome.specialties.clone_from(&merged.specialties);
    let list = summary.list.clone();
    let stays = Assembly::stay_beside(list.as_str());
    let corrections = live.correction_set((vocabulary, places), today)?;
    if let WorkPlace::Index { writer, building } = place {
        observer.stage(Stage::Building);
        let coverage = outcome.coverage.clone();
        let this = this_list(&summary, (outcome.accepted, merged.providers), coverage, request);
        let assembly = Assembly { fresh: Some(this), stays: &stays, corrections: corrections.as_ref() };
        let built = lists::build(store, &live, assembly, &directory, vocabulary, today)?;
        outcome.corrections = corrections.as_ref().map(|set| set.report(&built.standings));
        request.check_cancelled()?;
        observer.stage(Stage::Publishing);
        if let Some(building) = building.take() {
            outcome.generation = Some(publish_checked(writer, building, built, vocabulary)?);
        }
    }
    if let (WorkPlace::Dry(_), Some(set)) = (place, &corrections) {
        let mut paths = live.kept_paths(store, &stays);
        paths.push(lists::kept_path(&directory, summary.list.as_str()));
        outcome.corrections = Some(set.look(&paths, vocabulary)?);
    }
    outcome.summary = Some(summary);
    Ok(outcome)
}

/// What a manifest says of the list that was just read.
fn this_list(
    summary: &Summary,
    (rows, providers): (u64, u64),
    coverage: Option<Coverage>,
    request: &ImportRequest,
) -> ListSource {
    let source = |file: &ingest::FileSummary| SourceFile { name: file.name.clone(), hash: file.hash.clone() };
    ListSource {
        list: summary.list.to_string(),
        providers,
        rows: Some(rows),
        imported: lists::timestamp(request.now),
        sources: summary.files.iter().map(source).collect(),
        coverage,
    }
}

/// Refuses when too much was rejected, or nothing is left.
fn gate_rows(request: &ImportRequest, tally: &Tally) -> Option<Refusal> {
    let rows = tally.rows();
    if tally.kept == 0 && tally.removals == 0 {
        let message = format!("not one of {rows} rows can be used; see the report for the reasons");
        return Some(Refusal { code: Code::NoUsableRows, message });
    }
    #[expect(clippy::cast_precision_loss, reason = "a share needs no more than 52 bits")]
    let share = tally.rejected as f64 * 100.0 / rows as f64;
    if share > request.max_rejected && !request.allow_rejects {
        let message = format!(
            "{} of {rows} rows were rejected ({share:.1} %, allowed are {} %); mend them, or raise --max-rejected, \
             or pass --allow-rejects",
            tally.rejected, request.max_rejected,
        );
        return Some(Refusal { code: Code::TooManyRejected, message });
    }
    None
}

/// Refuses when the list loses more than half of what its last import had.
fn gate_list(request: &ImportRequest, summary: &Summary, merged: &lists::MergedList) -> Option<Refusal> {
    if merged.providers == 0 && merged.before == 0 && !summary.whole {
        let message = format!(
            "these files only change a list, and there is no list {} yet; import its main file first, or together with \
             them",
            summary.list,
        );
        return Some(Refusal { code: Code::SideFileAlone, message });
    }
    if merged.providers == 0 && merged.before == 0 {
        let message = "no provider is left to publish".to_owned();
        return Some(Refusal { code: Code::NoUsableRows, message });
    }
    let shrinks = merged.providers * 2 < merged.before;
    if shrinks && !request.allow_shrink && summary.list.as_str() != SAMPLE_LIST {
        let message = format!(
            "the list {} would shrink from {} to {} providers; pass --allow-shrink if that is right",
            summary.list, merged.before, merged.providers,
        );
        return Some(Refusal { code: Code::ListShrinks, message });
    }
    None
}

/// Where an import does its work: in the index under the lock, or, for a dry run, in a folder that vanishes.
enum WorkPlace {
    Index { writer: Writer, building: Option<Building> },
    Dry(tempfile::TempDir),
}

impl WorkPlace {
    fn prepare(store: &Store, request: &ImportRequest) -> Result<Self, ImportError> {
        if request.dry_run {
            return tempfile::tempdir().map(Self::Dry).map_err(ImportError::Temporary);
        }
        let writer = store.lock()?;
        // Beside what the sources take, all other lists are written once more.
        let live = store.current().ok().flatten().map_or(0, |(generation, _)| store.bytes(generation));
        let building = writer.begin(expected_bytes(&request.sources).saturating_add(live))?;
        Ok(Self::Index { writer, building: Some(building) })
    }

    fn directory(&self) -> &Path {
        match self {
            Self::Index { building: Some(building), .. } => building.directory(),
            Self::Index { writer, building: None } => writer.store().root(),
            Self::Dry(directory) => directory.path(),
        }
    }
}

/// Where the report goes.
fn report_path(store: &Store, request: &ImportRequest) -> Option<PathBuf> {
    if request.report.is_some() {
        return request.report.clone();
    }
    free_report_path(store, request.now)
}

/// A file in the index's reports, named after the time, that is not there yet.
fn free_report_path(store: &Store, now: jiff::Timestamp) -> Option<PathBuf> {
    let time = now.strftime("%Y-%m-%dT%H-%M-%SZ").to_string();
    let folder = store.root().join("reports");
    let mut names = std::iter::once(format!("{time}.csv")).chain((2..).map(|n| format!("{time}-{n}.csv")));
    names.find_map(|name| {
        let path = folder.join(name);
        (!path.exists()).then_some(path)
    })
}

/// Checks a generation (the live one by default): every file's hash, that it opens, and that it answers its canary
/// questions. Returns what was checked and how many questions were asked.
///
/// # Errors
/// [`IndexError::Damaged`] or [`IndexError::Canary`] names what is wrong.
pub fn verify(
    store: &Store,
    generation: Option<GenerationId>,
    vocabulary: &Arc<Vocabulary>,
) -> Result<(Verified, usize), IndexError> {
    let verified = store.verify(generation, vocabulary)?;
    let path = store.root().join(verified.generation.to_string()).join(CanaryQuestions::FILE);
    let text = std::fs::read(&path).map_err(|source| IndexError::Io { path, source })?;
    let questions: CanaryQuestions =
        serde_json::from_slice(&text).map_err(|error| IndexError::Canary(error.to_string()))?;
    let snapshot = store.open(verified.generation, vocabulary)?;
    let asked = questions.ask(&snapshot, vocabulary).map_err(IndexError::Canary)?;
    Ok((verified, asked))
}

impl lists::LiveLists {
    fn before(
        &self,
        store: &Store,
        list: &str,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<Option<lists::BeforeImport>, ImportError> {
        let Some(generation) = self.generation_of(list) else { return Ok(None) };
        let kept = KeptReader::open(&store.kept_path(generation, list), vocabulary)?;
        let since = SinceReader::open(&store.since_path(generation, list), vocabulary)?;
        Ok(Some(lists::BeforeImport { kept, left_out: store.left_out(generation, list)?, since }))
    }
}
