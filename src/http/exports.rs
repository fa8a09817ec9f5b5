//! Who may export now: a few at once, fewer of one caller, and fewer still at work.

use super::caller::{Caller, Peer};
use super::code::Code;
use super::error::ApiError;
use crate::config::Networks;
use crate::telemetry::counts;
use axum::body::Body;
use axum::http::Request;
use std::collections::HashMap;
use std::net::{IpAddr, Ipv4Addr};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use tokio::sync::{Semaphore, SemaphorePermit};

/// The most exports at once. Each holds a piece of 64 KiB and, for at most an hour, its generations' files.
const MOST: usize = 32;

/// The most exports of one caller: an export beside its changes, each once more after a broken connection.
const MOST_PER_CALLER: usize = 4;

/// Seconds after which a caller who was sent away may come again: exports take long.
const RETRY_AFTER: u32 = 30;

/// The exports under way.
#[derive(Debug)]
pub(super) struct Exports {
    callers: Arc<Mutex<HashMap<Caller, usize>>>,
    /// Pieces that may be made at once.
    work: Semaphore,
}

/// A place among the exports, given back when dropped.
#[derive(Debug)]
pub(super) struct Seat {
    callers: Arc<Mutex<HashMap<Caller, usize>>>,
    caller: Caller,
}

impl Exports {
    /// Room for this machine: pieces are made on half of its cores at most, so that searches have the others.
    pub(super) fn for_this_machine() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self { callers: Arc::default(), work: Semaphore::new((cores / 2).max(1)) }
    }

    /// A place for the caller of a request.
    ///
    /// # Errors
    /// `overloaded` where all are taken, or as many as one caller may have.
    pub(super) fn seat(&self, request: &Request<Body>, trusted: &Networks) -> Result<Seat, ApiError> {
        // Without a connection there is no peer; all such requests are one caller's.
        let nobody = Peer(IpAddr::V4(Ipv4Addr::UNSPECIFIED));
        let Peer(peer) = request.extensions().get().copied().unwrap_or(nobody);
        self.enter(Caller::of_request(peer, request.headers(), trusted))
    }

    fn enter(&self, caller: Caller) -> Result<Seat, ApiError> {
        let mut callers = lock(&self.callers);
        let (all, own) = (callers.values().sum::<usize>(), callers.get(&caller).copied().unwrap_or(0));
        if all >= MOST || own >= MOST_PER_CALLER {
            counts::queue_refusal();
            return Err(ApiError::new(Code::Overloaded).retry_after(RETRY_AFTER));
        }
        callers.insert(caller, own + 1);
        Ok(Seat { callers: Arc::clone(&self.callers), caller })
    }

    /// Waits until a piece may be made; `None` never comes, because the semaphore is never closed.
    pub(super) async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        self.work.acquire().await.ok()
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        let mut callers = lock(&self.callers);
        if let Some(own) = callers.get_mut(&self.caller) {
            *own -= 1;
            if *own == 0 {
                callers.remove(&self.caller);
            }
        }
    }
}

/// Nobody panics while holding it; and a count is right even then.
fn lock(callers: &Mutex<HashMap<Caller, usize>>) -> MutexGuard<'_, HashMap<Caller, usize>> {
    callers.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn caller(number: u8) -> Caller {
        Caller::of(IpAddr::V4(Ipv4Addr::new(203, 0, 113, number)))
    }

    #[test]
    fn places_are_few_for_all_and_fewer_for_one_and_come_back() {
        let exports = Exports::for_this_machine();
        let mut seats = Vec::new();
        for number in 1..=u8::try_from(MOST / MOST_PER_CALLER).expect("few") {
            for _ in 0..MOST_PER_CALLER {
                seats.push(exports.enter(caller(number)).expect("room"));
            }
            let error = exports.enter(caller(number)).expect_err("a share is full");
            assert_eq!((error.code, error.retry_after_seconds), (Code::Overloaded, Some(RETRY_AFTER)));
        }
        assert!(exports.enter(caller(200)).is_err(), "all are taken");
        seats.pop();
        let other = exports.enter(caller(200)).expect("room");
        drop((seats, other));
        assert!(lock(&exports.callers).is_empty(), "whoever left is forgotten");
    }
}
