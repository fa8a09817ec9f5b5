//! `condition_evidence.csv`: what guidelines say of a condition.
//!
//! In: the table and those it names. Out: [`Evidence`] put to its condition. Invariant: each row names its guideline
//! and year, and speaks English and Spanish.

use super::catalog::Catalog;
use super::table::{Row, Table};
use super::{Condition, Lang, Specialty, Technique, VocabularyError};
use crate::domain::{SpecialtyId, TechniqueId};
use std::ops::RangeInclusive;

/// Years a guideline can be of; whatever lies outside is a slip of the pen.
const YEARS: RangeInclusive<u16> = 1990..=2030;

/// Years after which a guideline may be outdated.
///
/// # Source
/// American College of Physicians, whose guidelines count as expired after five years.
const GUIDELINE_YEARS: i16 = 5;

/// Which way a guideline points.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Stance {
    /// It speaks for something.
    For,
    /// It speaks for something when exercise goes with it.
    ForWithExercise,
    /// It speaks against routine use.
    Against,
    /// It finds no support for something.
    NoSupport,
    /// It says when to refer.
    Refer,
    /// It says what to warn of.
    Warn,
}

impl Stance {
    /// `for`, `for-with-exercise`, `against`, `no-support`, `refer` or `warn`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::ForWithExercise => "for-with-exercise",
            Self::Against => "against",
            Self::NoSupport => "no-support",
            Self::Refer => "refer",
            Self::Warn => "warn",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::For, Self::ForWithExercise, Self::Against, Self::NoSupport, Self::Refer, Self::Warn]
            .into_iter()
            .find(|own| own.as_str() == text)
    }
}

/// What a stance comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// For something.
    For,
    /// Against something.
    Against,
    /// When to refer.
    Refer,
    /// What to warn of.
    Warn,
}

impl Direction {
    /// `for`, `against`, `refer` or `warn`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::For => "for",
            Self::Against => "against",
            Self::Refer => "refer",
            Self::Warn => "warn",
        }
    }
}

impl Stance {
    /// What it comes to.
    pub const fn direction(self) -> Direction {
        match self {
            Self::For | Self::ForWithExercise => Direction::For,
            Self::Against | Self::NoSupport => Direction::Against,
            Self::Refer => Direction::Refer,
            Self::Warn => Direction::Warn,
        }
    }
}

/// How much of a source was read by who wrote the row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SourceRead {
    /// The passage itself.
    Yes,
    /// A part of the source, such as its beginning.
    Partly,
    /// Only what others say of it.
    No,
}

impl SourceRead {
    /// `yes`, `partly` or `no`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Partly => "partly",
            Self::No => "no",
        }
    }

    /// Reads `yes`, `partly (opening seen)`, `no`, and their first letters.
    fn parse(text: &str) -> Option<Self> {
        match text.split(' ').next() {
            Some("yes" | "y") => Some(Self::Yes),
            Some("partly") => Some(Self::Partly),
            Some("no" | "n") => Some(Self::No),
            _ => None,
        }
    }
}

/// Something that one guideline is for and another against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// The technique; `None` where the rows speak of whom to see.
    pub technique: Option<TechniqueId>,
    /// Whom to see, where that is what they speak of.
    pub specialties: Vec<SpecialtyId>,
    /// Rows of [`Condition::evidence`] that are for it.
    pub supporting: Vec<usize>,
    /// Rows of [`Condition::evidence`] that are against it.
    pub opposing: Vec<usize>,
}

/// What guidelines disagree on, in the order of the rows.
pub(super) fn disagreements(evidence: &[Evidence]) -> Vec<Disagreement> {
    let mut subjects: Vec<Disagreement> = Vec::new();
    for (place, row) in evidence.iter().enumerate() {
        let (technique, specialties) = row.subject();
        let known = subjects
            .iter_mut()
            .position(|known| known.technique == technique && known.specialties == specialties);
        let known = known.unwrap_or_else(|| {
            let specialties = specialties.to_vec();
            subjects.push(Disagreement { technique, specialties, supporting: vec![], opposing: vec![] });
            subjects.len() - 1
        });
        match row.stance.direction() {
            Direction::For => subjects[known].supporting.push(place),
            Direction::Against => subjects[known].opposing.push(place),
            Direction::Refer | Direction::Warn => {}
        }
    }
    let source = |row: &usize| (evidence[*row].guideline.as_str(), evidence[*row].year);
    let opposed = |subject: &Disagreement| {
        let against: Vec<_> = subject.opposing.iter().map(source).collect();
        // One guideline that is for something in one case and against it in another agrees with itself.
        subject.supporting.iter().map(source).any(|one| against.iter().any(|other| *other != one))
    };
    subjects.retain(opposed);
    subjects
}

/// A row of `condition_evidence.csv`.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The technique it speaks of.
    pub technique: Option<TechniqueId>,
    /// Who would do it, or whom to see.
    pub specialties: Vec<SpecialtyId>,
    /// Which way it points.
    pub stance: Stance,
    /// How strongly, in plain words with the guideline's own grade: `recommendation on moderate evidence (grade B)`.
    pub strength: String,
    /// The same in Spanish.
    pub strength_es: String,
    /// Who wrote it: `NICE NG59`.
    pub guideline: String,
    /// When it came out.
    pub year: u16,
    /// What it says, in our own words.
    pub statement: String,
    /// The same in Spanish.
    pub statement_es: String,
    /// How much of the source was read.
    pub read: SourceRead,
    /// Every column as written: name and cell, in the file's order.
    pub columns: Vec<(String, String)>,
}

