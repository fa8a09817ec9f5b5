//! Words around a profession that change who is meant: `not a chiropractor`, `PT aide`, `chiropractor (retired)`.
//!
//! In: what a cell says, or a piece of it, where no table has the whole of it by name. Out: a [`Beside`]. Invariant: a
//! word that can also mean something harmless (`student athletes`, `assistant professor`, `non-surgical`) changes
//! nothing.

use super::status;
use crate::vocabulary::Vocabulary;
use crate::vocabulary::normalize::fold;

/// What the words around a profession make of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// Somebody who does not do it any more, or may not.
    Inactive,
    /// Somebody who learns it.
    Student,
    /// Somebody else at the practice, or somebody who treats animals.
    Other,
    /// Nobody of it; what they are instead is not said.
    Denied,
}

/// Words for those who learn a profession.
const LEARNING: [&str; 13] = [
    "student",
    "students",
    "apprentice",
    "apprentices",
    "intern",
    "interns",
    "extern",
    "trainee",
    "trainees",
    "candidate",
    "candidates",
    "estudiante",
    "aprendiz",
];

/// Words for whom and what a practice has besides.
const STAFF: [&str; 21] = [
    "assistant",
    "assistants",
    "asst",
    "aide",
    "aides",
    "tech",
    "technician",
    "technicians",
    "receptionist",
    "receptionists",
    "reception",
    "secretary",
    "billing",
    "biller",
    "coder",
    "scheduler",
    "clerk",
    "administrator",
    "manager",
    "asistente",
    "recepcionista",
];

/// Words for patients who are no people.
const ANIMALS: [&str; 17] = [
    "veterinary",
    "veterinarian",
    "veterinarians",
    "vet",
    "animal",
    "animals",
    "equine",
    "canine",
    "feline",
    "horse",
    "horses",
    "dog",
    "dogs",
    "pet",
    "pets",
    "livestock",
    "veterinario",
];

/// Words for what somebody was.
const FORMER: [&str; 10] =
    ["former", "formerly", "ex", "previously", "unlicensed", "unlicenced", "retiree", "ret", "retd", "decd"];

/// Words between a denial and what it denies.
const BETWEEN: [&str; 6] = ["a", "an", "the", "any", "one", "un"];

/// Words that say nothing where they stand beside the others.
const FILLING: [&str; 27] = [
    "license",
    "licence",
    "licensed",
    "status",
    "in",
    "since",
    "the",
    "on",
    "practice",
    "practicing",
    "practising",
    "active",
    "is",
    "now",
    "currently",
    "of",
    "out",
    "business",
    "no",
    "not",
    "non",
    "longer",
    "permanently",
    "closed",
    "only",
    "front",
    "desk",
];

/// What the words of a text say besides a profession.
pub(super) fn read(text: &str, vocabulary: &Vocabulary) -> Option<Beside> {
    let folded = fold(text);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    if is_inactive(text, &words) {
        Some(Beside::Inactive)
    } else if has_learner(&words) {
        Some(Beside::Student)
    } else if has_staff(&words) || treats_animals(&words) {
        Some(Beside::Other)
    } else if is_denied(&words, vocabulary) {
        Some(Beside::Denied)
    } else {
        None
    }
}

/// What a piece says that names nobody itself, and so is said of the piece beside it: `Chiropractor, Retired`.
pub(super) fn read_alone(text: &str, vocabulary: &Vocabulary) -> Option<Beside> {
    let said = read(text, vocabulary)?;
    let folded = fold(text);
    let is_left = |word: &str| {
        let known = [&LEARNING[..], &STAFF, &ANIMALS, &FORMER, &FILLING].iter().any(|of| of.contains(&word));
        !known && !status::is_inactive(word)
    };
    let mut words = folded.split(' ').filter(|word| word.bytes().any(|byte| byte.is_ascii_alphabetic()));
    (!words.any(is_left)).then_some(said)
}

fn is_inactive(text: &str, words: &[&str]) -> bool {
    status::is_inactive(text) || words.iter().any(|word| FORMER.contains(word))
}

fn has_learner(words: &[&str]) -> bool {
    words.iter().enumerate().any(|(place, word)| {
        // Student health is whom they see.
        let seen = words.get(place + 1).is_some_and(|next| {
            matches!(*next, "health" | "athlete" | "athletes" | "wellness" | "services" | "clinic")
        });
        LEARNING.contains(word) && !seen
    })
}

