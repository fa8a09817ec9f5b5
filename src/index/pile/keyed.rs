//! A pile that is read back in the order of keys: records whose keys are near each other lie together.
//!
//! In: records with keys, in any order. Out: the same in the order of keys, a bucket of keys at a time. Where the buckets
//! part is told by the keys of the first records, and where keys come in order, by how many there are; where the first
//! were no sample of the others, some buckets grow too large to be read whole, and their records are read one by one.
//! Invariants: records of one key are in one bucket; what is read does not depend on the buckets.

use super::{Positioned, Records, within};
use crate::index::error::{IndexError, io_at};
use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// How many records are waited for until their keys tell where buckets part.
const SAMPLE: usize = if cfg!(test) { 64 } else { 8_192 };

/// The most buckets. A million records of the synthetic list, 350 bytes each, give buckets of 350 KB.
const BUCKETS: usize = if cfg!(test) { 16 } else { 1_024 };

/// Bytes of a bucket that are written at a time. More of them were not quicker and take memory for each bucket.
const CHUNK: usize = if cfg!(test) { 512 } else { 16 * 1024 };

/// How many bytes the bucket of the highest keys has when a yet higher key begins another one, as in a list that is sorted.
const FULL: u64 = if cfg!(test) { 2 * 1024 } else { 1024 * 1024 };

/// The largest bucket that is read whole, in bytes; several are under way at a time.
const WHOLE: u64 = if cfg!(test) { 16 * 1024 } else { 16 * 1024 * 1024 };

/// Records of a larger bucket that are read at a time.
const FEW: usize = 1_024;

/// A growing pile.
#[derive(Debug)]
pub(in crate::index) struct KeyedPile {
    file: File,
    directory: PathBuf,
    /// How many bytes are written.
    written: u64,
    /// Keys of the first records while there are no buckets yet; their bytes wait in the first bucket.
    sample: Vec<u64>,
    /// The lowest key of each bucket but the first.
    bounds: Vec<u64>,
    buckets: Vec<Bucket>,
    places: Vec<Place>,
    /// The highest key so far.
    highest: u64,
}

/// Records of near keys.
#[derive(Debug, Default)]
struct Bucket {
    /// What is not written yet.
    waiting: Vec<u8>,
    chunks: Vec<Chunk>,
    /// How many bytes are in chunks.
    length: u64,
}

/// Bytes of a bucket that lie together in the file.
#[derive(Debug, Clone, Copy)]
struct Chunk {
    /// Where they begin in the file.
    start: u64,
    /// How many bytes of the bucket stand before them.
    before: u64,
}

/// Where a record lies.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// How many bytes of its bucket stand before it.
    before: u64,
    length: u32,
    bucket: u32,
}

/// A pile that is complete; several threads may read it at once.
#[derive(Debug)]
pub(in crate::index) struct KeyedReader {
    file: Positioned,
    directory: PathBuf,
    buckets: Vec<Bucket>,
    places: Vec<Place>,
}

impl KeyedPile {
    /// Makes an empty pile on the disk of a directory.
    pub(in crate::index) fn new(directory: &Path) -> Result<Self, IndexError> {
        Ok(Self {
            file: tempfile::tempfile_in(directory).map_err(io_at(directory))?,
            directory: directory.to_owned(),
            written: 0,
            sample: Vec::new(),
            bounds: Vec::new(),
            buckets: vec![Bucket::default()],
            places: Vec::new(),
            highest: 0,
        })
    }

    /// Adds a record; its number is how many there were.
    pub(in crate::index) fn push(&mut self, key: u64, record: &[u8]) -> Result<(), IndexError> {
        if self.places.len() < SAMPLE {
            self.sample.push(key);
            self.highest = self.highest.max(key);
            let place = self.put(0, record)?;
            self.places.push(place);
            if self.places.len() == SAMPLE {
                self.part()?;
            }
            return Ok(());
        }
        if key > self.highest {
            self.begin_bucket(key)?;
        }
        let bucket = self.bucket_of(key);
        let place = self.put(bucket, record)?;
        self.places.push(place);
        if self.buckets[bucket].waiting.len() >= CHUNK {
            self.write(bucket)?;
        }
        Ok(())
    }

    /// Ends the adding.
    pub(in crate::index) fn into_reader(mut self) -> Result<KeyedReader, IndexError> {
        for bucket in 0..self.buckets.len() {
            self.write(bucket)?;
        }
        let Self { file, directory, buckets, places, .. } = self;
        Ok(KeyedReader { file: Positioned::new(file), directory, buckets, places })
    }

    fn bucket_of(&self, key: u64) -> usize {
        self.bounds.partition_point(|bound| *bound <= key)
    }

