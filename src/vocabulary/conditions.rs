//! `conditions.csv` and `condition_evidence.csv`: what hurts, who treats it, and what guidelines say.

use super::catalog::Catalog;
use super::table::{Row, Table};
use super::{RedFlag, Specialty, Technique, VocabularyError};
use crate::domain::{SpecialtyId, TechniqueId};

/// A row of `conditions.csv`.
#[derive(Debug, Clone)]
pub struct Condition {
    /// `neck_pain`
    pub id: String,
    /// `Neck pain`
    pub label: String,
    /// `Dolor de cuello`
    pub label_es: String,
    /// Who treats it, with weights from 0 to 1, the best first.
    pub specialties: Vec<(SpecialtyId, f64)>,
    /// What guidelines say of it.
    pub evidence: Vec<Evidence>,
    /// Every column as written: name and cell, in the file's order.
    pub columns: Vec<(String, String)>,
}

/// A row of `condition_evidence.csv`.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The technique it speaks of.
    pub technique: Option<TechniqueId>,
    /// Every column as written: name and cell, in the file's order.
    pub columns: Vec<(String, String)>,
}

/// Reads `conditions.csv`; evidence is added by [`add_evidence`].
pub(super) fn load(
    table: &Table,
    specialties: &Catalog<Specialty>,
    red_flags: &Catalog<RedFlag>,
) -> Result<Catalog<Condition>, VocabularyError> {
    let mut conditions = Catalog::default();
    for row in table.rows() {
        row.filled("source")?;
        for flag in row.list("red_flag_ids") {
            red_flags.known(&row, flag)?;
        }
        let treated_by = weighted(&row, specialties)?;
        conditions.add(&row, |_number| {
            Ok(Condition {
                id: row.filled("id")?.to_owned(),
                label: row.filled("label")?.to_owned(),
                label_es: row.filled("label_es")?.to_owned(),
                specialties: treated_by,
                evidence: Vec::new(),
                columns: row.columns(),
            })
        })?;
    }
    Ok(conditions)
}

/// Reads `condition_evidence.csv` and puts each row to its condition.
pub(super) fn add_evidence(
    table: &Table,
    conditions: &mut Catalog<Condition>,
    specialties: &Catalog<Specialty>,
    techniques: &Catalog<Technique>,
) -> Result<(), VocabularyError> {
    for row in table.rows() {
        for id in row.list("specialty_ids") {
            specialties.known(&row, id)?;
        }
        let technique = row.list("technique_id").next().map(|id| techniques.known(&row, id)).transpose()?;
        let technique = technique.map(TechniqueId::from_row);
        let condition = conditions.known_mut(&row, row.cell("condition_id"))?;
        condition.evidence.push(Evidence { technique, columns: row.columns() });
    }
    Ok(())
}

/// Reads `specialty:weight|…`, the best first.
fn weighted(row: &Row<'_>, known: &Catalog<Specialty>) -> Result<Vec<(SpecialtyId, f64)>, VocabularyError> {
    let mut weighted = Vec::new();
    for pair in row.list("specialties_weighted") {
        let (id, weight) =
            pair.split_once(':').ok_or_else(|| row.error(format!("`{pair}` is not `specialty:weight`")))?;
        weighted.push((SpecialtyId::from_row(known.known(row, id)?), row.weight(weight)?));
    }
    weighted.sort_by(|a, b| b.1.total_cmp(&a.1));
    Ok(weighted)
}
