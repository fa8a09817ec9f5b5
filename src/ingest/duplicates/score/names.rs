//! How the names of two people agree, and what that says.
//!
//! In: two people, and how rare their names are. Out: agreements, and bits; `None` where names tell two people. Invariant:
//! of two spellings the commoner one counts, for either could be met by chance.

use super::agreement::{FamilyAgreement, GivenAgreement};
use super::bits;
use crate::ingest::duplicates::frequency::{Frequencies, Rarity};
use crate::ingest::duplicates::person::Person;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::edits::Pattern;

/// Shares of people told twice whose family name is the same, the half of the other, or with a typo.
const FAMILY: [f64; 3] = [0.86, 0.06, 0.08];

/// As [`FAMILY`], of the given name: the same, a nickname, an initial, a typo, the middle name.
const GIVEN: [f64; 5] = [0.68, 0.12, 0.10, 0.05, 0.05];

/// Middle names where both have one: the same, or an initial of the other. Whose differ are two people.
const MIDDLE: [f64; 2] = [0.60, 0.40];

/// The chance that two people have the same middle name; the same initial.
const MIDDLE_BY_CHANCE: [f64; 2] = [0.02, 0.08];

/// As many people may have the same typo in their given name; what more are called is a name.
const MISSPELT: u32 = 2;

/// What names that agree so say.
pub(super) fn weight(
    (one, other): (&Person, &Person),
    (own, theirs): (Rarity, Rarity),
    (family, given): (FamilyAgreement, GivenAgreement),
    frequencies: &Frequencies,
) -> f64 {
    // Of two spellings the commoner one, for either could be met by chance; of a part also the part by itself.
    let families = own.family.max(theirs.family);
    let family_bits = match family {
        FamilyAgreement::Same => bits(FAMILY[0], families),
        FamilyAgreement::Part => {
            let shared = one
                .family_words
                .iter()
                .filter(|word| other.family_words.contains(word) || other.middle.contains(word));
            let common = shared.map(|word| frequencies.family(word)).fold(families, f64::max);
            bits(FAMILY[1], common)
        }
        // Another family has a name like it as often as the name itself.
        FamilyAgreement::Typo => bits(FAMILY[2], 2.0 * families),
    };
    let givens = own.given.max(theirs.given);
    let given_bits = match given {
        GivenAgreement::Same => bits(GIVEN[0], givens),
        GivenAgreement::Nickname => bits(GIVEN[1], own.given + theirs.given),
        GivenAgreement::Initial => bits(GIVEN[2], own.initial.max(theirs.initial)),
        GivenAgreement::Typo => bits(GIVEN[3], 2.0 * givens),
        GivenAgreement::Middle => bits(GIVEN[4], 2.0 * givens),
    };
    let both = family_bits + given_bits;
    if (family, given) != (FamilyAgreement::Same, GivenAgreement::Same) {
        return both;
    }
    // Given names and family names go together: there are more called Maria Garcia than chance would have it.
    let whole = frequencies.whole(one, other);
    whole.map_or(both, |chance| both.min(bits(FAMILY[0] * GIVEN[0], chance)))
}

/// How family names agree; `None` where they do not.
pub(super) fn family(one: &Person, other: &Person) -> Option<FamilyAgreement> {
    if one.family == other.family {
        return Some(FamilyAgreement::Same);
    }
    if is_part(&one.family_words, other) || is_part(&other.family_words, one) {
        return Some(FamilyAgreement::Part);
    }
    is_typo(&one.family, &other.family).then_some(FamilyAgreement::Typo)
}

/// Whether words of a family name are among another person's, or are its middle name, in whole words of at least three
/// letters.
fn is_part(words: &[Box<str>], of: &Person) -> bool {
    let is_among = |word: &str| {
        let is_maiden = of.middle.len() == 1 && has(&of.middle, word);
        word.len() > 2 && (has(&of.family_words, word) || is_maiden)
    };
    let is_more = of.family_words.len() + of.middle.len() > words.len();
    !words.is_empty() && is_more && words.iter().all(|word| is_among(word))
}

fn has(words: &[Box<str>], word: &str) -> bool {
    words.iter().any(|known| **known == *word)
}

/// How given names agree; `None` where they do not.
pub(super) fn given(
    one: &Person,
    other: &Person,
    (own, theirs): (Rarity, Rarity),
    vocabulary: &Vocabulary,
) -> Option<GivenAgreement> {
    let (a, b) = (one.called(), other.called());
    let is_initial = |word: &str| word.chars().count() == 1;
    if a == b {
        return Some(if is_initial(a) { GivenAgreement::Initial } else { GivenAgreement::Same });
    }
    if is_initial(a) || is_initial(b) {
        let begins = a.chars().next() == b.chars().next();
        // `J Robert` is Robert to those who know him.
        return if begins { Some(GivenAgreement::Initial) } else { by_middle(one, other, vocabulary) };
    }
    // Without the letter that both begin with they are not one in whatever way they are parted.
    if a.chars().next() == b.chars().next() {
        let (whole, other_whole) = (in_one(one), in_one(other));
        if whole == other_whole || whole == b || other_whole == a {
            return Some(GivenAgreement::Same);
        }
    }
    if is_nickname(a, b, vocabulary) {
        return Some(GivenAgreement::Nickname);
    }
    let bearers = own.bearers.min(theirs.bearers);
    if bearers <= MISSPELT && is_given_typo(a, b, vocabulary) {
        return Some(GivenAgreement::Typo);
    }
    by_middle(one, other, vocabulary)
}

