//! Lines and their ends, and one record on its way to the csv reader.

use std::io::Read;

/// The bytes of one record with its line end, on their way to the csv reader.
#[derive(Debug, Default)]
pub(super) struct OneRecord {
    bytes: Vec<u8>,
    given: usize,
}

impl OneRecord {
    pub(super) fn set(&mut self, record: &[u8]) {
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

/// How many lines end in these bytes; a LF behind a CR ends none.
pub(in crate::ingest) fn count_lines(bytes: &[u8], after_return: bool) -> u64 {
    let mut previous = if after_return { Some(b'\r') } else { None };
    let (mut lines, mut behind) = (0, 0);
    for place in memchr::memchr2_iter(b'\n', b'\r', bytes) {
        let joined = place == behind && previous == Some(b'\r') && bytes[place] == b'\n';
        lines += u64::from(!joined);
        previous = Some(bytes[place]);
        behind = place + 1;
    }
    lines
}

pub(super) fn is_line_end(byte: u8) -> bool {
    byte == b'\n' || byte == b'\r'
}
