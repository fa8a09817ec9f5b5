//! An address in one piece as its parts: `100 Main St, Pittsburgh, PA 15213`.
//!
//! In: the text, and the places that cities and ZIP codes are looked up in. Out: a [`Whole`], or none where the end of
//! the text is no state with a ZIP code or known city before it. Invariant: no word of the text is lost or used twice.

use crate::domain::{State, Zip5};
use crate::ingest::Record;
use crate::places::Places;
use crate::vocabulary::normalize::fold;
use std::borrow::Cow;

/// The parts of an address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::ingest) struct Whole {
    pub(in crate::ingest) street: String,
    pub(in crate::ingest) city: String,
    pub(in crate::ingest) state: State,
    /// As written, `15213-1234` included; empty where none is.
    pub(in crate::ingest) zip: String,
}

/// The most words of a city's name that are looked for where no comma parts it from the street.
const CITY_WORDS: usize = 4;

/// The record with its address taken apart, where several parts of it stand in one column: all of it as the street, or
/// city, state and ZIP code as the city.
pub(super) fn taken_apart(record: &Record, places: &Places) -> Option<Record> {
    let (city, zip) = (record.city.trim(), record.zip.trim());
    if !city.is_empty() {
        return place_taken_apart(record, places).or_else(|| street_alone(record, places));
    }
    if !zip.is_empty() || record.address.is_empty() {
        return None;
    }
    let joined = split(&format!("{}, {}", record.address, record.address2), places);
    // A suite of its own may stand behind the ZIP code.
    let (whole, suite) = match joined {
        Some(whole) => (whole, String::new()),
        None => (split(&record.address, places)?, record.address2.clone()),
    };
    let state = whole.state.code().to_owned();
    let Whole { street, city, zip, .. } = whole;
    Some(Record { address: street, address2: suite, city, state, zip, ..record.clone() })
}

/// The city's cell taken apart where state or ZIP code stand in it too: `Pittsburgh, PA 15213`.
fn place_taken_apart(record: &Record, places: &Places) -> Option<Record> {
    let (city, zip) = (record.city.trim(), record.zip.trim());
    let stated = record.state.trim();
    let stated =
        if stated.contains('.') { Cow::Owned(stated.replace('.', "")) } else { Cow::Borrowed(stated) };
    let last = city.rsplit([' ', ',']).next().unwrap_or_default();
    let may_be = city.contains(',')
        || stated.is_empty()
        || last.eq_ignore_ascii_case(&stated)
        || last.bytes().any(|byte| byte.is_ascii_digit());
    if !may_be {
        return None;
    }
    let alone = of_place(city, places);
    let whole = match alone {
        Some(whole) if zip.is_empty() || whole.zip.is_empty() || whole.zip.get(..5) == zip.get(..5) => whole,
        Some(_) => return None,
        None if zip.is_empty() => return None,
        None => of_place(&format!("{city} {zip}"), places)?,
    };
    let agrees = stated.is_empty() || stated.eq_ignore_ascii_case(whole.state.code()) || {
        State::from_name(&fold(&stated)) == Some(whole.state)
    };
    let bare = record.address.trim().is_empty();
    if !agrees || !bare && !whole.street.is_empty() {
        return None;
    }
    let mut parted = Record { city: whole.city, state: whole.state.code().to_owned(), ..record.clone() };
    if zip.is_empty() {
        parted.zip = whole.zip;
    }
    if bare {
        parted.address = whole.street;
    }
    Some(parted)
}

/// The street alone where the whole address stands beside its parts.
fn street_alone(record: &Record, places: &Places) -> Option<Record> {
    let five = record.zip.trim().get(..5)?;
    if !record.address.contains(',') || !record.address.contains(five) {
        return None;
    }
    let whole = split(&record.address, places).filter(|whole| whole.zip.get(..5) == Some(five))?;
    (!whole.street.is_empty()).then(|| Record { address: whole.street, ..record.clone() })
}

/// Takes a city with its state apart: `Pittsburgh, PA 15213`.
pub(in crate::ingest) fn of_place(text: &str, places: &Places) -> Option<Whole> {
    split(text, places).or_else(|| {
        // A city that the tables do not know is placed by its ZIP code.
        let (rest, zip) = zip_at_end(trimmed(text));
        let zip = zip?;
        let known = places.zip(zip.get(..5)?.parse().ok()?)?;
        let (city, state) = state_at_end(trimmed(rest))?;
        let city = trimmed(city);
        let lettered =
            !city.is_empty() && !city.contains(|c: char| c.is_ascii_digit() || matches!(c, '#' | ','));
        (lettered && known.state == state).then(|| Whole {
            street: String::new(),
            city: city.to_owned(),
            state,
            zip: zip.to_owned(),
        })
    })
}

