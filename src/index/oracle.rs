//! The reference: what a lookup must answer, computed from decoded providers, one after another, in f64.
//!
//! In: all providers of a generation, a [`Lookup`]. Out: the [`Candidates`] that [`Snapshot::look_up`] must equal, to the
//! last bit. Nothing here reads a column, a tile or a posting, so that an error there cannot hide; only what is stored
//! nowhere else (the record's quality) and the formulas of the score are shared. For tests and benchmarks: slow.

mod words;

use super::concept::{of_provider, to_text};
use super::error::IndexError;
use super::facet::is_shown;
use super::lookup::{
    Candidate, Candidates, Concept, FacetCounts, Lookup, Order, Part, Position, Score, Signal, Trait, Words,
};
use super::snapshot::Snapshot;
use crate::domain::{Metres, Name, Practice, Provider, RecordDate};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::normalize::fold;
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;
use words::{Dictionary, WordMatch};

/// All providers of a generation, decoded.
#[derive(Debug)]
pub struct Oracle {
    vocabulary: Arc<Vocabulary>,
    entries: Vec<Entry>,
    dictionary: Dictionary,
}

#[derive(Debug)]
struct Entry {
    number: u32,
    provider: Provider,
    quality: f64,
    id_rank: u32,
    name_rank: u32,
}

/// A provider that matches.
#[derive(Debug)]
struct Match<'o> {
    entry: &'o Entry,
    practice: usize,
    metres: Option<Metres>,
    words: Option<WordMatch>,
}

/// Decodes all providers and answers one lookup; to ask many, keep an [`Oracle`].
///
/// # Errors
/// [`IndexError::Damaged`] when a record cannot be read.
pub fn scan(snapshot: &Snapshot, lookup: &Lookup) -> Result<Candidates, IndexError> {
    Ok(Oracle::read(snapshot)?.scan(lookup))
}

impl Oracle {
    /// Decodes all providers.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when a record cannot be read.
    pub fn read(snapshot: &Snapshot) -> Result<Self, IndexError> {
        let mut entries = Vec::new();
        for (number, quality) in (0_u32..).zip(snapshot.view().quality) {
            let (provider, quality) = (snapshot.provider(number)?, f64::from(*quality));
            entries.push(Entry { number, provider, quality, id_rank: 0, name_rank: 0 });
        }
        let dictionary = Dictionary::of(entries.iter().map(|entry| &entry.provider));
        entries.sort_by_cached_key(|entry| entry.provider.id.to_string());
        for (entry, rank) in entries.iter_mut().zip(0..) {
            entry.id_rank = rank;
        }
        entries.sort_by_cached_key(|entry| {
            let name = &entry.provider.name;
            (fold(name.family()), fold(name.given()), entry.id_rank)
        });
        for (entry, rank) in entries.iter_mut().zip(0..) {
            entry.name_rank = rank;
        }
        entries.sort_by_key(|entry| entry.number);
        Ok(Self { vocabulary: Arc::clone(snapshot.vocabulary()), entries, dictionary })
    }

    /// All providers, by number.
    pub fn providers(&self) -> impl Iterator<Item = &Provider> {
        self.entries.iter().map(|entry| &entry.provider)
    }

    /// What the lookup must answer. Deadlines are not kept.
    pub fn scan(&self, lookup: &Lookup) -> Candidates {
        let everywhere = self.matches(lookup);
        let rings = lookup.rings.iter().map(|ring| {
            let inside = |hit: &&Match<'_>| hit.metres.is_some_and(|metres| metres <= *ring);
            everywhere.iter().filter(inside).count() as u64
        });
        let rings = rings.collect();
        let edge = lookup.area.and_then(|area| area.reach.edge());
        let inside =
            |hit: &Match<'_>| edge.is_none_or(|edge| hit.metres.is_some_and(|metres| metres <= edge));
        let pivot = pivot(lookup, &everywhere);
        let matches: Vec<Match<'_>> = everywhere.into_iter().filter(inside).collect();
        let (hits, more) = hits(lookup, &matches, pivot);
        let facets = lookup.facets.then(|| self.facets(&matches));
        Candidates { total: matches.len() as u64, rings, hits, more, facets, pivot, partial: false }
    }

