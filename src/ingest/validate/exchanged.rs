//! City, state and ZIP code that stand in each other's columns.
//!
//! In: a record. Out: the same with two cells exchanged. Invariant: nothing is exchanged unless each cell fits the other
//! column and not its own, and the places know the city.

use super::notes::Notes;
use crate::domain::{State, Zip5};
use crate::ingest::{Code, Record};
use crate::places::Places;
use crate::vocabulary::normalize::fold;

/// The record with city and state, or city and ZIP code, in their own columns; `None` where they stand right.
pub(super) fn set_right(record: &Record, places: &Places, notes: &mut Notes<'_>) -> Option<Record> {
    let (city, state, zip) = (record.city.trim(), record.state.trim(), record.zip.trim());
    if city.is_empty() {
        return None;
    }
    if !state.is_empty()
        && read(state).is_none()
        && let Some(stated) = read(city)
        && places.city(state, stated).is_some()
    {
        let message = format!("city and state changed places; read as {state}, {stated}");
        notes.repaired("city", Code::StateRecoded, city, message);
        return Some(Record { city: state.to_owned(), state: city.to_owned(), ..record.clone() });
    }
    let code: Zip5 = city.get(..5).filter(|_| is_zip(city))?.parse().ok()?;
    let entry = places.zip(code)?;
    let named = !zip.is_empty() && !zip.contains(|c: char| c.is_ascii_digit());
    (named && places.city(zip, entry.state).is_some()).then(|| {
        let message = format!("city and ZIP code changed places; read as {zip} {code}");
        notes.repaired("city", Code::NumberRecoded, city, message);
        Record { city: zip.to_owned(), zip: city.to_owned(), ..record.clone() }
    })
}

fn read(text: &str) -> Option<State> {
    if text.len() == 2 { text.to_ascii_uppercase().parse().ok() } else { State::from_name(&fold(text)) }
}

/// Whether a text is five digits, with or without four more.
fn is_zip(text: &str) -> bool {
    let digits = |part: &str, count| part.len() == count && part.bytes().all(|byte| byte.is_ascii_digit());
    match text.split_once('-') {
        Some((five, four)) => digits(five, 5) && digits(four, 4),
        None => digits(text, 5),
    }
}
