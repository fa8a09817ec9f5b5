//! Why somebody is not listed: every row that an import leaves out is told by the id that it is about, for as long as
//! its list stays as it is.

use crate::support::{TestIndex, VOCABULARY, fixture, shared};
use specialist_finder::domain::Npi;
use specialist_finder::import::{ImportOutcome, ImportRequest};
use specialist_finder::ingest::Source;
use specialist_finder::query::{AskedId, Engine, SearchRequest, Why};
use std::fmt::Write as _;
use std::io::Read as _;
use std::path::Path;

const HEADER: &str = "npi,id,name,credential,specialty,address,city,state,zip,status\n";

/// The `n`th of a row of NPIs that check.
fn npi(n: u64) -> Npi {
    let tenfold = 1_300_000_000 + n * 10;
    (tenfold..tenfold + 10).find_map(|number| Npi::new(number).ok()).expect("one checks")
}

/// Forty rows that nothing is wrong with, so that a few bad ones are no reason to refuse the list.
fn good_rows() -> String {
    let mut rows = String::new();
    for n in 0..40 {
        writeln!(rows, "{},,Good Provider{n},DC,chiropractor,{n} Main St,Pittsburgh,PA,15213,", npi(n))
            .expect("memory");
    }
    rows
}

fn import(index: &TestIndex, name: &str, list: &str, text: &str) -> ImportOutcome {
    let path = index.folder().join(name);
    std::fs::write(&path, text).expect("written");
    let mut request = ImportRequest::new(vec![Source::File(path)], crate::support::now());
    request.list = list.parse().ok();
    request.allow_rejects = true;
    request.allow_shrink = true;
    let outcome = index.import_with(&request).expect("imports");
    assert_eq!(outcome.refused, None);
    outcome
}

fn why(engine: &Engine, id: &str) -> Why {
    engine.why(&AskedId::read(id), &SearchRequest::default()).expect("an explanation")
}

/// Whether it is listed, and what is told of rows: code, list, line, column.
fn told(engine: &Engine, id: &str) -> String {
    let why = why(engine, id);
    let mut text = if why.provider.is_some() { "listed" } else { "not listed" }.to_owned();
    for reason in why.reasons.iter().chain(&why.left_out) {
        write!(text, "; {}", reason.code).expect("memory");
        if let Some(listed) = &reason.row {
            let row = &listed.row;
            write!(text, " {} {} {}", listed.list, row.line, row.column).expect("memory");
            let (rejected, code) = (row.rejected, &row.code);
            assert_eq!(rejected, reason.code == "rejected", "{code}");
            assert!(reason.message.contains(&format!("line {}", row.line)), "{}", reason.message);
        }
    }
    text.trim_end().to_owned()
}

