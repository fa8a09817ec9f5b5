//! What comes out of a stream of records.

use crate::ingest::Code;
use std::ops::Range;

/// What comes next.
#[derive(Debug)]
pub(in crate::ingest) enum Next<'r> {
    /// A record with as many fields as it must have.
    Row(Fields<'r>),
    /// A row that is unusable as it stands.
    Bad(BadRow),
    /// A line beginning with `#` that is no row.
    Comment(u64),
    /// The rest of this piece of the stream tells too little; see [`super::Rows::cut`].
    Cut,
    /// Nothing any more.
    End,
}

/// The wanted fields of a record: those of [`super::Rows::want`] in its order, or all where nothing was asked for.
#[derive(Debug, Clone, Copy)]
pub(in crate::ingest) struct Fields<'r> {
    /// The line it begins on.
    pub(in crate::ingest) line: u64,
    /// Whether it is the header once more.
    pub(in crate::ingest) repeats_header: bool,
    pub(super) bytes: &'r [u8],
    pub(super) found: &'r [Range<usize>],
}

impl<'r> Fields<'r> {
    /// The bytes that the fields stand in: all of the record, with or without what parts its fields.
    pub(in crate::ingest) fn bytes(&self) -> &'r [u8] {
        self.bytes
    }

    /// How many wanted fields there are.
    pub(in crate::ingest) fn len(&self) -> usize {
        self.found.len()
    }

    /// Where in [`Self::bytes`] a wanted field stands; empty behind the last.
    pub(in crate::ingest) fn range(&self, place: usize) -> Range<usize> {
        self.found.get(place).cloned().unwrap_or(0..0)
    }
}

/// A row that is unusable as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) struct BadRow {
    pub(in crate::ingest) line: u64,
    pub(in crate::ingest) code: Code,
    pub(in crate::ingest) message: String,
    /// The number of the column at fault, where it is one.
    pub(in crate::ingest) column: Option<usize>,
    /// How it begins.
    pub(in crate::ingest) start: Vec<u8>,
}
