//! `conditions.csv`: what hurts, in plain words, and who treats it.
//!
//! In: the table and those it names. Out: one [`Condition`] a row, its evidence added by the module `evidence`.
//! Invariant: each row speaks English and Spanish, and says where its clinical cells come from.

use super::catalog::Catalog;
use super::table::{Row, Table};
use super::{Disagreement, Evidence, Lang, RedFlag, Specialty, VocabularyError, evidence};
use crate::domain::SpecialtyId;

/// What sort of thing a row of `conditions.csv` is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ConditionKind {
    /// Something that is felt: `neck_pain`.
    Symptom,
    /// Something that a clinician names: `sciatica`.
    Condition,
    /// Something that happened or is wanted: `work_injury`, `second_opinion`.
    Situation,
}

impl ConditionKind {
    /// `symptom`, `condition` or `situation`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Symptom => "symptom",
            Self::Condition => "condition",
            Self::Situation => "situation",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Symptom, Self::Condition, Self::Situation].into_iter().find(|own| own.as_str() == text)
    }
}

/// A row of `conditions.csv`.
#[derive(Debug, Clone)]
pub struct Condition {
    /// `neck_pain`
    pub id: String,
    /// `Neck pain`
    pub label: String,
    /// `Dolor de cuello`
    pub label_es: String,
    /// Symptom, condition or situation.
    pub kind: ConditionKind,
    /// `neck`, `upper_back`, `low_back`, `any` …
    pub region: String,
    /// What people call it: `crick in neck`.
    pub lay_terms: Vec<String>,
    /// What clinicians call it: `cervicalgia`.
    pub clinical_terms: Vec<String>,
    /// What it is, how it usually goes and whom to see, in plain English; no diagnosis and no promise.
    pub summary: String,
    /// The same in plain Spanish.
    pub summary_es: String,
    /// What the summaries rest on.
    pub summary_source: String,
    /// Who treats it, with weights from 0 to 1, the best first.
    pub specialties: Vec<(SpecialtyId, f64)>,
    /// Danger signs to look out for: rows of [`super::Vocabulary::red_flags`], in the table's order.
    pub red_flags: Vec<usize>,
    /// What guidelines say of it, in the order of `condition_evidence.csv`.
    pub evidence: Vec<Evidence>,
    /// Where the row comes from.
    pub source: String,
    /// Every column as written: name and cell, in the file's order.
    pub columns: Vec<(String, String)>,
}

impl Condition {
    /// From this weight on a specialty is among those searched when the condition is all that is known.
    ///
    /// # Source
    /// `CONTRACT.md`, "What decides the set".
    pub const USUAL: f64 = 0.5;

    /// What guidelines disagree on.
    pub fn disagreements(&self) -> Vec<Disagreement> {
        evidence::disagreements(&self.evidence)
    }

    /// `Neck pain` or `Dolor de cuello`.
    pub fn label(&self, lang: Lang) -> &str {
        lang.choose(&self.label, &self.label_es)
    }

    /// What it is, how it usually goes and whom to see.
    pub fn summary(&self, lang: Lang) -> &str {
        lang.choose(&self.summary, &self.summary_es)
    }
}

/// Reads `conditions.csv`, without the evidence.
pub(super) fn load(
    table: &Table,
    specialties: &Catalog<Specialty>,
    red_flags: &Catalog<RedFlag>,
) -> Result<Catalog<Condition>, VocabularyError> {
    let mut conditions = Catalog::default();
    for row in table.rows() {
        conditions.add(&row, |_number| read(&row, specialties, red_flags))?;
    }
    Ok(conditions)
}

fn read(
    row: &Row<'_>,
    specialties: &Catalog<Specialty>,
    red_flags: &Catalog<RedFlag>,
) -> Result<Condition, VocabularyError> {
    let flags = row.list("red_flag_ids").map(|flag| red_flags.known(row, flag).map(usize::from));
    Ok(Condition {
        id: row.text("id")?,
        label: row.text("label")?,
        label_es: row.text("label_es")?,
        kind: row.parsed("kind", ConditionKind::parse)?,
        region: row.text("region")?,
        lay_terms: row.texts("lay_terms"),
        clinical_terms: row.texts("clinical_terms"),
        summary: row.text("summary")?,
        summary_es: row.text("summary_es")?,
        summary_source: row.text("summary_source")?,
        specialties: weighted(row, specialties)?,
        red_flags: flags.collect::<Result<_, _>>()?,
        evidence: Vec::new(),
        source: row.text("source")?,
        columns: row.columns(),
    })
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
