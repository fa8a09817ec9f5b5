//! Reads tables row by row: records are filled, judged and handed to the sink.
//!
//! In: [`Parts`]. Out: one [`Row`] a data row, in order, and a [`FileSummary`] a table. Invariant: every data row is
//! handed out exactly once; blank lines, comments and titles are none.

use super::deactivated::Report;
use super::encoding::Encoding;
use super::fill::Filler;
use super::lane::{End, Item, Lane, PieceRead, Reader};
use super::parts::{Body, OnDisk, Part, Parts};
use super::pieces::{Piece, Pieces};
use super::rows::Start;
use super::source::Stop;
use super::table::{self, Table};
use super::validate::{self, Context, CoordinateGuard, Remembered};
use super::{
    Code, FileBeginning, FileSummary, Finding, Format, IngestError, Look, Options, Outcome, Position,
    Progress, Refusal, Row, Sink,
};
use crate::domain::ListName;
use crate::parallel;
use std::sync::Arc;
use std::sync::mpsc::{channel, sync_channel};

/// Rows between two progress reports: a few a second.
const PROGRESS_ROWS: u64 = 16_384;

/// Lines below the rows that are told one by one; pages of a report may have thousands.
const MOST_FOOTERS: usize = 10;

/// Pieces that are read ahead of those that are being judged.
const PIECES_AHEAD: usize = 4;

