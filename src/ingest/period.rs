//! What days a federal file speaks of, and whether it holds the whole list or only changes, by its name.
//!
//! In: names of files, an archive's and its member's with `!` between. Out: [`Period`]s. Nothing is read.
//!
//! # Source
//! CMS, NPPES data dissemination: `npidata_pfile_20050523-20250112.csv` is a whole list, whose dates begin with the
//! first NPI; `npidata_pfile_20250113-20250119.csv` in `NPPES_Data_Dissemination_011325_011925_Weekly.zip` one week's
//! changes; `NPPES Deactivated NPI Report 20231009.xlsx` bears the day of its making.

use crate::domain::RecordDate;
use std::ops::Range;

/// The days that a file speaks of, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first one; `None` where only the last is known.
    pub from: Option<RecordDate>,
    /// The last one.
    pub to: RecordDate,
}

/// Between a week and the years of a whole list; two months leave room for late weeks joined into one file.
const LONGEST_DAYS: i32 = 60;

impl Period {
    /// The days that a federal file's name states; of an archive's member the name is `archive!member`.
    pub fn of_name(name: &str) -> Option<Self> {
        of_name(name)
    }

    /// Whether a federal file's name says that it holds only changes.
    pub fn is_of_changes(name: &str) -> bool {
        is_incremental(name)
    }
}

/// The last two dates of the member, else of the archive, else its only date.
pub(super) fn of_name(name: &str) -> Option<Period> {
    let (archive, member) = name.rsplit_once('!').map_or(("", name), |(archive, member)| (archive, member));
    [member, archive].into_iter().find_map(|name| match dates(name).as_slice() {
        [.., from, to] if from <= to => Some(Period { from: Some(*from), to: *to }),
        [only] => Some(Period { from: None, to: *only }),
        _ => None,
    })
}

/// Whether a file's name says that it holds only changes.
pub(super) fn is_incremental(name: &str) -> bool {
    let near = |period: Period| {
        period.from.is_some_and(|from| (0..LONGEST_DAYS).contains(&(period.to.days() - from.days())))
    };
    of_name(name).is_some_and(near) || name.to_ascii_lowercase().contains("weekly")
}

/// The dates in a name, in their order: `20250413`; where there is none, `041325`.
fn dates(name: &str) -> Vec<RecordDate> {
    let runs = |length: usize, read: fn(&str) -> Option<RecordDate>| -> Vec<RecordDate> {
        let runs = name.split(|c: char| !c.is_ascii_digit());
        runs.filter(|run| run.len() == length).filter_map(read).collect()
    };
    let long = runs(8, |run| day(run, 0..4, 4..6, 6..8));
    if long.is_empty() { runs(6, |run| day(run, 4..6, 0..2, 2..4)) } else { long }
}

fn day(
    digits: &str,
    year: Range<usize>,
    month: Range<usize>,
    day_of_month: Range<usize>,
) -> Option<RecordDate> {
    let part = |range: Range<usize>| digits.get(range)?.parse::<i16>().ok();
    let year = part(year).map(|year| if year < 100 { year + 2_000 } else { year })?;
    RecordDate::new(year, i8::try_from(part(month)?).ok()?, i8::try_from(part(day_of_month)?).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_weeks_are_told_by_names_as_published() {
        let week = "NPPES_Data_Dissemination_040725_041325_Weekly.zip";
        for (name, expected, changes) in [
            ("npidata_pfile_20250407-20250413.csv", "2025-04-07 2025-04-13", true),
            ("pl_pfile_20250407-20250413.csv.gz", "2025-04-07 2025-04-13", true),
            ("npidata_pfile_20050523-20250413.csv", "2005-05-23 2025-04-13", false),
            ("npidata_pfile_2016_25k_dev.csv.gz", "", false),
            (&format!("{week}!npidata_pfile_x.csv"), "2025-04-07 2025-04-13", true),
            (&format!("{week}!npidata_pfile_20250407-20250413.csv"), "2025-04-07 2025-04-13", true),
            ("NPPES_Data_Dissemination_040725_041325_Weekly_V2.zip", "2025-04-07 2025-04-13", true),
            (
                "NPPES_Data_Dissemination_January_2025.zip!npidata_pfile_20050523-20250112.csv",
                "2005-05-23 2025-01-12",
                false,
            ),
            ("NPPES_Data_Dissemination_January_2025_V2.zip", "", false),
            (
                "NPPES_Deactivated_NPI_Report_100923.zip!NPPES Deactivated NPI Report 20231009.xlsx",
                "2023-10-09",
                false,
            ),
            ("npidata_pfile_20250413-20250407.csv", "", false),
            ("npidata_pfile_20259999-20259999.csv", "", false),
            ("my_weekly.csv", "", true),
            ("list.csv", "", false),
        ] {
            let told = of_name(name).map_or_else(String::new, |Period { from, to }| {
                from.map_or_else(|| to.to_string(), |from| format!("{from} {to}"))
            });
            assert_eq!((told.as_str(), is_incremental(name)), (expected, changes), "{name}");
        }
    }
}
