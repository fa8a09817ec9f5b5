//! The cases of `tests/fixtures/bad_inputs`: what each broken or hostile list must come to.

use crate::support::{self, TestIndex, fixture, search};
use serde_json::Value;
use specialist_finder::http::wire::{Labels, SearchReply};
use specialist_finder::import::{ImportOutcome, ImportRequest};
use specialist_finder::ingest::{Format, Source};

/// What a case came to, in the words of the cases.
fn came_to(outcome: &ImportOutcome) -> &'static str {
    if outcome.refused.is_some() {
        return "reject_file";
    }
    let repaired = outcome.repaired > 0 || !outcome.repairs.is_empty();
    match (outcome.rejected > 0, repaired) {
        (true, _) => "reject_rows",
        (false, true) => "accept_repaired",
        (false, false) => "accept",
    }
}

/// Whether a result is one of those allowed; a list whose rows are all taken may have been mended on the way.
fn is_allowed(result: &str, allowed: &[&str]) -> bool {
    allowed.contains(&result) || (result == "accept_repaired" && allowed.contains(&"accept"))
}

fn within(count: u64, range: &Value) -> bool {
    let bound = |place: usize| range[place].as_u64().expect("a bound");
    (bound(0)..=bound(1)).contains(&count)
}

/// Everything the index says of everybody, as JSON text.
fn everything(index: &TestIndex) -> String {
    let engine = index.engine();
    let answer = search(
        &engine,
        &[("near", "15213"), ("radius", "any"), ("limit", "100"), ("kind", "person,organization")],
    );
    let answer = answer.expect("a search for everybody");
    let labels = Labels::new(engine.vocabulary());
    let reply = SearchReply::from_answer(&answer, &labels).expect("readable records");
    serde_json::to_string(&reply).expect("JSON")
}

fn texts<'c>(case: &'c Value, field: &str) -> Vec<&'c str> {
    match &case[field] {
        Value::String(text) => vec![text],
        Value::Array(texts) => texts.iter().map(|text| text.as_str().expect("a text")).collect(),
        _ => Vec::new(),
    }
}

/// Runs a case on top of the base list; returns what is wrong, and whether it came to the preferred outcome.
fn run(case: &Value) -> (Vec<String>, bool) {
    let name = case["id"].as_str().expect("a name");
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let before = index.live();
    let path = fixture("bad_inputs").join(case["file"].as_str().expect("a file"));
    let mut request = ImportRequest::new(vec![Source::File(path)], support::now());
    if case["format"] == "nppes" {
        request.format = Some(Format::Nppes);
    }
    let outcome = index.import_with(&request).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut wrong = Vec::new();
    let allowed: Vec<&str> =
        case["outcome"].as_array().expect("outcomes").iter().filter_map(Value::as_str).collect();
    let result = came_to(&outcome);
    if !is_allowed(result, &allowed) {
        wrong.push(format!(
            "{name}: came to {result}, allowed are {allowed:?}; {:?} {:?}",
            outcome.refused, outcome.errors
        ));
    }
    let accepted = outcome.accepted;
    if !within(accepted, &case["accepted"]) {
        wrong.push(format!("{name}: accepted {accepted}, expected {}", case["accepted"]));
    }
    if !within(outcome.rejected, &case["rejected"]) {
        wrong.push(format!(
            "{name}: rejected {}, expected {}; {:?}",
            outcome.rejected, case["rejected"], outcome.errors
        ));
    }
    if (outcome.refused.is_some()) != (index.live() == before) {
        wrong.push(format!(
            "{name}: {result}, but the live generation went from {before:?} to {:?}",
            index.live()
        ));
    }
    if let Some(line) = case["error_line"].as_u64()
        && !outcome.errors.iter().any(|error| error.position.line == line)
    {
        wrong.push(format!("{name}: no error on line {line}: {:?}", outcome.errors));
    }
    wrong.extend(check_answers(case, name, &index));
    wrong.extend(check_report(case, name, &outcome));
    (wrong, result == allowed[0])
}

/// What may and may not be found afterwards.
fn check_answers(case: &Value, name: &str, index: &TestIndex) -> Vec<String> {
    let mut wrong = Vec::new();
    let everything = everything(index);
    let printed = |text: &str| serde_json::to_string(text).expect("JSON").trim_matches('"').to_owned();
    for text in texts(case, "forbid_text") {
        if everything.contains(&printed(text)) {
            wrong.push(format!("{name}: answers contain {text:?}"));
        }
    }
    for text in texts(case, "must_not_find") {
        if everything.contains(text) {
            wrong.push(format!("{name}: {text} is found"));
        }
    }
    for text in texts(case, "must_find") {
        if !everything.contains(text) {
            wrong.push(format!("{name}: {text} is not found"));
        }
    }
    if let [lat, lon] = case["must_not_be_near"].as_array().map(Vec::as_slice).unwrap_or_default() {
        let near = |value: &Value, to: &Value| {
            (value.as_f64().unwrap_or(f64::NAN) - to.as_f64().unwrap()).abs() < 1.0
        };
        let answers: Value = serde_json::from_str(&everything).expect("JSON");
        for result in answers["results"].as_array().expect("results") {
            if near(&result["practice"]["lat"], lat) && near(&result["practice"]["lon"], lon) {
                wrong.push(format!("{name}: {} stands at {lat}, {lon}", result["id"]));
            }
        }
    }
    for file in texts(case, "must_not_create") {
        let escaped = [index.folder().join(file), index.path().join(file), std::env::temp_dir().join(file)];
        wrong.extend(
            escaped
                .iter()
                .filter(|path| path.exists())
                .map(|path| format!("{name}: made {}", path.display())),
        );
    }
    wrong
}

/// The report opens safely in a spreadsheet, whatever the row held.
fn check_report(case: &Value, name: &str, outcome: &ImportOutcome) -> Vec<String> {
    let path = outcome.report.as_ref().expect("an import writes a report");
    let report = std::fs::read_to_string(path).expect("the report is readable");
    let mut wrong = Vec::new();
    for cell in report.lines().flat_map(|line| line.split(',')) {
        if cell.trim_start_matches('"').starts_with(['=', '+', '@', '-']) {
            wrong.push(format!("{name}: the report has the cell {cell}"));
        }
    }
    for text in texts(case, "export_must_neutralise") {
        if report.lines().any(|line| line.starts_with(text) || line.contains(&format!(",{text}"))) {
            wrong.push(format!("{name}: the report has {text} as it is"));
        }
    }
    wrong
}

#[test]
fn every_case_comes_out_as_it_says() {
    let cases: Value =
        serde_json::from_slice(&std::fs::read(fixture("bad_inputs/csv_cases.json")).expect("cases"))
            .expect("JSON");
    let cases = cases["cases"].as_array().expect("a list of cases");
    assert_eq!(cases.len(), 59);
    let mut wrong = Vec::new();
    let mut preferred = 0;
    for case in cases {
        let (faults, first) = run(case);
        wrong.extend(faults);
        preferred += usize::from(first);
    }
    eprintln!("{} cases, {preferred} came to the preferred outcome", cases.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
