//! Corrections of data staff: in force over every import, a removal and a rollback; hidden providers are nowhere.

mod command;
mod damage;
mod rollback;

use crate::support::server::Server;
use crate::support::{PLACES, TestIndex, VOCABULARY, corrections, now, search, who};
use specialist_finder::domain::{ProviderId, RecordDate};
use specialist_finder::import::{self, CorrectionsOutcome, CorrectionsRequest, ImportRequest};
use specialist_finder::ingest::{Code, Source, Standing};
use specialist_finder::query::{AskedId, Engine, SearchRequest, SuggestRequest};
use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::{Duration, Instant};

const LIST: &str = "npi,id,name,credential,specialty,address,city,state,zip,phone,updated\n\
    1234567893,,Zelda Quix,DC,chiropractor,100 Main St,Pittsburgh,PA,15213,4125550100,2026-01-05\n\
    1245319599,,Ann Poe,DC,chiropractor,7 Oak Ave,Pittsburgh,PA,15213,4125550101,2026-01-05\n\
    ,b7,Bob Roe,DC,chiropractor,9 Elm Rd,Pittsburgh,PA,15217,4125550102,2026-01-05\n";

const HEADER: &str = "id,action,practice_address,address,city,state,zip,phone,verified,who,when,why\n";
/// The secret words must never leave the file of corrections.
const HIDE: &str = "npi:1234567893,hide,,,,,,,,Clerk Kowalski,2026-11-20,Secret reason\n";
const MOVE: &str = "board:b7,move,9 Elm Rd,1 New St,Pittsburgh,PA,15222,4125550177,2026-11-01,Clerk Kowalski,2026-11-20,Secret reason\n";

fn import_list(index: &TestIndex, rows: &str, dry_run: bool) -> import::ImportOutcome {
    let path = index.folder().join("board.csv");
    std::fs::write(&path, rows).expect("written");
    let mut request = ImportRequest::new(vec![Source::File(path)], now());
    request.list = "board".parse().ok();
    request.dry_run = dry_run;
    request.allow_shrink = true;
    let outcome = index.import_with(&request).expect("the import runs");
    assert_eq!((outcome.refused.as_ref(), outcome.rejected), (None, 0));
    outcome
}

fn request(rows: &str) -> CorrectionsRequest {
    corrections(&format!("{HEADER}{rows}"))
}

fn give(index: &TestIndex, rows: &str) -> CorrectionsOutcome {
    let outcome = index.give(&request(rows));
    assert_eq!(outcome.refused, None, "{rows}");
    outcome
}

fn standings(outcome: &CorrectionsOutcome) -> Vec<Standing> {
    let report = outcome.report.as_ref().expect("told");
    report.told.iter().map(|row| row.standing).collect()
}

/// The addresses of everybody who is found, by id.
fn found(engine: &Engine) -> BTreeMap<String, String> {
    let answer = search(engine, &[("specialty", "chiropractor"), ("near", "15213"), ("radius", "any")]);
    let hits = answer.expect("found").hits;
    hits.iter().map(|hit| (who(hit).id.to_string(), who(hit).practices.first().address.clone())).collect()
}

fn is_found(index: &TestIndex, id: &str) -> bool {
    found(&index.engine()).contains_key(id)
}

fn asked(text: &str) -> AskedId {
    AskedId::read(text)
}

