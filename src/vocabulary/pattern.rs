//! Small patterns over folded words, as the danger-sign tables write them.
//!
//! In: patterns such as `fell from | can not feel | numb*`. Out: where they stand in a text. In a pattern `*` at the
//! end of a word is any ending, `*` alone any one word; up to two words may stand between the words of a pattern, but
//! none that denies and no end of a sentence. Invariant: a pattern begins with a word or a stem.

use super::words::key;
use std::collections::HashMap;

/// How many words may stand between two words of a pattern.
///
/// # Source
/// Column `note` of `red_flag_concepts.csv`.
const GAP: usize = 2;

/// One word of a pattern.
#[derive(Debug, PartialEq, Eq)]
enum Part {
    Word(String),
    Stem(String),
    Any,
}

/// A pattern and the group of patterns that it belongs to.
#[derive(Debug)]
struct Pattern {
    group: usize,
    parts: Vec<Part>,
}

/// Many patterns, found by their first word.
#[derive(Debug, Default)]
pub(super) struct Patterns {
    list: Vec<Pattern>,
    words: HashMap<String, Vec<usize>>,
    stems: HashMap<String, Vec<usize>>,
    shortest_stem: usize,
}

/// A word of a text, with what decides whether a pattern may reach over it.
#[derive(Debug)]
pub(super) struct Word {
    /// The folded word.
    pub(super) text: String,
    /// Whether it denies what follows.
    pub(super) denies: bool,
    /// Whether a sentence ends before it.
    pub(super) begins_sentence: bool,
}

/// A pattern found: its group and its first and last word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) group: usize,
    pub(super) first: usize,
}

impl Patterns {
    /// Adds a pattern to a group; `None` if it begins with `*` or is empty.
    pub(super) fn add(&mut self, group: usize, text: &str) -> Option<()> {
        let parts: Vec<Part> = text.split_whitespace().map(part).collect();
        let place = self.list.len();
        match parts.first()? {
            Part::Word(word) => self.words.entry(word.clone()).or_default().push(place),
            Part::Stem(stem) => {
                let shortest = if self.stems.is_empty() { stem.len() } else { self.shortest_stem };
                self.shortest_stem = shortest.min(stem.len());
                self.stems.entry(stem.clone()).or_default().push(place);
            }
            Part::Any => return None,
        }
        self.list.push(Pattern { group, parts });
        Some(())
    }

    /// All places where a pattern begins.
    ///
    /// # Complexity
    /// O(words × letters) look-ups, plus the patterns that begin with a word of the text.
    pub(super) fn find(&self, words: &[Word]) -> Vec<Hit> {
        let mut hits = Vec::new();
        for (first, word) in words.iter().enumerate() {
            let singular = key(&word.text);
            let mut begun: Vec<usize> = self.words.get(&word.text).into_iter().flatten().copied().collect();
            if singular != word.text {
                begun.extend(self.words.get(&singular).into_iter().flatten());
            }
            for end in
                (self.shortest_stem.max(1)..=word.text.len()).filter(|end| word.text.is_char_boundary(*end))
            {
                begun.extend(self.stems.get(&word.text[..end]).into_iter().flatten());
            }
            for pattern in begun.into_iter().filter_map(|place| self.list.get(place)) {
                if pattern.parts.get(1..).is_some_and(|rest| follows(rest, &words[first + 1..])) {
                    hits.push(Hit { group: pattern.group, first });
                }
            }
        }
        hits
    }
}

/// Whether the rest of a pattern follows, each part after at most [`GAP`] other words.
fn follows(parts: &[Part], words: &[Word]) -> bool {
    let Some((part, rest)) = parts.split_first() else { return true };
    for (place, word) in words.iter().take(GAP + 1).enumerate() {
        if word.begins_sentence {
            return false;
        }
        if part.is(&word.text) && follows(rest, &words[place + 1..]) {
            return true;
        }
        if word.denies {
            return false;
        }
    }
    false
}

impl Part {
    fn is(&self, word: &str) -> bool {
        match self {
            Self::Word(own) => own == word || *own == key(word),
            Self::Stem(stem) => word.starts_with(stem.as_str()),
            Self::Any => true,
        }
    }
}

fn part(text: &str) -> Part {
    match text.strip_suffix('*') {
        Some("") => Part::Any,
        Some(stem) => Part::Stem(stem.to_owned()),
        None => Part::Word(text.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn finds(pattern: &str, text: &str) -> bool {
        let mut patterns = Patterns::default();
        patterns.add(0, pattern).expect("a sound pattern");
        let word = |text: &str| Word {
            text: text.trim_start_matches('.').to_owned(),
            denies: text == "no",
            begins_sentence: text.starts_with('.'),
        };
        let words: Vec<Word> = text.split(' ').map(word).collect();
        !patterns.find(&words).is_empty()
    }

    #[test]
    fn stems_gaps_and_any_words_match() {
        for (pattern, text, found) in [
            ("numb*", "my legs are numbish", true),
            ("numb*", "unnumbed", false),
            ("chest pain*", "chest pains", true),
            ("chest pain*", "chest and back pain", true),
            ("chest pain*", "chest a b c pain", false),
            ("chest pain*", "chest no pain", false),
            ("chest pain*", "chest .pain", false),
            ("lost * pounds", "lost 15 pounds", true),
            ("lost * pounds", "lost pounds", false),
            ("no feeling", "no feeling", true),
            ("my kid", "my kids", true),
            ("stiff * neck", "stiff", false),
        ] {
            assert_eq!(finds(pattern, text), found, "{pattern}: {text}");
        }
        assert!(Patterns::default().add(0, "* neck").is_none());
        assert!(Patterns::default().add(0, " ").is_none());
    }
}
