//! A text as words in clauses, for the danger signs.
//!
//! In: what a person typed. Out: words with the commas, clauses and sentences between them. Invariant: every word of
//! the text is there; words that people run together or part (`can not`, `can t`) are one.

use super::super::normalize::{self, Token};
use super::super::pattern::{Tongue, Word};
use super::cues::{Cues, Kind, Kinds};

/// A text read.
#[derive(Debug)]
pub(super) struct Text {
    pub(super) words: Vec<Word>,
    /// Where each word is: its place among the text's tokens, in order. Words made of two tokens name both.
    pub(super) tokens: Vec<(usize, usize)>,
    /// For each word the number of its clause.
    pub(super) clause_of: Vec<usize>,
    /// For each clause its first word and the place after its last.
    pub(super) clauses: Vec<(usize, usize)>,
    /// For each word the number of its sentence.
    pub(super) sentence_of: Vec<usize>,
    /// For each word whether what stands before it opens a list: `none of these: fever, chills`.
    pub(super) lists: Vec<bool>,
    /// For each word whether a bracket closes before it.
    pub(super) closes: Vec<bool>,
    /// For each sentence whether it ends with a question mark.
    pub(super) asked: Vec<bool>,
}

/// Signs that end a sentence.
const SENTENCE_ENDS: [char; 7] = ['.', ';', '!', '?', '\n', '\u{2026}', '\u{BF}'];

/// Signs that part clauses without ending the sentence.
const CLAUSE_ENDS: [char; 9] = [',', ':', '(', ')', '[', ']', '/', '\u{2014}', '\u{2013}'];

/// Signs that a list may stand behind.
const LIST_BEGINNINGS: [char; 3] = [':', '(', '['];

/// Words that begin a clause with a reason or a time, behind which nothing goes on that began before.
const BREAKS: [&str; 12] =
    ["since", "because", "cuz", "bc", "so", "porque", "pues", "entonces", "then", "until", "till", "plus"];

/// Parts of the body that people are called.
const NAMED_PARTS: [&str; 3] = ["bone", "hand", "foot"];

/// Stands for the name of somebody of whom nothing is told.
const NOBODY: &str = "x";

/// What stands between a token and the one before it.
#[derive(Debug, Clone, Copy)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a gap says")]
struct Gap {
    /// Nothing or a sign that may join two tokens.
    joins: bool,
    comma: bool,
    /// A bracket or a colon.
    lists: bool,
    /// The end of a bracket.
    closes: bool,
    ends: bool,
    /// The number of the sentence that the token stands in.
    sentence: usize,
}

/// The place of a name behind the title that a text begins with: `Dr. Bone neck pain` tells of no pain of the bones.
/// Elsewhere a capital behind `dr.` may begin a sentence.
fn named_part(text: &str, tokens: &[Token]) -> Option<usize> {
    let [title, name, next, ..] = tokens else { return None };
    let big =
        |token: &Token| text.get(token.start..).is_some_and(|rest| rest.starts_with(char::is_uppercase));
    let titled = matches!(title.text.as_str(), "dr" | "dra" | "doctor" | "doctora");
    (titled
        && NAMED_PARTS.contains(&name.text.as_str())
        && big(name)
        && !matches!(next.text.as_str(), "pain" | "pains"))
    .then_some(1)
}

impl Text {
    /// Reads a text; `typos` names what a word of a language that nobody knows may have been meant to be.
    pub(super) fn read(text: &str, cues: &Cues, typos: impl Fn(Tongue, &str) -> Vec<String>) -> Self {
        let mut read = Self {
            words: Vec::new(),
            tokens: Vec::new(),
            clause_of: Vec::new(),
            clauses: Vec::new(),
            sentence_of: Vec::new(),
            lists: Vec::new(),
            closes: Vec::new(),
            asked: Vec::new(),
        };
        let tokens = normalize::tokens(text);
        let gaps = gaps(text, &tokens);
        read.asked = asked(text, &tokens, &gaps);
        let tongues = tongues(&tokens, &gaps, cues);
        let named = named_part(text, &tokens);
        for ((place, token), gap) in tokens.iter().enumerate().zip(gaps) {
            if gap.joins && read.join(&token.text, place) {
                continue;
            }
            let tongue = tongues.get(gap.sentence).copied().unwrap_or(Tongue::Both);
            let (number, unit) = number_and_unit(&token.text);
            for (part, text) in [number, unit].into_iter().filter(|text| !text.is_empty()).enumerate() {
                let text = match text {
                    "cannot" => "cant",
                    _ if named == Some(place) => NOBODY,
                    text => text,
                };
                read.push(text, cues.kinds(tongue, text), gap.comma && part == 0, gap.ends && part == 0);
                if let Some(word) = read.words.last_mut() {
                    word.tongue = tongue;
                    word.meant = typos(tongue, text);
                }
                read.tokens.push((place, place));
                read.sentence_of.push(gap.sentence);
                read.lists.push(gap.lists && part == 0);
                read.closes.push(gap.closes && part == 0);
            }
        }
        read.part(cues);
        read
    }

    fn push(&mut self, text: &str, kinds: Kinds, comma: bool, ends: bool) {
        let turns = kinds.has(Kind::Turn);
        self.words.push(Word {
            denies: kinds.has(Kind::Denial),
            lacks: kinds.has(Kind::Lack) || kinds.has(Kind::Ill),
            light: kinds.has(Kind::Light),
            comma,
            begins_clause: self.words.is_empty() || ends || comma || turns,
            begins_sentence: ends || turns,
            breaks: false,
            text: text.to_owned(),
            meant: Vec::new(),
            tongue: Tongue::Both,
        });
    }

