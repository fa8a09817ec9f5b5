//! System calls that fail: whatever the disk refuses, the old list stays whole or the new one is, the message names
//! what could not be done where, and the next import goes through.
//!
//! `strace` makes the n-th call of a kind fail in a real `finder import`. A first run tells which calls concern the index
//! or the list; of each kind some of those are made to fail, `FINDER_FAULTS` of them (1 where it is not set).

use crate::support::{TestIndex, VOCABULARY, amount, copy, namesakes, now, search, tell};
use specialist_finder::import::{self, ImportRequest};
use specialist_finder::ingest::Source;
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// Kinds of system calls and what they fail with. Those that this system does not make are passed over.
const FAULTS: [(&str, &str); 24] = [
    ("openat", "EMFILE"),
    ("openat", "EACCES"),
    ("openat", "ENOSPC"),
    ("read", "EIO"),
    ("pread64", "EIO"),
    ("write", "ENOSPC"),
    ("write", "EIO"),
    ("write", "EDQUOT"),
    ("fsync", "EIO"),
    ("fsync", "ENOSPC"),
    ("fdatasync", "EIO"),
    ("rename", "EIO"),
    ("renameat", "ENOSPC"),
    ("mkdir", "ENOSPC"),
    ("unlink", "EIO"),
    ("unlinkat", "EIO"),
    ("mmap", "ENOMEM"),
    ("statx", "EIO"),
    ("getdents64", "EIO"),
    ("lseek", "EIO"),
    ("flock", "ENOLCK"),
    ("copy_file_range", "EIO"),
    ("fstatfs", "EIO"),
    ("statfs", "EIO"),
];

/// Imports a list under a name.
fn import_as(index: &TestIndex, name: &str, family: &str, count: u32) {
    let path = index.folder().join(format!("{name}.csv"));
    fs::write(&path, namesakes(family, count)).expect("space");
    let mut request = ImportRequest::new(vec![Source::File(path)], now());
    request.list = name.parse().ok();
    request.allow_shrink = true;
    assert!(index.import_with(&request).expect("imports").generation.is_some());
}

/// How many bear each name.
fn content(index: &TestIndex) -> [u64; 3] {
    let engine = index.engine();
    ["Adams", "Baker", "Other"].map(|name| {
        let ask = || search(&engine, &[("name", name)]).expect("found");
        // On a machine that is very busy the deadline may cut an answer, which says nothing of the list.
        std::iter::repeat_with(ask).take(20).find(|answer| !answer.partial).expect("a whole answer").total
    })
}

const OLD: [u64; 3] = [60, 0, 20];
const NEW: [u64; 3] = [0, 90, 20];

/// A copy of an index and of the list that is to be imported.
fn copy_of(ready: &TestIndex) -> TestIndex {
    let index = TestIndex::new();
    copy(&ready.path(), &index.path());
    fs::write(index.folder().join("next.csv"), namesakes("Baker", 90)).expect("space");
    index
}

/// Runs `finder import` under strace with such options; gives its exit code, what it said, and the trace.
fn traced(index: &TestIndex, options: &[String]) -> (Option<i32>, String, String) {
    let next = index.folder().join("next.csv").into_os_string().into_string().expect("a path");
    traced_command(index, options, &["import", "--allow-shrink", "--list", "list", &next])
}

/// The same of another command.
fn traced_command(
    index: &TestIndex,
    options: &[String],
    arguments: &[&str],
) -> (Option<i32>, String, String) {
    let trace = index.folder().join("trace");
    let mut command = Command::new("strace");
    command.args(["-f", "-y", "-qq", "-s", "4096", "-o"]).arg(&trace).args(options);
    command.arg(env!("CARGO_BIN_EXE_finder")).args(arguments).arg("--index").arg(index.path());
    command.env("RUST_BACKTRACE", "0");
    let output = command.stdin(Stdio::null()).output().expect("strace runs");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let trace =
        fs::read(&trace).map(|bytes| String::from_utf8_lossy(&bytes).into_owned()).unwrap_or_default();
    (output.status.code(), said, trace)
}