    /// Whoever matches, wherever.
    fn matches(&self, lookup: &Lookup) -> Vec<Match<'_>> {
        let asked = lookup.words.as_ref().filter(|words| !words.words.is_empty());
        let readings = asked.map(|words| self.dictionary.read(words));
        let matches = self.entries.iter().filter_map(|entry| {
            if lookup.id.as_ref().is_some_and(|id| *id != entry.provider.id) {
                return None;
            }
            let words = match &readings {
                None => None,
                Some(readings) => Some(self.dictionary.judge(readings, entry.number)?),
            };
            let (practice, metres) = standing(lookup, &entry.provider)?;
            Some(Match { entry, practice, metres, words })
        });
        matches.collect()
    }

    fn facets(&self, matches: &[Match<'_>]) -> FacetCounts {
        let mut counts: HashMap<Concept, u64> = HashMap::new();
        for hit in matches {
            let mut concepts: Vec<Concept> =
                of_provider(&hit.entry.provider).into_iter().filter(is_shown).collect();
            concepts.sort_by_cached_key(|concept| to_text(concept, &self.vocabulary));
            concepts.dedup();
            for concept in concepts {
                *counts.entry(concept).or_default() += 1;
            }
        }
        let mut counts: Vec<(Concept, u64)> = counts.into_iter().collect();
        counts.sort_by_cached_key(|(concept, count)| (Reverse(*count), to_text(concept, &self.vocabulary)));
        FacetCounts(counts)
    }
}

/// The practice a provider stands at, and how far that is: the nearest that the clauses let in, else the first.
fn standing(lookup: &Lookup, provider: &Provider) -> Option<(usize, Option<Metres>)> {
    let let_in = provider.practices.iter().enumerate().filter(|(_, practice)| {
        let has = |concept: &Concept| has(provider, practice, concept);
        lookup.all_of.iter().all(|clause| clause.iter().any(has)) && !lookup.none_of.iter().any(has)
    });
    let mut measured = let_in
        .map(|(place, practice)| (place, lookup.area.map(|area| area.center.distance_to(practice.point))));
    if lookup.area.is_none() {
        measured.next()
    } else {
        measured.min_by_key(|(place, metres)| (*metres, *place))
    }
}

fn has(provider: &Provider, practice: &Practice, concept: &Concept) -> bool {
    match concept {
        Concept::Specialty(id) => provider.specialties.iter().any(|claim| claim.specialty == *id),
        Concept::Technique(id) => provider.techniques.contains(id),
        Concept::Condition(id) => provider.conditions.contains(id),
        Concept::Language(language) => provider.languages.contains(language),
        Concept::Credential(credential) => provider.credentials.contains(credential),
        Concept::Gender(gender) => provider.gender == *gender,
        Concept::Kind(kind) => provider.kind() == *kind,
        Concept::State(state) => practice.state == *state,
        Concept::AcceptingNew(fact) => provider.accepting_new == *fact,
        Concept::Telehealth(fact) => provider.telehealth == *fact,
        Concept::Wheelchair(fact) => provider.wheelchair == *fact,
    }
}

