//! `CURRENT`: one line that names the live generation and carries its manifest's hash.
//!
//! In and out: [`Pointer`]. Invariant: the file is replaced by one rename and is never half written.

use super::disk::{read_if_there, sync, write_synced};
use super::error::{IndexError, io_at};
use super::manifest::GenerationId;
use std::path::Path;

/// The file's name.
pub(super) const CURRENT: &str = "CURRENT";
/// What it is called until it is whole.
pub(super) const CURRENT_TMP: &str = "CURRENT.tmp";

/// Where the live generation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pointer {
    /// Its number.
    pub(super) generation: GenerationId,
    /// BLAKE3 of its manifest in hexadecimal.
    pub(super) manifest: String,
}

impl Pointer {
    /// Reads the pointer of a store; `None` when there is none.
    pub(super) fn read(root: &Path) -> Result<Option<Self>, IndexError> {
        let Some(bytes) = read_if_there(&root.join(CURRENT))? else { return Ok(None) };
        match std::str::from_utf8(&bytes).ok().and_then(Self::parse) {
            Some(pointer) => Ok(Some(pointer)),
            None => Err(IndexError::Pointer("it is not a generation and a hash".to_owned())),
        }
    }

    /// Reads the line exactly as [`Pointer::line`] writes it.
    fn parse(text: &str) -> Option<Self> {
        let (generation, manifest) = text.strip_suffix('\n')?.split_once(' ')?;
        let hexadecimal = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        let sound = manifest.len() == 64 && manifest.bytes().all(hexadecimal);
        let pointer = Self { generation: generation.parse().ok()?, manifest: manifest.to_owned() };
        (sound && pointer.line() == text).then_some(pointer)
    }

    fn line(&self) -> String {
        format!("{} {}\n", self.generation, self.manifest)
    }

    /// Writes the pointer beside the one in force and waits until it is on disk.
    pub(super) fn prepare(&self, root: &Path) -> Result<(), IndexError> {
        write_synced(&root.join(CURRENT_TMP), self.line().as_bytes())
    }

    /// Puts what [`Pointer::prepare`] wrote in force and waits until that is on disk. What comes back is why the disk did
    /// not say so, where it is in force all the same: whoever reads the folder finds it.
    ///
    /// # Errors
    /// [`IndexError::Io`] where it is not in force.
    pub(super) fn put_in_force(&self, root: &Path) -> Result<Option<IndexError>, IndexError> {
        let path = root.join(CURRENT);
        match std::fs::rename(root.join(CURRENT_TMP), &path).map_err(io_at(&path)) {
            Ok(()) => Ok(sync(root).err()),
            // Over a network it may have come to pass although nobody heard of it.
            Err(error) if Self::read(root).is_ok_and(|named| named.as_ref() == Some(self)) => Ok(Some(error)),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_read_as_it_was_written_and_no_other_way() {
        let directory = tempfile::tempdir().expect("a directory");
        let root = directory.path();
        assert_eq!(Pointer::read(root).expect("none"), None);
        let pointer = Pointer {
            generation: "000042".parse().expect("a number"),
            manifest: "0123456789abcdef".repeat(4),
        };
        pointer.prepare(root).expect("space");
        assert_eq!(Pointer::read(root).expect("not yet"), None);
        assert!(pointer.put_in_force(root).expect("space").is_none());
        assert_eq!(Pointer::read(root).expect("a pointer"), Some(pointer));
        let good = std::fs::read(root.join(CURRENT)).expect("a file");
        assert_eq!(good.len(), 72);
        for length in 0..good.len() {
            std::fs::write(root.join(CURRENT), &good[..length]).expect("space");
            assert!(matches!(Pointer::read(root), Err(IndexError::Pointer(_))), "{length}");
        }
        for bad in ["42", "\u{fffd}", "000042 zz\n"] {
            std::fs::write(root.join(CURRENT), bad).expect("space");
            assert!(Pointer::read(root).is_err(), "{bad}");
        }
        for place in 0..good.len() {
            let mut bad = good.clone();
            bad[place] ^= 0x80;
            std::fs::write(root.join(CURRENT), bad).expect("space");
            assert!(Pointer::read(root).is_err(), "{place}");
        }
    }
}
