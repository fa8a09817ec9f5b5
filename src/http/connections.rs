//! Who is connected, and who gives way when there is no room.
//!
//! A connection is busy while a whole request is answered or its reply is on the way out, and waits otherwise: idle,
//! or in the middle of a head or a body. A newcomer who finds no room takes the seat of whoever has waited longest;
//! so thousands of silent or half-sent connections push each other out and delay nobody who asks a whole question.
//!
//! Invariant: a busy connection is never closed to make room, unless everybody is busy and its peer has been taking
//! too little of a reply for some time: else readers who take nothing could fill the table.

use super::caller::Caller;
use crate::config::Networks;
use crate::telemetry::counts::{self, Closed};
use std::collections::{BTreeMap, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;
use tokio::sync::Notify;
use tokio::time::Instant;

/// The most connections at once, as in `DESIGN.md`, section 8; more wait in the kernel's queue.
const MAX_CONNECTIONS: usize = 1_024;

/// The most connections of one caller, as in `DESIGN.md`, section 8; a browser opens 6.
const MAX_PER_CALLER: usize = 64;

/// How long a peer may be behind with its reply while a newcomer finds everybody busy. Nearly all replies fit into the
/// kernel's buffers, so that whoever takes longer reads slower than any phone.
const STUCK_AFTER: Duration = Duration::from_secs(5);

/// How often a newcomer who found everybody busy looks whether somebody is stuck.
const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// All connections of one listener.
#[derive(Debug)]
pub(super) struct Connections {
    table: Mutex<Table>,
    /// Rings when somebody left or began to wait, while a newcomer stands at the door.
    room: Notify,
    most: usize,
    most_per_caller: usize,
    trusted: Networks,
    /// The listener's name in the metrics.
    listener: &'static str,
}

#[derive(Debug, Default)]
struct Table {
    /// Counts up; numbers both seats and turns of waiting.
    next: u64,
    seats: HashMap<u64, Entry>,
    /// Seats by when they began to wait.
    waiting: BTreeMap<u64, u64>,
    per_caller: HashMap<Caller, usize>,
    newcomer_waits: bool,
}

#[derive(Debug)]
struct Entry {
    /// The key in `waiting`, while it waits.
    turn: Option<u64>,
    /// Since when its peer takes less of a reply than there is.
    behind: Option<Instant>,
    /// Whose share it counts to; `None` for loopback and trusted proxies, which speak for many.
    caller: Option<Caller>,
    cut: Arc<Notify>,
}

/// What became of a newcomer.
enum Admission {
    Seated(Seat),
    /// The caller has its whole share and all of it is busy.
    OverShare,
    /// Everybody is busy.
    Full,
}

impl Connections {
    /// Nobody yet. `trusted` proxies have no share of their own.
    pub(super) fn new(listener: &'static str, trusted: Networks) -> Arc<Self> {
        Self::with_room(listener, trusted, MAX_CONNECTIONS, MAX_PER_CALLER)
    }

    pub(super) fn with_room(
        listener: &'static str,
        trusted: Networks,
        most: usize,
        most_per_caller: usize,
    ) -> Arc<Self> {
        let (table, room) = (Mutex::default(), Notify::new());
        Arc::new(Self { table, room, most, most_per_caller, trusted, listener })
    }

    /// A seat for a newcomer, at once unless everybody is busy; `None` when its caller has more than its share.
    pub(super) async fn admit(self: &Arc<Self>, peer: IpAddr) -> Option<Seat> {
        loop {
            match self.try_admit(peer) {
                Admission::Seated(seat) => return Some(seat),
                Admission::OverShare => return None,
                // A ring between the look and this line is kept for it; without one, somebody may be stuck by now.
                Admission::Full => drop(tokio::time::timeout(LOOK_AGAIN, self.room.notified()).await),
            }
        }
    }

    fn try_admit(self: &Arc<Self>, peer: IpAddr) -> Admission {
        let counts = !peer.to_canonical().is_loopback() && !self.trusted.contains(peer);
        let caller = counts.then(|| Caller::of(peer));
        let mut table = self.table();
        table.newcomer_waits = false;
        let held = caller.and_then(|caller| table.per_caller.get(&caller)).copied().unwrap_or(0);
        if held >= self.most_per_caller {
            let Some(oldest) = table.oldest_of(caller) else {
                counts::connection_closed(Closed::OverShare);
                return Admission::OverShare;
            };
            self.close(&mut table, oldest, Closed::OverShare);
        } else if table.seats.len() >= self.most {
            let Some(oldest) = table.waiting.values().next().copied().or_else(|| table.stuck()) else {
                table.newcomer_waits = true;
                return Admission::Full;
            };
            self.close(&mut table, oldest, Closed::ForRoom);
        }
        let (id, cut) = (table.number(), Arc::new(Notify::new()));
        table.seats.insert(id, Entry { turn: None, behind: None, caller, cut: Arc::clone(&cut) });
        table.wait(id);
        if let Some(caller) = caller {
            *table.per_caller.entry(caller).or_default() += 1;
        }
        counts::connections_open(self.listener, table.seats.len());
        let (answering, unsent, busy) = Default::default();
        Admission::Seated(Seat(Arc::new(Taken { id, cut, table: Arc::clone(self), answering, unsent, busy })))
    }

    /// Takes a seat away from somebody who waits.
    fn close(&self, table: &mut Table, id: u64, why: Closed) {
        if let Some(entry) = table.remove(id) {
            entry.cut.notify_one();
            counts::connection_closed(why);
            counts::connections_open(self.listener, table.seats.len());
        }
    }

    /// Whoever panicked while holding the lock left a table that is still whole.
    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn ring(&self, table: &Table) {
        if table.newcomer_waits {
            self.room.notify_one();
        }
    }
}

impl Table {
    fn number(&mut self) -> u64 {
        self.next += 1;
        self.next
    }

    /// The longest waiting seat of a caller.
    fn oldest_of(&self, caller: Option<Caller>) -> Option<u64> {
        let is_theirs = |id: &&u64| self.seats.get(id).is_some_and(|entry| entry.caller == caller);
        self.waiting.values().find(is_theirs).copied()
    }

    /// The seat whose peer has been behind longest, once that is too long.
    ///
    /// # Complexity
    /// O(connections), when everybody is busy only.
    fn stuck(&self) -> Option<u64> {
        let behind = self.seats.iter().filter_map(|(id, entry)| Some((entry.behind?, *id)));
        behind.min().filter(|(since, _)| since.elapsed() >= STUCK_AFTER).map(|(_, id)| id)
    }

    /// Puts a seat at the end of those who wait, from wherever it stood.
    fn wait(&mut self, id: u64) {
        let turn = self.number();
        if let Some(entry) = self.seats.get_mut(&id) {
            entry.behind = None;
            let before = entry.turn.replace(turn);
            self.waiting.insert(turn, id);
            before.map(|turn| self.waiting.remove(&turn));
        }
    }

    /// Takes a seat out of those who wait; `false` when it was given to somebody else.
    fn busy(&mut self, id: u64) -> bool {
        let Some(entry) = self.seats.get_mut(&id) else { return false };
        entry.turn.take().map(|turn| self.waiting.remove(&turn));
        true
    }

    fn remove(&mut self, id: u64) -> Option<Entry> {
        let entry = self.seats.remove(&id)?;
        entry.turn.map(|turn| self.waiting.remove(&turn));
        if let Some(caller) = entry.caller
            && let Some(count) = self.per_caller.get_mut(&caller)
        {
            *count -= 1;
            if *count == 0 {
                self.per_caller.remove(&caller);
            }
        }
        Some(entry)
    }
}

/// A connection's seat; free again when the last clone is dropped. Its clones are used by one task only.
#[derive(Debug, Clone)]
pub(super) struct Seat(Arc<Taken>);

#[derive(Debug)]
struct Taken {
    id: u64,
    table: Arc<Connections>,
    cut: Arc<Notify>,
    /// Whether a whole request is in hand whose reply is not written yet.
    answering: AtomicBool,
    /// Whether a written reply may still lie in our buffers.
    unsent: AtomicBool,
    /// What the table was last told.
    busy: AtomicBool,
}

impl Seat {
    /// Ends when somebody else was given the seat.
    pub(super) async fn given_away(&self) {
        self.0.cut.notified().await;
    }

    /// A head arrived and a body is still to come. It counts as progress: the wait begins anew.
    pub(super) fn await_body(&self) {
        if !self.0.busy.load(Ordering::Relaxed) {
            self.0.table.table().wait(self.0.id);
        }
    }

    /// A whole request arrived, or its reply begins. `false` when the seat is lost and nothing may begin any more.
    #[must_use]
    pub(super) fn begin(&self) -> bool {
        self.0.answering.store(true, Ordering::Relaxed);
        self.settle()
    }

    /// The reply is written as far as our buffers.
    pub(super) fn written(&self) {
        self.0.unsent.store(true, Ordering::Relaxed);
        self.0.answering.store(false, Ordering::Relaxed);
    }

    /// The peer takes less than there is to send.
    pub(super) fn behind(&self) {
        if let Some(entry) = self.0.table.table().seats.get_mut(&self.0.id) {
            entry.behind.get_or_insert_with(Instant::now);
        }
    }

    /// Our buffers are empty.
    pub(super) fn flushed(&self) {
        if self.0.unsent.swap(false, Ordering::Relaxed) {
            self.settle();
        }
    }

    /// Tells the table, if there is something to tell.
    fn settle(&self) -> bool {
        let taken = &self.0;
        let busy = taken.answering.load(Ordering::Relaxed) || taken.unsent.load(Ordering::Relaxed);
        if taken.busy.swap(busy, Ordering::Relaxed) == busy {
            return true;
        }
        let mut table = taken.table.table();
        if busy {
            return table.busy(taken.id);
        }
        table.wait(taken.id);
        taken.table.ring(&table);
        true
    }
}

impl Drop for Taken {
    fn drop(&mut self) {
        let mut table = self.table.table();
        if table.remove(self.id).is_some() {
            counts::connections_open(self.table.listener, table.seats.len());
            self.table.ring(&table);
        }
    }
}

#[cfg(test)]
mod tests;
