//! Sorts many numbers in little memory: runs that fill it are sorted and wait in files until all are there.

use super::BUFFER;
use crate::index::error::{IndexError, io_at};
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::fs::File;
use std::io::{BufReader, BufWriter, Error, ErrorKind, Read, Seek, Write};
use std::path::{Path, PathBuf};

/// How many numbers are held in memory.
const HELD: usize = if cfg!(test) { 64 } else { 1 << 20 };

/// Numbers waiting to be sorted.
#[derive(Debug)]
pub(super) struct Sorter {
    directory: PathBuf,
    held: Vec<u128>,
    runs: Vec<File>,
}

impl Sorter {
    pub(super) fn new(directory: &Path) -> Self {
        Self { directory: directory.to_owned(), held: Vec::new(), runs: Vec::new() }
    }

    /// Adds a number.
    pub(super) fn push(&mut self, number: u128) -> Result<(), IndexError> {
        if self.held.len() == HELD {
            let run = self.spill();
            self.runs.push(run.map_err(io_at(&self.directory))?);
        }
        self.held.push(number);
        Ok(())
    }

    fn spill(&mut self) -> Result<File, Error> {
        self.held.sort_unstable();
        let mut run = BufWriter::with_capacity(BUFFER, tempfile::tempfile_in(&self.directory)?);
        for number in self.held.drain(..) {
            run.write_all(&number.to_le_bytes())?;
        }
        let mut run = run.into_inner().map_err(std::io::IntoInnerError::into_error)?;
        run.rewind()?;
        Ok(run)
    }

    /// Hands out all numbers, ascending.
    ///
    /// # Complexity
    /// O(n log n).
    pub(super) fn sorted(mut self, each: &mut dyn FnMut(u128) -> Result<(), Error>) -> Result<(), Error> {
        self.held.sort_unstable();
        let mut runs: Vec<Run> = self.runs.into_iter().map(Run::of_file).collect();
        runs.push(Run::Held(self.held.into_iter()));
        let mut heads = BinaryHeap::with_capacity(runs.len());
        for (place, run) in runs.iter_mut().enumerate() {
            heads.extend(run.next()?.map(|number| Reverse((number, place))));
        }
        while let Some(Reverse((number, place))) = heads.pop() {
            each(number)?;
            heads.extend(runs[place].next()?.map(|number| Reverse((number, place))));
        }
        Ok(())
    }
}

/// Sorted numbers.
enum Run {
    Held(std::vec::IntoIter<u128>),
    File(BufReader<File>),
}

impl Run {
    fn of_file(file: File) -> Self {
        Self::File(BufReader::with_capacity(BUFFER, file))
    }

    fn next(&mut self) -> Result<Option<u128>, Error> {
        let file = match self {
            Self::Held(numbers) => return Ok(numbers.next()),
            Self::File(file) => file,
        };
        let mut number = [0; 16];
        match file.read_exact(&mut number) {
            Ok(()) => Ok(Some(u128::from_le_bytes(number))),
            Err(error) if error.kind() == ErrorKind::UnexpectedEof => Ok(None),
            Err(error) => Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn hands_out_what_a_sort_hands_out(numbers in prop::collection::vec(any::<u128>(), 0..500)) {
            let directory = tempfile::tempdir().expect("a directory");
            let mut sorter = Sorter::new(directory.path());
            for number in &numbers {
                sorter.push(*number).expect("space");
            }
            let mut sorted = Vec::new();
            sorter.sorted(&mut |number| { sorted.push(number); Ok(()) }).expect("readable");
            let mut expected = numbers;
            expected.sort_unstable();
            prop_assert_eq!(sorted, expected);
            prop_assert_eq!(std::fs::read_dir(directory.path()).expect("a directory").count(), 0);
        }
    }
}
