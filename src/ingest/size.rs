//! How long a list is once it is unpacked, told without unpacking it.
//!
//! In: a file's path. Out: a [`ListSize`]. Invariant: nothing is judged; what cannot be read, or lies about itself, has
//! some size, and whoever reads it says what is wrong.

use super::archive::MAX_RATIO;
use super::members::{Archive, Holds, Kind, Member};
use super::source::Meter;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;

/// Bytes at a list's beginning that tell a federal file: its second column's name stands there.
const HEAD: u64 = 64;

/// How many times its packed size a list is at least taken for, where an archive does not say how long it is.
///
/// # Source
/// Measured: own lists unpack to 3 to 6 times their size, the federal file to 11.
const USUAL_RATIO: u64 = 5;

/// How long a list is, and whose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListSize {
    /// Bytes of text, more or less; exact for a plain file, and for an archive that says so.
    pub bytes: u64,
    /// Whether it is a file of NPPES.
    pub federal: bool,
}

/// How long the list in a file is; `None` where there is no such file, as for a pipe.
///
/// # Complexity
/// O(1): the beginning and the end of the file are read.
pub fn list_size(path: &Path) -> Option<ListSize> {
    // Told before it is opened: whoever writes into a named pipe loses everything if a reader goes away.
    if !std::fs::metadata(path).ok()?.is_file() {
        return None;
    }
    let mut file = File::open(path).ok()?;
    let length = file.metadata().ok()?.len();
    let head = head(&mut file);
    let (bytes, head) = match head.as_slice() {
        [0x1f, 0x8b, ..] => {
            let bytes = of_gzip(&mut file, length);
            file.rewind().ok()?;
            (bytes, self::head(&mut MultiGzDecoder::new(BufReader::new(file))))
        }
        [b'P', b'K', ..] => {
            file.rewind().ok()?;
            return Some(of_archive(file, length));
        }
        _ => (length, head),
    };
    Some(ListSize { bytes, federal: is_federal(&head) })
}

fn head(reader: &mut dyn Read) -> Vec<u8> {
    let mut head = Vec::new();
    // What could be read before an error is as good as any.
    let _as_far_as_it_goes = reader.take(HEAD).read_to_end(&mut head);
    head
}

fn is_federal(head: &[u8]) -> bool {
    head.windows(16).any(|text| text == b"Entity Type Code")
}

/// A stream of one member ends with its length, less all multiples of 4 GiB; where there are several it is too little.
fn of_gzip(file: &mut File, packed: u64) -> u64 {
    let mut end = [0; 4];
    let read = file.seek(SeekFrom::End(-4)).and_then(|_| file.read_exact(&mut end));
    let mut bytes = if read.is_ok() { u64::from(u32::from_le_bytes(end)) } else { packed };
    // As much as the longest that the end can tell without a turn is no usual ratio for what is this long.
    let usual = packed.saturating_mul(USUAL_RATIO);
    if packed > u64::from(u32::MAX) / (2 * USUAL_RATIO) {
        while bytes < usual {
            bytes += 1 << 32;
        }
    }
    // What ends early ends with anything.
    bytes.clamp(packed, packed.saturating_mul(MAX_RATIO))
}

fn of_archive(file: File, packed: u64) -> ListSize {
    let unknown = ListSize { bytes: packed.saturating_mul(USUAL_RATIO), federal: false };
    let Ok(archive) = Archive::open(file, Arc::new(Meter::default())) else { return unknown };
    let Ok(Holds::Tables(members)) = archive.holds() else { return unknown };
    // What claims to be longer than what may be unpacked is refused when it is read.
    let longest = packed.saturating_mul(MAX_RATIO);
    let of_member = |member: &Member| match member.kind {
        Kind::Gzip => member.bytes.saturating_mul(USUAL_RATIO).min(longest),
        _ => member.bytes.min(longest),
    };
    let federal =
        |member: &Member| archive.read(member, |mut bytes| is_federal(&head(&mut bytes))).unwrap_or_default();
    ListSize {
        bytes: members.iter().map(of_member).fold(0, u64::saturating_add),
        federal: members.iter().any(federal),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use std::io::Write as _;

    const OWN: &str = "npi,name\n";
    const FEDERAL: &str = "\"NPI\",\"Entity Type Code\",";

    fn text(head: &str) -> Vec<u8> {
        let mut text = head.as_bytes().to_vec();
        text.extend((0..100_000_u32).flat_map(|row| format!("{row},").into_bytes()));
        text.truncate(100_000);
        text
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut packed = GzEncoder::new(Vec::new(), Compression::fast());
        packed.write_all(bytes).expect("memory");
        packed.finish().expect("memory")
    }

    fn zip(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for (name, bytes) in members {
            archive.start_file(*name, zip::write::SimpleFileOptions::default()).expect("a member");
            archive.write_all(bytes).expect("memory");
        }
        archive.finish().expect("an archive").into_inner()
    }

    fn size(bytes: &[u8]) -> (u64, bool) {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(bytes).expect("space");
        let size = list_size(file.path()).expect("a file");
        (size.bytes, size.federal)
    }

    #[test]
    fn a_packed_list_is_as_long_as_it_is_unpacked() {
        for (head, federal) in [(OWN, false), (FEDERAL, true)] {
            let text = text(head);
            let expected = (text.len() as u64, federal);
            assert_eq!(size(&text), expected);
            assert_eq!(size(&gzip(&text)), expected);
            assert_eq!(size(&zip(&[("a.csv", &text), ("notes.pdf", b"notes")])), expected);
        }
        let (pl, main) = (text("\"NPI\",\"Provider Secondary"), text(FEDERAL));
        let bundle = zip(&[("pl_pfile_1.csv", &pl), ("npidata_pfile_1.csv", &main)]);
        assert_eq!(size(&bundle), (200_000, true));
        assert!(!size(&zip(&[("a.csv.gz", &gzip(&text(OWN)))])).1);
    }

    #[test]
    fn what_is_no_list_has_some_size() {
        assert_eq!(list_size(Path::new("nowhere.csv")), None);
        assert_eq!(list_size(&std::env::temp_dir()), None);
        let text = gzip(&text(OWN));
        // Cut off, its end is any number.
        assert!(size(&text[..1_000]).0 <= 100_000);
        for bytes in [&b""[..], b"\x1f\x8b", b"PK\x03\x04", b"PK", &text[..20], &zip(&[])] {
            let (bytes, federal) = size(bytes);
            assert!(bytes <= 1 << 32 && !federal, "{bytes}");
        }
    }
}
