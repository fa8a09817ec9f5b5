//! How far, in words: `within 10 miles`, `15 km`, `5 mile radius`, `a menos de 10 millas`, `walking distance`.
//!
//! In: the sentence. Out: the first radius that can be used; its words are taken. Times (`within half an hour`) and
//! radii out of range are taken too, and ignored with a notice.

use super::numbers::{Amount, amount};
use super::sentence::Sentence;
use crate::domain::{Radius, Reach, Units};

/// How far one walks to a practice.
///
/// # Source
/// `synonyms.csv`, `within walking distance`.
const WALK_MILES: f64 = 1.0;

/// Words before an amount that belong to the radius.
const BEFORE: [&str; 24] = [
    "within",
    "inside",
    "under",
    "less",
    "than",
    "up",
    "to",
    "max",
    "maximum",
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
const LIMITING: [&str; 8] = ["within", "inside", "under", "less", "radius", "menos", "radio", "dentro"];

/// Words behind an amount that belong to the radius.
const BEHIND: [&str; 12] = [
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
}

/// A unit behind a number.
enum Unit {
    Length(Units),
    Time,
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
        let typed = sentence.typed(found.from..found.to);
        match found.reach {
            Some(reach) if said.reach.is_none() => said.reach = Some(reach),
            Some(_) => said.ignored.push(typed),
            None => {
                said.refused = true;
                said.ignored.push(typed);
            }
        }
        sentence.take(found.from..found.to);
        index = found.to;
    }
    said
}

/// A radius and the words it is said with.
struct Found {
    /// `None` when it cannot be used.
    reach: Option<Reach>,
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
        return Some(Found { reach, from: beginning(sentence, index).0, to: index + words.len() });
    }
    measured(sentence, index)
}

/// A number with a unit, or a bare one behind `within`.
fn measured(sentence: &Sentence<'_>, index: usize) -> Option<Found> {
    let number = amount(sentence.word(index))?;
    let (from, limiting) = beginning(sentence, index);
    let Some((unit, unit_end)) = unit(sentence, index, number) else {
        let followed = sentence.is_free(index + 1) && !FROM.contains(&sentence.word(index + 1));
        let bare = limiting && number.digits && number.glued.is_empty() && sentence.word(index).len() <= 4;
        let zip_follows = sentence.word(index + 1).len() == 5 && amount(sentence.word(index + 1)).is_some();
        let to = index + 1;
        return (bare && (!followed || zip_follows)).then(|| Found {
            reach: reach(number.value, Units::Miles),
            from,
            to,
        });
    };
    let (to, moving) = ending(sentence, unit_end);
    match unit {
        Unit::Length(units) => Some(Found { reach: reach(number.value, units), from, to }),
        // `24 hour` asks for opening hours; `within an hour` and `20 minutes away` ask how far.
        Unit::Time => (limiting || moving).then_some(Found { reach: None, from, to }),
    }
}

/// The unit of a number and where it ends: glued to it, behind it, or behind it and an article (`half a mile`).
fn unit(sentence: &Sentence<'_>, index: usize, number: Amount<'_>) -> Option<(Unit, usize)> {
    if !number.glued.is_empty() {
        return Some((unit_of(number.glued)?, index + 1));
    }
    let article = usize::from(matches!(sentence.word(index + 1), "a" | "an" | "hundred"));
    let at = index + 1 + article;
    if sentence.is_free(at) { Some((unit_of(sentence.word(at))?, at + 1)) } else { None }
}

fn unit_of(word: &str) -> Option<Unit> {
    match word {
        "mi" | "mile" | "miles" | "milla" | "millas" | "mls" => Some(Unit::Length(Units::Miles)),
        "km" | "kms" | "kilometer" | "kilometers" | "kilometre" | "kilometres" | "kilometro"
        | "kilometros" => Some(Unit::Length(Units::Kilometres)),
        "min" | "mins" | "minute" | "minutes" | "minuto" | "minutos" | "hour" | "hours" | "hr" | "hrs"
        | "hora" | "horas" => Some(Unit::Time),
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
    while sentence.is_free(to) && BEHIND.contains(&sentence.word(to)) {
        to += 1;
    }
    (to, to > from)
}

fn reach(value: f64, units: Units) -> Option<Reach> {
    Radius::new(value, units).ok().map(Reach::Within)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The radius in metres, what is left of the words, and whether one was refused.
    fn said(text: &str) -> (Option<i64>, String, bool) {
        let (mut sentence, _) = Sentence::new(text);
        let said = read(&mut sentence);
        let left = (0..sentence.len()).filter(|&index| sentence.is_free(index));
        let left = left.map(|index| sentence.word(index)).collect::<Vec<_>>().join(" ");
        #[expect(clippy::cast_possible_truncation, reason = "whole metres are enough to tell radii apart")]
        let metres = |reach: Reach| reach.edge().map_or(-1, |edge| edge.get().round() as i64);
        (said.reach.map(metres), left, said.refused)
    }

    #[test]
    fn radii_are_read_and_taken_out_of_the_words() {
        for (text, metres, left) in [
            ("neck pain within 10 miles", 16_093, "neck pain"),
            ("within 10 miles of 15213", 16_093, "of 15213"),
            ("chiro 10mi", 16_093, "chiro"),
            ("chiro 15 km", 15_000, "chiro"),
            ("15km from boston", 15_000, "from boston"),
            ("a 5 mile radius", 8_047, "a"),
            ("5-mile radius of 15213", 8_047, "of 15213"),
            ("within 10", 16_093, ""),
            ("within 10 of 15213", 16_093, "of 15213"),
            ("15213 within 2.5 miles", 4_023, "15213"),
            ("within ten miles", 16_093, ""),
            ("within half a mile", 805, ""),
            ("within walking distance", 1_609, ""),
            ("less than 20 miles away", 32_187, ""),
            ("up to 5 miles or less", 8_047, "up to"),
            ("a menos de 10 millas", 16_093, ""),
            ("en un radio de 5 km", 5_000, ""),
            ("5 km a la redonda", 5_000, ""),
            ("any distance", -1, ""),
        ] {
            assert_eq!(said(text), (Some(metres), left.to_owned(), false), "{text}");
        }
    }

    #[test]
    fn what_is_no_length_is_refused_or_left_alone() {
        for (text, left, refused) in [
            ("within 500 miles", "", true),
            ("within 0 miles", "", true),
            ("within half an hour", "", true),
            ("20 minutes away", "", true),
            ("24 hour chiropractor", "24 hour chiropractor", false),
            ("pain within 2 weeks", "pain within 2 weeks", false),
            ("within 15213", "within 15213", false),
            ("c5 c6 disc", "c5 c6 disc", false),
            ("mi espalda", "mi espalda", false),
            ("back pain for 10 days", "back pain for 10 days", false),
        ] {
            assert_eq!(said(text), (None, left.to_owned(), refused), "{text}");
        }
    }

    #[test]
    fn the_first_usable_radius_counts() {
        let (mut sentence, _) = Sentence::new("within 500 miles, within 10 miles, 5 km");
        let said = read(&mut sentence);
        assert_eq!(said.reach, Radius::from_miles(10.0).ok().map(Reach::Within));
        assert_eq!(said.ignored, ["within 500 miles", "5 km"]);
        assert!(said.refused);
    }
}
