//! Who may search now, and who is sent away: a bounded queue in front of the engine.
//!
//! A search runs on the thread that serves the connection, which measured faster than a pool of threads. Between
//! waiting and running stands one yield: it lets every connection that is ready be counted before the first of them
//! runs, so that the count is the length of the queue and an overload is seen at once.

use super::code::Code;
use super::error::ApiError;
use crate::telemetry::counts;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Waiting searches per core before more are sent away. At the deadline of 500 ms each, the last one would wait 32 s;
/// at the 100 µs of a usual one, 6 ms.
const PER_CORE: usize = 64;

/// Seconds after which a caller who was sent away may come again.
const RETRY_AFTER: u32 = 1;

/// The queue.
#[derive(Debug)]
pub(super) struct Queue {
    inside: AtomicUsize,
    room: usize,
}

/// A place in the queue, given back when dropped.
#[derive(Debug)]
pub(super) struct Turn<'q>(&'q Queue);

impl Queue {
    /// A queue with room in proportion to this machine's cores.
    pub(super) fn for_this_machine() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self::with_room(cores * PER_CORE)
    }

    fn with_room(room: usize) -> Self {
        Self { inside: AtomicUsize::new(0), room }
    }

    /// Takes a place and waits until whoever came before had a chance to run.
    pub(super) async fn turn(&self) -> Result<Turn<'_>, ApiError> {
        let turn = self.enter()?;
        tokio::task::yield_now().await;
        Ok(turn)
    }

    fn enter(&self) -> Result<Turn<'_>, ApiError> {
        let before = self.inside.fetch_add(1, Ordering::Relaxed);
        let turn = Turn(self);
        if before < self.room {
            Ok(turn)
        } else {
            counts::queue_refusal();
            Err(ApiError::new(Code::Overloaded).retry_after(RETRY_AFTER))
        }
    }
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        self.0.inside.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whoever_finds_no_room_is_sent_away_and_takes_none() {
        let queue = Queue::with_room(2);
        let first = queue.enter().expect("room");
        let _second = queue.enter().expect("room");
        for _ in 0..3 {
            let error = queue.enter().expect_err("no room");
            assert_eq!((error.code, error.retry_after_seconds), (Code::Overloaded, Some(RETRY_AFTER)));
        }
        drop(first);
        assert!(queue.enter().is_ok());
    }

    #[tokio::test]
    async fn everybody_who_is_ready_is_counted_before_the_first_runs() {
        let queue = Queue::with_room(3);
        let ask = || async { queue.turn().await.is_ok() };
        let (a, b, c, d) = tokio::join!(ask(), ask(), ask(), ask());
        assert_eq!([a, b, c, d], [true, true, true, false]);
        assert!(ask().await);
    }
}
