//! All lists to providers, in the order of their ids, a batch at a time.
//!
//! In: the kept records of each list. Out: providers as the builder takes them, counted. Invariant: records of one id stay
//! together, whichever lists they are of.

use super::making::{Maker, Ready};
use super::quality_report::QualityCounts;
use crate::domain::{Provenance, Provider, ProviderId, RecordDate};
use crate::index::{IndexError, KeptReader, KeptRecord, Movers, RecordView};
use crate::ingest::{self, Combined, Corrections, Standing};
use crate::parallel;
use crate::vocabulary::Vocabulary;
use std::path::PathBuf;
use std::sync::Arc;

/// Records of several ids, and where those of each id end: a list and what it says.
#[derive(Debug, Default)]
pub(super) struct Combining {
    records: Vec<(usize, KeptRecord)>,
    ends: Vec<usize>,
}

impl Combining {
    /// The records of each id, in the order of ids, each with the place of its list.
    pub(super) fn groups(&self) -> impl Iterator<Item = &[(usize, KeptRecord)]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).filter_map(|(start, &end)| self.records.get(start..end))
    }
}

/// What is known beside the lists.
#[derive(Debug, Clone, Copy)]
pub(super) struct Knowledge<'k> {
    pub(super) vocabulary: &'k Vocabulary,
    pub(super) corrections: Option<&'k Corrections>,
    /// The day that ages are judged by.
    pub(super) as_of: RecordDate,
}

/// Providers that a thread takes at a time.
pub(super) const BATCH: usize = 512;

/// The next records in the order of their ids, from all lists; those of one id are never parted.
pub(super) fn next_batch(readers: &mut [KeptReader]) -> Result<Option<Combining>, IndexError> {
    let mut batch = Combining::default();
    while batch.ends.len() < BATCH {
        let Some(id) = readers.iter().filter_map(KeptReader::peek).min().cloned() else { break };
        for (list, reader) in readers.iter_mut().enumerate() {
            if reader.peek() == Some(&id)
                && let Some(record) = reader.next_stored()
            {
                batch.records.push((list, record?));
            }
        }
        batch.ends.push(batch.records.len());
    }
    if batch.ends.is_empty() {
        // A list that cannot be read on shows no further id; it must not end in silence.
        for failed in readers.iter_mut().filter_map(KeptReader::next_stored) {
            failed?;
        }
    }
    Ok((!batch.ends.is_empty()).then_some(batch))
}

/// One provider of what each list says of an id, and of what is corrected, as the builder takes it. What `fresh`, the list
/// that was just written, says alone is stored as it will be; other lists may be of an older vocabulary.
pub(super) fn prepare(
    batch: &Combining,
    (lists, movers): (&[PathBuf], &[Movers]),
    fresh: usize,
    maker: &mut Maker,
    knowledge: Knowledge<'_>,
) -> Result<Ready, IndexError> {
    let Knowledge { vocabulary, corrections, .. } = knowledge;
    maker.expect(batch.ends.len());
    for group in batch.groups() {
        let correcting = group.first().and_then(|(_, record)| concerning(corrections, &record.id));
        if let ([(list, record)], None) = (group, correcting) {
            if *list == fresh {
                maker.add_stored(&record.view(vocabulary, &lists[*list])?, record.bytes())?;
            } else {
                maker.add(&record.provider(vocabulary, &lists[*list])?, false)?;
            }
            maker.ready().moved.extend(movers_of(group, movers).map(|_| record.id.to_string()));
            continue;
        }
        let (combined, stand) = one_of(group, lists, vocabulary, correcting)?;
        maker.ready().standings.extend(stand);
        if let Some(Combined { provider, provenance }) = combined {
            maker.add(&provider, is_verified(&provenance))?;
            if is_where_it_moved(&provider, group, (lists, movers), vocabulary)? {
                maker.ready().moved.push(provider.id.to_string());
            }
            maker.ready().provenances.push((provider.id, provenance));
        } else {
            maker.ready().hidden.extend(group.first().map(|(_, record)| record.id.clone()));
        }
    }
    Ok(maker.take())
}