/// Of each kind of call the numbers, counted by thread as strace does, of those that concern the index or the list.
fn calls(index: &TestIndex) -> BTreeMap<String, Vec<usize>> {
    let kinds: BTreeSet<&str> = FAULTS.iter().map(|(kind, _)| *kind).collect();
    let kinds: Vec<&str> = kinds.into_iter().collect();
    let (code, said, trace) = traced(index, &["-e".to_owned(), format!("trace={}", kinds.join(","))]);
    assert_eq!(code, Some(0), "{said}");
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut found: BTreeMap<String, BTreeSet<usize>> = BTreeMap::new();
    let ours = index.folder().to_string_lossy().into_owned();
    for line in trace.lines() {
        let Some((thread, call)) = line.split_once(char::is_whitespace) else { continue };
        let Some((kind, rest)) = call.trim_start().split_once('(') else { continue };
        if !kinds.contains(&kind) {
            continue;
        }
        let count = counts.entry((thread, kind)).or_default();
        *count += 1;
        if rest.contains(&ours) {
            found.entry(kind.to_owned()).or_default().insert(*count);
        }
    }
    found.into_iter().map(|(kind, numbers)| (kind, numbers.into_iter().collect())).collect()
}

/// One call that fails.
#[derive(Debug, Clone)]
struct Fault {
    kind: &'static str,
    error: &'static str,
    number: usize,
}

/// What came of it: the exit code, and whether a call on the index or the list failed.
fn inject(ready: &TestIndex, fault: &Fault) -> Result<(Option<i32>, bool), String> {
    let index = copy_of(ready);
    let Fault { kind, error, number } = fault;
    let options = [
        "-e".to_owned(),
        format!("trace={kind}"),
        "-e".to_owned(),
        format!("inject={kind}:error={error}:when={number}"),
    ];
    let (code, said, trace) = traced(&index, &options);
    let failed: Vec<&str> = trace.lines().filter(|line| line.contains("(INJECTED)")).collect();
    let ours = index.folder().to_string_lossy().into_owned();
    // A library, a pipe or memory that is refused may end the process before it can say anything.
    let hit = failed.iter().any(|line| line.contains(&ours)) && *kind != "mmap";
    let story = format!("{fault:?}: exit {code:?}\n{}\n{said}", failed.join("\n"));
    import::verify(&index.store(), None, &VOCABULARY).map_err(|error| format!("{story}verify: {error}"))?;
    let after = content(&index);
    if after != NEW && (after != OLD || code == Some(0)) {
        return Err(format!("{story}holds {after:?}"));
    }
    if hit && code != Some(0) {
        if code != Some(74) {
            return Err(format!("{story}another exit code"));
        }
        if !said.contains(&ours) {
            return Err(format!("{story}the message names no path"));
        }
    }
    import_as(&index, "list", "Adams", 60);
    import::verify(&index.store(), None, &VOCABULARY).map_err(|error| format!("{story}after it: {error}"))?;
    if content(&index) != OLD {
        return Err(format!("{story}the next import gives {:?}", content(&index)));
    }
    let left = fs::read_dir(index.path()).expect("a folder").filter_map(Result::ok);
    let left: Vec<_> =
        left.filter(|entry| entry.file_name().to_string_lossy().starts_with("building")).collect();
    if left.is_empty() { Ok((code, hit)) } else { Err(format!("{story}left behind: {left:?}")) }
}

/// Whether strace is there and may trace.
fn can_trace() -> bool {
    let works = Command::new("strace").args(["-f", "-o", "/dev/null", "true"]).output();
    let works = works.is_ok_and(|output| output.status.success());
    if !works {
        assert!(std::env::var_os("FINDER_REQUIRE_TOOLS").is_none(), "strace is missing or may not trace");
        tell("SKIPPED: failing system calls, for strace is missing or may not trace");
    }
    works
}

