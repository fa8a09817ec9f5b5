//! Where something is: [`LatLon`] in degrees, [`UnitVector`] on the sphere, and the distance between them.

use super::distance::Metres;
use geo::{Distance, Haversine};

/// The mean radius of the earth in metres, as geodesy's GRS 80 gives it: (2a + b) / 3.
///
/// # Source
/// Moritz, "Geodetic Reference System 1980", Journal of Geodesy 74 (2000); the same constant as `geo`'s Haversine.
pub const EARTH_RADIUS: f64 = 6_371_008.8;

/// A point on the earth: finite, in range, latitude first.
///
/// # Units
/// Degrees of WGS 84.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LatLon {
    lat: f64,
    lon: f64,
}

/// Why two numbers are no [`LatLon`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LatLonError {
    /// The latitude is not a number from −90 to 90.
    #[error("a latitude is a number from -90 to 90")]
    Latitude,
    /// The longitude is not a number from −180 to 180.
    #[error("a longitude is a number from -180 to 180")]
    Longitude,
}

impl LatLon {
    /// Takes degrees, latitude first.
    ///
    /// # Errors
    /// [`LatLonError`] when a number is not finite or out of range.
    ///
    /// # Examples
    /// ```
    /// use specialist_finder::domain::LatLon;
    /// let pittsburgh = LatLon::new(40.4356, -79.9641)?;
    /// let boston = LatLon::new(42.3601, -71.0589)?;
    /// assert!((pittsburgh.distance_to(boston).get() - 775_000.0).abs() < 5_000.0);
    /// # Ok::<(), specialist_finder::domain::LatLonError>(())
    /// ```
    pub fn new(lat: f64, lon: f64) -> Result<Self, LatLonError> {
        if !(-90.0..=90.0).contains(&lat) {
            return Err(LatLonError::Latitude);
        }
        if !(-180.0..=180.0).contains(&lon) {
            return Err(LatLonError::Longitude);
        }
        // Adding zero turns -0.0 into 0.0, so that equal points print and hash alike.
        Ok(Self { lat: lat + 0.0, lon: lon + 0.0 })
    }

    /// Degrees north.
    pub fn lat(self) -> f64 {
        self.lat
    }

    /// Degrees east.
    pub fn lon(self) -> f64 {
        self.lon
    }

    /// The great-circle distance on the mean sphere, in f64.
    pub fn distance_to(self, other: Self) -> Metres {
        let metres = Haversine.distance(geo::Point::from(self), geo::Point::from(other));
        // Rounding can push the haversine of antipodes above 1, whose arc sine is no number.
        Metres::new(metres).unwrap_or(Metres::HALF_WAY_ROUND)
    }

    /// The point on the unit sphere.
    pub fn unit(self) -> UnitVector {
        let (sin_lat, cos_lat) = self.lat.to_radians().sin_cos();
        let (sin_lon, cos_lon) = self.lon.to_radians().sin_cos();
        UnitVector([cos_lat * cos_lon, cos_lat * sin_lon, sin_lat])
    }
}

impl From<LatLon> for geo::Point<f64> {
    /// The one place where latitude and longitude become x and y.
    fn from(point: LatLon) -> Self {
        Self::new(point.lon, point.lat)
    }
}

/// A point of the unit sphere as x, y, z. Chords between them order like great-circle distances, over the poles and
/// the 180° meridian too.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct UnitVector([f64; 3]);

impl UnitVector {
    /// The three coordinates.
    pub fn xyz(self) -> [f64; 3] {
        self.0
    }

    /// The same in single precision; its error is under half a metre on the ground.
    #[expect(clippy::cast_possible_truncation, reason = "single precision is what is asked for")]
    pub fn narrow(self) -> [f32; 3] {
        self.0.map(|coordinate| coordinate as f32)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn point(lat: f64, lon: f64) -> LatLon {
        LatLon::new(lat, lon).expect("in range")
    }

    #[test]
    fn refuses_what_is_not_on_earth() {
        for (lat, lon) in [(90.1, 0.0), (f64::NAN, 0.0), (0.0, 180.1), (0.0, f64::NAN), (f64::INFINITY, 0.0)]
        {
            assert!(LatLon::new(lat, lon).is_err(), "{lat},{lon}");
        }
        for (lat, lon) in [(90.0, 180.0), (-90.0, -180.0), (0.0, 0.0)] {
            assert!(LatLon::new(lat, lon).is_ok(), "{lat},{lon}");
        }
    }

    #[test]
    fn antipodes_are_half_way_round() {
        for lat in 0..90 {
            let here = point(f64::from(lat) + 0.123, 12.345);
            let there = point(-here.lat(), here.lon() - 180.0);
            let off = here.distance_to(there).get() - std::f64::consts::PI * EARTH_RADIUS;
            assert!(off.abs() < 1.0, "{lat}: {off}");
        }
    }

    proptest! {
        #[test]
        fn distance_is_a_metric_and_agrees_with_the_chord(
            a in (-90.0..=90.0_f64, -180.0..=180.0_f64), b in (-90.0..=90.0_f64, -180.0..=180.0_f64)
        ) {
            let (a, b) = (point(a.0, a.1), point(b.0, b.1));
            let there = a.distance_to(b).get();
            prop_assert!((there - b.distance_to(a).get()).abs() < 1e-6);
            prop_assert!(a.distance_to(a).get() == 0.0);
            let (u, v) = (a.unit().xyz(), b.unit().xyz());
            let chord = (0..3).map(|k| (u[k] - v[k]).powi(2)).sum::<f64>().sqrt();
            let from_chord = 2.0 * (chord / 2.0).min(1.0).asin() * EARTH_RADIUS;
            prop_assert!((there - from_chord).abs() < 1.0, "{there} {from_chord}");
        }
    }
}
