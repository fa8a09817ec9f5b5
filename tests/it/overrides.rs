//! Corrections of data staff: in force over every import, a removal and a rollback; hidden providers are nowhere.

use crate::support::server::Server;
use crate::support::{PLACES, TestIndex, VOCABULARY, now, search, who};
use serde_json::Value;
use specialist_finder::domain::{ProviderId, RecordDate};
use specialist_finder::import::{
    self, CorrectionsOutcome, CorrectionsRequest, ImportError, ImportRequest, RollbackRequest, Unobserved,
};
use specialist_finder::ingest::{Code, Source, Standing};
use specialist_finder::query::{AskedId, Engine, SearchRequest, SuggestRequest};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
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
    CorrectionsRequest {
        name: "overrides.csv".to_owned(),
        bytes: format!("{HEADER}{rows}").into_bytes(),
        dry_run: false,
        allow_rejects: false,
        now: now(),
        cancel: Arc::new(AtomicBool::new(false)),
    }
}

fn give_with(index: &TestIndex, request: &CorrectionsRequest) -> CorrectionsOutcome {
    import::give_corrections(&index.store(), request, &VOCABULARY, &PLACES, &mut Unobserved).expect("runs")
}

fn give(index: &TestIndex, rows: &str) -> CorrectionsOutcome {
    let outcome = give_with(index, &request(rows));
    assert_eq!(outcome.refused, None, "{rows}");
    outcome
}

fn standings(outcome: &CorrectionsOutcome) -> Vec<Standing> {
    let report = outcome.report.as_ref().expect("told");
    report.told.iter().map(|row| row.standing).collect()
}

fn roll_back(index: &TestIndex, with_corrections: bool) -> Result<import::RollbackOutcome, ImportError> {
    let cancel = Arc::new(AtomicBool::new(false));
    let request = RollbackRequest { to: None, with_corrections, now: now(), cancel };
    import::roll_back(&index.store(), &request, &VOCABULARY, &PLACES, &mut Unobserved)
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
        (outcome.hidden, standings(&give_with(&index, &request(HIDE)))),
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
    let dry = give_with(&index, &CorrectionsRequest { dry_run: true, ..request(&rows) });
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
    let refused = give_with(&index, &request(&rows));
    assert_eq!(refused.refused.map(|refusal| refusal.code), Some(Code::TooManyRejected));
    let told = &refused.rejected[0];
    assert_eq!((told.position.line, told.column, told.code), (3, "id", Code::IdInvalid));
    assert_eq!(index.live(), live);
    assert!(!is_found(&index, "npi:1234567893"), "what was in force still is");
    let report = std::fs::read_to_string(refused.findings.expect("a report")).expect("readable");
    assert!(report.contains("overrides.csv,3,rejected,id_invalid,id,"), "{report}");
    let allowed = give_with(&index, &CorrectionsRequest { allow_rejects: true, ..request(&rows) });
    assert_eq!((allowed.refused, allowed.shown_again.len()), (None, 1));
}

#[test]
fn a_rollback_keeps_corrections_in_force_unless_it_says_so() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    give(&index, HIDE);
    // Nothing but corrections differ.
    assert!(matches!(roll_back(&index, false), Err(ImportError::SameLists(_))));
    assert!(!is_found(&index, "npi:1234567893"));
    // A bad list is published, then gone back from: both generations were made with the same corrections.
    let (bad, _) = LIST.rsplit_once("\n,b7").expect("three rows");
    import_list(&index, &format!("{bad}\n"), false);
    assert_eq!(found(&index.engine()).len(), 1);
    let back = roll_back(&index, false).expect("back");
    assert_eq!((back.generation, back.shown_again.len()), (back.target, 0));
    assert_eq!(found(&index.engine()).len(), 2);
    // Somebody else is hidden after a bad import: going back builds the older list with today's corrections.
    import_list(&index, &format!("{bad}\n"), false);
    let ann = "npi:1245319599,hide,,,,,,,,,,\n";
    give(&index, &format!("{HIDE}{ann}"));
    import_list(&index, LIST, false);
    give(&index, &format!("{HIDE}{ann}{MOVE}"));
    import_list(&index, &format!("{bad}\n"), false);
    give(&index, &format!("{HIDE}{ann}"));
    // Live: the bad list; before: the bad list with a move. With the lists the same, nothing to go back to.
    assert!(matches!(roll_back(&index, false), Err(ImportError::SameLists(_))));
    import_list(&index, LIST, false);
    let back = roll_back(&index, false).expect("back");
    assert_eq!(back.generation, back.target);
    assert!(!is_found(&index, "npi:1245319599") && !is_found(&index, "npi:1234567893"));
    let history = index.store().history().expect("readable");
    let hidden: Vec<Option<u64>> = history
        .0
        .iter()
        .map(|entry| entry.corrections.as_ref().map(|corrections| corrections.hidden))
        .collect();
    assert_eq!(&hidden[..3], [None, Some(1), Some(1)]);
    import::verify(&index.store(), None, &VOCABULARY).expect("sound");
}

