//! A list's providers kept beside a generation, so that the next import compares and merges without the source file.
//!
//! In and out: providers in the order of their ids, one at a time. The file: [`MAGIC`], then each record behind its
//! length as `u32`, then a length of 0 and the count as `u64`, so that a file that lacks its end is noticed.

use super::document::{decode, encode, id_of};
use super::error::{IndexError, io_at};
use super::record::RecordView;
use super::spool::StoredRow;
use crate::domain::{Provider, ProviderId};
use crate::vocabulary::Vocabulary;
use std::fs::File;
use std::io::{BufReader, BufWriter, Error, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What the file begins with; the last byte is the number of the format.
const MAGIC: [u8; 8] = *b"finder\0\x01";

/// Bytes buffered for reading and writing.
const BUFFER: usize = 256 * 1024;

/// The longest record that memory is asked for before it is read; nearly all are shorter.
const USUAL: usize = 4 * 1024;

/// Writes a list's providers, which must come in id order.
#[derive(Debug)]
pub struct KeptWriter {
    file: BufWriter<File>,
    path: PathBuf,
    vocabulary: Arc<Vocabulary>,
    record: Vec<u8>,
    last: Option<ProviderId>,
    count: u64,
}

impl KeptWriter {
    /// Makes the file, and its folder.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be made.
    pub fn create(path: &Path, vocabulary: &Arc<Vocabulary>) -> Result<Self, IndexError> {
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).map_err(io_at(folder))?;
        }
        let file = File::create(path).map_err(io_at(path))?;
        let mut file = BufWriter::with_capacity(BUFFER, file);
        file.write_all(&MAGIC).map_err(io_at(path))?;
        let vocabulary = Arc::clone(vocabulary);
        Ok(Self { file, path: path.to_owned(), vocabulary, record: Vec::new(), last: None, count: 0 })
    }

    /// Adds a provider.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be written, or does not come after the one before it.
    pub fn push(&mut self, provider: &Provider) -> Result<(), IndexError> {
        let mut record = std::mem::take(&mut self.record);
        record.clear();
        encode(provider, &self.vocabulary, &mut record)?;
        let pushed = self.write(&provider.id, &record);
        self.record = record;
        pushed
    }

    /// Adds a provider that is already stored so.
    ///
    /// # Errors
    /// As for [`KeptWriter::push`].
    pub fn push_stored(&mut self, row: &StoredRow<'_>) -> Result<(), IndexError> {
        self.write(&row.id, row.record)
    }

    /// Adds whatever begins with the text of an id.
    pub(super) fn write(&mut self, id: &ProviderId, record: &[u8]) -> Result<(), IndexError> {
        if self.last.as_ref().is_some_and(|last| last >= id) {
            return Err(self.refusal("providers must come in the order of their ids, each once"));
        }
        let length = u32::try_from(record.len()).map_err(|_too_long| self.refusal("a record of 4 GiB"))?;
        self.file.write_all(&length.to_le_bytes()).map_err(io_at(&self.path))?;
        self.file.write_all(record).map_err(io_at(&self.path))?;
        self.last = Some(id.clone());
        self.count += 1;
        Ok(())
    }

    /// Finishes the file; returns how many providers it holds.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be written.
    pub fn finish(mut self) -> Result<u64, IndexError> {
        self.file.write_all(&0_u32.to_le_bytes()).map_err(io_at(&self.path))?;
        self.file.write_all(&self.count.to_le_bytes()).map_err(io_at(&self.path))?;
        self.file.flush().map_err(io_at(&self.path))?;
        Ok(self.count)
    }

    fn refusal(&self, message: &str) -> IndexError {
        io_at(&self.path)(Error::new(ErrorKind::InvalidInput, message))
    }
}

/// Reads a list's providers in id order.
#[derive(Debug)]
pub struct KeptReader {
    file: BufReader<File>,
    path: PathBuf,
    vocabulary: Arc<Vocabulary>,
    next: Option<Result<KeptRecord, IndexError>>,
    last: Option<ProviderId>,
    count: u64,
}

/// A provider as it is stored, and its id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRecord {
    /// Whose record it is.
    pub id: ProviderId,
    record: Vec<u8>,
}

impl KeptRecord {
    /// The record as it is stored.
    pub fn bytes(&self) -> &[u8] {
        &self.record
    }

    /// What it says, read in place; `list` is the file it was read from.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the record is none.
    pub fn view(&self, vocabulary: &Vocabulary, list: &Path) -> Result<RecordView<'_>, IndexError> {
        RecordView::read(&self.record, vocabulary).ok_or_else(|| damaged(list, "a record cannot be read"))
    }

    /// The provider; `list` is the file it was read from.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when the record is none.
    pub fn provider(&self, vocabulary: &Vocabulary, list: &Path) -> Result<Provider, IndexError> {
        decode(&self.record, vocabulary).ok_or_else(|| damaged(list, "a record cannot be read"))
    }
}

impl KeptReader {
    /// Opens a file that [`KeptWriter`] wrote.
    ///
    /// # Errors
    /// [`IndexError`] when it cannot be read or is of another format.
    pub fn open(path: &Path, vocabulary: &Arc<Vocabulary>) -> Result<Self, IndexError> {
        let file = File::open(path).map_err(io_at(path))?;
        let mut file = BufReader::with_capacity(BUFFER, file);
        let mut magic = [0; MAGIC.len()];
        let read = file.read_exact(&mut magic);
        if read.is_err() || magic[..MAGIC.len() - 1] != MAGIC[..MAGIC.len() - 1] {
            return Err(damaged(path, "it does not begin like a list"));
        }
        if magic != MAGIC {
            let message = "its lists are kept in another format".to_owned();
            return Err(IndexError::Incompatible { generation: generation_of(path), message });
        }
        let mut reader = Self {
            file,
            path: path.to_owned(),
            vocabulary: Arc::clone(vocabulary),
            next: None,
            last: None,
            count: 0,
        };
        reader.next = reader.read().transpose();
        Ok(reader)
    }

