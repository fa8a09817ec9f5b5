//! Packed lists: gzip, zip, the NPPES download, the workbook of deactivated NPIs.

use super::*;
use proptest::prelude::*;
use std::io::Write;

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
    // The number of the method stands behind the signature of a member and, once more, of its entry in the directory.
    let method = |number: u8| {
        let mut bytes = zipped.clone();
        let entry =
            (0..bytes.len() - 4).find(|&at| bytes[at..].starts_with(b"PK\x01\x02")).expect("an entry");
        bytes[8] = number;
        bytes[entry + 10] = number;
        bytes
    };
    let (bzip2, lzma) = (method(12), method(14));
    let bomb = format!("{HEADER}{}", "\n".repeat(8 << 20));
    // The writer refuses a second member of one name, so that it gets it behind its back, in both of its places.
    let mut same = zip(&[("l.csv", list.as_bytes()), ("m.csv", ROW.as_bytes())]);
    for at in 0..same.len() - 4 {
        if &same[at..at + 5] == b"m.csv" {
            same[at] = b'l';
        }
    }
    let cases: [(&str, Vec<u8>, &str); 14] = [
        ("bzip2.zip", bzip2, "archive_members"),
        ("lzma.zip", lzma, "archive_members"),
        ("same.zip", same, "archive_members"),
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

const SHEET: &str = r#"<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:B4"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c></row><row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" t="s"><v>2</v></c></row><row r="3"><c r="A3" t="s"><v>3</v></c><c r="B3" t="inlineStr"><is><t>10/08/2023</t></is></c></row><row r="4"><c r="A4"><v>1679576722</v></c><c r="B4" s="1"><v>45207</v></c></row></sheetData></worksheet>"#;
const STRINGS: &str = r#"<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" count="4" uniqueCount="4"><si><t>NPPES Deactivated Records</t></si><si><t>NPI</t></si><si><t>NPPES Deactivation Date</t></si><si><t>1234567893</t></si></sst>"#;
const WORKBOOK: &str = r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="DeactivatedNPIs" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
const STYLES: &str = r#"<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs count="2"><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#;
const ROOT: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/><Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/></Relationships>"#;

fn workbook(parts: [&[u8]; 5]) -> Vec<u8> {
    let [sheet, strings, workbook, styles, relations] = parts;
    zip(&[
        (
            "[Content_Types].xml",
            b"<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        ("_rels/.rels", ROOT.as_bytes()),
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/sharedStrings.xml", strings),
        ("xl/styles.xml", styles),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}

const PARTS: [&str; 5] = [SHEET, STRINGS, WORKBOOK, STYLES, RELATIONS];

#[test]
fn the_deactivation_report_is_read_as_workbook_or_csv_and_no_other_workbook_is() {
    let book = workbook(PARTS.map(str::as_bytes));
    let csv = b"NPPES Deactivated Records as of Oct 09 2023,\nNPI,NPPES Deactivation Date\n1234567893,10/08/2023\n1679576722,10/08/2023\n";
    for (name, bytes, line) in [
        ("report.xlsx", book.clone(), 3),
        ("report.zip", zip(&[("NPPES Deactivated NPI Report 20231009.xlsx", &book)]), 3),
        ("report.csv", csv.to_vec(), 3),
    ] {
        let (read, seen) = read_files(&[(name, &bytes)]);
        let summary = read.expect(name);
        assert_eq!((summary.whole, summary.files[0].format), (false, Format::NppesDeactivated), "{name}");
        assert_eq!((seen.deactivated, seen.lines), (2, vec![line, line + 1]), "{name}");
    }
    let other = WORKBOOK.replace("DeactivatedNPIs", "Sheet1");
    let book = workbook([SHEET, STRINGS, &other, STYLES, RELATIONS].map(str::as_bytes));
    let (read, seen) = read_files(&[("list.xlsx", &book)]);
    assert_eq!(outcome(&read, &seen), "not_csv");
    assert!(read.is_err_and(|error| error.to_string().contains("save the list as CSV")));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_workbook_is_read_or_refused(part in 0..5_usize, at in 0.0..1.0_f64, cut in 0..20_usize, put in "[<>/=\"A-Z0-9:&;\\-]{0,6}") {
        let mut parts = PARTS.map(|text| text.as_bytes().to_vec());
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, clippy::cast_precision_loss, reason = "a place in a short text")]
        let at = (at * parts[part].len() as f64) as usize;
        let end = (at + cut).min(parts[part].len());
        parts[part].splice(at..end, put.bytes());
        let _ = read_files(&[("report.xlsx", &workbook([&parts[0], &parts[1], &parts[2], &parts[3], &parts[4]]))]);
    }
}
