//! `manifest.json`: what a generation is made of, and the hash of every file in it.

use serde::{Deserialize, Serialize};
use std::fmt;
use std::str::FromStr;

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
    /// Every file but the manifest: path, length and BLAKE3 in hexadecimal, sorted by path.
    pub files: Vec<(String, u64, String)>,
}

/// One list in a generation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListSource {
    /// Its name.
    pub list: String,
    /// How many providers it contributes.
    pub providers: u64,
    /// When it was imported.
    pub imported: String,
    /// The files it was read from.
    pub sources: Vec<SourceFile>,
}

/// One file that a list was read from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SourceFile {
    /// Its name without folders.
    pub name: String,
    /// BLAKE3 of its bytes in hexadecimal.
    pub hash: String,
}
