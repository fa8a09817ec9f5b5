//! What tells that an address is in another country where its columns for country and state do not.
//!
//! In: a postal code, or stated coordinates. Out: whether it is surely abroad. Invariant: what a ZIP code or a slip in
//! coordinates can be (a sign that is lost, numbers that changed places) is never called foreign.

use super::coordinates::{self, Stated};
use crate::ingest::Record;

/// Boxes that hold the United States, its territories and the states in free association: south, north, west, east, in
/// degrees.
///
/// # Source
/// `data/places/zips.csv`, whose points lie in them, with a degree or more to spare.
const OURS: [[f64; 4]; 7] = [
    [23.0, 50.5, -126.0, -65.0],
    [50.0, 72.5, -180.0, -128.0],
    [50.0, 55.0, 170.0, 180.0],
    [17.0, 30.0, -180.0, -153.0],
    [16.5, 19.5, -69.0, -63.5],
    [-1.0, 22.0, 129.0, 174.0],
    [-16.0, -9.0, -174.0, -167.0],
];

/// Whether a text is a postal code of Canada (`M5V 2T6`) or of the United Kingdom (`SW1A 1AA`).
pub(super) fn is_postal_code(text: &str) -> bool {
    let signs: Vec<u8> = text.bytes().filter(|sign| !matches!(sign, b' ' | b'-')).collect();
    is_canadian(&signs) || is_british(&signs)
}

fn is_canadian(signs: &[u8]) -> bool {
    let shaped = signs
        .iter()
        .enumerate()
        .all(|(place, sign)| if place % 2 == 0 { sign.is_ascii_alphabetic() } else { sign.is_ascii_digit() });
    shaped && signs.len() == 6
}

/// One or two letters, a digit, perhaps one more of either; then a digit and two letters.
fn is_british(signs: &[u8]) -> bool {
    let Some((outward, inward)) = signs.split_last_chunk::<3>() else { return false };
    let letters = outward.iter().take_while(|sign| sign.is_ascii_alphabetic()).count();
    let district = outward.get(letters..).unwrap_or_default();
    let [number, street, house] = inward;
    (1..=2).contains(&letters)
        && (1..=2).contains(&district.len())
        && district[0].is_ascii_digit()
        && district.iter().all(u8::is_ascii_alphanumeric)
        && number.is_ascii_digit()
        && street.is_ascii_alphabetic()
        && house.is_ascii_alphabetic()
}

/// Whether the stated point is abroad, also with signs or places changed.
pub(super) fn is_point_abroad(record: &Record) -> bool {
    let Stated::Pair { lat, lon, .. } = coordinates::stated(record) else { return false };
    let (lat, lon) = (lat.abs(), lon.abs());
    let is_somewhere = lat <= 90.0 && lon <= 180.0 && (lat, lon) != (0.0, 0.0);
    let is_ours = |lat: f64, lon: f64| {
        let inside = |[south, north, west, east]: [f64; 4]| {
            (south..=north).contains(&lat) && (west..=east).contains(&lon)
        };
        OURS.into_iter().any(inside)
    };
    let signs = [1.0, -1.0];
    let mut turned = signs.iter().flat_map(|north| signs.iter().map(move |east| (*north, *east)));
    is_somewhere
        && !turned.any(|(north, east)| is_ours(north * lat, east * lon) || is_ours(north * lon, east * lat))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Format, Position};
    use crate::places::Places;

    #[test]
    fn postal_codes_of_canada_and_the_united_kingdom_are_known() {
        for code in
            ["M5V 2T6", "h2x-1y4", "K1A0B1", "M1 1AE", "B33 8TH", "CR2 6XH", "DN55 1PT", "w1a 0ax", "EC1A1BB"]
        {
            assert!(is_postal_code(code), "{code}");
        }
        for code in
            ["15213", "15213-1234", "PA 15213", "PR00901", "M5V", "SW1A", "1AA", "", "AB", "A1B2C3D4", "N/A"]
        {
            assert!(!is_postal_code(code), "{code}");
        }
    }

    fn abroad(lat: &str, lon: &str) -> bool {
        let mut record = Record::empty(Position { file: "a.csv".into(), line: 2 }, Format::Own);
        (record.lat, record.lon) = (lat.to_owned(), lon.to_owned());
        is_point_abroad(&record)
    }

    #[test]
    fn points_are_abroad_only_where_no_slip_puts_them_here() {
        for (lat, lon) in
            [("48.86", "2.35"), ("52.5", "13.4"), ("-33.9", "151.2"), ("19.4", "-99.1"), ("2.35", "48.86")]
        {
            assert!(abroad(lat, lon), "{lat}, {lon}");
        }
        for (lat, lon) in [
            ("40.44", "-79.99"),
            ("40.44", "79.99"),
            ("-79.99", "40.44"),
            ("43.65", "-79.38"),
            ("0", "0"),
            ("", ""),
            ("91", "200"),
        ] {
            assert!(!abroad(lat, lon), "{lat}, {lon}");
        }
    }

    #[test]
    fn no_zip_code_is_abroad() {
        let places = Places::bundled().expect("bundled places");
        for number in 0..100_000_u32 {
            let Some(entry) = format!("{number:05}").parse().ok().and_then(|zip| places.zip(zip)) else {
                continue;
            };
            let (lat, lon) = (entry.point.lat(), entry.point.lon());
            assert!(!abroad(&lat.to_string(), &lon.to_string()), "{number:05} {lat} {lon}");
        }
    }
}
