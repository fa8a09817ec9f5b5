//! Which concepts together tell of which condition.
//!
//! In: rows of `complaint_rules.csv` and the concepts found in a text. Out: the rules that hold, each with the words it
//! rests on. Invariants: what is denied holds nowhere; the concepts of a rule stand in one clause, apart from each
//! other, and only its context may stand elsewhere in the text.

use super::phrases::Hit;
use super::speech::Speech;
use super::{Concept, Kind};
use crate::domain::ConditionId;

/// How many words a rule may reach over within a clause.
const WINDOW: usize = 16;

/// How many concepts there may be.
pub(super) const MOST_CONCEPTS: usize = 256;

/// A set of concepts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Concepts([u64; MOST_CONCEPTS / 64]);

impl Concepts {
    /// Adds a concept.
    pub(super) fn insert(&mut self, concept: Concept) {
        if let Some(word) = self.0.get_mut(usize::from(concept) / 64) {
            *word |= 1 << (concept % 64);
        }
    }

    fn holds(self, concept: Concept) -> bool {
        self.0.get(usize::from(concept) / 64).is_some_and(|word| word & (1 << (concept % 64)) != 0)
    }

    fn meets(self, other: Self) -> bool {
        self.0.iter().zip(other.0).any(|(own, other)| own & other != 0)
    }

    fn of(hits: &[Hit]) -> Self {
        let mut all = Self::default();
        for hit in hits {
            all.insert(hit.concept);
        }
        all
    }
}

/// A row of `complaint_rules.csv`.
#[derive(Debug)]
pub(super) struct Rule {
    /// What it tells of.
    pub(super) condition: ConditionId,
    /// One concept of each set in one clause.
    pub(super) together: Vec<Concepts>,
    /// One concept of each set anywhere in the text.
    pub(super) context: Vec<Concepts>,
    /// None of these in the clause.
    pub(super) unless: Concepts,
    /// Conditions that are not told beside it.
    pub(super) instead_of: Vec<ConditionId>,
}

/// A rule that holds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Finding {
    /// The rule's place.
    pub(super) rule: usize,
    /// Its words in the clause and of its context.
    pub(super) words: u64,
    /// The clause, counted from the text's beginning.
    pub(super) clause: usize,
}

/// Concepts of a text, sorted by what may be told of them.
pub(super) struct Scene<'s> {
    /// Concepts that are not denied.
    pub(super) told: &'s [Hit],
    /// All, denied or not.
    pub(super) all: &'s [Hit],
    pub(super) speech: &'s Speech<'s>,
    pub(super) length: usize,
    pub(super) kinds: &'s [Kind],
}

impl Scene<'_> {
    /// Whether a hit's concept is of a kind.
    pub(super) fn is(&self, hit: &Hit, kind: Kind) -> bool {
        hit.is(kind, self.kinds)
    }

    /// Whether a run of words says where and what.
    fn is_whole(&self, from: usize, to: usize) -> bool {
        let within = |hit: &&Hit| (from..to).contains(&hit.first());
        let mut own = self.all.iter().filter(within);
        let (mut region, mut sensation) = (false, false);
        own.any(|hit| {
            region |= self.is(hit, Kind::Region);
            sensation |= self.is(hit, Kind::Sensation);
            region && sensation
        })
    }

    /// Where clauses begin. A joint parts two clauses only where both sides are whole; circumstances behind a whole
    /// clause are a clause of their own.
    fn clauses(&self) -> Vec<usize> {
        let mut begins = vec![0];
        let (mut from, mut at) = (0, 1);
        while at < self.length {
            let bit = 1_u64 << at;
            let speech = self.speech;
            if speech.sentences & bit != 0 {
                begins.push(at);
                from = at;
            } else if (speech.clauses | speech.circumstances) & bit != 0 && self.is_whole(from, at) {
                let ends = speech.sentences | speech.clauses | speech.circumstances;
                let end = (at + 1..self.length).find(|end| ends & (1 << end) != 0).unwrap_or(self.length);
                if self.is_whole(at, end) || speech.circumstances & bit != 0 {
                    begins.push(at);
                    from = at;
                }
            }
            at += 1;
        }
        begins
    }

    /// Splits a clause that pairs where and what several times without a joint: `my back hurts my neck is stiff`.
    fn pairs(&self, from: usize, to: usize) -> Vec<usize> {
        let mut runs: Vec<(bool, usize)> = Vec::new();
        let mut own: Vec<&Hit> = self.all.iter().filter(|hit| (from..to).contains(&hit.first())).collect();
        own.retain(|hit| self.is(hit, Kind::Region) || self.is(hit, Kind::Sensation));
        own.sort_by_key(|hit| hit.first());
        for hit in own {
            let region = self.is(hit, Kind::Region);
            if runs.last().is_none_or(|(last, _)| *last != region) {
                runs.push((region, hit.first()));
            }
        }
        let whole = runs.len() >= 4 && runs.len().is_multiple_of(2);
        let begins = runs.iter().step_by(2).skip(1).map(|(_, first)| *first);
        std::iter::once(from).chain(begins.filter(|_| whole)).collect()
    }
}

