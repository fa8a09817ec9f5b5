//! Words in names: which providers have them all, how well, and whether without an edit.
//!
//! In: folded words, the text index. Out: [`TextMatches`]. Postings and word counts are tantivy's; what is asked never
//! passes a query parser. Invariants: a provider is in the result exactly if each word matches one of its words; the
//! score of a word that stands for several terms counts them as one term, so that a rare misspelling never
//! outweighs the word itself.

use super::layout::{NUMBER_FIELD, WORDS_FIELD};
use super::lookup::Words;
use super::matching::Clock;
use super::store::IndexError;
use std::cmp::Reverse;
use std::path::Path;
use std::sync::Arc;
use tantivy::directory::MmapDirectory;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocSet, Index, InvertedIndexReader, SegmentReader, TERMINATED, Term};

/// How soon a repeated word stops to count more, and how much long names count against theirs.
///
/// # Source
/// Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), the usual values.
pub(super) const K1: f64 = 1.2;
/// See [`K1`].
pub(super) const B: f64 = 0.75;
/// What a word counts that is only the beginning of the one in the name, and one that is an edit or two away: a whole
/// word stands first among names that are else alike.
pub(super) const BEGUN: f64 = 0.8;
/// See [`BEGUN`].
pub(super) const EDITED: f64 = 0.6;

/// The longest word that is looked for with edits: longer than any of the 24,996 names of the federal sample.
pub(super) const LONGEST_EDITED: usize = 32;

/// Every so many documents one is asked for its number at open: no length can tell that they lie in order.
///
/// # Source
/// `DESIGN.md`, section 6.
const PROVIDERS_PER_PROBE: usize = 1_000;

/// The text index of a generation.
pub(super) struct TextIndex {
    /// `None` when no provider has a word.
    segment: Option<Segment>,
}

struct Segment {
    field: Field,
    words: Arc<InvertedIndexReader>,
    lengths: FieldNormReader,
    providers: u32,
    /// Words of a provider on average.
    average_length: f64,
}

/// Providers that have all words, ascending, with their scores.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct TextMatches {
    words: Vec<String>,
    providers: Vec<u32>,
    scores: Vec<f64>,
    clean: Vec<bool>,
}

/// How a term of the index matches a word asked for; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Likeness {
    /// It is the word.
    Whole,
    /// It begins with the word.
    Begun,
    /// It is an edit or two away.
    Edited,
}

/// A word asked for, with the terms it stands for.
struct Asked {
    terms: Vec<(TermInfo, Likeness)>,
    /// How many postings they have together.
    postings: u64,
}

impl TextIndex {
    /// Opens a text index in which document numbers are provider numbers.
    ///
    /// # Errors
    /// [`IndexError::Text`] when tantivy refuses it; `Ok(None)` when it is not one segment of that many documents.
    pub(super) fn open(directory: &Path, providers: u32) -> Result<Option<Self>, IndexError> {
        let directory = MmapDirectory::open(directory).map_err(|error| IndexError::Text(error.into()))?;
        let index = Index::open(directory).map_err(IndexError::Text)?;
        let segments = index.searchable_segments().map_err(IndexError::Text)?;
        let [segment] = segments.as_slice() else {
            return Ok((segments.is_empty() && providers == 0).then_some(Self { segment: None }));
        };
        // A reader of tantivy's own would write a lock file into the generation.
        let reader = SegmentReader::open(segment).map_err(IndexError::Text)?;
        let whole = reader.max_doc() == providers && reader.num_docs() == providers;
        if !whole || !stands_at_its_numbers(&reader, providers)? {
            return Ok(None);
        }
        let field = index.schema().get_field(WORDS_FIELD).map_err(IndexError::Text)?;
        if providers == 0 {
            return Ok(Some(Self { segment: None }));
        }
        let words = reader.inverted_index(field).map_err(IndexError::Text)?;
        let lengths = reader.get_fieldnorms_reader(field).map_err(IndexError::Text)?;
        let average_length = average(words.total_num_tokens(), providers);
        Ok(Some(Self { segment: Some(Segment { field, words, lengths, providers, average_length }) }))
    }

