//! `manifest.json`: what a generation is made of, and the hash of every file in it.

use super::coverage::Coverage;
use super::digest::hash;
use super::error::{IndexError, io_at};
use super::layout;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::path::Path;
use std::str::FromStr;

/// The manifest's name in its generation.
pub(super) const MANIFEST: &str = "manifest.json";

/// The number of a generation, printed with six digits: `000042`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GenerationId(u32);

impl GenerationId {
    /// The first one of a store.
    pub const FIRST: Self = Self(1);

    /// The next one.
    #[must_use]
    pub fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// The number.
    pub fn number(self) -> u32 {
        self.0
    }
}

impl fmt::Display for GenerationId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:06}", self.0)
    }
}

/// A text that names no generation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a generation is a number such as 000042")]
pub struct GenerationIdError;

impl FromStr for GenerationId {
    type Err = GenerationIdError;

    fn from_str(text: &str) -> Result<Self, GenerationIdError> {
        let digits = (1..=9).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            Ok(number) if digits && number > 0 => Ok(Self(number)),
            _ => Err(GenerationIdError),
        }
    }
}

/// What a generation is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// The format number of the files.
    pub format: u32,
    /// The program's version that built it.
    pub program: String,
    /// The vocabulary's version it was built with.
    pub vocabulary: String,
    /// When it was built: UTC, RFC 3339, whole seconds.
    pub built: String,
    /// The day that record ages are judged by, `2026-11-22`.
    pub as_of: String,
    /// How many providers.
    pub providers: u64,
    /// How many practices, which is how many rows.
    pub practices: u64,
    /// How many providers per specialty id.
    pub specialties: Vec<(String, u64)>,
    /// The lists in it, sorted by name.
    pub lists: Vec<ListSource>,
    /// The corrections in it, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrections: Option<CorrectionsSource>,
    /// Every file but the manifest: path, length and BLAKE3 in hexadecimal, sorted by path.
    pub files: Vec<(String, u64, String)>,
}

/// What every format's manifest begins with.
#[derive(Deserialize)]
struct Format {
    format: u32,
}

impl Manifest {
    /// The format of the generations that this program writes and reads.
    pub const FORMAT: u32 = layout::FORMAT;

    /// The manifest as it is written, and its hash.
    pub(super) fn to_bytes(&self) -> Result<(Vec<u8>, String), IndexError> {
        let mut bytes =
            serde_json::to_vec_pretty(self).map_err(|error| io_at(Path::new(MANIFEST))(error.into()))?;
        bytes.push(b'\n');
        let hash = hash(&bytes);
        Ok((bytes, hash))
    }

    /// Reads the manifest in a folder, and gives its hash. With an `expected` hash it must be that one.
    ///
    /// # Errors
    /// [`IndexError::NotKept`] when there is no such folder, [`IndexError::Damaged`] when the manifest is missing or
    /// is not what it was, [`IndexError::Incompatible`] when it is of another format.
    pub(super) fn read(
        directory: &Path,
        generation: GenerationId,
        expected: Option<&str>,
    ) -> Result<(Self, String), IndexError> {
        let (format, manifest, hash) = Self::read_any(directory, generation, expected)?;
        if format != layout::FORMAT {
            let message = format!("its format is {format}, this program reads {}", layout::FORMAT);
            return Err(IndexError::Incompatible { generation: generation.to_string(), message });
        }
        Ok((manifest()?, hash))
    }

    /// The same of any format, which comes first; manifests of later formats may not be readable.
    pub(super) fn read_any(
        directory: &Path,
        generation: GenerationId,
        expected: Option<&str>,
    ) -> Result<(u32, impl FnOnce() -> Result<Self, IndexError>, String), IndexError> {
        let generation = generation.to_string();
        if !directory.is_dir() {
            return Err(IndexError::NotKept(generation));
        }
        let damaged = move |message: String| IndexError::Damaged {
            generation: generation.clone(),
            file: MANIFEST.to_owned(),
            message,
        };
        let path = directory.join(MANIFEST);
        let bytes = std::fs::read(&path).map_err(|error| match error.kind() {
            std::io::ErrorKind::NotFound => damaged(error.to_string()),
            _ => io_at(&path)(error),
        })?;
        let hash = hash(&bytes);
        if expected.is_some_and(|expected| expected != hash) {
            return Err(damaged("its hash is not the one that was published".to_owned()));
        }
        let format: Format = serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()))?;
        let manifest = move || serde_json::from_slice(&bytes).map_err(|error| damaged(error.to_string()));
        Ok((format.format, manifest, hash))
    }
}

/// What a generation is made of, apart from the program.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct MadeOf {
    /// The lists.
    pub lists: Vec<ListSource>,
    /// The corrections, where there are any.
    pub corrections: Option<CorrectionsSource>,
}

impl From<Vec<ListSource>> for MadeOf {
    fn from(lists: Vec<ListSource>) -> Self {
        Self { lists, corrections: None }
    }
}

/// The corrections of data staff in a generation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectionsSource {
    /// The file they were read from, without folders.
    pub file: String,
    /// BLAKE3 of its bytes in hexadecimal.
    pub hash: String,
    /// How many rows.
    pub rows: u64,
    /// How many providers they hide altogether.
    pub hidden: u64,
    /// When they were given.
    pub imported: String,
}

/// One list in a generation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListSource {
    /// Its name.
    pub list: String,
    /// How many providers it contributes.
    pub providers: u64,
    /// How many rows of its files are in it; `None` where an older program imported it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub rows: Option<u64>,
    /// When it was imported.
    pub imported: String,
    /// The files it was read from.
    pub sources: Vec<SourceFile>,
    /// Which days the federal files hold that the list is made of; `None` for own lists, and for lists of programs that
    /// did not write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub coverage: Option<Coverage>,
}

/// One file that a list was read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its name without folders.
    pub name: String,
    /// BLAKE3 of its bytes in hexadecimal.
    pub hash: String,
}
