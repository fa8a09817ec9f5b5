//! Columns of names by their values, and names that lack the comma behind the family name.
//!
//! In: values. Out: whose names they are, or none. Invariant: names of persons and of organizations are told apart only
//! where most values show which they are.

use super::{Kind, most};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::normalize::fold;
use crate::vocabulary::surnames::is_particle;

/// Words that stand in the names of organizations and not in those of persons.
const OF_ORGANIZATIONS: [&str; 18] = [
    "clinic",
    "center",
    "centre",
    "associates",
    "group",
    "hospital",
    "institute",
    "health",
    "healthcare",
    "wellness",
    "chiropractic",
    "therapy",
    "rehab",
    "medical",
    "spine",
    "llc",
    "inc",
    "pllc",
];

/// Names: of persons where a comma, title or degree shows it, of organizations by their words.
pub(super) fn names(values: &[&str], words: &Vocabulary) -> Option<Kind> {
    let is_name = |value: &str| {
        let parts: Vec<&str> = value.split_whitespace().collect();
        let signs = |c: char| c.is_alphabetic() || " .,'’&-()".contains(c);
        (2..=8).contains(&parts.len()) && value.len() <= 80 && value.chars().all(signs)
    };
    if !most(values, is_name) {
        return None;
    }
    let of_organization = |value: &&&str| {
        let folded = fold(value);
        folded.split(' ').any(|word| OF_ORGANIZATIONS.contains(&word))
    };
    let of_person = |value: &&&str| {
        let lower = value.to_lowercase();
        let degree =
            value.rsplit([',', ' ']).next().is_some_and(|last| !words.credentials(last).listed.is_empty());
        lower.starts_with("dr. ") || lower.starts_with("dr ") || value.contains(',') || degree
    };
    let organizations = values.iter().filter(of_organization).count();
    let persons = values.iter().filter(of_person).count();
    match (persons * 2 > values.len(), organizations * 2 > values.len(), organizations) {
        (true, false, few) if few * 10 <= values.len() => Some(Kind::PersonName),
        (false, true, _) => Some(Kind::OrganizationName),
        _ => None,
    }
}

/// Whether a text is two to five words that may be a person's name, and has no comma.
pub(in crate::ingest) fn is_bare_name(value: &str) -> bool {
    let folded = fold(value);
    let words = folded.split(' ').filter(|word| !word.is_empty()).count();
    // Words that stand in no person's name.
    let little =
        |word: &str| matches!(word, "in" | "of" | "the" | "and" | "for" | "at" | "to" | "your" | "on");
    (2..=5).contains(&words)
        && !folded.split(' ').any(little)
        && !value.contains(|c: char| c.is_ascii_digit() || matches!(c, ',' | '&'))
        && !folded.split(' ').any(|word| OF_ORGANIZATIONS.contains(&word))
}

/// `DOE JANE A` with a comma behind the family name; what may be no person's name stays.
pub(in crate::ingest) fn with_comma(value: &str) -> std::borrow::Cow<'_, str> {
    if !is_bare_name(value) {
        return value.into();
    }
    let words: Vec<&str> = value.split_whitespace().collect();
    let particles = words.iter().take_while(|word| is_particle(&fold(word))).count();
    let generation = |word: &&str| matches!(&*fold(word), "jr" | "sr" | "ii" | "iii" | "iv");
    let family = particles + 1 + usize::from(words.get(particles + 1).is_some_and(generation));
    if family >= words.len() {
        return value.into();
    }
    let (family, given) = words.split_at(family);
    format!("{}, {}", family.join(" "), given.join(" ")).into()
}
