//! Where quotes open and close: read by the rules of the csv reader, but saying what the reader does not say.
//!
//! In: the bytes of a record. Out: whether it ends inside quotes, on which line those opened, how many fields it has,
//! and whether something stands behind a closing quote. Only records that look odd are read a second time with it.

/// Where in a record the reader stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    Start,
    Bare,
    Quoted,
    Closing,
    /// Behind the closing quote and blanks.
    Closed,
}

/// Reads one record, in as many pieces as it comes.
#[derive(Debug, Clone)]
pub(super) struct Quotes {
    delimiter: u8,
    state: State,
    line: u64,
    opened: u64,
    after_return: bool,
    fields: usize,
    stray: bool,
    bare: bool,
}

impl Quotes {
    /// Begins with a record's first byte, which stands on that line.
    pub(super) fn new(delimiter: u8, line: u64) -> Self {
        Self {
            delimiter,
            state: State::Start,
            line,
            opened: line,
            after_return: false,
            fields: 1,
            stray: false,
            bare: false,
        }
    }

    /// Reads a whole record at once.
    pub(super) fn over(record: &[u8], delimiter: u8, line: u64) -> Self {
        let mut quotes = Self::new(delimiter, line);
        quotes.push(record);
        quotes
    }

    /// Takes bytes up to the record's line end, which belongs to them; returns how many, and whether it was found.
    pub(super) fn push(&mut self, bytes: &[u8]) -> (usize, bool) {
        let mut place = 0;
        while let Some(&byte) = bytes.get(place) {
            place += 1;
            if self.step(byte) {
                return (place, true);
            }
        }
        (bytes.len(), false)
    }

    fn step(&mut self, byte: u8) -> bool {
        let line_end = byte == b'\n' || byte == b'\r';
        if self.state == State::Quoted {
            if line_end && !(byte == b'\n' && self.after_return) {
                self.line += 1;
            }
            self.after_return = byte == b'\r';
            if byte == b'"' {
                self.state = State::Closing;
            }
            return false;
        }
        if line_end {
            return true;
        }
        self.after_return = false;
        self.state = if byte == self.delimiter {
            self.fields += 1;
            State::Start
        } else {
            self.within(byte)
        };
        false
    }

    /// The state behind a byte that ends no field, outside quotes.
    fn within(&mut self, byte: u8) -> State {
        match (self.state, byte) {
            (State::Start, b'"') => {
                self.opened = self.line;
                State::Quoted
            }
            (State::Closing, b'"') => State::Quoted,
            (State::Closing | State::Closed, b' ' | b'\t') => State::Closed,
            (State::Closing | State::Closed, _) => {
                self.stray = true;
                State::Bare
            }
            (State::Start | State::Bare | State::Quoted, _) => {
                self.bare |= byte == b'"';
                State::Bare
            }
        }
    }

    /// Whether the bytes so far end inside quotes.
    pub(super) fn is_open(&self) -> bool {
        self.state == State::Quoted
    }

    /// The line on which the last quotes opened.
    pub(super) fn opened(&self) -> u64 {
        self.opened
    }

    /// Whether the last quotes go on over a line end.
    pub(super) fn spans_lines(&self) -> bool {
        self.line > self.opened
    }

    /// Whether something but blanks stands behind a closing quote.
    pub(super) fn is_stray(&self) -> bool {
        self.stray
    }

    /// Whether a quote stands inside a field that began without one, as behind the end of a quoted line break.
    pub(super) fn has_bare(&self) -> bool {
        self.bare
    }

    /// How many fields there are.
    pub(super) fn fields(&self) -> usize {
        self.fields
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotes_open_only_where_a_field_begins() {
        // record, fields, open at the end, stray
        for (record, fields, open, stray) in [
            ("a,b,c\n", 3, false, false),
            ("a,\"b,c\"\n", 2, false, false),
            ("a,\"b\"\"c\"\n", 2, false, false),
            ("a,5\" pipe,c\n", 3, false, false),
            ("a,\"b\" ,c\n", 3, false, false),
            ("a,\"b\" x,c\n", 3, false, true),
            ("a,\"Joe \"Bear\" Smith\",c\n", 3, false, true),
            ("a,\"b,c\n", 2, true, false),
            ("a,\"b\n\"c\",d\n", 3, false, true),
            ("a,\"Bad \\\", DC\",c\n", 4, false, false),
        ] {
            let quotes = Quotes::over(record.as_bytes(), b',', 1);
            assert_eq!(
                (quotes.fields(), quotes.is_open(), quotes.is_stray()),
                (fields, open, stray),
                "{record}"
            );
        }
    }

    #[test]
    fn the_line_of_the_opening_quote_is_kept() {
        for text in ["a,\"x\ny\",\"z\nw", "a,\"x\r\ny\",\"z\r\nw", "a,\"x\ry\",\"z\rw"] {
            let quotes = Quotes::over(text.as_bytes(), b',', 7);
            assert_eq!(
                (quotes.opened(), quotes.is_open(), quotes.spans_lines()),
                (8, true, true),
                "{text:?}"
            );
        }
    }

    proptest! {
        #[test]
        fn finds_the_same_fields_and_end_as_the_csv_reader(text in "[ab,\" \r\n]{0,60}") {
            let text = text.trim_start_matches(['\r', '\n']);
            let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
            let mut record = csv::ByteRecord::new();
            let found = reader.read_byte_record(&mut record).expect("memory");
            let mut quotes = Quotes::new(b',', 1);
            let (used, ended) = quotes.push(text.as_bytes());
            prop_assert_eq!(found, !text.is_empty());
            prop_assert_eq!(quotes.fields(), record.len().max(1));
            prop_assert_eq!(used as u64, reader.position().byte());
            prop_assert_eq!(ended, text[..used].ends_with(['\r', '\n']) && !quotes.is_open());
        }
    }
}