/// The name of a list that the caller gave none.
///
/// # Errors
/// Never: the names below are sound.
pub(super) fn default_list(own: bool) -> Result<ListName, IngestError> {
    let name = if own { ListName::OWN } else { ListName::FEDERAL };
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
    let changed = files.iter().find_map(OnDisk::changed);
    match changed.or_else(|| reading.guard.verdict()) {
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
        let Part { name, format, incremental, period, file, body } = part;
        self.sink.begins(&FileBeginning { name: name.as_str().into(), format, incremental, period });
        let mut summary = match body {
            Body::Table(table) => self.table(&name, *table)?,
            Body::Member(archive, member) => {
                let read = archive.read(&member, |bytes| {
                    let look = Look::new(self.options, self.context.vocabulary, self.context.places);
                    let table = table::open(bytes, &look).map_err(|stop| stop.at(&name))?;
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

    /// Reads a table in pieces, on all cores; what becomes of its rows is handed out in their order.
    fn table(&mut self, name: &str, table: Table<'_>) -> Result<FileSummary, IngestError> {
        let file: Arc<str> = name.into();
        let mut summary = summary(name, &table, &file);
        let Table { rows, layout, names_recoded, .. } = table;
        let position = Position { file: Arc::clone(&file), line: 0 };
        let delimiter = rows.delimiter();
        let (context, packer) = (self.context, self.sink.packer());
        let packer = packer.as_deref();
        let reader = Reader { position, layout: &layout, delimiter, context, names_recoded, packer };
        let (read, stream, start) = rows.into_rest();
        let Some(stream) = stream else { return Ok(summary) };
        let mut pieces = Pieces::new(read, stream, &start);
        let mut taker = Taker { reading: self, reader: &reader, own: None, open: None, commented: false };
        let (given, cut) = sync_channel(PIECES_AHEAD);
        let (emptied, spare) = channel();
        std::thread::scope(|scope| {
            // Reading, unpacking and hashing go on while what was read is judged.
            scope.spawn(move || {
                while let Some(piece) = pieces.next(spare.try_recv().unwrap_or_default()).transpose() {
                    // Nobody takes it any more when a piece before could not be used.
                    if given.send(piece).is_err() {
                        return;
                    }
                }
            });
            parallel::in_order(
                parallel::threads(),
                || Lane::new(&reader),
                Lane::read,
                // Goes with `cut` when it ends, so that whoever reads ends too.
                move || cut.recv().ok().transpose().map_err(|error| Stop::from(error).at(name)),
                |read| {
                    let memory = taker.take(name, read, &mut summary)?;
                    // Whoever reads may have come to the end.
                    let _ = emptied.send(memory);
                    Ok(())
                },
            )
        })?;
        Ok(summary)
    }

    fn report(&mut self, name: &str, report: &mut Report) -> Result<FileSummary, IngestError> {
        let position = Position { file: name.into(), line: 0 };
        let mut filler = Filler::of_format(position, Format::NppesDeactivated);
        let mut rows = 0;
        let mut remembered = Remembered::default();
        report.each(name, &mut |line, npi, date| {
            filler.fill_deactivated(line, npi, date);
            rows += 1;
            let record = filler.record();
            let row = validate::judge(record, self.context, &mut remembered);
            self.hand_out(&record.position, row)
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

    fn hand_out(&mut self, position: &Position, row: Row) -> Result<(), IngestError> {
        self.sink.row(position, row).map_err(IngestError::Sink)?;
        self.count_row();
        Ok(())
    }

    fn hand_out_packed(
        &mut self,
        position: &Position,
        packed: &[u8],
        repairs: Vec<Finding>,
    ) -> Result<(), IngestError> {
        self.sink.packed(position, packed, repairs).map_err(IngestError::Sink)?;
        self.count_row();
        Ok(())
    }

    fn count_row(&mut self) {
        self.rows += 1;
        if self.rows.is_multiple_of(PROGRESS_ROWS) {
            self.tell_progress();
        }
    }

    fn tell_progress(&mut self) {
        let bytes = self.files.iter().map(OnDisk::bytes).sum();
        self.sink.progress(Progress { bytes, total_bytes: self.total_bytes, rows: self.rows });
    }
}

/// Takes pieces in their order.
struct Taker<'t, 'r> {
    reading: &'t mut Reading<'r>,
    reader: &'t Reader<'t>,
    /// Reads what was not cut between two records.
    own: Option<Lane<'t>>,
    /// The beginning of a record that the piece before ends in.
    open: Option<(Vec<u8>, Start)>,
    commented: bool,
}

impl Taker<'_, '_> {
    /// Hands out what stands in a piece; gives back its memory.
    fn take(
        &mut self,
        name: &str,
        mut read: PieceRead,
        summary: &mut FileSummary,
    ) -> Result<Vec<u8>, IngestError> {
        if let Some((mut bytes, start)) = self.open.take() {
            // The piece does not begin where a record does: it is read once more, behind what belongs to it.
            bytes.extend_from_slice(&read.bytes);
            let lane = self.own.get_or_insert_with(|| Lane::new(self.reader));
            read = lane.read(Piece { bytes, start, last: read.last });
        }
        self.reading.guard.join(&read.guard);
        let mut start = 0;
        // One for all rows: a clone of each would count up a number that both cores share.
        let mut position = self.reader.position.clone();
        for item in read.items {
            match item {
                Item::Packed(line, end, repairs) => {
                    position.line = line;
                    let packed = read.packed.get(start..end).unwrap_or_default();
                    self.reading.hand_out_packed(&position, packed, repairs)?;
                    start = end;
                    summary.rows += 1;
                }
                Item::Row(line, row) => {
                    position.line = line;
                    self.reading.hand_out(&position, row)?;
                    summary.rows += 1;
                }
                Item::Comment(line) if !std::mem::replace(&mut self.commented, true) => {
                    let position = Position { line, ..self.reader.position.clone() };
                    summary.repairs.push(mended(position, Code::CommentLine, ""));
                }
                Item::Comment(_) => {}
                Item::Footer(line, said) => {
                    let told = summary.repairs.iter().filter(|told| told.code == Code::FooterLine).count();
                    if told < MOST_FOOTERS {
                        let position = Position { line, ..self.reader.position.clone() };
                        summary.repairs.push(mended(position, Code::FooterLine, &said));
                    }
                }
            }
        }
        match read.end {
            End::Whole => {}
            End::Within(bytes, start) => self.open = Some((bytes, start)),
            End::Stopped(stop) => return Err(stop.at(name)),
        }
        Ok(read.bytes)
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
        Code::FooterLine => "a line that counts the rows or says when they were printed was passed over",
        Code::EncodingRepaired => "the file was recoded to UTF-8",
        Code::IdsMade => "rows without NPI or id got one made of name and address",
        _ => "a line before the header was passed over",
    };
    Finding::new(Outcome::Repaired, position, "", code, said, message)
}