impl Evidence {
    /// What it says.
    pub fn statement(&self, lang: Lang) -> &str {
        lang.choose(&self.statement, &self.statement_es)
    }

    /// Whether it came out so long before a year that it may be outdated.
    pub fn is_old(&self, year: i16) -> bool {
        i32::from(year) - i32::from(self.year) > i32::from(GUIDELINE_YEARS)
    }

    /// What it speaks of: a technique, or for want of one whom to see.
    fn subject(&self) -> (Option<TechniqueId>, &[SpecialtyId]) {
        match self.technique {
            Some(technique) => (Some(technique), &[]),
            None => (None, &self.specialties),
        }
    }

    /// How strongly it says so.
    pub fn strength(&self, lang: Lang) -> &str {
        lang.choose(&self.strength, &self.strength_es)
    }
}

/// Reads `condition_evidence.csv` and puts each row to its condition.
pub(super) fn add(
    table: &Table,
    conditions: &mut Catalog<Condition>,
    specialties: &Catalog<Specialty>,
    techniques: &Catalog<Technique>,
) -> Result<(), VocabularyError> {
    for row in table.rows() {
        let evidence = read(&row, specialties, techniques)?;
        conditions.known_mut(&row, row.cell("condition_id"))?.evidence.push(evidence);
    }
    Ok(())
}

fn read(
    row: &Row<'_>,
    specialties: &Catalog<Specialty>,
    techniques: &Catalog<Technique>,
) -> Result<Evidence, VocabularyError> {
    let technique = row.list("technique_id").next().map(|id| techniques.known(row, id)).transpose()?;
    let performers = row.list("specialty_ids").map(|id| specialties.known(row, id));
    Ok(Evidence {
        technique: technique.map(TechniqueId::from_row),
        specialties: performers.map(|row| row.map(SpecialtyId::from_row)).collect::<Result<_, _>>()?,
        stance: row.parsed("stance", Stance::parse)?,
        strength: row.text("strength")?,
        strength_es: row.text("strength_es")?,
        guideline: row.text("guideline")?,
        year: row.parsed("year", |year| year.parse().ok().filter(|year| YEARS.contains(year)))?,
        statement: row.text("statement")?,
        statement_es: row.text("statement_es")?,
        read: row.parsed("source_seen_here", SourceRead::parse)?,
        columns: row.columns(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_stances_are_checked() {
        for (year, stance, seen, told) in [
            ("2017", "for-with-exercise", "y", ""),
            ("2017", "for", "partly (opening seen)", ""),
            ("207", "for", "no", "unknown year `207`"),
            ("2031", "for", "no", "unknown year `2031`"),
            ("2017", "maybe", "no", "unknown stance `maybe`"),
            ("2017", "for", "", "unknown source_seen_here ``"),
        ] {
            let text = format!(
                "technique_id,specialty_ids,stance,strength,strength_es,guideline,year,statement,statement_es,\
                 source_seen_here\n\
                 ,,{stance},may,se puede,APTA,{year},Walk.,Camine.,{seen}\n"
            );
            let table = Table::read("a.csv", &text, &["stance"]).expect("sound");
            let row = table.rows().next().expect("a row");
            let error = read(&row, &Catalog::default(), &Catalog::default()).err();
            assert_eq!(error.map(|error| error.message).unwrap_or_default(), told);
        }
    }

    fn row(technique: Option<u16>, stance: Stance, guideline: &str, year: u16) -> Evidence {
        Evidence {
            technique: technique.map(TechniqueId::from_row),
            specialties: vec![SpecialtyId::from_row(3)],
            stance,
            strength: String::new(),
            strength_es: String::new(),
            guideline: guideline.into(),
            year,
            statement: String::new(),
            statement_es: String::new(),
            read: SourceRead::Yes,
            columns: Vec::new(),
        }
    }

    #[test]
    fn sources_disagree_where_one_is_for_what_another_is_against() {
        let evidence = [
            row(Some(1), Stance::For, "ACP", 2017),
            row(Some(2), Stance::For, "ACP", 2017),
            row(Some(1), Stance::Warn, "AHA", 2014),
            row(Some(1), Stance::NoSupport, "NICE", 2016),
            row(Some(1), Stance::ForWithExercise, "WHO", 2023),
            row(Some(2), Stance::Against, "ACP", 2017),
            row(Some(4), Stance::Against, "NICE", 2016),
            row(None, Stance::Refer, "NICE", 2017),
            row(None, Stance::For, "APTA", 2017),
            row(None, Stance::Against, "APTA", 2023),
        ];
        let told: Vec<_> = disagreements(&evidence)
            .into_iter()
            .map(|one| (one.technique.map(TechniqueId::row), one.supporting, one.opposing))
            .collect();
        assert_eq!(told, [(Some(1), vec![0, 4], vec![3]), (None, vec![8], vec![9])]);
        assert_eq!(disagreements(&evidence[..3]), []);
    }

    #[test]
    fn a_guideline_is_old_after_five_years() {
        let row = row(None, Stance::For, "NICE", 2016);
        assert_eq!((row.is_old(2021), row.is_old(2022), row.is_old(2010)), (false, true, false));
    }
}
