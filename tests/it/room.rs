//! How much of a disk imports take, and what they leave of the generation before the live one.

use crate::support::{PLACES, TestIndex, VOCABULARY, now, tell};
use specialist_finder::domain::Npi;
use specialist_finder::import::{self, ImportError, ImportRequest, Observer, Stage, Unobserved};
use specialist_finder::ingest::Source;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

const ROWS: u32 = 4_000;

/// A list of so many chiropractors of many names and places.
fn list(index: &TestIndex, name: &str, rows: u32) -> PathBuf {
    let mut text = String::from("id,name,credential,specialty,address,city,state,zip,phone\n");
    for row in 0..rows {
        let (number, zip) = (row * 7_919 % 9_973, 15_201 + row % 40);
        let line = format!(
            "{row},Jane{number} Smith{row},DC,chiropractor,{number} Main St,Pittsburgh,PA,{zip},412555{row:04}"
        );
        writeln!(text, "{line}").expect("written to memory");
    }
    let path = index.folder().join(name);
    std::fs::write(&path, text).expect("the list is written");
    path
}

/// Bytes of all files below a folder.
fn bytes(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let size = |entry: std::fs::DirEntry| match entry.metadata() {
        Ok(about) if about.is_dir() => bytes(&entry.path()),
        about => about.map_or(0, |about| about.len()),
    };
    entries.map(size).sum()
}

/// Bytes of this process's open files in a folder that have no name any more.
fn nameless(folder: &Path) -> u64 {
    let open = std::fs::read_dir("/proc/self/fd").into_iter().flatten().flatten();
    let there = open.filter(|file| {
        let target = std::fs::read_link(file.path()).unwrap_or_default();
        target.starts_with(folder) && target.to_string_lossy().ends_with("(deleted)")
    });
    there.filter_map(|file| std::fs::metadata(file.path()).ok()).map(|about| about.len()).sum()
}

/// The most that lies below a folder while something runs, nameless files counted in.
fn peak(folder: &Path, run: impl FnOnce()) -> u64 {
    let done = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let watch = scope.spawn(|| {
            let mut most = 0;
            while !done.load(Ordering::Relaxed) {
                most = bytes(folder).saturating_add(nameless(folder)).max(most);
                std::thread::sleep(Duration::from_millis(1));
            }
            most
        });
        run();
        done.store(true, Ordering::Relaxed);
        watch.join().expect("watches")
    })
}

fn kept(index: &TestIndex) -> Vec<String> {
    let history = index.store().history().expect("readable");
    history.0.into_iter().filter(|entry| entry.kept).map(|entry| entry.generation).collect()
}

#[test]
fn importing_a_list_again_and_again_takes_two_and_a_half_times_its_room() {
    let index = TestIndex::new();
    let path = list(&index, "list.csv", ROWS);
    for number in 1..=4 {
        let most = peak(&index.path(), || {
            assert_eq!(index.import(&path).expect("runs").refused, None);
        });
        let live = index.path().join(index.live().expect("published"));
        let times = |bytes: u64| bytes * 100 / self::bytes(&live);
        tell(&format!("import {number}: {} hundredths of a generation at most", times(most)));
        assert!(times(most) <= 250, "import {number}: {}", times(most));
        assert_eq!(kept(&index).len(), number.min(2));
    }
}

#[test]
fn building_the_live_lists_anew_takes_no_more_room() {
    let index = TestIndex::new();
    let path = list(&index, "list.csv", ROWS);
    for _ in 0..2 {
        assert_eq!(index.import(&path).expect("runs").refused, None);
    }
    let most = peak(&index.path(), || {
        let rebuilt = import::rebuild(&index.store(), now(), (&VOCABULARY, &PLACES), &mut Unobserved);
        assert_eq!(rebuilt.expect("built anew").generation.to_string(), "000003");
    });
    let times = most * 100 / bytes(&index.path().join("000003"));
    tell(&format!("rebuild: {times} hundredths of a generation at most"));
    assert!(times <= 250, "{times}");
    assert_eq!(kept(&index), ["000002", "000003"]);
}

/// A file in the federal layout.
fn federal(index: &TestIndex, name: &str, header: &[&str], rows: &[Vec<String>]) -> PathBuf {
    let line = |cells: &mut dyn Iterator<Item = &str>| {
        let cells: Vec<String> = cells.map(|cell| format!("\"{cell}\"")).collect();
        cells.join(",") + "\n"
    };
    let mut text = line(&mut header.iter().copied());
    for row in rows {
        text += &line(&mut row.iter().map(String::as_str));
    }
    let path = index.folder().join(name);
    std::fs::write(&path, text).expect("the file is written");
    path
}

/// The main file of chiropractors with these NPIs, or, where `gone`, of people whose NPIs were taken back.
fn main_file(index: &TestIndex, name: &str, npis: &[u32], gone: bool) -> PathBuf {
    let address = |what: &str| format!("Provider Business Practice Location Address {what}");
    let (city, state, zip) = (address("City Name"), address("State Name"), address("Postal Code"));
    let country = address("Country Code (If outside U.S.)");
    let header = [
        "NPI",
        "Entity Type Code",
        "Provider Last Name (Legal Name)",
        "Provider First Name",
        "Provider First Line Business Practice Location Address",
        &city,
        &state,
        &zip,
        &country,
        "Last Update Date",
        "Healthcare Provider Taxonomy Code_1",
        "Healthcare Provider Primary Taxonomy Switch_1",
        "NPI Deactivation Date",
        "NPI Reactivation Date",
    ];
    let row = |npi: &u32| {
        let npi = npi.to_string();
        let cells = if gone {
            [&npi, "", "", "", "", "", "", "", "", "", "", "", "01/16/2025", ""]
        } else {
            let place = ["100 MAIN ST", "PITTSBURGH", "PA", "152131234", "US", "01/05/2024"];
            let [street, city, state, zip, country, updated] = place;
            let code = "111N00000X";
            [&npi, "1", "QUACABA", "JANE", street, city, state, zip, country, updated, code, "Y", "", ""]
        };
        cells.map(str::to_owned).to_vec()
    };
    federal(index, name, &header, &npis.iter().map(row).collect::<Vec<_>>())
}

