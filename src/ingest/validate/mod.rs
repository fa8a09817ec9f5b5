//! Record to [`super::Row`]: the rules of what a row is worth, one file a noun.
//!
//! In: a [`Record`] of any layout and a [`Context`]. Out: exactly one [`Row`]. Invariants: any text whatever gives a
//! row and never a panic; what is mended is said; a row that is kept has an id, a name, a specialty and a point.

mod abroad;
mod address;
mod beside;
mod clean;
mod contact;
mod coordinates;
mod correction;
mod dates;
mod exchanged;
mod facts;
mod held;
mod identity;
mod languages;
mod locate;
mod names;
mod notes;
mod person;
mod remembered;
mod second_office;
mod specialties;
mod status;
mod terms;
mod title;
pub(super) mod whole_address;
mod whole_name;

pub(crate) use coordinates::CoordinateGuard;
pub(in crate::ingest) use correction::{CorrectionRow, correction};
pub(in crate::ingest) use dates::{may_be_two_days, order as date_order};
pub(in crate::ingest) use facts::turned_round;
pub(super) use identity::undressed;
pub(crate) use identity::whose;
pub(in crate::ingest) use remembered::Remembered;
pub(super) use specialties::names_a_profession;
pub(super) use status::is_answer;

use super::{Code, Finding, Format, Outcome, Record, Row};
use crate::domain::{Fragment, ListName, Npi, Practices, Provider, ProviderId, RecordDate, SpecialtyClaim};
use crate::places::Places;
use crate::vocabulary::{Credentials, Vocabulary};
use notes::Notes;

/// What rows are judged with.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Context<'c> {
    /// The words.
    pub(crate) vocabulary: &'c Vocabulary,
    /// The places.
    pub(crate) places: &'c Places,
    /// The list that the rows are of.
    pub(crate) list: &'c ListName,
    /// The day that dates are judged by.
    pub(crate) today: RecordDate,
}

/// Judges one row of any format.
///
/// Whoever reads a list also shows every [`Row::Kept`]'s record to one [`CoordinateGuard`] and asks for its verdict
/// at the end.
///
/// # Complexity
/// Linear in the row; a row of another profession is recognised before anything of it is copied.
pub(super) fn judge(record: &Record, context: &Context<'_>, remembered: &mut Remembered) -> Row {
    let mut notes = Notes::new(&record.position);
    let judged = match record.format {
        Format::Own => own(record, context, remembered, &mut notes),
        Format::Nppes => nppes(record, context, remembered, &mut notes),
        Format::NppesPractices => practice(record, context, &mut notes),
        Format::NppesNames => alias(record, &mut notes),
        Format::NppesDeactivated => {
            identity::npi(record, &mut notes).map(|npi| Judged::Deactivated(npi, deactivated(record, &notes)))
        }
    };
    match judged {
        Ok(Judged::Kept(fragment)) => Row::Kept { fragment, repairs: notes.into_findings() },
        Ok(Judged::Deactivated(npi, finding)) => {
            Row::Deactivated { npi, since: dates::day(&record.deactivated), finding }
        }
        Err(finding) => {
            let ending = (record.format == Format::Own && finding.code == Code::Inactive)
                .then(|| ending(record, context))
                .flatten();
            row_left_out(record, finding, ending)
        }
    }
}

/// What a row of somebody inactive ends: of rows with one id and address the last one is believed.
fn ending(record: &Record, context: &Context<'_>) -> Option<Fragment> {
    // What is wrong with a row that is skipped is not told besides.
    let mut notes = Notes::new(&record.position);
    let id = identity::own(record, context.list, &mut notes).ok()?;
    let right = exchanged::set_right(record, context.places, &mut notes);
    let record = right.as_ref().unwrap_or(record);
    let apart = whole_address::taken_apart(record, context.places);
    let located = apart.as_ref().unwrap_or(record);
    let practice = address::practice(located, None, context.places, &mut notes).ok()?;
    Some(Fragment::Ending { id, practice: Box::new(practice) })
}

/// The row of a federal record whose fate is known by what its columns of identity and profession say, before anything
/// else of it is filled; `None` where the whole record must be judged. What comes out is what [`judge`] makes of it.
pub(super) fn left_out(record: &Record, context: &Context<'_>, remembered: &mut Remembered) -> Option<Row> {
    let mut notes = Notes::new(&record.position);
    let finding = match scope(record, context, remembered, &mut notes) {
        Ok(Scope::Deactivated(npi)) => {
            let since = dates::day(&record.deactivated);
            return Some(Row::Deactivated { npi, since, finding: deactivated(record, &notes) });
        }
        Ok(Scope::Ours(..)) => return None,
        Err(finding) => finding,
    };
    Some(row_left_out(record, finding, None))
}

fn row_left_out(record: &Record, finding: Finding, ending: Option<Fragment>) -> Row {
    let whose = whose(record);
    if finding.outcome == Outcome::Skipped {
        Row::Skipped { whose, finding, ending }
    } else {
        Row::Rejected { whose, finding }
    }
}

/// Whether a federal row is one of ours.
enum Scope {
    /// Its NPI is no longer active.
    Deactivated(Npi),
    /// It is: who it is, what they do, and their credentials.
    Ours(Npi, Vec<SpecialtyClaim>, Credentials),
}