    /// Notes a key above all others, which begins a bucket where the last one is full.
    fn begin_bucket(&mut self, key: u64) -> Result<(), IndexError> {
        self.highest = key;
        let last = self.buckets.len() - 1;
        let Bucket { waiting, length, .. } = &self.buckets[last];
        if *length + waiting.len() as u64 >= FULL {
            self.write(last)?;
            // A sorted list never comes back to it.
            self.buckets[last].waiting = Vec::new();
            self.buckets.push(Bucket::default());
            self.bounds.push(key);
        }
        Ok(())
    }

    fn put(&mut self, bucket: usize, record: &[u8]) -> Result<Place, IndexError> {
        let too_long = |_too_long| {
            let kind = std::io::ErrorKind::InvalidInput;
            io_at(&self.directory)(std::io::Error::new(kind, "a record of 4 GiB"))
        };
        let length = u32::try_from(record.len()).map_err(too_long)?;
        let Bucket { waiting, length: before, .. } = &mut self.buckets[bucket];
        let before = *before + waiting.len() as u64;
        waiting.extend_from_slice(record);
        Ok(Place { before, length, bucket: u32::try_from(bucket).unwrap_or(u32::MAX) })
    }

    /// Parts keys into buckets that hold about as many each, by those seen so far, which go to theirs.
    fn part(&mut self) -> Result<(), IndexError> {
        let keys = std::mem::take(&mut self.sample);
        let mut sorted = keys.clone();
        sorted.sort_unstable();
        self.bounds =
            (1..BUCKETS).filter_map(|bucket| sorted.get(bucket * keys.len() / BUCKETS)).copied().collect();
        self.bounds.dedup();
        let records = std::mem::take(&mut self.buckets[0].waiting);
        self.buckets.resize_with(self.bounds.len() + 1, Bucket::default);
        let places = std::mem::take(&mut self.places);
        for (place, key) in places.into_iter().zip(keys) {
            let start = within(place.before);
            let record = records.get(start..start + place.length as usize).unwrap_or_default();
            let place = self.put(self.bucket_of(key), record)?;
            self.places.push(place);
        }
        Ok(())
    }

    /// Writes what waits of a bucket.
    fn write(&mut self, bucket: usize) -> Result<(), IndexError> {
        let Bucket { waiting, chunks, length } = &mut self.buckets[bucket];
        if waiting.is_empty() {
            return Ok(());
        }
        self.file.write_all(waiting).map_err(io_at(&self.directory))?;
        chunks.push(Chunk { start: self.written, before: *length });
        *length += waiting.len() as u64;
        self.written += waiting.len() as u64;
        waiting.clear();
        Ok(())
    }
}

impl KeyedReader {
    /// Parts numbers, which stand in the order of their records' keys, into runs that are best read at once.
    pub(in crate::index) fn runs<'n>(&self, numbers: &'n [u32]) -> impl Iterator<Item = &'n [u32]> {
        let bucket = |number: &u32| self.places[*number as usize].bucket;
        numbers.chunk_by(move |a, b| bucket(a) == bucket(b)).flat_map(move |run| {
            let whole = run.first().is_none_or(|first| self.is_read_whole(*first));
            run.chunks(if whole { run.len() } else { FEW })
        })
    }

    /// Whether a run of so many numbers, of which `last` is the last, is best read before `next`.
    pub(in crate::index) fn ends_run(&self, (last, count): (u32, usize), next: u32) -> bool {
        let bucket = |number: u32| self.places[number as usize].bucket;
        bucket(last) != bucket(next) || count >= FEW && !self.is_read_whole(last)
    }

    fn is_read_whole(&self, number: u32) -> bool {
        self.buckets[self.places[number as usize].bucket as usize].length <= WHOLE
    }

    /// The records of those numbers; best of a whole run, or several.
    pub(in crate::index) fn read(&self, numbers: &[u32]) -> Result<Records, IndexError> {
        let mut records = Records::default();
        for run in self.runs(numbers) {
            let places = run.iter().map(|&number| self.places[number as usize]);
            let Some(first) = places.clone().next() else { continue };
            let bucket = &self.buckets[first.bucket as usize];
            if bucket.length > WHOLE {
                self.read_singly(bucket, places, &mut records)?;
                continue;
            }
            let from = records.bytes.len();
            records.bytes.resize(from + within(bucket.length), 0);
            for (chunk, end) in bucket.chunks() {
                let range = from + within(chunk.before)..from + within(end);
                let own = records.bytes.get_mut(range).unwrap_or_default();
                self.file.read(own, chunk.start).map_err(io_at(&self.directory))?;
            }
            records.ranges.extend(places.map(|place| {
                let start = from + within(place.before);
                start..start + place.length as usize
            }));
        }
        Ok(records)
    }

    fn read_singly(
        &self,
        bucket: &Bucket,
        places: impl Iterator<Item = Place>,
        records: &mut Records,
    ) -> Result<(), IndexError> {
        for place in places {
            let chunk = bucket.chunks.partition_point(|chunk| chunk.before <= place.before).saturating_sub(1);
            let Some(chunk) = bucket.chunks.get(chunk) else { continue };
            let from = records.bytes.len();
            records.bytes.resize(from + place.length as usize, 0);
            let start = chunk.start + (place.before - chunk.before);
            self.file.read(&mut records.bytes[from..], start).map_err(io_at(&self.directory))?;
            records.ranges.push(from..records.bytes.len());
        }
        Ok(())
    }
}

