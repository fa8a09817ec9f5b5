//! Whole files through [`read`]: what becomes of each, down to line numbers and codes.

use super::*;
use crate::domain::RecordDate;
use proptest::prelude::*;
use std::io::Write;
use std::path::Path;
use std::sync::LazyLock;

/// What reading handed out, as far as reading itself decides it.
#[derive(Debug, Default)]
struct Seen {
    /// Line of each row, in order.
    lines: Vec<u64>,
    /// `line:code` of each row that reading itself left out.
    told: Vec<String>,
    /// Repairs of an encoding.
    recoded: Vec<u64>,
    kept: Vec<Fragment>,
    deactivated: u64,
    progress: Vec<Progress>,
}

impl Sink for Seen {
    fn row(&mut self, position: Position, row: Row) -> std::io::Result<()> {
        self.lines.push(position.line);
        match row {
            Row::Kept { fragment, repairs } => {
                let recoded = repairs.iter().filter(|repair| repair.code == Code::EncodingRepaired);
                self.recoded.extend(recoded.map(|repair| repair.position.line));
                self.kept.push(fragment);
            }
            Row::Deactivated { .. } => self.deactivated += 1,
            Row::Skipped(finding) | Row::Rejected(finding) => {
                let ours = [
                    Code::FieldCount,
                    Code::Quote,
                    Code::RecordTooLarge,
                    Code::Encoding,
                    Code::HeaderRepeated,
                ];
                if ours.contains(&finding.code) {
                    self.told.push(format!("{}:{}", finding.position.line, finding.code.as_str()));
                }
            }
        }
        Ok(())
    }

    fn progress(&mut self, progress: Progress) {
        self.progress.push(progress);
    }
}

static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::bundled().expect("bundled words"));
static PLACES: LazyLock<Places> = LazyLock::new(|| Places::bundled().expect("bundled places"));

fn options() -> Options {
    let today = RecordDate::new(2026, 11, 22).expect("a day");
    Options { list: None, format: None, columns: Vec::new(), today }
}

fn try_read(paths: &[&Path], options: &Options) -> (Result<Summary, IngestError>, Seen) {
    let mut seen = Seen::default();
    let sources: Vec<Source> = paths.iter().map(|path| Source::File(path.to_path_buf())).collect();
    let read = read(&sources, options, &WORDS, &PLACES, &mut seen);
    if let Ok(summary) = &read {
        assert_eq!(summary.files.iter().map(|file| file.rows).sum::<u64>(), seen.lines.len() as u64);
        assert_eq!(seen.progress.last().map(|progress| progress.rows), Some(seen.lines.len() as u64));
    }
    (read, seen)
}

/// Writes files into a folder of their own and reads them.
fn read_files(files: &[(&str, &[u8])]) -> (Result<Summary, IngestError>, Seen) {
    let folder = tempfile::tempdir().expect("a folder");
    let paths: Vec<_> = files
        .iter()
        .map(|(name, bytes)| {
            let path = folder.path().join(name);
            std::fs::write(&path, bytes).expect("written");
            path
        })
        .collect();
    let paths: Vec<&Path> = paths.iter().map(AsRef::as_ref).collect();
    try_read(&paths, &options())
}

/// One word on how reading ended: the refusal's code, or the rows read and what was told of them.
fn outcome(read: &Result<Summary, IngestError>, seen: &Seen) -> String {
    match read {
        Err(IngestError::Refused(refusal)) => refusal.code.as_str().to_owned(),
        Err(error) => format!("{error}"),
        Ok(summary) => {
            let mut words = vec![seen.lines.len().to_string()];
            words.extend(seen.told.iter().cloned());
            let repairs = summary.files.iter().flat_map(|file| &file.repairs);
            words.extend(repairs.map(|repair| format!("{}~{}", repair.position.line, repair.code.as_str())));
            words.join(" ")
        }
    }
}

const HEADER: &str = "npi,name,credential,specialty,city,state,zip\n";
const ROW: &str = "1234567893,Jane Doe,DC,chiropractor,Pittsburgh,PA,15213\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).expect("memory");
    encoder.finish().expect("memory")
}

fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ::zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in members {
        writer.start_file(*name, ::zip::write::SimpleFileOptions::default()).expect("a member");
        writer.write_all(bytes).expect("memory");
    }
    writer.finish().expect("memory").into_inner()
}

