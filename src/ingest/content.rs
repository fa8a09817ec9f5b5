//! What a column holds by its values, where its name says nothing: NPIs by their check digit, ZIP codes by the state
//! that stands beside them, and so on.
//!
//! In: the first rows of a list. Out: a [`Kind`] a column, or none. Invariant: a column that two readings fit has no
//! kind; nothing is guessed of fewer than [`FEWEST`] values.

mod beside;
mod names;
mod values;

pub(super) use names::{is_bare_name, with_comma};
pub(super) use values::{is_credential, point};

use super::Look;
use super::sample::Sample;
use super::validate::whole_address;
use beside::Rows;
use names::names;
use std::collections::HashSet;
use values::{
    is_degree, is_email, is_gender, is_npi, is_phone, is_profession, is_street, is_taxonomy, is_website,
    state, zip,
};

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    Npi,
    Taxonomies,
    Credential,
    Specialty,
    PersonName,
    OrganizationName,
    Street,
    WholeAddress,
    City,
    State,
    Zip,
    Phone,
    Website,
    Latitude,
    Longitude,
    /// Latitude and longitude in one cell.
    Point,
    Gender,
    Email,
    Date,
}

impl Kind {
    /// What the values are, in words.
    pub(super) const fn what(self) -> &'static str {
        match self {
            Self::Npi => "ten digits with the right check digit",
            Self::Taxonomies => "taxonomy codes",
            Self::Credential => "credentials",
            Self::Specialty => "professions",
            Self::PersonName => "names of persons",
            Self::OrganizationName => "names of organizations",
            Self::Street => "streets with numbers",
            Self::WholeAddress => "whole addresses",
            Self::City => "cities of the state beside them",
            Self::State => "states",
            Self::Zip => "ZIP codes of the state or city beside them",
            Self::Phone => "phone numbers",
            Self::Website => "addresses of web pages",
            Self::Latitude => "latitudes",
            Self::Longitude => "longitudes",
            Self::Point => "latitude and longitude in one",
            Self::Gender => "M and F",
            Self::Email => "e-mail addresses",
            Self::Date => "dates",
        }
    }
}

/// The fewest values of which anything is said: three right check digits in a row are one chance in a thousand.
pub(super) const FEWEST: usize = 3;

/// Which columns names have settled already; what they hold tells what stands beside them.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Beside {
    pub(super) state: Option<usize>,
    pub(super) zip: Option<usize>,
    pub(super) city: Option<usize>,
}

/// The kinds of columns; a kind that two columns have, none of them has, for which is meant cannot be told.
pub(super) fn kinds(sample: &Sample, open: &[usize], settled: Beside, look: &Look<'_>) -> Vec<(usize, Kind)> {
    let alone: Vec<(usize, Vec<Kind>)> =
        open.iter().map(|&column| (column, by_itself(&sample.filled(column), look))).collect();
    let mut beside = settled;
    let only = |kind: Kind| {
        let mut having = alone.iter().filter(|(_, kinds)| kinds.contains(&kind)).map(|(column, _)| *column);
        having.next().filter(|_| having.next().is_none())
    };
    beside.zip = beside.zip.or_else(|| only(Kind::Zip));
    beside.state = beside.state.or_else(|| only(Kind::State));
    let mut found: Vec<(usize, Kind)> = Vec::new();
    for (column, mut kinds) in alone {
        let rows = Rows { sample, column, beside, places: look.places };
        // `MD` and `PA` with no place beside them: degrees or states.
        let alone_as_state =
            kinds.contains(&Kind::State) && rows.beside.zip.is_none() && rows.beside.city.is_none();
        kinds.retain(|kind| match kind {
            Kind::Zip => rows.zips_agree(),
            // A list of one state's chiropractors in the District may as well write DC for the degree.
            Kind::State => rows.states_agree(),
            _ => true,
        });
        if kinds.contains(&Kind::Credential) && alone_as_state {
            continue;
        }
        if kinds.is_empty() && rows.are_cities() {
            kinds.push(Kind::City);
        }
        if let [kind] = kinds.as_slice() {
            found.push((column, *kind));
        }
    }
    let single = |kind: Kind| found.iter().filter(|(_, other)| *other == kind).count() == 1;
    let both = single(Kind::Latitude) && single(Kind::Longitude);
    let stands = |kind: Kind| match kind {
        Kind::Email | Kind::Date => true,
        Kind::Latitude | Kind::Longitude => both,
        other => single(other),
    };
    found.iter().copied().filter(|(_, kind)| stands(*kind)).collect()
}

