//! How a place that is being typed may go on, right or misspelt.
//!
//! In: the [`Table`], once; then the words of a place so far, and where the asker is, if known. Out:
//! [`PlaceCompletion`]s, the likeliest first: without a point by population, with one by population over the square of
//! the distance. Invariant: each place is given once, and a ZIP code or number is never corrected.

use super::pull::{Eye, Spot, pull, strongest};
use super::read::{city_place, state_of, state_place, state_suffix, zip_place};
use super::table::{Table, Target, narrow};
use super::{Place, key};
use crate::domain::{LatLon, State, Zip5};
use crate::vocabulary::normalize::Token;
use crate::vocabulary::prefix_tree::{Begun, PrefixTree, Standing};
use std::collections::HashMap;

/// Misspellings are taken for cities of at least this population: villages lie near every word.
const CORRECTED_TO: u32 = 10_000;

/// The fewest letters of a misspelling, and of one with two edits.
const ONE_EDIT: usize = 4;
const TWO_EDITS: usize = 8;

/// A state is looked for as often as a city of this share of the people in its cities. (Judgement: Kansas City before
/// Kansas, New Jersey before New Orleans.)
const STATE_SHARE: u32 = 8;

/// A nickname that is not typed wholly counts for this share of the people: `b` is not yet the Big Apple.
const NICKNAME_SHARE: u32 = 50;

/// A place that what was typed may go on to.
#[derive(Debug, Clone, PartialEq)]
pub struct PlaceCompletion {
    /// Its number, below [`Places::count`](super::Places::count): each place has one of its own.
    pub number: u32,
    /// `Pittsburgh, PA 15213`, `Pittsburgh, PA`, `Pennsylvania`.
    pub label: String,
    /// How many edits were needed; 0 for what begins as typed.
    pub edits: u8,
    /// Whether all of it was typed: a whole ZIP code, name, nickname or code.
    pub whole: bool,
    /// Of a city; a state's share; 0 where unknown, as for every ZIP code.
    pub population: u32,
}

/// All names of places as a tree.
#[derive(Debug)]
pub(super) struct Completer {
    tree: PrefixTree,
    /// By the tree's numbers.
    targets: Vec<Target>,
    spots: Vec<Spot>,
    states: HashMap<State, Gathered>,
}

/// People of a state's cities and where they live on average.
#[derive(Debug, Clone, Copy, Default)]
struct Gathered {
    people: f64,
    lat: f64,
    lon: f64,
}

/// A place found, before it has a label.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Found {
    target: Target,
    /// Edits, and whether the first letter is another: the fewer the better.
    slip: (u8, bool),
    whole: bool,
    /// How much it is likely to be meant: people, or their pull.
    pull: f64,
}

impl Completer {
    /// Indexes cities, towns, nicknames and states.
    ///
    /// # Complexity
    /// O(n log n) for some 30,000 names.
    pub(super) fn new(table: &Table) -> Self {
        let states = gather(table);
        let mut names: Vec<(&str, Target, u32)> =
            table.beginning("").map(|(name, row)| (name, Target::City(row), 1)).collect();
        names.extend(table.states.iter().map(|(name, state)| (name.as_str(), Target::State(*state), 1)));
        let nicknames = table.nicknames.iter().filter(|nickname| nickname.is_said_alone());
        names.extend(nicknames.map(|nickname| (nickname.key.as_str(), nickname.target, NICKNAME_SHARE)));
        names.sort_by(|a, b| a.0.cmp(b.0));
        let standings = names.iter().map(|(name, target, share)| {
            let rank = u32::MAX - people(table, &states, *target) / share;
            (*name, Standing { rank, group: group(*target) })
        });
        let tree = PrefixTree::new(standings);
        let spots =
            names.iter().map(|(_, target, share)| spot(table, &states, *target).shared(*share)).collect();
        Self { tree, targets: names.into_iter().map(|(_, target, _)| target).collect(), spots, states }
    }

