//! What the federal files of an import mean for the list: which of them is the whole list, which hold only changes, of
//! what days each speaks, and what days are missing.
//!
//! In: the files as they were read, and what the live list is made of. Out: a [`Plan`].

use super::Warning;
use crate::domain::RecordDate;
use crate::index::{Coverage, CoveredFile, ListSource};
use crate::ingest::{Code, FileBeginning, Format, Period, Refusal};
use std::collections::BTreeSet;

/// A file that was read, and the latest day that any of its rows bears.
#[derive(Debug, Clone)]
pub(super) struct ReadFile {
    pub(super) about: FileBeginning,
    pub(super) newest: Option<RecordDate>,
}

/// What the rows of a file are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Word {
    /// Rows of the whole list, or, until that day, of what side files add to it.
    Whole(i32),
    /// Changes until that day.
    Changes(i32),
    /// Deactivations, each of its own day; of that day where a row has none.
    ///
    /// The day says when the government took the NPI out: of 1,040 NPIs that the file of March 2016 has and the report of
    /// October 2023 calls deactivated, every one bears a later day than that file.
    Deactivations(i32),
}

/// How the rows of an import go into a federal list. Days are counted from 1970-01-01.
#[derive(Debug, Clone, Default)]
pub(super) struct Plan {
    /// By the files' places in the import's order.
    pub(super) words: Vec<Word>,
    /// Whether the files hold the whole list.
    pub(super) whole: bool,
    /// The last day of the whole list, live or just read; the earliest number where it is not known.
    pub(super) full_to: i32,
    /// The days of changes that come with their further practices.
    pub(super) with_practices: BTreeSet<i32>,
    /// The days of changes that come with their further names.
    pub(super) with_names: BTreeSet<i32>,
    /// Whether what was said since the live whole list goes.
    pub(super) forgets: bool,
    /// What the new list is made of.
    pub(super) coverage: Coverage,
    /// What a person should know.
    pub(super) warnings: Vec<Warning>,
}

/// What the import is about, beyond its files.
#[derive(Debug, Clone, Copy)]
pub(super) struct Circumstances<'c> {
    /// What the live list is made of; `None` where there is no such list.
    pub(super) live: Option<&'c ListSource>,
    pub(super) today: RecordDate,
    /// Whether an older whole list may take the place of a newer one.
    pub(super) allow_older: bool,
}

impl Plan {
    /// The plan of an import; `None` where its files are of an own list.
    ///
    /// # Errors
    /// The refusal of a whole list that is older than the live one, and of several at once.
    pub(super) fn new(
        files: &[ReadFile],
        whole: bool,
        circumstances: Circumstances<'_>,
    ) -> Result<Option<Self>, Refusal> {
        if files.is_empty() || files.iter().any(|file| file.about.format == Format::Own) {
            return Ok(None);
        }
        let mut plan = Self { whole, coverage: live_coverage(circumstances.live), ..Self::default() };
        if whole {
            plan.take_full(files, circumstances)?;
        }
        plan.full_to = plan.coverage.full_to().map_or(i32::MIN, RecordDate::days);
        for file in files {
            let word = plan.word(file, circumstances.today);
            plan.words.push(word);
        }
        if plan.coverage.full.is_none() {
            plan.warn(
                "no_full_file",
                1,
                "no whole list was imported yet: only those are listed whom files with changes name",
            );
        }
        let gaps = plan.coverage.gaps();
        if !gaps.is_empty() {
            let days: Vec<String> = gaps.iter().map(ToString::to_string).collect();
            let message = format!(
                "no file was imported that holds the changes of {}; import it at any time, or a newer whole list",
                days.join(", ")
            );
            plan.warn("days_missing", gaps.len() as u64, message);
        }
        Ok(Some(plan))
    }

    /// Whether any file says something beside a whole list.
    pub(super) fn has_changes(&self) -> bool {
        !self.whole || self.words.iter().any(|word| !matches!(word, Word::Whole(_)))
    }

    fn warn(&mut self, code: &'static str, count: u64, message: impl Into<String>) {
        self.warnings.push(Warning { code, count, message: message.into(), samples: Vec::new() });
    }

