//! Lengths and hashes of a folder's files: taken when a generation is built, compared whenever one is opened.
//!
//! In: a folder, and what a manifest says of its files. Out: the same list anew, or the first file that differs.
//! Invariant: no path leaves the folder, and no link is followed.

use super::error::{IndexError, io_at};
use super::manifest::GenerationId;
use crate::parallel;
use std::fs::File;
use std::io::Read;
use std::path::{Component, Path, PathBuf};

/// A file of a generation: path with `/` between folders, length, BLAKE3 in hexadecimal.
pub(super) type FileDigest = (String, u64, String);

/// Bytes read at a time; BLAKE3 works on 16 chunks of 1 KiB side by side.
const BUFFER: usize = 256 * 1024;

/// Hashes bytes as manifests and pointers write it.
pub(super) fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// All files of a folder but the one named, sorted by path. Of those whose length is `known` the hash is taken from there.
///
/// # Errors
/// [`IndexError::Io`] when one cannot be read, or is neither file nor folder.
///
/// # Complexity
/// O(bytes), on all cores.
pub(super) fn digest_all(
    directory: &Path,
    but: &str,
    known: &[FileDigest],
) -> Result<Vec<FileDigest>, IndexError> {
    let mut paths = Vec::new();
    list(directory, "", &mut paths)?;
    let is_known = |(path, length): &(String, u64)| {
        known.iter().any(|(known, as_long, _hash)| (known, as_long) == (path, length))
    };
    let kept = known.iter().filter(|(path, length, _hash)| paths.contains(&(path.clone(), *length)));
    let mut digests: Vec<FileDigest> = kept.cloned().collect();
    paths.retain(|file| file.0 != but && !is_known(file));
    let files: Vec<(PathBuf, u64)> =
        paths.iter().map(|(path, length)| (directory.join(path), *length)).collect();
    let hashes = hash_files(&files);
    for (((path, length), hash), (file, _)) in paths.into_iter().zip(hashes).zip(&files) {
        digests.push((path, length, hash.map_err(io_at(file))?));
    }
    digests.sort();
    Ok(digests)
}

/// Files of a folder that are `finished`, hashed one after the other on this thread, the largest first, until `enough`.
/// One that cannot be read is passed over: [`digest_all`] tells why.
pub(super) fn digest_some(
    directory: &Path,
    finished: impl Fn(&str) -> bool,
    enough: impl Fn() -> bool,
) -> Vec<FileDigest> {
    let mut paths = Vec::new();
    if list(directory, "", &mut paths).is_err() {
        return Vec::new();
    }
    paths.retain(|(path, _length)| finished(path));
    paths.sort_by_key(|(_path, length)| std::cmp::Reverse(*length));
    let hashed = paths.into_iter().take_while(|_| !enough()).filter_map(|(path, length)| {
        let hash = hash_file(&directory.join(&path)).ok()?;
        Some((path, length, hash))
    });
    hashed.collect()
}

fn list(directory: &Path, prefix: &str, paths: &mut Vec<(String, u64)>) -> Result<(), IndexError> {
    for entry in std::fs::read_dir(directory).map_err(io_at(directory))? {
        let entry = entry.map_err(io_at(directory))?;
        let path = entry.path();
        let refusal = |message| io_at(&path)(std::io::Error::new(std::io::ErrorKind::InvalidData, message));
        let kind = entry.metadata().map_err(io_at(&path))?;
        let name = entry.file_name().into_string().map_err(|_not_unicode| refusal("its name is no text"))?;
        if kind.is_dir() {
            list(&path, &format!("{prefix}{name}/"), paths)?;
        } else if kind.is_file() {
            paths.push((format!("{prefix}{name}"), kind.len()));
        } else {
            return Err(refusal("neither file nor folder"));
        }
    }
    Ok(())
}

