//! Makes the columns of words out of a finished text index.
//!
//! In: the one segment of a text index, whose document numbers are provider numbers, and the quality of every record.
//! Out: the files of [`super::super::layout`] that are named after words. Invariant: what is written says the same as the
//! dictionary and the postings.

use super::super::columns::Column;
use super::super::error::{IndexError, io_at};
use super::super::layout;
use super::super::promise::Promise;
use super::super::text::Fields;
use smallvec::SmallVec;
use std::io::{Error, ErrorKind};
use std::path::Path;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, InvertedIndexReader, TERMINATED};

/// What is known of providers when their words are written: the quality of each record, and how many words it has.
#[derive(Debug, Default)]
pub(in super::super) struct Judged {
    pub(in super::super) qualities: Vec<f32>,
    counts: Counts,
}

/// How many words each provider has of each field.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Counts {
    words: Vec<u32>,
    given: Vec<u32>,
}

impl Judged {
    /// Adds the next provider by the texts that the text index gets of it.
    pub(in super::super) fn push(&mut self, quality: f32, words: &str, given: &str) {
        let each = |text: &'_ str| text.split(' ').filter(|word| !word.is_empty()).count();
        let mut forms: SmallVec<[&str; 8]> = SmallVec::new();
        // Of given names the index keeps whether, not how often.
        for form in given.split(' ').filter(|form| !form.is_empty()) {
            if !forms.contains(&form) {
                forms.push(form);
            }
        }
        self.qualities.push(quality);
        self.counts.words.push(u32::try_from(each(words)).unwrap_or(u32::MAX));
        self.counts.given.push(u32::try_from(forms.len()).unwrap_or(u32::MAX));
    }
}

/// Words of given names, gathered word by word. Nothing else is told of who has one, so that another thread can do it.
struct Given {
    /// Where each provider's next word goes, and in the end, where its words end.
    next: Vec<u32>,
    words: Vec<u32>,
    /// Who has each word, one word after another, and where those of each end.
    bearers: Vec<u32>,
    ends: Vec<u32>,
}

/// Words of providers, gathered word by word.
struct Gathered {
    /// Where each provider's words begin.
    starts: Vec<u32>,
    next: Vec<Next>,
    words: Vec<u32>,
    /// All words so far, one after another, and where each ends.
    texts: Vec<u8>,
    ends: Vec<usize>,
    /// The first eight bytes of each as a number that compares like them, which tell nearly all words apart.
    heads: Vec<u64>,
}

/// Where a provider's next word goes, and its last one; [`NONE`] where it has none. Both are asked for at once, of
/// providers in no order that memory could guess.
#[derive(Clone, Copy)]
struct Next {
    at: u32,
    last: u32,
}

/// The number of no word.
const NONE: u32 = u32::MAX;

/// The columns of who has a word, written on the way.
struct Entries {
    bearers: Column,
    shared: Column,
    promises: Column,
    offsets: Column,
    count: u32,
}

/// The files that are written here.
pub(in super::super) const FILES: [&str; 6] = [
    layout::NAME_WORDS,
    layout::NAME_WORD_OFFSETS,
    layout::WORD_BEARERS,
    layout::WORD_BEARER_OFFSETS,
    layout::WORD_SHARED,
    layout::WORD_PROMISES,
];

/// Writes the columns of words for the generation in a directory, whose text index is there.
///
/// # Errors
/// [`IndexError`] when the text index cannot be read, a file cannot be written, or 32 bits do not count the words.
///
/// # Complexity
/// One pass over all postings, those of given names on a thread of their own; memory holds 4 bytes for each word of each
/// provider, 8 for those of given names, and every word once.
pub(in super::super) fn write(directory: &Path, judged: &Judged) -> Result<(), IndexError> {
    let fields = Fields::open(&directory.join(layout::TEXT))?;
    let Judged { qualities, counts } = judged;
    if !gather(directory, fields.as_ref(), qualities, counts)? {
        // The postings count otherwise: their word is what the columns repeat.
        let counts = counted(fields.as_ref(), qualities.len())?;
        gather(directory, fields.as_ref(), qualities, &counts)?;
    }
    Ok(())
}

