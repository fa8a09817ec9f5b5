//! Parts of the ranking that can be switched off, so that what each is worth can be measured.
//!
//! In: a [`ScoreModel`] as [`super::rank`] makes it. Out: the same without a part. Invariant: weights sum to 1 whatever is
//! switched off, unless all are.

use crate::domain::Metres;
use crate::index::{ScoreModel, Trait};

/// Which parts of the ranking count. The finder itself always runs with [`Tuning::default`]; variants are for measuring
/// on judged questions (`docs/RELEVANCE.md`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one part of the ranking")]
pub struct Tuning {
    /// Whether results stand in tiers; else the score alone orders.
    pub tiers: bool,
    /// Whether what was asked for, weights of conditions and text count within a tier.
    pub matching: bool,
    /// Whether the distance counts within a tier.
    pub distance: bool,
    /// Whether the quality and age of records count.
    pub quality: bool,
    /// The distance in whole miles that is worth one half; `None` takes it from how densely providers lie.
    pub fixed_pivot: Option<u32>,
}

impl Default for Tuning {
    fn default() -> Self {
        Self { tiers: true, matching: true, distance: true, quality: true, fixed_pivot: None }
    }
}

impl Tuning {
    /// A model without what is switched off; what is left keeps its proportions.
    pub(super) fn applied(self, model: &ScoreModel) -> ScoreModel {
        let mut model = model.clone();
        if !self.tiers {
            model.tiers = vec![(Trait::Always, 0)];
        }
        if let Some(miles) = self.fixed_pivot {
            model.pivot_range = (Metres::from_whole_miles(miles), Metres::from_whole_miles(miles));
        }
        let parts = [
            (self.matching, &mut model.match_weight),
            (self.distance, &mut model.distance_weight),
            (self.quality, &mut model.quality_weight),
        ];
        let mut sum = 0.0;
        for (counts, weight) in parts {
            if !counts {
                *weight = 0.0;
            }
            sum += *weight;
        }
        if sum > 0.0 {
            model.match_weight /= sum;
            model.distance_weight /= sum;
            model.quality_weight /= sum;
        }
        model
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::rank;

    #[test]
    fn the_default_changes_nothing_and_weights_sum_to_one() {
        let model = rank::indifferent();
        let same = Tuning::default().applied(&model);
        assert!((same.match_weight - model.match_weight).abs() < 1e-12);
        assert_eq!(same.tiers, model.tiers);
        let without = Tuning { quality: false, tiers: false, fixed_pivot: Some(5), ..Tuning::default() };
        let bare = without.applied(&model);
        assert_eq!(bare.tiers, [(Trait::Always, 0)]);
        assert_eq!(bare.pivot_range.0, bare.pivot_range.1);
        assert!(bare.quality_weight.abs() < 1e-12);
        let sum = bare.match_weight + bare.distance_weight + bare.quality_weight;
        assert!((sum - 1.0).abs() < 1e-12, "{sum}");
    }
}
