//! Masks against the columns that they are made of.

use super::super::lookup::Concept;
use super::super::tile_tree::Node;
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
        let clauses = Clauses::resolve(&all_of, none_of, WORLD.snapshot.concepts()).expect("known concepts");
        let masks = Masks::default();
        for _ in 0..2 {
            let let_in = masks.let_in(view, &clauses, &Until::never()).expect("there is time");
            let tiles = rows(view).div_ceil(TILE_ROWS);
            let found: Vec<u32> =
                (0..tiles + 2).flat_map(|tile| rows_of_bits(tile, let_in.rows(tile))).collect();
            let scanned: Vec<u32> = (0..rows(view)).filter(|row| clauses.hold(view, *row)).collect();
            assert_eq!(found, scanned);
            let several = |row: &u32| let_in.several(row / TILE_ROWS) & bit(*row) != 0;
            assert!(
                scanned.iter().all(|row| {
                    several(row) == (view.rows_of(view.row_provider[*row as usize]).len() > 1)
                })
            );
        }
    }
}

#[test]
fn primary_specialties_and_best_records_are_those_of_the_providers() {
    let view = &WORLD.snapshot.view();
    let masks = Masks::default();
    let known = |concept: &u16| *concept != super::super::layout::NO_CONCEPT;
    let concept = view.primary.iter().copied().find(known).expect("somebody has a specialty");
    let mask = masks.of(view, Having::Primary(concept), &Until::never()).expect("there is time");
    for row in 0..rows(view) {
        let provider = view.row_provider[row as usize] as usize;
        let tile = row / TILE_ROWS;
        assert_eq!(mask.tile(tile) & bit(row) != 0, view.primary[provider] == concept);
        let (bests, mut place) = (masks.bests(view), tile);
        for level in 0..6 {
            let node = Node { level, place };
            assert!(view.quality[provider] <= bests.quality(node));
            assert!(view.id_rank[provider] >= bests.first_id(node));
            place /= 16;
        }
    }
}

#[test]
fn what_was_not_asked_for_longest_is_forgotten() {
    let mask = || Mask::new(Marks::none_of(1));
    let kept = |asked| Kept { mask: mask(), asked: AtomicU64::new(asked) };
    let mut masks: Map<Having, Kept> =
        (0_u16..9).map(|number| (Having::Primary(number), kept(u64::from(number)))).collect();
    forget(&mut masks);
    let mut left: Vec<u64> = masks.values().map(|kept| kept.asked.load(Ordering::Relaxed)).collect();
    left.sort_unstable();
    assert_eq!(left, [5, 6, 7, 8]);
}

#[test]
fn totals_are_kept_by_clauses() {
    let masks = Masks::default();
    let clauses = Clauses::default();
    assert_eq!(masks.total(&clauses), None);
    masks.keep_total(&clauses, 7);
    assert_eq!(masks.total(&clauses), Some(7));
}
