//! Places that a wider one tells: a town behind its state, a county.
//!
//! In: tokens, and the [`Table`]. Out: the place that they begin with. Invariants: a state that is named is never
//! contradicted (`Harris County Texas` is no village of Minnesota); a county is its largest town, and one that nobody
//! knows its state.

use super::read::{city_in, city_place, is_certain, state_of, state_place};
use super::table::Table;
use super::{FoundPlace, MAX_ALTERNATIVES, PlaceForm, key};
use crate::domain::State;
use crate::vocabulary::normalize::Token;
use std::ops::Range;

/// The most words of the name of a state, a county or a town here.
const MAX_WORDS: usize = 3;

/// Behind a state a town of so many people is one, because the names of some states are those of people: `Georgia
/// Marietta`.
const TOWN: u32 = 20_000;

/// The same where a comma stands between: `Georgia, Marietta`.
const TOWN_SET_APART: u32 = 1_000;

/// Codes of states that are degrees, words or parts of names too: in front of a town they tell nothing.
const OTHER_CODES: [&str; 26] = [
    "al", "ar", "as", "co", "ct", "dc", "de", "do", "fm", "hi", "id", "in", "la", "ma", "md", "me", "mi",
    "mo", "ms", "mt", "nd", "oh", "ok", "or", "pa", "va",
];

/// Whether a word says that the name before it is a county's; Louisiana has parishes.
pub(super) fn is_county(token: &Token) -> bool {
    matches!(token.text.as_str(), "county" | "parish")
}

/// The town behind a state, or the county, that tokens begin with. Without their text whatever may be set apart is.
pub(super) fn at(table: &Table, text: Option<&str>, tokens: &[Token]) -> Option<FoundPlace> {
    state_and_city(table, text, tokens).or_else(|| county(table, text.unwrap_or_default(), tokens))
}

/// `Texas Austin`, `TX, Dallas`.
fn state_and_city(table: &Table, text: Option<&str>, tokens: &[Token]) -> Option<FoundPlace> {
    // Most words begin no state.
    let first = tokens.first()?.text.as_str();
    if first.len() != 2 && !table.state_begins(first) {
        return None;
    }
    (1..MAX_WORDS.min(tokens.len())).rev().find_map(|count| {
        let (name, rest) = tokens.split_at(count);
        let state = leading_state(table, name)?;
        let between = name.last()?.end..rest.first()?.start;
        let comma = text.is_none_or(|text| text.get(between).is_some_and(|between| between.contains(',')));
        let fewest = if comma { TOWN_SET_APART } else { TOWN };
        let (row, words) = (1..=MAX_WORDS.min(rest.len())).rev().find_map(|words| {
            let row = city_in(table, &rest[..words], state)?;
            // `Washington Chicago IL`
            let other = rest.get(words..words + 1).and_then(|next| state_of(table, next, true));
            let own = other.is_none_or(|other| other == state);
            (own && table.city(row).population >= fewest).then_some((row, words))
        })?;
        let form = PlaceForm::CityAndState { population: table.city(row).population };
        Some(FoundPlace { place: city_place(table, row), count: count + words, form })
    })
}

/// A state by its name, or by a code that is nothing else.
fn leading_state(table: &Table, name: &[Token]) -> Option<State> {
    let code = || match name {
        [code] if code.text.len() == 2 && !OTHER_CODES.contains(&code.text.as_str()) => {
            code.text.parse().ok()
        }
        _ => None,
    };
    state_of(table, name, false).or_else(code)
}

/// `Harris County Texas`, `Cook County`, `condado de Orange`: the county's largest town. Of several counties of a name the
/// most populous is meant, or the one in the state behind it; one that nobody knows is its state.
fn county(table: &Table, text: &str, tokens: &[Token]) -> Option<FoundPlace> {
    if tokens.first()?.text == "condado" {
        let from = 1 + usize::from(tokens.get(1).is_some_and(|next| next.text == "de"));
        return (from + 1..=from + MAX_WORDS)
            .rev()
            .find_map(|end| county_named(table, text, tokens, from..end, end));
    }
    if let Some(words) = (1..=MAX_WORDS).find(|words| tokens.get(*words).is_some_and(is_county)) {
        return county_named(table, text, tokens, 0..words, words + 1);
    }
    // `Harford Co MD`: only where one lies in the state behind it, because `co` is one too.
    let short = |words: &usize| {
        let word = tokens.get(*words).map(|token| token.text.as_str());
        matches!(word, Some("co" | "cty" | "cnty"))
    };
    (1..=MAX_WORDS).filter(short).find_map(|words| {
        let found = county_named(table, text, tokens, 0..words, words + 1)?;
        matches!(found.form, PlaceForm::CityAndState { .. }).then_some(found)
    })
}

/// The county that some tokens name, and the state behind so many of them. A code that is a degree or a word too is a state
/// where one of that name lies in it: `Bucks County PA`, but not `Orange County MD`.
fn county_named(
    table: &Table,
    text: &str,
    tokens: &[Token],
    name: Range<usize>,
    used: usize,
) -> Option<FoundPlace> {
    let (before, behind) = tokens.split_at_checked(used)?;
    let name = tokens.get(name)?;
    let known = table.counties.named(&key::of_tokens(name));
    let coded = |words: &[Token]| {
        let state = state_of(table, words, true)?;
        let holds = known.iter().any(|county| county.state == state);
        (holds && is_certain(text, before, behind, words.len())).then_some(state)
    };
    let state = (1..=MAX_WORDS.min(behind.len())).rev().find_map(|count| {
        let words = &behind[..count];
        Some((leading_state(table, words).or_else(|| coded(words))?, count))
    });
    if let Some((state, count)) = state {
        let (place, form) = match known.iter().find(|county| county.state == state) {
            Some(county) => {
                (city_place(table, county.town), PlaceForm::CityAndState { population: county.population })
            }
            None if name.len() == 1 => (state_place(state), PlaceForm::State),
            None => return None,
        };
        return Some(FoundPlace { place, count: used + count, form });
    }
    let (first, others) = known.split_first()?;
    let mut place = city_place(table, first.town);
    place.alternatives =
        others.iter().take(MAX_ALTERNATIVES).map(|county| city_place(table, county.town)).collect();
    Some(FoundPlace { place, count: used, form: PlaceForm::City { population: first.population } })
}
