//! Writes the columns of [`super::layout`]: packed little-endian numbers, one file each.

use super::store::{IndexError, io_at};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

/// Bytes buffered for each column; twenty are open at once.
const BUFFER: usize = 64 * 1024;

/// A file of packed numbers that is being written.
#[derive(Debug)]
pub(super) struct Column {
    file: BufWriter<File>,
    path: PathBuf,
}

impl Column {
    /// Makes the file of that name.
    pub(super) fn create(directory: &Path, name: &str) -> Result<Self, IndexError> {
        let path = directory.join(name);
        let file = File::create(&path).map_err(io_at(&path))?;
        Ok(Self { file: BufWriter::with_capacity(BUFFER, file), path })
    }

    /// Adds bytes, as `to_le_bytes` gives them.
    pub(super) fn push(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), IndexError> {
        self.file.write_all(bytes.as_ref()).map_err(io_at(&self.path))
    }

    /// Writes what is buffered; a column that is dropped instead may lack its end.
    pub(super) fn finish(mut self) -> Result<(), IndexError> {
        self.file.flush().map_err(io_at(&self.path))
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