    /// Everybody who has all words, or those among `within` (ascending) where `within_at_most`, which is how many
    /// there can be, is less than the rarest word's postings.
    ///
    /// # Errors
    /// [`IndexError::Text`] when the index cannot be read.
    ///
    /// # Complexity
    /// O(p log p) for the p postings of the rarest word (or of `within`), and for each further term the smaller of
    /// its own postings and p seeks.
    pub(super) fn find(
        &self,
        words: &Words,
        within_at_most: usize,
        within: impl FnOnce(&mut Clock) -> Vec<u32>,
        clock: &mut Clock,
    ) -> Result<TextMatches, IndexError> {
        let mut matches = TextMatches { words: words.words.clone(), ..TextMatches::default() };
        let Some(segment) = &self.segment else { return Ok(matches) };
        let asked = segment.ask(words)?;
        let Some(rarest) = asked.iter().min_by_key(|word| word.postings) else { return Ok(matches) };
        matches.providers = if (within_at_most as u64) < rarest.postings {
            within(clock)
        } else {
            segment.everybody_with(rarest, clock)?
        };
        matches.scores = vec![0.0; matches.providers.len()];
        matches.clean = vec![true; matches.providers.len()];
        for word in &asked {
            segment.keep_those_with(word, &mut matches, clock)?;
        }
        Ok(matches)
    }
}

impl TextIndex {
    /// The words that begin so, with how many providers have each: the word itself first, then those that most have.
    ///
    /// # Errors
    /// [`IndexError::Text`] when the index cannot be read.
    ///
    /// # Complexity
    /// Linear in the words that begin so.
    pub(super) fn begun(&self, word: &str, limit: usize) -> Result<Vec<(String, u32)>, IndexError> {
        let Some(segment) = &self.segment else { return Ok(Vec::new()) };
        let stream = segment.words.terms().range().ge(word).into_stream();
        let mut stream = stream.map_err(text_error)?;
        let mut begun = Vec::new();
        while let Some((term, info)) = stream.next().filter(|(term, _)| term.starts_with(word.as_bytes())) {
            begun.push((String::from_utf8_lossy(term).into_owned(), info.doc_freq));
        }
        Ok(commonest(begun, word, limit))
    }

