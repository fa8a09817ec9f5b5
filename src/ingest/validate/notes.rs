//! [`Notes`]: what is said of one row while it is judged.

use crate::ingest::{Code, Finding, Outcome, Position};
use std::borrow::Cow;

/// Collects repairs, and makes the findings that end a row. A place and what was said so far; nothing is decided here.
#[derive(Debug)]
pub(super) struct Notes<'r> {
    position: &'r Position,
    findings: Vec<Finding>,
}

impl<'r> Notes<'r> {
    /// Nothing said yet of the row at that place.
    pub(super) fn new(position: &'r Position) -> Self {
        Self { position, findings: Vec::new() }
    }

    /// Something was mended.
    pub(super) fn repaired(
        &mut self,
        column: &'static str,
        code: Code,
        raw: &str,
        message: impl Into<Cow<'static, str>>,
    ) {
        self.findings.push(self.finding(Outcome::Repaired, column, code, raw, message));
    }

    /// Nothing was mended, but a person should look.
    pub(super) fn warned(
        &mut self,
        column: &'static str,
        code: Code,
        raw: &str,
        message: impl Into<Cow<'static, str>>,
    ) {
        self.findings.push(self.finding(Outcome::Warned, column, code, raw, message));
    }

    /// The finding of a row that cannot be used.
    pub(super) fn rejected(
        &self,
        column: &'static str,
        code: Code,
        raw: &str,
        message: impl Into<Cow<'static, str>>,
    ) -> Finding {
        self.finding(Outcome::Rejected, column, code, raw, message)
    }

    /// The finding of a row that is sound but not kept.
    pub(super) fn skipped(
        &self,
        column: &'static str,
        code: Code,
        raw: &str,
        message: impl Into<Cow<'static, str>>,
    ) -> Finding {
        self.finding(Outcome::Skipped, column, code, raw, message)
    }

    /// Whether a repair of that kind was noted already.
    pub(super) fn has(&self, code: Code) -> bool {
        self.findings.iter().any(|finding| finding.code == code)
    }

    /// All repairs and warnings, in order.
    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    fn finding(
        &self,
        outcome: Outcome,
        column: &'static str,
        code: Code,
        raw: &str,
        message: impl Into<Cow<'static, str>>,
    ) -> Finding {
        Finding::new(outcome, self.position.clone(), column, code, raw, message)
    }
}
