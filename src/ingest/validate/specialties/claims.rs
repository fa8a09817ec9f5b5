//! [`Claims`]: the specialties of a row as they come in, each once.

use crate::domain::SpecialtyClaim;

/// Claims as they come in, with how much each weighs.
#[derive(Debug, Default)]
pub(super) struct Claims {
    pub(super) found: Vec<(SpecialtyClaim, f32)>,
}

impl Claims {
    /// Adds a claim; of two for the same specialty the main one gives the code, else the weightier.
    pub(super) fn add(&mut self, claim: SpecialtyClaim, relevance: f32) {
        match self.found.iter_mut().find(|(known, _)| known.specialty == claim.specialty) {
            Some((known, weight)) => {
                let better = (claim.primary, relevance) > (known.primary, *weight);
                if better {
                    *known = SpecialtyClaim { taxonomy: claim.taxonomy.or(known.taxonomy), ..claim };
                }
                *weight = weight.max(relevance);
            }
            None => self.found.push((claim, relevance)),
        }
    }

    /// Makes the first claim the main one where none is.
    pub(super) fn mark_first(&mut self) {
        let marked = self.found.iter().any(|(claim, _)| claim.primary);
        if let (false, Some((first, _))) = (marked, self.found.first_mut()) {
            first.primary = true;
        }
    }

    pub(super) fn in_order_of_relevance(mut self) -> Vec<SpecialtyClaim> {
        self.found.sort_by(|(a, a_weight), (b, b_weight)| {
            b.primary.cmp(&a.primary).then(b_weight.total_cmp(a_weight))
        });
        self.into_claims()
    }

    /// In the order stated, the main one first; the first one is the main one where none is marked.
    pub(super) fn in_stated_order(mut self) -> Vec<SpecialtyClaim> {
        self.mark_first();
        self.found.sort_by_key(|(claim, _)| !claim.primary);
        self.into_claims()
    }

    fn into_claims(self) -> Vec<SpecialtyClaim> {
        self.found.into_iter().map(|(claim, _)| claim).collect()
    }
}
