//! Rows of lists, mutated: none is lost. As many as went in are accepted, rejected or skipped, what was left out stands in
//! the report or is counted by its reason, and nothing panics, whatever stands in a cell or becomes of the bytes between cells.
//!
//! The rows are the same in every run; `FINDER_MUTATED_ROWS` says how many.

use crate::support::{Numbers, TestIndex, amount, fixture, tell};
use flate2::read::GzDecoder;
use specialist_finder::import::{ImportOutcome, ImportRequest};
use specialist_finder::ingest::Source;
use std::fs::File;
use std::path::Path;

/// Rows of one file.
const FILE: usize = 1_000;

/// What cells are replaced by, or get in their midst: what spreadsheets, exports and attackers leave.
const PIECES: [&str; 44] = [
    "",
    " ",
    "\t",
    "\u{a0}",
    "\u{feff}",
    "\u{202e}",
    "\0",
    "\"",
    "\"\"",
    "'",
    "\n",
    "\r\n",
    "\r",
    ",",
    ";",
    "|",
    "NULL",
    "N/A",
    "#N/A",
    "-",
    "0",
    "00000",
    "1.23E+09",
    "15213.0",
    "1234567893.0",
    "9999999999",
    "4/7/25",
    "2099-01-01",
    "0001-01-01",
    "=HYPERLINK(\"http://x\")",
    "@SUM(1+1)",
    "<script>alert(1)</script>",
    "{\"a\":[1,2]}",
    "[\"DC\",\"PT\"]",
    "DC|PT;DO",
    "Ñandú Żółć 李",
    "e\u{301}\u{301}\u{301}",
    "😀",
    "-79.99999",
    "91",
    "1e400",
    "NaN",
    "PO BOX 1",
    "III",
];

/// A header and rows to begin with.
struct Seed {
    header: Vec<String>,
    rows: Vec<Vec<String>>,
    /// Where the NPI stands.
    npi: Option<usize>,
}

/// A number with the right check digit: Luhn's over 80840 and nine digits, as ISO/IEC 7812 has it.
fn npi(numbers: &mut Numbers) -> String {
    let nine = format!("1{:08}", numbers.below(100_000_000));
    let digits = nine.bytes().rev().map(|digit| u32::from(digit - b'0')).enumerate();
    let doubled =
        |(place, digit): (usize, u32)| if place % 2 == 0 { digit * 2 / 10 + digit * 2 % 10 } else { digit };
    // The five digits before count 24.
    let sum = 24 + digits.map(doubled).sum::<u32>();
    format!("{nine}{}", (10 - sum % 10) % 10)
}

impl Seed {
    fn read(text: impl std::io::Read) -> Self {
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
        let header: Vec<String> = reader.headers().expect("a header").iter().map(str::to_owned).collect();
        let rows =
            reader.records().take(400).map(|row| row.expect("a row").iter().map(str::to_owned).collect());
        let npi = header.iter().position(|name| name.eq_ignore_ascii_case("npi"));
        Self { rows: rows.collect(), npi, header }
    }

    /// The federal sample, an own list, and the template with few and many facts.
    fn all() -> Vec<Self> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let open = |path: &Path| File::open(path).expect("a committed file");
        let sample = GzDecoder::new(open(&root.join("data/sample/nppes_2016_sample.csv.gz")));
        vec![
            Self::read(open(&fixture("bad_inputs/csv/_base.csv"))),
            Self::read(open(&root.join("data/template.csv"))),
            Self::read(sample),
        ]
    }

    /// One row, mutated in up to four of its cells, now and then with a cell too many or too few.
    fn row(&self, numbers: &mut Numbers) -> Vec<String> {
        let mut row = self.rows[numbers.below(self.rows.len())].clone();
        // Some people stand in a list twice.
        if let (Some(place), 1..) = (self.npi, numbers.below(10)) {
            row[place] = npi(numbers);
        }
        for _ in 0..numbers.below(5) {
            let place = numbers.below(row.len());
            let piece = PIECES[numbers.below(PIECES.len())];
            let cell = &mut row[place];
            let letters: Vec<char> = cell.chars().collect();
            let at = numbers.below(letters.len() + 1);
            *cell = match numbers.below(7) {
                0 => piece.to_owned(),
                1 => letters[..at].iter().collect(),
                2 => letters.iter().rev().collect(),
                3 => cell.to_uppercase(),
                4 => cell.repeat(numbers.below(40)),
                5 => self.rows[numbers.below(self.rows.len())].get(place).cloned().unwrap_or_default(),
                _ => {
                    letters[..at].iter().collect::<String>()
                        + piece
                        + &letters[at..].iter().collect::<String>()
                }
            };
        }
        match numbers.below(200) {
            0 => row.push("one too many".to_owned()),
            1 => drop(row.pop()),
            2 => {
                let (one, other) = (numbers.below(row.len()), numbers.below(row.len()));
                row.swap(one, other);
            }
            _ => {}
        }
        // A line without anything is no row, and one that begins so is a remark.
        if row.iter().all(|cell| cell.trim().is_empty()) || row[0].starts_with('#') {
            "x".clone_into(&mut row[0]);
        }
        row
    }

    /// A file of so many rows.
    fn file(&self, rows: usize, numbers: &mut Numbers) -> Vec<u8> {
        let delimiter = b",,,\t;|"[numbers.below(6)];
        let mut writer =
            csv::WriterBuilder::new().flexible(true).delimiter(delimiter).from_writer(Vec::new());
        writer.write_record(&self.header).expect("memory");
        for _ in 0..rows {
            writer.write_record(self.row(numbers)).expect("memory");
        }
        writer.into_inner().expect("memory")
    }
}

