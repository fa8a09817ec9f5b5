//! The reading half of an import: rows go to the spool, findings to the report, numbers to the [`Tally`].

use super::federal::ReadFile;
use super::{Changes, ImportError, ImportOutcome, ImportRequest, Observer};
use crate::domain::{Fragment, Npi, RecordDate};
use crate::index::{IndexError, LeftOut, LeftOutWriter, RowKey, RowPacker, Spool, SpoolEntry};
use crate::ingest::{
    self, Code, FileBeginning, FileMapping, Finding, Format, IngestError, Options, Outcome, Packer, Position,
    Refusal, ReportWriter, Row, Sink, Summary, Whose,
};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

/// What is counted and told of rows.
pub(super) struct Tally {
    pub(super) kept: u64,
    pub(super) removals: u64,
    /// Kept rows of files of changes, of which older ones may say nothing new.
    pub(super) of_changes: u64,
    pub(super) rejected: u64,
    skipped: u64,
    repaired: u64,
    reasons: BTreeMap<&'static str, u64>,
    errors: Vec<Finding>,
    repairs: Vec<Finding>,
    report: Option<(PathBuf, ReportWriter)>,
    files: Vec<ReadFile>,
    mappings: Vec<FileMapping>,
}

/// Reasons that millions of rows of a federal file share: counted, but not told row by row.
const COUNTED_ONLY: [Code; 3] = [Code::OutOfScope, Code::Student, Code::Deactivated];

impl Tally {
    fn new(report: Option<(PathBuf, ReportWriter)>) -> Self {
        Self {
            kept: 0,
            removals: 0,
            of_changes: 0,
            rejected: 0,
            skipped: 0,
            repaired: 0,
            reasons: BTreeMap::new(),
            errors: Vec::new(),
            repairs: Vec::new(),
            report,
            files: Vec::new(),
            mappings: Vec::new(),
        }
    }

    /// Data rows so far.
    pub(super) fn rows(&self) -> u64 {
        self.kept + self.rejected + self.skipped
    }

    /// How often each reason was given.
    pub(super) fn reasons(&self) -> &BTreeMap<&'static str, u64> {
        &self.reasons
    }

    /// A kept row turns out not to be in the new generation.
    pub(super) fn skip_kept(
        &mut self,
        code: Code,
        file: u32,
        line: u64,
        message: &str,
    ) -> std::io::Result<()> {
        self.kept -= 1;
        self.skipped += 1;
        let position = Position { file: self.file_name(file), line };
        self.tell(Finding {
            outcome: Outcome::Skipped,
            position,
            column: "",
            code,
            value: String::new(),
            message: message.to_owned(),
        })
    }

    pub(super) fn tell(&mut self, finding: Finding) -> std::io::Result<()> {
        *self.reasons.entry(finding.code.as_str()).or_default() += 1;
        if finding.outcome == Outcome::Skipped && COUNTED_ONLY.contains(&finding.code) {
            return Ok(());
        }
        if let Some((_, report)) = &mut self.report {
            report.push(&finding)?;
        }
        let shown = match finding.outcome {
            Outcome::Rejected => &mut self.errors,
            Outcome::Repaired | Outcome::Warned => &mut self.repairs,
            // Two files were joined into one: worth showing, as what was mended is.
            Outcome::Skipped if finding.code == Code::HeaderRepeated => &mut self.repairs,
            Outcome::Skipped => return Ok(()),
        };
        if shown.len() < ImportOutcome::MAX_ERRORS {
            shown.push(finding);
        }
        Ok(())
    }

    /// Puts what was mended for whole files into the report.
    pub(super) fn tell_file_repairs(&mut self, summary: &Summary) -> Result<(), ImportError> {
        for repair in summary.files.iter().flat_map(|file| &file.repairs) {
            let told = self.tell(repair.clone());
            told.map_err(|source| ImportError::Report { path: self.report_path(), source })?;
        }
        Ok(())
    }

    pub(super) fn report_path(&self) -> PathBuf {
        self.report.as_ref().map(|(path, _)| path.clone()).unwrap_or_default()
    }

    /// The name of a file that the spool has a number of.
    pub(super) fn file_name(&self, number: u32) -> Arc<str> {
        let file = usize::try_from(number).ok().and_then(|number| self.files.get(number));
        file.map_or_else(|| Arc::from(""), |file| Arc::clone(&file.about.name))
    }

    /// The number of the file that is being read, for the spool.
    fn file_number(&self) -> u32 {
        u32::try_from(self.files.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// The files that were read, by their numbers.
    pub(super) fn files(&self) -> &[ReadFile] {
        &self.files
    }

    /// Hears the day that a row of the file that is being read bears.
    fn row_day(&mut self, day: Option<RecordDate>) {
        if let Some(file) = self.files.last_mut() {
            file.newest = file.newest.max(day);
        }
    }

    /// Whether the file that is being read says of whoever it names all that there is to say from then on.
    fn reads_changes(&self) -> bool {
        let is = |file: &ReadFile| file.about.incremental && file.about.format == Format::Nppes;
        self.files.last().is_some_and(is)
    }

    /// The counts as an outcome, the report on disk.
    pub(super) fn outcome(self) -> Result<ImportOutcome, ImportError> {
        let report = match self.report {
            None => None,
            Some((path, report)) => {
                report.finish().map_err(|source| ImportError::Report { path: path.clone(), source })?;
                Some(path)
            }
        };
        Ok(ImportOutcome {
            accepted: self.kept,
            repaired: self.repaired.min(self.kept),
            rejected: self.rejected,
            skipped: self.skipped,
            reasons: self.reasons,
            errors: self.errors,
            repairs: self.repairs,
            changes: Changes::default(),
            specialties: BTreeMap::new(),
            warnings: Vec::new(),
            coverage: None,
            summary: None,
            generation: None,
            refused: None,
            report,
            mappings: self.mappings,
            maps: Vec::new(),
            preview: None,
            corrections: None,
            quality: None,
        })
    }

    /// An outcome that publishes nothing: no row is in a new generation, because there is none.
    pub(super) fn refused(
        self,
        summary: Option<Summary>,
        refusal: Refusal,
    ) -> Result<ImportOutcome, ImportError> {
        let mut outcome = self.outcome()?;
        outcome.accepted = 0;
        outcome.repaired = 0;
        outcome.summary = summary;
        outcome.refused = Some(refusal);
        Ok(outcome)
    }
}

/// An import that reads.
pub(super) struct Reading<'r> {
    request: &'r ImportRequest,
    tally: Tally,
    rows: ReadRows,
}

