//! What NUCC taxonomy codes mean here, codes newer than our table included.
//!
//! In: `taxonomy_codes.csv` (ours), `taxonomy_groups.csv` (flags), `taxonomy_others.csv` (known, near ours, not
//! ours). Out: [`Taxonomy`]. Invariant: a code that NUCC knew and our table leaves out is never ours.

use super::catalog::Catalog;
use super::table::{Row, Table};
use super::{Specialty, Taxonomy, VocabularyError};
use crate::domain::{SpecialtyId, TaxonomyCode};
use foldhash::fast::RandomState;
use std::collections::HashMap;

/// How many characters name grouping and classification; what follows is the specialization.
///
/// # Source
/// National Uniform Claim Committee, structure of the code set: `111N` chiropractor, `NR0400X` rehabilitation.
const CLASSIFICATION: usize = 4;

/// Codes in order, for neighbours, and where each stands.
#[derive(Debug)]
pub(super) struct TaxonomyTable {
    ours: Vec<(TaxonomyCode, Vec<(SpecialtyId, f32)>)>,
    flags: Vec<(TaxonomyCode, Taxonomy)>,
    others: Vec<TaxonomyCode>,
    known: HashMap<TaxonomyCode, Known, RandomState>,
}

/// Which table lists a code, and where.
#[derive(Debug, Clone, Copy)]
enum Known {
    Ours(usize),
    Flag(usize),
    Other,
}

impl TaxonomyTable {
    /// Reads the three tables.
    pub(super) fn load(
        codes: &Table,
        groups: &Table,
        others: &Table,
        specialties: &Catalog<Specialty>,
    ) -> Result<Self, VocabularyError> {
        let mut table =
            Self { ours: Vec::new(), flags: Vec::new(), others: Vec::new(), known: HashMap::default() };
        for row in codes.rows() {
            table.ours.push((code(&row)?, meaning(&row, specialties)?));
        }
        for row in groups.rows() {
            table.flags.push((code(&row)?, flag(&row)?));
        }
        for row in others.rows() {
            table.others.push(code(&row)?);
        }
        table.ours.sort_by_key(|(code, _)| *code);
        table.flags.sort_by_key(|(code, _)| *code);
        table.others.sort_unstable();
        table.check(codes)?;
        let ours = table.ours.iter().enumerate().map(|(place, (code, _))| (*code, Known::Ours(place)));
        let flags = table.flags.iter().enumerate().map(|(place, (code, _))| (*code, Known::Flag(place)));
        let others = table.others.iter().map(|code| (*code, Known::Other));
        table.known = ours.chain(flags).chain(others).collect();
        Ok(table)
    }

    /// No code may be listed twice.
    fn check(&self, codes: &Table) -> Result<(), VocabularyError> {
        let mut all: Vec<TaxonomyCode> = self.ours.iter().map(|(code, _)| *code).collect();
        all.extend(self.flags.iter().map(|(code, _)| *code));
        all.extend(&self.others);
        all.sort_unstable();
        match (all.windows(2).find(|pair| pair[0] == pair[1]), codes.rows().next()) {
            (Some(pair), Some(row)) => Err(row.error(format!("code {} is listed twice", pair[0]))),
            _ => Ok(()),
        }
    }

    /// What a code means.
    ///
    /// # Complexity
    /// O(1); O(log codes) for a code that NUCC did not know when the tables were made and that is not ours, else
    /// O(codes).
    pub(super) fn meaning(&self, code: TaxonomyCode) -> Taxonomy {
        match self.known.get(&code) {
            Some(Known::Ours(place)) => Taxonomy::Ours(self.ours[*place].1.clone()),
            Some(Known::Flag(place)) => self.flags[*place].1.clone(),
            Some(Known::Other) => Taxonomy::Other,
            None => self.by_relatives(code),
        }
    }

    /// The listed codes, with what they mean.
    pub(super) fn ours(&self) -> &[(TaxonomyCode, Vec<(SpecialtyId, f32)>)] {
        &self.ours
    }

    /// What a code unknown to NUCC's version 25 means: the mean of the listed codes that share its longest prefix,
    /// unless codes that are not ours share a longer one.
    fn by_relatives(&self, code: TaxonomyCode) -> Taxonomy {
        let nearest = longest_shared(code, &self.ours, |(own, _)| *own);
        let foreign = longest_shared(code, &self.others, |other| *other);
        if nearest < CLASSIFICATION || foreign > nearest {
            return Taxonomy::Other;
        }
        let relatives: Vec<_> = self.ours.iter().filter(|(own, _)| shared(code, *own) == nearest).collect();
        let mut sums: Vec<(SpecialtyId, f32)> = Vec::new();
        for (specialty, weight) in relatives.iter().flat_map(|(_, meaning)| meaning) {
            match sums.iter_mut().find(|(known, _)| known == specialty) {
                Some((_, sum)) => *sum += weight,
                None => sums.push((*specialty, *weight)),
            }
        }
        #[allow(clippy::cast_precision_loss, reason = "at most some hundred relatives")]
        let count = relatives.len() as f32;
        for (_, sum) in &mut sums {
            *sum /= count;
        }
        sums.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        Taxonomy::Ours(sums)
    }
}

