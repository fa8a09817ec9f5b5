//! The text index: the dictionaries of words in names, and how they are weighed.
//!
//! In: a finished text index. Out: [`NameQuery`] of folded words, words like others. Dictionaries, edits and lengths are
//! tantivy's; who has a word stands in columns made of its postings. Invariant: what is asked never passes a query parser.

use super::dictionary::Dictionary;
use super::error::IndexError;
use super::layout::{GIVEN_FIELD, NUMBER_FIELD, WORDS_FIELD};
use super::lookup::Words;
use super::name_query::NameQuery;
use super::name_table::NameView;
use super::terms::Terms;
use std::path::Path;
use std::sync::{Arc, OnceLock};
use tantivy::directory::MmapDirectory;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::{Index, InvertedIndexReader, SegmentReader};

/// How soon a repeated word stops to count more, and how much long names count against theirs.
///
/// # Source
/// Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), the usual values.
pub(super) const K1: f64 = 1.2;
/// See [`K1`].
pub(super) const B: f64 = 0.75;
/// Every so many documents one is asked for its number at open: no length can tell that they lie in order.
///
/// # Source
/// `DESIGN.md`, section 6.
const PROVIDERS_PER_PROBE: usize = 1_000;

/// The text index of a generation: the dictionaries of all words and of given names, and how long names are.
pub(super) struct TextIndex {
    /// `None` when no provider has a word.
    segment: Option<Segment>,
    /// The words in memory, once somebody has made that ahead.
    dictionary: OnceLock<Dictionary>,
}

struct Segment {
    terms: Terms,
    lengths: FieldNormReader,
    /// Words of a provider on average.
    average_length: f64,
}

/// What is read of a segment.
pub(super) struct Fields {
    reader: SegmentReader,
    pub(super) words: Arc<InvertedIndexReader>,
    pub(super) given: Arc<InvertedIndexReader>,
    /// How many words each provider has.
    pub(super) lengths: FieldNormReader,
}

impl Fields {
    /// Opens a text index of one segment; `None` where it has none.
    ///
    /// # Errors
    /// [`IndexError::Text`] when tantivy refuses it, or there are several.
    pub(super) fn open(directory: &Path) -> Result<Option<Self>, IndexError> {
        let directory = MmapDirectory::open(directory).map_err(|error| IndexError::Text(error.into()))?;
        let index = Index::open(directory).map_err(IndexError::Text)?;
        let segments = index.searchable_segments().map_err(IndexError::Text)?;
        let segment = match segments.as_slice() {
            [] => return Ok(None),
            [segment] => segment,
            _ => {
                let several = tantivy::TantivyError::InternalError("more than one segment".into());
                return Err(IndexError::Text(several));
            }
        };
        // A reader of tantivy's own would write a lock file into the generation.
        let reader = SegmentReader::open(segment).map_err(IndexError::Text)?;
        let field = |name| index.schema().get_field(name).map_err(IndexError::Text);
        let (words, given) = (field(WORDS_FIELD)?, field(GIVEN_FIELD)?);
        let lengths = match reader.max_doc() {
            0 => FieldNormReader::constant(0, 0),
            _ => reader.get_fieldnorms_reader(words).map_err(IndexError::Text)?,
        };
        let words = reader.inverted_index(words).map_err(IndexError::Text)?;
        let given = reader.inverted_index(given).map_err(IndexError::Text)?;
        Ok(Some(Self { reader, words, given, lengths }))
    }
}

impl TextIndex {
    /// Opens a text index in which document numbers are provider numbers.
    ///
    /// # Errors
    /// [`IndexError::Text`] when tantivy refuses it; `Ok(None)` when it is not one segment of that many documents.
    pub(super) fn open(directory: &Path, providers: u32) -> Result<Option<Self>, IndexError> {
        let Some(fields) = Fields::open(directory)? else {
            return Ok((providers == 0).then_some(Self { segment: None, dictionary: OnceLock::new() }));
        };
        let Fields { reader, words, given, lengths } = fields;
        let whole = reader.max_doc() == providers && reader.num_docs() == providers;
        if !whole || !stands_at_its_numbers(&reader, providers)? {
            return Ok(None);
        }
        if providers == 0 {
            return Ok(Some(Self { segment: None, dictionary: OnceLock::new() }));
        }
        let average_length = average(words.total_num_tokens(), providers);
        let field = reader.schema().get_field(WORDS_FIELD).map_err(IndexError::Text)?;
        let terms = Terms { field, words, given };
        let segment = Some(Segment { terms, lengths, average_length });
        Ok(Some(Self { segment, dictionary: OnceLock::new() }))
    }

