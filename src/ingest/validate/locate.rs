//! Where a practice is: the stated point where it can be believed, else the ZIP code's, else the city's.

use super::coordinates::{self, Stated};
use super::notes::Notes;
use crate::domain::{Accuracy, LatLon, Metres};
use crate::ingest::{Code, Record};

/// How far stated coordinates may lie from the ZIP code or city that the row names.
///
/// # Source
/// CONTRACT.md, "Import policies": 150 miles. The largest ZIP areas, in Alaska, reach about as far.
const SURROUNDINGS: Metres = Metres::from_whole_miles(150);

/// Where the address alone places a practice: the ZIP code's point, or the city's.
pub(super) type Known = (LatLon, Accuracy);

/// Whether a point lies where the address says.
fn surrounds(known: LatLon, point: LatLon) -> bool {
    // Most are near, which is seen without an arc sine: a degree is at most 70 miles.
    let (lat, lon) = (known.lat() - point.lat(), known.lon() - point.lon());
    lat.abs() < 1.0 && lon.abs() < 1.0 || known.distance_to(point) <= SURROUNDINGS
}

/// The point of a practice and how well it is known. Why stated coordinates were not believed is said.
pub(super) fn locate(record: &Record, known: Known, notes: &mut Notes<'_>) -> (LatLon, Accuracy) {
    let doubt = match coordinates::stated(record) {
        Stated::Nothing => return known,
        Stated::Unusable(why) => Doubt { code: Code::CoordinatesUnusable, why },
        Stated::Pair { lat, lon, dressed } => match believed(lat, lon, known.0) {
            Ok(point) => {
                if dressed {
                    let raw = shown(record);
                    notes.repaired(
                        "lat",
                        Code::NumberRecoded,
                        &raw,
                        "the coordinates were read through their dress",
                    );
                }
                return (point, Accuracy::Exact);
            }
            Err(doubt) => doubt,
        },
    };
    let instead = match known.1 {
        Accuracy::Exact | Accuracy::Zip => "the ZIP code's point is taken",
        Accuracy::City => "the city's point is taken",
    };
    notes.repaired("lat", doubt.code, &shown(record), format!("{}; {instead}", doubt.why));
    known
}

/// Why stated coordinates are not believed.
struct Doubt {
    code: Code,
    why: &'static str,
}

fn believed(lat: f64, lon: f64, known: LatLon) -> Result<LatLon, Doubt> {
    if lat == 0.0 && lon == 0.0 {
        return Err(Doubt { code: Code::CoordinatesZero, why: "0, 0 lies in the sea off Africa" });
    }
    let stated = LatLon::new(lat, lon);
    if let Ok(point) = stated
        && surrounds(known, point)
    {
        return Ok(point);
    }
    let exchanged = LatLon::new(lon, lat).is_ok_and(|point| surrounds(known, point));
    Err(match stated {
        _ if exchanged => {
            Doubt { code: Code::CoordinatesSwapped, why: "latitude and longitude changed places" }
        }
        Ok(_) => Doubt { code: Code::CoordinatesFar, why: "the point is over 150 miles from the address" },
        Err(_) => Doubt { code: Code::CoordinatesUnusable, why: "the point is not on earth" },
    })
}

fn shown(record: &Record) -> String {
    format!("{}, {}", record.lat, record.lon)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Format, Position};
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_is_seen_to_be_near_is_near(lat in -90.0..90.0_f64, lon in -180.0..180.0_f64, north in -3.0..3.0_f64, east in -3.0..3.0_f64) {
            let (lat_there, lon_there) = ((lat + north).clamp(-90.0, 90.0), (lon + east).clamp(-180.0, 180.0));
            let (here, there) = (point(lat, lon), point(lat_there, lon_there));
            prop_assert_eq!(surrounds(here, there), here.distance_to(there) <= SURROUNDINGS);
        }
    }

    fn point(lat: f64, lon: f64) -> LatLon {
        LatLon::new(lat, lon).expect("in range")
    }

    #[test]
    fn stated_points_are_believed_only_near_the_address() {
        let pittsburgh = point(40.4436, -79.9532);
        let denver = point(39.7510, -104.9970);
        let adak = point(51.88, -176.65);
        let zip = |point| (point, Accuracy::Zip);
        let city = |point| (point, Accuracy::City);
        for (lat, lon, known, expected, code) in [
            ("40.4523", "-79.9532", zip(pittsburgh), Accuracy::Exact, None),
            ("40,4523", "-79,9532", zip(pittsburgh), Accuracy::Exact, Some(Code::NumberRecoded)),
            ("", "", zip(pittsburgh), Accuracy::Zip, None),
            ("", "", city(pittsburgh), Accuracy::City, None),
            ("NaN", "-79.9532", zip(pittsburgh), Accuracy::Zip, Some(Code::CoordinatesUnusable)),
            ("40.4523", "", zip(pittsburgh), Accuracy::Zip, Some(Code::CoordinatesUnusable)),
            ("91", "-79.9532", zip(pittsburgh), Accuracy::Zip, Some(Code::CoordinatesUnusable)),
            ("0", "0.0", zip(pittsburgh), Accuracy::Zip, Some(Code::CoordinatesZero)),
            ("-79.9532", "40.4523", zip(pittsburgh), Accuracy::Zip, Some(Code::CoordinatesSwapped)),
            ("-105.0033", "39.7567", zip(denver), Accuracy::Zip, Some(Code::CoordinatesSwapped)),
            ("-79.9532", "40.4523", city(pittsburgh), Accuracy::City, Some(Code::CoordinatesSwapped)),
            ("51.9", "180", zip(pittsburgh), Accuracy::Zip, Some(Code::CoordinatesFar)),
            ("40.4523", "79.9532", zip(pittsburgh), Accuracy::Zip, Some(Code::CoordinatesFar)),
            ("51.95", "179.95", zip(adak), Accuracy::Exact, None),
            ("51.973", "-179.73", zip(adak), Accuracy::Exact, None),
            ("51.9", "-180", zip(adak), Accuracy::Exact, None),
        ] {
            let position = Position { file: "a.csv".into(), line: 2 };
            let mut record = Record::empty(position.clone(), Format::Own);
            (record.lat, record.lon) = (lat.to_owned(), lon.to_owned());
            let mut notes = Notes::new(&position);
            let (_, located) = locate(&record, known, &mut notes);
            assert_eq!(located, expected, "{lat} {lon}");
            assert_eq!(notes.into_findings().first().map(|finding| finding.code), code, "{lat} {lon}");
        }
    }
}
