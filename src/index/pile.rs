//! Records in a file without a name, read back in the order of keys.
//!
//! In: byte strings. Out: the same, by the number they were added under. Memory: 16 bytes a record and a few megabytes.

mod keyed;

pub(super) use keyed::{KeyedPile, KeyedReader};

use std::fs::File;
use std::ops::Range;

/// Some records of a pile.
#[derive(Debug, Default)]
pub(super) struct Records {
    bytes: Vec<u8>,
    ranges: Vec<Range<usize>>,
}

impl Records {
    /// How many.
    pub(super) fn len(&self) -> usize {
        self.ranges.len()
    }

    /// One of them; empty behind the last.
    pub(super) fn get(&self, place: usize) -> &[u8] {
        self.ranges.get(place).and_then(|range| self.bytes.get(range.clone())).unwrap_or_default()
    }
}

/// A file that is read at places.
#[cfg(unix)]
#[derive(Debug)]
struct Positioned(File);

#[cfg(unix)]
impl Positioned {
    fn new(file: File) -> Self {
        Self(file)
    }

    fn read(&self, out: &mut [u8], start: u64) -> std::io::Result<()> {
        std::os::unix::fs::FileExt::read_exact_at(&self.0, out, start)
    }
}

/// A file that is read at places, by one thread at a time.
#[cfg(not(unix))]
#[derive(Debug)]
struct Positioned(std::sync::Mutex<File>);

#[cfg(not(unix))]
impl Positioned {
    fn new(file: File) -> Self {
        Self(std::sync::Mutex::new(file))
    }

    fn read(&self, out: &mut [u8], start: u64) -> std::io::Result<()> {
        use std::io::{Read as _, Seek as _};
        let mut file = self.0.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        file.seek(std::io::SeekFrom::Start(start))?;
        file.read_exact(out)
    }
}

/// A length of what is read into memory.
fn within(place: u64) -> usize {
    usize::try_from(place).unwrap_or(usize::MAX)
}
