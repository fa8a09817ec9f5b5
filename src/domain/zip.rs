//! [`Zip5`] and [`State`]: the two parts of a US address that must be right.

use std::fmt;
use std::str::FromStr;

/// A five-digit ZIP code. It has the right shape; whether it exists is for the places to say.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Zip5(u32);

/// Why a text is no [`Zip5`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a ZIP code has five digits")]
pub struct ZipError;

impl Zip5 {
    /// The digits as a number from 0 to 99,999.
    pub fn number(self) -> u32 {
        self.0
    }

    /// Takes a number from 0 to 99,999.
    ///
    /// # Errors
    /// [`ZipError`] when the number has more than five digits.
    pub fn new(number: u32) -> Result<Self, ZipError> {
        if number <= 99_999 { Ok(Self(number)) } else { Err(ZipError) }
    }
}

impl FromStr for Zip5 {
    type Err = ZipError;

    fn from_str(text: &str) -> Result<Self, ZipError> {
        if text.len() == 5 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            text.parse().map(Self).map_err(|_not_a_number| ZipError)
        } else {
            Err(ZipError)
        }
    }
}

impl fmt::Display for Zip5 {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:05}", self.0)
    }
}

impl fmt::Debug for Zip5 {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Zip5({self})")
    }
}

/// A state, the District of Columbia, a territory or a freely associated state, by its postal code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct State(u8);

/// Why a text is no [`State`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not the postal code of a US state or territory")]
pub struct StateError;

/// Postal codes and names, sorted by code.
///
/// # Source
/// USPS Publication 28, Appendix B, without the military codes AA, AE and AP, which are no places.
const STATES: [(&str, &str); 59] = [
    ("AK", "Alaska"),
    ("AL", "Alabama"),
    ("AR", "Arkansas"),
    ("AS", "American Samoa"),
    ("AZ", "Arizona"),
    ("CA", "California"),
    ("CO", "Colorado"),
    ("CT", "Connecticut"),
    ("DC", "District of Columbia"),
    ("DE", "Delaware"),
    ("FL", "Florida"),
    ("FM", "Federated States of Micronesia"),
    ("GA", "Georgia"),
    ("GU", "Guam"),
    ("HI", "Hawaii"),
    ("IA", "Iowa"),
    ("ID", "Idaho"),
    ("IL", "Illinois"),
    ("IN", "Indiana"),
    ("KS", "Kansas"),
    ("KY", "Kentucky"),
    ("LA", "Louisiana"),
    ("MA", "Massachusetts"),
    ("MD", "Maryland"),
    ("ME", "Maine"),
    ("MH", "Marshall Islands"),
    ("MI", "Michigan"),
    ("MN", "Minnesota"),
    ("MO", "Missouri"),
    ("MP", "Northern Mariana Islands"),
    ("MS", "Mississippi"),
    ("MT", "Montana"),
    ("NC", "North Carolina"),
    ("ND", "North Dakota"),
    ("NE", "Nebraska"),
    ("NH", "New Hampshire"),
    ("NJ", "New Jersey"),
    ("NM", "New Mexico"),
    ("NV", "Nevada"),
    ("NY", "New York"),
    ("OH", "Ohio"),
    ("OK", "Oklahoma"),
    ("OR", "Oregon"),
    ("PA", "Pennsylvania"),
    ("PR", "Puerto Rico"),
    ("PW", "Palau"),
    ("RI", "Rhode Island"),
    ("SC", "South Carolina"),
    ("SD", "South Dakota"),
    ("TN", "Tennessee"),
    ("TX", "Texas"),
    ("UT", "Utah"),
    ("VA", "Virginia"),
    ("VI", "US Virgin Islands"),
    ("VT", "Vermont"),
    ("WA", "Washington"),
    ("WI", "Wisconsin"),
    ("WV", "West Virginia"),
    ("WY", "Wyoming"),
];

/// The row of [`STATES`] by both letters of its code; 255 where there is none.
const BY_LETTERS: [[u8; 26]; 26] = {
    let mut rows = [[u8::MAX; 26]; 26];
    let mut row = 0_u8;
    while (row as usize) < STATES.len() {
        let code = STATES[row as usize].0.as_bytes();
        rows[(code[0] - b'A') as usize][(code[1] - b'A') as usize] = row;
        row += 1;
    }
    rows
};

impl State {
    /// All of them, sorted by code.
    pub fn all() -> impl Iterator<Item = Self> {
        (0_u8..).take(STATES.len()).map(Self)
    }

    /// The two capital letters.
    pub fn code(self) -> &'static str {
        STATES[usize::from(self.0)].0
    }

    /// The name in English.
    pub fn name(self) -> &'static str {
        STATES[usize::from(self.0)].1
    }

    /// The state of that name, letter case aside.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::all().find(|state| state.name().eq_ignore_ascii_case(name))
    }
}

impl FromStr for State {
    type Err = StateError;

    /// Reads a code, letter case aside.
    fn from_str(text: &str) -> Result<Self, StateError> {
        let code = <[u8; 2]>::try_from(text.as_bytes()).map_err(|_other_length| StateError)?;
        // Every practice that is read has one.
        let place = |letter: u8| usize::from(letter.to_ascii_uppercase().wrapping_sub(b'A'));
        let [first, second] = code.map(place);
        let row = BY_LETTERS.get(first).and_then(|row| row.get(second)).copied();
        row.filter(|row| usize::from(*row) < STATES.len()).map(Self).ok_or(StateError)
    }
}

impl fmt::Display for State {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.code())
    }
}

impl fmt::Debug for State {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "State({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_zip_keeps_its_leading_zeros() {
        assert_eq!("00501".parse::<Zip5>().expect("five digits").to_string(), "00501");
        for bad in ["", "501", "1521a", "152133", "+1521", "１５２１３"] {
            assert!(bad.parse::<Zip5>().is_err(), "{bad}");
        }
    }

    #[test]
    fn states_are_sorted_and_found_by_code_and_name() {
        assert!(STATES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!("pa".parse::<State>().expect("a state").name(), "Pennsylvania");
        assert_eq!(State::from_name("new york").expect("a state").code(), "NY");
        assert!("ZZ".parse::<State>().is_err());
    }
}
