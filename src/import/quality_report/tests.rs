//! The files as they are written.

use super::figures::tests::provider;
use super::*;
use crate::domain::Accuracy;
use crate::index::RecordView;
use std::sync::LazyLock;

static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::bundled().expect("the tables are sound"));

fn counts() -> QualityCounts {
    let mut counts = QualityCounts::default();
    let as_of = RecordDate::new(2026, 11, 26).expect("a day");
    for (state, days) in [("PA", Some(3)), ("OH", Some(400)), ("OH", None)] {
        let provider = provider(&[(state, true, Accuracy::Zip)], &[0], days);
        counts.count(&RecordView::of(&provider, ""), false, as_of);
    }
    counts
}

fn report<'r>(counts: &'r QualityCounts, file: &str) -> QualityReport<'r> {
    QualityReport {
        counts,
        generation: None,
        list: "board".to_owned(),
        lists: vec!["board".to_owned(), "nppes".to_owned()],
        files: vec![file.to_owned()],
        made: "2026-11-26T10:05:00Z".to_owned(),
        as_of: RecordDate::new(2026, 11, 26).expect("a day"),
    }
}

/// Holds that every tag is closed in its turn, as in XML.
fn assert_balanced(html: &str) {
    let mut open: Vec<&str> = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("an end of the tag");
        assert!(!text.contains('>'), "{text}");
        let name = tag.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        if tag.starts_with('!') || tag.ends_with('/') {
        } else if let Some(closed) = tag.strip_prefix('/') {
            assert_eq!(open.pop(), Some(closed), "{tag}");
        } else {
            open.push(name);
        }
        assert_eq!(tag.matches('"').count() % 2, 0, "{tag}");
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn the_page_is_well_formed_and_runs_and_loads_nothing_whatever_a_file_is_called() {
    let counts = counts();
    let evil = "\"'><script>alert(1)</script><img src=x onerror=alert(1)>&\u{7}.csv";
    let html = page::html(&report(&counts, evil), &WORDS);
    assert_balanced(&html);
    for forbidden in
        ["<script", "<img", "<link", "<iframe", "href=", "src=\"", " style=", "url(", "@import", "\u{7}"]
    {
        assert!(!html.contains(forbidden), "{forbidden}");
    }
    assert!(html.contains("&lt;script&gt;alert(1)"), "{html}");
    assert!(html.contains("<html lang=\"en\">") && html.contains("prefers-color-scheme: dark"), "{html}");
    // Each chart is told in words, and its numbers stand in a table.
    let charts = html.matches("<svg role=\"img\"").count();
    assert_eq!(charts, 5);
    for part in ["<title id=", "<desc id=", "<table><caption id="] {
        assert_eq!(html.matches(part).count(), charts, "{part}");
    }
    let mut ids: Vec<&str> = html.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let all = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands once");
    let named = html.split("aria-labelledby=\"").skip(1).filter_map(|rest| rest.split('"').next());
    for id in named.flat_map(|names| names.split(' ')) {
        assert!(ids.binary_search(&id).is_ok(), "{id}");
    }
}

#[test]
fn both_files_tell_the_same_and_a_preview_says_so() {
    let counts = counts();
    let mut report = report(&counts, "a.csv");
    let json = json::text(&report, &WORDS).expect("text");
    assert!(
        json.starts_with(json::BEGINNING) && json.ends_with("}\n") && json.lines().count() == 1,
        "{json}"
    );
    let told: serde_json::Value = serde_json::from_str(&json).expect("JSON");
    assert_eq!((&told["preview"], &told["generation"]), (&true.into(), &serde_json::Value::Null));
    assert_eq!((&told["totals"]["providers"], &told["totals"]["not_verified"]), (&3.into(), &2.into()));
    assert_eq!(told["states"]["OH"]["age"]["years_1_2"], 1);
    let html = page::html(&report, &WORDS);
    assert!(html.starts_with(page::BEGINNING) && html.contains("nothing was published"), "{html}");
    assert!(html.contains("<dt>Not verified with the practice</dt><dd>2 (66.7 %)</dd>"), "{html}");
    assert!(html.contains("<th scope=\"row\">Ohio</th><td class=\"number\">2</td>"), "{html}");
    report.generation = Some(GenerationId::FIRST);
    let html = page::html(&report, &WORDS);
    assert!(html.contains("generation 000001") && !html.contains("nothing was published"), "{html}");
}

#[test]
fn reports_stand_beside_that_of_the_rows_and_write_over_nothing_but_reports() {
    let folder = tempfile::tempdir().expect("a folder");
    let counts = counts();
    let report = report(&counts, "a.csv");
    let rows = folder.path().join("week.csv");
    std::fs::write(&rows, "rows").expect("space");
    let files = report.write(&rows, &WORDS).expect("written").expect("a report");
    assert_eq!((files.html, files.json), (rows.with_extension("html"), rows.with_extension("json")));
    report.write(&rows, &WORDS).expect("written over an earlier report").expect("a report");
    // Output sent to a file of that name.
    for (name, text) in [("week.json", ""), ("week.html", "{\"accepted\": 7}")] {
        let path = folder.path().join(name);
        std::fs::write(&path, text).expect("space");
        let (told, error) = report.write(&rows, &WORDS).expect_err("not ours");
        assert_eq!((told.as_path(), error.kind()), (path.as_path(), ErrorKind::AlreadyExists));
        assert_eq!(std::fs::read_to_string(&path).expect("readable"), text);
        std::fs::remove_file(&path).expect("removed");
    }
    // The report of rows may be called like one of ours.
    for name in ["week.html", "week.json"] {
        let rows = folder.path().join(name);
        std::fs::write(&rows, "rows").expect("space");
        report.write(&rows, &WORDS).expect_err("it is the report of rows");
        assert_eq!(std::fs::read_to_string(&rows).expect("readable"), "rows");
        std::fs::remove_file(&rows).expect("removed");
    }
    let nowhere = folder.path().join("missing.csv");
    assert_eq!(report.write(&nowhere, &WORDS).expect("nothing to do"), None);
    assert_eq!(report.write(folder.path(), &WORDS).expect("nothing to do"), None);
}