    /// Places that begin as typed.
    ///
    /// # Complexity
    /// Linear in the places given; with a point, in those that begin so.
    pub(super) fn complete(
        &self,
        table: &Table,
        tokens: &[Token],
        near: Option<LatLon>,
        limit: usize,
    ) -> Vec<PlaceCompletion> {
        if let [only] = tokens
            && only.text.bytes().all(|byte| byte.is_ascii_digit())
        {
            return zips(table, &only.text, near, limit);
        }
        let typed = key::of_tokens(tokens);
        let mut found: Vec<Found> = Vec::new();
        let near = near.map(Eye::new);
        // A code is meant as it is; `mass` and `wash` go on with more letters.
        if let [only] = tokens
            && only.text.len() == 2
            && let Some(state) = state_of(table, tokens, true)
        {
            let target = Target::State(state);
            let pull = pull(spot(table, &self.states, target), near);
            found.push(Found { target, slip: (0, false), whole: true, pull });
        }
        let shortened = tokens.split_last().and_then(|(last, before)| {
            let short = key::shortened_by_prefix(&last.text)?;
            Some(format!("{}{short}", key::of_tokens(before)))
        });
        for typed in [Some(typed.as_str()), shortened.as_deref(), key::with_wind(tokens).as_deref()] {
            let begun = typed.and_then(|typed| self.tree.follow(PrefixTree::root(), typed));
            found.extend(begun.into_iter().flat_map(|begun| self.begun(begun, near, limit)));
        }
        found.extend(city_then_state(table, tokens).into_iter().map(Target::City).map(|target| {
            let pull = pull(spot(table, &self.states, target), near);
            Found { target, slip: (0, false), whole: false, pull }
        }));
        self.order(table, found, limit)
    }

    /// Places that begin nearly as typed.
    ///
    /// # Complexity
    /// As [`PrefixTree::near`].
    pub(super) fn correct(
        &self,
        table: &Table,
        tokens: &[Token],
        near: Option<LatLon>,
        limit: usize,
    ) -> Vec<PlaceCompletion> {
        let (name, state) = match state_suffix(table, tokens) {
            Some((name, state)) => (name, Some(state)),
            None => (tokens, None),
        };
        let typed = key::of_tokens(name);
        if typed.len() < ONE_EDIT || !typed.bytes().all(|byte| byte.is_ascii_lowercase()) {
            return Vec::new();
        }
        let most = if typed.len() < TWO_EDITS { 1 } else { 2 };
        let first = typed.as_bytes().first().copied();
        let near = near.map(Eye::new);
        for allowed in 1..=most {
            let begun = self.tree.near(typed.as_bytes(), &vec![allowed; typed.len()]);
            let mut found: Vec<Found> = Vec::new();
            for (begun, edits) in begun {
                for number in self.tree.best(begun) {
                    let other_letter = self.tree.key(number).as_bytes().first().copied() != first;
                    let large = self.large_city(table, number, state);
                    found.extend(large.map(|target| Found {
                        target,
                        slip: (edits, other_letter),
                        whole: false,
                        pull: self.pull(number, near),
                    }));
                }
            }
            if !found.is_empty() {
                return self.order(table, found, limit);
            }
        }
        Vec::new()
    }

    /// The city of a name, if it is large enough to be meant by a misspelling, and in the state that was typed.
    fn large_city(&self, table: &Table, number: u32, state: Option<State>) -> Option<Target> {
        let target = *self.targets.get(number as usize)?;
        let Target::City(row) = target else { return None };
        let city = table.city(row);
        let fits = city.population >= CORRECTED_TO && state.is_none_or(|state| city.state == state);
        fits.then_some(target)
    }

