//! What a file is: no list at all, or a table with this delimiter and this header.
//!
//! In: its first bytes. Out: a [`Dialect`], or a refusal that says what the file is instead and what to do. Invariant:
//! the delimiter is the one that makes most names of the header known, so a name with commas in it decides nothing.

use super::columns::{Layout, layout, recognized};
use super::content::{self, Beside};
use super::encoding;
use super::quotes::Quotes;
use super::rows::{MAX_COLUMNS, never_closed};
use super::sample::Sample;
use super::source::Stop;
use super::{Code, Look, above, width};

/// How a table is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Dialect {
    pub(super) delimiter: u8,
    /// Bytes before the header.
    pub(super) skipped: usize,
    /// The line that the header stands on.
    pub(super) line: u64,
    pub(super) layout: Layout,
    /// Whether the first row is one already.
    pub(super) headerless: bool,
    /// What was passed over before the header: the line, why, and what it said.
    pub(super) passed: Vec<(u64, Code, String)>,
}

/// The delimiters that lists come with, the commonest first.
///
/// # Source
/// CONTRACT.md, "Import policies".
pub(super) const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// Lines before the header that are looked at: titles, notes and `sep=` together are never more.
const LEADING_LINES: usize = 10;

/// Refuses what is no text, or text of another kind.
pub(super) fn refuse_others(sample: &[u8]) -> Result<(), Stop> {
    let text = sample.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(sample);
    if text.iter().all(u8::is_ascii_whitespace) {
        return Err(Stop::refused(Code::EmptyFile, "the file is empty"));
    }
    if let Some((_, what)) = BINARY.iter().find(|(magic, _)| sample.starts_with(magic)) {
        let message = format!("the file is {what}, not a CSV; save the list as CSV and import that");
        return Err(Stop::refused(Code::NotCsv, message));
    }
    if sample.get(257..262) == Some(b"ustar") {
        return Err(Stop::refused(Code::NotCsv, "the file is a tar archive; unpack it and import the CSV"));
    }
    match other_text(text.trim_ascii_start()) {
        Some(message) => Err(Stop::refused(Code::NotCsv, message)),
        None => Ok(()),
    }
}

/// First bytes of files that are no text.
///
/// # Source
/// The magic numbers of each format's own specification.
const BINARY: &[(&[u8], &str)] = &[
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"%PDF", "a PDF document"),
    (b"\xD0\xCF\x11\xE0", "an Excel or Word document of the old kind (.xls, .doc)"),
    (b"SQLite format 3", "an SQLite database"),
    (b"PAR1", "a Parquet file"),
    (b"7z\xBC\xAF\x27\x1C", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xFD7zXZ", "an xz archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\x28\xB5\x2F\xFD", "a zstd archive"),
    (b"\x1F\x8B", "a gzip file"),
    (b"PK\x03\x04", "a zip archive"),
    (b"\x7FELF", "a program"),
    (b"MZ\x90", "a program"),
    (b"{\\rtf", "an RTF document"),
    (b"\xFF\xFE\0\0", "text in UTF-32"),
    (b"\0\0\xFE\xFF", "text in UTF-32"),
];

fn other_text(text: &[u8]) -> Option<&'static str> {
    match text.first()? {
        b'<' => Some("the file is a web page or XML, not a CSV; the download may have needed a login"),
        b'{' | b'[' => Some("the file is JSON, not a CSV; save the list as CSV and import that"),
        _ if text.starts_with(b"version https://git-lfs") => {
            Some("the file is a Git LFS pointer, not the data itself; run `git lfs pull` and import it again")
        }
        _ => None,
    }
}

/// Refuses text that is full of control characters.
fn refuse_binary(head: &[u8]) -> Result<(), Stop> {
    let strange = |byte: &&u8| matches!(byte, 0..=8 | 14..=26 | 28..=31);
    let count = head.iter().filter(strange).count();
    // A stray NUL is one row's affair; in binary data a tenth of the bytes and more are control characters.
    if count * 20 > head.len() {
        return Err(Stop::refused(
            Code::NotCsv,
            "the file is binary, not a CSV; save the list as CSV and import that",
        ));
    }
    Ok(())
}

