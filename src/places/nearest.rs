//! What an unknown place may have meant, and how a place being typed may go on.

use super::read::{city_place, state_place, state_suffix, whole, zip_place, zip_suffix};
use super::table::Table;
use super::{MAX_SUGGESTIONS, Place, key};
use crate::domain::{State, Zip5};
use crate::vocabulary::normalize::Token;
use std::cmp::Reverse;

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
    (LONG_ENOUGH..=MAX_COMPARED).contains(&typed.len())
        && table.beginning("").any(|(name, row)| {
            name.len().abs_diff(typed.len()) <= 1 && larger(row) && strsim::osa_distance(name, &typed) == 1
        })
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

/// Places whose name or number begins with what was typed.
pub(super) fn complete(table: &Table, tokens: &[Token], limit: usize) -> Vec<Place> {
    let Some(last) = tokens.last() else { return Vec::new() };
    if tokens.len() == 1 && last.text.bytes().all(|byte| byte.is_ascii_digit()) {
        return complete_zip(table, &last.text, limit);
    }
    let typed = key::of_tokens(tokens);
    let mut rows: Vec<u32> = table.beginning(&typed).map(|(_, row)| row).collect();
    if let Some(short) = key::shortened_by_prefix(&last.text) {
        let other = format!("{}{short}", key::of_tokens(&tokens[..tokens.len() - 1]));
        rows.extend(table.beginning(&other).map(|(_, row)| row));
    }
    rows.extend(table.nicknames(&typed).filter_map(|nickname| match nickname.target {
        super::table::Target::City(row) => Some(row),
        super::table::Target::State(_) => None,
    }));
    rows.extend(city_then_state(table, tokens));
    // Rows stand in the order of population, towns of post offices last.
    rows.sort_unstable();
    rows.dedup();
    let states =
        State::all().filter(|state| typed.len() >= 3 && key::of_name(state.name()).starts_with(&typed));
    let cities = rows.into_iter().map(|row| city_place(table, row));
    states.map(state_place).chain(cities).take(limit).collect()
}

/// `pittsburgh p`: the cities of a whole name in states that begin so.
fn city_then_state(table: &Table, tokens: &[Token]) -> Vec<u32> {
    let Some((last, name)) = tokens.split_last() else { return Vec::new() };
    let begins = |state: State| {
        let typed = last.text.as_str();
        state.code().to_ascii_lowercase().starts_with(typed) || key::of_name(state.name()).starts_with(typed)
    };
    table.named(&key::of_tokens(name)).filter(|&row| begins(table.city(row).state)).collect()
}

/// ZIP codes that begin with these digits: those where people live first.
fn complete_zip(table: &Table, digits: &str, limit: usize) -> Vec<Place> {
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
    let lived_in = range.iter().filter(|entry| !entry.po_box);
    let boxes = range.iter().filter(|entry| entry.po_box);
    lived_in.chain(boxes).filter_map(|entry| zip_place(table, entry.zip)).take(limit).collect()
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
    for (name, row) in table.beginning("") {
        if name.len().abs_diff(typed.len()) <= allowed {
            let edits = strsim::osa_distance(name, typed);
            if edits <= allowed {
                near.push((edits, row));
            }
        }
    }
    // A name that goes on is as good as one with the most edits.
    near.extend(table.beginning(typed).map(|(_, row)| (allowed, row)));
    near.sort_unstable_by_key(|&(edits, row)| {
        let city = table.city(row);
        (state.is_some_and(|state| state != city.state), edits, Reverse(city.population), row)
    });
    near.dedup_by_key(|(_, row)| *row);
    near.into_iter().map(|(_, row)| city_place(table, row).label).take(MAX_SUGGESTIONS).collect()
}