/// The rows that were read: those kept, and those left out.
pub(super) struct ReadRows {
    pub(super) spool: Spool,
    pub(super) left_out: LeftOutWriter,
}

/// What reading ends with: the summary or why there is none, the numbers, and the rows.
type ReadEnd = (Result<Summary, IngestError>, Tally, ReadRows);

impl<'r> Reading<'r> {
    pub(super) fn begin(
        request: &'r ImportRequest,
        report: Option<PathBuf>,
        directory: &Path,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<Self, ImportError> {
        let report = match report {
            None => None,
            Some(path) => {
                let writer = ReportWriter::create(&path);
                let writer = writer.map_err(|source| ImportError::Report { path: path.clone(), source })?;
                Some((path, writer))
            }
        };
        let spool = Spool::new(directory, vocabulary)?;
        let rows = ReadRows { spool, left_out: LeftOutWriter::new(directory) };
        Ok(Self { request, tally: Tally::new(report), rows })
    }

    /// Reads all sources to their end.
    pub(super) fn run(
        mut self,
        options: &Options,
        vocabulary: &Vocabulary,
        places: &Places,
        observer: &mut dyn Observer,
    ) -> Result<ReadEnd, ImportError> {
        let request = self.request;
        let mut sink = RowSink {
            tally: &mut self.tally,
            rows: &mut self.rows,
            request,
            today: options.today,
            observer,
            failed: None,
        };
        let read = ingest::read(&request.sources, options, vocabulary, places, &mut sink);
        if let Some(failed) = sink.failed {
            return Err(failed);
        }
        Ok((read, self.tally, self.rows))
    }
}

/// Takes rows as they are read.
struct RowSink<'s> {
    tally: &'s mut Tally,
    rows: &'s mut ReadRows,
    request: &'s ImportRequest,
    today: RecordDate,
    observer: &'s mut dyn Observer,
    /// The failure behind the I/O error that ended reading.
    failed: Option<ImportError>,
}

