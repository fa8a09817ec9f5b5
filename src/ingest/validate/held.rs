//! Degrees that somebody no longer holds, or not yet, or not at all: `DC (retired)`, `DPT student`, `not DC`; and names
//! with such a word behind them: `Jane Doe (deceased)`.
//!
//! In: what a list says beside a degree or a name. Out: the degrees that are held, or that nobody practises here.
//! Invariant: a degree whose own words take it back is never listed; one that stands clean beside it is.

use super::beside::{self, Beside};
use crate::vocabulary::Vocabulary;

/// What a cell of degrees comes to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Held {
    /// All that it says.
    All,
    /// Those that are left, and what was left out.
    Some(String, String),
    /// None, and nobody who practises: why.
    Nobody(Beside),
}

/// Reads which degrees of a cell are held.
///
/// # Complexity
/// Linear in the cell; a cell of one word is all.
pub(super) fn read(cell: &str, vocabulary: &Vocabulary) -> Held {
    let is_parted = |byte: u8| matches!(byte, b' ' | b'(' | b'-' | b',' | b';' | b'|' | b'/' | b'\n');
    if !cell.bytes().any(is_parted) {
        return Held::All;
    }
    let pieces = || cell.split([',', ';', '|', '\n']).map(str::trim).filter(|piece| !piece.is_empty());
    let taken_back = |piece: &str| {
        beside::read(piece, vocabulary)
            .filter(|said| matches!(said, Beside::Inactive | Beside::Student | Beside::Denied))
    };
    let mut kept: Vec<&str> = Vec::new();
    let mut dropped: Vec<(&str, Beside)> = Vec::new();
    for piece in pieces() {
        match taken_back(piece) {
            Some(said) => dropped.push((piece, said)),
            None => kept.push(piece),
        }
    }
    if dropped.is_empty() {
        return Held::All;
    }
    let gone = |said: Beside| matches!(said, Beside::Inactive | Beside::Student);
    // `DC, retired`: said of all that stands before it.
    let alone = dropped
        .iter()
        .find_map(|&(piece, _)| beside::read_alone(piece, vocabulary).filter(|&said| gone(said)));
    if let Some(said) = alone {
        return Held::Nobody(said);
    }
    let is_degree = |piece: &str| !vocabulary.credentials(piece).listed.is_empty();
    let is_profession = |piece: &str| !vocabulary.credentials(piece).specialties.is_empty();
    let only = dropped.iter().find(|&&(piece, said)| gone(said) && is_profession(piece));
    match only {
        Some(&(_, said)) if !kept.iter().any(|piece| is_degree(piece)) => Held::Nobody(said),
        _ => {
            let dropped: Vec<&str> = dropped.into_iter().map(|(piece, _)| piece).collect();
            Held::Some(kept.join(", "), dropped.join(", "))
        }
    }
}

/// What stands beside a name, in parentheses or behind a dash or a comma: `Jane Doe (retired)`.
pub(super) fn beside_name(name: &str, vocabulary: &Vocabulary) -> Option<Beside> {
    if !name.contains(['(', '[', '-', ',', '–', '—']) {
        return None;
    }
    let inside = name.split(['(', '[']).skip(1).filter_map(|rest| rest.split([')', ']']).next());
    let behind = name.split(" - ").flat_map(|part| part.split([',', '–', '—'])).skip(1);
    inside
        .chain(behind)
        .filter_map(|text| beside::read_alone(text.trim(), vocabulary))
        .find(|said| matches!(said, Beside::Inactive | Beside::Student))
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::LazyLock;

    static WORDS: LazyLock<Vocabulary> = LazyLock::new(|| Vocabulary::bundled().expect("the vocabulary"));

    #[test]
    fn degrees_that_are_taken_back_are_not_held() {
        let some = |kept: &str, dropped: &str| Held::Some(kept.to_owned(), dropped.to_owned());
        for (cell, expected) in [
            ("DC", Held::All),
            ("DC, CCSP", Held::All),
            ("D.C.; M.S.", Held::All),
            ("Physical Therapist Assistant", Held::All),
            ("DC (inactive)", Held::Nobody(Beside::Inactive)),
            ("DC (retired)", Held::Nobody(Beside::Inactive)),
            ("DC - deceased", Held::Nobody(Beside::Inactive)),
            ("DC, retired 2019", Held::Nobody(Beside::Inactive)),
            ("DC Ret.", Held::Nobody(Beside::Inactive)),
            ("former DC", Held::Nobody(Beside::Inactive)),
            ("ex-DC", Held::Nobody(Beside::Inactive)),
            ("DPT student", Held::Nobody(Beside::Student)),
            ("DC candidate", Held::Nobody(Beside::Student)),
            ("not DC", some("", "not DC")),
            ("DC, PhD candidate", some("DC", "PhD candidate")),
            ("PhD candidate", some("", "PhD candidate")),
            ("DC, former PT", some("DC", "former PT")),
        ] {
            assert_eq!(read(cell, &WORDS), expected, "{cell}");
        }
    }

    #[test]
    fn a_word_beside_a_name_may_say_that_nobody_practises() {
        for (name, expected) in [
            ("Jane Doe", None),
            ("Doe, Jane", None),
            ("Dead, John", None),
            ("Jane (Janie) Doe", None),
            ("Spine Center - Closed Mondays", None),
            ("Jane Doe (retired)", Some(Beside::Inactive)),
            ("Doe, Jane (deceased 2020)", Some(Beside::Inactive)),
            ("Jane Doe - retired", Some(Beside::Inactive)),
            ("Doe, Jane, DC, retired", Some(Beside::Inactive)),
            ("Jane Doe [student]", Some(Beside::Student)),
        ] {
            assert_eq!(beside_name(name, &WORDS), expected, "{name}");
        }
    }
}
