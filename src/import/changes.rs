//! Rows of federal files joined to what was said of an NPI before: the same in whatever order the files come.
//!
//! In: the rows of one NPI, each with what its file is, and a [`Since`]. Out: the `Since` with those rows in it, the
//! provider that it makes, and which rows are not in it. Invariant: joining is commutative and can be repeated; the
//! later word of each part of a provider holds.

use super::federal::{Plan, Word};
use crate::domain::{Fragment, Practice, Practices, Provider, RecordDate};
use crate::index::{Since, SinceMain, SpoolEntry, Stated};
use crate::ingest::{self, Code, Merged};
use std::collections::BTreeMap;

/// Why each row is not in the list, by its place; `None` where it is.
pub(super) type Fates = Vec<Option<Code>>;

/// A row with its place among those of its NPI.
type Placed = (usize, Fragment);

/// Joins the rows of one NPI.
pub(super) fn join(since: &mut Since, rows: Vec<SpoolEntry>, plan: &Plan) -> Joined {
    let mut joining = Joining { since, plan, fates: vec![None; rows.len()], holders: Holders::default() };
    let mut whole: Vec<(Placed, i32)> = Vec::new();
    let mut changes: BTreeMap<i32, Vec<Placed>> = BTreeMap::new();
    let mut gone: Vec<(i32, usize, Option<RecordDate>)> = Vec::new();
    for (place, row) in rows.into_iter().enumerate() {
        let word = plan.word_of(row.file);
        match (word, row.fragment) {
            (Word::Deactivations(day), Fragment::Removal { since, .. }) => {
                gone.push((since.map_or(day, RecordDate::days), place, since));
            }
            (Word::Whole(day), fragment) => whole.push(((place, fragment), day)),
            (Word::Changes(day) | Word::Deactivations(day), fragment) => {
                changes.entry(day).or_default().push((place, fragment));
            }
        }
    }
    if plan.whole {
        joining.take_whole(whole.into_iter().map(|(row, _)| row).collect());
    } else {
        joining.add_to_whole(whole);
    }
    for (day, rows) in changes {
        joining.take_changes(day, rows);
    }
    for (day, place, since) in gone {
        let row_day = since.map(RecordDate::days);
        joining.take_main(SinceMain { day, row_day, provider: None }, vec![place]);
    }
    let Joining { fates, holders, .. } = joining;
    Joined { fates, holders }
}

/// Rows of one NPI that are joined.
#[derive(Debug)]
pub(super) struct Joined {
    fates: Fates,
    holders: Holders,
}

impl Joined {
    /// The provider that the list has of the NPI now, and why rows are not in it.
    pub(super) fn listed(mut self, since: &Since) -> (Fates, Option<Provider>) {
        let Some(merged) = merged(since) else { return (self.fates, None) };
        let practices = since.practices.as_ref().map_or(0, |stated| stated.said.len());
        let names = since.names.as_ref().map_or(0, |stated| stated.said.len());
        let Holders { practices: practice_rows, names: name_rows, .. } = &self.holders;
        // Behind the provider stand its practices, then its names, as they were said; rows of this import said them, or
        // those of an earlier one.
        let of_practices = merged.fates.iter().skip(1).zip(practice_rows).take(practices);
        let behind = merged.fates.len().saturating_sub(names);
        let of_names = merged.fates.iter().skip(behind).zip(name_rows).take(names);
        for (fate, row) in of_practices.chain(of_names) {
            if let (Some(code @ (Code::TooManyPractices | Code::TooManyNames)), Some(known)) =
                (*fate, self.fates.get_mut(*row))
            {
                known.get_or_insert(code);
            }
        }
        (self.fates, merged.provider)
    }
}

