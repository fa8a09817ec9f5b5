//! Cells that stand in each other's columns, far apart, or hold answers where terms are asked for.

use super::*;

#[test]
fn cities_states_and_zip_codes_are_held_against_each_other() {
    for (city, state, zip, expected, codes) in [
        ("Pittsburgh", "PA", "15213", "Pittsburgh PA 15213", vec![]),
        ("Philadelphia", "PA", "15213", "Philadelphia PA 15213", vec![Code::CityMismatch]),
        ("Oakland", "PA", "15213", "Oakland PA 15213", vec![]),
        ("PA", "Pittsburgh", "15213", "Pittsburgh PA 15213", vec![Code::StateRecoded]),
        ("15213", "PA", "Pittsburgh", "Pittsburgh PA 15213", vec![Code::NumberRecoded]),
    ] {
        let record = with(|r| {
            (r.city, r.state, r.zip) = (city.into(), state.into(), zip.into());
            (r.lat, r.lon) = (String::new(), String::new());
        });
        let (provider, said) = kept(&record);
        let practice = provider.practices.first();
        let zip = practice.zip.map(|zip| zip.to_string()).unwrap_or_default();
        assert_eq!(
            (format!("{} {} {zip}", practice.city, practice.state), said),
            (expected.to_owned(), codes),
            "{city}"
        );
    }
}

#[test]
fn answers_are_no_languages_and_codes_are() {
    for (cell, expected, dropped) in [
        ("No", "", false),
        ("None", "", false),
        ("N/A", "", false),
        ("So", "", true),
        ("He", "", true),
        ("My", "", true),
        ("English, no", "en", true),
        ("English only", "en", false),
        ("en|no", "en,no", false),
        ("en/es", "en,es", false),
        ("Norwegian", "no", false),
        ("English and Spanish", "en,es", false),
    ] {
        let (provider, said) = kept(&with(|r| r.languages = cell.into()));
        let spoken: Vec<String> = provider.languages.iter().map(ToString::to_string).collect();
        assert_eq!(
            (spoken.join(",").as_str(), said.contains(&Code::TermDropped)),
            (expected, dropped),
            "{cell}"
        );
    }
}
