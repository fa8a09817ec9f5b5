//! Corrections of data staff as every generation is made with them: given as one file, carried from one generation to
//! the next, told of with each import.
//!
//! In: a [`CorrectionsRequest`], or what the live generation keeps. Out: a [`CorrectionsOutcome`], or a
//! [`CorrectionReport`] beside another one. Invariant: only a file of corrections, or a rollback that says so, changes
//! who is hidden.

use super::assembly::{Assembly, build};
use super::canary::publish_checked;
use super::combining::next_batch;
use super::lists::timestamp;
use super::live::LiveLists;
use super::{ImportError, Observer, Stage, free_report_path, room};
use crate::domain::{ProviderId, RecordDate};
use crate::index::{
    CorrectionsSource, GenerationId, IndexError, KeptCorrections, KeptReader, ListSource, Store,
};
use crate::ingest::{
    self, Code, CorrectionAction, Corrections, Finding, IngestError, ReadCorrections, Refusal, ReportWriter,
    Standing,
};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// A file of corrections to be put in the place of those that there are.
#[derive(Debug, Clone)]
pub struct CorrectionsRequest {
    /// The file's name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// Read and judge, publish nothing.
    pub dry_run: bool,
    /// Publish the rows that can be used even if others cannot.
    pub allow_rejects: bool,
    /// When this is.
    pub now: jiff::Timestamp,
    /// Set by whoever wants it to stop.
    pub cancel: Arc<AtomicBool>,
}

/// What became of a file of corrections.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CorrectionsOutcome {
    /// Rows that are, or would be, in force.
    pub accepted: u64,
    /// Rows that cannot be used.
    pub rejected: Vec<Finding>,
    /// What was mended in the others.
    pub repairs: Vec<Finding>,
    /// Columns that nothing was made of.
    pub unknown_columns: Vec<String>,
    /// Who is hidden that was not.
    pub hidden: Vec<ProviderId>,
    /// Who was hidden and is not any more.
    pub shown_again: Vec<ProviderId>,
    /// How they stand to what the lists say; `None` where the file was refused.
    pub report: Option<CorrectionReport>,
    /// Whether these corrections were in force already, so that nothing was to be published.
    pub in_force: bool,
    /// The generation that was published.
    pub generation: Option<GenerationId>,
    /// Why the disk did not say that it has the generation that is live now, where it did not.
    pub unsynced: Option<String>,
    /// Why the lists are not those of the generation that the pointer names.
    pub degraded: Option<String>,
    /// Why nothing was published, where something forbade it.
    pub refused: Option<Refusal>,
    /// Where every finding stands; `None` where there is none.
    pub findings: Option<PathBuf>,
}

/// How corrections stand to what the lists say.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct CorrectionReport {
    /// How many rows there are.
    pub rows: u64,
    /// How many providers they hide altogether.
    pub hidden: u64,
    /// Rows by how they stand.
    pub standings: BTreeMap<Standing, u64>,
    /// Every row, in the order of the file.
    pub told: Vec<StandingRow>,
    /// Kept rows that this program can no longer read: they are kept, and have no effect.
    pub unreadable: Vec<Finding>,
}

/// How one correction stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandingRow {
    /// The line of the file that it was given in, or of the one that `finder overrides` prints.
    pub line: u64,
    /// Whom it is about.
    pub id: ProviderId,
    /// What it does.
    pub action: CorrectionAction,
    /// How it stands.
    pub standing: Standing,
}

/// Corrections that a generation is built with.
pub(super) struct CorrectionSet {
    pub(super) kept: KeptCorrections,
    pub(super) corrections: Corrections,
    unreadable: Vec<Finding>,
}

impl CorrectionSet {
    /// Those of a generation, read again by this program's words and places.
    pub(super) fn of_kept(
        kept: KeptCorrections,
        (vocabulary, places): (&Vocabulary, &Places),
        today: RecordDate,
    ) -> Result<Self, ImportError> {
        // What was a good day when it was given is one for good: a clock that was put back must not show whom a row hides.
        let today = RecordDate::new(2199, 12, 31).unwrap_or(today);
        let read = ingest::read_corrections(kept.text.as_bytes(), "overrides", vocabulary, places, today)?;
        Ok(Self { kept, corrections: read.corrections, unreadable: read.rejected })
    }

