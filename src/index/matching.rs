//! From proposed rows to providers that match, each once, at the practice it stands at.
//!
//! In: a [`Walk`], clauses, a centre. Out: [`Found`]. Invariant: a provider is found at one row only, its nearest among
//! those that the clauses let in (the first in its order without a centre); only providers with several practices pay
//! for that.

use super::circle::{Center, Edge, metres_at_least};
use super::clause::{Clauses, Concepts};
use super::clock::{Clock, Until};
use super::drive::{Drive, Proposed, Roads};
use super::facet::Tally;
use super::let_in::LetIn;
use super::masks::{TILE_ROWS, bit, rows_of_bits};
use super::sums::Sums;
use std::cell::{Cell, OnceCell};
use std::ops::ControlFlow;
use std::sync::Arc;

/// Running sums are made for a count over at least one row in so many.
const WORTH_SUMMING: usize = 8;

/// Facets of fewer than one row in so many are counted row by row.
const FEW: usize = if cfg!(test) { 4 } else { 32 };

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
}

/// Decides whether rows match.
pub(super) struct Matcher<'s> {
    /// Columns, tiles and clauses.
    pub(super) roads: Roads<'s>,
    /// Where distances are measured from.
    pub(super) center: Option<Center>,
    /// When what is made for the first time is left for later.
    pub(super) until: Until,
    /// Masks of the clauses, once a tile is looked at; nobody's where they were left for later.
    let_in: OnceCell<LetIn>,
    /// The row measured last, and how far it lies: whoever is at the same address stands beside it in the order of rows.
    measured: Cell<(u32, f64)>,
}

/// Rows of a tile, a bit each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct TileRows {
    /// The tile.
    pub(super) tile: u32,
    /// The rows.
    pub(super) bits: u64,
}

impl TileRows {
    /// The rows, ascending.
    pub(super) fn iter(self) -> impl Iterator<Item = u32> {
        rows_of_bits(self.tile, self.bits)
    }
}

impl<'s> Matcher<'s> {
    /// Matches what the roads' clauses let in.
    pub(super) fn new(roads: &Roads<'s>, center: Option<Center>, until: Until) -> Self {
        Self { roads: *roads, center, until, let_in: OnceCell::new(), measured: Cell::new((u32::MAX, 0.0)) }
    }

    /// Goes through the tiles of a drive along tiles, with the rows of each that match within an edge, until the clock
    /// says stop; whether the drive goes along tiles. Without `standing` the rows of providers with several may be such
    /// as they do not stand at.
    pub(super) fn each_tile(
        &self,
        drive: &Drive,
        edge: Option<&Edge>,
        standing: bool,
        clock: &mut Clock,
        visit: &mut impl FnMut(TileRows),
    ) -> bool {
        let Some(tiles) = drive.tiles(&self.roads) else { return false };
        for (tile, inside) in tiles {
            if clock.tick_tile().is_break() {
                break;
            }
            let let_in = TileRows { tile, bits: self.let_in().rows(tile) };
            let within = if inside { let_in } else { self.within(let_in, edge) };
            let rows = if standing { self.standing(within) } else { within };
            if rows.bits != 0 {
                visit(rows);
            }
        }
        true
    }

    /// The rows of a tile that the clauses let in and that those providers stand at who are wanted.
    #[inline]
    pub(super) fn in_tile(&self, tile: u32, wanted: &impl Fn(u32) -> bool) -> TileRows {
        let let_in = TileRows { tile, bits: self.let_in().rows(tile) };
        let passed = let_in.iter().filter(|row| !wanted(self.roads.view.row_provider[*row as usize]));
        let bits = passed.fold(let_in.bits, |bits, row| bits & !bit(row));
        self.standing(TileRows { tile, bits })
    }

    /// Those of a tile's rows that lie within an edge.
    pub(super) fn within(&self, rows: TileRows, edge: Option<&Edge>) -> TileRows {
        let Some((edge, center)) = edge.zip(self.center) else { return rows };
        let (mut surely, mut maybe) = (0, 0);
        // Which side a row lies on is as good as chance where the edge passes: bits, and no branches.
        for row in rows.iter() {
            let chord2 = center.chord2(&self.roads.view.row_units[row as usize]);
            surely |= if edge.surely_holds(chord2) { bit(row) } else { 0 };
            maybe |= if edge.may_hold(chord2) { bit(row) } else { 0 };
        }
        let close = TileRows { bits: maybe & !surely, ..rows };
        let inside = close.iter().filter(|row| self.metres(*row) <= edge.metres);
        TileRows { bits: inside.fold(surely, |bits, row| bits | bit(row)), ..rows }
    }

