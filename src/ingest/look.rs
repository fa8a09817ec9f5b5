//! What a file's columns are looked at with, and what was seen.

use super::Options;
use super::mapping::FileMapping;
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::cell::RefCell;

/// What columns are known by; it keeps what was made of them.
#[derive(Debug)]
pub(super) struct Look<'l> {
    pub(super) options: &'l Options,
    pub(super) vocabulary: &'l Vocabulary,
    pub(super) places: &'l Places,
    mappings: RefCell<Vec<FileMapping>>,
}

impl<'l> Look<'l> {
    pub(super) fn new(options: &'l Options, vocabulary: &'l Vocabulary, places: &'l Places) -> Self {
        Self { options, vocabulary, places, mappings: RefCell::default() }
    }

    /// Whether the map calls columns by their places, as only a file without a header is mapped.
    pub(super) fn names_places(&self) -> bool {
        let is_place = |(theirs, _): &(String, String)| {
            theirs.trim().strip_prefix("column ").is_some_and(|place| place.parse::<u16>().is_ok())
        };
        !self.options.columns.is_empty() && self.options.columns.iter().all(is_place)
    }

    /// Keeps what was made of a file's columns; the file is named by [`Self::note_name`].
    pub(super) fn note(&self, mapping: FileMapping) {
        self.mappings.borrow_mut().push(mapping);
    }

    /// The file looked at last has no header.
    pub(super) fn note_headerless(&self) {
        if let Some(last) = self.mappings.borrow_mut().last_mut() {
            last.headerless = true;
        }
    }

    /// Names the files looked at since the last call.
    pub(super) fn note_name(&self, name: &str) {
        for mapping in self.mappings.borrow_mut().iter_mut().filter(|mapping| mapping.file.is_empty()) {
            name.clone_into(&mut mapping.file);
        }
    }

    /// What was made of all files.
    pub(super) fn into_mappings(self) -> Vec<FileMapping> {
        self.mappings.into_inner()
    }
}
