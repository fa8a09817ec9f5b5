//! Rows of the place tables, as checked values.
//!
//! In: a file as text, compiled in. Out: ZIP codes and cities, or the line that is wrong.

use super::table::City;
use super::{PlacesError, ZipEntry};
use crate::domain::{LatLon, State, Zip5};
use std::sync::LazyLock;

/// States by their two letters; reading 64,000 codes through the sorted list would take longer than all else.
static STATES: LazyLock<[[Option<State>; 26]; 26]> = LazyLock::new(|| {
    let mut states = [[None; 26]; 26];
    for state in State::all() {
        if let [a, b] = *state.code().as_bytes() {
            states[usize::from(a - b'A')][usize::from(b - b'A')] = Some(state);
        }
    }
    states
});

/// The rows, and beside them their towns as they stand in the file.
pub(super) fn read_zips(text: &'static str) -> Result<(Vec<ZipEntry>, Vec<&'static str>), PlacesError> {
    let mut zips: Vec<ZipEntry> = Vec::with_capacity(text.len() / 60);
    let mut towns = Vec::with_capacity(text.len() / 60);
    for row in Rows::new("zips.csv", text, "zip,lat,lon,city,state,county,kind,source")? {
        let [zip, lat, lon, city, state, _county, kind, _source] = row.cells()?;
        let zip: Zip5 = zip.parse().map_err(|error| row.error(format!("`{zip}`: {error}")))?;
        if zips.last().is_some_and(|last| last.zip >= zip) {
            return Err(row.error(format!("{zip} does not ascend")));
        }
        let (point, state) = (row.point(lat, lon)?, row.state(state)?);
        zips.push(ZipEntry { zip, point, city: city.to_owned(), state, po_box: kind == "po_box" });
        towns.push(city);
    }
    Ok((zips, towns))
}

pub(super) fn read_cities(text: &'static str) -> Result<Vec<City>, PlacesError> {
    let mut cities = Vec::with_capacity(40_000);
    for row in Rows::new("cities.csv", text, "name,state,lat,lon,population")? {
        let [name, state, lat, lon, population] = row.cells()?;
        let population =
            population.parse().map_err(|error| row.error(format!("population `{population}`: {error}")))?;
        cities.push(City { name, state: row.state(state)?, point: row.point(lat, lon)?, population });
    }
    Ok(cities)
}

/// The lines behind a checked header. Cells hold no line ends and no doubled quotes; a test reads the same rows with
/// the csv crate. (Reading by hand halves the time to start.)
pub(super) struct Rows {
    table: &'static str,
    lines: std::iter::Enumerate<std::str::Lines<'static>>,
}

impl Rows {
    pub(super) fn new(table: &'static str, text: &'static str, header: &str) -> Result<Self, PlacesError> {
        let mut lines = text.lines().enumerate();
        match lines.next() {
            Some((_, first)) if first == header => Ok(Self { table, lines }),
            _ => Err(PlacesError { table, line: 1, message: format!("the header is not `{header}`") }),
        }
    }
}

impl Iterator for Rows {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        self.lines.next().map(|(index, text)| Row { table: self.table, index, text })
    }
}

pub(super) struct Row {
    table: &'static str,
    index: usize,
    text: &'static str,
}

impl Row {
    pub(super) fn cells<const N: usize>(&self) -> Result<[&'static str; N], PlacesError> {
        let mut cells = [""; N];
        let mut rest = Some(self.text);
        for cell in &mut cells {
            let text = rest.ok_or_else(|| self.error(format!("fewer than {N} cells")))?;
            (*cell, rest) = match text.strip_prefix('"').and_then(|quoted| quoted.split_once('"')) {
                Some((inside, behind)) => (inside, behind.strip_prefix(',')),
                // Cells are so short that looking at each byte beats the search that `split_once` does.
                None => match text.bytes().position(|byte| byte == b',') {
                    Some(comma) => (&text[..comma], text.get(comma + 1..)),
                    None => (text, None),
                },
            };
        }
        if rest.is_some() { Err(self.error(format!("more than {N} cells"))) } else { Ok(cells) }
    }

    pub(super) fn point(&self, lat: &str, lon: &str) -> Result<LatLon, PlacesError> {
        let number = |text: &str| text.parse().map_err(|error| self.error(format!("`{text}`: {error}")));
        LatLon::new(number(lat)?, number(lon)?).map_err(|error| self.error(error.to_string()))
    }

    pub(super) fn state(&self, code: &str) -> Result<State, PlacesError> {
        let known = match *code.as_bytes() {
            [a @ b'A'..=b'Z', b @ b'A'..=b'Z'] => STATES[usize::from(a - b'A')][usize::from(b - b'A')],
            _ => None,
        };
        known.ok_or_else(|| self.error(format!("`{code}` is no state")))
    }

    pub(super) fn error(&self, message: String) -> PlacesError {
        PlacesError { table: self.table, line: self.index as u64 + 1, message }
    }
}
