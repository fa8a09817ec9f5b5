//! How places were written behind the words that stood in the box before them.
//!
//! In: what is kept, and a place. Out: its [`Writing`], made when it is first asked for. Invariants: as in
//! [`super::remembered`]; while a place is typed the words before it stay, so that few of them are asked for often: so many
//! are kept at most, each with so many places, and others take their places.

use super::remembered::Writing;
use crate::vocabulary::Lang;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// How many texts are kept, and with how many places each: at most 1.2 MB.
pub(super) const TEXTS: usize = 512;
const PLACES: usize = 256;

/// Longer texts are seldom typed twice.
const LONGEST: usize = 48;

/// Writings of places behind texts.
#[derive(Debug)]
pub(super) struct Behind {
    texts: Box<[Mutex<Text>]>,
    hasher: RandomState,
}

/// A text, and the places that were written behind it by their numbers.
#[derive(Debug, Default)]
struct Text {
    kept: String,
    lang: Lang,
    places: Vec<(u32, Writing)>,
}

impl Behind {
    /// None yet, and room for so many texts.
    pub(super) fn new(texts: usize) -> Self {
        let texts = std::iter::repeat_with(Mutex::default).take(texts);
        Self { texts: texts.collect(), hasher: RandomState::new() }
    }

    /// How a place is written behind a text.
    pub(super) fn place(
        &self,
        (kept, lang): (&str, Lang),
        number: u32,
        find_out: impl FnOnce() -> Writing,
    ) -> Writing {
        let Some(text) = self.text(kept, lang) else { return find_out() };
        if let Some(known) = lock(text).find(kept, lang, number) {
            return known;
        }
        let found = find_out();
        lock(text).keep(kept, lang, (number, found));
        found
    }

    fn text(&self, kept: &str, lang: Lang) -> Option<&Mutex<Text>> {
        if kept.len() > LONGEST {
            return None;
        }
        let place = self.hasher.hash_one((kept, lang == Lang::Es)).checked_rem(self.texts.len() as u64)?;
        self.texts.get(usize::try_from(place).ok()?)
    }
}

impl Text {
    fn is(&self, kept: &str, lang: Lang) -> bool {
        self.lang == lang && self.kept == kept
    }

    fn find(&self, kept: &str, lang: Lang, number: u32) -> Option<Writing> {
        if !self.is(kept, lang) {
            return None;
        }
        let place = self.places.binary_search_by_key(&number, |(own, _)| *own).ok()?;
        self.places.get(place).map(|(_, writing)| *writing)
    }

    fn keep(&mut self, kept: &str, lang: Lang, (number, writing): (u32, Writing)) {
        if !self.is(kept, lang) {
            *self = Self { kept: kept.to_owned(), lang, places: Vec::new() };
        }
        if let Err(place) = self.places.binary_search_by_key(&number, |(own, _)| *own)
            && self.places.len() < PLACES
        {
            self.places.insert(place, (number, writing));
        }
    }
}

fn lock(text: &Mutex<Text>) -> MutexGuard<'_, Text> {
    text.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_found_out_once_behind_a_text_and_apart_from_other_texts_and_languages() {
        // All texts share one place, so that each takes the other's.
        for texts in [1, 64] {
            let behind = Behind::new(texts);
            for (kept, lang, writing) in [
                ("neck pain ", Lang::En, Writing::Plain),
                ("neck pain ", Lang::Es, Writing::Marked),
                ("near ", Lang::En, Writing::Otherwise),
            ] {
                assert_eq!(behind.place((kept, lang), 7, || writing), writing);
                assert_eq!(behind.place((kept, lang), 7, || unreachable!("it is known")), writing);
                assert_eq!(behind.place((kept, lang), 3, || Writing::Plain), Writing::Plain);
                assert_eq!(behind.place((kept, lang), 7, || unreachable!("it is known")), writing);
            }
        }
    }

    #[test]
    fn long_texts_and_the_places_of_nobody_who_remembers_are_found_out_each_time() {
        let long = "a".repeat(LONGEST + 1);
        let (none, some) = (Behind::new(0), Behind::new(8));
        for (behind, kept) in [(&none, "near "), (&some, long.as_str())] {
            for writing in [Writing::Plain, Writing::Marked] {
                assert_eq!(behind.place((kept, Lang::En), 1, || writing), writing);
            }
        }
    }

    #[test]
    fn memory_is_bounded() {
        let behind = Behind::new(1);
        for number in 0..10_000 {
            let writing = behind.place(("near ", Lang::En), number * 7 % 10_000, || Writing::Plain);
            assert_eq!(writing, Writing::Plain);
        }
        assert_eq!(lock(&behind.texts[0]).places.len(), PLACES);
    }
}
