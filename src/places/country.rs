//! Words for the country, which say nothing here, and for others, which say that a town is none of ours.

use super::{FoundPlace, PlaceForm, UnknownPlace};
use crate::vocabulary::normalize::Token;

/// What stands behind a town that is not in the United States.
const FOREIGN: [&str; 43] = [
    "alberta",
    "argentina",
    "australia",
    "austria",
    "bc",
    "belgium",
    "brasil",
    "brazil",
    "canada",
    "chile",
    "colombia",
    "cuba",
    "ecuador",
    "england",
    "espana",
    "france",
    "germany",
    "grecia",
    "greece",
    "guatemala",
    "honduras",
    "india",
    "ireland",
    "italy",
    "japan",
    "manitoba",
    "mejico",
    "mexico",
    "netherlands",
    "norway",
    "ontario",
    "philippines",
    "portugal",
    "quebec",
    "russia",
    "saskatchewan",
    "scotland",
    "spain",
    "sweden",
    "switzerland",
    "uk",
    "venezuela",
    "wales",
];

/// Large towns abroad, most of them close to the border, that hardly anybody means another by.
const FOREIGN_TOWNS: [&str; 18] = [
    "acapulco",
    "calgary",
    "cancun",
    "caracas",
    "culiacan",
    "ensenada",
    "guadalajara",
    "hermosillo",
    "kelowna",
    "matamoros",
    "mexicali",
    "montreal",
    "saskatoon",
    "tegucigalpa",
    "tijuana",
    "toronto",
    "winnipeg",
    "yellowknife",
];

/// The same, of several words.
const FOREIGN_TOWNS_OF_WORDS: [&[&str]; 7] = [
    &["buenos", "aires"],
    &["ciudad", "de", "mexico"],
    &["ciudad", "juarez"],
    &["hong", "kong"],
    &["mexico", "city"],
    &["new", "delhi"],
    &["sao", "paulo"],
];

/// Names of the country, as tokens.
const COUNTRY: [&[&str]; 8] = [
    &["united", "states", "of", "america"],
    &["united", "states"],
    &["estados", "unidos"],
    &["usa"],
    &["u", "s", "a"],
    &["us"],
    &["u", "s"],
    &["eeuu"],
];

/// Whether a word behind the name of a place says that it is in another country.
pub(super) fn is_foreign(word: &str) -> bool {
    FOREIGN.contains(&word)
}

/// Whether a word is the name of a large town abroad.
pub(super) fn is_foreign_town(word: &str) -> bool {
    FOREIGN_TOWNS.contains(&word)
}

/// From so many people on a town of ours is meant.
const TOWN: u32 = 5_000;

/// The most villages that are suggested.
const MOST: usize = 5;

/// That a town abroad is meant and not the village of its name, which is suggested with others of the name.
pub(super) fn instead_of_village(village: &FoundPlace) -> Option<UnknownPlace> {
    let is_village = matches!(village.form, PlaceForm::City { population } if population < TOWN);
    is_village.then(|| {
        let labels = std::iter::once(&village.place).chain(&village.place.alternatives);
        UnknownPlace { suggestions: labels.map(|place| place.label.clone()).take(MOST).collect() }
    })
}

/// How many words name a large town abroad, of which `word` tells one after the other; 0 where none does.
pub(super) fn foreign_town<'w>(word: impl Fn(usize) -> &'w str) -> usize {
    let is_here = |town: &&&[&str]| town.iter().enumerate().all(|(at, own)| word(at) == *own);
    let of_words = FOREIGN_TOWNS_OF_WORDS.iter().find(is_here).map_or(0, |town| town.len());
    of_words.max(usize::from(is_foreign_town(word(0))))
}

/// Tokens without the name of the country behind them.
pub(super) fn without_country(tokens: &[Token]) -> &[Token] {
    let is_suffix = |name: &&&[&str]| {
        tokens.len() > name.len()
            && tokens.iter().rev().zip(name.iter().rev()).all(|(token, word)| token.text == **word)
    };
    COUNTRY.iter().find(is_suffix).map_or(tokens, |name| &tokens[..tokens.len() - name.len()])
}
