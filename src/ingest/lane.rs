//! Reads and judges one piece of a table, on whatever thread.
//!
//! In: a [`Piece`], which is taken to begin with a record. Out: what became of each record in it, and what is left at
//! its end. Invariant: nothing depends on pieces read before; whether the piece does begin with a record is for whoever
//! takes the result to say.

use super::between::{self, Heading};
use super::columns::Layout;
use super::encoding;
use super::fill::{Filler, Recoding};
use super::finding::neutralised;
use super::pieces::Piece;
use super::rows::{BadRow, Fields, Next, Rows, Start};
use super::source::Stop;
use super::validate::{self, Context, CoordinateGuard, Remembered};
use super::{Code, Finding, Format, Outcome, Packer, Position, Row, Whose};
use std::borrow::Cow;

/// What is the same for all pieces of a table.
pub(super) struct Reader<'r> {
    pub(super) position: Position,
    pub(super) layout: &'r Layout,
    pub(super) delimiter: u8,
    pub(super) context: &'r Context<'r>,
    /// Whether rows with text in windows-1252 are named one by one.
    pub(super) names_recoded: bool,
    /// What packs kept rows.
    pub(super) packer: Option<&'r dyn Packer>,
}

/// What a thread reads with.
pub(super) struct Lane<'r> {
    reader: &'r Reader<'r>,
    rows: Rows<std::io::Empty>,
    filler: Filler,
    remembered: Remembered,
    /// How many items and packed bytes the piece before had: this one has about as many, and they are large to move.
    room: (usize, usize),
}

/// Something that stands in a piece.
pub(super) enum Item {
    /// What became of a data row, and the line it begins on.
    Row(u64, Row),
    /// A kept row, the line it begins on, where its bytes end in what is packed, and its repairs.
    Packed(u64, usize, Vec<Finding>),
    /// A comment's line.
    Comment(u64),
    /// A line of a report below its rows, and what it says.
    Footer(u64, String),
}

/// What a line is that was read as a row.
enum Line {
    Row(Row),
    /// A report's last words.
    Footer(String),
}

/// A piece that was read.
pub(super) struct PieceRead {
    pub(super) items: Vec<Item>,
    /// What the packed rows contribute, one after the other.
    pub(super) packed: Vec<u8>,
    pub(super) guard: CoordinateGuard,
    pub(super) end: End,
    /// The piece, to be read again where it does not begin with a record, and its memory.
    pub(super) bytes: Vec<u8>,
    pub(super) last: bool,
}

/// How a piece ends.
pub(super) enum End {
    /// Where a record does.
    Whole,
    /// Within a record: its bytes so far, and where they begin.
    Within(Vec<u8>, Start),
    /// It cannot be read on.
    Stopped(Stop),
}

impl<'r> Lane<'r> {
    pub(super) fn new(reader: &'r Reader<'r>) -> Self {
        let Reader { layout, delimiter, .. } = reader;
        let mut rows = Rows::new(std::io::empty(), *delimiter, 0);
        rows.expect(layout.header.len(), layout.spare());
        rows.want(&layout.header, layout.columns.iter().map(|&(column, _)| column).collect());
        let filler = Filler::new(reader.position.clone(), layout);
        Self { reader, rows, filler, remembered: Remembered::default(), room: (0, 0) }
    }

    /// Reads a piece to its end.
    pub(super) fn read(&mut self, piece: Piece) -> PieceRead {
        let Piece { bytes, start, last } = piece;
        self.rows.load(bytes, start, last);
        let room = |before: usize| before + before / 8;
        let (mut items, mut packed) =
            (Vec::with_capacity(room(self.room.0)), Vec::with_capacity(room(self.room.1)));
        let mut guard = CoordinateGuard::default();
        let end = loop {
            match self.rows.next() {
                Err(stop) => break End::Stopped(stop),
                Ok(Next::End) => break End::Whole,
                Ok(Next::Cut) => {
                    let (bytes, start) = self.rows.cut();
                    let whole = bytes.is_empty() && start.discarding.is_none();
                    break if whole { End::Whole } else { End::Within(bytes, start) };
                }
                Ok(Next::Comment(line)) => items.push(Item::Comment(line)),
                Ok(Next::Bad(bad)) => {
                    if let Some(said) = self.reader.footer(&bad) {
                        items.push(Item::Footer(bad.line, said));
                        continue;
                    }
                    let finding = self.reader.rejected(&bad);
                    items.push(Item::Row(bad.line, Row::Rejected { whose: Whose::default(), finding }));
                }
                Ok(Next::Row(fields)) if fields.repeats_header => {
                    let finding = self.reader.header_once_more(fields.line);
                    let row = Row::Skipped { whose: Whose::default(), finding, ending: None };
                    items.push(Item::Row(fields.line, row));
                }
                Ok(Next::Row(fields)) => {
                    let row =
                        self.reader.judged(&fields, (&mut self.filler, &mut self.remembered), &mut guard);
                    let row = match self.reader.instead(&fields, row) {
                        Ok(Line::Row(row)) => row,
                        Ok(Line::Footer(said)) => {
                            items.push(Item::Footer(fields.line, said));
                            continue;
                        }
                        Err(stop) => break End::Stopped(stop),
                    };
                    match self.reader.packed(fields.line, row, &mut packed) {
                        Ok(item) => items.push(item),
                        Err(error) => break End::Stopped(error.into()),
                    }
                }
            }
        };
        self.room = (items.len(), packed.len());
        let bytes = self.rows.load(Vec::new(), Start::default(), true);
        PieceRead { items, packed, guard, end, bytes, last }
    }
}

