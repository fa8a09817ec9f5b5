//! Corrections kept beside a generation, so that every later one is made with them.
//!
//! In and out: the text of the corrections as it was given, and what the manifest says of it. Invariant: what is given
//! back is what was published; whatever else of a generation is damaged does not lose them.

use super::digest::hash;
use super::disk::read_if_there;
use super::error::{IndexError, io_at};
use super::layout;
use super::manifest::{CorrectionsSource, GenerationId, Manifest};
use super::store::Store;
use crate::domain::ProviderId;
use std::collections::BTreeSet;
use std::path::Path;

/// The corrections of a generation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptCorrections {
    /// Where they are from.
    pub source: CorrectionsSource,
    /// The rows, as CSV.
    pub text: String,
}

/// Writes corrections into a building directory, and who is hidden.
///
/// # Errors
/// [`IndexError::Io`] when they cannot be written.
pub fn keep_corrections(
    directory: &Path,
    kept: &KeptCorrections,
    hidden: &BTreeSet<ProviderId>,
) -> Result<(), IndexError> {
    let folder = directory.join(layout::LISTS);
    std::fs::create_dir_all(&folder).map_err(io_at(&folder))?;
    // Sorted as texts, whatever order ids have.
    let hidden: BTreeSet<String> = hidden.iter().map(|id| format!("{id}\n")).collect();
    let hidden: String = hidden.into_iter().collect();
    for (name, text) in [(layout::CORRECTIONS, kept.text.as_str()), (layout::HIDDEN, hidden.as_str())] {
        let path = directory.join(name);
        std::fs::write(&path, text).map_err(io_at(&path))?;
    }
    Ok(())
}

impl Store {
    /// The ids of all whom generations after one hide, as far as that can be read.
    pub(super) fn hidden_since(&self, generation: GenerationId) -> BTreeSet<String> {
        let newer = self.kept().into_iter().filter(|kept| *kept > generation);
        let texts =
            newer.filter_map(|newer| std::fs::read_to_string(self.path(newer).join(layout::HIDDEN)).ok());
        texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    /// The corrections of a generation, of an older format too; `None` where it has none. Nothing else of it is looked
    /// at but its manifest.
    ///
    /// # Errors
    /// [`IndexError`] when manifest or corrections are not what was published.
    pub fn corrections(&self, generation: GenerationId) -> Result<Option<KeptCorrections>, IndexError> {
        let (directory, published) = (self.path(generation), self.published_hash(generation)?);
        let (_, manifest, _) = Manifest::read_any(&directory, generation, published.as_deref())?;
        let manifest = manifest()?;
        let Some(source) = manifest.corrections else { return Ok(None) };
        let damaged = |message: &str| IndexError::Damaged {
            generation: generation.to_string(),
            file: layout::CORRECTIONS.to_owned(),
            message: message.to_owned(),
        };
        let expected = manifest.files.iter().find(|(path, ..)| path == layout::CORRECTIONS);
        let (_, _, expected) = expected.ok_or_else(|| damaged("the manifest lacks it"))?;
        let bytes = read_if_there(&directory.join(layout::CORRECTIONS))?;
        let bytes = bytes.ok_or_else(|| damaged("the file is missing"))?;
        if hash(&bytes) != *expected {
            return Err(damaged("its hash is not the one that was published"));
        }
        let text = String::from_utf8(bytes).map_err(|_bad| damaged("is no text"))?;
        Ok(Some(KeptCorrections { source, text }))
    }
}
