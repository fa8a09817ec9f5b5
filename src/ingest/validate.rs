//! Record to [`super::Row`]: the rules of what a row is worth, in one place.

use super::{Code, Finding, Outcome, Record, Row};
use crate::domain::{ListName, RecordDate};
use crate::places::Places;
use crate::vocabulary::Vocabulary;

/// What rows are judged with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'c> {
    /// The words.
    pub(crate) vocabulary: &'c Vocabulary,
    /// The places.
    pub(crate) places: &'c Places,
    /// The list that the rows are of.
    pub(crate) list: &'c ListName,
    /// The day that dates are judged by.
    pub(crate) today: RecordDate,
}

/// Judges one row of any format.
pub(crate) fn judge(record: &Record, _context: &Context<'_>) -> Row {
    Row::Rejected(Finding {
        outcome: Outcome::Rejected,
        position: record.position.clone(),
        column: "",
        code: Code::IdMissing,
        value: String::new(),
        message: String::new(),
    })
}
