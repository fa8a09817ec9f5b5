//! The first hits of an order, behind a position, in a heap of bounded size.
//!
//! In: providers found, in any order. Out: the first `limit` in order, and whether there are more. Invariant: the
//! result depends on the set found only, not on the order of finding; a bound in single precision spares exact
//! distances but never decides.

use super::circle::Edge;
use super::clock::Clock;
use super::layout::NO_DATE;
use super::lookup::{Order, Position};
use super::matching::{Found, Matcher};
use super::name_query::{Heard, NameQuery};
use super::score::{Judged, Scorer};
use super::tables::View;
use std::cmp::Ordering;
use std::collections::BinaryHeap;
use std::hint::black_box;

/// How many bearers of words are looked at together.
const TOGETHER: usize = 64;

/// Room that is made at once; more is made when it is needed.
const USUAL_ROOM: usize = 32;

/// Gives each provider found its place in an order.
pub(super) struct Ranker<'r> {
    /// The order.
    pub(super) order: Order,
    /// Columns and centre.
    pub(super) matcher: &'r Matcher<'r>,
    /// Scores.
    pub(super) scorer: &'r Scorer<'r>,
}

/// A provider found at its position; ordered by that.
#[derive(Debug, Clone, Copy)]
pub(super) struct Standing {
    /// Where it stands.
    pub(super) position: Position,
    /// Who.
    pub(super) found: Found,
}

/// The first hits so far.
pub(super) struct Selection<'r> {
    ranker: &'r Ranker<'r>,
    after: Option<Position>,
    /// One more than asked for: the last one tells that there are more.
    room: usize,
    heap: BinaryHeap<Standing>,
}

/// The distances of the nearest so far, as bits: those of numbers that are not negative compare like them.
#[derive(Debug, Default)]
pub(super) struct Nearest {
    room: usize,
    heap: BinaryHeap<u64>,
}

impl Ranker<'_> {
    /// The exact position of somebody judged so.
    pub(super) fn position(&self, found: &Found, judged: &Judged) -> Position {
        let metres = match self.order {
            Order::Relevance | Order::Distance => self.matcher.metres(found.row),
            Order::Name | Order::Updated => 0.0,
        };
        let (tier, key) = self.key(found, judged, metres);
        let id_rank = self.matcher.roads.view.id_rank[found.provider as usize];
        Position { tier, key, metres: metres.to_bits(), id_rank }
    }

    /// Tier and key that those of the exact position do not stand before; quick.
    pub(super) fn bound(&self, found: &Found, judged: &Judged) -> (u8, u64) {
        let nearest =
            if self.scorer.falls_with_distance() { found.metres_at_least() } else { return (0, 0) };
        self.key(found, judged, nearest)
    }

    /// Whether, by distance, somebody is where a hit is, and stands behind it by id; quick.
    fn is_behind_at_its_address(&self, found: &Found, hit: &Standing) -> bool {
        let view = &self.matcher.roads.view;
        self.order == Order::Distance
            && found.chord2.to_bits() == hit.found.chord2.to_bits()
            && view.id_rank[found.provider as usize] > hit.position.id_rank
            && view.are_together(found.row, hit.found.row)
    }

    /// What of a score does not depend on the distance; nothing in orders that do not ask for it.
    pub(super) fn judge(&self, found: &Found) -> Judged {
        match self.order {
            Order::Relevance => self.scorer.judge(&self.matcher.roads.view, found),
            Order::Distance | Order::Name | Order::Updated => Judged::new(0, 0.0, 0.0),
        }
    }

    fn key(&self, found: &Found, judged: &Judged, metres: f64) -> (u8, u64) {
        let view = &self.matcher.roads.view;
        match self.order {
            Order::Relevance => (u8::MAX - judged.tier, falling(self.scorer.total(judged, metres))),
            Order::Distance => (0, metres.to_bits()),
            Order::Name => (0, u64::from(view.name_rank[found.provider as usize])),
            Order::Updated => (0, newest_first(view.updated[found.provider as usize])),
        }
    }
}

