//! Reads tables row by row: records are filled, judged and handed to the sink.
//!
//! In: [`Parts`]. Out: one [`Row`] a data row, in order, and a [`FileSummary`] a table. Invariant: every data row is
//! handed out exactly once; blank lines, comments and titles are none.

use super::deactivated::Report;
use super::encoding::{self, Encoding};
use super::fill::{Filler, Recoding};
use super::parts::{Body, OnDisk, Part, Parts};
use super::rows::{BadRow, Fields, Next};
use super::table::{self, Table};
use super::validate::{self, Context, CoordinateGuard};
use super::{
    Code, FileSummary, Finding, Format, IngestError, Options, Outcome, Position, Progress, Refusal, Row,
    Sink, Whose,
};
use crate::domain::ListName;
use std::sync::Arc;

/// Rows between two progress reports: a few a second.
const PROGRESS_ROWS: u64 = 16_384;

/// The name of a list that the caller gave none.
///
/// # Errors
/// Never: the names below are sound.
pub(super) fn default_list(own: bool) -> Result<ListName, IngestError> {
    let name = if own { "list" } else { "nppes" };
    name.parse().map_err(|_unsound| {
        let message = format!("`{name}` is no name of a list");
        IngestError::Refused(Refusal { code: Code::UnknownHeader, message })
    })
}

/// Reads all parts.
///
/// # Errors
/// When one of them cannot be read to its end, or the sink fails.
pub(super) fn read(
    parts: Parts,
    options: &Options,
    context: &Context<'_>,
    sink: &mut dyn Sink,
) -> Result<Vec<FileSummary>, IngestError> {
    let total_bytes = parts.total_bytes();
    let Parts { files, parts } = parts;
    let guard = CoordinateGuard::default();
    let mut reading = Reading { files: &files, total_bytes, rows: 0, options, context, guard, sink };
    let mut summaries = Vec::with_capacity(parts.len());
    for part in parts {
        summaries.push(reading.part(part)?);
    }
    reading.tell_progress();
    match reading.guard.verdict() {
        Some(refusal) => Err(IngestError::Refused(refusal)),
        None => Ok(summaries),
    }
}

/// What is the same for all parts.
struct Reading<'r> {
    files: &'r [OnDisk],
    total_bytes: u64,
    rows: u64,
    options: &'r Options,
    context: &'r Context<'r>,
    guard: CoordinateGuard,
    sink: &'r mut dyn Sink,
}

