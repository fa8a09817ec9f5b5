//! The rows of one list become its new kept records, counted against what it was before.

use super::ImportError;
use super::assembly::Assembler;
use super::federal::Plan;
use super::live::{BeforeImport, kept_path, left_out_path, since_path};
use super::making::{Maker, Ready};
use super::preview::PreviewBuilder;
use super::quality_report::QualityCounts;
use super::reading::ReadRows;
use super::strangers::Strangers;
use super::tally::Tally;
use super::weekly::SaidSince;
use crate::domain::{FragmentKind, Provider, ProviderId, SpecialtyId};
use crate::index::{
    BeforeRows, IndexError, KeptReader, KeptWriter, LeftOut, LeftOutWriter, Movers, RowKey, Spool,
    SpoolEntry, SpoolGroup, SpoolRows, StoredRow,
};
use crate::ingest::{self, Change, Code, Merging, Summary};
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

/// A list's new kept records.
pub(super) struct MergedList {
    pub(super) changes: Changes,
    pub(super) providers: u64,
    pub(super) before: u64,
    pub(super) specialties: BTreeMap<String, u64>,
    /// How many moved, where they are now.
    pub(super) moved: QualityCounts,
    /// Who is at another address, as far as the list tells.
    pub(super) movers: Movers,
    /// Where the last row of each provider without an NPI stands (file and line), in the order of ids.
    pub(super) unnumbered: Vec<(u32, u64)>,
    /// The generation that was begun meanwhile.
    pub(super) begun: Option<Assembler>,
}

