//! What makes one result stand before another, as plain data: tiers, match values and weights of a [`ScoreModel`].
//!
//! In: what was asked for ([`Aim`]). Out: the model that the index scores with. Invariants: weights sum to 1 over the
//! parts that are present; every value lies in 0 to 1; a rule only orders what the set lets in.
//!
//! # Source
//! DESIGN.md, section 7, gives the signals, the tiers and the starting weights; the further constants below are our
//! own starting points, to be tuned on judged questions.

use super::subject::{Member, Reason, Wording};
use crate::domain::{ConditionId, Metres, TechniqueId};
use crate::index::{Concept, ScoreModel, Trait};
use crate::vocabulary::Vocabulary;

/// A specialty that was asked for as the provider's primary one, or a concept that the provider lists itself.
const FULL: f64 = 1.0;
/// A specialty that was asked for as a further one counts this share of its primary value.
const FURTHER: f64 = 0.8;
/// A specialty that comes with the asked one: a physician who holds the DO, where an osteopath was asked for.
const COMPANION: f64 = 0.6;
/// Beside something finer (a condition, a technique, words of a name) the specialty alone is worth this, so that the
/// finer one has room above it.
const COARSE: f64 = 0.6;
/// …and what the vocabulary says of the specialty for the condition adds up to this.
const SUITED: f64 = 0.3;
/// Words of a name that are whole words of the provider's: above what words and specialty are worth, so that Hurt stands
/// before Hurtado, and below a name that is nothing else.
const WHOLE_WORDS: f64 = 0.9;
/// The bm25 that is worth one half: about one rare surname in a list of a million providers.
const TEXT_HALF: f64 = 8.0;
/// The pivot of the distance signal is the distance to the provider of this rank…
const PIVOT_RANK: usize = 20;
/// …clamped to this many miles, so that Manhattan and Montana both make sense.
const PIVOT_MILES: (u32, u32) = (1, 25);

/// Weights of match, distance and quality.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Weights {
    matching: f64,
    distance: f64,
    quality: f64,
}

/// DESIGN.md, section 7.
const USUAL: Weights = Weights { matching: 0.35, distance: 0.50, quality: 0.15 };
/// Who asks for a name wants that name, near or far.
const NAMED: Weights = Weights { matching: 0.55, distance: 0.30, quality: 0.15 };
/// "near me"
const NEAR: Weights = Weights { matching: 0.25, distance: 0.65, quality: 0.10 };
/// "nearest"
const NEAREST: Weights = Weights { matching: 0.10, distance: 0.85, quality: 0.05 };

/// How much the question insists on nearness.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Insistence {
    /// It does not.
    Usual,
    /// "near me"
    Near,
    /// "nearest"
    Nearest,
}

/// What was asked for, as far as it orders results.
#[derive(Debug, Clone, Copy)]
pub(super) struct Aim<'a> {
    /// The specialties searched, and why.
    pub members: &'a [Member],
    /// Conditions, from words and parameters.
    pub conditions: &'a [ConditionId],
    /// Techniques in words: those who list one stand first.
    pub techniques: &'a [TechniqueId],
    /// Facts in words, as yes: those who are sure stand before those who are silent.
    pub sure: &'a [Concept],
    /// Words of names, and how they are looked for.
    pub wording: Wording,
    /// Whether other forms of a given name count too.
    pub forms: bool,
    /// Whether one provider was asked for by its NPI.
    pub by_id: bool,
    /// Whether there is a place to measure from.
    pub measured: bool,
    /// How much nearness counts.
    pub insistence: Insistence,
}

/// The model that orders results for an aim.
pub(super) fn model(aim: Aim<'_>, vocabulary: &Vocabulary) -> ScoreModel {
    scoring(aim.tiers(), aim.matches(vocabulary), aim.weights())
}

/// The model that tells nobody from anybody but by the record.
pub(super) fn indifferent() -> ScoreModel {
    scoring(vec![(Trait::Always, 0)], vec![(Trait::Always, FULL)], USUAL.without_distance())
}

fn scoring(tiers: Vec<(Trait, u8)>, matches: Vec<(Trait, f64)>, weights: Weights) -> ScoreModel {
    let (low, high) = PIVOT_MILES;
    ScoreModel {
        tiers,
        matches,
        match_weight: weights.matching,
        text_half: TEXT_HALF,
        distance_weight: weights.distance,
        quality_weight: weights.quality,
        pivot_rank: PIVOT_RANK,
        pivot_range: (Metres::from_whole_miles(low), Metres::from_whole_miles(high)),
    }
}

