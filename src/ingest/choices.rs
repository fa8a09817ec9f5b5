//! Which column of a list of one's own fills which field, and why.
//!
//! In: the header, the first rows, the caller's map. Out: a [`Choice`] a column. Invariants: the caller's map wins over
//! names, a name over values; of a mailing or home address no part is taken, whatever its column is called.

mod offices;
mod together;

use super::columns::folded;
use super::content::{self, Beside, Kind};
use super::field::Field;
use super::finding::neutralised;
use super::headers::{self, OF_PRACTICE, Private, Said};
use super::mapping::{Why, is_left_out, mapped};
use super::sample::Sample;
use super::{Look, own, validate};
use crate::vocabulary::normalize::fold;
use crate::vocabulary::streets::is_street_kind;

/// Why a column of dates is left whose name says nothing.
const DATE: &str = "a date, and of what cannot be told";

/// Why a column is left that values say something of, and a name another one.
const TAKEN: &str = "another column is taken by its name";

/// What is chosen for a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Choice {
    /// It may fill a field; of several the lowest rank does.
    Field(Field, usize, Why),
    /// It is not used.
    Left(&'static str),
    /// It is never stored, and not shown.
    Never(Private),
    /// Nothing is known of it.
    Open,
}

impl Choice {
    fn field(self) -> Option<Field> {
        match self {
            Self::Field(field, ..) => Some(field),
            Self::Left(_) | Self::Never(_) | Self::Open => None,
        }
    }
}

/// What is chosen for each column.
pub(super) fn choices(header: &[String], keys: &[String], sample: &Sample, look: &Look<'_>) -> Vec<Choice> {
    let mut choices: Vec<Choice> =
        header.iter().zip(keys).map(|(name, key)| by_name(name, key, look)).collect();
    leave_private_blocks(header, &mut choices);
    offices::leave_further(header, &mut choices);
    prefer_practice(&mut choices);
    for (column, choice) in choices.iter_mut().enumerate() {
        confirm(choice, sample, column, look);
    }
    by_content(&mut choices, sample, look);
    together::name_somebody(header, &mut choices, sample);
    together::second_profession(&mut choices, sample, look);
    together::family_first(&mut choices, sample, look);
    choices
}

fn by_name(name: &str, key: &str, look: &Look<'_>) -> Choice {
    match mapped(key, look) {
        Some(ours) if is_left_out(ours) => return Choice::Left("as the map says"),
        Some(ours) => {
            return match own::field(&folded(ours)) {
                Some((field, _)) => Choice::Field(field, 0, Why::Map),
                None => Choice::Open,
            };
        }
        None => {}
    }
    if let Some((field, rank)) = own::field(&folded(name)) {
        return Choice::Field(field, rank + 1, if rank == 0 { Why::Name } else { Why::Synonym });
    }
    match headers::read(name) {
        Said::Field(field, rank) => Choice::Field(field, rank, Why::Synonym),
        Said::Never(private) => Choice::Never(private),
        Said::Useless(why) => Choice::Left(why),
        Said::Nothing => Choice::Open,
    }
}

/// A part of an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Street,
    City,
    State,
    Zip,
}

impl Part {
    fn of_field(field: Field) -> Option<Self> {
        match field {
            Field::Address | Field::Address2 => Some(Self::Street),
            Field::City => Some(Self::City),
            Field::State => Some(Self::State),
            Field::Zip | Field::Country => Some(Self::Zip),
            _ => None,
        }
    }

    fn of_name(name: &str) -> Option<Self> {
        let words = headers::words(name);
        let has = |asked: &[&str]| words.iter().any(|word| asked.contains(&word.as_str()));
        if has(&["city"]) {
            Some(Self::City)
        } else if has(&["zip", "postal"]) {
            Some(Self::Zip)
        } else if has(&["state"]) {
            Some(Self::State)
        } else {
            has(&["address", "street", "line"]).then_some(Self::Street)
        }
    }
}

