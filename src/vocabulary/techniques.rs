//! `techniques.csv`: what providers do.

use super::catalog::Catalog;
use super::table::Table;
use super::{Specialty, VocabularyError};
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
    /// Every column as written: name and cell, in the file's order.
    pub columns: Vec<(String, String)>,
}

/// Reads `techniques.csv`.
pub(super) fn load(
    table: &Table,
    specialties: &Catalog<Specialty>,
) -> Result<Catalog<Technique>, VocabularyError> {
    let mut techniques = Catalog::default();
    for row in table.rows() {
        row.filled("source")?;
        let performers = row.list("performed_by").map(|id| specialties.known(&row, id));
        let performed_by =
            performers.map(|row| row.map(SpecialtyId::from_row)).collect::<Result<Vec<_>, _>>()?;
        techniques.add(&row, |_number| {
            Ok(Technique {
                id: row.filled("id")?.to_owned(),
                label: row.filled("label")?.to_owned(),
                label_es: row.filled("label_es")?.to_owned(),
                performed_by,
                columns: row.columns(),
            })
        })?;
    }
    Ok(techniques)
}
