//! Corrections of data staff: what they know better than any list, kept over every import.
//!
//! In: a CSV, a row a correction. Out: [`Corrections`], which a generation's providers go through while it is built,
//! after all lists are brought together. Invariants: a row applies wholly or not at all, and its [`Standing`] says
//! which; who asked for it and why is kept in the file and goes nowhere else.

mod apply;
mod read;

pub use apply::Standing;
pub use read::{CORRECTION_COLUMNS, ReadCorrections, read_corrections};

use crate::domain::{
    ConditionId, Fact, Gender, Language, Name, Phone, Practice, ProviderId, RecordDate, SpecialtyClaim,
    TechniqueId, Website, Zip5,
};
use std::collections::{BTreeSet, HashMap};

/// A file of corrections, read.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Corrections {
    rows: Vec<Correction>,
    of: HashMap<ProviderId, Vec<usize>>,
}

/// One correction.
#[derive(Debug, Clone, PartialEq)]
pub struct Correction {
    /// The line it begins on; the header is line 1.
    pub line: u64,
    /// Whom it is about.
    pub id: ProviderId,
    /// What it does.
    pub action: CorrectionAction,
    pub(in crate::ingest) at: At,
    pub(in crate::ingest) moved: Option<Box<Practice>>,
    pub(in crate::ingest) facts: Facts,
    /// The day on which data staff verified it.
    pub verified: Option<RecordDate>,
}

/// What a correction does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CorrectionAction {
    /// Takes a provider, or one practice, out of what is served.
    Hide,
    /// Takes back a hide of an earlier row.
    Show,
    /// Gives a practice another address.
    Move,
    /// Gives single facts.
    Set,
    /// Says only that a practice was verified.
    Verify,
}

impl CorrectionAction {
    /// All, in the order in which they are explained.
    pub const ALL: [Self; 5] = [Self::Hide, Self::Show, Self::Move, Self::Set, Self::Verify];

    /// `hide`, `show`, `move`, `set` or `verify`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Hide => "hide",
            Self::Show => "show",
            Self::Move => "move",
            Self::Set => "set",
            Self::Verify => "verify",
        }
    }

    /// Reads the word, or one that people use for it.
    pub(in crate::ingest) fn parse(text: &str) -> Option<Self> {
        Some(match text.trim().to_lowercase().as_str() {
            "hide" | "remove" | "suppress" => Self::Hide,
            "show" | "unhide" => Self::Show,
            "move" | "moved" => Self::Move,
            "set" | "fix" | "change" | "correct" => Self::Set,
            "verify" | "verified" | "confirm" => Self::Verify,
            _ => return None,
        })
    }
}

/// Which practice a correction is about, as the lists have it; nothing of it where there is only one.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(in crate::ingest) struct At {
    /// The street as it is compared.
    pub(in crate::ingest) street: Option<String>,
    pub(in crate::ingest) zip: Option<Zip5>,
}

impl At {
    fn is_stated(&self) -> bool {
        self.street.is_some() || self.zip.is_some()
    }
}

/// A fact that a correction gives, takes away, or says nothing of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::ingest) enum Stated<T> {
    /// Nothing is said of it.
    #[default]
    Silent,
    /// What lists say is taken away.
    Nothing,
    /// It is given.
    Is(T),
}

impl<T> From<Option<T>> for Stated<T> {
    fn from(fact: Option<T>) -> Self {
        fact.map_or(Self::Nothing, Self::Is)
    }
}

/// Facts that a correction gives; `Unknown` takes away what lists say.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in crate::ingest) struct Facts {
    /// As a person's and as an organization's.
    pub(in crate::ingest) name: Option<(Name, Name)>,
    pub(in crate::ingest) gender: Option<Gender>,
    pub(in crate::ingest) specialties: Option<Vec<SpecialtyClaim>>,
    pub(in crate::ingest) techniques: Option<Vec<TechniqueId>>,
    pub(in crate::ingest) conditions: Option<Vec<ConditionId>>,
    pub(in crate::ingest) languages: Option<Vec<Language>>,
    pub(in crate::ingest) insurance: Option<Vec<String>>,
    pub(in crate::ingest) accepting_new: Option<Fact>,
    pub(in crate::ingest) telehealth: Option<Fact>,
    pub(in crate::ingest) wheelchair: Option<Fact>,
    pub(in crate::ingest) website: Stated<Website>,
    pub(in crate::ingest) phone: Stated<Phone>,
    pub(in crate::ingest) practice_name: Stated<String>,
}

impl Facts {
    /// Whether they say something of a practice, so that one must be meant.
    pub(in crate::ingest) fn names_practice(&self) -> bool {
        self.phone != Stated::Silent || self.practice_name != Stated::Silent
    }
}

impl Corrections {
    fn new(rows: Vec<Correction>) -> Self {
        let mut of: HashMap<ProviderId, Vec<usize>> = HashMap::new();
        for (place, row) in rows.iter().enumerate() {
            of.entry(row.id.clone()).or_default().push(place);
        }
        Self { rows, of }
    }

    /// All rows, in the order of the file.
    pub fn rows(&self) -> &[Correction] {
        &self.rows
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether a provider has any.
    pub fn concern(&self, id: &ProviderId) -> bool {
        self.of.contains_key(id)
    }

    /// Who is hidden altogether, whether or not a list has them.
    pub fn hidden(&self) -> BTreeSet<ProviderId> {
        self.of.iter().filter(|(_, rows)| self.hides(rows)).map(|(id, _)| id.clone()).collect()
    }

    /// Whether rows of one provider hide it: what the last `hide` or `show` without a practice says.
    fn hides(&self, rows: &[usize]) -> bool {
        let whole = rows.iter().rev().filter_map(|row| self.rows.get(*row)).find(|row| {
            matches!(row.action, CorrectionAction::Hide | CorrectionAction::Show) && !row.at.is_stated()
        });
        whole.is_some_and(|row| row.action == CorrectionAction::Hide)
    }
}

#[cfg(test)]
mod tests;
