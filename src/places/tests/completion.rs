//! What is being typed, completed and corrected to places, on the bundled tables.

use super::PLACES;
use crate::domain::{LatLon, Zip5};
use crate::vocabulary::normalize;

fn completed(text: &str, near: Option<&str>) -> Vec<String> {
    let near = near.and_then(|near| PLACES.known(near)?.point());
    let found = PLACES.complete(&normalize::tokens(text), near, 10);
    assert!(found.iter().all(|place| place.edits == 0));
    found.into_iter().map(|place| place.label).collect()
}

#[test]
fn what_is_being_typed_is_completed_most_populous_first() {
    for (typed, first) in [
        ("pittsb", "Pittsburgh, PA"),
        ("Saint Lou", "St. Louis, MO"),
        ("fort wo", "Fort Worth, TX"),
        ("springfield, i", "Springfield, IL"),
        ("pennsy", "Pennsylvania"),
        ("1521", "Pittsburgh, PA 15210"),
        ("n las v", "North Las Vegas, NV"),
        ("nyc", "New York City, NY"),
        ("la", "Louisiana"),
        ("los an", "Los Angeles, CA"),
        ("new", "New York City, NY"),
        ("kansas", "Kansas"),
        ("kan", "Kansas City, MO"),
        ("in", "Indiana"),
        ("", "New York City, NY"),
    ] {
        let found = completed(typed, None);
        assert_eq!(found.first().map(String::as_str), Some(first), "{typed}: {found:?}");
    }
    assert_eq!(completed("nyc", None), ["New York City, NY"]);
    assert!(
        !completed("b", None).iter().any(|label| label == "New York City, NY"),
        "the Big Apple is not typed yet"
    );
    for nothing in ["123456", "qqqq", "15213 15213", "北京", "моск", "ש", "new 北"] {
        assert_eq!(completed(nothing, None), [""; 0]);
    }
}

#[test]
fn near_places_come_before_far_ones_of_their_name() {
    for (typed, near, first) in [
        ("spring", "Chicago, IL", "Springfield, IL"),
        ("springfield", "Boston, MA", "Springfield, MA"),
        ("springfield", "Kansas City, MO", "Springfield, MO"),
        ("springfield", "Cincinnati, OH", "Springfield, OH"),
        ("portl", "Boston, MA", "Portland, ME"),
        ("portl", "Seattle, WA", "Portland, OR"),
        ("columbus", "Atlanta, GA", "Columbus, GA"),
        ("san", "San Diego, CA", "San Diego, CA"),
        ("hou", "Pittsburgh, PA", "Houston, PA"),
        ("hou", "Denver, CO", "Houston, TX"),
        ("los", "Pittsburgh, PA", "Los Angeles, CA"),
        ("anch", "Honolulu, HI", "Anchorage, AK"),
        ("152", "15213", "Pittsburgh, PA 15213"),
    ] {
        let found = completed(typed, Some(near));
        assert_eq!(found.first().map(String::as_str), Some(first), "{typed} near {near}: {found:?}");
    }
}

/// ZIP codes in the exact order of their distance.
#[test]
fn zip_codes_are_completed_nearest_first() {
    let near = PLACES.known("40.4443,-79.95").and_then(|place| place.point()).expect("a point");
    let found = PLACES.complete(&normalize::tokens("15"), Some(near), 10);
    let mut all: Vec<(f64, String)> = (15_000..16_000)
        .filter_map(|number| PLACES.zip(Zip5::new(number).ok()?))
        .filter(|entry| !entry.po_box)
        .map(|entry| (near.distance_to(entry.point).get(), entry.zip.to_string()))
        .collect();
    all.sort_by(|a, b| a.0.total_cmp(&b.0).then_with(|| a.1.cmp(&b.1)));
    let zips: Vec<&str> = found.iter().map(|place| &place.label[place.label.len() - 5..]).collect();
    assert_eq!(zips, all.iter().take(10).map(|(_, zip)| zip.as_str()).collect::<Vec<_>>());
}

/// What remembers something of a place does so by its number.
#[test]
fn places_that_may_be_completions_have_numbers_of_their_own() {
    let mut labels: std::collections::HashMap<u32, String> = std::collections::HashMap::new();
    let letters = || ('a'..='z').chain('0'..='9');
    for typed in letters().flat_map(|first| letters().map(move |second| format!("{first}{second}"))) {
        let tokens = normalize::tokens(&typed);
        let near = LatLon::new(40.44, -79.99).ok();
        for found in [None, near].into_iter().flat_map(|near| PLACES.complete(&tokens, near, 40)) {
            assert!((found.number as usize) < PLACES.count());
            let known = labels.entry(found.number).or_insert_with(|| found.label.clone());
            assert_eq!(*known, found.label);
        }
    }
    assert!(labels.len() > 5_000, "{}", labels.len());
}

fn corrected(text: &str) -> Vec<String> {
    let found = PLACES.correct_completion(&normalize::tokens(text), None, 3);
    assert!(found.iter().all(|place| place.edits > 0));
    found.into_iter().map(|place| place.label).collect()
}

#[test]
fn misspelt_places_are_corrected_to_larger_cities() {
    for (typed, first) in [
        ("philadelpia", "Philadelphia, PA"),
        ("philadelpi", "Philadelphia, PA"),
        ("pittsbrugh", "Pittsburgh, PA"),
        ("chigago", "Chicago, IL"),
        ("los angelas", "Los Angeles, CA"),
        ("san fransisco", "San Francisco, CA"),
        ("cincinatti", "Cincinnati, OH"),
        ("albuquerqe", "Albuquerque, NM"),
        ("housten, tx", "Houston, TX"),
    ] {
        let found = corrected(typed);
        assert_eq!(found.first().map(String::as_str), Some(first), "{typed}: {found:?}");
    }
    for nothing in ["15214", "1521x", "qzqzqz", "", "chi", "chiropractor"] {
        assert_eq!(corrected(nothing), [""; 0], "{nothing}");
    }
}
