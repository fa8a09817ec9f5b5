//! A generation that an import is about to publish is opened before the pointer names it, so that it is served as soon as
//! the pointer does, however long its files take to hash.
//!
//! In: what is built in the store. Out: its snapshot, once the pointer names it, and meanwhile the sign that whoever publishes
//! it waits for. Invariant: what never is named never answers.

use super::ServerState;
use super::rehearsal::Rehearsed;
use crate::index::{GenerationId, Sign, Snapshot, Store, Upcoming};
use crate::parallel;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use tokio::sync::oneshot;

/// How long it is asked ahead before whoever publishes it is told that it is open. As long as the disk is waited for, or
/// another server, it is asked on.
const ASKED_FOR: Duration = Duration::from_millis(1_500);

/// What is about to be published, opened or being opened.
#[derive(Debug, Default)]
pub(super) struct Foreseen(Option<Ahead>);

/// A generation, and the replies it will give to what it was asked already.
type Foretold = (Arc<Snapshot>, Rehearsed);

#[derive(Debug)]
struct Ahead {
    upcoming: Upcoming,
    /// Whether it is waited for, or not to come any more.
    enough: Arc<AtomicBool>,
    opened: oneshot::Receiver<Outcome>,
}

/// How opening it ended.
#[derive(Debug)]
struct Outcome {
    /// Nothing where it cannot be opened.
    foretold: Option<Foretold>,
    /// Tells whoever publishes it not to wait any longer.
    _sign: Sign,
}

impl Foreseen {
    /// What is opened or being opened.
    pub(super) fn upcoming(&self) -> Option<Upcoming> {
        self.0.as_ref().map(|ahead| ahead.upcoming.clone())
    }

    /// Opens what is about to be published, unless that is what was told the last time; lets go of what was and is not any
    /// more.
    pub(super) fn tell(&mut self, coming: Option<Upcoming>, store: &Arc<Store>, state: &Arc<ServerState>) {
        if self.upcoming() != coming {
            self.leave();
            self.0 = coming.and_then(|upcoming| Ahead::begin(upcoming, store, state));
        }
    }

    /// The generation that the pointer names, where it was foreseen; waits while it is being opened, not while it is asked.
    /// Of any other one that was foreseen, it lets go.
    pub(super) async fn take(&mut self, (generation, hash): (GenerationId, &str)) -> Option<Foretold> {
        if self.0.as_ref().is_some_and(|ahead| ahead.upcoming.is_named((generation, hash))) {
            let ahead = self.0.take()?;
            ahead.enough.store(true, Ordering::Relaxed);
            return ahead.opened.await.ok()?.foretold;
        }
        self.leave();
        None
    }

    /// Drops what is not to come, on a thread that nobody waits for: much memory is given back.
    fn leave(&mut self) {
        if let Some(ahead) = self.0.take() {
            ahead.enough.store(true, Ordering::Relaxed);
            drop(tokio::task::spawn_blocking(move || drop(ahead)));
        }
    }
}

impl Ahead {
    /// `None` where there is no thread for it.
    fn begin(upcoming: Upcoming, store: &Arc<Store>, state: &Arc<ServerState>) -> Option<Self> {
        let (told, opened) = oneshot::channel();
        let enough = Arc::new(AtomicBool::new(false));
        let (store, state, coming, is_named) =
            (Arc::clone(store), Arc::clone(state), upcoming.clone(), Arc::clone(&enough));
        let open = move || {
            // The import that is about to publish it goes before, and searches do.
            parallel::give_way();
            let is_named = || is_named.load(Ordering::Relaxed);
            let opened = store.open_upcoming(&coming, state.engine().vocabulary());
            let foretold = opened.ok().map(|snapshot| {
                snapshot.warm_like(&state.engine().snapshot());
                (snapshot, Rehearsed::new(&state))
            });
            let ask = |until: &(dyn Fn() -> bool + Sync)| {
                if let Some((snapshot, rehearsed)) = &foretold {
                    rehearsed.ask_ahead(snapshot, &state, until);
                }
            };
            let begun = Instant::now();
            ask(&|| is_named() || begun.elapsed() > ASKED_FOR);
            let sign = store.tell_opened(&coming);
            ask(&is_named);
            // Where it is not to come any more nobody waits, and it is dropped here.
            let _ = told.send(Outcome { foretold, _sign: sign });
        };
        std::thread::Builder::new().name("opening".to_owned()).spawn(open).ok()?;
        Some(Self { upcoming, enough, opened })
    }
}

#[cfg(test)]
mod tests;
