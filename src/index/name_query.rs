//! Words asked for in names: who has them all, how well, and whether without an edit.
//!
//! In: the words' numbers, the columns of words. Out: providers, and [`Heard`] of one. Invariants: a provider is found
//! exactly if each word matches one of its words; the score of a word that stands for several counts them as one, so that
//! a rare misspelling never outweighs the word itself.

use super::clause::gallop;
use super::clock::Clock;
use super::marked::Marked;
use super::name_table::{Entries, NameView};
use super::terms::{Asked, Likeness};
use super::text::{rarity, saturation};
use std::hint::black_box;
use tantivy::fieldnorm::FieldNormReader;

/// Entries of one in so many providers and more are put in order by marking the providers instead of sorting them.
///
/// # Source
/// Measured with `benches/workload.rs`: marks of nine million providers lie beyond the caches, and with one in a thousand
/// marked took half as long again as sorting.
const SPARSE: usize = 64;

/// A look at the words of a provider costs as much as to mark so many.
///
/// # Source
/// Measured with `benches/workload.rs` over nine million providers, whose words lie far from each other in memory.
const MARKS_A_LOOK: u64 = 8;

/// Of how many providers the words are looked at together.
const LOOKED_AT_TOGETHER: usize = 64;

/// Words asked for in the names of a generation.
pub(super) struct NameQuery<'s> {
    texts: Vec<String>,
    words: Vec<Wanted>,
    table: NameView<'s>,
    lengths: &'s FieldNormReader,
    average_length: f64,
}

/// A word asked for, and what it is worth.
struct Wanted {
    asked: Asked,
    rarity: f64,
    /// How many entries it has.
    entries: u64,
}

/// How a provider has the words asked for.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Heard {
    /// Their score.
    pub(super) bm25: f64,
    /// One needed an edit.
    pub(super) edited: bool,
    /// One is there only as another form of the given name.
    pub(super) called: bool,
    /// One is there only as the beginning of another, or with an edit.
    pub(super) part: bool,
}

impl Heard {
    /// As good as nobody can have words.
    pub(super) const BEST: Self = Self { bm25: f64::MAX, edited: false, called: false, part: false };
}

impl<'s> NameQuery<'s> {
    /// The query of words; `lengths` are those of providers, in words, and their average.
    pub(super) fn new(
        texts: Vec<String>,
        asked: Vec<Asked>,
        table: NameView<'s>,
        (lengths, average_length): (&'s FieldNormReader, f64),
    ) -> Self {
        let providers = table.providers();
        let wanted = asked.into_iter().map(|asked| {
            let having = asked.bearers(&table).min(providers as u64);
            let rarity = rarity(having, u32::try_from(providers).unwrap_or(u32::MAX));
            Wanted { entries: asked.entries(&table), rarity, asked }
        });
        Self { texts, words: wanted.collect(), table, lengths, average_length }
    }

    /// The words.
    pub(super) fn texts(&self) -> &[String] {
        &self.texts
    }

    /// What was asked for, where it is one word.
    pub(super) fn only_word(&self) -> Option<&Asked> {
        match self.words.as_slice() {
            [only] => Some(&only.asked),
            _ => None,
        }
    }

    /// The entries of all words, with how they match; of each range by itself.
    pub(super) fn entries(&self) -> Vec<(Entries<'s>, Likeness)> {
        let ranges = self.words.iter().flat_map(|word| &word.asked.ranges);
        ranges.map(|(range, likeness)| (self.table.entries(range), *likeness)).collect()
    }

    /// How many entries the rarest word has; as many providers have all words at most.
    pub(super) fn at_most(&self) -> u64 {
        self.words.iter().map(|word| word.entries).min().unwrap_or(0)
    }

    /// Whoever has the rarest word, as often as it has words that stand for it.
    pub(super) fn bearers_of_rarest(&self) -> impl Iterator<Item = u32> + use<'s> {
        let rarest = self.words.iter().min_by_key(|word| word.entries);
        let ranges = rarest.map(|word| &word.asked.ranges).into_iter().flatten();
        let lists: Vec<&'s [u32]> = ranges.map(|(range, _)| self.table.entries(range).bearers).collect();
        lists.into_iter().flatten().copied()
    }

