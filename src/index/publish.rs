//! One publication, step by step, in the order of `DESIGN.md`, section 5.
//!
//! In: a built directory. Out: a live generation. Invariant: after every step, and wherever a process dies between
//! two, a reader sees either exactly the old generation or exactly the new one.

use super::build::Built;
use super::digest::digest_all;
use super::disk::{sync, sync_tree};
use super::error::{IndexError, io_at};
use super::hidden::{remove_generation, write_copy};
use super::history::HistoryEntry;
use super::layout;
use super::manifest::{GenerationId, MANIFEST, MadeOf, Manifest};
use super::pointer::Pointer;
use super::snapshot::Snapshot;
use super::writer::{Building, Writer};
use crate::vocabulary::Vocabulary;
use std::sync::Arc;

/// A generation on its way from a building directory to the pointer.
#[derive(Debug)]
pub(super) struct Publication<'a> {
    writer: &'a Writer,
    building: Building,
    generation: GenerationId,
    manifest: Manifest,
    hash: String,
    /// The generation that was live before.
    before: Option<GenerationId>,
}

impl<'a> Publication<'a> {
    /// Step 1: hashes every file and writes the manifest.
    pub(super) fn write_manifest(
        writer: &'a Writer,
        building: Building,
        built: Built,
        made_of: MadeOf,
        vocabulary: &Vocabulary,
    ) -> Result<Self, IndexError> {
        let MadeOf { mut lists, corrections } = made_of;
        lists.sort_by(|a, b| a.list.cmp(&b.list));
        let directory = building.directory();
        let manifest = Manifest {
            format: layout::FORMAT,
            program: env!("CARGO_PKG_VERSION").to_owned(),
            vocabulary: vocabulary.version().to_owned(),
            built: now(),
            as_of: built.as_of.map(|day| day.to_string()).unwrap_or_default(),
            providers: built.providers,
            practices: built.practices,
            specialties: built.specialties,
            lists,
            corrections,
            files: digest_all(directory, MANIFEST, &built.hashed)?,
        };
        let (bytes, hash) = manifest.to_bytes()?;
        let path = directory.join(MANIFEST);
        std::fs::write(&path, bytes).map_err(io_at(&path))?;
        let before = Pointer::read(writer.store().root()).ok().flatten().map(|pointer| pointer.generation);
        let generation = writer.store().next_number()?;
        Ok(Self { writer, building, generation, manifest, hash, before })
    }

    /// Step 2: opens the generation as a server would and asks the canary.
    pub(super) fn examine(
        &self,
        vocabulary: &Arc<Vocabulary>,
        canary: &mut dyn FnMut(&Arc<Snapshot>) -> Result<(), String>,
    ) -> Result<(), IndexError> {
        let directory = self.building.directory();
        let snapshot = Snapshot::open(directory, self.generation, self.manifest.clone(), vocabulary)?;
        let found = snapshot.len() as u64;
        if found != self.manifest.providers {
            let message = format!("{found} providers instead of {}", self.manifest.providers);
            return Err(IndexError::Canary(message));
        }
        canary(&Arc::new(snapshot)).map_err(IndexError::Canary)
    }

    /// Step 3: waits until every file and folder is on disk.
    pub(super) fn sync(&self) -> Result<(), IndexError> {
        sync_tree(self.building.directory())
    }

    /// Step 4: lets a server that answers from the store open it first.
    pub(super) fn let_open(&self) {
        let bytes = self.manifest.files.iter().map(|(_path, length, _hash)| length).sum();
        self.writer.store().let_open(self.building.directory(), bytes);
    }

    /// Step 5: gives the folder its number, whom it hides told beside it.
    pub(super) fn rename(&mut self) -> Result<(), IndexError> {
        let root = self.writer.store().root();
        let path = self.writer.store().path(self.generation);
        write_copy(root, self.generation, self.building.directory(), self.manifest.corrections.is_some())?;
        std::fs::rename(self.building.directory(), &path).map_err(io_at(&path))?;
        self.building.renamed(path);
        sync(root)
    }

    /// Step 6: writes the new pointer beside the old one.
    pub(super) fn prepare_pointer(&self) -> Result<(), IndexError> {
        self.pointer().prepare(self.writer.store().root())
    }

    /// Step 7: puts the new pointer in force. From here on the generation is live, and what the pointer names must stay, even
    /// where waiting for the disk failed; what comes back says why.
    pub(super) fn put_in_force(&mut self) -> Result<Option<IndexError>, IndexError> {
        let unsynced = self.pointer().put_in_force(self.writer.store().root())?;
        self.building.set_published();
        Ok(unsynced)
    }

    fn pointer(&self) -> Pointer {
        Pointer { generation: self.generation, manifest: self.hash.clone() }
    }

    /// Step 8: tells the history.
    pub(super) fn record(&self) -> Result<(), IndexError> {
        let entry = HistoryEntry::new(self.generation, &self.manifest, &self.hash);
        entry.append(self.writer.store().root())
    }

    /// Step 9: removes all generations but this one and the one that was live before it. Where nothing was, or it is
    /// damaged, the newest other one that is sound stays in its place.
    ///
    /// # Complexity
    /// O(1) in bytes where only the one that was live before is there; else O(bytes) of it, on all cores.
    pub(super) fn prune(&self) -> Result<(), IndexError> {
        let store = self.writer.store();
        let mut others = store.kept();
        others.retain(|generation| *generation != self.generation);
        let before = self.before.filter(|before| others.contains(before));
        let previous = if others.len() > 1 {
            let is_sound = |generation: &GenerationId| {
                let hash = store.published_hash(*generation);
                hash.is_ok_and(|hash| store.check(*generation, hash.as_deref()).is_ok())
            };
            let sound = before.into_iter().chain(others.iter().rev().copied()).find(is_sound);
            sound.or(before).or(others.last().copied())
        } else {
            others.last().copied()
        };
        for generation in others {
            if Some(generation) != previous {
                remove_generation(store, generation)?;
            }
        }
        Ok(())
    }

    /// Its number.
    pub(super) fn generation(&self) -> GenerationId {
        self.generation
    }
}

/// This moment: UTC, RFC 3339, whole seconds.
fn now() -> String {
    let now = jiff::Timestamp::now();
    now.round(jiff::Unit::Second).unwrap_or(now).to_string()
}
