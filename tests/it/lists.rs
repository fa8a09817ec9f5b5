//! Lists of boards, associations, portals and Medicare, each with a header of its own: which column is what, what is
//! never taken, and what a dry run tells before anything is published ([`dry_run`]).

mod dry_run;
mod expected;

use crate::support::{TestIndex, VOCABULARY, files, fixture, now, search, shared, who};
use expected::{LISTS, TOGETHER};
use specialist_finder::import::{ImportOutcome, ImportRequest};
use specialist_finder::ingest::{Code, Source};
use std::fs;
use std::path::Path;

fn dry(index: &TestIndex, list: &Path) -> ImportOutcome {
    let mut request = ImportRequest::new(vec![Source::File(list.to_owned())], now());
    request.dry_run = true;
    index.import_with(&request).unwrap_or_else(|error| panic!("{}: {error}", list.display()))
}

/// `column=field` of each column that is used, then what is missing behind a `!`.
fn mapped(outcome: &ImportOutcome) -> String {
    let [mapping] = outcome.mappings.as_slice() else { panic!("one file: {:?}", outcome.mappings) };
    let used = mapping.columns.iter().filter_map(|column| {
        let by = match column.why.as_str() {
            "content" => "~",
            _ => "=",
        };
        column.field.map(|field| format!("{}{by}{field}", column.column))
    });
    let missing = mapping.missing.iter().map(|missing| format!("!{missing}"));
    used.chain(missing).collect::<Vec<_>>().join("; ")
}

