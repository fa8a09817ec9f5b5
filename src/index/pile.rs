//! Records one after another in a file without a name, read back in any order.
//!
//! In: byte strings. Out: the same, by the number they were added under. Memory: 8 bytes a record; a [`KeyedPile`], which
//! is read back in the order of keys, takes 16 and a few megabytes besides.

mod keyed;

pub(super) use keyed::{KeyedPile, KeyedReader};

use super::store::{IndexError, io_at};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::ops::Range;
use std::path::{Path, PathBuf};

/// Bytes that are buffered for writing.
const BUFFER: usize = 256 * 1024;

/// A growing pile.
#[derive(Debug)]
pub(super) struct Pile {
    file: BufWriter<File>,
    directory: PathBuf,
    ends: Vec<u64>,
}

/// A pile that is complete; several threads may read it at once.
#[derive(Debug)]
pub(super) struct PileReader {
    file: Positioned,
    directory: PathBuf,
    ends: Vec<u64>,
}

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

impl Pile {
    /// Makes an empty pile on the disk of a directory.
    pub(super) fn new(directory: &Path) -> Result<Self, IndexError> {
        let file = tempfile::tempfile_in(directory).map_err(io_at(directory))?;
        Ok(Self {
            file: BufWriter::with_capacity(BUFFER, file),
            directory: directory.to_owned(),
            ends: Vec::new(),
        })
    }

    /// Adds a record; its number is how many there were.
    pub(super) fn push(&mut self, record: &[u8]) -> Result<(), IndexError> {
        self.file.write_all(record).map_err(io_at(&self.directory))?;
        let start = self.ends.last().copied().unwrap_or_default();
        self.ends.push(start + record.len() as u64);
        Ok(())
    }

    /// Ends the adding.
    pub(super) fn into_reader(self) -> Result<PileReader, IndexError> {
        let Self { file, directory, ends } = self;
        let file = file.into_inner().map_err(|error| io_at(&directory)(error.into_error()))?;
        Ok(PileReader { file: Positioned::new(file), directory, ends })
    }
}

impl PileReader {
    /// The records of those numbers, which must have been added.
    ///
    /// Records that lie behind each other are read at once; others cost one read each.
    pub(super) fn read(&self, numbers: &[u32]) -> Result<Records, IndexError> {
        let start = |number: u32| if number == 0 { 0 } else { self.ends[number as usize - 1] };
        let length = numbers.iter().map(|&number| within(self.ends[number as usize] - start(number))).sum();
        let mut records =
            Records { bytes: Vec::with_capacity(length), ranges: Vec::with_capacity(numbers.len()) };
        for run in numbers.chunk_by(|&number, &next| number.checked_add(1) == Some(next)) {
            let (Some(&first), Some(&last)) = (run.first(), run.last()) else { continue };
            let start = start(first);
            let from = records.bytes.len();
            let length = within(self.ends[last as usize] - start);
            records.bytes.resize(from.saturating_add(length), 0);
            self.file.read(&mut records.bytes[from..], start).map_err(io_at(&self.directory))?;
            let mut begin = from;
            records.ranges.extend(run.iter().map(|&number| {
                let end = from + within(self.ends[number as usize] - start);
                std::mem::replace(&mut begin, end)..end
            }));
        }
        Ok(records)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_records_back_in_any_order() {
        let directory = tempfile::tempdir().expect("a directory");
        let mut pile = Pile::new(directory.path()).expect("a pile");
        let records: Vec<Vec<u8>> =
            (0..3_000_u32).map(|number| vec![number.to_le_bytes()[0]; number as usize % 300]).collect();
        for record in &records {
            pile.push(record).expect("space");
        }
        let reader = pile.into_reader().expect("a file");
        let orders: [Vec<u32>; 4] = [
            (0..3_000).collect(),
            (0..3_000).rev().collect(),
            (0..3_000).map(|n| n * 1_009 % 3_000).collect(),
            vec![7, 8, 9, 2, 3, 2_999, 0, 0],
        ];
        for order in orders {
            let read = reader.read(&order).expect("records");
            assert_eq!(read.len(), order.len());
            for (place, number) in order.into_iter().enumerate() {
                assert_eq!(read.get(place), records[number as usize], "{number}");
            }
        }
        assert_eq!(std::fs::read_dir(directory.path()).expect("a directory").count(), 0, "it has no name");
    }
}
