//! How much of a disk an import may take, asked before it begins.
//!
//! In: the sources, and what is live. Out: bytes. Invariant: nothing is read but beginnings and ends of files.

use super::ImportRequest;
use crate::domain::ListName;
use crate::index::{ListSource, Store, Writer};
use crate::ingest::{ListSize, Source, list_size};

/// The most that lies in a building directory, to what lies there in the end, in percent.
///
/// # Source
/// Measured on lists of a million rows, files without a name counted in (`docs/PERFORMANCE.md`, "Import"): own ones 115,
/// federal 109.
const WHILE_BUILDING: u64 = 130;

/// The share of all room that reading takes, before anything is removed, in percent.
///
/// # Source
/// Measured as above: 26 to 29.
const WHILE_READING: u64 = 35;

/// How much room is taken by building a generation as large as that one.
pub(super) fn to_build(generation: u64) -> u64 {
    percent(generation, WHILE_BUILDING)
}

/// How much room must be free before a generation as large as the live one is built, where what lies beside that one goes on
/// the way: nothing goes where another one stands in for it.
pub(super) fn to_rebuild(writer: &Writer, generation: u64, degraded: bool) -> u64 {
    let spare = if degraded { 0 } else { writer.spare_bytes() };
    to_build(generation).saturating_sub(spare)
}

/// How much room must be free before an import begins: as much as it takes at most, less what it removes on its way, but
/// never less than reading takes.
pub(super) fn to_import(store: &Store, writer: &Writer, request: &ImportRequest) -> u64 {
    let live = match store.current() {
        Ok(Some((generation, _))) => Some((store.bytes(generation), store.manifest(generation))),
        _ => None,
    };
    let (bytes, lists) = live.map_or((0, Vec::new()), |(bytes, manifest)| {
        // What cannot be read is found out by who reads it.
        (bytes, manifest.map(|manifest| manifest.lists).unwrap_or_default())
    });
    let sizes = sizes(&request.sources);
    let federal = sizes.iter().any(|size| size.federal);
    let unnamed = if federal { ListName::FEDERAL } else { ListName::OWN };
    let list = request.list.as_ref().map_or(unnamed, ListName::as_str);
    let needed = at_most(&sizes, share(&lists, list, bytes), bytes);
    needed.saturating_sub(writer.spare_bytes()).max(percent(needed, WHILE_READING))
}

/// What an import takes at most, where the list had `own` bytes of the live `all`: as much as its sources tell, or, where
/// these hold only changes, as it had; and all other lists are written once more.
fn at_most(sizes: &[ListSize], own: u64, all: u64) -> u64 {
    let read = sizes.iter().copied().map(of_list).fold(0, u64::saturating_add);
    read.max(to_build(own)).saturating_add(to_build(all.saturating_sub(own)))
}

/// The bytes of a list in a generation, by its share of all providers.
fn share(lists: &[ListSource], list: &str, bytes: u64) -> u64 {
    let all: u64 = lists.iter().map(|list| list.providers).sum();
    let own: u64 = lists.iter().filter(|source| source.list == list).map(|list| list.providers).sum();
    let share = u128::from(bytes) * u128::from(own) / u128::from(all.max(1));
    u64::try_from(share).unwrap_or(bytes)
}

fn sizes(sources: &[Source]) -> Vec<ListSize> {
    let size = |source: &Source| match source {
        // A pipe has no length, and what is read of it is gone.
        Source::File(path) => list_size(path),
        Source::Stdin => None,
    };
    sources.iter().filter_map(size).collect()
}

/// Three and a half times what an own list takes as text (measured as above: 3.1 times). Of
/// a federal file, whose columns are mostly empty and whose rows are mostly left out, a quarter (measured: 0.13).
fn of_list(size: ListSize) -> u64 {
    if size.federal { size.bytes / 4 } else { percent(size.bytes, 350) }
}

fn percent(bytes: u64, percent: u64) -> u64 {
    u64::try_from(u128::from(bytes) * u128::from(percent) / 100).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::Manifest;

    fn list(name: &str, providers: u64) -> ListSource {
        let (list, imported) = (name.to_owned(), String::new());
        ListSource { list, providers, rows: None, imported, sources: Vec::new(), coverage: None }
    }

    #[test]
    fn a_federal_file_needs_less_than_it_takes_and_an_own_list_more() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, head: &str| {
            let path = folder.path().join(name);
            std::fs::write(&path, format!("{head}{}", "x".repeat(1_000 - head.len()))).expect("space");
            Source::File(path)
        };
        let own = write("own.csv", "npi,name\n");
        let federal = write("npidata.csv", "\"NPI\",\"Entity Type Code\",");
        assert_eq!(at_most(&sizes(std::slice::from_ref(&own)), 0, 0), 3_500);
        assert_eq!(at_most(&sizes(&[federal, Source::Stdin, own]), 0, 0), 3_750);
    }

    #[test]
    fn other_lists_are_written_once_more_and_changes_to_a_list_write_it_whole() {
        let lists = [list("a", 100), list("b", 300)];
        assert_eq!(
            [share(&lists, "a", 800), share(&lists, "b", 800), share(&lists, "c", 800)],
            [200, 600, 0]
        );
        assert_eq!(share(&[], "a", 800), 0);
        let changes = [ListSize { bytes: 10, federal: true }];
        assert_eq!(at_most(&changes, 600, 800), to_build(600) + to_build(200));
        let whole = [ListSize { bytes: 1_000, federal: false }];
        assert_eq!(at_most(&whole, 600, 800), 3_500 + to_build(200));
        assert_eq!(percent(u64::MAX, 350), u64::MAX);
    }

    #[test]
    fn what_goes_on_the_way_is_room_only_where_the_live_one_is_sound() {
        let folder = tempfile::tempdir().expect("a folder");
        let format = Manifest::FORMAT;
        for (number, bytes) in [("000001", 400), ("000002", 1_000)] {
            let manifest = format!(
                r#"{{"format":{format},"program":"","vocabulary":"","built":"","as_of":"","providers":0,"practices":0,
                "specialties":[],"lists":[],"files":[["records.bin",{bytes},""]]}}"#
            );
            std::fs::create_dir(folder.path().join(number)).expect("space");
            std::fs::write(folder.path().join(number).join("manifest.json"), manifest).expect("space");
        }
        let point = || {
            let manifest = std::fs::read(folder.path().join("000002/manifest.json")).expect("there");
            let pointer = format!("000002 {}\n", blake3::hash(&manifest).to_hex());
            std::fs::write(folder.path().join("CURRENT"), pointer).expect("space");
        };
        point();
        let writer = Store::new(folder.path()).lock().expect("free");
        assert_eq!([to_rebuild(&writer, 1_000, false), to_rebuild(&writer, 1_000, true)], [900, 1_300]);
        assert_eq!(to_rebuild(&writer, 100, false), 0);
        let manifest = folder.path().join("000002/manifest.json");
        let older = std::fs::read_to_string(&manifest).expect("there");
        let older = older.replace(&format!("\"format\":{format}"), "\"format\":1");
        std::fs::write(manifest, older).expect("space");
        point();
        assert_eq!(to_rebuild(&writer, 1_000, false), 1_300, "nothing goes where it cannot be served");
    }
}
