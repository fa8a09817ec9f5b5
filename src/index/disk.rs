//! What the store asks of the file system beyond reading and writing: durability, free space, whole folders.

use super::error::{IndexError, io_at};
use std::fs::{File, OpenOptions};
use std::io::{ErrorKind, Write};
use std::path::Path;

/// Waits until a file or folder is on disk; for a folder that means its names.
pub(super) fn sync(path: &Path) -> Result<(), IndexError> {
    File::open(path).and_then(|file| file.sync_all()).map_err(io_at(path))
}

/// Waits until a folder with everything in it is on disk.
pub(super) fn sync_tree(directory: &Path) -> Result<(), IndexError> {
    for entry in std::fs::read_dir(directory).map_err(io_at(directory))? {
        let entry = entry.map_err(io_at(directory))?;
        let kind = entry.file_type().map_err(io_at(&entry.path()))?;
        if kind.is_dir() {
            sync_tree(&entry.path())?;
        } else {
            sync(&entry.path())?;
        }
    }
    sync(directory)
}

/// Writes a file anew and waits until its bytes are on disk.
pub(super) fn write_synced(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    let write = || {
        let mut file = File::create(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(io_at(path))
}

/// Appends to a file, made where it is missing, and waits until its bytes are on disk.
pub(super) fn append_synced(path: &Path, bytes: &[u8]) -> Result<(), IndexError> {
    let write = || {
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    write().map_err(io_at(path))
}

/// Removes a folder or file; that there is none is fine.
pub(super) fn remove(path: &Path) -> Result<(), IndexError> {
    let folder = std::fs::symlink_metadata(path).is_ok_and(|kind| kind.is_dir());
    let removed = if folder { std::fs::remove_dir_all(path) } else { std::fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(io_at(path)(error)),
        Ok(()) | Err(_) => Ok(()),
    }
}

/// Reads a whole file; `None` when there is none.
pub(super) fn read_if_there(path: &Path) -> Result<Option<Vec<u8>>, IndexError> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(io_at(path)(error)),
    }
}

/// Refuses when the disk of a folder has less than `needed` bytes free for this user.
#[cfg(unix)]
pub(super) fn check_space(directory: &Path, needed: u64) -> Result<(), IndexError> {
    let disk = rustix::fs::statvfs(directory).map_err(|error| io_at(directory)(error.into()))?;
    let free = disk.f_bavail.saturating_mul(disk.f_frsize);
    if free >= needed {
        return Ok(());
    }
    let message = format!("{needed} bytes are needed on this disk and {free} are free");
    Err(io_at(directory)(std::io::Error::new(ErrorKind::StorageFull, message)))
}

/// Where the free space cannot be asked for, writing tells.
#[cfg(not(unix))]
pub(super) fn check_space(_directory: &Path, _needed: u64) -> Result<(), IndexError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_disk_that_is_too_small_is_refused_with_both_numbers() {
        let directory = tempfile::tempdir().expect("a directory");
        check_space(directory.path(), 1).expect("a byte is free");
        let error = check_space(directory.path(), u64::MAX).expect_err("no disk is that large");
        assert!(matches!(&error, IndexError::Io { source, .. } if source.kind() == ErrorKind::StorageFull));
        assert!(error.to_string().contains("18446744073709551615 bytes are needed"), "{error}");
    }

    #[test]
    fn removing_what_is_not_there_is_fine() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("a");
        remove(&path).expect("nothing to do");
        std::fs::create_dir_all(path.join("b")).expect("space");
        append_synced(&path.join("b/c"), b"1").expect("space");
        append_synced(&path.join("b/c"), b"2").expect("space");
        sync_tree(&path).expect("on disk");
        assert_eq!(read_if_there(&path.join("b/c")).expect("readable"), Some(b"12".to_vec()));
        remove(&path).expect("removed");
        assert_eq!(read_if_there(&path.join("b/c")).expect("readable"), None);
    }
}
