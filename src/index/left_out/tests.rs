//! What is written is found, what is added to a list replaces what it renews, and no bytes make it panic.

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;

const CODES: [(&str, bool, &str); 4] = [
    ("out_of_scope", false, "taxonomy"),
    ("npi_check_digit", true, "npi"),
    ("no_location", true, "zip"),
    ("no_such_provider", false, ""),
];

/// A row of a few ids and reasons: key, file, line, reason, whether it is a side row, or nothing left out but kept.
type Sample = (u64, bool, u8, u16, usize, bool, bool);

/// File, line, day and code of a row.
type Told = (String, u64, String, String);

fn samples() -> impl Strategy<Value = Vec<Sample>> {
    let sample = (0_u64..12, any::<bool>(), 0_u8..3, any::<u16>(), 0..CODES.len(), any::<bool>());
    prop::collection::vec((sample, prop::bool::weighted(0.1)), 0..150).prop_map(|samples| {
        samples.into_iter().map(|((a, b, c, d, e, f), kept)| (a, b, c, d, e, f, kept)).collect()
    })
}

fn key(number: u64, own: bool) -> RowKey {
    if own { RowKey::own(&format!("own {number}")) } else { RowKey::number(1_000_000_000 + number) }
}

fn written(folder: &Path, name: &str, day: &str, samples: &[Sample], before: BeforeRows<'_>) -> LeftOutRows {
    let mut writer = LeftOutWriter::new(folder);
    for (number, own, file, line, code, side, kept) in samples {
        let key = key(*number, *own);
        if *kept {
            writer.renew(key).expect("space");
            continue;
        }
        let (code, rejected, column) = CODES[*code];
        let file = format!("{file}.csv");
        let (keys, line, side) = (vec![key], u64::from(*line), *side);
        writer.push(&LeftOut { keys, file: &file, line, rejected, code, column, side }).expect("space");
    }
    writer.finish(&folder.join(name), day, before).expect("space");
    LeftOutRows::open(folder, name, "000001".into()).expect("sound")
}

/// The rows of each key, in the order of files as they first came, then lines.
fn expected(samples: &[Sample], day: &str) -> BTreeMap<RowKey, Vec<Told>> {
    let mut rows: BTreeMap<RowKey, Vec<(usize, Told)>> = BTreeMap::new();
    let mut files: Vec<u8> = Vec::new();
    for (number, own, file, line, code, _, kept) in samples {
        if *kept {
            continue;
        }
        if !files.contains(file) {
            files.push(*file);
        }
        let place = files.iter().position(|known| known == file).expect("just added");
        let row = (format!("{file}.csv"), u64::from(*line), day.to_owned(), CODES[*code].0.to_owned());
        rows.entry(key(*number, *own)).or_default().push((place, row));
    }
    let sorted = |mut rows: Vec<(usize, Told)>| {
        rows.sort_by_key(|(place, row)| (*place, row.1));
        rows.into_iter().map(|(_, row)| row).collect()
    };
    rows.into_iter().map(|(key, rows)| (key, sorted(rows))).collect()
}

fn found(rows: &LeftOutRows, key: RowKey) -> Vec<Told> {
    let found = rows.find(key, usize::MAX);
    found.into_iter().map(|row| (row.file, row.line, row.imported, row.code)).collect()
}

/// Rows of the same line of the same file have no order of their own.
fn alike(mut rows: Vec<Told>) -> Vec<Told> {
    rows.sort();
    rows
}