/// The provider that a list has of an NPI, merged of itself, its further practices and its further names; `None` where the
/// list has nobody.
fn merged(since: &Since) -> Option<Merged> {
    let base = since.base.as_ref();
    let provider = match &since.main {
        Some(main) => main.provider.clone()?,
        None => Provider { practices: Practices::one(base?.practices.first().clone()), ..base?.clone() },
    };
    let npi = npi_of(&provider)?;
    let further = || base.map(|base| base.practices.iter().skip(1).cloned().collect()).unwrap_or_default();
    let practices: Vec<Practice> =
        since.practices.as_ref().map_or_else(further, |stated| stated.said.clone());
    let names: Vec<String> = match &since.names {
        Some(stated) => stated.said.clone(),
        None => base.map(|base| base.aliases.clone()).unwrap_or_default(),
    };
    let practices =
        practices.into_iter().map(|practice| Fragment::Practice { npi, practice: Box::new(practice) });
    let names = names.into_iter().map(|name| Fragment::Alias { npi, name });
    let rows = std::iter::once(Fragment::Whole(Box::new(provider))).chain(practices).chain(names);
    Some(ingest::merge(rows, None))
}

fn npi_of(provider: &Provider) -> Option<crate::domain::Npi> {
    match &provider.id {
        crate::domain::ProviderId::Npi(npi) => Some(*npi),
        crate::domain::ProviderId::Own { .. } => None,
    }
}

/// The places of the rows of this import whose word holds so far.
#[derive(Debug, Default)]
struct Holders {
    main: Vec<usize>,
    practices: Vec<usize>,
    names: Vec<usize>,
}

struct Joining<'j> {
    since: &'j mut Since,
    plan: &'j Plan,
    fates: Fates,
    holders: Holders,
}

