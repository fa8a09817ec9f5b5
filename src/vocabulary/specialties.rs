//! `specialties.csv`: what this finder lists, and what a patient should know of it.
//!
//! In: the table. Out: one [`Specialty`] a row. Invariant: each row speaks English and Spanish.

use super::catalog::Catalog;
use super::table::{Row, Table};
use super::{Lang, VocabularyError};
use crate::domain::SpecialtyId;

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

impl Tier {
    /// `core`, `adjacent`, `related`, `safety` or `hidden`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Core => "core",
            Self::Adjacent => "adjacent",
            Self::Related => "related",
            Self::Safety => "safety",
            Self::Hidden => "hidden",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Core, Self::Adjacent, Self::Related, Self::Safety, Self::Hidden]
            .into_iter()
            .find(|own| own.as_str() == text)
    }
}

/// Whether something belongs to what a specialty's members do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scope {
    /// It does.
    Yes,
    /// Some members do it.
    Some,
    /// It differs from state to state.
    Varies,
    /// It does not.
    No,
}

impl Scope {
    /// `yes`, `some`, `varies` or `no`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::Some => "some",
            Self::Varies => "varies",
            Self::No => "no",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Yes, Self::Some, Self::Varies, Self::No].into_iter().find(|own| own.as_str() == text)
    }
}

/// Whether one can go there without being sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FirstContact {
    /// One can book directly.
    Yes,
    /// Some ask for a referral.
    SometimesReferral,
    /// Most ask for a referral.
    UsuallyReferral,
    /// Cannot be booked alone.
    No,
}

impl FirstContact {
    /// `yes`, `sometimes-referral`, `usually-referral` or `no`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Yes => "yes",
            Self::SometimesReferral => "sometimes-referral",
            Self::UsuallyReferral => "usually-referral",
            Self::No => "no",
        }
    }

    fn parse(text: &str) -> Option<Self> {
        [Self::Yes, Self::SometimesReferral, Self::UsuallyReferral, Self::No]
            .into_iter()
            .find(|own| own.as_str() == text)
    }
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
    /// `Quiroprácticos`
    pub plural_es: String,
    /// How near to the purpose.
    pub tier: Tier,
    /// `manual`, `physician`, `rehab`, `organisation` …
    pub group: String,
    /// Whether only organizations have it.
    pub organizations_only: bool,
    /// Degrees and licences its members write behind their names: `DC`. Empty where there is none.
    pub credential_hints: Vec<String>,
    /// Whether its members manipulate joints.
    pub does_manipulation: Scope,
    /// Whether its members prescribe medicines.
    pub can_prescribe: Scope,
    /// Whether one can go there without being sent.
    pub first_contact: FirstContact,
    /// What its members do, in plain English.
    pub summary: String,
    /// What its members do, in plain Spanish.
    pub summary_es: String,
    /// Every column as written, for the vocabulary routes: name and cell, in the file's order.
    pub columns: Vec<(String, String)>,
}

impl Specialty {
    /// `Chiropractor` or `Quiropráctico`.
    pub fn label(&self, lang: Lang) -> &str {
        lang.choose(&self.label, &self.label_es)
    }

    /// `Chiropractors` or `Quiroprácticos`.
    pub fn plural(&self, lang: Lang) -> &str {
        lang.choose(&self.plural, &self.plural_es)
    }

    /// What its members do, in plain words.
    pub fn summary(&self, lang: Lang) -> &str {
        lang.choose(&self.summary, &self.summary_es)
    }
}

/// Reads `specialties.csv`.
pub(super) fn load(table: &Table) -> Result<Catalog<Specialty>, VocabularyError> {
    let mut specialties = Catalog::default();
    for row in table.rows() {
        specialties.add(&row, |number| read(&row, SpecialtyId::from_row(number)))?;
    }
    Ok(specialties)
}

fn read(row: &Row<'_>, id: SpecialtyId) -> Result<Specialty, VocabularyError> {
    Ok(Specialty {
        row: id,
        id: row.text("id")?,
        label: row.text("label")?,
        plural: row.text("plural")?,
        label_es: row.text("label_es")?,
        plural_es: row.text("plural_es")?,
        tier: row.parsed("tier", Tier::parse)?,
        group: row.text("group")?,
        organizations_only: row.cell("entity") == "organisation",
        credential_hints: row.texts("credential_hints"),
        does_manipulation: row.parsed("does_manipulation", Scope::parse)?,
        can_prescribe: row.parsed("can_prescribe", Scope::parse)?,
        first_contact: row.parsed("first_contact", FirstContact::parse)?,
        summary: row.text("summary")?,
        summary_es: row.text("summary_es")?,
        columns: row.columns(),
    })
}
