//! From the lists that a generation is made of to its files: the one that was just read, and those that stay.
//!
//! In: [`LiveLists`] and an [`Assembly`]. Out: [`BuiltLists`], which wait to be published. Invariant: a file of a list that
//! stays is copied, never shared between generations.

use super::ImportError;
use super::SAMPLE_LIST;
use super::canary::{Canaries, CanaryQuestions};
use super::combining::{Knowledge, Ready, next_batch, prepare};
use super::corrections::CorrectionSet;
use super::live::{LiveLists, kept_path, left_out_path, movers_path, since_path};
use super::quality_report::QualityCounts;
use crate::domain::RecordDate;
use crate::index::{
    Builder, Built, IndexError, KeptReader, ListSource, MadeOf, Movers, ProvenanceWriter, Store,
    keep_corrections, read_movers, tell_movers,
};
use crate::ingest::Standing;
use crate::parallel;
use crate::vocabulary::Vocabulary;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A built generation that waits to be published.
pub(super) struct BuiltLists {
    pub(super) built: Built,
    pub(super) made_of: MadeOf,
    pub(super) canaries: CanaryQuestions,
    /// How corrections stand whose providers lists have.
    pub(super) standings: Vec<(usize, Standing)>,
    /// How good the lists are.
    pub(super) quality: QualityCounts,
}

/// What a generation is made of.
pub(super) struct Assembly<'a> {
    /// The list that was just read; its files are in the directory already.
    pub(super) fresh: Option<ListSource>,
    /// Which of the live lists stay.
    pub(super) stays: &'a dyn Fn(&ListSource) -> bool,
    /// The corrections that it is made with.
    pub(super) corrections: Option<&'a CorrectionSet>,
}

impl Assembly<'_> {
    /// Which live lists stay beside one that is imported: all others; the bundled sample goes with the first import of
    /// any other list.
    pub(super) fn stay_beside(list: &str) -> impl Fn(&ListSource) -> bool {
        move |other| other.list != list && other.list != SAMPLE_LIST
    }
}

/// Builds a generation of the list that was just read, where there is one, and all others that stay.
pub(super) fn build(
    store: &Store,
    live: &LiveLists,
    assembly: Assembly<'_>,
    directory: &Path,
    vocabulary: &Arc<Vocabulary>,
    today: RecordDate,
) -> Result<BuiltLists, ImportError> {
    let Assembly { fresh, stays, corrections: set } = assembly;
    let corrections = set.map(|set| &set.corrections);
    let mut lists = keep_others(store, live, stays, directory)?;
    let name = fresh.as_ref().map(|fresh| fresh.list.clone());
    lists.extend(fresh);
    lists.sort_by(|a, b| a.list.cmp(&b.list));
    let fresh = lists.iter().position(|list| Some(&list.list) == name.as_ref()).unwrap_or(usize::MAX);
    let (mut readers, mut movers) = (Vec::with_capacity(lists.len()), Vec::with_capacity(lists.len()));
    for list in &lists {
        movers.push(read_movers(&movers_path(directory, &list.list))?);
        readers.push(KeptReader::open(&kept_path(directory, &list.list), vocabulary)?);
    }
    let mut builder = Builder::new(directory, vocabulary, today)?;
    let mut canaries = Canaries::new(vocabulary);
    let (mut standings, mut hidden) = (Vec::new(), BTreeSet::new());
    let mut origins = ProvenanceWriter::create(directory)?;
    let preparer = builder.preparer();
    let (mut quality, mut moved) = (QualityCounts::default(), Movers::new());
    let knowledge = Knowledge { vocabulary, corrections, as_of: today };
    let paths: Vec<PathBuf> = readers.iter().map(|reader| reader.path().to_owned()).collect();
    parallel::in_order(
        parallel::threads(),
        || Canaries::new(vocabulary),
        |own, batch| prepare(&batch, (&paths, &movers), fresh, &preparer, own, knowledge),
        || next_batch(&mut readers),
        |ready| {
            let ready = ready?;
            let Ready { providers, counts, provenances, standings: stand, hidden: without, .. } = ready;
            quality.join(&ready.quality);
            moved.extend(ready.moved);
            standings.extend(stand);
            hidden.extend(without);
            canaries.join(counts);
            for (id, provenance) in &provenances {
                origins.push(id, provenance)?;
            }
            builder.take(providers)
        },
    )?;
    origins.finish()?;
    tell_movers(directory, &moved)?;
    let built = builder.finish()?;
    let canaries = canaries.questions();
    let path = directory.join(CanaryQuestions::FILE);
    let text = serde_json::to_vec(&canaries).map_err(std::io::Error::other);
    let written = text.and_then(|text| std::fs::write(&path, text));
    written.map_err(|source| IndexError::Io { path, source })?;
    if let Some(CorrectionSet { kept, corrections, .. }) = set {
        hidden.extend(corrections.hidden());
        keep_corrections(directory, kept, &hidden)?;
    }
    let corrections = set.map(|set| set.kept.source.clone());
    Ok(BuiltLists { built, made_of: MadeOf { lists, corrections }, canaries, standings, quality })
}

/// Copies the kept records of the live lists that stay, and the rows left out of them.
fn keep_others(
    store: &Store,
    live: &LiveLists,
    stays: &dyn Fn(&ListSource) -> bool,
    directory: &Path,
) -> Result<Vec<ListSource>, ImportError> {
    let Some(generation) = live.generation() else { return Ok(Vec::new()) };
    let others: Vec<ListSource> = live.lists().iter().filter(|list| stays(list)).cloned().collect();
    let folder = directory.join("lists");
    std::fs::create_dir_all(&folder).map_err(|source| IndexError::Io { path: folder, source })?;
    for list in &others {
        let name = list.list.as_str();
        for (from, to) in [
            (store.kept_path(generation, name), kept_path(directory, name)),
            (store.left_out_path(generation, name), left_out_path(directory, name)),
            (store.since_path(generation, name), since_path(directory, name)),
            (store.movers_path(generation, name), movers_path(directory, name)),
        ] {
            // Generations of older programs have no rows left out, and most lists have nothing said since and nobody who moved.
            if from == store.kept_path(generation, name) || from.exists() {
                // A copy, not a link: damage to one generation's file must not reach another's.
                std::fs::copy(&from, &to).map_err(|source| IndexError::Io { path: to, source })?;
            }
        }
    }
    Ok(others)
}
