//! How good the lists of a generation are, told with every import: age, accuracy, missing facts, who moved.
//!
//! In: [`QualityCounts`] of a generation that was published, or would be. Out: two files beside the report of rows, a page
//! for people and an object for programs. Invariants: a report that cannot be written harms no import; no file that is
//! not such a report is written over.

mod chart;
mod facts;
mod figures;
mod json;
mod page;
mod text;

pub(super) use figures::QualityCounts;

use crate::domain::RecordDate;
use crate::index::GenerationId;
use crate::vocabulary::Vocabulary;
use std::fs::File;
use std::io::{Error, ErrorKind, Read as _};
use std::path::{Path, PathBuf};

/// Where a quality report stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QualityFiles {
    /// The page for people.
    pub html: PathBuf,
    /// The object for programs.
    pub json: PathBuf,
}

/// A report before it is written.
#[derive(Debug)]
pub(super) struct QualityReport<'r> {
    pub(super) counts: &'r QualityCounts,
    /// The generation that was published; `None` for a preview.
    pub(super) generation: Option<GenerationId>,
    /// The list that was imported.
    pub(super) list: String,
    /// All lists of the generation.
    pub(super) lists: Vec<String>,
    /// The files that were read, without folders.
    pub(super) files: Vec<String>,
    /// When this is: UTC, RFC 3339.
    pub(super) made: String,
    /// The day that ages are judged by.
    pub(super) as_of: RecordDate,
}

impl QualityReport<'_> {
    /// Writes the report beside that of the rows, with the same stem; `None` where that one is no file but a
    /// device.
    ///
    /// # Errors
    /// The path that cannot be written, and why.
    pub(super) fn write(
        &self,
        rows: &Path,
        vocabulary: &Vocabulary,
    ) -> Result<Option<QualityFiles>, (PathBuf, Error)> {
        if !rows.metadata().is_ok_and(|there| there.is_file()) {
            return Ok(None);
        }
        let files = QualityFiles { html: rows.with_extension("html"), json: rows.with_extension("json") };
        let told = |path: &Path| {
            let path = path.to_owned();
            move |error| (path, error)
        };
        let json = json::text(self, vocabulary).map_err(Error::from).map_err(told(&files.json))?;
        put(&files.json, &json, json::BEGINNING).map_err(told(&files.json))?;
        let html = page::html(self, vocabulary);
        put(&files.html, &html, page::BEGINNING).map_err(told(&files.html))?;
        Ok(Some(files))
    }
}

/// Writes a file that is not there yet, or is an earlier report: output sent to a file of that name must not be lost, and
/// neither must the report of rows, whatever its name ends with.
fn put(path: &Path, text: &str, beginning: &str) -> std::io::Result<()> {
    match path.metadata() {
        Ok(there) => {
            let mut begins = String::new();
            if there.is_file() {
                // What is no text is no report either.
                let _read = File::open(path)?.take(beginning.len() as u64).read_to_string(&mut begins);
            }
            if begins != beginning {
                let message = "something that is no quality report is there already";
                return Err(Error::new(ErrorKind::AlreadyExists, message));
            }
        }
        Err(error) if error.kind() == ErrorKind::NotFound => {}
        Err(error) => return Err(error),
    }
    let written = std::fs::write(path, text);
    if written.is_err() {
        // Half a report would be taken for a whole one.
        let _gone = std::fs::remove_file(path);
    }
    written
}

#[cfg(test)]
mod tests;
