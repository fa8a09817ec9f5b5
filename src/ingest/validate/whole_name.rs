//! A cell that should hold one person's name and holds more, or none: `Doe, Jane & Roe, John`, `Jane Doe, LMT #12345`,
//! `{"first": "Jane"}`, `Vacant`.
//!
//! In: the text of a cell. Out: what of it is a name. Invariant: the name of an organization stays as it stands.

use super::clean;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::normalize::fold;

/// The first person of a cell that names several, as `Jane Doe`; `None` where one is named, or an organization.
///
/// Both must be persons beyond doubt: with titles, with commas, or with given names that are common.
pub(super) fn first_of_several<'n>(text: &'n str, vocabulary: &Vocabulary) -> Option<Several<'n>> {
    let long = |parts: &[u8]| matches!(parts, [b' ', b'a' | b'A', b'n' | b'N', b'd' | b'D', b' ']);
    let short = |parts: &[u8]| matches!(parts, [b' ', b'&' | b'y' | b'Y', b' ']);
    if !(text.as_bytes().windows(3).any(short) || text.as_bytes().windows(5).any(long)) {
        return None;
    }
    let small = text.to_ascii_lowercase();
    let joint = JOINTS.iter().find_map(|joint| only(&small, joint).map(|at| (at, at + joint.len())))?;
    let (left, right) = (text.get(..joint.0)?.trim(), text.get(joint.1..)?.trim());
    let (titled, titled_too) = (without_title(left), without_title(right));
    let (left, right) = (titled.unwrap_or(left), titled_too.unwrap_or(right));
    let count = |text: &str| text.split_whitespace().count();
    if titled.is_some() && titled_too.is_some() && left.is_empty() {
        return Some(Several::Unnamed);
    }
    let commas = left.contains(',') && right.contains(',') && is_name(left) && is_name(right);
    let is_given = |text: &str| {
        let first = fold(text.split_whitespace().next().unwrap_or_default());
        !vocabulary.nicknames(&first).is_empty()
    };
    let known = titled.is_some() && titled_too.is_some() || commas || is_given(left) && is_given(right);
    match (known, count(left), count(right)) {
        (true, 2.., 2..) => Some(Several::First(left)),
        (true, 1, 2..) if !commas => Some(Several::Sharing(left, right.split_whitespace().last()?)),
        _ => None,
    }
}

/// Several people in one cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Several<'n> {
    /// The first one's whole name.
    First(&'n str),
    /// The first one's given name, and the family name of both.
    Sharing(&'n str, &'n str),
    /// None of them by a given name: `Mr. & Mrs. Smith`.
    Unnamed,
}

/// What joins two names.
const JOINTS: [&str; 3] = [" & ", " and ", " y "];

/// Titles before each of two names.
const TITLES: [&str; 9] = ["dr", "drs", "doctor", "doctors", "mr", "mrs", "ms", "miss", "prof"];

/// Where a part stands in a text, if it does once: of three there is no first pair.
fn only(text: &str, part: &str) -> Option<usize> {
    let at = text.find(part)?;
    (!text.get(at + part.len()..)?.contains(part)).then_some(at)
}

fn without_title(text: &str) -> Option<&str> {
    let (first, rest) = text.split_once(' ').unwrap_or((text, ""));
    let word = first.trim_end_matches(['.', ',']).to_ascii_lowercase();
    TITLES.contains(&word.as_str()).then(|| rest.trim())
}

/// Whether a text is `Family, Given` and nothing more, with no credential in the given name's place.
fn is_name(text: &str) -> bool {
    let mut parts = text.split(',').map(str::trim);
    let (Some(family), Some(given), None) = (parts.next(), parts.next(), parts.next()) else { return false };
    let is_word = |word: &str| word.chars().filter(|c| c.is_lowercase()).count() > 0 || word.len() > 5;
    !family.is_empty() && is_word(given)
}

