//! The files that a generation keeps of each list: where they lie, and the rows that were left out.
//!
//! In: a generation and a list's name. Out: paths, and what lies there. Invariant: a name is made in one place, for whoever
//! writes the file and whoever reads it.

use super::Store;
use crate::index::error::IndexError;
use crate::index::layout;
use crate::index::left_out::LeftOutRows;
use crate::index::manifest::GenerationId;
use std::path::PathBuf;

impl Store {
    /// The kept records file of a list in a generation.
    pub fn kept_path(&self, generation: GenerationId, list: &str) -> PathBuf {
        self.path(generation).join(layout::LISTS).join(format!("{list}{}", layout::KEPT))
    }

    /// The name of the file of what federal files since the last whole one said, beside the list's kept records.
    pub fn since_name(list: &str) -> String {
        format!("{list}.since")
    }

    /// That file of a list in a generation; there is none where nothing was said.
    pub fn since_path(&self, generation: GenerationId, list: &str) -> PathBuf {
        self.path(generation).join(layout::LISTS).join(Self::since_name(list))
    }

    /// The name of the file of rows left out of a list, beside the list's kept records.
    pub fn left_out_name(list: &str) -> String {
        format!("{list}.left_out")
    }

    /// The file of rows left out of a list in a generation; older programs wrote none.
    pub fn left_out_path(&self, generation: GenerationId, list: &str) -> PathBuf {
        self.path(generation).join(layout::LISTS).join(Self::left_out_name(list))
    }

    /// The rows left out of a list in a generation; `None` where they were not recorded.
    ///
    /// # Errors
    /// [`IndexError`] when the file cannot be read.
    pub fn left_out(&self, generation: GenerationId, list: &str) -> Result<Option<LeftOutRows>, IndexError> {
        let path = self.left_out_path(generation, list);
        let Some(folder) = path.parent().filter(|_| path.exists()) else { return Ok(None) };
        LeftOutRows::open(folder, &Self::left_out_name(list), generation.to_string()).map(Some)
    }
}
