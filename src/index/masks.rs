//! Which rows of each tile have what: a bit a row, a number of 64 bits a tile.
//!
//! In: the columns of a generation. Out: masks of concepts and clauses, kept when they are first asked for: the bits of a
//! file, or made; how many providers clauses let in anywhere, counted once. Invariants: a mask says the same as the lists and columns it
//! is made of; what is kept spares time and never decides; what takes long is begun by whoever asks first and gone on
//! with by whoever asks next, so that nobody is kept beyond a deadline.

use super::best::Bests;
use super::clause::{Clauses, Concepts};
use super::clock::Until;
use super::facet_sums::{FacetSums, Summing};
use super::let_in::LetIn;
use super::making::Making;
use super::marked::Marked;
use super::marking::Marking;
use super::mask::{Marks, Mask};
use super::merit;
use super::nearby;
use super::sums::Sums;
use super::tables::View;
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// Rows in a tile, so that a tile's rows are the bits of a `u64`: measured best of 16 to 256 for circles and for the
/// nearest.
pub(super) const TILE_ROWS: u32 = 64;

/// When masks take more bytes than this, the half that was not asked for longest is forgotten: some two thousand masks of a list of a
/// million, some two hundred of one of nine, beside those whose bits lie in a file.
const MOST_BYTES: usize = 256 << 20;

/// How many totals are kept.
const MOST_TOTALS: usize = 100_000;

/// When running sums take more bytes than this, those made so far are forgotten.
const MOST_BYTES_OF_SUMS: usize = 128 << 20;

/// Running sums of facets take no more bytes than this: those of what is asked for first; others are counted row by row. Each takes some 5 MB of a list
/// of a million, some 42 MB of one of nine.
const MOST_BYTES_OF_FACETS: usize = 192 << 20;

/// When more masks than this are begun and not whole, all of them are begun anew: only deadlines leave any behind.
const MOST_BEGUN: usize = 64;

/// Looked into several times a question, by short keys.
type Map<K, V> = HashMap<K, V, RandomState>;

/// What a row may have.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) enum Having {
    /// Any of these concepts.
    AnyOf(Vec<u16>),
    /// The concept as its provider's primary specialty.
    Primary(u16),
}

/// The masks of a generation.
#[derive(Debug, Default)]
pub(super) struct Masks {
    kept: RwLock<Map<Having, Kept>>,
    /// How often a mask was asked for: the time by which masks age.
    asked: AtomicU64,
    totals: RwLock<Map<Clauses, u64>>,
    sums: RwLock<Map<Clauses, Arc<Sums>>>,
    several: OnceLock<Mask>,
    having_several: OnceLock<Marked>,
    bests: OnceLock<Arc<Bests>>,
    merit: OnceLock<Box<[u32]>>,
    facets: RwLock<Map<Clauses, Arc<Making<Summing, FacetSums>>>>,
    /// Masks that were begun and are not yet whole.
    begun: RwLock<Map<Having, Arc<Making<Marking, Mask>>>>,
}

/// What was made of a generation's tiles.
#[derive(Debug)]
pub(super) struct WhatIsKept {
    /// Masks.
    pub(super) masks: Vec<Having>,
    /// Running sums.
    pub(super) sums: Vec<Clauses>,
    /// Running sums of facets.
    pub(super) facets: Vec<Clauses>,
    /// Whether the order of merit.
    pub(super) merit: bool,
}

/// A mask, and when it was last asked for.
#[derive(Debug)]
struct Kept {
    mask: Mask,
    asked: AtomicU64,
}

impl Masks {
    /// The mask of what rows have; `None` where the time is over before it is whole.
    ///
    /// # Complexity
    /// The first time O(tiles) for a single concept that many rows have, else O(rows that have it).
    pub(super) fn of(&self, view: &View<'_>, having: Having, until: &Until) -> Option<Mask> {
        let now = self.asked.fetch_add(1, Ordering::Relaxed);
        if let Some(kept) = self.kept.read().unwrap_or_else(PoisonError::into_inner).get(&having) {
            kept.asked.store(now, Ordering::Relaxed);
            return Some(kept.mask.clone());
        }
        let mask = match mapped(view, &having) {
            Some(mask) => mask,
            None => self.make(view, &having, until)?,
        };
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        let bytes: usize = kept.values().map(|kept| kept.mask.bytes()).sum();
        if bytes + mask.bytes() > MOST_BYTES {
            forget(&mut kept);
        }
        self.begun.write().unwrap_or_else(PoisonError::into_inner).remove(&having);
        kept.insert(having, Kept { mask: mask.clone(), asked: AtomicU64::new(now) });
        Some(mask)
    }

