//! `history.ndjson`: one line for each generation that was ever published, also for those since removed.
//!
//! In: manifests. Out: [`History`]. Lines are appended once the pointer has moved; a process that dies in between
//! leaves a gap or a torn line, which readers bridge and the next holder of the lock mends.

use super::disk::{append_synced, read_if_there, sync, write_synced};
use super::error::{IndexError, io_at};
use super::manifest::{CorrectionsSource, GenerationId, ListSource, Manifest};
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The file's name.
const HISTORY: &str = "history.ndjson";
/// What it is called while it is mended.
pub(super) const HISTORY_TMP: &str = "history.ndjson.tmp";

/// All generations there ever were, oldest first, as `history.ndjson` tells.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct History(pub Vec<HistoryEntry>);

/// A line of the history, and what became of that generation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct HistoryEntry {
    /// `000042`
    pub generation: String,
    /// When it was published: UTC, RFC 3339.
    pub published: String,
    /// Its lists with their sources.
    pub lists: Vec<ListSource>,
    /// The corrections in it, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrections: Option<CorrectionsSource>,
    /// Whether it was made with corrections, said of each generation; `None` where an older program wrote the line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrected: Option<bool>,
    /// How many providers.
    pub providers: u64,
    /// How many practices.
    pub practices: u64,
    /// BLAKE3 of its manifest in hexadecimal, so that going back to it needs no trust.
    pub manifest: String,
    /// Whether it is the live one. Not stored: told by the pointer.
    #[serde(default, skip_deserializing)]
    pub live: bool,
    /// Whether its files are still there. Not stored: told by the folder.
    #[serde(default, skip_deserializing)]
    pub kept: bool,
}

/// A line as it is stored: without what pointer and folder tell.
#[derive(Serialize)]
struct Line<'a> {
    generation: &'a str,
    published: &'a str,
    lists: &'a [ListSource],
    #[serde(skip_serializing_if = "Option::is_none")]
    corrections: Option<&'a CorrectionsSource>,
    #[serde(skip_serializing_if = "Option::is_none")]
    corrected: Option<bool>,
    providers: u64,
    practices: u64,
    manifest: &'a str,
}

impl HistoryEntry {
    /// The entry of a generation, neither live nor kept as yet.
    pub(super) fn new(generation: GenerationId, manifest: &Manifest, hash: &str) -> Self {
        Self {
            generation: generation.to_string(),
            published: manifest.built.clone(),
            lists: manifest.lists.clone(),
            corrections: manifest.corrections.clone(),
            corrected: Some(manifest.corrections.is_some()),
            providers: manifest.providers,
            practices: manifest.practices,
            manifest: hash.to_owned(),
            live: false,
            kept: false,
        }
    }

    /// The number, where the line has one.
    pub(super) fn id(&self) -> Option<GenerationId> {
        self.generation.parse().ok()
    }

    /// Whether it was made with corrections; `None` where the line does not tell.
    pub(super) fn was_corrected(&self) -> Option<bool> {
        self.corrected.or_else(|| self.corrections.as_ref().map(|_| true))
    }

    fn line(&self) -> Result<String, IndexError> {
        let line = Line {
            generation: &self.generation,
            published: &self.published,
            lists: &self.lists,
            corrections: self.corrections.as_ref(),
            corrected: self.corrected,
            providers: self.providers,
            practices: self.practices,
            manifest: &self.manifest,
        };
        let mut text =
            serde_json::to_string(&line).map_err(|error| io_at(Path::new(HISTORY))(error.into()))?;
        text.push('\n');
        Ok(text)
    }

    /// Appends the entry and waits until it is on disk.
    pub(super) fn append(&self, root: &Path) -> Result<(), IndexError> {
        append_synced(&root.join(HISTORY), self.line()?.as_bytes())
    }
}

