//! Publishing: old or new and nothing between, whatever dies; damage noticed; back and forth between generations.

use crate::support::{Numbers, PLACES, TestIndex, VOCABULARY, files, fixture, namesakes, now, search, who};
use specialist_finder::import::{self, ImportError, ImportRequest};
use specialist_finder::index::IndexError;
use specialist_finder::ingest::Source;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The family names of everybody, and how many there are.
fn content(index: &TestIndex) -> (String, u64) {
    let engine = index.engine();
    let ask = || {
        search(&engine, &[("specialty", "chiropractor"), ("near", "15213"), ("limit", "100")]).expect("found")
    };
    // On a machine that is very busy the deadline may cut an answer, which says nothing of the list.
    let answer = std::iter::repeat_with(ask).take(20).find(|answer| !answer.partial).expect("a whole answer");
    let mut names: Vec<String> = answer.hits.iter().map(|hit| who(hit).name.family().to_owned()).collect();
    names.dedup();
    (names.join(" "), answer.total)
}

fn finder_import(index: &Path, list: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_finder"));
    command.args(["import", "--allow-shrink", "--index"]).arg(index).arg(list);
    command.stdout(Stdio::null()).stderr(Stdio::null());
    command
}

/// How many imports are killed; `FINDER_KILLS` asks for more.
fn kills() -> usize {
    std::env::var("FINDER_KILLS").ok().and_then(|count| count.parse().ok()).unwrap_or(8)
}

#[test]
fn a_killed_import_leaves_exactly_the_old_or_the_new_list() {
    let index = TestIndex::new();
    let lists: Vec<PathBuf> = [("Adams", 60), ("Baker", 90)]
        .iter()
        .map(|(family, count)| {
            let path = index.folder().join(format!("{family}.csv"));
            fs::write(&path, namesakes(family, *count)).expect("written");
            path
        })
        .collect();
    let whole = [("Adams".to_owned(), 60), ("Baker".to_owned(), 90)];
    assert!(finder_import(&index.path(), &lists[0]).status().expect("runs").success());
    let start = Instant::now();
    assert!(finder_import(&index.path(), &lists[1]).status().expect("runs").success());
    let usual = start.elapsed();
    let mut numbers = Numbers(0x5eed);
    let (mut old, mut new) = (0, 0);
    for kill in 0..kills() {
        let before = content(&index);
        let next = usize::from(before == whole[0]);
        let mut child = finder_import(&index.path(), &lists[next]).spawn().expect("starts");
        let share = u32::try_from(numbers.below(1_100)).expect("small");
        std::thread::sleep(usual * share / 1_000);
        child.kill().expect("killed");
        child.wait().expect("ended");
        import::verify(&index.store(), None, &VOCABULARY)
            .unwrap_or_else(|error| panic!("kill {kill}: {error}"));
        let after = content(&index);
        assert!(after == before || after == whole[next], "kill {kill}: {before:?} {after:?}");
        if after == before { old += 1 } else { new += 1 }
    }
    eprintln!("{} kills: {old} times the old list, {new} times the new one", kills());
    assert!(finder_import(&index.path(), &lists[0]).status().expect("runs").success());
    let leftovers = fs::read_dir(index.path()).expect("a folder").filter_map(Result::ok);
    let leftovers: Vec<_> = leftovers
        .map(|entry| entry.file_name())
        .filter(|name| name.to_string_lossy().starts_with("building"))
        .collect();
    assert!(leftovers.is_empty(), "{leftovers:?}");
}