/// The folder of shared data; `None`, said aloud, where there is none.
fn shared() -> Option<PathBuf> {
    let default = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared");
    let folder = std::env::var_os("FINDER_SHARED").map_or_else(default, Into::into);
    if folder.join("data/nppes").is_dir() {
        return Some(folder);
    }
    eprintln!("SKIPPED: no shared data at {}; set FINDER_SHARED", folder.display());
    None
}

#[test]
fn each_bad_input_is_told_as_it_should_be() {
    let Some(shared) = shared() else { return };
    // How reading ends, or the number of rows and what reading itself says of them.
    let expected = [
        ("_base.csv", "40"),
        ("blank-lines.csv", "40"),
        ("comment-lines.csv", "40 22~comment_line"),
        ("delim-pipe.csv", "40"),
        ("delim-sep-line.csv", "40 1~separator_line"),
        ("enc-escape-seq.csv", "41"),
        ("enc-nul-field.csv", "41"),
        ("enc-utf16be-bom.csv", "40 1~encoding_repaired"),
        ("eol-crlf.csv", "40"),
        ("fmt-bom-only.csv", "empty_file"),
        ("fmt-gzip.csv", "40"),
        ("fmt-lfs-pointer.csv", "not_csv"),
        ("guard-moved-all.csv", "coordinates_all_equal"),
        ("gz-bad-crc.csv.gz", "archive_damaged"),
        ("hdr-extra.csv", "40"),
        ("hdr-missing-npi.csv", "unknown_header"),
        ("hdr-reordered.csv", "40"),
        ("hdr-repeated.csv", "41 22:header_repeated"),
        ("hdr-typo.csv", "40"),
        ("merge-single-col.csv", "unknown_header"),
        ("name-10k.csv", "41"),
        ("nppes-deactivated.csv", "41"),
        ("nppes-foreign.csv", "41"),
        ("quote-backslash-comma.csv", "41 22:field_count"),
        ("quote-single.csv", "41 22:field_count"),
        ("quote-smart.csv", "41 22:field_count"),
        ("quote-unclosed-last.csv", "unclosed_quote"),
        ("row-long.csv", "41 22:field_count"),
        ("row-short.csv", "41 22:field_count"),
        ("row-trailing-comma-all.csv", "40"),
        ("trunc-mid-quoted.csv", "41 42:field_count"),
        ("trunc-mid-row.csv", "40 41:field_count"),
        ("zip-as-csv.csv", "40"),
        ("zip-slip.zip", "40"),
        ("zip-two-members.zip", "archive_members"),
    ];
    for (file, expected) in expected {
        let (read, seen) = try_read(&[&shared.join("bad_inputs/csv").join(file)], &options());
        assert_eq!(outcome(&read, &seen), expected, "{file}: {read:?}");
    }
    for entry in std::fs::read_dir(shared.join("bad_inputs/csv")).expect("the folder") {
        let path = entry.expect("an entry").path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let (read, seen) = try_read(&[&path], &options());
        let listed = expected.iter().any(|(file, _)| *file == name);
        assert!(listed || matches!(outcome(&read, &seen).as_str(), "41" | "40"), "{name}: {read:?}");
    }
}

#[test]
fn each_real_file_is_read_or_refused_by_what_it_lacks() {
    let Some(shared) = shared() else { return };
    for (file, format, expected) in [
        ("nppes/npidata_pfile_2016_25k_dev.csv.gz", Format::Nppes, "24996"),
        ("nppes/npidata_pfile_v2_mixed_dev.csv.gz", Format::Nppes, "1166"),
        ("nppes/mangled_pandas_330col_dev.csv.gz", Format::Nppes, "496"),
        ("nppes/mangled_excel_330col_2025_dev.csv.gz", Format::Nppes, "97"),
        ("nppes/nppes_2026_21col_dev.csv.gz", Format::Nppes, "2514"),
        ("nppes/nppes_2022_names_city_dev.csv.gz", Format::Nppes, "unknown_header"),
        ("nppes/pl_pfile_sample.csv", Format::NppesPractices, "34"),
        ("nppes/othername_pfile_sample.csv", Format::NppesNames, "3"),
        ("nppes/NPPES_Deactivated_NPI_Report_100923.zip", Format::NppesDeactivated, "258959"),
        ("cms/dac_2021_40col_dev.csv.gz", Format::Own, "215"),
        ("cms/dac_2026_14col_dev.csv.gz", Format::Own, "4853"),
    ] {
        let (read, seen) = try_read(&[&shared.join("data").join(file)], &options());
        assert_eq!(outcome(&read, &seen), expected, "{file}");
        if let Ok(summary) = read {
            assert_eq!(summary.files[0].format, format, "{file}");
            assert_eq!(summary.list.as_str(), if format == Format::Own { "list" } else { "nppes" }, "{file}");
            let side =
                matches!(format, Format::NppesPractices | Format::NppesNames | Format::NppesDeactivated);
            assert_eq!(summary.whole, !side, "{file}");
        }
    }
}

