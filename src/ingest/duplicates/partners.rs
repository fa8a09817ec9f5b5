//! With whom somebody is suspected to be one person.
//!
//! In: people, one after the other, with what speaks for it. Out: who of them is named, and how many are not. Invariants:
//! whoever is told of twice counts once; who is named does not depend on the order of telling.

use super::person::Person;
use super::score::Agreement;

/// Of somebody who is suspected with more others than these, only the surest is named: a list that tells one person for
/// each of hundreds of plans has nothing to show pair by pair.
pub(super) const MOST_NAMED: usize = 15;

/// Others with whom somebody is suspected.
#[derive(Debug, Default)]
pub(super) struct Partners {
    /// The surest first, among equals that of the lowest id: all of them while they are few, then the first alone.
    surest: Vec<(usize, Agreement)>,
    /// The places of all of them.
    all: Vec<u32>,
}

impl Partners {
    /// Takes the person at a place, if it was not told of.
    pub(super) fn take(&mut self, place: usize, agreement: Agreement, people: &[Person]) {
        let id = |place: usize| &people[place].id;
        if self.all.iter().any(|own| *own as usize == place || id(*own as usize) == id(place)) {
            return;
        }
        self.all.push(u32::try_from(place).unwrap_or(u32::MAX));
        let stands_before = |(own, known): &(usize, Agreement)| {
            known.bits.total_cmp(&agreement.bits).reverse().then_with(|| id(*own).cmp(id(place))).is_lt()
        };
        let at = self.surest.partition_point(stands_before);
        if at == 0 || self.all.len() <= MOST_NAMED {
            self.surest.insert(at, (place, agreement));
        }
        if self.all.len() > MOST_NAMED {
            self.surest.truncate(1);
        }
    }

    /// How many are not named.
    pub(super) fn unnamed(&self) -> usize {
        self.all.len() - self.surest.len()
    }

    /// Who is named.
    pub(super) fn named(self) -> Vec<(usize, Agreement)> {
        self.surest
    }
}
