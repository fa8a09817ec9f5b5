//! Words asked for in names: who has them all, how well, and whether without an edit.
//!
//! In: the words' numbers, the columns of words. Out: providers, and [`Heard`] of one. Invariants: a provider is found
//! exactly if each word matches one of its words; the score of a word that stands for several counts them as one, so that
//! a rare misspelling never outweighs the word itself.

use super::matching::Clock;
use super::name_table::{Entries, NameView};
use super::terms::{Asked, Likeness};
use super::text::{rarity, saturation};
use tantivy::fieldnorm::FieldNormReader;

/// Entries of one in so many providers and more are put in order by marking the providers instead of sorting them.
const SPARSE: usize = 64;

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
    /// No score of words reaches one for ever; nobody has them better.
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

    /// Whether a provider has all words.
    ///
    /// # Complexity
    /// O(words of the provider) for each word.
    #[inline]
    pub(super) fn has_all(&self, provider: u32) -> bool {
        let own = self.table.words_of(provider);
        self.words.iter().all(|word| word.asked.is_among(own))
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

    /// How a provider of so many words would have the only word, so often.
    pub(super) fn would_be_heard(&self, best: Likeness, times: u8, words: u8) -> Heard {
        let length = f64::from(words) / self.average_length;
        let bm25 = self.words.iter().map(|word| word.score(best, f64::from(times), length)).sum();
        Heard { bm25, edited: false, called: false, part: best != Likeness::Whole }
    }

    /// Everybody who has all words, ascending. A cut list lacks some.
    ///
    /// # Complexity
    /// For the p entries of the rarest word: O(p), where they are few O(p log p), and a look at the words of each.
    pub(super) fn bearers(&self, clock: &mut Clock) -> Vec<u32> {
        let places = self.words.iter().enumerate();
        let Some((rarest, word)) = places.min_by_key(|(_, word)| word.entries) else { return Vec::new() };
        let mut bearers = self.all_with(word, clock);
        if self.words.len() > 1 {
            let others = || self.words.iter().enumerate().filter(|(place, _)| *place != rarest);
            bearers.retain(|provider| {
                let own = self.table.words_of(*provider);
                clock.tick().is_continue() && others().all(|(_, word)| word.asked.is_among(own))
            });
        }
        bearers
    }

    fn all_with(&self, word: &Wanted, clock: &mut Clock) -> Vec<u32> {
        let mut all: Vec<u32> = Vec::with_capacity(usize::try_from(word.entries).unwrap_or(0));
        for (range, _) in &word.asked.ranges {
            if clock.look().is_break() {
                break;
            }
            all.extend_from_slice(self.table.entries(range).bearers);
        }
        let one_list = matches!(word.asked.ranges.as_slice(), [(range, _)] if range.len() == 1);
        if one_list {
            return all;
        }
        if all.len() * SPARSE < self.table.providers() {
            all.sort_unstable();
            all.dedup();
            return all;
        }
        let mut marked = vec![0_u64; self.table.providers().div_ceil(64)];
        for provider in &all {
            if let Some(bits) = marked.get_mut(*provider as usize / 64) {
                *bits |= 1 << (provider % 64);
            }
        }
        all.clear();
        for (mut bits, first) in marked.into_iter().zip((0_u32..).step_by(64)) {
            while bits != 0 {
                all.push(first + bits.trailing_zeros());
                bits &= bits - 1;
            }
        }
        all
    }
}

impl Wanted {
    fn score(&self, best: Likeness, times: f64, length: f64) -> f64 {
        best.weight() * self.rarity * saturation(times, length)
    }
}
