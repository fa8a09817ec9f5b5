//! The live swap: a new generation is opened beside the old one and published in one step.
//!
//! Invariant: a generation that cannot be opened, or is damaged, never replaces one that answers; but whom it hides, nobody
//! is shown any more.

use super::ServerState;
use super::foreseen::Foreseen;
use super::rehearsal::Rehearsed;
use crate::index::{GenerationId, IndexError, Snapshot, Store};
use crate::parallel;
use crate::query::Left;
use std::sync::mpsc::{self, Receiver, RecvTimeoutError};
use std::sync::{Arc, Weak};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How often the pointer is looked at, and what is about to be published; a new generation is served within the 2 s of
/// `CONTRACT.md`, since whoever publishes it waits until it was opened.
const POLL_EVERY: Duration = Duration::from_millis(250);

/// How often what is to be made ahead is looked for.
const PREPARE_EVERY: Duration = Duration::from_millis(500);

/// How long, of every [`PREPARE_EVERY`], names are found out ahead that nobody is about to ask for: a tenth of a core at most.
const IDLE_PIECE: Duration = Duration::from_millis(50);

/// How long a generation that could not be opened is left alone. Opening hashes every file, and damage seldom heals.
const RETRY_AFTER: Duration = Duration::from_mins(1);

/// The pointer as it was read: the generation it names and its manifest's hash.
type Pointer = (GenerationId, String);

/// Follows the store's pointer for as long as it is polled. `served` is what the pointer named when the engine's
/// generation was opened; where that is not known, the generation is opened once more.
pub async fn follow(store: Store, state: Arc<ServerState>, served: Option<(GenerationId, String)>) {
    let store = Arc::new(store);
    let served_by = Arc::downgrade(&state);
    let (leave, gone) = mpsc::channel();
    let prepare = move || prepare(&served_by, &gone);
    if let Err(error) = std::thread::Builder::new().name("preparing".to_owned()).spawn(prepare) {
        // Whoever asks first waits for it then.
        tracing::warn!(%error, "nothing is made ahead of questions");
    }
    let mut follower = Follower::new(served, state.is_degraded(), Instant::now());
    let mut foreseen = Foreseen::default();
    loop {
        tokio::time::sleep(POLL_EVERY).await;
        let (reader, previous, ahead) = (Arc::clone(&store), state.engine().previous(), foreseen.upcoming());
        let look = move || {
            let removed = previous.filter(|previous| !reader.is_kept(*previous));
            let coming = || reader.upcoming().or(ahead.filter(|ahead| reader.is_coming(ahead)));
            (reader.current(), removed, coming())
        };
        let Ok((read, removed, coming)) = tokio::task::spawn_blocking(look).await else { continue };
        if let Some(removed) = removed {
            state.engine().forget_previous(removed).map(|gone| leave.send(gone));
        }
        if let Some(pointer) = follower.look(read, Instant::now()) {
            let noticed = Instant::now();
            let ahead = foreseen.take((pointer.0, &pointer.1)).await;
            let opened = open(&store, &state, (pointer.clone(), noticed), ahead).await;
            follower.opened(pointer, opened.is_ok(), Instant::now());
            match opened {
                Ok((snapshot, rehearsed)) => {
                    publish(&state, snapshot).map(|gone| leave.send(gone));
                    rehearsed.go_live(&state);
                }
                Err(NotOpened { reason, stand_in }) => {
                    tracing::error!(reason, "the newest generation cannot be served; an older one answers");
                    // Its replies are no longer given, for none of them is of the epoch that begins.
                    let stands_in = stand_in.and_then(|stand_in| state.engine().publish(stand_in));
                    stands_in.map(|gone| leave.send(gone));
                }
            }
        } else {
            foreseen.tell(coming, &store, &state);
        }
        state.set_degraded(follower.degraded);
    }
}

