//! ZIP codes in texts: five digits or nine, with the state that stands beside them or without.
//!
//! In: tokens, and the [`Table`]. Out: a place, or nothing. Invariant: a state beside a ZIP code belongs to it only where
//! the ZIP code lies in it.

use super::label::zip_place;
use super::states::{MAX_STATE_WORDS, WORD_CODES, state_of, state_suffix};
use crate::domain::{State, Zip5};
use crate::places::country::without_country;
use crate::places::table::Table;
use crate::places::{FoundPlace, Place, PlaceForm, PlaceKind};
use crate::vocabulary::normalize::Token;

/// The ZIP code that a text ends with, known or not, and how many tokens it takes.
pub(in crate::places) fn zip_suffix(tokens: &[Token]) -> Option<(Zip5, usize)> {
    let tokens = without_country(tokens);
    let four = |token: &Token| token.text.len() == 4 && is_digits(&token.text);
    match tokens {
        [.., zip, plus] if four(plus) && zip.text.len() == 5 => Some((zip.text.parse().ok()?, 2)),
        [.., zip] => Some((zip_token(&zip.text)?, 1)),
        [] => None,
    }
}

pub(super) fn zip_at(table: &Table, text: &str, tokens: &[Token]) -> Option<FoundPlace> {
    let token = tokens.first()?;
    if let Some(zip) = spoken_zip(tokens) {
        return Some(FoundPlace { place: zip_place(table, zip)?, count: DIGITS, form: PlaceForm::Zip });
    }
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
pub(super) fn zip_and_state(table: &Table, tokens: &[Token]) -> Option<Place> {
    let (first, state) = tokens.split_first()?;
    let entry = table.zip(zip_token(&first.text)?)?;
    (state_of(table, state, true)? == entry.state).then(|| zip_place(table, entry.zip)).flatten()
}

/// `PR 00901`, `Pennsylvania 15213`.
pub(super) fn state_and_zip(table: &Table, text: &str, tokens: &[Token]) -> Option<FoundPlace> {
    (1..=MAX_STATE_WORDS.min(tokens.len())).rev().find_map(|count| {
        let (name, rest) = tokens.split_at(count);
        let zip = zip_at(table, text, rest)?;
        let state = state_of(table, name, true)?;
        is_in(table, &zip, state).then_some(())?;
        Some(FoundPlace { count: count + zip.count, ..zip })
    })
}

/// Whether a ZIP code lies in a state: `D'Angelo DC 07030` has the degree and works in New Jersey.
pub(super) fn is_in(table: &Table, zip: &FoundPlace, state: State) -> bool {
    let PlaceKind::Zip { zip, .. } = zip.place.kind else { return false };
    table.zip(zip).is_some_and(|entry| entry.state == state)
}

/// `MA 2139`: a ZIP code that lost its leading zero, in the state it lies in.
pub(super) fn short_zip(table: &Table, tokens: &[Token]) -> Option<Place> {
    let (last, rest) = tokens.split_last()?;
    if last.text.len() != 4 || !is_digits(&last.text) || rest.is_empty() {
        return None;
    }
    let entry = table.zip(format!("0{}", last.text).parse().ok()?)?;
    let state = state_suffix(table, rest).map(|(_, state)| state).or_else(|| state_of(table, rest, true))?;
    (state == entry.state).then(|| zip_place(table, entry.zip)).flatten()
}

/// `15213`, or `152131234` run together.
fn zip_token(text: &str) -> Option<Zip5> {
    let shaped = matches!(text.len(), 5 | 9) && is_digits(text);
    if shaped { text.get(..5)?.parse().ok() } else { None }
}

/// How many digits a ZIP code has.
const DIGITS: usize = 5;

/// A ZIP code that tokens begin with as it is spoken, digit by digit: `five five four oh one`.
pub(super) fn spoken_zip(tokens: &[Token]) -> Option<Zip5> {
    let digit = |token: &Token| match token.text.as_str() {
        "zero" | "oh" | "cero" => Some('0'),
        "one" | "uno" => Some('1'),
        "two" | "dos" => Some('2'),
        "three" | "tres" => Some('3'),
        "four" | "cuatro" => Some('4'),
        "five" | "cinco" => Some('5'),
        "six" | "seis" => Some('6'),
        "seven" | "siete" => Some('7'),
        "eight" | "ocho" => Some('8'),
        "nine" | "nueve" => Some('9'),
        _ => None,
    };
    // Most words are no digit.
    digit(tokens.first()?)?;
    let code: String = tokens.get(..DIGITS)?.iter().map(digit).collect::<Option<_>>()?;
    code.parse().ok()
}

pub(super) fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}