/// Changes bytes wherever they stand behind the header.
fn tear(bytes: &mut Vec<u8>, numbers: &mut Numbers) {
    let header = bytes.iter().position(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    for _ in 0..=numbers.below(60) {
        let place = header + numbers.below(bytes.len() - header);
        match numbers.below(6) {
            0 => bytes[place] ^= 1 << numbers.below(8),
            1 => bytes.insert(place, b"\",\n\r\0\xff;\t"[numbers.below(8)]),
            2 => drop(bytes.remove(place)),
            3 => {
                let end = (place + numbers.below(300)).min(bytes.len());
                bytes.drain(place..end);
            }
            4 => {
                let end = (place + numbers.below(300)).min(bytes.len());
                let piece = bytes[place..end].to_vec();
                bytes.splice(place..place, piece);
            }
            _ => {
                let end = (place + numbers.below(40)).min(bytes.len());
                bytes[place..end].fill(b'"');
            }
        }
        if bytes.len() <= header + 1 {
            return;
        }
    }
}

/// Reads a file as a dry run does; whatever it is, its rows add up.
fn import(index: &TestIndex, bytes: &[u8]) -> ImportOutcome {
    let (list, report) = (index.folder().join("list.csv"), index.folder().join("report.csv"));
    std::fs::write(&list, bytes).expect("written");
    let mut request = ImportRequest::new(vec![Source::File(list)], crate::support::now());
    (request.dry_run, request.allow_rejects, request.report) = (true, true, Some(report.clone()));
    let outcome = index.import_with(&request).expect("read or refused");
    let ImportOutcome { accepted, rejected, skipped, .. } = outcome;
    if let Some(summary) = &outcome.summary {
        let rows: u64 = summary.files.iter().map(|file| file.rows).sum();
        assert_eq!(rows, accepted + rejected + skipped);
    }
    let mut report = csv::Reader::from_path(report).expect("a report");
    let outcomes = report.headers().expect("a header").iter().position(|name| name == "outcome");
    let outcomes = outcomes.expect("a column of outcomes");
    let left_out = |row: &csv::StringRecord| matches!(&row[outcomes], "rejected" | "skipped");
    let told = report.records().map(|row| row.expect("a row")).filter(left_out).count();
    // Of nine million rows most are other professions': they are counted.
    let counted = ["out_of_scope", "student", "deactivated"].map(|code| outcome.reasons.get(code).copied());
    let counted: u64 = counted.into_iter().flatten().sum();
    assert_eq!(told as u64 + counted, rejected + skipped);
    outcome
}

/// Keeps a file that shows a fault where it can be looked at.
fn whole(index: &TestIndex, bytes: &[u8], seed: usize, number: usize) -> ImportOutcome {
    let read = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| import(index, bytes)));
    read.unwrap_or_else(|fault| {
        let path = std::env::temp_dir().join(format!("finder-mutated-{seed}-{number}.csv"));
        std::fs::write(&path, bytes).expect("written");
        eprintln!("the file is kept as {}", path.display());
        std::panic::resume_unwind(fault)
    })
}

#[test]
fn no_row_is_lost_whatever_stands_in_it() {
    let index = TestIndex::new();
    let seeds = Seed::all();
    let mut numbers = Numbers(0x0c5f_5eed);
    let files = amount("FINDER_MUTATED_ROWS", 12_000).div_ceil(FILE);
    let (mut accepted, mut rejected, mut skipped, mut refused) = (0, 0, 0, 0);
    for number in 0..files {
        let seed = number % seeds.len();
        let mut bytes = seeds[seed].file(FILE, &mut numbers);
        // Of every other turn through the seeds, the bytes are torn as well.
        let torn = (number / seeds.len()) % 2 == 1;
        if torn {
            tear(&mut bytes, &mut numbers);
        }
        let outcome = whole(&index, &bytes, seed, number);
        let ImportOutcome { accepted: a, rejected: r, skipped: s, .. } = outcome;
        if !torn {
            assert_eq!((a + r + s, outcome.refused), (FILE as u64, None), "file {number} of seed {seed}");
        }
        (accepted, rejected, skipped) = (accepted + a, rejected + r, skipped + s);
        refused += u64::from(outcome.summary.is_none());
    }
    tell(&format!(
        "{} mutated rows: {accepted} accepted, {rejected} rejected, {skipped} skipped; {refused} of {files} files refused",
        files * FILE
    ));
    assert!(accepted > 0 && rejected > 0 && skipped > 0);
}
