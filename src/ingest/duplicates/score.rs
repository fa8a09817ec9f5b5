//! How much speaks for two people being one: bits of evidence, added up.
//!
//! In: two people, and how rare what they share is. Out: what agrees and the bits that speak for it, less those that a
//! pair needs to be believed; `None` where something forbids it. Invariants: it is the same both ways; the rarer what is
//! shared, the more it counts.
//!
//! # Source
//! Fellegi and Sunter, "A Theory for Record Linkage" (1969): a thing that agrees counts log2(m / u), where m is the
//! chance that it does for one person told twice and u that it does for two people. The u are counted in the lists
//! (Winkler, "Frequency-Based Matching in the Fellegi-Sunter Model", 2000). The m are those of the constants below, set by
//! judgement and held by measurements on made lists and on federal rows without their NPIs (`tests/it/duplicates`).

use super::frequency::{Counted, Frequencies, Rarity};
use super::person::{Person, Site};
use crate::domain::{Metres, Phone};
use crate::vocabulary::Vocabulary;
use crate::vocabulary::edits::Pattern;
use crate::vocabulary::streets::is_street_kind;
use smallvec::SmallVec;
use std::fmt;

/// Shares of people told twice whose family name is the same, the half of the other, or with a typo.
const FAMILY: [f64; 3] = [0.86, 0.06, 0.08];

/// As [`FAMILY`], of the given name: the same, a nickname, an initial, a typo, the middle name.
const GIVEN: [f64; 5] = [0.68, 0.12, 0.10, 0.05, 0.05];

/// Middle names where both have one: the same, or an initial of the other. Whose differ are two people.
const MIDDLE: [f64; 2] = [0.60, 0.40];

/// The chance that two people have the same middle name; the same initial.
const MIDDLE_BY_CHANCE: [f64; 2] = [0.02, 0.08];

/// Where both are known: how often gender and profession agree of one person, and of two.
const GENDER: [f64; 2] = [0.99, 0.5];
const PROFESSION: [f64; 2] = [0.93, 0.6];

/// Where somebody told twice is: in the same house, ZIP code, city, area of a ZIP code's first three digits, within
/// [`NEAR`], further away.
const PLACE: [f64; 6] = [0.52, 0.12, 0.10, 0.10, 0.06, 0.10];

/// How far somebody's other practice usually is.
const NEAR: Metres = Metres::from_whole_miles(50);

/// The chance that two people are within [`NEAR`].
const NEAR_BY_CHANCE: f64 = 0.05;

/// In one house: how often the phone agrees of one person, and of two.
const PHONE_IN_HOUSE: [f64; 2] = [0.75, 0.4];

/// Elsewhere: how often it agrees of one person; of two it is counted.
const PHONE_ELSEWHERE: f64 = 0.65;

/// What it says in bits that of two lists one has a Jr. or Sr. and the other has none: many lists leave it out, but it may
/// be father and son. Within one list they are two.
const GENERATION_LEFT_OUT: f64 = -4.0;

/// How many of a list's rows are of somebody whom it has already, before anything is known of them; of those whom another
/// list has.
const EXPECTED_WITHIN: f64 = 0.02;
const EXPECTED_ACROSS: f64 = 0.2;

/// As many people may have the same typo in their given name; what more are called is a name.
const MISSPELT: u32 = 2;

/// The odds, in bits, from which on a person should look: three to one.
const SUSPECT: f64 = 1.6;

/// What agrees of two people, and how much it says.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Agreement {
    /// Their family names.
    pub family: FamilyAgreement,
    /// Their given names.
    pub given: GivenAgreement,
    /// Where they are and what their phone is.
    pub contact: ContactAgreement,
    /// Bits that speak for one person over two.
    pub bits: f64,
}

/// How family names agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FamilyAgreement {
    /// Letter by letter, accents, case and hyphens aside.
    Same,
    /// One is a part of the other, or a maiden name.
    Part,
    /// But for a typo.
    Typo,
}

/// How given names agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum GivenAgreement {
    /// Letter by letter, in one word or two.
    Same,
    /// One is a nickname of the other.
    Nickname,
    /// One is a letter that the other begins with.
    Initial,
    /// But for a typo.
    Typo,
    /// One is the other's middle name.
    Middle,
}

/// How practices agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ContactAgreement {
    /// The nearest that two of their practices are.
    pub nearness: Nearness,
    /// Whether they share a phone; `None` where one has none.
    pub phone: Option<bool>,
}

/// How near practices are; the nearest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Nearness {
    /// The same house.
    Address,
    /// The same ZIP code.
    Zip,
    /// The same city.
    City,
    /// ZIP codes with the same three digits.
    Area,
    /// Within fifty miles.
    Near,
    /// Further away.
    Far,
}

