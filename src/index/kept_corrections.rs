//! Corrections kept beside a generation, so that every later one is made with them.
//!
//! In and out: the text of the corrections as it was given, and what the manifest says of it. Invariant: what is given
//! back is what was published; whatever else of a generation is damaged does not lose them.

use super::digest::hash;
use super::disk::read_if_there;
use super::error::{IndexError, io_at};
use super::history::{History, HistoryEntry};
use super::layout;
use super::manifest::{CorrectionsSource, GenerationId, ListSource, Manifest};
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
    /// The corrections in force: those of the generation that pointer or history say is live, whatever else of it is
    /// damaged. Where they cannot be read, and history says that it was made with some, those of another kept generation
    /// are taken if they are the same; if it was made without, there are none. Of generations that the history does not
    /// tell this of, one that is gone gives way to `served`, which is shown in its place.
    ///
    /// # Errors
    /// [`IndexError`] when there are or may be some and they cannot be read: older ones would show whom the newer ones hide.
    pub fn corrections_in_force(
        &self,
        served: Option<GenerationId>,
    ) -> Result<Option<KeptCorrections>, IndexError> {
        let (history, _whole) = History::read(self.root())?;
        let Some(live) = self.was_live(&history).or(served) else { return Ok(None) };
        let error = match self.corrections(live) {
            Err(error @ (IndexError::Damaged { .. } | IndexError::NotKept(_))) => error,
            read => return read,
        };
        let entry = self.live_entry(&history);
        match (entry.and_then(HistoryEntry::was_corrected), served) {
            (Some(false), _) => Ok(None),
            (Some(true), _) => {
                let source = entry.and_then(|entry| entry.corrections.as_ref());
                match source.and_then(|source| self.made_with(source)) {
                    Some(same) => self.corrections(same),
                    None => Err(error),
                }
            }
            (None, Some(served)) if matches!(error, IndexError::NotKept(_)) => self.corrections(served),
            (None, _) => Err(error),
        }
    }

    /// Whether what is live was made with corrections, by the history; `None` where that does not tell.
    pub fn was_corrected(&self) -> Option<bool> {
        let (history, _whole) = History::read(self.root()).ok()?;
        self.live_entry(&history)?.was_corrected()
    }

    /// The lists of what is live by the history, where that says that it was made without corrections.
    pub fn lists_without_corrections(&self) -> Option<Vec<ListSource>> {
        let (history, _whole) = History::read(self.root()).ok()?;
        let entry = self.live_entry(&history)?;
        (entry.was_corrected() == Some(false)).then(|| entry.lists.clone())
    }

    /// The generation that was live, as pointer or history tell.
    pub(super) fn was_live(&self, history: &History) -> Option<GenerationId> {
        self.current().ok().flatten().map(|(live, _)| live).or_else(|| history.newest())
    }

    /// What the history says of what is live, if it is the very one that the pointer names; without a pointer, of the newest.
    fn live_entry<'h>(&self, history: &'h History) -> Option<&'h HistoryEntry> {
        match self.current().ok().flatten() {
            Some((live, manifest)) => history.find(live).filter(|entry| entry.manifest == manifest),
            None => history.find(history.newest()?),
        }
    }

    /// The newest kept generation whose corrections can be read and are those.
    pub(super) fn made_with(&self, source: &CorrectionsSource) -> Option<GenerationId> {
        let is_same = |kept: KeptCorrections| kept.source == *source;
        let mut newest_first = self.kept().into_iter().rev();
        newest_first.find(|generation| self.corrections(*generation).ok().flatten().is_some_and(is_same))
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
