//! Providers on disk between the stages of an import, and kept beside a generation: records sorted by id.
//!
//! [`Spool`] takes rows in file order and gives them back grouped by provider id; [`KeptWriter`] and [`KeptReader`]
//! hold a list's providers in id order, so that the next import can compare and merge by walking both side by side.

use super::store::IndexError;
use crate::domain::{Fragment, Provider, ProviderId};
use crate::vocabulary::Vocabulary;
use std::path::Path;
use std::sync::Arc;

/// A growing file of rows, grouped by id at the end. Memory: about 40 bytes a row.
#[derive(Debug)]
pub struct Spool {}

/// One spooled row.
#[derive(Debug, Clone, PartialEq)]
pub struct SpoolEntry {
    /// What the row contributes.
    pub fragment: Fragment,
    /// Which file it stood in: the caller's number.
    pub file: u32,
    /// The line it stood on.
    pub line: u64,
}

impl Spool {
    /// Makes an empty spool file in a directory; it has no name and is gone when dropped.
    ///
    /// # Errors
    /// [`IndexError::Io`] when the file cannot be made.
    pub fn new(directory: &Path, _vocabulary: &Arc<Vocabulary>) -> Result<Self, IndexError> {
        Err(IndexError::NoIndex(directory.to_owned()))
    }

    /// Adds a row.
    ///
    /// # Errors
    /// [`IndexError::Io`] when the file cannot be written.
    pub fn push(&mut self, _entry: &SpoolEntry) -> Result<(), IndexError> {
        Err(IndexError::Locked)
    }

    /// Hands out the rows of each id, in the order they were added, ids in their order.
    ///
    /// # Errors
    /// What `each` fails with, or [`IndexError::Io`].
    pub fn groups(
        self,
        _each: &mut dyn FnMut(Vec<SpoolEntry>) -> Result<(), IndexError>,
    ) -> Result<(), IndexError> {
        Err(IndexError::Locked)
    }
}

/// Writes a list's providers, which must come in id order.
#[derive(Debug)]
pub struct KeptWriter {}

impl KeptWriter {
    /// Makes the file, and its folder.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be made.
    pub fn create(path: &Path, _vocabulary: &Arc<Vocabulary>) -> Result<Self, IndexError> {
        Err(IndexError::NoIndex(path.to_owned()))
    }

    /// Adds a provider.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be written.
    pub fn push(&mut self, _provider: &Provider) -> Result<(), IndexError> {
        Err(IndexError::Locked)
    }

    /// Finishes the file; returns how many providers it holds.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be written.
    pub fn finish(self) -> Result<u64, IndexError> {
        Err(IndexError::Locked)
    }
}

/// Reads a list's providers in id order.
#[derive(Debug)]
pub struct KeptReader {}

impl KeptReader {
    /// Opens a file that [`KeptWriter`] wrote.
    ///
    /// # Errors
    /// [`IndexError`] when it cannot be read or is of another format.
    pub fn open(path: &Path, _vocabulary: &Arc<Vocabulary>) -> Result<Self, IndexError> {
        Err(IndexError::NoIndex(path.to_owned()))
    }

    /// The id of the next provider, without taking it.
    pub fn peek(&self) -> Option<&ProviderId> {
        None
    }
}

impl Iterator for KeptReader {
    type Item = Result<Provider, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        None
    }
}