#[test]
fn each_list_is_read_by_its_columns_and_its_rows_are_taken() {
    let index = TestIndex::new();
    let mut wrong = Vec::new();
    for (list, columns, (accepted, skipped, rejected)) in LISTS {
        let outcome = dry(&index, &fixture("lists").join(list));
        let found = mapped(&outcome);
        if found != *columns {
            wrong.push(format!("{list}:\n  {found}\nexpected\n  {columns}"));
        }
        let rows = (outcome.accepted, outcome.skipped, outcome.rejected);
        if rows != (*accepted, *skipped, *rejected) {
            wrong.push(format!("{list}: {rows:?}; {:?} {:?}", outcome.refused, outcome.errors));
        }
        let told = |missing: &&str| {
            let said = outcome.refused.as_ref().is_some_and(|refusal| refusal.message.contains(*missing));
            if said { None } else { Some(format!("{list} does not say that {missing} is missing")) }
        };
        wrong.extend(outcome.mappings[0].missing.iter().filter_map(told));
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Everybody of a list: name, specialty, and the address of the practice.
fn everybody(list: &str) -> Vec<String> {
    let index = TestIndex::new();
    let outcome = index.import(&fixture("lists").join(list)).expect("the import runs");
    assert!(outcome.generation.is_some(), "{:?}", outcome.refused);
    let answer =
        search(&index.engine(), &[("near", "40.44,-79.95"), ("radius", "any"), ("sort", "distance")]);
    let hits = answer.expect("found").hits;
    let told = hits.iter().map(|hit| {
        let provider = who(hit);
        let practice = provider.practices.first();
        let zip = practice.zip.map(|zip| format!(" {zip}")).unwrap_or_default();
        let specialty = &VOCABULARY.specialty(provider.specialties[0].specialty).id;
        let place = format!("{}, {} {}{zip}", practice.address, practice.city, practice.state.code());
        format!("{} ({specialty}), {place}", provider.name)
    });
    told.collect()
}

#[test]
fn parts_that_stand_in_other_cells_come_together() {
    for (list, expected) in TOGETHER {
        assert_eq!(&everybody(list), expected, "{list}");
    }
}

#[test]
fn of_two_columns_of_names_that_a_map_has_one_counts() {
    let index = TestIndex::new();
    let path = index.folder().join("both.csv");
    let rows = "id,who,name,profession,address,city,state,zip\n\
        1,TESTER JANE,Jane Q Tester,Chiropractor,1 Example St,Pittsburgh,PA,15213\n\
        2,SAMPLE JOHN,,Chiropractor,2 Example St,Pittsburgh,PA,15213\n";
    fs::write(&path, rows).expect("written");
    let mut request = ImportRequest::new(vec![Source::File(path)], now());
    request.columns = vec![("who".to_owned(), "name_family_first".to_owned())];
    let outcome = index.import_with(&request).expect("the import runs");
    assert!(outcome.generation.is_some(), "{:?}", outcome.refused);
    let answer = search(&index.engine(), &[("near", "15213"), ("radius", "any")]).expect("found");
    let mut names: Vec<String> = answer.hits.iter().map(|hit| who(hit).name.to_string()).collect();
    names.sort();
    assert_eq!(names, ["Jane Q Tester", "John Sample"]);
}

#[test]
fn whoever_was_excluded_is_in_no_list() {
    let outcome = dry(&TestIndex::new(), &fixture("lists/exclusions.csv"));
    let refused = outcome.refused.expect("refused");
    assert!(refused.message.contains("excluded"), "{}", refused.message);
}

#[test]
fn every_column_shows_up_to_three_values_unless_they_are_private() {
    let index = TestIndex::new();
    for (list, ..) in LISTS {
        for column in &dry(&index, &fixture("lists").join(list)).mappings[0].columns {
            let private = column.why.told().contains("never stored") || column.why.told().contains("fax");
            assert_eq!(column.samples.is_none(), private, "{list}: {column:?}");
            assert!(column.samples.iter().all(|samples| samples.len() <= 3), "{list}: {column:?}");
            assert!(column.field.is_some() != column.why.told().starts_with("ignored"), "{list}: {column:?}");
        }
    }
}

#[test]
fn licence_numbers_mailing_addresses_births_and_mail_are_in_no_file() {
    let index = TestIndex::new();
    for (number, (list, ..)) in LISTS.iter().enumerate() {
        let path = fixture("lists").join(list);
        dry(&index, &path);
        let mut request = ImportRequest::new(vec![Source::File(path)], now());
        request.list = format!("list-{number}").parse().ok();
        index.import_with(&request).unwrap_or_else(|error| panic!("{list}: {error}"));
    }
    let secrets = [
        "HIDDEN",
        "Hidden",
        "PO BOX",
        "@example.org",
        "DC00123",
        "CH900",
        "R-10",
        "038.01",
        "7.00",
        "M-40",
        "66088849",
        "12-3456789",
        "1/2/1970",
    ];
    for path in files(&index.path()) {
        let bytes = fs::read(&path).expect("readable");
        for secret in secrets {
            let found = bytes.windows(secret.len()).any(|window| window == secret.as_bytes());
            // `7.00` may be a part of a number of ours.
            let numbers = secret == "7.00" && !path.to_string_lossy().contains("reports");
            assert!(!found || numbers, "{} holds {secret}", path.display());
        }
    }
}

#[test]
fn ids_of_lists_that_number_nobody_stay_from_week_to_week() {
    let index = TestIndex::new();
    let list = fixture("lists/board_mailing_and_practice.csv");
    let first = index.import(&list).expect("imports");
    assert_eq!((first.refused, first.changes.added), (None, 7));
    assert!(first.repairs.iter().any(|repair| repair.code == Code::IdsMade), "{:?}", first.repairs);
    let text = fs::read_to_string(&list).expect("readable");
    let again = index.import_text(
        "week2.csv",
        &text.replace("100 MAIN ST", "100 Main Street").replace(",15213,", ",15213-1234,"),
    );
    let changes = again.changes;
    assert_eq!((changes.added, changes.removed, changes.changed, changes.unchanged), (0, 0, 1, 6));
}

#[test]
fn a_written_map_gives_the_same_mapping_and_may_be_edited() {
    let index = TestIndex::new();
    let with_map = |list: &str, map: &str| {
        let path = index.folder().join("edited.toml");
        fs::write(&path, map).expect("written");
        let report = index.folder().join("again.csv");
        let output = std::process::Command::new(env!("CARGO_BIN_EXE_finder"))
            .args(["import", "--dry-run", "--json", "--index"])
            .arg(index.path())
            .arg("--report")
            .arg(&report)
            .arg("--map")
            .arg(&path)
            .arg(fixture("lists").join(list))
            .output()
            .expect("runs");
        let json: serde_json::Value = serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{list}: {error}: {}", String::from_utf8_lossy(&output.stderr)));
        json
    };
    for (list, columns, (accepted, ..)) in LISTS.iter().filter(|(_, columns, _)| !columns.contains('!')) {
        let outcome = dry(&index, &fixture("lists").join(list));
        let map = fs::read_to_string(&outcome.maps[0]).expect("a map");
        let json = with_map(list, &map);
        assert_eq!(json["accepted"], *accepted, "{list}: {json}");
        let used: Vec<String> = json["mapping"][0]["columns"]
            .as_array()
            .expect("columns")
            .iter()
            .filter_map(|column| {
                Some(format!("{}={}", column["column"].as_str()?, column["field"].as_str()?))
            })
            .collect();
        assert_eq!(used.join("; "), columns.replace('~', "="), "{list}");
    }
    let outcome = dry(&index, &fixture("lists/no_profession.csv"));
    let map = fs::read_to_string(&outcome.maps[0]).expect("a map");
    assert!(map.contains("# MISSING: specialty (or credential)"), "{map}");
    let given = with_map("no_profession.csv", &format!("{map}specialty = \"chiropractor\"\n"));
    assert_eq!(
        (&given["accepted"], &given["after"]["specialties"]["chiropractor"]),
        (&8.into(), &8.into()),
        "{given}"
    );
    let mailing =
        "[columns]\n\"Mailing Address\" = \"address\"\nCity = \"city\"\nState = \"state\"\nZip = \"zip\"\n";
    assert_eq!(with_map("mailing_only.csv", mailing)["accepted"], 8, "who names a column may have it");
}

#[test]
fn a_list_without_numbers_of_any_kind_is_refused_until_ids_are_asked_for() {
    let index = TestIndex::new();
    let text = "name,specialty,address,city,state,zip\nJane Doe,chiropractor,1 Main St,Pittsburgh,PA,15213\n";
    let refused = index.import_text("list.csv", text).refused.expect("refused");
    assert!(
        refused.message.contains("npi (or id)") && refused.message.contains("name and address"),
        "{refused:?}"
    );
    let mut request = ImportRequest::new(vec![Source::File(index.folder().join("list.csv"))], now());
    request.values = vec![("id".to_owned(), "name and address".to_owned())];
    assert_eq!(index.import_with(&request).expect("imports").accepted, 1);
}

#[test]
fn a_member_without_npi_is_taken_where_the_list_has_numbers_that_are_not_stored() {
    let index = TestIndex::new();
    let text = "Member ID,NPI,Name,Credential,Address,City,State,Zip\n\
                M1,1000770002,Jane Doe,DC,1 Main St,Pittsburgh,PA,15213\n\
                M2,,Ann Poe,DC,2 Main St,Pittsburgh,PA,15213\n\
                M3,1000770010,Bob Noe,DC,3 Main St,Pittsburgh,PA,15213\n";
    let outcome = index.import_text("members.csv", text);
    assert_eq!((outcome.refused, outcome.accepted), (None, 3));
    let whole = text.replace("M2,,", "M2,1000770028,");
    let outcome = index.import_text("members.csv", &whole);
    assert_eq!((outcome.reasons.get("ids_made"), outcome.changes.added), (None, 1));
}

#[test]
fn columns_of_one_name_are_told_apart_by_the_street_before_them() {
    let index = TestIndex::new();
    let rows = "1000770002,Jane Doe,DC,PO BOX 9,Erie,PA,16501,1 Main St,Pittsburgh,PA,15213\n";
    let header = "NPI,Name,Credential,Mailing Address,City,State,Zip,Practice Address,City,State,Zip\n";
    let outcome = index.import_text("list.csv", &format!("{header}{rows}"));
    assert_eq!((outcome.refused, outcome.accepted), (None, 1));
    let engine = index.engine();
    let provider = search(&engine, &[("near", "15213"), ("specialty", "chiropractor")]).expect("found");
    assert_eq!(provider.total, 1);
    let twice = "NPI,Name,Credential,Zip,Zip\n1000770002,Jane Doe,DC,15213,15213\n";
    assert!(index.import_text("list.csv", twice).refused.expect("refused").message.contains("twice"));
}

#[test]
fn real_extracts_are_read_as_they_come() {
    for (name, columns, rows) in [
        ("data/cms/dac_2021_40col_dev.csv.gz", 19, (108, 107)),
        ("data/cms/dac_2026_14col_dev.csv.gz", 12, (1_545, 3_308)),
        ("data/nppes/nppes_2026_21col_dev.csv.gz", 16, (1_066, 1_448)),
    ] {
        let Some(path) = shared(name) else { return };
        let index = TestIndex::new();
        let outcome = dry(&index, &path);
        let used = outcome.mappings[0].columns.iter().filter(|column| column.field.is_some()).count();
        assert_eq!(
            (used, (outcome.accepted, outcome.skipped)),
            (columns, rows),
            "{name}: {}",
            mapped(&outcome)
        );
        assert_eq!(outcome.rejected, 0, "{name}");
    }
}

#[test]
fn one_id_for_different_people_is_warned_of() {
    let index = TestIndex::new();
    let list = "id,name,specialty,address,city,state,zip\n\
                1,Ann Doe,chiropractor,1 Main St,Boston,MA,02118\n\
                1,Ann Doe-Roe,chiropractor,2 Elm St,Denver,CO,80202\n\
                2,Bob Roe,chiropractor,3 Main St,Boston,MA,02118\n\
                2,Carl Poe,chiropractor,4 Main St,Boston,MA,02118\n";
    let outcome = index.import_text("list.csv", list);
    assert_eq!((outcome.refused, outcome.reasons.get("id_shared")), (None, Some(&1)));
    let told = outcome.repairs.iter().find(|finding| finding.code.as_str() == "id_shared").expect("told");
    assert_eq!((told.position.line, told.value.as_str()), (5, "list:2"));
    assert_eq!(told.message, "Carl Poe has the id of Bob Roe (line 4); rows of one id are one provider");
}
