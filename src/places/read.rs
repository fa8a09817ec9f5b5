//! Reads places out of texts: a whole text, or the longest place that begins at a token.
//!
//! In: a text, its tokens, and the [`Table`]. Out: a [`Place`] or nothing. Invariants: a ZIP code beats what stands
//! around it; a state behind a city must hold a city of that name; codes that are English words count only where
//! nothing else can be meant.

mod label;
mod states;
mod zip_codes;

pub(super) use label::{city_place, point_place, state_place, zip_place};
pub(super) use states::{WORD_CODES, city_in, is_certain, state_of, state_suffix};
pub(super) use zip_codes::zip_suffix;

use super::country::{is_foreign, without_country};
use super::landmarks;
use super::table::{Rank, Table, Target};
use super::{FoundPlace, MAX_ALTERNATIVES, Place, PlaceForm, key, point, wider};
use crate::vocabulary::normalize::Token;
use states::{StateAfter, city_and_state, state_after};
use zip_codes::{is_in, short_zip, spoken_zip, state_and_zip, zip_and_state, zip_at};

/// The most words of a city's name, as in `VA Boston Healthcare System Brockton Campus`.
const MAX_CITY_WORDS: usize = 6;

/// Reads all of a text's tokens as one place.
pub(super) fn whole(table: &Table, tokens: &[Token]) -> Option<Place> {
    let tokens = without_country(tokens);
    if tokens.is_empty() {
        return None;
    }
    if let Some((zip, _)) = zip_suffix(tokens) {
        return zip_place(table, zip);
    }
    if tokens.len() == 5
        && let Some(zip) = spoken_zip(tokens)
    {
        return zip_place(table, zip);
    }
    if let Some(place) = short_zip(table, tokens).or_else(|| zip_and_state(table, tokens)) {
        return Some(place);
    }
    city_and_state(table, tokens)
        .map(|row| city_place(table, row))
        .or_else(|| landmarks::whole(table, tokens))
        .or_else(|| readings(table, tokens, true).map(|(place, _)| place))
        .or_else(|| street_address(table, tokens))
        .or_else(|| {
            wider::at(table, None, tokens)
                .filter(|found| found.count == tokens.len())
                .map(|found| found.place)
        })
}

/// Reads the longest place that begins at token `first`.
pub(super) fn at(table: &Table, text: &str, tokens: &[Token], first: usize) -> Option<FoundPlace> {
    let rest = tokens.get(first..)?;
    point_at(text, rest, point::Pair::is_sure)
        .or_else(|| zip_at(table, text, rest))
        .or_else(|| state_and_zip(table, text, rest))
        .or_else(|| {
            let named = longer(named_at(table, text, rest), wider::at(table, Some(text), rest));
            landmark_or(named, landmarks::at(table, rest))
        })
}

/// The place of more tokens; the first of two of as many.
fn longer(one: Option<FoundPlace>, other: Option<FoundPlace>) -> Option<FoundPlace> {
    let count = |found: &Option<FoundPlace>| found.as_ref().map_or(0, |found| found.count);
    if count(&other) > count(&one) { other } else { one }
}

/// The landmark, unless the other place has more tokens, or as many and its state among them.
fn landmark_or(named: Option<FoundPlace>, landmark: Option<FoundPlace>) -> Option<FoundPlace> {
    let in_state = named.as_ref().is_some_and(|named| matches!(named.form, PlaceForm::CityAndState { .. }));
    if in_state { longer(named, landmark) } else { longer(landmark, named) }
}

/// Reads the point that begins at token `first` behind such a word.
pub(super) fn point_behind(
    text: &str,
    tokens: &[Token],
    first: usize,
    before: point::Before,
) -> Option<FoundPlace> {
    point_at(text, tokens.get(first..)?, |pair| pair.is_behind(before))
}

fn point_at(text: &str, tokens: &[Token], is_one: impl Fn(point::Pair) -> bool) -> Option<FoundPlace> {
    let start = tokens.first()?.start;
    let before = text.get(..start)?;
    let unsigned = before.strip_suffix(['-', '+', '−']).unwrap_or(before);
    // What is a hyphen between two numbers is no sign.
    let glued = unsigned.ends_with(char::is_alphanumeric);
    let start = if glued { start } else { unsigned.len() };
    let pair = point::leading(text.get(start..)?).filter(|pair| is_one(*pair))?;
    let count = tokens.iter().take_while(|token| token.start < start + pair.end).count();
    Some(FoundPlace { place: point_place(pair)?, count, form: PlaceForm::Point })
}

