//! Whose name a row gives: a person's, or an organization's; what else they are called, and the practice.

mod parts;

use super::beside::Beside;
use super::held::{self, Held};
use super::person::{self, Parts};
use super::title::{self, Subject};
use super::whole_name;
use super::{Judgement, Remembered, clean, notes::Notes};
use crate::domain::{Name, SpecialtyClaim};
use crate::ingest::{Code, Finding, Record};
use crate::vocabulary::{Credentials, Vocabulary};
use parts::{one_person, parts};
use std::borrow::Cow;

/// What a row's names and credentials come to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Named {
    /// Who.
    pub(super) name: Name,
    /// The practice's own name, where it differs.
    pub(super) practice: Option<String>,
    /// Trade and former names.
    pub(super) aliases: Vec<String>,
    /// What stood in the credential cell and behind the name.
    pub(super) credentials: Credentials,
}

/// Names of a row of one's own list before its specialties are known, which help to tell persons from organizations.
#[derive(Debug, Clone)]
pub(super) struct Unsettled {
    whole: String,
    parts: Parts,
    organization: Option<String>,
    /// What stood in the credential cell and behind the name.
    pub(super) credentials: Credentials,
}

/// Words that only organizations have in their names, whatever credential stands beside: not those of
/// [`Name::LEGAL_FORMS`] that are degrees or names of persons too (`PA`, `Co`).
const LEGAL_FORMS: [&str; 13] = [
    "llc",
    "pllc",
    "inc",
    "corp",
    "corporation",
    "ltd",
    "llp",
    "pc",
    "plc",
    "psc",
    "lllp",
    "company",
    "incorporated",
];

/// Words that organizations have in their names, and persons do not.
const ORGANIZATION_WORDS: [&str; 33] = [
    "clinic",
    "clinics",
    "clinica",
    "center",
    "centers",
    "centre",
    "associates",
    "associate",
    "group",
    "hospital",
    "institute",
    "health",
    "healthcare",
    "wellness",
    "chiropractic",
    "therapy",
    "therapies",
    "rehab",
    "rehabilitation",
    "orthopedics",
    "orthopaedics",
    "medicine",
    "medical",
    "spine",
    "sports",
    "acupuncture",
    "massage",
    "services",
    "partners",
    "practice",
    "physicians",
    "specialists",
    "university",
];

/// Reads the names of a row of one's own list.
///
/// # Errors
/// A finding when one is too long.
pub(super) fn own(
    record: &Record,
    vocabulary: &Vocabulary,
    remembered: &mut Remembered,
    notes: &mut Notes<'_>,
) -> Judgement<Unsettled> {
    practises(record, vocabulary, notes)?;
    let organization = organization(&record.organization, "organization", notes)?;
    let mut parts = parts(record, vocabulary, notes)?;
    let whole = clean::name(&record.name, "name", notes)?.into_owned();
    if parts.family.is_empty() && parts.given.is_empty() && !whole.is_empty() {
        let suffix = std::mem::take(&mut parts.suffix);
        parts = one_person(&whole, record, vocabulary, notes)?;
        if parts.suffix.is_empty() {
            parts.suffix = suffix;
        }
    }
    let cell = clean::trimmed(&record.credential, "credential", notes);
    let held = held(cell, vocabulary, notes)?;
    let credentials = credentials(&held, &parts.credentials, vocabulary, remembered);
    Ok(Unsettled { whole, parts, organization, credentials })
}

/// Whether some word of a text, its full stops aside, is one of these.
fn has_words(text: &str, known: &[&str]) -> bool {
    let mut spoken = text.split(|c: char| !c.is_alphanumeric() && c != '.');
    spoken.any(|word| {
        let word = word.replace('.', "");
        known.iter().any(|known| known.eq_ignore_ascii_case(&word))
    })
}

/// Sees that no word beside a name says that nobody practises there any more, or not yet.
///
/// # Errors
/// A finding that skips the row when one does.
fn practises(record: &Record, vocabulary: &Vocabulary, notes: &Notes<'_>) -> Judgement<()> {
    for (text, column) in
        [(&record.name, "name"), (&record.first_name, "first_name"), (&record.last_name, "last_name")]
    {
        if let Some(said) = held::beside_name(text, vocabulary) {
            return Err(nobody(said, column, text, notes));
        }
    }
    Ok(())
}

