//! Rows of one id to one provider.
//!
//! In: fragments in the order they stood, one at a time. Out: one provider, and what became of each row. Invariants: a
//! row never counts twice; a practice stands once, at the place where it was first named; a row whose practice or name
//! is one too many is told; memory grows by some bytes a row, not by what rows hold.

mod names;
mod practices;
mod site_key;

pub use names::FurtherNames;
pub use practices::FurtherPractices;

pub(super) use names::add_aliases;
pub(super) use site_key::SiteKey;

use super::finding::Code;
use crate::domain::{Fragment, FragmentKind, Practice, Provider};
use practices::Placed;

/// What became of the rows of one id.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The provider; `None` when it was removed, or only side rows were there without a provider to join.
    pub provider: Option<Provider>,
    /// Why each row (by its place) is not in it; `None` where it is, and of removals.
    pub fates: Vec<Option<Code>>,
}

/// Merges the rows of one id; see [`Merging`].
pub fn merge(rows: impl IntoIterator<Item = Fragment>, base: Option<Provider>) -> Merged {
    let mut merging = Merging::new(base);
    for row in rows {
        merging.push(row);
    }
    merging.finish()
}

/// Rows of one id that are merged in the order they stand.
///
/// Facts come from the last whole row. Practices stand in the order of their first appearance, those of whole rows
/// before those of side files. A whole row takes the place of what the list had before; side rows alone join it. A
/// removal takes away what came before it, an ending what whole rows before it said of one practice. Of practices
/// beyond [`Practices::MAX`](crate::domain::Practices::MAX), and of further names beyond [`Provider::MAX_ALIASES`], the
/// rows are left out.
///
/// # Complexity
/// O(rows).
#[derive(Debug, Default)]
pub struct Merging {
    /// What the list had before, where the files hold only changes.
    base: Option<Provider>,
    rows: Vec<(FragmentKind, Option<Code>)>,
    /// How many rows came before the last removal.
    settled: usize,
    whole: WholeRows,
    practices: FurtherPractices,
    names: FurtherNames,
}

impl Merging {
    /// Begins without rows; `base` is what the list had of the id before, where the files hold only changes.
    pub fn new(base: Option<Provider>) -> Self {
        Self { base, ..Self::default() }
    }

    /// Takes the next row.
    pub fn push(&mut self, row: Fragment) {
        let (place, kind) = (self.rows.len(), row.kind());
        match row {
            Fragment::Whole(provider) => {
                self.rows.push((kind, None));
                self.whole.push(*provider, place, &mut self.rows);
            }
            Fragment::Practice { practice, .. } => {
                self.rows.push((kind, None));
                if let Some((row, code)) = self.practices.push(*practice, place) {
                    tell(&mut self.rows, row, code);
                }
            }
            Fragment::Alias { name, .. } => {
                self.rows.push((kind, None));
                if !self.names.push(name, place) {
                    tell(&mut self.rows, place, Code::TooManyNames);
                }
            }
            Fragment::Ending { practice, .. } => {
                self.rows.push((kind, None));
                self.whole.end(&practice, &mut self.rows);
            }
            Fragment::Removal { .. } => {
                for (before, fate) in self.rows.iter_mut().skip(self.settled) {
                    *fate = (*before != FragmentKind::Removal).then_some(Code::Deactivated);
                }
                self.rows.push((kind, None));
                let rows = std::mem::take(&mut self.rows);
                *self = Self { settled: rows.len(), rows, ..Self::new(None) };
            }
        }
    }

    /// Ends with what the rows make.
    pub fn finish(self) -> Merged {
        let Self { base, mut rows, settled, whole, practices, names } = self;
        let provider = whole.finish().or(base);
        let mut new = rows.iter_mut().skip(settled);
        let provider = if let Some(provider) = provider {
            let is_alone = new.all(|(kind, _)| *kind != FragmentKind::Side);
            Some(if is_alone { provider } else { side_rows(provider, practices, names, &mut rows) })
        } else {
            for (_, fate) in new.filter(|(kind, _)| *kind == FragmentKind::Side) {
                *fate = Some(Code::NoSuchProvider);
            }
            None
        };
        Merged { provider, fates: rows.into_iter().map(|(_, fate)| fate).collect() }
    }
}

