//! What a lookup walks along: tiles of a circle or all of them, a clause's lists, or those within the circle.
//!
//! In: clauses, a circle, the lengths of lists. Out: a [`Drive`], which can be printed, and the rows it names, each
//! once. Along tiles, masks say which rows match; along lists a drive only proposes, and whether a row matches is asked of
//! it afterwards.

use super::circle::{Circles, Edge, RowRange, rows_in};
use super::clause::Clauses;
use super::masks::{Masks, TILE_ROWS};
use super::tables::View;
use super::tile_tree::TileTree;
use std::fmt;
use std::ops::ControlFlow;

/// Up to this many rows a list is walked as a whole and its rows are measured: to find the circle's tiles costs more.
///
/// # Source
/// Measured with `benches/workload.rs`; masks of tiles made longer lists lose against circles.
const SHORT_LIST: usize = if cfg!(test) { 256 } else { 64 };
/// What a row of a list costs, in tiles looked at.
const ROW_COST: usize = 8;
/// What looking a range up in a list costs, in tiles looked at.
const GALLOP_COST: usize = 4;

/// Which rows a lookup proposes.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Drive {
    /// None at all.
    Nothing,
    /// All.
    EveryRow,
    /// Those of a circle.
    Ranges(Vec<RowRange>),
    /// Those of a clause's lists.
    Lists {
        /// The clause.
        clause: usize,
    },
    /// Those of a clause's lists that lie in a circle.
    ListsInRanges {
        /// The clause.
        clause: usize,
        /// The circle.
        ranges: Vec<RowRange>,
    },
}

/// A row that a drive proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Proposed {
    /// The row.
    pub(super) row: u32,
    /// Whether the circle surely holds it.
    pub(super) inside: bool,
}

/// What drives are chosen by and walk over.
#[derive(Clone, Copy)]
pub(super) struct Roads<'s> {
    /// The columns.
    pub(super) view: View<'s>,
    /// The tiles.
    pub(super) tiles: &'s TileTree,
    /// What is known of the rows of each tile.
    pub(super) masks: &'s Masks,
    /// The clauses.
    pub(super) clauses: &'s Clauses,
}

impl fmt::Debug for Drive {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Nothing => out.write_str("nothing"),
            Self::EveryRow => out.write_str("every row"),
            Self::Ranges(ranges) => {
                write!(out, "{} rows in {} ranges of the circle", rows_in(ranges), ranges.len())
            }
            Self::Lists { clause } => write!(out, "the lists of clause {clause}"),
            Self::ListsInRanges { clause, ranges } => {
                write!(out, "the lists of clause {clause} in {} ranges of the circle", ranges.len())
            }
        }
    }
}

/// Chooses a drive: the lists of the clause with the fewest rows while they are short; else the tiles of the circle, or
/// all, and that clause's lists instead where they hold fewer rows than there are tiles to look at.
pub(super) fn choose(roads: &Roads<'_>, circle: Option<(&Circles<'_>, &Edge)>) -> Drive {
    let shortest = roads.clauses.shortest(&roads.view);
    match (shortest, circle) {
        (Some((_, 0)), _) => Drive::Nothing,
        (Some((clause, rows)), _) if rows <= SHORT_LIST => Drive::Lists { clause },
        (Some((clause, rows)), None) if rows * ROW_COST < roads.view.rows() / TILE_ROWS as usize => {
            Drive::Lists { clause }
        }
        (_, None) => Drive::EveryRow,
        (None, Some((circles, edge))) => Drive::Ranges(circles.rows(edge)),
        (Some((clause, listed)), Some((circles, edge))) => {
            let ranges = circles.rows(edge);
            let rows = rows_in(&ranges);
            let tiles = rows / TILE_ROWS as usize;
            let lists = roads.clauses.clause(clause).len();
            let hits = rows.saturating_mul(listed) / roads.view.rows().max(1);
            if listed * ROW_COST < tiles {
                Drive::Lists { clause }
            } else if lists * ranges.len() * GALLOP_COST + hits * ROW_COST < tiles {
                Drive::ListsInRanges { clause, ranges }
            } else {
                Drive::Ranges(ranges)
            }
        }
    }
}

impl Drive {
    /// How many rows it proposes at most.
    pub(super) fn at_most(&self, roads: &Roads<'_>) -> usize {
        let listed = |clause: usize| {
            let lists = roads.clauses.clause(clause).iter();
            lists.map(|concept| roads.view.rows_with(*concept).len()).sum()
        };
        match self {
            Self::Nothing => 0,
            Self::EveryRow => roads.view.rows(),
            Self::Ranges(ranges) => rows_in(ranges),
            Self::Lists { clause } => listed(*clause),
            Self::ListsInRanges { clause, ranges } => rows_in(ranges).min(listed(*clause)),
        }
    }

    /// Whether it goes along tiles.
    pub(super) fn is_along_tiles(&self) -> bool {
        matches!(self, Self::EveryRow | Self::Ranges(_))
    }

