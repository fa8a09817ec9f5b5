//! The taxonomy slots of a row, to claims.

use super::Claims;
use crate::domain::{SpecialtyClaim, SpecialtyId, TaxonomyCode};
use crate::ingest::validate::{clean, notes::Notes};
use crate::ingest::{Code, Finding, Record};
use crate::vocabulary::{Taxonomy, Vocabulary};

/// What the taxonomy slots hold besides claims.
#[derive(Debug, Default)]
pub(super) struct Slots<'r> {
    pub(super) ours: bool,
    pub(super) other: bool,
    pub(super) student: bool,
    /// The first code, to be shown.
    pub(super) first: &'r str,
}

impl Slots<'_> {
    pub(super) fn skipped(&self, raw: &str, notes: &Notes<'_>) -> Finding {
        if self.student && !self.other {
            notes.skipped("specialty", Code::Student, raw, "a student without a profession of ours")
        } else {
            notes.skipped("specialty", Code::OutOfScope, raw, "another profession")
        }
    }
}

/// Reads all slots. The main profession is the one whose switch says so, never the first slot; a code that is the
/// only one besides group flags needs no switch.
pub(super) fn slots<'r>(record: &'r Record, vocabulary: &Vocabulary, claims: &mut Claims) -> Slots<'r> {
    let mut read = Slots::default();
    let mut professions = Distinct::default();
    let mut primary_taken = false;
    for slot in &record.taxonomies {
        let raw = slot.code.trim();
        if raw.is_empty() || clean::is_null_word(raw) {
            continue;
        }
        if read.first.is_empty() {
            read.first = raw;
        }
        let primary = slot.primary && !primary_taken;
        let code = raw.parse().or_else(|_| raw.to_ascii_uppercase().parse::<TaxonomyCode>()).ok();
        match code.map(|code| (code, vocabulary.taxonomy(code))) {
            Some((code, Taxonomy::Ours(specialties))) => {
                read.ours = true;
                add_code(code, &specialties, primary, claims);
            }
            Some((_, Taxonomy::Other)) => read.other = true,
            Some((_, Taxonomy::Student)) => {
                read.student = true;
                continue;
            }
            Some((_, Taxonomy::Group | Taxonomy::CatchAll)) => continue,
            None => {
                let specialties = vocabulary.specialty_named(raw);
                read.ours |= !specialties.is_empty();
                read.other |= specialties.is_empty();
                for (place, specialty) in specialties.into_iter().enumerate() {
                    claims.add(SpecialtyClaim { primary: primary && place == 0, ..specialty }, 1.0);
                }
            }
        }
        primary_taken |= slot.primary;
        professions.add(raw);
    }
    if professions.one() {
        claims.mark_first();
    }
    read
}

/// Tells whether all that was added is the same.
#[derive(Debug, Default)]
struct Distinct<'r> {
    first: Option<&'r str>,
    several: bool,
}

impl<'r> Distinct<'r> {
    fn add(&mut self, item: &'r str) {
        self.several |= !self.first.get_or_insert(item).eq_ignore_ascii_case(item);
    }

    fn one(&self) -> bool {
        self.first.is_some() && !self.several
    }
}

pub(super) fn add_code(
    code: TaxonomyCode,
    specialties: &[(SpecialtyId, f32)],
    primary: bool,
    claims: &mut Claims,
) {
    for (place, &(specialty, relevance)) in specialties.iter().enumerate() {
        let primary = primary && place == 0;
        claims.add(SpecialtyClaim { specialty, taxonomy: Some(code), primary }, relevance);
    }
}
