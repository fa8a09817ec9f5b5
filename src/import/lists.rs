//! Lists side by side: the rows of one become its new kept records, and all lists together the new generation.

use super::canary::{Canaries, CanaryQuestions};
use super::combining::{Ready, next_batch, prepare};
use super::corrections::{CorrectionSet, kept_in_force};
use super::federal::Plan;
use super::preview::PreviewBuilder;
use super::reading::{ReadRows, Tally};
use super::weekly::SaidSince;
use super::{ImportError, SAMPLE_LIST};
use crate::domain::{Fragment, Provider, ProviderId, RecordDate, SpecialtyId};
use crate::index::{
    BeforeRows, Builder, Built, GenerationId, IndexError, KeptCorrections, KeptReader, KeptWriter, LeftOut,
    LeftOutRows, LeftOutWriter, ListSource, MadeOf, ProvenanceWriter, RowKey, SinceReader, SpoolEntry,
    SpoolGroup, Store, StoredRow, keep_corrections,
};
use crate::ingest::{self, Change, Code, Merged, Standing, Summary};
use crate::parallel;
use crate::places::Places;
use crate::vocabulary::Vocabulary;
use std::cmp::Ordering;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What changed in a list, counted in providers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Changes {
    /// Not in the list before.
    pub added: u64,
    /// With other facts than before.
    pub changed: u64,
    /// With a primary practice over a mile from where it was.
    pub moved: u64,
    /// No longer in the list.
    pub removed: u64,
    /// As before.
    pub unchanged: u64,
}

/// The lists of the live generation.
pub(super) struct LiveLists {
    generation: Option<GenerationId>,
    lists: Vec<ListSource>,
    /// The corrections in force.
    corrections: Option<KeptCorrections>,
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
                let corrections = kept_in_force(store, generation)?;
                return Ok(Self { generation: Some(generation), lists, corrections, degraded: None });
            }
            Err(error @ (IndexError::Damaged { .. } | IndexError::Pointer(_) | IndexError::NotKept(_))) => {
                error
            }
            // Generations without a pointer: it was lost, or nothing was ever published.
            Err(error @ IndexError::NoIndex(_)) => error,
            Err(error) => return Err(error.into()),
        };
        match store.open_live(vocabulary) {
            Ok(opened) => {
                let snapshot = opened.snapshot;
                let (generation, lists) = (snapshot.generation(), snapshot.manifest().lists.clone());
                let corrections = kept_in_force(store, generation)?;
                Ok(Self {
                    generation: Some(generation),
                    lists,
                    corrections,
                    degraded: Some(damage.to_string()),
                })
            }
            Err(IndexError::NoIndex(_)) => {
                Ok(Self { generation: None, lists: Vec::new(), corrections: None, degraded: None })
            }
            Err(error) => Err(error.into()),
        }
    }

    /// The lists of another generation, all its hashes checked, without its corrections.
    pub(super) fn of(
        store: &Store,
        generation: GenerationId,
        vocabulary: &Arc<Vocabulary>,
    ) -> Result<Self, ImportError> {
        let lists = store.open(generation, vocabulary)?.manifest().lists.clone();
        Ok(Self { generation: Some(generation), lists, corrections: None, degraded: None })
    }

    /// Whether these are the lists.
    pub(super) fn are(&self, lists: &[ListSource]) -> bool {
        self.lists == lists
    }

    /// The corrections in force, read.
    pub(super) fn correction_set(
        &self,
        knowledge: (&Vocabulary, &Places),
        today: RecordDate,
    ) -> Result<Option<CorrectionSet>, ImportError> {
        self.corrections.clone().map(|kept| CorrectionSet::of_kept(kept, knowledge, today)).transpose()
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

    /// The bytes of the live generation's lists and records, of which another one is built: what a new one may take.
    pub(super) fn bytes(&self, store: &Store) -> u64 {
        let manifest = self.generation.and_then(|generation| store.manifest(generation).ok());
        manifest.map_or(0, |manifest| manifest.files.iter().map(|(_, length, _)| length).sum())
    }

    /// The generation that the lists are of.
    pub(super) fn generation(&self) -> Option<GenerationId> {
        self.generation
    }

    /// What is live of a list.
    pub(super) fn source(&self, list: &str) -> Option<&ListSource> {
        self.lists.iter().find(|source| source.list == list)
    }

    /// The generation that holds a list's last import.
    pub(super) fn generation_of(&self, list: &str) -> Option<GenerationId> {
        self.generation.filter(|_| self.lists.iter().any(|source| source.list == list))
    }
}

