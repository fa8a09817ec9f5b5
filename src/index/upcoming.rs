//! What is built and about to be published, for a server that wants to have it open by then.
//!
//! In: the folder of a store. Out: the building directory whose manifest is whole, its snapshot, every hash checked, and the
//! sign that a server has it. Invariants: whoever publishes waits for that sign as long as opening may take and no longer,
//! and goes on all the same; such a snapshot is the generation that a pointer names later only where [`Store::is_opened`]
//! says so.

use super::digest::compare;
use super::error::IndexError;
use super::manifest::{GenerationId, MANIFEST, Manifest};
use super::served::Sign;
use super::snapshot::Snapshot;
use super::store::Store;
use super::writer::BUILDING;
use crate::vocabulary::Vocabulary;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// How long a server may take to notice what is built, and to ask it what comes again.
const NOTICED_WITHIN: Duration = if cfg!(test) { Duration::from_secs(1) } else { Duration::from_secs(4) };

/// How many bytes of a generation a server opens in a millisecond at the least, others at work beside it.
///
/// # Source
/// Nine million providers, 6.5 GB, took 3 to 7 s on two slow cores, two thousand searches a second and an import beside it;
/// this is a quarter of that.
const OPENED_A_MILLISECOND: u64 = 250_000;

/// How often whoever publishes looks whether a server has opened it.
const LOOK_EVERY: Duration = Duration::from_millis(10);

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

    /// Gives the sign that this server has opened what is about to be published, or cannot: whoever publishes it needs not
    /// wait any longer. To be held until the pointer names it.
    pub fn tell_opened(&self, upcoming: &Upcoming) -> Sign {
        Sign::give(&upcoming.directory.join(MANIFEST))
    }

    /// Waits until a server that answers from this store has opened what was built in a directory, so that it is served as
    /// soon as the pointer names it. Of several servers the first is waited for, of one that ends or stands still, no longer
    /// than so many bytes may take.
    pub(super) fn let_open(&self, directory: &Path, bytes: u64) {
        let until = Instant::now() + NOTICED_WITHIN + Duration::from_millis(bytes / OPENED_A_MILLISECOND);
        let manifest = directory.join(MANIFEST);
        while !Sign::is_given(&manifest) && self.is_served() && Instant::now() < until {
            std::thread::sleep(LOOK_EVERY);
        }
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
