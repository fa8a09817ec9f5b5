//! What a column's name says where it is none of the names in [`super::own`]: boards, associations and federal
//! extracts name columns by words, and the words are the same ones.
//!
//! In: a name such as `Rndrng_Prvdr_Last_Org_Name` or `Practice Addr Line 1`. Out: a [`Said`]. Invariant: what must
//! never be stored (licence numbers, mailing and home addresses, birth dates, e-mails, other identifiers) is
//! recognized before any field is thought of.

mod address;
mod facts;
mod flags;
mod names;
mod private;
mod profession;
mod words;

pub(super) use private::Private;
pub(super) use words::words;

use super::field::Field;
use private::private;

/// What a name says of its column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Said {
    /// It fills a field; of two names for one field the lower rank wins.
    Field(Field, usize),
    /// It is never stored.
    Never(Private),
    /// It is known and of no use here.
    Useless(&'static str),
    /// Nothing.
    Nothing,
}

/// Rank of a name that says that an address is the practice's.
pub(super) const OF_PRACTICE: usize = 20;

/// Why a second phone is left.
pub(super) const FURTHER_PHONE: &str = "a further phone";

/// Rank of what only values say.
pub(super) const LAST: usize = 100;

/// Rank of a name read by its words; names that are vaguer have higher ones.
pub(super) const BY_WORDS: usize = 40;

/// Reads a name.
pub(super) fn read(name: &str) -> Said {
    let words = words(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let asked = Words(&words);
    if words.is_empty() {
        return Said::Nothing;
    }
    if let Some(private) = private(asked) {
        return Said::Never(private);
    }
    match (field(asked), name.rsplit_once('.')) {
        // `basic.last_name`: a path into what was nested; its end is the name.
        (Said::Nothing | Said::Useless(_), Some((path, last))) if is_path(path) => match read(last) {
            said @ Said::Field(..) => said,
            _ => field(asked),
        },
        (said, _) => said,
    }
}

/// Whether a text is names, and numbers of places, with dots between.
fn is_path(text: &str) -> bool {
    let sign = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.');
    text.bytes().all(sign) && text.bytes().any(|byte| byte.is_ascii_alphabetic())
}

/// The words of a name, to be asked.
#[derive(Debug, Clone, Copy)]
struct Words<'w>(&'w [&'w str]);

impl Words<'_> {
    fn any(self, asked: &[&str]) -> bool {
        self.0.iter().any(|word| asked.contains(word))
    }

    fn all(self, asked: &[&str]) -> bool {
        asked.iter().all(|word| self.0.contains(word))
    }

    /// Whether nothing stands here but these.
    fn only(self, allowed: &[&str]) -> bool {
        self.0.iter().all(|word| allowed.contains(word))
    }
}

/// Words for what a board gives out.
const LICENCE: [&str; 5] = ["license", "certificate", "registration", "permit", "credential"];

/// Words for the person that a row is about.
const PERSON: [&str; 22] = [
    "provider",
    "practitioner",
    "practitioners",
    "licensee",
    "doctor",
    "physician",
    "chiropractor",
    "therapist",
    "clinician",
    "member",
    "individual",
    "person",
    "professional",
    "rndrng",
    "rendering",
    "nppes",
    "recipient",
    "healthcare",
    "health",
    "care",
    "rfrg",
    "indiv",
];

/// Words for the place where they work.
const PLACE: [&str; 16] = [
    "physical",
    "practice",
    "business",
    "office",
    "work",
    "workplace",
    "location",
    "clinic",
    "facility",
    "company",
    "organization",
    "group",
    "firm",
    "employment",
    "service",
    "site",
];

/// Whether a word is one for the place where somebody works.
pub(super) fn is_place(word: &str) -> bool {
    PLACE.contains(&word)
}

/// Words that say nothing of what a column holds.
const FILLING: [&str; 23] = [
    "new", "of", "the", "in", "for", "and", "or", "current", "public", "main", "primary", "full", "us",
    "usa", "listing", "listed", "legal", "text", "record", "covered", "s", "a", "complete",
];

fn field(words: Words<'_>) -> Said {
    let person = words.any(&PERSON);
    let place = words.any(&PLACE);
    let left: Vec<&str> = words
        .0
        .iter()
        .copied()
        .filter(|word| !PERSON.contains(word) && !PLACE.contains(word) && !FILLING.contains(word))
        .collect();
    let number = left.iter().find_map(|word| word.parse::<u8>().ok());
    let line = left.iter().rev().find_map(|word| word.parse::<u8>().ok());
    let left: Vec<&str> = left.into_iter().filter(|word| word.parse::<u64>().is_err()).collect();
    let core = Core { left: Words(&left), number, line, person, place };
    flags::read(words)
        .or_else(|| core.dates())
        .or_else(|| core.status())
        .or_else(|| core.profession())
        .or_else(|| core.names(words))
        .or_else(|| core.address())
        .or_else(|| facts::read(words))
        .or_else(|| core.further())
        .unwrap_or(Said::Nothing)
}

/// What is left of a name without the words for whom and where.
#[derive(Debug, Clone, Copy)]
struct Core<'w> {
    left: Words<'w>,
    /// The number in the name: `Address 2`.
    number: Option<u8>,
    /// The last number in it: `Office 1 Address Line 2`.
    line: Option<u8>,
    person: bool,
    place: bool,
}

