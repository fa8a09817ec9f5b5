//! A running server whose newest generation cannot be opened: an older one answers, without those whom the newest hides.

use crate::support::TestIndex;
use crate::support::server::Server;
use std::fs;
use std::process::Command;
use std::time::{Duration, Instant};

const LIST: &str = "npi,id,name,credential,specialty,address,city,state,zip,phone,updated\n\
    1234567893,,Zelda Quix,DC,chiropractor,100 Main St,Pittsburgh,PA,15213,4125550100,2026-01-05\n\
    1245319599,,Ann Quill,DC,chiropractor,7 Oak Ave,Pittsburgh,PA,15213,4125550101,2026-01-05\n\
    ,b7,Bob Roe,DC,chiropractor,9 Elm Rd,Pittsburgh,PA,15217,4125550102,2026-01-05\n\
    ,b8,Cy Poe,PT,physical_therapist,9 Elm Rd,Pittsburgh,PA,15217,4125550103,2026-01-05\n";
const HIDE: &str = "id,action,who,when,why\nnpi:1234567893,hide,A. Clerk,2026-11-20,asked\n";
const HIDDEN: &str = "npi:1234567893";

/// How long a server on a busy machine may take to see what is new.
const PATIENCE: Duration = Duration::from_mins(1);

fn finder(index: &TestIndex, arguments: &[&str]) {
    let ended = index.finder(arguments);
    assert_eq!(ended.0, Some(0), "{arguments:?}: {ended:?}");
}

fn file(index: &TestIndex, name: &str, text: &str) -> String {
    let path = index.folder().join(name);
    fs::write(&path, text).expect("written");
    path.into_os_string().into_string().expect("a path")
}

fn signal(server: &Server, name: &str) {
    let sent = Command::new("kill").args([name, &server.id().to_string()]).status().expect("kill runs");
    assert!(sent.success());
}

const CHIROPRACTORS: &str = "/v1/search?specialty=chiropractor&near=15213&radius=5&facets=true";
const PAGE: &str = "/v1/search?specialty=chiropractor&near=15213&radius=5&limit=1";
const NAMES: &str = "/v1/suggest?q=quix";

/// How many are found, whether the hidden one is among those who are shown, and how facets count.
fn found(server: &Server, target: &str) -> (u64, bool, serde_json::Value) {
    let answer = server.get(target).json();
    let results = answer["results"].as_array().expect("results");
    let shown = results.iter().any(|result| result["id"] == HIDDEN);
    (answer["total"].as_u64().expect("a total"), shown, answer["facets"].clone())
}

fn is_completed(server: &Server) -> bool {
    server.get(NAMES).json().to_string().contains(HIDDEN)
}

/// Somebody is hidden while a server stands still, and the generation that says so cannot be opened.
#[track_caller]
fn check(spoil: impl FnOnce(&TestIndex)) {
    let index = TestIndex::new();
    let list = file(&index, "list.csv", LIST);
    finder(&index, &["import", &list]);
    let server = Server::start(&index.path());
    // Often enough for replies to be kept.
    for _ in 0..3 {
        let (total, shown, _) = found(&server, CHIROPRACTORS);
        assert_eq!((total, shown, is_completed(&server)), (3, true, true));
    }
    let next = server.get(PAGE).json()["next"].as_str().expect("a second page").to_owned();

    signal(&server, "-STOP");
    finder(&index, &["overrides", &file(&index, "hide.csv", HIDE)]);
    assert_eq!(index.live().as_deref(), Some("000002"));
    spoil(&index);
    signal(&server, "-CONT");

    let provider = format!("/v1/providers/{HIDDEN}");
    let begun = Instant::now();
    while server.get(&provider).status != 404 {
        assert!(begun.elapsed() < PATIENCE, "whoever is hidden is shown");
        std::thread::sleep(Duration::from_millis(50));
    }
    let (total, shown, facets) = found(&server, CHIROPRACTORS);
    assert_eq!((total, shown, is_completed(&server)), (2, false, false));
    let counts = facets["specialties"].as_array().expect("counts by specialty");
    let chiropractors = counts.iter().find(|counted| counted["id"] == "chiropractor");
    assert_eq!(chiropractors.expect("counted")["count"], 2, "{facets}");
    let rest = format!("{PAGE}&cursor={next}");
    assert!(!found(&server, &rest).1, "nor on the page behind one that was shown before");
    let export = server.get("/v1/providers.ndjson");
    assert_eq!(export.status, 200);
    assert!(!export.body.contains(HIDDEN));
    let until = Instant::now() + PATIENCE;
    let is_degraded = || server.get("/readyz").json()["degraded"] == true;
    while !is_degraded() && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(50));
    }
    let ready = server.get("/readyz").json();
    assert_eq!((&ready["generation"], &ready["degraded"]), (&"000001".into(), &true.into()), "{ready}");
}

#[test]
fn whoever_a_damaged_generation_hides_is_hidden_at_once() {
    check(|index| {
        let records = index.path().join("000002/records.bin");
        let mut bytes = fs::read(&records).expect("readable");
        bytes[100] ^= 1;
        fs::write(&records, bytes).expect("writable");
    });
}

#[test]
fn whoever_a_generation_of_a_newer_format_hides_is_hidden_at_once() {
    check(|index| {
        let path = index.path().join("000002/manifest.json");
        let text = fs::read_to_string(&path).expect("a manifest");
        let (before, after) = text.split_once("\"format\": ").expect("a format");
        let digits = after.find(|letter: char| !letter.is_ascii_digit()).expect("more behind it");
        fs::write(&path, format!("{before}\"format\": 99{}", &after[digits..])).expect("written");
        let hash = blake3::hash(&fs::read(&path).expect("a manifest")).to_hex();
        fs::write(index.path().join("CURRENT"), format!("000002 {hash}\n")).expect("written");
    });
}
