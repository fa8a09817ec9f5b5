//! Calendar days in the ways that lists write them.

use super::{clean, notes::Notes};
use crate::domain::RecordDate;
use crate::ingest::{Code, DateOrder, Record};

/// No provider list of ours is older; an earlier day is a placeholder such as `0001-01-01` or `1900-01-01`.
const FIRST_YEAR_DAYS: i32 = 7_305; // 1990-01-01 in days since 1970-01-01

/// The first and last serial day of a spreadsheet that is taken for one: 1990 to 2099.
///
/// # Source
/// ECMA-376, part 1, 18.17.4.1: days since 30 December 1899, the hours of the day behind the point.
const SERIAL_DAYS: std::ops::RangeInclusive<i32> = 32_874..=73_050;

/// Days from 30 December 1899 to 1 January 1970.
const SERIAL_EPOCH: i32 = 25_569;

/// When the row was last touched; what is no such day is dropped, and that is said.
pub(super) fn updated(record: &Record, today: RecordDate, notes: &mut Notes<'_>) -> Option<RecordDate> {
    let text = clean::cell(&record.updated, "updated", notes);
    if text.is_empty() {
        return None;
    }
    let serial = serial_day(&text);
    let refused = match in_order(&text, record.dates).or(serial.ok_or("not a calendar day")) {
        Err(why) => why,
        Ok(day) if is_placeholder(day) => "a day before 1990",
        Ok(day) if day > today => "a day in the future",
        Ok(day) => {
            if serial.is_some() {
                let message = format!("a spreadsheet's number of a day; read as {day}");
                notes.repaired("updated", Code::NumberRecoded, &record.updated, message);
            }
            return Some(day);
        }
    };
    notes.repaired("updated", Code::DateDropped, &record.updated, format!("{refused}; dropped"));
    None
}

/// Whether a day is older than any that lists of ours tell of: `1900-01-01`.
pub(super) fn is_placeholder(day: RecordDate) -> bool {
    day.days() < FIRST_YEAR_DAYS
}

/// A day as a list writes it whose dates are in that order.
fn in_order(text: &str, order: DateOrder) -> Result<RecordDate, &'static str> {
    const NONE: &str = "not a calendar day";
    let (first, second, year) = match (order, day(text)) {
        (DateOrder::MonthFirst, Some(day)) => return Ok(day),
        (_, read) => match two_numbers(text) {
            Some(numbers) => numbers,
            None => return read.ok_or(NONE),
        },
    };
    let (month, date) = match order {
        DateOrder::MonthFirst if first > 12 && second <= 12 => {
            return Err(
                "the day stands before the month here, and not in the rows by which the column is read",
            );
        }
        DateOrder::DayFirst if second > 12 && first <= 12 => {
            return Err(
                "the day stands behind the month here, and before it in the rows by which the column is read",
            );
        }
        DateOrder::Mixed if first <= 12 && second <= 12 && first != second => {
            return Err("day and month cannot be told apart, since the column has them in both orders");
        }
        DateOrder::DayFirst => (second, first),
        DateOrder::Mixed if first > 12 => (second, first),
        DateOrder::Mixed | DateOrder::MonthFirst => (first, second),
    };
    calendar_day(year, month, &date.to_string()).ok_or(NONE)
}

/// The two numbers of a date whose order a list chooses, and the year: `01/02/2025`.
fn two_numbers(text: &str) -> Option<(i8, i8, &str)> {
    let date = text.trim().trim_start_matches('\'').split(['T', ' ']).next()?;
    let sign = date.chars().find(|c| !c.is_ascii_digit()).filter(|sign| matches!(sign, '/' | '-'))?;
    let parts: Vec<&str> = date.split(sign).collect();
    let &[first, second, year] = parts.as_slice() else { return None };
    let short = |part: &str| (1..=2).contains(&part.len());
    if !short(first) || !short(second) || !matches!(year.len(), 2 | 4) {
        return None;
    }
    Some((first.parse().ok()?, second.parse().ok()?, year))
}

