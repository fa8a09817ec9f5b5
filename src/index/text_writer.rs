//! The text index of a generation: written in document order into one segment, then read back and checked.
//!
//! In: the folded words and given names of each provider, by provider number. Out: the folder [`layout::TEXT`]. Invariant: document id
//! = provider number, which [`check`] proves on the finished files.

use super::error::{IndexError, io_at};
use super::layout;
use std::path::{Path, PathBuf};
use tantivy::directory::MmapDirectory;
use tantivy::indexer::SingleSegmentIndexWriter;
use tantivy::schema::{Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, SegmentReader, TantivyDocument, TantivyError};

/// What tantivy sizes its word table by; its memory grows beyond it with the words there are.
const BUDGET: usize = 64 * 1024 * 1024;

/// The text index of a generation in the making.
pub(super) struct TextWriter {
    writer: SingleSegmentIndexWriter,
    words: Field,
    given: Field,
    number: Field,
    directory: PathBuf,
    count: u32,
}

impl std::fmt::Debug for TextWriter {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        out.debug_struct("TextWriter").field("count", &self.count).finish_non_exhaustive()
    }
}

impl TextWriter {
    /// Makes the folder of the text index in a building directory.
    pub(super) fn create(building: &Path) -> Result<Self, IndexError> {
        let directory = building.join(layout::TEXT);
        std::fs::create_dir_all(&directory).map_err(io_at(&directory))?;
        let mut schema = Schema::builder();
        let indexing = TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::WithFreqs)
            .set_fieldnorms(true);
        let words = TextOptions::default().set_indexing_options(indexing);
        let words = schema.add_text_field(layout::WORDS_FIELD, words);
        let given = TextFieldIndexing::default()
            .set_tokenizer("whitespace")
            .set_index_option(IndexRecordOption::Basic)
            .set_fieldnorms(false);
        let given = TextOptions::default().set_indexing_options(given);
        let given = schema.add_text_field(layout::GIVEN_FIELD, given);
        let number = schema.add_u64_field(layout::NUMBER_FIELD, NumericOptions::default().set_fast());
        let builder = Index::builder().schema(schema.build());
        let writer = builder.single_segment_index_writer(open_directory(&directory)?, BUDGET);
        Ok(Self { writer: writer.map_err(IndexError::Text)?, words, given, number, directory, count: 0 })
    }

    /// Adds the words of the next provider and those of its given name, folded and separated by blanks.
    pub(super) fn push(&mut self, words: &str, given: &str) -> Result<(), IndexError> {
        let mut document = TantivyDocument::default();
        document.add_text(self.words, words);
        if !given.is_empty() {
            document.add_text(self.given, given);
        }
        document.add_u64(self.number, u64::from(self.count));
        self.count += 1;
        self.writer.add_document(document).map_err(IndexError::Text)
    }

    /// Writes the segment, lets go of the writer, and checks what is on disk.
    pub(super) fn finish(self) -> Result<(), IndexError> {
        let Self { writer, directory, count, .. } = self;
        drop(writer.finalize().map_err(IndexError::Text)?);
        open_to_readers(&directory)?;
        check(&directory, count)
    }
}

/// Gives all files of the text index the mode that files of this process have.
///
/// tantivy writes two of them by way of temporary files, which nobody but their owner may read: a server of another
/// account could read all of a generation but these.
fn open_to_readers(directory: &Path) -> Result<(), IndexError> {
    let probe = directory.join("mode");
    let mode = std::fs::File::create_new(&probe).and_then(|file| file.metadata()).map_err(io_at(&probe))?;
    std::fs::remove_file(&probe).map_err(io_at(&probe))?;
    for entry in std::fs::read_dir(directory).map_err(io_at(directory))? {
        let path = entry.map_err(io_at(directory))?.path();
        if std::fs::metadata(&path).map_err(io_at(&path))?.permissions() != mode.permissions() {
            // What its owner can read is as good for everything but this.
            let _as_it_was = std::fs::set_permissions(&path, mode.permissions());
        }
    }
    Ok(())
}

