//! [`Coverage`]: which days the federal files hold that a list is made of, and which are missing between them.

use crate::domain::RecordDate;
use serde::{Deserialize, Serialize};
use std::fmt;

/// The files that a federal list is made of: the last whole one, and those with changes since.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Coverage {
    /// The last whole list; `None` where only changes were ever imported.
    pub full: Option<CoveredFile>,
    /// Files with changes of later days, in the order of their days.
    pub weeks: Vec<CoveredFile>,
}

/// A file and the days that it speaks of; in JSON as `2025-01-12`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CoveredFile {
    /// Its name without folders.
    pub file: String,
    /// The first day; `None` where it is not stated.
    #[serde(with = "day_as_text", default)]
    pub from: Option<RecordDate>,
    /// The last day; `None` where neither name nor rows tell it.
    #[serde(with = "day_as_text", default)]
    pub to: Option<RecordDate>,
}

/// Days that no file speaks of, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Gap {
    /// The first one.
    pub from: RecordDate,
    /// The last one.
    pub to: RecordDate,
}

impl fmt::Display for Gap {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} to {}", self.from, self.to)
    }
}

impl Coverage {
    /// The last day of the whole list.
    pub fn full_to(&self) -> Option<RecordDate> {
        self.full.as_ref().and_then(|full| full.to)
    }

    /// The last day that any file speaks of.
    pub fn latest(&self) -> Option<RecordDate> {
        self.weeks.iter().filter_map(|week| week.to).max().max(self.full_to())
    }

    /// Takes a whole list: changes before its last day are in it.
    pub fn set_full(&mut self, full: CoveredFile) {
        let to = full.to;
        self.full = Some(full);
        self.weeks.retain(|week| week.to >= to);
    }

    /// Takes a file with changes, unless the whole list holds them. One of the same days takes the other's place.
    pub fn add_week(&mut self, week: CoveredFile) {
        if self.full.is_some() && week.to < self.full_to() {
            return;
        }
        self.weeks.retain(|known| (known.from, known.to) != (week.from, week.to));
        self.weeks.push(week);
        self.weeks.sort_by_key(|week| (week.to, week.from));
    }

    /// The days between the first and the last that no file speaks of. Where only changes were imported, those before
    /// the first of them are none: nobody can tell how many there are.
    pub fn gaps(&self) -> Vec<Gap> {
        let mut gaps = Vec::new();
        let mut spans: Vec<(RecordDate, RecordDate)> =
            self.weeks.iter().filter_map(|week| week.to.map(|to| (week.from.unwrap_or(to), to))).collect();
        spans.sort_unstable();
        let mut covered = self.full_to().map(RecordDate::days);
        for (from, to) in spans {
            if let Some(last) = covered
                && from.days() > last + 1
                && let (Ok(first), Ok(end)) =
                    (RecordDate::from_days(last + 1), RecordDate::from_days(from.days() - 1))
            {
                gaps.push(Gap { from: first, to: end });
            }
            covered = covered.max(Some(to.days()));
        }
        gaps
    }
}

mod day_as_text {
    use crate::domain::RecordDate;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer, de::Error as _};

    #[expect(
        clippy::ref_option,
        clippy::trivially_copy_pass_by_ref,
        reason = "serde hands over a reference to the field"
    )]
    pub(super) fn serialize<S: Serializer>(day: &Option<RecordDate>, to: S) -> Result<S::Ok, S::Error> {
        day.map(|day| day.to_string()).serialize(to)
    }

    pub(super) fn deserialize<'d, D: Deserializer<'d>>(from: D) -> Result<Option<RecordDate>, D::Error> {
        let text = Option::<String>::deserialize(from)?;
        text.map(|text| text.parse().map_err(D::Error::custom)).transpose()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(days: &str) -> CoveredFile {
        let (from, to) = days.split_once(' ').unwrap_or(("", days));
        CoveredFile { file: format!("{days}.csv"), from: from.parse().ok(), to: to.parse().ok() }
    }

    fn told(coverage: &Coverage) -> String {
        coverage.gaps().iter().map(Gap::to_string).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn days_between_files_are_missing_until_they_come_or_a_whole_list_holds_them() {
        let mut coverage = Coverage::default();
        let mut step = |change: &dyn Fn(&mut Coverage)| {
            change(&mut coverage);
            told(&coverage)
        };
        assert_eq!(step(&|all| all.add_week(file("2025-02-03 2025-02-09"))), "");
        assert_eq!(
            step(&|all| all.set_full(file("2005-05-23 2025-01-12"))),
            "2025-01-13 to 2025-02-02",
            "a week before the whole list came first"
        );
        assert_eq!(step(&|all| all.add_week(file("2025-01-06 2025-01-12"))), "2025-01-13 to 2025-02-02");
        assert_eq!(
            step(&|all| all.add_week(file("2025-01-20 2025-01-26"))),
            "2025-01-13 to 2025-01-19, 2025-01-27 to 2025-02-02"
        );
        assert_eq!(step(&|all| all.add_week(file("2025-01-13 2025-01-19"))), "2025-01-27 to 2025-02-02");
        assert_eq!(step(&|all| all.add_week(file("2025-01-13 2025-01-19"))), "2025-01-27 to 2025-02-02");
        assert_eq!(step(&|all| all.set_full(file("2005-05-23 2025-02-01"))), "2025-02-02 to 2025-02-02");
        assert_eq!(step(&|all| all.set_full(file("2005-05-23 2025-02-09"))), "");
        assert_eq!(coverage.weeks, [file("2025-02-03 2025-02-09")], "what ends on the same day stays");
    }

    #[test]
    fn days_are_texts_in_json() {
        let mut coverage = Coverage::default();
        coverage.set_full(CoveredFile { file: "a.csv".into(), from: None, to: None });
        coverage.add_week(file("2025-02-03 2025-02-09"));
        let text = serde_json::to_string(&coverage).expect("JSON");
        assert!(text.contains(r#""from":"2025-02-03","to":"2025-02-09""#), "{text}");
        assert_eq!(serde_json::from_str::<Coverage>(&text).expect("JSON"), coverage);
    }
}
