//! `techniques.csv`: what providers do, what is known of it, and what to mind.
//!
//! In: the table and the specialties it names. Out: one [`Technique`] a row. Invariant: notes speak English and
//! Spanish, or neither.

use super::catalog::Catalog;
use super::table::{Row, Table};
use super::{Lang, Specialty, VocabularyError};
use crate::domain::SpecialtyId;

/// A row of `techniques.csv`.
#[derive(Debug, Clone)]
pub struct Technique {
    /// `dry_needling`
    pub id: String,
    /// `Dry needling`
    pub label: String,
    /// `Punción seca`
    pub label_es: String,
    /// Who performs it.
    pub performed_by: Vec<SpecialtyId>,
    /// What studies and guidelines say of it.
    pub evidence_note: String,
    /// The same in Spanish.
    pub evidence_note_es: String,
    /// What to mind; empty where nothing is noted, which does not mean that nothing can happen.
    pub safety_note: String,
    /// The same in Spanish.
    pub safety_note_es: String,
    /// Whether it makes sense as a filter of a search.
    pub offer_as_filter: bool,
    /// Every column as written: name and cell, in the file's order.
    pub columns: Vec<(String, String)>,
}

impl Technique {
    /// `Dry needling` or `Punción seca`.
    pub fn label(&self, lang: Lang) -> &str {
        lang.choose(&self.label, &self.label_es)
    }

    /// What studies and guidelines say of it.
    pub fn evidence_note(&self, lang: Lang) -> &str {
        lang.choose(&self.evidence_note, &self.evidence_note_es)
    }

    /// What to mind; empty where nothing is noted.
    pub fn safety_note(&self, lang: Lang) -> &str {
        lang.choose(&self.safety_note, &self.safety_note_es)
    }
}

/// Reads `techniques.csv`.
pub(super) fn load(
    table: &Table,
    specialties: &Catalog<Specialty>,
) -> Result<Catalog<Technique>, VocabularyError> {
    let mut techniques = Catalog::default();
    for row in table.rows() {
        techniques.add(&row, |_number| read(&row, specialties))?;
    }
    Ok(techniques)
}

fn read(row: &Row<'_>, specialties: &Catalog<Specialty>) -> Result<Technique, VocabularyError> {
    row.filled("source")?;
    let performers = row.list("performed_by").map(|id| specialties.known(row, id));
    let (safety_note, safety_note_es) = row.twins("safety_note", "safety_note_es")?;
    Ok(Technique {
        id: row.text("id")?,
        label: row.text("label")?,
        label_es: row.text("label_es")?,
        performed_by: performers.map(|row| row.map(SpecialtyId::from_row)).collect::<Result<_, _>>()?,
        evidence_note: row.text("evidence_note")?,
        evidence_note_es: row.text("evidence_note_es")?,
        safety_note,
        safety_note_es,
        offer_as_filter: row.parsed("offer_as_filter", yes_or_no)?,
        columns: row.columns(),
    })
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}
