//! Names are found out ahead of questions: how each has to be written.
//!
//! In: a generation, what it remembers, and the generation before it. Out: nothing but what is remembered. First what the
//! generation before knew of names that are the same, then the names that the first letters of a name offer, then all
//! others. Invariant: done in pieces of a given time, from where the piece before stopped; it changes no answer.

use super::names::{NAMES, of_kind};
use super::naming::Naming;
use super::remembered::Remembered;
use super::suggest;
use crate::domain::ProviderId;
use crate::index::{IndexError, NameQuestion, NamedProvider, Snapshot};
use crate::places::Places;
use crate::query::engine::SearchError;
use crate::query::request::SuggestRequest;
use crate::vocabulary::{Lang, Vocabulary};
use std::sync::PoisonError;
use std::time::{Duration, Instant};

/// Beginnings of so many letters are typed ahead; whole answers are made to those of fewer.
const TYPED: usize = if cfg!(test) { 2 } else { 3 };

const LETTERS: usize = 26;

/// The clock is looked at after so many names that are compared, which takes microseconds.
const COMPARED: usize = 256;

/// What is left to find out ahead.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// What questions are about to need: to be gone on with at once.
    Soon,
    /// What some question needs some day: to be gone on with beside others.
    Sometime,
    /// Nothing.
    Nothing,
}

/// How far names were found out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// Compared with the generation before up to one; the older number that is likely the same.
    Compared { next: u32, guess: u32 },
    /// Beginnings were typed up to one.
    Typed { next: usize },
    /// All were read up to one.
    Read { next: u32 },
}

impl Default for Progress {
    fn default() -> Self {
        Self::Compared { next: 0, guess: 0 }
    }
}

impl Progress {
    fn left(self) -> Left {
        match self {
            Self::Compared { .. } | Self::Typed { .. } => Left::Soon,
            Self::Read { .. } => Left::Sometime,
        }
    }
}

/// A generation whose names are found out.
#[derive(Debug, Clone, Copy)]
pub(in crate::query) struct Ahead<'a> {
    pub(in crate::query) vocabulary: &'a Vocabulary,
    pub(in crate::query) places: &'a Places,
    pub(in crate::query) snapshot: &'a Snapshot,
    pub(in crate::query) remembered: &'a Remembered,
    /// The generation before, and what it remembers.
    pub(in crate::query) older: Option<Older<'a>>,
}

/// A generation before, and what it remembers.
pub(in crate::query) type Older<'a> = (&'a Snapshot, &'a Remembered);

impl Ahead<'_> {
    /// Goes on for about so long, or until nothing is left that is needed soon; what is left then.
    ///
    /// # Errors
    /// [`SearchError::Index`] when names cannot be looked up or read.
    ///
    /// # Complexity
    /// Over all pieces: each record once, and twice where there is a generation before; each name is read once that is
    /// not known from it.
    pub(in crate::query) fn go_on(&self, time: Duration) -> Result<Left, SearchError> {
        let until = Instant::now() + time;
        let mut progress = self.remembered.progress().lock().unwrap_or_else(PoisonError::into_inner);
        let begun = progress.left();
        while Instant::now() < until && progress.left() == begun {
            let next = match *progress {
                Progress::Compared { next, guess } => self.compare(next, guess),
                Progress::Typed { next } => self.type_ahead(next)?,
                Progress::Read { next } => match self.read(next)? {
                    Some(next) => next,
                    None => return Ok(Left::Nothing),
                },
            };
            *progress = next;
        }
        Ok(progress.left())
    }

    /// Takes over what was known of some names.
    fn compare(&self, first: u32, mut guess: u32) -> Progress {
        let Some((older, known)) = self.older else { return Progress::Typed { next: 0 } };
        let end = self.count().min(first.saturating_add(narrow(COMPARED)));
        for number in first..end {
            // Both are numbered along the same curve, so that most follow each other there, too.
            let Some(same) = self.snapshot.same_in(number, older, guess) else { continue };
            guess = same.number.saturating_add(1);
            if let Some(writing) = known.known_name(same.number).filter(|_| same.is_named_alike) {
                self.remembered.name(number, || writing);
            }
        }
        if end == self.count() {
            Progress::Typed { next: 0 }
        } else {
            Progress::Compared { next: end, guess }
        }
    }

    /// Asks what somebody asks who begins to type.
    fn type_ahead(&self, place: usize) -> Result<Progress, SearchError> {
        let Some(text) = beginning(place) else { return Ok(Progress::Read { next: 0 }) };
        if text.len() < TYPED {
            for lang in [Lang::En, Lang::Es] {
                let request = SuggestRequest { q: text.clone(), lang, ..SuggestRequest::default() };
                suggest(&request, self.vocabulary, self.places, self.snapshot, self.remembered)?;
            }
        } else {
            let asked = NameQuestion { words: vec![text], open: true, ..NameQuestion::default() };
            for named in self.snapshot.complete_names(&asked, NAMES)? {
                self.find_out(&named);
            }
        }
        Ok(Progress::Typed { next: place + 1 })
    }

    /// Reads the next name that is not known.
    fn read(&self, first: u32) -> Result<Option<Progress>, IndexError> {
        let next = (first..self.count()).find(|number| self.remembered.known_name(*number).is_none());
        let Some(number) = next else { return Ok(None) };
        self.find_out(&self.snapshot.named(number)?);
        Ok(Some(Progress::Read { next: number + 1 }))
    }

    fn find_out(&self, named: &NamedProvider) {
        // Others are written as they are called.
        let ProviderId::Npi(npi) = named.id else { return };
        let kind = of_kind(named.kind);
        let naming = Naming { name: &named.name, npi, kind, specialties: &named.specialties };
        self.remembered.name(named.number, || naming.writing(self.vocabulary, self.places));
    }

    fn count(&self) -> u32 {
        narrow(self.snapshot.len())
    }
}

