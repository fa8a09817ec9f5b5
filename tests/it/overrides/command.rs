//! The command that gives corrections, and what the others say of them.

use super::{HEADER, HIDE, LIST, MOVE, import_list};
use crate::support::TestIndex;
use serde_json::Value;
use std::process::Command;

pub(super) fn finder(index: &TestIndex, arguments: &[&str]) -> (Option<i32>, String, String) {
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