/// Whether of the values enough are of a kind: all of a few, all but a stray one of many.
fn most(values: &[&str], fits: impl Fn(&str) -> bool) -> bool {
    let mut strays = values.len() / 20;
    values.len() >= FEWEST
        && values.iter().all(|value| {
            let fit = fits(value);
            let forgiven = !fit && strays > 0;
            strays -= usize::from(forgiven);
            fit || forgiven
        })
}

/// Whether a single value is of a kind; `None` for kinds that single values do not show.
pub(super) fn fits(kind: Kind, value: &str, look: &Look<'_>) -> Option<bool> {
    let value = value.trim();
    let shown = !matches!(kind, Kind::City | Kind::PersonName | Kind::OrganizationName);
    (shown && !value.is_empty()).then(|| by_itself(&[value; FEWEST], look).contains(&kind))
}

/// A kind, and whether a value is of it.
type Test<'t> = (Kind, &'t dyn Fn(&str) -> bool);

/// The kinds that values may be of without a look at other columns.
fn by_itself(values: &[&str], look: &Look<'_>) -> Vec<Kind> {
    let words = look.vocabulary;
    let tests: [Test<'_>; 16] = [
        (Kind::Email, &is_email),
        (Kind::Website, &is_website),
        (Kind::Npi, &is_npi),
        (Kind::Taxonomies, &|value| is_taxonomy(value, words)),
        (Kind::Phone, &is_phone),
        (Kind::Point, &|value| point(value).is_some()),
        (Kind::Latitude, &|value| is_degree(value, 13.0, 72.0)),
        (Kind::Longitude, &|value| is_degree(value, -180.0, -64.0)),
        (Kind::Date, &super::validate::is_day),
        (Kind::WholeAddress, &|value| whole_address::split(value, look.places).is_some()),
        (Kind::Street, &is_street),
        (Kind::Zip, &|value| zip(value).is_some_and(|zip| look.places.zip(zip).is_some())),
        (Kind::State, &|value| state(value).is_some()),
        (Kind::Gender, &|value| is_gender(value)),
        (Kind::Credential, &|value| is_credential(value, words)),
        (Kind::Specialty, &|value| is_profession(value, words)),
    ];
    let mut kinds: Vec<Kind> =
        tests.iter().filter(|(_, fits)| most(values, fits)).map(|(kind, _)| *kind).collect();
    let different = values.iter().collect::<HashSet<_>>().len();
    // Only where both letters stand is M no middle initial or size.
    if different < 2 {
        kinds.retain(|kind| *kind != Kind::Gender);
    }
    // A code names its profession.
    if kinds.contains(&Kind::Taxonomies) {
        return vec![Kind::Taxonomies];
    }
    // A whole address begins like a street.
    if kinds.contains(&Kind::WholeAddress) {
        kinds.retain(|kind| *kind != Kind::Street);
    }
    // `DC` names the profession and the degree that implies it; where whole words stand it is the profession.
    if kinds.contains(&Kind::Credential) && kinds.contains(&Kind::Specialty) {
        let spelled = values.iter().any(|value| value.chars().filter(char::is_ascii_lowercase).count() > 3)
            || values.iter().any(|value| value.split(' ').any(|word| word.len() > 6));
        kinds.retain(|kind| *kind != if spelled { Kind::Credential } else { Kind::Specialty });
    }
    if kinds.is_empty() && different * 2 > values.len() {
        kinds.extend(names(values, words));
    }
    kinds
}

#[cfg(test)]
mod tests;
