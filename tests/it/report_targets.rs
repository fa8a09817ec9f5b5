//! Where reports may go: nothing of the index and nothing that is read is ever written over.

use crate::support::{TestIndex, fixture};
use std::fs;
use std::os::unix::fs::symlink;
use std::path::Path;
use std::process::{Command, Stdio};

/// Imports a list with these options: exit code and what people are told.
fn import(folder: &Path, options: &[&str]) -> (i32, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_finder"))
        .current_dir(folder)
        .args([&["import"], options].concat())
        .stdin(fs::File::open(folder.join("mine.csv")).expect("a list"))
        .stdout(Stdio::null())
        .output()
        .expect("runs");
    (output.status.code().expect("a code"), String::from_utf8_lossy(&output.stderr).into_owned())
}

#[test]
fn a_report_never_writes_over_the_index_or_what_is_read() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let folder = index.folder();
    let list = fs::read(fixture("bad_inputs/csv/_base.csv")).expect("a list");
    fs::write(folder.join("mine.csv"), &list).expect("written");
    fs::write(folder.join("mine.changes.csv"), &list).expect("written");
    fs::write(folder.join("map.toml"), "[values]\nstate = 'PA'\n").expect("written");
    let pointer = fs::read(index.path().join("CURRENT")).expect("a pointer");
    symlink("mine.csv", folder.join("link.csv")).expect("a link");
    symlink("nowhere.csv", folder.join("dangling.csv")).expect("a link");
    symlink("index", folder.join("other")).expect("a link");
    fs::hard_link(folder.join("mine.csv"), folder.join("second.csv")).expect("a name");
    fs::hard_link(index.path().join("CURRENT"), folder.join("pointer.csv")).expect("a name");
    let cases: [(&[&str], &str, &str); 15] = [
        (&["mine.csv"], "index/000001/canaries.json", "belongs to the index"),
        (&["mine.csv"], "index/CURRENT", "belongs to the index"),
        (&["mine.csv"], "index/new/file.csv", "belongs to the index"),
        (&["mine.csv"], "index/reports", "belongs to the index"),
        (&["mine.csv"], "index/reports/../LOCK", "belongs to the index"),
        (&["mine.csv"], "other/history.ndjson", "belongs to the index"),
        (&["mine.csv"], "pointer.csv", "under another name"),
        (&["mine.csv"], "mine.csv", "one of the files being imported"),
        (&["mine.csv"], "link.csv", "one of the files being imported"),
        (&["mine.csv"], "second.csv", "one of the files being imported"),
        (&["-"], "mine.csv", "standard input is read from"),
        (&["mine.csv", "--map", "map.toml"], "map.toml", "the map of the columns"),
        (&["mine.csv"], "/dev/null", "no regular file"),
        (&["mine.csv"], "dangling.csv", "a link to nothing"),
        (&["mine.csv"], "-", "no name of a file"),
    ];
    for (read, report, why) in cases {
        for dry_run in [&["--dry-run"] as &[&str], &[]] {
            let (code, told) = import(folder, &[read, dry_run, &["--report", report]].concat());
            assert_eq!(code, 2, "{report}: {told}");
            assert!(told.contains("--report") && told.contains(report) && told.contains(why), "{told}");
        }
    }
    let (code, told) = import(folder, &["mine.changes.csv", "--dry-run", "--report", "mine.txt"]);
    assert_eq!(code, 2, "{told}");
    assert!(told.contains("`mine.changes.csv` is written beside it"), "{told}");
    for name in ["mine.csv", "mine.changes.csv"] {
        assert_eq!(fs::read(folder.join(name)).expect("still there"), list);
    }
    assert_eq!(fs::read(index.path().join("CURRENT")).expect("still there"), pointer);
    assert_eq!(index.live().as_deref(), Some("000001"));
    for fine in ["index/reports/mine.csv", "new/folder/mine.csv"] {
        assert_eq!(import(folder, &["mine.csv", "--dry-run", "--report", fine]).0, 0, "{fine}");
        assert!(folder.join(fine).exists());
    }
    fs::write(folder.join("finder.toml"), "report = 'mine.csv'\n").expect("written");
    let (code, told) = import(folder, &["mine.csv", "--config", "finder.toml"]);
    assert_eq!(code, 78, "{told}");
    assert!(told.contains("finder.toml: `report` = \"mine.csv\": that is one of the files"), "{told}");
}
