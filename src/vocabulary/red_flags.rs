//! `red_flags.csv`: signs that need a doctor now, and what to say.

use super::VocabularyError;
use super::catalog::Catalog;
use super::table::Table;

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
        let urgency = Urgency::parse(row.cell("urgency"))
            .ok_or_else(|| row.error(format!("unknown urgency `{}`", row.cell("urgency"))))?;
        flags.add(&row, |_number| {
            Ok(RedFlag {
                id: row.filled("id")?.to_owned(),
                urgency,
                title_en: row.filled("title_en")?.to_owned(),
                title_es: row.filled("title_es")?.to_owned(),
                message_en: row.filled("message_en")?.to_owned(),
                message_es: row.filled("message_es")?.to_owned(),
                source: row.filled("source")?.to_owned(),
            })
        })?;
    }
    Ok(flags)
}
