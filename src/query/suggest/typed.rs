//! The text in the box as completion sees it: its words, which of them are finished, and where a place begins.
//!
//! In: the text. Out: [`Typed`]. Invariant: only the last words are completed; everything before them stays in the box
//! as it was typed.

use crate::domain::LatLon;
use crate::places::{PlaceForm, Places};
use crate::vocabulary::normalize::{self, Token};
use crate::vocabulary::{Sought, Vocabulary};
use std::ops::Range;

/// The most words at the end of the text that are completed together.
const MAX_COMPLETED_WORDS: usize = 6;

/// Words beyond the 64th are not searched, so nothing is completed behind them.
///
/// # Source
/// `CONTRACT.md`, search parameter `q`.
const MAX_WORDS: usize = 64;

/// Words behind which a place is being typed, besides those of the vocabulary.
const FURTHER_MARKERS: [&str; 3] = ["at", "from", "of"];

/// Markers that often stand before something else than a place: `pain in the neck`.
const WEAK_MARKERS: [&str; 6] = ["at", "by", "en", "from", "in", "of"];

/// What stands before a person's name.
const TITLES: [&str; 9] = ["dr", "dra", "doc", "doctor", "doctora", "mr", "mrs", "ms", "miss"];

/// A city alone, without marker or state, is one from this population on.
///
/// # Source
/// As a search reads it.
const BIG_CITY: u32 = 100_000;

/// Where the place begins that is being typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlaceStart {
    /// Its first word; the number of words when none of it is typed yet.
    pub(super) first: usize,
    /// The first word of the marker before it.
    pub(super) marker: usize,
    /// Whether what stands before it often stands before something else.
    pub(super) weak: bool,
}

/// The text in the box.
#[derive(Debug)]
pub(super) struct Typed<'t> {
    text: &'t str,
    pub(super) tokens: Vec<Token>,
    /// Whether the last word may go on.
    pub(super) open: bool,
    /// Where a place begins, if one is for certain.
    pub(super) place: Option<PlaceStart>,
    /// Forms of the vocabulary among the words before the last one.
    pub(super) forms: Vec<(Range<usize>, Sought)>,
}

impl<'t> Typed<'t> {
    /// Looks at a text. `None` where no search would read its end.
    pub(super) fn read(text: &'t str, vocabulary: &Vocabulary) -> Option<Self> {
        let tokens = normalize::tokens(text);
        if tokens.len() > MAX_WORDS {
            return None;
        }
        let behind = tokens.last().and_then(|last| text.get(last.end..)).unwrap_or_default();
        let open = !behind.starts_with(|sign: char| sign.is_whitespace() || sign == ',');
        let words: Vec<&str> = tokens.iter().map(|token| token.text.as_str()).collect();
        let before = words.split_last().map_or(&[][..], |(_, before)| before);
        let forms = vocabulary.finished_forms(before);
        let mut typed = Self { text, tokens, open, place: None, forms };
        typed.place = typed.place_start(vocabulary);
        Some(typed)
    }

