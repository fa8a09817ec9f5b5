//! Loads `zips.csv`, `cities.csv` and `nicknames.csv` into sorted tables.
//!
//! In: the files as text, compiled in. Out: [`Table`]. Invariants: ZIP codes ascend; equal city keys stand together,
//! the most populous first; one entry per key and state.

use super::counties::Counties;
use super::key;
use super::landmarks::Landmarks;
use super::rows::{Rows, read_cities, read_zips};
use super::similar::SimilarNames;
use super::written_out::WrittenOut;
use super::{PlacesError, ZipEntry};
use crate::domain::{LatLon, State, Zip5};
use std::ops::Range;

/// A city or post office town.
#[derive(Debug, Clone, Copy)]
pub(super) struct City {
    pub(super) name: &'static str,
    pub(super) state: State,
    pub(super) point: LatLon,
    /// 0 where unknown, as for every town that only post offices name.
    pub(super) population: u32,
}

/// What a nickname stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Target {
    /// Row of [`Table::cities`].
    City(u32),
    /// A state.
    State(State),
}

/// Where a nickname stands among other readings of the same words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rank {
    /// Before a state of that name or code: `New York`, `DC`.
    First,
    /// Behind it: `LA`.
    After,
    /// Only behind a city: `Pittsburgh, Penna.`
    Suffix,
}

/// A row of `nicknames.csv`.
#[derive(Debug, Clone)]
pub(super) struct Nickname {
    pub(super) key: String,
    pub(super) target: Target,
    pub(super) rank: Rank,
}

/// A city's key: its first sixteen bytes decide nearly every comparison.
#[derive(Debug, Clone, Copy)]
struct Key {
    head: u128,
    start: u32,
    length: u32,
    /// Row of the cities; while the table is made, rows behind them are ZIP codes.
    city: u32,
}

/// The gazetteer's rows.
#[derive(Debug)]
pub(super) struct Table {
    /// Sorted by code.
    pub(super) zips: Vec<ZipEntry>,
    /// Cities as in their file, then towns that only post offices name.
    pub(super) cities: Vec<City>,
    /// Sorted by key.
    pub(super) nicknames: Vec<Nickname>,
    pub(super) counties: Counties,
    pub(super) landmarks: Landmarks,
    /// State names, sorted by key.
    pub(super) states: Vec<(String, State)>,
    letters: String,
    keys: Vec<Key>,
    similar: SimilarNames,
    written_out: WrittenOut,
    /// By ZIP code the number of the row behind its own; 0 where there is none.
    behind_zip: Vec<u32>,
}

impl Nickname {
    /// Whether it stands for its place without a city before it.
    pub(super) fn is_said_alone(&self) -> bool {
        self.rank != Rank::Suffix
    }
}

impl Table {
    /// Reads the three files.
    pub(super) fn load(
        zips: &'static str,
        cities: &'static str,
        nicknames: &'static str,
    ) -> Result<Self, PlacesError> {
        let mut states: Vec<_> = State::all().map(|state| (key::of_name(state.name()), state)).collect();
        states.sort();
        let (zips, towns) = read_zips(zips)?;
        let mut table = Self {
            zips,
            cities: read_cities(cities)?,
            nicknames: Vec::new(),
            counties: Counties::default(),
            landmarks: Landmarks::default(),
            states,
            letters: String::new(),
            keys: Vec::new(),
            similar: SimilarNames::default(),
            written_out: WrittenOut::default(),
            behind_zip: Vec::new(),
        };
        table.number_zips();
        table.index(&towns);
        table.nicknames = table.read_nicknames(nicknames)?;
        table.drop_nicknamed_towns();
        table.similar = table.similar_names();
        table.written_out =
            WrittenOut::new(table.keys.iter().map(|entry| (table.city(entry.city).name, entry.city)));
        Ok(table)
    }