/// Takes a text apart.
pub(in crate::ingest) fn split(text: &str, places: &Places) -> Option<Whole> {
    // Real ones are far shorter; a longer text is a note.
    if text.len() > 300 || !text.is_char_boundary(text.len()) {
        return None;
    }
    let line = text.replace("<br>", "\n").replace("<br/>", "\n");
    // A line may end with a comma, or be empty.
    let lines: Vec<&str> = line.split(['\n', '\r']).map(trimmed).filter(|line| !line.is_empty()).collect();
    let line = lines.join(", ");
    let rest = without_country(trimmed(&line));
    let (rest, zip) = zip_at_end(rest);
    let known = zip.and_then(|zip| zip.get(..5)?.parse::<Zip5>().ok()).and_then(|zip| places.zip(zip));
    let (rest, state) = state_at_end(trimmed(rest))?;
    if zip.is_some() && known.is_some_and(|entry| entry.state != state) {
        return None;
    }
    let before = trimmed(rest);
    let (street, city) = city_at_end(before, state, known.map(|entry| entry.city.as_str()), places)?;
    // Without a ZIP code only a city that is known shows that the end is an address.
    if known.is_none() && places.city(&city, state).is_none() {
        return None;
    }
    Some(Whole { street: street.to_owned(), city, state, zip: zip.unwrap_or_default().to_owned() })
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ';'))
}

fn without_country(text: &str) -> &str {
    for country in ["united states of america", "united states", "u.s.a.", "usa", "us"] {
        let at = text.len().checked_sub(country.len());
        if let Some((before, end)) = at.and_then(|at| text.split_at_checked(at))
            && end.eq_ignore_ascii_case(country)
            && before.ends_with([' ', ','])
        {
            return trimmed(before);
        }
    }
    text
}

/// What stands before a ZIP code at the end, and the ZIP code.
fn zip_at_end(text: &str) -> (&str, Option<&str>) {
    let start = text.rfind([' ', ',']).map_or(0, |at| at + 1);
    let last = &text[start..];
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    let is_zip = match last.split_once('-') {
        Some((five, four)) => digits(five, 5) && (digits(four, 4) || four.is_empty()),
        None => digits(last, 5) || digits(last, 9),
    };
    if is_zip { (&text[..start], Some(last)) } else { (text, None) }
}

/// What stands before a state at the end, and the state: a code, or a name of up to three words.
fn state_at_end(text: &str) -> Option<(&str, State)> {
    let starts = text.char_indices().rev().filter(|(_, c)| matches!(c, ' ' | ',')).map(|(at, _)| at + 1);
    let starts: Vec<usize> = starts.chain([0]).take(3).collect();
    // The longest first: West Virginia is not Virginia.
    starts.into_iter().rev().find_map(|start| {
        let word = &text.get(start..)?.trim().replace('.', "");
        let state = match word.len() {
            2 => word.to_ascii_uppercase().parse().ok(),
            _ => State::from_name(&fold(word)),
        };
        Some((&text[..start], state?))
    })
}

