//! Whether the source still counts the provider as active.

use super::{Judgement, clean, dates, notes::Notes};
use crate::ingest::{Code, Record};

/// Words of a status column that mean yes.
const ACTIVE: [&str; 22] = [
    "active",
    "a",
    "y",
    "yes",
    "true",
    "t",
    "1",
    "1.0",
    "current",
    "open",
    "enabled",
    "licensed",
    "practicing",
    "verified",
    // Words of boards.
    "clear",
    "clear/active",
    "active in renewal",
    "in force",
    "good standing",
    "in good standing",
    "active - good standing",
    "renewed",
];

/// Words of a status column that mean no.
const INACTIVE: [&str; 41] = [
    "inactive",
    "not active",
    "i",
    "n",
    "no",
    "false",
    "f",
    "0",
    "0.0",
    "closed",
    "retired",
    "deceased",
    "dead",
    "deactivated",
    "disabled",
    "terminated",
    "suspended",
    "expired",
    "revoked",
    "removed",
    "deleted",
    "moved away",
    // Words of boards.
    "lapsed",
    "lapse",
    "null and void",
    "null & void",
    "surrendered",
    "voluntary surrender",
    "relinquished",
    "cancelled",
    "canceled",
    "delinquent",
    "not renewed",
    "nonrenewed",
    "non-renewed",
    "expired - non-renewal",
    "denied",
    "void",
    "withdrawn",
    "license expired",
    "deceased licensee",
];

/// Lets an active row of one's own list pass; an unknown word passes with a warning.
///
/// # Errors
/// A finding that skips the row when the list says that the provider is inactive.
pub(super) fn active(record: &Record, notes: &mut Notes<'_>) -> Judgement<()> {
    let word = clean::cell(&record.status, "status", notes);
    let is_one_of = |words: &[&str]| words.iter().any(|known| known.eq_ignore_ascii_case(&word));
    if is_one_of(&INACTIVE) {
        let message = "the list says that the provider is inactive";
        return Err(notes.skipped("status", Code::Inactive, &record.status, message));
    }
    if !word.is_empty() && !is_one_of(&ACTIVE) {
        let message = "not a status that we know; taken as active";
        notes.warned("status", Code::StatusUnknown, &record.status, message);
    }
    Ok(())
}

/// Whether an NPPES row says that its NPI is no longer active.
///
/// A reactivation on the day of the deactivation or later undoes it; one whose date cannot be read does so only where
/// the row still has an entity type, which deactivated rows lack.
pub(super) fn is_deactivated(record: &Record) -> bool {
    let stated = |text: &str| !text.trim().is_empty() && !clean::is_null_word(text.trim());
    if !stated(&record.deactivated) {
        return false;
    }
    if !stated(&record.reactivated) {
        return true;
    }
    match (dates::day(&record.deactivated), dates::day(&record.reactivated)) {
        (Some(off), Some(on)) => on < off,
        _ => !stated(&record.entity_type),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Format, Outcome, Position};

    #[test]
    fn only_inactive_words_skip_a_row() {
        let position = Position { file: "a.csv".into(), line: 2 };
        for (word, expected) in [
            ("", Ok(0)),
            ("active", Ok(0)),
            ("Active ", Ok(1)),
            ("NULL", Ok(0)),
            ("on sabbatical", Ok(1)),
            ("inactive", Err(Outcome::Skipped)),
            ("CLOSED", Err(Outcome::Skipped)),
            ("retired", Err(Outcome::Skipped)),
            ("Deceased", Err(Outcome::Skipped)),
        ] {
            let mut record = Record::empty(position.clone(), Format::Own);
            word.clone_into(&mut record.status);
            let mut notes = Notes::new(&position);
            let judged = active(&record, &mut notes).map_err(|finding| finding.outcome);
            assert_eq!(judged.map(|()| notes.into_findings().len()), expected, "{word}");
        }
    }

    #[test]
    fn a_later_reactivation_undoes_a_deactivation() {
        let position = Position { file: "a.csv".into(), line: 2 };
        for (off, on, entity, expected) in [
            ("", "", "1", false),
            ("01/05/2020", "", "", true),
            ("01/05/2020", "", "1", true),
            ("01/05/2020", "02/01/2020", "1", false),
            ("01/05/2020", "01/05/2020", "1", false),
            ("01/05/2020", "02/01/2019", "1", true),
            ("4/7/25", "4/8/25", "1", false),
            ("someday", "", "", true),
        ] {
            let mut record = Record::empty(position.clone(), Format::Nppes);
            (record.deactivated, record.reactivated) = (off.to_owned(), on.to_owned());
            entity.clone_into(&mut record.entity_type);
            assert_eq!(is_deactivated(&record), expected, "{off} {on}");
        }
    }
}
