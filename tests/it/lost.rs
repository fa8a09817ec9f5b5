//! What is damaged or gone: nobody is shown again without a word, nothing else is held up, and there is a way out.

use crate::support::{TestIndex, VOCABULARY, search};
use specialist_finder::domain::ProviderId;
use specialist_finder::index::IndexError;
use specialist_finder::query::{Answer, Engine, SuggestRequest};
use std::fs;
use std::path::{Path, PathBuf};

const LIST: &str = "npi,id,name,credential,specialty,address,city,state,zip,phone,updated\n\
    1234567893,,Zelda Quix,DC,chiropractor,100 Main St,Pittsburgh,PA,15213,4125550100,2026-01-05\n\
    1245319599,,Ann Quill,DC,chiropractor,7 Oak Ave,Pittsburgh,PA,15213,4125550101,2026-01-05\n\
    ,b7,Bob Roe,DC,chiropractor,9 Elm Rd,Pittsburgh,PA,15217,4125550102,2026-01-05\n\
    ,b8,Cy Poe,PT,physical_therapist,9 Elm Rd,Pittsburgh,PA,15217,4125550103,2026-01-05\n";
const HIDE: &str = "id,action,who,when,why\nnpi:1234567893,hide,A. Clerk,2026-11-20,\"asked, by letter\"\n";
const HIDDEN: &str = "npi:1234567893";

fn finder(index: &TestIndex, arguments: &[&str]) -> (Option<i32>, String) {
    let (code, out, told) = index.finder(arguments);
    (code, out + &told)
}

/// Runs a command that must end well.
fn run(index: &TestIndex, arguments: &[&str]) -> String {
    let (code, told) = finder(index, arguments);
    assert_eq!(code, Some(0), "{arguments:?}: {told}");
    told
}

fn file(index: &TestIndex, name: &str, text: &str) -> String {
    let path = index.folder().join(name);
    fs::write(&path, text).expect("written");
    path.into_os_string().into_string().expect("a path")
}

/// An index of a list, published as often as is said, and the list's path.
fn imported(times: usize) -> (TestIndex, String) {
    let index = TestIndex::new();
    let list = file(&index, "list.csv", LIST);
    for _ in 0..times {
        run(&index, &["import", &list]);
    }
    (index, list)
}

/// The same with somebody hidden in generation 000002; the paths of the list and of the corrections.
fn hidden() -> (TestIndex, String, String) {
    let (index, list) = imported(1);
    let corrections = file(&index, "hide.csv", HIDE);
    run(&index, &["overrides", &corrections]);
    assert_eq!(index.live().as_deref(), Some("000002"));
    (index, list, corrections)
}

fn everybody(engine: &Engine) -> Answer {
    let pairs = [("near", "15213"), ("specialty", "chiropractor"), ("radius", "5"), ("facets", "true")];
    search(engine, &pairs).expect("found")
}

fn is_shown(index: &TestIndex) -> bool {
    let engine = index.engine();
    let id: ProviderId = HIDDEN.parse().expect("an id");
    everybody(&engine).total != 2 || engine.provider(&id).expect("readable").is_some()
}

/// Changes a bit in the middle of a file.
fn flip(path: &Path) {
    let mut bytes = fs::read(path).expect("a file");
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    fs::write(path, bytes).expect("written");
}

fn kept(index: &TestIndex) -> Vec<String> {
    let history = index.store().history().expect("readable");
    history.0.into_iter().filter(|entry| entry.kept).map(|entry| entry.generation).collect()
}

/// Empties every file below a folder.
fn empty(folder: &Path) {
    for entry in fs::read_dir(folder).expect("a folder") {
        let path: PathBuf = entry.expect("an entry").path();
        if path.is_dir() { empty(&path) } else { fs::write(path, b"").expect("written") }
    }
}

