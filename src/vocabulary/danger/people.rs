//! Whose a sign is.
//!
//! In: a text with the groups found in it. Out: the person at each word, and whom each clause is about at its end.
//! Invariant: somebody who is only lifted, followed or cared for is not the one that a clause is about.

use super::super::pattern::Hit;
use super::cues::Kind;
use super::story::Story;

/// Whose a sign is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Person {
    /// Nobody was named.
    Unsaid,
    /// The one who writes.
    Myself,
    /// Somebody the writer speaks for.
    Other,
    /// People in general, an animal, a thing.
    Nobody,
}

/// Words before somebody who is not the one that the clause is about: `lifting my son`, `with my wife`.
const ASIDE: [&str; 34] = [
    "lifting",
    "lifted",
    "lift",
    "carrying",
    "carried",
    "carry",
    "picking",
    "picked",
    "up",
    "holding",
    "held",
    "feeding",
    "nursing",
    "with",
    "from",
    "by",
    "to",
    "on",
    "at",
    "off",
    "of",
    "like",
    "over",
    "hugging",
    "having",
    "helping",
    "a",
    "con",
    "cargando",
    "cargar",
    "levantando",
    "levantar",
    "por",
    "como",
];

/// Words between those and him.
const ARTICLES: [&str; 14] =
    ["the", "an", "el", "la", "my", "our", "mi", "nuestro", "his", "her", "their", "un", "una", "su"];

/// Words before an animal that something came from, besides those: `se cayó del caballo`.
const FROM: [&str; 2] = ["del", "de"];

/// Words behind an animal that make something else of it: `cat scan`, `cow pose`, `dog walker`.
const COMPOUND: [&str; 32] = [
    "scan",
    "scans",
    "pose",
    "poses",
    "stretch",
    "stretches",
    "yoga",
    "walker",
    "walkers",
    "groomer",
    "groomers",
    "sitter",
    "trainer",
    "trainers",
    "owner",
    "owners",
    "breeder",
    "handler",
    "rider",
    "riders",
    "farmer",
    "vendor",
    "stand",
    "food",
    "bite",
    "bites",
    "park",
    "leash",
    "hair",
    "shelter",
    "store",
    "rescue",
];

/// Words that do so but behind somebody's own: `dog walking`, not `my dog walking oddly`.
const DOING: [&str; 6] = ["walking", "sitting", "grooming", "riding", "racing", "barking"];

/// Words for whose an animal is.
const OWN: [&str; 7] = ["my", "our", "his", "her", "their", "mi", "nuestro"];

/// Words before an animal that do so: `hot dog`, `service dog owner`.
const COMPOUND_BEFORE: [&str; 3] = ["hot", "downward", "cat"];

/// Words that liken: `walking like a drunk person` is of nobody.
const LIKE: [&str; 2] = ["like", "como"];

/// Words for the writer as the one that something is done to.
const OBJECTS: [&str; 3] = ["me", "us", "nos"];

