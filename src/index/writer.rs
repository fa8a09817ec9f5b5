//! The one writer of a store: the lock, building directories, what dead imports left, and going back.
//!
//! Invariants: whoever writes holds the lock; a number is never given to two generations; the live generation is never
//! removed, and the one before it only where the live one was just found sound.

use super::build::Built;
use super::disk::{check_space, remove};
use super::error::{IndexError, io_at};
use super::hidden::{copies, remove_generation};
use super::history::{HISTORY_TMP, History};
use super::manifest::{GenerationId, MadeOf, Manifest};
use super::pointer::{CURRENT_TMP, Pointer};
use super::publish::Publication;
use super::snapshot::Snapshot;
use super::store::Store;
use crate::vocabulary::Vocabulary;
use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

/// The file whose lock is the right to write.
const LOCK: &str = "LOCK";
/// What the names of building directories begin with.
pub(super) const BUILDING: &str = "building-";

/// The right to write to a store; held by one process at a time and given back when dropped or when the process dies.
#[derive(Debug)]
pub struct Writer {
    store: Store,
    lock: File,
    /// Why the disk did not say that it has the pointer that is in force.
    unsynced: OnceLock<String>,
}

impl Drop for Writer {
    fn drop(&mut self) {
        // Closing the file alone would leave the lock with a child process that was forked in between and has not
        // yet begun its own program; unlocking takes it from both.
        drop(self.lock.unlock());
    }
}

/// A generation that is being built; removed again when dropped unpublished.
#[derive(Debug)]
pub struct Building {
    directory: PathBuf,
    published: bool,
}

impl Store {
    /// Takes the lock of an index that is there; nothing is made where there is none, as where its name was mistyped.
    ///
    /// # Errors
    /// [`IndexError::NoIndex`] where nothing was ever published, [`IndexError::Locked`] when another process holds it.
    pub fn lock_published(&self) -> Result<Writer, IndexError> {
        // A damaged pointer, or generations without one, are an index all the same.
        if matches!(self.current(), Ok(None)) && self.newest_published().is_none() {
            return Err(IndexError::NoIndex(self.root().to_owned()));
        }
        self.lock()
    }

    /// Takes the lock, making the folder where it does not exist, and clears what dead imports left.
    ///
    /// # Errors
    /// [`IndexError::Locked`] when another process holds it.
    pub fn lock(&self) -> Result<Writer, IndexError> {
        std::fs::create_dir_all(self.root()).map_err(io_at(self.root()))?;
        let path = self.root().join(LOCK);
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path);
        let file = file.map_err(io_at(&path))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(IndexError::Locked),
            Err(TryLockError::Error(error)) => return Err(io_at(&path)(error)),
        }
        let writer = Writer { store: self.clone(), lock: file, unsynced: OnceLock::new() };
        writer.clear()?;
        Ok(writer)
    }
}

impl Writer {
    /// The store that may be written to.
    pub fn store(&self) -> &Store {
        &self.store
    }

    /// Makes an empty building directory; fails when the disk has less than `expected_bytes` free.
    ///
    /// # Errors
    /// [`IndexError`] when the directory cannot be made or there is no space.
    pub fn begin(&self, expected_bytes: u64) -> Result<Building, IndexError> {
        let root = self.store.root();
        check_space(root, expected_bytes)?;
        // Names of other processes' directories are gone since the lock was taken; this one's own are told apart.
        let process = std::process::id();
        for number in 0_u32.. {
            let directory = root.join(format!("{BUILDING}{process}-{number}"));
            match std::fs::create_dir(&directory) {
                Ok(()) => return Ok(Building { directory, published: false }),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(io_at(&directory)(error)),
            }
        }
        Err(IndexError::Locked)
    }

    /// How many bytes [`Writer::make_room`] would free: those of all generations but the live one.
    pub fn spare_bytes(&self) -> u64 {
        self.spare().into_iter().map(|generation| self.store.bytes(generation)).sum()
    }

    /// Removes all generations but the live one, so that never more than it and the one that is built beside it take
    /// room. Every hash of the live one is checked first: where it is not sound, an older one stands in for it and all
    /// stay.
    ///
    /// # Errors
    /// [`IndexError::Io`] when a folder cannot be removed.
    ///
    /// # Complexity
    /// O(bytes) of the live generation, on all cores, where there is another one.
    pub fn make_room(&self) -> Result<(), IndexError> {
        let spare = self.spare();
        let sound = |live: &Pointer| self.store.check(live.generation, Some(&live.manifest)).is_ok();
        if spare.is_empty()
            || !Pointer::read(self.store.root()).ok().flatten().is_some_and(|live| sound(&live))
        {
            return Ok(());
        }
        spare.into_iter().try_for_each(|generation| remove_generation(&self.store, generation))
    }