    /// The mask of what no file has the bits of.
    fn make(&self, view: &View<'_>, having: &Having, until: &Until) -> Option<Mask> {
        let making = self.begun(having);
        let begin = || Marking::new(view);
        making.get(until, begin, |marking| marking.go_on(view, having, until), Marking::finish).cloned()
    }

    /// A mask that is being made.
    fn begun(&self, having: &Having) -> Arc<Making<Marking, Mask>> {
        if let Some(begun) = read(&self.begun, having) {
            return begun;
        }
        let mut begun = self.begun.write().unwrap_or_else(PoisonError::into_inner);
        if begun.len() >= MOST_BEGUN {
            begun.clear();
        }
        Arc::clone(begun.entry(having.clone()).or_default())
    }

    /// What was made so far.
    pub(super) fn what_is_kept(&self) -> WhatIsKept {
        fn keys<K: Clone, V>(kept: &RwLock<Map<K, V>>) -> Vec<K> {
            kept.read().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect()
        }
        WhatIsKept {
            masks: keys(&self.kept),
            sums: keys(&self.sums),
            facets: keys(&self.facets),
            merit: self.merit.get().is_some(),
        }
    }

    /// Makes what every generation is asked for sooner or later and does not depend on the question.
    ///
    /// # Complexity
    /// O(rows).
    pub(super) fn prepare(&self, view: &View<'_>) {
        self.several(view);
        self.bests(view);
        self.having_several(view);
    }

    /// Which rows clauses let in; `None` where the time is over before their masks are whole.
    pub(super) fn let_in(&self, view: &View<'_>, clauses: &Clauses, until: &Until) -> Option<LetIn> {
        let any_of = |concepts: &[u16]| self.of(view, Having::AnyOf(concepts.to_vec()), until);
        let none_of = clauses.none_of();
        Some(LetIn {
            all_of: clauses.all_of().map(any_of).collect::<Option<_>>()?,
            none_of: if none_of.is_empty() { None } else { Some(any_of(none_of)?) },
            several: self.several(view),
            rows: rows(view),
        })
    }

    /// That no row is let in.
    pub(super) fn nobody(&self, view: &View<'_>) -> LetIn {
        LetIn { all_of: Vec::new(), none_of: None, several: self.several(view), rows: 0 }
    }

    /// How many providers clauses let in anywhere, if that was counted before.
    pub(super) fn total(&self, clauses: &Clauses) -> Option<u64> {
        read(&self.totals, clauses)
    }

    /// Keeps a total.
    pub(super) fn keep_total(&self, clauses: &Clauses, total: u64) {
        let mut totals = self.totals.write().unwrap_or_else(PoisonError::into_inner);
        if totals.len() >= MOST_TOTALS {
            totals.clear();
        }
        totals.insert(clauses.clone(), total);
    }

    /// The running sums of what clauses let in, if they were made before; else made where `worth` says so.
    ///
    /// # Complexity
    /// O(tiles) when they are made.
    pub(super) fn sums(
        &self,
        view: &View<'_>,
        clauses: &Clauses,
        let_in: &LetIn,
        worth: bool,
    ) -> Option<Arc<Sums>> {
        if let Some(sums) = read(&self.sums, clauses) {
            return Some(sums);
        }
        if !worth {
            return None;
        }
        let made = Arc::new(Sums::new(view, let_in));
        let mut kept = self.sums.write().unwrap_or_else(PoisonError::into_inner);
        let taken: usize = kept.values().map(|sums| sums.bytes()).sum();
        if taken + made.bytes() > MOST_BYTES_OF_SUMS {
            kept.clear();
        }
        kept.insert(clauses.clone(), Arc::clone(&made));
        Some(made)
    }

    /// The running sums of what facets show of those that clauses let in; `None` while they are not whole: whoever asks
    /// works on them along as many tiles as it would look at itself without them. So nobody takes more than twice as long
    /// for them, and what is counted again and again is soon summed up.
    ///
    /// # Complexity
    /// O(rows and their concepts) of so many tiles.
    pub(super) fn facets(
        &self,
        view: &View<'_>,
        concepts: &Concepts,
        clauses: &Clauses,
        let_in: &LetIn,
        (worth, until): (u32, &Until),
    ) -> Option<Arc<Making<Summing, FacetSums>>> {
        let own = read(&self.facets, clauses).or_else(|| {
            let mut kept = self.facets.write().unwrap_or_else(PoisonError::into_inner);
            let room = MOST_BYTES_OF_FACETS / FacetSums::bytes_of(view, concepts).max(1);
            let has_room = kept.len() < room.max(1) || kept.contains_key(clauses);
            has_room.then(|| Arc::clone(kept.entry(clauses.clone()).or_default()))
        })?;
        if own.made().is_some() {
            return Some(own);
        }
        let begin = || Summing::new(view, concepts);
        let go_on = |summing: &mut Summing| summing.go_on(view, let_in, (worth, until));
        own.advance(begin, go_on, Summing::finish)?;
        Some(own)
    }

