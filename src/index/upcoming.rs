//! What is built and about to be published, for a server that wants to have it open by then.
//!
//! In: the folder of a store. Out: the building directory whose manifest is whole, and its snapshot, every hash checked.
//! Invariants: no import waits for whoever reads along, nor does reading along change what it does; such a snapshot is the
//! generation that a pointer names later only where [`Store::is_opened`] says so.

use super::digest::compare;
use super::error::IndexError;
use super::manifest::{GenerationId, MANIFEST, Manifest};
use super::snapshot::Snapshot;
use super::store::Store;
use super::writer::BUILDING;
use crate::vocabulary::Vocabulary;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// How old a manifest may be. From then on an import opens its generation, asks it the canary and waits for the disk: seconds
/// to a minute. What lies there for longer was left by one that died.
const PUBLISHED_WITHIN: Duration = Duration::from_mins(10);

/// A built generation that no pointer names yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upcoming {
    directory: PathBuf,
    generation: GenerationId,
    /// BLAKE3 of its manifest in hexadecimal.
    hash: String,
}

impl Upcoming {
    /// Whether a pointer, by the number and the manifest's hash, names what this becomes.
    pub fn is_named(&self, (generation, hash): (GenerationId, &str)) -> bool {
        (self.generation, self.hash.as_str()) == (generation, hash)
    }
}

impl Store {
    /// What is built and about to be published; `None` where nothing is. Whatever of it cannot be read is not there yet, or
    /// not any more.
    ///
    /// # Complexity
    /// One look into the store's folder; where a manifest lies in a building directory, it is read.
    pub fn upcoming(&self) -> Option<Upcoming> {
        let mut entries = std::fs::read_dir(self.root()).ok()?.flatten();
        let directory = entries.find_map(|entry| {
            let is_building = entry.file_name().to_string_lossy().starts_with(BUILDING);
            (is_building && is_new(&entry.path().join(MANIFEST))).then(|| entry.path())
        })?;
        // Whoever holds the lock gives this number to what it publishes next.
        let generation = self.next_number().ok()?;
        let (_manifest, hash) = Manifest::read(&directory, generation, None).ok()?;
        Some(Upcoming { directory, generation, hash })
    }

    /// Whether what was about to be published still is, or its folder has its number already.
    pub fn is_coming(&self, upcoming: &Upcoming) -> bool {
        is_new(&upcoming.directory.join(MANIFEST)) || self.is_kept(upcoming.generation)
    }

    /// Opens what is about to be published, all hashes checked. It stays open under whatever name its folder gets.
    ///
    /// # Errors
    /// [`IndexError`] where it is gone, damaged or of another format.
    ///
    /// # Complexity
    /// O(bytes), on all cores.
    pub fn open_upcoming(
        &self,
        upcoming: &Upcoming,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<Arc<Snapshot>, IndexError> {
        let Upcoming { directory, generation, hash } = upcoming;
        let (manifest, _hash) = Manifest::read(directory, *generation, Some(hash))?;
        compare(directory, *generation, &manifest.files)?;
        Snapshot::open(directory, *generation, manifest, vocabulary).map(Arc::new)
    }
}

/// Whether a manifest is there and no older than [`PUBLISHED_WITHIN`]; one of a clock that runs ahead is new.
fn is_new(manifest: &Path) -> bool {
    let written = std::fs::metadata(manifest).and_then(|manifest| manifest.modified());
    written.is_ok_and(|written| written.elapsed().is_ok_and(|age| age < PUBLISHED_WITHIN))
}

#[cfg(test)]
mod tests;