/// A list's new kept records.
pub(super) struct MergedList {
    pub(super) changes: Changes,
    pub(super) providers: u64,
    pub(super) before: u64,
    pub(super) specialties: BTreeMap<String, u64>,
}

/// The kept records file of a list in a generation's directory.
pub(super) fn kept_path(directory: &Path, list: &str) -> PathBuf {
    directory.join("lists").join(format!("{list}.records"))
}

/// What a list was at its last import.
pub(super) struct BeforeImport {
    pub(super) kept: KeptReader,
    /// `None` where it is not known what was left out.
    pub(super) left_out: Option<LeftOutRows>,
    /// What files since the last whole one said, of federal lists.
    pub(super) since: Option<SinceReader>,
}

/// Where a list's new files go, and the time of the import.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'t> {
    pub(super) directory: &'t Path,
    pub(super) imported: &'t str,
}

/// The file of rows left out of a list, in a generation's directory.
fn left_out_path(directory: &Path, list: &str) -> PathBuf {
    directory.join("lists").join(Store::left_out_name(list))
}

/// The file of what was said since a list's last whole file, in a generation's directory.
fn since_path(directory: &Path, list: &str) -> PathBuf {
    directory.join("lists").join(Store::since_name(list))
}

/// Brings the rows of each provider together and writes the list's kept records and the rows left out, counting what
/// changed.
pub(super) fn merge_list<'p>(
    rows: ReadRows,
    before: Option<BeforeImport>,
    summary: &Summary,
    plan: Option<&Plan>,
    target: Target<'_>,
    vocabulary: &Arc<Vocabulary>,
    (tally, preview): (&mut Tally, Option<PreviewBuilder<'p>>),
) -> Result<(MergedList, Option<PreviewBuilder<'p>>), ImportError> {
    let list = summary.list.as_str();
    let writer = KeptWriter::create(&kept_path(target.directory, list), vocabulary)?;
    let (since, before) = before.map(|before| (before.since, (before.kept, before.left_out))).unzip();
    let (kept, left_out) = before.unzip();
    let since = since.flatten();
    let plan = plan.filter(|plan| since.is_some() || plan.has_changes());
    let said = plan.map(|plan| SaidSince::new(plan, since, since_path(target.directory, list)));
    let mut merge = ListMerge {
        before: kept,
        whole: summary.whole,
        writer,
        left_out: rows.left_out,
        vocabulary: Arc::clone(vocabulary),
        tally,
        preview,
        said,
        result: MergedList {
            changes: Changes::default(),
            providers: 0,
            before: 0,
            specialties: BTreeMap::new(),
        },
    };
    rows.spool.groups(&mut |group| merge.group(group))?;
    merge.rest()?;
    let ListMerge { writer, left_out: new, result, preview, said, .. } = merge;
    writer.finish()?;
    said.map_or(Ok(()), SaidSince::finish)?;
    let before = match &left_out {
        // What holds the whole list says of every row anew what becomes of it.
        Some(Some(rows)) if !summary.whole => BeforeRows::Rows(rows),
        Some(None) if !summary.whole => BeforeRows::Unknown,
        Some(_) | None => BeforeRows::Nothing,
    };
    new.finish(&left_out_path(target.directory, list), target.imported, before)?;
    Ok((result, preview))
}

/// What a row does to its provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowKind {
    /// It is the provider.
    Whole,
    /// It adds to one.
    Side,
    /// It takes it away; it was counted and recorded when it was read.
    Removal,
}

