//! The tables inside a zip archive: one list, the NPPES download as published, or a workbook.
//!
//! In: a file that can be sought in. Out: its [`Member`]s that are tables, and their bytes. Invariant: a member's name
//! is only ever shown, never used as a path; nothing is written to disk but a workbook, to a file without a name.

use super::Code;
use super::archive::{Packed, Unpacked, damaged, unsupported};
use super::source::{Meter, Metered, Stop, shown};
use flate2::read::MultiGzDecoder;
use std::cell::RefCell;
use std::fs::File;
use std::io::{BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use zip::ZipArchive;
use zip::result::ZipError;

/// A zip archive.
pub(super) struct Archive {
    zip: RefCell<ZipArchive<Metered<File>>>,
    meter: Arc<Meter>,
}

/// A member that may be a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    index: usize,
    /// Its name without folders, as it may be shown.
    pub(super) name: String,
    pub(super) kind: Kind,
    packed_bytes: u64,
    /// How long it is unpacked, as the archive says.
    pub(super) bytes: u64,
}

/// What a member is by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A delimited file.
    Table,
    /// A delimited file, packed once more.
    Gzip,
    /// Text that is a table only where nothing else is.
    Text,
    /// An Excel workbook.
    Workbook,
    /// Nothing that a list could be in.
    Other,
}

/// What an archive holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Holds {
    /// The archive is itself an Excel workbook.
    Workbook,
    /// Tables to choose from; at least one.
    Tables(Vec<Member>),
}

/// Members that are named in a message.
const NAMED: usize = 5;

impl Archive {
    /// Opens an archive.
    ///
    /// # Errors
    /// When it is damaged or cannot be read.
    pub(super) fn open(mut file: File, meter: Arc<Meter>) -> Result<Self, Stop> {
        let stated = stated_members(&mut file)?;
        let input = Metered::new(file, Arc::clone(&meter), false);
        let zip = ZipArchive::new(input).map_err(|error| stop(error, &meter))?;
        // Of several members of one name the reader knows the last only.
        if stated.is_some_and(|stated| stated > zip.len()) {
            let message = "the archive holds several files of the same name; import them one by one";
            return Err(Stop::refused(Code::ArchiveMembers, message));
        }
        Ok(Self { zip: RefCell::new(zip), meter })
    }

    /// What is in it.
    ///
    /// # Errors
    /// When nothing in it can be a list, or it is encrypted.
    pub(super) fn holds(&self) -> Result<Holds, Stop> {
        let members = self.members()?;
        let has = |name: &str| members.iter().any(|(path, _)| path.eq_ignore_ascii_case(name));
        if has("[Content_Types].xml") {
            let message = "the file is an Office document, not a CSV; save the list as CSV and import that";
            let workbook = has("xl/workbook.xml");
            return if workbook { Ok(Holds::Workbook) } else { Err(Stop::refused(Code::NotCsv, message)) };
        }
        let of = |kinds: &[Kind]| -> Vec<Member> {
            let wanted = |member: &&Member| kinds.contains(&member.kind);
            members.iter().map(|(_, member)| member).filter(wanted).cloned().collect()
        };
        let mut choices =
            [of(&[Kind::Table, Kind::Gzip]), of(&[Kind::Text]), of(&[Kind::Workbook])].into_iter();
        if let Some(found) = choices.find(|found| !found.is_empty()) {
            return Ok(Holds::Tables(found));
        }
        let all: Vec<Member> = members.into_iter().map(|(_, member)| member).collect();
        let message = format!("the archive holds no CSV; it holds {}", named(&all));
        Err(Stop::refused(Code::ArchiveMembers, message))
    }

    /// All files that are worth a look, with their paths.
    fn members(&self) -> Result<Vec<(String, Member)>, Stop> {
        let zip = self.zip.borrow();
        let mut members = Vec::new();
        for index in 0..zip.len() {
            let entry = zip.by_index_data(index).map_err(|error| stop(error, &self.meter))?;
            let path = String::from_utf8_lossy(entry.name_raw()).into_owned();
            let name = shown(&path);
            if entry.is_dir() || is_passed_over(&path) {
                continue;
            }
            if entry.encrypted() {
                let message = format!("`{name}` in the archive is encrypted; unpack it and import the CSV");
                return Err(Stop::refused(Code::ArchiveMembers, message));
            }
            let (packed_bytes, bytes) = (entry.compressed_size(), entry.size());
            let member = Member { index, kind: kind(&name), name, packed_bytes, bytes };
            members.push((path, member));
        }
        Ok(members)
    }

