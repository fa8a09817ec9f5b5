//! Where an import does its work, and where its report goes.

use super::room;
use super::{ImportError, ImportRequest};
use crate::index::{Building, Store, Writer};
use std::fs::Permissions;
use std::io;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// Where an import does its work: in the index under the lock, or, for a dry run, in a folder that vanishes.
pub(super) enum WorkPlace {
    Index { writer: Writer, building: Building },
    Dry(TempDir),
}

impl WorkPlace {
    /// Takes the lock and makes room, but for a dry run.
    pub(super) fn prepare(store: &Store, request: &ImportRequest) -> Result<Self, ImportError> {
        if request.dry_run {
            return private_folder("finder-").map(Self::Dry).map_err(ImportError::Temporary);
        }
        let writer = store.lock()?;
        let building = writer.begin(room::to_import(store, &writer, request))?;
        Ok(Self::Index { writer, building })
    }

    /// Removes what lies beside the live generation: nothing that is known by now forbids the list, and three generations
    /// would take half as much room again as two. A dry run removes nothing.
    pub(super) fn make_room(&self) -> Result<(), ImportError> {
        match self {
            Self::Index { writer, .. } => Ok(writer.make_room()?),
            Self::Dry(_) => Ok(()),
        }
    }

    /// The folder that new files go to.
    pub(super) fn directory(&self) -> &Path {
        match self {
            Self::Index { building, .. } => building.directory(),
            Self::Dry(directory) => directory.path(),
        }
    }
}

/// A temporary folder that only this account can look into: lists hold people.
///
/// # Errors
/// Those of making it.
pub fn private_folder(prefix: &str) -> io::Result<TempDir> {
    let mode = Permissions::from_mode(0o700);
    tempfile::Builder::new().prefix(prefix).permissions(mode).tempdir()
}

/// Where the report goes.
pub(super) fn report_path(store: &Store, request: &ImportRequest) -> Option<PathBuf> {
    if request.report.is_some() {
        return request.report.clone();
    }
    free_report_path(store, request.now)
}

/// A file in the index's reports, named after the time, that is not there yet.
pub(super) fn free_report_path(store: &Store, now: jiff::Timestamp) -> Option<PathBuf> {
    let time = now.strftime("%Y-%m-%dT%H-%M-%SZ").to_string();
    let folder = store.root().join("reports");
    let mut names = std::iter::once(format!("{time}.csv")).chain((2..).map(|n| format!("{time}-{n}.csv")));
    names.find_map(|name| {
        let path = folder.join(name);
        (!path.exists()).then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_else_looks_into_a_temporary_folder() {
        let folder = private_folder("finder-test-").expect("a folder");
        let mode = folder.path().metadata().expect("there").permissions().mode();
        assert_eq!(mode & 0o777, 0o700);
    }
}