impl RowKind {
    fn of(fragment: &Fragment) -> Self {
        match fragment {
            Fragment::Whole(_) => Self::Whole,
            Fragment::Practice { .. } | Fragment::Alias { .. } => Self::Side,
            Fragment::Removal { .. } => Self::Removal,
        }
    }
}

/// Walks new rows and the old list side by side, both in id order.
pub(super) struct ListMerge<'m, 'p> {
    pub(super) before: Option<KeptReader>,
    whole: bool,
    writer: KeptWriter,
    pub(super) left_out: LeftOutWriter,
    pub(super) vocabulary: Arc<Vocabulary>,
    tally: &'m mut Tally,
    /// Of dry runs only.
    preview: Option<PreviewBuilder<'p>>,
    pub(super) result: MergedList,
    /// Of federal lists that changes are imported to.
    pub(super) said: Option<SaidSince<'m>>,
}

impl ListMerge<'_, '_> {
    /// Takes the rows of one id.
    fn group(&mut self, group: SpoolGroup<'_>) -> Result<(), IndexError> {
        if self.said.is_some() {
            return self.weekly_group(group);
        }
        match group {
            SpoolGroup::Single(row) => self.single(&row),
            SpoolGroup::Rows(rows) => self.rows(rows),
        }
    }

    /// Takes the only row of an id, a whole one: merging would leave it as it is, so that it is kept as it lies there.
    fn single(&mut self, row: &StoredRow<'_>) -> Result<(), IndexError> {
        let old = self.old_up_to(&row.id)?;
        if !self.whole {
            self.left_out.renew(RowKey::of(&row.id))?;
        }
        // Whom the list did not have is copied as it lies there, unless somebody wants to see it.
        let new = (old.is_some() || self.preview.is_some()).then(|| self.unpacked(row)).transpose()?;
        match (&old, &new) {
            (Some(old), Some(new)) => self.count_change(old, new),
            _ => self.result.changes.added += 1,
        }
        self.show(old.as_ref(), new.as_ref())?;
        self.count(row.specialties.iter().copied());
        self.writer.push_stored(row)
    }

    pub(super) fn unpacked(&self, row: &StoredRow<'_>) -> Result<Provider, IndexError> {
        row.provider(&self.vocabulary).ok_or_else(|| IndexError::Io {
            path: PathBuf::from("spool"),
            source: std::io::Error::new(std::io::ErrorKind::InvalidData, "a spooled row is damaged"),
        })
    }

    /// Shows a provider as it was and will be to whoever looks before a leap.
    pub(super) fn show(&mut self, old: Option<&Provider>, new: Option<&Provider>) -> Result<(), IndexError> {
        let Some(preview) = &mut self.preview else { return Ok(()) };
        preview.see(old, new).map_err(|source| IndexError::Io { path: PathBuf::from("changes.csv"), source })
    }

    fn rows(&mut self, group: Vec<SpoolEntry>) -> Result<(), IndexError> {
        let Some(id) = group.first().map(|entry| entry.fragment.id()) else { return Ok(()) };
        let old = self.old_up_to(&id)?;
        let places: Vec<(u32, u64)> = group.iter().map(|entry| (entry.file, entry.line)).collect();
        let kinds: Vec<RowKind> = group.iter().map(|entry| RowKind::of(&entry.fragment)).collect();
        if !self.whole && kinds.iter().any(|kind| *kind != RowKind::Side) {
            self.left_out.renew(RowKey::of(&id))?;
        }
        let fragments = group.into_iter().map(|entry| entry.fragment).collect();
        let base = if self.whole { None } else { old.clone() };
        let merged = ingest::merge(fragments, base);
        self.tell_unused(&id, &merged, &places, &kinds)?;
        self.show(old.as_ref(), merged.provider.as_ref())?;
        match (old, merged.provider) {
            (None, None) => Ok(()),
            (Some(_), None) => {
                self.result.changes.removed += 1;
                Ok(())
            }
            (None, Some(new)) => {
                self.result.changes.added += 1;
                self.keep(&new)
            }
            (Some(old), Some(new)) => {
                self.count_change(&old, &new);
                self.keep(&new)
            }
        }
    }

