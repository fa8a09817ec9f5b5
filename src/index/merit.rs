//! The best without a place: groups that rank alike, each down the order of merit until enough are found, or through its
//! masks where it is small; where the way down is long, all that is left in one [`Sweep`].
//!
//! In: a ranker by relevance, without a centre. Out: offers to a [`Selection`]. Invariants: groups part the rows, so that
//! nobody is offered twice; a walk ends only where nobody to come can enter the selection.

use super::clock::Clock;
use super::let_in::LetIn;
use super::lookup::Position;
use super::mask::Mask;
use super::masks::{TILE_ROWS, bit, rows_of_bits};
use super::score::{Judged, TileScores};
use super::select::{Ranker, Selection, falling};
use super::sweep::Sweep;

/// So many rows are come upon down the order of merit, for each tile, before all tiles are swept.
///
/// # Source
/// Measured over a million providers: 35 ns a row, some 150 a tile that is swept.
const ROWS_A_TILE: usize = 4;

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

/// Rows of the same tier and the same match: only quality and id tell them apart.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Group {
    tier: u8,
    matched: f64,
}

/// The groups that a model parts rows into: each tier with each value of a match.
pub(super) struct Groups {
    /// Falling; the last is 0.
    pub(super) tiers: Vec<u8>,
    /// Falling; the last is 0.
    pub(super) values: Vec<f64>,
}

/// What is walked through.
struct Walk<'w> {
    ranker: &'w Ranker<'w>,
    let_in: &'w LetIn,
    scores: &'w TileScores,
    group: Group,
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

/// Of a group whoever is better, or as good and of a lower rank, was looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seen {
    quality: f32,
    id_rank: u32,
}

/// Offers whoever may be among the first by score: group after group, each down the order of merit, or all of it where
/// that is less work. Whether somebody is in a group at all is not known: once so many rows were come upon in vain as a
/// look at all tiles costs, the groups that are left are swept together.
///
/// # Complexity
/// For a group of g of n rows, where h hits are asked for: O(the smaller of g and h n / g), at most the root of h n; more
/// where many stand before the page. Where groups have nobody, or only such as are of lower merit than others: O(tiles
/// and the rows that may enter).
pub(super) fn select(ranker: &Ranker<'_>, selection: &mut Selection<'_>, clock: &mut Clock) {
    let roads = &ranker.matcher.roads;
    let Some(scores) = ranker.scorer.tiles(&roads.view, roads.masks, &ranker.matcher.until) else { return };
    let let_in = ranker.matcher.let_in();
    let groups = Groups::of(&scores);
    let best = roads.tiles.root().map_or(1.0, |root| scores.quality(root));
    let mut steps = roads.view.rows() / TILE_ROWS as usize * ROWS_A_TILE;
    for (number, group) in groups.iter().enumerate() {
        let walk = Walk { ranker, let_in, scores: &scores, group };
        if selection.is_beyond(walk.bound(best, 0)) {
            continue;
        }
        let rows = walk.at_most();
        let came = if rows.saturating_mul(rows) < roads.view.rows().saturating_mul(selection.room()) {
            walk.all(selection, clock);
            Came::ToItsEnd
        } else {
            walk.down(selection, &mut steps, clock)
        };
        if let Came::Before(seen) = came {
            return Sweep::new((ranker, let_in, &scores), &groups, (number, seen)).run(selection, clock);
        }
        if came == Came::UntilNow || clock.passed() {
            return;
        }
    }
}

impl Groups {
    /// The groups of a model.
    fn of(scores: &TileScores) -> Self {
        let mut tiers: Vec<u8> = scores.tiers.iter().map(|(_, tier)| *tier).chain([0]).collect();
        tiers.sort_unstable_by(|one, next| next.cmp(one));
        tiers.dedup();
        let mut values: Vec<f64> = scores.matches.iter().map(|(_, value)| *value).chain([0.0]).collect();
        values.sort_unstable_by(|one, next| next.total_cmp(one));
        values.dedup();
        Self { tiers, values }
    }

    /// The groups, the best first.
    fn iter(&self) -> impl Iterator<Item = Group> {
        let of_tier = |tier: u8| self.values.iter().map(move |matched| Group { tier, matched: *matched });
        self.tiers.iter().copied().flat_map(of_tier)
    }
}

