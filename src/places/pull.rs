//! How much a place is likely to be meant: by its people alone, or by how strongly they pull somebody who is at a point.
//!
//! In: [`Spot`]s, and an [`Eye`]. Out: their pulls, or those that pull most. Invariant: more people never pull less, and
//! nothing pulls more from farther away.

use crate::domain::LatLon;

/// How many people a town is taken to have that only post offices name.
const UNKNOWN_PEOPLE: f64 = 500.0;

/// Within this many miles all distances pull alike.
const NEXT_DOOR: f64 = 10.0;

/// Miles of a degree of latitude.
const MILES_PER_DEGREE: f64 = 69.1;

/// Where a place is, and how many people count for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Spot {
    pub(super) lat: f32,
    pub(super) lon: f32,
    pub(super) people: f32,
}

impl Spot {
    /// The same place by a name that fewer use.
    #[expect(clippy::cast_precision_loss, reason = "a share is a small number")]
    pub(super) fn shared(self, share: u32) -> Self {
        Self { people: self.people / share as f32, ..self }
    }
}

/// Where somebody is who asks: the plane that touches the earth there.
#[derive(Debug, Clone, Copy)]
pub(super) struct Eye {
    lat: f64,
    lon: f64,
    /// How much shorter a degree of longitude is than one of latitude.
    narrowing: f64,
}

impl Eye {
    pub(super) fn new(near: LatLon) -> Self {
        Self { lat: near.lat(), lon: near.lon(), narrowing: near.lat().to_radians().cos() }
    }

    /// How many miles a point is away on the plane.
    #[inline]
    pub(super) fn miles(&self, lat: f64, lon: f64) -> f64 {
        let north = lat - self.lat;
        let mut east = lon - self.lon;
        if east > 180.0 {
            east -= 360.0;
        } else if east < -180.0 {
            east += 360.0;
        }
        let east = east * self.narrowing;
        MILES_PER_DEGREE * (north * north + east * east).sqrt()
    }
}

/// How much a place is meant: by its people, or by how strongly they pull somebody at a point.
///
/// # Source
/// Reilly, "The Law of Retail Gravitation" (1931): people over the square of the distance. Distances are those of a
/// plane that touches the earth at the point, which is enough to compare by.
#[inline]
pub(super) fn pull(spot: Spot, near: Option<Eye>) -> f64 {
    let people = f64::from(spot.people);
    near.map_or(people, |eye| {
        let reach = NEXT_DOOR + eye.miles(f64::from(spot.lat), f64::from(spot.lon));
        (people + UNKNOWN_PEOPLE) / (reach * reach)
    })
}

/// The places that pull most, with their pulls, the strongest first; of those that pull alike the first ones.
///
/// Most are seen to pull too little by their latitude alone.
pub(super) fn strongest(spots: &[Spot], eye: Eye, most: usize) -> Vec<(f64, u32)> {
    let mut best: Vec<(f64, u32)> = Vec::with_capacity(most + 1);
    // What the weakest of so many pulls, a little less for the rounding of the quick look.
    let mut enough = 0.0;
    for (number, spot) in (0..).zip(spots) {
        let reach = NEXT_DOOR + MILES_PER_DEGREE * (f64::from(spot.lat) - eye.lat).abs();
        if f64::from(spot.people) + UNKNOWN_PEOPLE < enough * reach * reach {
            continue;
        }
        let pull = pull(*spot, Some(eye));
        let place = best.partition_point(|(stronger, _)| *stronger >= pull);
        if place < most {
            best.truncate(most - 1);
            best.insert(place, (pull, number));
            if let Some((weakest, _)) = best.last().filter(|_| best.len() == most) {
                enough = weakest * (1.0 - f64::from(f32::EPSILON));
            }
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    prop_compose! {
        fn any_spot()(
            lat in -90.0_f32..=90.0,
            lon in -180.0_f32..=180.0,
            people in prop_oneof![Just(0.0_f32), 0.0_f32..10_000.0, 0.0_f32..9_000_000.0],
        ) -> Spot {
            Spot { lat, lon, people }
        }
    }

    proptest! {
        #[test]
        fn the_strongest_are_those_of_a_scan(
            spots in prop::collection::vec(any_spot(), 0..200),
            near in (-90.0_f64..=90.0, -180.0_f64..=180.0),
            most in 1_usize..25,
            doubled in any::<bool>(),
        ) {
            // Two places at one spot pull alike: the first is given.
            let spots = if doubled { [spots.as_slice(), spots.as_slice()].concat() } else { spots };
            let eye = Eye::new(LatLon::new(near.0, near.1).expect("in range"));
            let mut scanned: Vec<(f64, u32)> =
                (0..).zip(&spots).map(|(number, spot)| (pull(*spot, Some(eye)), number)).collect();
            scanned.sort_by(|a, b| b.0.total_cmp(&a.0));
            scanned.truncate(most);
            prop_assert_eq!(strongest(&spots, eye, most), scanned);
        }
    }
}
