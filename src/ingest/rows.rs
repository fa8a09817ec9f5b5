//! Records of a delimited text, each with the line it begins on, within limits.
//!
//! In: a stream of bytes and its delimiter. Out: records, or why one is unusable. Invariants: memory is bounded
//! ([`MAX_RECORD`] and a little), whatever the stream; every line belongs to exactly one record, blank line or
//! comment; an unclosed quote is told by the line on which it opened, and never swallows rows in silence.

mod fault;
mod lines;
mod long;
mod next;
mod piece;

pub(super) use fault::never_closed;
pub(super) use lines::count_lines;
pub(super) use next::{BadRow, Fields, Next};
pub(super) use piece::Start;

use super::encoding::read_some;
use super::quotes::Quotes;
use super::scan::Scanner;
use super::source::Stop;
use csv::ByteRecord;
use fault::{Fault, Shape};
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
            if self.shape.is_some_and(|shape| shape.is_comment(raw, &quotes)) {
                self.advance(length);
                return Ok(Advanced::Comment(line));
            }
            if let Some(fault) = self.shape.and_then(|shape| shape.fault(raw, &quotes, self.delimiter)) {
                return Ok(self.pass_over(fault, length));
            }
            self.reader.get_mut().set(raw);
            self.reader.read_byte_record(&mut self.record).map_err(std::io::Error::from)?;
            let large = || self.record.iter().position(|field| field.len() > MAX_FIELD);
            if let Some(column) = (length > MAX_FIELD).then(large).flatten() {
                return Ok(self.pass_over(Fault::large_field(column, length), length));
            }
            self.advance(length);
            self.find_fields();
            return Ok(Advanced::Read { line });
        }
    }

    /// Passes over what is faulty of a record that is so long.
    fn pass_over(&mut self, fault: Fault, record: usize) -> Advanced {
        let passed = fault.length;
        let bad = fault.into_bad_row(self.line, &self.buffer[self.from..self.from + record]);
        self.advance(passed);
        Advanced::Bad(bad)
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

    fn begin_discarding(&mut self) {
        let raw = &self.buffer[self.from..self.filled];
        let bad = Fault::large_record(raw, self.delimiter).into_bad_row(self.line, raw);
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

#[cfg(test)]
mod tests;
