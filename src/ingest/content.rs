//! What a column holds by its values, where its name says nothing: NPIs by their check digit, ZIP codes by the state
//! that stands beside them, and so on.
//!
//! In: the first rows of a list. Out: a [`Kind`] a column, or none. Invariant: a column that two readings fit has no
//! kind; nothing is guessed of fewer than [`FEWEST`] values.

use super::Look;
use super::sample::Sample;
use super::validate::whole_address;
use crate::domain::{Npi, Phone, State, TaxonomyCode, Website, Zip5};
use crate::places::Places;
use crate::vocabulary::normalize::fold;
use crate::vocabulary::surnames::is_particle;
use crate::vocabulary::{Taxonomy, Vocabulary};
use std::collections::HashSet;

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

fn is_npi(value: &str) -> bool {
    super::validate::undressed(value).parse::<Npi>().is_ok()
}

fn is_email(value: &str) -> bool {
    let value = value.strip_prefix("mailto:").unwrap_or(value);
    value
        .split_once('@')
        .is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !value.contains(' '))
}

fn is_website(value: &str) -> bool {
    let begins =
        ["http://", "https://", "www."].iter().any(|start| value.to_ascii_lowercase().starts_with(start));
    begins && value.parse::<Website>().is_ok()
}

fn is_taxonomy(value: &str, words: &Vocabulary) -> bool {
    let code = |part: &str| part.trim().to_ascii_uppercase().parse::<TaxonomyCode>();
    let known =
        |code: TaxonomyCode| code.to_string().ends_with('X') || words.taxonomy(code) != Taxonomy::Other;
    value.split(['|', ';', ',']).all(|part| code(part).is_ok_and(known))
}

/// A phone number is dressed, or has eleven digits: ten bare ones may be anything.
fn is_phone(value: &str) -> bool {
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    let dressed = value.contains(['-', '(', '.', ' ']) && !value.ends_with(".0");
    value.parse::<Phone>().is_ok() && (dressed || digits == 11)
}

fn is_degree(value: &str, from: f64, to: f64) -> bool {
    let precise = value.split_once('.').is_some_and(|(_, behind)| behind.len() >= 3);
    precise && value.parse::<f64>().is_ok_and(|degree| (from..=to).contains(&degree))
}

/// `(40.44, -79.95)`, `POINT (-79.95 40.44)`: latitude and longitude.
pub(super) fn point(value: &str) -> Option<(&str, &str)> {
    let (inside, swapped) = match value.trim().strip_prefix("POINT") {
        Some(rest) => (rest, true),
        None => (value, false),
    };
    let inside = inside.trim().trim_start_matches('(').trim_end_matches(')').trim();
    let (first, second) = inside.split_once([',', ' '])?;
    let (first, second) = (first.trim(), second.trim());
    let (lat, lon) = if swapped { (second, first) } else { (first, second) };
    (is_degree(lat, -90.0, 90.0) && is_degree(lon, -180.0, 180.0)).then_some((lat, lon))
}

fn is_street(value: &str) -> bool {
    let Some((number, rest)) = value.split_once(' ') else { return false };
    let numbered = number.len() <= 7 && number.starts_with(|c: char| c.is_ascii_digit());
    numbered && rest.chars().filter(|c| c.is_alphabetic()).count() >= 3 && !value.contains('@')
}

fn zip(value: &str) -> Option<Zip5> {
    let five = value.split_once('-').map_or(value, |(five, _)| five);
    let five = if five.len() == 9 { five.get(..5)? } else { five };
    five.parse().ok()
}

fn state(value: &str) -> Option<State> {
    if value.len() == 2 { value.to_ascii_uppercase().parse().ok() } else { State::from_name(&fold(value)) }
}

fn is_gender(value: &str) -> bool {
    matches!(value, "M" | "F" | "m" | "f" | "U" | "X") || matches!(&*fold(value), "male" | "female")
}

pub(super) fn is_credential(value: &str, words: &Vocabulary) -> bool {
    value.len() <= 60
        && value.split([',', ';', '/', ' ', '|']).filter(|part| !part.is_empty()).all(|part| {
            let short = part.chars().filter(char::is_ascii_alphabetic).count() <= 8;
            short && !words.credentials(part).listed.is_empty()
        })
}

fn is_profession(value: &str, words: &Vocabulary) -> bool {
    value.split(['|', ';', '/']).any(|part| super::validate::names_a_profession(part, words))
}

/// Words that stand in the names of organizations and not in those of persons.
const OF_ORGANIZATIONS: [&str; 18] = [
    "clinic",
    "center",
    "centre",
    "associates",
    "group",
    "hospital",
    "institute",
    "health",
    "healthcare",
    "wellness",
    "chiropractic",
    "therapy",
    "rehab",
    "medical",
    "spine",
    "llc",
    "inc",
    "pllc",
];

