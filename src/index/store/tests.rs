//! A store through its whole life: published to, gone back, damaged, and left by processes that died.

use super::super::build::{Builder, Built};
use super::super::kept::KeptWriter;
use super::super::manifest::ListSource;
use super::super::sample::{providers, today, vocabulary};
use super::super::writer::{Building, Writer};
use super::*;
use std::collections::BTreeMap;

mod damage;
mod death;
mod room;

/// A store in a temporary folder.
struct Fixture {
    _directory: tempfile::TempDir,
    store: Store,
}

fn fixture() -> Fixture {
    let directory = tempfile::tempdir().expect("a directory");
    let store = Store::new(directory.path().join("index"));
    Fixture { _directory: directory, store }
}

fn sources(count: usize) -> Vec<ListSource> {
    let list = |list: &str| ListSource {
        list: list.to_owned(),
        providers: count as u64,
        rows: None,
        imported: "2026-11-22T10:05:00Z".to_owned(),
        sources: Vec::new(),
        coverage: None,
    };
    vec![list("z"), list("a")]
}

/// Builds a generation of that many providers, kept list included.
fn build(writer: &Writer, count: usize) -> (Building, Built) {
    let building = writer.begin(1).expect("space");
    let mut builder = Builder::new(building.directory(), &vocabulary(), today()).expect("a builder");
    let mut given = providers(count);
    given.sort_by(|a, b| a.id.cmp(&b.id));
    let kept = building.directory().join("lists/list.records");
    let mut kept = KeptWriter::create(&kept, &vocabulary()).expect("a file");
    for provider in &given {
        builder.add(provider).expect("space");
        kept.push(provider).expect("space");
    }
    kept.finish().expect("space");
    let built = builder.finish().expect("sound providers");
    (building, built)
}

fn publish_with(writer: &Writer, count: usize) -> GenerationId {
    let (building, built) = build(writer, count);
    let published = writer.publish(building, built, sources(count), &vocabulary(), &mut |_| Ok(()));
    published.expect("sound")
}

fn publish(store: &Store, count: usize) -> GenerationId {
    publish_with(&store.lock().expect("free"), count)
}

/// What a reader sees: which generation, how many providers, and whether the store is degraded.
fn live(store: &Store) -> (u32, usize, Option<String>) {
    let opened = store.open_live(&vocabulary()).expect("a generation");
    (opened.snapshot.generation().number(), opened.snapshot.len(), opened.degraded)
}

fn numbers(store: &Store) -> Vec<u32> {
    store.kept().into_iter().map(GenerationId::number).collect()
}

/// Every file and folder below a folder, with what is in it.
fn tree(directory: &Path) -> BTreeMap<PathBuf, Option<Vec<u8>>> {
    let mut found = BTreeMap::new();
    for entry in std::fs::read_dir(directory).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() {
            found.extend(tree(&path));
            found.insert(path, None);
        } else {
            let bytes = std::fs::read(&path).expect("a file");
            found.insert(path, Some(bytes));
        }
    }
    found
}

/// The files of a generation.
fn files(store: &Store, generation: GenerationId) -> Vec<PathBuf> {
    let all = tree(&store.path(generation));
    all.into_iter().filter_map(|(path, bytes)| bytes.map(|_| path)).collect()
}

#[test]
fn what_is_published_is_what_opens_and_the_last_two_are_kept() {
    let Fixture { store, .. } = &fixture();
    assert!(matches!(store.open_live(&vocabulary()), Err(IndexError::NoIndex(_))));
    assert!(matches!(store.verify(None, &vocabulary()), Err(IndexError::NoIndex(_))));
    assert_eq!(store.current().expect("none"), None);
    assert_eq!(store.history().expect("none"), History::default());

    for (count, kept) in [(40, vec![1]), (50, vec![1, 2]), (60, vec![2, 3])] {
        let generation = publish(store, count);
        assert_eq!(numbers(store), kept);
        assert_eq!(live(store), (generation.number(), count, None));
        assert_eq!(store.current().expect("a pointer").map(|(live, _)| live), Some(generation));
    }
    let opened = store.open_live(&vocabulary()).expect("a generation");
    assert_eq!(opened.previous.map(GenerationId::number), Some(2));
    let manifest = opened.snapshot.manifest();
    assert_eq!(manifest.lists.iter().map(|list| list.list.as_str()).collect::<Vec<_>>(), ["a", "z"]);
    assert_eq!(manifest.as_of, "2026-11-22");
    assert!(manifest.files.iter().any(|(path, ..)| path == "lists/list.records"));
    assert!(manifest.files.iter().any(|(path, ..)| path == "text/meta.json"));
    assert!(manifest.files.iter().any(|(path, ..)| path == "text/.managed.json"));

    let (verified, _) = store.verify(None, &vocabulary()).expect("sound");
    assert_eq!((verified.generation.number(), verified.files), (3, manifest.files.len()));
    let history = store.history().expect("three");
    let told: Vec<(&str, u64, bool, bool)> = history
        .0
        .iter()
        .map(|entry| (entry.generation.as_str(), entry.providers, entry.live, entry.kept))
        .collect();
    assert_eq!(told, [("000001", 40, false, false), ("000002", 50, false, true), ("000003", 60, true, true)]);
}

