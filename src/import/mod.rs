//! The only place where ingest meets index: read, merge, diff, gate, build, ask canary questions, publish.
//!
//! In: an [`ImportRequest`]. Out: an [`ImportOutcome`], which tells every row's fate whether or not something was
//! published. Invariant: nothing a visitor sees changes before the last rename of [`crate::index::Writer::publish`].

mod assembly;
mod canary;
mod catalog;
mod changes;
mod combining;
mod corrections;
mod duplicates;
mod federal;
mod finish;
mod gates;
mod lists;
mod live;
mod making;
mod map_file;
mod movers;
mod preview;
mod quality_report;
mod reading;
mod rebuild;
mod removal;
mod request;
mod rollback;
mod room;
mod sample;
mod strangers;
mod tally;
mod weekly;
mod work_place;

pub use catalog::{Leavers, Leaving, ListReport, ListReports, lists};
pub use corrections::{
    CorrectionReport, CorrectionsInForce, CorrectionsOutcome, CorrectionsRequest, StandingRow,
    corrections_in_force, give_corrections,
};
pub use lists::Changes;
pub use preview::{Counts, Preview, Warning};
pub use quality_report::QualityFiles;
pub use rebuild::{Rebuilt, rebuild};
pub use removal::{RemovalOutcome, RemovalRefusal, RemovalRequest, remove_list};
pub use request::{ImportError, ImportOutcome, ImportRequest, Observer, Stage, Unobserved};
pub use rollback::{RollbackOutcome, RollbackRequest, roll_back};
pub use sample::import_sample;
pub use work_place::private_folder;

use crate::index::{GenerationId, IndexError, Store, Verified};
use crate::ingest::{self, FileMapping, IngestError};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use canary::CanaryQuestions;
use finish::{Read, finish};
use reading::Reading;
use request::day_of;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use work_place::{WorkPlace, free_report_path, report_path};

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
    let place = WorkPlace::prepare(store, request)?;
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
    if let Some(refusal) = gates::rows(request, &tally) {
        return tally.refused(Some(summary), refusal);
    }
    request.check_cancelled()?;
    let read = Read { summary, tally, rows, today, changes };
    finish(store, request, (vocabulary, places), observer, place, read)
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
    let (verified, snapshot) = store.verify(generation, vocabulary)?;
    let path = store.root().join(verified.generation.to_string()).join(CanaryQuestions::FILE);
    let text = std::fs::read(&path).map_err(|source| IndexError::Io { path, source })?;
    let questions: CanaryQuestions =
        serde_json::from_slice(&text).map_err(|error| IndexError::Canary(error.to_string()))?;
    let asked = questions.ask(&snapshot, vocabulary).map_err(IndexError::Canary)?;
    Ok((verified, asked))
}