impl Reading<'_> {
    fn part(&mut self, part: Part) -> Result<FileSummary, IngestError> {
        let Part { name, file, body, .. } = part;
        let mut summary = match body {
            Body::Table(table) => self.table(&name, *table)?,
            Body::Member(archive, member) => {
                let read = archive.read(&member, |bytes| {
                    let table = table::open(bytes, self.options).map_err(|stop| stop.at(&name))?;
                    self.table(&name, table)
                });
                read.map_err(|stop| stop.at(&name))??
            }
            Body::Report(mut report) => self.report(&name, &mut report)?,
        };
        if let Some(on_disk) = self.files.get(file) {
            summary.hash = on_disk.hash();
        }
        Ok(summary)
    }

    fn table(&mut self, name: &str, mut table: Table<'_>) -> Result<FileSummary, IngestError> {
        let file: Arc<str> = name.into();
        let at = |line| Position { file: Arc::clone(&file), line };
        let mut summary = summary(name, &table, &file);
        let mut filler = Filler::new(at(0), table.layout.format);
        let mut commented = false;
        loop {
            let (line, row) = match table.rows.next().map_err(|stop| stop.at(name))? {
                Next::End => break,
                Next::Comment(line) => {
                    if !std::mem::replace(&mut commented, true) {
                        summary.repairs.push(mended(at(line), Code::CommentLine, ""));
                    }
                    continue;
                }
                Next::Bad(bad) => {
                    let finding = rejected(at(bad.line), &bad);
                    (bad.line, Row::Rejected { whose: Whose::default(), finding })
                }
                Next::Row(fields) if is_header(&fields, &table.layout.header) => {
                    let message = "the header stands here once more";
                    let code = Code::HeaderRepeated;
                    let finding = Finding::new(Outcome::Skipped, at(fields.line), "", code, "", message);
                    (fields.line, Row::Skipped { whose: Whose::default(), finding })
                }
                Next::Row(fields) => {
                    let recoding = filler.fill(&table.layout, &fields);
                    (fields.line, self.judged(&filler, recoding, table.names_recoded))
                }
            };
            self.hand_out(at(line), row)?;
            summary.rows += 1;
        }
        Ok(summary)
    }

    fn report(&mut self, name: &str, report: &mut Report) -> Result<FileSummary, IngestError> {
        let position = Position { file: name.into(), line: 0 };
        let mut filler = Filler::new(position, Format::NppesDeactivated);
        let mut rows = 0;
        report.each(name, &mut |line, npi, date| {
            filler.fill_deactivated(line, npi, date);
            rows += 1;
            let record = filler.record();
            self.hand_out(record.position.clone(), validate::judge(record, self.context))
        })?;
        Ok(FileSummary {
            name: name.to_owned(),
            hash: String::new(),
            format: Format::NppesDeactivated,
            encoding: Encoding::Utf8.as_str().to_owned(),
            rows,
            unknown_columns: Vec::new(),
            repairs: Vec::new(),
        })
    }

    /// What a filled record is worth.
    fn judged(&mut self, filler: &Filler, recoding: Recoding, names_recoded: bool) -> Row {
        let record = filler.record();
        let at = || record.position.clone();
        if let Recoding::Impossible { column, text } = recoding {
            let message = "the text is neither UTF-8 nor windows-1252";
            let finding = Finding::new(Outcome::Rejected, at(), column, Code::Encoding, &text, message);
            return Row::Rejected { whose: validate::whose(record), finding };
        }
        let mut row = validate::judge(record, self.context);
        if let Row::Kept { repairs, .. } = &mut row {
            self.guard.see(record);
            if let (Recoding::Repaired { column, text }, true) = (recoding, names_recoded) {
                let message = "the text was no UTF-8 and was read as windows-1252";
                let code = Code::EncodingRepaired;
                repairs.push(Finding::new(Outcome::Repaired, at(), column, code, &text, message));
            }
        }
        row
    }

    fn hand_out(&mut self, position: Position, row: Row) -> Result<(), IngestError> {
        self.sink.row(position, row).map_err(IngestError::Sink)?;
        self.rows += 1;
        if self.rows.is_multiple_of(PROGRESS_ROWS) {
            self.tell_progress();
        }
        Ok(())
    }

    fn tell_progress(&mut self) {
        let bytes = self.files.iter().map(OnDisk::bytes).sum();
        self.sink.progress(Progress { bytes, total_bytes: self.total_bytes, rows: self.rows });
    }
}

fn summary(name: &str, table: &Table<'_>, file: &Arc<str>) -> FileSummary {
    let at = |line| Position { file: Arc::clone(file), line };
    let repairs = table.mended.iter().map(|(line, code, said)| mended(at(*line), *code, said)).collect();
    FileSummary {
        name: name.to_owned(),
        hash: String::new(),
        format: table.layout.format,
        encoding: table.encoding.as_str().to_owned(),
        rows: 0,
        unknown_columns: table.layout.unknown.clone(),
        repairs,
    }
}

/// What was mended for a whole file.
fn mended(position: Position, code: Code, said: &str) -> Finding {
    let message = match code {
        Code::ByteOrderMark => "the byte-order mark was passed over",
        Code::SeparatorLine => "the line that states the separator was passed over",
        Code::CommentLine => "lines beginning with # were passed over",
        Code::EncodingRepaired => "the file was recoded to UTF-8",
        _ => "a line before the header was passed over",
    };
    Finding::new(Outcome::Repaired, position, "", code, said, message)
}

fn rejected(position: Position, bad: &BadRow) -> Finding {
    let (start, _) = encoding::text(&bad.start);
    Finding::new(Outcome::Rejected, position, "", bad.code, &start, bad.message.as_str())
}

fn is_header(fields: &Fields<'_>, header: &[String]) -> bool {
    let same = |(field, name): (&[u8], &String)| field == name.as_bytes();
    fields.iter().zip(header).all(same)
}