#[test]
fn every_fate_of_a_row_of_ones_own_list_is_told() {
    let index = TestIndex::new();
    let mut text = HEADER.to_owned() + &good_rows();
    for row in [
        "1300000010,,Wrong Digit,DC,chiropractor,1 Main St,Pittsburgh,PA,15213,",
        ",a-1,No Where,DC,chiropractor,1 Main St,Nowhereville,,,",
        ",a-2,Long Gone,DC,chiropractor,1 Main St,Pittsburgh,PA,15213,retired",
        ",a-3,Tooth Puller,DDS,dentist,1 Main St,Pittsburgh,PA,15213,",
        ",a-4,Odd Trade,,wizardry,1 Main St,Pittsburgh,PA,15213,",
        ",a-5,,DC,chiropractor,1 Main St,Pittsburgh,PA,15213,",
        ",a-6,Twice There,DC,chiropractor,1 Main St,Pittsburgh,PA,15213,",
        ",a-6,Twice There,DC,chiropractor,1 Main Street,Pittsburgh,PA,15213,",
        ",a-7,Two Offices,DC,chiropractor,1 Main St,Pittsburgh,PA,15213,",
        ",a-7,Two Offices,DC,chiropractor,2 High St,Nowhereville,,,",
        ",,No Id,DC,chiropractor,1 Main St,Pittsburgh,PA,15213,",
        ",a-8,too,many,fields,in,this,row,of,the,list,here",
        ",a-10,Gone Since,DC,chiropractor,1 Main St,Pittsburgh,PA,15213,active",
        ",a-10,Gone Since,DC,chiropractor,1 Main Street,Pittsburgh,PA,15213,retired",
        ",a-11,Less Far,DC,chiropractor,1 Main St,Pittsburgh,PA,15213,active",
        ",a-11,Less Far,DC,chiropractor,2 High St,Pittsburgh,PA,15213,closed",
    ] {
        text += row;
        text.push('\n');
    }
    import(&index, "board.csv", "board", &text);
    let engine = index.engine();
    for (id, expected) in [
        ("1300000010", "not listed; invalid_npi; rejected board 42 npi"),
        ("board:a-1", "not listed; rejected board 43 city"),
        ("board:a-2", "not listed; inactive board 44 status"),
        ("board:a-3", "not listed; other_profession board 45 specialty"),
        ("board:a-4", "not listed; rejected board 46 specialty"),
        ("board:a-5", "not listed; rejected board 47 name"),
        ("board:a-6", "listed; duplicate_row board 48"),
        ("board:a-7", "listed; rejected board 51 city"),
        ("board:a-8", "not listed; never_seen"),
        ("board:a-10", "not listed; duplicate_row board 54 ; inactive board 55 status"),
        ("board:a-11", "listed; inactive board 57 status"),
        ("board:a-9", "not listed; never_seen"),
        (&npi(99).to_string(), "not listed; never_seen"),
        (&npi(7).to_string(), "listed"),
        ("other:a-1", "not listed; unknown_list"),
    ] {
        assert_eq!(told(&engine, id), expected, "{id}");
    }
    let nobody = why(&engine, "board:a-8");
    assert!(nobody.reasons[0].message.contains("could not be read: 2"), "{}", nobody.reasons[0].message);
    for secret in ["Nowhereville", "wizardry", "Wrong Digit"] {
        let file = std::fs::read(index.path().join("000001/lists/board.left_out")).expect("a file");
        assert!(!String::from_utf8_lossy(&file).contains(secret), "{secret} is kept");
    }
}

#[test]
fn what_was_left_out_of_a_list_stays_as_long_as_the_list() {
    let index = TestIndex::new();
    let bad = |id: &str| {
        format!("{HEADER}{}{id},x-1,Bad Row,DC,chiropractor,1 Main St,Nowhereville,,,\n", good_rows())
    };
    import(&index, "a.csv", "first", &bad(""));
    assert_eq!(told(&index.engine(), "first:x-1"), "not listed; rejected first 42 city");
    let path = |generation: &str| index.path().join(generation).join("lists/first.left_out");
    let before = std::fs::read(path("000001")).expect("a file");
    import(&index, "b.csv", "second", &bad(""));
    assert_eq!(std::fs::read(path("000002")).expect("carried over"), before);
    let engine = index.engine();
    assert_eq!(told(&engine, "first:x-1"), "not listed; rejected first 42 city");
    assert_eq!(told(&engine, "second:x-1"), "not listed; rejected second 42 city");
    assert_eq!(told(&engine, "first:x-2"), "not listed; never_seen");
    index.store().verify(None, &VOCABULARY).expect("hashed like every file");
    let good =
        format!("{HEADER}{},x-1,Good Row,DC,chiropractor,1 Main St,Pittsburgh,PA,15213,\n", good_rows());
    import(&index, "a.csv", "first", &good);
    let engine = index.engine();
    assert_eq!(told(&engine, "first:x-1"), "listed");
    assert_eq!(told(&engine, "second:x-1"), "not listed; rejected second 42 city");
    import(&index, "a.csv", "first", &format!("{HEADER}{}", good_rows()));
    assert_eq!(told(&index.engine(), "first:x-1"), "not listed; no_longer_listed");
}

const FEDERAL: &str = "NPI,Entity Type Code,Provider Last Name (Legal Name),Provider First Name,\
    Provider Credential Text,Provider First Line Business Practice Location Address,\
    Provider Business Practice Location Address City Name,Provider Business Practice Location Address State Name,\
    Provider Business Practice Location Address Postal Code,\
    Provider Business Practice Location Address Country Code (If outside U.S.),Last Update Date,\
    NPI Deactivation Date,NPI Reactivation Date,Healthcare Provider Taxonomy Code_1,\
    Healthcare Provider Primary Taxonomy Switch_1\n";