    /// The best places behind a beginning: by rank, or all of them by their pull.
    fn begun(&self, begun: Begun, near: Option<Eye>, limit: usize) -> Vec<Found> {
        let whole = self.tree.whole(begun);
        let found = |number: u32| {
            let target = *self.targets.get(number as usize)?;
            let whole = whole.contains(&number);
            Some(Found { target, slip: (0, false), whole, pull: self.pull(number, near) })
        };
        let Some(eye) = near else {
            let best = self.tree.best(begun);
            // What is typed wholly is meant, however small.
            let own = whole.clone().take(limit).filter(|number| !best.contains(number));
            return own.chain(best.iter().copied()).filter_map(found).collect();
        };
        // Twice as many, because a place may stand here by several names.
        let kept = limit.saturating_mul(2);
        let numbers = self.tree.numbers(begun);
        let spots = self.spots.get(numbers.start as usize..numbers.end as usize).unwrap_or_default();
        let mut pulls = strongest(spots, eye, kept);
        for (_, number) in &mut pulls {
            *number += numbers.start;
        }
        // In the order of names, as without a point.
        pulls.sort_unstable_by_key(|(_, number)| *number);
        pulls.into_iter().filter_map(|(_, number)| found(number)).collect()
    }

    /// Orders what was found, each place once, and gives labels.
    fn order(&self, table: &Table, mut found: Vec<Found>, limit: usize) -> Vec<PlaceCompletion> {
        let unsure = |found: &Found| !(found.whole && has_short_name(table, found.target));
        found.sort_by(|a, b| {
            let by_pull = b.pull.total_cmp(&a.pull).then(group(a.target).cmp(&group(b.target)));
            a.slip.cmp(&b.slip).then(unsure(a).cmp(&unsure(b))).then(by_pull)
        });
        let mut given: Vec<Target> = Vec::with_capacity(limit);
        let mut completions = Vec::with_capacity(limit);
        for found in found {
            if completions.len() == limit {
                break;
            }
            if !given.contains(&found.target) {
                given.push(found.target);
                completions.push(PlaceCompletion {
                    number: number(table, found.target),
                    label: label(table, found.target),
                    edits: found.slip.0,
                    whole: found.whole,
                    population: people(table, &self.states, found.target),
                });
            }
        }
        completions
    }

    /// How much the place of a name is meant.
    fn pull(&self, number: u32, near: Option<Eye>) -> f64 {
        self.spots.get(number as usize).map_or(0.0, |spot| pull(*spot, near))
    }
}

/// Whether a place has a nickname or a code, which says more when typed wholly than a name that goes on.
fn has_short_name(table: &Table, target: Target) -> bool {
    match target {
        Target::State(_) => true,
        Target::City(row) => table.nicknames.iter().any(|nickname| nickname.target == Target::City(row)),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "single precision is a yard")]
fn spot(table: &Table, states: &HashMap<State, Gathered>, target: Target) -> Spot {
    match target {
        Target::City(row) => {
            let city = table.city(row);
            let (lat, lon) = (city.point.lat() as f32, city.point.lon() as f32);
            Spot { lat, lon, people: f64::from(city.population) as f32 }
        }
        Target::State(state) => {
            let of = states.get(&state).copied().unwrap_or_default();
            let share = of.people / f64::from(STATE_SHARE);
            Spot { lat: of.lat as f32, lon: of.lon as f32, people: share as f32 }
        }
    }
}

/// The people and the middle of each state.
fn gather(table: &Table) -> HashMap<State, Gathered> {
    let mut states: HashMap<State, Gathered> = HashMap::new();
    for city in table.cities.iter().filter(|city| city.population > 0) {
        let own = states.entry(city.state).or_default();
        let people = f64::from(city.population);
        own.people += people;
        own.lat += people * city.point.lat();
        own.lon += people * city.point.lon();
    }
    for own in states.values_mut() {
        own.lat /= own.people;
        own.lon /= own.people;
    }
    states
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "an eighth of a state's people fits"
)]
fn people(table: &Table, states: &HashMap<State, Gathered>, target: Target) -> u32 {
    match target {
        Target::City(row) => table.city(row).population,
        Target::State(state) => states.get(&state).map_or(0, |own| own.people as u32 / STATE_SHARE),
    }
}

