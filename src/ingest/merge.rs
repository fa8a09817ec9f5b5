//! Rows of one id to one provider.
//!
//! In: fragments in the order they stood. Out: one provider. Invariants: a row
//! never counts twice; a practice stands once, at the place where it was first named.

use crate::domain::{Fragment, Practice, Practices, Provider, Zip5};
use crate::vocabulary::normalize::fold;
use crate::vocabulary::streets::street_key;

/// What became of the rows of one id.
#[derive(Debug, Clone, PartialEq)]
pub struct Merged {
    /// The provider; `None` when it was removed, or only side rows were there without a provider to join.
    pub provider: Option<Provider>,
    /// Which of the rows (by their place) were repeated by another one with the same street and ZIP code.
    pub duplicates: Vec<usize>,
    /// Which of the rows (by their place) had no provider to join.
    pub orphans: Vec<usize>,
    /// Which of the rows (by their place) a later deactivation took away.
    pub removed: Vec<usize>,
}

/// Merges the rows of one id, in the order they stood; `base` is what the list had of it before, where the files
/// hold only changes.
///
/// Facts come from the last whole row. Practices stand in the order of their first appearance, those of whole rows
/// before those of side files. A whole row takes the place of `base`; side rows alone join it. A removal takes away
/// what came before it.
///
/// # Complexity
/// O(rows × practices); a provider has at most [`Practices::MAX`] of the latter.
pub fn merge(rows: Vec<Fragment>, base: Option<Provider>) -> Merged {
    let removal = rows.iter().rposition(|row| matches!(row, Fragment::Removal { .. }));
    let base = if removal.is_some() { None } else { base };
    let removed = rows.iter().take(removal.unwrap_or(0)).enumerate();
    let removed = removed.filter(|(_, row)| !matches!(row, Fragment::Removal { .. })).map(|(place, _)| place);
    let removed: Vec<usize> = removed.collect();
    let mut whole: Vec<(usize, Provider)> = Vec::new();
    let mut side: Vec<(usize, Fragment)> = Vec::new();
    for (place, row) in rows.into_iter().enumerate().skip(removal.map_or(0, |place| place + 1)) {
        match row {
            Fragment::Whole(provider) => whole.push((place, *provider)),
            row @ (Fragment::Practice { .. } | Fragment::Alias { .. }) => side.push((place, row)),
            Fragment::Removal { .. } => {}
        }
    }
    let mut duplicates = Vec::new();
    let provider = whole_rows(whole, &mut duplicates).or(base);
    let Some(provider) = provider else {
        let orphans = side.into_iter().map(|(place, _)| place).collect();
        return Merged { provider: None, duplicates, orphans, removed };
    };
    let provider = side_rows(provider, side, &mut duplicates);
    duplicates.sort_unstable();
    Merged { provider: Some(provider), duplicates, orphans: Vec::new(), removed }
}

/// The provider that whole rows make: facts of the last, practices of all.
fn whole_rows(rows: Vec<(usize, Provider)>, duplicates: &mut Vec<usize>) -> Option<Provider> {
    if rows.len() == 1 {
        return rows.into_iter().next().map(|(_, provider)| provider);
    }
    let mut sites = Sites::default();
    let mut last = None;
    for (place, provider) in rows {
        for practice in provider.practices.iter() {
            duplicates.extend(sites.replace(practice.clone(), Some(place)));
        }
        last = Some(provider);
    }
    let practices = sites.into_practices()?;
    last.map(|provider| Provider { practices, ..provider })
}

/// Joins practices and names of side files to a provider.
fn side_rows(mut provider: Provider, rows: Vec<(usize, Fragment)>, duplicates: &mut Vec<usize>) -> Provider {
    if rows.is_empty() {
        return provider;
    }
    let mut sites = Sites::default();
    for practice in provider.practices.iter() {
        sites.replace(practice.clone(), None);
    }
    for (place, row) in rows {
        match row {
            Fragment::Practice { practice, .. } => duplicates.extend(sites.join(*practice, place)),
            Fragment::Alias { name, .. } => add_alias(&mut provider, name),
            Fragment::Whole(_) | Fragment::Removal { .. } => {}
        }
    }
    if let Some(practices) = sites.into_practices() {
        provider.practices = practices;
    }
    provider
}

/// Adds a further name unless the provider is known by it.
pub(super) fn add_alias(provider: &mut Provider, name: String) {
    let folded = fold(&name);
    let known = fold(&provider.name.to_string()) == folded
        || provider.aliases.iter().any(|alias| fold(alias) == folded);
    if !known {
        provider.aliases.push(name);
    }
}

/// Practices by where they are, in the order of their first appearance.
#[derive(Debug, Default)]
struct Sites {
    all: Vec<(SiteKey, Practice, Option<usize>)>,
}

impl Sites {
    /// Takes a practice; one at the same place gives way and keeps its rank. Returns the row that gave way.
    fn replace(&mut self, practice: Practice, row: Option<usize>) -> Option<usize> {
        let key = SiteKey::of(&practice);
        if let Some((_, known, known_row)) = self.all.iter_mut().find(|(known, _, _)| *known == key) {
            *known = practice;
            std::mem::replace(known_row, row)
        } else {
            self.all.push((key, practice, row));
            None
        }
    }

    /// Takes a practice of a side file; one of a whole row at the same place stays. Returns the row that is idle.
    fn join(&mut self, practice: Practice, row: usize) -> Option<usize> {
        let key = SiteKey::of(&practice);
        let of_whole_row = self.all.iter().any(|(known, _, row)| *known == key && row.is_none());
        if of_whole_row { Some(row) } else { self.replace(practice, Some(row)) }
    }

    fn into_practices(self) -> Option<Practices> {
        Practices::from_vec(
            self.all.into_iter().take(Practices::MAX).map(|(_, practice, _)| practice).collect(),
        )
    }
}

/// What makes two addresses the same: the street in the post office's words, and the ZIP code, or the city without
/// one.
#[derive(Debug, PartialEq, Eq)]
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