/// `Mailing Address, City, State, Zip`: what follows a private street without a name of its own belongs to it.
fn leave_private_blocks(header: &[String], choices: &mut [Choice]) {
    let mut block: Option<(Private, Vec<Part>)> = None;
    for (name, choice) in header.iter().zip(choices) {
        match *choice {
            Choice::Never(private @ (Private::Mailing | Private::Home)) => {
                let Some(part) = Part::of_name(name) else { continue };
                let begins =
                    part == Part::Street && block.as_ref().is_none_or(|(_, has)| !has.contains(&part));
                match &mut block {
                    Some((_, has)) if !begins => has.push(part),
                    _ => block = Some((private, vec![part])),
                }
            }
            Choice::Field(field, rank, why) if why != Why::Map => {
                let Some(part) = Part::of_field(field) else { continue };
                match &mut block {
                    Some((private, has))
                        if rank != OF_PRACTICE && part != Part::Street && !has.contains(&part) =>
                    {
                        has.push(part);
                        *choice = Choice::Never(*private);
                    }
                    _ => block = None,
                }
            }
            _ => {}
        }
    }
}

/// Beside an address called the practice's, parts that it has too are left, and all that belong to another street.
fn prefer_practice(choices: &mut [Choice]) {
    let own = |choice: &Choice| match *choice {
        Choice::Field(field, OF_PRACTICE, _) => Part::of_field(field),
        _ => None,
    };
    let has = |part: Part| choices.iter().any(|choice| own(choice) == Some(part));
    if !has(Part::Street) || !(has(Part::City) || has(Part::Zip)) {
        return;
    }
    let owned = [Part::Street, Part::City, Part::State, Part::Zip].map(|part| (part, has(part)));
    let others = |choice: &Choice| match *choice {
        Choice::Field(field, rank, Why::Name | Why::Synonym) if rank != OF_PRACTICE => Part::of_field(field),
        _ => None,
    };
    let another_street = choices.iter().any(|choice| others(choice) == Some(Part::Street));
    for choice in choices {
        if let Some(part) = others(choice)
            && (another_street || owned.contains(&(part, true)))
        {
            *choice = Choice::Left("another address than the practice's");
        }
    }
}

/// Names such as `type` and `credential` mean one thing or another; the values say which.
fn confirm(choice: &mut Choice, sample: &Sample, column: usize, look: &Look<'_>) {
    let Choice::Field(field, rank, Why::Name | Why::Synonym) = *choice else { return };
    let vague = field == Field::Specialty && (own::VAGUE.contains(&rank) || rank > headers::BY_WORDS);
    let values = sample.filled(column);
    if values.len() < content::FEWEST {
        return;
    }
    if field == Field::StreetType {
        let kinds = values.iter().filter(|value| is_street_kind(&fold(value))).count();
        if kinds * 2 <= values.len() {
            *choice = Choice::Left("its values are no kinds of streets");
        }
        return;
    }
    if matches!(field, Field::Active | Field::Inactive) {
        if values.iter().filter(|value| validate::is_answer(value)).count() * 2 < values.len() {
            *choice = Choice::Left("its values are neither yes nor no");
        }
        return;
    }
    let is_fact = |value: &&str| {
        matches!(value.to_ascii_lowercase().as_str(), "y" | "n" | "yes" | "no" | "true" | "false")
    };
    if matches!(field, Field::Organization | Field::Name) && values.iter().all(is_fact) {
        *choice = Choice::Left("yes or no, and of what cannot be told");
        return;
    }
    if !(vague || field == Field::Credential) {
        return;
    }
    let share = |fits: &dyn Fn(&str) -> bool| values.iter().filter(|value| fits(value)).count();
    let professions = share(&|value| validate::names_a_profession(value, look.vocabulary));
    let degrees = share(&|value| !look.vocabulary.credentials(value).listed.is_empty());
    let nothing_but_degrees = share(&|value| content::is_credential(value, look.vocabulary));
    let spelled = share(&|value| value.split(' ').any(|word| word.len() > 6));
    if vague && professions.max(degrees) * 5 < values.len() {
        *choice = Choice::Left("its values are no professions");
    } else if field == Field::Credential && professions == 0 && nothing_but_degrees == 0 {
        // `title` may be anything's.
        *choice = Choice::Open;
    } else if field == Field::Credential && professions.min(spelled) * 5 > values.len() * 4 {
        *choice = Choice::Field(Field::Specialty, headers::LAST, Why::Content(Kind::Specialty.what()));
    }
}

