//! From proposed rows to providers that match, each once, at the practice it stands at.
//!
//! In: a [`Walk`], clauses, a centre. Out: [`Found`]. Invariant: a provider is found at one row only, its nearest among
//! those that the clauses let in (the first in its order without a centre); only providers with several practices pay
//! for that.

use super::circle::{Center, Edge, metres_at_least};
use super::drive::{Drive, Proposed, Roads};
use std::ops::ControlFlow;
use std::time::Instant;

/// How many rows are visited between two looks at the clock: some 20 µs of work.
const ROWS_PER_LOOK: u32 = 4_096;

/// What a lookup goes through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Walk {
    /// Rows that a drive proposes.
    Rows(Drive),
    /// Providers, ascending: those that have the words asked for, or the one asked for.
    Providers(Vec<u32>),
}

/// A provider that matches, at the row it stands at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Found {
    /// The row.
    pub(super) row: u32,
    /// The provider.
    pub(super) provider: u32,
    /// The squared chord from the centre in single precision, 0 without a centre.
    pub(super) chord2: f32,
    /// The place in [`Walk::Providers`]; 0 when rows are walked.
    pub(super) place: u32,
}

/// Looks at the time now and then.
#[derive(Debug)]
pub(super) struct Clock {
    deadline: Option<Instant>,
    rows: u32,
    passed: bool,
}

/// Decides whether rows match.
pub(super) struct Matcher<'s> {
    /// Columns, tiles and clauses.
    pub(super) roads: Roads<'s>,
    /// Where distances are measured from.
    pub(super) center: Option<Center>,
}

impl Clock {
    pub(super) fn new(deadline: Option<Instant>) -> Self {
        Self { deadline, rows: 0, passed: false }
    }

    /// Counts a row; breaks when the deadline has passed.
    #[inline]
    pub(super) fn tick(&mut self) -> ControlFlow<()> {
        self.rows += 1;
        if self.rows >= ROWS_PER_LOOK { self.look() } else { ControlFlow::Continue(()) }
    }

    /// Breaks when the deadline has passed.
    pub(super) fn look(&mut self) -> ControlFlow<()> {
        self.rows = 0;
        self.passed |= self.deadline.is_some_and(|deadline| Instant::now() >= deadline);
        if self.passed { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Whether the deadline cut anything.
    pub(super) fn passed(&self) -> bool {
        self.passed
    }
}

impl Matcher<'_> {
    /// Finds everybody on a walk within an edge (everywhere without one), until the clock says stop.
    pub(super) fn each(
        &self,
        walk: &Walk,
        edge: Option<&Edge>,
        clock: &mut Clock,
        found: &mut impl FnMut(Found),
    ) {
        let walked = match walk {
            Walk::Rows(drive) => drive.propose(&self.roads, &mut |proposed| {
                clock.tick()?;
                if let Some(hit) = self.at_row(proposed, edge) {
                    found(hit);
                }
                ControlFlow::Continue(())
            }),
            Walk::Providers(providers) => (0_u32..).zip(providers).try_for_each(|(place, provider)| {
                clock.tick()?;
                if let Some(hit) = self.of_provider(*provider, edge) {
                    found(Found { place, ..hit });
                }
                ControlFlow::Continue(())
            }),
        };
        // A break is the clock's, which remembers it.
        let (ControlFlow::Continue(()) | ControlFlow::Break(())) = walked;
    }

    /// The provider of a row, if it matches and stands there.
    #[inline]
    pub(super) fn at_row(&self, proposed: Proposed, edge: Option<&Edge>) -> Option<Found> {
        let row = proposed.row;
        let chord2 = self.chord2(row);
        let inside = proposed.inside || edge.is_none_or(|edge| edge.holds(chord2, || self.metres(row)));
        if !inside || !self.roads.clauses.hold(self.roads.view.concepts_of(row)) {
            return None;
        }
        let provider = self.roads.view.row_provider[row as usize];
        let rows = self.roads.view.rows_of(provider);
        let stands = rows.len() == 1 || self.standing_row(rows) == Some(row);
        stands.then_some(Found { row, provider, chord2, place: 0 })
    }

    /// A provider at the row it stands at, if that matches.
    pub(super) fn of_provider(&self, provider: u32, edge: Option<&Edge>) -> Option<Found> {
        let row = self.standing_row(self.roads.view.rows_of(provider))?;
        let chord2 = self.chord2(row);
        let inside = edge.is_none_or(|edge| edge.holds(chord2, || self.metres(row)));
        inside.then_some(Found { row, provider, chord2, place: 0 })
    }

    /// Which of a provider's rows, given in its order, it stands at.
    fn standing_row(&self, rows: &[u32]) -> Option<u32> {
        let mut let_in =
            rows.iter().copied().filter(|row| self.roads.clauses.hold(self.roads.view.concepts_of(*row)));
        match self.center {
            Some(_) => let_in.min_by(|a, b| self.metres(*a).total_cmp(&self.metres(*b))),
            None => let_in.next(),
        }
    }

    /// The squared chord to a row, 0 without a centre.
    #[inline]
    fn chord2(&self, row: u32) -> f32 {
        self.center.map_or(0.0, |center| center.chord2(&self.roads.view.row_units[row as usize]))
    }

    /// The exact distance of a row, 0 without a centre.
    pub(super) fn metres(&self, row: u32) -> f64 {
        self.center.map_or(0.0, |center| self.roads.view.metres(center.point, row))
    }
}

impl Found {
    /// A distance that the exact one is not below; quick.
    #[inline]
    pub(super) fn metres_at_least(&self) -> f64 {
        metres_at_least(self.chord2)
    }
}
