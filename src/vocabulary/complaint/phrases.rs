//! Small phrases over folded words, as `complaint_concepts.csv` writes them.
//!
//! In: patterns such as `lower/low back` or `(my) back`, then the words of a text. Out: where a concept stands, as a
//! set of words. In a pattern a blank is "the next word, small words passed over", `/` parts words of which any will
//! do, `~` lets up to three words stand between, and what is in brackets must be there but does not belong to the
//! concept. Invariant: a pattern has at least one word of its own; no phrase reaches over the end of a sentence.

use super::super::typo::TypoIndex;
use super::super::words::key;
use super::{Concept, Kind};
use std::collections::HashMap;

/// How many words a `~` reaches over.
const GAP: usize = 3;

/// How many small words may stand between two words of a pattern.
const SLACK: usize = 3;

/// Shorter words are never taken for misspelt ones; longer ones than the second may take two edits.
const ONE_EDIT: usize = 5;
const TWO_EDITS: usize = 9;

/// Small words that part the words of a phrase without changing it: `lower part of my back`.
const SMALL: [&str; 47] = [
    "a", "an", "the", "my", "his", "her", "our", "your", "their", "of", "in", "on", "really", "very", "so",
    "super", "too", "just", "also", "kind", "kinda", "sort", "sorta", "little", "bit", "own", "left",
    "right", "mi", "mis", "su", "sus", "tu", "el", "la", "las", "los", "un", "una", "lo", "de", "del", "en",
    "muy", "bien", "tan", "mucho",
];

/// A number for a word that patterns use.
type Atom = u16;

/// One word of a pattern.
#[derive(Debug)]
struct Part {
    /// Any of these, ascending.
    atoms: Vec<Atom>,
    /// Whether further words may stand before it.
    after_gap: bool,
    /// Whether it belongs to the concept.
    own: bool,
}

#[derive(Debug)]
struct Pattern {
    concept: Concept,
    /// Whether small words may be passed over; not in idioms.
    loose: bool,
    parts: Vec<Part>,
}

/// All patterns.
#[derive(Debug)]
pub(super) struct Phrases {
    atoms: HashMap<String, Atom>,
    small: Vec<bool>,
    patterns: Vec<Pattern>,
    /// For each word the patterns that it begins.
    begun: Vec<Vec<usize>>,
    typos: TypoIndex,
}

/// A word of a text as patterns see it.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Heard {
    /// What it is, or what its singular is.
    atom: Option<Atom>,
    /// Whether it is a small word.
    small: bool,
    /// How many edits away it is from the word it is taken for.
    pub(super) edits: u8,
}

/// A concept found: its words as a set of places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) concept: Concept,
    /// Bit n stands for word n.
    pub(super) words: u64,
}

impl Hit {
    /// Whether its concept is of a kind.
    pub(super) fn is(&self, kind: Kind, kinds: &[Kind]) -> bool {
        kinds.get(usize::from(self.concept)) == Some(&kind)
    }

    /// The first word.
    pub(super) fn first(&self) -> usize {
        self.words.trailing_zeros() as usize
    }

    /// The last word.
    pub(super) fn last(&self) -> usize {
        self.words.checked_ilog2().unwrap_or(0) as usize
    }
}

/// Patterns while they are gathered.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    atoms: HashMap<String, Atom>,
    patterns: Vec<Pattern>,
    spellings: Vec<String>,
}

impl Gathered {
    fn atom(&mut self, word: &str) -> Option<Atom> {
        let next = Atom::try_from(self.atoms.len()).ok()?;
        Some(*self.atoms.entry(word.to_owned()).or_insert(next))
    }

    /// Adds a pattern; `None` where it has no word of its own or is written wrong.
    pub(super) fn add(&mut self, concept: Concept, kind: Kind, text: &str) -> Option<()> {
        let mut parts = Vec::new();
        let mut after_gap = false;
        for written in text.split_whitespace() {
            if written == "~" {
                after_gap = !parts.is_empty();
                continue;
            }
            let bare = written.strip_prefix('(').and_then(|rest| rest.strip_suffix(')'));
            let words = bare.unwrap_or(written).split('/');
            let mut atoms = Vec::new();
            for word in words {
                if word.is_empty()
                    || !word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
                {
                    return None;
                }
                atoms.push(self.atom(word)?);
            }
            atoms.sort_unstable();
            parts.push(Part { atoms, after_gap, own: bare.is_none() });
            after_gap = false;
        }
        if after_gap || !parts.iter().any(|part| part.own) {
            return None;
        }
        self.patterns.push(Pattern { concept, loose: kind != Kind::Mask, parts });
        Some(())
    }

