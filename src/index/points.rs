//! Where rows are, as exactly as their lists say: by which distances are told, and settled next to an edge.
//!
//! In: latitudes and longitudes. Out: the same, from half the room where all are written with seven decimals at most, as
//! those of postal codes and geocoders mostly are. Invariant: what is read is equal to what was written.

use super::column::{Column, Files};
use super::columns;
use super::error::IndexError;
use super::layout;
use crate::domain::LatLon;
use std::path::Path;

/// Steps of a degree: seven decimals, 1.1 cm at the equator, the most with which 180 degrees fit 32 bits.
const STEPS: f64 = 1e7;

/// The points of all rows, mapped.
pub(super) enum Points {
    /// Latitude and longitude in [`STEPS`].
    Steps(Column<[i32; 2]>),
    /// In degrees.
    Degrees(Column<[f64; 2]>),
}

/// The same as slices, for a lookup.
#[derive(Clone, Copy)]
pub(super) enum PointsOfRows<'t> {
    Steps(&'t [[i32; 2]]),
    Degrees(&'t [[f64; 2]]),
}

impl Points {
    /// Opens the points of so many rows.
    pub(super) fn open(files: &Files, rows: usize) -> Result<Self, IndexError> {
        Ok(if files.has(layout::ROW_STEPS) {
            Self::Steps(files.column(layout::ROW_STEPS, rows)?)
        } else {
            Self::Degrees(files.column(layout::ROW_DEGREES, rows)?)
        })
    }

    /// As slices.
    pub(super) fn view(&self) -> PointsOfRows<'_> {
        match self {
            Self::Steps(rows) => PointsOfRows::Steps(rows.items()),
            Self::Degrees(rows) => PointsOfRows::Degrees(rows.items()),
        }
    }
}

impl PointsOfRows<'_> {
    /// The point of a row; none where what was written is not on earth.
    #[inline]
    pub(super) fn get(self, row: u32) -> Option<LatLon> {
        let [lat, lon] = match self {
            Self::Steps(rows) => rows[row as usize].map(degrees),
            Self::Degrees(rows) => rows[row as usize],
        };
        LatLon::new(lat, lon).ok()
    }

    /// Whether two rows are written at one point; false where one of them is none.
    #[inline]
    pub(super) fn are_together(self, one: u32, other: u32) -> bool {
        let (one, other) = (one as usize, other as usize);
        match self {
            Self::Steps(rows) => rows.get(one).is_some_and(|point| rows.get(other) == Some(point)),
            Self::Degrees(rows) => rows.get(one).is_some_and(|point| rows.get(other) == Some(point)),
        }
    }

    /// The first file that is not what it should be.
    ///
    /// # Complexity
    /// One pass.
    pub(super) fn fault(self) -> Option<&'static str> {
        let (file, rows) = match self {
            Self::Steps(rows) => (layout::ROW_STEPS, rows.len()),
            Self::Degrees(rows) => (layout::ROW_DEGREES, rows.len()),
        };
        let rows = u32::try_from(rows).unwrap_or(u32::MAX);
        (0..rows).any(|row| self.get(row).is_none()).then_some(file)
    }
}

/// Writes the points of all rows.
///
/// # Complexity
/// Two passes.
pub(super) fn write(
    directory: &Path,
    points: impl Iterator<Item = LatLon> + Clone,
) -> Result<(), IndexError> {
    let coordinates = points.flat_map(|point| [point.lat(), point.lon()]);
    if coordinates.clone().all(|degrees| steps(degrees).is_some()) {
        let steps = coordinates.filter_map(steps);
        columns::write(directory, layout::ROW_STEPS, steps.map(i32::to_le_bytes))
    } else {
        columns::write(directory, layout::ROW_DEGREES, coordinates.map(f64::to_le_bytes))
    }
}

/// The degrees in whole steps, where they are so many and no more.
fn steps(coordinate: f64) -> Option<i32> {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "at most 180 degrees, and what is cut is not equal below"
    )]
    let steps = (coordinate * STEPS).round() as i32;
    degrees(steps).total_cmp(&coordinate).is_eq().then_some(steps)
}

/// The number nearest to so many steps, which is that of the same decimals when they are read: of two whole numbers a
/// quotient is rounded once.
#[inline]
fn degrees(steps: i32) -> f64 {
    f64::from(steps) / STEPS
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read_back(points: &[LatLon]) -> (bool, Vec<LatLon>) {
        let folder = tempfile::tempdir().expect("a folder");
        write(folder.path(), points.iter().copied()).expect("space");
        let files = Files::open(folder.path(), "000001".to_owned()).expect("a folder");
        let opened = Points::open(&files, points.len()).expect("as many as were written");
        let view = opened.view();
        assert_eq!(view.fault(), None);
        let rows = 0..u32::try_from(points.len()).expect("few");
        (files.has(layout::ROW_STEPS), rows.map(|row| view.get(row).expect("on earth")).collect())
    }

    fn point(lat: f64, lon: f64) -> LatLon {
        LatLon::new(lat, lon).expect("on earth")
    }

    #[test]
    fn one_that_has_more_decimals_makes_all_wide() {
        let few = [point(40.44, -79.95), point(-90.0, 180.0), point(90.0, -180.0), point(0.0, 1e-7)];
        assert_eq!(read_back(&few), (true, few.to_vec()));
        let many = [few[0], point(40.0, 1.0 / 3.0)];
        assert_eq!(read_back(&many), (false, many.to_vec()));
    }

    #[test]
    fn rows_at_one_point_are_told_from_others() {
        let (steps, degrees) = ([[1, 2], [1, 2], [2, 1]], [[0.1, 0.2], [0.1, 0.2], [0.2, 0.1]]);
        for rows in [PointsOfRows::Steps(&steps), PointsOfRows::Degrees(&degrees)] {
            let pairs = [(0, 1), (1, 0), (2, 2), (0, 2), (0, 3), (3, 3), (u32::MAX, u32::MAX)];
            let told = pairs.map(|(one, other)| rows.are_together(one, other));
            assert_eq!(told, [true, true, true, false, false, false, false]);
        }
    }

    #[test]
    fn what_is_not_on_earth_is_told() {
        assert_eq!(PointsOfRows::Steps(&[[0, 0], [900_000_001, 0]]).fault(), Some(layout::ROW_STEPS));
        assert_eq!(PointsOfRows::Steps(&[[0, i32::MIN]]).fault(), Some(layout::ROW_STEPS));
        assert_eq!(PointsOfRows::Degrees(&[[0.0, f64::NAN]]).fault(), Some(layout::ROW_DEGREES));
    }

    proptest! {
        #[test]
        fn seven_decimals_come_back_as_they_are_read(lat in -900_000_000..=900_000_000_i32, lon in -1_800_000_000..=1_800_000_000_i32) {
            let read = |steps: i32| -> f64 {
                let (sign, digits) = (if steps < 0 { "-" } else { "" }, steps.unsigned_abs());
                format!("{sign}{}.{:07}", digits / 10_000_000, digits % 10_000_000).parse().expect("a number")
            };
            let given = [point(read(lat), read(lon))];
            prop_assert_eq!(read_back(&given), (true, given.to_vec()));
        }

        #[test]
        fn every_point_comes_back(lat in -90.0..=90.0_f64, lon in -180.0..=180.0_f64) {
            let given = [point(lat, lon)];
            prop_assert_eq!(read_back(&given).1, given.to_vec());
        }
    }
}
