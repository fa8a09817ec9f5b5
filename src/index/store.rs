//! The folder of generations: the pointer to the live one, the lock of the one writer, publish and roll back.

use super::build::Built;
use super::manifest::{GenerationId, ListSource, Manifest};
use super::snapshot::Snapshot;
use crate::vocabulary::Vocabulary;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What can go wrong with the files of an index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is no index in the folder.
    #[error("no usable index in {0}")]
    NoIndex(PathBuf),
    /// Another process imports.
    #[error("another import is at work on this index")]
    Locked,
    /// A file is not what the manifest says.
    #[error("generation {generation} is damaged: {file}: {message}")]
    Damaged {
        /// Which generation.
        generation: String,
        /// Which file.
        file: String,
        /// What is wrong.
        message: String,
    },
    /// `CURRENT` is there and is no pointer.
    #[error("the pointer to the live generation is damaged: {0}")]
    Pointer(String),
    /// A generation of another format or program.
    #[error("generation {generation} cannot be read by this program: {message}")]
    Incompatible {
        /// Which generation.
        generation: String,
        /// Why.
        message: String,
    },
    /// There is no such generation, or it is no longer kept.
    #[error("generation {0} is not kept")]
    NotKept(String),
    /// There is no generation to go back to.
    #[error("there is no previous generation to go back to")]
    NothingToRollBack,
    /// A canary question was answered wrongly by the new generation.
    #[error("the new generation answers wrongly: {0}")]
    Canary(String),
    /// The text index failed.
    #[error("text index: {0}")]
    Text(#[source] tantivy::TantivyError),
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Turns an error of the file system into one that names the file or folder.
pub(super) fn io_at(path: &Path) -> impl FnOnce(std::io::Error) -> IndexError {
    move |source| IndexError::Io { path: path.to_owned(), source }
}

/// A folder of generations.
#[derive(Debug, Clone)]
pub struct Store {
    root: PathBuf,
}

/// The right to write to a store; held by one process at a time and given back when dropped or when the process dies.
#[derive(Debug)]
pub struct Writer {
    store: Store,
    _lock: std::fs::File,
}

/// A generation that is being built; removed again when dropped unpublished.
#[derive(Debug)]
pub struct Building {
    directory: PathBuf,
}

/// A live generation that was opened, and how it went.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The generation to serve.
    pub snapshot: Arc<Snapshot>,
    /// The kept generation before it, where it can be opened; cursors of it stay valid.
    pub previous: Option<Arc<Snapshot>>,
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
    /// How many providers.
    pub providers: u64,
    /// How many practices.
    pub practices: u64,
    /// Whether it is the live one. Not stored: told by the pointer.
    #[serde(default, skip_deserializing)]
    pub live: bool,
    /// Whether its files are still there. Not stored: told by the folder.
    #[serde(default, skip_deserializing)]
    pub kept: bool,
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
    /// [`IndexError`] when the pointer cannot be read or is not one.
    pub fn current(&self) -> Result<Option<(GenerationId, String)>, IndexError> {
        Err(IndexError::NoIndex(self.root.clone()))
    }

    /// Opens the live generation, all hashes checked; where it is damaged, the newest good one.
    ///
    /// # Errors
    /// [`IndexError`] when no generation can be served.
    pub fn open_live(&self, _vocabulary: &Arc<Vocabulary>) -> Result<Opened, IndexError> {
        Err(IndexError::NoIndex(self.root.clone()))
    }

    /// Opens one kept generation, all hashes checked.
    ///
    /// # Errors
    /// [`IndexError`] when it is not kept, damaged or of another format.
    pub fn open(
        &self,
        _generation: GenerationId,
        _vocabulary: &Arc<Vocabulary>,
    ) -> Result<Arc<Snapshot>, IndexError> {
        Err(IndexError::NoIndex(self.root.clone()))
    }

    /// Hashes every file of a generation (the live one by default) and opens it.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] names the first file that is not what the manifest says.
    pub fn verify(
        &self,
        _generation: Option<GenerationId>,
        _vocabulary: &Arc<Vocabulary>,
    ) -> Result<Verified, IndexError> {
        Err(IndexError::NoIndex(self.root.clone()))
    }

    /// The manifest of a kept generation, its own hash checked where the pointer carries it.
    ///
    /// # Errors
    /// [`IndexError`] when it cannot be read.
    pub fn manifest(&self, _generation: GenerationId) -> Result<Manifest, IndexError> {
        Err(IndexError::NoIndex(self.root.clone()))
    }

    /// The kept records file of a list in a generation.
    pub fn kept_path(&self, generation: GenerationId, list: &str) -> PathBuf {
        self.root.join(generation.to_string()).join("lists").join(format!("{list}.records"))
    }

    /// All generations there ever were.
    ///
    /// # Errors
    /// [`IndexError`] when the history cannot be read.
    pub fn history(&self) -> Result<History, IndexError> {
        Err(IndexError::NoIndex(self.root.clone()))
    }

    /// Takes the lock, making the folder where it does not exist, and clears what dead imports left.
    ///
    /// # Errors
    /// [`IndexError::Locked`] when another process holds it.
    pub fn lock(&self) -> Result<Writer, IndexError> {
        Err(IndexError::Locked)
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
    pub fn begin(&self, _expected_bytes: u64) -> Result<Building, IndexError> {
        Err(IndexError::Locked)
    }

    /// Publishes a built generation in the order of `DESIGN.md`, section 5. `canary` is asked the opened generation
    /// before its folder is renamed, and can refuse it. Returns only when the pointer is on disk.
    ///
    /// # Errors
    /// [`IndexError`]; the old generation stays live.
    pub fn publish(
        &self,
        _building: Building,
        _built: Built,
        _lists: Vec<ListSource>,
        _vocabulary: &Arc<Vocabulary>,
        _canary: &mut dyn FnMut(&Arc<Snapshot>) -> Result<(), String>,
    ) -> Result<GenerationId, IndexError> {
        Err(IndexError::Locked)
    }

    /// Makes a kept generation live again: the named one, else the one before the live one.
    ///
    /// # Errors
    /// [`IndexError::NothingToRollBack`] or [`IndexError::NotKept`]; a damaged one is refused.
    pub fn roll_back(&self, _to: Option<GenerationId>) -> Result<GenerationId, IndexError> {
        Err(IndexError::NothingToRollBack)
    }
}

impl Building {
    /// The directory.
    pub fn directory(&self) -> &Path {
        &self.directory
    }
}
