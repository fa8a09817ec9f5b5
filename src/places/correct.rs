//! The place that a misspelt name surely means: `Pittsburg, PA`, `Cincinatti`, `Albuquerqe NM`, `Pensylvania`.
//!
//! In: tokens that name no place as they stand. Out: the place and how many edits away it is; `None` where two places are
//! as likely, or nothing is near. Invariant: digits are never corrected, but for the zero that a ZIP code lost.

use super::read::{WORD_CODES, city_place, state_place, state_suffix, zip_place};
use super::table::Table;
use super::{CorrectedPlace, MAX_SUGGESTIONS, Place, key, landmarks, sounds, written_out};
use crate::domain::{State, Zip5};
use crate::vocabulary::edits::Pattern;
use crate::vocabulary::normalize::{self, Token};
use crate::vocabulary::slip;
use std::cmp::Reverse;

/// Names shorter than this are never corrected, from the second length on two edits are allowed.
///
/// # Source
/// DESIGN.md, section 4, one letter later: a city's name stands beside no phrase that makes it surer.
const ONE_EDIT: usize = 5;
/// See [`ONE_EDIT`].
const TWO_EDITS: usize = 8;

/// How many letters a long name may have lost.
const LOST: usize = 2;

/// First words of many names.
const BEGINNINGS: [&str; 3] = ["fort", "mount", "saint"];
/// A misspelling of one has at least so many letters.
const SHORT_BEGINNING: usize = 4;

/// The longest name that is compared.
const LONGEST: usize = 40;

/// Without its state a misspelt city has to have so many people…
const LARGE: u32 = 10_000;

/// …and so many times those of the next city as near to what was typed.
const FAR_LARGER: u64 = 3;

/// Costs of two slips differ by so much where one is the likelier.
const SURELY_LIKELIER: f32 = 0.15;

/// A village that a misspelt city may be called like has at most so many people…
const VILLAGE: u32 = 2_000;

/// …and so many letters at least, and that city at least so many people.
const LETTERS_OF_VILLAGE: usize = 6;
/// See [`VILLAGE`].
const CITY_OVER_VILLAGE: u32 = 200_000;

/// The place that tokens surely mean.
///
/// # Complexity
/// O(names of about that length) to narrow them by the letters they hold, the distance to some hundreds.
pub(super) fn corrected(table: &Table, tokens: &[Token]) -> Option<CorrectedPlace> {
    if let Some(place) = short_zip(table, tokens) {
        return Some(CorrectedPlace { place, edits: 1, in_state: false });
    }
    if tokens.iter().any(|token| token.text.bytes().any(|byte| byte.is_ascii_digit())) {
        return None;
    }
    let right = with_right_beginning(tokens);
    // What is mended already may be right otherwise.
    let least = usize::from(right.is_none());
    let tokens = right.as_deref().unwrap_or(tokens);
    let whole = key::of_tokens(tokens);
    // `Vermont DC` is no Vermont with two letters too many.
    let coded = tokens.len() > 1 && tokens.last().is_some_and(|last| last.text.len() <= 2);
    let state_named = |table, whole: &str| if coded { None } else { state_named(table, whole) };
    let in_state = state_suffix(table, tokens).and_then(|(name, state)| {
        let sounding = || {
            let doubtful = WORD_CODES.contains(&tokens.last()?.text.as_str());
            if doubtful { None } else { sounding(table, name, state) }
        };
        city(table, name, Some(state), least).or_else(|| state_named(table, &whole)).or_else(sounding)
    });
    // Where a state was named, no city of another one is meant: `fond du la` lacks a letter, `patters la` does not.
    let elsewhere = || city(table, tokens, None, least).filter(|found| !coded || found.edits == 1);
    in_state.or_else(|| state_named(table, &whole)).or_else(elsewhere)
}

