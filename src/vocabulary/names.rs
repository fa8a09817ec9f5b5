//! What lists call specialties, conditions, techniques and professions that are not ours.
//!
//! In: ids, labels, synonyms, NUCC names, Medicare words. Out: ids by name, clean forms only. Invariant: a name that
//! everyday speech uses for several specialties names none of them here, unless a table says which.

use super::catalog::Catalog;
use super::table::Table;
use super::taxonomy::TaxonomyTable;
use super::words::name_key;
use super::{Condition, Specialty, Taxonomy, Technique, VocabularyError};
use crate::domain::{ConditionId, SpecialtyClaim, SpecialtyId, TaxonomyCode, TechniqueId};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

/// Names by their key.
#[derive(Debug, Default)]
pub(super) struct Names {
    specialties: HashMap<String, Vec<Named>>,
    conditions: HashMap<String, ConditionId>,
    techniques: HashMap<String, TechniqueId>,
    professions: HashSet<String>,
    spelled: HashMap<String, String>,
}

/// The longest spelling whose key is remembered, in bytes.
const LONGEST: usize = 64;

/// What a name says: a specialty, how surely, and the code it is the name of.
#[derive(Debug, Clone, Copy)]
struct Named {
    specialty: SpecialtyId,
    weight: f64,
    taxonomy: Option<TaxonomyCode>,
}

impl Names {
    /// The specialties of a name, the best first.
    pub(super) fn specialties(&self, text: &str, taxonomy: &TaxonomyTable) -> Vec<SpecialtyClaim> {
        let trimmed = text.trim();
        if trimmed.len() == TaxonomyCode::LENGTH
            && let Ok(code) = trimmed.to_ascii_uppercase().parse::<TaxonomyCode>()
        {
            let Taxonomy::Ours(meaning) = taxonomy.meaning(code) else { return Vec::new() };
            let claim = |(specialty, _)| SpecialtyClaim { specialty, taxonomy: Some(code), primary: false };
            return meaning.into_iter().map(claim).collect();
        }
        let key = self.key(text);
        let named = readings(&key).find_map(|key| self.specialties.get(key));
        let claim = |named: &Named| SpecialtyClaim {
            specialty: named.specialty,
            taxonomy: named.taxonomy,
            primary: false,
        };
        named.into_iter().flatten().map(claim).collect()
    }

    /// The condition of a name.
    pub(super) fn condition(&self, text: &str) -> Option<ConditionId> {
        self.conditions.get(&*self.key(text)).copied()
    }

    /// The technique of a name.
    pub(super) fn technique(&self, text: &str) -> Option<TechniqueId> {
        self.techniques.get(&*self.key(text)).copied()
    }

    /// Whether a text is exactly the name of a profession that is not ours.
    pub(super) fn is_other_profession(&self, text: &str) -> bool {
        let key = self.key(text);
        readings(&key).any(|key| self.professions.contains(key))
    }