#[test]
fn the_header_of_each_vintage_is_known() {
    let Some(shared) = shared() else { return };
    for (file, columns) in [
        ("npidata_329_2005-2019.csv", 52),
        ("npidata_330_v1_2020-2024.csv", 52),
        ("npidata_330_v2_2025.csv", 52),
        ("pl_pfile_2025.csv", 8),
        ("othername_pfile_2025.csv", 2),
        ("othername_pfile_2026.csv", 2),
        ("deactivated_report.csv", 2),
    ] {
        let text = std::fs::read_to_string(shared.join("data/nppes/headers").join(file)).expect(file);
        let table = table::open(Box::new(std::io::Cursor::new(text)), &options()).map(|table| table.layout);
        let layout = table.expect(file);
        assert_eq!(
            (layout.columns.len(), layout.unknown.len()),
            (columns, 0),
            "{file}: {:?}",
            layout.unknown
        );
    }
}

#[test]
fn a_list_is_the_same_however_it_is_packed() {
    let list = format!("{HEADER}{ROW}");
    let twice = [gzip(HEADER.as_bytes()), gzip(ROW.as_bytes())].concat();
    let packed = gzip(list.as_bytes());
    let files: [(&str, Vec<u8>); 7] = [
        ("list.csv", list.clone().into_bytes()),
        ("list.csv.gz", packed.clone()),
        ("list.csv", packed.clone()),
        ("twice.gz", twice),
        (
            "list.zip",
            zip(&[("a/b/list.csv", list.as_bytes()), ("readme.pdf", b"%PDF"), ("__MACOSX/._list.csv", b"x")]),
        ),
        ("list.csv", zip(&[("../../../etc/list.csv", list.as_bytes())])),
        ("list.zip", zip(&[("list.csv.gz", &packed)])),
    ];
    for (name, bytes) in &files {
        let (read, seen) = read_files(&[(name, bytes)]);
        assert_eq!((outcome(&read, &seen), seen.lines), ("1".to_owned(), vec![2]), "{name}");
        let summary = read.expect("read");
        assert_eq!(summary.files[0].hash, blake3::hash(bytes).to_hex().to_string(), "{name}");
        let told = seen.progress.last().copied().unwrap_or_default();
        assert_eq!((told.bytes <= told.total_bytes, told.total_bytes), (true, bytes.len() as u64), "{name}");
    }
}

#[test]
fn archives_that_are_damaged_or_ambiguous_are_refused() {
    let list = format!("{HEADER}{}", ROW.repeat(2_000));
    let packed = gzip(list.as_bytes());
    let mut wrong = packed.clone();
    let end = wrong.len() - 6;
    wrong[end] ^= 0xff;
    let zipped = zip(&[("list.csv", list.as_bytes())]);
    let mut broken = zipped.clone();
    broken[200] ^= 0xff;
    let bomb = format!("{HEADER}{}", "\n".repeat(8 << 20));
    let cases: [(&str, Vec<u8>, &str); 11] = [
        ("cut.csv.gz", packed[..packed.len() - 9].to_vec(), "archive_damaged"),
        ("cut.csv.gz", packed[..packed.len() / 2].to_vec(), "archive_damaged"),
        ("crc.csv.gz", wrong, "archive_damaged"),
        ("tail.csv.gz", [packed.clone(), b"tail".to_vec()].concat(), "archive_damaged"),
        ("cut.zip", zipped[..zipped.len() - 30].to_vec(), "archive_damaged"),
        ("broken.zip", broken, "archive_damaged"),
        ("bomb.csv.gz", gzip(bomb.as_bytes()), "archive_ratio"),
        ("bomb.zip", zip(&[("list.csv", bomb.as_bytes())]), "archive_ratio"),
        ("two.zip", zip(&[("a.csv", list.as_bytes()), ("b.csv", list.as_bytes())]), "archive_members"),
        ("none.zip", zip(&[("a.pdf", b"%PDF"), ("b.doc", b"x")]), "archive_members"),
        ("nested.zip", zip(&[("list.csv", &zipped)]), "not_csv"),
    ];
    for (name, bytes, expected) in cases {
        let (read, seen) = read_files(&[(name, &bytes)]);
        assert_eq!(outcome(&read, &seen), expected, "{name}");
        let Err(error) = read else { continue };
        assert!(error.to_string().starts_with(name), "{error}");
    }
}

