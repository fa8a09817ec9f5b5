//! The best without a place: groups that rank alike, each down the order of merit until enough are found, or through its
//! masks where it is small; where the way down is long, all that is left in one [`Sweep`].
//!
//! In: a ranker by relevance, without a centre. Out: offers to a [`Selection`]. Invariants: groups part the rows, so that
//! nobody is offered twice; a walk ends only where nobody to come can enter the selection.

use super::clock::Clock;
use super::group::{Groups, Members, Seen};
use super::masks::{TILE_ROWS, bit};
use super::select::{Ranker, Selection};
use super::sweep::Sweep;

/// So many rows are come upon down the order of merit, for each tile, before all tiles are swept.
///
/// # Source
/// Measured over a million providers: 10 ns a row, some 150 a tile that is swept.
const ROWS_A_TILE: usize = 4;

/// It takes as long to come upon a row as to put masks of so many tiles together.
const TILES_A_ROW: usize = 4;

/// Down the order of merit, of so many rows one that is not of the group is asked whether anybody to come can enter.
const ROWS_PER_BOUND: usize = 16;

/// Rows in the order of merit: the best record first, among equals the lowest id; the practices of a provider together.
///
/// `quality` is by provider number, `by_id` has all providers in the order of ids, `rows_of` a provider's rows of the
/// `rows` that there are.
///
/// # Complexity
/// O(rows), and a sort of the different values of quality, which are few.
pub(super) fn order<'r>(
    quality: &[f32],
    by_id: &[u32],
    rows: usize,
    rows_of: impl Fn(u32) -> &'r [u32],
) -> Box<[u32]> {
    // Numbers that are not negative compare like their bits.
    let mut values: Vec<u32> = quality.iter().map(|quality| quality.to_bits()).collect();
    values.sort_unstable_by(|one, next| next.cmp(one));
    values.dedup();
    let place = |provider: u32| {
        let bits = quality.get(provider as usize).map_or(0, |quality| quality.to_bits());
        values.partition_point(|value| *value > bits)
    };
    let mut ends = vec![0_usize; values.len() + 1];
    for &provider in by_id {
        ends[place(provider) + 1] += rows_of(provider).len();
    }
    for at in 1..ends.len() {
        ends[at] += ends[at - 1];
    }
    let mut ordered = vec![0; rows];
    for &provider in by_id {
        let at = &mut ends[place(provider)];
        for row in rows_of(provider) {
            if let Some(slot) = ordered.get_mut(*at) {
                *slot = *row;
            }
            *at += 1;
        }
    }
    ordered.into()
}

/// Down the order of merit.
struct Walk<'w> {
    members: Members<'w>,
    /// How many rows were come upon, and how many of them are of the group.
    at: usize,
    met: usize,
}

/// How far a walk down the order of merit came.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Came {
    /// Nobody to come can enter.
    ToItsEnd,
    /// To a row that was not looked at: of that quality, and whose provider's id has that rank.
    Before(Seen),
    /// Until the deadline.
    UntilNow,
}

