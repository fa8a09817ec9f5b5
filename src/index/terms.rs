//! The terms of the text index: which of them a word asked for stands for.
//!
//! In: a word. Out: [`Asked`], the numbers of its terms with how each matches. Invariant: terms of given names are asked only for what
//! says so, so that an initial or a nickname never matches any other word.

use super::error::IndexError;
use super::lookup::{Given, Words};
use super::name_table::NameView;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;
use tantivy::{InvertedIndexReader, Term};

/// What a word counts that is only the beginning of the one in the name, one that is an edit or two away, and a given
/// name in another form: a whole word stands first among names that are else alike.
pub(super) const BEGUN: f64 = 0.8;
/// See [`BEGUN`].
pub(super) const EDITED: f64 = 0.6;
/// See [`BEGUN`].
pub(super) const CALLED: f64 = 0.6;

/// The longest word that is looked for with edits: longer than any of the 24,996 names of the federal sample.
pub(super) const LONGEST_EDITED: usize = 32;

/// How a term of the index matches a word asked for; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// It is the word.
    Whole,
    /// It begins with the word.
    Begun,
    /// It is another form of the given name: a nickname of it, or the name that the letter begins.
    Called,
    /// It is an edit or two away.
    Edited,
}

/// The terms of all names, and those of given names.
pub(super) struct Terms {
    pub(super) field: Field,
    pub(super) words: Arc<InvertedIndexReader>,
    pub(super) given: Arc<InvertedIndexReader>,
}

/// A word asked for: the numbers of the words it stands for, ascending, in ranges that have nothing in common.
pub(super) struct Asked {
    pub(super) ranges: Vec<(Range<u32>, Likeness)>,
}

impl Terms {
    /// How many words there are, given names counted once more.
    pub(super) fn count(&self) -> usize {
        self.words.terms().num_terms() + self.given.terms().num_terms()
    }

    /// What each word stands for.
    pub(super) fn ask(&self, words: &Words) -> Result<Vec<Asked>, IndexError> {
        let asked = words.words.iter().enumerate().map(|(place, word)| {
            let edits = allowed_edits(&word.text, words.edits);
            let mut ranges = Vec::new();
            match &word.given {
                Given::AsTyped => self.like(&word.text, words.is_prefix(place), edits, &mut ranges)?,
                Given::Also(others) => {
                    self.like(&word.text, words.is_prefix(place), edits, &mut ranges)?;
                    self.called(others, &mut ranges)?;
                }
                Given::Initial => self.called(std::slice::from_ref(&word.text), &mut ranges)?,
            }
            ranges.sort_unstable_by_key(|(range, _)| range.start);
            Ok(Asked { ranges })
        });
        asked.collect::<std::io::Result<_>>().map_err(text_error)
    }

    /// Words of all names that are, begin with or are nearly the word.
    fn like(
        &self,
        word: &str,
        prefix: bool,
        edits: u8,
        ranges: &mut Vec<(Range<u32>, Likeness)>,
    ) -> std::io::Result<()> {
        let dictionary = self.words.terms();
        let whole = dictionary.term_ord(word)?.map(narrow);
        ranges.extend(whole.map(|number| (number..number + 1, Likeness::Whole)));
        if prefix {
            let all = self.beginning(word)?;
            let begun = whole.map_or(all.start, |number| number + 1)..all.end;
            ranges.extend((!begun.is_empty()).then_some((begun, Likeness::Begun)));
        }
        if edits > 0 {
            let query = FuzzyTermQuery::new(Term::from_field_text(self.field, word), edits, true);
            let automaton = query.automaton().map_err(std::io::Error::other)?;
            let mut stream = dictionary.search(automaton).into_stream()?;
            while stream.advance() {
                let term = stream.key();
                let seen = term == word.as_bytes() || (prefix && term.starts_with(word.as_bytes()));
                if !seen && !term.iter().any(u8::is_ascii_digit) {
                    let number = narrow(stream.term_ord());
                    ranges.push((number..number + 1, Likeness::Edited));
                }
            }
        }
        Ok(())
    }

