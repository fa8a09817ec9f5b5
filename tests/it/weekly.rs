//! Federal files as published: the whole list, then a file of changes a week, in whatever order they are imported.
//!
//! A world of invented providers changes week by week (`weekly/world.rs`); it writes the files, and a map that knows
//! nothing of indexes says what a list made of some of them must hold.

mod world;

use crate::support::{Numbers, TestIndex, VOCABULARY, amount, now, shared};
use specialist_finder::import::{ImportOutcome, ImportRequest};
use specialist_finder::index::KeptReader;
use specialist_finder::ingest::Source;
use std::path::PathBuf;
use world::{FULL_TO, Listed, WEEKS, World};

/// Fails with the first who is not as expected.
#[track_caller]
fn same(found: &[Listed], expected: &[Listed], told: &str) {
    let differs = found.iter().zip(expected).find(|(found, expected)| found != expected);
    assert_eq!(differs, None, "{told}");
    assert_eq!(found.len(), expected.len(), "{told}");
}

fn import(index: &TestIndex, files: &[PathBuf]) -> ImportOutcome {
    let sources = files.iter().cloned().map(Source::File).collect();
    let mut request = ImportRequest::new(sources, now());
    // More people move abroad in this world than in the real one.
    request.allow_rejects = true;
    let outcome = index.import_with(&request).expect("the import runs");
    assert_eq!(outcome.refused, None, "{files:?}");
    outcome
}

/// The kept records of the live list, as they lie there.
fn records(index: &TestIndex) -> Vec<u8> {
    std::fs::read(records_path(index)).expect("kept records")
}

fn records_path(index: &TestIndex) -> PathBuf {
    let live = index.live().expect("an index").parse().expect("a number");
    index.store().kept_path(live, "nppes")
}

/// What the live list holds, in the world's words.
fn listed(index: &TestIndex) -> Vec<Listed> {
    let reader = KeptReader::open(&records_path(index), &VOCABULARY).expect("kept records");
    reader.map(|provider| Listed::of(&provider.expect("a record"))).collect()
}

fn rows(outcome: &ImportOutcome) -> u64 {
    outcome.accepted + outcome.rejected + outcome.skipped
}

fn gaps(outcome: &ImportOutcome) -> Vec<String> {
    let coverage = outcome.coverage.as_ref().expect("a federal list");
    coverage.gaps().iter().map(ToString::to_string).collect()
}

fn shuffled(numbers: &mut Numbers, mut weeks: Vec<usize>) -> Vec<usize> {
    for place in (1..weeks.len()).rev() {
        weeks.swap(place, numbers.below(place + 1));
    }
    weeks
}

/// `FINDER_WEEKS` worlds are tried; each has a whole list and 52 weeks.
#[test]
fn weeks_give_the_same_list_in_order_shuffled_twice_and_with_one_missing_which_is_named() {
    for seed in 1..=amount("FINDER_WEEKS", 1) {
        let folder = tempfile::tempdir().expect("a folder");
        let world = World::new(seed as u64 + 0x52, folder.path());
        let mut numbers = Numbers(seed as u64 + 0x77);
        let all: Vec<usize> = (0..WEEKS).collect();
        let missing = 1 + numbers.below(WEEKS - 2);
        let but_one: Vec<usize> = all.iter().copied().filter(|week| *week != missing).collect();

        // In order: all but one, then the one that was missing, in two commands with many files each.
        let ordered = TestIndex::new();
        let mut files = vec![world.full(0)];
        files.extend(but_one.iter().map(|week| world.week(*week)));
        let outcome = import(&ordered, &files);
        assert_eq!(rows(&outcome), world.rows(&but_one, true));
        assert_eq!(gaps(&outcome), [world::days(missing)]);
        assert!(outcome.warnings.iter().any(|warning| warning.message.contains(&world::days(missing))));
        same(&listed(&ordered), &world.list(&but_one), "as the world says");
        let with_gap = records(&ordered);
        let filled = import(&ordered, &[world.week(missing)]);
        assert_eq!((gaps(&filled), filled.warnings), (Vec::new(), Vec::new()));
        same(&listed(&ordered), &world.list(&all), "as the world says");
        let whole = records(&ordered);

        // Shuffled, in commands with three to eight files; then all of them once more.
        let index = TestIndex::new();
        import(&index, &[world.full(0)]);
        let order = shuffled(&mut numbers, but_one.clone());
        let mut applied = Vec::new();
        let mut left = order.as_slice();
        while !left.is_empty() {
            let (some, rest) = left.split_at((3 + numbers.below(6)).min(left.len()));
            let files: Vec<PathBuf> = some.iter().map(|week| world.week(*week)).collect();
            let outcome = import(&index, &files);
            assert_eq!(rows(&outcome), world.rows(some, false), "{some:?}");
            applied.extend_from_slice(some);
            same(&listed(&index), &world.list(&applied), "seed {seed}: {applied:?}");
            left = rest;
        }
        assert!(records(&index) == with_gap, "shuffled weeks give other records");
        for some in shuffled(&mut numbers, but_one).chunks(17) {
            let files: Vec<PathBuf> = some.iter().map(|week| world.week(*week)).collect();
            let outcome = import(&index, &files);
            let changes = outcome.changes;
            assert_eq!(changes.added + changes.changed + changes.moved + changes.removed, 0, "{some:?}");
            assert_eq!(gaps(&outcome), [world::days(missing)]);
        }
        assert!(records(&index) == with_gap, "weeks imported twice give other records");
        let filled = import(&index, &[world.week(missing)]);
        assert_eq!(gaps(&filled), Vec::<String>::new());
        assert!(records(&index) == whole, "a gap that is filled gives other records");
        assert!(filled.changes.changed + filled.changes.moved + filled.changes.removed > 0);

        // A newer whole list, before and after weeks that it holds or does not hold.
        let newer = TestIndex::new();
        import(&newer, &[world.full(0)]);
        import(&newer, &[world.week(40), world.week(10)]);
        import(&newer, &[world.full(30)]);
        let late: Vec<usize> = (0..=29).chain([40]).collect();
        same(&listed(&newer), &world.list(&late), "week 40 stays, week 10 is in the whole list");
        let outcome = import(&newer, &[world.week(5)]);
        assert_eq!((outcome.accepted, outcome.changes.unchanged), (0, world.list(&late).len() as u64));
        assert!(outcome.warnings.iter().any(|warning| warning.code == "in_full_file"));
        same(&listed(&newer), &world.list(&late), "as the world says");
        let rest: Vec<PathBuf> = (30..WEEKS).map(|week| world.week(week)).collect();
        import(&newer, &rest);
        assert!(records(&newer) == whole, "a newer whole list and the weeks since give other records");
    }
}

