//! A person's name from its columns, or from one cell, without what is none of it: titles, degrees, further people.

use super::{Entity, LEGAL_FORMS, ORGANIZATION_WORDS, entity, has_words};
use crate::ingest::validate::person::{self, Parts};
use crate::ingest::validate::whole_name::{self, Several};
use crate::ingest::validate::{Judgement, clean, notes::Notes};
use crate::ingest::{Code, Format, Record};
use crate::vocabulary::Vocabulary;

/// A person's name that a row gives in parts. A family name such as `LOUGH, JR.` gives up what is none of it.
///
/// # Errors
/// A finding when one of them is too long.
pub(super) fn parts(record: &Record, vocabulary: &Vocabulary, notes: &mut Notes<'_>) -> Judgement<Parts> {
    let mut family = clean::name(&record.last_name, "last_name", notes)?.into_owned();
    let mut suffix = clean::name(&record.suffix, "suffix", notes)?.into_owned();
    let mut behind = String::new();
    if let Some((before, after)) = family.split_once(',') {
        let after = after.trim();
        if person::generation(after).is_some() {
            if suffix.is_empty() {
                after.clone_into(&mut suffix);
            }
            family.truncate(before.trim_end().len());
        } else if !vocabulary.credentials(after).listed.is_empty() {
            after.clone_into(&mut behind);
            family.truncate(before.trim_end().len());
        }
    }
    let mut given = clean::name(&record.first_name, "first_name", notes)?.into_owned();
    if record.format == Format::Own {
        given = person::without_titles(&given).to_owned();
        take_degrees(&mut family, &mut behind, vocabulary);
        suffix = without_degrees(&suffix, &mut behind, vocabulary);
    }
    let middle = clean::name(&record.middle_name, "middle_name", notes)?.into_owned();
    Ok(Parts { given, middle, family, suffix, credentials: behind })
}

/// Takes degrees off the end of a family name, where they can be nobody's name: `DOE DC`, and not `VAN DO`.
fn take_degrees(family: &mut String, behind: &mut String, vocabulary: &Vocabulary) {
    while let Some((before, last)) = family.rsplit_once(' ') {
        let unspoken = !last.contains(['A', 'E', 'I', 'O', 'U', 'Y']) || last.contains('.');
        let is_degree = last.len() > 1
            && !last.contains(char::is_lowercase)
            && unspoken
            && !vocabulary.credentials(last).listed.is_empty();
        if !is_degree {
            return;
        }
        *behind = if behind.is_empty() { last.to_owned() } else { format!("{last}, {behind}") };
        family.truncate(before.trim_end().len());
    }
}

/// The suffix of a name without the degrees that stand in its column: `Jr., DC`.
fn without_degrees(suffix: &str, behind: &mut String, vocabulary: &Vocabulary) -> String {
    if suffix.is_empty() || person::generation(suffix).is_some() {
        return suffix.to_owned();
    }
    let pieces = suffix.split([',', ';']).map(str::trim);
    let (degrees, kept): (Vec<&str>, Vec<&str>) =
        pieces.partition(|piece| !vocabulary.credentials(piece).listed.is_empty());
    for degree in degrees {
        *behind = if behind.is_empty() { degree.to_owned() } else { format!("{behind}, {degree}") };
    }
    kept.join(" ")
}

/// The person that a whole name is of; of several the first, and that is said.
///
/// # Errors
/// A finding when the text is no name, or names none of several.
pub(super) fn one_person(
    whole: &str,
    record: &Record,
    vocabulary: &Vocabulary,
    notes: &mut Notes<'_>,
) -> Judgement<Parts> {
    if whole_name::is_json(whole) {
        let message = "what a program wrote of an object is no name";
        return Err(notes.rejected("name", Code::NameMissing, whole, message));
    }
    let is_organization = || {
        entity(record) == Some(Entity::Organization)
            || has_words(whole, &LEGAL_FORMS)
            || has_words(whole, &ORGANIZATION_WORDS)
    };
    let several = whole_name::first_of_several(whole, vocabulary).filter(|_| !is_organization());
    let first = match several {
        None => return Ok(person::read(whole, vocabulary)),
        Some(Several::Unnamed) => {
            let message = "two people, and neither by a given name";
            return Err(notes.rejected("name", Code::NameMissing, whole, message));
        }
        Some(Several::First(name)) => name.to_owned(),
        Some(Several::Sharing(given, family)) => format!("{given} {family}"),
    };
    notes.repaired(
        "name",
        Code::NameShared,
        whole,
        "several people; the first one is taken, so make a row of each",
    );
    Ok(person::read(&first, vocabulary))
}
