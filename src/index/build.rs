//! Providers to the files of a generation, in Hilbert order.

use super::store::IndexError;
use crate::domain::{Provider, RecordDate};
use crate::vocabulary::Vocabulary;
use std::path::Path;
use std::sync::Arc;

/// Takes providers, each id once, in any order, and writes a generation's files.
///
/// Providers wait in a spool file; memory holds about 24 bytes for each until [`Builder::finish`].
#[derive(Debug)]
pub struct Builder {}

/// A generation's files are written; counts to be checked against and told.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Built {
    /// How many providers.
    pub providers: u64,
    /// How many practices.
    pub practices: u64,
    /// Providers per specialty id.
    pub specialties: Vec<(String, u64)>,
    /// The day that record ages are judged by.
    pub as_of: Option<RecordDate>,
}

impl Builder {
    /// Begins in a building directory.
    ///
    /// # Errors
    /// [`IndexError`] when the spool cannot be made.
    pub fn new(
        directory: &Path,
        _vocabulary: &Arc<Vocabulary>,
        _as_of: RecordDate,
    ) -> Result<Self, IndexError> {
        Err(IndexError::NoIndex(directory.to_owned()))
    }

    /// Takes a provider.
    ///
    /// # Errors
    /// [`IndexError`] when the spool cannot be written.
    pub fn add(&mut self, _provider: &Provider) -> Result<(), IndexError> {
        Err(IndexError::Locked)
    }

    /// Sorts, writes all files, and leaves nothing but them in the directory.
    ///
    /// # Errors
    /// [`IndexError`] when a file cannot be written or the text index fails.
    ///
    /// # Complexity
    /// O(n log n) in the practices for the order; the rest is linear.
    pub fn finish(self) -> Result<Built, IndexError> {
        Err(IndexError::Locked)
    }
}
