//! Where a report may go: nowhere that it could harm the index or what is being read.
//!
//! In: the path that somebody gave, the index folder, the files that are read. Out: nothing, or why not. Invariant: asked
//! before anything is read or written; links are followed, and a file of several names is the same file under each.

use crate::ingest::Source;
use std::fs::Metadata;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Component, Path, PathBuf};

/// What an import writes and reads.
pub(super) struct Targets<'p> {
    /// The report of rows.
    pub(super) report: &'p Path,
    /// The folder of generations.
    pub(super) index: &'p Path,
    /// The lists.
    pub(super) sources: &'p [Source],
    /// Other files that are read, and what they are.
    pub(super) read: Vec<(&'static str, &'p Path)>,
    /// Whether changes and maps are written beside the report.
    pub(super) dry_run: bool,
}

/// What may be given, in words.
const ALLOWED: &str = "allowed is the path of a file of its own, in the index folder only below `reports`";

impl Targets<'_> {
    /// Why the report, or what is written beside it, may not go there.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.report == Path::new("-") {
            return Err(format!("`-` is no name of a file; {ALLOWED}"));
        }
        self.check_file(self.report).map_err(|why| format!("{why}; {ALLOWED}"))?;
        for beside in self.beside() {
            let name = beside.display();
            self.check_file(&beside)
                .map_err(|why| format!("`{name}` is written beside it, and {why}; {ALLOWED}"))?;
        }
        Ok(())
    }

    /// What is written beside the report over whatever is there. Reports of quality write over nothing but reports.
    fn beside(&self) -> Vec<PathBuf> {
        if !self.dry_run {
            return Vec::new();
        }
        let map = |number: usize| match number {
            1 => "map.toml".to_owned(),
            further => format!("map-{further}.toml"),
        };
        let names = (1..=self.sources.len()).map(map).chain(["changes.csv".to_owned()]);
        names.map(|name| self.report.with_extension(name)).collect()
    }

    fn check_file(&self, path: &Path) -> Result<(), String> {
        let there = path.metadata().ok();
        if there.is_none() && path.is_symlink() {
            return Err("that is a link to nothing".to_owned());
        }
        let cannot = |error: std::io::Error| format!("where that is cannot be found out: {error}");
        let place = resolved(path).map_err(cannot)?;
        let index = resolved(self.index).map_err(cannot)?;
        let reports = resolved(&self.index.join("reports")).map_err(cannot)?;
        let is_report = place.starts_with(&reports) && place != reports;
        if place.starts_with(&index) && !is_report {
            return Err("that belongs to the index".to_owned());
        }
        let Some(there) = there else { return Ok(()) };
        if !there.is_file() {
            return Err("that is no regular file".to_owned());
        }
        // A second name of a file of the index would let the report into it all the same.
        if there.nlink() > 1 && !is_report && holds(&index, &there) {
            return Err("that file belongs to the index under another name".to_owned());
        }
        let is = |read: &Path| read.metadata().is_ok_and(|read| is_same(&read, &there));
        for source in self.sources {
            let (list, what) = match source {
                Source::File(list) => (list.as_path(), "one of the files being imported"),
                Source::Stdin => (Path::new("/dev/stdin"), "what standard input is read from"),
            };
            if is(list) {
                return Err(format!("that is {what}"));
            }
        }
        match self.read.iter().find(|(_, read)| is(read)) {
            Some((what, _)) => Err(format!("that is {what}")),
            None => Ok(()),
        }
    }
}

/// Whether two files are one.
fn is_same(one: &Metadata, other: &Metadata) -> bool {
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

/// Whether a file lies in a folder or the folders in it.
fn holds(folder: &Path, file: &Metadata) -> bool {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.into_iter().any(|entry| match entry.metadata() {
        Ok(there) if there.is_dir() => holds(&entry.path(), file),
        Ok(there) => is_same(&there, file),
        Err(_gone) => false,
    })
}

/// A path without links and dots, though its end need not be there yet.
fn resolved(path: &Path) -> std::io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let there = path.ancestors().find(|part| part.exists()).unwrap_or(Path::new("/"));
    let mut whole = there.canonicalize()?;
    for part in path.strip_prefix(there).unwrap_or(Path::new("")).components() {
        match part {
            Component::ParentDir => drop(whole.pop()),
            Component::Normal(name) => whole.push(name),
            Component::Prefix(_) | Component::RootDir | Component::CurDir => {}
        }
    }
    Ok(whole)
}
