//! Calendar days in the ways that lists write them.

use super::{clean, notes::Notes};
use crate::domain::RecordDate;
use crate::ingest::{Code, Record};

/// No provider list of ours is older; an earlier day is a placeholder such as `0001-01-01` or `1900-01-01`.
const FIRST_YEAR_DAYS: i32 = 7_305; // 1990-01-01 in days since 1970-01-01

/// When the row was last touched; what is no such day is dropped, and that is said.
pub(super) fn updated(record: &Record, today: RecordDate, notes: &mut Notes<'_>) -> Option<RecordDate> {
    let text = clean::cell(&record.updated, "updated", notes);
    if text.is_empty() {
        return None;
    }
    let refused = match day(&text) {
        None => "not a calendar day",
        Some(day) if day.days() < FIRST_YEAR_DAYS => "a day before 1990",
        Some(day) if day > today => "a day in the future",
        Some(day) => return Some(day),
    };
    notes.repaired("updated", Code::DateDropped, &record.updated, format!("{refused}; dropped"));
    None
}

/// Reads `2025-06-30`, `2025-06-30T12:00:00Z`, `06/30/2025`, `6/30/25`, `20250630`, `2025/6/30`; months come before
/// days, as the federal files write them.
pub(super) fn day(text: &str) -> Option<RecordDate> {
    let text = text.trim().trim_start_matches('\'');
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    let date = text.split(['T', ' ']).next().unwrap_or_default();
    if date.len() == 8 && date.bytes().all(|byte| byte.is_ascii_digit()) {
        let (year, rest) = date.split_at(4);
        let (month, day) = rest.split_at(2);
        return RecordDate::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok();
    }
    let parts: Vec<&str> = date.split(['/', '-', '.']).collect();
    let &[a, b, c] = parts.as_slice() else {
        return None;
    };
    if !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let (year, month, day) = if a.len() == 4 { (a, b, c) } else { (c, a, b) };
    let year = match (year.len(), year.parse::<i16>().ok()?) {
        (4, year) => year,
        // The usual window of spreadsheets: 1930 to 2029.
        (2, year) => year + if year < 30 { 2_000 } else { 1_900 },
        _ => return None,
    };
    RecordDate::new(year, month.parse().ok()?, day.parse().ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Format, Position};

    #[test]
    fn days_are_read_as_lists_write_them() {
        for text in [
            "2025-06-30",
            "06/30/2025",
            "6/30/2025",
            "6/30/25",
            "20250630",
            "2025-06-30T12:00:00Z",
            "2025-06-30 12:00:00",
            "2025/6/30",
            "06-30-2025",
            " 2025-06-30",
        ] {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), Some("2025-06-30"), "{text}");
        }
        for bad in ["", "soon", "2024-02-30", "13/13/2025", "2025-06", "6/30/025", "99999999", "-1/2/2025"] {
            assert_eq!(day(bad), None, "{bad}");
        }
    }

    #[test]
    fn implausible_days_are_dropped_and_that_is_said() {
        let position = Position { file: "a.csv".into(), line: 2 };
        let today = "2026-11-22".parse().expect("a day");
        for (text, kept, said) in [
            ("2025-06-30", true, 0),
            ("2026-11-22", true, 0),
            ("1990-01-01", true, 0),
            ("", false, 0),
            ("NULL", false, 0),
            ("2026-11-23", false, 1),
            ("1989-12-31", false, 1),
            ("0001-01-01", false, 1),
            ("9999-12-31", false, 1),
            ("2024-02-30", false, 1),
        ] {
            let mut record = Record::empty(position.clone(), Format::Own);
            text.clone_into(&mut record.updated);
            let mut notes = Notes::new(&position);
            assert_eq!(updated(&record, today, &mut notes).is_some(), kept, "{text}");
            let findings = notes.into_findings();
            assert_eq!(findings.len(), said, "{text}");
            assert!(findings.iter().all(|finding| finding.code == Code::DateDropped));
        }
    }
}
