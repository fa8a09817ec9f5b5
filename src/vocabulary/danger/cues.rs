//! What the groups of the table are for: signs, words that parts of patterns are made of, and cues of what a sentence
//! does with a sign (denies it, asks about it, tells of the past or of somebody else).
//!
//! In: column `kind` of `red_flag_concepts.csv`. Out: [`Kind`]s, and the single words that reading a text needs.

use super::super::pattern::{Tongue, WordHasher};
use std::collections::HashMap;

/// How many words without weight may stand within a set phrase: `fully and completely healed`.
const CLOSE: usize = 2;

/// What a group of patterns is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A part of other patterns.
    Word,
    /// A part of other patterns whose words stand close together.
    Phrase,
    /// A danger sign, or a part of one.
    Sign,
    /// What stays true when it is over: a cancer, brittle bones.
    History,
    /// Where it is, whose it is: says nothing alone.
    Body,
    /// A noun that stands in lists of what is denied: `no fever, chills or weakness`.
    Noun,
    /// A word that only one of the two languages has.
    Tongue,
    /// A word of no weight between the parts of a pattern.
    Light,
    /// Denies what follows.
    Denial,
    /// Holds a denial that denies no sign: `not only`, `no idea`, `not getting better`.
    Idle,
    /// Denies what stands before it in its clause: `ruled out`.
    Absent,
    /// A want of what is denied with it: `no loss of control`, `no vision trouble`.
    Lack,
    /// Says that what follows is not well: `no double vision`, `no slurred speech`.
    Ill,
    /// Fears or forestalls what follows: `worried about`, `prevent`.
    Wary,
    /// Begins the other half of a sentence: `but`.
    Turn,
    /// Begins a clause: `and`, `now`.
    Opener,
    /// Keeps an opener within its clause: `right` before `now`.
    Holder,
    /// Long ago.
    Past,
    /// How long something lasted, which may be now: `for three days`.
    Span,
    /// Now, or so recently that it counts as now.
    Present,
    /// A verb of the past.
    Did,
    /// A verb of the past that others' illnesses are told with: `had`.
    Had,
    /// A verb of the present.
    Does,
    /// Over: `went away`.
    Over,
    /// Over, unless it is a faculty that went: `gone for good`.
    Gone,
    /// What is bad to lose: `feeling`, `grip`.
    Faculty,
    /// Once more, whatever it is: `again`.
    Again,
    /// Nothing but what is told behind it is left: `now just`, `ahora solo`.
    Left,
    /// Not over after all: `came back`.
    Relapse,
    /// Asks in general.
    Question,
    /// Asks in general, where a question mark stands: `sciatica cause weakness?`
    Query,
    /// Asks for help and not in general: `can you help`.
    Plea,
    /// Asks what helps against what somebody feels, or what it comes from: `can massage help`, `what causes`.
    Seeks,
    /// A condition: `if`.
    Condition,
    /// What may come some day, and not now: `if my back ever`.
    Supposed,
    /// Some day, in a condition: `in case I fall one day`.
    Someday,
    /// Learning, teaching, writing of it.
    Study,
    /// The one who writes.
    Myself,
    /// Somebody the writer speaks for.
    Other,
    /// Somebody whom the writer cares for: what they have is nothing new.
    Cared,
    /// `he`, `her`: whoever was named before.
    Pronoun,
    /// Has died.
    Late,
    /// People in general.
    Anybody,
    /// Whoever is asked, or anybody: `you`.
    You,
    /// An animal: `he` may be it.
    Animal,
    /// A thing.
    Thing,
    /// Something that only sounds like a sign.
    Mask,
    /// A mask that says how old something is: what stays true stays, `cancer surgery ten years ago`.
    Dated,
    /// A turn of speech or a name that only sounds like a sign: its words stand close together.
    Idiom,
    /// Something that works: `vision ok`. What begins before it stays: `cant feel my legs ok`.
    Well,
    /// A disease or an event by its name, which is a sign only where somebody has it: `stroke`.
    Named,
    /// Says that somebody has what it stands before: `having`, `might be`, `diagnosed with`.
    Claim,
    /// Claims, and says that it is going on: `having a`, `think it is`.
    Underway,
    /// May stand between such a name and what claims it, and behind it: `a really bad`, `survivor`.
    Slack,
    /// Words of the patterns that are known misspelt, too.
    Typo,
    /// Words that are none of ours and are spelled right.
    Plain,
}

