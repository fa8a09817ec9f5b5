//! [`Person`]: what of a provider is compared with others.
//!
//! In: a [`Provider`]. Out: its name in folded parts, its practices as keys, and little more. Organizations and people
//! without a given name are none: too little tells them apart.

use super::blocks::fingerprint;
use crate::domain::{Gender, LatLon, Name, Phone, Practice, Provider, ProviderId, SpecialtyId, Zip5};
use crate::vocabulary::normalize::fold;
use crate::vocabulary::streets::street_key;
use crate::vocabulary::surnames;

/// The most practices of a person that are looked at; hardly anybody in a list without NPI has more.
const SITES: usize = 16;

/// A person of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Person {
    /// Whose.
    pub id: ProviderId,
    /// Name, city and state, as people read them.
    pub shown: Box<str>,
    /// Where the row stands, where the caller knows it: file and line, in the caller's numbers.
    pub row: Option<(u32, u64)>,
    /// Words of the given name, folded, at least one.
    pub(super) given: Vec<Box<str>>,
    /// Words of the middle name.
    pub(super) middle: Vec<Box<str>>,
    /// The family name in one word.
    pub(super) family: Box<str>,
    /// Its words, particles joined to what follows; one where it has no parts.
    pub(super) family_words: Vec<Box<str>>,
    /// 1 for Sr., 2 for Jr. and II, 3 for III; 0 where there is none.
    pub(super) generation: u8,
    pub(super) gender: Option<Gender>,
    pub(super) specialties: Vec<SpecialtyId>,
    pub(super) sites: Vec<Site>,
}

/// A practice as it is compared. The numbers are fingerprints where no unit is said.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Site {
    /// The street in the post office's words; empty where it is not known.
    pub(super) street: Box<str>,
    /// House number, or street, with ZIP code or city.
    pub(super) address: Option<u64>,
    /// The ZIP code, or the city.
    pub(super) zip: u64,
    /// City and state.
    pub(super) city: u64,
    /// The first three digits of the ZIP code; the city where there is none.
    pub(super) area: u64,
    pub(super) phone: Option<Phone>,
    pub(super) point: LatLon,
}

impl Person {
    /// What is compared of a provider; `None` of organizations and of people without a given name.
    pub fn of(provider: &Provider) -> Option<Self> {
        let Name::Person { given, middle, family, suffix } = &provider.name else { return None };
        let folded = fold(family);
        let mut family_words = words(&folded);
        let joined = surnames::joined(folded.split(' '));
        if !joined.is_empty() {
            family_words = joined.into_iter().map(String::into_boxed_str).collect();
        }
        let (given, middle) = (words(&fold(given)), words(&fold(middle)));
        if given.is_empty() || folded.is_empty() {
            return None;
        }
        let first = provider.practices.first();
        Some(Self {
            id: provider.id.clone(),
            shown: format!("{}, {} {}", provider.name, first.city, first.state.code()).into(),
            row: None,
            given,
            middle,
            family: folded.replace(' ', "").into(),
            family_words,
            generation: generation(suffix),
            gender: provider.gender,
            specialties: provider.specialties.iter().map(|claim| claim.specialty).collect(),
            sites: provider.practices.iter().take(SITES).map(Site::of).collect(),
        })
    }

    /// The same person, whose row stands there.
    #[must_use]
    pub fn at(mut self, row: Option<(u32, u64)>) -> Self {
        self.row = row;
        self
    }

    /// Whether no NPI tells who it is.
    pub fn is_unnumbered(&self) -> bool {
        matches!(self.id, ProviderId::Own { .. })
    }

    /// The first word of the given name.
    pub(super) fn called(&self) -> &str {
        self.given.first().map_or("", |word| word)
    }
}

impl Site {
    fn of(practice: &Practice) -> Self {
        let street = street_key(&practice.address);
        let city = fingerprint(&("city", fold(&practice.city), practice.state.code()));
        let zip = practice.zip.map(Zip5::number);
        let at = zip.map_or(city, |zip| fingerprint(&("zip", zip)));
        let house = house_number(&street).unwrap_or(&street);
        Self {
            address: (!street.is_empty()).then(|| fingerprint(&("address", at, house))),
            zip: at,
            city,
            area: zip.map_or(city, |zip| fingerprint(&("area", zip / 100))),
            street: street.into(),
            phone: practice.phone,
            point: practice.point,
        }
    }
}

/// The number of the house: the first word of digits that no other number follows, so that the suite in
/// `4 100 main st` is passed over.
pub(super) fn house_number(street: &str) -> Option<&str> {
    let begins_with_digit = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let mut rest = street.split(' ').peekable();
    while let Some(word) = rest.next() {
        let is_followed = rest.peek().is_some_and(|next| next.chars().all(|c| c.is_ascii_digit()));
        if begins_with_digit(word) && !is_followed {
            return Some(word);
        }
    }
    None
}

fn words(folded: &str) -> Vec<Box<str>> {
    folded.split(' ').filter(|word| !word.is_empty()).map(Box::from).collect()
}

fn generation(suffix: &str) -> u8 {
    match fold(suffix).as_str() {
        "sr" | "i" => 1,
        "jr" | "ii" => 2,
        "iii" => 3,
        "iv" => 4,
        "v" => 5,
        _ => 0,
    }
}
