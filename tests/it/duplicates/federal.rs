//! Federal rows without their NPIs: who is whom is known by the NPI that was taken away.

use super::{Measured, Pair, import, named, share};
use crate::support::{TestIndex, shared, tell};
use specialist_finder::import::ImportOutcome;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Read as _;
use std::path::Path;

/// A list without its NPIs: its text with ids of its own, and the NPI behind each id.
struct Unnumbered {
    text: String,
    npis: BTreeMap<String, String>,
}

/// Takes the NPIs out of a list; ids are `letter` and the row's number.
fn unnumbered(path: &Path, letter: char) -> Unnumbered {
    let mut text = String::new();
    let file = std::fs::File::open(path).expect("a list");
    flate2::read::MultiGzDecoder::new(file).read_to_string(&mut text).expect("a text");
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
    let header = reader.headers().expect("a header").clone();
    let npi = header.iter().position(|column| column == "NPI").expect("the column");
    // What the federal layout tells that no list of one's own has columns for.
    let theirs = |column: &str| {
        column.contains("Mailing") || column.contains("Other") || column.contains("Identifier")
    };
    let kept: Vec<usize> = (0..header.len()).filter(|at| *at != npi && !theirs(&header[*at])).collect();
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut named: Vec<&str> = kept.iter().map(|at| &header[*at]).collect();
    named.push("id");
    writer.write_record(&named).expect("a header");
    let mut npis = BTreeMap::new();
    for (number, row) in reader.records().enumerate() {
        let row = row.expect("a row");
        let id = format!("{letter}{number}");
        let mut cells: Vec<&str> = kept.iter().map(|at| row.get(*at).unwrap_or_default()).collect();
        cells.push(&id);
        writer.write_record(&cells).expect("a row");
        npis.insert(id.clone(), row[npi].to_owned());
    }
    let text = String::from_utf8(writer.into_inner().expect("written")).expect("a text");
    Unnumbered { text, npis }
}

/// The ids that a dry run would add.
fn added(outcome: &ImportOutcome) -> BTreeSet<String> {
    assert_eq!(outcome.refused, None);
    let changes =
        outcome.preview.as_ref().and_then(|preview| preview.file.as_ref()).expect("a file of changes");
    let mut rows = csv::Reader::from_path(changes).expect("a file of changes");
    let id = |row: csv::Result<csv::StringRecord>| {
        row.expect("a change")[1].split_once(':').expect("a list").1.to_owned()
    };
    rows.records().map(id).collect()
}

/// Holds pairs that were named against those that NPIs tell.
fn measure(what: &str, named: &BTreeSet<Pair>, ids: &BTreeSet<String>, lists: &[&Unnumbered]) -> Measured {
    let npi = |id: &String| lists.iter().find_map(|list| list.npis.get(id)).expect("an id");
    let mut bearers: BTreeMap<&String, Vec<&String>> = BTreeMap::new();
    for id in ids {
        bearers.entry(npi(id)).or_default().push(id);
    }
    let mut there: BTreeSet<Pair> = BTreeSet::new();
    for same in bearers.values() {
        for (at, one) in same.iter().enumerate() {
            for other in &same[at + 1..] {
                there.insert(((*one).clone(), (*other).clone()));
            }
        }
    }
    let mut measured = Measured { there: there.len(), ..Measured::default() };
    for pair in named {
        if there.contains(pair) {
            measured.found += 1;
        } else {
            measured.wrong += 1;
            eprintln!("duplicates, {what}: wrongly {pair:?}");
        }
    }
    let is_named = |same: &&Vec<&String>| {
        let pair = |one: &&String, other: &&String| ((*one).clone(), (*other).clone());
        same.iter().any(|one| same.iter().any(|other| named.contains(&pair(one, other))))
    };
    let twice: Vec<&Vec<&String>> = bearers.values().filter(|same| same.len() > 1).collect();
    let found = twice.iter().filter(|same| is_named(same)).count();
    tell(&format!("duplicates, {what}: {found} of {} people who are there more than once", twice.len()));
    measured.people = share(found, twice.len());
    measured.tell(what, ids.len());
    measured
}

#[test]
fn of_thousands_of_federal_rows_hardly_two_are_taken_for_one() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/sample/nppes_2016_sample.csv.gz");
    let list = unnumbered(&path, 's');
    let index = TestIndex::new();
    let outcome = import(&index, "sampled", &list.text, true);
    let measured = measure("the bundled sample", &named(&outcome), &added(&outcome), &[&list]);
    assert!(measured.wrong <= 8, "{measured:?}");
}

#[test]
fn who_is_in_two_federal_lists_is_found_without_the_npi() {
    let Some(medicare) = shared("data/cms/dac_2026_14col_dev.csv.gz") else { return };
    let Some(nppes) = shared("data/nppes/nppes_2026_21col_dev.csv.gz") else { return };
    let (medicare, nppes) = (unnumbered(&medicare, 'm'), unnumbered(&nppes, 'n'));
    let index = TestIndex::new();
    let first = import(&index, "nppes-2026", &nppes.text, true);
    let mut ids = added(&first);
    measure("one federal list", &named(&first), &ids, &[&nppes]);
    assert!(import(&index, "nppes-2026", &nppes.text, false).generation.is_some());
    let second = import(&index, "medicare", &medicare.text, true);
    ids.extend(added(&second));
    let measured = measure("two federal lists", &named(&second), &ids, &[&nppes, &medicare]);
    assert!(measured.precision() >= 0.95, "{measured:?}");
    // Of pairs fewer than half: who has five practices in four states is ten pairs, most of them far apart.
    assert!(measured.people >= 0.9, "{measured:?}");
}
