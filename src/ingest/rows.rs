//! Records of a delimited text, each with the line it begins on, within limits.
//!
//! In: a stream of bytes and its delimiter. Out: records, or why one is unusable. Invariants: memory is bounded
//! ([`MAX_RECORD`] and a little), whatever the stream; every line belongs to exactly one record, blank line or
//! comment; an unclosed quote is told by the line on which it opened, and never swallows rows in silence.

use super::Code;
use super::encoding::read_some;
use super::quotes::Quotes;
use super::source::Stop;
use csv::ByteRecord;
use std::io::Read;

/// The most bytes of a record.
///
/// # Source
/// CONTRACT.md, "Import policies", as the two below.
pub(super) const MAX_RECORD: usize = 1 << 20;
/// The most bytes of a field.
pub(super) const MAX_FIELD: usize = 64 << 10;
/// The most columns of a file.
pub(super) const MAX_COLUMNS: usize = 1_000;

/// Bytes asked for at a time; larger ones did not read faster.
const CHUNK: usize = 256 << 10;

/// Bytes of a bad row that its finding is made of; a finding keeps 80 characters.
const SHOWN: usize = 400;

/// Reads records.
///
/// Where one ends is found by [`Quotes`], which also says what is odd about it; a sound one is taken apart by the csv
/// reader. So nothing is copied of what is too long, and rows behind an open quote can be read again.
pub(super) struct Rows<R> {
    input: R,
    ended: bool,
    delimiter: u8,
    buffer: Vec<u8>,
    from: usize,
    filled: usize,
    /// The line of `buffer[from]`.
    line: u64,
    /// Whether a CR stands before `buffer[from]`, so that a LF there ends no further line.
    after_return: bool,
    reader: csv::Reader<OneRecord>,
    record: ByteRecord,
    shape: Option<Shape>,
}

/// The bytes of one record with its line end, on their way to the csv reader.
#[derive(Debug, Default)]
struct OneRecord {
    bytes: Vec<u8>,
    given: usize,
}

impl OneRecord {
    fn set(&mut self, record: &[u8]) {
        self.bytes.clear();
        self.bytes.extend_from_slice(record);
        // Only the last record of a file may lack its line end; the csv reader would take that for the stream's end.
        if !record.last().is_some_and(|&byte| is_line_end(byte)) {
            self.bytes.push(b'\n');
        }
        self.given = 0;
    }
}

impl Read for OneRecord {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let rest = &self.bytes[self.given..];
        let length = rest.len().min(out.len());
        out[..length].copy_from_slice(&rest[..length]);
        self.given += length;
        Ok(length)
    }
}

/// How many fields each record must have.
#[derive(Debug, Clone, Copy)]
struct Shape {
    fields: usize,
    /// The last column has no name, so a row may do without it.
    spare: bool,
}

impl Shape {
    fn fits(self, fields: usize) -> bool {
        fields == self.fields || self.spare && fields + 1 == self.fields
    }
}

/// What comes next.
#[derive(Debug)]
pub(super) enum Next<'r> {
    /// A record with as many fields as it must have.
    Row(Fields<'r>),
    /// A row that is unusable as it stands.
    Bad(BadRow),
    /// A line beginning with `#` that is no row.
    Comment(u64),
    /// Nothing any more.
    End,
}

/// The fields of a record.
#[derive(Debug, Clone, Copy)]
pub(super) struct Fields<'r> {
    /// The line it begins on.
    pub(super) line: u64,
    record: &'r ByteRecord,
}

impl<'r> Fields<'r> {
    /// All fields without anything between them.
    pub(super) fn joined(&self) -> &'r [u8] {
        self.record.as_slice()
    }

    /// Where in [`Self::joined`] a field stands; empty behind the last.
    pub(super) fn range(&self, index: usize) -> std::ops::Range<usize> {
        self.record.range(index).unwrap_or(0..0)
    }

    /// A field; empty behind the last.
    pub(super) fn get(&self, index: usize) -> &'r [u8] {
        self.record.get(index).unwrap_or_default()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &'r [u8]> + use<'r> {
        self.record.iter()
    }
}

