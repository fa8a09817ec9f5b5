//! Random questions against a plain scan of the very rows that were imported: same totals, same order, same distances.
//!
//! The scan shares nothing with the program: it has its own haversine, its own sort, and no index.

use crate::support::{Numbers, TestIndex, search, who};
use std::collections::BTreeMap;
use std::fmt::Write as _;

struct Row {
    id: String,
    specialty: &'static str,
    lat: f64,
    lon: f64,
}

const SPECIALTIES: [&str; 4] = ["chiropractor", "physical_therapist", "acupuncturist", "neurosurgeon"];
/// Mainland, Alaska (both sides of the 180° meridian), Hawaii, Puerto Rico, Guam, Samoa, Key West, Maine.
const ZIPS: [(&str, f64, f64); 12] = [
    ("15213", 40.4436, -79.9553),
    ("10001", 40.7506, -73.9972),
    ("60601", 41.8853, -87.6216),
    ("90012", 34.0614, -118.2385),
    ("59547", 48.45, -109.0),
    ("99546", 51.87, -176.63),
    ("99723", 70.3, -156.6),
    ("96813", 21.317, -157.848),
    ("00901", 18.4655, -66.1057),
    ("96910", 13.4443, 144.7863),
    ("33040", 24.5552, -81.7816),
    ("04736", 46.86, -68.01),
];

/// The distance in metres on the mean sphere, by the haversine formula.
fn metres(a: (f64, f64), b: (f64, f64)) -> f64 {
    let (la, lb) = (a.0.to_radians(), b.0.to_radians());
    let half = |from: f64, to: f64| ((to - from) / 2.0).sin().powi(2);
    let h = half(la, lb) + la.cos() * lb.cos() * half(a.1.to_radians(), b.1.to_radians());
    2.0 * 6_371_008.8 * h.sqrt().min(1.0).asin()
}

/// So many rows; every fifth provider has a second practice, every third shares its point with the row before.
fn rows(count: usize, numbers: &mut Numbers) -> (Vec<Row>, String) {
    let mut rows: Vec<Row> = Vec::new();
    let mut text = String::from("id,name,specialty,address,zip,lat,lon\n");
    for number in 0..count {
        let practices = if number % 5 == 0 { 2 } else { 1 };
        let specialty = SPECIALTIES[numbers.below(SPECIALTIES.len())];
        for practice in 0..practices {
            let (zip, lat, lon) = ZIPS[numbers.below(ZIPS.len())];
            let shares = number % 3 == 0 && practice == 0 && !rows.is_empty();
            let (lat, lon) = if shares {
                (rows[rows.len() - 1].lat, rows[rows.len() - 1].lon)
            } else {
                let lon = lon + numbers.around() * 1.9;
                (lat + numbers.around() * 1.2, if lon < -180.0 { lon + 360.0 } else { lon })
            };
            let (lat, lon) = ((lat * 1e6).round() / 1e6, (lon * 1e6).round() / 1e6);
            // A shared point may lie far from this row's own ZIP code: then the row states none but that of the point.
            let zip = if shares { nearest_zip(lat, lon) } else { zip };
            writeln!(text, "{number},Jane Doe{number},{specialty},{practice} Main St,{zip},{lat},{lon}")
                .expect("written");
            rows.push(Row { id: format!("list:{number}"), specialty, lat, lon });
        }
    }
    (rows, text)
}

fn nearest_zip(lat: f64, lon: f64) -> &'static str {
    let nearest =
        ZIPS.iter().min_by(|a, b| metres((a.1, a.2), (lat, lon)).total_cmp(&metres((b.1, b.2), (lat, lon))));
    nearest.expect("there are ZIP codes").0
}

/// Providers of a specialty by distance, each at its nearest practice.
fn scan(rows: &[Row], specialty: &str, from: (f64, f64)) -> Vec<(f64, String)> {
    let mut nearest: BTreeMap<&str, f64> = BTreeMap::new();
    for row in rows.iter().filter(|row| row.specialty == specialty) {
        let far = metres(from, (row.lat, row.lon));
        nearest.entry(&row.id).and_modify(|known| *known = known.min(far)).or_insert(far);
    }
    let mut found: Vec<(f64, String)> = nearest.into_iter().map(|(id, far)| (far, id.to_owned())).collect();
    found.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    found
}

