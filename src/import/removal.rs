//! A list is taken out by its name: a generation without it is built, checked and published like any other.
//!
//! In: a [`RemovalRequest`]. Out: a [`RemovalOutcome`]. Invariant: other lists are carried over as they are; whoever is
//! in one of them stays, with what it says.

use super::assembly::{Assembly, build};
use super::canary::publish_checked;
use super::catalog::{Leavers, leavers};
use super::corrections::{CorrectionReport, stop_if_asked};
use super::live::LiveLists;
use super::{ImportError, Observer, Stage, room};
use crate::domain::ListName;
use crate::index::{GenerationId, ListSource, Store};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use thiserror::Error;

/// Which list to take out.
#[derive(Debug, Clone)]
pub struct RemovalRequest {
    /// The list.
    pub list: ListName,
    /// Look at who would leave, publish nothing.
    pub dry_run: bool,
    /// When this is.
    pub now: jiff::Timestamp,
    /// Set by whoever wants it to stop.
    pub cancel: Arc<AtomicBool>,
}

/// What a removal did, or would do.
#[derive(Debug, Clone, PartialEq)]
pub struct RemovalOutcome {
    /// The list as it was.
    pub source: ListSource,
    /// Who leaves with it.
    pub leavers: Leavers,
    /// How the corrections stand without it; `None` for a dry run, and where there are none.
    pub corrections: Option<CorrectionReport>,
    /// Why the lists are not those of the generation that the pointer names.
    pub degraded: Option<String>,
    /// The generation that was published; `None` for a dry run.
    pub generation: Option<GenerationId>,
    /// Why the disk did not say that it has the generation that is live now, where it did not.
    pub unsynced: Option<String>,
}

/// Why a list cannot be taken out.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RemovalRefusal {
    /// There is no such list.
    #[error("there is no list {list}; there are: {}", there.join(", "))]
    UnknownList {
        /// What was asked for.
        list: String,
        /// The lists that there are.
        there: Vec<String>,
    },
    /// Nothing would be left to search.
    #[error("{0} is the only list, and nothing would be left to search; import another one first")]
    OnlyList(String),
}

impl RemovalRefusal {
    /// The stable reason.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownList { .. } => "unknown_list",
            Self::OnlyList(_) => "only_list",
        }
    }
}

/// Takes a list out and publishes a generation without it.
///
/// # Errors
/// [`ImportError`] when the index cannot be read or written; [`ImportError::Removal`] when there is no such list or it
/// is the only one.
///
/// # Complexity
/// As for an import of the lists that stay.
pub fn remove_list(
    store: &Store,
    request: &RemovalRequest,
    vocabulary: &Arc<Vocabulary>,
    places: &Places,
    observer: &mut dyn Observer,
) -> Result<RemovalOutcome, ImportError> {
    let today = super::day_of(request.now)?;
    let writer = if request.dry_run { None } else { Some(store.lock_published()?) };
    let live = LiveLists::read(store, vocabulary)?;
    let source = listed(store, &live, &request.list)?;
    observer.stage(Stage::Merging);
    let leavers = leavers(store, &live, &request.list, vocabulary)?;
    let degraded = live.degraded.clone();
    let mut outcome =
        RemovalOutcome { source, leavers, corrections: None, degraded, generation: None, unsynced: None };
    let Some(writer) = writer else { return Ok(outcome) };
    stop_if_asked(&request.cancel)?;
    observer.stage(Stage::Building);
    let stays = |list: &ListSource| list.list != request.list.as_str();
    let set = live.correction_set((vocabulary, places), today)?;
    // The room is asked for before the generation goes that a rollback leads to.
    let bytes = live.generation().map_or(0, |generation| store.bytes(generation));
    let building = writer.begin(room::to_rebuild(&writer, bytes, live.degraded.is_some()))?;
    writer.make_room()?;
    let assembly = Assembly { fresh: None, stays: &stays, corrections: set.as_ref() };
    let built = build(store, &live, assembly, building.directory(), vocabulary, today)?;
    outcome.corrections = set.map(|set| set.report(&built.standings));
    stop_if_asked(&request.cancel)?;
    observer.stage(Stage::Publishing);
    outcome.generation = Some(publish_checked(&writer, building, built, vocabulary)?);
    outcome.unsynced = writer.unsynced().map(str::to_owned);
    Ok(outcome)
}

/// The list, where it may be taken out.
fn listed(store: &Store, live: &LiveLists, list: &ListName) -> Result<ListSource, ImportError> {
    let (_, sources) = live.there(store)?;
    match sources.iter().find(|source| source.list == list.as_str()) {
        None => {
            let there = sources.iter().map(|source| source.list.clone()).collect();
            Err(RemovalRefusal::UnknownList { list: list.to_string(), there }.into())
        }
        Some(_) if sources.len() == 1 => Err(RemovalRefusal::OnlyList(list.to_string()).into()),
        Some(source) => Ok(source.clone()),
    }
}
