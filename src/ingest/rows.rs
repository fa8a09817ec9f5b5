//! Records of a delimited text, each with the line it begins on, within limits.
//!
//! In: a stream of bytes and its delimiter. Out: records, or why one is unusable. Invariants: memory is bounded
//! ([`MAX_RECORD`] and a little), whatever the stream; every line belongs to exactly one record, blank line or
//! comment; an unclosed quote is told by the line on which it opened, and never swallows rows in silence.

mod lines;
mod long;
mod next;

pub(super) use lines::count_lines;
pub(super) use next::{BadRow, Fields, Next};

use super::Code;
use super::encoding::read_some;
use super::quotes::Quotes;
use super::scan::Scanner;
use super::source::Stop;
use csv::ByteRecord;
use lines::{OneRecord, is_line_end};
use long::Discarding;
use std::io::Read;
use std::ops::Range;

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
/// Sound ones on one line are taken apart by a [`Scanner`]. Where another one ends is found by [`Quotes`], which also
/// says what is odd about it; then the csv reader takes it apart. So nothing is copied of what is too long, and rows
/// behind an open quote can be read again.
pub(super) struct Rows<R> {
    input: Option<R>,
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
    scanner: Option<Scanner>,
    header: Vec<String>,
    /// Where the wanted fields of the record stand.
    found: Vec<Range<usize>>,
    /// A record too long to be kept, of which the end is not passed yet.
    discarding: Option<Box<Discarding>>,
}

