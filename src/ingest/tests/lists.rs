//! Lists as they lie on disk: real, hostile, in every encoding, several at once.

use super::*;
use proptest::prelude::*;

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
        let options = options();
        let look = Look::new(&options, &WORDS, &PLACES);
        let table = table::open(Box::new(std::io::Cursor::new(text)), &look).map(|table| table.layout);
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
        (latin.clone(), "windows-1252", &[2]),
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
fn rows_may_all_end_with_a_delimiter_that_the_header_lacks() {
    let rows = |end: &str, count: usize| {
        let row = |n: usize| format!("{n},Ana Doe,DC,chiropractor,Boston,MA,02118{end}\n");
        let rows: String = (1..=count).map(row).collect();
        read_files(&[("list.csv", format!("{}{rows}", HEADER.replace("npi", "id")).as_bytes())]).1
    };
    assert_eq!(rows(",", 5).kept, rows("", 5).kept);
    assert_eq!(rows(",,,", 5).kept, rows("", 5).kept);
    // Something behind the last column, or too few rows to tell a delimiter from a comma within an address.
    for (end, count) in [(",x", 5), (",", 2), (",,", 1)] {
        assert!(rows(end, count).kept.is_empty(), "{end} {count}");
    }
    // A comma in every address, and notes that nobody has.
    let list = "id,name,specialty,address,city,state,zip,phone,notes\n".to_owned()
        + &"7,Ana Doe,chiropractor,1 Elm St, Suite 5,Boston,MA,02118,617-555-0100,\n".repeat(5);
    let (read, seen) = read_files(&[("list.csv", list.as_bytes())]);
    assert_eq!(
        outcome(&read, &seen),
        "5 2:field_count 3:field_count 4:field_count 5:field_count 6:field_count"
    );
}

#[test]
fn what_other_programs_escaped_says_what_it_said() {
    let header = "npi,name,credential,specialty,address,city,state,zip,phone,lat,lon\n";
    let plain = "1234567893,\"O'Brien, Ana\",DC,chiropractor,1 Elm & Oak St,Boston,MA,02118,412-555-0100,42.3408,-71.0746\n";
    let escaped = "=\"1234567893\",\"=\"\"O&#39;Brien, Ana\"\"\",=\"DC\",=\"chiropractor\",1 Elm &amp; Oak St,Boston,MA,=\"02118\",tel:412-555-0100,\"=\"\"42.3408\"\"\",=\"-71.0746\"\n";
    let read = |row: &str| read_files(&[("list.csv", format!("{header}{row}").as_bytes())]).1;
    let (plain, escaped) = (read(plain), read(escaped));
    assert_eq!(plain.kept.len(), 1, "{:?}", plain.told);
    assert_eq!(escaped.kept, plain.kept);
    let header = header.trim().split(',').map(|name| format!("=\"{name}\"")).collect::<Vec<_>>().join(",");
    let list = format!("{header}\n1234567893,Ana Doe,DC,chiropractor,1 Elm St,Boston,MA,02118,,,\n");
    assert_eq!(read_files(&[("list.csv", list.as_bytes())]).1.kept.len(), 1, "names of columns too");
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

#[test]
fn a_character_that_is_lost_is_named_where_it_stood() {
    let row = |name: &str| format!("{HEADER}{}", ROW.replace("Jane", name));
    let (read, seen) = read_files(&[("a.csv", row("J\u{fffd}ne").as_bytes())]);
    assert_eq!((outcome(&read, &seen).as_str(), seen.recoded.as_slice()), ("1", &[2][..]));
    // UTF-16 with half a character: 0xD800 is none.
    let text = row("J\u{1}ne");
    let units = text.encode_utf16().map(|unit| if unit == 1 { 0xD800 } else { unit });
    for big_endian in [false, true] {
        let unit = |unit: u16| if big_endian { unit.to_be_bytes() } else { unit.to_le_bytes() };
        let bytes: Vec<u8> = std::iter::once(0xFEFF).chain(units.clone()).flat_map(unit).collect();
        let (_, seen) = read_files(&[("a.csv", &bytes)]);
        assert_eq!(seen.recoded, [2], "{big_endian}");
    }
    let (_, seen) = read_files(&[("a.csv", row("José").as_bytes())]);
    assert_eq!(seen.recoded, [0_u64; 0]);
}
