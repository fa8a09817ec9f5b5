//! Practices of one provider by where they are.
//!
//! In: practices, with the rows that named them. Out: practices, each once. Invariants: a practice keeps the place where it
//! was first named; there are [`Practices::MAX`] at most, and whoever names one too many is told.

use super::SiteKey;
use crate::domain::{Practice, Practices};
use crate::ingest::finding::Code;
use std::collections::hash_map::{Entry, HashMap};

/// Practices by where they are, in the order of their first appearance, [`Practices::MAX`] at most.
#[derive(Debug, Default)]
pub struct FurtherPractices {
    /// Places in `all` by where they are.
    places: HashMap<SiteKey, usize>,
    all: Vec<(Practice, Option<usize>)>,
}

/// What came of a practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Placed {
    /// It is a further one.
    Further,
    /// It took the place of one that a row had named, or what was there before.
    Instead(Option<usize>),
    /// There are as many as a provider can have.
    TooMany,
}

impl FurtherPractices {
    /// Takes the practice of a row; tells which row is idle for it, and why.
    pub fn push(&mut self, practice: Practice, row: usize) -> Option<(usize, Code)> {
        match self.replace(practice, Some(row)) {
            Placed::Further | Placed::Instead(None) => None,
            Placed::Instead(Some(before)) => Some((before, Code::DuplicateRow)),
            Placed::TooMany => Some((row, Code::TooManyPractices)),
        }
    }

    /// The practices of rows, each with its row.
    pub fn into_rows(self) -> impl Iterator<Item = (Practice, usize)> {
        self.all.into_iter().filter_map(|(practice, row)| Some((practice, row?)))
    }

    /// Takes a practice; one at the same place gives way and keeps its rank.
    pub(super) fn replace(&mut self, practice: Practice, row: Option<usize>) -> Placed {
        let key = SiteKey::of(&practice);
        let count = self.all.len();
        match self.places.entry(key) {
            Entry::Occupied(known) => {
                let before = std::mem::replace(&mut self.all[*known.get()], (practice, row));
                Placed::Instead(before.1)
            }
            Entry::Vacant(_) if count == Practices::MAX => Placed::TooMany,
            Entry::Vacant(free) => {
                free.insert(count);
                self.all.push((practice, row));
                Placed::Further
            }
        }
    }

    /// Takes a practice of a side file; one of a whole row at the same place stays. Returns why it is idle.
    pub(super) fn join(&mut self, practice: Practice) -> Option<Code> {
        let key = SiteKey::of(&practice);
        let count = self.all.len();
        match self.places.entry(key) {
            Entry::Occupied(_) => Some(Code::DuplicateRow),
            Entry::Vacant(_) if count == Practices::MAX => Some(Code::TooManyPractices),
            Entry::Vacant(free) => {
                free.insert(count);
                self.all.push((practice, None));
                None
            }
        }
    }

    /// Leaves out the practice at a place; the row that named it, if one did.
    ///
    /// # Complexity
    /// O(practices), of which there are [`Practices::MAX`] at most.
    pub(super) fn remove(&mut self, key: &SiteKey) -> Option<usize> {
        let place = self.places.remove(key)?;
        let (_, row) = self.all.remove(place);
        for later in self.places.values_mut().filter(|later| **later > place) {
            *later -= 1;
        }
        row
    }

    pub(super) fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// Whether a practice is there that a row named.
    pub(super) fn has_row(&self, row: usize) -> bool {
        self.all.iter().any(|(_, named)| *named == Some(row))
    }

    /// Leaves out all practices that a row named.
    pub(super) fn remove_row(&mut self, row: usize) {
        let keys = self.all.iter().filter(|(_, named)| *named == Some(row));
        let keys: Vec<SiteKey> = keys.map(|(practice, _)| SiteKey::of(practice)).collect();
        for key in keys {
            self.remove(&key);
        }
    }

    pub(super) fn into_practices(self) -> Option<Practices> {
        Practices::from_vec(self.all.into_iter().map(|(practice, _)| practice).collect())
    }
}
