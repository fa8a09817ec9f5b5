//! The oracle's words: every provider's, counted without an index.

use super::super::lookup::Words;
use super::super::text::{Likeness, allowed_edits, average, rarity, saturation};
use crate::domain::Provider;
use crate::vocabulary::normalize::tokens;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::fieldnorm::FieldNormReader;

/// Who has which words.
#[derive(Debug)]
pub(super) struct Dictionary {
    /// By provider's number.
    names: Vec<Vec<String>>,
    /// How many providers have a word.
    having: BTreeMap<String, u64>,
    average_length: f64,
}

/// The terms that one word asked for stands for.
#[derive(Debug)]
pub(super) struct Reading {
    terms: BTreeMap<String, Likeness>,
    rarity: f64,
}

/// How a provider's words match those asked for.
#[derive(Debug)]
pub(super) struct WordMatch {
    /// Their score.
    pub(super) bm25: f64,
    /// Whether no edit was needed.
    pub(super) clean: bool,
}

impl Dictionary {
    /// Counts the words of providers, given by number.
    pub(super) fn of<'p>(providers: impl Iterator<Item = &'p Provider>) -> Self {
        let names: Vec<Vec<String>> = providers.map(words_of).collect();
        let mut having = BTreeMap::new();
        for name in &names {
            for word in name.iter().collect::<BTreeSet<_>>() {
                *having.entry(word.clone()).or_default() += 1;
            }
        }
        let words = names.iter().map(|name| name.len() as u64).sum();
        let average_length = average(words, u32::try_from(names.len()).unwrap_or(u32::MAX));
        Self { names, having, average_length }
    }

    /// Finds the terms of each word asked for.
    pub(super) fn read(&self, words: &Words) -> Vec<Reading> {
        let last = words.words.len() - 1;
        let readings = words.words.iter().enumerate().map(|(place, word)| {
            let prefix = words.last_is_prefix && place == last;
            let like = |term: &String| Some((term.clone(), likeness(term, word, prefix, words.edits)?));
            let terms: BTreeMap<String, Likeness> = self.having.keys().filter_map(like).collect();
            let having: u64 = terms.keys().map(|term| self.having[term]).sum();
            let providers = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            Reading { terms, rarity: rarity(having.min(u64::from(providers)), providers) }
        });
        readings.collect()
    }

    /// Judges a provider; `None` when it lacks a word.
    pub(super) fn judge(&self, readings: &[Reading], number: u32) -> Option<WordMatch> {
        let name = &self.names[number as usize];
        let norm = FieldNormReader::fieldnorm_to_id(u32::try_from(name.len()).unwrap_or(u32::MAX));
        let length = f64::from(FieldNormReader::id_to_fieldnorm(norm)) / self.average_length;
        let mut judged = WordMatch { bm25: 0.0, clean: true };
        for reading in readings {
            let found: Vec<Likeness> =
                name.iter().filter_map(|word| reading.terms.get(word).copied()).collect();
            let best = *found.iter().min()?;
            let count = f64::from(u32::try_from(found.len()).unwrap_or(u32::MAX));
            judged.bm25 += best.weight() * reading.rarity * saturation(count, length);
            judged.clean &= best != Likeness::Edited;
        }
        Some(judged)
    }
}

fn words_of(provider: &Provider) -> Vec<String> {
    let practices = provider.practices.iter().filter_map(|practice| practice.name.clone());
    let names = std::iter::once(provider.name.to_string()).chain(provider.aliases.clone()).chain(practices);
    names.flat_map(|name| tokens(&name)).map(|token| token.text).collect()
}

fn likeness(term: &str, word: &str, prefix: bool, edits: u8) -> Option<Likeness> {
    let edits = usize::from(allowed_edits(word, edits));
    if term == word {
        Some(Likeness::Whole)
    } else if prefix && term.starts_with(word) {
        Some(Likeness::Begun)
    } else if edits > 0
        && !term.chars().any(|c| c.is_ascii_digit())
        && strsim::osa_distance(term, word) <= edits
    {
        Some(Likeness::Edited)
    } else {
        None
    }
}
