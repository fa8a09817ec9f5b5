//! From the lists that a generation is made of to its files: the one that was just read, and those that stay.
//!
//! In: [`LiveLists`] and an [`Assembly`]. Out: [`BuiltLists`], which wait to be published. Invariant: a file of a list that
//! stays is copied, never shared between generations.

use super::ImportError;
use super::canary::{Canaries, CanaryQuestions};
use super::combining::{Combining, Knowledge, next_batch, prepare};
use super::corrections::CorrectionSet;
use super::live::{LiveLists, kept_path, left_out_path, movers_path, since_path};
use super::making::{Maker, Ready};
use super::quality_report::QualityCounts;
use crate::domain::{ListName, ProviderId, RecordDate};
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
    pub(super) fresh: Option<Fresh>,
    /// Which of the live lists stay.
    pub(super) stays: &'a dyn Fn(&ListSource) -> bool,
    /// The corrections that it is made with.
    pub(super) corrections: Option<&'a CorrectionSet>,
}

/// A list that was just read.
pub(super) struct Fresh {
    pub(super) list: ListSource,
    /// The generation, where it was begun while the list was merged: it has all of its providers, and no other list stays.
    pub(super) begun: Option<Assembler>,
}

impl Assembly<'_> {
    /// Which live lists stay beside one that is imported: all others; the bundled sample goes with the first import of
    /// any other list.
    pub(super) fn stay_beside(list: &str) -> impl Fn(&ListSource) -> bool {
        move |other| other.list != list && other.list != ListName::SAMPLE
    }
}

/// A generation in the making: what is told of providers beside their files.
pub(super) struct Assembler {
    builder: Builder,
    vocabulary: Arc<Vocabulary>,
    /// The day that ages are judged by.
    today: RecordDate,
    canaries: Canaries,
    origins: ProvenanceWriter,
    standings: Vec<(usize, Standing)>,
    hidden: BTreeSet<ProviderId>,
    quality: QualityCounts,
    moved: Movers,
}

impl Assembler {
    /// Begins with nobody, in a building directory.
    pub(super) fn begin(
        directory: &Path,
        vocabulary: &Arc<Vocabulary>,
        today: RecordDate,
    ) -> Result<Self, IndexError> {
        Ok(Self {
            builder: Builder::new(directory, vocabulary, today)?,
            vocabulary: Arc::clone(vocabulary),
            today,
            canaries: Canaries::new(vocabulary),
            origins: ProvenanceWriter::create(directory)?,
            standings: Vec::new(),
            hidden: BTreeSet::new(),
            quality: QualityCounts::default(),
            moved: Movers::new(),
        })
    }

    /// Gives each thread what makes providers ready for [`Self::take`].
    pub(super) fn makes(&self) -> impl Fn() -> Maker + Sync + use<> {
        let (preparer, vocabulary, today) =
            (self.builder.preparer(), Arc::clone(&self.vocabulary), self.today);
        move || Maker::new(preparer.clone(), &vocabulary, today)
    }

    /// Takes providers, in the order of their ids.
    pub(super) fn take(&mut self, ready: Ready) -> Result<(), IndexError> {
        let Ready { providers, counts, provenances, standings, hidden, quality, moved } = ready;
        self.quality.join(&quality);
        self.moved.extend(moved);
        self.standings.extend(standings);
        self.hidden.extend(hidden);
        self.canaries.join(&counts);
        for (id, provenance) in &provenances {
            self.origins.push(id, provenance)?;
        }
        self.builder.take(providers)
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
    let (fresh, begun) = fresh.map(|Fresh { list, begun }| (list, begun)).unzip();
    let name = fresh.as_ref().map(|fresh| fresh.list.clone());
    lists.extend(fresh);
    lists.sort_by(|a, b| a.list.cmp(&b.list));
    let fresh = lists.iter().position(|list| Some(&list.list) == name.as_ref()).unwrap_or(usize::MAX);
    let mut movers = Vec::with_capacity(lists.len());
    for list in &lists {
        movers.push(read_movers(&movers_path(directory, &list.list))?);
    }
    let assembler = if let Some(mut begun) = begun.flatten() {
        begun.moved.extend(movers.into_iter().flatten());
        begun
    } else {
        let paths: Vec<PathBuf> = lists.iter().map(|list| kept_path(directory, &list.list)).collect();
        let mut assembler = Assembler::begin(directory, vocabulary, today)?;
        let knowledge = Knowledge { vocabulary, corrections, as_of: today };
        read_all(&paths, &mut assembler, |maker, batch| {
            prepare(batch, (&paths, &movers), fresh, maker, knowledge)
        })?;
        assembler
    };
    let Assembler { builder, canaries, origins, standings, mut hidden, quality, moved, .. } = assembler;
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

/// Reads the kept records of all lists, in the order of ids, and takes what `prepare` makes of them on all cores.
fn read_all(
    paths: &[PathBuf],
    assembler: &mut Assembler,
    prepare: impl Fn(&mut Maker, &Combining) -> Result<Ready, IndexError> + Sync,
) -> Result<(), IndexError> {
    let mut readers = Vec::with_capacity(paths.len());
    for path in paths {
        readers.push(KeptReader::open(path, &assembler.vocabulary)?);
    }
    parallel::in_order(
        parallel::threads(),
        assembler.makes(),
        |maker, batch| prepare(maker, &batch),
        || next_batch(&mut readers),
        |ready| assembler.take(ready?),
    )
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