    /// Those of a tile's rows that their providers stand at.
    pub(super) fn standing(&self, rows: TileRows) -> TileRows {
        let several = TileRows { bits: rows.bits & self.let_in().several(rows.tile), ..rows };
        let elsewhere = |row: &u32| {
            let provider = self.roads.view.row_provider[*row as usize];
            self.standing_row(self.roads.view.rows_of(provider)) != Some(*row)
        };
        let gone = several.iter().filter(elsewhere).fold(0, |bits, row| bits | bit(row));
        TileRows { bits: rows.bits & !gone, ..rows }
    }

    /// What is found at a row that matches and is stood at.
    #[inline]
    pub(super) fn found(&self, row: u32) -> Found {
        let provider = self.roads.view.row_provider[row as usize];
        Found { row, provider, chord2: self.chord2(row) }
    }

    /// A distance in metres that no row of a tile is nearer than; 0 without a centre.
    pub(super) fn tile_metres(&self, tile: u32) -> f64 {
        let nearest = self.center.and_then(|center| {
            let tile = self.roads.tiles.tile(tile)?;
            Some(metres_at_least(tile.nearest_chord2(&center.unit())))
        });
        nearest.unwrap_or(0.0)
    }

    /// Whether the provider of a row that is let in stands at that row.
    #[inline]
    pub(super) fn stands(&self, row: u32) -> bool {
        let rows = self.roads.view.rows_of(self.roads.view.row_provider[row as usize]);
        rows.len() == 1 || self.standing_row(rows) == Some(row)
    }

    /// How many match on a drive along tiles within an edge; `None` for another drive. A cut count is a lower bound.
    ///
    /// # Complexity
    /// Where the clauses' running sums are at hand: O(runs of tiles inside, tiles that the edge meets, rows inside of
    /// providers with several practices); else O(tiles).
    pub(super) fn count(&self, drive: &Drive, edge: Option<&Edge>, clock: &mut Clock) -> Option<u64> {
        let runs = drive.runs(&self.roads)?;
        let sums = self.sums(drive);
        let mut count = 0;
        for run in runs {
            let rows = run.start..run.end;
            let tiles = rows.start / TILE_ROWS..rows.end.div_ceil(TILE_ROWS);
            if let Some(sums) = sums.as_ref().filter(|_| run.inside || edge.is_none()) {
                count += sums.single(tiles);
                for row in sums.several(&rows) {
                    if clock.tick().is_break() {
                        return Some(count);
                    }
                    count += u64::from(self.stands(*row));
                }
                continue;
            }
            for tile in tiles {
                if clock.tick_tile().is_break() {
                    return Some(count);
                }
                let let_in = TileRows { tile, bits: self.let_in().rows(tile) };
                let within = if run.inside { let_in } else { self.within(let_in, edge) };
                count += u64::from(self.standing(within).bits.count_ones());
            }
        }
        Some(count)
    }

    /// How many match on a drive along tiles within an edge, and what facets show of them; `None` for another drive, where
    /// so few match that each can be looked at, and until sums are made. A cut count is a lower bound.
    ///
    /// # Complexity
    /// O(concepts) for each run of tiles inside, and as [`Matcher::count`].
    pub(super) fn count_facets(
        &self,
        drive: &Drive,
        edge: Option<&Edge>,
        concepts: &Concepts,
        tally: &mut Tally,
        clock: &mut Clock,
    ) -> Option<u64> {
        let Roads { view, masks, clauses, .. } = &self.roads;
        let rows = clauses.shortest(view).map_or(view.rows(), |(_, rows)| rows);
        if !is_common(clauses) || rows * FEW < view.rows() {
            return None;
        }
        let several = self.sums(drive)?;
        let tiles = drive.at_most(&self.roads).div_ceil(TILE_ROWS as usize);
        let worth = (u32::try_from(tiles).unwrap_or(u32::MAX), &self.until);
        let facets = masks.facets(view, concepts, clauses, self.let_in(), worth)?;
        let facets = facets.made()?;
        let mut count = 0;
        for run in drive.runs(&self.roads)? {
            let rows = run.start..run.end;
            let tiles = rows.start / TILE_ROWS..rows.end.div_ceil(TILE_ROWS);
            if run.inside || edge.is_none() {
                tally.count_run(facets, &tiles);
                count += several.single(tiles);
                for row in several.several(&rows) {
                    if clock.tick().is_break() {
                        return Some(count);
                    }
                    if self.stands(*row) {
                        count += 1;
                    } else {
                        tally.take_off(view, *row);
                    }
                }
                continue;
            }
            for tile in tiles {
                if clock.tick_tile().is_break() {
                    return Some(count);
                }
                let let_in = TileRows { tile, bits: self.let_in().rows(tile) };
                let rows = self.standing(self.within(let_in, edge));
                tally.count(view, rows);
                count += u64::from(rows.bits.count_ones());
            }
        }
        Some(count)
    }