#[test]
fn a_clock_that_jumps_loses_nothing() {
    let index = TestIndex::new();
    let path = index.folder().join("list.csv");
    // Forwards, backwards, the same second twice, and a day that no calendar of ours has.
    let times = [
        "2026-11-22T10:05:00Z",
        "2031-01-01T00:00:00Z",
        "2031-01-01T00:00:00Z",
        "2001-02-03T04:05:06Z",
        "1970-01-01T00:00:00Z",
        "2026-11-22T10:05:00Z",
    ];
    for (number, time) in times.iter().enumerate() {
        let count = 60 + u32::try_from(number).expect("few");
        fs::write(&path, namesakes("Adams", count)).expect("written");
        let mut request = ImportRequest::new(vec![Source::File(path.clone())], time.parse().expect("a time"));
        request.allow_shrink = true;
        let outcome = index.import_with(&request).expect("the import runs");
        assert_eq!(
            outcome.generation.map(|generation| generation.number() as usize),
            Some(number + 1),
            "{time}"
        );
        import::verify(&index.store(), None, &VOCABULARY).unwrap_or_else(|error| panic!("{time}: {error}"));
        assert_eq!(content(&index), ("Adams".to_owned(), u64::from(count)), "{time}");
    }
    let mut request =
        ImportRequest::new(vec![Source::File(path)], "2200-01-01T00:00:00Z".parse().expect("a time"));
    request.allow_shrink = true;
    let refused = index.import_with(&request).expect_err("no day of ours");
    assert!(matches!(refused, ImportError::Clock), "{refused}");
    assert_eq!(content(&index).1, 65, "what was live stays");
    let reports: Vec<_> = fs::read_dir(index.path().join("reports")).expect("a folder").collect();
    let rows = files(&index.path().join("reports"))
        .into_iter()
        .filter(|path| path.extension().is_some_and(|kind| kind == "csv"));
    assert_eq!(rows.count(), times.len(), "no report is written over: {reports:?}");
    let history = index.store().history().expect("readable");
    let numbers: Vec<&str> = history.0.iter().map(|entry| entry.generation.as_str()).collect();
    assert_eq!(numbers, ["000001", "000002", "000003", "000004", "000005", "000006"]);
}

#[test]
fn every_flipped_byte_is_noticed_and_the_generation_before_answers() {
    let index = TestIndex::new();
    assert_eq!(index.import_text("list.csv", &namesakes("Adams", 60)).refused, None);
    assert_eq!(index.import_text("list.csv", &namesakes("Baker", 90)).refused, None);
    let live = index.path().join(index.live().expect("an index"));
    let files = files(&live);
    let mut numbers = Numbers(0x00da_4a6e);
    let mut flipped = 0;
    while flipped < 300 {
        let path = &files[flipped % files.len()];
        let sound = fs::read(path).expect("readable");
        flipped += 1;
        let damaged = if sound.is_empty() {
            vec![0]
        } else {
            let mut bytes = sound.clone();
            bytes[numbers.below(sound.len())] ^= 1 << numbers.below(8);
            bytes
        };
        fs::write(path, &damaged).expect("writable");
        let name = path.display();
        let verified = import::verify(&index.store(), None, &VOCABULARY);
        assert!(matches!(verified, Err(IndexError::Damaged { .. })), "{name}: {verified:?}");
        let opened = index.store().open_live(&VOCABULARY).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert!(opened.degraded.is_some(), "{name}");
        assert_eq!(opened.snapshot.manifest().providers, 60, "{name}");
        fs::write(path, &sound).expect("writable");
    }
    import::verify(&index.store(), None, &VOCABULARY).expect("sound again");
    eprintln!("{flipped} flipped bytes in {} files, all noticed", files.len());
}

#[test]
fn a_damaged_pointer_is_noticed_and_the_newest_good_generation_answers() {
    let index = TestIndex::new();
    assert_eq!(index.import_text("list.csv", &namesakes("Adams", 60)).refused, None);
    let pointer = index.path().join("CURRENT");
    let sound = fs::read(&pointer).expect("readable");
    for damaged in [b"".as_slice(), b"000009", b"\xff\xfe garbage", &sound[..sound.len() - 2]] {
        fs::write(&pointer, damaged).expect("writable");
        let opened =
            index.store().open_live(&VOCABULARY).unwrap_or_else(|error| panic!("{damaged:?}: {error}"));
        assert!(opened.degraded.is_some(), "{damaged:?}");
        assert_eq!(opened.snapshot.manifest().providers, 60);
    }
}