/// The street and the city behind it.
fn city_at_end<'t>(
    text: &'t str,
    state: State,
    of_zip: Option<&str>,
    places: &Places,
) -> Option<(&'t str, String)> {
    let is_city = |name: &str| {
        let lettered = !name.is_empty() && !name.contains(|c: char| c.is_ascii_digit() || c == '#');
        lettered
            && (of_zip.is_some_and(|city| city.eq_ignore_ascii_case(name))
                || places.city(name, state).is_some())
    };
    let (before, last) = text.rsplit_once(',').map_or(("", text), |(before, last)| (before, last.trim()));
    if is_city(last) {
        return Some((trimmed(before), last.to_owned()));
    }
    let words: Vec<usize> = text.char_indices().filter(|(_, c)| *c == ' ').map(|(at, _)| at + 1).collect();
    let longest_first = words.iter().rev().take(CITY_WORDS).rev();
    for &start in longest_first {
        if let Some(name) = text.get(start..)
            && !name.contains(',')
            && is_city(name.trim())
        {
            return Some((trimmed(&text[..start]), name.trim().to_owned()));
        }
    }
    // A comma shows a city that the tables do not know; a ZIP code places it.
    let shown = !before.is_empty() && !last.contains(|c: char| c.is_ascii_digit() || c == '#');
    (shown && of_zip.is_some()).then(|| (trimmed(before), last.to_owned()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::tests::PLACES;
    use crate::ingest::{Format, Position};
    use proptest::prelude::*;

    #[test]
    fn addresses_in_one_piece_are_taken_apart() {
        for (text, expected) in [
            ("100 Main St, Pittsburgh, PA 15213", "100 Main St|Pittsburgh|PA|15213"),
            ("100 Main St Pittsburgh PA 15213", "100 Main St|Pittsburgh|PA|15213"),
            ("100 Main St, Ste 4, Pittsburgh, PA 15213-1234", "100 Main St, Ste 4|Pittsburgh|PA|15213-1234"),
            ("100 Main St\nPittsburgh, Pennsylvania 15213", "100 Main St|Pittsburgh|PA|15213"),
            (
                "100 Main St\r\nSuite 4,\r\n\r\nPittsburgh, PA 15213",
                "100 Main St, Suite 4|Pittsburgh|PA|15213",
            ),
            ("1 Elm St, Salt Lake City UT 84101 USA", "1 Elm St|Salt Lake City|UT|84101"),
            ("1 Elm St, Charleston, West Virginia 25301", "1 Elm St|Charleston|WV|25301"),
            ("1 Elm St, Pittsburgh, PA", "1 Elm St|Pittsburgh|PA|"),
            ("1 Elm St, Suite 5 Pittsburgh, PA 15213", "1 Elm St, Suite 5|Pittsburgh|PA|15213"),
            ("Pittsburgh, PA 15213", "|Pittsburgh|PA|15213"),
            ("1 Elm St, Nowhereville, PA 15213", "1 Elm St|Nowhereville|PA|15213"),
        ] {
            let whole = split(text, &PLACES).unwrap_or_else(|| panic!("{text}"));
            let parts = format!("{}|{}|{}|{}", whole.street, whole.city, whole.state.code(), whole.zip);
            assert_eq!(parts, expected, "{text}");
        }
    }

    #[test]
    fn what_ends_in_no_place_is_left_whole() {
        for text in [
            "",
            "100 Main St",
            "100 Main St, Pittsburgh",
            "PA",
            "1 Elm St, Pittsburgh, PA 02118",
            "12345 Oak Ct",
            "Dr. Jane Doe, PA",
            "15213",
        ] {
            assert_eq!(split(text, &PLACES), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_is_an_address_or_none(text in "\\PC{0,60}(, PA 15213)?") {
            let _ = split(&text, &PLACES);
        }
    }

    #[test]
    fn parts_that_stand_in_one_cell_or_twice_are_parted() {
        // Address, second line, city, state, ZIP code; the same after it, or nothing to part.
        type Parts = [&'static str; 5];
        let table: &[(Parts, Option<Parts>)] = &[
            (
                ["100 Main St", "", "Pittsburgh, PA 15213", "", ""],
                Some(["100 Main St", "", "Pittsburgh", "PA", "15213"]),
            ),
            (
                ["100 Main St", "", "Pittsburgh, PA", "PA", ""],
                Some(["100 Main St", "", "Pittsburgh", "PA", ""]),
            ),
            (
                ["100 Main St", "", "Pittsburgh PA", "PA", "15213"],
                Some(["100 Main St", "", "Pittsburgh", "PA", "15213"]),
            ),
            (
                ["1 Elm St", "", "St. Louis, MO", "MO", "63101"],
                Some(["1 Elm St", "", "St. Louis", "MO", "63101"]),
            ),
            (
                ["1 K St", "", "Washington, D.C.", "", "20001"],
                Some(["1 K St", "", "Washington", "DC", "20001"]),
            ),
            (
                ["1 K St, Washington, D.C. 20001", "", "", "", ""],
                Some(["1 K St", "", "Washington", "DC", "20001"]),
            ),
            (
                ["100 Main St, Pittsburgh, PA 15213", "Suite 4", "", "PA", ""],
                Some(["100 Main St", "Suite 4", "Pittsburgh", "PA", "15213"]),
            ),
            (
                ["100 Main St, Pittsburgh, PA 15213", "", "Pittsburgh", "PA", "15213"],
                Some(["100 Main St", "", "Pittsburgh", "PA", "15213"]),
            ),
            // Another state, another ZIP code: which is right cannot be told.
            (["100 Main St", "", "Pittsburgh, PA", "OH", ""], None),
            (["100 Main St", "", "Pittsburgh, PA 15213", "PA", "44101"], None),
            (["100 Main St", "", "Pittsburgh", "PA", "15213"], None),
            (["100 Main St, Ste 4", "", "Pittsburgh", "PA", "15213"], None),
            (["1 Elm St", "", "California", "MD", ""], None),
            (["", "", "", "PA", ""], None),
        ];
        for (given, expected) in table {
            let mut record = Record::empty(Position { file: "a.csv".into(), line: 2 }, Format::Own);
            let Record { address, address2, city, state, zip, .. } = &mut record;
            for (place, text) in [address, address2, city, state, zip].into_iter().zip(given) {
                (*text).clone_into(place);
            }
            let parted = taken_apart(&record, &PLACES);
            let parted = parted.as_ref().map(|parted| {
                let Record { address, address2, city, state, zip, .. } = parted;
                [address, address2, city, state, zip].map(String::as_str)
            });
            assert_eq!(parted, *expected, "{given:?}");
        }
    }
}
