//! The monthly report of deactivated NPIs, an Excel workbook.
//!
//! In: the workbook. Out: NPI and date of each row, with its row number. Invariant: rows are read one by one; only the
//! workbook's table of strings is kept in memory, and it is measured before it is unpacked.
//!
//! # Source
//! CMS, "NPPES Deactivated NPI Report": sheet `DeactivatedNPIs`, a title, the header `NPI`, `NPPES Deactivation Date`.

use super::archive::{Packed, Unpacked, damaged};
use super::columns::folded;
use super::field::Field;
use super::source::{Meter, Stop};
use super::{Code, IngestError, nppes};
use crate::domain::RecordDate;
use calamine::{DataRef, Reader, Xlsx, XlsxError};
use std::fs::File;
use std::io::{BufReader, Seek};
use std::sync::Arc;

/// The sheet's name.
const SHEET: &str = "DeactivatedNPIs";

/// The most bytes of a workbook: the report of 2023 has 4 MB.
pub(super) const MAX_WORKBOOK: u64 = 64 << 20;

/// The most bytes of a workbook's part that is kept in memory: the table of strings of 2023 has 7 MB.
const MAX_KEPT: u64 = 64 << 20;

/// Rows above the header that are looked at.
const TITLE_ROWS: u32 = 10;

/// A workbook of deactivated NPIs whose sheet was found.
pub(super) struct Report {
    workbook: Xlsx<BufReader<File>>,
}

/// A row of the report.
#[derive(Debug, Default)]
struct Cells {
    row: u32,
    texts: Vec<(u32, String)>,
}

impl Report {
    /// Opens a workbook.
    ///
    /// # Errors
    /// When it is damaged, too large, or not that report.
    pub(super) fn open(mut file: File) -> Result<Self, Stop> {
        measure(&mut file)?;
        file.rewind()?;
        let workbook: Xlsx<_> = Xlsx::new(BufReader::new(file)).map_err(unreadable)?;
        if workbook.sheet_names().iter().any(|name| name == SHEET) {
            return Ok(Self { workbook });
        }
        let message =
            "the file is an Excel workbook, not a CSV; save the list as CSV (UTF-8) and import that";
        Err(Stop::refused(Code::NotCsv, message))
    }

    /// Hands out row number, NPI and date of each row.
    ///
    /// # Errors
    /// When the sheet cannot be read or has no header, and what `take` says.
    pub(super) fn each(
        &mut self,
        name: &str,
        take: &mut dyn FnMut(u64, &str, &str) -> Result<(), IngestError>,
    ) -> Result<(), IngestError> {
        let mut cells =
            self.workbook.worksheet_cells_reader(SHEET).map_err(|error| unreadable(error).at(name))?;
        let mut columns = None;
        let mut row = Cells::default();
        loop {
            let cell = cells.next_cell().map_err(|error| unreadable(error).at(name))?;
            let place = cell.as_ref().map(calamine::Cell::get_position);
            if place.is_none_or(|(number, _)| number != row.row) {
                finish(&row, &mut columns, take)?;
                if columns.is_none() && row.row > TITLE_ROWS {
                    break;
                }
                row.texts.clear();
            }
            let (Some(cell), Some((number, column))) = (cell, place) else { break };
            row.row = number;
            if let Some(text) = text(cell.get_value()) {
                row.texts.push((column, text));
            }
        }
        if columns.is_some() {
            return Ok(());
        }
        let message = "the sheet has no header with NPI and NPPES Deactivation Date";
        Err(Stop::refused(Code::UnknownHeader, message).at(name))
    }
}

/// Takes a row that is complete: the header, or a row below it.
fn finish(
    row: &Cells,
    columns: &mut Option<(u32, u32)>,
    take: &mut dyn FnMut(u64, &str, &str) -> Result<(), IngestError>,
) -> Result<(), IngestError> {
    let Some((npi, date)) = *columns else {
        let column = |field| {
            let is = |(_, text): &&(u32, String)| nppes::deactivated_field(&folded(text)) == Some(field);
            row.texts.iter().find(is).map(|&(column, _)| column)
        };
        *columns = column(Field::Npi).zip(column(Field::Deactivated));
        return Ok(());
    };
    let cell =
        |wanted| row.texts.iter().find(|(column, _)| *column == wanted).map_or("", |(_, text)| text.as_str());
    if row.texts.is_empty() { Ok(()) } else { take(u64::from(row.row) + 1, cell(npi), cell(date)) }
}

/// What a cell says; `None` where it is empty.
fn text(value: &DataRef<'_>) -> Option<String> {
    match value {
        DataRef::Int(number) => Some(number.to_string()),
        DataRef::Float(number) => Some(number.to_string()),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Some(text.clone()),
        DataRef::SharedString(text) => Some((*text).to_owned()),
        DataRef::Bool(fact) => Some(fact.to_string()),
        DataRef::DateTime(date) => day(date.as_f64()),
        DataRef::Error(_) | DataRef::Empty => None,
    }
    .filter(|text| !text.trim().is_empty())
}

/// A spreadsheet's day number as a date.
///
/// # Source
/// ECMA-376, part 1, 18.17.4.1: day 25,569 is 1970-01-01 in the 1900 date system.
fn day(serial: f64) -> Option<String> {
    const EPOCH: f64 = 25_569.0;
    let days = (serial - EPOCH).floor();
    if !(-50_000.0..200_000.0).contains(&days) {
        return None;
    }
    #[allow(clippy::cast_possible_truncation, reason = "a whole number within the range just checked")]
    RecordDate::from_days(days as i32).ok().map(|day| day.to_string())
}

/// Unpacks every part of a workbook once without keeping it, so that none is larger than it may be.
fn measure(file: &mut File) -> Result<(), Stop> {
    let size = file.seek(std::io::SeekFrom::End(0))?;
    file.rewind()?;
    if size > MAX_WORKBOOK {
        let message = format!("the workbook is longer than {} MiB; save it as CSV", MAX_WORKBOOK >> 20);
        return Err(Stop::refused(Code::ArchiveRatio, message));
    }
    let mut zip = zip::ZipArchive::new(file).map_err(|error| Stop::Refused(damaged(&error.to_string())))?;
    for index in 0..zip.len() {
        let part = zip.by_index(index).map_err(|error| Stop::Refused(damaged(&error.to_string())))?;
        let is_sheet = part.name_raw().starts_with(b"xl/worksheets/");
        let packed = Packed::Stated(part.compressed_size(), Arc::new(Meter::default()));
        let length = std::io::copy(&mut Unpacked::new(part, packed), &mut std::io::sink())?;
        if length > MAX_KEPT && !is_sheet {
            let message =
                format!("a part of the workbook is longer than {} MiB; save it as CSV", MAX_KEPT >> 20);
            return Err(Stop::refused(Code::ArchiveRatio, message));
        }
    }
    Ok(())
}

fn unreadable(error: XlsxError) -> Stop {
    match error {
        XlsxError::Io(error) => Stop::Io(error),
        other => Stop::Refused(damaged(&other.to_string())),
    }
}
