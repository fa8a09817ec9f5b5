//! Writes the columns of [`super::layout`]: packed little-endian numbers, one file each.

use super::error::{IndexError, io_at};
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Bytes that wait to be written of each column; twenty are open at once.
const BUFFER: usize = 64 * 1024;

/// A file of packed numbers that is being written.
#[derive(Debug)]
pub(super) struct Column {
    file: File,
    waiting: Vec<u8>,
    path: PathBuf,
}

impl Column {
    /// Makes the file of that name.
    pub(super) fn create(directory: &Path, name: &str) -> Result<Self, IndexError> {
        let path = directory.join(name);
        let file = File::create(&path).map_err(io_at(&path))?;
        Ok(Self { file, waiting: Vec::with_capacity(BUFFER), path })
    }

    /// Adds bytes, as `to_le_bytes` gives them.
    #[inline]
    pub(super) fn push(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), IndexError> {
        let bytes = bytes.as_ref();
        if self.waiting.len() + bytes.len() > BUFFER {
            self.write()?;
        }
        self.waiting.extend_from_slice(bytes);
        Ok(())
    }

    /// Writes what waits; a column that is dropped instead lacks its end.
    pub(super) fn finish(mut self) -> Result<(), IndexError> {
        self.write()
    }

    fn write(&mut self) -> Result<(), IndexError> {
        self.file.write_all(&self.waiting).map_err(io_at(&self.path))?;
        self.waiting.clear();
        Ok(())
    }
}

/// Writes a whole column at once.
pub(super) fn write<const N: usize>(
    directory: &Path,
    name: &str,
    numbers: impl IntoIterator<Item = [u8; N]>,
) -> Result<(), IndexError> {
    let mut column = Column::create(directory, name)?;
    for number in numbers {
        column.push(number)?;
    }
    column.finish()
}
