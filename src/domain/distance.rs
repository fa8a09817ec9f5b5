//! How far: [`Metres`] inside, miles and kilometres only at the rim.

use std::fmt;

/// A distance that is finite and not negative.
///
/// # Units
/// Metres.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Metres(f64);

impl Metres {
    /// No distance.
    pub const ZERO: Self = Self(0.0);
    /// Half the circumference of the mean sphere: nothing is further away.
    pub const HALF_WAY_ROUND: Self = Self(std::f64::consts::PI * super::point::EARTH_RADIUS);

    /// Takes metres; `None` when negative or not finite.
    pub fn new(metres: f64) -> Option<Self> {
        (metres.is_finite() && metres >= 0.0).then_some(Self(metres))
    }

    /// Metres of a whole number of miles.
    pub const fn from_whole_miles(miles: u32) -> Self {
        Self(miles as f64 * Units::Miles.metres())
    }

    /// The number.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// The number in miles or kilometres, unrounded.
    pub fn in_units(self, units: Units) -> f64 {
        self.0 / units.metres()
    }

    /// The number in miles or kilometres, rounded half up to one decimal, as answers show it.
    pub fn rounded(self, units: Units) -> f64 {
        (self.in_units(units) * 10.0 + 0.5).floor() / 10.0
    }
}

impl Eq for Metres {}

impl PartialOrd for Metres {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Metres {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl PartialEq<f64> for Metres {
    fn eq(&self, other: &f64) -> bool {
        self.0 == *other
    }
}

/// What a caller counts distances in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Units {
    /// International miles, `mi`.
    #[default]
    Miles,
    /// Kilometres, `km`.
    Kilometres,
}

impl Units {
    /// Metres in one unit; the international mile is exactly 1,609.344 m (1959 agreement).
    pub const fn metres(self) -> f64 {
        match self {
            Self::Miles => 1_609.344,
            Self::Kilometres => 1_000.0,
        }
    }

    /// `mi` or `km`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Miles => "mi",
            Self::Kilometres => "km",
        }
    }

    /// Reads `mi` or `km`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "mi" => Some(Self::Miles),
            "km" => Some(Self::Kilometres),
            _ => None,
        }
    }
}

impl fmt::Display for Units {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.as_str())
    }
}

/// How far from a place a search reaches: above 0, at most 100 miles; remembers the number and unit that were said.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Radius {
    value: f64,
    units: Units,
}

/// Why a number is no [`Radius`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a radius is above 0 and at most 100 miles (160.9344 km)")]
pub struct RadiusError;

impl Radius {
    /// The widest radius.
    pub const MAX: Metres = Metres::from_whole_miles(100);

    /// Takes a number of miles or kilometres.
    ///
    /// # Errors
    /// [`RadiusError`] when the number is not finite, not above 0, or beyond 100 miles.
    pub fn new(value: f64, units: Units) -> Result<Self, RadiusError> {
        let metres = value * units.metres();
        // A thousandth of a millimetre lets 160.9344 km be 100 miles whatever the rounding.
        if value > 0.0 && metres > 0.0 && metres <= Self::MAX.get() + 1e-6 {
            Ok(Self { value, units })
        } else {
            Err(RadiusError)
        }
    }

    /// Takes miles.
    ///
    /// # Errors
    /// [`RadiusError`] as for [`Radius::new`].
    pub fn from_miles(miles: f64) -> Result<Self, RadiusError> {
        Self::new(miles, Units::Miles)
    }

    /// The radius in metres; the edge belongs to the circle.
    pub fn metres(self) -> Metres {
        Metres(self.value * self.units.metres())
    }

    /// The number in `units`, exactly as said when the units are the same.
    pub fn in_units(self, units: Units) -> f64 {
        if units == self.units { self.value } else { self.metres().in_units(units) }
    }
}

/// A circle or the whole earth.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Reach {
    /// Within a radius, edge included.
    Within(Radius),
    /// No edge: `radius=any`.
    Any,
}

impl fmt::Display for Reach {
    /// As the parameter `radius` takes it: `10mi`, `15km`, `any`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Within(radius) => write!(out, "{}{}", radius.value, radius.units),
            Self::Any => out.write_str("any"),
        }
    }
}

impl Reach {
    /// The edge in metres, `None` when there is none.
    pub fn edge(self) -> Option<Metres> {
        match self {
            Self::Within(radius) => Some(radius.metres()),
            Self::Any => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_radius_is_above_zero_and_at_most_a_hundred_miles() {
        for good in [0.000_1, 1.0, 100.0] {
            assert!(Radius::from_miles(good).is_ok(), "{good}");
        }
        for bad in [0.0, -1.0, 100.000_1, f64::NAN, f64::INFINITY] {
            assert!(Radius::from_miles(bad).is_err(), "{bad}");
        }
        let reach =
            |value, units| Radius::new(value, units).map(Reach::Within).expect("a radius").to_string();
        assert_eq!([reach(10.0, Units::Miles), reach(2.5, Units::Kilometres)], ["10mi", "2.5km"]);
        assert!(Radius::new(160.934_4, Units::Kilometres).is_ok());
        assert!(Radius::new(161.0, Units::Kilometres).is_err());
    }

    #[test]
    fn rounds_half_up_to_one_decimal() {
        let cases =
            [(0.0, 0.0), (80.467_2, 0.1), (80.0, 0.0), (1_609.344, 1.0), (1_537.6, 1.0), (16_093.44, 10.0)];
        for (metres, miles) in cases {
            let rounded = Metres::new(metres).expect("positive").rounded(Units::Miles);
            assert!((rounded - miles).abs() < 1e-12, "{metres} {rounded}");
        }
    }
}