/// Compares a folder with what the manifest of its generation says; files that the manifest does not name do not matter.
///
/// # Errors
/// [`IndexError::Damaged`] names the first file that is missing, no file, of another length or hash;
/// [`IndexError::Io`] one that cannot be read, of which nobody can tell.
///
/// # Complexity
/// O(bytes), on all cores; lengths are compared first.
pub(super) fn compare(
    directory: &Path,
    generation: GenerationId,
    expected: &[FileDigest],
) -> Result<(), IndexError> {
    let of = |file: &str, wrong: Wrong| wrong.of(directory, generation, file);
    let mut files = Vec::with_capacity(expected.len());
    for (path, length, _hash) in expected {
        check_file(directory, path, *length).map_err(|wrong| of(path, wrong))?;
        files.push((directory.join(path), *length));
    }
    for ((path, _length, expected), found) in expected.iter().zip(hash_files(&files)) {
        if found.map_err(|error| of(path, error.into()))? != *expected {
            return Err(of(path, Wrong::Differs("its hash is not the manifest's".to_owned())));
        }
    }
    Ok(())
}

/// Whether all files of a generation are there, each as long as the manifest says.
///
/// # Complexity
/// O(files): none is read.
pub(super) fn are_there(directory: &Path, expected: &[FileDigest]) -> bool {
    expected.iter().all(|(path, length, _hash)| check_file(directory, path, *length).is_ok())
}

/// What is wrong with a file.
enum Wrong {
    /// It is not what the manifest says.
    Differs(String),
    /// It cannot be read now.
    Unreadable(std::io::Error),
}

impl From<std::io::Error> for Wrong {
    /// What is not there is damage; for all else the disk may be blamed, or too many open files.
    fn from(error: std::io::Error) -> Self {
        if error.kind() == std::io::ErrorKind::NotFound {
            Self::Differs(error.to_string())
        } else {
            Self::Unreadable(error)
        }
    }
}

impl Wrong {
    fn of(self, directory: &Path, generation: GenerationId, file: &str) -> IndexError {
        match self {
            Self::Differs(message) => {
                IndexError::Damaged { generation: generation.to_string(), file: file.to_owned(), message }
            }
            Self::Unreadable(source) => io_at(&directory.join(file))(source),
        }
    }
}

fn check_file(directory: &Path, path: &str, length: u64) -> Result<(), Wrong> {
    let differs = |message: &str| Err(Wrong::Differs(message.to_owned()));
    let mut whole = directory.to_owned();
    let mut parts = Path::new(path).components().peekable();
    while let Some(part) = parts.next() {
        let Component::Normal(part) = part else { return differs("its path leaves the generation") };
        whole.push(part);
        let kind = std::fs::symlink_metadata(&whole)?;
        let last = parts.peek().is_none();
        if last && !kind.is_file() || !last && !kind.is_dir() {
            return differs("it is a link, or no file");
        }
        if last && kind.len() != length {
            return differs(&format!("it has {} bytes instead of {length}", kind.len()));
        }
    }
    Ok(())
}

/// Hashes files on all cores, the largest first; results in the order of the files.
fn hash_files(files: &[(PathBuf, u64)]) -> Vec<std::io::Result<String>> {
    let mut order: Vec<usize> = (0..files.len()).collect();
    order.sort_by_key(|&place| std::cmp::Reverse(files[place].1));
    let hashes = parallel::all(order.len(), |piece| hash_file(&files[order[piece]].0));
    let mut hashes: Vec<_> = order.into_iter().zip(hashes).collect();
    hashes.sort_unstable_by_key(|(place, _)| *place);
    hashes.into_iter().map(|(_, hash)| hash).collect()
}

