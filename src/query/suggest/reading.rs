//! What goes into the box, so that a search reads it as what the suggestion says.
//!
//! In: a candidate that is shown. Out: its suggestion, with words added where a search would read it otherwise, or none.
//! Only what may be read otherwise is parsed: names, states, and places whose names have words of the vocabulary.

use super::Suggestion;
use super::candidates::Scene;
use super::mix::{Candidate, Source};
use super::naming::Naming;
use super::remembered::Writing;
use crate::domain::{ProviderId, SpecialtyId};
use crate::query::parse::{parse, place_in};
use crate::vocabulary::{Lang, Sought, normalize};

/// Words behind which a number is a distance: `Six Mile` is a town too.
const MEASURES: [&str; 5] = ["block", "mile", "miles", "minute", "hour"];

impl Scene<'_> {
    /// The suggestion that is shown.
    pub(super) fn finished(&self, candidate: Candidate) -> Option<Suggestion> {
        let Candidate { suggestion, source, .. } = candidate;
        match source {
            Source::Words => Some(suggestion),
            Source::Place(number) => self.readable_place(suggestion, number),
            Source::Name { number, name, specialties } => {
                Some(self.readable_name(suggestion, (number, &name), &specialties))
            }
        }
    }

    /// Whether what is written for a thing is read as it behind the words before: `physical therapy clinic` behind
    /// `pelvic floor` is not.
    pub(super) fn stays_apart(&self, sought: Sought, from: usize) -> bool {
        let text = self.vocabulary.insertion(sought, self.request.lang);
        let first = || normalize::tokens(text).into_iter().next().map(|token| token.text).unwrap_or_default();
        if from == 0 || !self.vocabulary.runs_on(&self.typed.just_before(from), &first()) {
            return true;
        }
        let (intent, _) = parse(&format!("{}{text}", self.typed.kept(from)), self.vocabulary, self.places);
        match sought {
            Sought::Specialty(id) => intent.specialties.iter().any(|reading| reading.concept == id),
            Sought::Condition(id) => intent.conditions.iter().any(|reading| reading.concept == id),
            Sought::Technique(id) => intent.techniques.iter().any(|reading| reading.concept == id),
        }
    }

    /// A place with what makes it one: `New York` is the city, `New York State` the state; `Near North Side` lies
    /// near nothing.
    fn readable_place(&self, suggestion: Suggestion, number: u32) -> Option<Suggestion> {
        let label = suggestion.label.as_str();
        let kept = suggestion.insert.strip_suffix(label).unwrap_or_default();
        let written = (kept, self.request.lang);
        match self.remembered.place(written, number, || self.place_writing(kept, label)) {
            Writing::Plain => Some(suggestion),
            Writing::Marked => {
                let insert = self.marked_place(kept, label);
                Some(Suggestion { insert, ..suggestion })
            }
            Writing::Otherwise => None,
        }
    }

    /// How a place has to be written behind what is kept.
    fn place_writing(&self, kept: &str, label: &str) -> Writing {
        let ours = |word: &str| self.vocabulary.has_word(word) || MEASURES.contains(&word);
        let worded = || normalize::tokens(label).iter().any(|token| ours(&token.text));
        if !(is_state(label) || worded()) || self.is_read_as_place(&format!("{kept}{label}"), label) {
            Writing::Plain
        } else if self.is_read_as_place(&self.marked_place(kept, label), label) {
            Writing::Marked
        } else {
            Writing::Otherwise
        }
    }

    fn marked_place(&self, kept: &str, label: &str) -> String {
        let marker = match self.request.lang {
            Lang::En => "in",
            Lang::Es => "en",
        };
        if is_state(label) { format!("{kept}{label} State") } else { format!("{kept}{marker} {label}") }
    }

    fn is_read_as_place(&self, text: &str, label: &str) -> bool {
        place_in(text, self.vocabulary, self.places).is_some_and(|read| read == label)
    }

    /// A name; one that a search would not read as this provider's gets its NPI: `Back Pain Clinic` is a complaint too.
    fn readable_name(
        &self,
        suggestion: Suggestion,
        (number, name): (u32, &str),
        specialties: &[SpecialtyId],
    ) -> Suggestion {
        let Ok(ProviderId::Npi(npi)) = suggestion.id.parse() else { return suggestion };
        let naming = Naming { name, npi, kind: suggestion.kind, specialties };
        let writing = self.remembered.name(number, || naming.writing(self.vocabulary, self.places));
        match writing {
            Writing::Plain => suggestion,
            Writing::Marked => {
                let kept = suggestion.insert.strip_suffix(name).unwrap_or_default();
                Suggestion { insert: format!("{kept}{}", naming.numbered()), ..suggestion }
            }
            Writing::Otherwise => Suggestion { insert: format!("NPI {npi}"), ..suggestion },
        }
    }
}

/// A state's label is its name alone; that of any other place has a comma.
fn is_state(label: &str) -> bool {
    !label.contains(',')
}
