//! A file of corrections to [`Corrections`], and to the text that a generation keeps of it.

use super::{Correction, Corrections};
use crate::domain::RecordDate;
use crate::ingest::columns::folded;
use crate::ingest::encoding::{self, Encoding, Utf16};
use crate::ingest::finding::neutralised;
use crate::ingest::own;
use crate::ingest::rows::{Next, Rows};
use crate::ingest::sniff::{DELIMITERS, refuse_others};
use crate::ingest::source::Stop;
use crate::ingest::validate::{self, CorrectionRow};
use crate::ingest::{Code, Finding, IngestError, Outcome, Position, Refusal};
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::io::{Cursor, Read as _};
use std::sync::Arc;

/// The columns of a file of corrections, in the order in which it is kept and printed.
pub const CORRECTION_COLUMNS: [&str; 30] = [
    "id",
    "action",
    "practice_address",
    "practice_zip",
    "address",
    "address2",
    "city",
    "state",
    "zip",
    "lat",
    "lon",
    "phone",
    "website",
    "name",
    "first_name",
    "last_name",
    "practice_name",
    "gender",
    "specialty",
    "techniques",
    "conditions",
    "languages",
    "accepting_new",
    "telehealth",
    "wheelchair",
    "insurance",
    "verified",
    "who",
    "when",
    "why",
];

/// The last columns, which are kept and never read.
const NOTES: usize = 3;

/// Other names of columns, folded.
const SPELLINGS: &[(&str, &str)] = &[
    ("npi", "id"),
    ("provider", "id"),
    ("providerid", "id"),
    ("oldaddress", "practice_address"),
    ("oldzip", "practice_zip"),
    ("newaddress", "address"),
    ("newzip", "zip"),
    ("practice", "practice_name"),
    ("organization", "practice_name"),
    ("verifiedon", "verified"),
    ("by", "who"),
    ("requestedby", "who"),
    ("date", "when"),
    ("reason", "why"),
    ("note", "why"),
    ("notes", "why"),
];

/// The most bytes of a file: a row of corrections is written by a person.
const MAX_BYTES: usize = 64 << 20;

/// What became of a file of corrections.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ReadCorrections {
    /// The rows that can be used.
    pub corrections: Corrections,
    /// The same rows as text: UTF-8 with commas, all columns in their order. Reading it gives the same again.
    pub text: String,
    /// Rows that cannot be used.
    pub rejected: Vec<Finding>,
    /// What was mended in rows that are used.
    pub repairs: Vec<Finding>,
    /// Columns that nothing was made of.
    pub unknown_columns: Vec<String>,
}

/// Reads a file of corrections; `name` is what findings call it.
///
/// # Errors
/// [`IngestError::Refused`] when it is no table, or has no column for the id or the action.
pub fn read_corrections(
    bytes: &[u8],
    name: &str,
    vocabulary: &Vocabulary,
    places: &Places,
    today: RecordDate,
) -> Result<ReadCorrections, IngestError> {
    let stopped = |stop: Stop| match stop {
        Stop::Refused(Refusal { code, message }) => {
            IngestError::Refused(Refusal { code, message: format!("{name}: {message}") })
        }
        Stop::Io(source) => IngestError::Io { name: name.to_owned(), source },
    };
    let text = decoded(bytes).map_err(stopped)?;
    let context = Context { file: Arc::from(name), vocabulary, places, today };
    read(&text, &context).map_err(stopped)
}

struct Context<'c> {
    file: Arc<str>,
    vocabulary: &'c Vocabulary,
    places: &'c Places,
    today: RecordDate,
}

/// The file in UTF-8, or in windows-1252, whose fields are recoded one by one.
fn decoded(bytes: &[u8]) -> Result<Vec<u8>, Stop> {
    if bytes.len() > MAX_BYTES {
        return Err(Stop::refused(Code::RecordTooLarge, "a file of corrections is larger than 64 MiB"));
    }
    refuse_others(bytes)?;
    let decision = encoding::decide(bytes, true);
    let rest = bytes.get(decision.mark..).unwrap_or_default();
    let mut text = Vec::new();
    match decision.encoding {
        Encoding::Utf8 | Encoding::Windows1252 => text.extend_from_slice(rest),
        Encoding::Utf16Le => drop(Utf16::new(rest, false).read_to_end(&mut text)?),
        Encoding::Utf16Be => drop(Utf16::new(rest, true).read_to_end(&mut text)?),
    }
    Ok(text)
}

