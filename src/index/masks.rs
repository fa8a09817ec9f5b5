//! Which rows of each tile have what: a bit a row, a number of 64 bits a tile.
//!
//! In: the columns of a generation. Out: masks of concepts and clauses, made when they are first asked for and kept;
//! how many providers clauses let in anywhere, counted once. Invariant: a mask says the same as the lists and columns it
//! is made of; what is kept spares time and never decides.

use super::clause::Clauses;
use super::tables::View;
use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

/// Rows in a tile, so that a tile's rows are the bits of a `u64`: measured best of 16 to 256 for circles and for the
/// nearest.
pub(super) const TILE_ROWS: u32 = 64;

/// When masks take more bytes than this, those made so far are forgotten: some two thousand masks of a list of a
/// million, some two hundred of one of nine.
const MOST_BYTES: usize = 256 << 20;

/// How many totals are kept.
const MOST_TOTALS: usize = 100_000;

/// A bit for each row, a number for each tile.
pub(super) type Mask = Arc<[u64]>;

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
    kept: RwLock<HashMap<Having, Mask>>,
    totals: RwLock<HashMap<Clauses, u64>>,
    several: OnceLock<Mask>,
    best: OnceLock<Arc<[f32]>>,
    first_id: OnceLock<Arc<[u32]>>,
}

/// Which rows clauses let in.
#[derive(Debug, Clone)]
pub(super) struct LetIn {
    all_of: Vec<Mask>,
    none_of: Option<Mask>,
    several: Mask,
    rows: u32,
}

impl Masks {
    /// The mask of what rows have.
    ///
    /// # Complexity
    /// O(rows that have it) the first time.
    pub(super) fn of(&self, view: &View<'_>, having: Having) -> Mask {
        if let Some(mask) = read(&self.kept, &having) {
            return mask;
        }
        let mask: Mask = match &having {
            Having::AnyOf(concepts) => {
                mask_of(view, concepts.iter().flat_map(|concept| view.rows_with(*concept)).copied())
            }
            Having::Primary(concept) => {
                let is = |row: &u32| view.primary[view.row_provider[*row as usize] as usize] == *concept;
                mask_of(view, (0..rows(view)).filter(is))
            }
        };
        let mut kept = self.kept.write().unwrap_or_else(PoisonError::into_inner);
        if (kept.len() + 1) * size_of_val(&*mask) > MOST_BYTES {
            kept.clear();
        }
        kept.insert(having, Arc::clone(&mask));
        mask
    }

    /// Which rows clauses let in.
    pub(super) fn let_in(&self, view: &View<'_>, clauses: &Clauses) -> LetIn {
        let any_of = |concepts: &[u16]| self.of(view, Having::AnyOf(concepts.to_vec()));
        let none_of = clauses.none_of();
        LetIn {
            all_of: clauses.all_of().map(any_of).collect(),
            none_of: (!none_of.is_empty()).then(|| any_of(none_of)),
            several: self.several(view),
            rows: rows(view),
        }
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

    /// The best record's quality in each tile.
    pub(super) fn best(&self, view: &View<'_>) -> Arc<[f32]> {
        let made = self.best.get_or_init(|| {
            let providers = view.row_provider.chunks(TILE_ROWS as usize);
            let best = |tile: &[u32]| {
                tile.iter().map(|provider| view.quality[*provider as usize]).fold(0.0, f32::max)
            };
            providers.map(best).collect()
        });
        Arc::clone(made)
    }

    /// The lowest rank of an id in each tile.
    pub(super) fn first_id(&self, view: &View<'_>) -> Arc<[u32]> {
        let made = self.first_id.get_or_init(|| {
            let ids = |tile: &[u32]| tile.iter().map(|provider| view.id_rank[*provider as usize]).min();
            view.row_provider.chunks(TILE_ROWS as usize).map(|tile| ids(tile).unwrap_or(0)).collect()
        });
        Arc::clone(made)
    }

    /// Rows whose provider has several.
    fn several(&self, view: &View<'_>) -> Mask {
        let made = self.several.get_or_init(|| {
            let has = |row: &u32| view.rows_of(view.row_provider[*row as usize]).len() > 1;
            mask_of(view, (0..rows(view)).filter(has))
        });
        Arc::clone(made)
    }
}

impl LetIn {
    /// The rows of a tile that are let in.
    #[inline]
    pub(super) fn rows(&self, tile: u32) -> u64 {
        let tile_at = tile as usize;
        let every = self.every_row(tile);
        let all = self.all_of.iter().fold(every, |rows, mask| rows & mask.get(tile_at).copied().unwrap_or(0));
        let none = self.none_of.as_ref().and_then(|mask| mask.get(tile_at)).copied().unwrap_or(0);
        all & !none
    }

