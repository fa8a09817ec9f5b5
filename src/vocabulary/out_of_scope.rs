//! `out_of_scope.csv`: real professions that this finder does not list, and what to say to who asks for them.

use super::catalog::Catalog;
use super::table::Table;
use super::{Specialty, VocabularyError};
use crate::domain::SpecialtyId;

/// A row of `out_of_scope.csv`.
#[derive(Debug, Clone)]
pub struct OutOfScope {
    /// `dentist`
    pub term: String,
    /// What to say.
    pub message: String,
    /// Who may help instead.
    pub offer: Option<SpecialtyId>,
}

/// Reads `out_of_scope.csv`: the rows, and for each row every word people use for it.
pub(super) fn load(
    table: &Table,
    specialties: &Catalog<Specialty>,
) -> Result<Vec<(OutOfScope, Vec<String>)>, VocabularyError> {
    let mut rows = Vec::new();
    for row in table.rows() {
        let term = row.filled("term")?.to_owned();
        let offer =
            row.list("offer_specialty_id").next().map(|id| specialties.known(&row, id)).transpose()?;
        let words = std::iter::once(term.as_str()).chain(row.list("also")).map(str::to_owned).collect();
        let message = row.filled("message")?.to_owned();
        rows.push((OutOfScope { term, message, offer: offer.map(SpecialtyId::from_row) }, words));
    }
    Ok(rows)
}