impl Joining<'_> {
    fn older(&mut self, places: &[usize]) {
        for place in places {
            self.fates[*place] = Some(Code::OlderRow);
        }
    }

    fn tell(&mut self, places: &[usize], merged: &Merged) {
        for (place, fate) in places.iter().zip(&merged.fates) {
            if fate.is_some() {
                self.fates[*place] = *fate;
            }
        }
    }

    /// The rows are all that a whole list has of the NPI; what was said before its day is in it.
    fn take_whole(&mut self, rows: Vec<Placed>) {
        let full_to = self.plan.full_to;
        self.since.main.take_if(|main| main.day < full_to);
        self.since.practices.take_if(|stated| stated.day < full_to);
        self.since.names.take_if(|stated| stated.day < full_to);
        let is_side = |row: &&Placed| !matches!(row.1, Fragment::Whole(_));
        let places = |side: bool| rows.iter().filter(|row| is_side(row) == side).map(|row| row.0).collect();
        let (main, side): (Vec<usize>, Vec<usize>) = (places(false), places(true));
        let (all, rows): (Vec<usize>, Vec<Fragment>) = rows.into_iter().unzip();
        let merged = ingest::merge(rows, None);
        self.tell(&all, &merged);
        self.since.base = merged.provider;
        if self.since.main.is_some() {
            self.older(&main);
        }
        if self.since.practices.is_some() {
            self.older(&side);
        }
        self.holders.main = main;
    }

    /// The rows add to the whole list that is live, as if they had come with it.
    fn add_to_whole(&mut self, rows: Vec<(Placed, i32)>) {
        let Some(day) = rows.iter().map(|(_, day)| *day).max() else { return };
        let rows: Vec<Placed> = rows.into_iter().map(|(row, _)| row).collect();
        let (mut practices, names): (Vec<Placed>, Vec<Placed>) =
            rows.into_iter().partition(|(_, row)| matches!(row, Fragment::Practice { .. }));
        if self.since.practices.as_ref().is_some_and(|stated| stated.day > day) {
            self.older(&practices.iter().map(|(place, _)| *place).collect::<Vec<_>>());
            practices.clear();
        }
        if !practices.is_empty() {
            self.since.practices = None;
            if self.since.main.is_some() {
                let said = practices.drain(..).filter_map(|(place, row)| match row {
                    Fragment::Practice { practice, .. } => Some((place, *practice)),
                    _ => None,
                });
                let (places, said) = said.unzip();
                self.since.practices = Some(Stated { day, said });
                self.holders.practices = places;
            }
        }
        let Some(mut base) = self.since.base.take() else {
            for (place, _) in &names {
                self.fates[*place] = Some(Code::NoSuchProvider);
            }
            return;
        };
        if !practices.is_empty() {
            base.practices = Practices::one(base.practices.first().clone());
        }
        let (places, rows): (Vec<usize>, Vec<Fragment>) = practices.into_iter().chain(names).unzip();
        let merged = ingest::merge(rows, Some(base));
        self.tell(&places, &merged);
        self.since.base = merged.provider;
    }

    /// The rows are what a file of changes, with its side files, says of the NPI.
    fn take_changes(&mut self, day: i32, rows: Vec<Placed>) {
        let (mut main, mut practices, mut names) = (Vec::new(), Vec::new(), Vec::new());
        for (place, row) in rows {
            match row {
                row @ (Fragment::Whole(_) | Fragment::Removal { .. }) => main.push((place, row)),
                Fragment::Practice { practice, .. } => practices.push((place, *practice)),
                Fragment::Alias { name, .. } => names.push((place, name)),
            }
        }
        if day < self.plan.full_to {
            let places = main.iter().map(|row| row.0);
            let places = places.chain(practices.iter().map(|row| row.0)).chain(names.iter().map(|row| row.0));
            return self.older(&places.collect::<Vec<_>>());
        }
        let said_main = !main.is_empty();
        let mut is_there = true;
        if said_main {
            let gone_since = main.iter().rev().find_map(|(_, row)| match row {
                Fragment::Removal { since, .. } => *since,
                _ => None,
            });
            let (places, rows): (Vec<usize>, Vec<Fragment>) = main.into_iter().unzip();
            let merged = ingest::merge(rows, None);
            self.tell(&places, &merged);
            is_there = merged.provider.is_some();
            let row_day = match &merged.provider {
                Some(provider) => provider.updated,
                None => gone_since,
            };
            let row_day = row_day.map(RecordDate::days);
            self.take_main(SinceMain { day, row_day, provider: merged.provider }, places);
        }
        let (practice_places, practices): (Vec<usize>, Vec<Practice>) = practices.into_iter().unzip();
        let (name_places, names): (Vec<usize>, Vec<String>) = names.into_iter().unzip();
        if !is_there {
            let places = practice_places.into_iter().chain(name_places);
            places.for_each(|place| self.fates[place] = Some(Code::NoSuchProvider));
            return;
        }
        if !practices.is_empty() || said_main && self.plan.with_practices.contains(&day) {
            let stated = Stated { day, said: practices };
            let older =
                state(&mut self.since.practices, stated, &mut self.holders.practices, practice_places);
            self.older(&older);
        }
        if !names.is_empty() || said_main && self.plan.with_names.contains(&day) {
            let stated = Stated { day, said: names };
            let older = state(&mut self.since.names, stated, &mut self.holders.names, name_places);
            self.older(&older);
        }
    }

    fn take_main(&mut self, main: SinceMain, places: Vec<usize>) {
        if main.day >= self.plan.full_to
            && self.since.main.as_ref().is_none_or(|known| main.is_not_before(known))
        {
            self.since.main = Some(main);
            let before = std::mem::replace(&mut self.holders.main, places);
            self.older(&before);
        } else {
            self.older(&places);
        }
    }
}

/// Takes a word unless a later one is known; gives the places of those rows that do not hold.
fn state<T>(
    known: &mut Option<Stated<T>>,
    new: Stated<T>,
    holders: &mut Vec<usize>,
    places: Vec<usize>,
) -> Vec<usize> {
    if known.as_ref().is_some_and(|known| known.day > new.day) {
        return places;
    }
    *known = Some(new);
    std::mem::replace(holders, places)
}

#[cfg(test)]
mod tests;