/// Writes the columns where each provider has so many words; false where it has not.
fn gather(
    directory: &Path,
    fields: Option<&Fields>,
    qualities: &[f32],
    counts: &Counts,
) -> Result<bool, IndexError> {
    let too_many = || io_at(directory)(Error::new(ErrorKind::InvalidInput, "too many words in names"));
    let given = Given::with_room(&counts.given).ok_or_else(too_many)?;
    let gathered = Gathered::with_room(&counts.words).ok_or_else(too_many)?;
    if u32::try_from(gathered.words.len() + given.words.len()).is_err() {
        return Err(too_many());
    }
    let mut entries = Entries::create(directory)?;
    let (gathered, given) = std::thread::scope(|scope| {
        let given = scope.spawn(|| given.gathered(fields));
        let gathered = gather_words(fields, qualities, gathered, &mut entries);
        (gathered, given.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let (gathered, given) = (gathered?, given?);
    let mut start = 0;
    for &end in &given.ends {
        for provider in given.bearers.get(start..end as usize).unwrap_or_default() {
            entries.push(*provider, 0, Promise::new(1.0, 0, true))?;
        }
        entries.end()?;
        start = end as usize;
    }
    entries.finish()?;
    if !gathered.is_full() || !given.is_full(&counts.given) {
        return Ok(false);
    }
    write_words(directory, &gathered, &given)?;
    Ok(true)
}

/// Writes which words each provider has: those of all names, then those of the given one.
fn write_words(directory: &Path, gathered: &Gathered, given: &Given) -> Result<(), IndexError> {
    let mut offsets = Column::create(directory, layout::NAME_WORD_OFFSETS)?;
    let mut words = Column::create(directory, layout::NAME_WORDS)?;
    let (mut start, mut given_start) = (0_u32, 0_u32);
    offsets.push(0_u32.to_le_bytes())?;
    for (&end, &given_end) in gathered.starts.iter().skip(1).zip(&given.next) {
        let own = gathered.words.get(start as usize..end as usize).unwrap_or_default();
        let forms = given.words.get(given_start as usize..given_end as usize).unwrap_or_default();
        for word in own.iter().chain(forms) {
            words.push(word.to_le_bytes())?;
        }
        (start, given_start) = (end, given_end);
        offsets.push((start + given_start).to_le_bytes())?;
    }
    offsets.finish()?;
    words.finish()
}

/// Gathers the words of all names and writes who has them.
fn gather_words(
    fields: Option<&Fields>,
    qualities: &[f32],
    mut gathered: Gathered,
    entries: &mut Entries,
) -> Result<Gathered, IndexError> {
    if let Some(fields) = fields {
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
    }
    Ok(gathered)
}

/// How many words each provider has by the postings.
fn counted(fields: Option<&Fields>, providers: usize) -> Result<Counts, IndexError> {
    let mut all = Counts { words: vec![0; providers], given: vec![0; providers] };
    let Some(fields) = fields else { return Ok(all) };
    for (field, option, counts) in [
        (&fields.words, IndexRecordOption::WithFreqs, &mut all.words),
        (&fields.given, IndexRecordOption::Basic, &mut all.given),
    ] {
        each_term(field, option, &mut |_, postings| {
            each_entry(postings, &mut |provider, times| {
                if let Some(count) = counts.get_mut(provider as usize) {
                    *count += times;
                }
                Ok(())
            })
        })?;
    }
    Ok(all)
}

/// Where the words of each provider begin, and where all end; `None` where 32 bits do not count them.
fn starts_of(counts: &[u32]) -> Option<Vec<u32>> {
    let mut starts = Vec::with_capacity(counts.len() + 1);
    let mut all = 0_u32;
    starts.push(all);
    for &count in counts {
        all = all.checked_add(count)?;
        starts.push(all);
    }
    Some(starts)
}

impl Given {
    /// Room for as many words of each provider; `None` where 32 bits do not count them.
    fn with_room(counts: &[u32]) -> Option<Self> {
        let mut next = starts_of(counts)?;
        let all = next.pop().unwrap_or_default();
        Some(Self { next, words: vec![0; all as usize], bearers: Vec::new(), ends: Vec::new() })
    }

    /// Gathers the words, whose numbers go on behind those of all names.
    fn gathered(mut self, fields: Option<&Fields>) -> Result<Self, IndexError> {
        let Some(fields) = fields else { return Ok(self) };
        let Self { next, words, bearers, ends } = &mut self;
        bearers.reserve(words.len());
        let mut number = u32::try_from(fields.words.terms().num_terms()).unwrap_or(NONE);
        each_term(&fields.given, IndexRecordOption::Basic, &mut |_, postings| {
            each_entry(postings, &mut |provider, times| {
                if let Some(next) = next.get_mut(provider as usize) {
                    let at = *next as usize;
                    words.iter_mut().skip(at).take(times as usize).for_each(|word| *word = number);
                    *next = next.saturating_add(times);
                }
                bearers.push(provider);
                Ok(())
            })?;
            number = number.saturating_add(1);
            ends.push(u32::try_from(bearers.len()).unwrap_or(u32::MAX));
            Ok(())
        })?;
        Ok(self)
    }

    /// Whether each provider has as many words as there is room for.
    fn is_full(&self, counts: &[u32]) -> bool {
        let mut end = 0;
        counts.iter().zip(&self.next).all(|(count, next)| {
            end += count;
            end == *next
        })
    }
}

impl Gathered {
    /// Room for as many words of each provider; `None` where 32 bits do not count them.
    fn with_room(counts: &[u32]) -> Option<Self> {
        let starts = starts_of(counts)?;
        let all = starts.last().copied().unwrap_or_default();
        let next = starts.iter().map(|&at| Next { at, last: NONE }).collect();
        let words = vec![0; all as usize];
        Some(Self { starts, next, words, texts: Vec::new(), ends: Vec::new(), heads: Vec::new() })
    }

    /// Whether each provider has as many words as there is room for.
    fn is_full(&self) -> bool {
        self.starts.iter().skip(1).zip(&self.next).all(|(end, next)| *end == next.at)
    }

    /// Begins with the next word.
    fn begin(&mut self, text: &[u8]) {
        self.texts.extend_from_slice(text);
        self.ends.push(self.texts.len());
        let mut head = [0; 8];
        head.iter_mut().zip(text).for_each(|(byte, own)| *byte = *own);
        self.heads.push(u64::from_be_bytes(head));
    }

    /// Gives a provider the last word so often; how many bytes it begins with like the provider's word before it.
    fn push(&mut self, provider: u32, times: u32) -> u8 {
        let number = self.ends.len() - 1;
        let Some(next) = self.next.get_mut(provider as usize) else { return 0 };
        let (at, last) = (next.at as usize, next.last);
        let own = u32::try_from(number).unwrap_or(NONE);
        *next = Next { at: next.at.saturating_add(times), last: own };
        self.words.iter_mut().skip(at).take(times as usize).for_each(|word| *word = own);
        if last == NONE { 0 } else { self.shared(last as usize, number) }
    }

    /// How many bytes two words begin with alike.
    fn shared(&self, one: usize, other: usize) -> u8 {
        let differ = self.heads[one] ^ self.heads[other];
        let same = if differ == 0 {
            self.text(one).iter().zip(self.text(other)).take_while(|(a, b)| a == b).count()
        } else {
            // No word has a byte of nought, so that a shorter one differs where it ends.
            differ.leading_zeros() as usize / 8
        };
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

#[cfg(test)]
mod tests;