const NPPES_HEADER: &str = "NPI,Entity Type Code,Provider Last Name (Legal Name),Provider First Name,\
    Provider Credential Text,Provider Business Practice Location Address City Name,\
    Provider Business Practice Location Address State Name,\
    Provider Business Practice Location Address Postal Code,Healthcare Provider Taxonomy Code_1\n";
const NPPES_ROW: &str = "1234567893,1,DOE,JANE,DC,PITTSBURGH,PA,15213,111N00000X\n";
const OTHER_NAMES: &str = "NPI,Provider Other Organization Name\n1234567893,Spine Center\n";
const PRACTICES: &str = "NPI,Provider Secondary Practice Location Address - City Name,\
    Provider Secondary Practice Location Address - State Name,\
    Provider Secondary Practice Location Address - Postal Code\n1234567893,BOSTON,MA,02118\n";

#[test]
fn side_files_follow_the_list_and_lists_do_not_mix() {
    let main = format!("{NPPES_HEADER}{NPPES_ROW}");
    let own = format!("{HEADER}{ROW}");
    let (read, seen) = read_files(&[
        ("othername_pfile.csv", OTHER_NAMES.as_bytes()),
        ("pl_pfile.csv", PRACTICES.as_bytes()),
        ("npidata_pfile_20250407-20250413.csv", main.as_bytes()),
        ("npidata_pfile_20050523-20250406.csv", main.as_bytes()),
    ]);
    let summary = read.expect("read");
    let names: Vec<&str> = summary.files.iter().map(|file| file.name.as_str()).collect();
    let order = [
        "npidata_pfile_20050523-20250406.csv",
        "npidata_pfile_20250407-20250413.csv",
        "pl_pfile.csv",
        "othername_pfile.csv",
    ];
    assert_eq!((names.as_slice(), summary.whole, seen.lines.len()), (&order[..], true, 4));

    for (files, whole) in [
        (&[("npidata_pfile_20250407-20250413.csv", main.as_bytes())][..], false),
        (&[("pl_pfile.csv", PRACTICES.as_bytes())], false),
        (&[("npidata_pfile.csv", main.as_bytes())], true),
        (&[("a.csv", own.as_bytes()), ("b.csv", own.as_bytes())], true),
    ] {
        assert_eq!(read_files(files).0.map(|summary| summary.whole).ok(), Some(whole), "{files:?}");
    }
    let (read, seen) = read_files(&[("a.csv", own.as_bytes()), ("b.csv", main.as_bytes())]);
    assert_eq!((outcome(&read, &seen), seen.lines.len()), ("mixed_files".to_owned(), 0));
}

#[test]
fn the_nppes_download_is_read_as_published() {
    let main = format!("{NPPES_HEADER}{NPPES_ROW}");
    let bundle = zip(&[
        ("othername_pfile_20050523-20250413.csv", OTHER_NAMES.as_bytes()),
        ("npidata_pfile_20050523-20250413_fileheader.csv", NPPES_HEADER.as_bytes()),
        ("npidata_pfile_20050523-20250413.csv", main.as_bytes()),
        ("pl_pfile_20050523-20250413.csv", PRACTICES.as_bytes()),
        ("endpoint_pfile_20050523-20250413.csv", b"NPI,Endpoint Type,Endpoint\n"),
        ("NPPES_Data_Dissemination_Readme.pdf", b"%PDF"),
    ]);
    let (read, seen) = read_files(&[("NPPES_April.zip", &bundle)]);
    let summary = read.expect("read");
    let formats: Vec<Format> = summary.files.iter().map(|file| file.format).collect();
    assert_eq!(formats, [Format::Nppes, Format::NppesPractices, Format::NppesNames]);
    assert_eq!(summary.files[0].name, "NPPES_April.zip!npidata_pfile_20050523-20250413.csv");
    assert_eq!((summary.whole, seen.kept.len()), (true, 3));
    let two = zip(&[("npidata_pfile_a.csv", main.as_bytes()), ("npidata_pfile_b.csv", main.as_bytes())]);
    assert!(
        matches!(read_files(&[("x.zip", &two)]).0, Err(IngestError::Refused(refusal)) if refusal.code == Code::ArchiveMembers)
    );
}

