//! [`RecordDate`]: the day a source last touched a record.

use std::fmt;
use std::str::FromStr;

/// A calendar day from 1900 to 2199. Whether it lies in the future is for the reader to judge, who knows the day.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordDate(jiff::civil::Date);

/// Why a text or number is no [`RecordDate`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a calendar day from 1900 to 2199, written 2025-06-30")]
pub struct DateError;

impl RecordDate {
    /// Takes year, month and day.
    ///
    /// # Errors
    /// [`DateError`] when there is no such day or its year is not from 1900 to 2199.
    pub fn new(year: i16, month: i8, day: i8) -> Result<Self, DateError> {
        jiff::civil::Date::new(year, month, day).map_err(|_no_such_day| DateError).and_then(Self::try_from)
    }

    /// The year: 2007.
    pub fn year(self) -> i16 {
        self.0.year()
    }

    /// The month, from 1 to 12.
    pub fn month(self) -> i8 {
        self.0.month()
    }

    /// Days for which a record counts as fresh: beyond them it is "not verified with the practice".
    ///
    /// # Source
    /// `DESIGN.md`, section 3.
    pub const FRESH_DAYS: i32 = 90;

    /// How many days lie between this day and a later one; negative where that one is earlier.
    pub fn days_until(self, later: Self) -> i32 {
        later.days() - self.days()
    }

    /// Days since 1970-01-01, negative before it.
    pub fn days(self) -> i32 {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        self.0.since((jiff::Unit::Day, epoch)).map_or(0, |span| span.get_days())
    }

    /// The day that many days after 1970-01-01.
    ///
    /// # Errors
    /// [`DateError`] when its year is not from 1900 to 2199.
    pub fn from_days(days: i32) -> Result<Self, DateError> {
        let span = jiff::Span::new().try_days(days).map_err(|_out_of_range| DateError)?;
        let day =
            jiff::civil::Date::constant(1970, 1, 1).checked_add(span).map_err(|_out_of_range| DateError)?;
        Self::try_from(day)
    }
}

impl TryFrom<jiff::civil::Date> for RecordDate {
    type Error = DateError;

    fn try_from(day: jiff::civil::Date) -> Result<Self, DateError> {
        if (1900..2200).contains(&day.year()) { Ok(Self(day)) } else { Err(DateError) }
    }
}

impl FromStr for RecordDate {
    type Err = DateError;

    /// Reads `2025-06-30` and nothing else.
    fn from_str(text: &str) -> Result<Self, DateError> {
        let shaped = text.len() == 10 && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-');
        if !shaped {
            return Err(DateError);
        }
        text.parse::<jiff::civil::Date>().map_err(|_no_such_day| DateError).and_then(Self::try_from)
    }
}

impl fmt::Display for RecordDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}", self.0)
    }
}

impl fmt::Debug for RecordDate {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "RecordDate({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_real_days_of_plausible_years() {
        assert_eq!("2016-02-29".parse::<RecordDate>().expect("a day").to_string(), "2016-02-29");
        for bad in
            ["2024-02-30", "0001-01-01", "9999-12-31", "2025-6-1", "06/30/2025", "", "2025-06-30T00:00:00"]
        {
            assert!(bad.parse::<RecordDate>().is_err(), "{bad}");
        }
    }

    #[test]
    fn days_go_there_and_back() {
        for text in ["1900-01-01", "1970-01-01", "1969-12-31", "2026-11-22", "2199-12-31"] {
            let day: RecordDate = text.parse().expect(text);
            assert_eq!(RecordDate::from_days(day.days()), Ok(day), "{text}");
        }
        let day: RecordDate = "1970-01-02".parse().expect("a day");
        assert_eq!((day.year(), day.month(), day.days()), (1970, 1, 1));
        assert!(RecordDate::from_days(i32::MAX).is_err());
    }
}
