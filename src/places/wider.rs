//! Places that a wider one tells: a town behind its state, a county.
//!
//! In: tokens, and the [`Table`]. Out: the place that they begin with. Invariants: a state that is named is never
//! contradicted (`Harris County Texas` is no village of Minnesota); a county whose name is no large town's counts as its
//! state, and without a state as a place that nobody knows.

use super::read::{city_in, city_place, state_of, state_place};
use super::table::Table;
use super::{FoundPlace, PlaceForm, key};
use crate::domain::State;
use crate::vocabulary::normalize::Token;

/// The most words of the name of a state, a county or a town here.
const MAX_WORDS: usize = 3;

/// From so many people on a town stands for the county of its name beside a state…
const COUNTY_TOWN: u32 = 20_000;

/// …and from so many on without one: San Diego, Los Angeles.
const COUNTY_CITY: u32 = 100_000;

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

/// What names of several words begin with that are a county's: `Los Angeles`, `Palm Beach`, `Du Page`. General knowledge,
/// written for this project; a county whose first word is missing here is known by its last word and its state. Before any
/// other name a word belongs to the question: `surgeon Harris County Texas`.
const FIRST_WORDS: [&str; 83] = [
    "anne",
    "baton",
    "ben",
    "big",
    "black",
    "blue",
    "bon",
    "box",
    "buena",
    "cape",
    "cerro",
    "charles",
    "contra",
    "crow",
    "de",
    "deaf",
    "del",
    "des",
    "dona",
    "du",
    "east",
    "eau",
    "el",
    "fall",
    "fond",
    "fort",
    "golden",
    "grand",
    "grays",
    "green",
    "indian",
    "isle",
    "james",
    "jeff",
    "jefferson",
    "jim",
    "jo",
    "king",
    "kit",
    "la",
    "lac",
    "las",
    "le",
    "little",
    "live",
    "los",
    "miami",
    "mille",
    "new",
    "nez",
    "oglala",
    "otter",
    "palm",
    "palo",
    "pearl",
    "pend",
    "pointe",
    "presque",
    "prince",
    "queen",
    "red",
    "rio",
    "rock",
    "roger",
    "saint",
    "sainte",
    "salt",
    "san",
    "santa",
    "scotts",
    "silver",
    "st",
    "ste",
    "sweet",
    "tom",
    "val",
    "van",
    "virginia",
    "walla",
    "west",
    "white",
    "yellow",
    "north",
];

/// Whether a word says that the name before it is a county's; Louisiana has parishes.
pub(super) fn is_county(token: &Token) -> bool {
    matches!(token.text.as_str(), "county" | "parish")
}

/// Whether words may be a county's name.
fn is_name(name: &[Token]) -> bool {
    match name {
        [] => false,
        [_one] => true,
        [first, ..] => FIRST_WORDS.contains(&first.text.as_str()),
    }
}

/// The town behind a state, or the county, that tokens begin with. Without their text whatever may be set apart is.
pub(super) fn at(table: &Table, text: Option<&str>, tokens: &[Token]) -> Option<FoundPlace> {
    state_and_city(table, text, tokens).or_else(|| county(table, tokens))
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

/// `Harris County Texas`, `Los Angeles County`.
fn county(table: &Table, tokens: &[Token]) -> Option<FoundPlace> {
    let words = (1..=MAX_WORDS).find(|words| tokens.get(*words).is_some_and(is_county))?;
    let name = tokens.get(..words).filter(|name| is_name(name))?;
    let behind = tokens.get(words + 1..)?;
    let state = (1..=MAX_WORDS.min(behind.len()))
        .rev()
        .find_map(|count| Some((leading_state(table, &behind[..count])?, count)));
    if let Some((state, count)) = state {
        let town = city_in(table, name, state).filter(|row| table.city(*row).population >= COUNTY_TOWN);
        let (place, form) = match town {
            Some(row) => {
                let population = table.city(row).population;
                (city_place(table, row), PlaceForm::CityAndState { population })
            }
            None => (state_place(state), PlaceForm::State),
        };
        return Some(FoundPlace { place, count: words + 1 + count, form });
    }
    if tokens.get(words)?.text == "parish" {
        return None;
    }
    let row = table.named(&key::of_tokens(name)).next()?;
    let population = table.city(row).population;
    let form = PlaceForm::City { population };
    (population >= COUNTY_CITY).then(|| FoundPlace { place: city_place(table, row), count: words + 1, form })
}
