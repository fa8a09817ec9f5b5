//! Providers to the files of a generation, in Hilbert order.
//!
//! In: providers, each id once, in any order. Out: every file of [`layout`]. Invariants: what is written depends on the
//! providers only, not on the order they came in (tantivy's own ids aside); providers stream through a file, and memory
//! holds a few numbers for each.

mod provider_files;

use super::columns::{Column, write};
use super::concept_lists::{ConceptLists, RowPlace};
use super::digest::{FileDigest, digest_some};
use super::error::{IndexError, io_at, text_at};
use super::layout;
use super::merit;
use super::name_table::{self, Judged};
use super::numbering::Numbering;
use super::order::TextOrder;
use super::pile::{KeyedPile, KeyedReader, Records};
use super::points;
use super::prepared::{Prepared, PreparedPractice, Preparer, Waiting};
use super::text_writer::TextWriter;
use crate::domain::{LatLon, Provider, RecordDate, State};
use crate::vocabulary::Vocabulary;
use provider_files::{Passed, ProviderFiles, write_name_ranks};
use std::io::{Error, ErrorKind};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};

/// Takes providers, each id once, in any order, and writes a generation's files.
///
/// Providers wait in a spool file; memory holds about 100 bytes for each until [`Builder::finish`].
#[derive(Debug)]
pub struct Builder {
    directory: PathBuf,
    vocabulary: Arc<Vocabulary>,
    as_of: RecordDate,
    pile: KeyedPile,
    ids: TextOrder,
    keys: Vec<u64>,
    practices: Vec<PracticeKey>,
    concepts: ConceptLists,
}

/// A generation's files are written; counts to be checked against and told.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Built {
    /// How many providers.
    pub providers: u64,
    /// How many practices.
    pub practices: u64,
    /// Providers per specialty id.
    pub specialties: Vec<(String, u64)>,
    /// The day that record ages are judged by.
    pub as_of: Option<RecordDate>,
    /// Files that were hashed while others were written.
    pub(super) hashed: Vec<FileDigest>,
}

/// A practice waiting for its row: its place on the curve, its point, and whose it is.
#[derive(Debug, Clone, Copy)]
struct PracticeKey {
    hilbert: u64,
    point: LatLon,
    provider: u32,
    practice: u16,
    state: State,
}

impl Builder {
    /// Begins in a building directory.
    ///
    /// # Errors
    /// [`IndexError`] when the spool cannot be made.
    pub fn new(
        directory: &Path,
        vocabulary: &Arc<Vocabulary>,
        as_of: RecordDate,
    ) -> Result<Self, IndexError> {
        Ok(Self {
            directory: directory.to_owned(),
            vocabulary: Arc::clone(vocabulary),
            as_of,
            pile: KeyedPile::new(directory)?,
            ids: TextOrder::default(),
            keys: Vec::new(),
            practices: Vec::new(),
            concepts: ConceptLists::default(),
        })
    }

    /// Makes of providers what [`Builder::take`] takes, on whatever thread.
    pub fn preparer(&self) -> Preparer {
        Preparer { vocabulary: Arc::clone(&self.vocabulary), as_of: self.as_of }
    }

    /// Takes a provider.
    ///
    /// # Errors
    /// As for [`Builder::take`].
    pub fn add(&mut self, provider: &Provider) -> Result<(), IndexError> {
        let mut prepared = Prepared::default();
        self.preparer().add(provider, &mut prepared)?;
        self.take(prepared)
    }

    /// Takes prepared providers.
    ///
    /// # Errors
    /// [`IndexError`] when the spool cannot be written, or numbers of 32 bits no longer suffice.
    pub fn take(&mut self, mut prepared: Prepared) -> Result<(), IndexError> {
        let concepts = std::mem::take(&mut prepared.concepts).into_concepts().into_iter();
        let numbers: Result<Vec<u16>, IndexError> =
            concepts.map(|concept| self.concepts.number(concept)).collect();
        prepared.renumber(&numbers?);
        let (mut start, mut id_start, mut practice_start) = (0, 0, 0);
        for place in &prepared.providers {
            let number =
                u32::try_from(self.keys.len()).map_err(|_too_many| self.refusal("too many providers"))?;
            self.pile.push(place.hilbert, &prepared.bytes[start..place.end])?;
            self.ids.push(&prepared.ids.as_bytes()[id_start..place.id_end]);
            self.keys.push(place.hilbert);
            let practices = &prepared.practices[practice_start..place.practices_end];
            for (practice, prepared) in practices.iter().enumerate() {
                let PreparedPractice { hilbert, point, state } = *prepared;
                let practice =
                    u16::try_from(practice).map_err(|_too_many| self.refusal("too many practices"))?;
                self.practices.push(PracticeKey { hilbert, point, provider: number, practice, state });
            }
            (start, id_start, practice_start) = (place.end, place.id_end, place.practices_end);
        }
        if self.practices.len() > u32::MAX as usize {
            Err(self.refusal("too many practices"))
        } else {
            Ok(())
        }
    }