/// A name without the licence number behind it: `LMT #12345`, `Lic. 4711`.
pub(super) fn without_numbers(segment: &str) -> &str {
    let mut end = segment.len();
    for (at, word) in words(segment) {
        let word = word.trim_matches(['(', ')']);
        let digits = word.bytes().filter(u8::is_ascii_digit).count();
        let label = word.trim_end_matches(['.', ':', '#']).to_ascii_lowercase();
        let labelled = matches!(label.as_str(), "lic" | "license" | "licence" | "npi")
            && segment.get(at + word.len()..).is_some_and(|rest| rest.contains(|c: char| c.is_ascii_digit()));
        if word.starts_with('#') && digits > 0 || digits >= 4 && digits == word.len() || labelled {
            end = at;
            break;
        }
    }
    segment.get(..end).unwrap_or(segment).trim_end_matches([' ', '-', ',', '('])
}

/// The words of a text, each with where it stands.
fn words(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.split(' ').scan(0, |at, word| {
        let place = *at;
        *at += word.len() + 1;
        Some((place, word))
    })
}

/// Whether a text is what a program wrote of an object or list, and no name.
pub(super) fn is_json(text: &str) -> bool {
    text.starts_with(['{', '[']) && serde_json::from_str::<serde_json::Value>(text).is_ok()
}

/// Whether a text stands where nobody is: `Vacant`, `TBD`, a spreadsheet's error.
pub(super) fn is_nobodys(text: &str) -> bool {
    let folded = fold(text);
    let nobody = |word: &str| {
        matches!(
            word,
            "vacant" | "vacancy" | "tbd" | "tba" | "unassigned" | "placeholder" | "unknown" | "position"
        )
    };
    let phrase = matches!(
        folded.as_str(),
        "to be determined" | "to be announced" | "open position" | "test test" | "no name" | "not assigned"
    );
    phrase
        || !folded.is_empty() && folded.split(' ').all(nobody)
        || text.split_whitespace().any(clean::is_formula_error)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::bundled().expect("the vocabulary"));

    #[test]
    fn of_several_people_the_first_is_named() {
        for (text, expected) in [
            ("Doe, Jane & Roe, John", Some(Several::First("Doe, Jane"))),
            ("Dr Jane Doe and Dr John Roe", Some(Several::First("Jane Doe"))),
            ("Drs. John & Mary Doe", Some(Several::Sharing("John", "Doe"))),
            ("John and Mary Doe", Some(Several::Sharing("John", "Doe"))),
            ("Mr. & Mrs. Smith", Some(Several::Unnamed)),
            ("Jane Doe", None),
            ("Doe, Jane, DC & PT", None),
            ("Smith & Sons", None),
            ("Smith & Jones Chiropractic, P.C.", None),
            ("Back & Neck Pain Relief", None),
            ("Jane Doe, DC, PT & Associates", None),
            ("Ramon y Cajal", None),
        ] {
            assert_eq!(first_of_several(text, &WORDS), expected, "{text}");
        }
    }

    #[test]
    fn numbers_behind_a_name_are_none_of_it() {
        for (text, expected) in [
            ("LMT #12345", "LMT"),
            ("Jane Doe (#4711", "Jane Doe"),
            ("DC Lic. 4711", "DC"),
            ("Jane Doe 12345", "Jane Doe"),
            ("Jane Doe 3rd", "Jane Doe 3rd"),
            ("Lic Smith", "Lic Smith"),
            ("Jane Doe", "Jane Doe"),
        ] {
            assert_eq!(without_numbers(text), expected, "{text}");
        }
    }

    #[test]
    fn nobody_is_called_so() {
        for text in
            ["Vacant", "VACANT POSITION", "TBD", "To be determined", "#NAME?", "#REF! Smith", "Test Test"]
        {
            assert!(is_nobodys(text), "{text}");
        }
        for text in ["", "Jane Doe", "Ann Test", "Ann Unknown", "# Jane"] {
            assert!(!is_nobodys(text), "{text}");
        }
        assert!(is_json("{\"first\": \"Bob\"}") && is_json("[\"Bob\"]"));
        assert!(!is_json("{{7*7}} Zz") && !is_json("Bob"));
    }
}
