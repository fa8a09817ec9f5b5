//! Groups of rows that rank alike but for the record's quality and the id.
//!
//! In: what scores ask of rows, as masks. Out: [`Groups`], and the rows of a [`Group`]. Invariant: groups part the rows.

use super::block::Block;
use super::clock::Clock;
use super::let_in::LetIn;
use super::lookup::Position;
use super::mask::Mask;
use super::masks::rows_of_bits;
use super::score::{Judged, TileScores};
use super::select::{Ranker, Selection, falling};

/// So many tiles of a block are looked at one by one sooner than the whole block.
const FEW_TILES: u32 = 6;

/// Rows of the same tier and the same match: only quality and id tell them apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Group {
    pub(super) tier: u8,
    pub(super) matched: f64,
}

/// The groups that a model parts rows into: each tier with each value of a match.
pub(super) struct Groups {
    /// Falling; the last is 0.
    pub(super) tiers: Vec<u8>,
    /// Falling; the last is 0.
    pub(super) values: Vec<f64>,
}

/// A group of those whom clauses let in.
pub(super) struct Members<'m> {
    pub(super) ranker: &'m Ranker<'m>,
    pub(super) let_in: &'m LetIn,
    pub(super) scores: &'m TileScores,
    pub(super) group: Group,
}

/// Of a group whoever is better, or as good and of a lower rank, was looked at.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Seen {
    pub(super) quality: f32,
    pub(super) id_rank: u32,
}

impl Groups {
    /// The groups of a model.
    pub(super) fn of(scores: &TileScores) -> Self {
        let mut tiers: Vec<u8> = scores.tiers.iter().map(|(_, tier)| *tier).chain([0]).collect();
        tiers.sort_unstable_by(|one, next| next.cmp(one));
        tiers.dedup();
        let mut values: Vec<f64> = scores.matches.iter().map(|(_, value)| *value).chain([0.0]).collect();
        values.sort_unstable_by(|one, next| next.total_cmp(one));
        values.dedup();
        Self { tiers, values }
    }

    /// The groups, the best first.
    pub(super) fn iter(&self) -> impl Iterator<Item = Group> {
        let of_tier = |tier: u8| self.values.iter().map(move |matched| Group { tier, matched: *matched });
        self.tiers.iter().copied().flat_map(of_tier)
    }
}

impl Seen {
    /// Whether the provider of a record of that quality, whose id has that rank, stands before.
    fn has(self, quality: f32, id_rank: u32) -> bool {
        quality > self.quality || quality.to_bits() == self.quality.to_bits() && id_rank < self.id_rank
    }
}