/// Columns whose names say nothing, by what they hold.
fn by_content(choices: &mut [Choice], sample: &Sample, look: &Look<'_>) {
    let open: Vec<usize> = (0..choices.len()).filter(|&column| choices[column] == Choice::Open).collect();
    if open.is_empty() {
        return;
    }
    let settled = |field: Field| choices.iter().position(|choice| choice.field() == Some(field));
    let beside =
        Beside { state: settled(Field::State), zip: settled(Field::Zip), city: settled(Field::City) };
    for (column, kind) in content::kinds(sample, &open, beside, look) {
        let field = match kind {
            Kind::Email => {
                choices[column] = Choice::Never(Private::Email);
                continue;
            }
            Kind::Date => {
                choices[column] = Choice::Left(DATE);
                continue;
            }
            Kind::Npi => Field::Npi,
            Kind::Taxonomies => Field::Taxonomies,
            Kind::Credential => Field::Credential,
            Kind::Specialty => Field::Specialty,
            Kind::PersonName => Field::Name,
            Kind::OrganizationName => Field::Organization,
            Kind::Street | Kind::WholeAddress => Field::Address,
            Kind::City => Field::City,
            Kind::State => Field::State,
            Kind::Zip => Field::Zip,
            Kind::Phone => Field::Phone,
            Kind::Website => Field::Website,
            Kind::Latitude => Field::Lat,
            Kind::Longitude => Field::Lon,
            Kind::Point => Field::Point,
            Kind::Gender => Field::Gender,
        };
        let filled = |asked: &[Field]| {
            choices.iter().any(|choice| choice.field().is_some_and(|field| asked.contains(&field)))
        };
        let of_places = kind == Kind::WholeAddress
            && filled(&[Field::Address])
            && !filled(&[Field::City, Field::State, Field::Zip])
            && sample.has_places(column, look.places);
        if of_places {
            choices[column] =
                Choice::Field(Field::City, headers::LAST, Why::Content("cities with their states"));
            continue;
        }
        let taken = match kind {
            Kind::PersonName => filled(&[Field::Name, Field::FamilyFirst, Field::LastName]),
            Kind::WholeAddress => filled(&[Field::Address, Field::City, Field::Zip]),
            Kind::Point | Kind::Latitude | Kind::Longitude => filled(&[Field::Lat, Field::Lon, Field::Point]),
            _ => filled(&[field]),
        };
        // Both halves of a pair are chosen in one go.
        let half = kind == Kind::Longitude
            && choices.iter().any(|choice| matches!(choice, Choice::Field(Field::Lat, _, Why::Content(_))));
        choices[column] = if taken && !half {
            Choice::Left(TAKEN)
        } else {
            Choice::Field(field, headers::LAST, Why::Content(kind.what()))
        };
    }
}

/// Up to three values of a column, where they may be shown.
pub(super) fn samples(choice: Choice, sample: &Sample, column: usize) -> Option<Vec<String>> {
    let shown = sample.shown(column);
    let private = |value: &&str| {
        let signs: Vec<usize> = value.split('-').map(str::len).collect();
        let digits = value.bytes().filter(u8::is_ascii_digit).count();
        value.contains('@') || signs == [3, 2, 4] && digits == 9
    };
    // A date that nobody names may be one of birth.
    let never = matches!(choice, Choice::Never(_) | Choice::Left(DATE));
    if never || choice.field().is_none() && shown.iter().any(private) {
        return None;
    }
    Some(shown.into_iter().map(|value| neutralised(value, 40)).collect())
}