#[test]
fn an_opened_generation_is_known_again_by_its_manifest_and_its_files() {
    let Fixture { store, .. } = &fixture();
    let older = publish(store, 30);
    let opened = store.open_live(&vocabulary()).expect("a generation").snapshot;
    publish(store, 40);
    let (newer, newer_hash) = store.current().expect("readable").expect("a pointer");
    let (_, hash) = store
        .history()
        .expect("two")
        .0
        .first()
        .map(|entry| (entry.id(), entry.manifest.clone()))
        .expect("two");
    assert!(store.is_opened((older, &hash), &opened));
    assert!(!store.is_opened((older, &newer_hash), &opened), "another manifest");
    assert!(!store.is_opened((newer, &newer_hash), &opened), "another generation");
    let mut stands_in =
        Snapshot::open(&store.path(older), older, opened.manifest().clone(), &vocabulary()).expect("sound");
    stands_in.hide_besides(std::iter::once("1234567893".to_owned()).collect());
    assert!(!store.is_opened((older, &hash), &stands_in));
    let records = store.path(older).join(layout::RECORDS);
    std::fs::rename(&records, records.with_extension("away")).expect("moved");
    assert!(!store.is_opened((older, &hash), &opened), "a file is missing");
}

#[test]
fn reading_writes_nothing() {
    let Fixture { store, .. } = &fixture();
    publish(store, 20);
    publish(store, 30);
    let before = tree(store.root());
    let _ = live(store);
    store.verify(None, &vocabulary()).expect("sound");
    store.history().expect("two");
    assert!(before == tree(store.root()), "reading changed {:?}", store.root());
}

#[test]
fn going_back_twice_changes_nothing_and_no_number_is_used_twice() {
    let Fixture { store, .. } = &fixture();
    let back = |to| store.lock().expect("free").roll_back(to).map(GenerationId::number);
    assert!(matches!(back(None), Err(IndexError::NothingToRollBack)));
    publish(store, 20);
    assert!(matches!(back(None), Err(IndexError::NothingToRollBack)));
    let second = publish(store, 30);
    assert_eq!(back(None).expect("the first"), 1);
    assert_eq!(live(store), (1, 20, None));
    assert!(store.history().expect("two").0[0].live);
    assert_eq!(back(None).expect("the second"), 2);
    assert_eq!(live(store), (2, 30, None));
    assert_eq!(back(Some(GenerationId::FIRST)).expect("the first"), 1);
    assert!(matches!(back(Some(second.next())), Err(IndexError::NotKept(_))));

    let third = publish(store, 40);
    assert_eq!((third.number(), numbers(store)), (3, vec![1, 3]), "the one that was live before stays");
    assert_eq!(back(None).expect("the first"), 1);
    assert_eq!(live(store), (1, 20, None));
}

#[test]
fn only_one_can_write_and_a_lock_given_back_is_free() {
    let Fixture { store, .. } = &fixture();
    let writer = store.lock().expect("free");
    assert!(matches!(store.lock(), Err(IndexError::Locked)));
    drop(writer);
    store.lock().expect("free again");
}

#[test]
fn what_is_dropped_unpublished_or_left_by_the_dead_is_removed() {
    let Fixture { store, .. } = &fixture();
    publish(store, 20);
    let writer = store.lock().expect("free");
    let (building, _) = build(&writer, 5);
    let directory = building.directory().to_owned();
    drop(building);
    assert!(!directory.exists());
    let (one, other) = (writer.begin(1).expect("space"), writer.begin(1).expect("space"));
    assert_ne!(one.directory(), other.directory());
    std::mem::forget((one, other));
    drop(writer);
    for name in ["building-7-0", "building-x"] {
        std::fs::create_dir_all(store.root().join(name).join("text")).expect("space");
    }
    for name in ["CURRENT.tmp", "history.ndjson.tmp"] {
        std::fs::write(store.root().join(name), "half").expect("space");
    }
    drop(store.lock().expect("free"));
    let mut left: Vec<String> = std::fs::read_dir(store.root())
        .expect("a folder")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    left.sort();
    assert_eq!(left, ["000001", "CURRENT", "LOCK", "history.ndjson"]);
}

#[test]
fn a_canary_that_is_refused_publishes_nothing() {
    let Fixture { store, .. } = &fixture();
    publish(store, 20);
    let before = tree(store.root());
    let writer = store.lock().expect("free");
    let (building, built) = build(&writer, 30);
    let mut asked = 0;
    let refused = writer.publish(building, built, sources(30), &vocabulary(), &mut |snapshot| {
        asked = snapshot.len();
        Err("no chiropractor in Pittsburgh".to_owned())
    });
    assert!(matches!(refused, Err(IndexError::Canary(why)) if why.contains("Pittsburgh")));
    assert_eq!(asked, 30);
    drop(writer);
    assert!(before == tree(store.root()));

    let writer = store.lock().expect("free");
    let (building, mut built) = build(&writer, 30);
    built.providers = 31;
    let refused = writer.publish(building, built, sources(30), &vocabulary(), &mut |_| Ok(()));
    assert!(refused.is_err(), "a count that is not the one kept while building");
    drop(writer);
    assert!(before == tree(store.root()));
}

#[test]
fn a_disk_without_space_is_refused_before_anything_is_made() {
    let Fixture { store, .. } = &fixture();
    let writer = store.lock().expect("free");
    let error = writer.begin(u64::MAX).expect_err("no disk is that large");
    assert!(
        matches!(error, IndexError::Io { source, .. } if source.kind() == std::io::ErrorKind::StorageFull)
    );
    assert_eq!(std::fs::read_dir(store.root()).expect("a folder").count(), 1, "only the lock");
}

#[test]
fn kept_lists_are_found_and_readable() {
    let Fixture { store, .. } = &fixture();
    let generation = publish(store, 20);
    let path = store.kept_path(generation, "list");
    let reader = super::super::kept::KeptReader::open(&path, &vocabulary()).expect("a list");
    let kept: Result<Vec<_>, IndexError> = reader.collect();
    assert_eq!(kept.expect("sound").len(), 20);
    assert_eq!(store.manifest(generation).expect("a manifest").providers, 20);
    assert!(matches!(store.manifest(generation.next()), Err(IndexError::NotKept(_))));
}
