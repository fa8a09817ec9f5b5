//! The folder of generations as readers see it: which one is live, and opening and verifying them.
//!
//! In: the folder. Out: snapshots of generations whose every hash was checked. Invariant: reading never writes to the
//! folder, so a folder that is read-only can be served; all writing is in [`super::writer`].
//!
//! [`generations`] tells which there are, [`list_files`] what one keeps of each list.

mod generations;
mod list_files;

use super::digest::{are_there, compare};
use super::error::IndexError;
use super::history::History;
use super::layout;
use super::manifest::{GenerationId, ListSource, Manifest};
use super::pointer::Pointer;
use super::snapshot::Snapshot;
use crate::vocabulary::Vocabulary;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How often opening begins anew because an import moved the pointer meanwhile and removed what it named.
const ATTEMPTS: usize = 3;

/// A folder of generations.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
}

/// A live generation that was opened, and how it went.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The generation to serve.
    pub snapshot: Arc<Snapshot>,
    /// The kept generation before it, to be opened by [`Store::open`]; cursors of it stay valid where it can be.
    pub previous: Option<GenerationId>,
    /// Why the generation that the pointer names is not the one opened, where it is not.
    pub degraded: Option<String>,
}

/// What `verify` found good.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// Which generation.
    pub generation: GenerationId,
    /// How many files were hashed.
    pub files: usize,
    /// How many bytes they hold.
    pub bytes: u64,
}

impl Store {
    /// Names a folder; nothing is read or made yet.
    pub fn new(root: impl Into<PathBuf>) -> Self {
        Self { root: root.into() }
    }

    /// The folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The live generation that the pointer names, and its manifest's hash; `None` when there is no pointer.
    ///
    /// # Errors
    /// [`IndexError::Pointer`] when it is not one, [`IndexError::Io`] when it cannot be read.
    pub fn current(&self) -> Result<Option<(GenerationId, String)>, IndexError> {
        Ok(Pointer::read(&self.root)?.map(|pointer| (pointer.generation, pointer.manifest)))
    }

    /// Opens the live generation, all hashes checked; where it or the pointer is damaged, the newest good one.
    ///
    /// # Errors
    /// [`IndexError`] when no generation can be served: what is wrong with the live one, [`IndexError::NoIndex`] when
    /// none was ever published, [`IndexError::HiddenLost`] where nobody knows whom one that stands in would have to hide.
    ///
    /// # Complexity
    /// O(bytes) of the live generation, on all cores.
    pub fn open_live(&self, vocabulary: &Arc<Vocabulary>) -> Result<Opened, IndexError> {
        let mut opened = self.open_newest_sound(vocabulary)?;
        if opened.degraded.is_some() {
            // Whoever asked to be hidden stays hidden while another one stands in.
            let generation = opened.snapshot.generation();
            let besides = self.hidden_besides(generation)?;
            // Nobody else has it as yet.
            let snapshot = Arc::get_mut(&mut opened.snapshot);
            let snapshot = snapshot.ok_or_else(|| IndexError::HiddenLost(generation.to_string()))?;
            snapshot.hide_besides(besides);
        }
        Ok(opened)
    }

