//! What is counted of the providers of a generation: how old, how well placed, how complete, how many moved.
//!
//! In: providers, one at a time, on whatever thread. Out: [`QualityCounts`], which others join. Invariants: memory grows
//! with states and specialties, not with providers; whatever is counted by state sums up to the whole.

use super::facts::{About, Age, Wanted};
use crate::domain::{Accuracy, Provider, ProviderKind, RecordDate, SpecialtyClaim, SpecialtyId, State};
use crate::index::{PracticeView, RecordView};
use std::collections::BTreeMap;

/// All accuracies of points, the best first.
pub(super) const ACCURACIES: [Accuracy; 3] = [Accuracy::Exact, Accuracy::Zip, Accuracy::City];

/// What was counted of some providers and practices.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Figures {
    pub(super) providers: u64,
    pub(super) persons: u64,
    pub(super) practices: u64,
    /// Providers of whom data staff verified a practice, however long ago.
    pub(super) verified: u64,
    /// Providers whose primary practice is over a mile from where the list's last import had it.
    pub(super) moved: u64,
    /// Providers, in the order of [`Age::ALL`].
    ages: [u64; Age::ALL.len()],
    /// Practices, in the order of [`ACCURACIES`].
    accuracy: [u64; ACCURACIES.len()],
    /// What [`Wanted::about`] says, in the order of [`Wanted::ALL`].
    missing: [u64; Wanted::ALL.len()],
}

impl Figures {
    /// A provider without its practices.
    fn of_provider(provider: &RecordView<'_>, verified: bool, as_of: RecordDate) -> Self {
        let person = provider.name.kind() == ProviderKind::Person;
        let mut figures = Self {
            providers: 1,
            persons: u64::from(person),
            verified: u64::from(verified),
            ..Self::default()
        };
        figures.ages[Age::of(provider.updated, as_of) as usize] = 1;
        for (count, wanted) in figures.missing.iter_mut().zip(Wanted::ALL) {
            *count = u64::from(wanted.is_missing_of(provider));
        }
        figures
    }

    fn of_practice(practice: &PracticeView<'_>) -> Self {
        let mut figures = Self { practices: 1, ..Self::default() };
        for (count, accuracy) in figures.accuracy.iter_mut().zip(ACCURACIES) {
            *count = u64::from(accuracy == practice.accuracy);
        }
        for (count, wanted) in figures.missing.iter_mut().zip(Wanted::ALL) {
            *count = u64::from(wanted.is_missing_at(practice));
        }
        figures
    }

    /// Adds what was counted of others. Taken apart by name, so that a new field cannot be forgotten.
    pub(super) fn add(&mut self, other: &Self) {
        let Self { providers, persons, practices, verified, moved, ages, accuracy, missing } = other;
        self.providers += providers;
        self.persons += persons;
        self.practices += practices;
        self.verified += verified;
        self.moved += moved;
        let pairs = self.ages.iter_mut().zip(ages);
        let pairs = pairs.chain(self.accuracy.iter_mut().zip(accuracy));
        for (sum, count) in pairs.chain(self.missing.iter_mut().zip(missing)) {
            *sum += count;
        }
    }

    /// Providers by age.
    pub(super) fn ages(&self) -> impl Iterator<Item = (Age, u64)> {
        Age::ALL.into_iter().zip(self.ages)
    }

    /// Providers whom the pages call "not verified with the practice".
    pub(super) fn unverified(&self) -> u64 {
        self.ages().filter(|(age, _)| age.is_unverified()).map(|(_, count)| count).sum()
    }

    /// Practices by accuracy of their points.
    pub(super) fn accuracies(&self) -> impl Iterator<Item = (Accuracy, u64)> {
        ACCURACIES.into_iter().zip(self.accuracy)
    }

    /// Facts with how many lack them, and of how many.
    pub(super) fn missing(&self) -> impl Iterator<Item = (Wanted, u64, u64)> {
        Wanted::ALL
            .into_iter()
            .zip(self.missing)
            .map(|(wanted, count)| (wanted, count, self.of(wanted.about())))
    }

    /// How many lack one fact.
    pub(super) fn lack(&self, wanted: Wanted) -> u64 {
        self.missing[wanted as usize]
    }

    /// How many there are of what facts are about.
    fn of(&self, about: About) -> u64 {
        match about {
            About::Practices => self.practices,
            About::Providers => self.providers,
            About::Persons => self.persons,
        }
    }
}

/// What was counted of the providers of a generation.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::import) struct QualityCounts {
    pub(super) total: Figures,
    /// Providers where their primary practice is, practices where they are.
    pub(super) states: BTreeMap<State, Figures>,
    /// Who has two specialties is counted with both.
    pub(super) specialties: BTreeMap<SpecialtyId, Figures>,
}

impl QualityCounts {
    /// Counts a provider; `verified` says whether data staff verified a practice of it.
    pub(in crate::import) fn count(&mut self, provider: &RecordView<'_>, verified: bool, as_of: RecordDate) {
        // Nearly all have one practice, or several in one state: their figures are added once.
        let mut whole = Figures::of_provider(provider, verified, as_of);
        let Some(state) = provider.primary().map(|practice| practice.state) else { return };
        let mut here = whole;
        for practice in &provider.practices {
            let there = Figures::of_practice(practice);
            if practice.state == state {
                here.add(&there);
            } else {
                self.states.entry(practice.state).or_default().add(&there);
            }
            whole.add(&there);
        }
        self.states.entry(state).or_default().add(&here);
        self.add(&provider.specialties, &whole);
    }

    /// Counts a provider whose primary practice is over a mile from where it was; it stands where it is now.
    pub(in crate::import) fn count_moved(&mut self, provider: &Provider) {
        let moved = Figures { moved: 1, ..Figures::default() };
        self.states.entry(provider.practices.first().state).or_default().add(&moved);
        self.add(&provider.specialties, &moved);
    }

    fn add(&mut self, specialties: &[SpecialtyClaim], figures: &Figures) {
        self.total.add(figures);
        for (place, claim) in specialties.iter().enumerate() {
            let again = specialties.iter().take(place).any(|other| other.specialty == claim.specialty);
            if !again {
                self.specialties.entry(claim.specialty).or_default().add(figures);
            }
        }
    }

    /// Takes in what was counted elsewhere.
    pub(in crate::import) fn join(&mut self, other: &Self) {
        self.total.add(&other.total);
        for (state, figures) in &other.states {
            self.states.entry(*state).or_default().add(figures);
        }
        for (specialty, figures) in &other.specialties {
            self.specialties.entry(*specialty).or_default().add(figures);
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
