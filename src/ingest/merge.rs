//! Rows of one id to one provider.
//!
//! In: fragments in the order they stood, one at a time. Out: one provider, and what became of each row. Invariants: a
//! row never counts twice; a practice stands once, at the place where it was first named; a row whose practice or name
//! is one too many is told; memory grows by some bytes a row, not by what rows hold.

use super::finding::Code;
use crate::domain::{Fragment, FragmentKind, Practice, Practices, Provider, Zip5};
use crate::vocabulary::normalize::fold;
use crate::vocabulary::streets::street_key;
use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};

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
/// beyond [`Practices::MAX`], and of further names beyond [`Provider::MAX_ALIASES`], the rows are left out.
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
        if self.sites.all.is_empty() {
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
    let known = add_aliases(&mut provider, names.all);
    for (row, name) in names.rows {
        if known.get(name) == Some(&false) {
            tell(rows, row, Code::TooManyNames);
        }
    }
    provider
}

/// Further names, each once, as many as a provider may have use for.
#[derive(Debug, Default)]
pub struct FurtherNames {
    /// Places in `all` by folded name.
    places: HashMap<String, usize>,
    all: Vec<String>,
    /// Rows, and the places of their names in `all`.
    rows: Vec<(usize, usize)>,
}

impl FurtherNames {
    /// As many as a provider can have, and as many again as it may turn out to be known by without them.
    const MAX: usize = 2 * Provider::MAX_ALIASES + 1;

    /// Takes a name, if it is not one too many.
    pub fn push(&mut self, name: String, row: usize) -> bool {
        let count = self.all.len();
        let place = match self.places.entry(fold(&name)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(_) if count == Self::MAX => return false,
            Entry::Vacant(free) => {
                self.all.push(name);
                *free.insert(count)
            }
        };
        self.rows.push((row, place));
        true
    }

    /// The names, and which of them each row said.
    pub fn into_names(self) -> (Vec<String>, Vec<(usize, usize)>) {
        (self.all, self.rows)
    }
}

/// Adds further names, those that the provider is not known by yet, while it has fewer than
/// [`Provider::MAX_ALIASES`]; whether it is known by each of them now.
///
/// # Complexity
/// O(names).
pub(super) fn add_aliases(provider: &mut Provider, names: impl IntoIterator<Item = String>) -> Vec<bool> {
    let own = std::iter::once(fold(&provider.name.to_string()));
    let mut known: HashSet<String> = own.chain(provider.aliases.iter().map(|alias| fold(alias))).collect();
    let mut add = |name: String| {
        let folded = fold(&name);
        if known.contains(&folded) {
            return true;
        }
        let has_room = provider.aliases.len() < Provider::MAX_ALIASES;
        if has_room {
            known.insert(folded);
            provider.aliases.push(name);
        }
        has_room
    };
    names.into_iter().map(&mut add).collect()
}

/// Practices by where they are, in the order of their first appearance, [`Practices::MAX`] at most.
#[derive(Debug, Default)]
pub struct FurtherPractices {
    /// Places in `all` by where they are.
    places: HashMap<SiteKey, usize>,
    all: Vec<(Practice, Option<usize>)>,
}

/// What came of a practice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Placed {
    /// It is a further one.
    Further,
    /// It took the place of one that a row had named, or what was there before.
    Instead(Option<usize>),
    /// There are as many as a provider can have.
    TooMany,
}

impl FurtherPractices {
    /// Takes the practice of a row; tells which row is idle for it, and why.
    pub fn push(&mut self, practice: Practice, row: usize) -> Option<(usize, Code)> {
        match self.replace(practice, Some(row)) {
            Placed::Further | Placed::Instead(None) => None,
            Placed::Instead(Some(before)) => Some((before, Code::DuplicateRow)),
            Placed::TooMany => Some((row, Code::TooManyPractices)),
        }
    }

    /// The practices of rows, each with its row.
    pub fn into_rows(self) -> impl Iterator<Item = (Practice, usize)> {
        self.all.into_iter().filter_map(|(practice, row)| Some((practice, row?)))
    }

    /// Takes a practice; one at the same place gives way and keeps its rank.
    fn replace(&mut self, practice: Practice, row: Option<usize>) -> Placed {
        let key = SiteKey::of(&practice);
        let count = self.all.len();
        match self.places.entry(key) {
            Entry::Occupied(known) => {
                let before = std::mem::replace(&mut self.all[*known.get()], (practice, row));
                Placed::Instead(before.1)
            }
            Entry::Vacant(_) if count == Practices::MAX => Placed::TooMany,
            Entry::Vacant(free) => {
                free.insert(count);
                self.all.push((practice, row));
                Placed::Further
            }
        }
    }

    /// Takes a practice of a side file; one of a whole row at the same place stays. Returns why it is idle.
    fn join(&mut self, practice: Practice) -> Option<Code> {
        let key = SiteKey::of(&practice);
        let count = self.all.len();
        match self.places.entry(key) {
            Entry::Occupied(_) => Some(Code::DuplicateRow),
            Entry::Vacant(_) if count == Practices::MAX => Some(Code::TooManyPractices),
            Entry::Vacant(free) => {
                free.insert(count);
                self.all.push((practice, None));
                None
            }
        }
    }

    /// Leaves out the practice at a place; the row that named it, if one did.
    ///
    /// # Complexity
    /// O(practices), of which there are [`Practices::MAX`] at most.
    fn remove(&mut self, key: &SiteKey) -> Option<usize> {
        let place = self.places.remove(key)?;
        let (_, row) = self.all.remove(place);
        for later in self.places.values_mut().filter(|later| **later > place) {
            *later -= 1;
        }
        row
    }

    /// Whether a practice is there that a row named.
    fn has_row(&self, row: usize) -> bool {
        self.all.iter().any(|(_, named)| *named == Some(row))
    }

    /// Leaves out all practices that a row named.
    fn remove_row(&mut self, row: usize) {
        let keys = self.all.iter().filter(|(_, named)| *named == Some(row));
        let keys: Vec<SiteKey> = keys.map(|(practice, _)| SiteKey::of(practice)).collect();
        for key in keys {
            self.remove(&key);
        }
    }

    fn into_practices(self) -> Option<Practices> {
        Practices::from_vec(self.all.into_iter().map(|(practice, _)| practice).collect())
    }
}

/// What makes two addresses the same: the street in the post office's words, and the ZIP code, or the city without
/// one.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(super) struct SiteKey {
    street: String,
    zip: Option<Zip5>,
    city: String,
}

impl SiteKey {
    pub(super) fn of(practice: &Practice) -> Self {
        let city = if practice.zip.is_some() {
            String::new()
        } else {
            format!("{} {}", fold(&practice.city), practice.state)
        };
        Self { street: street_key(&practice.address), zip: practice.zip, city }
    }

    /// Whether this key's practice is the other one: by the keys, or, where one source gives no ZIP code, by street,
    /// city and state.
    pub(super) fn is_as(&self, practice: &Practice, other: &Self, there: &Practice) -> bool {
        if self.zip.is_some() == other.zip.is_some() {
            return self == other;
        }
        !self.street.is_empty()
            && self.street == other.street
            && practice.state == there.state
            && fold(&practice.city) == fold(&there.city)
    }
}

#[cfg(test)]
pub(super) mod tests;
