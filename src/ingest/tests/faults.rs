//! What is wrong with a file or a row beyond its values.

use super::*;
use std::fs::{self, OpenOptions};
use std::io::Write as _;

/// What is done with a file.
type Meddle = fn(&Path);

/// Keeps what is rejected, and does something once, at the first row.
struct Meddling<'m> {
    meddle: Option<Box<dyn FnOnce() + 'm>>,
    rejected: Vec<Finding>,
}

impl Sink for Meddling<'_> {
    fn row(&mut self, _position: &Position, row: Row) -> std::io::Result<()> {
        if let Some(meddle) = self.meddle.take() {
            meddle();
        }
        if let Row::Rejected { finding, .. } = row {
            self.rejected.push(finding);
        }
        Ok(())
    }
}

/// Reads a file with which something is done at its first row.
fn meddled(bytes: &[u8], meddle: impl FnOnce(&Path)) -> (Result<Summary, IngestError>, Vec<Finding>) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("list.csv");
    fs::write(&path, bytes).expect("written");
    let mut sink = Meddling { meddle: Some(Box::new(|| meddle(&path))), rejected: Vec::new() };
    let read = read(&[Source::File(path.clone())], &options(), &WORDS, &PLACES, &mut sink);
    let rejected = std::mem::take(&mut sink.rejected);
    (read, rejected)
}

#[test]
fn a_file_that_changes_while_it_is_read_is_refused() {
    fn open(path: &Path) -> fs::File {
        OpenOptions::new().append(true).open(path).expect("opened")
    }
    let list = format!("{HEADER}{}", ROW.repeat(20));
    let meddles: [(&str, Meddle); 4] = [
        ("cut", |path| open(path).set_len(100).expect("cut")),
        ("grown", |path| open(path).write_all(ROW.as_bytes()).expect("written")),
        ("touched", |path| open(path).set_modified(std::time::UNIX_EPOCH).expect("touched")),
        ("replaced", |path| {
            let other = path.with_extension("new");
            fs::write(&other, HEADER).expect("written");
            fs::rename(other, path).expect("renamed");
        }),
    ];
    for (what, meddle) in meddles {
        match meddled(list.as_bytes(), meddle).0 {
            Err(IngestError::Refused(refusal)) => {
                assert_eq!(refusal.code, Code::FileChanged, "{what}");
                assert!(refusal.message.starts_with("list.csv: "), "{what}: {}", refusal.message);
            }
            other => panic!("{what}: {other:?}"),
        }
    }
    let left = meddled(list.as_bytes(), |_path| ()).0;
    let gone = meddled(list.as_bytes(), |path| fs::remove_file(path).expect("removed")).0;
    assert_eq!((left.is_ok(), gone.is_ok()), (true, true));
}

#[test]
fn the_column_of_a_field_that_is_too_long_is_named() {
    let header = "npi,name,specialty,city,state,zip,Shoe size\n";
    let long = "x".repeat(70_000);
    let row = |name: &str, city: &str, size: &str| {
        format!("1234567893,{name},chiropractor,{city},PA,15213,{size}\n")
    };
    let huge = "y".repeat(2 << 20);
    for (row, column, named) in [
        (row(&long, "Pittsburgh", ""), "name", false),
        (row("Jane Doe", &format!("\"{long}\""), ""), "city", false),
        (row("Jane Doe", "Pittsburgh", &long), "", true),
        (row(&huge, "Pittsburgh", ""), "name", false),
    ] {
        let list = format!("{header}{}{row}", row_of_doe());
        let rejected = meddled(list.as_bytes(), |_path| ()).1;
        let told: Vec<_> = rejected.iter().map(|finding| (finding.code, finding.column)).collect();
        assert_eq!(told, [(Code::RecordTooLarge, column)]);
        assert_eq!(rejected[0].message.contains("(column Shoe size)"), named, "{}", rejected[0].message);
    }
}

fn row_of_doe() -> &'static str {
    "1234567893,Jane Doe,chiropractor,Pittsburgh,PA,15213,7\n"
}