impl Kind {
    /// Reads the cell of the table.
    pub(super) fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "word" => Self::Word,
            "phrase" => Self::Phrase,
            "sign" => Self::Sign,
            "history" => Self::History,
            "body" => Self::Body,
            "noun" => Self::Noun,
            "tongue" => Self::Tongue,
            "light" => Self::Light,
            "denial" => Self::Denial,
            "idle" => Self::Idle,
            "absent" => Self::Absent,
            "lack" => Self::Lack,
            "ill" => Self::Ill,
            "wary" => Self::Wary,
            "turn" => Self::Turn,
            "opener" => Self::Opener,
            "holder" => Self::Holder,
            "past" => Self::Past,
            "span" => Self::Span,
            "present" => Self::Present,
            "did" => Self::Did,
            "had" => Self::Had,
            "does" => Self::Does,
            "over" => Self::Over,
            "gone" => Self::Gone,
            "faculty" => Self::Faculty,
            "again" => Self::Again,
            "left" => Self::Left,
            "relapse" => Self::Relapse,
            "question" => Self::Question,
            "query" => Self::Query,
            "plea" => Self::Plea,
            "seeks" => Self::Seeks,
            "condition" => Self::Condition,
            "supposed" => Self::Supposed,
            "someday" => Self::Someday,
            "study" => Self::Study,
            "self" => Self::Myself,
            "other" => Self::Other,
            "cared" => Self::Cared,
            "pronoun" => Self::Pronoun,
            "late" => Self::Late,
            "anybody" => Self::Anybody,
            "you" => Self::You,
            "animal" => Self::Animal,
            "thing" => Self::Thing,
            "mask" => Self::Mask,
            "dated" => Self::Dated,
            "idiom" => Self::Idiom,
            "well" => Self::Well,
            "named" => Self::Named,
            "claim" => Self::Claim,
            "underway" => Self::Underway,
            "slack" => Self::Slack,
            "typo" => Self::Typo,
            "plain" => Self::Plain,
            _ => return None,
        })
    }

    /// Whether the group is a list of words rather than of patterns.
    pub(super) fn is_spelling(self) -> bool {
        matches!(self, Self::Typo | Self::Plain)
    }

    /// How many words without weight may stand between the parts of its patterns, where no others may.
    pub(super) fn closeness(self) -> Option<usize> {
        match self {
            Self::Idiom | Self::Well => Some(0),
            Self::Phrase
            | Self::Idle
            | Self::Denial
            | Self::Absent
            | Self::Noun
            | Self::Past
            | Self::Span
            | Self::Present
            | Self::Did
            | Self::Had
            | Self::Does
            | Self::Over
            | Self::Gone
            | Self::Again
            | Self::Relapse
            | Self::Left
            | Self::Late
            | Self::Named
            | Self::Claim
            | Self::Underway
            | Self::Slack
            | Self::Condition
            | Self::Someday => Some(CLOSE),
            _ => None,
        }
    }

    /// Whether a group of this kind takes out what lies in it.
    pub(super) fn is_mask(self) -> bool {
        matches!(self, Self::Mask | Self::Dated | Self::Idiom | Self::Well)
    }

    /// Whether a sentence may take back what a group of this kind says.
    pub(super) fn is_meaning(self) -> bool {
        matches!(self, Self::Sign | Self::History | Self::Body | Self::Noun)
    }
}

/// Kinds of single words, a bit each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Kinds(u64);

impl Kinds {
    /// Whether a word is of a kind.
    pub(super) fn has(self, kind: Kind) -> bool {
        self.0 >> kind as u64 & 1 == 1
    }
}

/// Single words that decide how a text is parted, by language, with their kinds.
#[derive(Debug, Default)]
pub(super) struct Cues {
    english: HashMap<String, Kinds, WordHasher>,
    spanish: HashMap<String, Kinds, WordHasher>,
}

/// How many words only Spanish has make a text without English ones Spanish, and the other way round.
const SURE: usize = 2;

impl Cues {
    /// Notes a pattern of a kind, where it is a single word.
    pub(super) fn note(&mut self, kind: Kind, tongue: Tongue, pattern: &str) {
        let parting = matches!(
            kind,
            Kind::Light
                | Kind::Denial
                | Kind::Lack
                | Kind::Ill
                | Kind::Turn
                | Kind::Opener
                | Kind::Holder
                | Kind::Tongue
        );
        if parting && pattern.chars().all(char::is_alphanumeric) {
            let words = if tongue == Tongue::Spanish { &mut self.spanish } else { &mut self.english };
            words.entry(pattern.to_owned()).or_default().0 |= 1 << kind as u64;
        }
    }

    /// The kinds of a word in a language.
    pub(super) fn kinds(&self, tongue: Tongue, word: &str) -> Kinds {
        let of = |words: &HashMap<String, Kinds, WordHasher>| words.get(word).copied().unwrap_or_default().0;
        let english = if tongue == Tongue::Spanish { 0 } else { of(&self.english) };
        let spanish = if tongue == Tongue::English { 0 } else { of(&self.spanish) };
        Kinds(english | spanish)
    }

    /// The language of a text.
    pub(super) fn tongue<'w>(&self, words: impl Iterator<Item = &'w str>) -> Tongue {
        let (mut english, mut spanish) = (0, 0);
        for word in words {
            english += usize::from(self.kinds(Tongue::English, word).has(Kind::Tongue));
            spanish += usize::from(self.kinds(Tongue::Spanish, word).has(Kind::Tongue));
        }
        match (english, spanish) {
            (0, SURE..) => Tongue::Spanish,
            (SURE.., 0) => Tongue::English,
            _ => Tongue::Both,
        }
    }
}

/// Whether a word that was typed in two (`don t`) denies what follows: all contractions of `not` but those of an
/// inability.
pub(super) fn is_contracted_denial(word: &str) -> bool {
    word.ends_with("nt") && !matches!(word, "cant" | "couldnt" | "wont" | "wouldnt")
}
