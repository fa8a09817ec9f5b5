//! Whether a file is the same from the first byte that is read to the last.
//!
//! In: a file as it was opened. Out: whether it was cut, grew, was written to or replaced since. Invariant: a list of which
//! one part is of before and one of after is never published.

use super::{Code, Refusal};
use std::fs::{File, Metadata};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// A file on disk that is being read.
#[derive(Debug)]
pub(super) struct Watch {
    path: PathBuf,
    file: File,
    opened: Stamp,
}

/// What tells one state of a file from another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Stamp {
    bytes: u64,
    /// `None` where the system keeps none.
    modified: Option<SystemTime>,
}

impl Stamp {
    fn of(about: &Metadata) -> Self {
        Self { bytes: about.len(), modified: about.modified().ok() }
    }
}

impl Watch {
    /// Watches a file that was just opened; `None` for pipes and the like, which change as they are read.
    pub(super) fn new(path: &Path, file: &File, about: &Metadata) -> std::io::Result<Option<Self>> {
        if !about.is_file() {
            return Ok(None);
        }
        Ok(Some(Self { path: path.to_owned(), file: file.try_clone()?, opened: Stamp::of(about) }))
    }

    /// The refusal of a file that changed since. One that is gone from its folder was read whole all the same.
    pub(super) fn refusal(&self, name: &str) -> Option<Refusal> {
        let now = [self.file.metadata(), std::fs::metadata(&self.path)];
        let changed = now.iter().flatten().any(|about| Stamp::of(about) != self.opened);
        let message = "the file changed while it was read; import it again once it is written to its end";
        changed.then(|| Refusal { code: Code::FileChanged, message: format!("{name}: {message}") })
    }
}
