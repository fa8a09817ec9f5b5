//! Rows that are wider than their header: some programs end each row with a delimiter, and the header without one.
//!
//! In: a header and the first rows. Out: how many columns without a name stand behind it. Invariant: where a comma
//! within a value may have moved the rest of each row, there is none, and the rows are rejected one by one.

use super::Look;
use super::columns::folded;
use super::content::{self, Kind};
use super::field::Field;
use super::own;

/// How many columns rows have behind those that the header names, with nothing in them.
pub(super) fn nameless(header: &[String], rows: &[Vec<String>], look: &Look<'_>) -> usize {
    let more = surplus(rows, header.len());
    if more > 0 && stands_under(header, rows, look) { more } else { 0 }
}

/// The fewest rows that tell of a delimiter at the end of each: a single one may have a comma in its address.
const ENDS: usize = 3;

/// How many empty fields every row has behind the width of the header.
fn surplus(rows: &[Vec<String>], width: usize) -> usize {
    let more = rows.first().map_or(0, |row| row.len().saturating_sub(width));
    let ends = |row: &Vec<String>| {
        row.len() == width + more && row.iter().skip(width).all(|cell| cell.trim().is_empty())
    };
    // The last record may be cut where the sample ends.
    let whole = rows.len().saturating_sub(1).max(ENDS);
    if rows.len() >= ENDS && rows.iter().take(whole).all(ends) { more } else { 0 }
}

/// Whether values stand under the names of their columns, as far as these name states, ZIP codes or phones: a comma
/// within each address would move them all.
fn stands_under(header: &[String], rows: &[Vec<String>], look: &Look<'_>) -> bool {
    header.iter().enumerate().all(|(column, name)| {
        let kind = match own::field(&folded(name)).map(|(field, _)| field) {
            Some(Field::State) => Kind::State,
            Some(Field::Zip) => Kind::Zip,
            Some(Field::Phone) => Kind::Phone,
            _ => return true,
        };
        let cells = rows.iter().filter_map(|row| row.get(column));
        let (fit, all) = cells
            .filter_map(|cell| content::fits(kind, cell, look))
            .fold((0, 0), |(fit, all), fits| (fit + usize::from(fits), all + 1));
        fit * 2 >= all
    })
}