    /// The running sums of the clauses: made for questions of at most one clause, as most are, and where a count would
    /// look at a good part of all tiles anyway.
    fn sums(&self, drive: &Drive) -> Option<Arc<Sums>> {
        let Roads { view, masks, clauses, .. } = &self.roads;
        let worth = is_common(clauses) || drive.at_most(&self.roads) * WORTH_SUMMING >= view.rows();
        let let_in = self.let_in();
        // What was left for later says nothing of anybody.
        if self.until.passed() { None } else { masks.sums(view, clauses, let_in, worth) }
    }

    /// Which rows the clauses let in; nobody where there was no time to find out, which the clock knows then.
    pub(super) fn let_in(&self) -> &LetIn {
        let Roads { view, masks, clauses, .. } = &self.roads;
        self.let_in
            .get_or_init(|| masks.let_in(view, clauses, &self.until).unwrap_or_else(|| masks.nobody(view)))
    }

    /// Finds everybody on a walk within an edge (everywhere without one), until the clock says stop.
    pub(super) fn each(
        &self,
        walk: &Walk,
        edge: Option<&Edge>,
        clock: &mut Clock,
        found: &mut impl FnMut(Found),
    ) {
        if let Walk::Rows(drive) = walk
            && self.each_tile(drive, edge, true, clock, &mut |rows| {
                rows.iter().for_each(|row| found(self.found(row)));
            })
        {
            return;
        }
        let walked = match walk {
            Walk::Rows(drive) => drive.propose(&self.roads, &mut |proposed| {
                clock.tick()?;
                if let Some(hit) = self.at_row(proposed, edge) {
                    found(hit);
                }
                ControlFlow::Continue(())
            }),
            Walk::Providers(providers) => providers.iter().try_for_each(|provider| {
                clock.tick()?;
                if let Some(hit) = self.of_provider(*provider, edge) {
                    found(hit);
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
        if !inside || !self.lets_in(row) {
            return None;
        }
        let provider = self.roads.view.row_provider[row as usize];
        let rows = self.roads.view.rows_of(provider);
        let stands = rows.len() == 1 || self.standing_row(rows) == Some(row);
        stands.then_some(Found { row, provider, chord2 })
    }

    /// A provider at the row it stands at, if that matches.
    pub(super) fn of_provider(&self, provider: u32, edge: Option<&Edge>) -> Option<Found> {
        let row = self.standing_row(self.roads.view.rows_of(provider))?;
        let chord2 = self.chord2(row);
        let inside = edge.is_none_or(|edge| edge.holds(chord2, || self.metres(row)));
        inside.then_some(Found { row, provider, chord2 })
    }

    /// Which of a provider's rows, given in its order, it stands at.
    #[inline]
    fn standing_row(&self, rows: &[u32]) -> Option<u32> {
        if let [only] = rows {
            return self.lets_in(*only).then_some(*only);
        }
        let mut let_in = rows.iter().copied().filter(|row| self.lets_in(*row));
        match self.center {
            Some(_) => let_in.min_by(|a, b| self.metres(*a).total_cmp(&self.metres(*b))),
            None => let_in.next(),
        }
    }

    /// Drops of some providers those whom the clauses do not let in, wherever they are; how many are known to be let in,
    /// and whether all were looked at: whoever was not stays.
    pub(super) fn keep_let_in(&self, providers: &mut Vec<u32>, clock: &mut Clock) -> (u64, bool) {
        if self.lets_everybody_in() {
            return (providers.len() as u64, true);
        }
        let let_in = self.let_in();
        // Masks that were left for later say nothing of anybody.
        if self.until.passed() { (0, false) } else { let_in.keep(&self.roads.view, providers, clock) }
    }

    /// Whether the clauses let a row in.
    #[inline]
    fn lets_in(&self, row: u32) -> bool {
        self.roads.clauses.hold(&self.roads.view, row)
    }

    /// Whether the clauses let everybody in.
    #[inline]
    pub(super) fn lets_everybody_in(&self) -> bool {
        self.roads.clauses.is_empty()
    }

    /// The squared chord to a row, 0 without a centre.
    #[inline]
    fn chord2(&self, row: u32) -> f32 {
        self.center.map_or(0.0, |center| center.chord2(&self.roads.view.row_units[row as usize]))
    }

    /// The exact distance of a row, 0 without a centre.
    pub(super) fn metres(&self, row: u32) -> f64 {
        let Some(center) = self.center else { return 0.0 };
        let (last, metres) = self.measured.get();
        if self.roads.view.are_together(last, row) {
            return metres;
        }
        let metres = self.roads.view.metres(center.point, row);
        self.measured.set((row, metres));
        metres
    }
}

/// Whether clauses are such as most questions have: at most one, and none to leave anybody out.
fn is_common(clauses: &Clauses) -> bool {
    clauses.all_of().count() <= 1 && clauses.none_of().is_empty()
}

impl Found {
    /// A distance that the exact one is not below; quick.
    #[inline]
    pub(super) fn metres_at_least(&self) -> f64 {
        metres_at_least(self.chord2)
    }
}
