//! The second office that a row names beside the first one.
//!
//! In: a record of a list of one's own, and its first practice. Out: one more practice, or none. Invariant: what is wrong
//! with the second office leaves it out, aloud, and never the row.

use super::{address, exchanged, notes::Notes, whole_address};
use crate::domain::Practice;
use crate::ingest::{Office, Record};
use crate::places::Places;
use crate::vocabulary::streets::street_key;

/// The practice at the second office, where it is another one.
pub(super) fn practice(
    record: &Record,
    first: &Practice,
    places: &Places,
    notes: &mut Notes<'_>,
) -> Option<Practice> {
    if record.second.is_nowhere() {
        return None;
    }
    let Office { address, address2, city, state, zip, phone } = record.second.clone();
    let country = record.country.clone();
    let bare = Record::empty(record.position.clone(), record.format);
    let there = Record { address, address2, city, state, zip, country, phone, ..bare };
    let right = exchanged::set_right(&there, places, notes).unwrap_or(there);
    let located = whole_address::taken_apart(&right, places).unwrap_or(right);
    match address::practice(&located, first.name.clone(), places, notes) {
        Ok(second) => {
            let same = second.zip == first.zip && street_key(&second.address) == street_key(&first.address);
            (!same).then_some(second)
        }
        Err(finding) => {
            let message = format!("the second office: {}; left out", finding.message);
            notes.repaired(finding.column, finding.code, &finding.value, message);
            None
        }
    }
}
