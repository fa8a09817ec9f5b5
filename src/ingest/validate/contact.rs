//! Phone and website of a row: read, or dropped and said so.

use super::{clean, identity, notes::Notes};
use crate::domain::{Phone, Website};
use crate::ingest::{Code, Record};

/// The phone of a practice; the first one where a cell holds several.
pub(super) fn phone(record: &Record, notes: &mut Notes<'_>) -> Option<Phone> {
    let raw = clean::trimmed(&record.phone, "phone", notes);
    if let Some(phone) = whole(raw) {
        return real(phone, raw, notes);
    }
    let text = clean::cell(raw.lines().next().unwrap_or_default(), "phone", notes);
    if text.is_empty() {
        return None;
    }
    if raw.lines().count() < 2
        && let Some(phone) = whole(&text)
    {
        return real(phone, raw, notes);
    }
    let first = text.split([',', ';', '|']).next().unwrap_or_default();
    let first = first.split(" / ").next().unwrap_or_default();
    let first = first.split(" or ").next().unwrap_or_default();
    let first = without_label(first);
    let read = identity::undressed(first).parse().or_else(|_| first.parse());
    match read {
        Ok(phone) => {
            let phone = real(phone, raw, notes)?;
            notes.repaired("phone", Code::NumberRecoded, raw, "the phone was read through its dress");
            Some(phone)
        }
        Err(error) => {
            notes.repaired("phone", Code::PhoneDropped, raw, format!("{error}; dropped"));
            None
        }
    }
}

/// The phone that a text is, unless more than an extension stands behind it.
fn whole(text: &str) -> Option<Phone> {
    let behind = text.split_once(['x', 'X', 'e', 'E', '#', ';']).map_or("", |(_, behind)| behind);
    let digits = behind.bytes().filter(u8::is_ascii_digit).count();
    if digits >= SEVERAL { None } else { text.parse().ok() }
}

/// Digits behind a phone number that are more than an extension has: a second number.
const SEVERAL: usize = 10;

/// The phone, unless it is one digit over and over, which nobody has.
fn real(phone: Phone, raw: &str, notes: &mut Notes<'_>) -> Option<Phone> {
    let mut digits = phone.national();
    let last = digits % 10;
    while digits > 0 && digits % 10 == last {
        digits /= 10;
    }
    if digits > 0 {
        return Some(phone);
    }
    notes.repaired("phone", Code::PhoneDropped, raw, "one digit over and over is nobody's number; dropped");
    None
}

/// A phone without the word before it that says what it is: `tel:`, `Phone:`, `(o)`. That of a fax stays.
fn without_label(text: &str) -> &str {
    let is_label = |c: char| c.is_ascii_alphabetic() || matches!(c, '(' | ')' | ':' | '.' | '#' | ' ');
    let number = text.trim_start_matches(is_label);
    let label = text.strip_suffix(number).unwrap_or_default();
    let is_fax = label.split(|c: char| !c.is_ascii_alphabetic()).any(|word| {
        ["f", "fx", "fax", "facsimile", "telefax"].iter().any(|fax| fax.eq_ignore_ascii_case(word))
    });
    // The parenthesis of an area code is no part of a label.
    let label = label.strip_suffix('(').unwrap_or(label);
    if is_fax { text } else { text.get(label.len()..).unwrap_or(text) }
}

