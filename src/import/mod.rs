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
pub use sample::{SAMPLE_LIST, import_sample};
pub use work_place::private_folder;

use crate::domain::RecordDate;
use crate::index::{Coverage, GenerationId, IndexError, ListSource, SourceFile, Store, Verified};
use crate::ingest::{self, FileMapping, IngestError, Summary};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use assembly::{Assembler, Assembly, Fresh};
use canary::{CanaryQuestions, publish_checked};
use federal::Plan;
use lists::{Target, merge_list, timestamp};
use live::{LiveLists, kept_path};
use preview::PreviewBuilder;
use quality_report::QualityReport;
use reading::{ReadRows, Reading, Tally};
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
    if let Some(refusal) = gates::rows(request, &tally) {
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
    let Read { summary, mut tally, mut rows, today, changes } = read;
    observer.stage(Stage::Merging);
    let live = LiveLists::read_for(store, &summary, vocabulary)?;
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
    let had = live.source(summary.list.as_str()).map_or(0, |source| source.providers);
    let directory = place.directory().to_owned();
    let mut begun = None;
    let certain = certain_ids(&mut rows, &live, store, (&summary, plan.as_ref()), vocabulary)?;
    if !gates::may_refuse(request, &summary, &tally, (certain, had)) {
        place.make_room()?;
        // Who else a list of changes has is read by one thread, what other lists say has to be joined, and looking for
        // duplicates among people without NPIs takes a kilobyte of memory for each of them alone.
        let few_unnumbered = rows.spool.unnumbered() * 2 < tally.kept;
        if summary.whole && few_unnumbered && !request.dry_run && live.is_replaced_by(summary.list.as_str()) {
            begun = Some(Assembler::begin(&directory, vocabulary, today)?);
        }
    }
    let target = Target { directory: &directory, imported: &timestamp(request.now) };
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
        merge_list(rows, before, &summary, plan.as_ref(), target, vocabulary, (&mut tally, preview, begun))?;
    let preview = preview.map(|preview| preview.finish(tally.reasons())).transpose().map_err(told)?;
    if let Some(refusal) = gates::list(request, &summary, &merged) {
        let refused = tally.refused(Some(summary), refusal)?;
        return Ok(ImportOutcome { changes: merged.changes, preview, ..refused });
    }
    request.check_cancelled()?;
    place.make_room()?;
    let list = summary.list.clone();
    let stays = Assembly::stay_beside(list.as_str());
    let corrections = live.correction_set((vocabulary, places), today)?;
    let beside = duplicates::Beside {
        own: kept_path(&directory, list.as_str()),
        others: live.kept_paths(store, &stays),
        hidden: corrections.as_ref().map(|set| set.corrections.hidden()).unwrap_or_default(),
    };
    let suspected = duplicates::tell(&merged.unnumbered, &beside, vocabulary, request, &mut tally)?;
    let mut outcome = tally.outcome()?;
    outcome.preview = preview;
    if let Some(plan) = plan {
        (outcome.coverage, outcome.warnings) = (Some(plan.coverage), plan.warnings);
    }
    outcome.warnings.extend(suspected);
    outcome.warnings.extend(live.warnings(summary.list.as_str()));
    outcome.changes = merged.changes;
    outcome.specialties.clone_from(&merged.specialties);
    let mut quality = merged.moved;
    if let WorkPlace::Index { writer, building } = place {
        observer.stage(Stage::Building);
        let shown = movers::Shown { store, live: &live, corrections: corrections.as_ref() };
        movers::keep(merged.movers, &shown, (&directory, list.as_str()), vocabulary, request)?;
        let coverage = outcome.coverage.clone();
        let this = this_list(&summary, (outcome.accepted, merged.providers), coverage, request);
        let fresh = Some(Fresh { list: this, begun: merged.begun });
        let assembly = Assembly { fresh, stays: &stays, corrections: corrections.as_ref() };
        let built = assembly::build(store, &live, assembly, &directory, vocabulary, today)?;
        outcome.corrections = corrections.as_ref().map(|set| set.report(&built.standings));
        request.check_cancelled()?;
        observer.stage(Stage::Publishing);
        quality.join(&built.quality);
        if let Some(building) = building.take() {
            outcome.generation = Some(publish_checked(writer, building, built, vocabulary)?);
            outcome.warnings.extend(writer.unsynced().map(Warning::unsynced));
        }
    }
    if let WorkPlace::Dry(_) = place {
        let mut paths = live.kept_paths(store, &stays);
        paths.push(kept_path(&directory, summary.list.as_str()));
        let given = corrections.as_ref().map(|set| &set.corrections);
        let looked = combining::look(&paths, vocabulary, (given, today))?;
        quality.join(&looked.quality);
        outcome.corrections = corrections.as_ref().map(|set| set.report(&looked.standings));
    }
    let others = live.lists().iter().filter(|list| stays(list)).map(|list| list.list.clone());
    let lists = others.chain([list.to_string()]).collect();
    let files = summary.files.iter().map(|file| file.name.clone()).collect();
    let (generation, made) = (outcome.generation, timestamp(request.now));
    let counts = &quality;
    tell_quality(
        &mut outcome,
        &QualityReport { counts, generation, list: list.to_string(), lists, files, made, as_of: today },
        vocabulary,
    );
    outcome.summary = Some(summary);
    Ok(outcome)
}

/// How many a whole list has for certain: those with a whole row, whoever side files name, but for those whom later weeks
/// took away.
fn certain_ids(
    rows: &mut ReadRows,
    live: &LiveLists,
    store: &Store,
    (summary, plan): (&Summary, Option<&Plan>),
    vocabulary: &Arc<Vocabulary>,
) -> Result<u64, IndexError> {
    let since = plan.filter(|plan| plan.whole && !plan.forgets);
    let gone = |plan: &Plan| live.gone_since(store, summary.list.as_str(), plan.full_to, vocabulary);
    Ok(rows.spool.whole_ids().saturating_sub(since.map_or(Ok(0), gone)?))
}

/// Writes how good the lists are beside the report of rows. The lists are published by now, so that a file that cannot be
/// written is worth a warning and no more.
fn tell_quality(outcome: &mut ImportOutcome, quality: &QualityReport<'_>, vocabulary: &Vocabulary) {
    let Some(rows) = &outcome.report else { return };
    match quality.write(rows, vocabulary) {
        Ok(files) => outcome.quality = files,
        Err((path, error)) => {
            let message = format!("cannot write the quality report {}: {error}", path.display());
            let code = "quality_report_missing";
            outcome.warnings.push(Warning { code, count: 1, message, samples: Vec::new() });
        }
    }
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
        imported: timestamp(request.now),
        sources: summary.files.iter().map(source).collect(),
        coverage,
    }
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