    /// How rows stand that a walk over all providers met; whom it did not meet, no list has.
    pub(super) fn report(&self, met: &[(usize, Standing)]) -> CorrectionReport {
        let rows = self.corrections.rows();
        let mut told: Vec<StandingRow> = Vec::with_capacity(rows.len());
        for row in rows {
            let standing = Standing::NoProvider;
            told.push(StandingRow { line: row.line, id: row.id.clone(), action: row.action, standing });
        }
        for (row, standing) in met {
            if let Some(told) = told.get_mut(*row) {
                told.standing = *standing;
            }
        }
        let mut standings = BTreeMap::new();
        for row in &told {
            *standings.entry(row.standing).or_default() += 1;
        }
        CorrectionReport {
            rows: rows.len() as u64,
            hidden: self.corrections.hidden().len() as u64,
            standings,
            told,
            unreadable: self.unreadable.clone(),
        }
    }

    /// The same without building anything, asked of the kept records of all lists.
    pub(super) fn look(
        &self,
        lists: &[PathBuf],
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<CorrectionReport, ImportError> {
        let mut readers = Vec::with_capacity(lists.len());
        for list in lists {
            readers.push(KeptReader::open(list, vocabulary)?);
        }
        let mut met = Vec::new();
        while let Some(batch) = next_batch(&mut readers)? {
            for group in batch.groups() {
                let concerned = group.first().is_some_and(|(_, record)| self.corrections.concern(&record.id));
                if !concerned {
                    continue;
                }
                let mut same = Vec::with_capacity(group.len());
                for (list, record) in group {
                    same.push(record.provider(vocabulary, &lists[*list])?);
                }
                if let Some(combined) = ingest::combine(same) {
                    met.extend(self.corrections.apply(combined).1);
                }
            }
        }
        Ok(self.report(&met))
    }
}

/// Puts a file of corrections in the place of those that there are, and publishes a generation made with them.
///
/// # Errors
/// [`ImportError`] when the index cannot be read or written. What the file's own faults forbid is no error but
/// [`CorrectionsOutcome::refused`].
///
/// # Complexity
/// As for an import of all lists.
pub fn give_corrections(
    store: &Store,
    request: &CorrectionsRequest,
    vocabulary: &Arc<Vocabulary>,
    places: &Places,
    observer: &mut dyn Observer,
) -> Result<CorrectionsOutcome, ImportError> {
    let today = super::day_of(request.now)?;
    observer.stage(Stage::Reading);
    let read = ingest::read_corrections(&request.bytes, &request.name, vocabulary, places, today);
    let read = match read {
        Ok(read) => read,
        Err(IngestError::Refused(refusal)) => {
            return Ok(CorrectionsOutcome { refused: Some(refusal), ..CorrectionsOutcome::default() });
        }
        Err(error) => return Err(error.into()),
    };
    let writer = if request.dry_run { None } else { Some(store.lock_published()?) };
    let live = LiveLists::read(store, vocabulary)?;
    let (generation, lists) = live.there(store)?;
    let ReadCorrections { corrections, text, rejected, repairs, unknown_columns } = read;
    let findings = write_findings(store, request.now, &rejected, &repairs)?;
    let accepted = corrections.rows().len() as u64;
    let mut outcome =
        CorrectionsOutcome { accepted, rejected, repairs, unknown_columns, findings, ..Default::default() };
    if !outcome.rejected.is_empty() && !request.allow_rejects {
        let count = outcome.rejected.len();
        let message = format!(
            "{count} of {} rows cannot be used; mend them, or pass --allow-rejects to do without them",
            accepted + count as u64
        );
        outcome.refused = Some(Refusal { code: Code::TooManyRejected, message });
        return Ok(outcome);
    }
    // What is given takes the place of what cannot be read.
    let before = match live.correction_set((vocabulary, places), today) {
        Err(ImportError::CorrectionsLost(_)) => None,
        read => read?,
    };
    let hidden_before = before.as_ref().map(|set| set.corrections.hidden()).unwrap_or_default();
    let hidden = corrections.hidden();
    outcome.hidden = hidden.difference(&hidden_before).cloned().collect();
    outcome.shown_again = hidden_before.difference(&hidden).cloned().collect();
    let source = CorrectionsSource {
        file: request.name.clone(),
        hash: blake3::hash(&request.bytes).to_hex().to_string(),
        rows: accepted,
        hidden: hidden.len() as u64,
        imported: timestamp(request.now),
    };
    let same = before.as_ref().map_or(corrections.is_empty(), |before| before.kept.text == text);
    // An older generation that stands in for a damaged one was not made with them.
    outcome.in_force = same
        && !live.has_lost_corrections()
        && store.open_live(vocabulary).is_ok_and(|opened| opened.degraded.is_none());
    outcome.degraded.clone_from(&live.degraded);
    let set = CorrectionSet { kept: KeptCorrections { source, text }, corrections, unreadable: Vec::new() };
    let Some(writer) = writer.filter(|_| !outcome.in_force) else {
        let paths: Vec<PathBuf> = lists.iter().map(|list| store.kept_path(generation, &list.list)).collect();
        outcome.report = Some(set.look(&paths, vocabulary)?);
        return Ok(outcome);
    };
    stop_if_asked(&request.cancel)?;
    observer.stage(Stage::Building);
    // The room is asked for before the generation goes that a rollback leads to.
    let needed = room::to_rebuild(&writer, store.bytes(generation), live.degraded.is_some());
    let building = writer.begin(needed)?;
    writer.make_room()?;
    let stays = |_: &ListSource| true;
    // Without a row there is nothing to keep.
    let kept = Some(&set).filter(|set| !set.corrections.is_empty());
    let assembly = Assembly { fresh: None, stays: &stays, corrections: kept };
    let built = build(store, &live, assembly, building.directory(), vocabulary, today)?;
    outcome.report = Some(set.report(&built.standings));
    stop_if_asked(&request.cancel)?;
    observer.stage(Stage::Publishing);
    outcome.generation = Some(publish_checked(&writer, building, built, vocabulary)?);
    outcome.unsynced = writer.unsynced().map(str::to_owned);
    Ok(outcome)
}

/// The corrections in force: the generation, the text, where it is from, and how its rows stand.
#[derive(Debug, Clone, PartialEq)]
pub struct CorrectionsInForce {
    /// The live generation.
    pub generation: GenerationId,
    /// The corrections; `None` where there are none.
    pub kept: Option<(KeptCorrections, CorrectionReport)>,
}

/// The corrections of the live generation.
///
/// # Errors
/// [`IndexError::NoIndex`] where there is none, or whatever keeps it from being read.
///
/// # Complexity
/// Linear in the providers of all lists.
pub fn corrections_in_force(
    store: &Store,
    now: jiff::Timestamp,
    vocabulary: &Arc<Vocabulary>,
    places: &Places,
) -> Result<CorrectionsInForce, ImportError> {
    let live = LiveLists::read(store, vocabulary)?;
    let (generation, lists) = live.there(store)?;
    let Some(set) = live.correction_set((vocabulary, places), super::day_of(now)?)? else {
        return Ok(CorrectionsInForce { generation, kept: None });
    };
    let paths: Vec<PathBuf> = lists.iter().map(|list| store.kept_path(generation, &list.list)).collect();
    let report = set.look(&paths, vocabulary)?;
    Ok(CorrectionsInForce { generation, kept: Some((set.kept, report)) })
}

/// Writes what is said of rows into the index's reports, where something is.
fn write_findings(
    store: &Store,
    now: jiff::Timestamp,
    rejected: &[Finding],
    repairs: &[Finding],
) -> Result<Option<PathBuf>, ImportError> {
    if rejected.is_empty() && repairs.is_empty() {
        return Ok(None);
    }
    let Some(path) = free_report_path(store, now) else { return Ok(None) };
    let write = |path: &Path| -> std::io::Result<()> {
        let mut writer = ReportWriter::create(path)?;
        for finding in rejected.iter().chain(repairs) {
            writer.push(finding)?;
        }
        writer.finish()
    };
    write(&path).map_err(|source| ImportError::Report { path: path.clone(), source })?;
    Ok(Some(path))
}

/// That the corrections in force cannot be read.
pub(super) fn lost(error: &IndexError) -> ImportError {
    match error {
        IndexError::Io { path, source } => {
            let source = std::io::Error::new(source.kind(), source.to_string());
            IndexError::Io { path: path.clone(), source }.into()
        }
        other => ImportError::CorrectionsLost(other.to_string()),
    }
}

pub(super) fn stop_if_asked(cancel: &AtomicBool) -> Result<(), ImportError> {
    if cancel.load(Ordering::Relaxed) { Err(ImportError::Interrupted) } else { Ok(()) }
}
