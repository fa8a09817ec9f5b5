//! The tables of one call: found in the files named, checked to belong together, put in order.
//!
//! In: [`Source`]s. Out: [`Part`]s in the order they are to be read, each still unread but for its header. Invariants:
//! own lists and federal files never mix; a side file comes after the list it adds to, in whatever order they were
//! named.

use super::archive::gunzip;
use super::deactivated::{MAX_WORKBOOK, Report};
use super::members::{Archive, Holds, Kind, Member, several};
use super::period::{self, Period};
use super::source::{self, Content, Meter, Opened, Stop};
use super::table::{self, Table};
use super::watch::Watch;
use super::{Code, Format, IngestError, Look, Refusal, Source};
use std::fs::File;
use std::rc::Rc;
use std::sync::Arc;

/// One table to be read.
pub(super) struct Part {
    /// As [`super::FileSummary::name`].
    pub(super) name: String,
    pub(super) format: Format,
    /// Whether it holds only changes since another file.
    pub(super) incremental: bool,
    /// The days that its name states.
    pub(super) period: Option<Period>,
    /// The file on disk that it is of.
    pub(super) file: usize,
    pub(super) body: Body,
}

impl Part {
    fn new(name: String, format: Format, file: usize, body: Body, look: &Look<'_>) -> Self {
        let changes = look.options.incremental.unwrap_or_else(|| period::is_incremental(&name));
        // An own list is whole whatever its name; a report only takes away.
        let federal = !matches!(format, Format::Own | Format::NppesDeactivated);
        let period = period::of_name(&name);
        Self { name, format, incremental: federal && changes, period, file, body }
    }
}

/// How a part is read.
pub(super) enum Body {
    /// From an open stream.
    Table(Box<Table<'static>>),
    /// From a zip archive, opened again: an archive's members are read one at a time.
    Member(Rc<Archive>, Member),
    /// From a workbook of deactivated NPIs.
    Report(Box<Report>),
}

/// A file on disk.
pub(super) struct OnDisk {
    /// Counts what is read for rows.
    meter: Arc<Meter>,
    /// The hash of a file that is not read from first to last for its rows, and was for its hash alone.
    hash: Option<String>,
    size: Option<u64>,
    /// Its name, and what sees whether it changes.
    watch: (String, Option<Watch>),
}

impl OnDisk {
    /// Bytes read so far; an archive that was sought in may have been read in part twice.
    pub(super) fn bytes(&self) -> u64 {
        self.meter.bytes().min(self.size.unwrap_or(u64::MAX))
    }

    /// The refusal of a file that changed since it was opened.
    pub(super) fn changed(&self) -> Option<Refusal> {
        let (name, watch) = &self.watch;
        watch.as_ref()?.refusal(name)
    }

    /// The hash of all its bytes, once they are read.
    pub(super) fn hash(&self) -> String {
        self.hash.clone().unwrap_or_else(|| self.meter.hash())
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
pub(super) fn open(sources: &[Source], look: &Look<'_>) -> Result<Parts, IngestError> {
    let mut found = Parts { files: Vec::new(), parts: Vec::new() };
    for source in sources {
        let opened = source::open(source)?;
        let name = opened.name.clone();
        let opened = parts_of(opened, look, &mut found);
        look.note_name(&name);
        opened.map_err(|stop| stop.at(&name))?;
    }
    unmixed(&found.parts)?;
    // A stable sort: federal files of one kind come in the order of their days, others in the order they were named.
    let last_day = |part: &Part| part.period.filter(|_| part.format != Format::Own).map(|period| period.to);
    found.parts.sort_by_key(|part| (rank(part), last_day(part)));
    Ok(found)
}

fn parts_of(opened: Opened, look: &Look<'_>, found: &mut Parts) -> Result<(), Stop> {
    let Opened { name, size, watch, meter, content } = opened;
    let watch = (name.clone(), watch);
    let file = found.files.len();
    let table = match content {
        Content::Plain(bytes) => table::open(Box::new(bytes), look)?,
        Content::Gzip(bytes) => table::open(Box::new(gunzip(bytes, Arc::clone(&meter))), look)?,
        Content::Zip(zip) => {
            let reading = Arc::new(Meter::default());
            let hash = Some(meter.hash());
            found.files.push(OnDisk { meter: Arc::clone(&reading), hash, size, watch });
            return parts_of_zip(&name, file, (zip, reading), look, &mut found.parts);
        }
    };
    found.files.push(OnDisk { meter, hash: None, size, watch });
    let format = table.layout.format;
    found.parts.push(Part::new(name, format, file, Body::Table(Box::new(table)), look));
    Ok(())
}

fn parts_of_zip(
    name: &str,
    file: usize,
    (zip, meter): (File, Arc<Meter>),
    look: &Look<'_>,
    parts: &mut Vec<Part>,
) -> Result<(), Stop> {
    let report = |name: String, workbook| -> Result<Part, Stop> {
        let body = Body::Report(Box::new(Report::open(workbook)?));
        Ok(Part::new(name, Format::NppesDeactivated, file, body, look))
    };
    let archive = Rc::new(Archive::open(zip.try_clone()?, meter)?);
    let members = match archive.holds()? {
        Holds::Workbook => {
            parts.push(report(name.to_owned(), zip)?);
            return Ok(());
        }
        Holds::Tables(members) => members,
    };
    let mut found = Vec::with_capacity(members.len());
    for member in &members {
        let inside = format!("{name}!{}", member.name);
        if member.kind == Kind::Workbook {
            found.push(report(inside, archive.spool(member, MAX_WORKBOOK)?)?);
            continue;
        }
        let format =
            archive.read(member, |bytes| table::open(bytes, look).map(|table| table.layout.format))?;
        let format = format.map_err(|stop| among(stop, &members))?;
        let body = Body::Member(Rc::clone(&archive), member.clone());
        found.push(Part::new(inside, format, file, body, look));
    }
    if !is_bundle(&found) {
        return Err(several(&members));
    }
    parts.append(&mut found);
    Ok(())
}

/// What to say of a member that is no list: among several, that there are several.
fn among(stop: Stop, members: &[Member]) -> Stop {
    match stop {
        Stop::Refused(Refusal { code: Code::UnknownHeader | Code::NotCsv | Code::EmptyFile, .. })
            if members.len() > 1 =>
        {
            several(members)
        }
        other => other,
    }
}

/// Whether the tables of an archive are one list: a single one, or federal files of different kinds.
fn is_bundle(parts: &[Part]) -> bool {
    let twice = |part: &Part| parts.iter().filter(|other| other.format == part.format).count() > 1;
    let own = |part: &Part| part.format == Format::Own;
    parts.len() == 1 || !parts.iter().any(|part| twice(part) || own(part))
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