/// The beginnings that are typed, by their place: those of one letter first.
fn beginning(place: usize) -> Option<String> {
    let mut place = place;
    for letters in 1..=TYPED {
        let count = (0..letters).fold(1, |count, _| count * LETTERS);
        if place < count {
            let letter = |digit: usize| char::from(b"abcdefghijklmnopqrstuvwxyz"[digit % LETTERS]);
            let digits = (0..letters).rev().scan(count, |unit, _| {
                *unit /= LETTERS;
                Some(place / *unit)
            });
            return Some(digits.map(letter).collect());
        }
        place -= count;
    }
    None
}

/// A number of a provider; a generation with more than 32 bits count is not written.
fn narrow(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::remembered::Writing;
    use super::*;
    use crate::domain::{Name, Provider};
    use crate::query::sample::{self, engine, vocabulary};
    use std::collections::BTreeSet;
    use std::sync::Arc;

    /// Goes on by the smallest pieces until there is no more.
    fn finish(snapshot: &Snapshot, remembered: &Remembered, older: Option<Older<'_>>) {
        let (vocabulary, places) = (vocabulary(), engine().places());
        let ahead = Ahead { vocabulary, places, snapshot, remembered, older };
        let mut pieces = 0;
        while ahead.go_on(Duration::from_micros(1)).expect("a sound generation") != Left::Nothing {
            pieces += 1;
        }
        assert!(pieces > 10, "{pieces}");
        // Nothing is left, however often it is asked for.
        assert_eq!(ahead.go_on(Duration::from_secs(9)).ok(), Some(Left::Nothing));
    }

    fn remembers(snapshot: &Snapshot) -> Remembered {
        Remembered::new(snapshot.len(), engine().places().count())
    }

    /// How a name is written, found out anew.
    fn anew(snapshot: &Snapshot, number: u32) -> Option<Writing> {
        let named = snapshot.named(number).expect("a record");
        let ProviderId::Npi(npi) = named.id else { return None };
        let naming =
            Naming { name: &named.name, npi, kind: of_kind(named.kind), specialties: &named.specialties };
        Some(naming.writing(vocabulary(), engine().places()))
    }

    fn numbers(snapshot: &Snapshot) -> std::ops::Range<u32> {
        0..narrow(snapshot.len())
    }

    /// The list with names that a search reads otherwise.
    fn list() -> Vec<Provider> {
        let mut list = sample::providers();
        for (provider, name) in
            list.iter_mut().step_by(5).zip(["Back Pain Clinic", "Associates, S.C.", "Neck Pain", "Boston"])
        {
            provider.name = Name::Organization(name.to_owned());
        }
        list
    }

    #[test]
    fn every_name_is_found_out_ahead() {
        let snapshot = sample::open(&list(), 1, "list");
        let remembered = remembers(&snapshot);
        finish(&snapshot, &remembered, None);
        let mut writings = BTreeSet::new();
        for number in numbers(&snapshot) {
            let writing = anew(&snapshot, number);
            assert_eq!(remembered.known_name(number), writing);
            writings.insert(format!("{writing:?}"));
        }
        assert_eq!(writings.len(), 4, "{writings:?}");
    }

    #[test]
    fn what_the_generation_before_knew_is_taken_over_for_names_that_are_the_same() {
        let before = list();
        let mut after = before.clone();
        // Numbers shift, and three change what a name depends on.
        after.remove(40);
        after.remove(3);
        after.rotate_left(7);
        let changed: Vec<ProviderId> = [2, 9, 20].map(|place| after[place].id.clone()).into();
        after[2].name = Name::Organization("Elsewhere".to_owned());
        after[9].name = Name::Organization("Headache Center".to_owned());
        after[20].specialties.truncate(0);
        // A change elsewhere is none.
        after[11].website = None;
        after[12].telehealth = crate::domain::Fact::Unknown;
        let (before, after) = (sample::open(&before, 1, "list"), sample::open(&after, 2, "list"));
        let known = remembers(&before);
        for number in numbers(&before) {
            // What nobody finds out shows what was taken over.
            known.name(number, || Writing::Otherwise);
        }
        let remembered = known.of_others(after.len());
        finish(&after, &remembered, Some((&before, &known)));
        let mut taken = 0;
        for number in numbers(&after) {
            let named = after.named(number).expect("a record");
            let is_changed = changed.contains(&named.id);
            let expected = if is_changed { anew(&after, number) } else { Some(Writing::Otherwise) };
            assert_eq!(remembered.known_name(number), expected, "{named:?}");
            taken += usize::from(!is_changed);
        }
        assert_eq!(taken, after.len() - changed.len());
    }

    #[test]
    fn the_same_generation_again_knows_what_it_knew_and_answers_anew() {
        let snapshot = sample::open(&list(), 1, "list");
        let remembered = remembers(&snapshot);
        remembered.name(5, || Writing::Marked);
        let again = remembered.of_the_same();
        assert_eq!(again.known_name(5), Some(Writing::Marked));
        let others = remembered.of_others(3);
        assert_eq!((others.known_name(2), others.known_name(5)), (None, None));
    }

    #[test]
    fn beginnings_are_those_of_one_letter_then_of_more() {
        let all: Vec<String> = (0..).map_while(beginning).collect();
        assert_eq!(all.len(), 26 + 26 * 26);
        assert_eq!((all[0].as_str(), all[26].as_str(), all[27].as_str()), ("a", "aa", "ab"));
        assert_eq!((all[25].as_str(), all[701].as_str()), ("z", "zz"));
        assert_eq!(all.iter().collect::<BTreeSet<_>>().len(), all.len());
        assert!(all.is_sorted_by_key(String::len));
    }

    #[test]
    fn an_engine_finds_out_ahead_for_each_generation() {
        let engine = sample::engine_of(&list());
        let go_on =
            |millis| engine.prepare_completion(Duration::from_millis(millis)).expect("a sound generation");
        let done = || {
            let all = std::iter::repeat_with(|| go_on(2_000));
            let seen: Vec<Left> = all.take_while(|left| *left != Left::Nothing).collect();
            // What is needed soon comes first.
            assert!(seen.is_sorted_by_key(|left| *left == Left::Sometime), "{seen:?}");
            assert!(seen.contains(&Left::Sometime), "{seen:?}");
        };
        assert_eq!(go_on(0), Left::Soon);
        done();
        assert_eq!(go_on(2_000), Left::Nothing);
        engine.publish(sample::open(&sample::providers(), 2, "list"));
        assert_eq!(go_on(0), Left::Soon);
        done();
        let request = SuggestRequest { q: "jane".to_owned(), ..SuggestRequest::default() };
        let found = engine.suggest(&request).expect("suggestions");
        let nothing = Remembered::nothing();
        let (vocabulary, places) = (engine.vocabulary(), engine.places());
        let afresh = suggest(&request, vocabulary, places, &engine.snapshot(), &nothing);
        assert_eq!(found, afresh.expect("suggestions"));
        assert_eq!(Arc::strong_count(&engine.snapshot()), 2);
    }
}