    /// Joins a token to the word before it where the two are one: `can not`, `can t`, `i m`, `w o`.
    fn join(&mut self, token: &str, place: usize) -> bool {
        let Some(last) = self.words.last_mut() else { return false };
        let joined = match (last.text.as_str(), token) {
            ("can", "not" | "t") | ("ca", "nt") => "cant".to_owned(),
            ("do" | "does" | "did" | "have" | "has" | "had" | "could" | "would", "not") => {
                format!("{}nt", last.text)
            }
            ("will", "not") => "wont".to_owned(),
            ("w", "o") => "without".to_owned(),
            (before @ ("my" | "him" | "her"), "self") => format!("{before}self"),
            (before, "t") if before.ends_with('n') => format!("{before}t"),
            (before @ "i", "m" | "ve" | "d" | "ll") => format!("{before}{token}"),
            _ => return false,
        };
        last.denies = last.denies || super::cues::is_contracted_denial(&joined);
        last.text = joined;
        last.meant.clear();
        if let Some(tokens) = self.tokens.last_mut() {
            tokens.1 = place;
        }
        true
    }

    /// Parts the words into clauses: at commas, and before words that begin one.
    fn part(&mut self, cues: &Cues) {
        let mut before = None;
        for place in 0..self.words.len() {
            let word = &self.words[place];
            let kinds = cues.kinds(word.tongue, &word.text);
            let held = before.is_none_or(|before: Kinds| before.has(Kind::Holder));
            let opens = kinds.has(Kind::Opener) && !held && place + 1 < self.words.len();
            // Behind `and` and `but` stands the first word of the clause proper.
            let leads = before.is_some_and(|before| before.has(Kind::Opener) || before.has(Kind::Turn));
            let led = leads && self.words[place - 1].begins_clause;
            before = Some(kinds);
            self.words[place].begins_clause |= opens || led;
            self.words[place].breaks = opens && BREAKS.contains(&self.words[place].text.as_str());
            if self.words[place].begins_clause && !led {
                if let Some(last) = self.clauses.last_mut() {
                    last.1 = place;
                }
                self.clauses.push((place, self.words.len()));
            }
            self.clause_of.push(self.clauses.len().saturating_sub(1));
        }
    }

    /// The clause of a word, from its first word to before its last.
    pub(super) fn clause(&self, word: usize) -> (usize, usize) {
        self.clause_of.get(word).and_then(|clause| self.clauses.get(*clause)).copied().unwrap_or_default()
    }
}

/// What stands before each token.
fn gaps(text: &str, tokens: &[Token]) -> Vec<Gap> {
    let (mut end, mut sentence) = (0, 0);
    let mut gaps = Vec::with_capacity(tokens.len());
    for token in tokens {
        let between = text.get(end..token.start).unwrap_or_default();
        end = token.end;
        let ends = between.contains(SENTENCE_ENDS) && !gaps.is_empty();
        sentence += usize::from(ends);
        // `24/7`
        let digit = |letter: char| letter.is_ascii_digit();
        let before = text.get(..token.start).unwrap_or_default();
        let counts =
            between == "/" && before.trim_end_matches('/').ends_with(digit) && token.text.starts_with(digit);
        let comma =
            !counts && between.contains(CLAUSE_ENDS) || between.contains(" - ") || between.contains("--");
        let joins = between.trim().is_empty() || between == "/";
        let lists = between.contains(LIST_BEGINNINGS);
        let closes = between.contains([')', ']']);
        gaps.push(Gap { joins, comma, lists, closes, ends, sentence });
    }
    gaps
}

/// Which sentences end with a question mark.
fn asked(text: &str, tokens: &[Token], gaps: &[Gap]) -> Vec<bool> {
    let mut asked = Vec::new();
    for (place, (token, gap)) in tokens.iter().zip(gaps).enumerate() {
        let next = tokens.get(place + 1).map_or(text.len(), |next| next.start);
        asked.resize(gap.sentence + 1, false);
        asked[gap.sentence] = text.get(token.end..next).unwrap_or_default().contains('?');
    }
    asked
}

/// The language of each sentence; that of the whole text where a sentence does not show it.
fn tongues(tokens: &[Token], gaps: &[Gap], cues: &Cues) -> Vec<Tongue> {
    let whole = cues.tongue(tokens.iter().map(|token| token.text.as_str()));
    let count = gaps.last().map_or(0, |gap| gap.sentence + 1);
    if count == 1 {
        return vec![whole];
    }
    let own = |sentence: usize| {
        let within = tokens.iter().zip(gaps).filter(move |(_, gap)| gap.sentence == sentence);
        cues.tongue(within.map(|(token, _)| token.text.as_str()))
    };
    let told = |sentence: usize| match own(sentence) {
        Tongue::Both => whole,
        own => own,
    };
    (0..count).map(told).collect()
}

/// Parts `28wks` into `28` and `wks`; ordinals (`2nd`) and words of other kinds stay whole.
fn number_and_unit(word: &str) -> (&str, &str) {
    let digits = word.bytes().take_while(u8::is_ascii_digit).count();
    let (number, unit) = word.split_at(digits);
    let parts = !number.is_empty() && unit.bytes().all(|byte| byte.is_ascii_lowercase());
    if parts && !matches!(unit, "st" | "nd" | "rd" | "th") { (number, unit) } else { (word, "") }
}