    /// Sorts, writes all files, and leaves nothing but them in the directory.
    ///
    /// # Errors
    /// [`IndexError`] when a file cannot be written, the text index fails, or an id came twice.
    ///
    /// # Complexity
    /// O(n log n) in the practices for the order; the rest is linear.
    pub fn finish(self) -> Result<Built, IndexError> {
        let Self { directory, vocabulary, as_of, pile, ids, keys, practices, concepts } = self;
        let pile = pile.into_reader()?;
        let numbering = Numbering::new(ids, &keys).ok_or_else(|| refusal(&directory, "an id came twice"))?;
        drop(keys);
        // Words are written by a thread of their own, and their columns once the postings are there: tantivy is the
        // slowest of all that is written.
        let (texts, written) = sync_channel(TEXTS_AHEAD);
        let (judged, known) = sync_channel(1);
        std::thread::scope(|scope| {
            let text = scope.spawn(|| write_text(&directory, written, known));
            let outlets = Outlets { texts, judged };
            let files =
                write_files(&directory, &vocabulary, &numbering, practices, (pile, concepts), outlets);
            // Words take longer than all else.
            let enough = || files.is_err() || text.is_finished();
            let hashed = digest_some(&directory, is_finished_before_words, enough);
            let text = text.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic));
            // Where the words fail, the others stop for it.
            text?;
            Ok(Built { as_of: Some(as_of), hashed, ..files? })
        })
    }

    fn refusal(&self, message: &str) -> IndexError {
        refusal(&self.directory, message)
    }
}

/// Whether a file of a building directory is complete once everything but what is made of words is written: the builder's
/// own, and lists, which it is made of. What else lies beside them may be written after it.
fn is_finished_before_words(path: &str) -> bool {
    match path.split_once('/') {
        None => !name_table::FILES.contains(&path),
        Some((folder, name)) => folder == layout::LISTS && name.ends_with(layout::KEPT),
    }
}

fn damaged(directory: &Path) -> IndexError {
    refusal(directory, "a spooled provider is damaged")
}

fn refusal(directory: &Path, message: &str) -> IndexError {
    io_at(directory)(Error::new(ErrorKind::InvalidInput, message))
}

/// Sorts practices into rows and writes what is known of a row; gives each row's provider and state.
fn write_rows(
    mut practices: Vec<PracticeKey>,
    numbering: &Numbering,
    qualities: &[f32],
    directory: &Path,
) -> Result<Vec<RowPlace>, IndexError> {
    let numbers = numbering.numbers();
    for practice in &mut practices {
        practice.provider = numbers[practice.provider as usize];
    }
    let rank = |practice: &PracticeKey| numbering.ranks[practice.provider as usize];
    practices.sort_unstable_by(|a, b| {
        a.hilbert.cmp(&b.hilbert).then_with(|| (rank(a), a.practice).cmp(&(rank(b), b.practice)))
    });
    points::write(directory, practices.iter().map(|row| row.point))?;
    let mut units = Column::create(directory, layout::ROW_UNITS)?;
    let mut providers = Column::create(directory, layout::ROW_PROVIDER)?;
    let mut places = Column::create(directory, layout::ROW_PRACTICE)?;
    for row in &practices {
        for coordinate in row.point.unit().narrow() {
            units.push(coordinate.to_le_bytes())?;
        }
        providers.push(row.provider.to_le_bytes())?;
        places.push(row.practice.to_le_bytes())?;
    }
    for column in [units, providers, places] {
        column.finish()?;
    }
    write_rows_of_providers(&practices, numbering, qualities, directory)?;
    Ok(practices.into_iter().map(|row| (row.provider, row.state)).collect())
}