impl Aim<'_> {
    fn has_words(&self) -> bool {
        match self.wording {
            Wording::None => false,
            Wording::Exact | Wording::Edited => true,
        }
    }

    fn weights(&self) -> Weights {
        let weights = match self.insistence {
            Insistence::Nearest => NEAREST,
            Insistence::Near => NEAR,
            Insistence::Usual if self.has_words() => NAMED,
            Insistence::Usual => USUAL,
        };
        if self.measured { weights } else { weights.without_distance() }
    }

    /// Rules from the top tier down: an exact name, then lifted ones, then what the set is made of.
    fn tiers(&self) -> Vec<(Trait, u8)> {
        let mut rules = self.tiers_of_the_set();
        for fact in self.sure {
            lift(&mut rules, &[Trait::Has(fact.clone())]);
        }
        if !self.techniques.is_empty() {
            let listed: Vec<Trait> =
                self.techniques.iter().map(|id| Trait::Has(Concept::Technique(*id))).collect();
            lift(&mut rules, &listed);
        }
        if self.forms {
            // Whoever bears the given name itself stands first, however near and fitting the others are.
            rules.insert(0, (Trait::CalledOtherwise, 0));
        }
        if self.has_words() {
            rules.insert(0, (Trait::ExactName, 3));
        }
        rules
    }

    fn tiers_of_the_set(&self) -> Vec<(Trait, u8)> {
        if self.by_id {
            return vec![(Trait::Always, 3)];
        }
        if self.members.is_empty() {
            return match self.wording {
                // Whoever lists what a parameter asked for has exactly that.
                Wording::None => vec![(Trait::Always, 3)],
                Wording::Exact => vec![(Trait::Always, 1)],
                // Whoever bears the given name as typed stands before those who bear another form of it.
                Wording::Edited if self.forms => vec![(Trait::CleanWords, 2), (Trait::Always, 1)],
                // Without a clean word there is no rule, which is tier 0.
                Wording::Edited => vec![(Trait::CleanWords, 1)],
            };
        }
        let asked = self.members.iter().filter(|member| member.reason.is_asked() && !member.companion);
        let mut rules: Vec<(Trait, u8)> = asked.map(|member| (Trait::Primary(member.specialty), 3)).collect();
        if self.members.iter().all(|member| matches!(member.reason, Reason::Condition(_))) {
            // Who lists the condition but has none of the specialties that usually treat it stands behind them.
            let usual = |member: &Member| (Trait::Has(Concept::Specialty(member.specialty)), 2);
            rules.extend(self.members.iter().map(usual));
            rules.push((Trait::Always, 1));
        } else {
            rules.push((Trait::Always, 2));
        }
        rules
    }

    /// Values from the largest down, so that the first trait a provider has is its match.
    fn matches(&self, vocabulary: &Vocabulary) -> Vec<(Trait, f64)> {
        if self.by_id {
            return vec![(Trait::Always, FULL)];
        }
        let mut values = Vec::new();
        if self.has_words() {
            values.push((Trait::ExactName, FULL));
            values.push((Trait::WholeWords, WHOLE_WORDS));
        }
        values.extend(self.conditions.iter().map(|id| (Trait::Has(Concept::Condition(*id)), FULL)));
        values.extend(self.techniques.iter().map(|id| (Trait::Has(Concept::Technique(*id)), FULL)));
        for member in self.members {
            let value = self.value(member, vocabulary);
            values.push((Trait::Primary(member.specialty), value));
            let further = if member.companion { value } else { value * FURTHER };
            values.push((Trait::Has(Concept::Specialty(member.specialty)), further));
        }
        if values.is_empty() {
            values.push((Trait::Always, FULL));
        }
        values.sort_by(|one, other| other.1.total_cmp(&one.1));
        values
    }

    /// What a specialty of the set is worth as the primary one.
    fn value(&self, member: &Member, vocabulary: &Vocabulary) -> f64 {
        let suited = self
            .conditions
            .iter()
            .flat_map(|id| &vocabulary.condition(*id).specialties)
            .filter(|(specialty, _)| *specialty == member.specialty)
            .map(|(_, weight)| *weight)
            .fold(0.0, f64::max);
        let mut value = match member.reason {
            Reason::Condition(_) => suited,
            Reason::Said { .. } | Reason::Given | Reason::Core | Reason::Technique(_)
                if self.conditions.is_empty() =>
            {
                FULL
            }
            Reason::Said { .. } | Reason::Given | Reason::Core | Reason::Technique(_) => {
                COARSE + SUITED * suited
            }
        };
        if member.companion {
            value *= COMPANION;
        }
        if !self.techniques.is_empty() || self.has_words() {
            value *= COARSE;
        }
        value
    }
}

impl Weights {
    /// The same proportions over the two parts that are left.
    fn without_distance(self) -> Self {
        let rest = self.matching + self.quality;
        let matching = self.matching / rest;
        Self { matching, distance: 0.0, quality: 1.0 - matching }
    }
}

/// Puts whoever has one of the traits into the top tier and everybody else one lower; tier 1 stays, because tier 0 is
/// for typos and other forms of a name alone.
fn lift(rules: &mut Vec<(Trait, u8)>, traits: &[Trait]) {
    for (_, tier) in rules.iter_mut() {
        *tier = if *tier > 1 { *tier - 1 } else { *tier };
    }
    rules.splice(0..0, traits.iter().map(|wanted| (wanted.clone(), 3)));
}