/// The file of further practices of these NPIs.
fn practices_file(index: &TestIndex, name: &str, npis: &[u32]) -> PathBuf {
    let address = |what: &str| format!("Provider Secondary Practice Location Address{what}");
    let header = ["- Address Line 1", " - City Name", " - State Name", " - Postal Code"].map(address);
    let country = address(" - Country Code (If outside U.S.)");
    let header: Vec<&str> =
        std::iter::once("NPI").chain(header.iter().map(String::as_str)).chain([country.as_str()]).collect();
    let row = |npi: &u32| {
        [&npi.to_string(), "7 OAK AVE", "PITTSBURGH", "PA", "15213", "US"].map(str::to_owned).to_vec()
    };
    federal(index, name, &header, &npis.iter().map(row).collect::<Vec<_>>())
}

/// So many NPIs, in their order.
fn npis(count: usize) -> Vec<u32> {
    let of_stem = |stem: u64| (0..10).find_map(|end| Npi::new(stem * 10 + end).ok());
    (100_000_000..).filter_map(of_stem).take(count).map(Npi::number).collect()
}

#[test]
fn whoever_only_side_files_and_older_weeks_name_lets_no_shrinking_list_take_the_place() {
    let (index, people) = (TestIndex::new(), npis(100));
    let import = |files: Vec<PathBuf>, incremental: bool| {
        let mut request = ImportRequest::new(files.into_iter().map(Source::File).collect(), now());
        request.incremental = incremental.then_some(true);
        let refused = index.import_with(&request).expect("runs").refused;
        refused.map(|refusal| refusal.code.as_str())
    };
    let all = main_file(&index, "npidata_pfile_20050523-20250112.csv", &people[..40], false);
    for _ in 0..2 {
        assert_eq!(import(vec![all.clone()], false), None);
    }
    // A quarter of the list, and further practices of sixty people who are not in it.
    let few = main_file(&index, "npidata_pfile_20050523-20250113.csv", &people[..10], false);
    let practices = practices_file(&index, "pl_pfile_20050523-20250113.csv", &people[40..]);
    assert_eq!(import(vec![few, practices], false), Some("list_shrinks"));
    assert_eq!(kept(&index), ["000001", "000002"]);
    // Half of the list goes with a week; a whole list from within that week has them once more, and few others.
    let week = main_file(&index, "npidata_pfile_20250113-20250119.csv", &people[..20], true);
    assert_eq!(import(vec![week], true), None);
    let few = main_file(&index, "npidata_pfile_20050523-20250115.csv", &people[..25], false);
    assert_eq!(import(vec![few], false), Some("list_shrinks"));
    assert_eq!(kept(&index), ["000002", "000003"]);
}

/// Asks an import to stop where it has come so far.
struct StopAt {
    stage: Stage,
    cancel: Arc<AtomicBool>,
}

impl Observer for StopAt {
    fn stage(&mut self, stage: Stage) {
        self.cancel.fetch_or(stage == self.stage, Ordering::Relaxed);
    }
}

#[test]
fn only_a_list_that_nothing_forbids_takes_the_place_of_the_one_before() {
    let index = TestIndex::new();
    let path = list(&index, "list.csv", 400);
    for _ in 0..2 {
        assert_eq!(index.import(&path).expect("runs").refused, None);
    }
    let both = ["000001", "000002"];
    // Half of it is gone; rows that cannot be used; a look first.
    let few = list(&index, "few.csv", 150);
    let refused = index.import(&few).expect("runs").refused.expect("shrinks");
    assert_eq!((refused.code.as_str(), kept(&index)), ("list_shrinks", both.map(str::to_owned).to_vec()));
    let bad = std::fs::read_to_string(&path).expect("a list").replace("DC,chiropractor", "DDS,dentist");
    assert!(index.import_text("bad.csv", &bad).refused.is_some());
    let mut request = ImportRequest::new(vec![Source::File(path)], now());
    request.dry_run = true;
    index.import_with(&request).expect("looks");
    assert_eq!(kept(&index), both);
    request.dry_run = false;
    // Whoever stops while rows are read loses nothing; afterwards the live one is what is left.
    for (stage, left) in [(Stage::Reading, &both[..]), (Stage::Building, &both[1..])] {
        request.cancel = Arc::new(AtomicBool::new(false));
        let mut observer = StopAt { stage, cancel: Arc::clone(&request.cancel) };
        let stopped = import::import(&index.store(), &request, &VOCABULARY, &PLACES, &mut observer);
        assert!(matches!(stopped, Err(ImportError::Interrupted)), "{stopped:?}");
        assert_eq!(
            (kept(&index), index.live().as_deref()),
            (left.iter().map(|&one| one.to_owned()).collect(), Some(both[1]))
        );
    }
    // A shrinking list that is wanted.
    let mut request = ImportRequest::new(vec![Source::File(few)], now());
    request.allow_shrink = true;
    let outcome = import::import(&index.store(), &request, &VOCABULARY, &PLACES, &mut Unobserved);
    assert_eq!(outcome.expect("runs").refused, None);
    assert_eq!(kept(&index), ["000002", "000003"]);
}