fn federal(n: u64, country: &str, deactivated: &str, code: &str) -> String {
    let number = npi(n);
    format!(
        "{number},1,Doe,Jane{n},,{n} Main St,Pittsburgh,PA,15213,{country},06/30/2025,{deactivated},,{code},Y\n"
    )
}

#[test]
fn a_weekly_file_renews_only_what_it_speaks_of() {
    let index = TestIndex::new();
    let mut whole = FEDERAL.to_owned();
    for n in 0..10 {
        whole += &federal(n, "US", "", "111N00000X");
    }
    whole += &federal(10, "US", "", "122300000X");
    whole += &federal(11, "US", "", "390200000X");
    whole += &federal(12, "US", "01/05/2020", "");
    whole += &federal(13, "DE", "", "111N00000X");
    whole += &federal(14, "US", "", "122300000X");
    import(&index, "npidata_pfile_20050523-20250413.csv", "nppes", &whole);
    let told_of = |engine: &Engine, n: u64| told(engine, &npi(n).to_string());
    let engine = index.engine();
    assert_eq!(told_of(&engine, 3), "listed");
    assert!(told_of(&engine, 10).starts_with("not listed; other_profession nppes 12"));
    assert!(told_of(&engine, 11).starts_with("not listed; student_only nppes 13"));
    assert_eq!(told_of(&engine, 12), "not listed; deactivated nppes 14 npi");
    assert!(told_of(&engine, 13).starts_with("not listed; rejected nppes 15"));
    // A chiropractor turns dentist, a dentist chiropractor, one is deactivated; of the others it says nothing.
    let weekly = FEDERAL.to_owned()
        + &federal(3, "US", "", "122300000X")
        + &federal(10, "US", "", "111N00000X")
        + &federal(4, "US", "04/10/2025", "");
    import(&index, "npidata_pfile_20250407-20250413.csv", "nppes", &weekly);
    let engine = index.engine();
    assert_eq!(told_of(&engine, 10), "listed");
    assert_eq!(told_of(&engine, 4), "not listed; no_longer_listed; deactivated nppes 4 npi");
    assert!(told_of(&engine, 14).starts_with("not listed; other_profession nppes 16"));
    assert!(told_of(&engine, 11).starts_with("not listed; student_only nppes 13"));
    assert_eq!(told_of(&engine, 99), "not listed; never_seen");
    let row = |n: u64| {
        why(&engine, &npi(n).to_string()).reasons.pop().and_then(|reason| reason.row).expect("a row")
    };
    assert_eq!(row(14).row.file, "npidata_pfile_20050523-20250413.csv");
    assert_eq!(row(4).row.file, "npidata_pfile_20250407-20250413.csv");
}

#[test]
fn a_generation_of_an_older_program_opens_and_says_what_it_does_not_know() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/npi-check-digit.csv"));
    without_record(&index.path(), "000001", "list");
    assert_eq!(told(&index.engine(), "1000000054"), "not listed; invalid_npi");
    assert_eq!(told(&index.engine(), "1234567893"), "not listed; not_recorded");
    // Another list's import takes the list along as it is.
    import(&index, "b.csv", "second", &format!("{HEADER}{}", good_rows()));
    assert_eq!(told(&index.engine(), "list:7"), "not listed; not_recorded");
    assert_eq!(told(&index.engine(), "second:7"), "not listed; never_seen");
    let again = index.import(&fixture("bad_inputs/csv/npi-check-digit.csv")).expect("imports");
    assert_eq!(again.rejected, 1);
    assert_eq!(told(&index.engine(), "1000000054"), "not listed; invalid_npi; rejected list 22 npi");
    assert_eq!(told(&index.engine(), "1234567893"), "not listed; never_seen");
}

