//! Several offices in one row: `Address, City, Zip, Address2, City2, Zip2`, `Practice 1 Address … Practice 2 Zip`.
//!
//! In and out: the choices. Invariant: the address of a row is made of the columns of one office; `Address 2` is a
//! second line only where no `City 2`, `State 2` or `Zip 2` says that it is another office's street.

use super::{Choice, Part};
use crate::ingest::field::Field;
use crate::ingest::headers;
use crate::ingest::mapping::Why;

/// Why a column is left that belongs to a further office.
const FURTHER: &str = "of a further office; only the first one in a row is read, so repeat the row for each";

/// Leaves what belongs to a second office and later ones, where there is a first one.
pub(super) fn leave_further(header: &[String], choices: &mut [Choice]) {
    let of: Vec<Option<u8>> = header.iter().map(|name| office(name)).collect();
    let parts: Vec<Option<Part>> = header.iter().map(|name| Part::of_name(name)).collect();
    let may_be = |place: usize| match choices[place] {
        Choice::Field(_, _, why) => why != Why::Map,
        Choice::Open => true,
        Choice::Left(_) | Choice::Never(_) => false,
    };
    let placed =
        |place: usize| may_be(place) && matches!(parts[place], Some(Part::City | Part::State | Part::Zip));
    let further: Vec<u8> =
        (0..choices.len()).filter(|&place| placed(place)).filter_map(|place| of[place]).collect();
    let first = (0..choices.len()).any(|place| placed(place) && of[place].is_none());
    if !first {
        return;
    }
    let numbered = |place: usize| of[place].is_some_and(|number| further.contains(&number));
    let left: Vec<usize> = (0..choices.len())
        .filter(|&place| numbered(place) && may_be(place) && is_of_an_office(choices[place], parts[place]))
        .collect();
    for place in left {
        choices[place] = Choice::Left(FURTHER);
    }
}

/// Whether a column tells something of a place.
fn is_of_an_office(choice: Choice, part: Option<Part>) -> bool {
    match choice {
        Choice::Field(field, ..) => matches!(
            field,
            Field::Address
                | Field::Address2
                | Field::City
                | Field::State
                | Field::Zip
                | Field::Country
                | Field::Organization
                | Field::Phone
                | Field::Lat
                | Field::Lon
                | Field::Point
        ),
        _ => part.is_some(),
    }
}

/// Which office a name speaks of; `None` of the first, or of the only one.
fn office(name: &str) -> Option<u8> {
    let words = headers::words(name);
    let has = |asked: &[&str]| words.iter().any(|word| asked.contains(&word.as_str()));
    let mut numbers = words.iter().filter_map(|word| word.parse::<u8>().ok());
    // Of two numbers the second is the line's: `Office 2 Address Line 1`.
    match (numbers.next(), numbers.next()) {
        // `Zip4`, `Zip 5` and `Zip+4` count digits.
        (Some(4 | 5 | 9), None) if has(&["zip", "postal"]) => None,
        (Some(number), _) if number >= 2 => Some(number),
        (Some(_), _) => None,
        (None, _) => {
            (has(&["secondary", "alternate", "alt"]) || has(&["second"]) && !has(&["line"])).then_some(2)
        }
    }
}
