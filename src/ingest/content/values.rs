//! What a single value may be, by itself: each kind has its own test.
//!
//! In: a value without blanks around it. Out: whether it is of a kind, or what it says. Invariant: a value that may as well
//! be something else fails the test; ten bare digits are no phone number, and a whole number is no latitude.

use crate::domain::{Npi, Phone, State, TaxonomyCode, Website, Zip5};
use crate::ingest::validate;
use crate::vocabulary::normalize::fold;
use crate::vocabulary::{Taxonomy, Vocabulary};

pub(super) fn is_npi(value: &str) -> bool {
    validate::undressed(value).parse::<Npi>().is_ok()
}

pub(super) fn is_email(value: &str) -> bool {
    let value = value.strip_prefix("mailto:").unwrap_or(value);
    value
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !value.contains(' '))
}

pub(super) fn is_website(value: &str) -> bool {
    let begins =
        ["http://", "https://", "www."].iter().any(|start| value.to_ascii_lowercase().starts_with(start));
    begins && value.parse::<Website>().is_ok()
}

pub(super) fn is_taxonomy(value: &str, words: &Vocabulary) -> bool {
    let code = |part: &str| part.trim().to_ascii_uppercase().parse::<TaxonomyCode>();
    let known =
        |code: TaxonomyCode| code.to_string().ends_with('X') || words.taxonomy(code) != Taxonomy::Other;
    value.split(['|', ';', ',']).all(|part| code(part).is_ok_and(known))
}

/// A phone number is dressed, or has eleven digits: ten bare ones may be anything.
pub(super) fn is_phone(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let dressed = value.contains(['-', '(', '.', ' ']) && !value.ends_with(".0");
    value.parse::<Phone>().is_ok() && (dressed || digits == 11)
}

pub(super) fn is_degree(value: &str, from: f64, to: f64) -> bool {
    let precise = value.split_once('.').is_some_and(|(_, behind)| behind.len() >= 3);
    precise && value.parse::<f64>().is_ok_and(|degree| (from..=to).contains(&degree))
}

/// `(40.44, -79.95)`, `POINT (-79.95 40.44)`: latitude and longitude.
pub(in crate::ingest) fn point(value: &str) -> Option<(&str, &str)> {
    let (inside, swapped) = match value.trim().strip_prefix("POINT") {
        Some(rest) => (rest, true),
        None => (value, false),
    };
    let inside = inside.trim().trim_start_matches('(').trim_end_matches(')').trim();
    let (first, second) = inside.split_once([',', ' '])?;
    let (first, second) = (first.trim(), second.trim());
    let (lat, lon) = if swapped { (second, first) } else { (first, second) };
    (is_degree(lat, -90.0, 90.0) && is_degree(lon, -180.0, 180.0)).then_some((lat, lon))
}

pub(super) fn is_street(value: &str) -> bool {
    let Some((number, rest)) = value.split_once(' ') else { return false };
    let numbered = number.len() <= 7 && number.starts_with(|c: char| c.is_ascii_digit());
    numbered && rest.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !value.contains('@')
}

pub(super) fn zip(value: &str) -> Option<Zip5> {
    let five = value.split_once('-').map_or(value, |(five, _)| five);
    let five = if five.len() == 9 { five.get(..5)? } else { five };
    five.parse().ok()
}

pub(super) fn state(value: &str) -> Option<State> {
    if value.len() == 2 { value.to_ascii_uppercase().parse().ok() } else { State::from_name(&fold(value)) }
}

pub(super) fn is_gender(value: &str) -> bool {
    matches!(value, "M" | "F" | "m" | "f" | "U" | "X") || matches!(&*fold(value), "male" | "female")
}

pub(in crate::ingest) fn is_credential(value: &str, words: &Vocabulary) -> bool {
    value.len() <= 60
        && value.split([',', ';', '/', ' ', '|']).filter(|part| !part.is_empty()).all(|part| {
            let short = part.chars().filter(char::is_ascii_alphabetic).count() <= 8;
            short && !words.credentials(part).listed.is_empty()
        })
}

pub(super) fn is_profession(value: &str, words: &Vocabulary) -> bool {
    value.split(['|', ';', '/']).any(|part| validate::names_a_profession(part, words))
}
