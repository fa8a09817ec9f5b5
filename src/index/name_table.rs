//! Which words a provider's names have, and who has a word: both by number, read where they lie.
//!
//! In: the columns that `name_table/write.rs` made of the text index. Out: slices. Invariant: every number in a column
//! that points into another lies in it, so that reading by a number that came out of a column cannot leave a slice.

mod write;

pub(super) use write::{FILES, Judged, write};

use super::column::{Column, Files};
use super::error::IndexError;
use super::layout;
use crate::parallel;
use std::ops::Range;

/// The words of names, mapped.
pub(super) struct NameTable {
    words: Column<u32>,
    word_offsets: Column<u32>,
    bearers: Column<u32>,
    bearer_offsets: Column<u32>,
    shared: Column<u8>,
    promises: Column<u8>,
}

/// The columns as slices.
#[derive(Clone, Copy)]
pub(super) struct NameView<'t> {
    words: &'t [u32],
    word_offsets: &'t [u32],
    bearers: &'t [u32],
    bearer_offsets: &'t [u32],
    shared: &'t [u8],
    promises: &'t [u8],
}

/// Who has any word of a range: one entry for each word and bearer, by word, then by provider.
#[derive(Clone, Copy)]
pub(super) struct Entries<'t> {
    /// The providers.
    pub(super) bearers: &'t [u32],
    /// How many bytes the word shares with the one before it among the provider's own.
    pub(super) shared: &'t [u8],
    /// What the providers promise.
    pub(super) promises: &'t [u8],
}

impl NameTable {
    /// Opens and checks the columns of so many providers and words.
    ///
    /// # Complexity
    /// One pass over every column but those of bytes.
    pub(super) fn open(files: &Files, providers: usize, words: usize) -> Result<Self, IndexError> {
        let table = Self {
            words: files.column_of_any_length(layout::NAME_WORDS)?,
            word_offsets: files.column(layout::NAME_WORD_OFFSETS, providers + 1)?,
            bearers: files.column_of_any_length(layout::WORD_BEARERS)?,
            bearer_offsets: files.column(layout::WORD_BEARER_OFFSETS, words + 1)?,
            shared: files.column_of_any_length(layout::WORD_SHARED)?,
            promises: files.column_of_any_length(layout::WORD_PROMISES)?,
        };
        match table.view().fault(providers, words) {
            None => Ok(table),
            Some(file) => Err(files.damaged(file, "holds a number that is out of order or out of range")),
        }
    }

    /// The columns as slices.
    pub(super) fn view(&self) -> NameView<'_> {
        NameView {
            words: self.words.items(),
            word_offsets: self.word_offsets.items(),
            bearers: self.bearers.items(),
            bearer_offsets: self.bearer_offsets.items(),
            shared: self.shared.items(),
            promises: self.promises.items(),
        }
    }
}

impl<'t> NameView<'t> {
    /// How many providers there are.
    pub(super) fn providers(&self) -> usize {
        self.word_offsets.len().saturating_sub(1)
    }

    /// The words of a provider, ascending, a word as often as the provider has it.
    #[inline]
    pub(super) fn words_of(&self, provider: u32) -> &'t [u32] {
        let provider = provider as usize;
        &self.words[self.word_offsets[provider] as usize..self.word_offsets[provider + 1] as usize]
    }

    /// Who has any of some words.
    pub(super) fn entries(&self, words: &Range<u32>) -> Entries<'t> {
        let place = self.place(words);
        Entries {
            bearers: &self.bearers[place.clone()],
            shared: &self.shared[place.clone()],
            promises: &self.promises[place],
        }
    }

    /// How many entries some words have: of one word, how many providers have it.
    pub(super) fn having(&self, words: &Range<u32>) -> u64 {
        self.place(words).len() as u64
    }

    /// The words of a range that most providers have, at most `limit`, the commonest first; of words that as many have
    /// the first ones.
    ///
    /// # Complexity
    /// Linear in the words, a few of them in a nanosecond.
    pub(super) fn commonest(&self, words: &Range<u32>, limit: usize) -> Vec<u32> {
        let Some(offsets) = self.bearer_offsets.get(words.start as usize..=words.end as usize) else {
            return Vec::new();
        };
        let mut best: Vec<(u32, u32)> = Vec::with_capacity(limit + 1);
        for (pair, word) in offsets.windows(2).zip(words.clone()) {
            let having = pair[1] - pair[0];
            if best.len() >= limit && best.last().is_none_or(|(least, _)| having <= *least) {
                continue;
            }
            let place = best.partition_point(|(other, _)| *other >= having);
            best.insert(place, (having, word));
            best.truncate(limit);
        }
        best.into_iter().map(|(_, word)| word).collect()
    }

    fn place(&self, words: &Range<u32>) -> Range<usize> {
        self.bearer_offsets[words.start as usize] as usize..self.bearer_offsets[words.end as usize] as usize
    }

    /// The first file that is not what it should be. All cores look.
    fn fault(&self, providers: usize, words: usize) -> Option<&'static str> {
        let in_order = |offsets: &[u32], end: usize| {
            offsets.first() == Some(&0)
                && offsets.is_sorted()
                && offsets.last().is_some_and(|last| *last as usize == end)
        };
        let below = |numbers: &[u32], limit: usize| {
            numbers.iter().max().is_none_or(|largest| (*largest as usize) < limit)
        };
        let entries = self.bearers.len();
        let checks: [(&'static str, &(dyn Fn() -> bool + Sync)); 6] = [
            (layout::NAME_WORDS, &|| below(self.words, words)),
            (layout::WORD_BEARERS, &|| below(self.bearers, providers)),
            (layout::NAME_WORD_OFFSETS, &|| in_order(self.word_offsets, self.words.len())),
            (layout::WORD_BEARER_OFFSETS, &|| in_order(self.bearer_offsets, entries)),
            (layout::WORD_SHARED, &|| self.shared.len() == entries),
            (layout::WORD_PROMISES, &|| self.promises.len() == entries),
        ];
        let sound = parallel::all(checks.len(), |check| checks[check].1());
        checks.iter().zip(sound).find(|(_, sound)| !sound).map(|((file, _), _)| *file)
    }
}

