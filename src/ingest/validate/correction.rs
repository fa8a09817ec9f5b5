//! A row of corrections, judged by the rules of lists, but strictly: what a list's row would lose is what a correction
//! is about.

use super::remembered::Remembered;
use super::title::{self, Subject};
use super::{Judgement, address, contact, dates, facts, names, notes::Notes, person, specialties, terms};
use crate::domain::{Fact, Name, ProviderId, RecordDate};
use crate::ingest::corrections::{At, Correction, CorrectionAction, Facts, Stated};
use crate::ingest::{CORRECTION_COLUMNS, Code, Finding, Format, Outcome, Position, Record};
use crate::places::Places;
use crate::vocabulary::streets::street_key;
use crate::vocabulary::{Credentials, Vocabulary};
use std::borrow::Cow;

/// The cells of a row in the order of [`CORRECTION_COLUMNS`].
#[derive(Debug, Clone, Copy)]
pub(in crate::ingest) struct CorrectionRow<'r>(pub(in crate::ingest) &'r [String; CORRECTION_COLUMNS.len()]);

impl<'r> CorrectionRow<'r> {
    fn get(self, column: &str) -> &'r str {
        let place = CORRECTION_COLUMNS.iter().position(|known| *known == column);
        place.and_then(|place| self.0.get(place)).map_or("", String::as_str)
    }

    fn has(self, column: &str) -> bool {
        !self.get(column).is_empty()
    }
}

/// Findings that tell of something dropped: in a list the rest of the row is worth having, here nothing is left.
const LOSSES: [Code; 14] = [
    Code::PhoneDropped,
    Code::WebsiteDropped,
    Code::DateDropped,
    Code::TermDropped,
    Code::SpecialtyDropped,
    Code::FactUnknown,
    Code::ZipUnknown,
    Code::StateMismatch,
    Code::CityMismatch,
    Code::FormulaError,
    Code::CoordinatesUnusable,
    Code::CoordinatesZero,
    Code::CoordinatesSwapped,
    Code::CoordinatesFar,
];

/// What takes a fact away.
fn is_nothing(text: &str) -> bool {
    matches!(text, "-" | "\u{2013}" | "\u{2014}")
}

/// Judges a row; gives the correction and what was mended.
///
/// # Errors
/// The finding for which it cannot be used.
pub(in crate::ingest) fn correction(
    row: CorrectionRow<'_>,
    position: &Position,
    vocabulary: &Vocabulary,
    places: &Places,
    today: RecordDate,
) -> Judgement<(Correction, Vec<Finding>)> {
    let mut notes = Notes::new(position);
    let id = id(row, &notes)?;
    let action = action(row, &notes)?;
    let at = at(row, &mut notes)?;
    let mut record = Record::empty(position.clone(), Format::Own);
    for (field, column) in [
        (&mut record.address, "address"),
        (&mut record.address2, "address2"),
        (&mut record.city, "city"),
        (&mut record.state, "state"),
        (&mut record.zip, "zip"),
        (&mut record.lat, "lat"),
        (&mut record.lon, "lon"),
        (&mut record.phone, "phone"),
        (&mut record.website, "website"),
        (&mut record.name, "name"),
        (&mut record.first_name, "first_name"),
        (&mut record.last_name, "last_name"),
        (&mut record.organization, "practice_name"),
        (&mut record.gender, "gender"),
        (&mut record.specialty, "specialty"),
        (&mut record.techniques, "techniques"),
        (&mut record.conditions, "conditions"),
        (&mut record.languages, "languages"),
        (&mut record.insurance, "insurance"),
        (&mut record.updated, "verified"),
    ] {
        row.get(column).clone_into(field);
    }
    let verified = dates::updated(&record, today, &mut notes);
    let facts = facts_of(row, &record, vocabulary, &mut notes)?;
    let moved = match action {
        CorrectionAction::Move if !row.has("address") => {
            let message = "a move needs the new address, and its ZIP code or city and state";
            return Err(notes.rejected("address", Code::NoLocation, "", message));
        }
        CorrectionAction::Move => {
            // The phone is a fact of its own, which may also be taken away.
            let place = Record { phone: String::new(), ..record };
            Some(Box::new(address::practice(&place, None, places, &mut notes)?))
        }
        _ => {
            only_moves_have_addresses(row, &notes)?;
            None
        }
    };
    if matches!(action, CorrectionAction::Hide | CorrectionAction::Show) && (facts != Facts::default()) {
        let message = "a hide or show gives no facts; write them on a row of their own with set";
        return Err(notes.rejected("action", Code::ActionUnknown, row.get("action"), message));
    }
    if action == CorrectionAction::Set && facts == Facts::default() {
        let message = "there is nothing to set: phone, website, name, accepting_new … are empty";
        return Err(notes.rejected("action", Code::NothingToSet, row.get("action"), message));
    }
    if action == CorrectionAction::Verify && verified.is_none() && !notes.has(Code::DateDropped) {
        let message = "a verify needs the day in the column verified";
        return Err(notes.rejected("verified", Code::DateMissing, "", message));
    }
    let findings = notes.into_findings();
    if let Some(loss) = findings.iter().find(|finding| LOSSES.contains(&finding.code)) {
        let column = if loss.column == "updated" { "verified" } else { loss.column };
        let message = loss.message.trim_end_matches("; dropped").to_owned();
        return Err(Finding { outcome: Outcome::Rejected, column, message: message.into(), ..loss.clone() });
    }
    Ok((Correction { line: position.line, id, action, at, moved, facts, verified }, findings))
}

