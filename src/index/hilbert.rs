//! The order of documents: places near each other on the Hilbert curve are near each other on earth.
//!
//! In: a point. Out: its place on the curve as a number. The curve fills the square of longitude and latitude, so it
//! breaks at the 180° meridian and the poles; that costs a circle there a few more ranges and never an answer.

use crate::domain::LatLon;

/// Levels of the curve: one for each bit of a coordinate.
const LEVELS: u32 = 32;

/// A point's place on the curve.
///
/// Both coordinates are scaled alike, so that a cell is a square of degrees, 9 mm wide at the equator.
pub(super) fn key(point: LatLon) -> u64 {
    distance(scaled(point.lon() + 180.0), scaled(point.lat() + 90.0), LEVELS)
}

/// Degrees from 0 to 360 as a number from 0 to `u32::MAX`.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the product lies within the 32 bits, and a cast from a float saturates"
)]
fn scaled(degrees: f64) -> u32 {
    (degrees / 360.0 * f64::from(u32::MAX)) as u32
}

/// How far along the curve of `levels` levels the cell (x, y) lies.
///
/// # Source
/// Hilbert, "Über die stetige Abbildung einer Linie auf ein Flächenstück", Mathematische Annalen 38 (1891): each
/// quadrant holds the curve of the level below, mirrored or turned so that the ends meet.
fn distance(mut x: u32, mut y: u32, levels: u32) -> u64 {
    let mut along = 0;
    for level in (0..levels).rev() {
        let (right, upper) = ((x >> level) & 1, (y >> level) & 1);
        along = (along << 2) | u64::from((3 * right) ^ upper);
        if upper == 0 {
            if right == 1 {
                (x, y) = (!x, !y);
            }
            (x, y) = (y, x);
        }
    }
    along
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_of_a_grid_has_its_place_and_neighbours_on_the_curve_touch() {
        for levels in 1..=6 {
            let side = 1_u32 << levels;
            let mut cells = vec![None; (side * side) as usize];
            for x in 0..side {
                for y in 0..side {
                    let place = usize::try_from(distance(x, y, levels)).expect("a small grid");
                    assert_eq!(cells[place].replace((x, y)), None, "two cells at {place}");
                }
            }
            let cells: Vec<(u32, u32)> = cells.into_iter().map(|cell| cell.expect("no gap")).collect();
            for pair in cells.windows(2) {
                assert_eq!(pair[0].0.abs_diff(pair[1].0) + pair[0].1.abs_diff(pair[1].1), 1, "{pair:?}");
            }
        }
    }

    #[test]
    fn the_whole_earth_has_places() {
        let point = |lat, lon| LatLon::new(lat, lon).expect("in range");
        let corners = [(90.0, 180.0), (-90.0, -180.0), (90.0, -180.0), (-90.0, 180.0), (0.0, 0.0)];
        let mut keys: Vec<u64> = corners.iter().map(|&(lat, lon)| key(point(lat, lon))).collect();
        keys.sort_unstable();
        keys.dedup();
        assert_eq!(keys.len(), corners.len());
        let (street, next_door, far) =
            (point(40.4443, -79.95), point(40.444_301, -79.95), point(34.0, -118.2));
        assert!(key(street).abs_diff(key(next_door)) < key(street).abs_diff(key(far)));
    }
}
