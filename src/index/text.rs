//! Words in names: which providers have them all, how well, and whether without an edit.
//!
//! In: folded words, the text index. Out: [`TextMatches`]. Postings and word counts are tantivy's; what is asked never
//! passes a query parser. Invariants: a provider is in the result exactly if each word matches one of its words; the
//! score of a word that stands for several terms counts them as one term, so that a rare misspelling never
//! outweighs the word itself.

use super::layout::{GIVEN_FIELD, NUMBER_FIELD, WORDS_FIELD};
use super::lookup::Words;
use super::matching::Clock;
use super::store::IndexError;
use super::terms::{Asked, Likeness, Terms};
use std::path::Path;
use tantivy::directory::MmapDirectory;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, Index, SegmentReader, TERMINATED};

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

/// The text index of a generation.
pub(super) struct TextIndex {
    /// `None` when no provider has a word.
    segment: Option<Segment>,
}

struct Segment {
    terms: Terms,
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
    marks: Vec<Marks>,
}

/// How often a provider has a word, and how at best.
type Times = (u32, Likeness);

/// What else is to be known of how a provider has the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
struct Marks {
    /// One needed an edit.
    edited: bool,
    /// One is there only as another form of the given name.
    called: bool,
    /// One is there only as the beginning of another, or with an edit.
    part: bool,
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
        let field = |name| index.schema().get_field(name).map_err(IndexError::Text);
        let (words_field, given_field) = (field(WORDS_FIELD)?, field(GIVEN_FIELD)?);
        if providers == 0 {
            return Ok(Some(Self { segment: None }));
        }
        let words = reader.inverted_index(words_field).map_err(IndexError::Text)?;
        let given = reader.inverted_index(given_field).map_err(IndexError::Text)?;
        let lengths = reader.get_fieldnorms_reader(words_field).map_err(IndexError::Text)?;
        let average_length = average(words.total_num_tokens(), providers);
        let terms = Terms { field: words_field, words, given };
        Ok(Some(Self { segment: Some(Segment { terms, lengths, providers, average_length }) }))
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
        let words_asked = words.texts().map(str::to_owned).collect();
        let mut matches = TextMatches { words: words_asked, ..TextMatches::default() };
        let Some(segment) = &self.segment else { return Ok(matches) };
        let asked = segment.terms.ask(words)?;
        let places = asked.iter().enumerate();
        let Some((rarest, word)) = places.min_by_key(|(_, word)| word.postings()) else { return Ok(matches) };
        let mut known = None;
        if (within_at_most as u64) < word.postings() {
            matches.providers = within(clock);
        } else {
            let times;
            (matches.providers, times) = segment.everybody_with(word, clock)?;
            known = (rarest == 0).then_some(times);
        }
        matches.scores = vec![0.0; matches.providers.len()];
        matches.marks = vec![Marks::default(); matches.providers.len()];
        // In the order asked, so that scores are added up alike whichever word was looked up first.
        for word in &asked {
            let times = match known.take() {
                Some(times) => times,
                None => segment.times(word, &matches.providers, clock)?,
            };
            segment.keep_those_with(word, times, &mut matches);
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
        self.segment.as_ref().map_or_else(|| Ok(Vec::new()), |segment| segment.terms.begun(word, limit))
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
        let nearly = |segment: &Segment| segment.terms.nearly_begun(word, edits, limit);
        self.segment.as_ref().map_or_else(|| Ok(Vec::new()), nearly)
    }
}

impl TextIndex {
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

impl Segment {
    /// Whoever has any of a word's terms, ascending, with how often and how.
    fn everybody_with(&self, word: &Asked, clock: &mut Clock) -> Result<(Vec<u32>, Vec<Times>), IndexError> {
        let mut bearers: Vec<(u32, Times)> = Vec::new();
        for (info, likeness) in &word.terms {
            if clock.look().is_break() {
                break;
            }
            let mut postings = self.terms.postings(info, *likeness, IndexRecordOption::WithFreqs)?;
            while postings.doc() != TERMINATED {
                bearers.push((postings.doc(), (postings.term_freq(), *likeness)));
                postings.advance();
            }
        }
        if word.terms.len() > 1 {
            bearers.sort_unstable_by_key(|(provider, _)| *provider);
            bearers.dedup_by(|next, kept| {
                let same = next.0 == kept.0;
                if same {
                    kept.1.0 += next.1.0;
                    kept.1.1 = kept.1.1.min(next.1.1);
                }
                same
            });
        }
        Ok(bearers.into_iter().unzip())
    }

    /// How often and how each of some providers has any of a word's terms.
    fn times(&self, word: &Asked, providers: &[u32], clock: &mut Clock) -> Result<Vec<Times>, IndexError> {
        let mut times = vec![(0_u32, Likeness::Edited); providers.len()];
        for (info, likeness) in &word.terms {
            if clock.look().is_break() {
                break;
            }
            let mut postings = self.terms.postings(info, *likeness, IndexRecordOption::WithFreqs)?;
            in_both(&mut postings, providers, |place, often| {
                let (count, best) = &mut times[place];
                *count += often;
                *best = (*best).min(*likeness);
            });
        }
        Ok(times)
    }

    /// Drops whoever lacks a word and adds the word's score to the others.
    fn keep_those_with(&self, word: &Asked, times: Vec<Times>, matches: &mut TextMatches) {
        let having = word.bearers().min(u64::from(self.providers));
        let (rarity, average) = (rarity(having, self.providers), self.average_length);
        let mut kept = 0;
        for (place, (count, likeness)) in times.into_iter().enumerate().filter(|(_, (count, _))| *count > 0) {
            let provider = matches.providers[place];
            let length = f64::from(self.lengths.fieldnorm(provider));
            let score = likeness.weight() * rarity * saturation(f64::from(count), length / average);
            matches.providers[kept] = provider;
            matches.scores[kept] = matches.scores[place] + score;
            let Marks { edited, called, part } = matches.marks[place];
            matches.marks[kept] = Marks {
                edited: edited || likeness == Likeness::Edited,
                called: called || likeness == Likeness::Called,
                part: part || matches!(likeness, Likeness::Begun | Likeness::Edited),
            };
            kept += 1;
        }
        matches.providers.truncate(kept);
        matches.scores.truncate(kept);
        matches.marks.truncate(kept);
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
        self.marks.get(place as usize).is_some_and(|marks| !marks.edited)
    }

    /// Whether the provider at a place may be called exactly so: no word is only the beginning of one of its own.
    pub(super) fn may_be_exact(&self, place: u32) -> bool {
        self.marks.get(place as usize).is_some_and(|marks| !marks.part)
    }

    /// Whether the provider at a place has a word only by another form of the given name.
    pub(super) fn is_called_otherwise(&self, place: u32) -> bool {
        self.marks.get(place as usize).is_some_and(|marks| marks.called)
    }
}
