//! Lines above a header: titles, or rows of a sheet that was sorted with its header.
//!
//! In: what was passed over before the header. Out: a refusal where one of the lines is a row. Invariant: no row is
//! passed over in silence.

use super::content::{self, Kind};
use super::source::Stop;
use super::{Code, Look};
use crate::domain::State;

/// The fewest filled cells of a row.
const FEWEST: usize = 3;

/// Refuses a file of which a line above its header is a row; `cells` are those of each line.
///
/// # Errors
/// When one is.
pub(super) fn refuse_rows(
    lines: impl IntoIterator<Item = (u64, Vec<String>)>,
    width: usize,
    header: u64,
    look: &Look<'_>,
) -> Result<(), Stop> {
    match lines.into_iter().find(|(_, cells)| is_row(cells, width, look)) {
        None => Ok(()),
        Some((line, _)) => {
            let message = format!(
                "the names of the columns stand on line {header}, and line {line} above them looks like a row, as \
                 where a sheet was sorted with its header; put the line with the names first"
            );
            Err(Stop::refused(Code::UnknownHeader, message))
        }
    }
}

/// Whether a line is as wide as the header, half filled, and has a value that only rows have.
fn is_row(cells: &[String], width: usize, look: &Look<'_>) -> bool {
    let filled: Vec<&str> = cells.iter().map(|cell| cell.trim()).filter(|cell| !cell.is_empty()).collect();
    let kinds = [Kind::Npi, Kind::Phone, Kind::Zip, Kind::Street, Kind::Taxonomies];
    // A state's code alone may be a heading: `ID`, `IN`.
    let in_state = |cell: &str| {
        let state = cell.parse::<State>().ok();
        state.is_some_and(|state| filled.iter().any(|city| look.places.city(city, state).is_some()))
    };
    let tells = |cell: &&str| {
        kinds.iter().any(|&kind| content::fits(kind, cell, look) == Some(true)) || in_state(cell)
    };
    cells.len().abs_diff(width) <= 1
        && filled.len() >= FEWEST
        && filled.len() * 2 >= width
        && filled.iter().any(tells)
}
