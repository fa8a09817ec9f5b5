//! The reject report: a CSV of every finding, safe to open in a spreadsheet.

use super::finding::neutralised;
use super::{FieldChange, Finding};
use std::fs::File;
use std::path::Path;

/// The columns, in order.
const HEADER: [&str; 7] = ["file", "line", "outcome", "code", "column", "value", "message"];

/// The most characters of a file's name or a message; ours are far shorter.
const MAX_CELL: usize = 500;

/// Writes findings as they come.
#[derive(Debug)]
pub struct ReportWriter {
    rows: csv::Writer<File>,
}

impl ReportWriter {
    /// Makes the file and its folder, and writes the header `file,line,outcome,code,column,value,message`.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(path: &Path) -> std::io::Result<Self> {
        Ok(Self { rows: started(path, &HEADER)? })
    }

    /// Adds a finding. No cell begins a formula, whatever stood in the list.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn push(&mut self, finding: &Finding) -> std::io::Result<()> {
        let cells = [
            &neutralised(&finding.position.file, MAX_CELL),
            &finding.position.line.to_string(),
            finding.outcome.as_str(),
            finding.code.as_str(),
            finding.column,
            &neutralised(&finding.value, Finding::MAX_VALUE),
            &neutralised(&finding.message, MAX_CELL),
        ];
        self.rows.write_record(cells).map_err(io_error)
    }

    /// Finishes the file and waits until the disk has it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(self) -> std::io::Result<()> {
        let file = self.rows.into_inner().map_err(csv::IntoInnerError::into_error)?;
        file.sync_all()
    }
}

/// The columns of the file of changes, in order.
const CHANGES_HEADER: [&str; 10] =
    ["change", "id", "name", "city", "state", "specialties", "miles", "fields", "before", "after"];

/// Writes what an import would change, a line a provider.
#[derive(Debug)]
pub struct ChangeWriter {
    rows: csv::Writer<File>,
}

/// A line of the file of changes.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ChangeLine {
    /// `added`, `changed`, `moved` or `removed`.
    pub change: &'static str,
    /// The provider's id.
    pub id: String,
    /// The provider's name.
    pub name: String,
    /// The primary practice's city.
    pub city: String,
    /// Its state.
    pub state: String,
    /// Ids of the specialties, with bars between.
    pub specialties: String,
    /// How many miles it moved, with a tenth; empty where it did not.
    pub miles: String,
    /// What differs.
    pub fields: Vec<FieldChange>,
}

impl ChangeWriter {
    /// Makes the file and its folder, and writes the header
    /// `change,id,name,city,state,specialties,miles,fields,before,after`.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(path: &Path) -> std::io::Result<Self> {
        Ok(Self { rows: started(path, &CHANGES_HEADER)? })
    }

    /// Adds a line. No cell begins a formula, whatever stands in the lists.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn push(&mut self, line: &ChangeLine) -> std::io::Result<()> {
        let joined =
            |of: &dyn Fn(&FieldChange) -> &str| line.fields.iter().map(of).collect::<Vec<_>>().join(" / ");
        let cells = [
            line.change,
            &line.id,
            &line.name,
            &line.city,
            &line.state,
            &line.specialties,
            &line.miles,
            &joined(&|change| change.field),
            &joined(&|change| &change.before),
            &joined(&|change| &change.after),
        ];
        self.rows.write_record(cells.map(|cell| neutralised(cell, MAX_CELL))).map_err(io_error)
    }

    /// Finishes the file and waits until the disk has it.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(self) -> std::io::Result<()> {
        let file = self.rows.into_inner().map_err(csv::IntoInnerError::into_error)?;
        file.sync_all()
    }
}

/// A file with its header, in a folder that is made where it is missing.
fn started(path: &Path, header: &[&str]) -> std::io::Result<csv::Writer<File>> {
    if let Some(folder) = path.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        std::fs::create_dir_all(folder)?;
    }
    let mut rows = csv::Writer::from_writer(File::create(path)?);
    rows.write_record(header).map_err(io_error)?;
    Ok(rows)
}

fn io_error(error: csv::Error) -> std::io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        other => std::io::Error::other(format!("{other:?}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Code, Outcome, Position};

    #[test]
    fn no_cell_of_a_report_begins_a_formula() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("reports/a.csv");
        let mut report = ReportWriter::create(&path).expect("made");
        let position = Position { file: "=list.csv".into(), line: 7 };
        for raw in ["=1+1", "-2+3", "@SUM(1)", "\t=1+1", "+1", "a\nb", "say \"hi\", you"] {
            let finding =
                Finding::new(Outcome::Rejected, position.clone(), "npi", Code::NpiShape, raw, "not an NPI");
            report.push(&finding).expect("written");
        }
        report.finish().expect("finished");
        let mut rows = csv::Reader::from_path(&path).expect("opened");
        assert_eq!(rows.headers().expect("a header").iter().collect::<Vec<_>>(), HEADER);
        let rows: Vec<csv::StringRecord> = rows.records().map(|row| row.expect("a row")).collect();
        assert_eq!(rows.len(), 7);
        for row in &rows {
            assert!(row.iter().all(|cell| !cell.starts_with(['=', '+', '-', '@', '\t', '\r'])), "{row:?}");
        }
        let last = rows.last().expect("a row").iter().collect::<Vec<_>>();
        assert_eq!(
            last,
            ["'=list.csv", "7", "rejected", "npi_shape", "npi", "say \"hi\", you", "not an NPI"]
        );
    }
}