impl Bucket {
    /// The chunks, and how many bytes of the bucket stand before the end of each.
    fn chunks(&self) -> impl Iterator<Item = (Chunk, u64)> {
        let ends = self.chunks.iter().skip(1).map(|chunk| chunk.before).chain([self.length]);
        self.chunks.iter().copied().zip(ends)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Keys and lengths of records: few or many, spread, alike, or in an order in which the first are no sample.
    fn records() -> impl Strategy<Value = Vec<(u64, usize)>> {
        let spread = prop::collection::vec((any::<u64>(), 0_usize..200), 0..2_000);
        let alike = prop::collection::vec((0_u64..3, 0_usize..200), 0..2_000);
        let sorted = spread.clone().prop_map(|mut records| {
            records.sort_unstable();
            records
        });
        let large = prop::collection::vec((any::<u64>(), 0_usize..3_000), 0..200);
        prop_oneof![spread, alike, sorted, large]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn records_come_back_in_the_order_of_keys_wherever_buckets_part(records in records()) {
            let directory = tempfile::tempdir().expect("a directory");
            let mut pile = KeyedPile::new(directory.path()).expect("a pile");
            let bytes = |number: usize, length: usize| vec![number.to_le_bytes()[0]; length];
            for (number, (key, length)) in records.iter().enumerate() {
                pile.push(*key, &bytes(number, *length)).expect("space");
            }
            let mut numbers: Vec<u32> = (0_u32..).take(records.len()).collect();
            numbers.sort_by_key(|number| records[*number as usize].0);
            let reader = pile.into_reader().expect("a file");
            let mut read = Vec::new();
            for run in reader.runs(&numbers) {
                let records = reader.read(run).expect("records");
                prop_assert_eq!(records.len(), run.len());
                read.extend((0..run.len()).map(|place| records.get(place).to_vec()));
            }
            let all = reader.read(&numbers).expect("records");
            prop_assert!((0..all.len()).map(|place| all.get(place)).eq(read.iter().map(Vec::as_slice)));
            let expected = numbers.iter().map(|&number| bytes(number as usize, records[number as usize].1));
            prop_assert!(read == expected.collect::<Vec<_>>());
        }
    }

    /// A pile of records of 100 bytes.
    fn of_keys(keys: impl Iterator<Item = u64>) -> KeyedReader {
        let directory = tempfile::tempdir().expect("a directory");
        let mut pile = KeyedPile::new(directory.path()).expect("a pile");
        for key in keys {
            pile.push(key, &[key.to_le_bytes()[0]; 100]).expect("space");
        }
        pile.into_reader().expect("a file")
    }

    #[test]
    fn buckets_too_large_to_be_read_whole_are_met() {
        let reader = of_keys((0..64).chain(std::iter::repeat_n(70, 1_000)));
        assert!(reader.buckets.iter().any(|bucket| bucket.length > WHOLE), "only small ones");
        assert!(reader.buckets.len() > 1, "no buckets");
        let numbers: Vec<u32> = (0..1_064).collect();
        assert!(reader.runs(&numbers).count() >= reader.buckets.len());
    }

    #[test]
    fn keys_that_come_in_order_fill_one_bucket_after_the_other() {
        let reader = of_keys((0..2_000).flat_map(|key| [key; 3]));
        assert!(reader.buckets.iter().all(|bucket| bucket.length <= FULL + 300), "one is not full but large");
        for key in 0..2_000 {
            let buckets = [0, 1, 2].map(|record| reader.places[key * 3 + record].bucket);
            assert!(buckets.iter().all(|bucket| *bucket == buckets[0]), "{key}: {buckets:?}");
        }
    }

    #[test]
    fn runs_end_where_they_are_said_to() {
        for reader in [
            of_keys((0..3_000).map(|key| key * 769 % 3_000)),
            of_keys((0..64).chain(std::iter::repeat_n(70, 3_000))),
        ] {
            let keys = reader.places.iter().map(|place| place.bucket);
            let mut numbers: Vec<u32> = (0_u32..).zip(keys).map(|(number, _)| number).collect();
            numbers.sort_by_key(|number| reader.places[*number as usize].bucket);
            let (mut runs, mut count) = (Vec::new(), 0);
            for (place, number) in numbers.iter().enumerate() {
                count += 1;
                if numbers.get(place + 1).is_none_or(|next| reader.ends_run((*number, count), *next)) {
                    runs.push(std::mem::take(&mut count));
                }
            }
            assert_eq!(runs, reader.runs(&numbers).map(<[u32]>::len).collect::<Vec<_>>());
        }
    }
}