proptest! {
    #[test]
    fn every_row_is_found_by_its_id_and_nobody_elses(samples in samples()) {
        let folder = tempfile::tempdir().expect("a folder");
        let rows = written(folder.path(), "a.left_out", "day one", &samples, BeforeRows::Nothing);
        let expected = expected(&samples, "day one");
        prop_assert!(rows.is_complete() && rows.nameless() == 0);
        prop_assert_eq!(rows.len(), expected.values().map(Vec::len).sum::<usize>());
        for number in 0..13 {
            for own in [false, true] {
                let (key, all) = (key(number, own), expected.get(&key(number, own)).cloned().unwrap_or_default());
                let lines = |rows: &[Told]| rows.iter().map(|row| row.1).collect::<Vec<_>>();
                prop_assert_eq!(lines(&found(&rows, key)), lines(&all));
                prop_assert_eq!(alike(found(&rows, key)), alike(all));
                prop_assert!(rows.find(key, 1).len() <= 1);
            }
        }
    }

    #[test]
    fn rows_added_to_a_list_replace_what_it_had_of_the_same_id(old in samples(), new in samples()) {
        let folder = tempfile::tempdir().expect("a folder");
        let before = written(folder.path(), "a.left_out", "day one", &old, BeforeRows::Nothing);
        let rows = written(folder.path(), "b.left_out", "day two", &new, BeforeRows::Rows(&before));
        let (old, fresh) = (expected(&old, "day one"), expected(&new, "day two"));
        for number in 0..13 {
            for own in [false, true] {
                let renewed = new.iter().any(|(other, is_own, _, _, _, side, kept)| {
                    (*other, *is_own) == (number, own) && (*kept || !side)
                });
                let key = key(number, own);
                let mut all = fresh.get(&key).cloned().unwrap_or_default();
                if !renewed {
                    all.extend(old.get(&key).cloned().unwrap_or_default());
                }
                prop_assert_eq!(alike(found(&rows, key)), alike(all));
            }
        }
        // Reasons are numbered anew, so that those of one line stand in any order.
        let by_line = |entry: Entry| entry.pack() >> 16;
        let sorted = (0..rows.len()).filter_map(|place| rows.entry(place)).map(by_line).collect::<Vec<_>>();
        prop_assert!(sorted.is_sorted());
    }

    #[test]
    fn a_damaged_file_is_refused_or_answers_something(samples in samples(), at in any::<prop::sample::Index>(), new in any::<u8>()) {
        let folder = tempfile::tempdir().expect("a folder");
        drop(written(folder.path(), "a.left_out", "day one", &samples, BeforeRows::Nothing));
        let mut bytes = std::fs::read(folder.path().join("a.left_out")).expect("a file");
        let at = at.index(bytes.len());
        bytes[at] = new;
        std::fs::write(folder.path().join("b.left_out"), &bytes).expect("space");
        if let Ok(rows) = LeftOutRows::open(folder.path(), "b.left_out", "000001".into()) {
            let _ = rows.find(key(3, false), 5);
            written(folder.path(), "c.left_out", "day two", &samples, BeforeRows::Rows(&rows));
        }
        std::fs::write(folder.path().join("d.left_out"), &bytes[..at]).expect("space");
        let cut = LeftOutRows::open(folder.path(), "d.left_out", "000001".into());
        let refused = matches!(cut, Err(IndexError::Damaged { .. }));
        prop_assert!(refused);
    }
}

#[test]
fn rows_without_an_id_are_counted_and_a_list_of_which_something_is_unknown_says_so() {
    let folder = tempfile::tempdir().expect("a folder");
    let nameless = |before: BeforeRows<'_>, name: &str| {
        let mut writer = LeftOutWriter::new(folder.path());
        let (keys, file) = (Vec::new(), "a.csv");
        let row = LeftOut { keys, file, line: 7, rejected: true, code: "quote", column: "", side: false };
        writer.push(&row).expect("space");
        writer.finish(&folder.path().join(name), "day", before).expect("space");
        LeftOutRows::open(folder.path(), name, "000001".into()).expect("sound")
    };
    let first = nameless(BeforeRows::Nothing, "a");
    assert_eq!((first.len(), first.is_empty(), first.nameless(), first.is_complete()), (0, true, 1, true));
    let second = nameless(BeforeRows::Rows(&first), "b");
    assert_eq!((second.nameless(), second.is_complete()), (2, true));
    let unknown = nameless(BeforeRows::Unknown, "c");
    assert!(!unknown.is_complete());
    assert!(!nameless(BeforeRows::Rows(&unknown), "d").is_complete());
}

#[test]
fn numbers_and_own_ids_never_meet() {
    let id = |text: &str| RowKey::of(&text.parse().expect("an id"));
    assert_eq!(id("npi:1234567893"), RowKey::number(1_234_567_893));
    assert_eq!(id("list:7"), RowKey::own("7"));
    assert_ne!(RowKey::own("1234567893"), RowKey::number(1_234_567_893));
}