/// Copies a folder and all in it.
fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("a folder");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let entry = entry.expect("an entry");
        let to = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &to);
        } else {
            std::fs::copy(entry.path(), to).expect("space");
        }
    }
}

#[test]
fn going_back_over_a_hide_builds_the_older_lists_with_it() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    // Only the generation before is kept by itself; an older one is put back as from a copy.
    let (first, aside) = (index.path().join("000001"), index.folder().join("aside"));
    copy(&first, &aside);
    let more =
        format!("{LIST}1000780001,,Cal Doe,DC,chiropractor,5 Pine St,Pittsburgh,PA,15213,,2026-01-05\n");
    import_list(&index, &more, false);
    give(&index, HIDE);
    copy(&aside, &first);
    let back = |with_corrections| {
        let cancel = Arc::new(AtomicBool::new(false));
        let request = RollbackRequest { to: "000001".parse().ok(), with_corrections, now: now(), cancel };
        import::roll_back(&index.store(), &request, &VOCABULARY, &PLACES, &mut Unobserved).expect("back")
    };
    let outcome = back(false);
    assert_eq!((outcome.generation.to_string().as_str(), outcome.target.number()), ("000004", 1));
    assert_eq!(outcome.corrections.expect("told").standings[&Standing::Applied], 1);
    let (ids, history) = (found(&index.engine()), index.store().history().expect("readable"));
    assert_eq!(ids.keys().map(String::as_str).collect::<Vec<_>>(), ["board:b7", "npi:1245319599"]);
    assert_eq!(history.0.last().and_then(|last| last.corrections.as_ref()).map(|kept| kept.hidden), Some(1));
    import::verify(&index.store(), None, &VOCABULARY).expect("sound");
    // Back with its corrections: she is shown again, and that is told.
    copy(&aside, &first);
    let outcome = back(true);
    assert_eq!((outcome.generation.number(), outcome.shown_again.len()), (1, 1));
    assert!(is_found(&index, "npi:1234567893"));
}

#[test]
fn a_damaged_generation_does_not_lose_the_corrections_in_force() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    give(&index, HIDE);
    // The live generation's records are damaged, so that the one without the hide is read.
    let live = index.path().join(index.live().expect("an index"));
    std::fs::write(live.join("records.bin"), b"damaged").expect("written");
    import_list(&index, LIST, false);
    assert!(!is_found(&index, "npi:1234567893"));
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

/// How many others are at a provider's first practice.
fn beside(index: &TestIndex, id: &str) -> usize {
    let provider = index.engine().provider(&id.parse().expect("an id")).expect("readable").expect("listed");
    provider.colleagues().expect("readable")[0].total
}

#[test]
fn an_older_generation_that_stands_in_hides_whom_the_damaged_one_hides() {
    let index = TestIndex::new();
    // Somebody practises where she does.
    let list =
        format!("{LIST},b8,Cy Lund,DC,chiropractor,100 Main St,Pittsburgh,PA,15213,4125550103,2026-01-05\n");
    import_list(&index, &list, false);
    assert!(is_shown(&index, "npi:1234567893", "quix"));
    assert_eq!(beside(&index, "board:b8"), 1);
    give(&index, HIDE);
    assert_eq!(beside(&index, "board:b8"), 0);
    let live = index.path().join(index.live().expect("an index"));
    std::fs::write(live.join("records.bin"), b"damaged").expect("written");
    assert!(index.store().open_live(&VOCABULARY).expect("an older one").degraded.is_some());
    assert!(!is_shown(&index, "npi:1234567893", "quix"));
    assert_eq!(beside(&index, "board:b8"), 0);
    // To give the same again is the remedy, although the damaged generation has it.
    let outcome = give(&index, HIDE);
    assert!(!outcome.in_force && outcome.generation.is_some(), "{outcome:?}");
    assert!(index.store().open_live(&VOCABULARY).expect("sound").degraded.is_none());
    assert!(!is_shown(&index, "npi:1234567893", "quix"));
}

#[test]
fn corrections_that_cannot_be_read_stop_everything_but_giving_them_anew() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    give(&index, HIDE);
    let live = index.path().join(index.live().expect("an index"));
    std::fs::write(live.join("lists/overrides.csv"), b"damaged").expect("written");
    let list = index.folder().join("again.csv");
    std::fs::write(&list, LIST).expect("written");
    let list = list.to_str().expect("a path");
    for arguments in [&["import", "--list", "other", list][..], &["rebuild"], &["rollback"]] {
        let (code, _, told) = finder(&index, arguments);
        assert!(code == Some(1) && told.contains("cannot be read"), "{arguments:?}: {code:?} {told}");
        assert!(!is_shown(&index, "npi:1234567893", "quix"), "{arguments:?}");
    }
    give(&index, HIDE);
    assert!(index.store().open_live(&VOCABULARY).expect("sound").degraded.is_none());
    assert!(!is_shown(&index, "npi:1234567893", "quix"));
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
fn what_needs_an_index_makes_none_where_its_name_was_mistyped() {
    let index = TestIndex::new();
    let rows = index.folder().join("overrides.csv");
    std::fs::write(&rows, format!("{HEADER}{HIDE}")).expect("written");
    let rows = rows.to_str().expect("a path");
    for arguments in [&["overrides", rows][..], &["remove-list", "board"], &["rollback"], &["rebuild"]] {
        let (code, _, told) = finder(&index, arguments);
        assert!(code == Some(78) && told.contains("no usable index"), "{arguments:?}: {code:?} {told}");
        assert!(!index.path().exists(), "{arguments:?}");
    }
}

