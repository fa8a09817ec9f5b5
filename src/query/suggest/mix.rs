//! Mixing: candidates of all kinds in one order, none crowding out the others.
//!
//! In: candidates, each with its strength. Out: at most ten suggestions. Invariants: what is spelled as typed stands
//! before what was corrected; a label stands once; each kind that has candidates has its share of the places.

use super::{MAX_SUGGESTIONS, Suggestion, SuggestionKind};
use crate::domain::SpecialtyId;

/// How many places each sort has for certain, and at most while another has candidates left.
const SHARES: [(Sort, usize, usize); 3] = [(Sort::Words, 3, 6), (Sort::Name, 2, 4), (Sort::Place, 2, 4)];

/// How many corrections stand behind suggestions that are spelled as typed, and how many where there are none.
const CORRECTIONS_BEHIND: usize = 3;
const CORRECTIONS: usize = 6;

/// What shares places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sort {
    /// Specialties, conditions and techniques.
    Words,
    /// People and organizations.
    Name,
    /// Places.
    Place,
}

/// A suggestion and how likely it is meant.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Candidate {
    pub(super) suggestion: Suggestion,
    /// From 0 to about 2, comparable over kinds.
    pub(super) strength: f64,
    pub(super) source: Source,
}

/// Where a candidate is from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Source {
    /// The vocabulary.
    Words,
    /// The gazetteer: the place's number.
    Place(u32),
    /// The generation: the provider's number, the name alone, and what its bearer is.
    Name { number: u32, name: String, specialties: Vec<SpecialtyId> },
}

impl Candidate {
    fn sort(&self) -> Sort {
        match self.suggestion.kind {
            SuggestionKind::Specialty | SuggestionKind::Condition | SuggestionKind::Technique => Sort::Words,
            SuggestionKind::Person | SuggestionKind::Organization => Sort::Name,
            SuggestionKind::Place => Sort::Place,
        }
    }
}

/// The candidates that are shown, in order.
pub(super) fn mix(mut candidates: Vec<Candidate>) -> Vec<Candidate> {
    candidates.sort_by(|a, b| {
        let typo = a.suggestion.typo.cmp(&b.suggestion.typo);
        typo.then(b.strength.total_cmp(&a.strength))
    });
    let mut labels: Vec<String> = Vec::with_capacity(candidates.len());
    candidates.retain(|candidate| {
        let label = candidate.suggestion.label.to_lowercase();
        let new = !labels.contains(&label);
        if new {
            labels.push(label);
        }
        new
    });
    let clean = candidates.partition_point(|candidate| candidate.suggestion.typo == 0);
    let corrected = candidates.split_off(clean);
    let mut shown = share(candidates);
    let most = if shown.is_empty() { CORRECTIONS } else { CORRECTIONS_BEHIND };
    let room = MAX_SUGGESTIONS - shown.len();
    shown.extend(corrected.into_iter().take(most.min(room)));
    shown
}

/// Takes ten: of each sort the share it has for certain, then the strongest, each sort no more than it may have, then
/// whatever is left. The order stays.
fn share(candidates: Vec<Candidate>) -> Vec<Candidate> {
    let sorts: Vec<Sort> = candidates.iter().map(Candidate::sort).collect();
    let mut taken = vec![false; candidates.len()];
    let mut left = MAX_SUGGESTIONS;
    for round in [SHARES.map(|(sort, least, _)| (sort, least)), SHARES.map(|(sort, _, most)| (sort, most))] {
        for (place, sort) in sorts.iter().enumerate() {
            let most = round.iter().find(|(own, _)| own == sort).map_or(0, |(_, most)| *most);
            let own = sorts.iter().zip(&taken).filter(|(own, taken)| *own == sort && **taken).count();
            if left > 0 && !taken[place] && own < most {
                taken[place] = true;
                left -= 1;
            }
        }
    }
    for taken in &mut taken {
        if left > 0 && !*taken {
            *taken = true;
            left -= 1;
        }
    }
    candidates.into_iter().zip(taken).filter(|(_, taken)| *taken).map(|(candidate, _)| candidate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidate(kind: SuggestionKind, label: &str, strength: f64, typo: u8) -> Candidate {
        let suggestion =
            Suggestion { kind, id: label.into(), label: label.into(), insert: label.into(), typo };
        Candidate { suggestion, strength, source: Source::Words }
    }

    fn many(kind: SuggestionKind, count: u32, strength: f64) -> impl Iterator<Item = Candidate> {
        (0..count).map(move |place| {
            candidate(kind, &format!("{} {place}", kind.as_str()), strength - f64::from(place) * 0.01, 0)
        })
    }

    fn counts(shown: &[Candidate]) -> [usize; 3] {
        let of = |kind| shown.iter().filter(|one| one.suggestion.kind == kind).count();
        [of(SuggestionKind::Specialty), of(SuggestionKind::Person), of(SuggestionKind::Place)]
    }

    #[test]
    fn no_kind_crowds_out_the_others() {
        let all = |specialties, people, places| {
            let all = many(SuggestionKind::Specialty, specialties, 0.9)
                .chain(many(SuggestionKind::Person, people, 0.5))
                .chain(many(SuggestionKind::Place, places, 0.4));
            counts(&mix(all.collect()))
        };
        assert_eq!(all(20, 20, 20), [6, 2, 2]);
        assert_eq!(all(20, 0, 1), [9, 0, 1]);
        assert_eq!(all(1, 20, 20), [1, 5, 4]);
        assert_eq!(all(0, 0, 20), [0, 0, 10]);
        assert_eq!(all(2, 1, 1), [2, 1, 1]);
        assert_eq!(all(0, 0, 0), [0, 0, 0]);
    }

    #[test]
    fn what_is_right_stands_before_what_was_corrected_and_a_label_once() {
        let shown = mix(vec![
            candidate(SuggestionKind::Specialty, "Chiropractor", 2.0, 1),
            candidate(SuggestionKind::Place, "Chico, CA", 0.1, 0),
            candidate(SuggestionKind::Place, "CHICO, CA", 0.05, 0),
            candidate(SuggestionKind::Place, "Chicago, IL", 0.9, 2),
        ]);
        let labels: Vec<&str> = shown.iter().map(|one| one.suggestion.label.as_str()).collect();
        assert_eq!(labels, ["Chico, CA", "Chiropractor", "Chicago, IL"]);
    }
}
