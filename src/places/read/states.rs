//! States in texts, and cities with them: by name, code, abbreviation or nickname.
//!
//! In: tokens, and the [`Table`]. Out: a state, or the city of it. Invariants: a state behind a city must hold a city of that
//! name; codes that are English words count only where nothing else can be meant.

use super::zip_codes::is_digits;
use crate::domain::State;
use crate::places::country::without_country;
use crate::places::key;
use crate::places::table::{Rank, Table, Target};
use crate::vocabulary::normalize::Token;

/// The most words of a state's name, as in `Federated States of Micronesia`.
pub(super) const MAX_STATE_WORDS: usize = 4;

/// Codes that are everyday words of English or Spanish, so that small letters inside a sentence may leave them words.
pub(in crate::places) const WORD_CODES: [&str; 11] =
    ["as", "de", "do", "hi", "in", "la", "me", "mi", "oh", "ok", "or"];

/// A city behind which a word such as `in` may be its state has at least this share of the people of the largest
/// city of that name: `portland me` is in Maine, `boston in pain` is not in Indiana.
const KNOWN_SHARE: u32 = 20;

/// The city's name and the state that a text ends with, whether there is such a city or not.
pub(in crate::places) fn state_suffix<'t>(
    table: &Table,
    tokens: &'t [Token],
) -> Option<(&'t [Token], State)> {
    let tokens = without_country(tokens);
    (1..=MAX_STATE_WORDS.min(tokens.len().saturating_sub(1))).rev().find_map(|count| {
        let (city, state) = tokens.split_at(tokens.len() - count);
        Some((city, state_of(table, state, true)?))
    })
}

/// What a state behind a city's name says of it.
pub(super) enum StateAfter {
    /// No state follows.
    None,
    /// The state has this city; it is so many words long.
    Holds(u32, usize),
    /// A state follows and has no such city.
    Contradicts,
}

pub(super) fn state_after(table: &Table, text: &str, name: &[Token], rest: &[Token]) -> StateAfter {
    let first = key::of_tokens(rest.get(..1).unwrap_or_default());
    // One or two letters may be a code.
    if first.len() > 2 && !table.state_begins(&first) {
        return StateAfter::None;
    }
    for count in (1..=MAX_STATE_WORDS.min(rest.len())).rev() {
        let Some(state) = state_of(table, &rest[..count], true) else { continue };
        let certain = is_certain(text, name, rest, count);
        match city_in(table, name, state) {
            Some(row) if certain || is_known(table, name, row) => return StateAfter::Holds(row, count),
            // `Vermont DC` is a degree in Vermont, and so is `Naperville DC`: the District has one city.
            None if certain && state.code() == "DC" => {}
            None if certain
                && !goes_on(text, rest, count)
                && is_place_name(table, name)
                && state_of(table, name, false).is_none() =>
            {
                return StateAfter::Contradicts;
            }
            Some(_) | None => {}
        }
    }
    StateAfter::None
}

/// Whether a city is not dwarfed by another of its name.
fn is_known(table: &Table, name: &[Token], row: u32) -> bool {
    let largest = table.named(&key::of_tokens(name)).next().unwrap_or(row);
    table.city(row).population >= table.city(largest).population / KNOWN_SHARE
}

/// Whether the tokens behind a city can be nothing but a state: written out, in capitals, behind a comma, a code that
/// is no word, or what the text or a number ends.
pub(in crate::places) fn is_certain(text: &str, name: &[Token], rest: &[Token], count: usize) -> bool {
    let (Some(last), Some(first)) = (name.last(), rest.first()) else { return false };
    if !WORD_CODES.contains(&first.text.as_str()) || count > 1 {
        return true;
    }
    if rest.get(count).is_none_or(|next| is_digits(&next.text)) {
        return true;
    }
    let between = text.get(last.end..first.start).unwrap_or_default();
    let written = text.get(first.start..first.end).unwrap_or_default();
    let shouting = text.get(..last.end).is_some_and(|text| !text.contains(char::is_lowercase));
    between.contains(',') || (!shouting && written.chars().all(|letter| !letter.is_lowercase()))
}

/// Whether a sentence goes on with a word that is a code too: `in Laredo, me duele`.
fn goes_on(text: &str, rest: &[Token], count: usize) -> bool {
    let (Some(code), Some(next)) = (rest.first(), rest.get(count)) else { return false };
    let small = text.get(code.start..code.end).is_some_and(|typed| typed.chars().all(char::is_lowercase));
    small && WORD_CODES.contains(&code.text.as_str()) && !is_digits(&next.text)
}

fn is_place_name(table: &Table, name: &[Token]) -> bool {
    let key = key::of_tokens(name);
    table.named(&key).next().is_some() || table.nicknames(&key).next().is_some()
}

/// The city of that name in a state, through nicknames and shortened winds too.
pub(in crate::places) fn city_in(table: &Table, name: &[Token], state: State) -> Option<u32> {
    let key = key::of_tokens(name);
    let nickname = || {
        table.nicknames(&key).find_map(|nickname| match nickname.target {
            Target::City(row) if table.city(row).state == state => Some(row),
            Target::City(_) | Target::State(_) => None,
        })
    };
    nickname()
        .or_else(|| table.in_state(&key, state))
        .or_else(|| key::with_wind(name).and_then(|key| table.in_state(&key, state)))
}

pub(super) fn city_and_state(table: &Table, tokens: &[Token]) -> Option<u32> {
    (1..=MAX_STATE_WORDS.min(tokens.len().saturating_sub(1))).rev().find_map(|count| {
        let (city, state) = tokens.split_at(tokens.len() - count);
        city_in(table, city, state_of(table, state, true)?)
    })
}

/// The state that tokens name in full; by code or abbreviation too with `codes`.
pub(in crate::places) fn state_of(table: &Table, tokens: &[Token], codes: bool) -> Option<State> {
    let key = key::of_tokens(tokens);
    if let Ok(row) = table.states.binary_search_by(|(name, _)| name.as_str().cmp(&key)) {
        return Some(table.states[row].1);
    }
    let spaced_code = tokens.len() == 2 && tokens.iter().all(|token| token.text.len() == 1);
    if codes && key.len() == 2 && (tokens.len() == 1 || spaced_code) {
        return key.parse().ok();
    }
    if let Some(key) = key::with_wind(tokens)
        && let Ok(row) = table.states.binary_search_by(|(name, _)| name.as_str().cmp(&key))
    {
        return Some(table.states[row].1);
    }
    table.nicknames(&key).find_map(|nickname| match nickname.target {
        Target::State(state) if codes || nickname.rank != Rank::Suffix => Some(state),
        Target::State(_) | Target::City(_) => None,
    })
}