    /// What stays in the box before the words from `from` on.
    pub(super) fn kept(&self, from: usize) -> &'t str {
        let start = self.tokens.get(from).map_or(self.text.len(), |token| token.start);
        self.text.get(..start).unwrap_or_default()
    }

    /// The words from `from` on, folded.
    pub(super) fn words(&self, from: usize) -> String {
        let words: Vec<&str> = self.tokens.iter().skip(from).map(|token| token.text.as_str()).collect();
        words.join(" ")
    }

    /// The last word.
    pub(super) fn last(&self) -> &str {
        self.tokens.last().map_or("", |token| token.text.as_str())
    }

    /// Where the completed words may begin: the longest end of the text first, never inside a finished form.
    pub(super) fn beginnings(&self) -> impl Iterator<Item = usize> {
        let all = self.tokens.len().saturating_sub(MAX_COMPLETED_WORDS)..self.tokens.len();
        all.filter(|from| !self.forms.iter().any(|(words, _)| words.start < *from && *from < words.end))
    }

    /// Whether the words before `from` end with a whole form, so that something new begins there.
    pub(super) fn begins_anew(&self, from: usize) -> bool {
        self.forms.iter().any(|(words, _)| words.end == from)
    }

    /// Whether the word before `from` says nothing to a search: no form ends there, and it is neither a filler, a title
    /// nor a number.
    pub(super) fn is_odd_before(&self, from: usize, vocabulary: &Vocabulary) -> bool {
        let before = from.checked_sub(1).and_then(|before| self.tokens.get(before));
        before.is_some_and(|token| {
            let number = token.text.bytes().all(|byte| byte.is_ascii_digit());
            !(number || is_title(token) || self.begins_anew(from) || vocabulary.is_understood(&token.text))
        })
    }

    /// What the words before `from` mean.
    pub(super) fn meant_before(&self, from: usize) -> impl Iterator<Item = Sought> {
        self.forms.iter().filter(move |(words, _)| words.end <= from).map(|(_, sought)| *sought)
    }

    /// The last words before `from`.
    pub(super) fn just_before(&self, from: usize) -> Vec<&str> {
        let before = self.tokens.iter().take(from).skip(from.saturating_sub(MAX_COMPLETED_WORDS));
        before.map(|token| token.text.as_str()).collect()
    }

    /// Whether a title stands before the word.
    pub(super) fn follows_title(&self, from: usize) -> bool {
        from.checked_sub(1).and_then(|before| self.tokens.get(before)).is_some_and(is_title)
    }

    /// Where a name may begin: behind titles at the start of the text, and behind the last form or number.
    pub(super) fn name_starts(&self) -> impl Iterator<Item = usize> {
        let behind_title = self.tokens.iter().take_while(|token| is_title(token)).count();
        let last = self.tokens.len().saturating_sub(1);
        let number = |token: &Token| token.text.bytes().all(|byte| byte.is_ascii_digit());
        let behind_number = self.tokens.iter().take(last).rposition(number).map_or(0, |place| place + 1);
        let behind_form = self.forms.iter().map(|(words, _)| words.end).max().unwrap_or(0);
        let mut later = behind_form.max(behind_number).max(behind_title);
        while later < last && self.tokens.get(later).is_some_and(is_title) {
            later += 1;
        }
        [behind_title, later].into_iter().take(if later > behind_title { 2 } else { 1 })
    }

    /// The point of a place that stands in the text before the last word.
    pub(super) fn center(&self, vocabulary: &Vocabulary, places: &Places) -> Option<LatLon> {
        let before = self.tokens.len().saturating_sub(1);
        let candidates = (0..before).rev().take(MAX_COMPLETED_WORDS * 2);
        candidates.filter(|first| self.may_be_place(*first, before, vocabulary)).find_map(|first| {
            let found =
                places.at(self.text, &self.tokens, first).filter(|found| first + found.count <= before)?;
            let marked =
                vocabulary.last_place_marker(&self.tokens[..first]).is_some_and(|(end, _)| end == first);
            let meant = match found.form {
                PlaceForm::City { population } => marked || population >= BIG_CITY,
                PlaceForm::Zip | PlaceForm::Point | PlaceForm::CityAndState { .. } | PlaceForm::State => true,
            };
            found.place.point().filter(|_| meant)
        })
    }

    /// Whether a word is worth a look in the gazetteer: a number, the first one, one behind a marker or before a
    /// state's code.
    fn may_be_place(&self, first: usize, before: usize, vocabulary: &Vocabulary) -> bool {
        let Some(token) = self.tokens.get(first) else { return false };
        let number = token.text.bytes().all(|byte| byte.is_ascii_digit());
        let marked =
            || vocabulary.last_place_marker(&self.tokens[..first]).is_some_and(|(end, _)| end == first);
        let coded = || (first + 1..before).take(3).any(|next| self.tokens[next].text.len() == 2);
        let claimed = self.forms.iter().any(|(words, _)| words.contains(&first));
        if number { token.text.len() == 5 } else { !claimed && (first == 0 || marked() || coded()) }
    }

    fn place_start(&self, vocabulary: &Vocabulary) -> Option<PlaceStart> {
        let last = self.tokens.len().checked_sub(1)?;
        if self.last().bytes().all(|byte| byte.is_ascii_digit()) {
            return Some(PlaceStart { first: last, marker: last, weak: false });
        }
        // Behind a blank the marker itself may be the last word.
        let most = if self.open { last } else { last + 1 };
        let behind = &self.tokens[..most];
        let known = vocabulary.last_place_marker(behind).map(|(end, count)| (end, end - count));
        let further = (0..most).rev().find(|place| FURTHER_MARKERS.contains(&behind[*place].text.as_str()));
        let further = further.map(|place| (place + 1, place));
        let (first, marker) = known.max(further).filter(|(first, _)| *first + MAX_COMPLETED_WORDS > last)?;
        let weak = first == marker + 1 && WEAK_MARKERS.contains(&self.tokens[marker].text.as_str());
        Some(PlaceStart { first, marker, weak })
    }
}

fn is_title(token: &Token) -> bool {
    TITLES.contains(&token.text.as_str())
}