/// Finds the header. `head` is the file's beginning in UTF-8 (or windows-1252) without a byte-order mark.
pub(super) fn dialect(head: &[u8], look: &Look<'_>) -> Result<Dialect, Stop> {
    refuse_binary(head)?;
    if look.names_places() && !names_columns(head, look) {
        return nameless(head, look);
    }
    let mut passed: Vec<(u64, Code, String)> = Vec::new();
    let (mut skipped, mut line, mut stated) = (0, 1, None);
    let mut first = None;
    while let Some(length) = line_length(&head[skipped..])
        && passed.len() < LEADING_LINES
    {
        let text = &head[skipped..skipped + length];
        let bare = text.trim_ascii();
        let shown = || String::from_utf8_lossy(bare).into_owned();
        if let Some(delimiter) = separator(bare) {
            stated = Some(delimiter);
            passed.push((line, Code::SeparatorLine, shown()));
        } else if !bare.is_empty() {
            let (delimiter, mut header) = best(&head[skipped..], stated, look)?;
            let known = recognized(&header, look);
            if known >= 2 {
                let beside = records(&head[skipped..], delimiter, 1, CONTENT_ROWS);
                header.resize(header.len() + width::nameless(&header, &beside, look), String::new());
                let width = header.len();
                let titles = passed.iter().filter(|(_, code, _)| *code == Code::TitleLine);
                let cells = titles.map(|(line, _, said)| (*line, names(said.as_bytes(), delimiter)));
                above::refuse_rows(cells, width, line, look)?;
                let rows = |most| Sample::new(records(&head[skipped..], delimiter, 1, most), width);
                let layout = layout(header, rows, look)?;
                return Ok(Dialect { delimiter, skipped, line, layout, headerless: false, passed });
            }
            first.get_or_insert(header);
            let code = if bare.starts_with(b"#") { Code::CommentLine } else { Code::TitleLine };
            passed.push((line, code, shown()));
        }
        skipped += length;
        line += 1;
    }
    let mut quotes = Quotes::new(b',', 1);
    quotes.push(head);
    if quotes.is_open() {
        return Err(never_closed(quotes.opened()));
    }
    let Some(header) = first else { return Err(Stop::refused(Code::EmptyFile, "the file has no rows")) };
    if let Some(found) = by_content(head, look)? {
        return Ok(found);
    }
    // No line is a header: say of the first what a header needs.
    Err(layout(header, |_| Sample::default(), look)
        .err()
        .unwrap_or_else(|| Stop::refused(Code::UnknownHeader, "the first line is no header that we know")))
}

/// Rows by which a file is known that names no column.
const CONTENT_ROWS: usize = 200;

/// A file whose first line names nothing that we know, or is a row already: known by its values.
fn by_content(head: &[u8], look: &Look<'_>) -> Result<Option<Dialect>, Stop> {
    let (skipped, line) = first_line(head);
    let Some((delimiter, rows)) = rectangle(&head[skipped..]) else { return Ok(None) };
    let Some((first, rest)) = rows.split_first() else { return Ok(None) };
    let sample = Sample::new(rest.to_vec(), first.len());
    let open: Vec<usize> = (0..first.len()).collect();
    let kinds = content::kinds(&sample, &open, Beside::default(), look);
    let fits = kinds.iter().filter_map(|&(column, kind)| content::fits(kind, &first[column], look));
    let (mut fitting, mut judged) = (0, 0);
    for fit in fits {
        judged += 1;
        fitting += usize::from(fit);
    }
    // A row fits in most columns, a header in none.
    let headerless = fitting * 2 > judged;
    if judged < 2 || !headerless && fitting > 0 {
        return Ok(None);
    }
    if headerless {
        return nameless(head, look).map(Some);
    }
    let header = first.clone();
    let layout = layout(header, |_| sample.clone(), look)?;
    Ok(Some(Dialect { delimiter, skipped, line, layout, headerless: false, passed: Vec::new() }))
}

/// A file that is all rows: its columns are called by their places.
fn nameless(head: &[u8], look: &Look<'_>) -> Result<Dialect, Stop> {
    let (skipped, line) = first_line(head);
    let Some((delimiter, rows)) = rectangle(&head[skipped..]) else {
        return Err(Stop::refused(Code::UnknownHeader, "the rows are not all of the same number of fields"));
    };
    let width = rows.first().map_or(0, Vec::len);
    let layout = layout(vec![String::new(); width], |_| Sample::new(rows.clone(), width), look)?;
    look.note_headerless();
    // Rows may not do without their last field, as they may without one that a header leaves nameless.
    let header = (1..=width).map(|place| format!("column {place}")).collect();
    let layout = Layout { header, ..layout };
    Ok(Dialect { delimiter, skipped, line, layout, headerless: true, passed: Vec::new() })
}

