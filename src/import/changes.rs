//! Rows of federal files joined to what was said of an NPI before: the same in whatever order the files come.
//!
//! In: the rows of one NPI, each with what its file is, and a [`Since`]. Out: the `Since` with those rows in it, the
//! provider that it makes, and which rows are not in it. Invariant: joining is commutative and can be repeated; the
//! later word of each part of a provider holds.

use super::federal::{Plan, Word};
use crate::domain::{Fragment, Practice, Practices, Provider, RecordDate};
use crate::index::{Since, SinceMain, Stated};
use crate::ingest::{self, Code, FurtherNames, FurtherPractices, Merged, Merging};
use std::collections::BTreeMap;

/// Why each row is not in the list, by its place; `None` where it is.
pub(super) type Fates = Vec<Option<Code>>;

/// The rows of one NPI as they are taken, one at a time; memory does not grow by what they hold.
#[derive(Debug, Default)]
pub(super) struct NewRows {
    fates: Fates,
    /// Rows of the whole list that is read.
    whole: FullRows,
    /// Rows that side files add to the whole list that is live, and the last day that one of them speaks of.
    added: SideRows,
    added_day: Option<i32>,
    /// What files of changes say, by the last day that they speak of.
    changes: BTreeMap<i32, DayRows>,
    gone: Vec<(i32, usize, Option<RecordDate>)>,
}

/// Rows of a whole list, and where they stand.
#[derive(Debug, Default)]
struct FullRows {
    merging: Merging,
    places: Vec<usize>,
    main: Vec<usize>,
    side: Vec<usize>,
}

/// Rows of side files.
#[derive(Debug, Default)]
struct SideRows {
    practices: FurtherPractices,
    names: FurtherNames,
    /// Where all of them stand.
    practice_places: Vec<usize>,
    name_places: Vec<usize>,
}

/// Rows of a file of changes and of its side files.
#[derive(Debug, Default)]
struct DayRows {
    main: Merging,
    main_places: Vec<usize>,
    gone_since: Option<RecordDate>,
    side: SideRows,
}

impl NewRows {
    /// Takes the next row of the NPI, which stands in a file that is of that word.
    pub(super) fn push(&mut self, fragment: Fragment, word: Word, plan: &Plan) {
        let place = self.fates.len();
        self.fates.push(None);
        match (word, fragment) {
            (Word::Deactivations(day), Fragment::Removal { since, .. }) => {
                self.gone.push((since.map_or(day, RecordDate::days), place, since));
            }
            (Word::Whole(_), fragment) if plan.whole => {
                let is_main = matches!(fragment, Fragment::Whole(_));
                let kind = if is_main { &mut self.whole.main } else { &mut self.whole.side };
                kind.push(place);
                self.whole.places.push(place);
                self.whole.merging.push(fragment);
            }
            (Word::Whole(day), fragment) => {
                self.added_day = self.added_day.max(Some(day));
                self.added.push(place, fragment, &mut self.fates);
            }
            (Word::Changes(day) | Word::Deactivations(day), fragment) => {
                let rows = self.changes.entry(day).or_default();
                if !matches!(fragment, Fragment::Whole(_) | Fragment::Removal { .. }) {
                    return rows.side.push(place, fragment, &mut self.fates);
                }
                if let Fragment::Removal { since: Some(since), .. } = &fragment {
                    rows.gone_since = Some(*since);
                }
                rows.main_places.push(place);
                rows.main.push(fragment);
            }
        }
    }

