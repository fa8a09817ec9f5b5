//! What an unknown place may have meant.

use super::read::{city_place, state_suffix, whole, zip_place, zip_suffix};
use super::table::Table;
use super::{MAX_SUGGESTIONS, key};
use crate::domain::{State, Zip5};
use crate::vocabulary::edits::Pattern;
use crate::vocabulary::normalize::Token;
use std::cmp::Reverse;
use std::collections::HashSet;

/// The longest name that is compared with every other; longer ones are no place names.
const MAX_COMPARED: usize = 40;

/// From this population on a city is meant by a misspelling of its name.
const LARGER_CITY: u32 = 10_000;

/// The fewest letters of a misspelling: among shorter words too many are one letter apart.
const LONG_ENOUGH: usize = 6;

/// Whether a name is one edit away from a larger city's.
pub(super) fn is_misspelled(table: &Table, tokens: &[Token]) -> bool {
    let typed = key::of_tokens(tokens);
    let larger = |row: u32| table.city(row).population >= LARGER_CITY;
    let pattern = Pattern::new(&typed);
    (LONG_ENOUGH..=MAX_COMPARED).contains(&typed.len())
        && table.similar(&typed, 1).any(|(name, row)| larger(row) && pattern.edits(name) == 1)
}

/// Labels of places that the tokens of an unknown place may have meant, the best first.
pub(super) fn suggestions(table: &Table, tokens: &[Token]) -> Vec<String> {
    let mut labels: Vec<String> = Vec::new();
    if let Some((zip, count)) = zip_suffix(tokens) {
        let before = &tokens[..tokens.len().saturating_sub(count)];
        labels.extend(whole(table, before).map(|place| place.label));
        labels.extend(near_zips(table, zip));
    } else if let Some(zip) = short_zip(tokens) {
        labels.extend(zip_place(table, zip).map(|place| place.label));
    }
    if labels.is_empty() {
        let (name, state) = match state_suffix(table, tokens) {
            Some((name, state)) => (name, Some(state)),
            None => (tokens, None),
        };
        labels.extend(near_names(table, &key::of_tokens(name), state));
    }
    labels.truncate(MAX_SUGGESTIONS);
    labels
}

fn short_zip(tokens: &[Token]) -> Option<Zip5> {
    let last = &tokens.last()?.text;
    if last.len() == 4 { format!("0{last}").parse().ok() } else { None }
}

/// The ZIP codes next in number, those of the same sorting centre (three digits) first.
fn near_zips(table: &Table, zip: Zip5) -> Vec<String> {
    let number = zip.number();
    let here = table.zips.partition_point(|entry| entry.zip.number() < number);
    let around =
        &table.zips[here.saturating_sub(MAX_SUGGESTIONS)..(here + MAX_SUGGESTIONS).min(table.zips.len())];
    let mut zips: Vec<Zip5> = around.iter().map(|entry| entry.zip).collect();
    zips.sort_by_key(|near| (near.number() / 100 != number / 100, near.number().abs_diff(number)));
    zips.into_iter().take(MAX_SUGGESTIONS).filter_map(|zip| Some(zip_place(table, zip)?.label)).collect()
}

/// Cities at most two edits from a name (one from a short one), or that begin with it.
fn near_names(table: &Table, typed: &str, state: Option<State>) -> Vec<String> {
    if typed.len() < 3 || typed.len() > MAX_COMPARED {
        return Vec::new();
    }
    let allowed = if typed.len() < 6 { 1 } else { 2 };
    let mut near: Vec<(usize, u32)> = Vec::new();
    let pattern = Pattern::new(typed);
    for (name, row) in table.similar(typed, allowed) {
        let edits = pattern.edits(name);
        if edits <= allowed {
            near.push((edits, row));
        }
    }
    // A name that goes on is as good as one with the most edits.
    near.extend(table.beginning(typed).map(|(_, row)| (allowed, row)));
    near.sort_unstable_by_key(|&(edits, row)| {
        let city = table.city(row);
        (state.is_some_and(|state| state != city.state), edits, Reverse(city.population), row)
    });
    // The same name is near the typed one, and goes on from it.
    let mut told = HashSet::new();
    let labels = near.into_iter().map(|(_, row)| city_place(table, row).label);
    labels.filter(|label| told.insert(label.clone())).take(MAX_SUGGESTIONS).collect()
}