#[test]
fn encodings_come_out_as_text() {
    let list = format!("{HEADER}1234567893,José Muñoz,DC,chiropractor,Pittsburgh,PA,15213\n");
    let wide = |unit: fn(u16) -> [u8; 2]| list.encode_utf16().flat_map(unit).collect::<Vec<u8>>();
    let latin = encoding_rs::WINDOWS_1252.encode(&list).0.into_owned();
    // Valid letters beyond ASCII make this a UTF-8 file with one bad row.
    let mut mixed =
        format!("{HEADER}{}", "1234567893,Zoë Ångström Müller,DC,chiropractor,Pittsburgh,PA,15213\n")
            .into_bytes();
    mixed.extend_from_slice(&latin[HEADER.len()..]);
    let marked = |mark: &[u8], text: Vec<u8>| [mark.to_vec(), text].concat();
    for (bytes, encoding, recoded) in [
        (list.clone().into_bytes(), "UTF-8", &[][..]),
        (marked(b"\xEF\xBB\xBF", list.clone().into_bytes()), "UTF-8", &[]),
        (marked(b"\xFF\xFE", wide(u16::to_le_bytes)), "UTF-16LE", &[]),
        (marked(b"\xFE\xFF", wide(u16::to_be_bytes)), "UTF-16BE", &[]),
        (wide(u16::to_le_bytes), "UTF-16LE", &[]),
        (latin.clone(), "windows-1252", &[]),
        (mixed, "UTF-8", &[3]),
    ] {
        let (read, seen) = read_files(&[("list.csv", &bytes)]);
        assert_eq!(read.expect("read").files[0].encoding, encoding);
        assert_eq!(seen.recoded, recoded, "{encoding}");
        let Some(Fragment::Whole(provider)) = seen.kept.last() else { panic!("{encoding}: {:?}", seen.kept) };
        assert_eq!(provider.name.to_string(), "José Muñoz", "{encoding}");
    }
}

#[test]
fn a_folder_and_a_missing_file_are_io_errors() {
    let folder = tempfile::tempdir().expect("a folder");
    for path in [folder.path(), &folder.path().join("none.csv")] {
        assert!(matches!(try_read(&[path], &options()).0, Err(IngestError::Io { .. })), "{path:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_or_refused(bytes in proptest::collection::vec(any::<u8>(), 0..500), magic in 0..4_usize) {
        let magic: &[u8] = [&b""[..], b"\x1f\x8b\x08\x00", b"PK\x03\x04", HEADER.as_bytes()][magic];
        let _ = read_files(&[("list.csv", &[magic, &bytes].concat())]);
    }

    #[test]
    fn every_row_of_any_table_is_handed_out(rows in proptest::collection::vec(proptest::collection::vec("[a-zé0-9\", ;|#=\r\n]{0,8}", 7), 0..12), delimiter in 0..4_usize, crlf: bool) {
        let delimiter = [b',', b';', b'\t', b'|'][delimiter];
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(terminator).from_writer(Vec::new());
        writer.write_record(HEADER.trim().split(',')).expect("memory");
        // A row without a letter or digit is a blank line.
        let rows: Vec<_> = rows.into_iter().filter(|row| row.iter().any(|field| field.chars().any(char::is_alphanumeric))).collect();
        for row in &rows {
            writer.write_record(row).expect("memory");
        }
        let bytes = writer.into_inner().expect("memory");
        let (read, seen) = read_files(&[("list.csv", &bytes)]);
        prop_assert!(read.is_ok(), "{:?}", read);
        prop_assert_eq!(seen.lines.len(), rows.len());
        prop_assert!(seen.told.is_empty(), "{:?}", seen.told);
    }
}
