//! All lists to providers, in the order of their ids, a batch at a time.
//!
//! In: the kept records of each list. Out: providers as the builder takes them, and their canary counts. Invariant:
//! records of one id stay together, whichever lists they are of.

use super::canary::{Canaries, CanaryCounts};
use crate::domain::{Provenance, ProviderId};
use crate::index::{IndexError, KeptReader, KeptRecord, Prepared, Preparer};
use crate::ingest::{self, Combined, Corrections, Standing};
use crate::vocabulary::Vocabulary;
use std::path::PathBuf;

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

/// Providers as the builder takes them, what was counted of them, and where their facts are from, of those whom more
/// than one source tells of.
pub(super) struct Ready {
    pub(super) providers: Prepared,
    pub(super) counts: CanaryCounts,
    pub(super) provenances: Vec<(ProviderId, Provenance)>,
    /// How corrections of these providers stand.
    pub(super) standings: Vec<(usize, Standing)>,
    /// Whom corrections leave no practice, so that they are hidden too.
    pub(super) hidden: Vec<ProviderId>,
}

/// Providers that a thread takes at a time.
const BATCH: usize = 512;

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
    lists: &[PathBuf],
    fresh: usize,
    preparer: &Preparer,
    canaries: &mut Canaries,
    (vocabulary, corrections): (&Vocabulary, Option<&Corrections>),
) -> Result<Ready, IndexError> {
    let mut providers = Prepared::with_room(batch.ends.len());
    let mut provenances = Vec::new();
    let (mut standings, mut hidden) = (Vec::new(), Vec::new());
    let correcting = |id: &ProviderId| corrections.filter(|corrections| corrections.concern(id));
    for group in batch.groups() {
        let correcting = group.first().and_then(|(_, record)| correcting(&record.id));
        if let ([(list, record)], None) = (group, correcting) {
            let provider = record.provider(vocabulary, &lists[*list])?;
            canaries.count(&provider);
            if *list == fresh {
                preparer.add_stored(&provider, record, &mut providers)?;
            } else {
                preparer.add(&provider, &mut providers)?;
            }
            continue;
        }
        let mut same = Vec::with_capacity(group.len());
        for (list, record) in group {
            same.push(record.provider(vocabulary, &lists[*list])?);
        }
        let combined = match (ingest::combine(same), correcting) {
            (Some(combined), Some(corrections)) => {
                let id = combined.provider.id.clone();
                let (corrected, stand) = corrections.apply(combined);
                standings.extend(stand);
                hidden.extend(corrected.is_none().then_some(id));
                corrected
            }
            (combined, _) => combined,
        };
        if let Some(Combined { provider, provenance }) = combined {
            canaries.count(&provider);
            preparer.add(&provider, &mut providers)?;
            provenances.push((provider.id, provenance));
        }
    }
    Ok(Ready { providers, counts: canaries.take_counts(), provenances, standings, hidden })
}