#[test]
fn whoever_was_hidden_by_a_generation_that_is_gone_stays_hidden() {
    let (index, list, corrections) = hidden();
    fs::remove_dir_all(index.path().join("000002")).expect("removed");
    assert!(!is_shown(&index));
    let told = run(&index, &["search", "chiropractor near 15213", "--json"]);
    assert!(!told.contains("Quix") && told.contains("Quill"), "{told}");
    for arguments in [
        &["import", &list][..],
        &["import", "--list", "other", &list],
        &["rebuild"],
        &["rollback"],
        &["overrides"],
    ] {
        let (code, told) = finder(&index, arguments);
        assert_eq!(code, Some(1), "{arguments:?}: {told}");
        assert!(told.contains("cannot be read") && told.contains("--with-corrections"), "{told}");
        assert_eq!(index.live().as_deref(), Some("000002"));
        assert!(!is_shown(&index), "{arguments:?}");
    }
    run(&index, &["overrides", &corrections]);
    assert!(index.store().open_live(&VOCABULARY).expect("sound").degraded.is_none());
    assert!(!is_shown(&index));
    run(&index, &["import", &list]);
    assert!(!is_shown(&index));
    assert!(!index.path().join("000002.hidden").exists(), "it goes once another one is live");
}

#[test]
fn nothing_stands_in_for_a_generation_of_which_nobody_knows_whom_it_hides() {
    let (index, _, corrections) = hidden();
    for path in ["000002.hidden", "000002"] {
        let path = index.path().join(path);
        if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) }.expect("removed");
    }
    assert!(matches!(index.store().open_live(&VOCABULARY), Err(IndexError::HiddenLost(_))));
    let (code, told) = finder(&index, &["search", "chiropractor near 15213"]);
    assert!(code == Some(78) && told.contains("`finder overrides FILE.csv`"), "{told}");
    run(&index, &["overrides", &corrections]);
    assert!(!is_shown(&index));
}

#[test]
fn one_sound_file_is_enough_to_hide() {
    let (index, _, _) = hidden();
    let live = index.path().join("000002");
    let files = [
        live.join("lists/overrides.hidden"),
        live.join("lists/overrides.csv"),
        index.path().join("000002.hidden"),
    ];
    let sound: Vec<Vec<u8>> = files.iter().map(|file| fs::read(file).expect("there")).collect();
    for enough in &files {
        for (file, sound) in files.iter().zip(&sound) {
            fs::write(file, sound).expect("written");
            if file != enough {
                flip(file);
            }
        }
        flip(&live.join("records.bin"));
        assert!(!is_shown(&index), "{}", enough.display());
        flip(&live.join("records.bin"));
    }
}

#[test]
fn the_same_corrections_are_taken_from_the_generation_before() {
    let (index, list, _) = hidden();
    run(&index, &["import", &list]);
    flip(&index.path().join("000003/manifest.json"));
    run(&index, &["import", &list]);
    assert!(!is_shown(&index));
    assert!(run(&index, &["overrides"]).contains("npi:1234567893,hide"));
    flip(&index.path().join("000004/manifest.json"));
    run(&index, &["rollback"]);
    assert_eq!(index.live().as_deref(), Some("000002"));
    assert!(!is_shown(&index));
}

#[test]
fn without_corrections_a_damaged_manifest_holds_nothing_up() {
    for arguments in [&["rollback"][..], &["rollback", "000001"], &["rebuild"], &["import"]] {
        let (index, list) = imported(2);
        flip(&index.path().join("000002/manifest.json"));
        let mut arguments = arguments.to_vec();
        arguments.extend((arguments == ["import"]).then_some(list.as_str()));
        run(&index, &arguments);
        let opened = index.store().open_live(&VOCABULARY).expect("sound");
        assert_eq!(opened.degraded, None, "{arguments:?}");
        let live = if arguments[0] == "rollback" { "000001" } else { "000003" };
        assert_eq!(index.live().as_deref(), Some(live));
    }
}

#[test]
fn a_history_that_does_not_tell_of_corrections_is_no_word_that_there_were_none() {
    let (index, _) = imported(2);
    let history = index.path().join("history.ndjson");
    let told = fs::read_to_string(&history).expect("a history");
    fs::write(&history, told.replace("\"corrected\":false,", "")).expect("written");
    flip(&index.path().join("000002/manifest.json"));
    let (code, told) = finder(&index, &["rollback"]);
    assert!(code == Some(1) && told.contains("--with-corrections"), "{told}");
    run(&index, &["rollback", "--with-corrections"]);
    assert_eq!(index.live().as_deref(), Some("000001"));
}

