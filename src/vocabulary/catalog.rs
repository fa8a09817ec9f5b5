//! [`Catalog`]: the rows of a table that has text ids, with the way from id to row.
//!
//! Invariant: each text id occurs once, and its position is the row number of the domain's id.

use super::VocabularyError;
use super::table::Row;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};
use xxhash_rust::xxh3::xxh3_64_with_seed;

/// Rows in the order of their file, found by text id.
#[derive(Debug)]
pub(super) struct Catalog<T> {
    rows: Vec<T>,
    places: HashMap<String, u16, BuildHasherDefault<IdHasher>>,
}

/// Hashes ids of bundled tables. Every record that is read asks for a dozen; nobody can choose ids that collide.
#[derive(Default)]
struct IdHasher(u64);

impl Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = xxh3_64_with_seed(bytes, self.0);
    }

    /// The end of a text, which is all that is hashed.
    fn write_u8(&mut self, _end: u8) {}

    fn finish(&self) -> u64 {
        self.0
    }
}

impl<T> Default for Catalog<T> {
    fn default() -> Self {
        Self { rows: Vec::new(), places: HashMap::default() }
    }
}

impl<T> Catalog<T> {
    /// Adds what `make` makes of a CSV row, given the row number it gets.
    pub(super) fn add(
        &mut self,
        row: &Row<'_>,
        make: impl FnOnce(u16) -> Result<T, VocabularyError>,
    ) -> Result<(), VocabularyError> {
        let id = row.filled("id")?;
        let number =
            u16::try_from(self.rows.len()).map_err(|_too_many| row.error("more than 65,535 rows"))?;
        if self.places.insert(id.to_owned(), number).is_some() {
            return Err(row.error(format!("id `{id}` is not unique")));
        }
        self.rows.push(make(number)?);
        Ok(())
    }

    /// The rows.
    pub(super) fn rows(&self) -> &[T] {
        &self.rows
    }

    /// The row number of a text id.
    pub(super) fn place(&self, id: &str) -> Option<u16> {
        self.places.get(id).copied()
    }

    /// The row number of a text id that a cell names.
    pub(super) fn known(&self, row: &Row<'_>, id: &str) -> Result<u16, VocabularyError> {
        self.place(id).ok_or_else(|| row.error(format!("unknown id `{id}`")))
    }

    /// The row of a text id that a cell names, to be completed.
    pub(super) fn known_mut(&mut self, row: &Row<'_>, id: &str) -> Result<&mut T, VocabularyError> {
        let place = self.known(row, id)?;
        self.rows.get_mut(usize::from(place)).ok_or_else(|| row.error(format!("unknown id `{id}`")))
    }
}
