//! How a name has to be written so that a search reads it as that name.
//!
//! In: a name, whose it is, vocabulary and gazetteer. Out: its [`Writing`]. Invariant: nothing else decides it, so that what
//! was found out of a provider holds for as long as its name, its kind and its specialties are the same.

use super::SuggestionKind;
use super::names::of_kind;
use super::remembered::Writing;
use crate::domain::{Npi, SpecialtyId};
use crate::places::Places;
use crate::query::intent::FilterSet;
use crate::query::parse::{names_place, parse};
use crate::vocabulary::Vocabulary;

/// A name and whose it is.
#[derive(Debug, Clone, Copy)]
pub(super) struct Naming<'n> {
    pub(super) name: &'n str,
    pub(super) npi: Npi,
    pub(super) kind: SuggestionKind,
    pub(super) specialties: &'n [SpecialtyId],
}

impl Naming<'_> {
    /// How the name is written; it is read for that, with its NPI once more where it needs that.
    pub(super) fn writing(&self, vocabulary: &Vocabulary, places: &Places) -> Writing {
        if self.is_read_as_name(vocabulary, places) {
            return Writing::Plain;
        }
        // `Associates, S.C.` would be looked for in South Carolina.
        let elsewhere = names_place(&self.numbered(), vocabulary, places);
        if elsewhere { Writing::Otherwise } else { Writing::Marked }
    }

    /// The name with the number behind it.
    pub(super) fn numbered(&self) -> String {
        format!("{} {}", self.name, self.npi)
    }

    /// Whether a search looks for the words of the name in names, and for nothing that its bearer is not.
    fn is_read_as_name(&self, vocabulary: &Vocabulary, places: &Places) -> bool {
        let (mut intent, _) = parse(self.name, vocabulary, places);
        let kinds = std::mem::take(&mut intent.filters.kind);
        let fits_kind = kinds.iter().all(|own| of_kind(*own) == self.kind);
        let mut read = intent.specialties.iter();
        let fits =
            intent.specialties.is_empty() || read.any(|reading| self.specialties.contains(&reading.concept));
        let elsewhere = intent.place.is_some() || intent.unknown_place.is_some() || intent.near_me;
        let more =
            !(intent.conditions.is_empty() && intent.techniques.is_empty() && intent.out_of_scope.is_empty());
        // A middle initial is passed over.
        let lost = intent.ignored.iter().any(|word| word.chars().count() > 1);
        let filtered =
            intent.filters != FilterSet::default() || intent.radius.is_some() || intent.npi.is_some();
        !intent.words.is_empty() && fits_kind && fits && !(elsewhere || more || lost || filtered)
    }
}
