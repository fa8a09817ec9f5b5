//! Small patterns over folded words, as the danger-sign tables write them.
//!
//! In: patterns such as `fell/fall off | @CANT @PEE | numb* | ^what is | #65..110 years`. Out: where they stand in a
//! text. A pattern is a row of parts: a word, a stem (`numb*`), any one word (`*`), a number of a range (`#65..110`),
//! words in a row (`not_able`) or whatever another group of patterns finds (`@PEE`); `/` parts alternatives. Between two
//! parts of a pattern a few words may stand, none where they are joined by `-`; `^` in front binds a pattern to the
//! beginning of a clause, `$` behind to its end. Invariant: no pattern reaches over a comma, the end of a sentence, a turn
//! (`but`), a reason (`because`), a word that denies, or a want behind one (`no loss of control`).

mod find;
mod lexis;
mod parse;

use lexis::Lexis;
use std::collections::HashMap;
use std::ops::RangeInclusive;

pub(super) use lexis::WordHasher;

/// What may stand at a place of a text: a group of patterns, a word, a stem, a number or words in a row.
type Symbol = u32;

/// The symbol of any one word.
const ANY: Symbol = Symbol::MAX;

/// What a part of a pattern asks for: the place of its symbols in [`Patterns::slots`].
type Slot = u32;

/// The slot that any one word fills.
const ANY_SLOT: Slot = Slot::MAX;

/// A part of a pattern behind its first.
#[derive(Debug)]
struct Part {
    slot: Slot,
    /// Whether no word may stand before it.
    joined: bool,
}

/// A pattern that begins with a symbol.
#[derive(Debug)]
struct Begun {
    /// What its second part asks for; [`ANY_SLOT`] where there is none.
    next: Slot,
    /// Its place in [`Patterns::list`].
    pattern: u32,
}

/// The language of a pattern or a text. Some words are in both and mean different things: `he`, `son`, `pie`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub(super) enum Tongue {
    /// Only English.
    English,
    /// Only Spanish.
    Spanish,
    /// Both, or nobody can tell.
    #[default]
    Both,
}

/// A pattern behind its first part.
#[derive(Debug)]
struct Pattern {
    /// What it finds.
    group: Symbol,
    rest: Vec<Part>,
    bounds: Bounds,
}

/// What words may stand within a pattern and around it.
#[derive(Debug, Clone, Copy, Default)]
struct Bounds {
    /// Whether a clause begins with it.
    begins: bool,
    /// Whether a clause ends with it.
    ends: bool,
    /// How many words without weight may stand between its parts, where no others may.
    close: Option<usize>,
}

/// Many patterns, found by their first part.
#[derive(Debug)]
pub(super) struct Patterns {
    groups: HashMap<String, Symbol>,
    english: Lexis,
    spanish: Lexis,
    numbers: Vec<(RangeInclusive<u32>, Symbol)>,
    list: Vec<Pattern>,
    /// For each symbol the patterns that begin with it.
    begun: Vec<Vec<Begun>>,
    /// For each slot the symbols that fill it, in order.
    slots: Vec<Vec<Symbol>>,
    slot_of: HashMap<Vec<Symbol>, Slot>,
    /// For each symbol the slots that it fills.
    fills: Vec<Vec<Slot>>,
}

/// A word of a text, with what decides whether a pattern may reach over it.
#[derive(Debug, Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that is known of a word")]
pub(super) struct Word {
    /// The folded word.
    pub(super) text: String,
    /// What it may have been meant to be, where it is misspelt.
    pub(super) meant: Vec<String>,
    /// The language that it is read in.
    pub(super) tongue: Tongue,
    /// Whether it denies what follows.
    pub(super) denies: bool,
    /// Whether it names a want, as `loss` and `double` do: what a denial before it denies is then that want.
    pub(super) lacks: bool,
    /// Whether it weighs nothing between two parts of a pattern: `the`, `really`.
    pub(super) light: bool,
    /// Whether a comma stands before it.
    pub(super) comma: bool,
    /// Whether a clause begins with it.
    pub(super) begins_clause: bool,
    /// Whether it begins a clause that no pattern reaches over: `since`, `because`.
    pub(super) breaks: bool,
    /// Whether a sentence begins with it, or the other half of one (`but`).
    pub(super) begins_sentence: bool,
}