    /// The same with counties, each of which stands for one of its towns.
    pub(super) fn with_counties(mut self, counties: &'static str) -> Result<Self, PlacesError> {
        self.counties = Counties::load(counties, &self)?;
        Ok(self)
    }

    /// The same with landmarks, each in one of its ZIP codes.
    pub(super) fn with_landmarks(mut self, landmarks: &'static str) -> Result<Self, PlacesError> {
        self.landmarks = Landmarks::load(landmarks, &self)?;
        Ok(self)
    }

    /// Cities of exactly that key, the most populous first.
    pub(super) fn named(&self, key: &str) -> impl Iterator<Item = u32> {
        let from = self.keys.partition_point(|entry| (entry.head, self.letters(entry)) < (head(key), key));
        self.keys[from..].iter().take_while(move |entry| self.letters(entry) == key).map(|entry| entry.city)
    }

    /// The city of that key in a state.
    pub(super) fn in_state(&self, key: &str, state: State) -> Option<u32> {
        self.named(key).find(|&city| self.city(city).state == state)
    }

    /// Cities whose key begins so, in the order of keys.
    pub(super) fn beginning<'t>(&'t self, prefix: &'t str) -> impl Iterator<Item = (&'t str, u32)> {
        let from =
            self.keys.partition_point(|entry| (entry.head, self.letters(entry)) < (head(prefix), prefix));
        let rest = self.keys[from..].iter().map(|entry| (self.letters(entry), entry.city));
        rest.take_while(move |(key, _)| key.starts_with(prefix))
    }

    /// Cities that may be so few edits away from a key, whoever asks counts them.
    pub(super) fn similar<'t>(&'t self, key: &str, edits: usize) -> impl Iterator<Item = (&'t str, u32)> {
        self.similar.near(key, edits).flat_map(|first| self.of_key(first))
    }

    /// The same of cities whose key begins with one of the first two letters.
    pub(super) fn similar_begun_alike<'t>(
        &'t self,
        key: &str,
        edits: usize,
    ) -> impl Iterator<Item = (&'t str, u32)> {
        self.similar.near_begun_alike(key, edits).flat_map(|first| self.of_key(first))
    }

    /// All cities of the key that stands first at a place.
    fn of_key(&self, first: u32) -> impl Iterator<Item = (&str, u32)> {
        let same = self.keys[first as usize..].chunk_by(|a, b| self.letters(a) == self.letters(b)).next();
        same.unwrap_or_default().iter().map(|entry| (self.letters(entry), entry.city))
    }

    /// The same for what was typed with its shortened words written out: only cities whose key shortens some.
    pub(super) fn similar_written_out<'t>(
        &'t self,
        typed: &str,
        edits: usize,
    ) -> impl Iterator<Item = (&'t str, u32)> {
        self.written_out.near(typed, edits)
    }

    /// Whether any name begins so: of a city, of a state, or one that people use.
    pub(super) fn begins(&self, prefix: &str) -> bool {
        self.beginning(prefix).next().is_some() || self.state_begins(prefix)
    }

    /// Whether the name of a state begins so, or one that people use.
    pub(super) fn state_begins(&self, prefix: &str) -> bool {
        let state = self.states.partition_point(|(name, _)| name.as_str() < prefix);
        let nickname = self.nicknames.partition_point(|nickname| nickname.key.as_str() < prefix);
        self.states.get(state).is_some_and(|(name, _)| name.starts_with(prefix))
            || self.nicknames.get(nickname).is_some_and(|nickname| nickname.key.starts_with(prefix))
    }

    /// The row of a city.
    pub(super) fn city(&self, row: u32) -> &City {
        &self.cities[row as usize]
    }

    fn number_zips(&mut self) {
        for (entry, behind) in self.zips.iter().zip(1..) {
            let zip = entry.zip.number() as usize;
            self.behind_zip.resize(self.behind_zip.len().max(zip + 1), 0);
            self.behind_zip[zip] = behind;
        }
    }

    /// The row of a ZIP code.
    pub(super) fn zip(&self, zip: Zip5) -> Option<&ZipEntry> {
        self.zips.get(self.zip_row(zip)? as usize)
    }

    /// Whether a ZIP code of the state has the same first three digits.
    pub(super) fn has_zip_area(&self, zip: Zip5, state: State) -> bool {
        let first = zip.number() / 100 * 100;
        let from = self.zips.partition_point(|entry| entry.zip.number() < first);
        let area = self.zips[from..].iter().take_while(|entry| entry.zip.number() < first + 100);
        area.into_iter().any(|entry| entry.state == state)
    }

    /// The number of a ZIP code's row.
    pub(super) fn zip_row(&self, zip: Zip5) -> Option<u32> {
        self.behind_zip.get(zip.number() as usize)?.checked_sub(1)
    }

    /// The nicknames of that key.
    pub(super) fn nicknames(&self, key: &str) -> impl Iterator<Item = &Nickname> {
        let from = self.nicknames.partition_point(|nickname| nickname.key.as_str() < key);
        self.nicknames[from..].iter().take_while(move |nickname| nickname.key == key)
    }

    /// Each name once, with the first of its keys.
    fn similar_names(&self) -> SimilarNames {
        let same = self.keys.chunk_by(|a, b| self.letters(a) == self.letters(b));
        let mut first = 0;
        SimilarNames::new(same.filter_map(|same| {
            let number = first;
            first += narrow(same.len());
            Some((self.letters(same.first()?), number))
        }))
    }

    fn letters(&self, entry: &Key) -> &str {
        let start = entry.start as usize;
        &self.letters[start..start + entry.length as usize]
    }

    /// Indexes cities and the towns of ZIP codes under their keys, each name once a state: a city before a repetition
    /// of its name, and before the post office town that it has outgrown.
    fn index(&mut self, towns: &[&'static str]) {
        let mut sorted = self.all_keys(towns);
        sorted.sort_unstable_by(|a, b| {
            // By key, then by row: rows are in the order of population.
            let by_letters = || self.letters(a).cmp(self.letters(b));
            a.head.cmp(&b.head).then_with(by_letters).then(a.city.cmp(&b.city))
        });
        let cities = self.cities.len();
        let letters = std::mem::take(&mut self.letters);
        let text = |entry: &Key| &letters[entry.start as usize..(entry.start + entry.length) as usize];
        for group in sorted.chunk_by(|a, b| a.head == b.head && text(a) == text(b)) {
            let (listed, zips) =
                group.split_at(group.partition_point(|entry| (entry.city as usize) < cities));
            let first = self.keys.len();
            for entry in listed {
                self.index_once(first, *entry);
            }
            let known = self.keys.len();
            self.add_towns(zips, cities, towns, first..known);
        }
        self.letters = letters;
    }

    /// The keys of all cities, and behind them those of all ZIP codes' towns.
    fn all_keys(&mut self, towns: &[&'static str]) -> Vec<Key> {
        let mut keys = Vec::with_capacity(self.cities.len() + towns.len());
        let mut last = ("", Key { head: 0, start: 0, length: 0, city: 0 });
        for (row, name) in
            (0_u32..).zip(self.cities.iter().map(|city| city.name).chain(towns.iter().copied()))
        {
            // Neighbouring ZIP codes often share their town.
            if last.0 != name {
                let start = self.letters.len();
                key::push_name(&mut self.letters, name);
                let key = &self.letters[start..];
                let (head, length) = (head(key), narrow(key.len()));
                last = (name, Key { head, start: narrow(start), length, city: 0 });
            }
            keys.push(Key { city: row, ..last.1 });
        }
        keys
    }

    fn index_once(&mut self, first: usize, entry: Key) {
        let state = self.city(entry.city).state;
        if self.keys[first..].iter().all(|known| self.city(known.city).state != state) {
            self.keys.push(entry);
        }
    }

    /// Adds the towns of ZIP codes that share a key, each at the median of its ZIP codes, but for the states that
    /// have a city of that name. Further rows of `cities` come behind those of the file.
    fn add_towns(&mut self, entries: &[Key], cities: usize, names: &[&'static str], known: Range<usize>) {
        let mut towns: Vec<(State, &'static str, LatLon, Key)> = Vec::with_capacity(entries.len());
        for entry in entries {
            let row = entry.city as usize - cities;
            let zip = &self.zips[row];
            if self.keys[known.clone()].iter().all(|known| self.city(known.city).state != zip.state) {
                towns.push((zip.state, names[row], zip.point, *entry));
            }
        }
        towns.sort_by_key(|(state, ..)| *state);
        for town in towns.chunk_by(|a, b| a.0 == b.0) {
            if let (Some(&(state, name, _, entry)), Some(point)) = (town.first(), median(town)) {
                self.keys.push(Key { city: narrow(self.cities.len()), ..entry });
                self.cities.push(City { name, state, point, population: 0 });
            }
        }
    }

    /// Drops the towns that a nickname names better: the post office's New York is New York City.
    fn drop_nicknamed_towns(&mut self) {
        for nickname in &self.nicknames {
            let Target::City(city) = nickname.target else { continue };
            let state = self.cities[city as usize].state;
            let (text, head) = (nickname.key.as_str(), head(&nickname.key));
            let from = self.keys.partition_point(|entry| (entry.head, self.letters(entry)) < (head, text));
            let same = self.keys[from..].iter().take_while(|entry| self.letters(entry) == text);
            let town = same.clone().position(|entry| {
                let town = self.city(entry.city);
                town.state == state && town.population == 0
            });
            if let Some(offset) = town {
                self.keys.remove(from + offset);
            }
        }
    }

    fn read_nicknames(&self, text: &'static str) -> Result<Vec<Nickname>, PlacesError> {
        let rows = Rows::new("nicknames.csv", text, "nickname,city,state,rank,source")?;
        let mut nicknames = Vec::new();
        for row in rows {
            let [nickname, city, state, rank, _source] = row.cells()?;
            let state = row.state(state)?;
            let target = if city.is_empty() {
                Target::State(state)
            } else {
                let known = self.in_state(&key::of_name(city), state);
                Target::City(known.ok_or_else(|| row.error(format!("no city `{city}` in {state}")))?)
            };
            let rank = match rank {
                "first" => Rank::First,
                "after" => Rank::After,
                "suffix" => Rank::Suffix,
                other => return Err(row.error(format!("rank `{other}` is none of first, after, suffix"))),
            };
            nicknames.push(Nickname { key: key::of_name(nickname), target, rank });
        }
        nicknames.sort_by(|a, b| a.key.cmp(&b.key));
        Ok(nicknames)
    }
}

/// The middle latitude and the middle longitude of a town's ZIP codes.
fn median<A, B, C>(town: &[(A, B, LatLon, C)]) -> Option<LatLon> {
    let middle = |of: fn(LatLon) -> f64| {
        let mut values: Vec<f64> = town.iter().map(|(_, _, point, _)| of(*point)).collect();
        values.sort_unstable_by(f64::total_cmp);
        let half = values.len() / 2;
        if values.len() % 2 == 1 { values[half] } else { f64::midpoint(values[half - 1], values[half]) }
    };
    if town.is_empty() { None } else { LatLon::new(middle(LatLon::lat), middle(LatLon::lon)).ok() }
}

/// The first sixteen bytes as a number that compares as they do.
fn head(key: &str) -> u128 {
    let mut bytes = [0; 16];
    let length = key.len().min(16);
    bytes[..length].copy_from_slice(&key.as_bytes()[..length]);
    u128::from_be_bytes(bytes)
}

/// The tables are a few megabytes, so no offset comes near the limit; one beyond it would fail the loading test.
pub(super) fn narrow(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests;
