//! How far, in words: `within 10 miles`, `15 km`, `5 mile radius`, `a menos de 10 millas`, `walking distance`.
//!
//! In: the sentence. Out: the first radius that can be used; its words are taken. Travel times (`within half an hour`)
//! become distances, and that is told; radii out of range are taken too, and ignored with a notice.

use super::super::span::{Fate, SpanKind};
use super::numbers::{Amount, amount, together};
use super::sentence::Sentence;
use crate::domain::{Radius, Reach, Units};

/// How far one walks to a practice.
///
/// # Source
/// `synonyms.csv`, `within walking distance`.
const WALK_MILES: f64 = 1.0;

/// How far one gets in an hour by car, in miles, and on foot.
///
/// # Source
/// Americans drive about 30 miles in an hour from door to door (AAA Foundation, American Driving Survey: 60 minutes and
/// 30 miles a day); 3 miles an hour is the usual figure for walking.
const DRIVE_MILES: f64 = 30.0;
const WALK_MILES_AN_HOUR: f64 = 3.0;

/// Words before an amount that belong to the radius.
const BEFORE: [&str; 36] = [
    "drive",
    "driving",
    "walk",
    "manejando",
    "manejar",
    "within",
    "inside",
    "under",
    "less",
    "than",
    "up",
    "to",
    "max",
    "maximum",
    "at",
    "most",
    "no",
    "not",
    "more",
    "farther",
    "further",
    "about",
    "roughly",
    "approximately",
    "radius",
    "distance",
    "of",
    "a",
    "menos",
    "de",
    "en",
    "un",
    "radio",
    "dentro",
    "hasta",
    "maximo",
];

/// Words of [`BEFORE`] that make a bare number a radius and a time a distance.
const LIMITING: [&str; 18] = [
    "most",
    "max",
    "maximum",
    "farther",
    "further",
    "within",
    "inside",
    "under",
    "less",
    "radius",
    "menos",
    "radio",
    "dentro",
    "drive",
    "driving",
    "walk",
    "manejando",
    "manejar",
];

/// Words behind an amount that belong to the radius.
const BEHIND: [&str; 20] = [
    "car",
    "by",
    "foot",
    "carro",
    "coche",
    "auto",
    "manejando",
    "caminando",
    "radius",
    "away",
    "distance",
    "drive",
    "driving",
    "ride",
    "walk",
    "max",
    "maximum",
    "range",
    "redonda",
    "distancia",
];

/// Words between a radius and the place it is measured from.
const FROM: [&str; 8] = ["of", "from", "near", "in", "around", "de", "desde", "en"];

/// What the words say of how far.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) reach: Option<Reach>,
    /// Words of radii that were not used, as typed.
    pub(super) ignored: Vec<String>,
    /// Whether one of them could not be used at all.
    pub(super) refused: bool,
    /// Whether the radius used was said as a time.
    pub(super) timed: bool,
}

/// A unit behind a number.
enum Unit {
    Length(Units),
    /// So many metres.
    Metres(f64),
    /// So many hours.
    Time(f64),
}

/// Reads and takes every radius; the first that can be used counts.
pub(super) fn read(sentence: &mut Sentence<'_>) -> Said {
    let mut said = Said::default();
    let mut index = 0;
    while index < sentence.len() {
        let Some(found) = at(sentence, index) else {
            index += 1;
            continue;
        };
        let words = found.from..found.to;
        match found.reach {
            Some(reach) if said.reach.is_none() => {
                said.reach = Some(reach);
                said.timed = found.timed;
                sentence.take(words, Fate::one(SpanKind::Radius, reach.to_string()));
            }
            further => {
                said.refused |= further.is_none();
                said.ignored.push(sentence.ignore(words));
            }
        }
        index = found.to;
    }
    said
}

/// A radius and the words it is said with.
struct Found {
    /// `None` when it cannot be used.
    reach: Option<Reach>,
    /// Whether it is said as a time.
    timed: bool,
    from: usize,
    to: usize,
}

fn at(sentence: &Sentence<'_>, index: usize) -> Option<Found> {
    if !sentence.is_free(index) {
        return None;
    }
    let fixed = [
        (["walking", "distance"], Radius::from_miles(WALK_MILES).ok().map(Reach::Within)),
        (["any", "distance"], Some(Reach::Any)),
        (["cualquier", "distancia"], Some(Reach::Any)),
    ];
    if let Some((words, reach)) = fixed.into_iter().find(|(words, _)| sentence.says(index, words)) {
        let from = beginning(sentence, index).0;
        return Some(Found { reach, timed: false, from, to: index + words.len() });
    }
    measured(sentence, index)
}

