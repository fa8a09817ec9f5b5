//! The place that a misspelt name surely means: `Pittsburg, PA`, `Cincinatti`, `Albuquerqe NM`, `Pensylvania`.
//!
//! In: tokens that name no place as they stand. Out: the place and how many edits away it is; `None` where two places are
//! as likely, or nothing is near. Invariant: digits are never corrected, but for the zero that a ZIP code lost.

use super::read::{city_place, state_place, state_suffix, zip_place};
use super::table::Table;
use super::{CorrectedPlace, MAX_SUGGESTIONS, Place, key};
use crate::domain::{State, Zip5};
use crate::vocabulary::normalize::Token;
use std::cmp::Reverse;

/// Names shorter than this are never corrected, from the second length on two edits are allowed.
///
/// # Source
/// DESIGN.md, section 4, one letter later: a city's name stands beside no phrase that makes it surer.
const ONE_EDIT: usize = 5;
/// See [`ONE_EDIT`].
const TWO_EDITS: usize = 8;

/// The longest name that is compared.
const LONGEST: usize = 40;

/// Without its state a misspelt city has to have so many people…
const LARGE: u32 = 10_000;

/// …and so many times those of the next city as near to what was typed.
const FAR_LARGER: u64 = 3;

/// The place that tokens surely mean.
///
/// # Complexity
/// O(names of about that length) to narrow them by the letters they hold, the distance to some hundreds.
pub(super) fn corrected(table: &Table, tokens: &[Token]) -> Option<CorrectedPlace> {
    if let Some(place) = short_zip(table, tokens) {
        return Some(CorrectedPlace { place, edits: 1 });
    }
    if tokens.iter().any(|token| token.text.bytes().any(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let whole = key::of_tokens(tokens);
    let in_state = state_suffix(table, tokens).and_then(|(name, state)| {
        city(table, &key::of_tokens(name), Some(state)).or_else(|| state_named(table, &whole))
    });
    in_state.or_else(|| state_named(table, &whole)).or_else(|| city(table, &whole, None))
}

fn limit(name: &str) -> usize {
    match name.len() {
        0..ONE_EDIT => 0,
        ONE_EDIT..TWO_EDITS => 1,
        TWO_EDITS..=LONGEST => 2,
        _ => 0,
    }
}

/// The city nearest to a name, if it is the likeliest by far.
fn city(table: &Table, typed: &str, state: Option<State>) -> Option<CorrectedPlace> {
    let limit = limit(typed);
    if limit == 0 {
        return None;
    }
    // Without its state a misspelt name begins as the right one does, or its first two letters changed places, or one too
    // many stands in front: otherwise it is too often somebody's.
    let begins =
        |name: &str| state.is_some() || typed.chars().take(2).any(|initial| name.starts_with(initial));
    let mut near: Vec<(usize, u32)> = Vec::new();
    for (name, row) in table.similar(typed, limit) {
        let fits = state.is_none_or(|state| table.city(row).state == state);
        if fits && begins(name) {
            let edits = strsim::osa_distance(name, typed);
            if (1..=limit).contains(&edits) {
                near.push((edits, row));
            }
        }
    }
    let people = |row: u32| table.city(row).population;
    near.sort_unstable_by_key(|&(edits, row)| (edits, Reverse(people(row)), row));
    near.dedup_by_key(|(_, row)| *row);
    let &(edits, best) = near.first()?;
    let next = near.iter().skip(1).find(|(_, row)| table.city(*row).name != table.city(best).name);
    let rival = next.filter(|(other, _)| *other == edits).map_or(0, |(_, row)| people(*row));
    let sure = u64::from(people(best)) >= FAR_LARGER * u64::from(rival);
    if !(sure && (state.is_some() || people(best) >= LARGE)) {
        return None;
    }
    let others = near.iter().skip(1).take(MAX_SUGGESTIONS).map(|(_, row)| city_place(table, *row));
    let alternatives = others.map(|place| Place { alternatives: Vec::new(), ..place }).collect();
    let place = Place { alternatives, ..city_place(table, best) };
    Some(CorrectedPlace { place, edits: u8::try_from(edits).ok()? })
}

/// The state nearest to a name.
fn state_named(table: &Table, typed: &str) -> Option<CorrectedPlace> {
    let limit = limit(typed);
    let fitting = table.states.iter().filter(|(name, _)| name.len().abs_diff(typed.len()) <= limit);
    let near = fitting.filter_map(|(name, state)| {
        let edits = strsim::osa_distance(name, typed);
        (1..=limit).contains(&edits).then_some((edits, *state))
    });
    let mut near: Vec<(usize, State)> = near.collect();
    near.sort_by_key(|(edits, _)| *edits);
    match near.as_slice() {
        [(one, state), rest @ ..] if rest.iter().all(|(other, _)| other > one) => {
            Some(CorrectedPlace { place: state_place(*state), edits: u8::try_from(*one).ok()? })
        }
        _ => None,
    }
}

/// Four digits are a ZIP code that a spreadsheet took the zero from.
fn short_zip(table: &Table, tokens: &[Token]) -> Option<Place> {
    let [token] = tokens else { return None };
    if token.text.len() != 4 {
        return None;
    }
    let zip: Zip5 = format!("0{}", token.text).parse().ok()?;
    zip_place(table, zip)
}

#[cfg(test)]
mod tests {
    use crate::places::Places;

    #[test]
    fn clear_misspellings_are_corrected_and_doubtful_ones_are_not() {
        let places = Places::bundled().expect("the bundled places load");
        for (typed, meant) in [
            ("Pittsburg, PA", Some("Pittsburgh, PA")),
            ("Cincinatti, OH", Some("Cincinnati, OH")),
            ("cincinatti", Some("Cincinnati, OH")),
            ("Albuquerqe NM", Some("Albuquerque, NM")),
            ("Tuscon AZ", Some("Tucson, AZ")),
            ("San Fransisco, CA", Some("San Francisco, CA")),
            ("Talahasee FL", Some("Tallahassee, FL")),
            ("philidelphia pa", Some("Philadelphia, PA")),
            ("minneaplis", Some("Minneapolis, MN")),
            ("Huston, TX", Some("Houston, TX")),
            ("huston", Some("Houston, TX")),
            ("linclon nebraska", Some("Lincoln, NE")),
            ("vermnt", Some("Vermont")),
            ("Pensylvania", Some("Pennsylvania")),
            ("2118", Some("Boston, MA 02118")),
            ("00000", None),
            ("99999", None),
            ("xyzzyville", None),
            ("London", None),
            ("abc", None),
            ("", None),
        ] {
            let corrected = places.correct(typed).map(|corrected| corrected.place.label);
            assert_eq!(corrected.as_deref(), meant, "{typed}");
        }
    }
}
