//! Columns that are never stored, by their names.

use super::{LICENCE, Words};

/// What is never stored, and not shown either.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::ingest) enum Private {
    Licence,
    Mailing,
    Home,
    Birth,
    Email,
    Identifier,
    Fax,
    Other,
}

impl Private {
    /// Why the column is left out, in words.
    pub(in crate::ingest) const fn why(self) -> &'static str {
        match self {
            Self::Licence => "a licence number, which is never stored",
            Self::Mailing => "a mailing address, which is never stored",
            Self::Home => "a home address or private number, which is never stored",
            Self::Birth => "a date of birth or age, which is never stored",
            Self::Email => "an e-mail address, which is never stored",
            Self::Identifier => "an identifier, which is never stored",
            Self::Fax => "a fax number, which is not used",
            Self::Other => "about somebody else than the provider, which is never stored",
        }
    }
}

/// Words for people whom a row names beside its provider.
const SOMEBODY_ELSE: [&str; 21] = [
    "supervisor",
    "supervising",
    "supervisory",
    "preceptor",
    "delegating",
    "emergency",
    "spouse",
    "parent",
    "official",
    "authorized",
    "owner",
    "attorney",
    "agent",
    "sponsor",
    "administrator",
    "manager",
    "complainant",
    "guardian",
    "contact",
    "registrant",
    "assistant",
];

/// Words for numbers that others know somebody by.
const IDENTIFIERS: [&str; 24] = [
    "ssn",
    "social",
    "ein",
    "tin",
    "fein",
    "dea",
    "upin",
    "ptan",
    "medicaid",
    "enrollment",
    "enrlmt",
    "enrl",
    "pac",
    "passport",
    "caqh",
    "itin",
    "guid",
    "account",
    "customer",
    "invoice",
    "case",
    "docket",
    "username",
    "password",
];

/// What must never be stored.
pub(super) fn private(words: Words<'_>) -> Option<Private> {
    if words.any(&["email", "emails"]) || words.all(&["e", "mailing"]) {
        return Some(Private::Email);
    }
    if words.any(&[
        "birth",
        "dob",
        "birthdate",
        "birthday",
        "birthyear",
        "age",
        "race",
        "ethnicity",
        "marital",
    ]) || words.all(&["yob"])
    {
        return Some(Private::Birth);
    }
    if words.any(&["mailing", "correspondence", "billing", "remit", "remittance", "payee", "shipping"]) {
        return Some(Private::Mailing);
    }
    if words.any(&["residence", "residential", "personal", "mobile", "cell", "cellphone"])
        || words.any(&["home"]) && !words.any(&["page", "health", "visits"])
    {
        return Some(Private::Home);
    }
    if words.any(&["fax", "facsimile", "faxnumber", "pager"]) {
        return Some(Private::Fax);
    }
    if words.any(&SOMEBODY_ELSE) && !words.any(&["practice", "office", "business"]) && !words.any(&["type"]) {
        return Some(Private::Other);
    }
    let numbers = ["number", "id", "identifier", "key", "code"];
    let of_member =
        words.any(&["member", "membership", "board", "file", "entity", "contact", "state", "tax"]);
    if words.any(&IDENTIFIERS) || of_member && words.any(&["number", "id", "identifier"]) {
        return Some(Private::Identifier);
    }
    if words.any(&LICENCE) && (words.any(&numbers) && !words.any(&["type", "status", "profession", "class"]))
    {
        return Some(Private::Licence);
    }
    let bare =
        [&LICENCE[..4], &["professional", "provider", "licensee", "current", "full", "prefix"]].concat();
    (words.any(&LICENCE[..4]) && words.only(&bare)).then_some(Private::Licence)
}