/// A row that is unusable as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct BadRow {
    pub(super) line: u64,
    pub(super) code: Code,
    pub(super) message: String,
    /// How it begins.
    pub(super) start: Vec<u8>,
}

/// What is wrong with a record.
struct Fault {
    code: Code,
    message: String,
    /// How much of it is passed over.
    length: usize,
}

impl<R: Read> Rows<R> {
    /// Reads records that begin on that line.
    pub(super) fn new(input: R, delimiter: u8, line: u64) -> Self {
        let mut reader = csv::ReaderBuilder::new();
        reader.has_headers(false).flexible(true).delimiter(delimiter).buffer_capacity(MAX_FIELD);
        Self {
            input,
            ended: false,
            delimiter,
            buffer: vec![0; MAX_RECORD + CHUNK],
            from: 0,
            filled: 0,
            line,
            after_return: false,
            reader: reader.from_reader(OneRecord::default()),
            record: ByteRecord::new(),
            shape: None,
        }
    }

    /// From here on records have so many fields; `spare`: the last may be left out.
    pub(super) fn expect(&mut self, fields: usize, spare: bool) {
        self.shape = Some(Shape { fields, spare });
    }

    /// The next record.
    ///
    /// # Errors
    /// When the stream cannot be read, or a quote is never closed.
    pub(super) fn next(&mut self) -> Result<Next<'_>, Stop> {
        loop {
            if !self.skip_line_ends()? {
                return Ok(Next::End);
            }
            let line = self.line;
            let Some((length, quotes)) = self.scan()? else {
                return self.discard().map(Next::Bad);
            };
            let raw = &self.buffer[self.from..self.from + length];
            if raw.iter().all(|&byte| byte == self.delimiter || b"\" \t\r\n".contains(&byte)) {
                self.advance(length);
                continue;
            }
            if self.is_comment(raw, &quotes) {
                self.advance(length);
                return Ok(Next::Comment(line));
            }
            if let Some(Fault { code, message, length }) = self.fault(raw, &quotes) {
                let bad = BadRow { line, code, message, start: beginning(raw) };
                self.advance(length);
                return Ok(Next::Bad(bad));
            }
            self.reader.get_mut().set(raw);
            self.reader.read_byte_record(&mut self.record).map_err(std::io::Error::from)?;
            let large = length > MAX_FIELD && self.record.iter().any(|field| field.len() > MAX_FIELD);
            if large {
                let message = format!("a field is longer than {} KiB", MAX_FIELD >> 10);
                let bad = BadRow { line, code: Code::RecordTooLarge, message, start: beginning(raw) };
                self.advance(length);
                return Ok(Next::Bad(bad));
            }
            self.advance(length);
            return Ok(Next::Row(Fields { line, record: &self.record }));
        }
    }

    /// Passes over blank lines; false at the end of the stream.
    fn skip_line_ends(&mut self) -> Result<bool, Stop> {
        loop {
            // Files joined by hand bring their byte-order marks along.
            if self.buffer[self.from..self.filled].starts_with(b"\xEF\xBB\xBF") {
                self.advance(3);
            }
            let unread = &self.buffer[self.from..self.filled];
            let blank = unread.iter().take_while(|&&byte| is_line_end(byte)).count();
            if blank < unread.len() {
                self.advance(blank);
                return Ok(true);
            }
            self.advance(blank);
            if self.ended {
                return Ok(false);
            }
            self.refill()?;
        }
    }

    /// Finds the end of the record at `from`; `None` when it is too long to be kept.
    fn scan(&mut self) -> Result<Option<(usize, Quotes)>, Stop> {
        let mut quotes = Quotes::new(self.delimiter, self.line);
        let mut length = 0;
        loop {
            if self.from + length == self.filled && !self.ended {
                self.refill()?;
                continue;
            }
            let (used, complete) = quotes.push(&self.buffer[self.from + length..self.filled]);
            length += used;
            if length > MAX_RECORD {
                return Ok(None);
            }
            if complete {
                return Ok(Some((length, quotes)));
            }
            if self.ended && self.from + length == self.filled {
                let open = quotes.is_open();
                return if open { Err(never_closed(quotes.opened())) } else { Ok(Some((length, quotes))) };
            }
        }
    }

    fn is_comment(&self, raw: &[u8], quotes: &Quotes) -> bool {
        raw.starts_with(b"#") && self.shape.is_some_and(|shape| !shape.fits(quotes.fields()))
    }

    /// What is wrong with a record, as the csv reader would forgive it in silence.
    fn fault(&self, raw: &[u8], quotes: &Quotes) -> Option<Fault> {
        let shape = self.shape?;
        let fits = shape.fits(quotes.fields());
        if fits && !quotes.is_stray() {
            return None;
        }
        let first_line = memchr::memchr2(b'\n', b'\r', raw).map_or(raw.len(), |end| end + 1);
        if self.swallows(&raw[first_line..], shape) {
            // The rows behind the open quote are read again, each for itself.
            let message = "a quote opens in this row and does not close in it".to_owned();
            return Some(Fault { code: Code::Quote, message, length: first_line });
        }
        let (code, message) = if quotes.is_stray() {
            (
                Code::Quote,
                "text stands behind a closing quote; quotes inside a field must be doubled".to_owned(),
            )
        } else {
            let found = quotes.fields();
            (Code::FieldCount, format!("the row has {found} fields, the header {}", shape.fields))
        };
        Some(Fault { code, message, length: raw.len() })
    }

    /// Whether one of the lines would be a whole row by itself.
    fn swallows(&self, lines: &[u8], shape: Shape) -> bool {
        lines.split(|&byte| is_line_end(byte)).any(|line| {
            let quotes = Quotes::over(line, self.delimiter, 0);
            !quotes.is_open() && !quotes.is_stray() && !quotes.has_bare() && shape.fits(quotes.fields())
        })
    }

    /// Passes over a record that is too long to be kept.
    fn discard(&mut self) -> Result<BadRow, Stop> {
        let code = Code::RecordTooLarge;
        let message = format!("the row is longer than {} KiB", MAX_RECORD >> 10);
        let start = beginning(&self.buffer[self.from..self.filled]);
        let bad = BadRow { line: self.line, code, message, start };
        let mut quotes = Quotes::new(self.delimiter, self.line);
        let mut passed = 0;
        loop {
            if self.from == self.filled {
                if self.ended {
                    break;
                }
                self.refill()?;
                continue;
            }
            let (used, ended) = quotes.push(&self.buffer[self.from..self.filled]);
            self.advance(used);
            passed += used;
            if quotes.is_open() && quotes.spans_lines() && passed > MAX_RECORD {
                return Err(never_closed(quotes.opened()));
            }
            if ended {
                break;
            }
        }
        if quotes.is_open() { Err(never_closed(quotes.opened())) } else { Ok(bad) }
    }

    /// Passes over bytes, counting their lines.
    fn advance(&mut self, length: usize) {
        let passed = &self.buffer[self.from..self.from + length];
        let mut previous = if self.after_return { Some(b'\r') } else { None };
        let mut behind = 0;
        for place in memchr::memchr2_iter(b'\n', b'\r', passed) {
            let joined = place == behind && previous == Some(b'\r') && passed[place] == b'\n';
            self.line += u64::from(!joined);
            previous = Some(passed[place]);
            behind = place + 1;
        }
        if let Some(&last) = passed.last() {
            self.after_return = last == b'\r';
        }
        self.from += length;
    }

    fn refill(&mut self) -> Result<(), Stop> {
        if self.buffer.len() - self.filled < CHUNK {
            self.buffer.copy_within(self.from..self.filled, 0);
            self.filled -= self.from;
            self.from = 0;
        }
        let count = read_some(&mut self.input, &mut self.buffer[self.filled..])?;
        self.ended = count == 0;
        self.filled += count;
        Ok(())
    }
}

fn is_line_end(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}

fn beginning(raw: &[u8]) -> Vec<u8> {
    raw[..raw.len().min(SHOWN)].to_vec()
}

/// The refusal of a file with a quote that opened on that line.
pub(super) fn never_closed(line: u64) -> Stop {
    let message =
        format!("a quote opened on line {line} is never closed; close it, or double it if it is meant");
    Stop::refused(Code::UnclosedQuote, message)
}

#[cfg(test)]
mod tests;