    pub(super) fn count_change(&mut self, old: &Provider, new: &Provider) {
        let count = match ingest::change(old, new) {
            Change::Changed => &mut self.result.changes.changed,
            Change::Moved => &mut self.result.changes.moved,
            Change::Unchanged => &mut self.result.changes.unchanged,
        };
        *count += 1;
    }

    /// Says which rows of a group are not in the new list after all.
    fn tell_unused(
        &mut self,
        id: &ProviderId,
        merged: &Merged,
        places: &[(u32, u64)],
        kinds: &[RowKind],
    ) -> Result<(), IndexError> {
        let counted = |row: usize| kinds[row] != RowKind::Removal;
        for (row, (file, line)) in places.iter().enumerate().filter(|(row, _)| counted(*row)) {
            let code = if merged.duplicates.contains(&row) {
                Code::DuplicateRow
            } else if merged.orphans.contains(&row) {
                Code::NoSuchProvider
            } else if merged.removed.contains(&row) {
                Code::Deactivated
            } else {
                continue;
            };
            self.leave_out(id, (*file, *line, kinds[row] == RowKind::Side), code)?;
        }
        Ok(())
    }

    /// Says that a row (its file, its line, whether it is a side file's) is not in the new list after all.
    pub(super) fn leave_out(
        &mut self,
        id: &ProviderId,
        (file, line, side): (u32, u64, bool),
        code: Code,
    ) -> Result<(), IndexError> {
        let message = match code {
            Code::DuplicateRow => "a later row has the same id and address",
            Code::NoSuchProvider => "the list has no provider with this NPI",
            Code::OlderRow => "a file of later days has said otherwise of this NPI",
            _ => "a later row deactivates this NPI",
        };
        let told = self.tally.skip_kept(code, file, line, message);
        told.map_err(|source| IndexError::Io { path: PathBuf::from("report"), source })?;
        if code == Code::OlderRow {
            // It is no reason why somebody is not listed.
            return Ok(());
        }
        let name = self.tally.file_name(file);
        let (keys, code) = (vec![RowKey::of(id)], code.as_str());
        self.left_out.push(&LeftOut { keys, file: &name, line, rejected: false, code, column: "", side })
    }

    /// Passes over the old list up to an id: gone when the files hold the whole list, kept when they hold changes.
    fn old_up_to(&mut self, id: &ProviderId) -> Result<Option<Provider>, IndexError> {
        while let Some(order) = self.before.as_ref().and_then(KeptReader::peek).map(|next| next.cmp(id)) {
            if order == Ordering::Greater {
                break;
            }
            let Some(old) = self.next_old()? else { break };
            if order == Ordering::Equal {
                return Ok(Some(old));
            }
            self.without_rows(&old)?;
        }
        Ok(None)
    }

    pub(super) fn next_old(&mut self) -> Result<Option<Provider>, IndexError> {
        let next = self.before.as_mut().and_then(Iterator::next).transpose()?;
        self.result.before += u64::from(next.is_some());
        Ok(next)
    }

    /// A provider of the old list that no new row speaks of.
    fn without_rows(&mut self, old: &Provider) -> Result<(), IndexError> {
        self.show(Some(old), (!self.whole).then_some(old))?;
        if self.whole {
            self.result.changes.removed += 1;
            Ok(())
        } else {
            self.result.changes.unchanged += 1;
            self.keep(old)
        }
    }

    /// The old list's providers behind the last new row.
    fn rest(&mut self) -> Result<(), IndexError> {
        if self.said.is_some() {
            return self.weekly_rest();
        }
        while let Some(old) = self.next_old()? {
            self.without_rows(&old)?;
        }
        Ok(())
    }