#[test]
fn rollback_goes_back_and_forth_and_history_tells_it() {
    let index = TestIndex::new();
    for (family, count) in [("Adams", 60), ("Baker", 90), ("Clark", 80)] {
        assert_eq!(index.import_text("list.csv", &namesakes(family, count)).refused, None);
    }
    let history = index.store().history().expect("a history");
    let kept: Vec<bool> = history.0.iter().map(|entry| entry.kept).collect();
    assert_eq!(kept, [false, true, true]);
    let writer = index.store().lock().expect("free");
    let started = Instant::now();
    assert_eq!(writer.roll_back(None).expect("one to go back to").to_string(), "000002");
    assert!(started.elapsed() < Duration::from_secs(2));
    assert_eq!(content(&index), ("Baker".to_owned(), 90));
    let first = "000001".parse().expect("a number");
    assert!(matches!(writer.roll_back(Some(first)), Err(IndexError::NotKept(_))));
    assert_eq!(writer.roll_back("000003".parse().ok()).expect("kept").to_string(), "000003");
    drop(writer);
    assert_eq!(content(&index), ("Clark".to_owned(), 80));
    assert_eq!(
        index.import_text("list.csv", &namesakes("Davis", 70)).generation.expect("published").to_string(),
        "000004"
    );
}

#[test]
fn one_writer_at_a_time_and_a_dead_one_blocks_nobody() {
    let index = TestIndex::with(&fixture("bad_inputs/csv/_base.csv"));
    let writer = index.store().lock().expect("free");
    let path = index.folder().join("list.csv");
    fs::write(&path, namesakes("Adams", 60)).expect("written");
    assert_eq!(finder_import(&index.path(), &path).status().expect("runs").code(), Some(75));
    drop(writer);
    assert_eq!(finder_import(&index.path(), &path).status().expect("runs").code(), Some(0));
}

#[test]
fn what_an_older_program_published_is_refused_by_name_and_built_anew_by_one_command_or_the_next_import() {
    let index = TestIndex::new();
    let import = |family: &str, count| {
        let path = index.folder().join(format!("{family}.csv"));
        fs::write(&path, namesakes(family, count)).expect("written");
        let mut request = ImportRequest::new(vec![Source::File(path)], now());
        request.list = Some(family.to_lowercase().parse().expect("a name"));
        let outcome = index.import_with(&request).expect("imports");
        assert!(outcome.generation.is_some(), "{:?}", outcome.refused);
    };
    import("Adams", 40);
    import("Baker", 60);
    let live = index.live().expect("a generation");
    fs::remove_dir_all(index.path().join("000001")).expect("the one before it is gone");
    let manifest = index.path().join(&live).join("manifest.json");
    let text = fs::read_to_string(&manifest).expect("a manifest");
    let (before, after) = text.split_once("\"format\": ").expect("a format");
    let digits = after.find(|letter: char| !letter.is_ascii_digit()).expect("more behind it");
    fs::write(&manifest, format!("{before}\"format\": 1{}", &after[digits..])).expect("written");
    let hash = blake3::hash(&fs::read(&manifest).expect("a manifest")).to_hex();
    fs::write(index.path().join("CURRENT"), format!("{live} {hash}\n")).expect("written");

    let refused = index.store().open_live(&VOCABULARY).expect_err("another format");
    assert!(matches!(refused, IndexError::Incompatible { .. }), "{refused}");
    assert!(refused.to_string().contains("`finder rebuild`"), "{refused}");
    let rebuilt = import::rebuild(&index.store(), now(), (&VOCABULARY, &PLACES), &mut import::Unobserved)
        .expect("built anew");
    assert_eq!((rebuilt.from.to_string(), rebuilt.degraded), (live.clone(), None));
    import::verify(&index.store(), None, &VOCABULARY).expect("sound");
    assert_eq!(search(&index.engine(), &[("name", "Baker")]).expect("found").total, 60);
    fs::write(index.path().join("CURRENT"), format!("{live} {hash}\n")).expect("written");
    import("Adams", 41);
    let engine = index.engine();
    let total = |name| search(&engine, &[("name", name)]).expect("found").total;
    assert_eq!((total("Adams"), total("Baker")), (41, 60), "the other list came with it");
}
