//! The quality report of an import: counts that add up, who moved, previews that tell what publishing then gives.

use crate::support::{PLACES, TestIndex, VOCABULARY, corrections, now};
use serde_json::Value;
use specialist_finder::import::{self, ImportOutcome, ImportRequest, Unobserved};
use specialist_finder::ingest::Source;
use std::fs;
use std::path::Path;
use std::process::Command;

const HEADER: &str =
    "id,npi,name,credential,specialty,address,city,state,zip,phone,website,languages,updated\n";

/// A person; what is left out is empty.
fn row(id: &str, place: &str, rest: &str) -> String {
    format!("{id},Jane Doe,DC,chiropractor,1 Main St,{place},{rest}\n")
}

const PITTSBURGH: &str = "Pittsburgh,PA,15213";
const BOSTON: &str = "Boston,MA,02118";

/// Imports a list under a name, or looks what that would do.
fn import(index: &TestIndex, list: &str, rows: &[String], dry_run: bool) -> ImportOutcome {
    let path = index.folder().join(format!("{list}.csv"));
    fs::write(&path, format!("{HEADER}{}", rows.concat())).expect("written");
    let mut request = ImportRequest::new(vec![Source::File(path)], now());
    request.list = list.parse().ok();
    (request.dry_run, request.allow_shrink) = (dry_run, true);
    let outcome = index.import_with(&request).expect("the import runs");
    assert_eq!((outcome.refused.as_ref(), outcome.rejected), (None, 0), "{:?}", outcome.errors);
    outcome
}

/// The object for programs.
fn told(outcome: &ImportOutcome) -> Value {
    let files = outcome.quality.as_ref().unwrap_or_else(|| panic!("{:?}", outcome.warnings));
    let report = outcome.report.as_ref().expect("a report");
    assert_eq!((&files.html, &files.json), (&report.with_extension("html"), &report.with_extension("json")));
    let html = fs::read_to_string(&files.html).expect("readable");
    assert!(html.starts_with("<!DOCTYPE html>") && html.ends_with("</html>\n") && !html.contains("<script"));
    assert_eq!(html.contains("nothing was published"), outcome.generation.is_none());
    serde_json::from_slice(&fs::read(&files.json).expect("readable")).expect("JSON")
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value}"))
}

fn sum(object: &Value) -> u64 {
    object.as_object().expect("an object").values().map(number).sum()
}

/// Holds that nothing is counted twice or forgotten.
fn assert_adds_up(told: &Value) {
    let totals = &told["totals"];
    let groups = ["states", "specialties"].map(|name| told[name].as_object().expect("an object"));
    for figures in groups.iter().flat_map(|group| group.values()).chain([totals]) {
        assert_eq!(sum(&figures["age"]), number(&figures["providers"]), "{figures}");
        assert_eq!(sum(&figures["accuracy"]), number(&figures["practices"]), "{figures}");
        let fresh = number(&figures["age"]["days_0_30"]) + number(&figures["age"]["days_31_90"]);
        assert_eq!(number(&figures["not_verified"]) + fresh, number(&figures["providers"]), "{figures}");
        for (fact, lack) in figures["missing"].as_object().expect("an object") {
            let base = lack["counted"].as_str().expect("what is counted");
            assert_eq!(lack["of"], figures[base], "{fact}");
            assert!(number(&lack["missing"]) <= number(&lack["of"]), "{fact}: {lack}");
        }
    }
    let by_state = |of: &dyn Fn(&Value) -> u64| groups[0].values().map(of).sum::<u64>();
    for name in ["providers", "persons", "practices", "not_verified", "verified", "moved"] {
        assert_eq!(by_state(&|state| number(&state[name])), number(&totals[name]), "{name}");
    }
    for name in ["age", "accuracy"] {
        for (part, count) in totals[name].as_object().expect("an object") {
            assert_eq!(by_state(&|state| number(&state[name][part])), number(count), "{name} {part}");
        }
    }
    for (fact, lack) in totals["missing"].as_object().expect("an object") {
        let missing = |state: &Value| number(&state["missing"][fact]["missing"]);
        assert_eq!(by_state(&missing), number(&lack["missing"]), "{fact}");
    }
}

#[test]
fn the_samples_report_adds_up_to_what_is_live() {
    let index = TestIndex::new();
    let outcome = import::import_sample(&index.store(), now(), &VOCABULARY, &PLACES, &mut Unobserved);
    let outcome = outcome.expect("the sample imports");
    let told = told(&outcome);
    assert_adds_up(&told);
    let history = index.store().history().expect("a history");
    let live = history.0.iter().find(|entry| entry.live).expect("a live generation");
    assert_eq!(number(&told["totals"]["providers"]), live.providers);
    assert_eq!(number(&told["totals"]["practices"]), live.practices);
    assert_eq!(told["generation"], live.generation.as_str());
    for (specialty, count) in &outcome.specialties {
        assert_eq!(number(&told["specialties"][specialty]["providers"]), *count, "{specialty}");
    }
    // Federal rows of 2016 tell no website, and nobody has looked at them since.
    assert_eq!(told["totals"]["missing"]["website"]["missing"], told["totals"]["providers"]);
    assert_eq!(
        (&told["totals"]["not_verified"], &told["totals"]["moved"]),
        (&live.providers.into(), &0.into())
    );
}

