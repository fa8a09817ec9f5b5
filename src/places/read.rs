//! Reads places out of texts: a whole text, or the longest place that begins at a token.
//!
//! In: a text, its tokens, and the [`Table`]. Out: a [`Place`] or nothing. Invariants: a ZIP code beats what stands
//! around it; a state behind a city must hold a city of that name; codes that are English words count only where
//! nothing else can be meant.

use super::country::{is_foreign, without_country};
use super::landmarks;
use super::table::{Rank, Table, Target};
use super::{FoundPlace, MAX_ALTERNATIVES, Place, PlaceForm, PlaceKind, key, point, wider};
use crate::domain::{State, Zip5};
use crate::vocabulary::normalize::Token;

/// The most words of a city's name, as in `VA Boston Healthcare System Brockton Campus`.
const MAX_CITY_WORDS: usize = 6;

/// The most words of a state's name, as in `Federated States of Micronesia`.
const MAX_STATE_WORDS: usize = 4;

/// Codes that are everyday words of English or Spanish, so that small letters inside a sentence may leave them words.
const WORD_CODES: [&str; 11] = ["as", "de", "do", "hi", "in", "la", "me", "mi", "oh", "ok", "or"];

/// A city behind which a word such as `in` may be its state has at least this share of the people of the largest
/// city of that name: `portland me` is in Maine, `boston in pain` is not in Indiana.
const KNOWN_SHARE: u32 = 20;

/// The label and kind of a ZIP code.
pub(super) fn zip_place(table: &Table, zip: Zip5) -> Option<Place> {
    let entry = table.zip(zip)?;
    Some(Place {
        label: format!("{}, {} {zip}", entry.city, entry.state),
        kind: PlaceKind::Zip { zip, point: entry.point, state: entry.state },
        alternatives: Vec::new(),
    })
}

/// The label and kind of a city.
pub(super) fn city_place(table: &Table, row: u32) -> Place {
    let city = table.city(row);
    Place {
        label: format!("{}, {}", city.name, city.state),
        kind: PlaceKind::City { point: city.point, state: city.state },
        alternatives: Vec::new(),
    }
}

/// The label and kind of a state.
pub(super) fn state_place(state: State) -> Place {
    Place { label: state.name().to_owned(), kind: PlaceKind::State(state), alternatives: Vec::new() }
}

/// The label and kind of a point.
pub(super) fn point_place(pair: point::Pair) -> Option<Place> {
    let point = pair.point()?;
    Some(Place { label: pair.to_string(), kind: PlaceKind::Point(point), alternatives: Vec::new() })
}

