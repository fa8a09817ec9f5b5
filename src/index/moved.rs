//! Who moved: ids of providers whose primary practice is over a mile from where their list's last import had it.
//!
//! In and out: ids, one a line, sorted as texts. A list has a file of its own, which goes with it from generation to
//! generation until the list is imported again; what visitors are told stands beside the records. Invariant: whoever is
//! in no file has not moved as far as anybody knows; older programs wrote none.

use super::disk::read_if_there;
use super::error::{IndexError, io_at};
use super::kept::damaged;
use super::layout;
use super::manifest::GenerationId;
use super::store::Store;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// Ids of those who moved, as they are printed.
pub type Movers = BTreeSet<String>;

/// Writes who moved within a list; nothing where nobody did.
///
/// # Errors
/// [`IndexError::Io`] when it cannot be written.
pub fn keep_movers(path: &Path, movers: &Movers) -> Result<(), IndexError> {
    if movers.is_empty() {
        return Ok(());
    }
    let text: String = movers.iter().flat_map(|id| [id, "\n"]).collect();
    std::fs::write(path, text).map_err(io_at(path))
}

/// Writes into a building directory whom visitors are told of.
///
/// # Errors
/// [`IndexError::Io`] when it cannot be written.
pub fn tell_movers(directory: &Path, movers: &Movers) -> Result<(), IndexError> {
    keep_movers(&directory.join(layout::MOVED), movers)
}

/// Reads who moved within a list; nobody where there is no file.
///
/// # Errors
/// [`IndexError`] when it cannot be read.
pub fn read_movers(path: &Path) -> Result<Movers, IndexError> {
    let Some(bytes) = read_if_there(path)? else { return Ok(Movers::new()) };
    let text = String::from_utf8(bytes).map_err(|_bad| damaged(path, "is no text"))?;
    Ok(text.lines().map(str::to_owned).collect())
}

impl Store {
    /// The name of a list's file of those who moved.
    pub fn movers_name(list: &str) -> String {
        format!("{list}.moved")
    }

    /// Where a list's file of those who moved is, if it is there.
    pub fn movers_path(&self, generation: GenerationId, list: &str) -> PathBuf {
        self.path(generation).join(layout::LISTS).join(Self::movers_name(list))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_who_moved_and_nobody_without_a_file() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("board.moved");
        keep_movers(&path, &Movers::new()).expect("nothing to do");
        assert!(!path.exists());
        assert_eq!(read_movers(&path).expect("nobody"), Movers::new());
        let movers: Movers = ["npi:1234567893", "board:é 7"].map(str::to_owned).into();
        keep_movers(&path, &movers).expect("space");
        assert_eq!(read_movers(&path).expect("readable"), movers);
        std::fs::write(&path, b"\xff\n").expect("space");
        assert!(matches!(read_movers(&path), Err(IndexError::Damaged { .. })));
    }
}
