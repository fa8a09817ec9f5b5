//! Records that are too long to be kept: passed over to their end, in as many pieces as they come.

use super::next::BadRow;
use super::{MAX_RECORD, never_closed};
use crate::ingest::quotes::Quotes;
use crate::ingest::source::Stop;

/// A record that is too long to be kept, on its way to its end.
#[derive(Debug, Clone)]
pub(in crate::ingest) struct Discarding {
    bad: BadRow,
    quotes: Quotes,
    passed: usize,
}

impl Discarding {
    /// Begins with the record's first byte; `bad` is what will be said of it.
    pub(super) fn new(bad: BadRow, delimiter: u8) -> Self {
        let quotes = Quotes::new(delimiter, bad.line);
        Self { bad, quotes, passed: 0 }
    }

    /// Takes bytes up to the record's line end; says how many, and whether it was found.
    pub(super) fn push(&mut self, bytes: &[u8]) -> Result<(usize, bool), Stop> {
        let (used, ended) = self.quotes.push(bytes);
        self.passed += used;
        if self.quotes.is_open() && self.quotes.spans_lines() && self.passed > MAX_RECORD {
            return Err(never_closed(self.quotes.opened()));
        }
        Ok((used, ended))
    }

    /// The record has come to its end.
    pub(super) fn ended(self) -> Result<BadRow, Stop> {
        if self.quotes.is_open() { Err(never_closed(self.quotes.opened())) } else { Ok(self.bad) }
    }
}
