//! What was found out of names and places that were offered before: how each has to be written.
//!
//! In: the number of a provider or a place. Out: its [`Writing`], made when it is first asked for. Invariants: a writing
//! depends on nothing but the thing itself, the words before a place, the vocabulary and the gazetteer, which a generation
//! has for life, so that it never changes; two bits hold it, so that memory is bounded by how many there are.

use super::ahead::Progress;
use super::answered::{self, Answered};
use super::behind::{self, Behind};
use crate::vocabulary::Lang;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

/// Bits of one thing, and things of one word.
const BITS: usize = 2;
const THINGS: usize = 64 / BITS;

/// How a thing has to be written so that a search reads it as what it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Writing {
    /// As it is called.
    Plain,
    /// With something more: a name with its NPI, a place behind its marker.
    Marked,
    /// Otherwise: a name as its NPI alone; a place not at all.
    Otherwise,
}

/// The writings of things that are numbered from 0 on.
#[derive(Debug)]
struct Writings {
    words: Box<[AtomicU64]>,
}

/// What one generation remembers.
///
/// # Units
/// A quarter of a byte for each provider (250 KB a million), and for each place in each language (some 40 KB); what
/// [`Behind`] and [`Answered`] say.
#[derive(Debug)]
pub(in crate::query) struct Remembered {
    names: Arc<Names>,
    /// A place's number, twice, and one more for Spanish. With what stands behind texts it is the same for all generations.
    places: Arc<Writings>,
    behind: Arc<Behind>,
    pub(super) answers: Answered,
}

/// The writings of names, and how far they were found out ahead.
#[derive(Debug)]
struct Names {
    writings: Writings,
    progress: Mutex<Progress>,
}

impl Names {
    fn new(providers: usize) -> Arc<Self> {
        Arc::new(Self { writings: Writings::new(providers), progress: Mutex::default() })
    }
}

impl Remembered {
    /// Nothing yet, of so many providers and places.
    pub(in crate::query) fn new(providers: usize, places: usize) -> Self {
        let answers = Answered::new(answered::ANSWERS);
        let behind = Arc::new(Behind::new(behind::TEXTS));
        let places = Arc::new(Writings::new(places * 2));
        Self { names: Names::new(providers), places, behind, answers }
    }

    /// Of so many other providers, what is known of places.
    pub(in crate::query) fn of_others(&self, providers: usize) -> Self {
        Self { names: Names::new(providers), ..self.of_the_same() }
    }

    /// Of the same providers, what is known of places and names.
    pub(in crate::query) fn of_the_same(&self) -> Self {
        let Self { names, places, behind, .. } = self;
        Self {
            names: Arc::clone(names),
            places: Arc::clone(places),
            behind: Arc::clone(behind),
            answers: Answered::new(answered::ANSWERS),
        }
    }

    /// Nothing, for good: each question is answered as if it were the first.
    #[cfg(test)]
    pub(super) fn nothing() -> Self {
        let (behind, answers) = (Arc::new(Behind::new(0)), Answered::new(0));
        Self { names: Names::new(0), places: Arc::new(Writings::new(0)), behind, answers }
    }

    /// How the name of a provider is written.
    pub(super) fn name(&self, number: u32, find_out: impl FnOnce() -> Writing) -> Writing {
        self.names.writings.of(number as usize, find_out)
    }

    /// The same, where that is known.
    pub(super) fn known_name(&self, number: u32) -> Option<Writing> {
        self.names.writings.known(number as usize)
    }

    /// How far names were found out ahead.
    pub(super) fn progress(&self) -> &Mutex<Progress> {
        &self.names.progress
    }

    /// How a place is written in a language, alone or behind words that stay in the box.
    pub(super) fn place(
        &self,
        (kept, lang): (&str, Lang),
        number: u32,
        find_out: impl FnOnce() -> Writing,
    ) -> Writing {
        if !kept.is_empty() {
            return self.behind.place((kept, lang), number, find_out);
        }
        self.places.of(number as usize * 2 + usize::from(lang == Lang::Es), find_out)
    }
}

impl Writings {
    fn new(count: usize) -> Self {
        let words = std::iter::repeat_with(AtomicU64::default).take(count.div_ceil(THINGS));
        Self { words: words.collect() }
    }

    /// The writing of a thing; found out anew, each time, where there is no thing of that number.
    ///
    /// Whoever finds out at the same time finds the same, so that no order of memory matters.
    fn of(&self, number: usize, find_out: impl FnOnce() -> Writing) -> Writing {
        if let Some(known) = self.known(number) {
            return known;
        }
        let found = find_out();
        if let Some(word) = self.words.get(number / THINGS) {
            let bits = match found {
                Writing::Plain => 1,
                Writing::Marked => 2,
                Writing::Otherwise => 3,
            };
            word.fetch_or(bits << (number % THINGS * BITS), Ordering::Relaxed);
        }
        found
    }

    /// The writing of a thing, where it was found out.
    fn known(&self, number: usize) -> Option<Writing> {
        let word = self.words.get(number / THINGS)?.load(Ordering::Relaxed);
        match word >> (number % THINGS * BITS) & 0b11 {
            1 => Some(Writing::Plain),
            2 => Some(Writing::Marked),
            3 => Some(Writing::Otherwise),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::Cell;

    const ALL: [Writing; 3] = [Writing::Plain, Writing::Marked, Writing::Otherwise];

    #[test]
    fn each_thing_is_found_out_once_and_kept_apart_from_its_neighbours() {
        let remembered = Remembered::new(100, 40);
        let asked = Cell::new(0);
        let mean = |number: u32| ALL[number as usize * 7 % 3];
        for round in 1..=3 {
            for number in (0..100).rev() {
                let find_out = || {
                    asked.set(asked.get() + 1);
                    mean(number)
                };
                assert_eq!(remembered.name(number, find_out), mean(number), "round {round}");
            }
            for number in 0..40 {
                for (more, lang) in [(0, Lang::En), (1, Lang::Es)] {
                    let own = || mean(number + more);
                    assert_eq!(remembered.place(("", lang), number, own), own(), "round {round}");
                }
            }
        }
        assert_eq!(asked.get(), 100);
    }

    #[test]
    fn what_has_no_number_here_is_found_out_each_time() {
        let remembered = Remembered::nothing();
        for writing in ALL {
            assert_eq!(remembered.name(7, || writing), writing);
            assert_eq!(remembered.place(("", Lang::Es), 7, || writing), writing);
        }
    }
}