/// Offers whoever may be among the first by score: group after group, each down the order of merit, or all of it where
/// that is less work. How many somebody's masks share is not known: once so many rows were come upon in vain as it takes
/// to put masks together, that is done; and where a group is large and of lower merit than most, the groups that are left
/// are swept together.
///
/// # Complexity
/// For a group of g of n rows, where h hits are asked for: O(h n / g) while that is less than n / 256; else O(n / 256
/// and the smaller of g and h n / g), at most the root of h n; more where many stand before the page. Where those of large
/// groups are of lower merit than others: O(tiles and the rows that may enter).
pub(super) fn select(ranker: &Ranker<'_>, selection: &mut Selection<'_>, clock: &mut Clock) {
    let roads = &ranker.matcher.roads;
    let Some(scores) = ranker.scorer.tiles(&roads.view, roads.masks, &ranker.matcher.until) else { return };
    let let_in = ranker.matcher.let_in();
    let groups = Groups::of(&scores);
    let best = roads.tiles.root().map_or(1.0, |root| scores.quality(root));
    let tiles = roads.view.rows() / TILE_ROWS as usize;
    let (mut short, mut long) = (tiles / TILES_A_ROW, tiles * ROWS_A_TILE);
    // As many as it takes as long to look at as to come upon enough of them.
    let few = roads.view.rows().saturating_mul(selection.room()).isqrt();
    let very_few = few.min(selection.room().saturating_mul(TILES_A_ROW * TILE_ROWS as usize));
    for (number, group) in groups.iter().enumerate() {
        let members = Members { ranker, let_in, scores: &scores, group };
        let at_most = members.at_most();
        if at_most == 0 || selection.is_beyond(members.bound(best, 0)) {
            continue;
        }
        let mut walk = Walk { members, at: 0, met: 0 };
        let mut came =
            if at_most > very_few { walk.down(selection, &mut short, clock) } else { Walk::begun() };
        if let Came::Before(seen) = came {
            let is_halfway = walk.met * 2 > selection.room();
            let members = if is_halfway { None } else { walk.members.few(few, clock) };
            came = match members {
                Some(tiles) => walk.all(&tiles, seen, selection),
                None => walk.down(selection, &mut long, clock),
            };
        }
        if let Came::Before(seen) = came {
            return Sweep::new((ranker, let_in, &scores), &groups, (number, seen)).run(selection, clock);
        }
        if came == Came::UntilNow || clock.passed() {
            return;
        }
    }
}

impl Walk<'_> {
    /// Before anybody.
    fn begun() -> Came {
        Came::Before(Seen { quality: f32::INFINITY, id_rank: 0 })
    }

    /// Offers all rows of the group but for those seen.
    fn all(&self, tiles: &[(u32, u64)], seen: Seen, selection: &mut Selection<'_>) -> Came {
        let seen = (self.at > 0).then_some(seen);
        for rows in tiles {
            self.members.offer(*rows, seen, selection);
        }
        Came::ToItsEnd
    }

    /// Offers rows of the group in the order of merit until none to come can enter, or no step is left.
    fn down(&mut self, selection: &mut Selection<'_>, steps: &mut usize, clock: &mut Clock) -> Came {
        let roads = &self.members.ranker.matcher.roads;
        let view = &roads.view;
        let rows = roads.masks.merit(view);
        while let Some(row) = rows.get(self.at) {
            if clock.tick().is_break() {
                return Came::UntilNow;
            }
            let (tile, number) = (row / TILE_ROWS, self.at);
            let is_member = self.members.rows(tile) & bit(*row) != 0;
            if is_member || *steps == 0 || number % ROWS_PER_BOUND == 0 {
                let provider = view.row_provider[*row as usize];
                let (quality, id_rank) = (view.quality[provider as usize], view.id_rank[provider as usize]);
                // Practices of a provider lie together: none of them is looked at, or all.
                if *steps == 0 && view.rows_of(provider).first() == Some(row) {
                    return Came::Before(Seen { quality, id_rank });
                }
                // Whoever comes next is no better, in the group or not.
                if selection.is_beyond(self.members.bound(f64::from(quality), id_rank)) {
                    return Came::ToItsEnd;
                }
            }
            if is_member {
                self.met += 1;
                self.members.offer((tile, bit(*row)), None, selection);
            }
            *steps = steps.saturating_sub(1);
            self.at += 1;
        }
        Came::ToItsEnd
    }
}

#[cfg(test)]
mod tests {
    use super::super::masks::Masks;
    use super::super::world::WORLD;

    #[test]
    fn rows_stand_in_the_order_of_merit_each_once() {
        let view = &WORLD.snapshot.view();
        // The file, and what is made where there is none.
        assert_eq!(view.by_merit.len(), view.rows());
        let mut without = WORLD.snapshot.view();
        without.by_merit = &[];
        assert_eq!(Masks::default().merit(&without), view.by_merit);
        let key = |row: &u32| {
            let provider = view.row_provider[*row as usize] as usize;
            (std::cmp::Reverse(view.quality[provider].to_bits()), view.id_rank[provider])
        };
        assert!(view.by_merit.is_sorted_by_key(key));
        let mut rows = view.by_merit.to_vec();
        rows.sort_unstable();
        assert!(rows.iter().copied().eq(0..u32::try_from(view.rows()).expect("few")));
    }
}