/// A pattern found: its group and the words that it covers, from the first to before the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) group: usize,
    pub(super) first: usize,
    pub(super) end: usize,
}

impl Patterns {
    /// Patterns of the named groups; a group's number is its place.
    pub(super) fn new<'n>(groups: impl Iterator<Item = &'n str>) -> Self {
        let groups: HashMap<String, Symbol> = groups.map(str::to_owned).zip(0..).collect();
        let begun = groups.iter().map(|_| Vec::new()).collect();
        let fills = vec![Vec::new(); groups.len()];
        Self {
            groups,
            english: Lexis::default(),
            spanish: Lexis::default(),
            numbers: Vec::new(),
            list: Vec::new(),
            begun,
            slots: Vec::new(),
            slot_of: HashMap::new(),
            fills,
        }
    }

    /// The number of a group.
    pub(super) fn group(&self, name: &str) -> Option<usize> {
        self.groups.get(name).map(|symbol| *symbol as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(pattern: &str, text: &str) -> bool {
        let mut patterns = Patterns::new(["WHOLE", "PART"].into_iter());
        patterns.add(1, Tongue::English, "pass/passing water", None).expect("a sound pattern");
        patterns.add(1, Tongue::English, "pee", None).expect("a sound pattern");
        patterns.add(0, Tongue::English, pattern, None).expect("a sound pattern");
        let word = |(place, text): (usize, &str)| Word {
            text: text.trim_start_matches(['.', ',']).to_owned(),
            denies: text == "no",
            light: text == "the",
            comma: text.starts_with(','),
            begins_clause: place == 0 || text.starts_with(['.', ',']),
            begins_sentence: text.starts_with('.'),
            ..Word::default()
        };
        let words: Vec<Word> = text.split(' ').enumerate().map(word).collect();
        patterns.find(&words).iter().any(|hit| hit.group == 0)
    }

    #[test]
    fn parts_follow_each_other_over_a_few_words() {
        for (pattern, text, found) in [
            ("numb*", "my legs are numbish", true),
            ("numb*", "unnumbed", false),
            ("chest pain*", "chest pains", true),
            ("chest pain*", "chest and back pain", true),
            ("chest pain*", "chest a b c pain", false),
            ("chest pain*", "chest a the the b pain", true),
            ("chest pain*", "chest ,a pain", false),
            ("chest pain*", "chest no pain", false),
            ("chest pain*", "chest .pain", false),
            ("chest-pain*", "chest the pain", false),
            ("chest-pain*", "chest pain", true),
            ("not_able/cant run", "not able to run", true),
            ("not_able/cant run", "not really able to run", false),
            ("is abl*_to", "is it able to", true),
            ("lost * pounds", "lost 15 pounds", true),
            ("lost * pounds", "lost pounds", false),
            ("lost/lose control", "lose all control", true),
            ("no feeling", "no feeling", true),
            ("my kid", "my kids", true),
            ("stiff * neck", "stiff", false),
            ("cant @PART", "cant pass any water", true),
            ("cant @PART now", "cant pee right now", true),
            ("cant @PART", "cant dance", false),
            ("@PART blood", "passing water with blood", true),
            ("#65..110 years", "84 years", true),
            ("#65..110 years", "64 years", false),
            ("#65..110", "84yo", true),
            ("^what is", "what is it", true),
            ("^what is", "know what is it", false),
            ("^what is", "know ,what is it", true),
            ("go on$", "cant go on", true),
            ("go on$", "cant go on ,really", true),
            ("go on$", "cant go on holiday", false),
        ] {
            assert_eq!(finds(pattern, text), found, "{pattern}: {text}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        let mut patterns = Patterns::new(["WHOLE"].into_iter());
        for text in [
            "* neck",
            " ",
            "",
            "@NOBODY",
            "a//b",
            "#1..",
            "#x..3",
            "na\u{EF}ve!",
            "-neck",
            "a**",
            "a_",
            "a/*",
        ] {
            assert!(patterns.add(0, Tongue::English, text, None).is_none(), "{text}");
        }
    }
}
