//! A seeded federal file (NPPES, 330 columns, every field quoted) of any number of rows.
//!
//! Each row is a real one with an NPI of its own, whose name and practice come from two other rows of its kind, so that
//! lengths, empty columns, professions, and rows that are deactivated stand as in the real file. The rows are those of
//! `../shared/data/nppes` where that folder is, all professions among them; else those of the bundled sample, of which
//! as many are given another profession as the real file has. Columns are as in the files of 2020 to 2024.

use super::Numbers;
use flate2::read::MultiGzDecoder;
use std::fs::File;
use std::io::{BufWriter, Read, Write};
use std::ops::Range;
use std::path::Path;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// All professions; beside the repository, and never part of it.
const REAL: &str = "../shared/data/nppes/npidata_pfile_2016_25k_dev.csv.gz";
/// Rows of our professions only.
const SAMPLE: &str = "data/sample/nppes_2016_sample.csv.gz";
/// Columns of the files until 2019.
const COLUMNS: usize = 329;
/// Names: family, given, middle, prefix, suffix.
const NAMES: Range<usize> = 5..10;
const CREDENTIAL: usize = 10;
/// Practice address, its phone and fax.
const PRACTICE: Range<usize> = 28..36;
/// The first taxonomy slot of 15, each of four columns: code, licence, state, switch.
const TAXONOMY: usize = 47;
/// Professions that are none of ours: family medicine, internal medicine, nurse practitioner, dentist, pharmacist,
/// clinical social worker, registered nurse, optometrist.
///
/// # Source
/// NUCC, Health Care Provider Taxonomy.
const OTHERS: [&str; 8] = [
    "207Q00000X",
    "207R00000X",
    "363L00000X",
    "122300000X",
    "183500000X",
    "1041C0700X",
    "163W00000X",
    "152W00000X",
];
/// How many of a thousand rows of the real file are none of ours: 18,277 of the 24,996 of 2016 (CONTRACT.md, "NPPES").
const OTHERS_SHARE: usize = 731;

/// A real row: its text behind the NPI, and where its parts begin in it.
struct Template {
    /// From the comma behind the NPI on.
    text: Vec<u8>,
    names: Range<usize>,
    practice: Range<usize>,
}

/// Rows to make others of, by entity type: persons, organizations, none (deactivated).
pub(crate) struct Federal {
    header: Vec<u8>,
    kinds: [Vec<Template>; 3],
    /// The rows as they stand: kind and place.
    order: Vec<(usize, usize)>,
}

