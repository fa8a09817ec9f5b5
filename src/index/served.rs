//! Whether a server on this machine answers from a store, so that whoever writes to it leaves the searches a core.
//!
//! In: the folder of a store. Out: a sign that a server holds, and whether anybody holds one. Invariants: nothing is
//! written, so a folder that is read-only can be served; the sign of a server that died is gone; that it cannot be given
//! or read keeps nobody from serving or importing.

use super::store::Store;
use std::fs::{File, TryLockError};
use std::time::Duration;

/// How often a sign is tried to be given: whoever asks whether there is one stands in its way for a moment.
const ATTEMPTS: usize = 5;

/// How long until the next try.
const AGAIN_AFTER: Duration = Duration::from_millis(10);

/// That a server answers from a store, for as long as it is held.
#[derive(Debug)]
pub struct Serving {
    /// The store's folder, locked together with all other servers.
    _folder: Option<File>,
}

impl Store {
    /// Gives a sign that this process answers from the store; none where the system has no such locks.
    pub fn serve(&self) -> Serving {
        let locked = || {
            let folder = File::open(self.root()).ok()?;
            folder.try_lock_shared().is_ok().then_some(folder)
        };
        let folder = (0..ATTEMPTS).find_map(|attempt| {
            if attempt > 0 {
                std::thread::sleep(AGAIN_AFTER);
            }
            locked()
        });
        Serving { _folder: folder }
    }

    /// Whether a server answers from the store, as far as anybody can tell.
    pub fn is_served(&self) -> bool {
        let folder = File::open(self.root());
        folder.is_ok_and(|folder| matches!(folder.try_lock(), Err(TryLockError::WouldBlock)))
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