/// The degrees of a cell that are held; those that it takes back are left out, and that is said.
///
/// # Errors
/// A finding that skips the row when none is, and nobody practises.
fn held<'c>(cell: &'c str, vocabulary: &Vocabulary, notes: &mut Notes<'_>) -> Judgement<Cow<'c, str>> {
    match held::read(cell, vocabulary) {
        Held::All => Ok(Cow::Borrowed(cell)),
        Held::Nobody(said) => Err(nobody(said, "credential", cell, notes)),
        Held::Some(kept, dropped) => {
            let message = format!("`{dropped}` is not held, or not yet, or no longer; left out");
            notes.repaired("credential", Code::TermDropped, cell, message);
            Ok(Cow::Owned(kept))
        }
    }
}

/// Why a row is left out of somebody who does not practise.
fn nobody(said: Beside, column: &'static str, raw: &str, notes: &Notes<'_>) -> Finding {
    if said == Beside::Student {
        return notes.skipped(column, Code::Student, raw, "a student without a profession of ours");
    }
    notes.skipped(column, Code::Inactive, raw, "the list says that the provider is inactive")
}

impl Unsettled {
    /// Decides whether the name is a person's or an organization's.
    ///
    /// # Errors
    /// A finding when there is no name.
    pub(super) fn settled(
        self,
        record: &Record,
        specialties: &[SpecialtyClaim],
        vocabulary: &Vocabulary,
        notes: &Notes<'_>,
    ) -> Judgement<Named> {
        let is_organization = self.is_organization(record, specialties, vocabulary);
        let Self { whole, parts, organization, credentials } = self;
        let (name, practice) = if is_organization {
            as_organization(whole, parts, organization)
        } else {
            as_person(parts, organization)
        };
        let shown = name.as_ref().map(ToString::to_string).unwrap_or_default();
        let name = name.filter(|_| is_a_name(&shown)).ok_or_else(|| missing(record, notes))?;
        let practice = practice.filter(|practice| !practice.eq_ignore_ascii_case(&shown));
        Ok(Named { aliases: aliases(record, &shown), name, practice, credentials })
    }

    fn is_organization(
        &self,
        record: &Record,
        specialties: &[SpecialtyClaim],
        vocabulary: &Vocabulary,
    ) -> bool {
        match entity(record) {
            Some(kind) => return kind == Entity::Organization,
            None if self.whole.is_empty() => return false,
            None => {}
        }
        let has = |words: &[&str]| has_words(&self.whole, words);
        let personal_columns = !record.first_name.trim().is_empty() || !record.last_name.trim().is_empty();
        let only_organizations = !specialties.is_empty()
            && specialties.iter().all(|claim| vocabulary.specialty(claim.specialty).organizations_only);
        !personal_columns
            && (has(&LEGAL_FORMS)
                || self.credentials.listed.is_empty() && (only_organizations || has(&ORGANIZATION_WORDS)))
    }
}

/// An organization by its whole name, what stands in the columns of a person, or its own column; the last is the
/// practice where another one names the organization.
fn as_organization(whole: String, parts: Parts, own: Option<String>) -> (Option<Name>, Option<String>) {
    let whole = (!whole.is_empty()).then(|| title::case(whole.into(), Subject::Organization));
    match (whole.or_else(|| parts.named().map(|name| name.to_string())), own) {
        (Some(name), practice) => (Some(Name::Organization(name)), practice),
        (None, own) => (own.map(Name::Organization), None),
    }
}

/// A person at a practice; without a person the practice itself.
fn as_person(parts: Parts, own: Option<String>) -> (Option<Name>, Option<String>) {
    match parts.named() {
        Some(name) => (Some(name), own),
        None => (own.map(Name::Organization), None),
    }
}

/// The credentials of an NPPES row; some people write them behind their family name.
pub(super) fn nppes_credentials(
    record: &Record,
    vocabulary: &Vocabulary,
    remembered: &mut Remembered,
) -> Credentials {
    let behind_name = record.last_name.split_once(',').map_or("", |(_, rest)| rest);
    if record.credential.is_empty() && behind_name.is_empty() {
        return Credentials::default();
    }
    credentials(&record.credential, behind_name, vocabulary, remembered)
}

