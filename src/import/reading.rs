//! The reading half of an import: rows go to the spool, findings to the report, numbers to the [`Tally`].

use super::tally::Tally;
use super::{ImportError, ImportRequest, Observer};
use crate::domain::{Fragment, Npi, RecordDate};
use crate::index::{IndexError, LeftOut, LeftOutWriter, RowKey, RowPacker, Spool, SpoolEntry};
use crate::ingest::{
    self, Code, FileBeginning, FileMapping, Finding, IngestError, Options, Outcome, Packer, Position,
    ReportWriter, Row, Sink, Summary, Whose,
};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;

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
        self.tally.count_kept(&repairs);
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
        self.tally.count_removal();
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

    fn packed(&mut self, position: &Position, packed: &[u8], repairs: Vec<Finding>) -> std::io::Result<()> {
        self.check_cancelled()?;
        self.tell_kept(repairs)?;
        let file = self.tally.file_number();
        let updated = self.rows.spool.push_packed(packed, file, position.line);
        let updated = updated.map_err(|error| self.fail(error.into()))?;
        self.tally.row_day(updated);
        Ok(())
    }

    fn begins(&mut self, file: &FileBeginning) {
        self.tally.begin(file);
    }

    fn row(&mut self, position: &Position, row: Row) -> std::io::Result<()> {
        self.check_cancelled()?;
        match row {
            Row::Kept { fragment, repairs } => {
                self.tell_kept(repairs)?;
                if let Fragment::Whole(provider) = &fragment {
                    self.tally.row_day(provider.updated);
                }
                self.keep(position, fragment)
            }
            Row::Deactivated { npi, since, finding } => {
                self.tally.row_day(since.filter(|day| *day <= self.today));
                self.tally.count_skipped();
                self.tally.count_removal();
                let whose = Whose { number: Some(u64::from(npi.number())), ..Whose::default() };
                self.leave_out(&whose, &finding)?;
                self.tell(finding)?;
                self.keep(position, Fragment::Removal { npi, since })
            }
            Row::Skipped { whose, finding, ending } => {
                self.tally.count_skipped();
                self.leave_out(&whose, &finding)?;
                self.tell(finding)?;
                if let Some(ending) = ending {
                    self.keep(position, ending)?;
                }
                self.take_out(position, &whose)
            }
            Row::Rejected { whose, finding } => {
                self.tally.count_rejected();
                self.leave_out(&whose, &finding)?;
                self.tell(finding)?;
                self.take_out(position, &whose)
            }
        }
    }

    fn mapped(&mut self, mappings: Vec<FileMapping>) {
        self.tally.map(mappings);
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
