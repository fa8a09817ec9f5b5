//! Signs that a server gives to whoever writes to its store: that it answers from it, and that it has opened what is about
//! to be published.
//!
//! In: a store's folder, or the manifest of a generation. Out: a sign that a server holds, and whether anybody holds one.
//! Invariants: nothing is written, so a folder that is read-only can be served; the sign of a server that died is gone; that
//! one cannot be given or read keeps nobody from serving or importing.

use super::store::Store;
use std::fs::{File, TryLockError};
use std::path::Path;
use std::time::Duration;

/// How often a sign is tried to be given: whoever asks whether there is one stands in its way for a moment.
const ATTEMPTS: usize = 5;

/// How long until the next try.
const AGAIN_AFTER: Duration = Duration::from_millis(10);

/// A sign for as long as it is held, or until its process ends: a lock that servers share.
#[derive(Debug)]
pub struct Sign {
    _locked: Option<File>,
}

impl Sign {
    /// Gives a sign on a file or folder; none where the system has no such locks.
    pub(super) fn give(path: &Path) -> Self {
        let locked = || {
            let file = File::open(path).ok()?;
            file.try_lock_shared().is_ok().then_some(file)
        };
        let file = (0..ATTEMPTS).find_map(|attempt| {
            if attempt > 0 {
                std::thread::sleep(AGAIN_AFTER);
            }
            locked()
        });
        Self { _locked: file }
    }

    /// Whether there is one on a file or folder, as far as anybody can tell.
    pub(super) fn is_given(path: &Path) -> bool {
        File::open(path).is_ok_and(|file| matches!(file.try_lock(), Err(TryLockError::WouldBlock)))
    }
}

impl Store {
    /// Gives the sign that this process answers from the store.
    pub fn serve(&self) -> Sign {
        Sign::give(self.root())
    }

    /// Whether a server answers from the store.
    pub fn is_served(&self) -> bool {
        Sign::is_given(self.root())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_store_is_served_as_long_as_a_server_is_there() {
        let directory = tempfile::tempdir().expect("a directory");
        let store = Store::new(directory.path());
        assert!(!store.is_served());
        let (one, other) = (store.serve(), store.serve());
        assert!(store.is_served());
        drop(one);
        assert!(store.is_served());
        let writer = store.lock().expect("a server keeps no writer waiting");
        drop(other);
        assert!(!store.is_served());
        drop(writer);
        assert_eq!(std::fs::read_dir(directory.path()).expect("a folder").count(), 1, "the writer's lock");
        let missing = Store::new(directory.path().join("missing"));
        drop(missing.serve());
        assert!(!missing.is_served());
    }
}
