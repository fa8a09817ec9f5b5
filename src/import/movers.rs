//! Whom visitors are told to have moved: of those whom a list has at another address now, those who were not shown there
//! before.
//!
//! In: who moved within the list that was just merged, its new records, the live lists and corrections. Out: the list's file
//! of those who moved. Invariant: what lists and corrections said together before is what visitors were shown; whom they
//! saw at the new address already, or did not see at all, did not move.

use super::combining::{concerning, next_batch, one_of};
use super::corrections::CorrectionSet;
use super::live::{LiveLists, kept_path, movers_path};
use super::{ImportError, ImportRequest};
use crate::index::{KeptReader, Movers, Store, keep_movers};
use crate::ingest::{self, Combined};
use crate::vocabulary::Vocabulary;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What visitors were shown before an import.
pub(super) struct Shown<'s> {
    pub(super) store: &'s Store,
    pub(super) live: &'s LiveLists,
    pub(super) corrections: Option<&'s CorrectionSet>,
}

/// Writes who moved within a list, whose new files are in the directory.
///
/// # Complexity
/// Where other lists or corrections are in force, one pass over all lists' kept records, of which only those of `movers`
/// are unpacked.
pub(super) fn keep(
    mut movers: Movers,
    shown: &Shown<'_>,
    (directory, list): (&Path, &str),
    vocabulary: &Arc<Vocabulary>,
    request: &ImportRequest,
) -> Result<(), ImportError> {
    let is_alone = shown.corrections.is_none() && shown.live.lists().iter().all(|live| live.list == list);
    if !movers.is_empty() && !is_alone {
        let new = kept_path(directory, list);
        keep_new(&mut movers, shown, new, vocabulary, request)?;
    }
    Ok(keep_movers(&movers_path(directory, list), &movers)?)
}

/// Lets go whom visitors saw at the new address already.
fn keep_new(
    movers: &mut Movers,
    shown: &Shown<'_>,
    new: PathBuf,
    vocabulary: &Arc<Vocabulary>,
    request: &ImportRequest,
) -> Result<(), ImportError> {
    let corrections = shown.corrections.map(|set| &set.corrections);
    // The new records first, then those of all lists as they are live.
    let mut paths = vec![new];
    paths.extend(shown.live.kept_paths(shown.store, &|_| true));
    let mut readers = Vec::with_capacity(paths.len());
    for path in &paths {
        readers.push(KeptReader::open(path, vocabulary)?);
    }
    while let Some(batch) = next_batch(&mut readers)? {
        request.check_cancelled()?;
        for group in batch.groups() {
            let Some(((0, new), before)) = group.split_first() else { continue };
            let id = new.id.to_string();
            if before.is_empty() || !movers.contains(&id) {
                continue;
            }
            let (was, _) = one_of(before, &paths, vocabulary, concerning(corrections, &new.id))?;
            let new = new.provider(vocabulary, &paths[0])?;
            let has_moved =
                was.is_some_and(|Combined { provider, .. }| ingest::is_new_there(&provider, &new));
            if !has_moved {
                movers.remove(&id);
            }
        }
    }
    Ok(())
}