/// Bits of a number that compare the other way round.
pub(super) fn falling(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 0 { !(bits | 1 << 63) } else { bits }
}

/// Days so that later ones compare smaller, and unknown ones greatest.
pub(super) fn newest_first(days: i32) -> u64 {
    i64::from(i32::MAX).saturating_sub(i64::from(days)).unsigned_abs()
}

const _: () = assert!(NO_DATE == i32::MIN, "an unknown day compares as the oldest");

impl PartialEq for Standing {
    fn eq(&self, other: &Self) -> bool {
        self.position == other.position
    }
}

impl Eq for Standing {}

impl PartialOrd for Standing {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Standing {
    fn cmp(&self, other: &Self) -> Ordering {
        self.position.cmp(&other.position)
    }
}

impl<'r> Selection<'r> {
    /// Selects the first `limit` behind `after`.
    pub(super) fn new(ranker: &'r Ranker<'r>, after: Option<Position>, limit: usize) -> Self {
        let room = limit.saturating_add(1);
        Self { ranker, after, room, heap: BinaryHeap::with_capacity(room.min(USUAL_ROOM)) }
    }

    /// Whether a bearer of words may enter who has them so, in the order of relevance; asks little of memory.
    pub(super) fn may_take(&self, provider: u32, heard: Option<&Heard>, may_be_exact: bool) -> bool {
        let Some(last) = self.heap.peek().filter(|_| self.heap.len() >= self.room) else { return true };
        let Ranker { matcher, scorer, .. } = self.ranker;
        let view = &matcher.roads.view;
        let exact = may_be_exact && scorer.is_exact(view, provider, heard);
        let best = scorer.heard_at_best(heard, exact, f64::from(view.quality[provider as usize]));
        let key = falling(scorer.total(&best, 0.0));
        match (u8::MAX - best.tier, key).cmp(&(last.position.tier, last.position.key)) {
            // Among equals the id decides, where distance does not.
            Ordering::Equal if matcher.center.is_none() => {
                view.id_rank[provider as usize] < last.position.id_rank
            }
            Ordering::Less | Ordering::Equal => true,
            Ordering::Greater => false,
        }
    }

    /// Takes the bearers of words, in the order of relevance, where a smaller distance never lowers a score.
    ///
    /// # Complexity
    /// As [`Selection::offer`] for each, with few looks at memory for those who cannot enter.
    pub(super) fn take_bearers(
        &mut self,
        bearers: &[u32],
        names: &NameQuery<'_>,
        edge: Option<&Edge>,
        clock: &mut Clock,
    ) {
        for some in bearers.chunks(TOGETHER) {
            // Memory is waited for together.
            names.fetch(some);
            let view = self.view();
            black_box(some.iter().fold(0, |all, provider| {
                let provider = *provider as usize;
                all ^ view.name_hash[provider] ^ u64::from(view.quality[provider].to_bits())
            }));
            for provider in some {
                if clock.tick().is_break() {
                    return;
                }
                if self.may_take(*provider, names.heard(*provider).as_ref(), true) {
                    self.take_bearer(*provider, edge);
                }
            }
        }
    }

    /// Takes a bearer of words where it stands, if that is let in.
    pub(super) fn take_bearer(&mut self, provider: u32, edge: Option<&Edge>) {
        if let Some(found) = self.ranker.matcher.of_provider(provider, edge) {
            self.offer(&found);
        }
    }

    /// Takes a provider found.
    ///
    /// # Complexity
    /// O(1) for most, O(log limit) for those that enter.
    pub(super) fn offer(&mut self, found: &Found) {
        self.offer_judged(found, &self.ranker.judge(found));
    }

