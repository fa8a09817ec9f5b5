//! `specialties.csv`: what this finder lists.

use super::VocabularyError;
use super::catalog::Catalog;
use super::table::Table;
use crate::domain::SpecialtyId;

/// How near to the product's purpose a specialty is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tier {
    /// What an empty question shows.
    Core,
    /// Shown when a condition or word leads to it.
    Adjacent,
    /// Shown when a condition or word leads to it.
    Related,
    /// Shown only when asked for by name.
    Safety,
    /// Stored, and shown only when asked for by name.
    Hidden,
}

impl Tier {
    fn parse(text: &str) -> Option<Self> {
        match text {
            "core" => Some(Self::Core),
            "adjacent" => Some(Self::Adjacent),
            "related" => Some(Self::Related),
            "safety" => Some(Self::Safety),
            "hidden" => Some(Self::Hidden),
            _ => None,
        }
    }
}

/// A row of `specialties.csv`.
#[derive(Debug, Clone)]
pub struct Specialty {
    /// The row's id type.
    pub row: SpecialtyId,
    /// `chiropractor`
    pub id: String,
    /// `Chiropractor`
    pub label: String,
    /// `Chiropractors`
    pub plural: String,
    /// `Quiropráctico`
    pub label_es: String,
    /// How near to the purpose.
    pub tier: Tier,
    /// `manual`, `physician`, `rehab`, `organisation` …
    pub group: String,
    /// Whether only organizations have it.
    pub organizations_only: bool,
    /// Every column as written, for the vocabulary routes: name and cell, in the file's order.
    pub columns: Vec<(String, String)>,
}

/// Reads `specialties.csv`.
pub(super) fn load(table: &Table) -> Result<Catalog<Specialty>, VocabularyError> {
    let mut specialties = Catalog::default();
    for row in table.rows() {
        let tier = Tier::parse(row.cell("tier"))
            .ok_or_else(|| row.error(format!("unknown tier `{}`", row.cell("tier"))))?;
        specialties.add(&row, |number| {
            Ok(Specialty {
                row: SpecialtyId::from_row(number),
                id: row.filled("id")?.to_owned(),
                label: row.filled("label")?.to_owned(),
                plural: row.filled("plural")?.to_owned(),
                label_es: row.filled("label_es")?.to_owned(),
                tier,
                group: row.filled("group")?.to_owned(),
                organizations_only: row.cell("entity") == "organisation",
                columns: row.columns(),
            })
        })?;
    }
    Ok(specialties)
}
