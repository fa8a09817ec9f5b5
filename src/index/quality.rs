//! How good a record is: fresh, reachable, well placed and complete. One of the signals that order results.
//!
//! In: a record and the day its age is judged by. Out: a number from 0 to 1 with the parts it is the sum of, so that
//! an explanation can say why.

use super::record::RecordView;
use crate::domain::{Accuracy, Fact, ProviderKind, RecordDate};

/// Weights of the parts in the order of [`Aspect::ALL`]; they sum to 1. A stale record misleads most, then one whose
/// place is a guess.
///
/// # Source
/// Judgment, to be tuned on judged questions; `DESIGN.md`, section 7 names the signals.
const WEIGHTS: [f64; 4] = [0.4, 0.15, 0.25, 0.2];

/// Days beyond [`RecordDate::FRESH_DAYS`] after which the value of freshness has halved: three years.
///
/// # Source
/// Judgment, to be tuned on judged questions.
const HALF_LIFE_DAYS: f64 = 3.0 * 365.0;

/// How good a record is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Quality {
    /// From 0 to 1: the parts' `value * weight`, added left to right.
    pub value: f64,
    /// What it is made of.
    pub parts: [QualityPart; 4],
}

/// One part of a record's quality.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QualityPart {
    /// What was judged.
    pub aspect: Aspect,
    /// From 0 to 1.
    pub value: f64,
    /// Its weight; the weights sum to 1.
    pub weight: f64,
}

/// What makes a record good.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Aspect {
    /// How lately the source touched it.
    Age,
    /// Whether its primary practice has a phone.
    Phone,
    /// How well the point of its primary practice is known.
    Location,
    /// How much of what people ask for it tells.
    Completeness,
}

impl Aspect {
    /// All, in the order of the parts.
    pub const ALL: [Self; 4] = [Self::Age, Self::Phone, Self::Location, Self::Completeness];

    fn value(self, record: &RecordView<'_>, as_of: RecordDate) -> f64 {
        let primary = record.primary();
        match self {
            Self::Age => age(record.updated, as_of),
            Self::Phone => share(&[primary.is_some_and(|practice| practice.phone.is_some())]),
            Self::Location => primary.map_or(0.0, |practice| location(practice.accuracy)),
            Self::Completeness => completeness(record),
        }
    }
}

/// Judges a record.
pub fn quality(record: &RecordView<'_>, as_of: RecordDate) -> Quality {
    let mut place = 0;
    let parts = Aspect::ALL.map(|aspect| {
        let weight = WEIGHTS[place];
        place += 1;
        QualityPart { aspect, value: aspect.value(record, as_of), weight }
    });
    let value = parts.iter().fold(0.0, |sum, part| sum + part.value * part.weight);
    Quality { value: value.clamp(0.0, 1.0), parts }
}

/// 1 while fresh, halved with each half-life; a date in the future is fresh, an unknown one is worth nothing.
fn age(updated: Option<RecordDate>, as_of: RecordDate) -> f64 {
    updated.map_or(0.0, |updated| {
        let days = updated.days_until(as_of) - RecordDate::FRESH_DAYS;
        (-f64::from(days.max(0)) / HALF_LIFE_DAYS).exp2()
    })
}

/// A ZIP's point is 1.1 km off at the median (`DESIGN.md`, section 3); a city's several times that.
fn location(accuracy: Accuracy) -> f64 {
    match accuracy {
        Accuracy::Exact => 1.0,
        Accuracy::Zip => 0.6,
        Accuracy::City => 0.2,
    }
}

fn completeness(record: &RecordView<'_>) -> f64 {
    let person = record.name.kind() == ProviderKind::Person;
    share(&[
        record.primary().is_some_and(|practice| !practice.address.is_empty()),
        !record.specialties.is_empty(),
        !person || !record.credentials.is_empty(),
        !record.techniques.is_empty() || !record.conditions.is_empty(),
        record.accepting_new != Fact::Unknown,
        record.website.is_some(),
    ])
}

/// How many of the claims hold, from 0 to 1.
#[expect(clippy::cast_precision_loss, reason = "a handful of claims")]
fn share(claims: &[bool]) -> f64 {
    claims.iter().filter(|claim| **claim).count() as f64 / claims.len() as f64
}

#[cfg(test)]
mod tests {
    use super::super::sample::{any_provider, providers, today};
    use super::*;
    use crate::domain::Provider;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn quality_is_the_sum_of_its_parts_and_lies_from_0_to_1(provider in any_provider()) {
            let quality = quality(&RecordView::of(&provider, ""), today());
            prop_assert!((0.0..=1.0).contains(&quality.value));
            let sum = quality.parts.iter().fold(0.0, |sum, part| sum + part.value * part.weight);
            prop_assert_eq!(quality.value.to_bits(), sum.to_bits());
            prop_assert!(quality.parts.iter().all(|part| (0.0..=1.0).contains(&part.value)));
        }
    }

    #[test]
    #[expect(clippy::cast_possible_truncation, reason = "a number up to a million")]
    fn a_better_record_is_worth_more() {
        let base = providers(1).remove(0);
        let with = |change: &dyn Fn(&mut Provider)| {
            let mut provider = base.clone();
            change(&mut provider);
            // Compared in millionths, so that equal means equal.
            (quality(&RecordView::of(&provider, ""), today()).value * 1e6).round() as i64
        };
        let dated = |days: i32| {
            let day = RecordDate::from_days(today().days() - days).expect("in range");
            with(&|provider| provider.updated = Some(day))
        };
        let placed = |accuracy| {
            with(&|provider| {
                let mut practice = provider.practices.first().clone();
                practice.accuracy = accuracy;
                provider.practices = crate::domain::Practices::one(practice);
            })
        };
        assert!(dated(0) == dated(90) && dated(90) > dated(91) && dated(91) > dated(4_000));
        assert!(dated(-30) == dated(0), "a future date is fresh, not better");
        assert!(dated(20_000) > with(&|provider| provider.updated = None));
        assert!(placed(Accuracy::Exact) > placed(Accuracy::Zip));
        assert!(placed(Accuracy::Zip) > placed(Accuracy::City));
    }
}
