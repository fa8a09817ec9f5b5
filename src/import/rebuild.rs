//! A generation built anew from the kept records of the live one: what an older program published becomes readable,
//! and no source file is needed.

use super::assembly::{Assembly, build};
use super::canary::publish_checked;
use super::corrections::CorrectionReport;
use super::live::LiveLists;
use super::{ImportError, Observer, Stage, room};
use crate::index::{GenerationId, IndexError, ListSource, Store};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::sync::Arc;

/// What was built anew.
#[derive(Debug, Clone, PartialEq)]
pub struct Rebuilt {
    /// The generation that the lists were taken from.
    pub from: GenerationId,
    /// The new one.
    pub generation: GenerationId,
    /// Its lists, each with its providers.
    pub lists: Vec<(String, u64)>,
    /// How the corrections that it is made with stand; `None` where there are none.
    pub corrections: Option<CorrectionReport>,
    /// Why the lists are not those of the generation that the pointer names.
    pub degraded: Option<String>,
    /// Why the disk did not say that it has the generation that is live now, where it did not.
    pub unsynced: Option<String>,
}

/// Builds and publishes a generation of the lists that are live, of whatever format it is, with the corrections in force.
///
/// # Errors
/// [`ImportError`]: there is no index, its lists are damaged, another import is at work, or the disk is full. Nothing is
/// published then.
///
/// # Complexity
/// As the building half of an import: O(n log n) in the providers.
pub fn rebuild(
    store: &Store,
    now: jiff::Timestamp,
    (vocabulary, places): (&Arc<Vocabulary>, &Places),
    observer: &mut dyn Observer,
) -> Result<Rebuilt, ImportError> {
    let today = super::day_of(now)?;
    let writer = store.lock_published()?;
    let live = LiveLists::read(store, vocabulary)?;
    let from = live.generation().ok_or_else(|| IndexError::NoIndex(store.root().to_owned()))?;
    observer.stage(Stage::Building);
    let corrections = live.correction_set((vocabulary, places), today)?;
    // The room is asked for before the generation goes that a rollback leads to.
    let needed = room::to_rebuild(&writer, store.bytes(from), live.degraded.is_some());
    let building = writer.begin(needed)?;
    writer.make_room()?;
    let stays = |_: &ListSource| true;
    let assembly = Assembly { fresh: None, stays: &stays, corrections: corrections.as_ref() };
    let built = build(store, &live, assembly, building.directory(), vocabulary, today)?;
    let corrections = corrections.as_ref().map(|set| set.report(&built.standings));
    observer.stage(Stage::Publishing);
    let lists = built.made_of.lists.iter().map(|list| (list.list.clone(), list.providers)).collect();
    let generation = publish_checked(&writer, building, built, vocabulary)?;
    let unsynced = writer.unsynced().map(str::to_owned);
    Ok(Rebuilt { from, generation, lists, corrections, degraded: live.degraded, unsynced })
}