fn hash_file(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; BUFFER];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(hasher.finalize().to_hex().to_string()),
            Ok(length) => hasher.update(&buffer[..length]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let directory = tempfile::tempdir().expect("a directory");
        std::fs::create_dir(directory.path().join("text")).expect("space");
        for (path, length) in [("a.bin", 600_000), ("b", 0), ("text/.meta.json", 10), ("manifest.json", 3)] {
            let bytes: Vec<u8> =
                (0..length).map(|place| u8::try_from(place % 251).expect("a byte")).collect();
            std::fs::write(directory.path().join(path), bytes).expect("space");
        }
        directory
    }

    #[test]
    fn lists_every_file_with_its_length_and_hash() {
        let directory = folder();
        let files = digest_all(directory.path(), "manifest.json", &[]).expect("readable");
        let names: Vec<(&str, u64)> =
            files.iter().map(|(path, length, _)| (path.as_str(), *length)).collect();
        assert_eq!(names, [("a.bin", 600_000), ("b", 0), ("text/.meta.json", 10)]);
        for (path, _, found) in &files {
            assert_eq!(*found, hash(&std::fs::read(directory.path().join(path)).expect("a file")));
        }
        compare(directory.path(), GenerationId::FIRST, &files).expect("the same");
        std::fs::write(directory.path().join("extra"), "x").expect("space");
        compare(directory.path(), GenerationId::FIRST, &files)
            .expect("files that nobody names do not matter");
    }

    #[test]
    fn what_was_hashed_before_is_not_hashed_again_unless_it_grew() {
        let directory = folder();
        let all = digest_all(directory.path(), "manifest.json", &[]).expect("readable");
        let some = digest_some(directory.path(), |path| !path.starts_with("text/"), || false);
        let names: Vec<&str> = some.iter().map(|(path, _, _)| path.as_str()).collect();
        assert_eq!(names, ["a.bin", "manifest.json", "b"], "the largest first");
        assert_eq!(digest_all(directory.path(), "manifest.json", &some[..1]).expect("readable"), all);
        assert_eq!(digest_some(directory.path(), |_| true, || true), []);
        let mark = |(path, length, _hash): &FileDigest| (path.clone(), *length, "known".to_owned());
        let known: Vec<FileDigest> = all.iter().map(mark).collect();
        std::fs::write(directory.path().join("b"), "longer").expect("space");
        let found = digest_all(directory.path(), "manifest.json", &known).expect("readable");
        assert_eq!((&found[0], &found[2]), (&known[0], &known[2]));
        assert_eq!(found[1], ("b".to_owned(), 6, hash(b"longer")));
        std::fs::remove_file(directory.path().join("b")).expect("removed");
        let found = digest_all(directory.path(), "manifest.json", &known).expect("readable");
        assert_eq!(found, [known[0].clone(), known[2].clone()]);
    }

    #[test]
    fn names_the_file_that_differs() {
        let directory = folder();
        let files = digest_all(directory.path(), "manifest.json", &[]).expect("readable");
        let path = directory.path().join("a.bin");
        let good = std::fs::read(&path).expect("a file");
        let differs = || match compare(directory.path(), GenerationId::FIRST, &files) {
            Err(IndexError::Damaged { file, message, .. }) => (file, message),
            other => panic!("{other:?}"),
        };
        for place in [0, 300_000, good.len() - 1] {
            let mut bad = good.clone();
            bad[place] ^= 0x10;
            std::fs::write(&path, bad).expect("space");
            assert_eq!(differs().0, "a.bin");
        }
        for length in [0, good.len() - 1] {
            std::fs::write(&path, &good[..length]).expect("space");
            assert_eq!(differs(), ("a.bin".to_owned(), format!("it has {length} bytes instead of 600000")));
        }
        std::fs::remove_file(&path).expect("removed");
        assert_eq!(differs().0, "a.bin");
        std::fs::create_dir(&path).expect("space");
        assert_eq!(differs().0, "a.bin");
    }

    #[cfg(unix)]
    #[test]
    fn follows_no_link_and_leaves_the_folder_for_nobody() {
        let directory = folder();
        let outside = folder();
        let files = digest_all(directory.path(), "manifest.json", &[]).expect("readable");
        let path = directory.path().join("a.bin");
        std::fs::remove_file(&path).expect("removed");
        std::os::unix::fs::symlink(outside.path().join("a.bin"), &path).expect("a link");
        assert!(compare(directory.path(), GenerationId::FIRST, &files).is_err());
        assert!(digest_all(directory.path(), "manifest.json", &[]).is_err());
        std::fs::remove_file(&path).expect("removed");
        std::fs::remove_dir_all(directory.path().join("text")).expect("removed");
        std::os::unix::fs::symlink(outside.path().join("text"), directory.path().join("text"))
            .expect("a link");
        assert!(compare(directory.path(), GenerationId::FIRST, &files[2..]).is_err());
        let name = outside.path().file_name().expect("a name").to_string_lossy().into_owned();
        for path in [format!("../{name}/b"), outside.path().join("b").display().to_string()] {
            let escape = [(path, 0, hash(b""))];
            assert!(compare(directory.path(), GenerationId::FIRST, &escape).is_err(), "{escape:?}");
        }
    }
}
