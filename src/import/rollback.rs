//! Going back to an older generation without bringing back whom somebody asked to hide.
//!
//! In: a [`RollbackRequest`]. Out: a [`RollbackOutcome`]. Invariant: unless the request says so, the corrections in
//! force stay in force: where the older generation was made with others, its lists are built anew with them.

use super::assembly::{Assembly, build};
use super::canary::publish_checked;
use super::corrections::{CorrectionReport, CorrectionSet, lost, stop_if_asked};
use super::live::LiveLists;
use super::{ImportError, Observer, Stage, room};
use crate::domain::ProviderId;
use crate::index::{GenerationId, IndexError, KeptCorrections, ListSource, Store};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Where to go back to.
#[derive(Debug, Clone)]
pub struct RollbackRequest {
    /// The generation; by default the one before the live one.
    pub to: Option<GenerationId>,
    /// Take that generation's corrections too, hidden providers or not.
    pub with_corrections: bool,
    /// When this is.
    pub now: jiff::Timestamp,
    /// Set by whoever wants it to stop.
    pub cancel: Arc<AtomicBool>,
}

/// Where a rollback led.
#[derive(Debug, Clone, PartialEq)]
pub struct RollbackOutcome {
    /// The generation that is live now.
    pub generation: GenerationId,
    /// The generation that was gone back to: another one where it was built anew with the corrections in force.
    pub target: GenerationId,
    /// Who was hidden and is not any more.
    pub shown_again: Vec<ProviderId>,
    /// How the corrections in force stand to the older lists, where those were built anew with them.
    pub corrections: Option<CorrectionReport>,
    /// Whether the corrections in force could not be read, so that nobody knows whom they hid.
    pub corrections_lost: bool,
    /// Why the disk did not say that it has the generation that is live now, where it did not.
    pub unsynced: Option<String>,
}

/// Makes an older generation live again: its lists, with the corrections that are in force.
///
/// # Errors
/// [`ImportError`] when the index cannot be read or written; [`ImportError::SameLists`] when only the corrections
/// differ.
///
/// # Complexity
/// O(bytes) to check hashes; as for an import of all lists where the generation was made with other corrections.
pub fn roll_back(
    store: &Store,
    request: &RollbackRequest,
    vocabulary: &Arc<Vocabulary>,
    places: &Places,
    observer: &mut dyn Observer,
) -> Result<RollbackOutcome, ImportError> {
    let today = super::day_of(request.now)?;
    let writer = store.lock_published()?;
    let target = writer.target(request.to)?;
    // Where the pointer cannot be read, the newest generation is what was live.
    let pointed = store.current().ok().flatten().map(|(live, _)| live);
    let live = pointed.or_else(|| store.newest_published());
    let (in_force, corrections_lost) = match store.corrections_in_force(None) {
        Ok(kept) => (kept, false),
        // Only whoever says so goes back to what may show somebody again.
        Err(IndexError::Damaged { .. } | IndexError::NotKept(_)) if request.with_corrections => (None, true),
        Err(error) => return Err(lost(&error)),
    };
    let there = store.corrections(target)?;
    let text =
        |kept: &Option<KeptCorrections>| kept.as_ref().map(|kept| kept.text.clone()).unwrap_or_default();
    let set = |kept: Option<KeptCorrections>| {
        kept.map(|kept| CorrectionSet::of_kept(kept, (vocabulary, places), today)).transpose()
    };
    if request.with_corrections || corrections_lost || text(&in_force) == text(&there) {
        let hidden = |set: Option<CorrectionSet>| set.map(|set| set.corrections.hidden()).unwrap_or_default();
        let before = hidden(set(in_force)?);
        let after = hidden(set(there)?);
        let shown_again = before.difference(&after).cloned().collect();
        let generation = writer.roll_back(Some(target))?;
        let (corrections, unsynced) = (None, writer.unsynced().map(str::to_owned));
        return Ok(RollbackOutcome {
            generation,
            target,
            shown_again,
            corrections,
            corrections_lost,
            unsynced,
        });
    }
    let lists = |generation| store.manifest(generation).ok().map(|manifest| manifest.lists);
    if live.and_then(lists).is_some_and(|live| lists(target) == Some(live)) {
        return Err(ImportError::SameLists(target));
    }
    let older = LiveLists::of(store, target, vocabulary)?;
    observer.stage(Stage::Building);
    let building = writer.begin(room::to_build(store.bytes(target)))?;
    let set = set(in_force)?;
    let stays = |_: &ListSource| true;
    let assembly = Assembly { fresh: None, stays: &stays, corrections: set.as_ref() };
    let built = build(store, &older, assembly, building.directory(), vocabulary, today)?;
    let corrections = set.map(|set| set.report(&built.standings));
    stop_if_asked(&request.cancel)?;
    observer.stage(Stage::Publishing);
    let generation = publish_checked(&writer, building, built, vocabulary)?;
    let (shown_again, unsynced) = (Vec::new(), writer.unsynced().map(str::to_owned));
    Ok(RollbackOutcome { generation, target, shown_again, corrections, corrections_lost, unsynced })
}
