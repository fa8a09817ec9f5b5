//! `red_flags.csv`: signs that need a doctor now, and what to say.

use super::catalog::Catalog;
use super::table::Table;
use super::{Lang, VocabularyError};

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

impl RedFlag {
    /// The title.
    pub fn title(&self, lang: Lang) -> &str {
        lang.choose(&self.title_en, &self.title_es)
    }

    /// The message.
    pub fn message(&self, lang: Lang) -> &str {
        lang.choose(&self.message_en, &self.message_es)
    }
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

    fn parse(text: &str) -> Option<Self> {
        [Self::Emergency, Self::Crisis, Self::SameDay, Self::Soon]
            .into_iter()
            .find(|own| own.as_str() == text)
    }
}

/// Reads `red_flags.csv`.
pub(super) fn load(table: &Table) -> Result<Catalog<RedFlag>, VocabularyError> {
    let mut flags = Catalog::default();
    for row in table.rows() {
        flags.add(&row, |_number| {
            Ok(RedFlag {
                id: row.text("id")?,
                urgency: row.parsed("urgency", Urgency::parse)?,
                title_en: row.text("title_en")?,
                title_es: row.text("title_es")?,
                message_en: row.text("message_en")?,
                message_es: row.text("message_es")?,
                source: row.text("source")?,
            })
        })?;
    }
    Ok(flags)
}