impl Members<'_> {
    /// The rows of the group in a tile.
    #[inline]
    pub(super) fn rows(&self, tile: u32) -> u64 {
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

    /// The same of the 64 tiles of a block.
    fn block(&self, number: u32) -> Block {
        let mut left = self.let_in.block(number);
        let mut rows = Block::NONE;
        for (mask, tier) in &self.scores.tiers {
            if *tier == self.group.tier {
                let mut own = left;
                if let Some(mask) = mask {
                    own.and(mask, number);
                }
                rows.or_block(&own);
            }
            match mask {
                Some(mask) => left.and_not(mask, number),
                None => left = Block::NONE,
            }
        }
        if self.group.tier == 0 {
            rows.or_block(&left);
        }
        let mut matched = if self.group.matched > 0.0 { Block::NONE } else { Block::ALL };
        for (mask, value) in &self.scores.matches {
            if *value > self.group.matched {
                match mask {
                    Some(mask) => rows.and_not(mask, number),
                    None => return Block::NONE,
                }
            } else if value.total_cmp(&self.group.matched).is_eq() {
                match mask {
                    Some(mask) => matched.or(mask, number),
                    None => matched = Block::ALL,
                }
            }
        }
        rows.and_block(&matched);
        rows
    }

    /// The tiles of a block that may have rows of the group.
    fn tiles_of(&self, number: u32) -> u64 {
        let any = |masks: &mut dyn Iterator<Item = &Option<Mask>>| {
            let tiles = |mask: &Option<Mask>| mask.as_ref().map_or(u64::MAX, |mask| mask.tiles_of(number));
            masks.map(tiles).fold(0, |tiles, own| tiles | own)
        };
        let of_tier = if self.group.tier == 0 { u64::MAX } else { any(&mut self.of_tier()) };
        let matched = if self.group.matched > 0.0 { any(&mut self.of_match()) } else { u64::MAX };
        self.let_in.tiles_of(number) & of_tier & matched
    }

    /// How many rows the group has at most.
    pub(super) fn at_most(&self) -> usize {
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

    /// The rows of the group, tile by tile; `None` where they are more than `most`. What the clock cuts lacks the last
    /// ones.
    ///
    /// # Complexity
    /// O(tiles), 64 of them at once.
    pub(super) fn few(&self, most: usize, clock: &mut Clock) -> Option<Vec<(u32, u64)>> {
        let (mut tiles, mut count) = (Vec::new(), 0);
        for number in 0..self.let_in.blocks() {
            let some = self.tiles_of(number);
            if some == 0 {
                continue;
            }
            if clock.tick_tile().is_break() {
                break;
            }
            let mut take = |(tile, rows): (u32, u64)| {
                count += rows.count_ones() as usize;
                tiles.push((tile, rows));
            };
            if some.count_ones() <= FEW_TILES {
                let own = rows_of_bits(number, some).map(|tile| (tile, self.rows(tile)));
                own.filter(|(_, rows)| *rows != 0).for_each(&mut take);
            } else {
                self.block(number).tiles(number).for_each(&mut take);
            }
            if count > most {
                return None;
            }
        }
        Some(tiles)
    }

    /// Offers rows of the group in a tile, but for those who were `seen`.
    pub(super) fn offer(&self, (tile, rows): (u32, u64), seen: Option<Seen>, selection: &mut Selection<'_>) {
        let matcher = self.ranker.matcher;
        let view = &matcher.roads.view;
        for row in rows_of_bits(tile, rows) {
            let provider = view.row_provider[row as usize] as usize;
            let (quality, id_rank) = (view.quality[provider], view.id_rank[provider]);
            if seen.is_some_and(|seen| seen.has(quality, id_rank)) {
                continue;
            }
            let judged = self.judged(f64::from(quality));
            if !selection.is_beyond(position(self.ranker, &judged, id_rank)) && matcher.stands(row) {
                selection.offer_judged(&matcher.found(row), &judged);
            }
        }
    }

    /// A position that nobody of the group stands before who is of no better quality and, if of the same, has no lower
    /// id.
    pub(super) fn bound(&self, quality: f64, id_rank: u32) -> Position {
        position(self.ranker, &self.judged(quality), id_rank)
    }

    fn judged(&self, quality: f64) -> Judged {
        Judged::new(self.group.tier, self.group.matched, quality)
    }
}

/// The position of whoever is judged so and whose id has that rank.
pub(super) fn position(ranker: &Ranker<'_>, judged: &Judged, id_rank: u32) -> Position {
    let key = falling(ranker.scorer.total(judged, 0.0));
    Position { tier: u8::MAX - judged.tier, key, metres: 0, id_rank }
}

#[cfg(test)]
mod tests {
    use super::super::block::TILES;
    use super::super::clause::Clauses;
    use super::super::drive::Roads;
    use super::super::lookup::{Concept, Order, Trait};
    use super::super::masks::TILE_ROWS;
    use super::super::matching::Matcher;
    use super::super::score::Scorer;
    use super::super::world::{WORLD, plain};
    use super::*;
    use crate::domain::{Fact, Gender, ProviderKind};
    use proptest::prelude::*;
    use proptest::sample::{select, subsequence};

    /// What many have, few, nobody.
    fn traits() -> impl Strategy<Value = Trait> {
        let has = |concept| Trait::Has(concept);
        select(vec![
            Trait::Always,
            has(Concept::Kind(ProviderKind::Person)),
            has(Concept::Kind(ProviderKind::Organization)),
            has(Concept::Gender(Some(Gender::Female))),
            has(Concept::Gender(Some(Gender::Other))),
            has(Concept::Telehealth(Fact::Yes)),
            has(Concept::Language("ase".parse().expect("a code"))),
            has(Concept::Language("zu".parse().expect("a code"))),
        ])
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn groups_part_the_rows_whether_by_tile_or_by_block(
            tiers in prop::collection::vec((traits(), 0_u8..4), 0..4),
            matches in prop::collection::vec((traits(), select(vec![0.0, 0.5, 1.0])), 0..4),
            all_of in subsequence(vec![
                vec![Concept::Kind(ProviderKind::Person)],
                vec![Concept::Gender(Some(Gender::Female)), Concept::Gender(Some(Gender::Other))],
            ], 0..=2),
            none_of in subsequence(vec![Concept::Telehealth(Fact::Yes)], 0..=1),
        ) {
            let snapshot = &WORLD.snapshot;
            let clauses = Clauses::resolve(&all_of, &none_of, snapshot.concepts()).expect("known concepts");
            let (view, tiles, masks) = (snapshot.view(), snapshot.tiles(), snapshot.masks());
            let mut clock = Clock::new(None);
            let matcher = Matcher::new(&Roads { view, tiles, masks, clauses: &clauses }, None, clock.until());
            let mut model = plain(None, Order::Relevance).score;
            (model.tiers, model.matches) = (tiers, matches);
            let scorer = Scorer::new(&model, snapshot.concepts(), None, None);
            let ranker = Ranker { order: Order::Relevance, matcher: &matcher, scorer: &scorer };
            let scores = scorer.tiles(&view, masks, &clock.until()).expect("there is time");
            let let_in = matcher.let_in();
            let tiles = u32::try_from(view.rows().div_ceil(TILE_ROWS as usize)).expect("few");
            let mut left: Vec<u64> = (0..tiles).map(|tile| let_in.rows(tile)).collect();
            for number in 0..let_in.blocks() {
                let rows = |tile| left.get(tile as usize).copied().unwrap_or_default();
                let own = (number * TILES..(number + 1) * TILES).map(|tile| (tile, rows(tile)));
                let expected: Vec<(u32, u64)> = own.filter(|(_, rows)| *rows != 0).collect();
                prop_assert_eq!(let_in.block(number).tiles(number).collect::<Vec<_>>(), expected);
            }
            for group in Groups::of(&scores).iter() {
                let members = Members { ranker: &ranker, let_in, scores: &scores, group };
                let by_tile: Vec<(u32, u64)> =
                    (0..tiles).map(|tile| (tile, members.rows(tile))).filter(|(_, rows)| *rows != 0).collect();
                let count: usize = by_tile.iter().map(|(_, rows)| rows.count_ones() as usize).sum();
                prop_assert!(count <= members.at_most());
                let by_block = |number: u32| members.block(number).tiles(number).collect::<Vec<_>>();
                prop_assert_eq!((0..let_in.blocks()).flat_map(by_block).collect::<Vec<_>>(), by_tile.clone());
                prop_assert_eq!(members.few(count, &mut clock), Some(by_tile.clone()));
                if count > 0 {
                    prop_assert_eq!(members.few(count - 1, &mut clock), None);
                }
                for (tile, rows) in by_tile {
                    prop_assert_eq!(left[tile as usize] & rows, rows, "in one group each");
                    left[tile as usize] &= !rows;
                }
            }
            prop_assert!(left.iter().all(|rows| *rows == 0), "each in a group");
        }
    }
}