    /// What is to answer in the place of a generation that does, because the one that the pointer names cannot be opened: the
    /// newest sound one, without those whom that one hides. `None` where the one that answers leaves them out already.
    ///
    /// # Errors
    /// As for [`Store::open_live`]; nobody can be left out then.
    ///
    /// # Complexity
    /// As for [`Store::open_live`]; where nobody is to be left out, a few small files are read.
    pub fn open_stand_in(
        &self,
        answers: &Snapshot,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<Option<Arc<Snapshot>>, IndexError> {
        let besides = self.hidden_besides(answers.generation())?;
        if besides.iter().all(|id| answers.hides_id(id)) {
            return Ok(None);
        }
        self.open_live(vocabulary).map(|opened| Some(opened.snapshot))
    }

    /// As [`Store::open_live`], without a thought of who is hidden by what cannot be opened: not to be served.
    ///
    /// # Errors
    /// As for [`Store::open_live`].
    ///
    /// # Complexity
    /// As for [`Store::open_live`].
    pub fn open_newest_sound(&self, vocabulary: &Arc<Vocabulary>) -> Result<Opened, IndexError> {
        let mut pointer = Pointer::read(&self.root);
        for _ in 1..ATTEMPTS {
            let opened = self.open_pointed(&pointer, vocabulary);
            let now = Pointer::read(&self.root);
            if opened.is_ok() || matches!((&pointer, &now), (Ok(before), Ok(now)) if before == now) {
                return opened.or_else(|error| self.open_newest_good(error, vocabulary));
            }
            pointer = now;
        }
        let opened = self.open_pointed(&pointer, vocabulary);
        opened.or_else(|error| self.open_newest_good(error, vocabulary))
    }

    /// The live generation and its lists, whose kept records an import reads, of an older format too. The lists' files
    /// are hashed, the others are not looked at.
    ///
    /// # Errors
    /// [`IndexError`] as for [`Store::open_live`], where the lists are damaged or their kept records of another format.
    pub fn live_lists(&self) -> Result<(GenerationId, Vec<ListSource>), IndexError> {
        let pointer = Pointer::read(&self.root)?;
        let pointer = pointer.ok_or_else(|| IndexError::NoIndex(self.root.clone()))?;
        let (generation, directory) = (pointer.generation, self.path(pointer.generation));
        let (_, manifest, _) = Manifest::read_any(&directory, generation, Some(&pointer.manifest))?;
        let Manifest { lists, mut files, .. } = manifest()?;
        let of_lists = format!("{}/", layout::LISTS);
        // Corrections are read, and checked, by themselves.
        let of_corrections = [layout::CORRECTIONS, layout::HIDDEN];
        files.retain(|(path, ..)| path.starts_with(&of_lists) && !of_corrections.contains(&path.as_str()));
        compare(&directory, generation, &files)?;
        Ok((generation, lists))
    }

    fn open_pointed(
        &self,
        pointer: &Result<Option<Pointer>, IndexError>,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<Opened, IndexError> {
        let pointer = match pointer {
            Ok(Some(pointer)) => pointer,
            Ok(None) => return Err(IndexError::NoIndex(self.root.clone())),
            Err(IndexError::Io { path, source }) => {
                let source = std::io::Error::new(source.kind(), source.to_string());
                return Err(IndexError::Io { path: path.clone(), source });
            }
            Err(IndexError::Pointer(why)) => return Err(IndexError::Pointer(why.clone())),
            Err(error) => return Err(IndexError::Pointer(error.to_string())),
        };
        let snapshot = self.open_checked(pointer.generation, Some(&pointer.manifest), vocabulary)?;
        Ok(Opened { snapshot, previous: self.neighbour(pointer.generation), degraded: None })
    }

    /// Opens the newest generation that is good, because the live one cannot be; `error` says why.
    fn open_newest_good(
        &self,
        error: IndexError,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<Opened, IndexError> {
        let history = History::read(&self.root).map(|(history, _whole)| history).unwrap_or_default();
        // Without a pointer, a generation that no history tells of was never published.
        let unpublished = |generation: &GenerationId| {
            matches!(error, IndexError::NoIndex(_)) && history.find(*generation).is_none()
        };
        let mut kept = self.kept();
        kept.retain(|generation| !unpublished(generation));
        for generation in kept.into_iter().rev() {
            let hash = history.find(generation).map(|entry| entry.manifest.as_str());
            if let Ok((manifest, _hash)) = self.check(generation, hash)
                && let Ok(snapshot) = Snapshot::open(&self.path(generation), generation, manifest, vocabulary)
            {
                let snapshot = Arc::new(snapshot);
                return Ok(Opened { snapshot, previous: None, degraded: Some(error.to_string()) });
            }
        }
        Err(match error {
            IndexError::Damaged { .. } | IndexError::Pointer(_) | IndexError::NotKept(_) => {
                IndexError::NothingSound(error.to_string())
            }
            other => other,
        })
    }

    /// Opens one kept generation, all hashes checked.
    ///
    /// # Errors
    /// [`IndexError`] when it is not kept, damaged or of another format.
    pub fn open(
        &self,
        generation: GenerationId,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<Arc<Snapshot>, IndexError> {
        let hash = self.published_hash(generation)?;
        self.open_checked(generation, hash.as_deref(), vocabulary)
    }

    fn open_checked(
        &self,
        generation: GenerationId,
        hash: Option<&str>,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<Arc<Snapshot>, IndexError> {
        let (manifest, _hash) = self.check(generation, hash)?;
        Snapshot::open(&self.path(generation), generation, manifest, vocabulary).map(Arc::new)
    }

    /// Checks manifest and files of a generation; gives the manifest and its hash.
    pub(super) fn check(
        &self,
        generation: GenerationId,
        hash: Option<&str>,
    ) -> Result<(Manifest, String), IndexError> {
        let directory = self.path(generation);
        let (manifest, hash) = Manifest::read(&directory, generation, hash)?;
        compare(&directory, generation, &manifest.files)?;
        Ok((manifest, hash))
    }

    /// Hashes every file of a generation (the live one by default) and opens it; says what was hashed, and gives what was
    /// opened.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] names the first file that is not what the manifest says.
    pub fn verify(
        &self,
        generation: Option<GenerationId>,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<(Verified, Arc<Snapshot>), IndexError> {
        let generation = match generation {
            Some(generation) => generation,
            None => match Pointer::read(&self.root)? {
                Some(pointer) => pointer.generation,
                None => return Err(IndexError::NoIndex(self.root.clone())),
            },
        };
        let snapshot = self.open(generation, vocabulary)?;
        let files = &snapshot.manifest().files;
        let bytes = files.iter().map(|(_path, length, _hash)| length).sum();
        let verified = Verified { generation, files: files.len(), bytes };
        Ok((verified, snapshot))
    }

    /// Whether an opened generation is the one that a pointer names by its number and its manifest's hash, with all its
    /// files in their places: what was found sound when it was opened needs not be opened again. Not one that stands in for
    /// another, which hides more people than it was built with.
    pub fn is_opened(&self, (generation, hash): (GenerationId, &str), opened: &Snapshot) -> bool {
        let directory = self.path(generation);
        let named = || Manifest::read(&directory, generation, Some(hash)).ok().map(|(manifest, _)| manifest);
        opened.generation() == generation
            && !opened.hides_besides()
            && named().is_some_and(|manifest| manifest == *opened.manifest())
            && are_there(&directory, &opened.manifest().files)
    }

    /// The manifest of a kept generation, its own hash checked against the pointer or the history.
    ///
    /// # Errors
    /// [`IndexError`] when it cannot be read.
    pub fn manifest(&self, generation: GenerationId) -> Result<Manifest, IndexError> {
        let hash = self.published_hash(generation)?;
        Ok(Manifest::read(&self.path(generation), generation, hash.as_deref())?.0)
    }

    /// Bytes of all files of a kept generation, as its manifest says; 0 where it cannot be read.
    pub fn bytes(&self, generation: GenerationId) -> u64 {
        let directory = self.path(generation);
        let manifest = Manifest::read_any(&directory, generation, None);
        let manifest = manifest.and_then(|(_, manifest, _)| manifest());
        manifest.map_or(0, |manifest| manifest.files.iter().map(|(_path, length, _hash)| length).sum())
    }
}

#[cfg(test)]
mod tests;
