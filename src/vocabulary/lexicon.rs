//! The words of all forms, and the tree of phrases over them.
//!
//! In: the forms. Out: for a word its number and its near neighbours, for a run of words the forms that it spells.
//! Invariant: words are compared by [`key`], so plural and British spellings need no rows of their own; a word that is
//! known is never taken for a misspelling by itself.

use super::forms::Form;
use super::sound;
use super::typo::TypoIndex;
use super::words::key;
use super::{FilterWord, Meaning};
use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

/// Where the tree of phrases begins.
pub(super) const ROOT: u32 = 0;

/// A known word of at least this many letters may be a slip of another one inside a phrase: `occupational medicina`.
const LONG_WORD: usize = 6;

/// Words of so many letters are found by their sound, too, which may be wrong in one letter.
const LONG_SOUND: usize = 7;
/// See [`LONG_SOUND`].
const SOUND_EDITS: u8 = 1;

/// The fewest letters of each part of a word that was run together.
const PART: usize = 3;

/// Words and phrases.
#[derive(Debug)]
pub(super) struct Lexicon {
    numbers: HashMap<String, u32>,
    /// The keys of words, by number.
    keys: Vec<String>,
    /// Whether a word is a word; what stands only in listed misspellings is none.
    clean: Vec<bool>,
    /// Words that alone name a profession which is not ours.
    outside: HashSet<u32>,
    common: CommonWords,
    typos: TypoIndex,
    /// The sounds of long words.
    sounds: TypoIndex,
    steps: HashMap<(u32, u32), u32>,
    ends: Vec<Vec<usize>>,
    run_together: HashMap<String, usize>,
}

/// Words that lie near one of ours and are words themselves.
#[derive(Debug, Default)]
pub(super) struct CommonWords {
    /// Everyday words: never corrected.
    pub(super) everyday: HashSet<String>,
    /// Rarer words, and names of people and places: corrected only beside a word that leaves no doubt.
    pub(super) rarer: HashSet<String>,
    /// Words that everybody uses, near ours or not: corrected no sooner than rarer ones.
    pub(super) plain: HashSet<String>,
}

/// How likely a word of a text is to be a slip.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Standing {
    /// It is no word that we know.
    #[default]
    Unknown,
    /// It is a rarer word, or a name of people or places.
    Rarer,
    /// It is a word of ours or of everyday speech.
    Word,
}

/// What one word of a text may be; looked up once, whatever it is read together with.
#[derive(Debug, Clone, Default)]
pub struct Reading {
    /// The word's key.
    pub(super) key: String,
    /// How many letters were typed.
    pub(super) letters: usize,
    /// The known word that it is.
    pub(super) word: Option<u32>,
    /// How likely it is to be a slip.
    pub(super) standing: Standing,
    /// Known words that it may be a misspelling of, with the edits between, the nearest first.
    pub(super) near: Vec<(u32, u8)>,
    /// Its neighbours, once something asks for them; see [`Lexicon::neighbours`].
    pub(super) neighbours: OnceCell<Vec<(u32, u8)>>,
}

impl Lexicon {
    /// Builds the tree; `common` are words that are never corrected by themselves.
    pub(super) fn new(forms: &[Form], common: CommonWords) -> Self {
        let mut lexicon = Self {
            numbers: HashMap::new(),
            keys: Vec::new(),
            clean: Vec::new(),
            outside: HashSet::new(),
            common,
            typos: TypoIndex::new(Vec::new()),
            sounds: TypoIndex::new(Vec::new()),
            steps: HashMap::new(),
            ends: vec![Vec::new()],
            run_together: HashMap::new(),
        };
        // Each spelling is a target: `disk` and `clinics` lie nearer to their own misspellings than `disc` and `clinic`.
        let mut spellings: Vec<(String, u32)> = Vec::new();
        for (place, form) in forms.iter().enumerate() {
            let numbers = lexicon.enter(place, form);
            if form.misspells.is_none() && is_correctable(form) {
                for (number, word) in numbers.iter().zip(form.text.split(' ')) {
                    spellings.extend([(key(word), *number), (word.to_owned(), *number)]);
                }
            }
        }
        spellings.sort();
        spellings.dedup();
        let long = spellings.iter().filter(|(word, _)| word.len() >= LONG_SOUND);
        let mut sounds: Vec<(String, u32)> = long.map(|(word, number)| (sound::key(word), *number)).collect();
        sounds.sort();
        sounds.dedup();
        lexicon.typos = TypoIndex::new(spellings);
        lexicon.sounds = TypoIndex::new(sounds);
        lexicon
    }

    /// Enters a form's words and their sequence.
    fn enter(&mut self, place: usize, form: &Form) -> Vec<u32> {
        let mut numbers = Vec::new();
        for word in form.text.split(' ') {
            let next = u32::try_from(self.numbers.len()).unwrap_or(u32::MAX);
            let number = *self.numbers.entry(key(word)).or_insert(next);
            if number == next {
                self.keys.push(key(word));
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
            } else if is_outside(form) && !form.variant && !self.common.rarer.contains(&form.text) {
                self.outside.extend(&numbers);
            }
        }
        numbers
    }