    /// The id of the next provider, without taking it; `None` at the end, and where [`Iterator::next`] gives an error.
    pub fn peek(&self) -> Option<&ProviderId> {
        match &self.next {
            Some(Ok(next)) => Some(&next.id),
            Some(Err(_)) | None => None,
        }
    }

    /// The file that is read.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The next provider as it is stored; [`Iterator::next`] reads it besides.
    pub fn next_stored(&mut self) -> Option<Result<KeptRecord, IndexError>> {
        let item = self.next.take()?;
        if item.is_ok() {
            self.next = self.read().transpose();
        }
        Some(item)
    }

    fn read(&mut self) -> Result<Option<KeptRecord>, IndexError> {
        let mut length = [0; 4];
        self.file.read_exact(&mut length).map_err(|error| self.failure(error))?;
        let length = u32::from_le_bytes(length);
        if length == 0 {
            return self.check_end().map(|()| None);
        }
        // `take` grows the buffer with what is really there, so that a wrong length costs nothing.
        let mut record = Vec::with_capacity((length as usize).min(USUAL));
        let read = (&mut self.file).take(u64::from(length)).read_to_end(&mut record);
        read.map_err(io_at(&self.path))?;
        let id = id_of(&record).filter(|_| record.len() == length as usize).and_then(|id| id.parse().ok());
        let id: ProviderId = id.ok_or_else(|| damaged(&self.path, "a record cannot be read"))?;
        if self.last.as_ref().is_some_and(|last| *last >= id) {
            return Err(damaged(&self.path, "its records are out of order"));
        }
        self.last = Some(id.clone());
        self.count += 1;
        Ok(Some(KeptRecord { id, record }))
    }

    fn check_end(&mut self) -> Result<(), IndexError> {
        let mut end = Vec::new();
        (&mut self.file).take(9).read_to_end(&mut end).map_err(io_at(&self.path))?;
        if end == self.count.to_le_bytes() { Ok(()) } else { Err(damaged(&self.path, "its count is wrong")) }
    }

    fn failure(&self, error: Error) -> IndexError {
        if error.kind() == ErrorKind::UnexpectedEof {
            damaged(&self.path, "it lacks its end")
        } else {
            io_at(&self.path)(error)
        }
    }
}

impl Iterator for KeptReader {
    type Item = Result<Provider, IndexError>;

    fn next(&mut self) -> Option<Self::Item> {
        let stored = self.next_stored()?;
        Some(stored.and_then(|stored| stored.provider(&self.vocabulary, &self.path)))
    }
}

pub(super) fn damaged(path: &Path, message: &str) -> IndexError {
    let file = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    IndexError::Damaged { generation: generation_of(path), file, message: message.to_owned() }
}

/// The generation that a kept list belongs to: the folder above its folder.
fn generation_of(path: &Path) -> String {
    let folder = path.parent().and_then(Path::parent).and_then(Path::file_name);
    folder.unwrap_or_default().to_string_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::super::sample::{providers, vocabulary};
    use super::*;

    fn write(path: &Path, providers: &[Provider]) {
        let mut writer = KeptWriter::create(path, &vocabulary()).expect("a file");
        for provider in providers {
            writer.push(provider).expect("space");
        }
        assert_eq!(writer.finish().expect("space"), providers.len() as u64);
    }

    #[test]
    fn gives_back_what_was_kept_and_shows_the_next_id() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("lists/nppes.records");
        for count in [0, 1, 500] {
            let mut expected = providers(count);
            expected.sort_by(|a, b| a.id.cmp(&b.id));
            write(&path, &expected);
            let mut reader = KeptReader::open(&path, &vocabulary()).expect("a file");
            for provider in &expected {
                assert_eq!(reader.peek(), Some(&provider.id));
                assert_eq!(reader.next().expect("one more").expect("readable"), *provider);
            }
            assert_eq!(reader.peek(), None);
            assert!(reader.next().is_none());
        }
    }

    #[test]
    fn refuses_providers_out_of_order() {
        let directory = tempfile::tempdir().expect("a directory");
        let mut writer = KeptWriter::create(&directory.path().join("x"), &vocabulary()).expect("a file");
        let mut expected = providers(2);
        expected.sort_by(|a, b| b.id.cmp(&a.id));
        writer.push(&expected[0]).expect("space");
        assert!(writer.push(&expected[1]).is_err());
        assert!(writer.push(&expected[0]).is_err());
    }

    #[test]
    fn notices_a_cut_a_long_tail_and_another_format() {
        let directory = tempfile::tempdir().expect("a directory");
        let path = directory.path().join("000001/lists/x.records");
        let mut expected = providers(3);
        expected.sort_by(|a, b| a.id.cmp(&b.id));
        write(&path, &expected);
        let good = std::fs::read(&path).expect("a file");
        let read = |bytes: &[u8]| -> Result<Vec<Provider>, IndexError> {
            std::fs::write(&path, bytes).expect("space");
            KeptReader::open(&path, &vocabulary())?.collect()
        };
        assert_eq!(read(&good).expect("sound"), expected);
        for length in 0..good.len() {
            let error = read(&good[..length]).expect_err("cut");
            assert!(error.to_string().starts_with("generation 000001 is damaged: x.records"), "{error}");
        }
        assert!(read(&[good.as_slice(), &[0]].concat()).is_err());
        let mut other = good.clone();
        other[7] = 2;
        assert!(matches!(read(&other), Err(IndexError::Incompatible { .. })));
    }
}