/// A city with or without a state and a ZIP code, or a state's name.
fn named_at(table: &Table, text: &str, tokens: &[Token]) -> Option<FoundPlace> {
    let mut best: Option<FoundPlace> = None;
    for count in (1..=longest_name(table, tokens)).rev() {
        let Some(found) = named_with(table, text, tokens, count) else { continue };
        let rank = |found: &FoundPlace| (found.count, matches!(found.form, PlaceForm::CityAndState { .. }));
        if best.as_ref().is_none_or(|best| rank(&found) > rank(best)) {
            best = Some(found);
        }
    }
    best
}

/// The most tokens that a name may have here: behind them no name goes on. Most words of a text begin none.
fn longest_name(table: &Table, tokens: &[Token]) -> usize {
    let most = MAX_CITY_WORDS.min(tokens.len());
    if tokens.first().is_some_and(|first| key::is_wind(&first.text)) {
        return most;
    }
    let mut name = String::new();
    let goes_on = |token: &&Token| {
        key::push_word(&mut name, &token.text);
        table.begins(&name)
    };
    tokens.iter().take(most).take_while(goes_on).count()
}

/// The place whose name is exactly the first `count` tokens, with the state and ZIP code that follow.
fn named_with(table: &Table, text: &str, tokens: &[Token], count: usize) -> Option<FoundPlace> {
    let (name, rest) = tokens.split_at(count);
    // The name of a county is no village's.
    if rest.first().is_some_and(|next| is_foreign(&next.text) || wider::is_county(next)) {
        return None;
    }
    let in_state = |row| PlaceForm::CityAndState { population: table.city(row).population };
    let (city, beside) = match state_after(table, text, name, rest) {
        StateAfter::None => (readings(table, name, false), 0),
        StateAfter::Holds(row, words) => (Some((city_place(table, row), in_state(row))), words),
        StateAfter::Contradicts => return None,
    };
    let (place, form) = city?;
    let behind = rest.get(beside..).unwrap_or_default();
    if let Some(zip) = zip_at(table, text, behind) {
        if let [code] = name
            && code.text.parse().is_ok_and(|state| !is_in(table, &zip, state))
        {
            return None;
        }
        return Some(FoundPlace { count: count + beside + zip.count, ..zip });
    }
    Some(FoundPlace { place, count: count + beside, form })
}

/// Everything that a name alone can mean, the likeliest as the place and the others as its alternatives. Two-letter
/// codes count only with `codes`.
fn readings(table: &Table, name: &[Token], codes: bool) -> Option<(Place, PlaceForm)> {
    let key = key::of_tokens(name);
    let mut places: Vec<(Place, PlaceForm)> = Vec::new();
    let mut add = |place: Place, form: PlaceForm| {
        if places.len() <= MAX_ALTERNATIVES && places.iter().all(|(known, _)| known.label != place.label) {
            places.push((place, form));
        }
    };
    let city =
        |row: u32| (city_place(table, row), PlaceForm::City { population: table.city(row).population });
    for rank in [Rank::First, Rank::After] {
        for nickname in table.nicknames(&key).filter(|nickname| nickname.rank == rank) {
            let (place, form) = match nickname.target {
                Target::City(row) => city(row),
                Target::State(state) => (state_place(state), PlaceForm::State),
            };
            // A code such as `la` is a word of a text unless the caller knows better.
            if codes || !WORD_CODES.contains(&key.as_str()) {
                add(place, form);
            }
        }
        if rank == Rank::First
            && let Some(state) = state_of(table, name, codes)
        {
            add(state_place(state), PlaceForm::State);
        }
    }
    let wind = key::with_wind(name);
    // One or two letters name no city in a text, whatever hamlet is called so.
    let spelled = if codes || key.len() > 2 { Some(&key) } else { None };
    for key in spelled.into_iter().chain(wind.as_ref()) {
        for row in table.named(key).take(MAX_ALTERNATIVES + 1) {
            let (place, form) = city(row);
            add(place, form);
        }
    }
    let mut places = places.into_iter();
    let (mut first, form) = places.next()?;
    first.alternatives = places.map(|(place, _)| place).take(MAX_ALTERNATIVES).collect();
    Some((first, form))
}

/// `100 Main St, Pittsburgh, PA`: the city at the end of a street address.
fn street_address(table: &Table, tokens: &[Token]) -> Option<Place> {
    let numbered = tokens.first()?.text.starts_with(|first: char| first.is_ascii_digit());
    let row = (2..tokens.len().saturating_sub(1)).find_map(|from| city_and_state(table, &tokens[from..]))?;
    numbered.then(|| city_place(table, row))
}

#[cfg(test)]
mod tests;