/// Given and middle name in one word: `Mary Ann` and `Maryann`.
fn in_one(person: &Person) -> String {
    person.given.iter().chain(&person.middle).map(|word| &**word).collect()
}

/// Whether one is called by the middle name that the other tells: the other's middle name must not be a third one.
fn by_middle(one: &Person, other: &Person, vocabulary: &Vocabulary) -> Option<GivenAgreement> {
    let is_called = |whole: &Person, short: &Person| {
        let called = short.called();
        let first = whole.called().chars().next();
        let middle = whole.middle.first().or_else(|| whole.given.get(1));
        let turned = short.middle.first().is_none_or(|word| word.chars().next() == first);
        let is_name = |word: &str| word == called || is_nickname(word, called, vocabulary);
        called.len() > 1 && turned && middle.is_some_and(|word| is_name(word))
    };
    (is_called(one, other) || is_called(other, one)).then_some(GivenAgreement::Middle)
}

fn is_nickname(a: &str, b: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.nicknames(a).iter().any(|name| name == b)
}

/// Whether given names differ by a slip of the pen: two names that people have are two people (Jon and John), so are
/// names of four letters, of which most are somebody's (Dale and Dane, Joan and Jean), and those that tell a man from a woman at their end (Mario and Maria, Daniel and Daniela).
fn is_given_typo(a: &str, b: &str, vocabulary: &Vocabulary) -> bool {
    let is_known = |name: &str| !vocabulary.nicknames(name).is_empty();
    let stem = |name: &str| name.trim_end_matches(['a', 'e', 'i', 'o', 'y']).to_owned();
    let is_long = a.chars().count().min(b.chars().count()) > 4 || a.chars().count() != b.chars().count();
    is_long && !(is_known(a) && is_known(b)) && stem(a) != stem(b) && is_typo(a, b)
}

/// Whether words of at least four letters differ by one edit, or by two where both have eight and begin alike.
pub(super) fn is_typo(a: &str, b: &str) -> bool {
    let (long, short) = (a.chars().count(), b.chars().count());
    let most = match long.min(short) {
        0..=3 => return false,
        4..=7 => 1,
        _ if a.chars().next() != b.chars().next() => return false,
        _ => 2,
    };
    // Each edit changes the length by one letter at most.
    long.abs_diff(short) <= most && Pattern::new(a).edits(b) <= most
}

/// The middle name, or the second word of the given name.
fn middle_of(person: &Person) -> Option<&str> {
    person.middle.first().or_else(|| person.given.get(1)).map(|word| &**word)
}

/// What middle names say; `None` where they tell two people.
pub(super) fn middle(one: &Person, other: &Person, vocabulary: &Vocabulary) -> Option<f64> {
    // `Mary Ann` in the given name's cell and Ann in the middle name's say the same.
    let (Some(a), Some(b)) = (middle_of(one), middle_of(other)) else { return Some(0.0) };
    let is_maiden = |word: &str, person: &Person| has(&person.family_words, word);
    if a == b && a.len() > 1 {
        return Some(bits(MIDDLE[0], MIDDLE_BY_CHANCE[0]));
    }
    let (x, y) = (a.chars().next(), b.chars().next());
    if x == y && (a.chars().count() == 1 || b.chars().count() == 1) {
        return Some(bits(MIDDLE[1], MIDDLE_BY_CHANCE[1]));
    }
    if is_typo(a, b) || is_nickname(a, b, vocabulary) {
        return Some(bits(MIDDLE[1], MIDDLE_BY_CHANCE[1]));
    }
    (is_maiden(a, other) || is_maiden(b, one)).then_some(0.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn a_typo_is_told_by_lengths_and_beginnings_first(a in "[a-c]{0,11}|[abé]{3,9}", b in "[a-c]{0,11}|[abé]{3,9}") {
            let shorter = a.chars().count().min(b.chars().count());
            let edits = strsim::osa_distance(&a, &b);
            let typo = match shorter {
                0..=3 => false,
                4..=7 => edits <= 1,
                _ => edits <= 2 && a.chars().next() == b.chars().next(),
            };
            prop_assert_eq!(is_typo(&a, &b), typo, "{} edits", edits);
        }
    }
}