/// The text of a line with one or two cells, where it is a report's last words.
fn footer_of(cells: &[&str]) -> Option<String> {
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let said = filled.join(" ");
    (filled.len() <= 2 && between::is_footer(&said)).then_some(said)
}

impl Reader<'_> {
    fn at(&self, line: u64) -> Position {
        Position { line, ..self.position.clone() }
    }

    fn rejected(&self, bad: &BadRow) -> Finding {
        let (start, _) = encoding::text(&bad.start);
        let ours = |column: usize| self.layout.columns.iter().find(|(number, _)| *number == column);
        let field = bad.column.and_then(ours).map_or("", |(_, field)| field.as_str());
        // A column that nothing is made of has no name of ours.
        let theirs =
            bad.column.filter(|_| field.is_empty()).and_then(|column| self.layout.header.get(column));
        let message = match theirs {
            Some(name) => format!("{} (column {})", bad.message, neutralised(name, Finding::MAX_VALUE)),
            None => bad.message.clone(),
        };
        Finding::new(Outcome::Rejected, self.at(bad.line), field, bad.code, &start, message)
    }

    fn header_once_more(&self, line: u64) -> Finding {
        let message = "the header stands here once more";
        Finding::new(Outcome::Skipped, self.at(line), "", Code::HeaderRepeated, "", message)
    }

    /// What a line too narrow for a row says, where it is a report's last words.
    fn footer(&self, bad: &BadRow) -> Option<String> {
        if bad.code != Code::FieldCount || self.layout.format != Format::Own {
            return None;
        }
        let (text, _) = encoding::text(&bad.start);
        let delimiter = char::from(self.delimiter);
        let cells: Vec<&str> =
            text.split(delimiter).map(|cell| cell.trim_matches(['"', ' ', '\r', '\n'])).collect();
        footer_of(&cells)
    }

    /// The row, unless what cannot be used as one is a line of another kind.
    ///
    /// # Errors
    /// When another header stands there, by which what follows would have to be read.
    fn instead(&self, fields: &Fields<'_>, row: Row) -> Result<Line, Stop> {
        if self.layout.format != Format::Own || !matches!(row, Row::Rejected { .. } | Row::Skipped { .. }) {
            return Ok(Line::Row(row));
        }
        let cell = |place: usize| encoding::text(&fields.bytes()[fields.range(place)]).0;
        let cells: Vec<Cow<'_, str>> = (0..fields.len()).map(cell).collect();
        let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
        match between::heading(&cells, self.layout) {
            None => Ok(footer_of(&cells).map_or(Line::Row(row), Line::Footer)),
            Some(Heading::Same) => {
                let finding = self.header_once_more(fields.line);
                Ok(Line::Row(Row::Skipped { whose: Whose::default(), finding, ending: None }))
            }
            Some(Heading::Other) => {
                let message = format!(
                    "another line with names of columns stands on line {}, as where two lists were put into one file; \
                     what follows it would be read by the first one, so make a file of each",
                    fields.line
                );
                Err(Stop::refused(Code::UnknownHeader, message))
            }
        }
    }

    /// A row as it is handed out: packed where it is kept and somebody packs.
    fn packed(&self, line: u64, row: Row, out: &mut Vec<u8>) -> std::io::Result<Item> {
        Ok(match (row, self.packer) {
            (Row::Kept { fragment, repairs }, Some(packer)) => {
                packer.pack(&fragment, out)?;
                Item::Packed(line, out.len(), repairs)
            }
            (row, _) => Item::Row(line, row),
        })
    }

    /// What a row is worth.
    fn judged(
        &self,
        fields: &Fields<'_>,
        (filler, remembered): (&mut Filler, &mut Remembered),
        guard: &mut CoordinateGuard,
    ) -> Row {
        // Nothing of a row is called another encoding's before all of it is looked at.
        let text = std::str::from_utf8(fields.bytes()).ok();
        if text.is_some()
            && filler.fill_scope(self.layout, fields)
            && let Some(row) = validate::left_out(filler.record(), self.context, remembered)
        {
            return row;
        }
        let recoding = filler.fill(self.layout, fields, text);
        let record = filler.record();
        let at = || record.position.clone();
        if let Recoding::Impossible { column, text } = recoding {
            let message = "the text is neither UTF-8 nor windows-1252";
            let finding = Finding::new(Outcome::Rejected, at(), column, Code::Encoding, &text, message);
            return Row::Rejected { whose: validate::whose(record), finding };
        }
        let mut row = validate::judge(record, self.context, remembered);
        if let Row::Kept { repairs, .. } = &mut row {
            guard.see(record);
            let code = Code::EncodingRepaired;
            let told = match recoding {
                Recoding::Repaired { column, text } if self.names_recoded => {
                    Some((column, code, text, "the text was no UTF-8 and was read as windows-1252"))
                }
                Recoding::Lost { column, text } => Some((
                    column,
                    code,
                    text,
                    "a character is lost and stands as U+FFFD; the source may still have it",
                )),
                Recoding::Escaped { column, text, escape } => {
                    Some((column, escape.code(), text, escape.message()))
                }
                Recoding::Repaired { .. } | Recoding::None | Recoding::Impossible { .. } => None,
            };
            if let Some((column, code, text, message)) = told {
                repairs.push(Finding::new(Outcome::Repaired, at(), column, code, &text, message));
            }
        }
        row
    }
}
