//! The tables of one call: found in the files named, checked to belong together, put in order.
//!
//! In: [`Source`]s. Out: [`Part`]s in the order they are to be read, each still unread but for its header. Invariants:
//! own lists and federal files never mix; a side file comes after the list it adds to, in whatever order they were
//! named.

use super::archive::gunzip;
use super::nppes::is_incremental;
use super::source::{self, Content, Meter, Opened, Stop};
use super::table::{self, Table};
use super::{Code, Format, IngestError, Options, Refusal, Source};
use std::rc::Rc;

/// One table to be read.
pub(super) struct Part {
    /// As [`super::FileSummary::name`].
    pub(super) name: String,
    pub(super) format: Format,
    /// Whether it holds only changes since another file.
    pub(super) incremental: bool,
    /// The file on disk that it is of.
    pub(super) file: usize,
    pub(super) body: Body,
}

/// How a part is read.
pub(super) enum Body {
    /// From an open stream.
    Table(Box<Table<'static>>),
}

/// A file on disk.
pub(super) struct OnDisk {
    pub(super) meter: Rc<Meter>,
    pub(super) size: Option<u64>,
}

impl OnDisk {
    /// Bytes read so far; an archive that was sought in may have been read in part twice.
    pub(super) fn bytes(&self) -> u64 {
        self.meter.bytes().min(self.size.unwrap_or(u64::MAX))
    }
}

/// The files and the tables in them.
pub(super) struct Parts {
    pub(super) files: Vec<OnDisk>,
    pub(super) parts: Vec<Part>,
}

impl Parts {
    /// Bytes of all files; 0 when one of them has no length.
    pub(super) fn total_bytes(&self) -> u64 {
        self.files.iter().map(|file| file.size).sum::<Option<u64>>().unwrap_or(0)
    }

    /// Whether the parts hold a whole list.
    pub(super) fn is_whole(&self) -> bool {
        self.parts.iter().any(|part| match part.format {
            Format::Own => true,
            Format::Nppes => !part.incremental,
            Format::NppesPractices | Format::NppesNames | Format::NppesDeactivated => false,
        })
    }

    /// Whether they are of an own list.
    pub(super) fn is_own(&self) -> bool {
        self.parts.iter().any(|part| part.format == Format::Own)
    }
}

/// Opens the sources.
///
/// # Errors
/// When one cannot be read or is no list, or they do not belong together.
pub(super) fn open(sources: &[Source], options: &Options) -> Result<Parts, IngestError> {
    let mut found = Parts { files: Vec::new(), parts: Vec::new() };
    for source in sources {
        let opened = source::open(source)?;
        let file = found.files.len();
        found.files.push(OnDisk { meter: Rc::clone(&opened.meter), size: opened.size });
        parts_of(opened, file, options, &mut found.parts)?;
    }
    unmixed(&found.parts)?;
    // A stable sort: files of one kind stay in the order they were named.
    found.parts.sort_by_key(rank);
    Ok(found)
}

fn parts_of(
    opened: Opened,
    file: usize,
    options: &Options,
    parts: &mut Vec<Part>,
) -> Result<(), IngestError> {
    let Opened { name, meter, content, .. } = opened;
    let table = match content {
        Content::Plain(bytes) => table::open(Box::new(bytes), options),
        Content::Gzip(bytes) => table::open(Box::new(gunzip(bytes, meter)), options),
        Content::Zip(_) => Err(Stop::refused(Code::ArchiveMembers, "zip archives are not read yet")),
    };
    let table = table.map_err(|stop| stop.at(&name))?;
    let (format, incremental) = (table.layout.format, is_incremental(&name));
    parts.push(Part { name, format, incremental, file, body: Body::Table(Box::new(table)) });
    Ok(())
}

fn unmixed(parts: &[Part]) -> Result<(), IngestError> {
    let own = parts.iter().find(|part| part.format == Format::Own);
    let federal = parts.iter().find(|part| part.format != Format::Own);
    let (Some(own), Some(federal)) = (own, federal) else { return Ok(()) };
    let message = format!(
        "`{}` is a list of one's own and `{}` a federal file; import them one after the other",
        own.name, federal.name
    );
    Err(IngestError::Refused(Refusal { code: Code::MixedFiles, message }))
}

/// Lists first, then what changes them, then what adds to them, then what takes away.
fn rank(part: &Part) -> u8 {
    match part.format {
        Format::Own => 0,
        Format::Nppes => u8::from(part.incremental),
        Format::NppesPractices => 2,
        Format::NppesNames => 3,
        Format::NppesDeactivated => 4,
    }
}
