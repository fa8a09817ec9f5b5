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
    /// Every column as written: name and cell, in the file's order.
    pub columns: Vec<(String, String)>,
}

impl Evidence {
    /// What it says.
    pub fn statement(&self, lang: Lang) -> &str {
        lang.choose(&self.statement, &self.statement_es)
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
        columns: row.columns(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn years_and_stances_are_checked() {
        for (year, stance, told) in [
            ("2017", "for-with-exercise", ""),
            ("207", "for", "unknown year `207`"),
            ("2031", "for", "unknown year `2031`"),
            ("2017", "maybe", "unknown stance `maybe`"),
        ] {
            let text = format!(
                "technique_id,specialty_ids,stance,strength,strength_es,guideline,year,statement,statement_es\n\
                 ,,{stance},may,se puede,APTA,{year},Walk.,Camine.\n"
            );
            let table = Table::read("a.csv", &text, &["stance"]).expect("sound");
            let row = table.rows().next().expect("a row");
            let error = read(&row, &Catalog::default(), &Catalog::default()).err();
            assert_eq!(error.map(|error| error.message).unwrap_or_default(), told);
        }
    }
}