/// Writes which rows a provider has, by practice, and the order of merit.
fn write_rows_of_providers(
    rows: &[PracticeKey],
    numbering: &Numbering,
    qualities: &[f32],
    directory: &Path,
) -> Result<(), IndexError> {
    let providers = numbering.inputs.len();
    let mut offsets = vec![0_u32; providers + 1];
    for row in rows {
        offsets[row.provider as usize + 1] += 1;
    }
    for provider in 0..providers {
        offsets[provider + 1] += offsets[provider];
    }
    let mut of_providers = vec![0_u32; rows.len()];
    for (row, number) in rows.iter().zip(0..) {
        of_providers[offsets[row.provider as usize] as usize + usize::from(row.practice)] = number;
    }
    let rows_of = |provider: u32| {
        let provider = provider as usize;
        of_providers.get(offsets[provider] as usize..offsets[provider + 1] as usize).unwrap_or_default()
    };
    let by_merit = merit::order(qualities, &numbering.by_rank, rows.len(), rows_of);
    write(directory, layout::ROWS_BY_MERIT, by_merit.iter().map(|row| row.to_le_bytes()))?;
    write(directory, layout::PROVIDER_ROW_OFFSETS, offsets.into_iter().map(u32::to_le_bytes))?;
    write(directory, layout::PROVIDER_ROWS, of_providers.into_iter().map(u32::to_le_bytes))
}

/// Batches of words on their way to the text index.
const TEXTS_AHEAD: usize = 8;

/// Words of a batch: all in one text, and where those of each provider and of its given name end.
#[derive(Debug, Default)]
struct Texts {
    text: String,
    ends: Vec<(usize, usize)>,
}

impl Texts {
    /// The words of prepared providers; `None` where one of them is none.
    fn of(records: &Records) -> Option<Self> {
        let mut texts = Self::default();
        for place in 0..records.len() {
            let waiting = Waiting::of(records.get(place))?;
            texts.text.push_str(waiting.words);
            let words_end = texts.text.len();
            texts.text.push_str(waiting.given);
            texts.ends.push((words_end, texts.text.len()));
        }
        Some(texts)
    }
}

/// What the thread of the words is given: the words of all providers, then what else their columns hold.
struct Outlets {
    texts: SyncSender<Texts>,
    judged: SyncSender<Arc<Judged>>,
}

fn write_text(
    directory: &Path,
    batches: Receiver<Texts>,
    known: Receiver<Arc<Judged>>,
) -> Result<(), IndexError> {
    write_words(directory, batches).map_err(text_at(directory))?;
    match known.into_iter().next() {
        Some(judged) => name_table::write(directory, &judged).map_err(text_at(directory)),
        // Whoever writes the other files failed, and tells why.
        None => Ok(()),
    }
}

fn write_words(directory: &Path, batches: Receiver<Texts>) -> Result<(), IndexError> {
    let mut writer = TextWriter::create(directory)?;
    for batch in batches {
        let mut start = 0;
        for (words_end, given_end) in batch.ends {
            writer.push(&batch.text[start..words_end], &batch.text[words_end..given_end])?;
            start = given_end;
        }
    }
    writer.finish()
}

/// Writes everything but what is made of words.
fn write_files(
    directory: &Path,
    vocabulary: &Vocabulary,
    numbering: &Numbering,
    practices: Vec<PracticeKey>,
    (pile, concepts): (KeyedReader, ConceptLists),
    Outlets { texts, judged }: Outlets,
) -> Result<Built, IndexError> {
    let mut files = ProviderFiles::create(directory, concepts)?;
    files.write(&pile, numbering, &texts)?;
    // Its room on the disk is for the files that follow.
    drop(pile);
    // From here on the text index has all its words.
    drop(texts);
    let Passed { names, concepts, judged: known } = files.finish()?;
    let known = Arc::new(known);
    // Nobody takes it where the text index fails, which is told.
    let _ = judged.send(Arc::clone(&known));
    numbering.write(directory)?;
    write_name_ranks(names, numbering, directory)?;
    let rows = write_rows(practices, numbering, &known.qualities, directory)?;
    let built = Built {
        providers: numbering.inputs.len() as u64,
        practices: rows.len() as u64,
        specialties: concepts.specialties(vocabulary),
        as_of: None,
        hashed: Vec::new(),
    };
    concepts.finish(&rows, vocabulary, directory)?;
    Ok(built)
}

#[cfg(test)]
mod tests;