/// How many leading characters two codes share.
fn shared(a: TaxonomyCode, b: TaxonomyCode) -> usize {
    a.as_str().bytes().zip(b.as_str().bytes()).take_while(|(a, b)| a == b).count()
}

fn code(row: &Row<'_>) -> Result<TaxonomyCode, VocabularyError> {
    row.cell("code").parse().map_err(|error| row.error(format!("`{}`: {error}", row.cell("code"))))
}

fn meaning(
    row: &Row<'_>,
    specialties: &Catalog<Specialty>,
) -> Result<Vec<(SpecialtyId, f32)>, VocabularyError> {
    #[allow(clippy::cast_possible_truncation, reason = "weights have two decimals")]
    let weight = row.weight(row.cell("relevance_weight"))? as f32;
    row.filled("specialty_ids")?;
    let ids = row.list("specialty_ids").map(|id| specialties.known(row, id));
    ids.map(|id| id.map(|id| (SpecialtyId::from_row(id), weight))).collect()
}

/// The longest prefix that a code shares with any of a sorted table: with one of its neighbours.
fn longest_shared<T>(code: TaxonomyCode, sorted: &[T], key: impl Fn(&T) -> TaxonomyCode) -> usize {
    let place = sorted.partition_point(|row| key(row) < code);
    let neighbours = [place.checked_sub(1), Some(place)].into_iter().flatten();
    neighbours.filter_map(|place| sorted.get(place)).map(|row| shared(code, key(row))).max().unwrap_or(0)
}

fn flag(row: &Row<'_>) -> Result<Taxonomy, VocabularyError> {
    match row.cell("kind") {
        "group" => Ok(Taxonomy::Group),
        "student" => Ok(Taxonomy::Student),
        "catch_all" => Ok(Taxonomy::CatchAll),
        other => Err(row.error(format!("unknown kind `{other}`"))),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::bundled;
    use super::*;

    fn meaning(code: &str) -> Taxonomy {
        bundled().taxonomy(code.parse().expect(code))
    }

    fn ours(code: &str) -> Vec<String> {
        match meaning(code) {
            Taxonomy::Ours(meaning) => meaning
                .iter()
                .map(|(id, weight)| format!("{} {weight:.2}", bundled().specialty(*id).id))
                .collect(),
            Taxonomy::Group | Taxonomy::Student | Taxonomy::CatchAll | Taxonomy::Other => Vec::new(),
        }
    }

    #[test]
    fn listed_codes_mean_their_specialty() {
        assert_eq!(ours("111N00000X"), ["chiropractor 1.00"]);
        assert_eq!(ours("111NR0200X"), ["chiropractor 0.30"]);
        assert_eq!(ours("204D00000X"), ["osteopath 1.00"]);
        assert_eq!(ours("261QP2000X"), ["pt_clinic 1.00"]);
    }

    #[test]
    fn flags_are_no_specialties() {
        assert_eq!(meaning("193200000X"), Taxonomy::Group);
        assert_eq!(meaning("193400000X"), Taxonomy::Group);
        assert_eq!(meaning("390200000X"), Taxonomy::Student);
        assert_eq!(meaning("174400000X"), Taxonomy::CatchAll);
    }

    #[test]
    fn codes_that_nucc_knew_and_we_left_out_are_not_ours() {
        for code in ["207RC0000X", "207L00000X", "122300000X", "163W00000X", "2084P0800X", "207XX0004X"] {
            assert_eq!(meaning(code), Taxonomy::Other, "{code}");
        }
    }

    #[test]
    fn newer_codes_count_by_their_relatives() {
        assert_eq!(ours("111NP9999X"), ["chiropractor 0.60"]);
        assert_eq!(ours("2251X9999X"), ["physical_therapist 1.00"]);
        assert_eq!(ours("171199999X"), ["acupuncturist 1.00"]);
        let pain = ours("208VX9999X");
        assert_eq!(pain, ["pain_physician 1.00"]);
        for code in ["999900000X", "207RC9999X", "261QC9999X"] {
            assert_eq!(meaning(code), Taxonomy::Other, "{code}");
        }
    }
}