impl History {
    /// Reads what lines can be read; also says whether all could.
    pub(super) fn read(root: &Path) -> Result<(Self, bool), IndexError> {
        let bytes = read_if_there(&root.join(HISTORY))?.unwrap_or_default();
        let mut entries: Vec<HistoryEntry> = Vec::new();
        let mut whole = bytes.last().is_none_or(|last| *last == b'\n');
        for line in bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty()) {
            match serde_json::from_slice::<HistoryEntry>(line) {
                Ok(entry) if entry.id().is_some() => entries.push(entry),
                Ok(_) | Err(_) => whole = false,
            }
        }
        Ok((Self(entries), whole))
    }

    /// The entry of a generation.
    pub(super) fn find(&self, generation: GenerationId) -> Option<&HistoryEntry> {
        self.0.iter().rfind(|entry| entry.id() == Some(generation))
    }

    /// The largest number in it.
    pub(super) fn newest(&self) -> Option<GenerationId> {
        self.0.iter().filter_map(HistoryEntry::id).max()
    }

    /// Puts an entry in its place by number.
    pub(super) fn insert(&mut self, entry: HistoryEntry) {
        let place = self.0.iter().position(|other| other.id() > entry.id()).unwrap_or(self.0.len());
        self.0.insert(place, entry);
    }

    /// Replaces the file by what is in memory.
    pub(super) fn rewrite(&self, root: &Path) -> Result<(), IndexError> {
        let mut text = String::new();
        for entry in &self.0 {
            text.push_str(&entry.line()?);
        }
        let (temporary, path) = (root.join(HISTORY_TMP), root.join(HISTORY));
        write_synced(&temporary, text.as_bytes())?;
        std::fs::rename(&temporary, &path).map_err(io_at(&path))?;
        sync(root)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(number: u32) -> HistoryEntry {
        HistoryEntry {
            generation: format!("{number:06}"),
            published: "2026-11-22T10:05:00Z".to_owned(),
            lists: vec![ListSource {
                list: "nppes".to_owned(),
                providers: 2,
                rows: None,
                imported: "2026-11-22T10:05:00Z".to_owned(),
                sources: Vec::new(),
                coverage: None,
            }],
            corrections: None,
            corrected: Some(false),
            providers: 2,
            practices: 3,
            manifest: "ab".repeat(32),
            live: false,
            kept: false,
        }
    }

    #[test]
    fn lines_are_read_back_and_torn_ones_are_passed_over() {
        let directory = tempfile::tempdir().expect("a directory");
        let root = directory.path();
        assert_eq!(History::read(root).expect("none"), (History::default(), true));
        for number in [1, 3] {
            entry(number).append(root).expect("space");
        }
        let both = History(vec![entry(1), entry(3)]);
        assert_eq!(History::read(root).expect("two"), (both.clone(), true));
        let good = std::fs::read(root.join(HISTORY)).expect("a file");
        assert!(!String::from_utf8_lossy(&good).contains("live"), "what the pointer tells is not stored");
        std::fs::write(root.join(HISTORY), &good[..good.len() - 9]).expect("space");
        let (mut torn, whole) = History::read(root).expect("one");
        assert_eq!((&torn, whole), (&History(vec![entry(1)]), false));
        torn.insert(entry(3));
        torn.insert(entry(2));
        torn.rewrite(root).expect("space");
        let (mended, whole) = History::read(root).expect("three");
        assert_eq!((mended.0.len(), whole), (3, true));
        assert_eq!(mended.find(entry(2).id().expect("a number")), Some(&entry(2)));
        assert_eq!(mended.newest(), entry(3).id());
    }

    #[test]
    fn a_line_of_an_older_program_says_nothing_of_what_it_does_not_have() {
        let directory = tempfile::tempdir().expect("a directory");
        let root = directory.path();
        entry(1).append(root).expect("space");
        let line = std::fs::read_to_string(root.join(HISTORY)).expect("a line");
        assert!(line.contains("\"corrected\":false"), "{line}");
        let older = line.replace("\"corrected\":false,", "");
        std::fs::write(root.join(HISTORY), format!("{older}{line}")).expect("space");
        let (both, whole) = History::read(root).expect("two");
        let told: Vec<Option<bool>> = both.0.iter().map(HistoryEntry::was_corrected).collect();
        assert_eq!((told, whole), (vec![None, Some(false)], true));
    }
}
