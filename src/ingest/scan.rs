//! Takes a sound row apart at once: a row on one line whose fields are bare, or quoted from end to end without a quote
//! inside.
//!
//! In: bytes that begin with a row. Out: where the wanted fields stand in it. Invariant: of a row that is taken the
//! fields are those that the csv reader finds; whatever is odd is refused and left to it.
//!
//! Of the 330 columns of a federal row some 280 are empty: eight of those are passed over in one comparison.

use super::rows::{MAX_FIELD, MAX_RECORD};
use std::ops::Range;

/// Bytes of [`EMPTY`] empty quoted fields with their delimiters.
const RUN: usize = EMPTY * 3;
/// Empty fields passed over at once: as many as three words of 64 bits hold.
const EMPTY: usize = 8;

/// Knows which fields of a row are wanted.
#[derive(Debug, Clone)]
pub(super) struct Scanner {
    delimiter: u8,
    run: [u8; RUN],
    columns: usize,
    wanted: Vec<usize>,
    /// What the first field holds where the header stands once more.
    first_of_header: Vec<u8>,
}

impl Scanner {
    /// Reads rows of so many columns, of which those `wanted` are found, in ascending order.
    pub(super) fn new(delimiter: u8, header: &[String], wanted: Vec<usize>) -> Self {
        let mut run = [b'"'; RUN];
        run.iter_mut().skip(2).step_by(3).for_each(|byte| *byte = delimiter);
        let first_of_header = header.first().map(|name| name.clone().into_bytes()).unwrap_or_default();
        Self { delimiter, run, columns: header.len(), wanted, first_of_header }
    }

    /// The columns that are found.
    pub(super) fn wanted(&self) -> &[usize] {
        &self.wanted
    }

    /// Takes the row apart that the bytes begin with; gives its length with the byte that ends its line, and puts the
    /// wanted fields into `found`. `None` where the row is odd, repeats the header, or does not end.
    pub(super) fn row(&self, bytes: &[u8], found: &mut Vec<Range<usize>>) -> Option<usize> {
        let end = memchr::memchr2(b'\n', b'\r', bytes)?;
        let line = &bytes[..end];
        if line.len() >= MAX_RECORD {
            return None;
        }
        found.clear();
        let mut said = false;
        let mut column = 0;
        let mut at = 0;
        let mut wanted = self.wanted.iter().copied();
        let mut next = wanted.next().unwrap_or(usize::MAX);
        loop {
            while line[at..].first_chunk::<RUN>() == Some(&self.run) {
                column += EMPTY;
                at += RUN;
                while next < column {
                    found.push(at..at);
                    next = wanted.next().unwrap_or(usize::MAX);
                }
            }
            let field = self.field(line, at)?;
            let behind = if line.get(at) == Some(&b'"') { field.end + 1 } else { field.end };
            if field.len() > MAX_FIELD || column == 0 && line[field.clone()] == *self.first_of_header {
                return None;
            }
            said |= line[field.clone()].first().is_some_and(|&byte| byte > b' ' && byte != self.delimiter);
            if column == next {
                found.push(field);
                next = wanted.next().unwrap_or(usize::MAX);
            }
            column += 1;
            match line.get(behind) {
                None => break,
                Some(&byte) if byte == self.delimiter => at = behind + 1,
                Some(_) => return None,
            }
        }
        // A row of blanks and delimiters is a blank line, which others judge.
        (column == self.columns && said).then_some(end + 1)
    }

    /// The field that begins there, without its quotes; `None` where a quote stands inside or is not closed.
    fn field(&self, line: &[u8], at: usize) -> Option<Range<usize>> {
        if line.get(at) == Some(&b'"') {
            let length = find(&line[at + 1..], b'"', b'"')?;
            return Some(at + 1..at + 1 + length);
        }
        let rest = &line[at..];
        let length = find(rest, self.delimiter, b'"').unwrap_or(rest.len());
        // A quote inside a bare field stands for itself; the csv reader knows.
        (rest.get(length) != Some(&b'"')).then_some(at..at + length)
    }
}

/// Where the first of two bytes stands. Fields are short, so that eight bytes at a time are quicker than a search made
/// for long texts.
fn find(bytes: &[u8], one: u8, other: u8) -> Option<usize> {
    let (one_of_eight, other_of_eight) = (u64::from_ne_bytes([one; 8]), u64::from_ne_bytes([other; 8]));
    let mut passed = 0;
    while let Some(chunk) = bytes[passed..].first_chunk::<8>() {
        let word = u64::from_le_bytes(*chunk);
        let marks = zeros(word ^ one_of_eight) | zeros(word ^ other_of_eight);
        if marks != 0 {
            return Some(passed + marks.trailing_zeros() as usize / 8);
        }
        passed += 8;
    }
    let rest = &bytes[passed..];
    rest.iter().position(|&byte| byte == one || byte == other).map(|place| passed + place)
}