/// The large city that the name of a village is one letter away from: `Huston` is oftener a slip than the village in Idaho.
/// The village is the first of the alternatives. `None` for every other name.
pub(super) fn overshadowing(table: &Table, tokens: &[Token]) -> Option<CorrectedPlace> {
    let key = key::of_tokens(tokens);
    let village = table.named(&key).next()?;
    let people = |row: u32| table.city(row).population;
    let coined = table.nicknames(&key).next().is_some() || landmarks::whole(table, tokens).is_some();
    if coined || key.len() < LETTERS_OF_VILLAGE || people(village) > VILLAGE {
        return None;
    }
    let mut found = city(table, tokens, None, 1).filter(|found| found.edits == 1)?;
    let tokens = normalize::tokens(found.place.label.rsplit_once(',')?.0);
    let meant = table.named(&key::of_tokens(&tokens)).next()?;
    if people(meant) < CITY_OVER_VILLAGE {
        return None;
    }
    let village = city_place(table, village);
    found.place.alternatives.retain(|other| other.label != village.label);
    found.place.alternatives.insert(0, village);
    Some(found)
}

/// Whether what tokens may surely mean can be a state, or a city whose state they name; quick, and never wrong where it
/// says no.
pub(super) fn may_name_state(table: &Table, tokens: &[Token]) -> bool {
    let right = with_right_beginning(tokens);
    let tokens = right.as_deref().unwrap_or(tokens);
    state_suffix(table, tokens).is_some() || state_named(table, &key::of_tokens(tokens)).is_some()
}

/// The tokens with a first word that is nearly `Fort`, `Mount` or `Saint` spelled right: keys shorten only the right one.
fn with_right_beginning(tokens: &[Token]) -> Option<Vec<Token>> {
    let [first, _, ..] = tokens else { return None };
    let near = |meant: &&&str| strsim::osa_distance(meant, &first.text) == 1;
    let meant = BEGINNINGS.iter().filter(|_| first.text.len() >= SHORT_BEGINNING).find(near)?;
    let mut right = tokens.to_vec();
    (*meant).clone_into(&mut right.first_mut()?.text);
    Some(right)
}

fn limit(name: &str) -> usize {
    limit_of(name.len())
}

/// How many edits a name of so many letters may be off.
fn limit_of(letters: usize) -> usize {
    match letters {
        0..ONE_EDIT => 0,
        ONE_EDIT..TWO_EDITS => 1,
        TWO_EDITS..=LONGEST => 2,
        _ => 0,
    }
}