#[test]
fn a_damaged_pointer_is_rebuilt_from_what_is_kept() {
    let index = TestIndex::new();
    import_list(&index, LIST, false);
    give(&index, HIDE);
    std::fs::write(index.path().join("CURRENT"), b"damaged").expect("written");
    let (code, told, warned) = finder(&index, &["lists", "--json"]);
    let told: Value = serde_json::from_str(&told).expect("JSON");
    assert!(
        code == Some(0) && told["degraded"].is_string() && warned.contains("warning:"),
        "{told} {warned}"
    );
    let (code, told, warned) = finder(&index, &["rebuild"]);
    assert!(code == Some(0) && told.contains("is live"), "{code:?} {told} {warned}");
    assert!(index.store().open_live(&VOCABULARY).expect("sound").degraded.is_none());
    assert!(!is_shown(&index, "npi:1234567893", "quix"));
}

fn finder(index: &TestIndex, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_finder"));
    let output = command.args(arguments).arg("--index").arg(index.path()).output().expect("runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code(), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_gives_shows_and_explains_and_nothing_else_says_who_asked() {
    let index = TestIndex::new();
    let file = index.folder().join("overrides.csv");
    std::fs::write(&file, format!("{HEADER}{HIDE}{MOVE}")).expect("written");
    let path = file.to_str().expect("a path");
    assert_eq!(finder(&index, &["overrides", path]).0, Some(78));
    assert_eq!(finder(&index, &["overrides"]).0, Some(78));
    import_list(&index, LIST, false);
    let (code, out, _) = finder(&index, &["overrides"]);
    assert_eq!((code, out.lines().count()), (Some(0), 1), "the columns alone");
    assert_eq!(finder(&index, &["overrides", "--dry-run"]).0, Some(2));
    assert_eq!(finder(&index, &["overrides", "no-such-file.csv"]).0, Some(74));
    let held = index.store().lock().expect("the lock");
    assert_eq!(finder(&index, &["overrides", path]).0, Some(75));
    assert_eq!(finder(&index, &["overrides", path, "--dry-run"]).0, Some(0));
    drop(held);
    let (code, out, told) = finder(&index, &["overrides", path, "--json"]);
    assert_eq!(code, Some(0), "{told}");
    let out: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&out["accepted"], &out["hidden"][0]), (&2.into(), &"npi:1234567893".into()));
    assert_eq!(out["generation"], "000002");
    assert!(told.contains("hidden from now on: npi:1234567893"), "{told}");
    // What is printed can be given again.
    let (_, printed, _) = finder(&index, &["overrides"]);
    assert!(printed.contains("Secret reason"));
    std::fs::write(&file, &printed).expect("written");
    let (code, _, told) = finder(&index, &["overrides", path]);
    assert!(code == Some(0) && told.contains("in force already"), "{told}");
    let (_, why, _) = finder(&index, &["why", "1234567893"]);
    assert!(why.contains("Hidden on request") && why.contains("(hidden)"), "{why}");
    let (_, generations, _) = finder(&index, &["generations"]);
    assert!(generations.contains("2 corrections, 1 hidden"), "{generations}");
    // Who asked and why stands in the file of corrections and nowhere else, the history included.
    let mut folders = vec![index.path()];
    let mut holding = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                let bytes = std::fs::read(&path).expect("readable");
                let text = String::from_utf8_lossy(&bytes);
                if text.contains("Secret") || text.contains("Kowalski") {
                    holding.push(path.file_name().expect("a name").to_string_lossy().into_owned());
                }
            }
        }
    }
    assert_eq!(holding, ["overrides.csv"]);
    let (code, _, told) = finder(&index, &["rollback"]);
    assert!(code == Some(1) && told.contains("--with-corrections"), "{told}");
    let (code, _, told) = finder(&index, &["rollback", "--with-corrections"]);
    assert!(
        code == Some(0) && told.contains("warning: hidden before, shown again: npi:1234567893"),
        "{told}"
    );
    let (_, template, _) = finder(&index, &["template", "--overrides"]);
    std::fs::write(&file, template).expect("written");
    let (code, _, told) = finder(&index, &["overrides", "--dry-run", path]);
    assert!(code == Some(0) && told.contains("accepted 4 rows, rejected 0"), "{told}");
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
