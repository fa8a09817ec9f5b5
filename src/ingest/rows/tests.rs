//! Records of small and hostile texts, line by line.

use super::*;
use crate::ingest::Code;
use proptest::prelude::*;

/// What became of a text of three columns whose first line is the header, one word a record: `2` for a row on
/// line 2, `2:field_count` for a bad one, `2#` for a comment, and the refusal's message at the end.
fn read(text: &[u8]) -> Vec<String> {
    read_through(text)
}

fn read_through(input: impl Read) -> Vec<String> {
    let mut rows = Rows::new(input, b',', 1);
    let mut told = Vec::new();
    let mut header = true;
    loop {
        match rows.next() {
            Ok(Next::End | Next::Cut) => return told,
            Ok(Next::Row(fields)) => told.push(fields.line.to_string()),
            Ok(Next::Bad(bad)) => told.push(format!("{}:{}", bad.line, bad.code.as_str())),
            Ok(Next::Comment(line)) => told.push(format!("{line}#")),
            Err(Stop::Refused(refusal)) => {
                told.push(refusal.message);
                return told;
            }
            Err(Stop::Io(error)) => panic!("{error}"),
        }
        if std::mem::take(&mut header) {
            rows.expect(3, false);
        }
    }
}

#[test]
fn lines_are_those_that_an_editor_shows() {
    for (text, expected) in [
        ("a,b,c\n1,2,3\n4,5,6\n", "1 2 3"),
        ("a,b,c\r\n1,2,3\r\n4,5,6", "1 2 3"),
        ("a,b,c\r1,2,3\r4,5,6\r", "1 2 3"),
        ("a,b,c\n\n\n1,2,3\n  \n,,\n4,5,6\n\n", "1 4 7"),
        ("a,b,c\r\n\r\n1,2,3\r\n", "1 3"),
        ("a,b,c\n1,\"2\n2\",3\n4,5,6\n", "1 2 4"),
        ("a,b,c\r\n1,\"2\r\n2\",3\r\n4,5,6\r\n", "1 2 4"),
        ("a,b,c\r1,\"2\r2\",3\r4,5,6\r", "1 2 4"),
        ("a,b,c\n# note\n#1,2,3\n", "1 2# 3"),
    ] {
        assert_eq!(read(text.as_bytes()).join(" "), expected, "{text:?}");
    }
}

#[test]
fn odd_rows_are_told_and_the_rest_is_read() {
    for (text, expected) in [
        ("a,b,c\n1,2\n1,2,3,4\n1,2,3\n", "1 2:field_count 3:field_count 4"),
        ("a,b,c\n1,\"Joe \"Bear\" S\",3\n1,2,3\n", "1 2:quote 3"),
        ("a,b,c\n1,5\" pipe,3\n", "1 2"),
        ("a,b,c\n1,\"say \"\"aah\"\"\",3\n", "1 2"),
        ("a,b,c\n1,\"x\" ,3\n", "1 2"),
        // An open quote swallows rows until the next quoted field; they come back.
        ("a,b,c\n1,\"9 Main,3\n4,5,6\n7,\"8 Oak\",9\n1,2,3\n", "1 2:quote 3 4 5"),
        ("a,b,c\n1,2,\"3\n\"4\",\"5\",\"6\"\n7,8,9\n", "1 2:quote 3 4"),
        ("a,b,c\n1,\"x\ny\",3,4\n1,2,3\n", "1 2:field_count 4"),
        (
            "a,b,c\n1,2,3\n\n4,\"5,6\n7,8,9\n",
            "1 2 a quote opened on line 4 is never closed; close it, or double it if it is meant",
        ),
    ] {
        assert_eq!(read(text.as_bytes()).join(" "), expected, "{text:?}");
    }
}

#[test]
fn a_spare_last_column_may_be_left_out() {
    let mut rows = Rows::new(&b"1,2,\n1,2\n1\n"[..], b',', 1);
    rows.expect(3, true);
    assert!(matches!(rows.next(), Ok(Next::Row(_))));
    assert!(matches!(rows.next(), Ok(Next::Row(_))));
    assert!(matches!(rows.next(), Ok(Next::Bad(_))));
}

#[test]
fn large_fields_and_records_are_left_out_and_reading_goes_on() {
    let head = "a,b,c\n";
    let large = "x".repeat(MAX_FIELD + 1);
    let huge = "x".repeat(MAX_RECORD * 3);
    for (text, expected) in [
        (format!("{head}1,{large},3\n1,2,3\n"), "1 2:record_too_large 3"),
        (format!("{head}1,{huge},3\n1,2,3\n"), "1 2:record_too_large 3"),
        (format!("{head}1,\"{huge}\",3\n1,2,3\n"), "1 2:record_too_large 3"),
        (format!("{head}{}\n1,2,3\n", ",".repeat(5_000)), "1 3"),
        (format!("{head}{}\n1,2,3\n", "y,".repeat(5_000)), "1 2:field_count 3"),
        (
            format!("{head}1,\"{huge}"),
            "1 a quote opened on line 2 is never closed; close it, or double it if it is meant",
        ),
        (
            format!("{head}1,2,3\n1,\"2,3\n{}", "1,2,3\n".repeat(MAX_RECORD)),
            "1 2 a quote opened on line 3 is never closed; close it, or double it if it is meant",
        ),
    ] {
        assert_eq!(read(text.as_bytes()).join(" "), expected, "{}", &text[..20]);
    }
}

/// A stream without end and without a line end.
struct Endless(u64);

impl Read for Endless {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let length = usize::try_from(self.0).unwrap_or(usize::MAX).min(out.len());
        out[..length].fill(b'x');
        self.0 -= length as u64;
        Ok(length)
    }
}