fn read(text: &[u8], context: &Context<'_>) -> Result<ReadCorrections, Stop> {
    let (delimiter, header) = header(text)?;
    let columns: Vec<Option<usize>> = header.iter().map(|name| column(name)).collect();
    let mut read = ReadCorrections::default();
    for (name, column) in header.iter().zip(&columns) {
        if column.is_none() && !name.trim().is_empty() {
            read.unknown_columns.push(neutralised(name, Finding::MAX_VALUE));
        }
    }
    let mut kept = csv::Writer::from_writer(Vec::new());
    let written = |result: csv::Result<()>| result.map_err(|error| std::io::Error::other(error.to_string()));
    written(kept.write_record(CORRECTION_COLUMNS))?;
    let mut rows = Rows::new(Cursor::new(text), delimiter, 1);
    let mut corrections: Vec<Correction> = Vec::new();
    let mut is_header = true;
    loop {
        let (line, cells) = match rows.next()? {
            Next::End | Next::Cut => break,
            Next::Comment(_) => continue,
            Next::Bad(bad) => {
                let position = Position { file: Arc::clone(&context.file), line: bad.line };
                let start = String::from_utf8_lossy(&bad.start);
                let finding =
                    Finding::new(Outcome::Rejected, position, "", bad.code, &start, bad.message.clone());
                read.rejected.push(finding);
                continue;
            }
            Next::Row(fields) => {
                let bytes = fields.bytes();
                let cell = |place: usize| {
                    let field = bytes.get(fields.range(place)).unwrap_or_default();
                    encoding::text(field).0.trim().to_owned()
                };
                (fields.line, (0..header.len()).map(cell).collect::<Vec<String>>())
            }
        };
        if std::mem::take(&mut is_header) {
            rows.expect(header.len(), header.last().is_some_and(|name| name.trim().is_empty()));
            continue;
        }
        let mut row: [String; CORRECTION_COLUMNS.len()] = Default::default();
        for (cell, column) in cells.into_iter().zip(&columns) {
            // Of two columns of one name, such as `npi` and `id`, the first that says something.
            if let Some(known) = column.and_then(|column| row.get_mut(column))
                && known.is_empty()
            {
                *known = cell;
            }
        }
        let position = Position { file: Arc::clone(&context.file), line };
        match validate::correction(
            CorrectionRow(&row),
            &position,
            context.vocabulary,
            context.places,
            context.today,
        ) {
            Err(finding) => read.rejected.push(finding),
            Ok((correction, repairs)) => {
                for note in row.iter_mut().rev().take(NOTES) {
                    // Free text that nobody reads again but in a spreadsheet.
                    *note = neutralised(note, Finding::MAX_VALUE * 10);
                }
                written(kept.write_record(&row))?;
                read.repairs.extend(repairs);
                corrections.push(correction);
            }
        }
    }
    read.corrections = Corrections::new(corrections);
    let kept = kept.into_inner().map_err(|error| std::io::Error::other(error.to_string()))?;
    read.text = String::from_utf8(kept).map_err(std::io::Error::other)?;
    Ok(read)
}

/// The place of a column in [`CORRECTION_COLUMNS`], by its name or another one.
fn column(name: &str) -> Option<usize> {
    let name = folded(name);
    let ours = |wanted: &str| CORRECTION_COLUMNS.iter().position(|column| *column == wanted);
    let named = CORRECTION_COLUMNS.iter().position(|column| folded(column) == name);
    let spelled =
        || SPELLINGS.iter().find(|(spelling, _)| *spelling == name).and_then(|(_, column)| ours(column));
    named.or_else(spelled).or_else(|| own::field(&name).and_then(|(field, _)| ours(own::name_of(field))))
}

/// The delimiter by which most columns are known, and the header.
fn header(text: &[u8]) -> Result<(u8, Vec<String>), Stop> {
    let mut best: Option<(usize, u8, Vec<String>)> = None;
    for delimiter in DELIMITERS {
        let mut rows = Rows::new(Cursor::new(text), delimiter, 1);
        let Ok(Next::Row(fields)) = rows.next() else { continue };
        let bytes = fields.bytes();
        let mut names = Vec::new();
        for place in 0..fields.len() {
            names.push(encoding::text(bytes.get(fields.range(place)).unwrap_or_default()).0.into_owned());
        }
        let known = names.iter().filter(|name| column(name).is_some()).count();
        if best.as_ref().is_none_or(|(most, ..)| known > *most) {
            best = Some((known, delimiter, names));
        }
    }
    let Some((_, delimiter, header)) = best else {
        return Err(Stop::refused(Code::EmptyFile, "the file has no header"));
    };
    for (place, needed) in ["id", "action"].into_iter().enumerate() {
        if !header.iter().any(|name| column(name) == Some(place)) {
            let message = format!(
                "the header has no column {needed}; `finder template --overrides` prints the columns"
            );
            return Err(Stop::refused(Code::UnknownHeader, message));
        }
    }
    for (place, name) in header.iter().enumerate() {
        if column(name).is_some() && header.iter().take(place).any(|before| folded(before) == folded(name)) {
            let shown = neutralised(name, Finding::MAX_VALUE);
            let message = format!("the header has the column `{shown}` twice; leave one of them");
            return Err(Stop::refused(Code::UnknownHeader, message));
        }
    }
    Ok((delimiter, header))
}
