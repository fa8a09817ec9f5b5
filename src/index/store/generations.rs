//! Which generations there were, are and may come: told by the folder, its pointer and its history together.
//!
//! In: the folder. Out: numbers, folders and hashes of generations, and their history. Invariants: what the folder keeps
//! counts, whatever the history lacks; a number is given once only.

use super::Store;
use crate::index::error::IndexError;
use crate::index::history::{History, HistoryEntry};
use crate::index::manifest::{GenerationId, Manifest};
use crate::index::pointer::Pointer;
use std::path::PathBuf;

impl Store {
    /// The newest generation that was published and is kept.
    pub fn newest_published(&self) -> Option<GenerationId> {
        let (history, _whole) = History::read(&self.root).ok()?;
        self.kept().into_iter().rev().find(|generation| history.find(*generation).is_some())
    }

    /// All generations there ever were, oldest first, each with what became of it.
    ///
    /// # Errors
    /// [`IndexError`] when the history cannot be read.
    pub fn history(&self) -> Result<History, IndexError> {
        let (mut history, _whole) = History::read(&self.root)?;
        let live = Pointer::read(&self.root).ok().flatten();
        self.fill_gaps(&mut history, live.as_ref());
        let kept = self.kept();
        for entry in &mut history.0 {
            let id = entry.id();
            entry.live = id.is_some() && id == live.as_ref().map(|pointer| pointer.generation);
            entry.kept = id.is_some_and(|id| kept.contains(&id));
        }
        Ok(history)
    }

    /// Adds the kept generations that the history lacks, though they were published; says whether there were any.
    pub(in crate::index) fn fill_gaps(&self, history: &mut History, live: Option<&Pointer>) -> bool {
        let newest = history.newest().max(live.map(|pointer| pointer.generation));
        let mut filled = false;
        for generation in self.kept() {
            if history.find(generation).is_some() || Some(generation) > newest {
                continue;
            }
            let hash = live.filter(|pointer| pointer.generation == generation);
            let hash = hash.map(|pointer| pointer.manifest.as_str());
            if let Ok((manifest, hash)) = Manifest::read(&self.path(generation), generation, hash) {
                history.insert(HistoryEntry::new(generation, &manifest, &hash));
                filled = true;
            }
        }
        filled
    }

    /// The folder of a generation.
    pub(in crate::index) fn path(&self, generation: GenerationId) -> PathBuf {
        self.root.join(generation.to_string())
    }

    /// Whether a generation's folder is there.
    pub fn is_kept(&self, generation: GenerationId) -> bool {
        self.path(generation).is_dir()
    }

    /// The generations whose folders are there, oldest first.
    pub(in crate::index) fn kept(&self) -> Vec<GenerationId> {
        let entries = std::fs::read_dir(&self.root).into_iter().flatten().flatten();
        let mut kept: Vec<GenerationId> = entries
            .filter(|entry| entry.path().is_dir())
            .filter_map(|entry| {
                let name = entry.file_name().into_string().ok()?;
                let generation: GenerationId = name.parse().ok()?;
                (generation.to_string() == name).then_some(generation)
            })
            .collect();
        kept.sort_unstable();
        kept
    }

    /// The number of the next generation: above all that are or were there.
    pub(in crate::index) fn next_number(&self) -> Result<GenerationId, IndexError> {
        let (history, _whole) = History::read(&self.root)?;
        let live = Pointer::read(&self.root).ok().flatten().map(|pointer| pointer.generation);
        let newest = self.kept().last().copied().max(history.newest()).max(live);
        Ok(newest.map_or(GenerationId::FIRST, GenerationId::next))
    }

    /// The kept generation that a rollback goes to: the one numbered just below the live one, or where there is none,
    /// because the live one was itself gone back to, the one just above.
    pub(in crate::index) fn neighbour(&self, live: GenerationId) -> Option<GenerationId> {
        let kept = self.kept();
        let below = kept.iter().rfind(|generation| **generation < live);
        below.or_else(|| kept.iter().find(|generation| **generation > live)).copied()
    }

    /// The hash that a generation's manifest had when it was published, where pointer or history tell.
    pub(in crate::index) fn published_hash(
        &self,
        generation: GenerationId,
    ) -> Result<Option<String>, IndexError> {
        if let Ok(Some(pointer)) = Pointer::read(&self.root)
            && pointer.generation == generation
        {
            return Ok(Some(pointer.manifest));
        }
        let (history, _whole) = History::read(&self.root)?;
        Ok(history.find(generation).map(|entry| entry.manifest.clone()))
    }
}