impl Walk<'_> {
    /// The rows of the group in a tile.
    #[inline]
    fn rows(&self, tile: u32) -> u64 {
        let let_in = self.let_in.rows(tile);
        if let_in == 0 {
            return 0;
        }
        let bits = |mask: &Option<Mask>| mask.as_ref().map_or(u64::MAX, |mask| mask.tile(tile));
        let (mut of_tier, mut earlier) = (0, 0);
        for (mask, tier) in &self.scores.tiers {
            let held = bits(mask);
            if *tier == self.group.tier {
                of_tier |= held & !earlier;
            }
            earlier |= held;
        }
        if self.group.tier == 0 {
            of_tier |= !earlier;
        }
        let (mut matched, mut better) = (if self.group.matched > 0.0 { 0 } else { u64::MAX }, 0);
        for (mask, value) in &self.scores.matches {
            if *value > self.group.matched {
                better |= bits(mask);
            } else if value.total_cmp(&self.group.matched).is_eq() {
                matched |= bits(mask);
            }
        }
        let_in & of_tier & matched & !better
    }

    /// How many rows the group has at most.
    fn at_most(&self) -> usize {
        let every = self.ranker.matcher.roads.view.rows();
        let count = |mask: &Option<Mask>| mask.as_ref().map_or(every, Mask::count);
        let tier = self.of_tier().map(count).fold(0, usize::saturating_add);
        let matched = self.of_match().map(count).fold(0, usize::saturating_add);
        let (tier, matched) = (
            if self.group.tier == 0 { every } else { tier },
            if self.group.matched > 0.0 { matched } else { every },
        );
        self.let_in.at_most().min(tier).min(matched)
    }

    fn of_tier(&self) -> impl Iterator<Item = &Option<Mask>> {
        self.scores.tiers.iter().filter(|(_, tier)| *tier == self.group.tier).map(|(mask, _)| mask)
    }

    fn of_match(&self) -> impl Iterator<Item = &Option<Mask>> {
        let same = |value: &f64| value.total_cmp(&self.group.matched).is_eq();
        self.scores.matches.iter().filter(move |(_, value)| same(value)).map(|(mask, _)| mask)
    }

    /// Offers all rows of the group, tile by tile.
    fn all(&self, selection: &mut Selection<'_>, clock: &mut Clock) {
        let view = &self.ranker.matcher.roads.view;
        let tiles = u32::try_from(view.rows().div_ceil(TILE_ROWS as usize)).unwrap_or(u32::MAX);
        let every_of = |masks: &mut dyn Iterator<Item = &Option<Mask>>| {
            let all: Option<Vec<Mask>> = masks.cloned().collect();
            all.filter(|masks| !masks.is_empty())
        };
        // Whichever masks are known to hold the group say where to look.
        let tier = if self.group.tier == 0 { None } else { every_of(&mut self.of_tier()) };
        let matched = if self.group.matched > 0.0 { every_of(&mut self.of_match()) } else { None };
        let size = |masks: &[Mask]| masks.iter().map(Mask::count).sum::<usize>();
        let by_size =
            tier.into_iter().chain(matched).chain(self.let_in.masks().map(|mask| vec![mask.clone()]));
        let Some(masks) = by_size.min_by_key(|masks| size(masks)) else {
            (0..tiles).for_each(|tile| self.offer(tile, self.rows(tile), selection));
            return;
        };
        for (place, mask) in masks.iter().enumerate() {
            for tile in mask.tiles() {
                if clock.tick_tile().is_break() {
                    return;
                }
                if masks.iter().take(place).all(|earlier| earlier.tile(tile) == 0) {
                    self.offer(tile, self.rows(tile), selection);
                }
            }
        }
    }

    /// Offers rows of the group in the order of merit until none to come can enter, or no step is left.
    fn down(&self, selection: &mut Selection<'_>, steps: &mut usize, clock: &mut Clock) -> Came {
        let roads = &self.ranker.matcher.roads;
        let view = &roads.view;
        for (number, row) in roads.masks.merit(view).iter().enumerate() {
            if clock.tick().is_break() {
                return Came::UntilNow;
            }
            let provider = view.row_provider[*row as usize];
            let (quality, id_rank) = (view.quality[provider as usize], view.id_rank[provider as usize]);
            // Practices of a provider lie together: none of them is looked at, or all.
            if *steps == 0 && view.rows_of(provider).first() == Some(row) {
                return Came::Before(Seen { quality, id_rank });
            }
            *steps = steps.saturating_sub(1);
            let tile = row / TILE_ROWS;
            let is_member = self.rows(tile) & bit(*row) != 0;
            // Whoever comes next is no better, in the group or not.
            if (is_member || number % ROWS_PER_BOUND == 0)
                && selection.is_beyond(self.bound(f64::from(quality), id_rank))
            {
                return Came::ToItsEnd;
            }
            if is_member {
                self.offer(tile, bit(*row), selection);
            }
        }
        Came::ToItsEnd
    }

    fn offer(&self, tile: u32, rows: u64, selection: &mut Selection<'_>) {
        for row in rows_of_bits(tile, rows) {
            if self.ranker.matcher.stands(row) {
                selection.offer(&self.ranker.matcher.found(row));
            }
        }
    }

    /// A position that nobody of the group stands before who is of no better quality and, if of the same, has no lower
    /// id.
    fn bound(&self, quality: f64, id_rank: u32) -> Position {
        let Group { tier, matched } = self.group;
        position(self.ranker, &Judged::new(tier, matched, quality), id_rank)
    }
}

/// The position of whoever is judged so and whose id has that rank.
pub(super) fn position(ranker: &Ranker<'_>, judged: &Judged, id_rank: u32) -> Position {
    let key = falling(ranker.scorer.total(judged, 0.0));
    Position { tier: u8::MAX - judged.tier, key, metres: 0, id_rank }
}

impl Seen {
    /// Whether the provider of a record of that quality, whose id has that rank, stands before.
    pub(super) fn has(self, quality: f32, id_rank: u32) -> bool {
        quality > self.quality || quality.to_bits() == self.quality.to_bits() && id_rank < self.id_rank
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