impl RowSink<'_> {
    fn check_cancelled(&mut self) -> std::io::Result<()> {
        if self.request.cancel.load(Ordering::Relaxed) {
            return Err(self.fail(ImportError::Interrupted));
        }
        Ok(())
    }

    /// Counts a row that is kept and tells what was mended in it.
    fn tell_kept(&mut self, repairs: Vec<Finding>) -> std::io::Result<()> {
        self.tally.kept += 1;
        self.tally.of_changes += u64::from(self.tally.reads_changes());
        self.tally.repaired += u64::from(repairs.iter().any(|repair| repair.outcome == Outcome::Repaired));
        repairs.into_iter().try_for_each(|repair| self.tell(repair))
    }

    fn keep(&mut self, position: &Position, fragment: Fragment) -> std::io::Result<()> {
        let file = self.tally.file_number();
        self.rows
            .spool
            .push(&SpoolEntry { fragment, file, line: position.line })
            .map_err(|error| self.fail(error.into()))
    }

    /// Whoever a file of changes has a row of that is left out, leaves the list: a whole list of that day would not
    /// have them either.
    fn take_out(&mut self, position: &Position, whose: &Whose) -> std::io::Result<()> {
        let npi = whose.number.filter(|_| self.tally.reads_changes()).map(Npi::new);
        let Some(Ok(npi)) = npi else { return Ok(()) };
        self.tally.removals += 1;
        self.keep(position, Fragment::Removal { npi, since: None })
    }

    fn leave_out(&mut self, whose: &Whose, finding: &Finding) -> std::io::Result<()> {
        // The header once more is about nobody.
        if finding.code == Code::HeaderRepeated {
            return Ok(());
        }
        let left_out = record(&mut self.rows.left_out, whose, finding);
        left_out.map_err(|error| self.fail(error.into()))
    }

    fn fail(&mut self, error: ImportError) -> std::io::Error {
        let told = std::io::Error::other(error.to_string());
        self.failed = Some(error);
        told
    }

    fn tell(&mut self, finding: Finding) -> std::io::Result<()> {
        self.tally.tell(finding).map_err(|source| {
            let path = self.tally.report_path();
            self.fail(ImportError::Report { path, source })
        })
    }
}

/// Packs rows as the spool takes them.
struct SpoolPacker(RowPacker);

impl Packer for SpoolPacker {
    fn pack(&self, fragment: &Fragment, out: &mut Vec<u8>) -> std::io::Result<()> {
        self.0.pack(fragment, out).map_err(std::io::Error::other)
    }
}

impl Sink for RowSink<'_> {
    fn packer(&self) -> Option<Arc<dyn Packer>> {
        Some(Arc::new(SpoolPacker(self.rows.spool.packer())))
    }

    fn packed(&mut self, position: Position, packed: &[u8], repairs: Vec<Finding>) -> std::io::Result<()> {
        self.check_cancelled()?;
        self.tell_kept(repairs)?;
        let file = self.tally.file_number();
        let updated = self.rows.spool.push_packed(packed, file, position.line);
        let updated = updated.map_err(|error| self.fail(error.into()))?;
        self.tally.row_day(updated);
        Ok(())
    }

    fn begins(&mut self, file: &FileBeginning) {
        self.tally.files.push(ReadFile { about: file.clone(), newest: None });
    }

    fn row(&mut self, position: Position, row: Row) -> std::io::Result<()> {
        self.check_cancelled()?;
        match row {
            Row::Kept { fragment, repairs } => {
                self.tell_kept(repairs)?;
                if let Fragment::Whole(provider) = &fragment {
                    self.tally.row_day(provider.updated);
                }
                self.keep(&position, fragment)
            }
            Row::Deactivated { npi, since, finding } => {
                self.tally.row_day(since.filter(|day| *day <= self.today));
                self.tally.skipped += 1;
                self.tally.removals += 1;
                let whose = Whose { number: Some(u64::from(npi.number())), ..Whose::default() };
                self.leave_out(&whose, &finding)?;
                self.tell(finding)?;
                self.keep(&position, Fragment::Removal { npi, since })
            }
            Row::Skipped { whose, finding, ending } => {
                self.tally.skipped += 1;
                self.leave_out(&whose, &finding)?;
                self.tell(finding)?;
                if let Some(ending) = ending {
                    self.keep(&position, ending)?;
                }
                self.take_out(&position, &whose)
            }
            Row::Rejected { whose, finding } => {
                self.tally.rejected += 1;
                self.leave_out(&whose, &finding)?;
                self.tell(finding)?;
                self.take_out(&position, &whose)
            }
        }
    }

    fn mapped(&mut self, mappings: Vec<FileMapping>) {
        self.tally.mappings = mappings;
    }

    fn progress(&mut self, progress: ingest::Progress) {
        self.observer.progress(progress);
    }
}

/// Records a row that is left out.
fn record(left_out: &mut LeftOutWriter, whose: &Whose, finding: &Finding) -> Result<(), IndexError> {
    let number = whose.number.map(RowKey::number);
    left_out.push(&LeftOut {
        keys: number.into_iter().chain(whose.own.as_deref().map(RowKey::own)).collect(),
        file: &finding.position.file,
        line: finding.position.line,
        rejected: finding.outcome == Outcome::Rejected,
        code: finding.code.as_str(),
        column: finding.column,
        side: whose.side,
    })
}