/// The corrections, where they concern a provider.
pub(super) fn concerning<'c>(
    corrections: Option<&'c Corrections>,
    id: &ProviderId,
) -> Option<&'c Corrections> {
    corrections.filter(|corrections| corrections.concern(id))
}

/// A provider, unless corrections hide it, and how they stand.
pub(super) type Corrected = (Option<Combined>, Vec<(usize, Standing)>);

/// One provider of what each list says, corrected, and how the corrections stand; no provider where they hide it.
pub(super) fn one_of(
    group: &[(usize, KeptRecord)],
    lists: &[PathBuf],
    vocabulary: &Vocabulary,
    correcting: Option<&Corrections>,
) -> Result<Corrected, IndexError> {
    let mut same = Vec::with_capacity(group.len());
    for (list, record) in group {
        same.push(record.provider(vocabulary, &lists[*list])?);
    }
    Ok(match (ingest::combine(same), correcting) {
        (Some(combined), Some(corrections)) => corrections.apply(combined),
        (combined, _) => (combined, Vec::new()),
    })
}

/// The records of those lists in which the provider moved.
fn movers_of<'g>(
    group: &'g [(usize, KeptRecord)],
    movers: &'g [Movers],
) -> impl Iterator<Item = &'g (usize, KeptRecord)> {
    let has_moved = |(list, record): &&(usize, KeptRecord)| {
        let of_list = movers.get(*list).filter(|movers| !movers.is_empty());
        of_list.is_some_and(|movers| movers.contains(&record.id.to_string()))
    };
    group.iter().filter(has_moved)
}

/// Whether a provider whom a list has moved is shown there first: another list, or a correction, may know better.
fn is_where_it_moved(
    provider: &Provider,
    group: &[(usize, KeptRecord)],
    (lists, movers): (&[PathBuf], &[Movers]),
    vocabulary: &Vocabulary,
) -> Result<bool, IndexError> {
    for (list, record) in movers_of(group, movers) {
        let listed = record.provider(vocabulary, &lists[*list])?;
        if listed.practices.first().point == provider.practices.first().point {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_verified(provenance: &Provenance) -> bool {
    provenance.practices.iter().any(|practice| practice.verified.is_some())
}

/// What a look at all lists tells without building anything: how good they are, and how corrections stand.
#[derive(Debug, Default)]
pub(super) struct Looked {
    pub(super) quality: QualityCounts,
    pub(super) standings: Vec<(usize, Standing)>,
}

/// Looks at the kept records of all lists.
pub(super) fn look(
    lists: &[PathBuf],
    vocabulary: &Arc<Vocabulary>,
    (corrections, as_of): (Option<&Corrections>, RecordDate),
) -> Result<Looked, IndexError> {
    let mut readers = Vec::with_capacity(lists.len());
    for list in lists {
        readers.push(KeptReader::open(list, vocabulary)?);
    }
    let knowledge = Knowledge { vocabulary, corrections, as_of };
    let mut looked = Looked::default();
    parallel::in_order(
        parallel::threads(),
        || (),
        |(), batch| look_at(&batch, lists, knowledge),
        || next_batch(&mut readers),
        |of_batch| {
            let of_batch = of_batch?;
            looked.quality.join(&of_batch.quality);
            looked.standings.extend(of_batch.standings);
            Ok(())
        },
    )?;
    Ok(looked)
}

fn look_at(batch: &Combining, lists: &[PathBuf], knowledge: Knowledge<'_>) -> Result<Looked, IndexError> {
    let Knowledge { vocabulary, corrections, as_of } = knowledge;
    let mut looked = Looked::default();
    for group in batch.groups() {
        let correcting = group.first().and_then(|(_, record)| concerning(corrections, &record.id));
        let (combined, stand) = one_of(group, lists, vocabulary, correcting)?;
        looked.standings.extend(stand);
        if let Some(Combined { provider, provenance }) = combined {
            looked.quality.count(&RecordView::of(&provider, ""), is_verified(&provenance), as_of);
        }
    }
    Ok(looked)
}