#[cfg(test)]
mod tests {
    use super::super::name_words;
    use super::super::record::NameView;
    use super::super::world::WORLD;
    use crate::vocabulary::normalize::tokens;
    use std::collections::BTreeMap;

    /// Counts by hand what the columns hold of words of all names.
    #[test]
    fn words_and_bearers_are_those_of_the_names() {
        let names = WORLD.snapshot.names();
        let mut numbers: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut words_of: Vec<Vec<String>> = Vec::new();
        for (number, provider) in (0..).zip(WORLD.oracle.providers()) {
            let text = name_words::words_of(provider);
            let mut words: Vec<String> = tokens(&text).into_iter().map(|token| token.text).collect();
            words.sort_unstable();
            for word in &words {
                let bearers = numbers.entry(word.clone()).or_default();
                if bearers.last() != Some(&number) {
                    bearers.push(number);
                }
            }
            words_of.push(words);
        }
        let dictionary: Vec<&String> = numbers.keys().collect();
        let own = u32::try_from(dictionary.len()).expect("few");
        for (number, (word, bearers)) in (0..).zip(&numbers) {
            let entries = names.entries(&(number..number + 1));
            assert_eq!(entries.bearers, bearers.as_slice(), "{word}");
            for (provider, shared) in entries.bearers.iter().zip(entries.shared) {
                let words = &words_of[*provider as usize];
                let before = words.iter().rev().find(|other| *other < word);
                let same = before.map_or(0, |before| {
                    before.bytes().zip(word.bytes()).take_while(|(one, other)| one == other).count()
                });
                assert_eq!(usize::from(*shared), same, "{word} after {before:?}");
            }
        }
        for (number, provider) in (0_u32..).zip(WORLD.oracle.providers()) {
            let (words, given): (Vec<u32>, Vec<u32>) =
                names.words_of(number).iter().partition(|word| **word < own);
            let texts: Vec<&str> = words.iter().map(|word| dictionary[*word as usize].as_str()).collect();
            assert_eq!(texts, words_of[number as usize]);
            let mut forms = String::new();
            name_words::FoldedName::of(NameView::of(&provider.name)).push_forms_of_given(&mut forms);
            let forms: std::collections::BTreeSet<&str> =
                forms.split(' ').filter(|form| !form.is_empty()).collect();
            assert_eq!(given.len(), forms.len(), "{forms:?}");
            for word in given {
                assert!(names.entries(&(word..word + 1)).bearers.binary_search(&number).is_ok());
            }
        }
    }

    #[test]
    fn the_commonest_words_come_first() {
        let names = WORLD.snapshot.names();
        let words = 0..u32::try_from(WORLD.snapshot.text().words()).expect("few");
        for limit in [0, 1, 7, 40] {
            let mut sorted: Vec<u32> = words.clone().collect();
            sorted.sort_by_key(|word| std::cmp::Reverse(names.having(&(*word..*word + 1))));
            sorted.truncate(limit);
            assert_eq!(names.commonest(&words, limit), sorted);
        }
        assert_eq!(names.commonest(&(5..5), 3), [0_u32; 0]);
    }
}