    /// Makes ahead what misspelt beginnings are looked up in.
    ///
    /// # Errors
    /// [`IndexError::Text`] when the index cannot be read; it is read whenever it is asked then.
    ///
    /// # Complexity
    /// O(letters + n log n) for n words, the first time.
    pub(super) fn prepare(&self) -> Result<(), IndexError> {
        if self.dictionary.get().is_none() {
            let words = self.words_in_order()?;
            self.dictionary.get_or_init(|| Dictionary::new(words));
        }
        Ok(())
    }

    /// All words, in order, with how many have each.
    pub(super) fn words_in_order(&self) -> Result<Vec<(String, u32)>, IndexError> {
        self.segment.as_ref().map_or_else(|| Ok(Vec::new()), |segment| segment.terms.all())
    }

    /// How many words there are, given names counted once more.
    pub(super) fn words(&self) -> usize {
        self.segment.as_ref().map_or(0, |segment| segment.terms.count())
    }

    /// What words of names ask for; `None` where nobody has a word.
    ///
    /// # Errors
    /// [`IndexError::Text`] when the index cannot be read.
    ///
    /// # Complexity
    /// A few looks into the dictionary for each word; where edits are allowed, as many as there are words like it.
    pub(super) fn ask<'s>(
        &'s self,
        words: &Words,
        table: NameView<'s>,
    ) -> Result<Option<NameQuery<'s>>, IndexError> {
        let Some(segment) = &self.segment else { return Ok(None) };
        let texts = words.texts().map(str::to_owned).collect();
        let asked = segment.terms.ask(words)?;
        Ok(Some(NameQuery::new(texts, asked, table, (&segment.lengths, segment.average_length))))
    }
}

impl TextIndex {
    /// The words that begin so, at most `limit`: the word itself first, then those that most have.
    ///
    /// # Errors
    /// [`IndexError::Text`] when the index cannot be read.
    ///
    /// # Complexity
    /// Linear in the words that begin so, a few of them in a nanosecond.
    pub(super) fn begun(
        &self,
        word: &str,
        table: NameView<'_>,
        limit: usize,
    ) -> Result<Vec<String>, IndexError> {
        self.segment
            .as_ref()
            .map_or_else(|| Ok(Vec::new()), |segment| segment.terms.begun(word, table, limit))
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
        if let Some(known) =
            self.dictionary.get().and_then(|dictionary| dictionary.nearly_begun(word, edits, limit))
        {
            return Ok(known);
        }
        self.read_nearly_begun(word, edits, limit)
    }

    /// The same out of the text index itself.
    pub(super) fn read_nearly_begun(
        &self,
        word: &str,
        edits: u8,
        limit: usize,
    ) -> Result<Vec<(String, u32)>, IndexError> {
        let nearly = |segment: &Segment| segment.terms.nearly_begun(word, edits, limit);
        self.segment.as_ref().map_or_else(|| Ok(Vec::new()), nearly)
    }

    /// The words at most so many edits away, those of one edit first, then those that most have.
    ///
    /// # Errors
    /// [`IndexError::Text`] when the index cannot be read.
    pub(super) fn like(&self, word: &str, edits: u8, limit: usize) -> Result<Vec<String>, IndexError> {
        let Some(segment) = &self.segment else { return Ok(Vec::new()) };
        let mut like: Vec<String> = Vec::new();
        for edits in 1..=edits {
            let near = segment.terms.near(word, edits, limit)?.into_iter().map(|(word, _)| word);
            like.extend(near.filter(|word| !like.contains(word)).collect::<Vec<_>>());
        }
        like.truncate(limit);
        Ok(like)
    }
}

/// Whether documents were written for the providers whose numbers they have.
fn stands_at_its_numbers(reader: &SegmentReader, providers: u32) -> Result<bool, IndexError> {
    let numbers = reader.fast_fields().u64(NUMBER_FIELD).map_err(IndexError::Text)?;
    let mut probes = (0..providers).step_by(PROVIDERS_PER_PROBE);
    Ok(probes.all(|document| numbers.first(document) == Some(u64::from(document))))
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
