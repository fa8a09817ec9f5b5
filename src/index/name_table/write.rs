//! Makes the columns of words out of a finished text index.
//!
//! In: the one segment of a text index, whose document numbers are provider numbers, and the quality of every record.
//! Out: the files of [`super::super::layout`] that are named after words. Invariant: what is written says the same as the
//! dictionary and the postings.

use super::super::columns::{self, Column};
use super::super::layout;
use super::super::promise::Promise;
use super::super::store::{IndexError, io_at};
use super::super::text::Fields;
use std::io::{Error, ErrorKind};
use std::path::Path;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

/// Words of providers, gathered word by word.
struct Gathered {
    /// Where each provider's words begin, and where its next one goes.
    starts: Vec<u32>,
    next: Vec<u32>,
    words: Vec<u32>,
    /// All words so far, one after another, and where each ends.
    texts: Vec<u8>,
    ends: Vec<usize>,
}

/// The columns of who has a word, written on the way.
struct Entries {
    bearers: Column,
    shared: Column,
    promises: Column,
    offsets: Column,
    count: u32,
}

/// Writes the columns of words for the generation in a directory, whose text index is there.
///
/// # Errors
/// [`IndexError`] when the text index cannot be read, a file cannot be written, or 32 bits do not count the words.
///
/// # Complexity
/// Two passes over all postings; memory holds 4 bytes for each word of each provider, and every word once.
pub(in super::super) fn write(directory: &Path, qualities: &[f32]) -> Result<(), IndexError> {
    let fields = Fields::open(&directory.join(layout::TEXT))?;
    let too_many = || io_at(directory)(Error::new(ErrorKind::InvalidInput, "too many words in names"));
    let mut gathered = Gathered::counted(fields.as_ref(), qualities.len())?.ok_or_else(too_many)?;
    let mut entries = Entries::create(directory)?;
    if let Some(fields) = &fields {
        each_term(&fields.words, IndexRecordOption::WithFreqs, &mut |term, postings| {
            gathered.begin(term);
            each_entry(postings, &mut |provider, times| {
                let shared = gathered.push(provider, times);
                let quality = qualities.get(provider as usize).copied().unwrap_or(1.0);
                let length = fields.lengths.fieldnorm_id(provider);
                entries.push(provider, shared, Promise::new(quality, length, times > 1))
            })?;
            entries.end()
        })?;
        each_term(&fields.given, IndexRecordOption::Basic, &mut |_, postings| {
            gathered.begin(&[]);
            each_entry(postings, &mut |provider, times| {
                gathered.push(provider, times);
                entries.push(provider, 0, Promise::new(1.0, 0, true))
            })?;
            entries.end()
        })?;
    }
    entries.finish()?;
    drop(fields);
    let Gathered { starts, words, .. } = gathered;
    columns::write(directory, layout::NAME_WORD_OFFSETS, starts.into_iter().map(u32::to_le_bytes))?;
    columns::write(directory, layout::NAME_WORDS, words.into_iter().map(u32::to_le_bytes))
}

impl Gathered {
    /// Room for all words of so many providers; `None` where 32 bits do not count them.
    fn counted(fields: Option<&Fields>, providers: usize) -> Result<Option<Self>, IndexError> {
        let mut counts = vec![0_u32; providers];
        if let Some(fields) = fields {
            for (field, option) in
                [(&fields.words, IndexRecordOption::WithFreqs), (&fields.given, IndexRecordOption::Basic)]
            {
                each_term(field, option, &mut |_, postings| {
                    each_entry(postings, &mut |provider, times| {
                        if let Some(count) = counts.get_mut(provider as usize) {
                            *count += times;
                        }
                        Ok(())
                    })
                })?;
            }
        }
        let mut starts = Vec::with_capacity(providers + 1);
        let mut all = 0_u32;
        starts.push(all);
        for count in counts {
            let Some(sum) = all.checked_add(count) else { return Ok(None) };
            all = sum;
            starts.push(all);
        }
        let next = starts.clone();
        Ok(Some(Self { starts, next, words: vec![0; all as usize], texts: Vec::new(), ends: Vec::new() }))
    }

    /// Begins with the next word.
    fn begin(&mut self, text: &[u8]) {
        self.texts.extend_from_slice(text);
        self.ends.push(self.texts.len());
    }

    /// Gives a provider the last word so often; how many bytes it begins with like the provider's word before it.
    fn push(&mut self, provider: u32, times: u32) -> u8 {
        let (number, place) = (self.ends.len() - 1, provider as usize);
        let (Some(&start), Some(next)) = (self.starts.get(place), self.next.get_mut(place)) else { return 0 };
        let at = *next as usize;
        *next += times;
        let last = if *next > start + times { self.words.get(at - 1).copied() } else { None };
        let own = u32::try_from(number).unwrap_or(u32::MAX);
        self.words.iter_mut().skip(at).take(times as usize).for_each(|word| *word = own);
        let Some(last) = last else { return 0 };
        let same = self.text(last as usize).iter().zip(self.text(number)).take_while(|(a, b)| a == b).count();
        u8::try_from(same).unwrap_or(u8::MAX)
    }

    fn text(&self, word: usize) -> &[u8] {
        let start = word.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or(0);
        self.ends.get(word).and_then(|end| self.texts.get(start..*end)).unwrap_or_default()
    }
}

impl Entries {
    fn create(directory: &Path) -> Result<Self, IndexError> {
        let column = |name| Column::create(directory, name);
        let mut offsets = column(layout::WORD_BEARER_OFFSETS)?;
        offsets.push(0_u32.to_le_bytes())?;
        Ok(Self {
            bearers: column(layout::WORD_BEARERS)?,
            shared: column(layout::WORD_SHARED)?,
            promises: column(layout::WORD_PROMISES)?,
            offsets,
            count: 0,
        })
    }

    fn push(&mut self, provider: u32, shared: u8, promise: Promise) -> Result<(), IndexError> {
        self.count += 1;
        self.bearers.push(provider.to_le_bytes())?;
        self.shared.push([shared])?;
        self.promises.push([promise.0])
    }

    /// Ends a word.
    fn end(&mut self) -> Result<(), IndexError> {
        self.offsets.push(self.count.to_le_bytes())
    }

    fn finish(self) -> Result<(), IndexError> {
        for column in [self.bearers, self.shared, self.promises, self.offsets] {
            column.finish()?;
        }
        Ok(())
    }
}

/// Goes through a dictionary with the postings of each term.
fn each_term(
    field: &InvertedIndexReader,
    option: IndexRecordOption,
    visit: &mut impl FnMut(&[u8], &mut SegmentPostings) -> Result<(), IndexError>,
) -> Result<(), IndexError> {
    let text = |error: Error| IndexError::Text(error.into());
    let mut terms = field.terms().stream().map_err(text)?;
    while let Some((term, info)) = terms.next() {
        let mut postings = field.read_postings_from_terminfo(info, option).map_err(text)?;
        visit(term, &mut postings)?;
    }
    Ok(())
}

/// Goes through postings: who, and how often.
fn each_entry(
    postings: &mut SegmentPostings,
    visit: &mut impl FnMut(u32, u32) -> Result<(), IndexError>,
) -> Result<(), IndexError> {
    while postings.doc() != TERMINATED {
        visit(postings.doc(), postings.term_freq())?;
        postings.advance();
    }
    Ok(())
}
