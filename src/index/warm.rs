//! Making for a new generation what the one before it had been asked for, so that its first questions do not wait.
//!
//! In: what an older generation keeps of its tiles. Out: the same of the newer one. Invariant: nothing but time depends on
//! it; concepts that the newer generation does not have are left out.

use super::clause::{Clauses, Concepts};
use super::clock::Until;
use super::masks::{Having, Masks};
use super::tables::View;

/// Concepts of one generation in the numbers of another.
struct Renumbered<'c> {
    from: &'c Concepts,
    to: &'c Concepts,
}

/// Makes what `older` keeps.
///
/// # Complexity
/// As for everything that it keeps, made anew.
pub(super) fn warm(newer: (&Masks, &View<'_>, &Concepts), older: (&Masks, &Concepts)) {
    let ((masks, view, to), (older, from)) = (newer, older);
    let renumbered = Renumbered { from, to };
    let until = Until::never();
    let kept = older.what_is_kept();
    for having in kept.masks.into_iter().filter_map(|having| renumbered.having(&having)) {
        masks.of(view, having, &until);
    }
    for clauses in kept.sums.iter().filter_map(|clauses| renumbered.clauses(clauses)) {
        if let Some(let_in) = masks.let_in(view, &clauses, &until) {
            masks.sums(view, &clauses, &let_in, true);
        }
    }
    for clauses in kept.facets.iter().filter_map(|clauses| renumbered.clauses(clauses)) {
        if let Some(let_in) = masks.let_in(view, &clauses, &until) {
            masks.facets(view, to, &clauses, &let_in, (u32::MAX, &until));
        }
    }
    if kept.merit {
        masks.merit(view);
    }
}

impl Renumbered<'_> {
    fn number(&self, number: u16) -> Option<u16> {
        self.to.number(self.from.meaning(number)?)
    }

    fn numbers(&self, numbers: &[u16]) -> Option<Vec<u16>> {
        let mut numbers: Vec<u16> =
            numbers.iter().map(|number| self.number(*number)).collect::<Option<_>>()?;
        numbers.sort_unstable();
        Some(numbers)
    }

    fn having(&self, having: &Having) -> Option<Having> {
        Some(match having {
            Having::AnyOf(concepts) => Having::AnyOf(self.numbers(concepts)?),
            Having::Primary(concept) => Having::Primary(self.number(*concept)?),
        })
    }

    fn clauses(&self, clauses: &Clauses) -> Option<Clauses> {
        let all_of: Option<Vec<Vec<u16>>> = clauses.all_of().map(|clause| self.numbers(clause)).collect();
        Some(Clauses::of_numbers(all_of?, self.numbers(clauses.none_of())?))
    }
}

#[cfg(test)]
mod tests {
    use super::super::lookup::Concept;
    use super::super::world::WORLD;
    use super::*;
    use crate::domain::ProviderKind;

    #[test]
    fn the_newer_has_what_the_older_had() {
        let (view, concepts) = (WORLD.snapshot.view(), WORLD.snapshot.concepts());
        let people = [vec![Concept::Kind(ProviderKind::Person)]];
        let clauses = Clauses::resolve(&people, &[], concepts).expect("known concepts");
        let (older, newer) = (Masks::default(), Masks::default());
        let until = Until::never();
        let let_in = older.let_in(&view, &clauses, &until).expect("there is time");
        older.sums(&view, &clauses, &let_in, true);
        older.facets(&view, concepts, &clauses, &let_in, (u32::MAX, &until));
        older.merit(&view);
        warm((&newer, &view, concepts), (&older, concepts));
        let (had, has) = (older.what_is_kept(), newer.what_is_kept());
        assert_eq!((has.masks, has.sums, has.facets), (had.masks, had.sums, had.facets));
        assert_eq!(has.merit, had.merit);
        assert!(newer.sums(&view, &clauses, &let_in, false).is_some());
    }
}
