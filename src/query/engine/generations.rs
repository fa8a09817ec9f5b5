//! Which generations answer: the live one, and the one before it for whoever began there.
//!
//! In: snapshots. Out: [`Held`] ones, whole, for as long as somebody asks of them. Invariants: a swap never waits for a
//! search nor a search for a swap; while the one before is being opened nobody is told that it has gone.

use super::super::cursor::{self, Cursor};
use super::super::plan;
use super::super::suggest::Remembered;
use super::{Engine, SearchError};
use crate::domain::{ListName, RecordDate};
use crate::index::{GenerationId, Order, Snapshot};
use crate::places::Places;
use std::sync::Arc;

/// The generation that answers, and the one before it.
#[derive(Debug)]
pub(super) struct Generations {
    pub(super) live: Arc<Held>,
    pub(super) previous: Option<Arc<Held>>,
    /// Whether the previous one is being opened.
    pub(super) is_awaited: bool,
    /// How many times a generation went live.
    pub(super) epoch: u64,
}

/// A snapshot, and what is known of it once and for all.
#[derive(Debug)]
pub(in crate::query) struct Held {
    /// The generation.
    pub snapshot: Arc<Snapshot>,
    /// What its cursors carry.
    pub key: u64,
    /// Whether it holds nothing but the bundled sample.
    pub sample: Option<Sample>,
    /// How the names and places have to be written that completion offered before.
    pub remembered: Remembered,
}

/// What is to be said of the bundled sample.
#[derive(Debug)]
pub(in crate::query) struct Sample {
    /// The day its newest record was touched.
    pub newest: Option<RecordDate>,
}

/// A kept generation, for whoever reads all of it.
#[derive(Debug, Clone)]
pub struct Kept {
    /// The generation.
    pub snapshot: Arc<Snapshot>,
    /// What tells it from any other, in other folders too.
    pub key: u64,
    /// Whether it holds nothing but the bundled sample.
    pub sample: bool,
}

impl Held {
    pub(super) fn new(snapshot: Arc<Snapshot>, places: &Places) -> Arc<Self> {
        let remembered = Remembered::new(snapshot.len(), places.count());
        Self::with(snapshot, |_| remembered)
    }

    /// A generation behind another one, of which some things are known.
    pub(super) fn after(older: &Self, snapshot: Arc<Snapshot>) -> Arc<Self> {
        let count = snapshot.len();
        Self::with(snapshot, |key| {
            let known = &older.remembered;
            if key == older.key { known.of_the_same() } else { known.of_others(count) }
        })
    }

    fn with(snapshot: Arc<Snapshot>, remembered: impl FnOnce(u64) -> Remembered) -> Arc<Self> {
        let key = cursor::generation_key(&snapshot);
        let lists = &snapshot.manifest().lists;
        let only_sample = lists.iter().all(|list| list.list == ListName::SAMPLE) && !lists.is_empty();
        let sample = only_sample.then(|| Sample { newest: newest_record(&snapshot) });
        Arc::new(Self { snapshot, key, sample, remembered: remembered(key) })
    }
}

/// The day on which the newest record was touched; unknown where that cannot be looked up, which a search would say
/// by itself.
fn newest_record(snapshot: &Snapshot) -> Option<RecordDate> {
    let newest = snapshot.look_up(&plan::everybody(Order::Updated)).ok()?.hits.into_iter().next()?;
    snapshot.provider(newest.provider).ok()?.updated
}

impl Engine {
    /// The same engine without a generation before the live one, which is being opened meanwhile:
    /// [`Engine::take_previous`] tells what came of it. Until then nobody is told that a cursor has expired.
    #[must_use]
    pub fn awaiting_previous(self) -> Self {
        self.generations.rcu(|held| Generations {
            live: Arc::clone(&held.live),
            previous: None,
            is_awaited: true,
            epoch: held.epoch,
        });
        self
    }

    /// Takes the generation before the live one, that was waited for; `None` where it cannot be opened. Where another
    /// generation went live meanwhile the one before it is held already.
    pub fn take_previous(&self, previous: Option<Arc<Snapshot>>) {
        let previous = previous.map(|previous| Held::new(previous, &self.places));
        self.generations.rcu(|held| {
            let previous = if held.is_awaited { previous.clone() } else { held.previous.clone() };
            Generations { live: Arc::clone(&held.live), previous, is_awaited: false, epoch: held.epoch }
        });
    }