/// All rules that hold in a text, in the order of its clauses.
pub(super) fn findings(scene: &Scene<'_>, rules: &[Rule]) -> Vec<Finding> {
    let mut findings = Vec::new();
    let clauses = scene.clauses();
    for (clause, from) in clauses.iter().enumerate() {
        let to = clauses.get(clause + 1).copied().unwrap_or(scene.length);
        let parts = scene.pairs(*from, to);
        for (part, begin) in parts.iter().enumerate() {
            let end = parts.get(part + 1).copied().unwrap_or(to);
            let own: Vec<Hit> =
                scene.told.iter().filter(|hit| (*begin..end).contains(&hit.first())).copied().collect();
            if own.is_empty() {
                continue;
            }
            let there = Concepts::of(&own);
            for (place, rule) in rules.iter().enumerate() {
                if let Some(words) = rule.words(there, &own, scene) {
                    findings.push(Finding { rule: place, words, clause });
                }
            }
        }
    }
    findings
}

impl Rule {
    /// The words that the rule rests on in a clause with these concepts.
    fn words(&self, there: Concepts, own: &[Hit], scene: &Scene<'_>) -> Option<u64> {
        if there.meets(self.unless) || !self.together.iter().all(|set| there.meets(*set)) {
            return None;
        }
        let (first, rest) = self.together.split_first()?;
        let begun = own.iter().filter(|hit| first.holds(hit.concept));
        let closest = begun.filter_map(|hit| {
            let mut words = hit.words;
            for set in rest {
                words |= nearest(*set, words, own, scene)?.words;
            }
            (span(words) <= WINDOW).then_some(words)
        });
        let mut words = closest.min_by_key(|words| (span(*words), *words))?;
        for set in &self.context {
            let around = scene.told.iter().filter(|hit| set.holds(hit.concept));
            words |= around.min_by_key(|hit| distance(hit.words, words))?.words;
        }
        Some(words)
    }
}

/// The nearest concept of a set that shares no word with what is there; a mention has to share one.
fn nearest<'h>(set: Concepts, words: u64, own: &'h [Hit], scene: &Scene<'_>) -> Option<&'h Hit> {
    let fits =
        |hit: &&Hit| set.holds(hit.concept) && scene.is(hit, Kind::Mention) == (hit.words & words != 0);
    own.iter()
        .filter(fits)
        .min_by_key(|hit| (distance(hit.words, words), std::cmp::Reverse(hit.words.count_ones())))
}

/// How many words a set reaches over.
fn span(words: u64) -> usize {
    (64 - words.leading_zeros() - words.trailing_zeros().min(63)) as usize
}

/// How many words lie between two sets.
fn distance(one: u64, other: u64) -> u32 {
    let last = |words: u64| words.checked_ilog2().unwrap_or(0);
    if last(one) < other.trailing_zeros() {
        other.trailing_zeros() - last(one)
    } else {
        one.trailing_zeros().saturating_sub(last(other))
    }
}