/// Makes a generation what a program wrote that did not record rows left out.
fn without_record(index: &Path, generation: &str, list: &str) {
    let name = format!("lists/{list}.left_out");
    let folder = index.join(generation);
    std::fs::remove_file(folder.join(&name)).expect("it was there");
    let path = folder.join("manifest.json");
    let mut manifest: serde_json::Value =
        serde_json::from_slice(&std::fs::read(&path).expect("a manifest")).expect("JSON");
    let files = manifest["files"].as_array_mut().expect("files");
    files.retain(|file| file[0] != name.as_str());
    let bytes = serde_json::to_vec_pretty(&manifest).expect("JSON");
    let hash = blake3::hash(&bytes).to_hex().to_string();
    std::fs::write(&path, bytes).expect("written");
    let pointer = std::fs::read_to_string(index.join("CURRENT")).expect("a pointer");
    let old = pointer.split_whitespace().find(|word| word.len() == 64).expect("a hash").to_owned();
    for file in ["CURRENT", "history.ndjson"] {
        let text = std::fs::read_to_string(index.join(file)).expect("readable");
        std::fs::write(index.join(file), text.replace(&old, &hash)).expect("written");
    }
}

#[test]
fn every_row_of_the_federal_file_is_listed_or_told_of() {
    let Some(path) = shared("data/nppes/npidata_pfile_2016_25k_dev.csv.gz") else { return };
    let index = TestIndex::new();
    let began = std::time::Instant::now();
    let outcome = index.import(&path).expect("imports");
    let took = began.elapsed();
    let engine = index.engine();
    let mut text = String::new();
    let file = std::fs::File::open(&path).expect("opens");
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).expect("text");
    let (mut listed, mut codes) = (0, std::collections::BTreeMap::new());
    for (line, row) in (2_u64..).zip(text.lines().skip(1)) {
        let number = row.trim_start_matches('"').get(..10).expect("ten digits");
        let why = why(&engine, number);
        if why.provider.is_some() {
            listed += 1;
            continue;
        }
        let told =
            why.reasons.iter().find(|reason| reason.row.as_ref().is_some_and(|row| row.row.line == line));
        let told = told.unwrap_or_else(|| panic!("line {line}: {:?}", why.reasons));
        *codes.entry(told.code).or_insert(0_u64) += 1;
    }
    let left_out: u64 = codes.values().sum();
    assert_eq!(left_out, outcome.skipped + outcome.rejected, "{codes:?} {:?}", outcome.reasons);
    assert_eq!(listed, outcome.accepted);
    let bytes = std::fs::metadata(index.path().join("000001/lists/nppes.left_out")).expect("a file").len();
    crate::support::tell(&format!(
        "rows left out: {left_out} in {bytes} bytes; the import took {took:?}; {codes:?}"
    ));
    assert!(bytes <= left_out * 16 + 1_000, "{bytes} bytes for {left_out} rows");
}

#[test]
fn practices_that_are_one_too_many_are_told_and_counted() {
    let index = TestIndex::new();
    let mut text = HEADER.to_owned() + &good_rows();
    for number in 1..=1_003 {
        writeln!(text, ",b-1,Many Offices,DC,chiropractor,{number} Main St,Pittsburgh,PA,15213,")
            .expect("memory");
    }
    let lines = text.lines().count();
    let outcome = import(&index, "board.csv", "board", &text);
    assert_eq!(outcome.reasons.get("too_many_practices"), Some(&3));
    assert_eq!((outcome.accepted, outcome.skipped, outcome.rejected), (lines as u64 - 4, 3, 0));
    let report = std::fs::read_to_string(outcome.report.expect("a report")).expect("read");
    let skipped = report.lines().filter(|line| line.contains(",skipped,too_many_practices,"));
    let at: Vec<String> = skipped.map(|line| line.split(',').take(2).collect::<Vec<_>>().join(":")).collect();
    assert_eq!(at, [lines - 2, lines - 1, lines].map(|line| format!("board.csv:{line}")));
    let engine = index.engine();
    let told = told(&engine, "board:b-1");
    assert!(told.starts_with("listed; too_many_practices board"), "{told}");
    let why = why(&engine, "board:b-1");
    assert_eq!(why.provider.expect("listed").practices.len(), 1_000);
}
