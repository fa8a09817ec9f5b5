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

/// The months, in English and Spanish.
const MONTHS: [[&str; 2]; 12] = [
    ["january", "enero"],
    ["february", "febrero"],
    ["march", "marzo"],
    ["april", "abril"],
    ["may", "mayo"],
    ["june", "junio"],
    ["july", "julio"],
    ["august", "agosto"],
    ["september", "septiembre"],
    ["october", "octubre"],
    ["november", "noviembre"],
    ["december", "diciembre"],
];

/// Reads `2025-06-30`, `2025-06-30T12:00:00Z`, `06/30/2025`, `6/30/25`, `20250630`, `2025/6/30`, `30.06.2025`,
/// `June 30, 2025`, `30-JUN-25`. Months come before days, as the federal files write them, but where points part them:
/// whoever writes so begins with the day.
pub(super) fn day(text: &str) -> Option<RecordDate> {
    let text = text.trim().trim_start_matches('\'');
    if let Ok(day) = text.parse() {
        return Some(day);
    }
    if text.bytes().any(|byte| byte.is_ascii_alphabetic())
        && let Some(day) = with_named_month(text)
    {
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
    if a.len() == 4 {
        return calendar_day(a, b.parse().ok()?, c);
    }
    let (first, second): (i8, i8) = (a.parse().ok()?, b.parse().ok()?);
    let day_first = date.contains('.') && second <= 12;
    if day_first { calendar_day(c, second, a) } else { calendar_day(c, first, b) }
}

/// `June 30, 2025`, `30 de junio de 2025`, `30-JUN-25`.
fn with_named_month(text: &str) -> Option<RecordDate> {
    let pieces = text.split([' ', ',', '-', '.', '/']);
    let pieces: Vec<&str> = pieces.filter(|piece| !matches!(*piece, "" | "de" | "del")).collect();
    match pieces.as_slice() {
        &[a, b, c] => match month(a) {
            Some(month) => calendar_day(c, month, b),
            None if a.len() == 4 => calendar_day(a, month(b)?, c),
            None => calendar_day(c, month(b)?, a),
        },
        _ => None,
    }
}

/// A month by its name, or three letters of it and more.
fn month(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    let begins = |month: &[&str; 2]| name.len() >= 3 && month.iter().any(|full| full.starts_with(&name));
    i8::try_from(MONTHS.iter().position(begins)? + 1).ok()
}

fn calendar_day(year: &str, month: i8, day: &str) -> Option<RecordDate> {
    let year = match (year.len(), year.parse::<i16>().ok()?) {
        (4, year) => year,
        // The usual window of spreadsheets: 1930 to 2029.
        (2, year) => year + if year < 30 { 2_000 } else { 1_900 },
        _ => return None,
    };
    let day = ["st", "nd", "rd", "th"].iter().find_map(|ending| day.strip_suffix(ending)).unwrap_or(day);
    RecordDate::new(year, month, day.parse().ok()?).ok()
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
            "30.06.2025",
            "30.6.25",
            "06.30.2025",
            "June 30, 2025",
            "Jun 30 2025",
            "30 June 2025",
            "30-JUN-25",
            "30-Jun-2025",
            "June 30th, 2025",
            "2025-Jun-30",
            "30 de junio de 2025",
        ] {
            assert_eq!(day(text).map(|day| day.to_string()).as_deref(), Some("2025-06-30"), "{text}");
        }
        assert_eq!(day("05.06.2025").map(|day| day.to_string()).as_deref(), Some("2025-06-05"));
        for bad in [
            "",
            "soon",
            "Jun 2025",
            "31 June 2025",
            "Ju 30 2025",
            "May 30",
            "2024-02-30",
            "13/13/2025",
            "2025-06",
            "6/30/025",
            "99999999",
            "-1/2/2025",
        ] {
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