/// Cities by their row, which is the order of population, and states behind them.
fn group(target: Target) -> u32 {
    match target {
        Target::City(row) => row,
        Target::State(state) => {
            let place = State::all().position(|own| own == state).unwrap_or_default();
            u32::MAX - u32::try_from(place).unwrap_or_default()
        }
    }
}

/// How many numbers there are.
pub(super) fn count(table: &Table) -> usize {
    table.cities.len() + State::all().count() + table.zips.len()
}

/// The number of a city, which is its row, or of a state; those of ZIP codes follow in their order.
fn number(table: &Table, target: Target) -> u32 {
    match target {
        Target::City(row) => row,
        Target::State(state) => {
            let place = State::all().position(|own| own == state).unwrap_or_default();
            narrow(table.cities.len() + place)
        }
    }
}

fn zip_number(table: &Table, zip: Zip5) -> Option<u32> {
    Some(narrow(table.cities.len() + State::all().count()) + table.zip_row(zip)?)
}

fn label(table: &Table, target: Target) -> String {
    match target {
        Target::City(row) => city_place(table, row).label,
        Target::State(state) => state_place(state).label,
    }
}

/// `pittsburgh p`: the cities of a whole name in states that begin so.
fn city_then_state(table: &Table, tokens: &[Token]) -> Vec<u32> {
    let Some((last, name)) = tokens.split_last() else { return Vec::new() };
    let begins = |state: State| {
        let typed = last.text.as_str();
        let code = state.code().as_bytes();
        let coded = code.len() >= typed.len() && code[..typed.len()].eq_ignore_ascii_case(typed.as_bytes());
        coded || key::of_name(state.name()).starts_with(typed)
    };
    if name.is_empty() {
        return Vec::new();
    }
    table.named(&key::of_tokens(name)).filter(|&row| begins(table.city(row).state)).collect()
}

/// ZIP codes that begin with these digits: the nearest ones, or those where people live first.
fn zips(table: &Table, digits: &str, near: Option<LatLon>, limit: usize) -> Vec<PlaceCompletion> {
    let missing = 5_u32.saturating_sub(u32::try_from(digits.len()).unwrap_or(u32::MAX));
    let Ok(number) = digits.parse::<u32>() else { return Vec::new() };
    if digits.len() > 5 {
        return Vec::new();
    }
    let span = 10_u32.pow(missing);
    let (from, to) = (number * span, (number + 1) * span);
    let begin = table.zips.partition_point(|entry| entry.zip.number() < from);
    let end = table.zips.partition_point(|entry| entry.zip.number() < to);
    let range = &table.zips[begin..end];
    let completion = |entry: &super::ZipEntry| {
        let number = zip_number(table, entry.zip)?;
        let Place { label, .. } = zip_place(table, entry.zip)?;
        Some(PlaceCompletion { number, label, edits: 0, whole: missing == 0, population: 0 })
    };
    let places = |entries: &mut dyn Iterator<Item = &super::ZipEntry>| -> Vec<PlaceCompletion> {
        entries.filter_map(completion).take(limit).collect()
    };
    let Some(near) = near else {
        let lived_in = range.iter().filter(|entry| !entry.po_box);
        let boxes = range.iter().filter(|entry| entry.po_box);
        return places(&mut lived_in.chain(boxes));
    };
    let metres = |entry: &super::ZipEntry| near.distance_to(entry.point).get();
    let mut nearest: Vec<&super::ZipEntry> = range.iter().collect();
    if nearest.len() > limit {
        let eye = Eye::new(near);
        let miles = |entry: &super::ZipEntry| eye.miles(entry.point.lat(), entry.point.lon());
        nearest.select_nth_unstable_by(limit, |a, b| {
            a.po_box.cmp(&b.po_box).then(miles(a).total_cmp(&miles(b))).then(a.zip.cmp(&b.zip))
        });
        nearest.truncate(limit);
    }
    nearest.sort_by(|a, b| {
        a.po_box.cmp(&b.po_box).then(metres(a).total_cmp(&metres(b))).then(a.zip.cmp(&b.zip))
    });
    places(&mut nearest.into_iter())
}