/// Where a piece of a stream begins.
#[derive(Debug, Clone, Default)]
pub(super) struct Start {
    /// The line of its first byte.
    pub(super) line: u64,
    /// Whether a CR stands before it, so that a LF at its beginning ends no further line.
    pub(super) after_return: bool,
    /// A record too long to be kept that it begins in.
    pub(super) discarding: Option<Box<Discarding>>,
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

/// What comes next, where it stands in the reader's memory.
enum Advanced {
    Sound { line: u64, record: Range<usize> },
    Read { line: u64 },
    Bad(BadRow),
    Comment(u64),
    End,
}

/// Why reading goes no further.
enum Halt {
    Stop(Stop),
    Cut,
}

impl From<Stop> for Halt {
    fn from(stop: Stop) -> Self {
        Self::Stop(stop)
    }
}

impl From<std::io::Error> for Halt {
    fn from(error: std::io::Error) -> Self {
        Self::Stop(error.into())
    }
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
            input: Some(input),
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
            scanner: None,
            header: Vec::new(),
            found: Vec::new(),
            discarding: None,
        }
    }

    /// From here on only these fields are found, in ascending order; the header is known when it stands once more.
    pub(super) fn want(&mut self, header: &[String], columns: Vec<usize>) {
        self.scanner = Some(Scanner::new(self.delimiter, header, columns));
        header.clone_into(&mut self.header);
    }

    /// The byte between fields.
    pub(super) fn delimiter(&self) -> u8 {
        self.delimiter
    }

    /// What was not read yet: bytes, the stream behind them, and where they begin.
    pub(super) fn into_rest(mut self) -> (Vec<u8>, Option<R>, Start) {
        let bytes = self.buffer[self.from..self.filled].to_vec();
        (bytes, self.input.take(), self.place())
    }

    /// Reads a piece of a stream instead of what was read before; gives back the memory of the piece before. Where it
    /// is not the `last`, reading ends with [`Next::Cut`] when the rest of the piece tells too little.
    pub(super) fn load(&mut self, bytes: Vec<u8>, start: Start, last: bool) -> Vec<u8> {
        self.input = None;
        self.ended = last;
        (self.from, self.filled) = (0, bytes.len());
        (self.line, self.after_return, self.discarding) = (start.line, start.after_return, start.discarding);
        std::mem::replace(&mut self.buffer, bytes)
    }

    /// The bytes of the piece that could not be read without what comes behind it, and where they begin.
    pub(super) fn cut(&mut self) -> (Vec<u8>, Start) {
        (self.buffer[self.from..self.filled].to_vec(), self.place())
    }

    fn place(&mut self) -> Start {
        Start { line: self.line, after_return: self.after_return, discarding: self.discarding.take() }
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
        match self.advanced() {
            Err(Halt::Cut) => Ok(Next::Cut),
            Err(Halt::Stop(stop)) => Err(stop),
            Ok(Advanced::End) => Ok(Next::End),
            Ok(Advanced::Comment(line)) => Ok(Next::Comment(line)),
            Ok(Advanced::Bad(bad)) => Ok(Next::Bad(bad)),
            Ok(Advanced::Sound { line, record }) => {
                let bytes = &self.buffer[record];
                Ok(Next::Row(Fields { line, repeats_header: false, bytes, found: &self.found }))
            }
            Ok(Advanced::Read { line }) => {
                let repeats_header = !self.header.is_empty() && self.repeats_header();
                let bytes = self.record.as_slice();
                Ok(Next::Row(Fields { line, repeats_header, bytes, found: &self.found }))
            }
        }
    }

    fn advanced(&mut self) -> Result<Advanced, Halt> {
        if self.discarding.is_some() {
            return self.discard().map(Advanced::Bad);
        }
        loop {
            if !self.skip_line_ends()? {
                return Ok(Advanced::End);
            }
            let line = self.line;
            if let Some(record) = self.sound() {
                return Ok(Advanced::Sound { line, record });
            }
            let Some((length, quotes)) = self.scan()? else {
                self.begin_discarding();
                return self.discard().map(Advanced::Bad);
            };
            let raw = &self.buffer[self.from..self.from + length];
            if raw.iter().all(|&byte| byte == self.delimiter || b"\" \t\r\n".contains(&byte)) {
                self.advance(length);
                continue;
            }
            if self.is_comment(raw, &quotes) {
                self.advance(length);
                return Ok(Advanced::Comment(line));
            }
            if let Some(Fault { code, message, length }) = self.fault(raw, &quotes) {
                let bad = BadRow { line, code, message, start: beginning(raw) };
                self.advance(length);
                return Ok(Advanced::Bad(bad));
            }
            self.reader.get_mut().set(raw);
            self.reader.read_byte_record(&mut self.record).map_err(std::io::Error::from)?;
            let large = length > MAX_FIELD && self.record.iter().any(|field| field.len() > MAX_FIELD);
            if large {
                let message = format!("a field is longer than {} KiB", MAX_FIELD >> 10);
                let bad = BadRow { line, code: Code::RecordTooLarge, message, start: beginning(raw) };
                self.advance(length);
                return Ok(Advanced::Bad(bad));
            }
            self.advance(length);
            self.find_fields();
            return Ok(Advanced::Read { line });
        }
    }

    /// The next record where it is a sound one on one line; its fields are in `found`, relative to it.
    fn sound(&mut self) -> Option<Range<usize>> {
        let scanner = self.scanner.as_ref()?;
        let unread = &self.buffer[self.from..self.filled];
        let length = scanner.row(unread, &mut self.found)?;
        let record = self.from..self.from + length;
        // One line end, which is its last byte.
        self.after_return = unread.get(length - 1) == Some(&b'\r');
        self.line += 1;
        self.from += length;
        Some(record)
    }

    /// Puts the wanted fields of what the csv reader read into `found`.
    fn find_fields(&mut self) {
        self.found.clear();
        let record = &self.record;
        let range = |column: usize| record.range(column).unwrap_or(0..0);
        match &self.scanner {
            Some(scanner) => self.found.extend(scanner.wanted().iter().map(|&column| range(column))),
            None => self.found.extend((0..record.len()).map(range)),
        }
    }

    fn repeats_header(&self) -> bool {
        let same = |(field, name): (&[u8], &String)| field == name.as_bytes();
        self.record.iter().zip(&self.header).all(same)
    }

    /// Passes over blank lines; false at the end of the stream.
    fn skip_line_ends(&mut self) -> Result<bool, Halt> {
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
    fn scan(&mut self) -> Result<Option<(usize, Quotes)>, Halt> {
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
                return if open {
                    Err(never_closed(quotes.opened()).into())
                } else {
                    Ok(Some((length, quotes)))
                };
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

    fn begin_discarding(&mut self) {
        let code = Code::RecordTooLarge;
        let message = format!("the row is longer than {} KiB", MAX_RECORD >> 10);
        let start = beginning(&self.buffer[self.from..self.filled]);
        let bad = BadRow { line: self.line, code, message, start };
        self.discarding = Some(Box::new(Discarding::new(bad, self.delimiter)));
    }

    /// Passes over a record that is too long to be kept.
    fn discard(&mut self) -> Result<BadRow, Halt> {
        while let Some(mut discarding) = self.discarding.take() {
            if self.from == self.filled {
                if self.ended {
                    return discarding.ended().map_err(Halt::Stop);
                }
                self.discarding = Some(discarding);
                self.refill()?;
                continue;
            }
            let (used, ended) = discarding.push(&self.buffer[self.from..self.filled])?;
            self.advance(used);
            if ended {
                return discarding.ended().map_err(Halt::Stop);
            }
            self.discarding = Some(discarding);
        }
        Err(Halt::Cut)
    }

    /// Passes over bytes, counting their lines.
    fn advance(&mut self, length: usize) {
        let passed = &self.buffer[self.from..self.from + length];
        self.line += count_lines(passed, self.after_return);
        if let Some(&last) = passed.last() {
            self.after_return = last == b'\r';
        }
        self.from += length;
    }

    fn refill(&mut self) -> Result<(), Halt> {
        let Some(input) = &mut self.input else { return Err(Halt::Cut) };
        if self.buffer.len() - self.filled < CHUNK {
            self.buffer.copy_within(self.from..self.filled, 0);
            self.filled -= self.from;
            self.from = 0;
        }
        let count = read_some(input, &mut self.buffer[self.filled..])?;
        self.ended = count == 0;
        self.filled += count;
        Ok(())
    }
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
