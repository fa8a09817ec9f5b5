//! The command that gives corrections, and what the others say of them.

use super::{HEADER, HIDE, LIST, MOVE, import_list};
use crate::support::{TestIndex, files};
use serde_json::Value;
use std::path::PathBuf;

#[test]
fn the_command_gives_shows_and_explains_and_nothing_else_says_who_asked() {
    let index = TestIndex::new();
    let file = index.folder().join("overrides.csv");
    std::fs::write(&file, format!("{HEADER}{HIDE}{MOVE}")).expect("written");
    let path = file.to_str().expect("a path");
    assert_eq!(index.finder(&["overrides", path]).0, Some(78));
    assert_eq!(index.finder(&["overrides"]).0, Some(78));
    import_list(&index, LIST, false);
    let (code, out, _) = index.finder(&["overrides"]);
    assert_eq!((code, out.lines().count()), (Some(0), 1), "the columns alone");
    assert_eq!(index.finder(&["overrides", "--dry-run"]).0, Some(2));
    assert_eq!(index.finder(&["overrides", "no-such-file.csv"]).0, Some(74));
    let held = index.store().lock().expect("the lock");
    assert_eq!(index.finder(&["overrides", path]).0, Some(75));
    assert_eq!(index.finder(&["overrides", path, "--dry-run"]).0, Some(0));
    drop(held);
    let (code, out, told) = index.finder(&["overrides", path, "--json"]);
    assert_eq!(code, Some(0), "{told}");
    let out: Value = serde_json::from_str(&out).expect("JSON");
    assert_eq!((&out["accepted"], &out["hidden"][0]), (&2.into(), &"npi:1234567893".into()));
    assert_eq!(out["generation"], "000002");
    assert!(told.contains("hidden from now on: npi:1234567893"), "{told}");
    // What is printed can be given again.
    let (_, printed, _) = index.finder(&["overrides"]);
    assert!(printed.contains("Secret reason"));
    std::fs::write(&file, &printed).expect("written");
    let (code, _, told) = index.finder(&["overrides", path]);
    assert!(code == Some(0) && told.contains("in force already"), "{told}");
    let (_, why, _) = index.finder(&["why", "1234567893"]);
    assert!(why.contains("Hidden on request") && why.contains("(hidden)"), "{why}");
    let (_, generations, _) = index.finder(&["generations"]);
    assert!(generations.contains("2 corrections, 1 hidden"), "{generations}");
    // Who asked and why stands in the file of corrections and nowhere else, the history included.
    let holds_them = |path: &PathBuf| {
        let bytes = std::fs::read(path).expect("readable");
        let text = String::from_utf8_lossy(&bytes);
        text.contains("Secret") || text.contains("Kowalski")
    };
    let holding: Vec<PathBuf> = files(&index.path()).into_iter().filter(holds_them).collect();
    let [only] = holding.as_slice() else { panic!("{holding:?}") };
    assert!(only.ends_with("overrides.csv"), "{holding:?}");
    let (code, _, told) = index.finder(&["rollback"]);
    assert!(code == Some(1) && told.contains("--with-corrections"), "{told}");
    let (code, _, told) = index.finder(&["rollback", "--with-corrections"]);
    assert!(
        code == Some(0) && told.contains("warning: hidden before, shown again: npi:1234567893"),
        "{told}"
    );
    let (_, template, _) = index.finder(&["template", "--overrides"]);
    std::fs::write(&file, template).expect("written");
    let (code, _, told) = index.finder(&["overrides", "--dry-run", path]);
    assert!(code == Some(0) && told.contains("accepted 4 rows, rejected 0"), "{told}");
}

#[test]
fn what_needs_an_index_makes_none_where_its_name_was_mistyped() {
    let index = TestIndex::new();
    let rows = index.folder().join("overrides.csv");
    std::fs::write(&rows, format!("{HEADER}{HIDE}")).expect("written");
    let rows = rows.to_str().expect("a path");
    for arguments in [&["overrides", rows][..], &["remove-list", "board"], &["rollback"], &["rebuild"]] {
        let (code, _, told) = index.finder(arguments);
        assert!(code == Some(78) && told.contains("no usable index"), "{arguments:?}: {code:?} {told}");
        assert!(!index.path().exists(), "{arguments:?}");
    }
}
