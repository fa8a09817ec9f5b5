//! Packed lists: gzip streams and zip members, unpacked as they are read.
//!
//! In: bytes of an archive. Out: the bytes of the list inside. Invariant: what unpacks to over [`MAX_RATIO`] times its
//! size, ends early or fails its check sum ends in a refusal, never in a shorter list.

use super::source::{Bytes, Meter, carries_refusal};
use super::{Code, Refusal};
use flate2::bufread::MultiGzDecoder;
use std::io::{BufReader, Read};
use std::sync::Arc;
use zip::result::ZipError;

/// How many times its size an archive may unpack to.
///
/// # Source
/// CONTRACT.md, "Import policies"; deflate reaches 1,032, the NPPES download about 11.
pub(super) const MAX_RATIO: u64 = 100;

/// Unpacked bytes that are let through whatever the ratio: a small list of like rows packs well.
const FREE: u64 = 1 << 20;

/// How many bytes an unpacked stream was made of.
pub(super) enum Packed {
    /// As many as were read so far.
    Read(Arc<Meter>),
    /// The archive's directory says so; the meter is that of the archive.
    Stated(u64, Arc<Meter>),
}

/// An unpacked stream that watches how much comes out of how little, and calls damage damage.
pub(super) struct Unpacked<R> {
    input: R,
    given: u64,
    packed: Packed,
}

impl<R> Unpacked<R> {
    pub(super) fn new(input: R, packed: Packed) -> Self {
        Self { input, given: 0, packed }
    }

    fn checked(&self) -> std::io::Result<()> {
        let packed = match &self.packed {
            Packed::Read(meter) => meter.bytes(),
            Packed::Stated(bytes, _) => *bytes,
        };
        if self.given <= FREE || self.given / MAX_RATIO <= packed {
            return Ok(());
        }
        let message =
            format!("the archive unpacks to more than {MAX_RATIO} times its size; unpack it and look");
        Err(Refusal { code: Code::ArchiveRatio, message }.into())
    }

    fn damaged(&self, error: std::io::Error) -> std::io::Error {
        let (Packed::Read(meter) | Packed::Stated(_, meter)) = &self.packed;
        if meter.has_failed() || carries_refusal(&error) {
            return error;
        }
        // The method of a member is looked at when its first byte is wanted.
        let cause = error.get_ref().and_then(|cause| cause.downcast_ref::<ZipError>());
        match cause {
            Some(ZipError::CompressionMethodNotSupported(_)) => unsupported().into(),
            _ => damaged(&error.to_string()).into(),
        }
    }
}

impl<R: Read> Read for Unpacked<R> {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let count = self.input.read(out).map_err(|error| self.damaged(error))?;
        self.given += count as u64;
        self.checked().map(|()| count)
    }
}

/// The refusal of an archive that does not unpack.
pub(super) fn damaged(why: &str) -> Refusal {
    let message = format!("the archive is damaged or cut short ({why}); download or copy it again");
    Refusal { code: Code::ArchiveDamaged, message }
}

/// The refusal of an archive that is sound and packed in a way that is not read: another copy would be the same.
pub(super) fn unsupported() -> Refusal {
    let message = "the archive is packed in a way that is not supported; unpack it and import the CSV";
    Refusal { code: Code::ArchiveMembers, message: message.to_owned() }
}

/// Unpacks a gzip stream of one or several members.
pub(super) fn gunzip(bytes: Bytes, meter: Arc<Meter>) -> impl Read + Send {
    // Large reads keep the decoder busy between system calls.
    let input = BufReader::with_capacity(128 << 10, bytes);
    Unpacked::new(MultiGzDecoder::new(input), Packed::Read(meter))
}
