//! Real federal files: counts equal those of a reader that works another way, and every file is read or refused with
//! a reason.

use crate::support::{TestIndex, fixture, shared};
use specialist_finder::import::{ImportOutcome, ImportRequest};
use specialist_finder::ingest::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::{Path, PathBuf};

fn data(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("data").join(name)
}

fn unzipped(path: &Path) -> String {
    let mut text = String::new();
    let file = std::fs::File::open(path).expect("opens");
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).expect("text");
    text
}

/// What another reading of the file comes to: lines cut at `","`, codes looked up in the table's own lines.
#[derive(Debug, Default, PartialEq)]
struct Counted {
    rows: u64,
    in_scope: u64,
    specialties: BTreeMap<String, u64>,
}

/// Code to specialties, by cutting the table's lines from both ends.
fn codes() -> BTreeMap<String, Vec<String>> {
    let text = std::fs::read_to_string(data("vocabulary/taxonomy_codes.csv")).expect("the table");
    text.lines()
        .skip(1)
        .map(|line| {
            let code = line.split(',').next().expect("a code").to_owned();
            let specialties = line.rsplit(',').nth(1).expect("specialties");
            (code, specialties.split('|').map(str::to_owned).collect())
        })
        .collect()
}

/// Whether a credential text holds the degree DO: between commas, single letters that follow each other are one word,
/// and a practice's `P C` behind it is none of it. A comma between bare letters, as in `D,O,`, stands for a point.
fn is_do(credential: &str) -> bool {
    let capitals = credential.to_uppercase().replace(".,", ";").replace(", ", ";");
    capitals.split(';').any(|part| {
        let mut words = vec![String::new()];
        let mut last_single = false;
        for word in part.split(|c: char| !c.is_ascii_alphabetic()).filter(|word| !word.is_empty()) {
            let single = word.len() == 1;
            match words.last_mut() {
                Some(open) if single && last_single => open.push_str(word),
                _ => words.push(word.to_owned()),
            }
            last_single = single;
        }
        words.iter().any(|word| ["DO", "DOPC", "DOPA"].contains(&word.as_str()))
    })
}

fn count(text: &str, rejected: &BTreeSet<u64>) -> Counted {
    let codes = codes();
    let mut lines = text.lines();
    let cut = |line: &str| line.trim_matches('"').split("\",\"").map(str::to_owned).collect::<Vec<String>>();
    let header = cut(lines.next().expect("a header"));
    let column =
        |name: &str| header.iter().position(|column| column == name).unwrap_or_else(|| panic!("no {name}"));
    let slots: Vec<usize> =
        (1..=15).map(|n| column(&format!("Healthcare Provider Taxonomy Code_{n}"))).collect();
    let (entity, credential) = (column("Entity Type Code"), column("Provider Credential Text"));
    let (gone, back) = (column("NPI Deactivation Date"), column("NPI Reactivation Date"));
    let country = column("Provider Business Practice Location Address Country Code (If outside U.S.)");
    let mut counted = Counted::default();
    for (line, row) in (2..).zip(lines.map(cut)) {
        counted.rows += 1;
        let active = row[gone].is_empty() || !row[back].is_empty();
        let home = ["US", "PR", "GU", "VI", "AS", "MP", ""].contains(&row[country].as_str());
        if row[entity].is_empty() || !active || !home {
            continue;
        }
        let mut specialties: BTreeSet<&str> =
            slots.iter().filter_map(|slot| codes.get(&row[*slot])).flatten().map(String::as_str).collect();
        if is_do(&row[credential]) && !specialties.contains("osteopath") {
            specialties.insert("do_physician");
        }
        counted.in_scope += u64::from(!specialties.is_empty());
        if rejected.contains(&line) {
            continue;
        }
        for specialty in specialties {
            *counted.specialties.entry(specialty.to_owned()).or_default() += 1;
        }
    }
    counted
}

fn rows(outcome: &ImportOutcome) -> u64 {
    outcome.accepted + outcome.rejected + outcome.skipped
}

/// Imports a file and compares with the other reading.
fn check(path: &Path) -> (ImportOutcome, Counted) {
    let index = TestIndex::new();
    let outcome = index.import(path).expect("imports");
    let rejected = outcome.errors.iter().map(|error| error.position.line).collect();
    let counted = count(&unzipped(path), &rejected);
    assert_eq!(outcome.refused, None);
    assert_eq!(rows(&outcome), counted.rows);
    assert_eq!(outcome.accepted + outcome.rejected, counted.in_scope, "{:?}", outcome.errors);
    (outcome, counted)
}