/// Whether the first line has names that the map has.
fn names_columns(head: &[u8], look: &Look<'_>) -> bool {
    let (skipped, _) = first_line(head);
    let lines = DELIMITERS.into_iter().map(|delimiter| names(&head[skipped..], delimiter));
    lines.flatten().any(|name| super::mapping::mapped(name.trim(), look).is_some())
}

/// Where the first line stands that is not blank, and its number.
fn first_line(head: &[u8]) -> (usize, u64) {
    let (mut skipped, mut line) = (0, 1);
    while let Some(length) = line_length(&head[skipped..])
        && head[skipped..skipped + length].trim_ascii().is_empty()
    {
        skipped += length;
        line += 1;
    }
    (skipped, line)
}

/// The delimiter that parts all rows into the same number of fields, the most of them, and the rows.
fn rectangle(text: &[u8]) -> Option<(u8, Vec<Vec<String>>)> {
    let parted = DELIMITERS.into_iter().filter_map(|delimiter| {
        let rows = records(text, delimiter, 0, CONTENT_ROWS);
        let width = rows.first()?.len();
        let even = rows.iter().filter(|row| row.len() == width).count();
        let sound = (2..=MAX_COLUMNS).contains(&width) && even * 10 >= rows.len() * 9;
        sound.then_some((delimiter, rows))
    });
    parted.max_by_key(|(_, rows)| rows.first().map_or(0, Vec::len))
}

/// The first records behind so many others.
fn records(text: &[u8], delimiter: u8, skip: usize, most: usize) -> Vec<Vec<String>> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(delimiter).from_reader(text);
    let mut record = csv::ByteRecord::new();
    let mut rows = Vec::new();
    let mut seen = 0;
    while rows.len() < most && reader.read_byte_record(&mut record).unwrap_or(false) {
        seen += 1;
        if seen > skip {
            rows.push(record.iter().map(|cell| encoding::text(cell).0.into_owned()).collect());
        }
    }
    rows
}

/// The length of the first line with its line end; `None` at the end.
fn line_length(text: &[u8]) -> Option<usize> {
    if text.is_empty() {
        return None;
    }
    let Some(end) = memchr::memchr2(b'\n', b'\r', text) else { return Some(text.len()) };
    Some(if text[end..].starts_with(b"\r\n") { end + 2 } else { end + 1 })
}

/// The delimiter that a spreadsheet's `sep=;` line states.
fn separator(line: &[u8]) -> Option<u8> {
    let line = line.strip_prefix(b"\"").and_then(|line| line.strip_suffix(b"\"")).unwrap_or(line);
    match line {
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'=', delimiter] => Some(*delimiter),
        // A tab at the end is trimmed away with the blanks.
        [b's' | b'S', b'e' | b'E', b'p' | b'P', b'='] => Some(b'\t'),
        _ => None,
    }
}

/// The delimiter that makes most names known, and the names.
fn best(text: &[u8], stated: Option<u8>, look: &Look<'_>) -> Result<(u8, Vec<String>), Stop> {
    let stated = stated.filter(|delimiter| DELIMITERS.contains(delimiter));
    let candidates = stated.as_ref().map_or(&DELIMITERS[..], std::slice::from_ref);
    let mut best = (b',', Vec::new());
    let mut most = None;
    for &delimiter in candidates {
        let header = names(text, delimiter);
        let score = Some((recognized(&header, look), header.len()));
        if score > most {
            (most, best) = (score, (delimiter, header));
        }
    }
    if best.1.len() > MAX_COLUMNS {
        let message = format!("the header has {} columns; {MAX_COLUMNS} are the most", best.1.len());
        return Err(Stop::refused(Code::TooManyColumns, message));
    }
    Ok(best)
}