#[test]
fn whoever_stands_in_counts_nobody_who_is_hidden() {
    let (index, list, _) = hidden();
    let hidden = everybody(&index.engine());
    flip(&index.path().join("000002/records.bin"));
    let engine = index.engine();
    let stands_in = everybody(&engine);
    assert_eq!(engine.snapshot().generation().number(), 1);
    let counts = |answer: &Answer| (answer.total, format!("{:?} {:?}", answer.radius, answer.facets));
    assert_eq!(counts(&stands_in), counts(&hidden));
    assert_eq!((stands_in.total, stands_in.hits.len()), (2, 2));
    // A page ends where it is full, whoever was left out of it.
    let one = search(&engine, &[("near", "15213"), ("specialty", "chiropractor"), ("limit", "1")]);
    let one = one.expect("found");
    assert_eq!((one.hits.len(), one.next.is_some()), (1, true));
    let named = search(&engine, &[("name", "zelda")]).expect("found");
    assert_eq!((named.total, named.hits.len()), (0, 0));
    let suggested = SuggestRequest::from_pairs([("q", "quix")]).expect("a sound request");
    let suggested = engine.suggest(&suggested).expect("suggestions").suggestions;
    assert!(suggested.iter().all(|suggestion| suggestion.id != HIDDEN));
    assert_eq!((engine.snapshot().shown(), engine.snapshot().len()), (3, 4));
    let told = run(&index, &["why", "1234567893"]);
    assert!(told.contains("is not listed") && told.contains("(hidden)"), "{told}");
    let told = run(&index, &["why", "1234567893", "chiropractor near 15213"]);
    assert!(told.contains("is not listed") && !told.contains("Quix"), "{told}");
    let told = run(&index, &["why", "1245319599", "chiropractor near 15213"]);
    assert!(told.contains("of 2."), "{told}");
    run(&index, &["import", &list]);
    assert!(!is_shown(&index));
}

#[test]
fn what_is_kept_beside_the_new_generation_is_sound() {
    for command in ["import", "overrides", "rebuild"] {
        let (index, list) = imported(2);
        let corrections = file(&index, "hide.csv", HIDE);
        flip(&index.path().join("000002/concepts.json"));
        match command {
            "import" => run(&index, &["import", &list]),
            "overrides" => run(&index, &["overrides", &corrections]),
            _ => run(&index, &["rebuild"]),
        };
        assert_eq!(kept(&index), ["000001", "000003"], "{command}");
        run(&index, &["rollback", "--with-corrections"]);
        assert_eq!(index.live().as_deref(), Some("000001"));
    }
}

#[test]
fn where_everything_is_damaged_the_only_list_begins_anew() {
    let (index, list) = imported(2);
    for generation in ["000001", "000002"] {
        empty(&index.path().join(generation));
    }
    for arguments in [&["search", "chiropractor near 15213"][..], &["rebuild"], &["lists"]] {
        let (code, told) = finder(&index, arguments);
        assert_eq!(code, Some(78), "{arguments:?}: {told}");
        assert!(told.contains("generation 000002 is damaged") && told.contains("--index NEW"), "{told}");
    }
    let (code, told) = finder(&index, &["import", "--list", "other", &list]);
    assert_eq!(code, Some(78), "{told}");
    let told = run(&index, &["import", &list]);
    assert!(told.contains("as a new one"), "{told}");
    assert_eq!(everybody(&index.engine()).total, 3);
}

#[test]
fn where_everything_is_damaged_corrections_are_not_forgotten() {
    let (index, list, _) = hidden();
    for generation in ["000001", "000002"] {
        empty(&index.path().join(generation));
    }
    for gone in [false, true] {
        if gone {
            for name in ["000001", "000002"] {
                fs::remove_dir_all(index.path().join(name)).expect("removed");
            }
            fs::remove_file(index.path().join("CURRENT")).expect("removed");
        }
        let (code, told) = finder(&index, &["import", &list]);
        assert!(code == Some(78) && told.contains("`finder overrides --index NEW"), "{told}");
    }
}