    /// Reads a member.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub(super) fn read<T>(
        &self,
        member: &Member,
        read: impl FnOnce(Box<dyn Read + Send + '_>) -> T,
    ) -> Result<T, Stop> {
        let mut zip = self.zip.borrow_mut();
        let entry = zip.by_index(member.index).map_err(|error| stop(error, &self.meter))?;
        let packed = || Packed::Stated(member.packed_bytes, Arc::clone(&self.meter));
        let bytes = Unpacked::new(entry, packed());
        Ok(if member.kind == Kind::Gzip {
            let bytes = MultiGzDecoder::new(BufReader::new(bytes));
            read(Box::new(Unpacked::new(bytes, packed())))
        } else {
            read(Box::new(bytes))
        })
    }

    /// Unpacks a member into a file without a name that can be sought in.
    ///
    /// # Errors
    /// When it cannot be unpacked or written, or is longer than `longest`.
    pub(super) fn spool(&self, member: &Member, longest: u64) -> Result<File, Stop> {
        let mut file = tempfile::tempfile()?;
        self.read(member, |bytes| {
            let copied = std::io::copy(&mut bytes.take(longest + 1), &mut file)?;
            if copied > longest {
                let message =
                    format!("`{}` in the archive is longer than {} MiB", member.name, longest >> 20);
                return Err(Stop::refused(Code::ArchiveRatio, message));
            }
            Ok(())
        })??;
        file.rewind()?;
        Ok(file)
    }
}

/// How many members an archive says that it has; `None` where its end is not found or is of the long form.
///
/// # Source
/// APPNOTE.TXT of PKWARE, 4.3.16: the end of central directory record, 22 bytes and a comment of at most 65,535.
fn stated_members(file: &mut File) -> std::io::Result<Option<usize>> {
    const RECORD: usize = 22;
    let length = file.seek(SeekFrom::End(0))?;
    file.seek(SeekFrom::Start(length.saturating_sub(RECORD as u64 + u64::from(u16::MAX))))?;
    let mut end = Vec::new();
    file.by_ref().read_to_end(&mut end)?;
    file.rewind()?;
    let number = |record: &[u8], at: usize| {
        let bytes = record.get(at..at + 2)?.try_into().ok()?;
        Some(u16::from_le_bytes(bytes))
    };
    let is_end = |record: &&[u8]| {
        let comment = number(record, RECORD - 2).map(usize::from);
        record.starts_with(b"PK\x05\x06") && comment.is_some_and(|comment| record.len() == RECORD + comment)
    };
    let record = (0..end.len()).rev().filter_map(|from| end.get(from..)).find(is_end);
    let count = record.and_then(|record| number(record, 10));
    Ok(count.filter(|count| *count != u16::MAX).map(usize::from))
}

/// The refusal of an archive whose tables do not belong together.
pub(super) fn several(members: &[Member]) -> Stop {
    let message = format!("the archive holds several lists ({}); import them one by one", named(members));
    Stop::refused(Code::ArchiveMembers, message)
}

fn named(members: &[Member]) -> String {
    let names: Vec<&str> = members.iter().take(NAMED).map(|member| member.name.as_str()).collect();
    let more = if members.len() > NAMED { " and more" } else { "" };
    if names.is_empty() { "nothing".to_owned() } else { format!("{}{more}", names.join(", ")) }
}

/// What is packed beside lists: notes of a file manager, and of an NPPES download its headers and endpoints.
fn is_passed_over(path: &str) -> bool {
    let path = path.to_ascii_lowercase();
    let name = path.rsplit(['/', '\\']).next().unwrap_or(&path);
    path.contains("__macosx/")
        || name.starts_with('.')
        || name.contains("fileheader")
        || name.starts_with("endpoint_pfile")
}

fn kind(name: &str) -> Kind {
    let name = name.to_ascii_lowercase();
    match name.rsplit_once('.') {
        Some((_, "csv" | "tsv" | "tab" | "psv")) => Kind::Table,
        Some((_, "gz")) => Kind::Gzip,
        Some((_, "txt" | "dat")) => Kind::Text,
        Some((_, "xlsx")) => Kind::Workbook,
        _ => Kind::Other,
    }
}

/// Why an archive cannot be read, in our words.
fn stop(error: ZipError, meter: &Meter) -> Stop {
    match error {
        ZipError::Io(error) if meter.has_failed() => Stop::Io(error),
        ZipError::CompressionMethodNotSupported(_) | ZipError::UnsupportedArchive(_) => {
            Stop::Refused(unsupported())
        }
        other => Stop::Refused(damaged(&other.to_string())),
    }
}
