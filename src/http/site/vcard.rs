//! A provider's contact for an address book: vCard 3.0, which phones of every maker read.
//!
//! # Source
//! RFC 2426, sections 2.6 (folding) and 4 (escaping).

use super::card::{self, Ink};
use super::phrases;
use super::text;
use crate::domain::{Name, Practice, Provider};
use std::fmt::Write as _;

/// The most bytes of a line.
const LINE: usize = 75;

/// The contact.
pub(super) fn vcard(provider: &Provider, ink: Ink<'_>) -> String {
    let mut card = String::from("BEGIN:VCARD\r\nVERSION:3.0\r\n");
    let name = provider.name.to_string();
    match &provider.name {
        Name::Person { given, middle, family, suffix } => {
            let credentials = card::credentials(provider);
            let suffixes = [suffix.as_str(), &credentials]
                .iter()
                .filter(|part| !part.is_empty())
                .copied()
                .collect::<Vec<_>>()
                .join(", ");
            let parts = [family.as_str(), given, middle, "", &suffixes].map(escaped);
            line(&mut card, "N", &parts.join(";"));
        }
        Name::Organization(_) => {
            line(&mut card, "N", ";;;;");
            line(&mut card, "ORG", &escaped(&name));
        }
    }
    line(&mut card, "FN", &escaped(&name));
    let specialties = card::specialties(provider, ink);
    line(&mut card, "TITLE", &escaped(&specialties.join(", ")));
    for practice in provider.practices.iter() {
        write_practice(&mut card, practice);
    }
    if let Some(site) = &provider.website {
        line(&mut card, "URL", site.as_str());
    }
    line(&mut card, "NOTE", &escaped(&note(provider, ink)));
    card.push_str("END:VCARD\r\n");
    card
}

fn write_practice(card: &mut String, practice: &Practice) {
    if let Some(phone) = practice.phone {
        line(card, "TEL;TYPE=WORK,VOICE", &phone.to_string());
    }
    let zip = practice.zip.map(|zip| zip.to_string()).unwrap_or_default();
    let parts = ["", "", &practice.address, &practice.city, practice.state.code(), &zip, "USA"].map(escaped);
    line(card, "ADR;TYPE=WORK", &parts.join(";"));
}

/// The record's age, which a saved contact would otherwise lose.
fn note(provider: &Provider, ink: Ink<'_>) -> String {
    let text = text::of(ink.lang);
    let mut note =
        provider.updated.map_or_else(|| text.no_date.to_owned(), |day| phrases::record_from(ink.lang, day));
    if phrases::is_unverified(provider.updated, ink.today) {
        note.push_str("; ");
        note.push_str(text.not_verified);
    }
    if let Some(npi) = provider.id.npi() {
        // Writing into a string cannot fail.
        let _ = write!(note, "; NPI {npi}");
    }
    note
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Writes a line, folded where it is too long, never within a character.
fn line(card: &mut String, name: &str, value: &str) {
    let mut width = 0;
    for c in format!("{name}:{value}").chars() {
        if width + c.len_utf8() > LINE {
            card.push_str("\r\n ");
            width = 1;
        }
        card.push(c);
        width += c.len_utf8();
    }
    card.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_and_odd_texts_stay_one_field() {
        let mut card = String::new();
        line(&mut card, "FN", &escaped(&format!("A;b, c\\ \n{}", "ñ".repeat(60))));
        assert!(card.starts_with("FN:A\\;b\\, c\\\\ \\nñ"), "{card}");
        assert!(card.lines().count() > 1 && card.lines().all(|line| line.len() <= LINE));
        assert_eq!(card.replace("\r\n ", "").matches('ñ').count(), 60);
    }
}
