//! Pieces of a stream, each read as if it were the whole: where one begins, and what of one is left for whoever reads on.
//!
//! In: bytes, and the [`Start`] they have in the stream. Out: what was not read, and its own start. Invariant: bytes that
//! are read here and those that are handed on are all of the piece, each once.

use super::Rows;
use super::long::Discarding;

/// Where a piece of a stream begins.
#[derive(Debug, Clone, Default)]
pub(in crate::ingest) struct Start {
    /// The line of its first byte.
    pub(in crate::ingest) line: u64,
    /// Whether a CR stands before it, so that a LF at its beginning ends no further line.
    pub(in crate::ingest) after_return: bool,
    /// A record too long to be kept that it begins in.
    pub(in crate::ingest) discarding: Option<Box<Discarding>>,
}

impl<R> Rows<R> {
    /// What was not read yet: bytes, the stream behind them, and where they begin.
    pub(in crate::ingest) fn into_rest(mut self) -> (Vec<u8>, Option<R>, Start) {
        let bytes = self.buffer[self.from..self.filled].to_vec();
        (bytes, self.input.take(), self.place())
    }

    /// Reads a piece of a stream instead of what was read before; gives back the memory of the piece before. Where it
    /// is not the `last`, reading ends with [`super::Next::Cut`] when the rest of the piece tells too little.
    pub(in crate::ingest) fn load(&mut self, bytes: Vec<u8>, start: Start, last: bool) -> Vec<u8> {
        self.input = None;
        self.ended = last;
        (self.from, self.filled) = (0, bytes.len());
        (self.line, self.after_return, self.discarding) = (start.line, start.after_return, start.discarding);
        std::mem::replace(&mut self.buffer, bytes)
    }

    /// The bytes of the piece that could not be read without what comes behind it, and where they begin.
    pub(in crate::ingest) fn cut(&mut self) -> (Vec<u8>, Start) {
        (self.buffer[self.from..self.filled].to_vec(), self.place())
    }

    fn place(&mut self) -> Start {
        Start { line: self.line, after_return: self.after_return, discarding: self.discarding.take() }
    }
}
