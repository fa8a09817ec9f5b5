//! Candidates of names.
//!
//! In: a [`Scene`]. Out: people and organizations whose names go on with what was typed.

use super::candidates::{Scene, strength};
use super::mix::{Candidate, Source};
use super::{MAX_SUGGESTIONS, Suggestion, SuggestionKind};
use crate::domain::{ProviderKind, SpecialtyId};
use crate::index::{Concept, IndexError, NameQuestion, NamedProvider};
use crate::vocabulary::{Sought, normalize};

/// Names are looked up from so many letters on: behind one letter stands a tenth of everybody.
const NAME_LETTERS: usize = 2;

/// How many names are looked up where other kinds share the places.
pub(super) const NAMES: usize = 6;

impl Scene<'_> {
    /// Names that go on with all words, or with those behind what the words before mean.
    ///
    /// # Errors
    /// [`IndexError`] when names cannot be looked up.
    pub(super) fn names(&self, nearly: bool) -> Result<Vec<Candidate>, IndexError> {
        let limit = if self.request.kinds.is_empty() { NAMES } else { MAX_SUGGESTIONS };
        for from in self.typed.name_starts() {
            let tokens = self.typed.tokens.get(from..).unwrap_or_default();
            let short = tokens.len() == 1 && self.typed.last().chars().count() < NAME_LETTERS;
            let Some(all_of) = self.clauses_before(from).filter(|_| !tokens.is_empty() && !short) else {
                continue;
            };
            let words = tokens.iter().map(|token| token.text.clone()).collect();
            let asked = NameQuestion { words, open: self.typed.open, near: self.near, all_of };
            let found = if nearly {
                self.snapshot.correct_names(&asked, limit)?
            } else {
                self.snapshot.complete_names(&asked, limit)?
            };
            if !found.is_empty() {
                let kept = self.typed.kept(from);
                let named = (0..).zip(found).map(|(place, found)| {
                    let first = name_strength(&found, &asked.words);
                    candidate(found, kept, u8::from(nearly), strength(first, place))
                });
                return Ok(named.collect());
            }
        }
        Ok(Vec::new())
    }

    /// What whoever is named has to be, as the words before say; `None` where these say something of the asker.
    fn clauses_before(&self, from: usize) -> Option<Vec<Vec<Concept>>> {
        let mut specialties: Vec<SpecialtyId> = Vec::new();
        for sought in self.typed.meant_before(from) {
            match sought {
                Sought::Specialty(id) => specialties.push(id),
                Sought::Condition(_) | Sought::Technique(_) => return None,
            }
        }
        let clause: Vec<Concept> = specialties.into_iter().map(Concept::Specialty).collect();
        Some(if clause.is_empty() { Vec::new() } else { vec![clause] })
    }
}

pub(super) fn of_kind(kind: ProviderKind) -> SuggestionKind {
    match kind {
        ProviderKind::Person => SuggestionKind::Person,
        ProviderKind::Organization => SuggestionKind::Organization,
    }
}

/// Where the provider is tells namesakes apart; by which name it was found tells why it is here.
fn candidate(found: NamedProvider, kept: &str, typo: u8, strength: f64) -> Candidate {
    let also = found.also.map_or_else(String::new, |also| format!(" ({also})"));
    let suggestion = Suggestion {
        kind: of_kind(found.kind),
        id: found.id.to_string(),
        label: format!("{}{also}, {}", found.name, found.town),
        insert: format!("{kept}{}", found.name),
        typo,
    };
    let source = Source::Name { number: found.number, name: found.name, specialties: found.specialties };
    Candidate { suggestion, strength, source }
}

/// A name is the likelier meant the more of it is typed, and from its beginning.
fn name_strength(found: &NamedProvider, words: &[String]) -> f64 {
    let name = normalize::fold(&found.name);
    let own: Vec<&str> = name.split(' ').collect();
    let whole = words.iter().filter(|word| own.contains(&word.as_str())).count();
    let letters: usize = words.iter().map(String::len).sum();
    let begins = match (found.kind, words) {
        (ProviderKind::Organization, [first, ..]) => name.starts_with(first.as_str()),
        _ => found.also.is_none(),
    };
    let all = if whole == words.len() { 0.15 } else { 0.0 };
    let several = if words.len() > 1 { 0.25 } else { 0.0 };
    let short = if letters < 3 { 0.3 } else { 0.0 };
    0.7 + all + several - short - if begins { 0.0 } else { 0.25 }
}