impl Core<'_> {
    fn is(self, words: &[&str]) -> bool {
        self.left.0.len() == words.len() && self.left.all(words) && self.left.only(words)
    }

    fn is_one_of(self, choices: &[&[&str]]) -> bool {
        choices.iter().any(|choice| self.is(choice))
    }

    /// The first of several columns, or the only one.
    fn is_first(self) -> bool {
        self.number.is_none_or(|number| number == 1)
    }

    fn dates(self) -> Option<Said> {
        const WHEN: [&str; 12] = [
            "date",
            "expiration",
            "issue",
            "issued",
            "effective",
            "renewal",
            "year",
            "grad",
            "graduation",
            "original",
            "expired",
            "since",
        ];
        const TOUCHED: [&str; 8] =
            ["updated", "update", "modified", "refreshed", "verified", "revised", "changed", "edited"];
        if self.left.any(&TOUCHED) {
            let plain = [&TOUCHED[..], &["last", "date", "on", "at", "time", "timestamp"]].concat();
            return Some(if self.left.only(&plain) {
                Said::Field(Field::Updated, BY_WORDS)
            } else {
                Said::Useless("a date that is not the row's last update")
            });
        }
        let dated = self.left.any(&WHEN) && !self.left.any(&["type", "status"]);
        dated.then_some(Said::Useless("a date that is not the row's last update"))
    }

    fn status(self) -> Option<Said> {
        if !self.left.any(&["status"]) {
            return None;
        }
        let plain = [&LICENCE[..], &["status", "description", "name", "code", "active"]].concat();
        Some(if self.left.only(&plain) {
            // A description is words; a code may be anything.
            let coded = usize::from(self.left.any(&["code"]));
            Said::Field(Field::Status, BY_WORDS + coded)
        } else {
            Said::Useless("a status that is not the provider's")
        })
    }

    fn further(self) -> Option<Said> {
        let said = |field| Some(Said::Field(field, BY_WORDS));
        if self.left.any(&["phone"]) {
            let plain = self.left.only(&["phone", "number", "area", "code"]);
            return if plain && self.is_first() {
                said(Field::Phone)
            } else {
                Some(Said::Useless(FURTHER_PHONE))
            };
        }
        if self.is_one_of(&[&["website"], &["web"], &["url"], &["web", "address"], &["website", "address"]])
            || self.is_one_of(&[&["website", "url"], &["web", "url"], &["homepage"], &["home", "page"]])
        {
            return said(Field::Website);
        }
        if self.is_one_of(&[&["latitude"], &["geo", "latitude"], &["y", "latitude"]]) {
            return said(Field::Lat);
        }
        if self.is_one_of(&[&["longitude"], &["geo", "longitude"], &["x", "longitude"]]) {
            return said(Field::Lon);
        }
        if self.is(&["gender"]) || self.is(&["gender", "code"]) {
            return said(Field::Gender);
        }
        if self.left.any(&["language"]) && self.left.only(&["language", "spoken", "other", "additional"]) {
            return said(Field::Languages);
        }
        if self.left.any(&["insurance", "insurances", "payers", "plans"])
            && self.left.only(&["insurance", "insurances", "payers", "plans", "accepted", "networks", "list"])
        {
            return said(Field::Insurance);
        }
        if self.left.any(&["techniques", "technique", "modalities"]) && self.left.0.len() <= 2 {
            return said(Field::Techniques);
        }
        let kind = self.is_one_of(&[&["entity", "type"], &["entity", "code"], &["entity", "type", "code"]]);
        kind.then_some(Said::Field(Field::EntityType, BY_WORDS))
    }
}

#[cfg(test)]
mod tests;