/// The provider's pages; what is no safe link is dropped.
pub(super) fn website(record: &Record, notes: &mut Notes<'_>) -> Option<Website> {
    // Without the character, the address would be another one's.
    if record.website.trim().contains(char::is_control) {
        let message = "a control character stands in the address; dropped";
        notes.repaired("website", Code::WebsiteDropped, &record.website, message);
        return None;
    }
    let text = clean::cell(&record.website, "website", notes);
    if text.is_empty() {
        return None;
    }
    let read = text.parse();
    if let Err(error) = &read {
        notes.repaired("website", Code::WebsiteDropped, &record.website, format!("{error}; dropped"));
    }
    read.ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Format, Position};

    #[test]
    fn phones_are_read_or_dropped_aloud() {
        let position = Position { file: "a.csv".into(), line: 2 };
        for (text, expected, code) in [
            ("412-555-0100", Some(4_125_550_100), None),
            (" (412) 555-0100", Some(4_125_550_100), Some(Code::Trimmed)),
            ("", None, None),
            ("N/A", None, None),
            ("4125550100.0", Some(4_125_550_100), Some(Code::NumberRecoded)),
            ("４１２５５５０１００", Some(4_125_550_100), Some(Code::NumberRecoded)),
            ("412-555-0100, 412-555-0101", Some(4_125_550_100), Some(Code::NumberRecoded)),
            ("412-555-0100 / 412-555-0101", Some(4_125_550_100), Some(Code::NumberRecoded)),
            ("412-555-0100;412-555-0101", Some(4_125_550_100), Some(Code::NumberRecoded)),
            ("412-555-0100 or 412-555-0101", Some(4_125_550_100), Some(Code::NumberRecoded)),
            ("412-555-0100\nfax 412-555-0101", Some(4_125_550_100), Some(Code::NumberRecoded)),
            ("412-555-0100;ext=7", Some(4_125_550_100), None),
            ("999-999-9999", None, Some(Code::PhoneDropped)),
            ("Tel. 222 222 2222", None, Some(Code::PhoneDropped)),
            ("tel:+1-412-555-0100", Some(4_125_550_100), Some(Code::NumberRecoded)),
            ("Phone: (412) 555-0100", Some(4_125_550_100), Some(Code::NumberRecoded)),
            ("Ph. 412.555.0100 ext. 7", Some(4_125_550_100), Some(Code::NumberRecoded)),
            ("Office: 412-555-0100", Some(4_125_550_100), Some(Code::NumberRecoded)),
            ("(o) 412 555 0100", Some(4_125_550_100), Some(Code::NumberRecoded)),
            ("T 412 555 0100; F 412 555 0101", Some(4_125_550_100), Some(Code::NumberRecoded)),
            ("fax: 412-555-0100", None, Some(Code::PhoneDropped)),
            ("F 412-555-0100", None, Some(Code::PhoneDropped)),
            ("office", None, Some(Code::PhoneDropped)),
            ("555-0100", None, Some(Code::PhoneDropped)),
            ("call the desk", None, Some(Code::PhoneDropped)),
            ("+49 30 1234567", None, Some(Code::PhoneDropped)),
        ] {
            let mut record = Record::empty(position.clone(), Format::Own);
            text.clone_into(&mut record.phone);
            let mut notes = Notes::new(&position);
            assert_eq!(phone(&record, &mut notes).map(Phone::national), expected, "{text}");
            assert_eq!(notes.into_findings().first().map(|finding| finding.code), code, "{text}");
        }
    }

    #[test]
    fn a_link_that_is_not_safe_is_dropped_aloud() {
        let position = Position { file: "a.csv".into(), line: 2 };
        for (text, kept, said) in [
            ("https://example.org/p/0", true, 0),
            ("www.example.org", true, 0),
            ("", false, 0),
            ("none", false, 0),
            ("javascript:alert(1)", false, 1),
            ("data:text/html,x", false, 1),
            ("see flyer", false, 1),
            ("https://example.org\0.evil", false, 1),
            ("https://example.org/\u{1b}[0m", false, 1),
            ("java\tscript:alert(1)", false, 1),
            ("https://example.org:99999", false, 1),
            ("https://example.org\n", true, 1),
        ] {
            let mut record = Record::empty(position.clone(), Format::Own);
            text.clone_into(&mut record.website);
            let mut notes = Notes::new(&position);
            assert_eq!(website(&record, &mut notes).is_some(), kept, "{text}");
            assert_eq!(notes.into_findings().len(), said, "{text}");
        }
    }
}