#[test]
fn a_hidden_provider_is_nowhere_and_only_clerks_are_told_why() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    let engine = index.engine();
    let opened = index.store().open_live(&VOCABULARY).expect("opens");
    let first =
        search(&engine, &[("specialty", "chiropractor"), ("near", "15213"), ("limit", "1")]).expect("found");
    let outcome = give(&index, HIDE);
    let zelda: ProviderId = "npi:1234567893".parse().expect("an id");
    assert_eq!(
        (outcome.hidden, standings(&index.give(&request(HIDE)))),
        (vec![zelda.clone()], vec![Standing::Applied])
    );
    let engine = index.engine();
    assert_eq!(found(&engine).len(), 2);
    assert_eq!(engine.provider(&zelda).expect("readable"), None);
    for pairs in [
        vec![("q", "Zelda Quix")],
        vec![("q", "Zelda Quix near 15213")],
        vec![("name", "quix"), ("near", "15213")],
        vec![("name", "zelda")],
    ] {
        let answer = search(&engine, &pairs);
        assert!(answer.map_or(true, |answer| answer.hits.is_empty()), "{pairs:?}");
    }
    for typed in ["zel", "quix", "zelda q"] {
        let request = SuggestRequest::from_pairs([("q", typed)]).expect("a request");
        let suggested = format!("{:?}", engine.suggest(&request).expect("answered"));
        assert!(!suggested.to_lowercase().contains("quix"), "{typed}: {suggested}");
    }
    let nothing = SearchRequest::from_pairs([], engine.vocabulary()).expect("no parameters");
    let codes =
        |why: specialist_finder::query::Why| why.reasons.iter().map(|reason| reason.code).collect::<Vec<_>>();
    assert_eq!(codes(engine.why(&asked("1234567893"), &nothing).expect("answered")), ["hidden"]);
    assert_eq!(
        codes(engine.why_in_public(&asked("1234567893"), &nothing).expect("answered")),
        ["never_seen"]
    );
    // Whoever leafs through the generation before does not meet her either.
    let both = Engine::new(
        Arc::clone(&VOCABULARY),
        Arc::clone(&PLACES),
        index.store().open_live(&VOCABULARY).expect("opens").snapshot,
        Some(opened.snapshot),
    );
    let mut next = first.next.clone();
    let mut seen = Vec::new();
    while let Some(cursor) = next {
        let pairs = [("specialty", "chiropractor"), ("near", "15213"), ("limit", "1"), ("cursor", &cursor)];
        let page = search(&both, &pairs).expect("found");
        seen.extend(page.hits.iter().map(|hit| who(hit).id.to_string()));
        next = page.next;
    }
    assert!(!seen.is_empty() && !seen.contains(&zelda.to_string()), "{seen:?}");
    // Every following import leaves her out; so does a removed and a new list.
    let imported = import_list(&index, LIST, false);
    let report = imported.corrections.expect("told");
    assert_eq!((report.rows, report.hidden), (1, 1));
    assert_eq!((imported.accepted, imported.skipped, imported.rejected), (3, 0, 0), "counts are the list's");
    assert!(!is_found(&index, "npi:1234567893"));
    import::verify(&index.store(), None, &VOCABULARY).expect("sound");
}

#[test]
fn corrections_survive_imports_and_tell_how_they_stand_to_the_lists() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    let live = index.live();
    let nobody = "npi:1000780001,set,,,,,,4125550188,,,,\n";
    let rows = format!("{MOVE}{nobody}");
    let dry = index.give(&CorrectionsRequest { dry_run: true, ..request(&rows) });
    assert_eq!((dry.generation, index.live()), (None, live), "a dry run publishes nothing");
    assert_eq!(standings(&dry), [Standing::Applied, Standing::NoProvider]);
    let done = give(&index, &rows);
    assert_eq!(standings(&done), standings(&dry));
    let bob = |index: &TestIndex| {
        let answer = index.engine().provider(&"board:b7".parse().expect("an id")).expect("readable");
        let answer = answer.expect("listed");
        (answer.record.provider().expect("a record"), answer.provenance.expect("told"))
    };
    let day = |day: &str| day.parse::<RecordDate>().ok();
    for _ in 0..2 {
        let (provider, provenance) = bob(&index);
        let practice = provider.practices.first();
        assert_eq!((practice.address.as_str(), practice.zip), ("1 New St", "15222".parse().ok()));
        assert_eq!(practice.phone.map(|phone| phone.to_string()).as_deref(), Some("+14125550177"));
        assert_eq!(
            (provider.updated, provenance.practices[0].verified),
            (day("2026-11-01"), day("2026-11-01"))
        );
        assert_eq!(
            (provenance.practices[0].address.list.as_ref(), provider.source.as_str()),
            (None, "board")
        );
        assert_eq!(provenance.name.updated, day("2026-01-05"));
        import_list(&index, LIST, false);
    }
    // The list catches up with one, and another one's provider comes: told before and after.
    let later = LIST
        .replace("9 Elm Rd,Pittsburgh,PA,15217,4125550102", "1 NEW STREET,Pittsburgh,PA,15222,4125550177")
        + "1000780001,,Cal Doe,DC,chiropractor,5 Pine St,Pittsburgh,PA,15213,,2026-01-05\n";
    for dry_run in [true, false] {
        let report = import_list(&index, &later, dry_run).corrections.expect("told");
        let told: Vec<Standing> = report.told.iter().map(|row| row.standing).collect();
        assert_eq!(told, [Standing::CaughtUp, Standing::Applied], "dry run: {dry_run}");
    }
    // A new file takes the place of all rows.
    let outcome = give(&index, HIDE);
    assert_eq!((outcome.hidden.len(), outcome.shown_again.len()), (1, 0));
    let outcome = give(&index, "");
    assert_eq!((outcome.hidden.len(), outcome.shown_again.len(), outcome.accepted), (0, 1, 0));
    assert!(is_found(&index, "npi:1234567893"));
    assert!(give(&index, "").in_force);
}