    /// Finishes what questions began to make.
    ///
    /// # Complexity
    /// O(rows and their concepts) for each of the clauses that facets were counted of first; O(rows that have it) for each
    /// mask that a deadline cut.
    pub(super) fn catch_up(&self, view: &View<'_>, concepts: &Concepts) {
        let kept = self.facets.read().unwrap_or_else(PoisonError::into_inner);
        let begun: Vec<Clauses> = kept
            .iter()
            .filter(|(_, sums)| sums.made().is_none())
            .map(|(clauses, _)| clauses.clone())
            .collect();
        drop(kept);
        let until = Until::never();
        let cut =
            self.begun.read().unwrap_or_else(PoisonError::into_inner).keys().cloned().collect::<Vec<_>>();
        for having in cut {
            self.of(view, having, &until);
        }
        for clauses in begun {
            if let Some(let_in) = self.let_in(view, &clauses, &until) {
                self.facets(view, concepts, &clauses, &let_in, (u32::MAX, &until));
            }
        }
    }

    /// The rows in the order of merit, as they lie in a generation's file.
    ///
    /// # Complexity
    /// O(rows) the first time where an older program wrote none.
    pub(super) fn merit<'m>(&'m self, view: &View<'m>) -> &'m [u32] {
        if view.by_merit.len() == view.rows() {
            return view.by_merit;
        }
        let order = || {
            merit::order(view.quality, view.providers_by_id, view.rows(), |provider| view.rows_of(provider))
        };
        self.merit.get_or_init(order)
    }

    /// What is best in each box.
    ///
    /// # Complexity
    /// O(rows) the first time.
    pub(super) fn bests(&self, view: &View<'_>) -> Arc<Bests> {
        Arc::clone(self.bests.get_or_init(|| Arc::new(Bests::new(view))))
    }

    /// Providers who have several rows.
    ///
    /// # Complexity
    /// O(providers) the first time.
    pub(super) fn having_several(&self, view: &View<'_>) -> &Marked {
        self.having_several.get_or_init(|| nearby::having_several(view))
    }

    /// Rows whose provider has several.
    fn several(&self, view: &View<'_>) -> Mask {
        let made = self.several.get_or_init(|| {
            let has = |row: &u32| view.rows_of(view.row_provider[*row as usize]).len() > 1;
            mask_of(view, (0..rows(view)).filter(has))
        });
        made.clone()
    }
}

/// The rows of a tile whose bits are set, ascending.
#[inline]
pub(super) fn rows_of_bits(tile: u32, mut bits: u64) -> impl Iterator<Item = u32> {
    std::iter::from_fn(move || {
        if bits == 0 {
            return None;
        }
        let row = tile * TILE_ROWS + bits.trailing_zeros();
        bits &= bits - 1;
        Some(row)
    })
}

/// The bit of a row in its tile.
#[inline]
pub(super) fn bit(row: u32) -> u64 {
    1 << (row % TILE_ROWS)
}

fn rows(view: &View<'_>) -> u32 {
    u32::try_from(view.rows()).unwrap_or(u32::MAX)
}

fn mask_of(view: &View<'_>, rows: impl Iterator<Item = u32>) -> Mask {
    let mut marks = Marks::none_of(view.rows());
    rows.for_each(|row| marks.mark(row));
    Mask::new(marks)
}

/// The mask whose bits lie in a generation's file: that of one concept which many rows have.
fn mapped(view: &View<'_>, having: &Having) -> Option<Mask> {
    match having {
        Having::AnyOf(concepts) => match concepts.as_slice() {
            [concept] => Some(Mask::mapped(view.bits_of(*concept)?)),
            _ => None,
        },
        Having::Primary(_) => None,
    }
}

/// Forgets the half of the masks that was not asked for longest.
fn forget(kept: &mut Map<Having, Kept>) {
    let asked = |kept: &Kept| kept.asked.load(Ordering::Relaxed);
    let mut times: Vec<u64> = kept.values().map(asked).collect();
    times.sort_unstable();
    let middle = times.get(times.len() / 2).copied().unwrap_or(0);
    kept.retain(|_, kept| asked(kept) > middle);
}

fn read<K: Eq + Hash, V: Clone>(kept: &RwLock<Map<K, V>>, key: &K) -> Option<V> {
    kept.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
}

#[cfg(test)]
mod tests;