/// A number with a unit, or a bare one behind `within`.
fn measured(sentence: &Sentence<'_>, index: usize) -> Option<Found> {
    let (number, last) = number(sentence, index)?;
    let (from, limiting) = beginning(sentence, index);
    let Some((unit, unit_end)) = unit(sentence, last, number) else {
        // `1/2` without a unit is no distance.
        if last > index {
            return None;
        }
        let followed = sentence.is_free(index + 1) && !FROM.contains(&sentence.word(index + 1));
        let bare = limiting && number.digits && number.glued.is_empty() && sentence.word(index).len() <= 4;
        let zip_follows = sentence.word(index + 1).len() == 5 && amount(sentence.word(index + 1)).is_some();
        let to = index + 1;
        return (bare && (!followed || zip_follows)).then(|| Found {
            reach: reach(number.value, Units::Miles),
            timed: false,
            from,
            to,
        });
    };
    let (to, moving) = ending(sentence, unit_end);
    match unit {
        Unit::Length(units) => Some(Found { reach: reach(number.value, units), timed: false, from, to }),
        Unit::Metres(metres) => {
            let reach = reach(number.value * metres / 1_000.0, Units::Kilometres);
            Some(Found { reach, timed: false, from, to })
        }
        // `24 hour` asks for opening hours; `within an hour`, `20 minutes away` and `an hour from Boise` ask how far.
        Unit::Time(hours) => {
            let measured =
                matches!(sentence.word(to), "from" | "of" | "de" | "desde") && !number.is_article();
            let asked = limiting || moving || measured;
            let on_foot = (from..to).any(|word| matches!(sentence.word(word), "walk" | "foot" | "caminando"));
            let speed = if on_foot { WALK_MILES_AN_HOUR } else { DRIVE_MILES };
            let reach = reach(number.value * hours * speed, Units::Miles);
            asked.then_some(Found { reach, timed: true, from, to })
        }
    }
}

/// The number that begins at a word, and its last word: `10`, `twenty five`, `1/2`.
fn number<'s>(sentence: &'s Sentence<'_>, index: usize) -> Option<(Amount<'s>, usize)> {
    let two = sentence.is_free(index) && sentence.is_free(index + 1);
    let value = if two && sentence.typed(index..index + 2) == "1/2" {
        Some(0.5)
    } else {
        together(sentence.word(index), sentence.word(index + 1)).filter(|_| two)
    };
    match value {
        Some(value) => Some((Amount { value, glued: "", digits: true }, index + 1)),
        None => Some((amount(sentence.word(index))?, index)),
    }
}

/// The unit of a number and where it ends: glued to it, behind it, or behind it and an article (`half a mile`).
fn unit(sentence: &Sentence<'_>, index: usize, number: Amount<'_>) -> Option<(Unit, usize)> {
    if !number.glued.is_empty() {
        return Some((unit_of(number.glued, number.value)?, index + 1));
    }
    let article = usize::from(matches!(sentence.word(index + 1), "a" | "an" | "hundred" | "of"));
    let at = index + 1 + article;
    // `a mi mamá` is no mile.
    let possessive = number.is_article() && sentence.word(at) == "mi";
    if sentence.is_free(at) && !possessive {
        Some((unit_of(sentence.word(at), number.value)?, at + 1))
    } else {
        None
    }
}

/// Of fewer, `m` may be miles.
const SURELY_METRES: f64 = 100.0;

/// A yard and a foot in metres: the international ones of 1959.
const YARD: f64 = 0.914_4;
const FOOT: f64 = 0.304_8;

/// A unit by its name; `value` is how many of it there are.
fn unit_of(word: &str, value: f64) -> Option<Unit> {
    match word {
        "mi" | "mile" | "miles" | "milla" | "millas" | "mls" => Some(Unit::Length(Units::Miles)),
        "km" | "kms" | "kilometer" | "kilometers" | "kilometre" | "kilometres" | "kilometro"
        | "kilometros" => Some(Unit::Length(Units::Kilometres)),
        "meter" | "meters" | "metre" | "metres" | "metro" | "metros" | "mts" => Some(Unit::Metres(1.0)),
        "m" if value >= SURELY_METRES => Some(Unit::Metres(1.0)),
        "yard" | "yards" | "yd" | "yds" | "yarda" | "yardas" => Some(Unit::Metres(YARD)),
        "feet" | "ft" if value >= SURELY_METRES => Some(Unit::Metres(FOOT)),
        "min" | "mins" | "minute" | "minutes" | "minuto" | "minutos" => Some(Unit::Time(1.0 / 60.0)),
        "hour" | "hours" | "hr" | "hrs" | "hora" | "horas" => Some(Unit::Time(1.0)),
        _ => None,
    }
}

/// Where the words before an amount begin, and whether one of them limits.
fn beginning(sentence: &Sentence<'_>, index: usize) -> (usize, bool) {
    let mut from = index;
    let mut limiting = false;
    while from > 0 && sentence.is_free(from - 1) && BEFORE.contains(&sentence.word(from - 1)) {
        from -= 1;
        limiting |= LIMITING.contains(&sentence.word(from));
    }
    // Without a limiting word, what stands before (`dolor de`, `close to`) belongs to something else.
    if limiting { (from, true) } else { (index, false) }
}

/// Where the words behind an amount end, and whether one of them moves.
fn ending(sentence: &Sentence<'_>, from: usize) -> (usize, bool) {
    let mut to = from;
    if sentence.says(to, &["or", "less"]) {
        to += 2;
    } else if sentence.says(to, &["a", "la", "redonda"]) {
        to += 3;
    }
    if sentence.word(to) == "en" && sentence.is_free(to + 1) && BEHIND.contains(&sentence.word(to + 1)) {
        to += 1;
    }
    while sentence.is_free(to) && BEHIND.contains(&sentence.word(to)) {
        to += 1;
    }
    (to, to > from)
}

fn reach(value: f64, units: Units) -> Option<Reach> {
    Radius::new(value, units).ok().map(Reach::Within)
}

#[cfg(test)]
mod tests;
