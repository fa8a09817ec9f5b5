//! How the practices of two people agree, where they are and by their phones, and what that says.
//!
//! In: two people, and how many there are at each place. Out: an agreement, and bits. Invariant: a phone that is shared says
//! where somebody is, so that near places do not count once more beside it.

use super::agreement::{ContactAgreement, Nearness};
use super::bits;
use super::names::is_typo;
use crate::domain::{Metres, Phone};
use crate::ingest::duplicates::frequency::{Counted, Frequencies};
use crate::ingest::duplicates::person::{Person, Site};
use crate::vocabulary::streets::is_street_kind;
use smallvec::SmallVec;

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

/// How practices agree, and what it says.
pub(super) fn contact(one: &Person, other: &Person, frequencies: &Frequencies) -> (ContactAgreement, f64) {
    let nearest = one
        .sites
        .iter()
        .flat_map(|here| other.sites.iter().map(move |there| (nearness(here, there), here)))
        .min_by_key(|(nearness, _)| *nearness);
    let (nearness, site) = nearest.map_or((Nearness::Far, None), |(nearness, site)| (nearness, Some(site)));
    let place = of_place(nearness, site, frequencies);
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

/// What it says to be so near to a practice.
fn of_place(nearness: Nearness, site: Option<&Site>, frequencies: &Frequencies) -> f64 {
    let chance =
        |kind: Counted, place: Option<u64>| place.map_or(1.0, |place| frequencies.place(kind, place));
    match nearness {
        Nearness::Address => bits(PLACE[0], chance(Counted::Address, site.and_then(|site| site.address))),
        Nearness::Zip => bits(PLACE[1], chance(Counted::Zip, site.map(|site| site.zip))),
        Nearness::City => bits(PLACE[2], chance(Counted::City, site.map(|site| site.city))),
        Nearness::Area => bits(PLACE[3], chance(Counted::Area, site.map(|site| site.area))),
        Nearness::Near => bits(PLACE[4], NEAR_BY_CHANCE),
        Nearness::Far => bits(PLACE[5], 1.0),
    }
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