    fn take_full(&mut self, files: &[ReadFile], circumstances: Circumstances<'_>) -> Result<(), Refusal> {
        let is_full = |file: &&ReadFile| file.about.format == Format::Nppes && !file.about.incremental;
        let last = |file: &ReadFile| file.about.period.map(|period| period.to).or(file.newest);
        let fulls = || files.iter().filter(is_full);
        let Some(full) = fulls().max_by_key(|file| last(file)) else { return Ok(()) };
        // Files of one day, or of unknown days, may be parts of one list.
        let day = |file: &ReadFile| file.about.period.map(|period| period.to);
        if let Some(older) = fulls().find(|file| day(file).is_some() && day(file) != day(full)) {
            let (older, newer) = (&older.about.name, &full.about.name);
            let message =
                format!("{older} and {newer} are whole lists of different days; import the newer one alone");
            return Err(Refusal { code: Code::OlderFile, message });
        }
        let (to, live_to) = (last(full), self.coverage.full_to());
        if let (Some(to), Some(live_to)) = (to, live_to)
            && to < live_to
        {
            if !circumstances.allow_older {
                let message = format!(
                    "{} holds the list of {to}, and that of {live_to} is live; pass --allow-older to go back to it",
                    full.about.name,
                );
                return Err(Refusal { code: Code::OlderFile, message });
            }
            self.forgets = true;
            self.coverage = Coverage::default();
        }
        let from = full.about.period.and_then(|period| period.from);
        self.coverage.set_full(CoveredFile { file: full.about.name.to_string(), from, to });
        Ok(())
    }

    fn word(&mut self, file: &ReadFile, today: RecordDate) -> Word {
        let FileBeginning { name, format, incremental, period } = &file.about;
        let latest = || self.coverage.latest().map_or(i32::MIN, RecordDate::days);
        let stated = period.map(|period| period.to.days());
        match (format, incremental) {
            (Format::NppesDeactivated, _) => Word::Deactivations(stated.unwrap_or_else(latest)),
            (Format::Nppes, true) => {
                let week = period.unwrap_or_else(|| week_of(file.newest.unwrap_or(today)));
                if period.is_none() {
                    let message = format!(
                        "the name of {name} states no days; it was taken for the week that ends on {}",
                        week.to
                    );
                    self.warn("days_not_stated", 1, message);
                }
                if week.to.days() < self.full_to {
                    let full_to = self.coverage.full_to().unwrap_or(week.to);
                    self.warn(
                        "in_full_file",
                        1,
                        format!("{name}: the whole list of {full_to} holds it already"),
                    );
                }
                let (from, to) = (week.from, Some(week.to));
                self.coverage.add_week(CoveredFile { file: name.to_string(), from, to });
                Word::Changes(week.to.days())
            }
            (Format::NppesPractices | Format::NppesNames, true) => {
                let day = stated.unwrap_or_else(latest);
                let days = if *format == Format::NppesNames {
                    &mut self.with_names
                } else {
                    &mut self.with_practices
                };
                days.insert(day);
                Word::Changes(day)
            }
            _ => Word::Whole(stated.unwrap_or_else(latest)),
        }
    }
}

/// What the live list is made of; lists of older programs tell it by the names of their files alone.
fn live_coverage(live: Option<&ListSource>) -> Coverage {
    let Some(live) = live else { return Coverage::default() };
    if let Some(coverage) = &live.coverage {
        return coverage.clone();
    }
    let dated = |name: &str| Period::of_name(name).filter(|_| !Period::is_of_changes(name));
    let full = live.sources.iter().filter_map(|source| Some((&source.name, dated(&source.name)?)));
    let mut coverage = Coverage::default();
    match full.max_by_key(|(_, period)| period.to) {
        Some((name, Period { from, to })) => {
            coverage.set_full(CoveredFile { file: name.clone(), from, to: Some(to) });
        }
        None => {
            if let Some(source) = live.sources.first() {
                coverage.set_full(CoveredFile { file: source.name.clone(), from: None, to: None });
            }
        }
    }
    coverage
}

