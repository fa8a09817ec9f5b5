//! The terms of the text index: which of them a word asked for stands for.
//!
//! In: a word. Out: [`Asked`], its terms with how each matches. Invariant: terms of given names are asked only for what
//! says so, so that an initial or a nickname never matches any other word.

use super::lookup::{Given, Words};
use super::store::IndexError;
use std::cmp::Reverse;
use std::sync::Arc;
use tantivy::postings::{SegmentPostings, TermInfo};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
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

/// A word asked for, with the terms it stands for.
pub(super) struct Asked {
    pub(super) terms: Vec<(TermInfo, Likeness)>,
}

impl Terms {
    /// The terms that each word stands for.
    pub(super) fn ask(&self, words: &Words) -> Result<Vec<Asked>, IndexError> {
        let asked = words.words.iter().enumerate().map(|(place, word)| {
            let edits = allowed_edits(&word.text, words.edits);
            let mut terms = Vec::new();
            match &word.given {
                Given::AsTyped => self.like(&word.text, words.is_prefix(place), edits, &mut terms)?,
                Given::Also(others) => {
                    self.like(&word.text, words.is_prefix(place), edits, &mut terms)?;
                    self.called(others, &mut terms)?;
                }
                Given::Initial => self.called(std::slice::from_ref(&word.text), &mut terms)?,
            }
            Ok(Asked { terms })
        });
        asked.collect::<std::io::Result<_>>().map_err(text_error)
    }

    /// The terms of all names that are, begin with or are nearly the word.
    fn like(
        &self,
        word: &str,
        prefix: bool,
        edits: u8,
        terms: &mut Vec<(TermInfo, Likeness)>,
    ) -> std::io::Result<()> {
        let dictionary = self.words.terms();
        if prefix {
            let mut stream = dictionary.range().ge(word).into_stream()?;
            while let Some((term, info)) = stream.next().filter(|(term, _)| term.starts_with(word.as_bytes()))
            {
                let likeness = if term == word.as_bytes() { Likeness::Whole } else { Likeness::Begun };
                terms.push((info.clone(), likeness));
            }
        } else if let Some(info) = dictionary.get(word)? {
            terms.push((info, Likeness::Whole));
        }
        if edits > 0 {
            let query = FuzzyTermQuery::new(Term::from_field_text(self.field, word), edits, true);
            let automaton = query.automaton().map_err(std::io::Error::other)?;
            let mut stream = dictionary.search(automaton).into_stream()?;
            while let Some((term, info)) = stream.next() {
                let seen = term == word.as_bytes() || (prefix && term.starts_with(word.as_bytes()));
                if !seen && !term.iter().any(u8::is_ascii_digit) {
                    terms.push((info.clone(), Likeness::Edited));
                }
            }
        }
        Ok(())
    }

    /// Those of the forms that are given names, each once.
    fn called(&self, forms: &[String], terms: &mut Vec<(TermInfo, Likeness)>) -> std::io::Result<()> {
        let first = |(place, form): &(usize, &String)| !forms[..*place].contains(form);
        for (_, form) in forms.iter().enumerate().filter(first) {
            let known = self.given.terms().get(form)?;
            terms.extend(known.map(|info| (info, Likeness::Called)));
        }
        Ok(())
    }

    /// The postings of a term that matches so.
    pub(super) fn postings(
        &self,
        info: &TermInfo,
        likeness: Likeness,
        option: IndexRecordOption,
    ) -> Result<SegmentPostings, IndexError> {
        let (terms, option) = match likeness {
            Likeness::Whole | Likeness::Begun | Likeness::Edited => (&self.words, option),
            Likeness::Called => (&self.given, IndexRecordOption::Basic),
        };
        terms.read_postings_from_terminfo(info, option).map_err(text_error)
    }

    /// The words that begin so, with how many providers have each: the word itself first, then those that most have.
    pub(super) fn begun(&self, word: &str, limit: usize) -> Result<Vec<(String, u32)>, IndexError> {
        let stream = self.words.terms().range().ge(word).into_stream();
        let mut stream = stream.map_err(text_error)?;
        let mut begun = Vec::new();
        while let Some((term, info)) = stream.next().filter(|(term, _)| term.starts_with(word.as_bytes())) {
            begun.push((String::from_utf8_lossy(term).into_owned(), info.doc_freq));
        }
        Ok(commonest(begun, word, limit))
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
    /// How many postings its terms have together.
    pub(super) fn postings(&self) -> u64 {
        self.having(|_| true)
    }

    /// How many providers count as having the word: those who have it as it is or nearly so. Where nobody has, those
    /// whose given name has another form of it, so that nicknames change nothing for a name that is borne as asked.
    pub(super) fn bearers(&self) -> u64 {
        match self.having(|likeness| likeness != Likeness::Called) {
            0 => self.postings(),
            having => having,
        }
    }

    fn having(&self, counts: impl Fn(Likeness) -> bool) -> u64 {
        let counted = self.terms.iter().filter(|(_, likeness)| counts(*likeness));
        counted.map(|(info, _)| u64::from(info.doc_freq)).sum()
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

fn text_error(error: std::io::Error) -> IndexError {
    IndexError::Text(error.into())
}