/// Makes ahead what the live generation is asked for, finishes what questions began, and drops generations that nobody
/// holds any more, which gives back so much memory that nobody who waits for an answer should do it; while the server
/// lives.
fn prepare(server: &Weak<ServerState>, gone: &Receiver<Arc<Snapshot>>) {
    parallel::give_way();
    let mut leaving: Vec<Arc<Snapshot>> = Vec::new();
    let mut piece = PREPARE_EVERY;
    while let Some(state) = server.upgrade() {
        state.engine().snapshot().prepare();
        // What cannot be read now is said to whoever asks.
        let left = state.engine().prepare_completion(piece).unwrap_or(Left::Nothing);
        drop(state);
        let wait;
        (piece, wait) =
            if left == Left::Soon { (PREPARE_EVERY, Duration::ZERO) } else { (IDLE_PIECE, PREPARE_EVERY) };
        match gone.recv_timeout(wait) {
            Ok(snapshot) => leaving.push(snapshot),
            Err(RecvTimeoutError::Timeout) => {}
            Err(RecvTimeoutError::Disconnected) => return,
        }
        // Searches that began on one may still hold it.
        leaving.retain(|snapshot| Arc::strong_count(snapshot) > 1);
    }
}

/// What was seen of the pointer, and when a generation that could not be opened may be tried again.
#[derive(Debug)]
struct Follower {
    seen: Option<Pointer>,
    /// Whether the generation last opened could be.
    good: bool,
    /// Whether what answers is not what the pointer names.
    degraded: bool,
    retry_at: Instant,
}

impl Follower {
    fn new(seen: Option<Pointer>, degraded: bool, now: Instant) -> Self {
        Self { seen, good: !degraded, degraded, retry_at: now + RETRY_AFTER }
    }

    /// Judges a look at the pointer: what is to be opened now, if anything.
    fn look(&mut self, read: Result<Option<Pointer>, IndexError>, now: Instant) -> Option<Pointer> {
        let Ok(Some(pointer)) = read else {
            self.degraded = true;
            return None;
        };
        self.degraded = !self.good;
        let changed = self.seen.as_ref() != Some(&pointer);
        let due = !self.good && self.retry_at <= now;
        (changed || due).then_some(pointer)
    }

    fn opened(&mut self, pointer: Pointer, good: bool, now: Instant) {
        *self = Self { seen: Some(pointer), good, degraded: !good, retry_at: now + RETRY_AFTER };
    }
}

/// Why a generation cannot be served, and what is to answer instead of what does, where that shows whom it hides.
struct NotOpened {
    reason: String,
    stand_in: Option<Arc<Snapshot>>,
}

impl NotOpened {
    /// Nothing was looked at.
    fn failed(reason: &impl ToString) -> Self {
        Self { reason: reason.to_string(), stand_in: None }
    }
}

/// Opens the generation that the pointer was `noticed` to name, and asks it ahead. It may be open already: `ahead`, because
/// it was foreseen, or as the one before the live one, which a rollback goes to and whose files whoever moved the pointer
/// there has hashed just before.
async fn open(
    store: &Arc<Store>,
    state: &Arc<ServerState>,
    ((generation, hash), noticed): (Pointer, Instant),
    ahead: Option<(Arc<Snapshot>, Rehearsed)>,
) -> Result<(Arc<Snapshot>, Rehearsed), NotOpened> {
    let (store, state) = (Arc::clone(store), Arc::clone(state));
    let (told, opened) = oneshot::channel();
    let open = move || {
        // Hashing every file takes seconds of all cores; searches go before it.
        parallel::give_way();
        let (ahead, rehearsed) = ahead.unzip();
        let held = ahead.or_else(|| state.engine().kept(Some(generation)).map(|held| held.snapshot));
        let held = held.filter(|held| store.is_opened((generation, &hash), held));
        // Replies are of this generation even where its files have to be looked at anew.
        let rehearsed = rehearsed.unwrap_or_else(|| Rehearsed::new(&state));
        let opened = held.map_or_else(|| store.open(generation, state.engine().vocabulary()), Ok);
        let rehearsed = |snapshot: Arc<Snapshot>| {
            snapshot.warm_like(&state.engine().snapshot());
            rehearsed.ask_in_time(&snapshot, &state, noticed);
            (snapshot, rehearsed)
        };
        let not_opened =
            |error: IndexError| NotOpened { reason: error.to_string(), stand_in: stand_in(&store, &state) };
        let opened = opened.map(rehearsed).map_err(not_opened);
        // Where nobody waits for it any more the server is about to end.
        let _ = told.send(opened);
    };
    std::thread::Builder::new()
        .name("opening".to_owned())
        .spawn(open)
        .map_err(|error| NotOpened::failed(&error))?;
    opened.await.unwrap_or_else(|_panicked| Err(NotOpened::failed(&"opening it failed; see the log")))
}