    /// The numbers of the words that begin so.
    fn beginning(&self, word: &str) -> std::io::Result<Range<u32>> {
        let start = self.first_from(word.as_bytes())?;
        let mut after = word.as_bytes().to_vec();
        // No byte of UTF-8 is the greatest there is.
        let end = match after.last_mut() {
            None => self.words.terms().num_terms(),
            Some(last) => {
                *last += 1;
                self.first_from(&after)?
            }
        };
        Ok(narrow(start as u64)..narrow(end as u64))
    }

    /// The number of the first word that is not before a text.
    fn first_from(&self, text: &[u8]) -> std::io::Result<usize> {
        let dictionary = self.words.terms();
        let mut stream = dictionary.range().ge(text).into_stream()?;
        let first = if stream.advance() { usize::try_from(stream.term_ord()).ok() } else { None };
        Ok(first.unwrap_or_else(|| dictionary.num_terms()))
    }

    /// Those of the forms that are given names, each once.
    fn called(&self, forms: &[String], ranges: &mut Vec<(Range<u32>, Likeness)>) -> std::io::Result<()> {
        let first = |(place, form): &(usize, &String)| !forms[..*place].contains(form);
        let own = narrow(self.words.terms().num_terms() as u64);
        for (_, form) in forms.iter().enumerate().filter(first) {
            let known = self.given.terms().term_ord(form)?.map(|number| own + narrow(number));
            ranges.extend(known.map(|number| (number..number + 1, Likeness::Called)));
        }
        Ok(())
    }

    /// The words that begin so, at most `limit`: the word itself first, then those that most have, by alphabet where
    /// as many have them.
    pub(super) fn begun(
        &self,
        word: &str,
        table: NameView<'_>,
        limit: usize,
    ) -> Result<Vec<String>, IndexError> {
        let all = self.beginning(word).map_err(text_error)?;
        let whole = self.words.terms().term_ord(word).map_err(text_error)?.map(narrow);
        let rest = whole.map_or(all.start, |number| number + 1)..all.end;
        let left = limit.saturating_sub(usize::from(whole.is_some()));
        let numbers = whole.into_iter().chain(table.commonest(&rest, left)).take(limit);
        let text = |number: u32| {
            let mut bytes = Vec::new();
            self.words.terms().ord_to_term(u64::from(number), &mut bytes).map_err(text_error)?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        };
        numbers.map(text).collect()
    }

    /// The words whose beginning is at most so many edits away, but for those that begin so; those that most have
    /// first.
    pub(super) fn nearly_begun(
        &self,
        word: &str,
        edits: u8,
        limit: usize,
    ) -> Result<Vec<(String, u32)>, IndexError> {
        let query = FuzzyTermQuery::new_prefix(Term::from_field_text(self.field, word), edits, true);
        self.accepted(&query, word, limit, |term| term.starts_with(word.as_bytes()))
    }

    /// All words, in order, with how many have each.
    pub(super) fn all(&self) -> Result<Vec<(String, u32)>, IndexError> {
        let mut stream = self.words.terms().stream().map_err(text_error)?;
        let mut all = Vec::with_capacity(self.words.terms().num_terms());
        while let Some((term, info)) = stream.next() {
            all.push((String::from_utf8_lossy(term).into_owned(), info.doc_freq));
        }
        Ok(all)
    }

    /// The other words that are at most so many edits away; those that most have first.
    pub(super) fn near(&self, word: &str, edits: u8, limit: usize) -> Result<Vec<(String, u32)>, IndexError> {
        if word.chars().count() > LONGEST_EDITED {
            return Ok(Vec::new());
        }
        let query = FuzzyTermQuery::new(Term::from_field_text(self.field, word), edits, true);
        self.accepted(&query, word, limit, |term| term == word.as_bytes())
    }

    /// The words without digits that a query accepts, but for some.
    fn accepted(
        &self,
        query: &FuzzyTermQuery,
        word: &str,
        limit: usize,
        passed_over: impl Fn(&[u8]) -> bool,
    ) -> Result<Vec<(String, u32)>, IndexError> {
        let automaton = query.automaton().map_err(IndexError::Text)?;
        let stream = self.words.terms().search(automaton).into_stream();
        let mut stream = stream.map_err(text_error)?;
        let mut accepted = Vec::new();
        while let Some((term, info)) = stream.next() {
            if !passed_over(term) && !term.iter().any(u8::is_ascii_digit) {
                accepted.push((String::from_utf8_lossy(term).into_owned(), info.doc_freq));
            }
        }
        Ok(commonest(accepted, word, limit))
    }
}