    /// Takes a provider found whose score but for the distance is known.
    pub(super) fn offer_judged(&mut self, found: &Found, judged: &Judged) {
        let full = self.heap.len() >= self.room;
        if let Some(last) = self.heap.peek().filter(|_| full)
            && (self.ranker.is_behind_at_its_address(found, last)
                || self.ranker.bound(found, judged) > (last.position.tier, last.position.key))
        {
            return;
        }
        let position = self.ranker.position(found, judged);
        if self.after.is_some_and(|after| position <= after) {
            return;
        }
        let standing = Standing { position, found: *found };
        if !full {
            self.heap.push(standing);
        } else if let Some(mut last) = self.heap.peek_mut().filter(|last| standing < **last) {
            *last = standing;
        }
    }

    /// The columns.
    pub(super) fn view(&self) -> &'r View<'r> {
        &self.ranker.matcher.roads.view
    }

    /// How many it holds.
    pub(super) fn room(&self) -> usize {
        self.room
    }

    /// Whether nobody at or behind a position can enter any more.
    pub(super) fn is_beyond(&self, position: Position) -> bool {
        self.heap.len() >= self.room && self.heap.peek().is_some_and(|last| position > last.position)
    }

    /// How far the first hit lies at least, by distance.
    pub(super) fn begins_at(&self) -> f64 {
        self.after.map_or(0.0, |after| f64::from_bits(after.key))
    }

    /// Whether, by distance, nobody at least so far away can enter any more.
    pub(super) fn is_settled(&self, metres: f64) -> bool {
        self.heap.len() >= self.room
            && self.heap.peek().is_some_and(|last| metres.to_bits() > last.position.key)
    }

    /// The hits in order, and whether there are more.
    pub(super) fn finish(self) -> (Vec<Standing>, bool) {
        let mut standings = self.heap.into_sorted_vec();
        let more = standings.len() >= self.room;
        standings.truncate(self.room - 1);
        (standings, more)
    }
}

impl Nearest {
    /// Keeps the nearest `room`.
    pub(super) fn new(room: usize) -> Self {
        Self { room, heap: BinaryHeap::with_capacity(room.saturating_add(1).min(USUAL_ROOM)) }
    }

    /// Takes a provider found.
    pub(super) fn offer(&mut self, found: &Found, metres: impl FnOnce() -> f64) {
        if self.is_settled(found.metres_at_least()) {
            return;
        }
        self.offer_metres(metres());
    }

    /// Takes an exact distance.
    pub(super) fn offer_metres(&mut self, metres: f64) {
        self.heap.push(metres.to_bits());
        if self.heap.len() > self.room {
            self.heap.pop();
        }
    }

    /// Whether nobody at least so far away can enter any more.
    pub(super) fn is_settled(&self, metres: f64) -> bool {
        self.heap.len() >= self.room && self.heap.peek().is_none_or(|last| metres.to_bits() > *last)
    }

    /// The distance of the last one, if there are as many as asked for.
    pub(super) fn last(&self) -> Option<f64> {
        self.heap.peek().filter(|_| self.heap.len() >= self.room).map(|last| f64::from_bits(*last))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn later_days_come_first_and_unknown_ones_last() {
        let keys: Vec<u64> = [i32::MAX, 20_000, 0, -1, i32::MIN + 1, NO_DATE].map(newest_first).to_vec();
        assert!(keys.is_sorted_by(|a, b| a < b), "{keys:?}");
    }

    proptest! {
        #[test]
        fn greater_scores_have_smaller_bits(a in -1e9..1e9_f64, b in -1e9..1e9_f64) {
            prop_assert_eq!(falling(a).cmp(&falling(b)), b.total_cmp(&a));
        }

        #[test]
        fn the_nearest_are_those_a_sort_finds(metres in prop::collection::vec(0.0..1e7_f64, 0..60), room in 1_usize..30) {
            let mut nearest = Nearest::new(room);
            for metres in &metres {
                nearest.offer(&Found { row: 0, provider: 0, chord2: 0.0 }, || *metres);
            }
            let mut sorted = metres;
            sorted.sort_by(f64::total_cmp);
            prop_assert_eq!(nearest.last(), sorted.get(room - 1).copied());
        }
    }
}