fn open_directory(directory: &Path) -> Result<MmapDirectory, IndexError> {
    MmapDirectory::open(directory).map_err(|error| IndexError::Text(TantivyError::from(error)))
}

/// Opens a finished text index and checks its own checksums, its count, and that each document sits on its number.
///
/// tantivy does not report every error of its background work, so its word is not taken for it.
fn check(directory: &Path, count: u32) -> Result<(), IndexError> {
    let index = Index::open(open_directory(directory)?).map_err(IndexError::Text)?;
    if let Some(file) = index.validate_checksum().map_err(IndexError::Text)?.into_iter().next() {
        return Err(wrong(directory, &file, "its checksum is wrong right after it was written"));
    }
    let segments = index.searchable_segments().map_err(IndexError::Text)?;
    let [segment] = segments.as_slice() else {
        return Err(wrong(directory, Path::new("meta.json"), "there is not exactly one segment"));
    };
    let reader = SegmentReader::open(segment).map_err(IndexError::Text)?;
    if (reader.max_doc(), reader.num_docs()) != (count, count) {
        return Err(wrong(directory, Path::new("meta.json"), "documents are missing"));
    }
    let numbers = reader.fast_fields().u64(layout::NUMBER_FIELD).map_err(IndexError::Text)?;
    if (0..count).any(|document| numbers.first(document) != Some(u64::from(document))) {
        return Err(wrong(directory, Path::new("meta.json"), "documents are out of order"));
    }
    Ok(())
}

fn wrong(directory: &Path, file: &Path, message: &str) -> IndexError {
    io_at(&directory.join(file))(std::io::Error::new(std::io::ErrorKind::InvalidData, message))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(count: u32) -> tempfile::TempDir {
        let directory = tempfile::tempdir().expect("a directory");
        let mut writer = TextWriter::create(directory.path()).expect("a writer");
        for number in 0..count {
            writer.push(&format!("jane doe{number}"), "jane j").expect("space");
        }
        writer.finish().expect("sound");
        directory
    }

    #[test]
    fn documents_stay_in_the_order_they_came_however_many() {
        for count in [0, 1, 5_000] {
            written(count);
        }
    }

    #[cfg(unix)]
    #[test]
    fn whoever_may_read_a_file_of_this_process_may_read_all_of_them() {
        use std::os::unix::fs::PermissionsExt as _;
        let directory = written(3);
        let other = directory.path().join("other");
        std::fs::write(&other, "").expect("space");
        let mode = |path: &Path| std::fs::metadata(path).expect("a file").permissions().mode();
        let files = std::fs::read_dir(directory.path().join(layout::TEXT)).expect("a folder");
        let paths: Vec<PathBuf> = files.map(|entry| entry.expect("an entry").path()).collect();
        assert!(paths.iter().any(|path| path.ends_with("meta.json")), "{paths:?}");
        assert!(paths.iter().all(|path| mode(path) == mode(&other)), "{paths:?}");
    }

    #[test]
    fn a_wrong_count_and_a_damaged_file_are_noticed() {
        let directory = written(10);
        let text = directory.path().join(layout::TEXT);
        assert!(check(&text, 11).is_err());
        for entry in std::fs::read_dir(&text).expect("a folder") {
            let path = entry.expect("an entry").path();
            let good = std::fs::read(&path).expect("a file");
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            assert!(!name.contains("lock"), "{name} is left over");
            if !name.contains("json") {
                let mut bad = good.clone();
                bad[0] ^= 1;
                std::fs::write(&path, bad).expect("space");
                assert!(check(&text, 10).is_err(), "{name}");
                std::fs::write(&path, good).expect("space");
            }
        }
        check(&text, 10).expect("sound again");
    }
}
