//! Typed columns over mapped files: little-endian numbers read where they lie.
//!
//! In: a generation's folder and how many items a file must hold. Out: slices. Invariant: a [`Column`] that exists has
//! exactly its items, aligned; whoever reads it cannot leave the file.

use super::error::IndexError;
use bytemuck::AnyBitPattern;
use std::marker::PhantomData;
use std::ops::Range;
use std::path::{Path, PathBuf};
use tantivy::Directory;
use tantivy::directory::error::{OpenDirectoryError, OpenReadError};
use tantivy::directory::{MmapDirectory, OwnedBytes};

#[cfg(target_endian = "big")]
compile_error!("the files of an index are little-endian and are read where they lie");

/// The files of one generation. They are mapped by tantivy's directory, which needs no unsafe code here.
#[derive(Debug)]
pub(super) struct Files {
    directory: MmapDirectory,
    root: PathBuf,
    generation: String,
}

/// Numbers of one file.
pub(super) struct Column<T> {
    bytes: OwnedBytes,
    item: PhantomData<T>,
}

impl Files {
    /// The files in `root`; errors name `generation`.
    pub(super) fn open(root: &Path, generation: String) -> Result<Self, IndexError> {
        let directory = MmapDirectory::open(root).map_err(|error| match error {
            OpenDirectoryError::IoError { io_error, .. } => IndexError::Io {
                path: root.to_owned(),
                source: std::io::Error::new(io_error.kind(), io_error.to_string()),
            },
            other => IndexError::Io { path: root.to_owned(), source: std::io::Error::other(other) },
        })?;
        Ok(Self { directory, root: root.to_owned(), generation })
    }

    /// Whether there is such a file.
    pub(super) fn has(&self, file: &str) -> bool {
        self.root.join(file).is_file()
    }

    /// All bytes of a file.
    pub(super) fn bytes(&self, file: &str) -> Result<OwnedBytes, IndexError> {
        let slice = self.directory.open_read(Path::new(file)).map_err(|error| match error {
            OpenReadError::FileDoesNotExist(_) => self.damaged(file, "the file is missing"),
            other => IndexError::Io { path: self.root.join(file), source: std::io::Error::other(other) },
        })?;
        slice.read_bytes().map_err(|source| IndexError::Io { path: self.root.join(file), source })
    }

    /// A column of exactly `len` items.
    pub(super) fn column<T: AnyBitPattern>(&self, file: &str, len: usize) -> Result<Column<T>, IndexError> {
        let column = self.column_of_any_length::<T>(file)?;
        let found = column.items().len();
        if found == len {
            Ok(column)
        } else {
            Err(self.damaged(file, &format!("has {found} items instead of {len}")))
        }
    }

    /// A column whose length another file tells.
    pub(super) fn column_of_any_length<T: AnyBitPattern>(&self, file: &str) -> Result<Column<T>, IndexError> {
        let bytes = self.bytes(file)?;
        if !bytes.is_empty() && bytemuck::try_cast_slice::<u8, T>(&bytes).is_err() {
            return Err(self.damaged(file, "is not a whole number of items"));
        }
        Ok(Column { bytes, item: PhantomData })
    }

    /// The error for a file that is not what it should be.
    pub(super) fn damaged(&self, file: &str, message: &str) -> IndexError {
        IndexError::Damaged {
            generation: self.generation.clone(),
            file: file.to_owned(),
            message: message.to_owned(),
        }
    }
}

impl<T: AnyBitPattern> Column<T> {
    /// The items.
    pub(super) fn items(&self) -> &[T] {
        // The cast was tried when the column was opened; only an empty file, which has no address, fails it.
        bytemuck::try_cast_slice(&self.bytes).unwrap_or_default()
    }

    /// Some items as they lie in the file, for whoever keeps them beyond a borrow.
    ///
    /// # Panics
    /// When the range leaves the column.
    pub(super) fn bytes(&self, items: Range<usize>) -> OwnedBytes {
        self.bytes.slice(items.start * size_of::<T>()..items.end * size_of::<T>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_has_exactly_its_items_or_is_damaged() {
        let folder = tempfile::tempdir().expect("folder");
        let write =
            |name: &str, bytes: &[u8]| std::fs::write(folder.path().join(name), bytes).expect("write");
        write("good", &[1, 0, 0, 0, 2, 0, 0, 0]);
        write("ragged", &[1, 0, 0, 0, 2, 0, 0]);
        write("empty", &[]);
        let files = Files::open(folder.path(), "000001".into()).expect("open");
        assert_eq!(files.column::<u32>("good", 2).expect("two items").items(), [1, 2]);
        assert_eq!(files.column::<u32>("empty", 0).expect("no items").items(), [0_u32; 0]);
        for (name, len) in [("good", 1), ("good", 3), ("ragged", 1), ("ragged", 2), ("empty", 1), ("none", 0)]
        {
            let refused = files.column::<u32>(name, len).map(|column| column.items().len());
            assert!(matches!(refused, Err(IndexError::Damaged { .. })), "{name} {len}: {refused:?}");
        }
    }
}