    /// Whether the generation before the live one is being opened.
    pub fn awaits_previous(&self) -> bool {
        self.generations.load().is_awaited
    }

    /// Grows whenever a generation goes live. Whoever keeps an answer that lasts reads it before the search: what is kept for
    /// a number that is read again later was found in the very generation that is live then, or in no older one.
    pub fn epoch(&self) -> u64 {
        self.generations.load().epoch
    }

    /// The live generation.
    pub fn snapshot(&self) -> Arc<Snapshot> {
        Arc::clone(&self.generations.load().live.snapshot)
    }

    /// A generation that is kept: the live one and the one before it are. The live one without a number.
    pub fn kept(&self, generation: Option<GenerationId>) -> Option<Kept> {
        let generations = self.generations.load();
        let mut kept = std::iter::once(&generations.live).chain(generations.previous.as_ref());
        let wanted = |held: &&Arc<Held>| generation.is_none_or(|wanted| held.snapshot.generation() == wanted);
        let held = kept.find(wanted)?;
        Some(Kept { snapshot: Arc::clone(&held.snapshot), key: held.key, sample: held.sample.is_some() })
    }

    /// Whether the live generation holds nothing but the bundled sample.
    pub fn serves_sample(&self) -> bool {
        self.generations.load().live.sample.is_some()
    }

    /// Swaps to a new generation; running searches end on the one they began with, and cursors of it stay valid. The
    /// generation that is live already, opened once more, takes its own place: other people may be left out of it. What is no
    /// longer held comes back: to drop a generation gives back much memory, which takes a while.
    pub fn publish(&self, live: Arc<Snapshot>) -> Option<Arc<Snapshot>> {
        let live = Held::after(&self.generations.load().live, live);
        let before = self.generations.rcu(|held| {
            let same = held.live.key == live.key;
            let previous = if same { held.previous.clone() } else { Some(Arc::clone(&held.live)) };
            Generations {
                live: Arc::clone(&live),
                previous,
                is_awaited: same && held.is_awaited,
                epoch: held.epoch + 1,
            }
        });
        let same = before.live.key == live.key;
        let gone = if same { Some(&before.live) } else { before.previous.as_ref() };
        let gone = gone.filter(|gone| !Arc::ptr_eq(&gone.snapshot, &live.snapshot))?;
        Some(Arc::clone(&gone.snapshot))
    }

    /// The generation before the live one, while it is held.
    pub fn previous(&self) -> Option<GenerationId> {
        self.generations.load().previous.as_ref().map(|held| held.snapshot.generation())
    }

    /// Lets go of the generation before the live one, where it is that one, so that the room of files that were removed
    /// is free; its cursors have expired. It comes back, as from [`Engine::publish`].
    pub fn forget_previous(&self, generation: GenerationId) -> Option<Arc<Snapshot>> {
        let is_it = |held: &Arc<Held>| held.snapshot.generation() == generation;
        let before = self.generations.rcu(|held| {
            let previous = held.previous.clone().filter(|held| !is_it(held));
            Generations {
                live: Arc::clone(&held.live),
                previous,
                is_awaited: held.is_awaited,
                epoch: held.epoch,
            }
        });
        let gone = before.previous.as_ref().filter(|held| is_it(held))?;
        Some(Arc::clone(&gone.snapshot))
    }

    /// The generation to answer from: the live one, or the one that the cursor's page before came from.
    pub(super) fn held(&self, cursor: Option<&Cursor>) -> Result<Arc<Held>, SearchError> {
        let generations = self.generations.load();
        let Some(cursor) = cursor else { return Ok(Arc::clone(&generations.live)) };
        let kept = std::iter::once(&generations.live).chain(generations.previous.as_ref());
        let held = kept.into_iter().find(|held| held.key == cursor.generation);
        let missing =
            if generations.is_awaited { SearchError::NotOpenYet } else { SearchError::CursorExpired };
        held.cloned().ok_or(missing)
    }

    /// The live generation and the one before it.
    pub(super) fn generations(&self) -> (Arc<Held>, Option<Arc<Held>>) {
        let generations = self.generations.load();
        (Arc::clone(&generations.live), generations.previous.clone())
    }
}
