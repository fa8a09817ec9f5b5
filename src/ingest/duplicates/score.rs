//! How much speaks for two people being one: bits of evidence, added up.
//!
//! [`names`] and [`mod@contact`] say how these agree and what it says, [`agreement`] tells it in words.
//!
//! In: two people, and how rare what they share is. Out: what agrees and the bits that speak for it, less those that a
//! pair needs to be believed; `None` where something forbids it. Invariants: it is the same both ways; the rarer what is
//! shared, the more it counts.
//!
//! # Source
//! Fellegi and Sunter, "A Theory for Record Linkage" (1969): a thing that agrees counts log2(m / u), where m is the
//! chance that it does for one person told twice and u that it does for two people. The u are counted in the lists
//! (Winkler, "Frequency-Based Matching in the Fellegi-Sunter Model", 2000). The m are the constants here and in both, set by
//! judgement and held by measurements on made lists and on federal rows without their NPIs (`tests/it/duplicates`).

mod agreement;
mod contact;
mod names;

pub use agreement::{Agreement, ContactAgreement, FamilyAgreement, GivenAgreement, Nearness};

use super::frequency::{Frequencies, Rarity};
use super::person::Person;
use crate::vocabulary::Vocabulary;
use contact::contact;

/// Where both are known: how often gender and profession agree of one person, and of two.
const GENDER: [f64; 2] = [0.99, 0.5];
const PROFESSION: [f64; 2] = [0.93, 0.6];

/// What it says in bits that of two lists one has a Jr. or Sr. and the other has none: many lists leave it out, but it may
/// be father and son. Within one list they are two.
const GENERATION_LEFT_OUT: f64 = -4.0;

/// How many of a list's rows are of somebody whom it has already, before anything is known of them; of those whom another
/// list has.
const EXPECTED_WITHIN: f64 = 0.02;
const EXPECTED_ACROSS: f64 = 0.2;

/// The odds, in bits, from which on a person should look: three to one.
const SUSPECT: f64 = 1.6;

impl Agreement {
    /// Whether a person should look.
    pub(super) fn is_suspect(&self) -> bool {
        self.bits >= SUSPECT
    }
}

/// Weighs two people. `None` where something says that they are two: names that are not each other's, middle names,
/// genders or generations that differ, and within one list a Jr. or Sr. that only one has.
pub(super) fn weigh(
    (one, other): (&Person, &Person),
    rarities: (Rarity, Rarity),
    frequencies: &Frequencies,
    within: bool,
    vocabulary: &Vocabulary,
) -> Option<Agreement> {
    let generation = generation(one, other, within)?;
    let family = names::family(one, other)?;
    let given = names::given(one, other, rarities, vocabulary)?;
    let is_middle = given == GivenAgreement::Middle;
    let middle = if is_middle { 0.0 } else { names::middle(one, other, vocabulary)? };
    let gender = gender(one, other)?;
    let names = names::weight((one, other), rarities, (family, given), frequencies);
    let profession = profession(one, other);
    let (contact, place) = contact(one, other, frequencies);
    let expected = if within { EXPECTED_WITHIN } else { EXPECTED_ACROSS };
    let needed = bits(frequencies.people(), expected);
    let bits = names + generation + middle + gender + profession + place - needed;
    Some(Agreement { family, given, contact, bits })
}

/// What generations say; `None` where they tell two people.
fn generation(one: &Person, other: &Person, within: bool) -> Option<f64> {
    match (one.generation, other.generation) {
        (a, b) if a == b => Some(0.0),
        (0, _) | (_, 0) if !within => Some(GENERATION_LEFT_OUT),
        _ => None,
    }
}

/// What genders say; `None` where they tell two people.
fn gender(one: &Person, other: &Person) -> Option<f64> {
    match (one.gender, other.gender) {
        (Some(a), Some(b)) if a != b => None,
        (Some(_), Some(_)) => Some(bits(GENDER[0], GENDER[1])),
        (None, _) | (_, None) => Some(0.0),
    }
}

/// What professions say.
fn profession(one: &Person, other: &Person) -> f64 {
    let shares = one.specialties.iter().any(|specialty| other.specialties.contains(specialty));
    match (one.specialties.is_empty() || other.specialties.is_empty(), shares) {
        (true, _) => 0.0,
        (false, true) => bits(PROFESSION[0], PROFESSION[1]),
        (false, false) => bits(1.0 - PROFESSION[0], 1.0 - PROFESSION[1]),
    }
}

/// log2(m / u).
fn bits(m: f64, u: f64) -> f64 {
    (m / u).log2()
}