/// Whether a cell holds nothing, or a word for it.
pub(super) fn is_nothing(text: &str) -> bool {
    text.is_empty() || clean::is_null_word(text)
}

/// Whether a text is a calendar day.
pub(super) fn is_day(text: &str) -> bool {
    dates::day(text).is_some()
}

/// A row that is not left out.
enum Judged {
    /// It contributes something.
    Kept(Fragment),
    /// Its NPI is no longer active.
    Deactivated(Npi, Finding),
}

/// A value, or the finding for which the row is rejected or skipped.
type Judgement<T> = Result<T, Finding>;

fn own(
    record: &Record,
    context: &Context<'_>,
    remembered: &mut Remembered,
    notes: &mut Notes<'_>,
) -> Judgement<Judged> {
    let id = identity::own(record, context.list, notes)?;
    status::active(record, context.today, notes)?;
    let named = names::own(record, context.vocabulary, remembered, notes)?;
    let specialties = specialties::own(record, &named.credentials, (context.vocabulary, remembered), notes)?;
    let named = named.settled(record, &specialties, context.vocabulary, notes)?;
    whole(record, (id, named, specialties), context, remembered, notes)
}

fn nppes(
    record: &Record,
    context: &Context<'_>,
    remembered: &mut Remembered,
    notes: &mut Notes<'_>,
) -> Judgement<Judged> {
    match scope(record, context, remembered, notes)? {
        Scope::Deactivated(npi) => Ok(Judged::Deactivated(npi, deactivated(record, notes))),
        Scope::Ours(npi, specialties, credentials) => {
            names::entity_type(record, notes)?;
            let named = names::nppes(record, credentials, context.vocabulary, notes)?;
            whole(record, (npi.into(), named, specialties), context, remembered, notes)
        }
    }
}

/// Reads what [`super::fill`] fills first.
fn scope(
    record: &Record,
    context: &Context<'_>,
    remembered: &mut Remembered,
    notes: &mut Notes<'_>,
) -> Judgement<Scope> {
    let npi = identity::npi(record, notes)?;
    if status::is_deactivated(record) {
        return Ok(Scope::Deactivated(npi));
    }
    let credentials = || names::nppes_credentials(record, context.vocabulary, remembered);
    let (specialties, credentials) = specialties::nppes(record, credentials, context.vocabulary, notes)?;
    Ok(Scope::Ours(npi, specialties, credentials))
}

fn whole(
    record: &Record,
    (id, named, specialties): (ProviderId, names::Named, Vec<SpecialtyClaim>),
    context: &Context<'_>,
    remembered: &mut Remembered,
    notes: &mut Notes<'_>,
) -> Judgement<Judged> {
    let own = record.format == Format::Own;
    let right = if own { exchanged::set_right(record, context.places, notes) } else { None };
    let right = right.as_ref().unwrap_or(record);
    let apart = if own { whole_address::taken_apart(right, context.places) } else { None };
    let located = apart.as_ref().unwrap_or(right);
    let practice = address::practice(located, named.practice, context.places, notes)?;
    let second = if own { second_office::practice(record, &practice, context.places, notes) } else { None };
    let mut practices = Practices::one(practice);
    if let Some(second) = second {
        practices.push(second);
    }
    let terms = terms::read(record, context.vocabulary, remembered, notes);
    let provider = Provider {
        id,
        name: named.name,
        aliases: named.aliases,
        credentials: named.credentials.listed,
        gender: facts::gender(record, notes),
        specialties,
        techniques: terms.techniques,
        conditions: terms.conditions,
        languages: terms.languages,
        accepting_new: facts::fact(&record.accepting_new, "accepting_new", notes),
        telehealth: facts::fact(&record.telehealth, "telehealth", notes),
        wheelchair: facts::fact(&record.wheelchair, "wheelchair", notes),
        insurance: terms::insurance(record, notes),
        website: contact::website(record, notes),
        practices,
        updated: dates::updated(record, context.today, notes),
        source: context.list.clone(),
    };
    Ok(Judged::Kept(Fragment::Whole(Box::new(provider))))
}

fn practice(record: &Record, context: &Context<'_>, notes: &mut Notes<'_>) -> Judgement<Judged> {
    let npi = identity::npi(record, notes)?;
    let name = names::organization(&record.organization, "organization", notes)?;
    let practice = Box::new(address::practice(record, name, context.places, notes)?);
    Ok(Judged::Kept(Fragment::Practice { npi, practice }))
}

fn alias(record: &Record, notes: &mut Notes<'_>) -> Judgement<Judged> {
    let npi = identity::npi(record, notes)?;
    let texts = [&record.organization, &record.name].into_iter().chain(&record.other_names);
    for text in texts {
        if let Some(name) = names::organization(text, "organization", notes)? {
            return Ok(Judged::Kept(Fragment::Alias { npi, name }));
        }
    }
    Err(notes.rejected("organization", Code::NameMissing, "", "no further name"))
}

fn deactivated(record: &Record, notes: &Notes<'_>) -> Finding {
    notes.skipped("npi", Code::Deactivated, &record.npi, "the NPI is deactivated")
}

#[cfg(test)]
mod tests;
