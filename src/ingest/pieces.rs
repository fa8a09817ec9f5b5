//! A stream in pieces that end where a line ends, so that they can be read side by side.
//!
//! In: a stream. Out: pieces of about [`PIECE`] bytes, each with the line it begins on. Invariants: the pieces joined
//! are the stream; where they are cut depends on its bytes only. Whether a line's end is a record's end is for whoever
//! reads the piece before to say.

use super::encoding::read_some;
use super::rows::{Start, count_lines};
use std::io::Read;

/// Bytes of a piece: some 400 rows of a federal file, small enough for a core's own cache. Tests cut so small that
/// whatever they read spans pieces.
const PIECE: usize = if cfg!(test) { 256 } else { 512 << 10 };

/// A piece of a stream.
#[derive(Debug)]
pub(super) struct Piece {
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
    /// Where it begins, if a record does.
    pub(super) start: Start,
    /// Whether the stream ends with it.
    pub(super) last: bool,
}

/// Cuts a stream.
pub(super) struct Pieces<R> {
    input: R,
    /// What was read behind the last cut.
    rest: Vec<u8>,
    line: u64,
    after_return: bool,
    ended: bool,
    failure: Option<std::io::Error>,
}

impl<R: Read> Pieces<R> {
    /// Cuts what was read already and the stream behind it.
    pub(super) fn new(read: Vec<u8>, input: R, start: &Start) -> Self {
        let Start { line, after_return, .. } = *start;
        Self { input, rest: read, line, after_return, ended: false, failure: None }
    }

    /// The next piece, in the memory given; `None` behind the last one.
    ///
    /// # Errors
    /// When the stream cannot be read on, once all lines before are given.
    pub(super) fn next(&mut self, mut bytes: Vec<u8>) -> std::io::Result<Option<Piece>> {
        if let Some(failure) = self.failure.take() {
            self.ended = true;
            return Err(failure);
        }
        if self.ended {
            return Ok(None);
        }
        // What the memory held before is read over, not cleared: clearing took a fiftieth of a federal import.
        let mut filled = self.rest.len();
        bytes.resize(bytes.len().max(filled), 0);
        bytes[..filled].copy_from_slice(&self.rest);
        let cut = loop {
            if let Some(cut) = (filled >= PIECE).then(|| cut(&bytes[..filled])).flatten() {
                break cut;
            }
            match fill(&mut self.input, &mut bytes, &mut filled) {
                Ok(true) => {
                    self.ended = true;
                    break filled;
                }
                Ok(false) => {}
                Err(failure) => {
                    self.failure = Some(failure);
                    break cut(&bytes[..filled]).unwrap_or(0);
                }
            }
        };
        self.rest.clear();
        self.rest.extend_from_slice(&bytes[cut..filled]);
        bytes.truncate(cut);
        let start = Start { line: self.line, after_return: self.after_return, discarding: None };
        self.line += count_lines(&bytes, self.after_return);
        self.after_return = bytes.last().map_or(self.after_return, |&last| last == b'\r');
        Ok(Some(Piece { bytes, start, last: self.ended }))
    }
}

/// Reads on behind what is filled until a piece is full, or by a piece; gives whether the stream has ended.
fn fill(input: &mut impl Read, bytes: &mut Vec<u8>, filled: &mut usize) -> std::io::Result<bool> {
    let end = if *filled < PIECE { PIECE } else { *filled + PIECE };
    bytes.resize(bytes.len().max(end), 0);
    while *filled < end {
        match read_some(input, &mut bytes[*filled..end])? {
            0 => return Ok(true),
            count => *filled += count,
        }
    }
    Ok(false)
}

/// Behind the last line end, where one is known to be whole. A stream without any is cut wherever a piece is full.
fn cut(bytes: &[u8]) -> Option<usize> {
    if let Some(place) = memchr::memrchr(b'\n', bytes) {
        return Some(place + 1);
    }
    // A CR at the very end may be the first half of a line end.
    let inside = bytes.len().saturating_sub(1);
    let behind_return = memchr::memrchr(b'\r', &bytes[..inside]).map(|place| place + 1);
    behind_return.or((bytes.len() >= PIECE).then_some(inside)).filter(|&cut| cut > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pieces(text: &[u8]) -> Vec<(Vec<u8>, u64)> {
        let mut pieces = Pieces::new(Vec::new(), text, &Start { line: 1, ..Start::default() });
        let mut found = Vec::new();
        while let Some(piece) = pieces.next(Vec::new()).expect("memory") {
            found.push((piece.bytes, piece.start.line));
        }
        found
    }

    #[test]
    fn pieces_are_the_stream_and_know_their_lines() {
        for end in ["\n", "\r\n", "\r", ";"] {
            let text = format!("one,two{end}").repeat(2_000);
            let found = pieces(text.as_bytes());
            assert!(found.len() > 2);
            assert_eq!(
                found.iter().flat_map(|(bytes, _)| bytes.clone()).collect::<Vec<u8>>(),
                text.as_bytes()
            );
            let mut passed = Vec::new();
            for (bytes, line) in &found {
                assert_eq!(*line, 1 + count_lines(&passed, false), "{end:?}");
                assert!(bytes.len() <= PIECE);
                passed.extend_from_slice(bytes);
            }
        }
        assert_eq!(pieces(b""), [(Vec::new(), 1)]);
    }

    /// Fails where its text ends.
    struct Failing<'t>(&'t [u8]);

    impl Read for Failing<'_> {
        fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
            match self.0.read(out) {
                Ok(0) => Err(std::io::Error::other("gone")),
                read => read,
            }
        }
    }

    #[test]
    fn lines_before_a_failure_are_given_before_it() {
        let mut pieces = Pieces::new(Vec::new(), Failing(b"a\nb\nc"), &Start::default());
        let piece = pieces.next(Vec::new()).expect("what was read").expect("a piece");
        assert_eq!((piece.bytes.as_slice(), piece.last), (&b"a\nb\n"[..], false));
        assert!(pieces.next(Vec::new()).is_err());
        assert!(pieces.next(Vec::new()).expect("over").is_none());
    }
}
