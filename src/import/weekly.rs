//! A federal list walked side by side with the rows of an import and with what was said since its last whole file.
//!
//! In: rows grouped by NPI, the list's kept records, its file of what was said since. Out: the list's new records and
//! that file anew. Invariant: all three are read in the order of their ids, one NPI at a time.

use super::changes::NewRows;
use super::federal::{Plan, Word};
use super::lists::ListMerge;
use crate::domain::{Fragment, FragmentKind, Provider, ProviderId};
use crate::index::{IndexError, KeptReader, RowKey, Since, SinceReader, SinceWriter, SpoolEntry, SpoolGroup};
use crate::ingest::Code;
use crate::vocabulary::Vocabulary;
use std::path::PathBuf;
use std::sync::Arc;

/// What was said since the last whole file: as it was, and as it will be.
pub(super) struct SaidSince<'p> {
    plan: &'p Plan,
    before: Option<SinceReader>,
    after: Option<SinceWriter>,
    path: PathBuf,
}

impl<'p> SaidSince<'p> {
    /// `path` is where the new file goes, which is made when there is something to write.
    pub(super) fn new(plan: &'p Plan, before: Option<SinceReader>, path: PathBuf) -> Self {
        Self { plan, before: before.filter(|_| !plan.forgets), after: None, path }
    }

    fn push(&mut self, since: &Since, vocabulary: &Arc<Vocabulary>) -> Result<(), IndexError> {
        if !since.says_something() {
            return Ok(());
        }
        if self.after.is_none() {
            self.after = Some(SinceWriter::create(&self.path, vocabulary)?);
        }
        self.after.as_mut().map_or(Ok(()), |after| after.push(since))
    }

    /// Finishes the new file, if there is one.
    pub(super) fn finish(self) -> Result<(), IndexError> {
        self.after.map_or(Ok(()), |after| after.finish().map(drop))
    }
}

/// The rows that an import has of one NPI.
#[derive(Default)]
struct WeeklyRows {
    /// File and line of each, whether it is a side file's, and whether it takes the NPI away.
    places: Vec<(u32, u64, bool, bool)>,
    said: NewRows,
}

impl WeeklyRows {
    fn push(&mut self, row: SpoolEntry, plan: &Plan) {
        let kind = row.fragment.kind();
        let (side, removes) = (kind == FragmentKind::Side, kind == FragmentKind::Removal);
        self.places.push((row.file, row.line, side, removes));
        self.said.push(row.fragment, plan.word_of(row.file), plan);
    }
}

impl Plan {
    /// What the rows of a file are, by its number in this import.
    pub(super) fn word_of(&self, file: u32) -> Word {
        let place = usize::try_from(file).ok();
        place.and_then(|place| self.words.get(place)).copied().unwrap_or(Word::Whole(self.full_to))
    }
}

impl ListMerge<'_, '_> {
    /// Takes the rows of one NPI.
    pub(super) fn weekly_group(&mut self, group: SpoolGroup<'_>) -> Result<(), IndexError> {
        let Some(plan) = self.said.as_ref().map(|said| said.plan) else { return Ok(()) };
        let mut rows = WeeklyRows::default();
        let mut id = None;
        let mut take = |row: SpoolEntry| {
            id.get_or_insert_with(|| row.fragment.id());
            rows.push(row, plan);
        };
        match group {
            SpoolGroup::Rows(group) => {
                for row in group {
                    take(row?);
                }
            }
            SpoolGroup::Single(row) => {
                let fragment = Fragment::Whole(Box::new(self.unpacked(&row)?));
                take(SpoolEntry { fragment, file: row.file, line: row.line });
            }
        }
        let Some(id) = id else { return Ok(()) };
        let (old, said) = self.weekly_up_to(Some(&id))?;
        self.weekly_one(&id, old.as_ref(), said, rows)
    }

    /// Takes what is left of the old list behind the last new row.
    pub(super) fn weekly_rest(&mut self) -> Result<(), IndexError> {
        self.weekly_up_to(None).map(drop)
    }

    /// Passes over the old list and what was said, up to an id or to the end; gives what both have of that id.
    fn weekly_up_to(
        &mut self,
        id: Option<&ProviderId>,
    ) -> Result<(Option<Provider>, Option<Since>), IndexError> {
        loop {
            let said = self.said.as_ref().and_then(|said| said.before.as_ref());
            let said = said.and_then(SinceReader::peek);
            let old = self.before.as_ref().and_then(KeptReader::peek);
            let Some(next) = said.into_iter().chain(old).min().cloned() else {
                // A file that cannot be read on shows no further id; it must not end in silence.
                self.next_old()?;
                return Ok((None, self.next_said()?));
            };
            if id.is_some_and(|id| next > *id) {
                return Ok((None, None));
            }
            let (of_said, of_old) = (said == Some(&next), old == Some(&next));
            let old = if of_old { self.next_old()? } else { None };
            let said = if of_said { self.next_said()? } else { None };
            if id == Some(&next) {
                return Ok((old, said));
            }
            self.weekly_one(&next, old.as_ref(), said, WeeklyRows::default())?;
        }
    }

    fn next_said(&mut self) -> Result<Option<Since>, IndexError> {
        self.said.as_mut().and_then(|said| said.before.as_mut()).and_then(Iterator::next).transpose()
    }

    /// One NPI: what the list has of it, what was said of it, and the rows of this import.
    fn weekly_one(
        &mut self,
        id: &ProviderId,
        old: Option<&Provider>,
        said: Option<Since>,
        rows: WeeklyRows,
    ) -> Result<(), IndexError> {
        let Some(plan) = self.said.as_ref().map(|said| said.plan) else { return Ok(()) };
        if rows.places.is_empty() && !plan.whole {
            self.keep_said(said.as_ref())?;
            return self.weekly_change(old, old);
        }
        let base = || old.filter(|_| !plan.whole).cloned();
        let mut since = said.unwrap_or_else(|| Since::new(id.clone(), base()));
        let WeeklyRows { places, said } = rows;
        let (mut fates, new) = said.join(&mut since, plan).listed(&since);
        let mut renewed = false;
        for (fate, (file, line, side, removal)) in fates.iter_mut().zip(&places) {
            if *side && new.is_none() {
                fate.get_or_insert(Code::NoSuchProvider);
            }
            renewed |= !side && !removal && fate.is_none();
            if let (Some(code), false) = (*fate, *removal) {
                self.leave_out(id, (*file, *line, *side), code)?;
            }
        }
        if renewed && !plan.whole {
            self.left_out.renew(RowKey::of(id))?;
        }
        self.keep_said(Some(&since))?;
        self.weekly_change(old, new.as_ref())
    }

    fn keep_said(&mut self, since: Option<&Since>) -> Result<(), IndexError> {
        match (since, &mut self.said) {
            (Some(since), Some(said)) => said.push(since, &self.vocabulary),
            _ => Ok(()),
        }
    }

    fn weekly_change(&mut self, old: Option<&Provider>, new: Option<&Provider>) -> Result<(), IndexError> {
        self.show(old, new)?;
        match (old, new) {
            (None, None) => {}
            (Some(_), None) => self.result.changes.removed += 1,
            (None, Some(_)) => self.result.changes.added += 1,
            (Some(old), Some(new)) => self.count_change(old, new),
        }
        new.map_or(Ok(()), |new| self.keep(new))
    }
}
