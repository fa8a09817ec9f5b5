//! Records one after another in a file without a name, read back in any order.
//!
//! In: byte strings. Out: the same, by the number they were added under. Memory: 8 bytes a record.

use super::store::{IndexError, io_at};
use std::fs::File;
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// Bytes that are buffered for writing, and for reading on as long as records are asked for in order.
const BUFFER: usize = 256 * 1024;

/// A growing pile.
#[derive(Debug)]
pub(super) struct Pile {
    file: BufWriter<File>,
    directory: PathBuf,
    ends: Vec<u64>,
}

/// A pile that is complete.
#[derive(Debug)]
pub(super) struct PileReader {
    file: File,
    directory: PathBuf,
    ends: Vec<u64>,
    window: Vec<u8>,
    window_start: u64,
    next: u64,
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
        Ok(PileReader { file, directory, ends, window: Vec::new(), window_start: 0, next: 0 })
    }
}

impl PileReader {
    /// The record of that number, which must have been added.
    ///
    /// Records asked for in the order of their numbers are read ahead; others cost one read each.
    pub(super) fn get(&mut self, number: u32) -> Result<&[u8], IndexError> {
        let place = number as usize;
        let start = if place == 0 { 0 } else { self.ends[place - 1] };
        let end = self.ends[place];
        let window_end = self.window_start + self.window.len() as u64;
        if start < self.window_start || end > window_end {
            let ahead = if start == self.next { BUFFER as u64 } else { 0 };
            self.fill(start, (end - start).max(ahead)).map_err(io_at(&self.directory))?;
        }
        self.next = end;
        let from = within(start - self.window_start);
        let to = within(end - self.window_start);
        self.window
            .get(from..to)
            .ok_or_else(|| io_at(&self.directory)(std::io::Error::from(std::io::ErrorKind::UnexpectedEof)))
    }

    fn fill(&mut self, start: u64, length: u64) -> std::io::Result<()> {
        self.window.clear();
        self.window_start = start;
        self.file.seek(SeekFrom::Start(start))?;
        (&self.file).take(length).read_to_end(&mut self.window)?;
        Ok(())
    }
}

/// A place in the window, which is in memory and so fits.
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
        let mut reader = pile.into_reader().expect("a file");
        let orders: [Box<dyn Iterator<Item = u32>>; 3] =
            [Box::new(0..3_000), Box::new((0..3_000).rev()), Box::new((0..3_000).map(|n| n * 1_009 % 3_000))];
        for order in orders {
            for number in order {
                assert_eq!(reader.get(number).expect("a record"), records[number as usize], "{number}");
            }
        }
        assert_eq!(std::fs::read_dir(directory.path()).expect("a directory").count(), 0, "it has no name");
    }
}