/// The fields of the first record.
fn names(text: &[u8], delimiter: u8) -> Vec<String> {
    records(text, delimiter, 0, 1).pop().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::super::Options;
    use super::super::tests::{PLACES, WORDS, options};
    use super::*;
    use proptest::prelude::*;

    fn dialect(head: &[u8], options: &Options) -> Result<Dialect, Stop> {
        super::dialect(head, &Look::new(options, &WORDS, &PLACES))
    }

    fn refusal(found: Result<Dialect, Stop>) -> (Code, String) {
        match found {
            Err(Stop::Refused(refusal)) => (refusal.code, refusal.message),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn what_is_no_csv_is_called_by_its_name() {
        for (bytes, code, says) in [
            (&b""[..], Code::EmptyFile, "empty"),
            (b"\xEF\xBB\xBF", Code::EmptyFile, "empty"),
            (b" \n\t\r\n", Code::EmptyFile, "empty"),
            (b"\x89PNG\r\n\x1a\n", Code::NotCsv, "picture"),
            (b"%PDF-1.7", Code::NotCsv, "PDF"),
            (b"\xD0\xCF\x11\xE0\xA1\xB1", Code::NotCsv, ".xls"),
            (b"<!DOCTYPE html><html>", Code::NotCsv, "web page"),
            (b"\n <html>", Code::NotCsv, "web page"),
            (b"{\"npi\": 1}", Code::NotCsv, "JSON"),
            (b"[{\"npi\": 1}]", Code::NotCsv, "JSON"),
            (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\n", Code::NotCsv, "Git LFS"),
        ] {
            match refuse_others(bytes) {
                Err(Stop::Refused(refusal)) => {
                    assert_eq!(refusal.code, code, "{bytes:?}");
                    assert!(refusal.message.contains(says), "{bytes:?}: {}", refusal.message);
                }
                other => panic!("{bytes:?}: {other:?}"),
            }
        }
        assert!(refuse_others(b"npi,name\n").is_ok());
    }

    #[test]
    fn the_delimiter_is_the_one_that_names_columns() {
        for (text, delimiter, line) in [
            ("npi,name,specialty,zip\n", b',', 1),
            ("npi;name;specialty;zip\n1;Doe, Jane, DC;x;1\n", b';', 1),
            ("npi\tname\tspecialty\tzip\r\n", b'\t', 1),
            ("npi|name|specialty|zip", b'|', 1),
            ("\"npi\";\"name\";\"specialty, or \";\"credential\";\"zip\"\n", b';', 1),
            ("sep=,\nnpi,name,specialty,zip\n", b',', 2),
            ("\"sep=;\"\r\nnpi;name;specialty;zip\r\n", b';', 2),
            ("sep=\t\nnpi\tname\tspecialty\tzip\n", b'\t', 2),
            ("\n\n# exported by x\nnpi,name,specialty,zip\n", b',', 4),
            ("Our providers, 2025\r\nnpi,name,specialty,zip\r\n", b',', 2),
            ("NPPES Deactivated Records as of Oct 09 2023,\rNPI,NPPES Deactivation Date\r", b',', 2),
        ] {
            let found = dialect(text.as_bytes(), &options()).expect(text);
            assert_eq!((found.delimiter, found.line), (delimiter, line), "{text:?}");
            let header = &text[found.skipped..];
            assert!(header.to_lowercase().trim_start_matches('"').starts_with("npi"), "{text:?}");
        }
    }

    #[test]
    fn what_is_no_table_of_ours_is_refused_by_what_is_wrong() {
        let wide = "x,".repeat(1_500);
        let cases: [(&[u8], Code, &str); 7] = [
            (b"\"npi,name,specialty,zip\"\n\"1,b,c,d\"\n", Code::UnknownHeader, "quoted as a whole"),
            (b"1234567893,Jane Doe,DC,15213\n", Code::UnknownHeader, "column names"),
            (b"npi,phone\n1,2\n", Code::UnknownHeader, "name (or last_name"),
            (b"lorem ipsum\ndolor\n", Code::UnknownHeader, "lorem ipsum"),
            (wide.as_bytes(), Code::TooManyColumns, "1501"),
            (b"ab\0\x01\x02\x03\x04cd\x05\x06", Code::NotCsv, "binary"),
            (b"\n\n", Code::EmptyFile, "no rows"),
        ];
        for (text, code, says) in cases {
            let (found, message) = refusal(dialect(text, &options()));
            assert_eq!(found, code, "{message}");
            assert!(message.contains(says), "{message}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_table_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let _ = refuse_others(&bytes);
            let _ = dialect(&bytes, &options());
        }
    }
}