/// Whether a date reads as two different days, by the order of its numbers.
pub(in crate::ingest) fn may_be_two_days(text: &str) -> bool {
    two_numbers(text).is_some_and(|(first, second, _)| first <= 12 && second <= 12 && first != second)
}

/// The order in which a column writes days and months, as days above twelve show it.
pub(in crate::ingest) fn order(column: &[String]) -> DateOrder {
    let numbers = || column.iter().filter_map(|text| two_numbers(text));
    let day_first = numbers().any(|(first, second, _)| (13..=31).contains(&first) && second <= 12);
    let month_first = numbers().any(|(first, second, _)| first <= 12 && (13..=31).contains(&second));
    match (day_first, month_first) {
        (true, true) => DateOrder::Mixed,
        (true, false) => DateOrder::DayFirst,
        (false, _) => DateOrder::MonthFirst,
    }
}

/// The day that a spreadsheet's number stands for: `45678`, `45678.5`.
fn serial_day(text: &str) -> Option<RecordDate> {
    let (days, hours) = text.split_once('.').unwrap_or((text, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if days.len() != 5 || !is_number(days) || !is_number(hours) {
        return None;
    }
    let days: i32 = days.parse().ok().filter(|days| SERIAL_DAYS.contains(days))?;
    RecordDate::from_days(days - SERIAL_EPOCH).ok()
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
            ("45678", true, 1),
            ("45678.5", true, 1),
            ("12345", false, 1),
            ("02118", false, 1),
            ("99999", false, 1),
        ] {
            let mut record = Record::empty(position.clone(), Format::Own);
            text.clone_into(&mut record.updated);
            let mut notes = Notes::new(&position);
            assert_eq!(updated(&record, today, &mut notes).is_some(), kept, "{text}");
            let findings = notes.into_findings();
            assert_eq!(findings.len(), said, "{text}");
            let code = if kept { Code::NumberRecoded } else { Code::DateDropped };
            assert!(findings.iter().all(|finding| finding.code == code), "{text}");
        }
    }

    #[test]
    fn days_above_twelve_tell_the_order_of_a_column() {
        let column = |texts: &[&str]| order(&texts.iter().map(ToString::to_string).collect::<Vec<_>>());
        assert_eq!(column(&["01/02/2025", "2025-12-31", "31.12.2025"]), DateOrder::MonthFirst);
        assert_eq!(column(&["01/02/2025", "12/31/2025"]), DateOrder::MonthFirst);
        assert_eq!(column(&["01/02/2025", "13/02/2025"]), DateOrder::DayFirst);
        assert_eq!(column(&["12-31-25", "13/02/2025"]), DateOrder::Mixed);
        for (text, order, expected) in [
            ("01/02/2025", DateOrder::MonthFirst, Some("2025-01-02")),
            ("01/02/2025 13:00", DateOrder::DayFirst, Some("2025-02-01")),
            ("1-2-25", DateOrder::DayFirst, Some("2025-02-01")),
            ("01/02/2025", DateOrder::Mixed, None),
            ("02/02/2025", DateOrder::Mixed, Some("2025-02-02")),
            ("13/02/2025", DateOrder::Mixed, Some("2025-02-13")),
            ("02/13/2025", DateOrder::Mixed, Some("2025-02-13")),
            ("02/13/2025", DateOrder::DayFirst, None),
            ("13/02/2025", DateOrder::MonthFirst, None),
            ("2025-03-04", DateOrder::DayFirst, Some("2025-03-04")),
            ("04.03.2025", DateOrder::MonthFirst, Some("2025-03-04")),
        ] {
            let read = in_order(text, order).ok().map(|day| day.to_string());
            assert_eq!(read.as_deref(), expected, "{text} {order:?}");
        }
    }
}
