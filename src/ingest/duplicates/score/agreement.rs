//! What agrees of two people, and how it is told.
//!
//! In: what was found to agree. Out: words for the report. Invariant: what is told names no value of either, only how they
//! compare.

use std::fmt;

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
