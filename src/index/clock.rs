//! When a lookup has to end.
//!
//! In: a deadline. Out: a [`Clock`] that work is counted by, and an [`Until`] for whoever makes what is kept. Invariant:
//! what either of them cut, both know.

use std::cell::Cell;
use std::ops::ControlFlow;
use std::rc::Rc;
use std::time::Instant;

/// How many rows are visited between two looks at the clock: some 20 µs of work.
const ROWS_PER_LOOK: u32 = 4_096;

/// What a tile counts as: sixty-four of them between two looks.
const ROWS_A_TILE: u32 = 64;

/// Looks at the time now and then.
#[derive(Debug)]
pub(super) struct Clock {
    until: Until,
    rows: u32,
    /// Rows before the last look.
    before: u64,
}

/// A deadline, and whether it cut anything; copies share what they know.
#[derive(Debug, Clone)]
pub(super) struct Until {
    deadline: Option<Instant>,
    passed: Rc<Cell<bool>>,
    /// After how many looks it passes, whatever the time.
    #[cfg(test)]
    looks: Option<Rc<Cell<u32>>>,
}

impl Clock {
    pub(super) fn new(deadline: Option<Instant>) -> Self {
        Self { until: Until::new(deadline), rows: 0, before: 0 }
    }

    /// One that lets so many looks go by.
    #[cfg(test)]
    pub(super) fn after_looks(looks: u32) -> Self {
        Self { until: Until::after_looks(looks), rows: 0, before: 0 }
    }

    /// The deadline, for whoever makes what is kept.
    pub(super) fn until(&self) -> Until {
        self.until.clone()
    }

    /// Counts a row; breaks when the deadline has passed.
    #[inline]
    pub(super) fn tick(&mut self) -> ControlFlow<()> {
        self.rows += 1;
        if self.rows >= ROWS_PER_LOOK { self.look() } else { ControlFlow::Continue(()) }
    }

    /// Counts a tile, which costs about as much as a few rows.
    #[inline]
    pub(super) fn tick_tile(&mut self) -> ControlFlow<()> {
        self.rows += ROWS_A_TILE;
        if self.rows >= ROWS_PER_LOOK { self.look() } else { ControlFlow::Continue(()) }
    }

    /// Breaks when the deadline has passed.
    pub(super) fn look(&mut self) -> ControlFlow<()> {
        self.before += u64::from(self.rows);
        self.rows = 0;
        self.until.look()
    }

    /// How much was done so far: a row counts as one, a tile as its rows. It does not depend on the machine.
    #[cfg_attr(not(test), expect(dead_code, reason = "tests hold costs by it"))]
    pub(super) fn work(&self) -> u64 {
        self.before + u64::from(self.rows)
    }

    /// Whether the deadline cut anything.
    pub(super) fn passed(&self) -> bool {
        self.until.passed.get()
    }
}

impl Until {
    fn new(deadline: Option<Instant>) -> Self {
        Self {
            deadline,
            passed: Rc::default(),
            #[cfg(test)]
            looks: None,
        }
    }

    /// One that lets so many looks go by.
    #[cfg(test)]
    pub(super) fn after_looks(looks: u32) -> Self {
        Self { looks: Some(Rc::new(Cell::new(looks))), ..Self::never() }
    }

    /// No deadline.
    pub(super) fn never() -> Self {
        Self::new(None)
    }

    /// Whether the deadline cut anything.
    pub(super) fn passed(&self) -> bool {
        self.passed.get()
    }

    /// Breaks when the deadline has passed; whoever asks ends there and has cut something.
    pub(super) fn look(&self) -> ControlFlow<()> {
        if self.deadline.is_some_and(|deadline| Instant::now() >= deadline) {
            self.passed.set(true);
        }
        #[cfg(test)]
        if let Some(looks) = &self.looks {
            self.passed.set(self.passed.get() || looks.get() == 0);
            looks.set(looks.get().saturating_sub(1));
        }
        if self.passed.get() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_one_cuts_the_other_knows() {
        let mut clock = Clock::new(Some(Instant::now()));
        assert!(!clock.passed(), "nobody looked");
        assert!(clock.until().look().is_break());
        assert!(clock.passed() && clock.look().is_break());
        assert!(Until::never().look().is_continue());
        let mut clock = Clock::new(None);
        for _ in 0..10_000 {
            assert!(clock.tick().is_continue() && clock.tick_tile().is_continue());
        }
        assert_eq!(clock.work(), 10_000 * 65);
    }
}
