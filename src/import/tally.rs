//! [`Tally`]: what is counted and told of rows.
//!
//! In: findings and numbers as rows are read and merged. Out: the report of rows, and an [`ImportOutcome`]. Invariant:
//! accepted, rejected and skipped rows are all rows that were read.

use super::federal::ReadFile;
use super::{Changes, ImportError, ImportOutcome};
use crate::domain::RecordDate;
use crate::ingest::{
    Code, FileBeginning, FileMapping, Finding, Format, Outcome, Position, Refusal, ReportWriter, Summary,
};
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// What is counted and told of rows.
pub(super) struct Tally {
    pub(super) kept: u64,
    pub(super) removals: u64,
    /// Kept rows of files of changes, of which older ones may say nothing new.
    pub(super) of_changes: u64,
    pub(super) rejected: u64,
    skipped: u64,
    repaired: u64,
    /// How often each reason was given, in the order of [`Code::ALL`].
    reasons: Vec<u64>,
    errors: Vec<Finding>,
    repairs: Vec<Finding>,
    report: Option<(PathBuf, ReportWriter)>,
    files: Vec<ReadFile>,
    mappings: Vec<FileMapping>,
}

/// Reasons that millions of rows of a federal file share: counted, but not told row by row.
const COUNTED_ONLY: [Code; 3] = [Code::OutOfScope, Code::Student, Code::Deactivated];

impl Tally {
    pub(super) fn new(report: Option<(PathBuf, ReportWriter)>) -> Self {
        Self {
            kept: 0,
            removals: 0,
            of_changes: 0,
            rejected: 0,
            skipped: 0,
            repaired: 0,
            reasons: vec![0; Code::ALL.len()],
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

    /// How often each reason was given, those that were.
    pub(super) fn reasons(&self) -> BTreeMap<&'static str, u64> {
        let counted = Code::ALL.iter().zip(&self.reasons).filter(|(_, count)| **count > 0);
        counted.map(|(code, count)| (code.as_str(), *count)).collect()
    }

    /// A file begins; what is counted from now on is of it.
    pub(super) fn begin(&mut self, file: &FileBeginning) {
        self.files.push(ReadFile { about: file.clone(), newest: None });
    }

    /// How the files' columns were read.
    pub(super) fn map(&mut self, mappings: Vec<FileMapping>) {
        self.mappings = mappings;
    }

    /// Counts a kept row, and whether anything was mended in it.
    pub(super) fn count_kept(&mut self, repairs: &[Finding]) {
        self.kept += 1;
        self.of_changes += u64::from(self.reads_changes());
        self.repaired += u64::from(repairs.iter().any(|repair| repair.outcome == Outcome::Repaired));
    }

    /// Counts somebody who is to leave the list.
    pub(super) fn count_removal(&mut self) {
        self.removals += 1;
    }

    /// Counts a row that is sound and not kept.
    pub(super) fn count_skipped(&mut self) {
        self.skipped += 1;
    }

    /// Counts a row that cannot be used.
    pub(super) fn count_rejected(&mut self) {
        self.rejected += 1;
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
            message: message.to_owned().into(),
        })
    }

    pub(super) fn tell(&mut self, finding: Finding) -> std::io::Result<()> {
        if let Some(count) = self.reasons.get_mut(finding.code as usize) {
            *count += 1;
        }
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
    pub(super) fn file_number(&self) -> u32 {
        u32::try_from(self.files.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// The files that were read, by their numbers.
    pub(super) fn files(&self) -> &[ReadFile] {
        &self.files
    }

    /// Hears the day that a row of the file that is being read bears.
    pub(super) fn row_day(&mut self, day: Option<RecordDate>) {
        if let Some(file) = self.files.last_mut() {
            file.newest = file.newest.max(day);
        }
    }

    /// Whether the file that is being read says of whoever it names all that there is to say from then on.
    pub(super) fn reads_changes(&self) -> bool {
        let is = |file: &ReadFile| file.about.incremental && file.about.format == Format::Nppes;
        self.files.last().is_some_and(is)
    }

    /// The counts as an outcome, the report on disk.
    pub(super) fn outcome(self) -> Result<ImportOutcome, ImportError> {
        let reasons = self.reasons();
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
            reasons,
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
