//! Degrees that are held against each other: `DO or MD`, `what is the difference between a DO and an MD`.
//!
//! In: the sentence and its forms. Out: whether a degree that would narrow is only the other one of two.

use super::sentence::Sentence;
use crate::vocabulary::{Match, Meaning};

/// What may stand between the two.
const BETWEEN: [&str; 15] =
    ["and", "or", "vs", "versus", "a", "an", "the", "from", "than", "better", "as", "good", "y", "o", "un"];

/// The most words between the two.
const REACH: usize = 3;

/// Whether a degree that names no specialty of ours stands beside one that does, joined by `and`, `or` or the like.
pub(super) fn is_compared(sentence: &Sentence<'_>, matches: &[Match], order: usize) -> bool {
    let Some(found) = matches.get(order).filter(|found| found.meanings.iter().all(is_bare)) else {
        return false;
    };
    let joined = |before: &Match, behind: &Match| {
        let between = before.first + before.count..behind.first;
        let join = |at: usize| {
            matches!(sentence.word(at), "and" | "or" | "vs" | "versus" | "y" | "o" | "from" | "than")
        };
        (1..=REACH).contains(&between.len())
            && between.clone().all(|at| BETWEEN.contains(&sentence.word(at)))
            && between.clone().any(join)
    };
    let is_who = |other: &&Match| other.meanings.iter().any(is_specialty);
    let mut others = matches.iter().filter(is_who);
    others.any(|other| if other.first < found.first { joined(other, found) } else { joined(found, other) })
}

fn is_bare(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Credential { specialty: None, .. } | Meaning::Collision)
}

fn is_specialty(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Specialty(_) | Meaning::Credential { specialty: Some(_), .. })
}
