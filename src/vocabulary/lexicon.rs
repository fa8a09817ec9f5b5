//! The words of all forms, and the tree of phrases over them.
//!
//! In: the forms. Out: for a word its number and its near neighbours, for a run of words the forms that it spells.
//! Invariant: words are compared by [`key`], so plural and British spellings need no rows of their own; a word that is
//! known is never taken for a misspelling.

use super::forms::Form;
use super::typo::TypoIndex;
use super::words::key;
use super::{FilterWord, Meaning};
use std::collections::{HashMap, HashSet};

/// Where the tree of phrases begins.
pub(super) const ROOT: u32 = 0;

/// Words and phrases.
#[derive(Debug)]
pub(super) struct Lexicon {
    numbers: HashMap<String, u32>,
    /// Whether a word is a word; what stands only in listed misspellings is none.
    clean: Vec<bool>,
    /// Words that alone name a profession which is not ours.
    outside: HashSet<u32>,
    /// Words of everyday speech, names and places that lie near one of ours.
    common: HashSet<String>,
    typos: TypoIndex,
    steps: HashMap<(u32, u32), u32>,
    ends: Vec<Vec<usize>>,
    run_together: HashMap<String, usize>,
}

/// What one word of a text may be.
#[derive(Debug, Clone, Default)]
pub(super) struct Reading {
    /// The word's key.
    pub(super) key: String,
    /// The known word that it is.
    pub(super) word: Option<u32>,
    /// Known words that it may be a misspelling of, with the edits between.
    pub(super) near: Vec<(u32, u8)>,
}

impl Lexicon {
    /// Builds the tree; `common` are words that are never corrected.
    pub(super) fn new(forms: &[Form], common: HashSet<String>) -> Self {
        let mut lexicon = Self {
            numbers: HashMap::new(),
            clean: Vec::new(),
            outside: HashSet::new(),
            common,
            typos: TypoIndex::new(Vec::new()),
            steps: HashMap::new(),
            ends: vec![Vec::new()],
            run_together: HashMap::new(),
        };
        let mut targets: HashMap<u32, String> = HashMap::new();
        for (place, form) in forms.iter().enumerate() {
            let numbers = lexicon.enter(place, form);
            if form.misspells.is_none() && is_correctable(form) {
                let keys = form.text.split(' ').map(key);
                targets.extend(numbers.iter().copied().zip(keys));
            }
        }
        // A common word of ours, such as a name that a technique has, is not what a misspelling is taken for.
        let targets = targets.into_iter().filter(|(_, word)| !lexicon.common.contains(word));
        let mut targets: Vec<(String, u32)> = targets.map(|(number, word)| (word, number)).collect();
        targets.sort();
        lexicon.typos = TypoIndex::new(targets);
        lexicon
    }

    /// Enters a form's words and their sequence.
    fn enter(&mut self, place: usize, form: &Form) -> Vec<u32> {
        let mut numbers = Vec::new();
        for word in form.text.split(' ') {
            let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            let number = *self.numbers.entry(key(word)).or_insert(next);
            if number == next {
                self.clean.push(false);
            }
            if let Some(clean) = self.clean.get_mut(number as usize) {
                *clean |= form.misspells.is_none();
            }
            numbers.push(number);
        }
        let mut node = ROOT;
        for number in &numbers {
            let next = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
            node = *self.steps.entry((node, *number)).or_insert(next);
            if node == next {
                self.ends.push(Vec::new());
            }
        }
        if let Some(ends) = self.ends.get_mut(node as usize) {
            ends.push(place);
        }
        if form.misspells.is_none() && is_correctable(form) {
            if numbers.len() > 1 {
                self.run_together.entry(form.text.replace(' ', "")).or_insert(place);
            } else if form.meanings.iter().any(|(meaning, _)| matches!(meaning, Meaning::OutOfScope(_))) {
                self.outside.extend(&numbers);
            }
        }
        numbers
    }

    /// What a word of a text may be. A word nearest to a profession that is not ours is that profession or nothing.
    pub(super) fn reading(&self, text: &str) -> Reading {
        let key = key(text);
        let word = self.numbers.get(&key).copied();
        let clean = word.is_some_and(|word| self.is_clean(word));
        if clean || self.common.contains(text) || self.common.contains(&key) {
            return Reading { key, word, near: Vec::new() };
        }
        let mut near = self.typos.near(&key);
        let foreign =
            near.iter().filter(|(word, _)| self.outside.contains(word)).map(|(_, edits)| *edits).min();
        if let Some(foreign) = foreign {
            near.retain(|(word, edits)| *edits < foreign || self.outside.contains(word));
        }
        near.sort_unstable_by_key(|(word, edits)| (*edits, *word));
        Reading { key, word, near }
    }

    /// Whether a text's word is spelled right as far as anybody here knows: a word of a form, or a common one.
    pub(super) fn is_word(&self, text: &str) -> bool {
        let key = key(text);
        let clean = self.numbers.get(&key).is_some_and(|word| self.is_clean(*word));
        clean || self.common.contains(text) || self.common.contains(&key)
    }

    /// The node behind a word.
    pub(super) fn step(&self, node: u32, word: u32) -> Option<u32> {
        self.steps.get(&(node, word)).copied()
    }

    /// The forms that end at a node.
    pub(super) fn ends(&self, node: u32) -> &[usize] {
        self.ends.get(node as usize).map(Vec::as_slice).unwrap_or_default()
    }

    /// The phrase that a word spells without its blanks.
    pub(super) fn run_together(&self, text: &str) -> Option<usize> {
        self.run_together.get(text).copied()
    }

    /// The forms of one word that two parts of it spell.
    pub(super) fn parted(&self, first: &str, second: &str) -> &[usize] {
        let word = self.numbers.get(&key(&[first, second].concat()));
        word.and_then(|word| self.step(ROOT, *word)).map_or(&[], |node| self.ends(node))
    }

    /// Whether a word stands in a clean form.
    pub(super) fn is_clean(&self, word: u32) -> bool {
        self.clean.get(word as usize).copied().unwrap_or(false)
    }
}

/// Whether misspellings of a form are looked for: only of what says what is sought.
pub(super) fn is_correctable(form: &Form) -> bool {
    form.meanings.iter().any(|(meaning, _)| match meaning {
        Meaning::Specialty(_)
        | Meaning::Condition(_)
        | Meaning::Technique(_)
        | Meaning::OutOfScope(_)
        | Meaning::Nearest => true,
        // Names of languages lie near names of people and places.
        Meaning::Filter(filter) => !matches!(filter, FilterWord::Language(_)),
        Meaning::Credential { .. }
        | Meaning::Filler
        | Meaning::PlaceMarker
        | Meaning::RadiusMarker
        | Meaning::NearMe
        | Meaning::Collision => false,
    })
}