/// Names: of persons where a comma, title or degree shows it, of organizations by their words.
fn names(values: &[&str], words: &Vocabulary) -> Option<Kind> {
    let is_name = |value: &str| {
        let parts: Vec<&str> = value.split_whitespace().collect();
        let signs = |c: char| c.is_alphabetic() || " .,'’&-()".contains(c);
        (2..=8).contains(&parts.len()) && value.len() <= 80 && value.chars().all(signs)
    };
    if !most(values, is_name) {
        return None;
    }
    let of_organization = |value: &&&str| {
        let folded = fold(value);
        folded.split(' ').any(|word| OF_ORGANIZATIONS.contains(&word))
    };
    let of_person = |value: &&&str| {
        let lower = value.to_lowercase();
        let degree =
            value.rsplit([',', ' ']).next().is_some_and(|last| !words.credentials(last).listed.is_empty());
        lower.starts_with("dr. ") || lower.starts_with("dr ") || value.contains(',') || degree
    };
    let organizations = values.iter().filter(of_organization).count();
    let persons = values.iter().filter(of_person).count();
    match (persons * 2 > values.len(), organizations * 2 > values.len(), organizations) {
        (true, false, few) if few * 10 <= values.len() => Some(Kind::PersonName),
        (false, true, _) => Some(Kind::OrganizationName),
        _ => None,
    }
}

/// Whether a text is two to five words that may be a person's name, and has no comma.
pub(super) fn is_bare_name(value: &str) -> bool {
    let folded = fold(value);
    let words = folded.split(' ').filter(|word| !word.is_empty()).count();
    // Words that stand in no person's name.
    let little =
        |word: &str| matches!(word, "in" | "of" | "the" | "and" | "for" | "at" | "to" | "your" | "on");
    (2..=5).contains(&words)
        && !folded.split(' ').any(little)
        && !value.contains(|c: char| c.is_ascii_digit() || matches!(c, ',' | '&'))
        && !folded.split(' ').any(|word| OF_ORGANIZATIONS.contains(&word))
}

/// `DOE JANE A` with a comma behind the family name; what may be no person's name stays.
pub(super) fn with_comma(value: &str) -> std::borrow::Cow<'_, str> {
    if !is_bare_name(value) {
        return value.into();
    }
    let words: Vec<&str> = value.split_whitespace().collect();
    let particles = words.iter().take_while(|word| is_particle(&fold(word))).count();
    let generation = |word: &&str| matches!(&*fold(word), "jr" | "sr" | "ii" | "iii" | "iv");
    let family = particles + 1 + usize::from(words.get(particles + 1).is_some_and(generation));
    if family >= words.len() {
        return value.into();
    }
    let (family, given) = words.split_at(family);
    format!("{}, {}", family.join(" "), given.join(" ")).into()
}

/// The rows of a column, beside those of others.
struct Rows<'s> {
    sample: &'s Sample,
    column: usize,
    beside: Beside,
    places: &'s Places,
}

impl Rows<'_> {
    /// Whether nearly all rows that can be judged agree, and enough can.
    fn agree(&self, other: Option<usize>, agrees: impl Fn(&str, &str) -> Option<bool>) -> bool {
        let Some(other) = other.filter(|other| *other != self.column) else { return false };
        let pairs = self.sample.values(self.column).iter().zip(self.sample.values(other));
        let judged: Vec<bool> =
            pairs.filter_map(|(value, other)| agrees(value.trim(), other.trim())).collect();
        let right = judged.iter().filter(|right| **right).count();
        judged.len() >= FEWEST && right * 10 >= judged.len() * 9
    }

    /// Five digits are ZIP codes only where their states say so: a county's or licence's number may look the same.
    fn zips_agree(&self) -> bool {
        let by_state = self.agree(self.beside.state, |value, beside| {
            let entry = self.places.zip(zip(value)?)?;
            Some(state(beside)? == entry.state)
        });
        let by_city = || {
            self.agree(self.beside.city, |value, beside| {
                let entry = self.places.zip(zip(value)?)?;
                (!beside.is_empty()).then(|| self.places.city(beside, entry.state).is_some())
            })
        };
        by_state || by_city()
    }

    fn states_agree(&self) -> bool {
        self.agree(self.beside.zip, |value, beside| {
            Some(self.places.zip(zip(beside)?)?.state == state(value)?)
        }) || self.agree(self.beside.city, |value, beside| {
            let state = state(value)?;
            (!beside.is_empty()).then(|| self.places.city(beside, state).is_some())
        })
    }

    fn are_cities(&self) -> bool {
        let is_city = |value: &str, state: State| {
            (!value.is_empty()).then(|| {
                let lettered = !value.chars().any(|c| c.is_ascii_digit());
                lettered && self.places.city(value, state).is_some()
            })
        };
        let by_state = self.agree(self.beside.state, |value, beside| is_city(value, state(beside)?));
        by_state
            || self.agree(self.beside.zip, |value, beside| {
                let entry = self.places.zip(zip(beside)?)?;
                is_city(value, entry.state)
            })
    }
}

#[cfg(test)]
mod tests;