    /// The key of a text: [`name_key`], which is remembered of what the tables spell, for most lists spell it so too.
    fn key(&self, text: &str) -> Cow<'_, str> {
        let mut room = [0; LONGEST];
        let known = small(text, &mut room).and_then(|small| self.spelled.get(small));
        known.map_or_else(|| Cow::Owned(name_key(text)), |key| Cow::Borrowed(key.as_str()))
    }

    /// The key of a name of the tables.
    fn learn(&mut self, name: &str) -> String {
        let key = name_key(name);
        let mut room = [0; LONGEST];
        if let Some(small) = small(name, &mut room) {
            self.spelled.insert(small.to_owned(), key.clone());
        }
        key
    }

    /// Takes ids, labels and plurals.
    pub(super) fn add_labels(
        &mut self,
        specialties: &Catalog<Specialty>,
        conditions: &Catalog<Condition>,
        techniques: &Catalog<Technique>,
    ) {
        for specialty in specialties.rows() {
            for name in [&specialty.id, &specialty.label, &specialty.plural, &specialty.label_es] {
                self.add_specialty(name, Named { specialty: specialty.row, weight: 1.0, taxonomy: None });
            }
        }
        for (row, condition) in (0_u16..).zip(conditions.rows()) {
            let listed = ["lay_terms", "clinical_terms"].map(|column| cell(&condition.columns, column));
            let names = [condition.id.as_str(), &condition.label, &condition.label_es];
            for key in self.learn_all(names, &listed) {
                self.conditions.entry(key).or_insert(ConditionId::from_row(row));
            }
        }
        for (row, technique) in (0_u16..).zip(techniques.rows()) {
            let names = [technique.id.as_str(), &technique.label, &technique.label_es];
            for key in self.learn_all(names, &[cell(&technique.columns, "aka")]) {
                self.techniques.entry(key).or_insert(TechniqueId::from_row(row));
            }
        }
    }

    /// Takes the synonyms that are no question of context.
    pub(super) fn add_synonyms(
        &mut self,
        table: &Table,
        specialties: &Catalog<Specialty>,
        conditions: &Catalog<Condition>,
        techniques: &Catalog<Technique>,
    ) -> Result<(), VocabularyError> {
        for row in table.rows() {
            let (term, target) = (row.filled("term")?, row.cell("target_id"));
            let ambiguous = row.cell("ambiguous") == "yes";
            match row.cell("target_type") {
                "specialty" => {
                    let specialty = SpecialtyId::from_row(specialties.known(&row, target)?);
                    let weight = row.weight(row.cell("weight"))?;
                    if !ambiguous {
                        self.add_specialty(term, Named { specialty, weight, taxonomy: None });
                    }
                }
                "condition" => {
                    let condition = ConditionId::from_row(conditions.known(&row, target)?);
                    if !ambiguous {
                        let key = self.learn(term);
                        self.conditions.entry(key).or_insert(condition);
                    }
                }
                "technique" => {
                    let technique = TechniqueId::from_row(techniques.known(&row, target)?);
                    let key = self.learn(term);
                    self.techniques.entry(key).or_insert(technique);
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Takes NUCC's names of our codes: display name, classification with specialization, and the whole path. A name
    /// that is an everyday word for the specialty already does not say the code.
    pub(super) fn add_taxonomy(&mut self, codes: &Table, taxonomy: &TaxonomyTable) {
        for row in codes.rows() {
            let Ok(code) = row.cell("code").parse::<TaxonomyCode>() else { continue };
            let Ok(place) = taxonomy.ours().binary_search_by_key(&code, |(own, _)| *own) else { continue };
            let (grouping, classification) = (row.cell("nucc_grouping"), row.cell("nucc_classification"));
            let path = format!("{classification} {}", row.cell("nucc_specialization"));
            let names =
                [row.cell("nucc_display_name").to_owned(), path.clone(), format!("{grouping} {path}")];
            for name in names.iter().collect::<HashSet<_>>() {
                if self.specialties.get(&name_key(name)).is_some_and(|known| known.iter().all(Named::is_word))
                {
                    continue;
                }
                for (specialty, weight) in &taxonomy.ours()[place].1 {
                    let weight = f64::from(*weight);
                    self.add_specialty(name, Named { specialty: *specialty, weight, taxonomy: Some(code) });
                }
            }
        }
    }

    /// Takes `specialty_names.csv`, which overrules what was known by the same name.
    pub(super) fn add_reviewed(
        &mut self,
        table: &Table,
        specialties: &Catalog<Specialty>,
    ) -> Result<(), VocabularyError> {
        for row in table.rows() {
            row.filled("source")?;
            row.filled("specialty_ids")?;
            let mut named = Vec::new();
            for id in row.list("specialty_ids") {
                let specialty = SpecialtyId::from_row(specialties.known(&row, id)?);
                named.push(Named { specialty, weight: 1.0, taxonomy: None });
            }
            let key = self.learn(row.filled("name")?);
            self.specialties.insert(key, named);
        }
        Ok(())
    }

    /// Takes the names of professions that are not ours.
    pub(super) fn add_professions<'n>(&mut self, names: impl Iterator<Item = &'n str>) {
        for name in names {
            let key = self.learn(name);
            self.professions.insert(key);
        }
    }

    /// The keys of names and listed alternatives; the first table row that has a name keeps it.
    fn learn_all(&mut self, names: [&str; 3], listed: &[&str]) -> Vec<String> {
        let listed = listed.iter().flat_map(|cell| cell.split('|'));
        let keys = names.into_iter().chain(listed).map(|name| self.learn(name));
        keys.filter(|key| !key.is_empty()).collect()
    }

    fn add_specialty(&mut self, name: &str, named: Named) {
        let key = self.learn(name);
        let known = self.specialties.entry(key).or_default();
        if !known.iter().any(|other| other.specialty == named.specialty) {
            known.push(named);
            known.sort_by(|a, b| b.weight.total_cmp(&a.weight));
        }
    }
}

impl Named {
    fn is_word(&self) -> bool {
        self.taxonomy.is_none()
    }
}

/// The keys a name may be known by: itself, and without the word that Medicare sets before (`Physician/Urology`) and
/// NUCC behind (`Urology Physician`) what physicians are.
fn readings(key: &str) -> impl Iterator<Item = &str> {
    let bare = key.strip_prefix("physician ").or_else(|| key.strip_suffix(" physician"));
    std::iter::once(key).chain(bare)
}

/// A cell of the columns as written.
fn cell<'c>(columns: &'c [(String, String)], name: &str) -> &'c str {
    columns.iter().find(|(column, _)| column == name).map_or("", |(_, cell)| cell.as_str())
}

/// A short ASCII text in small letters, which has the same key.
fn small<'r>(text: &str, room: &'r mut [u8; LONGEST]) -> Option<&'r str> {
    let room = room.get_mut(..text.len()).filter(|_| text.is_ascii())?;
    room.copy_from_slice(text.as_bytes());
    room.make_ascii_lowercase();
    std::str::from_utf8(room).ok()
}

#[cfg(test)]
mod tests;