#[test]
fn who_moved_over_a_mile_since_the_lists_last_import_is_counted_once_where_they_are_now() {
    let index = TestIndex::new();
    let before: Vec<String> =
        ["1,", "2,", "3,"].map(|id| row(id, PITTSBURGH, "4125550100,,,2026-11-01")).to_vec();
    assert_eq!(told(&import(&index, "board", &before, false))["totals"]["moved"], 0);
    let mut after = before.clone();
    after[0] = row("1,", BOSTON, "4125550100,,,2026-11-20");
    after[1] = row("2,", PITTSBURGH, "4125550199,,,2026-11-20");
    let preview = told(&import(&index, "board", &after, true));
    let published = told(&import(&index, "board", &after, false));
    for told in [&preview, &published] {
        assert_adds_up(told);
        assert_eq!((&told["totals"]["moved"], &told["states"]["MA"]["moved"]), (&1.into(), &1.into()));
        assert_eq!(told["specialties"]["chiropractor"]["moved"], 1);
        assert_eq!(
            (&told["states"]["PA"]["moved"], &told["states"]["PA"]["providers"]),
            (&0.into(), &2.into())
        );
    }
    assert_eq!((&preview["preview"], &published["preview"]), (&true.into(), &false.into()));
    assert_eq!(told(&import(&index, "board", &after, false))["totals"]["moved"], 0, "nobody moved since");
}

fn give_corrections(index: &TestIndex, rows: &str) {
    let given = index.give(&corrections(rows));
    assert_eq!((given.refused.as_ref(), given.rejected.len()), (None, 0), "{given:?}");
}

#[test]
fn a_preview_counts_what_publishing_then_gives_lists_joined_and_corrected() {
    let index = TestIndex::new();
    // One NPI in two lists is one provider; of each fact the fresher list's word holds.
    let board = [
        row(",1234567893", PITTSBURGH, ",,,2015-01-05"),
        row("b7,", PITTSBURGH, "4125550102,,,2026-11-01"),
        row("b8,", BOSTON, "4125550102,,,"),
    ];
    import(&index, "board", &board, false);
    give_corrections(
        &index,
        "id,action,verified,who,when,why\nboard:b8,hide,,A. Clerk,2026-11-20,asked\n\
         npi:1234567893,verify,2026-11-10,A. Clerk,2026-11-20,called\n",
    );
    let portal = [row(",1234567893", PITTSBURGH, "4125550101,https://example.org/,Spanish,2026-01-05")];
    let mut preview = told(&import(&index, "portal", &portal, true));
    let published = import(&index, "portal", &portal, false);
    let mut published_told = told(&published);
    assert_adds_up(&published_told);
    assert_eq!(
        (&published_told["lists"], &published_told["files"]),
        (&serde_json::json!(["board", "portal"]), &serde_json::json!(["portal.csv"]))
    );
    let totals = &published_told["totals"];
    assert_eq!(
        (number(&totals["providers"]), number(&totals["practices"]), number(&totals["verified"])),
        (2, 2, 1),
        "{totals}"
    );
    assert_eq!(
        (number(&totals["not_verified"]), number(&totals["age"]["days_0_30"])),
        (0, 2),
        "a correction verified the one, the list's row is fresh of the other: {totals}"
    );
    let lack = |fact: &str| number(&totals["missing"][fact]["missing"]);
    assert_eq!((lack("phone"), lack("website"), lack("languages")), (0, 1, 1));
    for told in [&mut preview, &mut published_told] {
        let told = told.as_object_mut().expect("an object");
        for field in ["preview", "generation"] {
            told.remove(field).expect("told");
        }
    }
    assert_eq!(preview, published_told);
}

/// Runs the program on a list; gives the object on its last line, and what it told people.
fn run(index: &TestIndex, list: &Path, options: &[&str]) -> (Value, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_finder"));
    command.args(["import", "--json", "--index"]).arg(index.path()).arg(list).args(options);
    let output = command.output().expect("runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{said}");
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    (serde_json::from_str(printed.lines().last().expect("a line")).expect("JSON"), said)
}

#[test]
fn the_program_names_its_reports_and_one_that_cannot_be_written_harms_no_import() {
    let index = TestIndex::new();
    let list = index.folder().join("list.csv");
    fs::write(&list, format!("{HEADER}{}", row("1,", PITTSBURGH, ",,,"))).expect("written");
    let rows = index.folder().join("week.csv");
    let report = ["--report", rows.to_str().expect("text")];
    let (told, said) = run(&index, &list, &report);
    let html = rows.with_extension("html");
    assert_eq!(told["quality"]["html"], html.to_str().expect("text"));
    assert_eq!(told["quality"]["json"], rows.with_extension("json").to_str().expect("text"));
    assert!(said.contains(&format!("quality of the lists: {}", html.display())), "{said}");
    let (_, said) = run(&index, &list, &["--dry-run"]);
    assert!(said.contains("quality of the lists, as the lists would be: "), "{said}");
    // Somebody else's file, then a folder.
    let foreign = rows.with_extension("json");
    fs::write(&foreign, "{}").expect("written");
    for place in 0..2 {
        if place == 1 {
            fs::remove_file(&foreign).expect("removed");
            fs::create_dir(&foreign).expect("made");
        }
        let (told, said) = run(&index, &list, &report);
        assert!(told["quality"].is_null() && told["generation"].is_string(), "{told}");
        assert_eq!(told["warnings"][0]["code"], "quality_report_missing");
        assert!(said.contains("cannot write the quality report") && said.contains("week.json"), "{said}");
    }
}

#[test]
fn what_is_refused_has_no_quality_to_tell() {
    let index = TestIndex::new();
    let outcome = index.import_text("list.csv", "Dear all,\nhere is no list.\n");
    assert!(outcome.refused.is_some() && outcome.quality.is_none());
}
