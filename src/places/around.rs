//! Whether a town's name belongs to the ZIP code behind it.
//!
//! In: the words before a ZIP code. Out: whether they name its town. Invariant: a name of people that is a town's too,
//! but somewhere else, is no part of the place: `Jackson 58102` asks for somebody in Fargo.

use super::key;
use super::read::{state_of, state_suffix};
use super::table::{Table, Target};
use crate::domain::{Metres, Zip5};
use crate::vocabulary::normalize::Token;

/// How far from a ZIP code the towns lie that people name beside it: the large one whose suburb it is.
const AROUND: Metres = Metres::from_whole_miles(40);

/// How many people a town has at least that is named instead of the one whose post office it is.
const TOWN: u32 = 5_000;

/// Whether words before a ZIP code name the town of its post office, one around it, or a state.
pub(super) fn belongs(table: &Table, name: &[Token], zip: Zip5) -> bool {
    let Some(entry) = table.zip(zip) else { return false };
    if state_suffix(table, name).is_some() || state_of(table, name, true).is_some() {
        return true;
    }
    let key = key::of_tokens(name);
    let keys = [Some(key), key::with_wind(name)];
    keys.into_iter().flatten().any(|key| {
        let nicknamed = table.nicknames(&key).filter_map(|nickname| match nickname.target {
            Target::City(row) => Some(row),
            Target::State(_) => None,
        });
        let mut rows = table.named(&key).chain(nicknamed).map(|row| table.city(row));
        key::of_name(&entry.city) == key
            || rows.any(|city| {
                let near = city.point.distance_to(entry.point) <= AROUND;
                near && (city.population >= TOWN || city.name == entry.city)
            })
    })
}