/// Says why a row is not in the provider.
fn tell(rows: &mut [(FragmentKind, Option<Code>)], row: usize, code: Code) {
    if let Some((_, fate)) = rows.get_mut(row) {
        *fate = Some(code);
    }
}

/// Whole rows so far: the last one, and, where there are several, the practices of all.
#[derive(Debug, Default)]
struct WholeRows {
    last: Option<Provider>,
    /// Where the only one stands.
    alone: Option<usize>,
    sites: FurtherPractices,
}

impl WholeRows {
    fn push(&mut self, provider: Provider, place: usize, rows: &mut [(FragmentKind, Option<Code>)]) {
        let before = self.last.replace(provider);
        if let (Some(place), Some(only)) = (self.alone.take(), &before) {
            self.take(only, place, rows);
        } else if before.is_none() {
            self.alone = Some(place);
            return;
        }
        if let Some(provider) = self.last.take() {
            self.take(&provider, place, rows);
            self.last = Some(provider);
        }
    }

    /// Leaves out what rows so far said of a practice: the later row is believed. A row that named another one beside it
    /// goes with both, as it is one statement.
    fn end(&mut self, practice: &Practice, rows: &mut [(FragmentKind, Option<Code>)]) {
        let key = SiteKey::of(practice);
        if let (Some(place), Some(only)) = (self.alone, &self.last) {
            if only.practices.iter().any(|own| SiteKey::of(own) == key) {
                tell(rows, place, Code::DuplicateRow);
                *self = Self::default();
            }
            return;
        }
        if let Some(row) = self.sites.remove(&key) {
            self.sites.remove_row(row);
            tell(rows, row, Code::DuplicateRow);
        }
        if self.sites.is_empty() {
            *self = Self::default();
        }
    }

    /// Takes the practices of a row, of which it is left out where there is room for none.
    fn take(&mut self, provider: &Provider, place: usize, rows: &mut [(FragmentKind, Option<Code>)]) {
        let mut has_room = false;
        for practice in provider.practices.iter() {
            match self.sites.replace(practice.clone(), Some(place)) {
                Placed::TooMany => continue,
                Placed::Instead(Some(row)) if row != place && !self.sites.has_row(row) => {
                    tell(rows, row, Code::DuplicateRow);
                }
                Placed::Instead(_) | Placed::Further => {}
            }
            has_room = true;
        }
        if !has_room {
            tell(rows, place, Code::TooManyPractices);
        }
    }

    /// The provider that they make: facts of the last, practices of all.
    fn finish(self) -> Option<Provider> {
        let provider = self.last?;
        if self.alone.is_some() {
            return Some(provider);
        }
        let practices = self.sites.into_practices()?;
        Some(Provider { practices, ..provider })
    }
}

/// Joins practices and names of side files to a provider.
fn side_rows(
    mut provider: Provider,
    further: FurtherPractices,
    names: FurtherNames,
    rows: &mut [(FragmentKind, Option<Code>)],
) -> Provider {
    let mut sites = FurtherPractices::default();
    for practice in provider.practices.iter() {
        sites.replace(practice.clone(), None);
    }
    for (practice, row) in further.into_rows() {
        if let Some(code) = sites.join(practice) {
            tell(rows, row, code);
        }
    }
    if let Some(practices) = sites.into_practices() {
        provider.practices = practices;
    }
    let (names, said) = names.into_names();
    let known = add_aliases(&mut provider, names);
    for (row, name) in said {
        if known.get(name) == Some(&false) {
            tell(rows, row, Code::TooManyNames);
        }
    }
    provider
}

#[cfg(test)]
pub(super) mod tests;