/// Where a list's new files go, and the time of the import.
#[derive(Debug, Clone, Copy)]
pub(super) struct Target<'t> {
    pub(super) directory: &'t Path,
    pub(super) imported: &'t str,
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
    (tally, preview, begun): (&mut Tally, Option<PreviewBuilder<'p>>, Option<Assembler>),
) -> Result<(MergedList, Option<PreviewBuilder<'p>>), ImportError> {
    let list = summary.list.as_str();
    let writer = KeptWriter::create(&kept_path(target.directory, list), vocabulary)?;
    let (since, before) = before.map(|before| (before.since, (before.kept, before.left_out))).unzip();
    let (kept, left_out) = before.unzip();
    let since = since.flatten();
    let plan = plan.filter(|plan| since.is_some() || plan.has_changes());
    let said = plan.map(|plan| SaidSince::new(plan, since, since_path(target.directory, list)));
    // What becomes of a row that changes a list is not known where it is read.
    let begun = begun.filter(|_| said.is_none());
    let mut merge = ListMerge {
        before: kept,
        whole: summary.whole,
        writer,
        left_out: rows.left_out,
        vocabulary: Arc::clone(vocabulary),
        tally,
        preview,
        said,
        specialties: vec![0; vocabulary.specialties().len()],
        maker: begun.as_ref().map(|begun| begun.makes()()),
        result: MergedList {
            changes: Changes::default(),
            providers: 0,
            before: 0,
            specialties: BTreeMap::new(),
            moved: QualityCounts::default(),
            movers: Movers::new(),
            unnumbered: Vec::new(),
            begun,
        },
    };
    merge.take_all(rows.spool)?;
    merge.rest()?;
    merge.pass_on(None)?;
    let ListMerge { writer, left_out: new, mut result, preview, said, specialties, .. } = merge;
    let counted = specialties.into_iter().zip(vocabulary.specialties()).filter(|(count, _)| *count > 0);
    result.specialties = counted.map(|(count, specialty)| (specialty.id.clone(), count)).collect();
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

/// Where a row stands, and what it does.
#[derive(Debug, Clone, Copy)]
struct RowPlace {
    file: u32,
    kind: FragmentKind,
    line: u64,
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
    /// Providers of the new list by the row of their specialty.
    specialties: Vec<u64>,
    /// Makes providers that are no single row ready for the generation that was begun.
    maker: Option<Maker>,
    /// Of federal lists that changes are imported to.
    pub(super) said: Option<SaidSince<'m>>,
}

impl ListMerge<'_, '_> {
    /// Takes all rows. Where a generation was begun, single ones are made ready for it on the threads that read them.
    fn take_all(&mut self, spool: Spool) -> Result<(), IndexError> {
        let new_maker = self.result.begun.as_ref().map(Assembler::makes);
        spool.groups(
            || new_maker.as_ref().map(|new_maker| new_maker()),
            |maker, rows| {
                let Some(maker) = maker else { return Ok(None) };
                maker.add_rows(rows)?;
                Ok(Some(maker.take()))
            },
            &mut |groups, ready| {
                for group in groups {
                    self.group(group)?;
                }
                self.pass_on(ready)
            },
        )
    }

    /// Gives single rows that are ready, and whoever else was kept since the last time, to the generation that was begun.
    fn pass_on(&mut self, ready: Option<Ready>) -> Result<(), IndexError> {
        let Some(begun) = &mut self.result.begun else { return Ok(()) };
        ready.map_or(Ok(()), |ready| begun.take(ready))?;
        self.maker.as_mut().map_or(Ok(()), |maker| begun.take(maker.take()))
    }

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
        self.note_row(&row.id, Some((row.file, row.line)));
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

    fn rows(&mut self, mut rows: SpoolRows<'_>) -> Result<(), IndexError> {
        let Some(first) = rows.next().transpose()? else { return Ok(()) };
        let id = first.fragment.id();
        let old = self.old_up_to(&id)?;
        let mut places: Vec<RowPlace> = Vec::new();
        let mut merging = Merging::new(if self.whole { None } else { old.clone() });
        let mut strangers = Strangers::default();
        for row in std::iter::once(Ok(first)).chain(rows) {
            let SpoolEntry { fragment, file, line } = row?;
            strangers.see(&fragment, file, line);
            places.push(RowPlace { file, kind: fragment.kind(), line });
            merging.push(fragment);
        }
        if !self.whole && places.iter().any(|row| row.kind != FragmentKind::Side) {
            self.left_out.renew(RowKey::of(&id))?;
        }
        let merged = merging.finish();
        self.tell_unused(&id, &merged.fates, &places)?;
        let told = strangers.tell(&id, self.tally);
        told.map_err(|source| IndexError::Io { path: PathBuf::from("report"), source })?;
        let last = places.last().map(|row| (row.file, row.line));
        self.show(old.as_ref(), merged.provider.as_ref())?;
        match (old, merged.provider) {
            (None, None) => Ok(()),
            (Some(_), None) => {
                self.result.changes.removed += 1;
                Ok(())
            }
            (None, Some(new)) => {
                self.result.changes.added += 1;
                self.note_row(&new.id, last);
                self.keep(&new)
            }
            (Some(old), Some(new)) => {
                self.count_change(&old, &new);
                self.note_row(&new.id, last);
                self.keep(&new)
            }
        }
    }

    /// Remembers where the row of a provider without an NPI stands, by which its findings name it.
    fn note_row(&mut self, id: &ProviderId, row: Option<(u32, u64)>) {
        if matches!(id, ProviderId::Own { .. }) {
            self.result.unnumbered.push(row.unwrap_or((u32::MAX, 0)));
        }
    }

    pub(super) fn count_change(&mut self, old: &Provider, new: &Provider) {
        let count = match ingest::change(old, new) {
            Change::Changed => &mut self.result.changes.changed,
            Change::Moved => {
                self.result.moved.count_moved(new);
                if ingest::has_moved_house(old, new) {
                    self.result.movers.insert(new.id.to_string());
                }
                &mut self.result.changes.moved
            }
            Change::Unchanged => &mut self.result.changes.unchanged,
        };
        *count += 1;
    }

    /// Says which rows of a group are not in the new list after all.
    fn tell_unused(
        &mut self,
        id: &ProviderId,
        fates: &[Option<Code>],
        places: &[RowPlace],
    ) -> Result<(), IndexError> {
        for (row, fate) in places.iter().zip(fates) {
            if let Some(code) = *fate {
                self.leave_out(id, (row.file, row.line, row.kind == FragmentKind::Side), code)?;
            }
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
            Code::TooManyPractices => {
                "the provider has 1,000 practices without this one, and no more are kept"
            }
            Code::TooManyNames => "the provider has 100 further names without this one, and no more are kept",
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
            self.note_row(&old.id, None);
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
        self.maker.as_mut().map_or(Ok(()), |maker| maker.add(provider, false))?;
        self.writer.push(provider)
    }

    /// Counts a provider of the new list.
    fn count(&mut self, specialties: impl Iterator<Item = SpecialtyId>) {
        self.result.providers += 1;
        for specialty in specialties {
            if let Some(count) = self.specialties.get_mut(specialty.row()) {
                *count += 1;
            }
        }
    }
}

/// A time as manifests and answers carry it: UTC, RFC 3339, whole seconds.
pub(super) fn timestamp(now: jiff::Timestamp) -> String {
    now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