    /// Its runs of tiles, each tile once; `None` where it goes along lists.
    pub(super) fn runs(&self, roads: &Roads<'_>) -> Option<impl Iterator<Item = RowRange> + use<'_>> {
        let end = u32::try_from(roads.view.rows()).unwrap_or(u32::MAX);
        let ranges = match self {
            Self::Nothing | Self::Lists { .. } | Self::ListsInRanges { .. } => return None,
            Self::EveryRow => (Some(RowRange { start: 0, end, inside: false }), [].as_slice()),
            Self::Ranges(ranges) => (None, ranges.as_slice()),
        };
        Some(ranges.0.into_iter().chain(ranges.1.iter().copied()))
    }

    /// Its tiles, each once, and whether the circle surely holds them; `None` where it goes along lists.
    pub(super) fn tiles(&self, roads: &Roads<'_>) -> Option<impl Iterator<Item = (u32, bool)> + use<'_>> {
        Some(self.runs(roads)?.flat_map(|range| {
            let tiles = range.start / TILE_ROWS..range.end.div_ceil(TILE_ROWS);
            tiles.map(move |tile| (tile, range.inside))
        }))
    }

    /// Proposes its rows, each once, until `visit` breaks.
    pub(super) fn propose(
        &self,
        roads: &Roads<'_>,
        visit: &mut impl FnMut(Proposed) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        match self {
            Self::Nothing => ControlFlow::Continue(()),
            Self::EveryRow => {
                let rows = u32::try_from(roads.view.rows()).unwrap_or(u32::MAX);
                (0..rows).try_for_each(|row| visit(Proposed { row, inside: false }))
            }
            Self::Ranges(ranges) => ranges.iter().try_for_each(|range| {
                (range.start..range.end).try_for_each(|row| visit(Proposed { row, inside: range.inside }))
            }),
            Self::Lists { clause } => {
                let end = u32::try_from(roads.view.rows()).unwrap_or(u32::MAX);
                let everywhere = [RowRange { start: 0, end, inside: false }];
                propose_listed(roads, roads.clauses.clause(*clause), &everywhere, visit)
            }
            Self::ListsInRanges { clause, ranges } => {
                propose_listed(roads, roads.clauses.clause(*clause), ranges, visit)
            }
        }
    }
}

/// Proposes the rows of some lists within ranges. A row on several of them is proposed by the first.
fn propose_listed(
    roads: &Roads<'_>,
    concepts: &[u16],
    ranges: &[RowRange],
    visit: &mut impl FnMut(Proposed) -> ControlFlow<()>,
) -> ControlFlow<()> {
    for (place, concept) in concepts.iter().enumerate() {
        let (rows, earlier) = (roads.view.rows_with(*concept), &concepts[..place]);
        let mut from = 0;
        for range in ranges {
            rows.walk(&mut from, range.start..range.end, |row| {
                if !earlier.iter().any(|earlier| roads.view.has(row, *earlier)) {
                    visit(Proposed { row, inside: range.inside })?;
                }
                ControlFlow::Continue(())
            })?;
        }
    }
    ControlFlow::Continue(())
}

#[cfg(test)]
mod tests {
    use super::super::circle::Center;
    use super::super::lookup::Concept;
    use super::super::world::{WORLD, point};
    use super::*;
    use crate::domain::{Fact, Gender, Language, Metres, ProviderKind};

    fn chosen(all_of: &[Vec<Concept>], miles: Option<u32>) -> String {
        let clauses = Clauses::resolve(all_of, &[], WORLD.snapshot.concepts()).expect("known concepts");
        let (view, tiles, masks) = (WORLD.snapshot.view(), WORLD.snapshot.tiles(), WORLD.snapshot.masks());
        let roads = Roads { view, tiles, masks, clauses: &clauses };
        let circles = Circles::new(tiles, Center::new(point(40.75, -73.95)), std::iter::empty());
        let edge = miles.map(|miles| Edge::new(Metres::from_whole_miles(miles)));
        let drive = choose(&roads, edge.as_ref().map(|edge| (&circles, edge)));
        let mut proposed = Vec::new();
        let walked = drive.propose(&roads, &mut |row| {
            proposed.push(row.row);
            ControlFlow::Continue(())
        });
        assert!(walked.is_continue());
        assert!(proposed.len() <= drive.at_most(&roads));
        let count = proposed.len();
        proposed.sort_unstable();
        proposed.dedup();
        assert_eq!(proposed.len(), count, "a row is proposed once");
        format!("{drive:?}")
    }

    #[test]
    fn walks_the_cheaper_of_lists_and_circle() {
        let people = vec![Concept::Kind(ProviderKind::Person)];
        let everybody = vec![people[0].clone(), Concept::Kind(ProviderKind::Organization)];
        let technique = WORLD.oracle.providers().find_map(|provider| provider.techniques.first().copied());
        let rare = vec![Concept::Technique(technique.expect("somebody lists one"))];
        let named = WORLD.snapshot.concepts().iter().zip(0_u16..).find_map(|((_, concept), number)| {
            let short = (1..=SHORT_LIST).contains(&WORLD.snapshot.view().rows_with(number).len());
            concept.filter(|_| short).cloned()
        });
        let rarer = vec![named.expect("a concept of a few rows")];
        let spanish: Language = "es".parse().expect("a code");
        let facts: Vec<Concept> = Fact::ALL
            .iter()
            .flat_map(|fact| [Concept::Telehealth(*fact), Concept::AcceptingNew(*fact)])
            .chain([Concept::Gender(Some(Gender::Male)), Concept::Gender(None), Concept::Language(spanish)])
            .collect();
        for (all_of, miles, expected) in [
            (vec![], None, "every row"),
            (vec![people.clone()], None, "every row"),
            (vec![rare.clone()], None, "every row"),
            (vec![rarer.clone()], None, "the lists of clause 0"),
            (vec![people.clone(), rarer.clone()], Some(10), "the lists of clause 1"),
            (vec![people.clone(), rare.clone()], Some(10), "rows in"),
            (vec![], Some(10), "rows in"),
            (vec![people.clone()], Some(100), "rows in"),
            (vec![everybody], Some(5), "rows in"),
            (vec![facts], Some(1), "rows in"),
        ] {
            let drive = chosen(&all_of, miles);
            assert!(drive.contains(expected), "{all_of:?} {miles:?}: {drive}");
        }
    }
}