    /// Whether a provider has all words.
    ///
    /// # Complexity
    /// O(words of the provider) for each word.
    #[inline]
    pub(super) fn has_all(&self, provider: u32) -> bool {
        let own = self.table.words_of(provider);
        self.words.iter().all(|word| word.asked.is_among(own))
    }

    /// Those of some providers who have all words, in their order.
    ///
    /// # Complexity
    /// As [`NameQuery::has_all`] of each, of several at once.
    pub(super) fn with_all<'p>(&'p self, providers: &'p [u32]) -> impl Iterator<Item = u32> + use<'p, 's> {
        self.whose_words(providers, |own| self.words.iter().all(|word| word.asked.is_among(own)))
    }

    /// Those of some providers whose words are as wanted. Where words lie is looked up first, for many at a time, so that
    /// memory is waited for together.
    fn whose_words<'p, F: Fn(&[u32]) -> bool + Copy + 'p>(
        &'p self,
        providers: &'p [u32],
        wanted: F,
    ) -> impl Iterator<Item = u32> + use<'p, 's, F> {
        providers.chunks(LOOKED_AT_TOGETHER).flat_map(move |some| {
            let mut words: [&[u32]; LOOKED_AT_TOGETHER] = [&[]; LOOKED_AT_TOGETHER];
            for (provider, words) in some.iter().zip(&mut words) {
                *words = self.table.words_of(*provider);
            }
            some.iter().zip(words).filter(move |(_, own)| wanted(own)).map(|(provider, _)| *provider)
        })
    }

    /// Reads the first word of each of some providers, so that memory is waited for together and not by one who is heard
    /// after the other.
    pub(super) fn fetch(&self, providers: &[u32]) {
        let first = |provider: &u32| self.table.words_of(*provider).first().copied().unwrap_or(0);
        let length = |provider: &u32| self.lengths.fieldnorm(*provider);
        black_box(providers.iter().fold(0, |all, provider| all ^ first(provider) ^ length(provider)));
    }

    /// How a provider has the words; `None` when it lacks one.
    ///
    /// # Complexity
    /// As [`NameQuery::has_all`].
    pub(super) fn heard(&self, provider: u32) -> Option<Heard> {
        let own = self.table.words_of(provider);
        let mut heard = Heard::default();
        let length = f64::from(self.lengths.fieldnorm(provider)) / self.average_length;
        for word in &self.words {
            let (times, best) = word.asked.times(own)?;
            heard.bm25 += word.score(best, f64::from(times), length);
            heard.edited |= best == Likeness::Edited;
            heard.called |= best == Likeness::Called;
            heard.part |= matches!(best, Likeness::Begun | Likeness::Edited);
        }
        Some(heard)
    }

    /// How a provider of so many words would have the only word, once.
    pub(super) fn would_be_heard(&self, best: Likeness, words: u8) -> Heard {
        let length = f64::from(words) / self.average_length;
        let bm25 = self.words.iter().map(|word| word.score(best, 1.0, length)).sum();
        Heard { bm25, edited: false, called: false, part: matches!(best, Likeness::Begun | Likeness::Edited) }
    }

    /// Everybody who has all words, ascending. A cut list lacks some.
    ///
    /// # Complexity
    /// For the p entries of the rarest word: O(p), where they are few O(p log p); for each further word of q entries the
    /// smaller of O(q) and a look at the words of p providers.
    pub(super) fn bearers(&self, clock: &mut Clock) -> Vec<u32> {
        let mut words: Vec<&Wanted> = self.words.iter().collect();
        words.sort_by_key(|word| word.entries);
        let Some((rarest, others)) = words.split_first() else { return Vec::new() };
        let entries = usize::try_from(rarest.entries).unwrap_or(0);
        let is_in_order = rarest.is_one_list();
        let is_dense = !is_in_order && entries.saturating_mul(SPARSE) >= self.table.providers();
        let mut bearers = match others {
            [] if is_dense => return self.marked(rarest).providers(),
            _ => self.all_with(rarest, clock),
        };
        for word in others {
            if clock.look().is_break() {
                return Vec::new();
            }
            self.keep_those_with(word, &mut bearers);
        }
        // Put in order only now, when most of them are gone.
        if !is_in_order {
            put_in_order(&mut bearers);
        }
        bearers
    }

    /// Everybody who has all words, each once, in any order. A cut list lacks some.
    ///
    /// # Complexity
    /// O(entries) for one word that may go on, which is not put in order; else as [`NameQuery::bearers`].
    pub(super) fn each_bearer(&self, clock: &mut Clock, visit: &mut impl FnMut(u32)) {
        let beginning = self.only_word().filter(|asked| asked.is_beginning());
        let typed = self.texts.first().and_then(|word| u8::try_from(word.len()).ok());
        // What two words share is told up to 255 bytes.
        let Some(typed) = typed.filter(|typed| beginning.is_some() && *typed < u8::MAX) else {
            self.bearers(clock).into_iter().for_each(visit);
            return;
        };
        for (entries, _) in self.entries() {
            // Whoever has several words that begin so is there at the first of them.
            let firsts = entries.bearers.iter().zip(entries.shared).filter(|(_, shared)| **shared < typed);
            firsts.for_each(|(provider, _)| visit(*provider));
        }
    }

    /// The bearers of a word, range by range and word by word, in each of them ascending.
    fn all_with(&self, word: &Wanted, clock: &mut Clock) -> Vec<u32> {
        let mut all: Vec<u32> = Vec::with_capacity(usize::try_from(word.entries).unwrap_or(0));
        for (range, _) in &word.asked.ranges {
            if clock.look().is_break() {
                break;
            }
            all.extend_from_slice(self.table.entries(range).bearers);
        }
        all
    }

    /// Drops whoever lacks a word; quickest where `bearers` ascend for long.
    fn keep_those_with(&self, word: &Wanted, bearers: &mut Vec<u32>) {
        if let [(range, _)] = word.asked.ranges.as_slice()
            && range.len() == 1
        {
            let having = self.table.entries(range).bearers;
            let (mut place, mut before) = (0, 0);
            bearers.retain(|provider| {
                if *provider < before {
                    place = 0;
                }
                before = *provider;
                place = gallop(having, place, *provider);
                having.get(place) == Some(provider)
            });
        } else if word.entries < (bearers.len() as u64).saturating_mul(MARKS_A_LOOK) {
            let marked = self.marked(word);
            bearers.retain(|provider| marked.has(*provider));
        } else {
            *bearers = self.whose_words(bearers, |own| word.asked.is_among(own)).collect();
        }
    }

    fn marked(&self, word: &Wanted) -> Marked {
        let mut marked = Marked::none(self.table.providers());
        for (range, _) in &word.asked.ranges {
            self.table.entries(range).bearers.iter().for_each(|provider| marked.mark(*provider));
        }
        marked
    }
}

/// Sorts bearers of several words, each provider once.
#[expect(clippy::stable_sort_primitive, reason = "it joins runs that ascend, which those of each word are")]
fn put_in_order(bearers: &mut Vec<u32>) {
    bearers.sort();
    bearers.dedup();
}

impl Wanted {
    /// Whether it is a single word, whose bearers ascend.
    fn is_one_list(&self) -> bool {
        matches!(self.asked.ranges.as_slice(), [(range, _)] if range.len() == 1)
    }

    fn score(&self, best: Likeness, times: f64, length: f64) -> f64 {
        best.weight() * self.rarity * saturation(times, length)
    }
}