    /// Adds a word whose misspellings are recognised; `None` when no pattern has it.
    pub(super) fn add_spelling(&mut self, word: &str) -> Option<()> {
        self.atoms.contains_key(word).then(|| self.spellings.push(word.to_owned()))
    }

    /// Indexes the patterns by their first words.
    pub(super) fn finish(mut self) -> Phrases {
        self.spellings.sort();
        self.spellings.dedup();
        let atoms = &self.atoms;
        let targets =
            self.spellings.iter().filter_map(|word| Some((word.clone(), u32::from(*atoms.get(word)?))));
        let typos = TypoIndex::new(targets.collect());
        let mut begun = vec![Vec::new(); self.atoms.len()];
        for (place, pattern) in self.patterns.iter().enumerate() {
            for atom in pattern.parts.first().into_iter().flat_map(|part| &part.atoms) {
                if let Some(list) = begun.get_mut(usize::from(*atom)) {
                    list.push(place);
                }
            }
        }
        let mut small = vec![false; self.atoms.len()];
        for atom in SMALL.iter().filter_map(|word| self.atoms.get(*word)) {
            small[usize::from(*atom)] = true;
        }
        Phrases { atoms: self.atoms, small, patterns: self.patterns, begun, typos }
    }
}

impl Phrases {
    /// What a word is to the patterns. A word that `is_word` knows, or that a pattern has, is spelled right.
    pub(super) fn hear(&self, text: &str, is_word: impl Fn(&str) -> bool) -> Heard {
        let whole = self.atoms.get(text).copied();
        // `hurts` is no plural of `hurt` where patterns have both.
        let plural = whole.is_none() && text.ends_with('s');
        let atom = whole.or_else(|| plural.then(|| self.atoms.get(&key(text)).copied()).flatten());
        let is_small = |atom: Option<Atom>| {
            atom.map_or_else(
                || SMALL.contains(&text),
                |atom| self.small.get(usize::from(atom)) == Some(&true),
            )
        };
        if atom.is_some() || text.len() < ONE_EDIT || is_word(text) {
            return Heard { atom, small: is_small(whole), edits: 0 };
        }
        let limit = if text.len() < TWO_EDITS { 1 } else { 2 };
        let near = self.typos.near(text).into_iter().filter(|(_, edits)| *edits <= limit);
        let Some((atom, edits)) = near.min_by_key(|(atom, edits)| (*edits, *atom)) else {
            return Heard::default();
        };
        Heard { atom: Atom::try_from(atom).ok(), small: false, edits }
    }

    /// All places where a pattern stands; `ends` has a bit for each word that begins a sentence.
    ///
    /// # Complexity
    /// O(words × patterns that begin with a word of the text).
    pub(super) fn find(&self, heard: &[Heard], ends: u64) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for (at, word) in heard.iter().enumerate() {
            let begun = word.atom.and_then(|atom| self.begun.get(usize::from(atom)));
            for place in begun.into_iter().flatten() {
                let Some(pattern) = self.patterns.get(*place) else { continue };
                let Some((first, rest)) = pattern.parts.split_first() else { continue };
                let Some(words) = follow(rest, pattern.loose, heard, ends, at + 1) else { continue };
                let words = words | if first.own { 1 << at } else { 0 };
                let hit = Hit { concept: pattern.concept, words };
                if !hits.contains(&hit) {
                    hits.push(hit);
                }
            }
        }
        hits
    }
}

impl Heard {
    fn is(self, part: &Part) -> bool {
        self.atom.is_some_and(|atom| part.atoms.binary_search(&atom).is_ok())
    }
}

/// The words of the rest of a pattern from `from` on, if it follows there.
fn follow(parts: &[Part], loose: bool, heard: &[Heard], ends: u64, from: usize) -> Option<u64> {
    let Some((part, rest)) = parts.split_first() else { return Some(0) };
    let (mut small, mut other) = (0, 0);
    for (at, word) in heard.iter().enumerate().skip(from) {
        if ends & (1 << at) != 0 {
            return None;
        }
        if word.is(part)
            && let Some(words) = follow(rest, loose, heard, ends, at + 1)
        {
            return Some(words | if part.own { 1 << at } else { 0 });
        }
        if loose && word.small && small < SLACK {
            small += 1;
        } else if part.after_gap && other < GAP {
            other += 1;
        } else {
            return None;
        }
    }
    None
}