/// The newest sound generation without those whom the one hides that cannot be opened, where what answers shows one of them.
fn stand_in(store: &Store, state: &ServerState) -> Option<Arc<Snapshot>> {
    let answers = state.engine().snapshot();
    match store.open_stand_in(&answers, state.engine().vocabulary()) {
        Ok(stand_in) => stand_in.inspect(|snapshot| {
            snapshot.warm_like(&answers);
            tracing::warn!(generation.id = %snapshot.generation(), "whom the newest generation hides is left out of an older one");
        }),
        Err(error) => {
            tracing::error!(%error, "whom the newest generation hides may still be shown");
            None
        }
    }
}

fn publish(state: &ServerState, snapshot: Arc<Snapshot>) -> Option<Arc<Snapshot>> {
    let generation = snapshot.generation();
    let gone = state.engine().publish(snapshot);
    tracing::info!(generation.id = %generation, "a new generation is live");
    gone
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(number: &str) -> Pointer {
        (number.parse().expect("a number"), format!("hash of {number}"))
    }

    #[test]
    fn opens_what_is_new_once() {
        let now = Instant::now();
        let mut follower = Follower::new(Some(pointer("000001")), false, now);
        assert_eq!(follower.look(Ok(Some(pointer("000001"))), now), None);
        assert_eq!(follower.look(Ok(Some(pointer("000002"))), now), Some(pointer("000002")));
        follower.opened(pointer("000002"), true, now);
        assert_eq!(follower.look(Ok(Some(pointer("000002"))), now + RETRY_AFTER * 2), None);
        assert!(!follower.degraded);
        let again = (pointer("000002").0, "of another import".to_owned());
        assert_eq!(follower.look(Ok(Some(again.clone())), now), Some(again));
    }

    #[test]
    fn a_damaged_generation_degrades_and_is_tried_again_later() {
        let now = Instant::now();
        let mut follower = Follower::new(Some(pointer("000001")), false, now);
        assert!(follower.look(Ok(Some(pointer("000002"))), now).is_some());
        follower.opened(pointer("000002"), false, now);
        assert!(follower.degraded);
        assert_eq!(follower.look(Ok(Some(pointer("000002"))), now + RETRY_AFTER / 2), None);
        assert_eq!(follower.look(Ok(Some(pointer("000002"))), now + RETRY_AFTER), Some(pointer("000002")));
        follower.opened(pointer("000002"), true, now);
        assert!(!follower.degraded);
    }

    #[test]
    fn a_pointer_that_cannot_be_read_degrades_until_it_can() {
        let now = Instant::now();
        let mut follower = Follower::new(Some(pointer("000001")), false, now);
        for unreadable in [Ok(None), Err(IndexError::Locked)] {
            assert_eq!(follower.look(unreadable, now), None);
            assert!(follower.degraded);
            assert_eq!(follower.look(Ok(Some(pointer("000001"))), now), None);
            assert!(!follower.degraded);
        }
    }
}