#[test]
fn an_older_whole_list_is_refused_until_it_is_meant() {
    let folder = tempfile::tempdir().expect("a folder");
    let world = World::new(7, folder.path());
    let index = TestIndex::new();
    import(&index, &[world.full(3), world.week(3)]);
    let before = records(&index);
    let mut request = ImportRequest::new(vec![Source::File(world.full(0))], now());
    let refused = index.import_with(&request).expect("runs").refused.expect("refused");
    assert_eq!(refused.code.as_str(), "older_file");
    assert!(
        refused.message.contains("--allow-older") && refused.message.contains(FULL_TO),
        "{}",
        refused.message
    );
    assert!(records(&index) == before);
    request.allow_older = true;
    let outcome = index.import_with(&request).expect("runs");
    assert_eq!(outcome.refused, None);
    same(&listed(&index), &world.list(&[]), "as the world says");
    assert_eq!(outcome.coverage.expect("federal").weeks, []);
}

/// Files of the government that are at hand: the whole list of March 2016, some rows of a week of April 2025, the report
/// of October 2023, further practices and names.
#[test]
fn real_files_give_the_same_list_in_any_order() {
    let names = [
        "npidata_pfile_2016_25k_dev.csv.gz",
        "mangled_excel_330col_2025_dev.csv.gz",
        "NPPES_Deactivated_NPI_Report_100923.zip",
    ];
    let mut files = Vec::new();
    for name in names {
        let Some(path) = shared(&format!("data/nppes/{name}")) else { return };
        files.push(path);
    }
    let week = files[1].file_name().expect("a name").to_owned();
    let import = |index: &TestIndex, path: &PathBuf| {
        let mut request = ImportRequest::new(vec![Source::File(path.clone())], now());
        request.incremental = (path.file_name() == Some(&week)).then_some(true);
        let outcome = index.import_with(&request).expect("the import runs");
        assert_eq!(outcome.refused, None, "{}", path.display());
        outcome
    };
    let (one, other) = (TestIndex::new(), TestIndex::new());
    import(&one, &files[0]);
    let added = import(&one, &files[1]).changes;
    assert_eq!((added.added, added.removed), (20, 0));
    let gone = import(&one, &files[2]);
    assert_eq!((gone.changes.removed, gone.changes.unchanged), (302, 6_438));
    assert_eq!(gaps(&gone), ["2016-03-15 to 2025-04-06"]);
    let again = import(&one, &files[1]).changes;
    assert_eq!((again.unchanged, again.added + again.changed + again.removed), (6_438, 0));
    import(&other, &files[0]);
    import(&other, &files[2]);
    import(&other, &files[1]);
    import(&other, &files[2]);
    assert!(records(&one) == records(&other), "another order gives other records");
}
