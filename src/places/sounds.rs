//! Towns of a state that sound like what was typed: `gloster ma` is Gloucester, `wooster ma` Worcester.
//!
//! In: a name that no town of the state is spelled like, not nearly either, and the state. Out: the town that is meant.
//! Invariant: a town has the first sound of what was typed and all its consonants in their order, but for one within.
//!
//! # Source
//! General knowledge of how towns are spoken; the numbers are our own.

use super::table::Table;
use crate::domain::State;
use crate::vocabulary::{normalize, sound};
use std::cmp::Reverse;

/// What was typed has at least so many letters: shorter texts sound like too many names.
const LETTERS: usize = 6;

/// So many consonants at least are told apart.
const CONSONANTS: usize = 4;

/// So many edits may lie between a name and how it is written by ear.
const EDITS: usize = 4;

/// A village of fewer people is seldom meant by somebody who cannot spell it.
const TOWN: u32 = 1_000;

/// A town has so many times the people of the next one that sounds as near.
const FAR_LARGER: u64 = 3;

/// The row of the town, and how many edits it is away.
///
/// # Complexity
/// O(towns), a look at a letter each; some dozens are compared.
pub(super) fn town(table: &Table, typed: &str, state: State) -> Option<(u32, usize)> {
    let heard = consonants(typed);
    let first = typed.bytes().next().filter(|_| typed.len() >= LETTERS && heard.len() >= CONSONANTS)?;
    let mut near: Vec<(usize, Reverse<u32>, u32, usize)> = Vec::new();
    for (row, city) in (0_u32..).zip(&table.cities) {
        let begins =
            city.name.bytes().next().is_some_and(|letter| are_alike(letter.to_ascii_lowercase(), first));
        if city.state != state || city.population < TOWN || !begins {
            continue;
        }
        let name = normalize::fold(city.name).replace(' ', "");
        let Some(missing) = missing(&heard, &consonants(&name)) else { continue };
        let edits = strsim::osa_distance(&name, typed);
        if edits <= EDITS && 2 * edits < name.len() {
            near.push((missing, Reverse(city.population), row, edits));
        }
    }
    near.sort_unstable();
    let &(missing, Reverse(people), row, edits) = near.first()?;
    let rival = near.get(1).filter(|other| other.0 == missing).map_or(0, |(_, Reverse(people), ..)| *people);
    (u64::from(people) >= FAR_LARGER * u64::from(rival)).then_some((row, edits))
}

/// Whether two letters may begin the same sound.
fn are_alike(one: u8, other: u8) -> bool {
    one == other || matches!((one, other), (b'c', b'k' | b's') | (b'k' | b's', b'c'))
}

/// How many consonants of a name nobody hears, 0 or 1; `None` where what was heard is another name.
fn missing(heard: &str, name: &str) -> Option<usize> {
    if heard == name {
        return Some(0);
    }
    let within = 1..name.len().saturating_sub(1);
    let silent = |at: usize| {
        name.get(..at)
            .zip(name.get(at + 1..))
            .is_some_and(|(before, behind)| heard.strip_prefix(before) == Some(behind))
    };
    (heard.len() + 1 == name.len() && within.into_iter().any(silent)).then_some(1)
}

/// The sounds of a name but for vowels and what is as soft; the first one stays.
fn consonants(name: &str) -> String {
    let mut kept = String::new();
    for (place, sound) in sound::key(name).chars().enumerate() {
        let soft = matches!(sound, 'a' | 'e' | 'i' | 'o' | 'u' | 'h' | 'w' | 'y');
        if (place == 0 || !soft) && !kept.ends_with(sound) {
            kept.push(sound);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::places::Places;

    #[test]
    fn what_sounds_like_a_town_of_the_state_is_that_town() {
        let places = Places::bundled().expect("the bundled places load");
        for (typed, state, meant) in [
            ("gloster", "MA", Some("Gloucester")),
            ("wooster", "MA", Some("Worcester")),
            ("lemster", "MA", Some("Leominster")),
            ("tooksbury", "MA", Some("Tewksbury")),
            ("skenectidy", "NY", Some("Schenectady")),
            ("pukipsee", "NY", None),
            // Names of people, short texts, another state.
            ("winters", "MA", None),
            ("kowalski", "PA", None),
            ("johnson", "MA", None),
            ("lin", "MA", None),
            ("gloster", "TX", None),
        ] {
            let state = state.parse().expect("a state");
            let found = town(&places.table, typed, state).map(|(row, _)| places.table.city(row).name);
            assert_eq!(found.map(ToString::to_string).as_deref(), meant, "{typed}");
        }
    }
}
