//! What is wrong with a record, as the csv reader would forgive it in silence.
//!
//! In: a record's bytes, and what its quotes say. Out: a [`Fault`], or none. Invariant: rows behind a quote that opens in
//! one row and closes in another are read again, each for itself.

use super::lines::is_line_end;
use super::next::BadRow;
use super::{MAX_FIELD, MAX_RECORD};
use crate::ingest::Code;
use crate::ingest::quotes::Quotes;
use crate::ingest::source::Stop;

/// Bytes of a bad row that its finding is made of; a finding keeps 80 characters.
const SHOWN: usize = 400;

/// How many fields each record must have.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    pub(super) fields: usize,
    /// The last column has no name, so a row may do without it.
    pub(super) spare: bool,
}

/// What is wrong with a record.
pub(super) struct Fault {
    pub(super) code: Code,
    pub(super) message: String,
    /// The number of the column at fault, where it is one.
    pub(super) column: Option<usize>,
    /// How much of it is passed over.
    pub(super) length: usize,
}

impl Shape {
    fn fits(self, fields: usize) -> bool {
        fields == self.fields || self.spare && fields + 1 == self.fields
    }

    /// Whether a record is a comment and no row.
    pub(super) fn is_comment(self, raw: &[u8], quotes: &Quotes) -> bool {
        raw.starts_with(b"#") && !self.fits(quotes.fields())
    }

    /// What is wrong with a record.
    pub(super) fn fault(self, raw: &[u8], quotes: &Quotes, delimiter: u8) -> Option<Fault> {
        let fits = self.fits(quotes.fields());
        if fits && !quotes.is_stray() {
            return None;
        }
        let first_line = memchr::memchr2(b'\n', b'\r', raw).map_or(raw.len(), |end| end + 1);
        if self.swallows(&raw[first_line..], delimiter) {
            // The rows behind the open quote are read again, each for itself.
            let message = "a quote opens in this row and does not close in it".to_owned();
            return Some(Fault { code: Code::Quote, message, column: None, length: first_line });
        }
        let (code, message) = if quotes.is_stray() {
            (
                Code::Quote,
                "text stands behind a closing quote; quotes inside a field must be doubled".to_owned(),
            )
        } else {
            let found = quotes.fields();
            (Code::FieldCount, format!("the row has {found} fields, the header {}", self.fields))
        };
        Some(Fault { code, message, column: None, length: raw.len() })
    }

    /// Whether one of the lines would be a whole row by itself.
    fn swallows(self, lines: &[u8], delimiter: u8) -> bool {
        lines.split(|&byte| is_line_end(byte)).any(|line| {
            let quotes = Quotes::over(line, delimiter, 0);
            !quotes.is_open() && !quotes.is_stray() && !quotes.has_bare() && self.fits(quotes.fields())
        })
    }
}

impl Fault {
    /// The field of that number is too long.
    pub(super) fn large_field(column: usize, length: usize) -> Self {
        let message = format!("a field is longer than {} KiB", MAX_FIELD >> 10);
        Self { code: Code::RecordTooLarge, message, column: Some(column), length }
    }

    /// The record, of which this is the beginning, is too long.
    pub(super) fn large_record(raw: &[u8], delimiter: u8) -> Self {
        let message = format!("the row is longer than {} KiB", MAX_RECORD >> 10);
        Self { code: Code::RecordTooLarge, message, column: large_column(raw, delimiter), length: raw.len() }
    }

    /// What is said of the record, which begins on that line.
    pub(super) fn into_bad_row(self, line: u64, raw: &[u8]) -> BadRow {
        let start = raw[..raw.len().min(SHOWN)].to_vec();
        BadRow { line, code: self.code, message: self.message, column: self.column, start }
    }
}

/// The number of the first field that is too long.
fn large_column(raw: &[u8], delimiter: u8) -> Option<usize> {
    let mut quotes = Quotes::new(delimiter, 0);
    let mut begins = 0;
    for (place, byte) in raw.iter().take(MAX_RECORD).enumerate() {
        let before = quotes.fields();
        quotes.push(std::slice::from_ref(byte));
        if quotes.fields() > before {
            begins = place + 1;
        } else if place - begins > MAX_FIELD {
            return before.checked_sub(1);
        }
    }
    None
}

/// The refusal of a file with a quote that opened on that line.
pub(in crate::ingest) fn never_closed(line: u64) -> Stop {
    let message =
        format!("a quote opened on line {line} is never closed; close it, or double it if it is meant");
    Stop::refused(Code::UnclosedQuote, message)
}