/// An NPI without the `.0` that a spreadsheet puts behind numbers; a list's own id may end so.
fn without_zeros(text: &str) -> &str {
    let number = text.trim_end_matches('0').strip_suffix('.').unwrap_or(text);
    let bare = number.strip_prefix("npi:").unwrap_or(number);
    let is_npi = bare.len() == 10 && bare.bytes().all(|byte| byte.is_ascii_digit());
    if is_npi { number } else { text }
}

fn id(row: CorrectionRow<'_>, notes: &Notes<'_>) -> Judgement<ProviderId> {
    let text = row.get("id");
    if text.is_empty() {
        let message = "whom it is about is missing: an NPI, npi:N or list:own-id";
        return Err(notes.rejected("id", Code::IdMissing, "", message));
    }
    without_zeros(text)
        .parse()
        .map_err(|error| notes.rejected("id", Code::IdInvalid, text, format!("{error}")))
}

fn action(row: CorrectionRow<'_>, notes: &Notes<'_>) -> Judgement<CorrectionAction> {
    let text = row.get("action");
    CorrectionAction::parse(text).ok_or_else(|| {
        let allowed = CorrectionAction::ALL.map(CorrectionAction::as_str).join(", ");
        notes.rejected("action", Code::ActionUnknown, text, format!("no action; there are {allowed}"))
    })
}

fn at(row: CorrectionRow<'_>, notes: &mut Notes<'_>) -> Judgement<At> {
    let street = row.get("practice_address");
    let zip = row.get("practice_zip");
    let zip = match zip.split('-').next().unwrap_or_default().trim() {
        "" => None,
        five => {
            let padded = format!("{five:0>5}");
            let read = padded
                .parse()
                .map_err(|error| notes.rejected("practice_zip", Code::ZipUnknown, zip, format!("{error}")));
            Some(read?)
        }
    };
    Ok(At { street: Some(street_key(street)).filter(|street| !street.is_empty()), zip })
}

fn only_moves_have_addresses(row: CorrectionRow<'_>, notes: &Notes<'_>) -> Judgement<()> {
    let stated = ["address", "address2", "city", "state", "zip", "lat", "lon"];
    match stated.into_iter().find(|column| row.has(column)) {
        None => Ok(()),
        Some(column) => {
            let message = "only a move gives an address; which practice is meant stands in practice_address and \
                           practice_zip";
            Err(notes.rejected(column, Code::ActionUnknown, row.get(column), message))
        }
    }
}

fn facts_of(
    row: CorrectionRow<'_>,
    record: &Record,
    vocabulary: &Vocabulary,
    notes: &mut Notes<'_>,
) -> Judgement<Facts> {
    let mut given = Facts { name: name(row, record, vocabulary, notes)?, ..Facts::default() };
    if row.has("gender") {
        given.gender = facts::gender(record, notes);
        if given.gender.is_none() {
            return Err(notes.rejected("gender", Code::FactUnknown, &record.gender, "neither F nor M nor X"));
        }
    }
    if row.has("specialty") {
        let none = Credentials::default();
        given.specialties =
            Some(specialties::own(record, &none, (vocabulary, &mut Remembered::default()), notes).map_err(
                |finding| {
                    // What is another profession in a list is no specialty here.
                    Finding { outcome: Outcome::Rejected, ..finding }
                },
            )?);
    }
    let read = terms::read(record, vocabulary, &mut Remembered::default(), notes);
    given.techniques = row.has("techniques").then_some(read.techniques);
    given.conditions = row.has("conditions").then_some(read.conditions);
    given.languages = row.has("languages").then_some(read.languages);
    given.insurance = row.has("insurance").then(|| terms::insurance(record, notes));
    let mut fact = |column: &'static str| -> Option<Fact> {
        row.has(column).then(|| facts::fact(row.get(column), column, notes))
    };
    given.accepting_new = fact("accepting_new");
    given.telehealth = fact("telehealth");
    given.wheelchair = fact("wheelchair");
    given.website = stated(row.get("website"), || contact::website(record, notes));
    given.phone = stated(row.get("phone"), || contact::phone(record, notes));
    given.practice_name = match row.get("practice_name") {
        "" => Stated::Silent,
        text if is_nothing(text) => Stated::Nothing,
        text => names::organization(text, "practice_name", notes)?.into(),
    };
    Ok(given)
}

/// A fact that a cell gives or takes away.
fn stated<T>(cell: &str, read: impl FnOnce() -> Option<T>) -> Stated<T> {
    match cell {
        "" => Stated::Silent,
        _ if is_nothing(cell) => Stated::Nothing,
        _ => read().into(),
    }
}

/// The name as a person's and as an organization's, since only the provider knows which it is.
fn name(
    row: CorrectionRow<'_>,
    record: &Record,
    vocabulary: &Vocabulary,
    notes: &mut Notes<'_>,
) -> Judgement<Option<(Name, Name)>> {
    let parts = [&record.first_name, &record.last_name];
    let whole = match row.get("name") {
        "" if record.last_name.is_empty() && record.first_name.is_empty() => return Ok(None),
        "" => parts.map(String::as_str).join(" ").trim().to_owned(),
        name => name.to_owned(),
    };
    let organization = names::organization(&whole, "name", notes)?;
    let person = if row.has("last_name") {
        let case = |text: &str, subject| title::case(Cow::Owned(text.to_owned()), subject);
        Some(Name::Person {
            given: case(&record.first_name, Subject::Given),
            middle: String::new(),
            family: case(&record.last_name, Subject::Family),
            suffix: String::new(),
        })
    } else {
        person::read(&whole, vocabulary).named()
    };
    match (person, organization) {
        (Some(person), Some(organization)) => Ok(Some((person, Name::Organization(organization)))),
        _ => Err(notes.rejected("name", Code::NameMissing, &whole, "no name")),
    }
}
