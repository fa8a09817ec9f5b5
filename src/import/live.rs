//! The lists that are live, and where each has its files in a generation.
//!
//! In: a store. Out: [`LiveLists`], with the corrections in force. Invariant: what cannot be read now is an error; only what
//! is damaged for good makes place for an older generation's.

use super::ImportError;
use super::assembly::Assembly;
use super::corrections::{CorrectionSet, lost};
use super::preview::Warning;
use crate::domain::{ListName, RecordDate};
use crate::index::{
    GenerationId, IndexError, KeptCorrections, KeptReader, LeftOutRows, ListSource, SinceReader, Store,
};
use crate::ingest::Summary;
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The lists of the live generation.
pub(super) struct LiveLists {
    generation: Option<GenerationId>,
    lists: Vec<ListSource>,
    /// The corrections in force, or why they cannot be read.
    corrections: Result<Option<KeptCorrections>, IndexError>,
    /// Why they are not of the generation that the pointer names.
    pub(super) degraded: Option<String>,
}

impl LiveLists {
    /// Reads what is live, of any format, all hashes of lists checked; nothing where there is no index yet. Where the
    /// lists of the live generation are damaged these are the newest good one's, which is also what a server shows. A
    /// list that cannot be read now is no damage but an error: an older one must not take its place.
    pub(super) fn read(store: &Store, vocabulary: &Arc<Vocabulary>) -> Result<Self, ImportError> {
        let damage = match store.live_lists() {
            Ok((generation, lists)) => {
                let corrections = store.corrections_in_force(Some(generation));
                return Ok(Self { generation: Some(generation), lists, corrections, degraded: None });
            }
            Err(error @ (IndexError::Damaged { .. } | IndexError::Pointer(_) | IndexError::NotKept(_))) => {
                error
            }
            // Generations without a pointer: it was lost, or nothing was ever published.
            Err(error @ IndexError::NoIndex(_)) => error,
            Err(error) => return Err(error.into()),
        };
        match store.open_newest_sound(vocabulary) {
            Ok(opened) => {
                let snapshot = opened.snapshot;
                let (generation, lists) = (snapshot.generation(), snapshot.manifest().lists.clone());
                let corrections = store.corrections_in_force(Some(generation));
                Ok(Self {
                    generation: Some(generation),
                    lists,
                    corrections,
                    degraded: Some(damage.to_string()),
                })
            }
            Err(IndexError::NoIndex(_)) if store.was_corrected() == Some(true) => {
                let gone = "all generations are gone, and the last one was made with corrections";
                Err(IndexError::NothingSound(gone.to_owned()).into())
            }
            Err(IndexError::NoIndex(_)) => {
                Ok(Self { generation: None, lists: Vec::new(), corrections: Ok(None), degraded: None })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The same for an import. A whole list begins anew where no generation is sound: if history says that what was live had
    /// no other list, but for the bundled sample, and no corrections.
    pub(super) fn read_for(
        store: &Store,
        read: &Summary,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<Self, ImportError> {
        let why = match Self::read(store, vocabulary) {
            Err(ImportError::Index(IndexError::NothingSound(why))) => why,
            live => return live,
        };
        let replaced =
            |source: &ListSource| [read.list.as_str(), ListName::SAMPLE].contains(&source.list.as_str());
        let gone = store.lists_without_corrections().filter(|_| read.whole);
        if !gone.is_some_and(|lists| lists.iter().all(replaced)) {
            return Err(IndexError::NothingSound(why).into());
        }
        Ok(Self { generation: None, lists: Vec::new(), corrections: Ok(None), degraded: Some(why) })
    }

    /// The lists of another generation, all its hashes checked, without its corrections.
    pub(super) fn of(
        store: &Store,
        generation: GenerationId,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<Self, ImportError> {
        let lists = store.open(generation, vocabulary)?.manifest().lists.clone();
        Ok(Self { generation: Some(generation), lists, corrections: Ok(None), degraded: None })
    }

    /// Whether there are corrections that cannot be read.
    pub(super) fn has_lost_corrections(&self) -> bool {
        self.corrections.is_err()
    }

    /// The corrections in force, read.
    ///
    /// # Errors
    /// [`ImportError::CorrectionsLost`] where they cannot be: without them nobody knows who is to be hidden.
    pub(super) fn correction_set(
        &self,
        knowledge: (&Vocabulary, &Places),
        today: RecordDate,
    ) -> Result<Option<CorrectionSet>, ImportError> {
        let kept = self.corrections.as_ref().map_err(lost)?;
        kept.clone().map(|kept| CorrectionSet::of_kept(kept, knowledge, today)).transpose()
    }

    /// The kept records of the lists that stay.
    pub(super) fn kept_paths(&self, store: &Store, stays: &dyn Fn(&ListSource) -> bool) -> Vec<PathBuf> {
        let Some(generation) = self.generation else { return Vec::new() };
        let staying = self.lists.iter().filter(|list| stays(list));
        staying.map(|list| store.kept_path(generation, &list.list)).collect()
    }

    /// The live generation and its lists.
    ///
    /// # Errors
    /// [`IndexError::NoIndex`] where there is none.
    pub(super) fn there(&self, store: &Store) -> Result<(GenerationId, &[ListSource]), IndexError> {
        let generation = self.generation.ok_or_else(|| IndexError::NoIndex(store.root().to_owned()))?;
        Ok((generation, &self.lists))
    }

    /// What whoever imports a list should know of those that are live.
    pub(super) fn warnings(&self, list: &str) -> Vec<Warning> {
        let warning = |code, count, message| Warning { code, count, message, samples: Vec::new() };
        let damaged = self.degraded.as_ref().map(|why| {
            let message = match self.generation {
                Some(_) => format!("{why}; the lists were taken from the newest generation that is sound"),
                None => format!("{why}, and no other generation is sound; the list was read as a new one"),
            };
            warning("live_damaged", 1, message)
        });
        let sample = self.source(ListName::SAMPLE).filter(|_| list != ListName::SAMPLE).map(|sample| {
            let message = format!("the bundled sample goes with this import, {} providers", sample.providers);
            warning("sample_replaced", sample.providers, message)
        });
        damaged.into_iter().chain(sample).collect()
    }

    /// The lists.
    pub(super) fn lists(&self) -> &[ListSource] {
        &self.lists
    }

    /// The generation that the lists are of.
    pub(super) fn generation(&self) -> Option<GenerationId> {
        self.generation
    }

    /// Whether nothing of what is live stays beside that list, lists and corrections.
    pub(super) fn is_replaced_by(&self, list: &str) -> bool {
        matches!(self.corrections, Ok(None)) && !self.lists.iter().any(Assembly::stay_beside(list))
    }

    /// What is live of a list.
    pub(super) fn source(&self, list: &str) -> Option<&ListSource> {
        self.lists.iter().find(|source| source.list == list)
    }

    /// The generation that holds a list's last import.
    pub(super) fn generation_of(&self, list: &str) -> Option<GenerationId> {
        self.generation.filter(|_| self.lists.iter().any(|source| source.list == list))
    }

    /// How many of a federal list are gone by what was said since its last whole file, from a day on: a whole file of that
    /// day may have them all the same.
    pub(super) fn gone_since(
        &self,
        store: &Store,
        list: &str,
        day: i32,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<u64, IndexError> {
        let Some(generation) = self.generation_of(list) else { return Ok(0) };
        let Some(since) = SinceReader::open(&store.since_path(generation, list), vocabulary)? else {
            return Ok(0);
        };
        let mut gone = 0;
        for said in since {
            let is_gone = said?.main.is_some_and(|main| main.provider.is_none() && main.day >= day);
            gone += u64::from(is_gone);
        }
        Ok(gone)
    }

    /// What a list was at its last import; `None` where it is not among them.
    pub(super) fn before(
        &self,
        store: &Store,
        list: &str,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<Option<BeforeImport>, ImportError> {
        let Some(generation) = self.generation_of(list) else { return Ok(None) };
        let kept = KeptReader::open(&store.kept_path(generation, list), vocabulary)?;
        let since = SinceReader::open(&store.since_path(generation, list), vocabulary)?;
        Ok(Some(BeforeImport { kept, left_out: store.left_out(generation, list)?, since }))
    }
}

/// What a list was at its last import.
pub(super) struct BeforeImport {
    pub(super) kept: KeptReader,
    /// `None` where it is not known what was left out.
    pub(super) left_out: Option<LeftOutRows>,
    /// What files since the last whole one said, of federal lists.
    pub(super) since: Option<SinceReader>,
}

/// The kept records file of a list in a generation's directory.
pub(super) fn kept_path(directory: &Path, list: &str) -> PathBuf {
    directory.join("lists").join(format!("{list}.records"))
}

/// The file of rows left out of a list, in a generation's directory.
pub(super) fn left_out_path(directory: &Path, list: &str) -> PathBuf {
    directory.join("lists").join(Store::left_out_name(list))
}

/// The file of those who moved within a list, in a generation's directory.
pub(super) fn movers_path(directory: &Path, list: &str) -> PathBuf {
    directory.join("lists").join(Store::movers_name(list))
}

/// The file of what was said since a list's last whole file, in a generation's directory.
pub(super) fn since_path(directory: &Path, list: &str) -> PathBuf {
    directory.join("lists").join(Store::since_name(list))
}