fn has_staff(words: &[&str]) -> bool {
    let teaches = words.iter().any(|word| matches!(*word, "professor" | "dean" | "director"));
    let desk = words.windows(2).any(|pair| matches!(pair, ["front", "desk"]));
    desk || !teaches && words.iter().any(|word| STAFF.contains(word))
}

fn treats_animals(words: &[&str]) -> bool {
    let people = ["human", "humans", "people", "persons", "patients"];
    words.iter().any(|word| ANIMALS.contains(word)) && !words.iter().any(|word| people.contains(word))
}

/// Whether a profession stands right behind a denial, as it does not in `non-surgical orthopedics`, and none before
/// it, as one does in `chiropractor, not a surgeon`.
fn is_denied(words: &[&str], vocabulary: &Vocabulary) -> bool {
    let denial = words.iter().position(|word| matches!(*word, "not" | "non" | "no" | "never" | "isn"));
    let Some(at) = denial else { return false };
    let names = |words: &[&str]| {
        let text = words.join(" ");
        !vocabulary.specialty_named(&text).is_empty() || !vocabulary.credentials(&text).specialties.is_empty()
    };
    let behind = words[at + 1..].iter().position(|word| !BETWEEN.contains(word) && *word != "t");
    let Some(from) = behind.map(|gap| at + 1 + gap) else { return false };
    let begins = (from + 1..=words.len()).any(|end| {
        let text = words[from..end].join(" ");
        let first_only = end == from + 1 && !vocabulary.credentials(&text).specialties.is_empty();
        first_only || !vocabulary.specialty_named(&text).is_empty()
    });
    begins && !names(&words[..at])
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::bundled().expect("the vocabulary"));

    #[test]
    fn words_around_a_profession_change_who_is_meant() {
        use Beside::{Denied, Inactive, Other, Student};
        for (text, expected) in [
            ("not a chiropractor", Some(Denied)),
            ("non-chiropractor", Some(Denied)),
            ("Non Physical Therapist", Some(Denied)),
            ("former chiropractor", Some(Inactive)),
            ("ex-chiropractor", Some(Inactive)),
            ("chiropractor (retired)", Some(Inactive)),
            ("Chiropractor - inactive", Some(Inactive)),
            ("Chiropractor - not licensed", Some(Inactive)),
            ("unlicensed chiropractor", Some(Inactive)),
            ("chiropractor assistant", Some(Other)),
            ("orthopedic surgeon's assistant", Some(Other)),
            ("PT aide", Some(Other)),
            ("physical therapy billing", Some(Other)),
            ("Chiropractic front desk", Some(Other)),
            ("veterinary chiropractor", Some(Other)),
            ("Equine Massage Therapist", Some(Other)),
            ("massage therapist student", Some(Student)),
            ("Chiropractic Intern", Some(Student)),
            ("apprentice massage therapist", Some(Student)),
            ("Chiropractor, Sports Medicine", None),
            ("Chiropractic Physician", None),
            ("Physical Therapist - Orthopedic", None),
            ("Physical Therapist, Internal Medicine", None),
            ("Non-surgical Orthopedics", None),
            ("Chiropractor - non-surgical", None),
            ("Chiropractor, not a surgeon", None),
            ("Chiropractor, Assistant Professor", None),
            ("Physical Therapist - Student Athletes", None),
            ("Chiropractor (animals and people)", None),
            ("Chiropractor - not accepting new patients", None),
            ("Chiropractor - closed to new patients", None),
        ] {
            assert_eq!(read(text, &WORDS), expected, "{text}");
        }
    }

    #[test]
    fn a_piece_without_a_profession_is_said_of_the_one_beside_it() {
        for (text, expected) in [
            ("Retired", Some(Beside::Inactive)),
            ("retired 2019", Some(Beside::Inactive)),
            ("not practicing", Some(Beside::Inactive)),
            ("Student", Some(Beside::Student)),
            ("Assistant", Some(Beside::Other)),
            ("Front Desk", Some(Beside::Other)),
            ("Equine", Some(Beside::Other)),
            ("former massage therapist", None),
            ("Canine Massage", None),
            ("Sports Medicine", None),
        ] {
            assert_eq!(read_alone(text, &WORDS), expected, "{text}");
        }
    }
}