impl Agreement {
    /// Whether a person should look.
    pub(super) fn is_suspect(&self) -> bool {
        self.bits >= SUSPECT
    }
}

impl fmt::Display for Agreement {
    /// What agrees, in words: `name but for a nickname, same address, same phone`.
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let family = match self.family {
            FamilyAgreement::Same => None,
            FamilyAgreement::Part => Some("half of the family name"),
            FamilyAgreement::Typo => Some("a typo in the family name"),
        };
        let given = match self.given {
            GivenAgreement::Same => None,
            GivenAgreement::Nickname => Some("a nickname"),
            GivenAgreement::Initial => Some("an initial"),
            GivenAgreement::Typo => Some("a typo in the given name"),
            GivenAgreement::Middle => Some("going by the middle name"),
        };
        match (family, given) {
            (None, None) => out.write_str("same name")?,
            (Some(one), None) | (None, Some(one)) => write!(out, "same name but for {one}")?,
            (Some(family), Some(given)) => write!(out, "same name but for {family} and {given}")?,
        }
        out.write_str(match self.contact.nearness {
            Nearness::Address => ", same address",
            Nearness::Zip => ", same ZIP code, other address",
            Nearness::City => ", same city, other address",
            Nearness::Area | Nearness::Near => ", address nearby",
            Nearness::Far => ", address far away",
        })?;
        out.write_str(match self.contact.phone {
            Some(true) => ", same phone",
            Some(false) => ", other phone",
            None => "",
        })
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
    let generation = match (one.generation, other.generation) {
        (a, b) if a == b => 0.0,
        (0, _) | (_, 0) if !within => GENERATION_LEFT_OUT,
        _ => return None,
    };
    let family = family(one, other)?;
    let given = given(one, other, rarities, vocabulary)?;
    let middle = if given == GivenAgreement::Middle { 0.0 } else { middle(one, other, vocabulary)? };
    let gender = match (one.gender, other.gender) {
        (Some(a), Some(b)) if a != b => return None,
        (Some(_), Some(_)) => bits(GENDER[0], GENDER[1]),
        (None, _) | (_, None) => 0.0,
    };
    let names = of_names((one, other), rarities, (family, given), frequencies);
    let shares = one.specialties.iter().any(|specialty| other.specialties.contains(specialty));
    let profession = match (one.specialties.is_empty() || other.specialties.is_empty(), shares) {
        (true, _) => 0.0,
        (false, true) => bits(PROFESSION[0], PROFESSION[1]),
        (false, false) => bits(1.0 - PROFESSION[0], 1.0 - PROFESSION[1]),
    };
    let (contact, place) = contact(one, other, frequencies);
    let expected = if within { EXPECTED_WITHIN } else { EXPECTED_ACROSS };
    let needed = bits(frequencies.people(), expected);
    let bits = names + generation + middle + gender + profession + place - needed;
    Some(Agreement { family, given, contact, bits })
}

/// log2(m / u).
fn bits(m: f64, u: f64) -> f64 {
    (m / u).log2()
}

/// What names that agree so say.
fn of_names(
    (one, other): (&Person, &Person),
    (own, theirs): (Rarity, Rarity),
    (family, given): (FamilyAgreement, GivenAgreement),
    frequencies: &Frequencies,
) -> f64 {
    // Of two spellings the commoner one, for either could be met by chance; of a part also the part by itself.
    let families = own.family.max(theirs.family);
    let family_bits = match family {
        FamilyAgreement::Same => bits(FAMILY[0], families),
        FamilyAgreement::Part => {
            let shared = one
                .family_words
                .iter()
                .filter(|word| other.family_words.contains(word) || other.middle.contains(word));
            let common = shared.map(|word| frequencies.family(word)).fold(families, f64::max);
            bits(FAMILY[1], common)
        }
        // Another family has a name like it as often as the name itself.
        FamilyAgreement::Typo => bits(FAMILY[2], 2.0 * families),
    };
    let givens = own.given.max(theirs.given);
    let given_bits = match given {
        GivenAgreement::Same => bits(GIVEN[0], givens),
        GivenAgreement::Nickname => bits(GIVEN[1], own.given + theirs.given),
        GivenAgreement::Initial => bits(GIVEN[2], own.initial.max(theirs.initial)),
        GivenAgreement::Typo => bits(GIVEN[3], 2.0 * givens),
        GivenAgreement::Middle => bits(GIVEN[4], 2.0 * givens),
    };
    let both = family_bits + given_bits;
    if (family, given) != (FamilyAgreement::Same, GivenAgreement::Same) {
        return both;
    }
    // Given names and family names go together: there are more called Maria Garcia than chance would have it.
    let whole = frequencies.whole(one, other);
    whole.map_or(both, |chance| both.min(bits(FAMILY[0] * GIVEN[0], chance)))
}

