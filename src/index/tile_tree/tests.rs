//! Boxes and orders against all rows.

use super::*;
use crate::domain::LatLon;

fn spiral(count: u32) -> Vec<[f32; 3]> {
    let point = |n: u32| {
        let turn = f64::from(n) / f64::from(count);
        LatLon::new(turn.mul_add(180.0, -90.0), (turn * 3_600.0) % 360.0 - 180.0).expect("on earth")
    };
    (0..count).map(|n| point(n).unit().narrow()).collect()
}

#[test]
fn a_tiles_box_bounds_the_chords_of_its_rows() {
    let units = spiral(1_000);
    let tree = TileTree::build(&units);
    let from = LatLon::new(40.0, -80.0).expect("on earth").unit().narrow();
    let mut seen = 0;
    for (number, chord2) in tree.by_nearness(from) {
        let tile = tree.tile(number).expect("a tile");
        assert!((chord2 - tile.nearest_chord2(&from)).abs() <= f32::EPSILON);
        for row in tree.rows_under(0, number as usize) {
            let unit = units[row as usize];
            let real: f32 = (0..3).map(|axis| (unit[axis] - from[axis]).powi(2)).sum();
            assert!(tile.nearest_chord2(&from) <= real + 1e-6 && real <= tile.farthest_chord2(&from) + 1e-6);
            seen += 1;
        }
    }
    assert_eq!(seen, 1_000, "every row lies in one tile");
}

#[test]
fn tiles_come_nearest_first() {
    let tree = TileTree::build(&spiral(5_000));
    for from in [[0.0, 0.0, 1.0], [0.6, -0.64, 0.48], [-1.0, 0.0, 0.0]] {
        let (mut tiles, chords): (Vec<u32>, Vec<f32>) = tree.by_nearness(from).unzip();
        assert!(chords.is_sorted(), "{chords:?}");
        tiles.sort_unstable();
        assert!(tiles.iter().copied().eq(0..79), "each comes once: {tiles:?}");
    }
}

#[test]
fn tiles_of_some_boxes_come_nearest_first_too() {
    let tree = TileTree::build(&spiral(50_000));
    let from = LatLon::new(40.0, -80.0).expect("on earth").unit().narrow();
    for every in [1, 7, 400] {
        let marked = |node: Node| {
            let width = u32::try_from(FANOUT).expect("small").pow(u32::from(node.level));
            (node.place * width..(node.place + 1) * width).any(|tile| tile % every == 0)
        };
        let mut found = Vec::new();
        let walked = tree.nearest_of(from, &marked, &mut |tile, chord2| {
            found.push((chord2, tile));
            ControlFlow::Continue(())
        });
        assert!(walked.is_continue() && found.is_sorted_by(|one, next| one.0 <= next.0));
        let mut numbers: Vec<u32> = found.into_iter().map(|(_, number)| number).collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (0..782).filter(|tile| tile % every == 0).collect::<Vec<u32>>());
    }
}

#[test]
fn no_rows_make_an_empty_tree() {
    assert_eq!(TileTree::build(&[]).by_nearness([1.0, 0.0, 0.0]).count(), 0);
}