#[test]
fn a_stream_without_line_ends_is_not_kept_in_memory() {
    let mut rows = Rows::new(Endless(64 << 20), b',', 1);
    rows.expect(3, false);
    assert!(matches!(rows.next(), Ok(Next::Bad(bad)) if bad.code == Code::RecordTooLarge));
    assert!(rows.buffer.capacity() + rows.record.as_slice().len() <= 2 * MAX_RECORD);
    assert!(matches!(rows.next(), Ok(Next::End)));
}

/// Hands out one byte at a time.
struct Dripping<'t>(&'t [u8]);

impl Read for Dripping<'_> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let Some((first, rest)) = self.0.split_first() else { return Ok(0) };
        self.0 = rest;
        out[0] = *first;
        Ok(1)
    }
}

/// Reads rows of three columns that are cut into pieces wherever a line ends at one of these places, each piece as if a
/// record began with it, and once more behind the one before where none does.
fn read_in_pieces(text: &[u8], places: &[usize]) -> Vec<String> {
    let mut cuts: Vec<usize> = places
        .iter()
        .filter_map(|&place| text.get(..place)?.iter().rposition(|&byte| byte == b'\n').map(|end| end + 1))
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    cuts.push(text.len());
    let header: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
    let mut rows = Rows::new(std::io::empty(), b',', 1);
    rows.expect(3, false);
    rows.want(&header, vec![0, 1, 2]);
    let (mut told, mut from) = (Vec::new(), 0);
    let mut open: Option<(Vec<u8>, Start)> = None;
    for &cut in &cuts {
        let after_return = from > 0 && text[from - 1] == b'\r';
        let line = 1 + count_lines(&text[..from], false);
        let (mut bytes, start) =
            open.take().unwrap_or((Vec::new(), Start { line, after_return, discarding: None }));
        bytes.extend_from_slice(&text[from..cut]);
        rows.load(bytes, start, cut == text.len());
        from = cut;
        loop {
            match rows.next() {
                Ok(Next::End) => return told,
                Ok(Next::Cut) => {
                    let (bytes, start) = rows.cut();
                    if !bytes.is_empty() || start.discarding.is_some() {
                        open = Some((bytes, start));
                    }
                    break;
                }
                Ok(Next::Row(fields)) => told.push(row(&fields)),
                Ok(Next::Bad(bad)) => told.push(format!("{}:{}", bad.line, bad.code.as_str())),
                Ok(Next::Comment(line)) => told.push(format!("{line}#")),
                Err(Stop::Refused(refusal)) => {
                    told.push(refusal.message);
                    return told;
                }
                Err(Stop::Io(error)) => panic!("{error}"),
            }
        }
    }
    told
}

/// A row's line and fields.
fn row(fields: &Fields<'_>) -> String {
    let field = |range: &Range<usize>| String::from_utf8_lossy(&fields.bytes()[range.clone()]).into_owned();
    format!("{} {:?}", fields.line, fields.found.iter().map(field).collect::<Vec<_>>())
}

/// Reads rows of three columns one after the other, all of them through the csv reader.
fn read_by_csv(text: &[u8]) -> Vec<String> {
    let mut rows = Rows::new(text, b',', 1);
    rows.expect(3, false);
    let mut told = Vec::new();
    loop {
        told.push(match rows.next() {
            Ok(Next::End | Next::Cut) => return told,
            Ok(Next::Row(fields)) => row(&fields),
            Ok(Next::Bad(bad)) => format!("{}:{}", bad.line, bad.code.as_str()),
            Ok(Next::Comment(line)) => format!("{line}#"),
            Err(Stop::Refused(refusal)) => {
                told.push(refusal.message);
                return told;
            }
            Err(Stop::Io(error)) => panic!("{error}"),
        });
    }
}

proptest! {
    #[test]
    fn the_same_records_however_the_bytes_arrive(text in "[ab,\" #\r\n]{0,80}") {
        prop_assert_eq!(read(text.as_bytes()), read_through(Dripping(text.as_bytes())));
    }

    #[test]
    fn pieces_and_the_scanner_change_nothing(
        text in prop_oneof![
            "[ab,\" #\r\n]{0,200}",
            "((\"[a-c,]{0,3}\"|[a-c]{0,3}),(\"[a-c\n]{0,3}\"|[a-c]{0,3}),(\"(a|\"\")?\"|[a-c\"]{0,2})\r?\n){0,20}",
        ],
        places in proptest::collection::vec(0_usize..400, 0..12),
    ) {
        prop_assert_eq!(read_in_pieces(text.as_bytes(), &places), read_by_csv(text.as_bytes()));
    }

    #[test]
    fn written_rows_come_back(rows in proptest::collection::vec(proptest::collection::vec("[a-z\", \r\n]{0,6}", 3), 0..20)) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        let mut expected = Vec::new();
        writer.write_record(["a", "b", "c"]).expect("memory");
        for row in rows {
            if row.iter().any(|field| field.chars().any(|c| c.is_ascii_lowercase())) {
                writer.write_record(&row).expect("memory");
                expected.push(row);
            }
        }
        let bytes = writer.into_inner().expect("memory");
        let mut reader = Rows::new(bytes.as_slice(), b',', 1);
        let mut found: Vec<Vec<String>> = Vec::new();
        while let Next::Row(fields) = reader.next().map_err(|_stopped| TestCaseError::fail("stopped"))? {
            let field = |range: &Range<usize>| String::from_utf8_lossy(&fields.bytes()[range.clone()]).into_owned();
            found.push(fields.found.iter().map(field).collect());
        }
        found.remove(0);
        prop_assert_eq!(found, expected);
    }

    #[test]
    fn any_bytes_end(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        let _ = read(&bytes);
    }
}
