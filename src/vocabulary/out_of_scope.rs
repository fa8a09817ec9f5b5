//! `out_of_scope.csv`: real professions that this finder does not list, and what to say to who asks for them.

use super::catalog::Catalog;
use super::table::Table;
use super::{Lang, Specialty, VocabularyError};
use crate::domain::SpecialtyId;

/// A row of `out_of_scope.csv`.
#[derive(Debug, Clone)]
pub struct OutOfScope {
    /// `dentist`
    pub term: String,
    /// `dentista`; empty where the term is Spanish itself.
    pub term_es: String,
    /// What to say.
    pub message: String,
    /// The same in Spanish.
    pub message_es: String,
    /// Who may help instead.
    pub offer: Option<SpecialtyId>,
}

impl OutOfScope {
    /// `dentist` or `dentista`.
    pub fn term(&self, lang: Lang) -> &str {
        lang.choose(&self.term, &self.term_es)
    }

    /// What to say.
    pub fn message(&self, lang: Lang) -> &str {
        lang.choose(&self.message, &self.message_es)
    }
}

/// Reads `out_of_scope.csv`: the rows, and for each row every word people use for it.
pub(super) fn load(
    table: &Table,
    specialties: &Catalog<Specialty>,
) -> Result<Vec<(OutOfScope, Vec<String>)>, VocabularyError> {
    let mut rows = Vec::new();
    for row in table.rows() {
        let term = row.text("term")?;
        let offer =
            row.list("offer_specialty_id").next().map(|id| specialties.known(&row, id)).transpose()?;
        let words = std::iter::once(term.as_str()).chain(row.list("also")).map(str::to_owned).collect();
        let entry = OutOfScope {
            term_es: row.cell("term_es").to_owned(),
            message: row.text("message")?,
            message_es: row.text("message_es")?,
            offer: offer.map(SpecialtyId::from_row),
            term,
        };
        rows.push((entry, words));
    }
    Ok(rows)
}
