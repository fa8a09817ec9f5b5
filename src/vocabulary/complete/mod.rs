//! Completion: what forms of the vocabulary go on with what was typed so far, right or misspelt.
//!
//! In: the forms, once; then a folded beginning of one or more words. Out: [`Completion`]s, the likeliest first.
//! Invariants: each concept is offered once; a profession that is not listed is never corrected to one that is; words
//! that are known, common or have digits are never corrected.

mod entries;
mod insertions;
mod reader;

use super::forms::Form;
use super::normalize::Token;
use super::prefix_tree::PrefixTree;
use super::{Lang, Meaning};
use crate::domain::{ConditionId, SpecialtyId, TechniqueId};
use entries::Entry;
use reader::Reader;
use std::collections::HashSet;
use std::ops::Range;

pub(super) use entries::{Entries, Rows, Tongues};
pub(super) use insertions::Insertions;

/// What can be looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sought {
    /// A specialty.
    Specialty(SpecialtyId),
    /// A condition or symptom.
    Condition(ConditionId),
    /// A technique.
    Technique(TechniqueId),
}

/// Something that what was typed may go on to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Completion {
    /// What it is.
    pub sought: Sought,
    /// How many edits were needed; 0 for what begins as typed.
    pub edits: u8,
    /// What of the form was typed.
    pub fit: Fit,
}

/// What of a form begins as typed; the likelier first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fit {
    /// Its label.
    Label,
    /// Another name of it.
    Name,
    /// A later word of a name, or words in another order.
    Inside,
}

/// All beginnings of forms.
#[derive(Debug)]
pub(super) struct Completions {
    /// The same keys twice, with the standings for readers of English and of Spanish.
    trees: [PrefixTree; 2],
    entries: Vec<Entry>,
    /// How many of the entries before each are of professions that are not listed, and how many stand for something
    /// by a whole form.
    before: Vec<(u32, u32)>,
    forms: Vec<String>,
    known: HashSet<String>,
    understood: HashSet<String>,
    common: HashSet<String>,
}

impl Meaning {
    /// What is looked for, if this is something that can be.
    pub fn sought(&self) -> Option<Sought> {
        match self {
            Self::Specialty(id) | Self::Credential { specialty: Some(id), .. } => {
                Some(Sought::Specialty(*id))
            }
            Self::Condition(id) => Some(Sought::Condition(*id)),
            Self::Technique(id) => Some(Sought::Technique(*id)),
            Self::Credential { specialty: None, .. }
            | Self::Filter(_)
            | Self::Nearest
            | Self::Filler
            | Self::PlaceMarker
            | Self::RadiusMarker
            | Self::NearMe
            | Self::Collision
            | Self::OutOfScope(_) => None,
        }
    }
}

impl Completions {
    /// Indexes forms; `common` words are never corrected.
    pub(super) fn new(entries: Entries, common: HashSet<String>) -> Self {
        let Entries { list, forms, known, understood } = entries;
        let trees = [0, 1].map(|tongue: usize| {
            PrefixTree::new(list.iter().map(|(key, entry)| (key.as_str(), entry.standings[tongue])))
        });
        let mut before = vec![(0, 0)];
        let (mut foreign, mut own) = (0, 0);
        for (_, entry) in &list {
            foreign += u32::from(entry.sought.is_none());
            own += u32::from(entry.sought.is_some() && entry.fit != Fit::Inside);
            before.push((foreign, own));
        }
        let entries = list.into_iter().map(|(_, entry)| entry).collect();
        Self { trees, entries, before, forms, known, understood, common }
    }
}

/// The words behind which a place stands, each phrase as its words.
pub(super) fn place_markers(forms: &[Form]) -> Vec<Vec<String>> {
    let marks = |form: &&Form| form.meanings.iter().any(|(meaning, _)| *meaning == Meaning::PlaceMarker);
    forms.iter().filter(marks).map(|form| form.text.split(' ').map(str::to_owned).collect()).collect()
}

impl super::Vocabulary {
    /// What can be looked for that goes on with folded words as typed: the likeliest for readers of a language first,
    /// each once. `open` says whether the last word may go on.
    ///
    /// # Complexity
    /// Linear in the letters typed and the completions given.
    pub fn complete(&self, words: &str, open: bool, lang: Lang, limit: usize) -> Vec<Completion> {
        if words.is_empty() {
            Vec::new()
        } else {
            Reader::new(&self.completions, lang).complete(words, open, limit)
        }
    }

    /// The same for words that are misspelt: one edit in words of at least 4 letters, two from 8. Nothing where they
    /// are a profession that is not listed, or as near to one.
    ///
    /// # Complexity
    /// Some hundred steps for one edit, some thousand for two.
    pub fn correct_completion(&self, words: &str, lang: Lang, limit: usize) -> Vec<Completion> {
        Reader::new(&self.completions, lang).correct(words, limit)
    }

    /// The forms that stand among finished words, leftmost longest: which words, and what they mean first.
    pub fn finished_forms(&self, words: &[&str]) -> Vec<(Range<usize>, Sought)> {
        Reader::new(&self.completions, Lang::En).finished(words)
    }

    /// Whether a word says something of a question other than whom or what: `best`, `near`, `female`.
    pub fn is_understood(&self, word: &str) -> bool {
        self.completions.understood.contains(word)
    }

    /// Whether a word behind others goes on with a form that begins among them, so that what it begins may be read as
    /// part of that: `pelvic floor` and `physical`.
    pub fn runs_on(&self, before: &[&str], word: &str) -> bool {
        Reader::new(&self.completions, Lang::En).runs_on(before, word)
    }

    /// Whether a word stands in any form of the vocabulary.
    pub fn has_word(&self, word: &str) -> bool {
        self.completions.known.contains(word) || self.completions.understood.contains(word)
    }

    /// Where the last place marker ends that some tokens spell, and how many tokens it has: `near`, `cerca de`.
    pub fn last_place_marker(&self, tokens: &[Token]) -> Option<(usize, usize)> {
        let ends = |end: usize| {
            let spelled = |marker: &&Vec<String>| {
                let words = end.checked_sub(marker.len()).and_then(|first| tokens.get(first..end));
                words.is_some_and(|words| words.iter().map(|token| &token.text).eq(marker.iter()))
            };
            self.place_markers.iter().filter(spelled).map(Vec::len).max().map(|count| (end, count))
        };
        (1..=tokens.len()).rev().find_map(ends)
    }

    /// What a completion is called, and its id.
    pub fn sought_names(&self, sought: Sought, lang: Lang) -> (&str, &str) {
        let (id, label, label_es) = match sought {
            Sought::Specialty(id) => {
                let row = self.specialty(id);
                (&row.id, &row.label, &row.label_es)
            }
            Sought::Condition(id) => {
                let row = self.condition(id);
                (&row.id, &row.label, &row.label_es)
            }
            Sought::Technique(id) => {
                let row = self.technique(id);
                (&row.id, &row.label, &row.label_es)
            }
        };
        (id, lang.choose(label, label_es))
    }

    /// What to write for a completion so that a search reads it: its label, where that is read.
    pub fn insertion(&self, sought: Sought, lang: Lang) -> &str {
        self.insertions.of(sought, lang)
    }
}

#[cfg(test)]
mod tests;