    /// What a word of a text may be.
    pub(super) fn reading(&self, text: &str) -> Reading {
        let key = key(text);
        let word = self.numbers.get(&key).copied();
        let has = |words: &HashSet<String>| words.contains(text) || words.contains(&key);
        let standing = if word.is_some_and(|word| self.is_clean(word)) || has(&self.common.everyday) {
            Standing::Word
        } else if has(&self.common.rarer) || self.common.plain.contains(text) {
            Standing::Rarer
        } else {
            Standing::Unknown
        };
        let mut near = if standing == Standing::Word { Vec::new() } else { self.near(text, &key) };
        if standing == Standing::Unknown {
            let sounding = self.sounding(text);
            near.extend(
                sounding
                    .into_iter()
                    .filter(|(word, _)| near.iter().all(|(own, _)| own != word))
                    .collect::<Vec<_>>(),
            );
            near.sort_unstable_by_key(|(word, edits)| (*edits, *word));
        }
        // Its key may be spelled right where the word is not.
        for (_, edits) in &mut near {
            *edits = (*edits).max(1);
        }
        Reading { key, letters: text.len(), word, standing, near, neighbours: OnceCell::new() }
    }

    /// The neighbours of a long word of ours, which it may be a slip of inside a phrase: `clinica` and `clinic`.
    pub(super) fn neighbours(&self, text: &str, reading: &Reading) -> Vec<(u32, u8)> {
        let known = reading.word.is_some_and(|word| self.is_clean(word));
        if !known || text.len() < LONG_WORD || self.common.everyday.contains(text) {
            return Vec::new();
        }
        let mut near = self.near(text, &reading.key);
        near.retain(|(word, edits)| Some(*word) != reading.word && *edits == 1);
        near
    }

    /// Known words near a word as typed or near its key, the nearest first.
    fn near(&self, text: &str, key: &str) -> Vec<(u32, u8)> {
        let mut near = self.typos.near(text);
        if key != text {
            near.extend(self.typos.near(key));
            near.sort_unstable_by_key(|(word, edits)| (*word, *edits));
            near.dedup_by_key(|(word, _)| *word);
            near.sort_unstable_by_key(|(word, edits)| (*edits, *word));
        }
        near
    }

    /// Long words that sound like a word, however it is spelled, or nearly so: `fisical`, `kiropracter`. One edit
    /// stands for all letters that sound alike.
    fn sounding(&self, text: &str) -> Vec<(u32, u8)> {
        if text.len() < LONG_SOUND {
            return Vec::new();
        }
        let mut near = self.sounds.near(&sound::key(text));
        near.retain(|(_, edits)| *edits <= SOUND_EDITS);
        for (_, edits) in &mut near {
            *edits += 1;
        }
        near
    }

    /// A word's key.
    pub(super) fn spelling(&self, word: u32) -> &str {
        self.keys.get(word as usize).map_or("", String::as_str)
    }

    /// Whether a text's word is spelled right as far as anybody here knows: a word of a form, or a common one.
    pub(super) fn is_word(&self, text: &str) -> bool {
        let key = key(text);
        let clean = self.numbers.get(&key).is_some_and(|word| self.is_clean(*word));
        let common = |words: &HashSet<String>| words.contains(text) || words.contains(&key);
        clean || common(&self.common.everyday) || common(&self.common.rarer)
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

    /// The clean word that two parts of it spell.
    pub(super) fn parted(&self, first: &str, second: &str) -> Option<u32> {
        let word = self.numbers.get(&key(&[first, second].concat())).copied();
        word.filter(|word| self.is_clean(*word))
    }

    /// The node behind two words that were run together into one.
    pub(super) fn joined(&self, node: u32, text: &str) -> Option<u32> {
        (PART..(text.len() + 1).saturating_sub(PART)).find_map(|cut| {
            let (first, second) = text.split_at_checked(cut)?;
            let first = self.step(node, *self.numbers.get(&key(first))?)?;
            self.step(first, *self.numbers.get(&key(second))?)
        })
    }

    /// Whether a word stands in a clean form.
    pub(super) fn is_clean(&self, word: u32) -> bool {
        self.clean.get(word as usize).copied().unwrap_or(false)
    }

    /// Whether a word is a rarer one, or a name of people or places, as some methods have.
    pub(super) fn is_rarer(&self, text: &str) -> bool {
        self.common.rarer.contains(text)
    }

    /// Whether a word alone names a profession that is not ours.
    pub(super) fn is_outside(&self, word: u32) -> bool {
        self.outside.contains(&word)
    }
}

/// Whether a form names a profession that is not ours, and nothing of ours.
pub(super) fn is_outside(form: &Form) -> bool {
    form.meanings.iter().any(|(meaning, _)| matches!(meaning, Meaning::OutOfScope(_))) && !is_ours(form)
}

/// Whether a form names something of ours that is sought.
pub(super) fn is_ours(form: &Form) -> bool {
    form.meanings.iter().any(|(meaning, _)| is_sought(meaning))
}

/// Whether a meaning is what somebody looks for, rather than how.
pub(super) fn is_sought(meaning: &Meaning) -> bool {
    matches!(meaning, Meaning::Specialty(_) | Meaning::Condition(_) | Meaning::Technique(_))
}

/// Whether misspellings of a form are looked for: only of what says what is sought.
pub(super) fn is_correctable(form: &Form) -> bool {
    let text = form.text.as_str();
    form.meanings.iter().any(|(meaning, _)| match meaning {
        Meaning::Specialty(_)
        | Meaning::Condition(_)
        | Meaning::Technique(_)
        | Meaning::OutOfScope(_)
        | Meaning::Nearest => true,
        // `in Germany` is a place and not German.
        Meaning::Filter(word) => {
            let language = matches!(word, FilterWord::Language(_));
            !(language && (text.starts_with("in ") || text.starts_with("en ")))
        }
        Meaning::Credential { .. }
        | Meaning::Filler
        | Meaning::PlaceMarker
        | Meaning::RadiusMarker
        | Meaning::NearMe
        | Meaning::Collision => false,
    })
}