/// Reads the names of an NPPES row.
///
/// # Errors
/// A finding when there is none, or one is too long.
pub(super) fn nppes(
    record: &Record,
    credentials: Credentials,
    vocabulary: &Vocabulary,
    notes: &mut Notes<'_>,
) -> Judgement<Named> {
    let organization = organization(&record.organization, "organization", notes)?;
    let mut parts = parts(record, vocabulary, notes)?;
    if parts.family.is_empty() && parts.given.is_empty() && organization.is_none() {
        parts = person::read(&clean::name(&record.name, "name", notes)?, vocabulary);
    }
    let person = parts.named();
    let prefers_organization = entity(record) == Some(Entity::Organization);
    let (name, practice) = match (person, organization) {
        (_, Some(name)) if prefers_organization => (Name::Organization(name), None),
        (Some(person), practice) => (person, practice),
        (None, Some(name)) => (Name::Organization(name), None),
        (None, None) => return Err(missing(record, notes)),
    };
    let shown = name.to_string();
    if !is_a_name(&shown) {
        return Err(missing(record, notes));
    }
    Ok(Named { aliases: aliases(record, &shown), name, practice, credentials })
}

/// An organization's name in a cell, as people write it; `None` where the cell is empty.
///
/// # Errors
/// A finding when it is too long.
pub(super) fn organization(
    raw: &str,
    column: &'static str,
    notes: &mut Notes<'_>,
) -> Judgement<Option<String>> {
    let text = clean::name(raw, column, notes)?;
    Ok((!text.is_empty()).then(|| title::case(text, Subject::Organization)))
}

fn credentials(
    cell: &str,
    behind_name: &str,
    vocabulary: &Vocabulary,
    remembered: &mut Remembered,
) -> Credentials {
    match (cell.trim(), behind_name.trim()) {
        ("", "") => Credentials::default(),
        (cell, "") => remembered.credentials.get_or_put(cell, |cell| vocabulary.credentials(cell)),
        ("", behind) => vocabulary.credentials(behind),
        (cell, behind) => vocabulary.credentials(&format!("{cell}, {behind}")),
    }
}

/// Trade and former names, each once, without the name itself.
fn aliases(record: &Record, name: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for raw in &record.other_names {
        let visible = raw.chars().filter(|c| !c.is_control()).collect::<String>();
        let text = visible.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() || clean::is_null_word(&text) || text.chars().count() > clean::MAX_TEXT {
            continue;
        }
        let alias = title::case(text.into(), Subject::Organization);
        let known =
            alias.eq_ignore_ascii_case(name) || all.iter().any(|other| other.eq_ignore_ascii_case(&alias));
        if !known && is_a_name(&alias) {
            all.push(alias);
        }
    }
    all
}

/// Whether a text can be anyone's name: it has a letter, and is neither words for nothing nor an address of mail.
fn is_a_name(text: &str) -> bool {
    let is_mail = |word: &str| {
        let word = word.trim_matches(['<', '>', '(', ')', ',', ';']);
        let word = word.strip_prefix("mailto:").unwrap_or(word);
        word.split_once('@').is_some_and(|(user, host)| {
            let is_host = |c: char| c.is_alphanumeric() || matches!(c, '.' | '-');
            !user.is_empty() && host.contains('.') && host.chars().all(is_host)
        })
    };
    let is_empty = |word: &str| clean::is_null_in_names(word) || is_mail(word);
    text.chars().any(char::is_alphabetic)
        && !text.split_whitespace().all(is_empty)
        && !whole_name::is_nobodys(text)
}

fn missing(record: &Record, notes: &Notes<'_>) -> Finding {
    let raw = [&record.name, &record.last_name, &record.organization];
    let raw = raw.into_iter().find(|text| !text.is_empty()).map_or("", String::as_str);
    notes.rejected("name", Code::NameMissing, raw, "no name of a person or organization")
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entity {
    Person,
    Organization,
}

/// What the entity type code says, a data frame's `1.0` included.
fn entity(record: &Record) -> Option<Entity> {
    match record.entity_type.trim() {
        // Medicare's files write I and O, the registry's JSON NPI-1 and NPI-2.
        "1" | "1.0" | "I" | "NPI-1" => Some(Entity::Person),
        "2" | "2.0" | "O" | "NPI-2" => Some(Entity::Organization),
        word if word.eq_ignore_ascii_case("individual") => Some(Entity::Person),
        word if word.eq_ignore_ascii_case("organization") => Some(Entity::Organization),
        _ => None,
    }
}

/// Sees that an NPPES row is of a person or an organization.
///
/// # Errors
/// A finding when its entity type is neither, or is not given.
pub(super) fn entity_type(record: &Record, notes: &Notes<'_>) -> Judgement<()> {
    if entity(record).is_some() {
        return Ok(());
    }
    let message = "the entity type is neither 1 (a person) nor 2 (an organization)";
    Err(notes.rejected("entity_type", Code::EntityTypeUnknown, &record.entity_type, message))
}