    pub(super) fn keep(&mut self, provider: &Provider) -> Result<(), IndexError> {
        self.count(provider.specialties.iter().map(|claim| claim.specialty));
        self.writer.push(provider)
    }

    /// Counts a provider of the new list.
    fn count(&mut self, specialties: impl Iterator<Item = SpecialtyId>) {
        self.result.providers += 1;
        for specialty in specialties {
            let id = &self.vocabulary.specialty(specialty).id;
            match self.result.specialties.get_mut(id) {
                Some(count) => *count += 1,
                None => {
                    self.result.specialties.insert(id.clone(), 1);
                }
            }
        }
    }
}

/// A built generation that waits to be published.
pub(super) struct BuiltLists {
    pub(super) built: Built,
    pub(super) made_of: MadeOf,
    pub(super) canaries: CanaryQuestions,
    /// How corrections stand whose providers lists have.
    pub(super) standings: Vec<(usize, Standing)>,
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
    let mut readers = Vec::with_capacity(lists.len());
    for list in &lists {
        readers.push(KeptReader::open(&kept_path(directory, &list.list), vocabulary)?);
    }
    let mut builder = Builder::new(directory, vocabulary, today)?;
    let mut canaries = Canaries::new(vocabulary);
    let mut standings = Vec::new();
    let mut origins = ProvenanceWriter::create(directory)?;
    let preparer = builder.preparer();
    let paths: Vec<PathBuf> = readers.iter().map(|reader| reader.path().to_owned()).collect();
    parallel::in_order(
        parallel::threads(),
        || Canaries::new(vocabulary),
        |own, batch| prepare(&batch, &paths, fresh, &preparer, own, (vocabulary, corrections)),
        || next_batch(&mut readers),
        |ready| {
            let Ready { providers, counts, provenances, standings: stand } = ready?;
            standings.extend(stand);
            canaries.join(counts);
            for (id, provenance) in &provenances {
                origins.push(id, provenance)?;
            }
            builder.take(providers)
        },
    )?;
    origins.finish()?;
    let built = builder.finish()?;
    let canaries = canaries.questions();
    let path = directory.join(CanaryQuestions::FILE);
    let text = serde_json::to_vec(&canaries).map_err(std::io::Error::other);
    let written = text.and_then(|text| std::fs::write(&path, text));
    written.map_err(|source| IndexError::Io { path, source })?;
    if let Some(CorrectionSet { kept, corrections, .. }) = set {
        keep_corrections(directory, kept, &corrections.hidden())?;
    }
    let corrections = set.map(|set| set.kept.source.clone());
    Ok(BuiltLists { built, made_of: MadeOf { lists, corrections }, canaries, standings })
}

/// Copies the kept records of the live lists that stay, and the rows left out of them.
fn keep_others(
    store: &Store,
    live: &LiveLists,
    stays: &dyn Fn(&ListSource) -> bool,
    directory: &Path,
) -> Result<Vec<ListSource>, ImportError> {
    let Some(generation) = live.generation else { return Ok(Vec::new()) };
    let others: Vec<ListSource> = live.lists.iter().filter(|list| stays(list)).cloned().collect();
    let folder = directory.join("lists");
    std::fs::create_dir_all(&folder).map_err(|source| IndexError::Io { path: folder, source })?;
    for list in &others {
        let name = list.list.as_str();
        for (from, to) in [
            (store.kept_path(generation, name), kept_path(directory, name)),
            (store.left_out_path(generation, name), left_out_path(directory, name)),
            (store.since_path(generation, name), since_path(directory, name)),
        ] {
            // Generations of older programs have no rows left out, and most lists have nothing said since.
            if from == store.kept_path(generation, name) || from.exists() {
                // A copy, not a link: damage to one generation's file must not reach another's.
                std::fs::copy(&from, &to).map_err(|source| IndexError::Io { path: to, source })?;
            }
        }
    }
    Ok(others)
}

/// A time as manifests and answers carry it: UTC, RFC 3339, whole seconds.
pub(super) fn timestamp(now: jiff::Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