/// How family names agree; `None` where they do not.
fn family(one: &Person, other: &Person) -> Option<FamilyAgreement> {
    if one.family == other.family {
        return Some(FamilyAgreement::Same);
    }
    if is_part(&one.family_words, other) || is_part(&other.family_words, one) {
        return Some(FamilyAgreement::Part);
    }
    is_typo(&one.family, &other.family).then_some(FamilyAgreement::Typo)
}

/// Whether words of a family name are among another person's, or are its middle name, in whole words of at least three
/// letters.
fn is_part(words: &[Box<str>], of: &Person) -> bool {
    let is_among = |word: &str| {
        let is_maiden = of.middle.len() == 1 && has(&of.middle, word);
        word.len() > 2 && (has(&of.family_words, word) || is_maiden)
    };
    let is_more = of.family_words.len() + of.middle.len() > words.len();
    !words.is_empty() && is_more && words.iter().all(|word| is_among(word))
}

fn has(words: &[Box<str>], word: &str) -> bool {
    words.iter().any(|known| **known == *word)
}

/// How given names agree; `None` where they do not.
fn given(
    one: &Person,
    other: &Person,
    (own, theirs): (Rarity, Rarity),
    vocabulary: &Vocabulary,
) -> Option<GivenAgreement> {
    let (a, b) = (one.called(), other.called());
    let is_initial = |word: &str| word.chars().count() == 1;
    if a == b {
        return Some(if is_initial(a) { GivenAgreement::Initial } else { GivenAgreement::Same });
    }
    if is_initial(a) || is_initial(b) {
        let begins = a.chars().next() == b.chars().next();
        // `J Robert` is Robert to those who know him.
        return if begins { Some(GivenAgreement::Initial) } else { by_middle(one, other, vocabulary) };
    }
    // Without the letter that both begin with they are not one in whatever way they are parted.
    if a.chars().next() == b.chars().next() {
        let (whole, other_whole) = (in_one(one), in_one(other));
        if whole == other_whole || whole == b || other_whole == a {
            return Some(GivenAgreement::Same);
        }
    }
    if is_nickname(a, b, vocabulary) {
        return Some(GivenAgreement::Nickname);
    }
    let bearers = own.bearers.min(theirs.bearers);
    if bearers <= MISSPELT && is_given_typo(a, b, vocabulary) {
        return Some(GivenAgreement::Typo);
    }
    by_middle(one, other, vocabulary)
}

/// Given and middle name in one word: `Mary Ann` and `Maryann`.
fn in_one(person: &Person) -> String {
    person.given.iter().chain(&person.middle).map(|word| &**word).collect()
}

/// Whether one is called by the middle name that the other tells: the other's middle name must not be a third one.
fn by_middle(one: &Person, other: &Person, vocabulary: &Vocabulary) -> Option<GivenAgreement> {
    let is_called = |whole: &Person, short: &Person| {
        let called = short.called();
        let first = whole.called().chars().next();
        let middle = whole.middle.first().or_else(|| whole.given.get(1));
        let turned = short.middle.first().is_none_or(|word| word.chars().next() == first);
        let is_name = |word: &str| word == called || is_nickname(word, called, vocabulary);
        called.len() > 1 && turned && middle.is_some_and(|word| is_name(word))
    };
    (is_called(one, other) || is_called(other, one)).then_some(GivenAgreement::Middle)
}

fn is_nickname(a: &str, b: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.nicknames(a).iter().any(|name| name == b)
}

/// Whether given names differ by a slip of the pen: two names that people have are two people (Jon and John), so are
/// names of four letters, of which most are somebody's (Dale and Dane, Joan and Jean), and those that tell a man from a woman at their end (Mario and Maria, Daniel and Daniela).
fn is_given_typo(a: &str, b: &str, vocabulary: &Vocabulary) -> bool {
    let is_known = |name: &str| !vocabulary.nicknames(name).is_empty();
    let stem = |name: &str| name.trim_end_matches(['a', 'e', 'i', 'o', 'y']).to_owned();
    let is_long = a.chars().count().min(b.chars().count()) > 4 || a.chars().count() != b.chars().count();
    is_long && !(is_known(a) && is_known(b)) && stem(a) != stem(b) && is_typo(a, b)
}

/// Whether words of at least four letters differ by one edit, or by two where both have eight and begin alike.
pub(super) fn is_typo(a: &str, b: &str) -> bool {
    let (long, short) = (a.chars().count(), b.chars().count());
    let most = match long.min(short) {
        0..=3 => return false,
        4..=7 => 1,
        _ if a.chars().next() != b.chars().next() => return false,
        _ => 2,
    };
    // Each edit changes the length by one letter at most.
    long.abs_diff(short) <= most && Pattern::new(a).edits(b) <= most
}

