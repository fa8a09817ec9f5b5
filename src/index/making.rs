//! What is made once, by whoever needs it, a piece at a time.
//!
//! In: how it is begun, gone on with and finished. Out: the thing, or none where the time was over first. Invariants: it is
//! made by one at a time; what was done stays done; nobody waits for another longer than until the deadline.

use super::clock::Until;
use std::ops::ControlFlow;
use std::sync::{Mutex, MutexGuard, OnceLock, TryLockError};
use std::time::Duration;

/// How long whoever waits for another sleeps between two looks.
const WAIT: Duration = Duration::from_micros(100);

/// A thing that is made, and what there is of it.
#[derive(Debug)]
pub(super) struct Making<B, T> {
    made: OnceLock<T>,
    begun: Mutex<Option<B>>,
}

impl<B, T> Default for Making<B, T> {
    fn default() -> Self {
        Self { made: OnceLock::new(), begun: Mutex::new(None) }
    }
}

impl<B, T> Making<B, T> {
    /// The thing, where it is whole.
    pub(super) fn made(&self) -> Option<&T> {
        self.made.get()
    }

    /// The thing, made where it is not whole yet: begun, gone on with until that says it is all, finished. `None` where
    /// the time is over before; who comes next goes on from there.
    pub(super) fn get(
        &self,
        until: &Until,
        begin: impl FnOnce() -> B,
        go_on: impl FnOnce(&mut B) -> ControlFlow<()>,
        finish: impl FnOnce(B) -> T,
    ) -> Option<&T> {
        loop {
            if let Some(made) = self.made.get() {
                return Some(made);
            }
            if let Some(piece) = self.free() {
                return self.work(piece, begin, go_on, finish);
            }
            if until.look().is_break() {
                return None;
            }
            std::thread::sleep(WAIT);
        }
    }

    /// The same for whoever can do without: nobody else is waited for.
    pub(super) fn advance(
        &self,
        begin: impl FnOnce() -> B,
        go_on: impl FnOnce(&mut B) -> ControlFlow<()>,
        finish: impl FnOnce(B) -> T,
    ) -> Option<&T> {
        if let Some(made) = self.made.get() {
            return Some(made);
        }
        self.work(self.free()?, begin, go_on, finish)
    }

    /// What there is of it, unless somebody is at it.
    fn free(&self) -> Option<MutexGuard<'_, Option<B>>> {
        match self.begun.try_lock() {
            Ok(piece) => Some(piece),
            Err(TryLockError::WouldBlock) => None,
            Err(TryLockError::Poisoned(poisoned)) => {
                // Whoever was at it panicked; what is left of it is not to be trusted.
                let mut piece = poisoned.into_inner();
                *piece = None;
                Some(piece)
            }
        }
    }

    fn work(
        &self,
        mut piece: MutexGuard<'_, Option<B>>,
        begin: impl FnOnce() -> B,
        go_on: impl FnOnce(&mut B) -> ControlFlow<()>,
        finish: impl FnOnce(B) -> T,
    ) -> Option<&T> {
        if let Some(made) = self.made.get() {
            return Some(made);
        }
        let mut work = piece.take().unwrap_or_else(begin);
        if go_on(&mut work).is_break() {
            *piece = Some(work);
            return None;
        }
        Some(self.made.get_or_init(|| finish(work)))
    }
}

#[cfg(test)]
mod tests {
    use super::super::clock::Clock;
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::time::Instant;

    /// Adds up to a hundred, ten at a time.
    fn sum(making: &Making<u32, u32>, until: &Until, steps: &AtomicU32) -> Option<u32> {
        let go_on = |sum: &mut u32| {
            while *sum < 100 {
                *sum += 10;
                steps.fetch_add(1, Ordering::Relaxed);
                until.look()?;
            }
            ControlFlow::Continue(())
        };
        making.get(until, || 0, go_on, |sum| sum).copied()
    }

    #[test]
    fn what_was_cut_is_gone_on_with() {
        let (making, steps) = (Making::default(), AtomicU32::new(0));
        let over = Some(Instant::now());
        for _ in 0..10 {
            assert_eq!(sum(&making, &Clock::new(over).until(), &steps), None);
        }
        // The tenth step was the last, and cut all the same.
        assert_eq!(sum(&making, &Until::never(), &steps), Some(100));
        assert_eq!(steps.load(Ordering::Relaxed), 10);
        assert_eq!(sum(&making, &Clock::new(over).until(), &steps), Some(100), "it is there");
    }

    #[test]
    fn it_is_made_once_however_many_ask() {
        let (making, steps) = (Making::default(), AtomicU32::new(0));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| assert_eq!(sum(&making, &Until::never(), &steps), Some(100)));
            }
        });
        assert_eq!(steps.load(Ordering::Relaxed), 10);
    }

    #[test]
    fn nobody_waits_for_another_beyond_the_deadline() {
        let making: Making<(), u32> = Making::default();
        let busy = making.begun.lock().expect("free");
        let until = Clock::new(Some(Instant::now() + Duration::from_millis(2))).until();
        assert_eq!(making.get(&until, || (), |()| ControlFlow::Continue(()), |()| 7), None);
        assert_eq!(making.advance(|| (), |()| ControlFlow::Continue(()), |()| 7), None);
        drop(busy);
        assert_eq!(making.get(&Until::never(), || (), |()| ControlFlow::Continue(()), |()| 7), Some(&7));
    }
}