/// Reads all of a text's tokens as one place.
pub(super) fn whole(table: &Table, tokens: &[Token]) -> Option<Place> {
    let tokens = without_country(tokens);
    if tokens.is_empty() {
        return None;
    }
    if let Some((zip, _)) = zip_suffix(tokens) {
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

/// The ZIP code that a text ends with, known or not, and how many tokens it takes.
pub(super) fn zip_suffix(tokens: &[Token]) -> Option<(Zip5, usize)> {
    let tokens = without_country(tokens);
    let four = |token: &Token| token.text.len() == 4 && is_digits(&token.text);
    match tokens {
        [.., zip, plus] if four(plus) && zip.text.len() == 5 => Some((zip.text.parse().ok()?, 2)),
        [.., zip] => Some((zip_token(&zip.text)?, 1)),
        [] => None,
    }
}

/// The city's name and the state that a text ends with, whether there is such a city or not.
pub(super) fn state_suffix<'t>(table: &Table, tokens: &'t [Token]) -> Option<(&'t [Token], State)> {
    let tokens = without_country(tokens);
    (1..=MAX_STATE_WORDS.min(tokens.len().saturating_sub(1))).rev().find_map(|count| {
        let (city, state) = tokens.split_at(tokens.len() - count);
        Some((city, state_of(table, state, true)?))
    })
}

/// Reads the longest place that begins at token `first`.
pub(super) fn at(table: &Table, text: &str, tokens: &[Token], first: usize) -> Option<FoundPlace> {
    let rest = tokens.get(first..)?;
    point_at(text, rest)
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

fn point_at(text: &str, tokens: &[Token]) -> Option<FoundPlace> {
    let start = tokens.first()?.start;
    let before = text.get(..start)?;
    let signed = before.len() - before.strip_suffix(['-', '+', '−']).map_or(before.len(), str::len);
    let start = start - signed;
    let pair = point::leading(text.get(start..)?).filter(|pair| pair.decimal)?;
    let count = tokens.iter().take_while(|token| token.start < start + pair.end).count();
    Some(FoundPlace { place: point_place(pair)?, count, form: PlaceForm::Point })
}

fn zip_at(table: &Table, text: &str, tokens: &[Token]) -> Option<FoundPlace> {
    let token = tokens.first()?;
    let place = zip_place(table, zip_token(&token.text)?)?;
    let plus = tokens.get(1).filter(|plus| {
        let glued = text.get(token.end..plus.start) == Some("-");
        glued && token.text.len() == 5 && plus.text.len() == 4 && is_digits(&plus.text)
    });
    let found = FoundPlace { place, count: 1 + usize::from(plus.is_some()), form: PlaceForm::Zip };
    let behind = tokens.get(found.count..).unwrap_or_default();
    // `97201 or …` is no state, `97201 OR` at the end is.
    let state = behind.first().filter(|code| behind.len() == 1 || !WORD_CODES.contains(&code.text.as_str()));
    let own = state.is_some_and(|code| code.text.parse().is_ok_and(|state| is_in(table, &found, state)));
    Some(FoundPlace { count: found.count + usize::from(own), ..found })
}

/// `58102, ND`: a ZIP code before the state that it lies in.
fn zip_and_state(table: &Table, tokens: &[Token]) -> Option<Place> {
    let (first, state) = tokens.split_first()?;
    let entry = table.zip(zip_token(&first.text)?)?;
    (state_of(table, state, true)? == entry.state).then(|| zip_place(table, entry.zip)).flatten()
}

/// `PR 00901`, `Pennsylvania 15213`.
fn state_and_zip(table: &Table, text: &str, tokens: &[Token]) -> Option<FoundPlace> {
    (1..=MAX_STATE_WORDS.min(tokens.len())).rev().find_map(|count| {
        let (name, rest) = tokens.split_at(count);
        let zip = zip_at(table, text, rest)?;
        let state = state_of(table, name, true)?;
        is_in(table, &zip, state).then_some(())?;
        Some(FoundPlace { count: count + zip.count, ..zip })
    })
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

/// Whether a ZIP code lies in a state: `D'Angelo DC 07030` has the degree and works in New Jersey.
fn is_in(table: &Table, zip: &FoundPlace, state: State) -> bool {
    let PlaceKind::Zip { zip, .. } = zip.place.kind else { return false };
    table.zip(zip).is_some_and(|entry| entry.state == state)
}

/// What a state behind a city's name says of it.
enum StateAfter {
    /// No state follows.
    None,
    /// The state has this city; it is so many words long.
    Holds(u32, usize),
    /// A state follows and has no such city.
    Contradicts,
}

fn state_after(table: &Table, text: &str, name: &[Token], rest: &[Token]) -> StateAfter {
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
            None if certain && is_place_name(table, name) && state_of(table, name, false).is_none() => {
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
fn is_certain(text: &str, name: &[Token], rest: &[Token], count: usize) -> bool {
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

fn is_place_name(table: &Table, name: &[Token]) -> bool {
    let key = key::of_tokens(name);
    table.named(&key).next().is_some() || table.nicknames(&key).next().is_some()
}

/// The city of that name in a state, through nicknames and shortened winds too.
pub(super) fn city_in(table: &Table, name: &[Token], state: State) -> Option<u32> {
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

fn city_and_state(table: &Table, tokens: &[Token]) -> Option<u32> {
    (1..=MAX_STATE_WORDS.min(tokens.len().saturating_sub(1))).rev().find_map(|count| {
        let (city, state) = tokens.split_at(tokens.len() - count);
        city_in(table, city, state_of(table, state, true)?)
    })
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

/// The state that tokens name in full; by code or abbreviation too with `codes`.
pub(super) fn state_of(table: &Table, tokens: &[Token], codes: bool) -> Option<State> {
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

/// `MA 2139`: a ZIP code that lost its leading zero, in the state it lies in.
fn short_zip(table: &Table, tokens: &[Token]) -> Option<Place> {
    let (last, rest) = tokens.split_last()?;
    if last.text.len() != 4 || !is_digits(&last.text) || rest.is_empty() {
        return None;
    }
    let entry = table.zip(format!("0{}", last.text).parse().ok()?)?;
    let state = state_suffix(table, rest).map(|(_, state)| state).or_else(|| state_of(table, rest, true))?;
    (state == entry.state).then(|| zip_place(table, entry.zip)).flatten()
}

/// `100 Main St, Pittsburgh, PA`: the city at the end of a street address.
fn street_address(table: &Table, tokens: &[Token]) -> Option<Place> {
    let numbered = tokens.first()?.text.starts_with(|first: char| first.is_ascii_digit());
    let row = (2..tokens.len().saturating_sub(1)).find_map(|from| city_and_state(table, &tokens[from..]))?;
    numbered.then(|| city_place(table, row))
}

/// `15213`, or `152131234` run together.
fn zip_token(text: &str) -> Option<Zip5> {
    let shaped = matches!(text.len(), 5 | 9) && is_digits(text);
    if shaped { text.get(..5)?.parse().ok() } else { None }
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
