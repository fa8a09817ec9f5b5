//! An opened generation: immutable, shared, answers lookups.

use super::lookup::{Candidates, Lookup};
use super::manifest::{GenerationId, Manifest};
use super::store::IndexError;
use crate::domain::{Provider, ProviderId, ProviderKind};

/// An opened generation.
#[derive(Debug)]
pub struct Snapshot {
    generation: GenerationId,
    manifest: Manifest,
}

/// A name for completion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedProvider {
    /// Who.
    pub id: ProviderId,
    /// Person or organization.
    pub kind: ProviderKind,
    /// The name as shown.
    pub name: String,
}

impl Snapshot {
    /// Which generation this is.
    pub fn generation(&self) -> GenerationId {
        self.generation
    }

    /// What it is made of.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// How many providers it has.
    pub fn len(&self) -> usize {
        0
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Runs a lookup.
    ///
    /// # Errors
    /// [`IndexError::Text`] when the text index fails, [`IndexError::Damaged`] when a record cannot be read.
    pub fn look_up(&self, _lookup: &Lookup) -> Result<Candidates, IndexError> {
        Ok(Candidates::default())
    }

    /// The provider with that number.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when its record cannot be read.
    pub fn provider(&self, _number: u32) -> Result<Provider, IndexError> {
        Err(IndexError::NotKept(self.generation.to_string()))
    }

    /// The number of the provider with that id.
    ///
    /// # Complexity
    /// O(log n).
    pub fn find(&self, _id: &ProviderId) -> Option<u32> {
        None
    }

    /// Providers whose name has words beginning with these folded words (all but the last must be whole words), at
    /// most `limit`, in the order of names.
    ///
    /// # Errors
    /// [`IndexError`] as for [`Snapshot::look_up`].
    pub fn complete_names(&self, _words: &[String], _limit: usize) -> Result<Vec<NamedProvider>, IndexError> {
        Ok(Vec::new())
    }
}
