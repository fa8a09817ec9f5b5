//! What was found out of names and places that were offered before: how each has to be written.
//!
//! In: the number of a provider or a place. Out: its [`Writing`], made when it is first asked for. Invariants: a writing
//! depends on nothing but the thing itself, the words before a place, the vocabulary and the gazetteer, which a generation
//! has for life, so that it never changes; two bits hold it, so that memory is bounded by how many there are.

use super::answered::{self, Answered};
use super::behind::{self, Behind};
use crate::vocabulary::Lang;
use std::sync::atomic::{AtomicU64, Ordering};

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
    names: Writings,
    /// A place's number, twice, and one more for Spanish.
    places: Writings,
    behind: Behind,
    pub(super) answers: Answered,
}

impl Remembered {
    /// Nothing yet, of so many providers and places.
    pub(in crate::query) fn new(providers: usize, places: usize) -> Self {
        let answers = Answered::new(answered::PLACES);
        let behind = Behind::new(behind::TEXTS);
        Self { names: Writings::new(providers), places: Writings::new(places * 2), behind, answers }
    }

    /// Nothing, for good: each question is answered as if it were the first.
    #[cfg(test)]
    pub(super) fn nothing() -> Self {
        let (behind, answers) = (Behind::new(0), Answered::new(0));
        Self { names: Writings::new(0), places: Writings::new(0), behind, answers }
    }

    /// How the name of a provider is written.
    pub(super) fn name(&self, number: u32, find_out: impl FnOnce() -> Writing) -> Writing {
        self.names.of(number as usize, find_out)
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
        let Some(word) = self.words.get(number / THINGS) else { return find_out() };
        let shift = number % THINGS * BITS;
        match word.load(Ordering::Relaxed) >> shift & 0b11 {
            1 => Writing::Plain,
            2 => Writing::Marked,
            3 => Writing::Otherwise,
            _ => {
                let found = find_out();
                let bits = match found {
                    Writing::Plain => 1,
                    Writing::Marked => 2,
                    Writing::Otherwise => 3,
                };
                word.fetch_or(bits << shift, Ordering::Relaxed);
                found
            }
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
