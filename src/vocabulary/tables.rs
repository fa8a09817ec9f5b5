//! The rows of the vocabulary's tables, as checked values.

use crate::domain::{SpecialtyId, TechniqueId};

/// A language that labels, notices and warnings are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// English.
    #[default]
    En,
    /// Spanish.
    Es,
}

impl Lang {
    /// `en` or `es`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::Es => "es",
        }
    }

    /// Reads `en` or `es`.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "en" => Some(Self::En),
            "es" => Some(Self::Es),
            _ => None,
        }
    }
}

/// Why the vocabulary could not be loaded.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{table}, line {line}: {message}")]
pub struct VocabularyError {
    /// The file's name.
    pub table: &'static str,
    /// The line, the header being 1.
    pub line: u64,
    /// What is wrong.
    pub message: String,
}

impl VocabularyError {
    pub(super) fn skeleton() -> Self {
        Self { table: "none", line: 0, message: "not loaded".into() }
    }
}

/// How near to the product's purpose a specialty is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tier {
    /// What an empty question shows.
    Core,
    /// Shown when a condition or word leads to it.
    Adjacent,
    /// Shown when a condition or word leads to it.
    Related,
    /// Shown only when asked for by name.
    Safety,
    /// Stored, and shown only when asked for by name.
    Hidden,
}

/// A row of `specialties.csv`.
#[derive(Debug, Clone)]
pub struct Specialty {
    /// The row's id type.
    pub row: SpecialtyId,
    /// `chiropractor`
    pub id: String,
    /// `Chiropractor`
    pub label: String,
    /// `Chiropractors`
    pub plural: String,
    /// `Quiropráctico`
    pub label_es: String,
    /// How near to the purpose.
    pub tier: Tier,
    /// `manual`, `physician`, `rehab`, `organisation` …
    pub group: String,
    /// Whether only organizations have it.
    pub organizations_only: bool,
    /// Every column as written, for the vocabulary routes: name and cell, in the file's order.
    pub columns: Vec<(String, String)>,
}

/// A row of `conditions.csv`.
#[derive(Debug, Clone)]
pub struct Condition {
    /// `neck_pain`
    pub id: String,
    /// `Neck pain`
    pub label: String,
    /// `Dolor de cuello`
    pub label_es: String,
    /// Who treats it, with weights from 0 to 1, the best first.
    pub specialties: Vec<(SpecialtyId, f64)>,
    /// What guidelines say of it.
    pub evidence: Vec<Evidence>,
    /// Every column as written: name and cell, in the file's order.
    pub columns: Vec<(String, String)>,
}

/// A row of `condition_evidence.csv`.
#[derive(Debug, Clone)]
pub struct Evidence {
    /// The technique it speaks of.
    pub technique: Option<TechniqueId>,
    /// Every column as written: name and cell, in the file's order.
    pub columns: Vec<(String, String)>,
}

/// A row of `techniques.csv`.
#[derive(Debug, Clone)]
pub struct Technique {
    /// `dry_needling`
    pub id: String,
    /// `Dry needling`
    pub label: String,
    /// `Punción seca`
    pub label_es: String,
    /// Who performs it.
    pub performed_by: Vec<SpecialtyId>,
    /// Every column as written: name and cell, in the file's order.
    pub columns: Vec<(String, String)>,
}

/// A row of `red_flags.csv`.
#[derive(Debug, Clone)]
pub struct RedFlag {
    /// `cauda_equina`
    pub id: String,
    /// How soon.
    pub urgency: Urgency,
    /// Title in English.
    pub title_en: String,
    /// Title in Spanish.
    pub title_es: String,
    /// Message in English.
    pub message_en: String,
    /// Message in Spanish.
    pub message_es: String,
    /// Where it comes from.
    pub source: String,
}

/// How soon a danger sign needs a doctor, the most urgent first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Urgency {
    /// Call 911.
    Emergency,
    /// Call or text 988.
    Crisis,
    /// Today.
    SameDay,
    /// In the next days.
    Soon,
}

impl Urgency {
    /// `emergency`, `crisis`, `same_day` or `soon`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Crisis => "crisis",
            Self::SameDay => "same_day",
            Self::Soon => "soon",
        }
    }
}

/// A row of `out_of_scope.csv`.
#[derive(Debug, Clone)]
pub struct OutOfScope {
    /// `dentist`
    pub term: String,
    /// What to say.
    pub message: String,
    /// Who may help instead.
    pub offer: Option<SpecialtyId>,
}