/// The middle name, or the second word of the given name.
fn middle_of(person: &Person) -> Option<&str> {
    person.middle.first().or_else(|| person.given.get(1)).map(|word| &**word)
}

/// What middle names say; `None` where they tell two people.
fn middle(one: &Person, other: &Person, vocabulary: &Vocabulary) -> Option<f64> {
    // `Mary Ann` in the given name's cell and Ann in the middle name's say the same.
    let (Some(a), Some(b)) = (middle_of(one), middle_of(other)) else { return Some(0.0) };
    let is_maiden = |word: &str, person: &Person| has(&person.family_words, word);
    if a == b && a.len() > 1 {
        return Some(bits(MIDDLE[0], MIDDLE_BY_CHANCE[0]));
    }
    let (x, y) = (a.chars().next(), b.chars().next());
    if x == y && (a.chars().count() == 1 || b.chars().count() == 1) {
        return Some(bits(MIDDLE[1], MIDDLE_BY_CHANCE[1]));
    }
    if is_typo(a, b) || is_nickname(a, b, vocabulary) {
        return Some(bits(MIDDLE[1], MIDDLE_BY_CHANCE[1]));
    }
    (is_maiden(a, other) || is_maiden(b, one)).then_some(0.0)
}

/// How practices agree, and what it says.
fn contact(one: &Person, other: &Person, frequencies: &Frequencies) -> (ContactAgreement, f64) {
    let nearest = one
        .sites
        .iter()
        .flat_map(|here| other.sites.iter().map(move |there| (nearness(here, there), here)))
        .min_by_key(|(nearness, _)| *nearness);
    let (nearness, site) = nearest.map_or((Nearness::Far, None), |(nearness, site)| (nearness, Some(site)));
    let chance =
        |kind: Counted, place: Option<u64>| place.map_or(1.0, |place| frequencies.place(kind, place));
    let place = match nearness {
        Nearness::Address => bits(PLACE[0], chance(Counted::Address, site.and_then(|site| site.address))),
        Nearness::Zip => bits(PLACE[1], chance(Counted::Zip, site.map(|site| site.zip))),
        Nearness::City => bits(PLACE[2], chance(Counted::City, site.map(|site| site.city))),
        Nearness::Area => bits(PLACE[3], chance(Counted::Area, site.map(|site| site.area))),
        Nearness::Near => bits(PLACE[4], NEAR_BY_CHANCE),
        Nearness::Far => bits(PLACE[5], 1.0),
    };
    let phones = |person: &Person| -> SmallVec<[Phone; 4]> {
        person.sites.iter().filter_map(|site| site.phone).collect()
    };
    let (own, theirs) = (phones(one), phones(other));
    let shared = own.iter().find(|phone| theirs.contains(phone)).copied();
    let phone = (!own.is_empty() && !theirs.is_empty()).then_some(shared.is_some());
    let in_house = nearness == Nearness::Address;
    let total = match shared {
        Some(_) if in_house => place + bits(PHONE_IN_HOUSE[0], PHONE_IN_HOUSE[1]),
        // Who shares a phone is near, so that the place says no more.
        Some(shared) => place.max(bits(PHONE_ELSEWHERE, frequencies.phone(shared))),
        None if phone.is_none() => place,
        None if in_house => place + bits(1.0 - PHONE_IN_HOUSE[0], 1.0 - PHONE_IN_HOUSE[1]),
        None => place + bits(1.0 - PHONE_ELSEWHERE, 1.0),
    };
    (ContactAgreement { nearness, phone }, total)
}

/// How near two practices are.
fn nearness(here: &Site, there: &Site) -> Nearness {
    if here.address.is_some() && here.address == there.address && is_one_street(here, there) {
        Nearness::Address
    } else if here.zip == there.zip {
        Nearness::Zip
    } else if here.city == there.city {
        Nearness::City
    } else if here.area == there.area {
        Nearness::Area
    } else if here.point.distance_to(there.point) <= NEAR {
        Nearness::Near
    } else {
        Nearness::Far
    }
}

/// Whether two streets with the same house number are one: a word of them is the same, or the same but for a typo.
fn is_one_street(here: &Site, there: &Site) -> bool {
    let is_name =
        |word: &&str| word.len() > 2 && word.chars().any(char::is_alphabetic) && !is_street_kind(word);
    here.street == there.street
        || here.street.split(' ').filter(is_name).any(|a| {
            let mut words = there.street.split(' ').filter(is_name);
            words.any(|b| a == b || is_typo(a, b))
        })
}
