//! Patterns found in a text, from its last word to its first.
//!
//! In: the words of a text. Out: a [`Hit`] for each place where a group begins. Invariant: what stands at a place is
//! known before any place in front of it is looked at, so that no pattern is tried where its second part is not near.

use super::{ANY_SLOT, Hit, Part, Patterns, Slot, Symbol, Word};

/// How many words of weight may stand between two parts of a pattern.
///
/// # Source
/// Column `note` of `red_flag_concepts.csv`.
const GAP: usize = 2;

/// How many of them may stand behind a word that denies.
const DENIED_GAP: usize = 1;

/// How many words may stand there altogether.
const WIDEST_GAP: usize = 6;

/// The most ends that a group is noted with at one place.
const ENDS: usize = 2;

impl Patterns {
    /// All places where a group begins, from the last word to the first.
    ///
    /// # Complexity
    /// O(words × (letters + slots / 64)) and a bit test for each pattern that begins with what stands in the text.
    pub(in super::super) fn find(&self, words: &[Word]) -> Vec<Hit> {
        let mut chart = Chart::new(self, words);
        let mut hits = Vec::new();
        for first in (0..words.len()).rev() {
            chart.open(first);
            for symbol in self.symbols(&words[first]) {
                chart.add(first, symbol, first + 1);
            }
            let mut next = 0;
            while let Some((symbol, end)) = chart.found[first].get(next).copied() {
                next += 1;
                for begun in self.begun.get(symbol as usize).into_iter().flatten() {
                    if !chart.may_follow(begun.next, end) {
                        continue;
                    }
                    let Some(hit) = chart.hit(begun.pattern, first, end) else { continue };
                    let group = hit.group;
                    if chart.add(first, group, hit.end) && (group as usize) < self.groups.len() {
                        hits.push(Hit { group: group as usize, first, end: hit.end });
                    }
                }
            }
        }
        hits
    }
}

/// What was found in a text, from its last word on.
struct Chart<'t> {
    patterns: &'t Patterns,
    words: &'t [Word],
    /// For each place what begins there and where it ends.
    found: Vec<Vec<(Symbol, usize)>>,
    /// For each place the slots that are filled there, a bit each.
    filled: Vec<u64>,
    /// For each place the slots that are filled there or as far behind it as a pattern may reach, a bit each.
    near: Vec<u64>,
    /// How many numbers the slots' bits take.
    width: usize,
}

/// A pattern found at a place.
struct Found {
    group: Symbol,
    end: usize,
}

impl<'t> Chart<'t> {
    fn new(patterns: &'t Patterns, words: &'t [Word]) -> Self {
        let width = patterns.slots.len().div_ceil(64);
        let bits = width * (words.len() + 1);
        let found = vec![Vec::new(); words.len()];
        Self { patterns, words, found, filled: vec![0; bits], near: vec![0; bits], width }
    }

    /// Gathers what is near the place behind `first`, once all of that is known.
    fn open(&mut self, first: usize) {
        let from = first + 1;
        let near = &mut self.near[from * self.width..(from + 1) * self.width];
        for place in from..self.words.len().min(from + WIDEST_GAP + 1) {
            let filled = &self.filled[place * self.width..(place + 1) * self.width];
            near.iter_mut().zip(filled).for_each(|(near, filled)| *near |= filled);
        }
    }

    /// Notes what begins at a place; whether it is new.
    fn add(&mut self, first: usize, symbol: Symbol, end: usize) -> bool {
        let found = &mut self.found[first];
        if found.contains(&(symbol, end)) {
            return false;
        }
        found.push((symbol, end));
        for slot in self.patterns.fills.get(symbol as usize).into_iter().flatten() {
            self.filled[first * self.width + *slot as usize / 64] |= 1 << (slot % 64);
        }
        true
    }

    fn is_filled(&self, bits: &[u64], slot: Slot, place: usize) -> bool {
        let word = bits.get(place * self.width + slot as usize / 64);
        word.is_some_and(|word| word >> (slot % 64) & 1 == 1)
    }

    /// Whether what a slot asks for stands near enough behind a place.
    fn may_follow(&self, slot: Slot, from: usize) -> bool {
        slot == ANY_SLOT || self.is_filled(&self.near, slot, from)
    }

    /// A pattern whose first part stands from `first` to before `end`.
    fn hit(&self, pattern: u32, first: usize, end: usize) -> Option<Found> {
        let pattern = self.patterns.list.get(pattern as usize)?;
        let noted = self.found[first].iter().filter(|(own, _)| *own == pattern.group).count();
        if pattern.bounds.begins && !self.words[first].begins_clause || noted >= ENDS {
            return None;
        }
        let end = self.follows(&pattern.rest, end, pattern.bounds.close)?;
        let over = self.words.get(end).is_none_or(|word| word.begins_clause);
        (!pattern.bounds.ends || over).then_some(Found { group: pattern.group, end })
    }

    /// Where the rest of a pattern ends that goes on at a place; `None` where it does not.
    fn follows(&self, parts: &[Part], from: usize, close: Option<usize>) -> Option<usize> {
        let Some((part, rest)) = parts.split_first() else { return Some(from) };
        if !self.may_follow(part.slot, from) {
            return None;
        }
        let denied =
            from.checked_sub(1).and_then(|before| self.words.get(before)).is_some_and(|word| word.denies);
        let (gap, widest) = match (close, denied) {
            (Some(widest), _) => (0, widest),
            (None, true) => (DENIED_GAP, WIDEST_GAP),
            (None, false) => (GAP, WIDEST_GAP),
        };
        let (mut weight, mut crossed) = (0, false);
        for place in from..self.words.len().min(from + widest + 1) {
            let word = &self.words[place];
            if word.begins_sentence || word.comma {
                return None;
            }
            crossed |= word.begins_clause;
            // In `my vision is fine and not blurry` the denial belongs to the clause that it stands in.
            let strays = |end: usize| crossed && rest.is_empty() && self.words[end - 1].denies;
            let goes_on = |end| if strays(end) { None } else { self.follows(rest, end, close) };
            if let Some(end) = self.fill(part.slot, place, goes_on) {
                return Some(end);
            }
            weight += usize::from(!word.light);
            if part.joined || word.breaks || word.denies || denied && word.lacks || weight > gap {
                return None;
            }
        }
        None
    }

    /// What comes of what fills a slot at a place.
    fn fill(&self, slot: Slot, place: usize, goes_on: impl Fn(usize) -> Option<usize>) -> Option<usize> {
        if slot == ANY_SLOT {
            return goes_on(place + 1);
        }
        if !self.is_filled(&self.filled, slot, place) {
            return None;
        }
        let symbols = self.patterns.slots.get(slot as usize)?;
        let fitting = self.found[place].iter().filter(|(symbol, _)| symbols.binary_search(symbol).is_ok());
        fitting.map(|(_, end)| *end).find_map(goes_on)
    }
}
