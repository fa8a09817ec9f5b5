//! What can go wrong with the files of an index, and errors that name the file.
//!
//! In: errors of the file system and of the text index. Out: [`IndexError`]. Invariant: whoever reads one knows which file
//! or generation to look at.

use super::layout;
use std::path::{Path, PathBuf};

/// What can go wrong with the files of an index.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is no index in the folder.
    #[error("no usable index in {0}")]
    NoIndex(PathBuf),
    /// Another process imports.
    #[error("another import is at work on this index")]
    Locked,
    /// A file is not what the manifest says.
    #[error("generation {generation} is damaged: {file}: {message}")]
    Damaged {
        /// Which generation.
        generation: String,
        /// Which file.
        file: String,
        /// What is wrong.
        message: String,
    },
    /// `CURRENT` is there and is no pointer.
    #[error("the pointer to the live generation is damaged: {0}")]
    Pointer(String),
    /// A generation of another format or program.
    #[error(
        "generation {generation} cannot be read by this program: {message}; `finder rebuild` builds it anew from the kept records"
    )]
    Incompatible {
        /// Which generation.
        generation: String,
        /// Why.
        message: String,
    },
    /// There is no such generation, or it is no longer kept.
    #[error("generation {0} is not kept")]
    NotKept(String),
    /// There is no generation to go back to.
    #[error("there is no previous generation to go back to")]
    NothingToRollBack,
    /// No generation can be served.
    #[error(
        "{0}, and no other generation can be served; import the lists into a new folder with `finder import --index NEW`, with the corrections by `finder overrides --index NEW FILE.csv` before it is served"
    )]
    NothingSound(String),
    /// Nobody knows whom a generation hides that another one would have to stand in for.
    #[error(
        "whom generation {0} hides cannot be read, so that no other one is shown in its place; give the corrections anew with `finder overrides FILE.csv`"
    )]
    HiddenLost(String),
    /// A canary question was answered wrongly by the new generation.
    #[error("the new generation answers wrongly: {0}")]
    Canary(String),
    /// The text index failed.
    #[error("text index: {0}")]
    Text(#[source] tantivy::TantivyError),
    /// A file cannot be read or written.
    #[error("{path}: {source}")]
    Io {
        /// Which file or folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

/// Turns an error of the file system into one that names the file or folder.
pub(super) fn io_at(path: &Path) -> impl FnOnce(std::io::Error) -> IndexError {
    move |source| IndexError::Io { path: path.to_owned(), source }
}

/// Turns an error of the text index, which names no file, into one that names its folder.
pub(super) fn text_at(directory: &Path) -> impl FnOnce(IndexError) -> IndexError {
    move |error| match error {
        IndexError::Text(error) => io_at(&directory.join(layout::TEXT))(std::io::Error::other(error)),
        other => other,
    }
}
