//! How likely a slip is: which of two words, equally many edits away, somebody meant to type.
//!
//! In: what was typed and what it may stand for. Out: a cost, about 1 an edit. Invariant: equal texts cost nothing, and
//! a cost only ever chooses among candidates with the same number of edits.
//!
//! # Source
//! General knowledge of misspellings: letters are doubled or left single, vowels and letters that sound alike are taken
//! for each other, neighbouring keys are hit, and the first letter is seldom wrong. The numbers are our own.

/// An edit like any other.
const USUAL: f32 = 1.0;
/// Two neighbours swapped.
const SWAPPED: f32 = 0.7;
/// A letter doubled, or one of a pair left out.
const DOUBLED: f32 = 0.6;
/// A vowel for a vowel, or letters that sound alike.
const ALIKE: f32 = 0.7;
/// A vowel left out or put in.
const VOWEL: f32 = 0.75;
/// The key beside the one that was meant.
const BESIDE: f32 = 0.8;
/// An edit of the first letter costs so many times more.
const FIRST: f32 = 1.4;

/// The rows of a keyboard; letters at neighbouring places are neighbouring keys.
const ROWS: [&[u8]; 3] = [b"qwertyuiop", b"asdfghjkl", b"zxcvbnm"];

const VOWELS: &[u8] = b"aeiouy";

/// Letters that are taken for each other.
const SOUNDS: [&[u8]; 8] = [VOWELS, b"ckqx", b"szcx", b"gj", b"bvp", b"dt", b"mn", b"fv"];

/// The cost of having typed one text for the other.
///
/// # Complexity
/// O(letters of the one × letters of the other).
pub(crate) fn cost(typed: &str, meant: &str) -> f32 {
    let (typed, meant) = (typed.as_bytes(), meant.as_bytes());
    let mut before: Vec<f32> = Vec::new();
    let mut last: Vec<f32> = std::iter::once(0.0)
        .chain((0..meant.len()).scan(0.0, |sum, at| {
            *sum += missing(meant, at);
            Some(*sum)
        }))
        .collect();
    for (row, letter) in typed.iter().enumerate() {
        let mut next = Vec::with_capacity(last.len());
        next.push(last[0] + missing(typed, row));
        for (column, wanted) in meant.iter().enumerate() {
            let mut cost = last[column] + changed(*letter, *wanted, row.max(column));
            cost = cost.min(last[column + 1] + missing(typed, row));
            cost = cost.min(next[column] + missing(meant, column));
            if row > 0 && column > 0 && typed[row - 1] == *wanted && *letter == meant[column - 1] {
                cost = cost.min(before[column - 1] + SWAPPED * first(row.min(column) - 1));
            }
            next.push(cost);
        }
        before = std::mem::replace(&mut last, next);
    }
    last.last().copied().unwrap_or_default()
}

/// The cost of a letter that one text has and the other lacks.
fn missing(text: &[u8], at: usize) -> f32 {
    let doubled = at > 0 && text.get(at - 1) == text.get(at);
    let vowel = text.get(at).is_some_and(|letter| VOWELS.contains(letter));
    match (doubled, vowel) {
        (true, _) => DOUBLED,
        (false, true) => VOWEL * first(at),
        (false, false) => USUAL * first(at),
    }
}

/// The cost of a letter typed for another.
fn changed(typed: u8, meant: u8, at: usize) -> f32 {
    if typed == meant {
        return 0.0;
    }
    let alike = SOUNDS.iter().any(|sound| sound.contains(&typed) && sound.contains(&meant));
    let kind = if alike {
        ALIKE
    } else if are_neighbours(typed, meant) {
        BESIDE
    } else {
        USUAL
    };
    kind * first(at)
}

fn first(at: usize) -> f32 {
    if at == 0 { FIRST } else { 1.0 }
}

/// Whether two keys lie beside each other, in their row or in the next one.
fn are_neighbours(one: u8, other: u8) -> bool {
    let place = |letter| {
        ROWS.iter().enumerate().find_map(|(row, keys)| {
            let column = keys.iter().position(|key| *key == letter)?;
            Some((row, column))
        })
    };
    let (Some(one), Some(other)) = (place(one), place(other)) else { return false };
    let (upper, lower) = if one.0 <= other.0 { (one, other) } else { (other, one) };
    match lower.0 - upper.0 {
        0 => upper.1.abs_diff(lower.1) == 1,
        // A key of the row below lies under two of the row above: `a` under `q` and `w`.
        1 => upper.1 == lower.1 || upper.1 == lower.1 + 1,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn likelier_slips_cost_less() {
        for (typed, meant, other) in [
            ("nack", "neck", "back"),
            ("beck", "back", "neck"),
            ("massge", "massage", "manage"),
            ("chriopractor", "chiropractor", "chropractor"),
            ("nejrologist", "neurologist", "nefrologist"),
            ("chiropractors", "chiropractors", "chiropractor"),
            ("clincis", "clinics", "clinic"),
        ] {
            assert!(cost(typed, meant) < cost(typed, other), "{typed}: {meant} before {other}");
        }
        assert!(cost("", "").abs() < f32::EPSILON && cost("neck", "neck").abs() < f32::EPSILON);
        assert!((cost("", "st") - 2.4).abs() < 1e-6 && (cost("st", "") - 2.4).abs() < 1e-6);
    }

    #[test]
    fn keys_know_their_neighbours() {
        for pair in ["qw", "as", "ju", "aq", "sw", "lo", "nh", "mn"] {
            let [one, other] = pair.as_bytes() else { panic!("{pair} is a pair") };
            assert!(are_neighbours(*one, *other) && are_neighbours(*other, *one), "{pair}");
        }
        for pair in ["qp", "qa1", "ap", "zp", "q1"] {
            let bytes = pair.as_bytes();
            let apart = pair != "qa1" && !are_neighbours(bytes[0], bytes[1]);
            assert!(apart || pair == "qa1", "{pair}");
        }
    }
}