#[test]
fn one_bad_row_holds_the_whole_file_back_unless_it_is_allowed() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    give(&index, HIDE);
    let live = index.live();
    let rows = format!("{MOVE}npi:123456789,hide,,,,,,,,,,\n");
    let refused = index.give(&request(&rows));
    assert_eq!(refused.refused.map(|refusal| refusal.code), Some(Code::TooManyRejected));
    let told = &refused.rejected[0];
    assert_eq!((told.position.line, told.column, told.code), (3, "id", Code::IdInvalid));
    assert_eq!(index.live(), live);
    assert!(!is_found(&index, "npi:1234567893"), "what was in force still is");
    let report = std::fs::read_to_string(refused.findings.expect("a report")).expect("readable");
    assert!(report.contains("overrides.csv,3,rejected,id_invalid,id,"), "{report}");
    let allowed = index.give(&CorrectionsRequest { allow_rejects: true, ..request(&rows) });
    assert_eq!((allowed.refused, allowed.shown_again.len()), (None, 1));
}

/// Whether anybody finds a provider through what is opened, a damaged generation or not.
fn is_shown(index: &TestIndex, id: &str, name: &str) -> bool {
    let engine = index.engine();
    let suggested = SuggestRequest::from_pairs([("q", name)]).expect("a sound request");
    let suggested = engine.suggest(&suggested).expect("suggestions").suggestions;
    is_found(index, id)
        || engine.provider(&id.parse().expect("an id")).expect("readable").is_some()
        || suggested.iter().any(|suggestion| suggestion.id == id)
}

#[test]
fn whoever_has_no_practice_left_is_hidden_from_older_pages_too() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    give(&index, "npi:1234567893,hide,100 Main St,,,,,,,Clerk Kowalski,2026-11-20,Secret reason\n");
    let live = index.store().open_live(&VOCABULARY).expect("sound");
    assert!(live.snapshot.is_hidden(&"npi:1234567893".parse().expect("an id")));
    assert!(!is_shown(&index, "npi:1234567893", "quix"));
}

#[test]
fn a_clock_that_was_put_back_shows_nobody_again() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    give(&index, "npi:1234567893,hide,,,,,,,2026-11-01,,,\n");
    let path = index.folder().join("board.csv");
    let mut request =
        ImportRequest::new(vec![Source::File(path)], "2020-01-01T00:00:00Z".parse().expect("a day"));
    request.list = "board".parse().ok();
    let outcome = index.import_with(&request).expect("the import runs");
    assert!(outcome.generation.is_some(), "{:?}", outcome.refused);
    let corrections = outcome.corrections.expect("told");
    assert_eq!((corrections.hidden, corrections.unreadable), (1, Vec::new()));
    assert!(!is_shown(&index, "npi:1234567893", "quix"));
}

#[test]
fn a_running_server_hides_at_the_next_publish_and_shows_what_was_verified() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    let server = Server::start(&index.path());
    assert_eq!(server.get("/v1/providers/1234567893").status, 200);
    give(&index, &format!("{HIDE}{MOVE}"));
    let until = Instant::now() + Duration::from_secs(20);
    while server.get("/v1/providers/1234567893").status == 200 && Instant::now() < until {
        std::thread::sleep(Duration::from_millis(200));
    }
    for path in ["/v1/providers/1234567893", "/v1/providers/npi:1234567893", "/providers/npi:1234567893"] {
        assert_eq!(server.get(path).status, 404, "{path}");
    }
    for path in [
        "/v1/providers.ndjson",
        "/v1/providers.ndjson?generation=000001",
        "/v1/changes?since=000001&generation=000001",
        "/v1/changes?since=000001",
    ] {
        let told = server.get(path).body;
        assert!(told.contains("\"type\":\"end\"") && !told.to_lowercase().contains("quix"), "{path}: {told}");
        let removed = "{\"type\":\"removed\",\"id\":\"npi:1234567893\"}";
        assert_eq!(told.contains(removed), path == "/v1/changes?since=000001", "{path}: {told}");
    }
    let why = server.get("/v1/providers/1234567893/explain").json().to_string();
    assert!(!why.contains("hidden") && !why.to_lowercase().contains("quix"), "{why}");
    let bob = server.get("/v1/providers/board:b7").json();
    assert_eq!((&bob["updated"], &bob["source"]), (&"2026-11-01".into(), &"board".into()));
    let practice = &bob["provenance"]["practices"][0];
    assert_eq!(
        (&practice["verified"], &practice["phone"]["corrected"]),
        (&"2026-11-01".into(), &true.into())
    );
    let page = server.get("/providers/board:b7").body;
    assert!(page.contains("Verified with the practice in November 2026"), "{page}");
    assert!(
        page.contains("List “board”, January 2026 · Corrected by this directory, November 2026"),
        "{page}"
    );
    let spanish = server.get("/providers/board:b7?lang=es").body;
    assert!(spanish.contains("Verificado con el consultorio en noviembre de 2026"), "{spanish}");
    for text in [bob.to_string(), page, spanish] {
        assert!(!text.contains("Kowalski") && !text.contains("Secret"));
    }
}