    /// The rows of a tile whose provider has several.
    #[inline]
    pub(super) fn several(&self, tile: u32) -> u64 {
        self.several.get(tile as usize).copied().unwrap_or(0)
    }

    fn every_row(&self, tile: u32) -> u64 {
        let begin = u64::from(tile) * u64::from(TILE_ROWS);
        match u64::from(self.rows).saturating_sub(begin) {
            0 => 0,
            left if left >= u64::from(TILE_ROWS) => u64::MAX,
            left => (1 << left) - 1,
        }
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
    let mut mask = vec![0_u64; view.rows().div_ceil(TILE_ROWS as usize)];
    for row in rows {
        if let Some(tile) = mask.get_mut((row / TILE_ROWS) as usize) {
            *tile |= bit(row);
        }
    }
    mask.into()
}

fn read<K: Eq + Hash, V: Clone>(kept: &RwLock<HashMap<K, V>>, key: &K) -> Option<V> {
    kept.read().unwrap_or_else(PoisonError::into_inner).get(key).cloned()
}

#[cfg(test)]
mod tests {
    use super::super::lookup::Concept;
    use super::super::world::WORLD;
    use super::*;
    use crate::domain::{Gender, ProviderKind};

    #[test]
    fn masks_say_what_the_columns_say() {
        let view = &WORLD.snapshot.view();
        let people = vec![Concept::Kind(ProviderKind::Person)];
        let known = vec![Concept::Gender(Some(Gender::Male)), Concept::Gender(Some(Gender::Female))];
        let none = [Concept::Gender(Some(Gender::Male))];
        for (all_of, none_of) in
            [(vec![], &[][..]), (vec![people.clone()], &none[..]), (vec![people, known], &none[..])]
        {
            let clauses =
                Clauses::resolve(&all_of, none_of, WORLD.snapshot.concepts()).expect("known concepts");
            let masks = Masks::default();
            for _ in 0..2 {
                let let_in = masks.let_in(view, &clauses);
                let tiles = rows(view).div_ceil(TILE_ROWS);
                let found: Vec<u32> =
                    (0..tiles + 2).flat_map(|tile| rows_of_bits(tile, let_in.rows(tile))).collect();
                let scanned: Vec<u32> =
                    (0..rows(view)).filter(|row| clauses.hold(view.concepts_of(*row))).collect();
                assert_eq!(found, scanned);
                let several = |row: &u32| let_in.several(row / TILE_ROWS) & bit(*row) != 0;
                assert!(scanned.iter().all(|row| {
                    several(row) == (view.rows_of(view.row_provider[*row as usize]).len() > 1)
                }));
            }
        }
    }

    #[test]
    fn primary_specialties_and_best_records_are_those_of_the_providers() {
        let view = &WORLD.snapshot.view();
        let masks = Masks::default();
        let concept = view.primary[0];
        let mask = masks.of(view, Having::Primary(concept));
        for row in 0..rows(view) {
            let provider = view.row_provider[row as usize] as usize;
            let tile = (row / TILE_ROWS) as usize;
            assert_eq!(mask[tile] & bit(row) != 0, view.primary[provider] == concept);
            assert!(view.quality[provider] <= masks.best(view)[tile]);
            assert!(view.id_rank[provider] >= masks.first_id(view)[tile]);
        }
    }

    #[test]
    fn totals_are_kept_by_clauses() {
        let masks = Masks::default();
        let clauses = Clauses::default();
        assert_eq!(masks.total(&clauses), None);
        masks.keep_total(&clauses, 7);
        assert_eq!(masks.total(&clauses), Some(7));
    }
}