    /// The words whose beginning is at most so many edits away, but for those that begin so; those that most have
    /// first. Words with digits are none of them.
    ///
    /// # Errors
    /// [`IndexError::Text`] when the index cannot be read.
    pub(super) fn nearly_begun(
        &self,
        word: &str,
        edits: u8,
        limit: usize,
    ) -> Result<Vec<(String, u32)>, IndexError> {
        let Some(segment) = &self.segment else { return Ok(Vec::new()) };
        let query = FuzzyTermQuery::new_prefix(Term::from_field_text(segment.field, word), edits, true);
        let automaton = query.automaton().map_err(IndexError::Text)?;
        let stream = segment.words.terms().search(automaton).into_stream();
        let mut stream = stream.map_err(text_error)?;
        let mut begun = Vec::new();
        while let Some((term, info)) = stream.next() {
            if !term.starts_with(word.as_bytes()) && !term.iter().any(u8::is_ascii_digit) {
                begun.push((String::from_utf8_lossy(term).into_owned(), info.doc_freq));
            }
        }
        Ok(commonest(begun, word, limit))
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

/// Whether documents were written for the providers whose numbers they have.
fn stands_at_its_numbers(reader: &SegmentReader, providers: u32) -> Result<bool, IndexError> {
    let numbers = reader.fast_fields().u64(NUMBER_FIELD).map_err(IndexError::Text)?;
    let mut probes = (0..providers).step_by(PROVIDERS_PER_PROBE);
    Ok(probes.all(|document| numbers.first(document) == Some(u64::from(document))))
}

impl Segment {
    /// The terms that each word stands for.
    fn ask(&self, words: &Words) -> Result<Vec<Asked>, IndexError> {
        let last = words.words.len().saturating_sub(1);
        let asked = words.words.iter().enumerate().map(|(place, word)| {
            let terms =
                self.terms(word, words.last_is_prefix && place == last, allowed_edits(word, words.edits));
            terms.map_err(text_error).map(|terms| Asked {
                postings: terms.iter().map(|(info, _)| u64::from(info.doc_freq)).sum(),
                terms,
            })
        });
        asked.collect()
    }

    fn terms(&self, word: &str, prefix: bool, edits: u8) -> std::io::Result<Vec<(TermInfo, Likeness)>> {
        let dictionary = self.words.terms();
        let mut terms = Vec::new();
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
        Ok(terms)
    }

    /// Whoever has any of a word's terms, ascending.
    fn everybody_with(&self, word: &Asked, clock: &mut Clock) -> Result<Vec<u32>, IndexError> {
        let mut providers = Vec::new();
        for (info, _) in &word.terms {
            if clock.look().is_break() {
                break;
            }
            let mut postings = self.postings(info, IndexRecordOption::Basic)?;
            while postings.doc() != TERMINATED {
                providers.push(postings.doc());
                postings.advance();
            }
        }
        if word.terms.len() > 1 {
            providers.sort_unstable();
            providers.dedup();
        }
        Ok(providers)
    }

    /// Drops whoever lacks a word and adds the word's score to the others.
    fn keep_those_with(
        &self,
        word: &Asked,
        matches: &mut TextMatches,
        clock: &mut Clock,
    ) -> Result<(), IndexError> {
        let mut times = vec![(0_u32, Likeness::Edited); matches.providers.len()];
        for (info, likeness) in &word.terms {
            if clock.look().is_break() {
                break;
            }
            let mut postings = self.postings(info, IndexRecordOption::WithFreqs)?;
            in_both(&mut postings, &matches.providers, |place, often| {
                let (count, best) = &mut times[place];
                *count += often;
                *best = (*best).min(*likeness);
            });
        }
        let having = word.postings.min(u64::from(self.providers));
        let (rarity, average) = (rarity(having, self.providers), self.average_length);
        let mut kept = 0;
        for (place, (count, likeness)) in times.into_iter().enumerate().filter(|(_, (count, _))| *count > 0) {
            let provider = matches.providers[place];
            let length = f64::from(self.lengths.fieldnorm(provider));
            let score = likeness.weight() * rarity * saturation(f64::from(count), length / average);
            matches.providers[kept] = provider;
            matches.scores[kept] = matches.scores[place] + score;
            matches.clean[kept] = matches.clean[place] && likeness != Likeness::Edited;
            kept += 1;
        }
        matches.providers.truncate(kept);
        matches.scores.truncate(kept);
        matches.clean.truncate(kept);
        Ok(())
    }

    fn postings(&self, info: &TermInfo, option: IndexRecordOption) -> Result<SegmentPostings, IndexError> {
        self.words.read_postings_from_terminfo(info, option).map_err(text_error)
    }
}

/// Calls `each` with the place and the term's frequency of every provider that has the term; walks the shorter of the
/// two lists.
fn in_both(postings: &mut SegmentPostings, providers: &[u32], mut each: impl FnMut(usize, u32)) {
    let mut place = 0;
    while let Some(&provider) = providers.get(place) {
        let there = seek(postings, provider);
        if there == TERMINATED {
            break;
        }
        if there == provider {
            each(place, postings.term_freq());
            place += 1;
        } else {
            place = super::clause::gallop(providers, place, there);
        }
    }
}

/// The first document not below `target`; tantivy allows no seek backwards.
fn seek(postings: &mut SegmentPostings, target: u32) -> u32 {
    if postings.doc() < target { postings.seek(target) } else { postings.doc() }
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

/// Words of a provider on average.
#[expect(clippy::cast_precision_loss, reason = "a count of words is far below 2^53")]
pub(super) fn average(words: u64, providers: u32) -> f64 {
    words as f64 / f64::from(providers)
}

/// BM25's weight of a word that so many of all providers have.
#[expect(clippy::cast_precision_loss, reason = "a count of providers is far below 2^53")]
pub(super) fn rarity(having: u64, providers: u32) -> f64 {
    let (having, providers) = (having as f64, f64::from(providers));
    (1.0 + (providers - having + 0.5) / (having + 0.5)).ln()
}

/// BM25's part for a word that stands `count` times in a name so much longer than the average.
pub(super) fn saturation(count: f64, relative_length: f64) -> f64 {
    count * (K1 + 1.0) / (count + K1 * (1.0 - B + B * relative_length))
}

impl Likeness {
    /// What a match of this kind counts.
    pub(super) fn weight(self) -> f64 {
        match self {
            Self::Whole => 1.0,
            Self::Begun => BEGUN,
            Self::Edited => EDITED,
        }
    }
}

impl TextMatches {
    /// The words asked for.
    pub(super) fn words(&self) -> &[String] {
        &self.words
    }

    /// Who has them all, ascending; their places stay those of the scores.
    pub(super) fn take_providers(&mut self) -> Vec<u32> {
        std::mem::take(&mut self.providers)
    }

    /// The score of the provider at a place.
    pub(super) fn bm25(&self, place: u32) -> f64 {
        self.scores.get(place as usize).copied().unwrap_or_default()
    }

    /// Whether the provider at a place has all words without an edit.
    pub(super) fn is_clean(&self, place: u32) -> bool {
        self.clean.get(place as usize).copied().unwrap_or_default()
    }
}

fn text_error(error: std::io::Error) -> IndexError {
    IndexError::Text(error.into())
}