impl Asked {
    /// How many entries its words have together.
    pub(super) fn entries(&self, table: &NameView<'_>) -> u64 {
        self.having(table, |_| true)
    }

    /// How many providers count as having the word: those who have it as it is or nearly so. Where nobody has, those
    /// whose given name has another form of it, so that nicknames change nothing for a name that is borne as asked.
    pub(super) fn bearers(&self, table: &NameView<'_>) -> u64 {
        match self.having(table, |likeness| likeness != Likeness::Called) {
            0 => self.entries(table),
            having => having,
        }
    }

    /// Whether it stands for the words that begin so and for nothing else.
    pub(super) fn is_beginning(&self) -> bool {
        let begun = |likeness: &Likeness| matches!(likeness, Likeness::Whole | Likeness::Begun);
        self.ranges.iter().all(|(_, likeness)| begun(likeness))
    }

    fn having(&self, table: &NameView<'_>, counts: impl Fn(Likeness) -> bool) -> u64 {
        let counted = self.ranges.iter().filter(|(_, likeness)| counts(*likeness));
        counted.map(|(range, _)| table.having(range)).sum()
    }

    /// Whether any of a provider's words, ascending, is one of its words.
    #[inline]
    pub(super) fn is_among(&self, own: &[u32]) -> bool {
        match self.ranges.as_slice() {
            [(only, _)] => own.iter().any(|number| only.contains(number)),
            [(whole, _), (begun, _)] if whole.end == begun.start => {
                own.iter().any(|number| (whole.start..begun.end).contains(number))
            }
            _ => own.iter().any(|number| self.likeness(*number).is_some()),
        }
    }

    /// How often a provider's words, ascending, are its words, and how at best; `None` where they never are.
    pub(super) fn times(&self, own: &[u32]) -> Option<(u32, Likeness)> {
        let found = own.iter().filter_map(|number| self.likeness(*number));
        found.fold(None, |times: Option<(u32, Likeness)>, likeness| {
            Some(times.map_or((1, likeness), |(count, best)| (count + 1, best.min(likeness))))
        })
    }

    #[inline]
    fn likeness(&self, number: u32) -> Option<Likeness> {
        let place = match self.ranges.as_slice() {
            [] => return None,
            [_] => 1,
            ranges => ranges.partition_point(|(range, _)| range.start <= number),
        };
        let (range, likeness) = self.ranges.get(place.checked_sub(1)?)?;
        range.contains(&number).then_some(*likeness)
    }
}

impl Likeness {
    /// What a match of this kind counts.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Whole => 1.0,
            Self::Begun => BEGUN,
            Self::Edited => EDITED,
            Self::Called => CALLED,
        }
    }
}

/// The word itself, then those that most providers have, then by alphabet.
fn commonest(mut words: Vec<(String, u32)>, word: &str, limit: usize) -> Vec<(String, u32)> {
    let order = |a: &(String, u32), b: &(String, u32)| {
        (a.0 != word, Reverse(a.1), &a.0).cmp(&(b.0 != word, Reverse(b.1), &b.0))
    };
    if words.len() > limit {
        words.select_nth_unstable_by(limit, order);
        words.truncate(limit);
    }
    words.sort_unstable_by(order);
    words
}

/// How many edits a word may be away: none for short words and for anything with a digit, two for long ones, none
/// again beyond the length of any real word, because the automaton grows with every letter.
///
/// # Source
/// `CONTRACT.md` asks for a first version of typo tolerance; 4 and 8 letters are the usual limits, under which one
/// edit makes another name.
pub(super) fn allowed_edits(word: &str, asked: u8) -> u8 {
    let letters = word.chars().count();
    let most = match letters {
        _ if word.chars().any(char::is_numeric) => 0,
        0..4 => 0,
        4..8 => 1,
        8..=LONGEST_EDITED => 2,
        _ => 0,
    };
    asked.min(most)
}

/// A word's number; a generation with more words than 32 bits count is not written.
fn narrow(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn text_error(error: std::io::Error) -> IndexError {
    IndexError::Text(error.into())
}