#[test]
fn random_questions_equal_a_scan_of_the_rows() {
    let mut numbers = Numbers(0x0a_c1e5);
    let (rows, text) = rows(4_000, &mut numbers);
    let index = TestIndex::new();
    let outcome = index.import_text("list.csv", &text);
    assert_eq!((outcome.refused, outcome.rejected, outcome.skipped), (None, 0, 0), "{:?}", outcome.errors);
    assert_eq!(outcome.repaired, 0, "every row must stand where it says: {:?}", outcome.repairs);
    let engine = index.engine();
    let mut checked = 0;
    for question in 0..400 {
        let (_, lat, lon) = ZIPS[numbers.below(ZIPS.len())];
        let from =
            (lat + numbers.around(), if question % 7 == 0 { 180.0 * numbers.around().signum() } else { lon });
        let specialty = SPECIALTIES[numbers.below(SPECIALTIES.len())];
        let miles = [1.0, 5.0, 10.0, 25.0, 60.0, 100.0][numbers.below(6)];
        let expected = scan(&rows, specialty, from);
        let edge = miles * 1_609.344;
        if expected.iter().any(|(far, _)| (far - edge).abs() < 0.01) {
            continue;
        }
        let inside: Vec<_> = expected.iter().filter(|(far, _)| *far <= edge).collect();
        let (lat, lon, radius) = (from.0.to_string(), from.1.to_string(), miles.to_string());
        let pairs = [
            ("specialty", specialty),
            ("lat", &lat),
            ("lon", &lon),
            ("radius", &radius),
            ("strict", "true"),
            ("sort", "distance"),
            ("limit", "100"),
        ];
        let answer = search(&engine, &pairs).expect("an answer");
        assert_eq!(answer.total, inside.len() as u64, "{pairs:?}");
        for (hit, (far, id)) in answer.hits.iter().zip(&inside) {
            let measured = hit.metres.expect("a distance").get();
            assert!((measured - far).abs() < 1e-3, "{pairs:?}: {measured} {far}");
            // Two points a nanometre apart may change places; equal points may not.
            let same = who(hit).id.to_string() == *id;
            assert!(
                same || inside
                    .iter()
                    .any(|(other, name)| *name == who(hit).id.to_string() && (other - far).abs() < 1e-6)
            );
        }
        checked += 1;
    }
    eprintln!("{checked} questions equal the scan of {} rows", rows.len());
    assert!(checked > 300);
}

#[test]
fn pages_of_every_order_hold_everybody_once() {
    let mut numbers = Numbers(0xb00c);
    let (rows, text) = rows(500, &mut numbers);
    let index = TestIndex::new();
    assert_eq!(index.import_text("list.csv", &text).refused, None);
    let engine = index.engine();
    let expected = scan(&rows, "chiropractor", (40.44, -79.95)).len();
    for sort in ["relevance", "distance", "name", "updated"] {
        let mut seen: Vec<String> = Vec::new();
        let mut cursor: Option<String> = None;
        loop {
            let mut pairs = vec![
                ("specialty", "chiropractor"),
                ("near", "40.44,-79.95"),
                ("radius", "any"),
                ("limit", "7"),
                ("sort", sort),
            ];
            pairs.extend(cursor.as_deref().map(|cursor| ("cursor", cursor)));
            let answer = search(&engine, &pairs).expect("a page");
            assert_eq!(answer.total, expected as u64, "{sort}");
            seen.extend(answer.hits.iter().map(|hit| who(hit).id.to_string()));
            cursor = answer.next;
            if cursor.is_none() {
                break;
            }
        }
        let mut once = seen.clone();
        once.sort();
        once.dedup();
        assert_eq!((seen.len(), once.len()), (expected, expected), "{sort}");
    }
}