impl Story<'_> {
    /// Whether a word for somebody is the name of an ailment that a sign begins with.
    fn begins_ailment(&self, person: &Hit) -> bool {
        let named = |hit: &Hit| hit.first == person.first && hit.end == person.end;
        let longer = |hit: &Hit| hit.first == person.first && hit.end > person.end;
        self.hits.iter().any(|hit| self.kind(hit) == Kind::Named && named(hit))
            && self.hits.iter().any(|hit| self.kind(hit) == Kind::Sign && longer(hit))
    }

    /// Finds the person at each word, and the one that each clause is about at its end; a clause that names nobody
    /// goes on with the one before.
    pub(super) fn name_persons(&mut self) {
        let mut cues: Vec<(usize, Kind, usize)> = Vec::new();
        for hit in self.hits {
            let kind = self.kind(hit);
            // `15 years ago` is no child.
            let dated =
                |past: &Hit| self.kind(past) == Kind::Past && past.first < hit.end && hit.end < past.end;
            if kind == Kind::Other && self.holders.iter().any(dated) {
                continue;
            }
            // `tia symptoms` are no aunt's.
            if matches!(kind, Kind::Other | Kind::Cared) && self.begins_ailment(hit) {
                continue;
            }
            if matches!(
                kind,
                Kind::Myself
                    | Kind::Other
                    | Kind::Cared
                    | Kind::Pronoun
                    | Kind::Anybody
                    | Kind::Animal
                    | Kind::Thing
            ) {
                cues.push((hit.first, kind, hit.end));
            }
        }
        // The wider of two that begin together tells more: `my mother` than `my`.
        cues.sort_by_key(|(first, _, end)| (*first, std::cmp::Reverse(*end)));
        let (mut told_of, mut over) = (None, 0);
        let mut cared = vec![false; self.text.words.len()];
        for (first, kind, end) in cues {
            if first < over {
                continue;
            }
            over = end;
            let person = self.named(kind, first, told_of);
            if matches!(kind, Kind::Other | Kind::Anybody | Kind::Animal) && person.is_some() {
                told_of = person;
            }
            if kind == Kind::Cared {
                told_of = Some(Person::Other);
                cared[first..end].fill(true);
            }
            self.persons[first..end].fill(person);
        }
        let mut last = None;
        for (clause, (first, end)) in self.clauses.iter_mut().zip(&self.text.clauses) {
            let own = (*first..*end).rev().find(|place| self.persons[*place].is_some());
            // `I look after my mother, she fell today`
            let named = |place: usize| if cared[place] { Some(Person::Other) } else { self.persons[place] };
            last = own.and_then(named).or(last);
            clause.person = last;
        }
    }

    /// Whether a part of the body begins at a place.
    fn is_body(&self, place: usize) -> bool {
        self.hits.iter().any(|hit| hit.first == place && self.kind(hit) == Kind::Body)
    }

    /// Whether the name of an animal is part of another thing's: `cat scan`, `hot dog`.
    fn is_compound(&self, place: usize) -> bool {
        let word = |place: usize| self.text.words.get(place).map_or("", |word| word.text.as_str());
        let (before, behind) = (place.checked_sub(1).map_or("", word), word(place + 1));
        COMPOUND.contains(&behind)
            || DOING.contains(&behind) && !OWN.contains(&before)
            || COMPOUND_BEFORE.contains(&before)
    }

    /// The person whom a cue names at a place, behind those named before it.
    fn named(&self, kind: Kind, place: usize, told_of: Option<Person>) -> Option<Person> {
        let (first, _) = self.text.clause(place);
        let before = &self.text.words[first..place];
        // `picked up the cat`
        let mut last = before.iter().rev().map(|word| word.text.as_str());
        let last = last.find(|word| !ARTICLES.contains(word));
        let aside = last.is_some_and(|word| ASIDE.contains(&word));
        let likened = before.iter().any(|word| LIKE.contains(&word.text.as_str()));
        let is_mine = self.persons[first..place].contains(&Some(Person::Myself));
        let spoken = self.persons[first..place].iter().any(Option::is_some);
        match kind {
            Kind::Myself => Some(Person::Myself),
            _ if aside => None,
            Kind::Animal if last.is_some_and(|word| FROM.contains(&word)) => None,
            Kind::Animal if self.is_compound(place) => None,
            Kind::Anybody if likened => None,
            Kind::Other => Some(Person::Other),
            Kind::Cared => Some(Person::Nobody),
            _ if aside => None,
            // `I cover his desk`
            Kind::Pronoun if is_mine && !self.is_body(place + 1) => None,
            Kind::Pronoun => Some(told_of.unwrap_or(Person::Other)),
            Kind::Anybody if spoken => None,
            Kind::Thing if spoken || !before.iter().all(|word| word.light || word.begins_clause) => None,
            _ => Some(Person::Nobody),
        }
    }

    /// Whose a hit is: whom the clause names in it, before it, behind it, else whom the text was about.
    pub(super) fn person(&self, hit: &Hit) -> Person {
        let (first, end) = self.text.clause(hit.first);
        let end = end.max(hit.end);
        let named = |first: usize, end: usize| self.persons[first..end].iter().find_map(|person| *person);
        let before = || self.persons[first..hit.first].iter().rev().find_map(|person| *person);
        let somebody = |person: &Person| *person != Person::Nobody;
        let earlier = || {
            let number = *self.text.clause_of.get(hit.first)?;
            let last = number.checked_sub(1)?;
            let person = self.clauses.get(last)?.person?;
            let goes_on = self.same_sentence(last, number) && !self.clauses[number].present;
            (person != Person::Nobody || goes_on).then_some(person)
        };
        // `he tackled me`
        let object = |place: usize| {
            self.text.words.get(place).is_some_and(|word| OBJECTS.contains(&word.text.as_str()))
        };
        let is_object = (hit.first + 1..=hit.end.min(end.saturating_sub(1))).any(object);
        is_object
            .then_some(Person::Myself)
            .or_else(|| named(hit.first, hit.end))
            .or_else(before)
            .or_else(|| named(hit.end, end).filter(somebody))
            .or_else(earlier)
            .unwrap_or(Person::Unsaid)
    }
}
