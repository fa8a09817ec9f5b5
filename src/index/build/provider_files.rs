//! The files that hold one row for each provider, written in one pass over what waits, in the order of numbers.
//!
//! In: the pile of prepared providers and their numbering. Out: the columns in the folder, and what is ranked or made of
//! them later ([`Passed`]). Invariant: records are read and taken apart on all cores and written in order.

use super::{Texts, damaged, refusal};
use crate::index::columns::{Column, write};
use crate::index::concept_lists::ConceptLists;
use crate::index::error::IndexError;
use crate::index::layout;
use crate::index::name_table::Judged;
use crate::index::numbering::Numbering;
use crate::index::order::TextOrder;
use crate::index::pile::{KeyedReader, Records};
use crate::index::prepared::Waiting;
use crate::parallel;
use std::path::{Path, PathBuf};
use std::sync::mpsc::SyncSender;

/// The files that one pass over the providers in their order writes.
#[derive(Debug)]
pub(super) struct ProviderFiles {
    directory: PathBuf,
    records: Column,
    offsets: Column,
    offset: u64,
    updated: Column,
    judged: Judged,
    name_hashes: Column,
    names: TextOrder,
    concepts: ConceptLists,
}

/// What a pass leaves behind.
pub(super) struct Passed {
    pub(super) names: TextOrder,
    pub(super) concepts: ConceptLists,
    pub(super) judged: Judged,
}

impl ProviderFiles {
    pub(super) fn create(directory: &Path, concepts: ConceptLists) -> Result<Self, IndexError> {
        let column = |name| Column::create(directory, name);
        Ok(Self {
            directory: directory.to_owned(),
            records: column(layout::RECORDS)?,
            offsets: column(layout::RECORD_OFFSETS)?,
            offset: 0,
            updated: column(layout::PROVIDER_UPDATED)?,
            judged: Judged::default(),
            name_hashes: column(layout::PROVIDER_NAME_HASH)?,
            names: TextOrder::default(),
            concepts,
        })
    }

    /// Reads what waits in the order of numbers, on all cores, and writes it.
    pub(super) fn write(
        &mut self,
        pile: &KeyedReader,
        numbering: &Numbering,
        texts: &SyncSender<Texts>,
    ) -> Result<(), IndexError> {
        self.offsets.push(self.offset.to_le_bytes())?;
        let mut runs = pile.runs(&numbering.inputs);
        let directory = self.directory.clone();
        parallel::in_order(
            parallel::threads(),
            || (),
            |(), inputs: &[u32]| {
                let records = pile.read(inputs)?;
                let texts = Texts::of(&records).ok_or_else(|| damaged(&directory))?;
                Ok((records, texts))
            },
            || Ok(runs.next()),
            |read: Result<(Records, Texts), IndexError>| {
                let (records, own) = read?;
                self.push_all(&records)?;
                // Whoever takes them ends early only when the text index fails, and then tells why.
                texts.send(own).map_err(|_ended| refusal(&directory, "the text index cannot be written"))
            },
        )
    }

    fn push_all(&mut self, records: &Records) -> Result<(), IndexError> {
        for place in 0..records.len() {
            let waiting = Waiting::of(records.get(place)).ok_or_else(|| damaged(&self.directory))?;
            self.push(&waiting)?;
        }
        Ok(())
    }

    fn push(&mut self, waiting: &Waiting<'_>) -> Result<(), IndexError> {
        self.records.push(waiting.record)?;
        self.offset += waiting.record.len() as u64;
        self.offsets.push(self.offset.to_le_bytes())?;
        self.updated.push(waiting.updated.to_le_bytes())?;
        self.judged.push(waiting.quality, waiting.words, waiting.given);
        self.name_hashes.push(waiting.name_hash.to_le_bytes())?;
        self.names.push(waiting.name.as_bytes());
        self.concepts
            .push(waiting.concepts.iter().map(|number| u16::from_le_bytes(*number)), waiting.primary);
        Ok(())
    }

    pub(super) fn finish(self) -> Result<Passed, IndexError> {
        for column in [self.records, self.offsets, self.updated, self.name_hashes] {
            column.finish()?;
        }
        let bytes = self.judged.qualities.iter().map(|quality| quality.to_le_bytes());
        write(&self.directory, layout::PROVIDER_QUALITY, bytes)?;
        Ok(Passed { names: self.names, concepts: self.concepts, judged: self.judged })
    }
}

/// Ranks names by family, given, id and writes the ranks by provider number.
pub(super) fn write_name_ranks(
    names: TextOrder,
    numbering: &Numbering,
    directory: &Path,
) -> Result<(), IndexError> {
    let mut ranks = vec![0_u32; numbering.inputs.len()];
    for ((number, _same), rank) in names.sorted(|number| numbering.ranks[number as usize]).zip(0..) {
        ranks[number as usize] = rank;
    }
    write(directory, layout::PROVIDER_NAME_RANK, ranks.into_iter().map(u32::to_le_bytes))
}