/// The week from Monday to Sunday that a day is in, as weekly files are published.
///
/// # Source
/// CMS, NPPES data dissemination: `NPPES_Data_Dissemination_040725_041325_Weekly.zip`, and every other one.
fn week_of(day: RecordDate) -> Period {
    // 1970-01-01 was a Thursday.
    let monday = day.days() - (day.days() + 3).rem_euclid(7);
    let to = RecordDate::from_days(monday + 6).unwrap_or(day);
    Period { from: RecordDate::from_days(monday).ok(), to }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, format: Format, newest: &str) -> ReadFile {
        let federal = format != Format::NppesDeactivated;
        let about = FileBeginning {
            name: name.into(),
            format,
            incremental: federal && Period::is_of_changes(name),
            period: Period::of_name(name),
        };
        ReadFile { about, newest: newest.parse().ok() }
    }

    fn live(coverage: Option<Coverage>, source: &str) -> ListSource {
        let sources = vec![crate::index::SourceFile { name: source.into(), hash: String::new() }];
        ListSource {
            list: "nppes".into(),
            providers: 1,
            rows: None,
            imported: String::new(),
            sources,
            coverage,
        }
    }

    fn plan(files: &[ReadFile], live: Option<&ListSource>, allow_older: bool) -> Result<Plan, Code> {
        let whole = files.iter().any(|file| file.about.format == Format::Nppes && !file.about.incremental);
        let today = "2025-06-30".parse().expect("a day");
        let plan = Plan::new(files, whole, Circumstances { live, today, allow_older });
        plan.map(|plan| plan.expect("federal")).map_err(|refusal| refusal.code)
    }

    fn codes(plan: &Plan) -> Vec<&'static str> {
        plan.warnings.iter().map(|warning| warning.code).collect()
    }

    const FULL: &str = "npidata_pfile_20050523-20250112.csv";
    const WEEK: &str = "w.zip!npidata_pfile_20250113-20250119.csv";

    #[test]
    fn an_older_whole_list_needs_a_word_and_takes_what_was_said_since_away() {
        let first = plan(&[file(FULL, Format::Nppes, ""), file(WEEK, Format::Nppes, "")], None, false);
        let first = first.expect("planned");
        assert_eq!((first.coverage.weeks.len(), codes(&first)), (1, vec![]));
        let listed = live(Some(first.coverage), "");
        let both =
            [file(FULL, Format::Nppes, ""), file("npidata_pfile_20050523-20241208.csv", Format::Nppes, "")];
        assert_eq!(plan(&both, None, true).expect_err("two whole lists"), Code::OlderFile);
        let older = [file("npidata_pfile_20050523-20241208.csv", Format::Nppes, "")];
        assert_eq!(plan(&older, Some(&listed), false).expect_err("older"), Code::OlderFile);
        let forced = plan(&older, Some(&listed), true).expect("forced");
        assert!(forced.forgets && forced.coverage.weeks.is_empty());
        let again = plan(&[file(FULL, Format::Nppes, "")], Some(&listed), false).expect("the same one");
        assert!(!again.forgets && again.coverage.weeks.len() == 1);
    }

    #[test]
    fn days_come_from_names_then_from_rows() {
        let files = [
            file("npidata.csv", Format::Nppes, "2025-01-12"),
            file("weekly.csv", Format::Nppes, "2025-01-15"),
        ];
        let plan = plan(&files, None, false).expect("planned");
        assert_eq!(plan.coverage.full_to().map(|day| day.to_string()).as_deref(), Some("2025-01-12"));
        let week = &plan.coverage.weeks[0];
        assert_eq!((week.from, week.to), ("2025-01-13".parse().ok(), "2025-01-19".parse().ok()));
        assert_eq!(codes(&plan), ["days_not_stated"]);
    }

    #[test]
    fn lists_of_older_programs_tell_their_days_by_their_files_names() {
        let late = file("npidata_pfile_20250127-20250202.csv", Format::Nppes, "");
        let told = |source| {
            codes(&plan(std::slice::from_ref(&late), Some(&live(None, source)), false).expect("planned"))
        };
        assert_eq!(told(FULL), ["days_missing"]);
        assert_eq!(told("npidata.csv"), Vec::<&str>::new());
        let early = file("npidata_pfile_20250106-20250111.csv", Format::Nppes, "");
        assert_eq!(
            codes(&plan(&[early], Some(&live(None, FULL)), false).expect("planned")),
            ["in_full_file"]
        );
        assert_eq!(
            codes(&plan(std::slice::from_ref(&late), None, false).expect("planned")),
            ["no_full_file"]
        );
    }

    #[test]
    fn weeks_begin_on_mondays() {
        for (day, from, to) in [
            ("2025-04-07", "2025-04-07", "2025-04-13"),
            ("2025-04-13", "2025-04-07", "2025-04-13"),
            ("2025-04-14", "2025-04-14", "2025-04-20"),
            ("1969-12-31", "1969-12-29", "1970-01-04"),
        ] {
            let week = week_of(day.parse().expect("a day"));
            assert_eq!((week.from, Some(week.to)), (from.parse().ok(), to.parse().ok()), "{day}");
        }
    }
}
