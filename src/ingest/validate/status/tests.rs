//! Words of status columns, and dates of deactivation.

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
        ("Active - good standing", Ok(0)),
        ("active licence", Ok(1)),
        ("Active - probation", Ok(1)),
        ("Active until 2030-01-01", Ok(1)),
        // Most licences are renewed, and a list may be older than its dates.
        ("Active (expires 06/30/2024)", Ok(1)),
        ("Active - restriction removed", Ok(1)),
        ("Active, never suspended", Ok(1)),
        ("Active (previously inactive)", Ok(1)),
        ("Suspended 2019, re-activated 2020", Ok(1)),
        ("expired 2019, active again", Ok(1)),
        ("Suspended 2019, now active", Ok(1)),
        ("Closed to new patients", Ok(1)),
        ("not accepting new patients", Ok(1)),
        ("Moved to 5th Ave", Ok(1)),
        ("semi-retired", Ok(1)),
        ("Inactive - retired", Err(Outcome::Skipped)),
        ("Inactive (moved)", Err(Outcome::Skipped)),
        ("Inactive since 2020", Err(Outcome::Skipped)),
        ("Retired 2019", Err(Outcome::Skipped)),
        ("Deceased 2021", Err(Outcome::Skipped)),
        ("Expired 2021", Err(Outcome::Skipped)),
        ("No longer practicing", Err(Outcome::Skipped)),
        ("no longer with us", Err(Outcome::Skipped)),
        ("not practicing", Err(Outcome::Skipped)),
        ("Not currently practicing", Err(Outcome::Skipped)),
        ("out of business", Err(Outcome::Skipped)),
        ("permanently closed", Err(Outcome::Skipped)),
        ("do not list", Err(Outcome::Skipped)),
        ("voided", Err(Outcome::Skipped)),
        ("In-active", Err(Outcome::Skipped)),
        ("in active", Err(Outcome::Skipped)),
        ("non-active", Err(Outcome::Skipped)),
        ("inactivo", Err(Outcome::Skipped)),
        ("Active until 2019-01-01", Err(Outcome::Skipped)),
        ("not reactivated, suspended", Err(Outcome::Skipped)),
        ("published", Ok(0)),
        ("OPERATIONAL", Ok(0)),
        ("pending review", Ok(1)),
        ("Resigned from the board", Err(Outcome::Skipped)),
        ("Dec'd", Err(Outcome::Skipped)),
        ("Left practice", Err(Outcome::Skipped)),
        ("Resigned", Err(Outcome::Skipped)),
        ("Passed away 2024", Err(Outcome::Skipped)),
        ("Moved out of state", Err(Outcome::Skipped)),
        ("CLOSED_PERMANENTLY", Err(Outcome::Skipped)),
        ("Not in good standing", Err(Outcome::Skipped)),
        ("draft", Err(Outcome::Skipped)),
        ("trash", Err(Outcome::Skipped)),
        ("Former", Err(Outcome::Skipped)),
        ("Ex-member", Err(Outcome::Skipped)),
    ] {
        let mut record = Record::empty(position.clone(), Format::Own);
        word.clone_into(&mut record.status);
        let mut notes = Notes::new(&position);
        let today = "2026-11-22".parse().expect("a day");
        let judged = active(&record, today, &mut notes).map_err(|finding| finding.outcome);
        assert_eq!(judged.map(|()| notes.into_findings().len()), expected, "{word}");
    }
}

#[test]
fn columns_of_yes_and_no_speak_like_a_status() {
    let position = Position { file: "a.csv".into(), line: 2 };
    for (listed, answer, expected) in [
        (false, "Y", Err("x: Y")),
        (false, "TRUE", Err("x: TRUE")),
        (false, "1", Err("x: 1")),
        (false, "2024-01-01", Err("x: 2024-01-01")),
        (false, "deceased", Err("x: deceased")),
        (false, "2030-01-01", Ok(0)),
        (false, "0000-00-00", Ok(0)),
        (false, "1/1/1900", Ok(0)),
        (false, "11/21/2026", Err("x: 11/21/2026")),
        (false, "N", Ok(0)),
        (false, "", Ok(0)),
        (false, "n/a", Ok(0)),
        (false, "perhaps", Ok(1)),
        (true, "No", Err("x: No")),
        (true, "inactive", Err("x: inactive")),
        (true, "yes", Ok(0)),
        (true, "Active", Ok(0)),
        (true, "", Ok(0)),
        (true, "perhaps", Ok(1)),
    ] {
        let mut record = Record::empty(position.clone(), Format::Own);
        let (column, answer) = ("x".to_owned(), answer.to_owned());
        record.flags.push(Flag { listed, column, answer });
        let mut notes = Notes::new(&position);
        let today = "2026-11-22".parse().expect("a day");
        let judged = active(&record, today, &mut notes).map_err(|finding| finding.value);
        let expected = expected.map_err(str::to_owned);
        assert_eq!(judged.map(|()| notes.into_findings().len()), expected, "{:?}", record.flags);
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