/// How many edits two names are apart, as far as they are at most so many. A slip may lie within another: `clevaend` is
/// `cleveland` without an `l` and with two letters the wrong way round.
fn distance(name: &str, (typed, pattern): (&str, &Pattern<'_>), limit: usize) -> usize {
    let apart = pattern.edits(name);
    if limit > 1 && apart == limit + 1 { strsim::damerau_levenshtein(name, typed) } else { apart }
}

/// The city nearest to a name, if it is the likeliest by far.
fn city(table: &Table, name: &[Token], state: Option<State>, least: usize) -> Option<CorrectedPlace> {
    let typed = &*key::of_tokens(name);
    let spoken = written_out::typed(name);
    // Beside its state a long name may have lost letters.
    let lost = if state.is_some() { LOST } else { 0 };
    let reach = limit_of(typed.len().max(spoken.len()) + lost);
    if limit(typed) == 0 || reach == 0 {
        return None;
    }
    // Without its state a misspelt name begins as the right one does, or its first two letters changed places, or one too
    // many stands in front: otherwise it is too often somebody's.
    let begins =
        |name: &str| state.is_some() || typed.chars().take(2).any(|initial| name.starts_with(initial));
    let mut near: Vec<(usize, u32)> = Vec::new();
    let (as_typed, as_spoken) = (Pattern::new(typed), Pattern::new(&spoken));
    // Most are asked for without a state: only those are gone through then that may begin so.
    let (anyhow, alike) = match state {
        Some(_) => (Some(table.similar(typed, reach)), None),
        None => (None, Some(table.similar_begun_alike(typed, reach))),
    };
    let of_keys = anyhow
        .into_iter()
        .flatten()
        .chain(alike.into_iter().flatten())
        .map(|(name, row)| (name, (typed, &as_typed), row, 0));
    // What is spelled right but for a space is an edit away: `saintpeters`.
    let of_spoken = table
        .similar_written_out(&spoken, reach)
        .map(|(name, row)| (name, (spoken.as_str(), &as_spoken), row, least));
    for (name, (typed, pattern), row, fewest) in of_keys.chain(of_spoken) {
        if begins(name) && state.is_none_or(|state| table.city(row).state == state) {
            let limit = if lost > 0 { limit_of(typed.len().max(name.len())) } else { limit(typed) };
            let edits = distance(name, (typed, pattern), limit).max(fewest);
            if (least..=limit).contains(&edits) {
                near.push((edits, row));
            }
        }
    }
    let people = |row: u32| table.city(row).population;
    near.sort_unstable_by_key(|&(edits, row)| (row, edits));
    near.dedup_by_key(|(_, row)| *row);
    near.sort_unstable_by_key(|&(edits, row)| (edits, Reverse(people(row)), row));
    let &(edits, best) = near.first()?;
    let next = near.iter().skip(1).find(|(_, row)| table.city(*row).name != table.city(best).name);
    let rival = next.filter(|(other, _)| *other == edits).map_or(0, |(_, row)| people(*row));
    let larger = u64::from(people(best)) >= FAR_LARGER * u64::from(rival);
    let likelier = if larger || state.is_none() { None } else { likeliest(table, &near, typed) };
    let (best, sure) = likelier.map_or((best, larger), |row| (row, true));
    if !(sure && (state.is_some() || people(best) >= LARGE)) {
        return None;
    }
    let others = near.iter().map(|(_, row)| *row).filter(|row| *row != best).take(MAX_SUGGESTIONS);
    let others = others.map(|row| city_place(table, row));
    let alternatives = others.map(|place| Place { alternatives: Vec::new(), ..place }).collect();
    let place = Place { alternatives, ..city_place(table, best) };
    Some(CorrectedPlace { place, edits: u8::try_from(edits + 1 - least).ok()?, in_state: state.is_some() })
}

/// Of the nearest towns, all as many edits away, the one whose slip is by far the likeliest: `worchester` is rather
/// Worcester with a letter too many than Dorchester with another first one.
fn likeliest(table: &Table, near: &[(usize, u32)], typed: &str) -> Option<u32> {
    let &(edits, _) = near.first()?;
    let as_near = near.iter().take_while(|(other, _)| *other == edits);
    let mut costs: Vec<(f32, u32)> =
        as_near.map(|&(_, row)| (slip::cost(typed, &key::of_name(table.city(row).name)), row)).collect();
    costs.sort_unstable_by(|one, other| one.0.total_cmp(&other.0));
    let [(least, row), (next, _), ..] = costs.as_slice() else { return None };
    (next - least > SURELY_LIKELIER).then_some(*row)
}

/// The town of a state that sounds like a name.
fn sounding(table: &Table, name: &[Token], state: State) -> Option<CorrectedPlace> {
    let typed: String = name.iter().map(|token| token.text.as_str()).collect();
    let (row, edits) = sounds::town(table, &typed, state)?;
    Some(CorrectedPlace { place: city_place(table, row), edits: u8::try_from(edits).ok()?, in_state: true })
}

/// The state nearest to a name.
fn state_named(table: &Table, typed: &str) -> Option<CorrectedPlace> {
    let limit = limit(typed);
    let fitting = table.states.iter().filter(|(name, _)| name.len().abs_diff(typed.len()) <= limit);
    let pattern = Pattern::new(typed);
    let near = fitting.filter_map(|(name, state)| {
        let edits = pattern.edits(name);
        (1..=limit).contains(&edits).then_some((edits, *state))
    });
    let mut near: Vec<(usize, State)> = near.collect();
    near.sort_by_key(|(edits, _)| *edits);
    match near.as_slice() {
        [(one, state), rest @ ..] if rest.iter().all(|(other, _)| other > one) => {
            let edits = u8::try_from(*one).ok()?;
            Some(CorrectedPlace { place: state_place(*state), edits, in_state: true })
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
            ("worchester ma", Some("Worcester, MA")),
            ("gloster ma", Some("Gloucester, MA")),
            ("gloster massachusetts", Some("Gloucester, MA")),
            ("gloster in", None),
            ("huston", Some("Houston, TX")),
            ("linclon nebraska", Some("Lincoln, NE")),
            ("vermnt", Some("Vermont")),
            ("Pensylvania", Some("Pennsylvania")),
            ("east clevaend oh", Some("East Cleveland, OH")),
            ("fortpiercz fl", Some("Fort Pierce, FL")),
            ("moun tkiso ny", Some("Mount Kisco, NY")),
            ("saintpeters mo", Some("Saint Peters, MO")),
            ("west saintpual mn", Some("West Saint Paul, MN")),
            ("fond du la", Some("Fond du Lac, WI")),
            ("patters la", Some("Patterson, LA")),
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

    /// Names that are one or two edits from a city's are read as that city beside its state, but for those that are as
    /// near to another one, or a place as they stand.
    #[test]
    fn misspelt_cities_beside_their_state_are_found() {
        let places = Places::bundled().expect("the bundled places load");
        let cities =
            places.table.cities.iter().filter(|city| city.population >= 5_000 && city.name.len() >= 5);
        let mut seed = 0x5eed_u64;
        let mut below = |bound: usize| {
            seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(seed >> 33).unwrap_or(0) % bound
        };
        let mut counts = [(0_u32, 0_u32); 2];
        for city in cities.step_by(7) {
            for edits in 1..=2 {
                let letters = city.name.chars().filter(char::is_ascii_alphabetic).count();
                if !city.name.is_ascii() || edits == 2 && letters < super::TWO_EDITS {
                    continue;
                }
                let mut name: Vec<u8> = city.name.to_lowercase().into_bytes();
                for _ in 0..edits {
                    let at = below(name.len());
                    let letter = b'a' + u8::try_from(below(26)).unwrap_or(0);
                    match below(4) {
                        0 if at + 1 < name.len() => name.swap(at, at + 1),
                        1 => drop(name.remove(at)),
                        2 => name.insert(at, letter),
                        _ => name[at] = letter,
                    }
                }
                let typed = format!("{}, {}", String::from_utf8_lossy(&name), city.state.code());
                let meant = format!("{}, {}", city.name, city.state.code());
                let found = match places.resolve(&typed) {
                    Ok(place) => Some(place.label),
                    Err(unknown) => places.correct(&typed).map(|found| found.place.label).or_else(|| {
                        let mut offered = unknown.suggestions.into_iter();
                        offered.find(|label| *label == meant)
                    }),
                };
                // Another city of the state that is spelled so is meant.
                let other = places.resolve(&typed).is_ok_and(|place| place.label != meant);
                let count = &mut counts[edits - 1];
                count.0 += u32::from(found.as_ref() == Some(&meant) || other);
                count.1 += 1;
                if found.as_ref() != Some(&meant) && !other {
                    eprintln!("{typed}: {found:?} instead of {meant}");
                }
            }
        }
        eprintln!("right: {counts:?}");
        let [(one, all_one), (two, all_two)] = counts;
        assert!(all_one > 500 && all_two > 300, "{counts:?}");
        assert!(f64::from(one) >= 0.995 * f64::from(all_one), "{counts:?}");
        assert!(f64::from(two) >= 0.99 * f64::from(all_two), "{counts:?}");
    }

    #[test]
    fn a_village_called_nearly_like_a_large_city_gives_way_to_it() {
        let places = Places::bundled().expect("the bundled places load");
        for (typed, meant) in [
            ("Huston", Some("Houston, TX; Huston, ID")),
            ("phenix", Some("Phoenix, AZ; Phenix, VA")),
            // Its state says which, it is itself large, or no village at all.
            ("Huston, ID", None),
            ("Houston", None),
            ("The Dalles", None),
            ("Cleveland", None),
            ("Nowhere at all", None),
        ] {
            let found = places.overshadowing(typed).map(|found| {
                let labels = std::iter::once(&found.place).chain(found.place.alternatives.first());
                labels.map(|place| place.label.as_str()).collect::<Vec<_>>().join("; ")
            });
            assert_eq!(found.as_deref(), meant, "{typed}");
        }
    }
}
