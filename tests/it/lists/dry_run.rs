//! What a dry run tells: every change against the live list, and what looks wrong.

use super::dry;
use crate::support::{TestIndex, files};
use std::fmt::Write as _;
use std::fs;
use std::path::PathBuf;

/// So many chiropractors of Pittsburgh.
fn list(rows: &[(u32, &str, &str, &str, &str)]) -> String {
    let mut text = String::from("id,name,specialty,address,city,state,zip,phone\n");
    for (id, name, street, city_state_zip, phone) in rows {
        writeln!(text, "{id},{name},chiropractor,{street},{city_state_zip},{phone}")
            .expect("written to memory");
    }
    text
}

#[test]
fn a_dry_run_tells_every_change_against_the_live_list_and_changes_nothing() {
    let index = TestIndex::new();
    let here = "Pittsburgh,PA,15213";
    let before = list(&[
        (1, "Jane Doe", "1 Main St", here, "412-555-0100"),
        (2, "Ann Poe", "2 Main St", here, "412-555-0101"),
        (3, "Bob Noe", "3 Main St", here, "412-555-0102"),
        (4, "Ed Roe", "4 Main St", here, "412-555-0103"),
    ]);
    assert_eq!(index.import_text("list.csv", &before).refused, None);
    let tree = |index: &TestIndex| {
        let outside = |path: &PathBuf| !path.starts_with(index.path().join("reports"));
        let mut all: Vec<(PathBuf, Vec<u8>)> = files(&index.path())
            .into_iter()
            .filter(outside)
            .map(|path| (path.clone(), fs::read(&path).expect("readable")))
            .collect();
        all.sort();
        all
    };
    let untouched = tree(&index);
    let path = index.folder().join("next.csv");
    let after = list(&[
        (1, "Jane Doe", "1 Main St", here, "412-555-0100"),
        (2, "Ann Poe", "2 Main St", here, "412-555-0199"),
        (3, "Bob Noe", "3 Main St", "Boston,MA,02118", "412-555-0102"),
        (5, "=Eve Voe", "5 Main St", here, "412-555-0104"),
    ]);
    fs::write(&path, after).expect("written");
    let outcome = dry(&index, &path);
    assert_eq!(tree(&index), untouched);
    let preview = outcome.preview.expect("a preview");
    let told: Vec<String> = preview
        .samples
        .iter()
        .map(|line| {
            let fields: Vec<&str> = line.fields.iter().map(|field| field.field).collect();
            format!("{} {} {}", line.change, line.id, fields.join(","))
        })
        .collect();
    assert_eq!(
        told,
        ["added list:5 ", "changed list:2 phone", "moved list:3 city,state,zip,lat, lon", "removed list:4 "]
    );
    let states = |counts: &specialist_finder::import::Counts| {
        counts.states.iter().map(|(state, count)| format!("{state} {count}")).collect::<Vec<_>>().join(", ")
    };
    assert_eq!(
        (states(&preview.before), states(&preview.after)),
        ("PA 4".to_owned(), "MA 1, PA 3".to_owned())
    );
    assert_eq!(preview.after.specialties["chiropractor"], 4);
    let file = fs::read_to_string(preview.file.expect("a file")).expect("readable");
    let lines: Vec<&str> = file.lines().collect();
    assert_eq!(lines[0], "change,id,name,city,state,specialties,miles,fields,before,after");
    assert_eq!(
        lines[1],
        "changed,list:2,Ann Poe,Pittsburgh,PA,chiropractor,,phone,'+14125550101,'+14125550199"
    );
    assert!(lines[2].starts_with("moved,list:3,Bob Noe,Boston,MA,chiropractor,479.2,"), "{}", lines[2]);
    assert!(lines[4].starts_with("added,list:5,'="), "{}", lines[4]);
    assert_eq!(lines.len(), 5);
}

#[test]
fn a_dry_run_warns_of_what_looks_wrong_without_being_refused() {
    let index = TestIndex::new();
    let mut text = String::from("id,name,specialty,address,city,state,zip,phone,lat,lon\n");
    for number in 0..200 {
        let row = format!(
            "{number},Jane Doe{number},chiropractor,{number} Main St,Pittsburgh,PA,15213,412-555-0100,,"
        );
        writeln!(text, "{row}").expect("written to memory");
    }
    text += "201,Ann Poe,chiropractor,1 Elm St,Boston,PA,02118,617-555-0100,,\n";
    text += "202,Bob Noe,chiropractor,2 Elm St,Pittsburgh,PA,15213,412-555-0101,40.9,-80.4\n";
    text += "203,Ed Roe,chiropractor,3 Elm St,Pittsburgh,PA,15213,412-555-0102,34.05,-118.24\n";
    let path = index.folder().join("list.csv");
    fs::write(&path, text).expect("written");
    let outcome = dry(&index, &path);
    let warnings: Vec<String> = outcome
        .preview
        .expect("a preview")
        .warnings
        .iter()
        .map(|warning| format!("{} {} {}", warning.code, warning.count, warning.samples.join(",")))
        .collect();
    assert_eq!(warnings, ["state_mismatch 1 ", "phone_shared 200 ", "coordinates_far 2 list:202"]);
}