#[test]
fn the_bundled_sample_counts_as_another_reader_counts_it() {
    let (outcome, counted) = check(&data("sample/nppes_2016_sample.csv.gz"));
    assert_eq!(outcome.specialties, counted.specialties);
    // One row has an address of the military post, which is nowhere.
    let codes: Vec<_> = outcome.errors.iter().map(|error| error.code.as_str()).collect();
    assert_eq!((outcome.skipped, codes), (0, vec!["no_location"]), "{:?}", outcome.reasons);
}

#[test]
fn the_federal_file_counts_as_another_reader_counts_it() {
    let Some(path) = shared("data/nppes/npidata_pfile_2016_25k_dev.csv.gz") else { return };
    let (outcome, counted) = check(&path);
    assert_eq!(rows(&outcome), 24_996);
    assert_eq!(outcome.specialties, counted.specialties);
}

/// Every other real file at hand, and what it comes to: providers in the index, or a refusal's code.
const OTHERS: &[(&str, Result<u64, &str>)] = &[
    ("nppes/npidata_pfile_v2_mixed_dev.csv.gz", Ok(188)),
    ("nppes/mangled_pandas_330col_dev.csv.gz", Ok(130)),
    ("nppes/mangled_excel_330col_2025_dev.csv.gz", Ok(20)),
    ("nppes/nppes_2026_21col_dev.csv.gz", Ok(1_066)),
    ("nppes/nppes_2022_names_city_dev.csv.gz", Err("unknown_header")),
    ("nppes/pl_pfile_sample.csv", Err("side_file_alone")),
    ("nppes/othername_pfile_sample.csv", Err("side_file_alone")),
    ("nppes/NPPES_Deactivated_NPI_Report_100923.zip", Err("side_file_alone")),
    ("cms/dac_2021_40col_dev.csv.gz", Ok(108)),
    ("cms/dac_2026_14col_dev.csv.gz", Ok(1_545)),
];

#[test]
fn every_other_real_file_is_read_or_refused_with_a_reason() {
    let mut told = Vec::new();
    for (name, expected) in OTHERS {
        let Some(path) = shared(&format!("data/{name}")) else { continue };
        let index = TestIndex::new();
        let mut request = ImportRequest::new(vec![Source::File(path)], crate::support::now());
        request.allow_rejects = true;
        let outcome = index.import_with(&request).unwrap_or_else(|error| panic!("{name}: {error}"));
        let came_to = match &outcome.refused {
            Some(refusal) => Err(refusal.code.as_str()),
            None => Ok(outcome.accepted),
        };
        told.push(format!(
            "{name}: {came_to:?} {:?}",
            outcome.refused.as_ref().map(|refusal| &refusal.message)
        ));
        assert_eq!(&came_to, expected, "{name}: {:?}", outcome.refused);
    }
    eprintln!("{}", told.join("\n"));
}

#[test]
fn a_federal_file_goes_beside_an_own_list_and_the_sample_goes() {
    let index = TestIndex::with_sample();
    let outcome = index.import(&fixture("bad_inputs/csv/_base.csv")).expect("imports");
    assert_eq!(outcome.changes.added, 40);
    let warned =
        |outcome: &ImportOutcome| outcome.warnings.iter().map(|warning| warning.code).collect::<Vec<_>>();
    assert_eq!(warned(&outcome), ["sample_replaced"]);
    let lists = |index: &TestIndex| {
        let generation = index.live().expect("an index").parse().expect("a number");
        let manifest = index.store().manifest(generation).expect("a manifest");
        manifest.lists.iter().map(|list| (list.list.clone(), list.providers)).collect::<Vec<_>>()
    };
    assert_eq!(lists(&index), [("list".to_owned(), 40)]);
    let federal = index.import(&data("sample/nppes_2016_sample.csv.gz")).expect("imports");
    assert_eq!(lists(&index), [("list".to_owned(), 40), ("nppes".to_owned(), federal.accepted)]);
    let again = index.import(&fixture("bad_inputs/csv/_base.csv")).expect("imports");
    assert_eq!((again.changes.unchanged, again.changes.removed, warned(&again).len()), (40, 0, 0));
    assert_eq!(lists(&index).len(), 2);
}
