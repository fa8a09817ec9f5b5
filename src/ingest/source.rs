//! Opening what a caller named: a file or standard input, plain, gzip or zip, told by its first bytes.
//!
//! In: a [`Source`]. Out: its bytes, counted and hashed as they lie on disk. Invariant: nothing is kept in memory but
//! a read buffer; a zip archive that cannot be sought in is spooled to a temporary file without a name.

use super::encoding::read_some;
use super::watch::Watch;
use super::{Code, IngestError, Refusal, Source};
use std::fs::File;
use std::io::{BufReader, Read, Seek};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Why reading a file stops, before anyone has said which file.
#[derive(Debug)]
pub(super) enum Stop {
    Refused(Refusal),
    Io(std::io::Error),
}

impl Stop {
    pub(super) fn refused(code: Code, message: impl Into<String>) -> Self {
        Self::Refused(Refusal { code, message: message.into() })
    }

    /// The same, naming the file.
    pub(super) fn at(self, name: &str) -> IngestError {
        match self {
            Self::Refused(Refusal { code, message }) => {
                IngestError::Refused(Refusal { code, message: format!("{name}: {message}") })
            }
            Self::Io(source) => IngestError::Io { name: name.to_owned(), source },
        }
    }
}

/// A refusal on its way through an [`std::io::Read`], which can hand on nothing but I/O errors.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.message)]
struct Carried(Refusal);

/// Whether an I/O error is a refusal on its way.
pub(super) fn carries_refusal(error: &std::io::Error) -> bool {
    error.get_ref().is_some_and(<dyn std::error::Error + Send + Sync>::is::<Carried>)
}

impl From<Refusal> for std::io::Error {
    fn from(refusal: Refusal) -> Self {
        Self::other(Carried(refusal))
    }
}

impl From<std::io::Error> for Stop {
    fn from(error: std::io::Error) -> Self {
        match error.downcast::<Carried>() {
            Ok(Carried(refusal)) => Self::Refused(refusal),
            Err(error) => Self::Io(error),
        }
    }
}

/// Counts and hashes the bytes of one file as they are read.
#[derive(Debug, Default)]
pub(super) struct Meter {
    bytes: AtomicU64,
    hasher: Mutex<blake3::Hasher>,
    failed: AtomicBool,
}

impl Meter {
    pub(super) fn bytes(&self) -> u64 {
        self.bytes.load(Ordering::Relaxed)
    }

    /// Whether the disk or pipe itself failed, so that what a decoder says of it is beside the point.
    pub(super) fn has_failed(&self) -> bool {
        self.failed.load(Ordering::Relaxed)
    }

    /// BLAKE3 of what was read, in hexadecimal.
    pub(super) fn hash(&self) -> String {
        self.hasher().finalize().to_hex().to_string()
    }

    fn hasher(&self) -> MutexGuard<'_, blake3::Hasher> {
        self.hasher.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Reads through a [`Meter`].
#[derive(Debug)]
pub(super) struct Metered<R> {
    input: R,
    meter: Arc<Meter>,
    /// Whether bytes are hashed in the order they are read; not where they are sought.
    hashed: bool,
}

impl<R> Metered<R> {
    pub(super) fn new(input: R, meter: Arc<Meter>, hashed: bool) -> Self {
        Self { input, meter, hashed }
    }
}

impl<R: Read> Read for Metered<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = read_some(&mut self.input, out)
            .inspect_err(|_error| self.meter.failed.store(true, Ordering::Relaxed))?;
        self.meter.bytes.fetch_add(count as u64, Ordering::Relaxed);
        if self.hashed {
            self.meter.hasher().update(&out[..count]);
        }
        Ok(count)
    }
}

impl<R: Seek> Seek for Metered<R> {
    fn seek(&mut self, to: std::io::SeekFrom) -> std::io::Result<u64> {
        self.input.seek(to)
    }
}

/// The bytes of a file from its first on.
pub(super) type Bytes = std::io::Chain<std::io::Cursor<Vec<u8>>, Metered<Box<dyn Read + Send>>>;

/// A file, opened.
pub(super) struct Opened {
    /// Its name without the folder.
    pub(super) name: String,
    /// Its length, where it has one.
    pub(super) size: Option<u64>,
    /// Sees whether it changes, where it is one on disk.
    pub(super) watch: Option<Watch>,
    pub(super) meter: Arc<Meter>,
    pub(super) content: Content,
}

/// What a file is by its first bytes.
pub(super) enum Content {
    Plain(Bytes),
    Gzip(Bytes),
    Zip(File),
}

/// Bytes that tell what a file is.
const MAGIC: usize = 4;

/// Opens a source.
///
/// # Errors
/// When it cannot be read.
pub(super) fn open(source: &Source) -> Result<Opened, IngestError> {
    let name = name_of(source);
    opened(source, &name).map_err(|source| IngestError::Io { name, source })
}

fn opened(source: &Source, name: &str) -> std::io::Result<Opened> {
    let meter = Arc::new(Meter::default());
    let (raw, file, size, watch): (Box<dyn Read + Send>, _, _, _) = match source {
        Source::Stdin => (Box::new(std::io::stdin()), None, None, None),
        Source::File(path) => {
            let file = File::open(path)?;
            let about = file.metadata()?;
            if about.is_dir() {
                return Err(std::io::Error::new(std::io::ErrorKind::IsADirectory, "is a folder, not a file"));
            }
            let size = about.is_file().then_some(about.len());
            let watch = Watch::new(path, &file, &about)?;
            (Box::new(file.try_clone()?), about.is_file().then_some(file), size, watch)
        }
    };
    let mut raw = Metered::new(raw, Arc::clone(&meter), true);
    let mut magic = Vec::with_capacity(MAGIC);
    (&mut raw).take(MAGIC as u64).read_to_end(&mut magic)?;
    let bytes = std::io::Cursor::new(magic.clone()).chain(raw);
    let content = match magic.as_slice() {
        [0x1f, 0x8b, ..] => Content::Gzip(bytes),
        b"PK\x03\x04" | b"PK\x05\x06" | b"PK\x07\x08" => Content::Zip(seekable(bytes, file)?),
        _ => Content::Plain(bytes),
    };
    Ok(Opened { name: name.to_owned(), size, watch, meter, content })
}

/// Reads a zip archive through once for its hash, and returns a file that can be sought in.
fn seekable(mut bytes: Bytes, file: Option<File>) -> std::io::Result<File> {
    if let Some(mut file) = file {
        std::io::copy(&mut BufReader::with_capacity(1 << 20, bytes), &mut std::io::sink())?;
        file.rewind()?;
        return Ok(file);
    }
    let mut spool = tempfile::tempfile()?;
    std::io::copy(&mut bytes, &mut spool)?;
    spool.rewind()?;
    Ok(spool)
}

fn name_of(source: &Source) -> String {
    match source {
        Source::Stdin => "stdin".to_owned(),
        Source::File(path) => {
            let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
            shown(&name)
        }
    }
}

/// A file's or member's name as it may be shown: no folder, no control characters, not too long.
pub(super) fn shown(name: &str) -> String {
    // Longer than any name of a published file; the end tells files apart as well as the beginning.
    const LONGEST: usize = 100;
    let base = name.trim_end_matches(['/', '\\']).rsplit(['/', '\\']).next().unwrap_or(name);
    let base = if base.is_empty() { name } else { base };
    super::finding::neutralised(base, LONGEST)
}
