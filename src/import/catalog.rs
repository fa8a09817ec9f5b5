//! The lists of the live generation: what is in each, and what would go with it.
//!
//! In: the lists' kept records, side by side in the order of ids. Out: counts by list, or who leaves with one.
//! Invariant: nothing is written; memory holds one batch of records, whatever the lists.

use super::ImportError;
use super::combining::next_batch;
use super::live::LiveLists;
use crate::domain::{ListName, RecordDate};
use crate::index::{GenerationId, IndexError, KeptReader, ListSource, Store};
use crate::vocabulary::Vocabulary;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// The lists that are live.
#[derive(Debug, Clone, PartialEq)]
pub struct ListReports {
    /// The generation that they are of.
    pub generation: GenerationId,
    /// The lists, sorted by name.
    pub lists: Vec<ListReport>,
    /// Why they are not of the generation that the pointer names.
    pub degraded: Option<String>,
}

/// A list of the live generation.
#[derive(Debug, Clone, PartialEq)]
pub struct ListReport {
    /// Its name, files, rows and when it was imported.
    pub source: ListSource,
    /// How many of its providers no other list has.
    pub alone: u64,
    /// The oldest day on which one of its rows was last touched; `None` where no row tells.
    pub oldest: Option<RecordDate>,
    /// The newest such day.
    pub newest: Option<RecordDate>,
    /// How many of its providers have no such day.
    pub undated: u64,
}

/// Somebody who leaves with a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The city of the primary practice.
    pub city: String,
    /// Its state.
    pub state: &'static str,
}

/// Who leaves with a list.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Leavers {
    /// Providers that no other list has.
    pub leaving: u64,
    /// Providers that other lists have too: they stay, with what those say.
    pub staying: u64,
    /// Those that leave, by specialty id.
    pub specialties: BTreeMap<String, u64>,
    /// The first of those that leave, at most [`Leavers::SAMPLES`].
    pub samples: Vec<Leaving>,
}

impl Leavers {
    /// The most who are named.
    pub const SAMPLES: usize = 5;
}

/// The lists of the live generation, each with what is in it.
///
/// # Errors
/// [`IndexError::NoIndex`] where there is none, or whatever keeps the lists from being read.
///
/// # Complexity
/// Linear in the providers of all lists.
pub fn lists(store: &Store, vocabulary: &Arc<Vocabulary>) -> Result<ListReports, ImportError> {
    let live = LiveLists::read(store, vocabulary)?;
    let (generation, sources) = live.there(store)?;
    let report = |source: &ListSource| ListReport {
        source: source.clone(),
        alone: 0,
        oldest: None,
        newest: None,
        undated: 0,
    };
    let mut reports: Vec<ListReport> = sources.iter().map(report).collect();
    let (mut readers, paths) = open(store, generation, sources, vocabulary)?;
    while let Some(batch) = next_batch(&mut readers)? {
        for group in batch.groups() {
            for (list, record) in group {
                let Some(report) = reports.get_mut(*list) else { continue };
                report.alone += u64::from(group.len() == 1);
                match record.provider(vocabulary, &paths[*list])?.updated {
                    None => report.undated += 1,
                    Some(day) => {
                        report.oldest = Some(report.oldest.map_or(day, |oldest| oldest.min(day)));
                        report.newest = Some(report.newest.map_or(day, |newest| newest.max(day)));
                    }
                }
            }
        }
    }
    Ok(ListReports { generation, lists: reports, degraded: live.degraded })
}

/// Who would leave with a list.
pub(super) fn leavers(
    store: &Store,
    live: &LiveLists,
    list: &ListName,
    vocabulary: &Arc<Vocabulary>,
) -> Result<Leavers, ImportError> {
    let (generation, sources) = live.there(store)?;
    let place = sources.iter().position(|source| source.list == list.as_str()).unwrap_or(usize::MAX);
    let (mut readers, paths) = open(store, generation, sources, vocabulary)?;
    let mut leavers = Leavers::default();
    while let Some(batch) = next_batch(&mut readers)? {
        for group in batch.groups() {
            let Some((_, record)) = group.iter().find(|(list, _)| *list == place) else { continue };
            if group.len() > 1 {
                leavers.staying += 1;
                continue;
            }
            leavers.leaving += 1;
            let provider = record.provider(vocabulary, &paths[place])?;
            for claim in &provider.specialties {
                let id = vocabulary.specialty(claim.specialty).id.clone();
                *leavers.specialties.entry(id).or_default() += 1;
            }
            if leavers.samples.len() < Leavers::SAMPLES {
                let first = provider.practices.first();
                leavers.samples.push(Leaving {
                    id: provider.id.to_string(),
                    name: provider.name.to_string(),
                    city: first.city.clone(),
                    state: first.state.code(),
                });
            }
        }
    }
    Ok(leavers)
}

/// Readers of all lists, and the files that they read.
type Readers = (Vec<KeptReader>, Vec<PathBuf>);

fn open(
    store: &Store,
    generation: GenerationId,
    sources: &[ListSource],
    vocabulary: &Arc<Vocabulary>,
) -> Result<Readers, IndexError> {
    let mut readers = Vec::with_capacity(sources.len());
    for source in sources {
        readers.push(KeptReader::open(&store.kept_path(generation, &source.list), vocabulary)?);
    }
    let paths = readers.iter().map(|reader| reader.path().to_owned()).collect();
    Ok((readers, paths))
}