/// Marks the zero bytes of a word; the lowest mark is right, those above it may be too many.
///
/// # Source
/// Warren, Hacker's Delight, 6-1.
fn zeros(word: u64) -> u64 {
    word.wrapping_sub(0x0101_0101_0101_0101) & !word & 0x8080_8080_8080_8080
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn header(columns: usize) -> Vec<String> {
        (0..columns).map(|column| format!("h{column}")).collect()
    }

    /// The fields that the csv reader finds, and how many bytes it reads for them.
    fn by_csv(text: &[u8], delimiter: u8) -> (Vec<Vec<u8>>, u64) {
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter)
            .from_reader(text);
        let mut record = csv::ByteRecord::new();
        reader.read_byte_record(&mut record).expect("memory");
        (record.iter().map(<[u8]>::to_vec).collect(), reader.position().byte())
    }

    fn check(text: &[u8], columns: usize, delimiter: u8) -> Result<bool, TestCaseError> {
        let all = Scanner::new(delimiter, &header(columns), (0..columns).collect());
        let mut found = Vec::new();
        let Some(length) = all.row(text, &mut found) else { return Ok(false) };
        let (fields, read) = by_csv(text, delimiter);
        prop_assert_eq!(length as u64, read);
        let mine: Vec<Vec<u8>> = found.iter().map(|range| text[range.clone()].to_vec()).collect();
        prop_assert_eq!(&mine, &fields);
        let some: Vec<usize> = (0..columns).filter(|column| column % 3 == 1).collect();
        let mut few = Vec::new();
        Scanner::new(delimiter, &header(columns), some.clone()).row(text, &mut few);
        let few: Vec<Vec<u8>> = few.iter().map(|range| text[range.clone()].to_vec()).collect();
        prop_assert_eq!(few, some.iter().map(|&column| fields[column].clone()).collect::<Vec<_>>());
        Ok(true)
    }

    #[test]
    fn sound_rows_are_taken_and_odd_ones_are_not() {
        for (text, columns, taken) in [
            ("1,2,3\n", 3, true),
            ("1,2,3\r\n", 3, true),
            ("\"1\",\"2,2\",\"\"\n", 3, true),
            ("1,,\n", 3, true),
            ("\"1\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\"\n", 12, true),
            ("\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"\",\"x\"\n", 9, true),
            ("1,2,3", 3, false),
            ("1,2\n", 3, false),
            ("1,2,3,4\n", 3, false),
            ("1,\"2\n\",3\n", 3, false),
            ("1,\"2\"\"2\",3\n", 3, false),
            ("1,\"2\" ,3\n", 3, false),
            ("1,2\"2,3\n", 3, false),
            (",,\n", 3, false),
            ("\"\",\" \",\"\"\n", 3, false),
            ("h0,h1,h2\n", 3, false),
        ] {
            assert_eq!(check(text.as_bytes(), columns, b',').expect("as csv"), taken, "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn finds_what_the_csv_reader_finds_in_damaged_rows(text in "[ab,\" \r\n]{0,60}", columns in 1_usize..6) {
            check(text.as_bytes(), columns, b',')?;
        }

        #[test]
        fn finds_what_the_csv_reader_finds_in_any_bytes(
            mut bytes in prop::collection::vec(any::<u8>(), 0..80),
            columns in 1_usize..4,
            delimiter in prop::sample::select(vec![b',', b';', b'\t', b'|']),
        ) {
            bytes.push(b'\n');
            check(&bytes, columns, delimiter)?;
        }

        #[test]
        fn takes_every_row_that_is_quoted_throughout(
            cells in prop::collection::vec(prop_oneof![4 => Just(String::new()), 1 => "[A-Z ,;é&]{1,30}"], 2..400),
            damage in prop::option::of((any::<prop::sample::Index>(), any::<u8>())),
        ) {
            let mut cells = cells;
            cells[0] = "1234567893".to_owned();
            let quoted: Vec<String> = cells.iter().map(|cell| format!("\"{cell}\"")).collect();
            let mut text = (quoted.join(",") + "\n").into_bytes();
            prop_assert!(check(&text, cells.len(), b',')?);
            if let Some((place, byte)) = damage {
                let place = place.index(text.len());
                text[place] = byte;
                check(&text, cells.len(), b',')?;
            }
        }

        #[test]
        fn takes_every_bare_row(cells in prop::collection::vec("[a-z0-9 .-]{0,40}", 1..30)) {
            let mut cells = cells;
            cells[0] = "x".to_owned();
            let text = cells.join("|") + "\r\n";
            prop_assert!(check(text.as_bytes(), cells.len(), b'|')?);
        }
    }
}