fn pivot(lookup: &Lookup, everywhere: &[Match<'_>]) -> Option<Metres> {
    lookup.area.filter(|_| lookup.limit > 0)?;
    let mut metres: Vec<Metres> = everywhere.iter().filter_map(|hit| hit.metres).collect();
    metres.sort();
    let (low, high) = lookup.score.pivot_range;
    let ranked = metres.get(lookup.score.pivot_rank.max(1) - 1).copied();
    Some(ranked.unwrap_or(high).min(high).max(low))
}

fn hits(lookup: &Lookup, matches: &[Match<'_>], pivot: Option<Metres>) -> (Vec<Candidate>, bool) {
    if lookup.limit == 0 {
        return (Vec::new(), false);
    }
    let mut hits: Vec<(Candidate, &Entry)> =
        matches.iter().map(|hit| (candidate(lookup, hit, pivot), hit.entry)).collect();
    hits.sort_by(|a, b| natural_order(lookup.order, a, b));
    hits.retain(|(hit, _)| lookup.after.is_none_or(|after| hit.position > after));
    let more = hits.len() > lookup.limit;
    (hits.into_iter().map(|(hit, _)| hit).take(lookup.limit).collect(), more)
}

/// The order as `CONTRACT.md` words it, without positions.
fn natural_order(order: Order, a: &(Candidate, &Entry), b: &(Candidate, &Entry)) -> std::cmp::Ordering {
    let by_distance = || (a.0.metres, a.1.id_rank).cmp(&(b.0.metres, b.1.id_rank));
    match order {
        Order::Relevance => (b.0.score.tier.cmp(&a.0.score.tier))
            .then_with(|| b.0.score.total.total_cmp(&a.0.score.total))
            .then_with(by_distance),
        Order::Distance => by_distance(),
        Order::Name => a.1.name_rank.cmp(&b.1.name_rank),
        // None is less than every day, so the newest first puts it last.
        Order::Updated => b.1.provider.updated.cmp(&a.1.provider.updated).then(a.1.id_rank.cmp(&b.1.id_rank)),
    }
}

fn candidate(lookup: &Lookup, hit: &Match<'_>, pivot: Option<Metres>) -> Candidate {
    let score = score(lookup, hit, pivot);
    let entry = hit.entry;
    let metres = hit.metres.map_or(0, |metres| metres.get().to_bits());
    // Totals are sums of points that are not negative, so their bits compare like them.
    let (tier, key, metres) = match lookup.order {
        Order::Relevance => (u8::MAX - score.tier, !(score.total.to_bits() | 1 << 63), metres),
        Order::Distance => (0, metres, metres),
        Order::Name => (0, u64::from(entry.name_rank), 0),
        Order::Updated => {
            let days = entry.provider.updated.map_or(i32::MIN, RecordDate::days);
            (0, u64::from(i32::MAX.abs_diff(days)), 0)
        }
    };
    let position = Position { tier, key, metres, id_rank: entry.id_rank };
    Candidate { provider: entry.number, practice: hit.practice, metres: hit.metres, score, position }
}

fn score(lookup: &Lookup, hit: &Match<'_>, pivot: Option<Metres>) -> Score {
    let model = &lookup.score;
    let tier = model.tiers.iter().find(|(held, _)| holds(held, lookup, hit)).map_or(0, |(_, tier)| *tier);
    let values = model.matches.iter().filter(|(held, _)| holds(held, lookup, hit)).map(|(_, value)| *value);
    let listed = values.fold(0.0, f64::max);
    let matched =
        hit.words.as_ref().map_or(listed, |words| listed.max(words.bm25 / (words.bm25 + model.text_half)));
    let part = |signal, value: f64, weight: f64| Part { signal, value, weight, points: value * weight };
    let mut parts = vec![part(Signal::Match, matched, model.match_weight)];
    if let (Some(pivot), Some(metres)) = (pivot, hit.metres) {
        let near = if metres == Metres::ZERO { 1.0 } else { pivot.get() / (pivot.get() + metres.get()) };
        parts.push(part(Signal::Distance, near, model.distance_weight));
    }
    parts.push(part(Signal::Quality, hit.entry.quality, model.quality_weight));
    let total = parts.iter().fold(0.0, |total, part| total + part.points);
    Score { tier, total, parts: parts.into() }
}

fn holds(held: &Trait, lookup: &Lookup, hit: &Match<'_>) -> bool {
    let provider = &hit.entry.provider;
    match held {
        Trait::Primary(specialty) => {
            provider.specialties.first().is_some_and(|claim| claim.specialty == *specialty)
        }
        Trait::Has(concept) => {
            provider.practices.get(hit.practice).is_some_and(|practice| has(provider, practice, concept))
        }
        Trait::ExactName => {
            let asked: Vec<&str> = lookup.words.iter().flat_map(Words::texts).collect();
            hit.words.is_some() && is_exact_name(&provider.name, &asked)
        }
        Trait::CleanWords => hit.words.as_ref().is_some_and(|words| words.clean),
        Trait::WholeWords => hit.words.as_ref().is_some_and(|words| words.whole),
        Trait::CalledOtherwise => hit.words.as_ref().is_some_and(|words| words.called),
        Trait::Always => true,
    }
}

/// Whether words are a name, however it is parted: given and family name in either order, or an organization's with or
/// without its legal form.
fn is_exact_name(name: &Name, words: &[&str]) -> bool {
    let whole = fold(&format!("{} {}", name.given(), name.family())).replace(' ', "");
    let turns = match name {
        Name::Person { .. } => words.len(),
        Name::Organization(_) => 1,
    };
    let formed = || {
        let form = |form: &&str| words.concat() + form == whole;
        !words.is_empty() && matches!(name, Name::Organization(_)) && Name::LEGAL_FORMS.iter().any(form)
    };
    (0..turns).any(|turn| words[turn..].concat() + &words[..turn].concat() == whole) || formed()
}

#[cfg(test)]
mod tests;