impl Federal {
    /// Reads the real rows.
    pub(crate) fn load() -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let real = root.join(REAL);
        let (path, only_ours) = if real.exists() { (real, false) } else { (root.join(SAMPLE), true) };
        let mut text = Vec::new();
        let file = File::open(path).expect("the sample is there");
        MultiGzDecoder::new(file).read_to_end(&mut text).expect("the sample unpacks");
        let mut lines = text.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
        let mut header = lines.next().expect("a header").to_vec();
        header.extend_from_slice(b",\"Certification Date\"\n");
        let mut federal = Self { header, kinds: Default::default(), order: Vec::new() };
        let mut numbers = Numbers(0x0fed_e4a1);
        for line in lines {
            let mut fields = fields(line);
            if fields.len() != COLUMNS {
                continue;
            }
            if only_ours && numbers.below(1_000) < OTHERS_SHARE {
                give_other_profession(&mut fields, OTHERS[numbers.below(OTHERS.len())]);
            }
            let kind = match fields[1] {
                b"\"1\"" => 0,
                b"\"2\"" => 1,
                _ => 2,
            };
            federal.order.push((kind, federal.kinds[kind].len()));
            federal.kinds[kind].push(Template::new(&fields));
        }
        federal
    }

    /// Writes so many rows behind a header.
    pub(crate) fn write(&self, rows: usize, seed: u64, out: &mut dyn Write) -> std::io::Result<()> {
        let mut numbers = Numbers(seed);
        let mut out = BufWriter::with_capacity(1 << 20, out);
        out.write_all(&self.header)?;
        for row in 0..rows {
            let (kind, place) = self.order[numbers.below(self.order.len())];
            let kind = &self.kinds[kind];
            let (own, other, place) =
                (&kind[place], &kind[numbers.below(kind.len())], &kind[numbers.below(kind.len())]);
            write!(out, "\"{}\"", npi(row))?;
            out.write_all(&own.text[..own.names.start])?;
            out.write_all(&other.text[other.names.clone()])?;
            out.write_all(&own.text[own.names.end..own.practice.start])?;
            out.write_all(&place.text[place.practice.clone()])?;
            out.write_all(&own.text[own.practice.end..])?;
            if numbers.below(2) == 0 {
                writeln!(
                    out,
                    ",\"{:02}/{:02}/20{}\"",
                    1 + numbers.below(12),
                    1 + numbers.below(28),
                    20 + numbers.below(5)
                )?;
            } else {
                out.write_all(b",\"\"\n")?;
            }
        }
        out.flush()
    }

    /// Writes them to a file; one whose name ends with `.zip` is an archive with the file in it.
    pub(crate) fn write_file(&self, rows: usize, path: &Path) {
        const SEED: u64 = 0x5eed;
        let mut file = File::create(path).expect("the file can be made");
        if path.extension().is_some_and(|extension| extension == "zip") {
            let mut archive = ZipWriter::new(file);
            // A monthly file has ten gigabytes.
            let options = SimpleFileOptions::default().large_file(true);
            archive.start_file("npidata_pfile_20050523-20250413.csv", options).expect("a member");
            self.write(rows, SEED, &mut archive).expect("the file is packed");
            archive.finish().expect("the archive is written");
        } else {
            self.write(rows, SEED, &mut file).expect("the file is written");
        }
    }
}

impl Template {
    fn new(fields: &[&[u8]]) -> Self {
        let mut text = Vec::new();
        let mut starts = vec![0];
        for field in &fields[1..] {
            text.push(b',');
            text.extend_from_slice(field);
            starts.push(text.len());
        }
        // A column begins with the comma behind the one before it.
        let span = |columns: Range<usize>| starts[columns.start - 1]..starts[columns.end - 1];
        Self { names: span(NAMES), practice: span(PRACTICE), text }
    }
}

/// The fields of a row with their quotes; none holds a quote or line break, or the row is passed over for its count.
fn fields(line: &[u8]) -> Vec<&[u8]> {
    let mut fields = Vec::with_capacity(COLUMNS);
    let (mut start, mut open) = (0, false);
    for (place, &byte) in line.iter().enumerate() {
        open ^= byte == b'"';
        if byte == b',' && !open {
            fields.push(&line[start..place]);
            start = place + 1;
        }
    }
    fields.push(&line[start..]);
    fields
}

fn give_other_profession(fields: &mut [&[u8]], code: &'static str) {
    for slot in 0..15 {
        fields[TAXONOMY + slot * 4] = b"\"\"";
        fields[TAXONOMY + slot * 4 + 3] = b"\"\"";
    }
    fields[TAXONOMY] = Box::leak(format!("\"{code}\"").into_boxed_str()).as_bytes();
    fields[TAXONOMY + 3] = b"\"Y\"";
    fields[CREDENTIAL] = b"\"\"";
    fields[NAMES.start] = b"\"MILLER\"";
}

/// The NPI of a row: all are different, none stands in order.
fn npi(row: usize) -> u64 {
    /// A prime below a hundred million, so that the steps meet each number once.
    const NUMBERS: u64 = 99_999_989;
    let nine = 100_000_000 + (row as u64 * 61_803_399) % NUMBERS;
    nine * 10 + check_digit(nine)
}

/// The last digit of an NPI.
///
/// # Source
/// 45 CFR 162.406: the Luhn digit over 80840 and the nine digits; 80840 adds 24.
fn check_digit(nine: u64) -> u64 {
    let (mut rest, mut sum, mut doubled) = (nine, 24, true);
    while rest > 0 {
        let digit = rest % 10;
        let value = if doubled { digit * 2 } else { digit };
        sum += value / 10 + value % 10;
        doubled = !doubled;
        rest /= 10;
    }
    (10 - sum % 10) % 10
}