#[test]
fn a_system_call_that_fails_leaves_the_old_list_or_the_new_one() {
    if !can_trace() {
        return;
    }
    let ready = TestIndex::new();
    import_as(&ready, "second", "Other", 20);
    import_as(&ready, "list", "Adams", 60);
    let calls = calls(&copy_of(&ready));
    let each = amount("FINDER_FAULTS", 1).max(1);
    let mut faults = Vec::new();
    for (place, (kind, error)) in FAULTS.iter().enumerate() {
        let Some(numbers) = calls.get(*kind) else { continue };
        let step = (numbers.len() / each).max(1);
        let some = numbers.iter().skip(place % step).step_by(step).take(each);
        faults.extend(some.map(|number| Fault { kind, error, number: *number }));
    }
    let kinds: BTreeSet<&str> = faults.iter().map(|fault| fault.kind).collect();
    assert!(kinds.len() >= 9, "only {kinds:?} are made");
    let total = faults.len();
    let (queue, results) = (Mutex::new(faults), Mutex::new(Vec::new()));
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                while let Some(fault) = { queue.lock().expect("no thread fails").pop() } {
                    let result = inject(&ready, &fault);
                    results.lock().expect("no thread fails").push((fault.kind, result));
                }
            });
        }
    });
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    let mut wrong = Vec::new();
    for (_, result) in results.into_inner().expect("no thread fails") {
        match result {
            Ok((code, hit)) => {
                let code = code.map_or_else(|| "killed".to_owned(), |code| format!("exit {code}"));
                *counts.entry(format!("{code}{}", if hit { "" } else { ", elsewhere" })).or_default() += 1;
            }
            Err(story) => wrong.push(story),
        }
    }
    tell(&format!("{total} failing calls of {} kinds: {counts:?}, {} wrong", kinds.len(), wrong.len()));
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The number, counted by thread, of the call that waits for the disk once the pointer is renamed.
fn last_sync(index: &TestIndex, arguments: &[&str]) -> usize {
    let options = ["-e".to_owned(), "trace=fsync,/^rename".to_owned()];
    let (code, said, trace) = traced_command(index, &options, arguments);
    assert_eq!(code, Some(0), "{said}");
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    let mut renamed_by = None;
    for line in trace.lines() {
        let Some((thread, call)) = line.split_once(char::is_whitespace) else { continue };
        let call = call.trim_start();
        if call.starts_with("rename") && call.contains("CURRENT.tmp") {
            renamed_by = Some(thread);
        } else if call.starts_with("fsync(") {
            let count = counts.entry(thread).or_default();
            *count += 1;
            if renamed_by == Some(thread) {
                return *count;
            }
        }
    }
    panic!("nothing waits for the pointer: {trace}");
}

#[test]
fn what_the_pointer_names_is_told_as_live_though_the_disk_did_not_confirm_it() {
    if !can_trace() {
        return;
    }
    let ready = TestIndex::new();
    import_as(&ready, "second", "Other", 20);
    import_as(&ready, "list", "Adams", 60);
    for (command, expected, live) in
        [("import", NEW, "000003"), ("rebuild", OLD, "000003"), ("rollback", [0, 0, 20], "000001")]
    {
        let arguments = |index: &TestIndex| -> Vec<String> {
            let next = index.folder().join("next.csv").into_os_string().into_string().expect("a path");
            let import = ["import", "--allow-shrink", "--list", "list", &next];
            let words = if command == "import" { &import[..] } else { &[command][..] };
            words.iter().map(|&word| word.to_owned()).collect()
        };
        let run = |index: &TestIndex, then: &mut dyn FnMut(&[&str])| {
            let words = arguments(index);
            then(&words.iter().map(String::as_str).collect::<Vec<_>>());
        };
        let (first, index) = (copy_of(&ready), copy_of(&ready));
        let mut number = 0;
        run(&first, &mut |words| number = last_sync(&first, words));
        let inject = format!("inject=fsync:error=EIO:when={number}");
        let options = ["-e".to_owned(), "trace=fsync".to_owned(), "-e".to_owned(), inject];
        run(&index, &mut |words| {
            let (code, said, trace) = traced_command(&index, &options, words);
            assert!(trace.contains("(INJECTED)"), "{command}: {trace}");
            assert_eq!(code, Some(0), "{command}: {said}");
            assert!(said.contains("the disk did not confirm it"), "{command}: {said}");
        });
        assert_eq!((index.live().as_deref(), content(&index)), (Some(live), expected), "{command}");
        let history = fs::read_to_string(index.path().join("history.ndjson")).expect("a history");
        assert!(history.contains(live), "{command}: {history}");
        let kept = index.store().history().expect("readable").0.iter().filter(|entry| entry.kept).count();
        assert_eq!(kept, 2, "{command}");
    }
}

#[test]
fn too_little_room_is_told_before_anything_is_written_with_need_and_free() {
    // A list that states to need more than there is: a sparse file takes no room itself.
    let index = TestIndex::new();
    import_as(&index, "list", "Adams", 60);
    let free = rustix::fs::statvfs(index.folder()).expect("a disk");
    let free = free.f_bavail.saturating_mul(free.f_frsize);
    let path = index.folder().join("huge.csv");
    let file = fs::File::create(&path).expect("a file");
    if file.set_len(free).is_err() {
        tell(&format!("SKIPPED: no sparse file of {free} bytes here"));
        return;
    }
    let error = index.import(&path).expect_err("too little room").to_string();
    for part in [&index.path().display().to_string(), "bytes are needed", "are free"] {
        assert!(error.contains(part), "{error}");
    }
    import::verify(&index.store(), None, &VOCABULARY).expect("sound");
}