    /// All generations but the live one; none where nobody can tell which that is, or it cannot be served: of an older
    /// format, another one may stand in for it.
    fn spare(&self) -> Vec<GenerationId> {
        let Ok(Some(live)) = Pointer::read(self.store.root()) else { return Vec::new() };
        let directory = self.store.path(live.generation);
        if Manifest::read(&directory, live.generation, Some(&live.manifest)).is_err() {
            return Vec::new();
        }
        let mut spare = self.store.kept();
        spare.retain(|generation| *generation != live.generation);
        spare
    }

    /// Publishes a built generation in the order of `DESIGN.md`, section 5. `canary` is asked the opened generation
    /// before its folder is renamed, and can refuse it. A server that answers from the store opens it before it is live.
    /// Returns only when the pointer is on disk, or [`Writer::unsynced`] says why nobody knows.
    ///
    /// # Errors
    /// [`IndexError`]; the old generation stays live.
    pub fn publish(
        &self,
        building: Building,
        built: Built,
        made_of: impl Into<MadeOf>,
        vocabulary: &Arc<Vocabulary>,
        canary: &mut dyn FnMut(&Arc<Snapshot>) -> Result<(), String>,
    ) -> Result<GenerationId, IndexError> {
        let mut publication = Publication::write_manifest(self, building, built, made_of.into(), vocabulary)?;
        publication.examine(vocabulary, canary)?;
        publication.sync()?;
        publication.let_open();
        publication.rename()?;
        publication.prepare_pointer()?;
        self.hear(publication.put_in_force()?);
        // The generation is live now. What is left to do is not worth calling it a failure: the next holder of the
        // lock mends the history, and the next publication removes what this one could not.
        let _ = publication.record();
        let _ = publication.prune();
        Ok(publication.generation())
    }

    /// Makes a kept generation live again: the named one, else the one before the live one. Where the live one is the
    /// older of two, because it was gone back to, that is the newer one: going back twice changes nothing.
    ///
    /// # Errors
    /// [`IndexError::NothingToRollBack`] or [`IndexError::NotKept`]; a damaged one is refused.
    pub fn roll_back(&self, to: Option<GenerationId>) -> Result<GenerationId, IndexError> {
        let target = self.target(to)?;
        let hash = self.store.published_hash(target)?;
        let (_manifest, manifest) = self.store.check(target, hash.as_deref())?;
        let pointer = Pointer { generation: target, manifest };
        pointer.prepare(self.store.root())?;
        self.hear(pointer.put_in_force(self.store.root())?);
        Ok(target)
    }

    /// Why the disk did not say that it has what was published or gone back to, although that is live: a loss of power may
    /// bring back what was live before.
    pub fn unsynced(&self) -> Option<&str> {
        self.unsynced.get().map(String::as_str)
    }

    fn hear(&self, unsynced: Option<IndexError>) {
        if let Some(error) = unsynced {
            self.unsynced.get_or_init(|| error.to_string());
        }
    }

    /// The generation that [`Writer::roll_back`] goes to.
    ///
    /// # Errors
    /// [`IndexError::NothingToRollBack`] where there is no other one.
    pub fn target(&self, to: Option<GenerationId>) -> Result<GenerationId, IndexError> {
        match to {
            Some(generation) => Ok(generation),
            None => Pointer::read(self.store.root())?
                .and_then(|live| self.store.neighbour(live.generation))
                .ok_or(IndexError::NothingToRollBack),
        }
    }

    /// Clears what dead imports left: building directories, half-written files, generations that never went live, and
    /// gaps in the history.
    fn clear(&self) -> Result<(), IndexError> {
        let root = self.store.root();
        for entry in std::fs::read_dir(root).map_err(io_at(root))? {
            let entry = entry.map_err(io_at(root))?;
            if entry.file_name().to_string_lossy().starts_with(BUILDING) {
                remove(&entry.path())?;
            }
        }
        for name in [CURRENT_TMP, HISTORY_TMP] {
            remove(&root.join(name))?;
        }
        // While the pointer cannot be read, nobody can tell what never went live.
        let Ok(live) = Pointer::read(root) else { return Ok(()) };
        let (mut history, whole) = History::read(root)?;
        let gaps = self.store.fill_gaps(&mut history, live.as_ref());
        if gaps || !whole {
            history.rewrite(root)?;
        }
        let newest = history.newest().max(live.map(|pointer| pointer.generation));
        for generation in self.store.kept() {
            if Some(generation) > newest {
                remove(&self.store.path(generation))?;
            }
        }
        // A copy outlives only the folder of what was live, which nobody removes but by mistake.
        let was_live = self.store.was_live(&history);
        for generation in copies(root) {
            if Some(generation) != was_live && !self.store.is_kept(generation) {
                remove_generation(&self.store, generation)?;
            }
        }
        Ok(())
    }
}

impl Building {
    /// The directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }

    /// Follows the directory to its new name.
    pub(super) fn renamed(&mut self, to: PathBuf) {
        self.directory = to;
    }

    /// Lets the directory live on.
    pub(super) fn set_published(&mut self) {
        self.published = true;
    }
}

impl Drop for Building {
    fn drop(&mut self) {
        if !self.published {
            // What cannot be removed now is cleared by the next holder of the lock.
            let _ = remove(&self.directory);
        }
    }
}