    /// Joins the rows to what was said of the NPI before.
    pub(super) fn join(self, since: &mut Since, plan: &Plan) -> Joined {
        let Self { fates, whole, added, added_day, changes, gone } = self;
        let mut joining = Joining { since, plan, fates, holders: Holders::default() };
        if plan.whole {
            joining.take_whole(whole);
        } else if let Some(day) = added_day {
            joining.add_to_whole(day, added);
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
}

impl SideRows {
    /// Takes a row of a side file, and says which one is idle for it.
    fn push(&mut self, place: usize, fragment: Fragment, fates: &mut [Option<Code>]) {
        match fragment {
            Fragment::Practice { practice, .. } => {
                self.practice_places.push(place);
                if let Some((row, code)) = self.practices.push(*practice, place) {
                    tell(fates, row, code);
                }
            }
            Fragment::Alias { name, .. } => {
                self.name_places.push(place);
                if !self.names.push(name, place) {
                    tell(fates, place, Code::TooManyNames);
                }
            }
            Fragment::Whole(_) | Fragment::Ending { .. } | Fragment::Removal { .. } => {}
        }
    }
}

fn tell(fates: &mut [Option<Code>], place: usize, code: Code) {
    if let Some(fate) = fates.get_mut(place) {
        *fate = Some(code);
    }
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
        let names = since.names.as_ref().map_or(0, |stated| stated.said.len());
        // Behind the provider stand its practices, then its names, as they were said; rows of this import said them, or
        // those of an earlier one.
        let behind = merged.fates.len().saturating_sub(names);
        let fate_of = |said: usize| merged.fates.get(said).copied().flatten();
        let practices = self.holders.said_practices.iter().enumerate();
        let practices = practices.map(|(said, row)| (*row, fate_of(1 + said)));
        let names = self.holders.said_names.iter().map(|(row, said)| (*row, fate_of(behind + said)));
        for (row, fate) in practices.chain(names) {
            if let (Some(code @ (Code::TooManyPractices | Code::TooManyNames)), Some(known)) =
                (fate, self.fates.get_mut(row))
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
    /// The row that said each of the practices.
    said_practices: Vec<usize>,
    /// Rows, and which of the names each of them said.
    said_names: Vec<(usize, usize)>,
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
    fn take_whole(&mut self, rows: FullRows) {
        let full_to = self.plan.full_to;
        self.since.main.take_if(|main| main.day < full_to);
        self.since.practices.take_if(|stated| stated.day < full_to);
        self.since.names.take_if(|stated| stated.day < full_to);
        let merged = rows.merging.finish();
        self.tell(&rows.places, &merged);
        self.since.base = merged.provider;
        if self.since.main.is_some() {
            self.older(&rows.main);
        }
        if self.since.practices.is_some() {
            self.older(&rows.side);
        }
        self.holders.main = rows.main;
    }

    /// The rows add to the whole list that is live, as if they had come with it.
    fn add_to_whole(&mut self, day: i32, rows: SideRows) {
        let SideRows { practices, names, practice_places, name_places } = rows;
        let (mut practices, mut places): (Vec<Practice>, Vec<usize>) = practices.into_rows().unzip();
        if self.since.practices.as_ref().is_some_and(|stated| stated.day > day) {
            self.older(&practice_places);
            practices.clear();
        }
        if !practices.is_empty() {
            self.since.practices = None;
            if self.since.main.is_some() {
                self.since.practices = Some(Stated { day, said: std::mem::take(&mut practices) });
                self.holders.practices = practice_places;
                self.holders.said_practices = std::mem::take(&mut places);
            }
        }
        let base = self.since.base.take().and_then(|base| Some((npi_of(&base)?, base)));
        let Some((npi, mut base)) = base else {
            for place in name_places {
                self.fates[place] = Some(Code::NoSuchProvider);
            }
            return;
        };
        if !practices.is_empty() {
            base.practices = Practices::one(base.practices.first().clone());
        }
        let count = practices.len();
        let (names, name_rows) = names.into_names();
        let rows =
            practices.into_iter().map(|practice| Fragment::Practice { npi, practice: Box::new(practice) });
        let rows = rows.chain(names.into_iter().map(|name| Fragment::Alias { npi, name }));
        let merged = ingest::merge(rows, Some(base));
        let of_names = name_rows.into_iter().map(|(row, name)| (row, count + name));
        for (row, place) in places.into_iter().take(count).zip(0..).chain(of_names) {
            if let Some(code) = merged.fates.get(place).copied().flatten() {
                self.fates[row] = Some(code);
            }
        }
        self.since.base = merged.provider;
    }

    /// The rows are what a file of changes, with its side files, says of the NPI.
    fn take_changes(&mut self, day: i32, rows: DayRows) {
        let DayRows { main, main_places, gone_since, side } = rows;
        let SideRows { practices, names, practice_places, name_places } = side;
        if day < self.plan.full_to {
            for places in [main_places, practice_places, name_places] {
                self.older(&places);
            }
            return;
        }
        let said_main = !main_places.is_empty();
        let mut is_there = true;
        if said_main {
            let merged = main.finish();
            self.tell(&main_places, &merged);
            is_there = merged.provider.is_some();
            let row_day = match &merged.provider {
                Some(provider) => provider.updated,
                None => gone_since,
            };
            let row_day = row_day.map(RecordDate::days);
            self.take_main(SinceMain { day, row_day, provider: merged.provider }, main_places);
        }
        if !is_there {
            let places = practice_places.into_iter().chain(name_places);
            places.for_each(|place| self.fates[place] = Some(Code::NoSuchProvider));
            return;
        }
        if !practice_places.is_empty() || said_main && self.plan.with_practices.contains(&day) {
            let (said, places) = practices.into_rows().unzip();
            if let Some(older) = state(
                &mut self.since.practices,
                Stated { day, said },
                &mut self.holders.practices,
                &practice_places,
            ) {
                self.holders.said_practices = places;
                self.older(&older);
            } else {
                self.older(&practice_places);
            }
        }
        if !name_places.is_empty() || said_main && self.plan.with_names.contains(&day) {
            let (said, rows) = names.into_names();
            if let Some(older) =
                state(&mut self.since.names, Stated { day, said }, &mut self.holders.names, &name_places)
            {
                self.holders.said_names = rows;
                self.older(&older);
            } else {
                self.older(&name_places);
            }
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

/// Takes a word unless a later one is known; gives the places of the rows whose word it takes the place of.
fn state<T>(
    known: &mut Option<Stated<T>>,
    new: Stated<T>,
    holders: &mut Vec<usize>,
    places: &[usize],
) -> Option<Vec<usize>> {
    if known.as_ref().is_some_and(|known| known.day > new.day) {
        return None;
    }
    *known = Some(new);
    Some(std::mem::replace(holders, places.to_vec()))
}

#[cfg(test)]
mod tests;
