//! The oracle's words: every provider's, counted without an index.

use super::super::lookup::{Given, Words};
use super::super::name_words;
use super::super::terms::{Likeness, allowed_edits};
use super::super::text::{average, rarity, saturation};
use crate::domain::Provider;
use crate::vocabulary::normalize::tokens;
use std::collections::{BTreeMap, BTreeSet};
use tantivy::fieldnorm::FieldNormReader;

/// Who has which words.
#[derive(Debug)]
pub(super) struct Dictionary {
    /// By provider's number.
    names: Vec<Vec<String>>,
    /// By provider's number: words of the given name, and its first letter.
    given: Vec<BTreeSet<String>>,
    /// How many providers have a word.
    having: BTreeMap<String, u64>,
    average_length: f64,
}

/// The terms that one word asked for stands for.
#[derive(Debug)]
pub(super) struct Reading {
    terms: BTreeMap<String, Likeness>,
    /// Forms of the given name that stand for the word.
    called: BTreeSet<String>,
    rarity: f64,
}

/// How a provider's words match those asked for.
#[derive(Debug)]
pub(super) struct WordMatch {
    /// Their score.
    pub(super) bm25: f64,
    /// Whether no edit was needed.
    pub(super) clean: bool,
    /// Whether no word is only the beginning of one, or borne with an edit.
    pub(super) whole: bool,
    /// Whether a word is only borne in another form.
    pub(super) called: bool,
}

impl Dictionary {
    /// Counts the words of providers, given by number.
    pub(super) fn of<'p>(providers: impl Iterator<Item = &'p Provider>) -> Self {
        let (names, given): (Vec<Vec<String>>, Vec<BTreeSet<String>>) =
            providers.map(|provider| (words_of(provider), forms_of_given(provider.name.given()))).unzip();
        let mut having = BTreeMap::new();
        for name in &names {
            for word in name.iter().collect::<BTreeSet<_>>() {
                *having.entry(word.clone()).or_default() += 1;
            }
        }
        let words = names.iter().map(|name| name.len() as u64).sum();
        let average_length = average(words, u32::try_from(names.len()).unwrap_or(u32::MAX));
        Self { names, given, having, average_length }
    }

    /// Finds the terms of each word asked for.
    pub(super) fn read(&self, words: &Words) -> Vec<Reading> {
        let last = words.words.len() - 1;
        let readings = words.words.iter().enumerate().map(|(place, word)| {
            let (prefix, text) = (words.last_is_prefix && place == last, &word.text);
            let (own, called) = match &word.given {
                Given::AsTyped => (true, BTreeSet::new()),
                Given::Also(others) => (true, others.iter().cloned().collect()),
                Given::Initial => (false, BTreeSet::from([text.clone()])),
            };
            let like = |term: &String| Some((term.clone(), likeness(term, text, prefix, words.edits)?));
            let terms: BTreeMap<String, Likeness> =
                self.having.keys().filter(|_| own).filter_map(like).collect();
            let mut having: u64 = terms.keys().map(|term| self.having[term]).sum();
            if having == 0 {
                having = self.given.iter().map(|given| given.intersection(&called).count() as u64).sum();
            }
            let providers = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
            Reading { terms, called, rarity: rarity(having.min(u64::from(providers)), providers) }
        });
        readings.collect()
    }

    /// Judges a provider; `None` when it lacks a word.
    pub(super) fn judge(&self, readings: &[Reading], number: u32) -> Option<WordMatch> {
        let name = &self.names[number as usize];
        let norm = FieldNormReader::fieldnorm_to_id(u32::try_from(name.len()).unwrap_or(u32::MAX));
        let length = f64::from(FieldNormReader::id_to_fieldnorm(norm)) / self.average_length;
        let mut judged = WordMatch { bm25: 0.0, clean: true, whole: true, called: false };
        for reading in readings {
            let own = name.iter().filter_map(|word| reading.terms.get(word).copied());
            let called = self.given[number as usize].intersection(&reading.called);
            let found: Vec<Likeness> = own.chain(called.map(|_| Likeness::Called)).collect();
            let best = *found.iter().min()?;
            let count = f64::from(u32::try_from(found.len()).unwrap_or(u32::MAX));
            judged.bm25 += best.weight() * reading.rarity * saturation(count, length);
            judged.clean &= best != Likeness::Edited;
            judged.whole &= !matches!(best, Likeness::Begun | Likeness::Edited);
            judged.called |= best == Likeness::Called;
        }
        Some(judged)
    }
}

fn forms_of_given(given: &str) -> BTreeSet<String> {
    let words = words_in(given);
    let initial = words.first().and_then(|word| word.chars().next()).map(String::from);
    words.into_iter().chain(initial).collect()
}

fn words_of(provider: &Provider) -> Vec<String> {
    words_in(&name_words::words_of(provider))
}

fn words_in(text: &str) -> Vec<String> {
    tokens(text).into_iter().map(|token| token.text).collect()
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
