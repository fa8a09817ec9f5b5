//! Several offices in one row: `Address, City, Zip, Address2, City2, Zip2`, `Practice 1 Address … Practice 2 Zip`.
//!
//! In and out: the choices. Invariants: each address of a row is made of the columns of one office; `Address 2` is a
//! second line only where no `City 2`, `State 2` or `Zip 2` says that it is another office's street; a second address is
//! read only where its name says that it is a practice's, for others may be anybody's home.

use super::{Choice, Part};
use crate::ingest::field::{self, Field};
use crate::ingest::headers::{self, FURTHER_PHONE as PHONE, OF_PRACTICE};
use crate::ingest::mapping::Why;

/// Why a column is left that belongs to a further office.
const FURTHER: &str = "of a further address, and not called a practice's; repeat the row for each office";

/// Leaves what belongs to a second office and later ones, where there is a first one.
pub(super) fn leave_further(header: &[String], choices: &mut [Choice]) {
    let of: Vec<Option<u8>> = header.iter().map(|name| office(name)).collect();
    let parts: Vec<Option<Part>> = header.iter().map(|name| Part::of_name(name)).collect();
    let may_be = |place: usize| match choices[place] {
        Choice::Field(_, _, why) => why != Why::Map,
        Choice::Open => true,
        Choice::Left(why) => why == PHONE,
        Choice::Never(_) => false,
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
    let second = further.iter().min().copied();
    for place in left {
        let words = headers::words(&header[place]);
        let read = second.filter(|_| of[place] == second && words.iter().any(|word| headers::is_place(word)));
        choices[place] = match read.and_then(|_| part_of_second(&words, choices[place], parts[place])) {
            Some(part) => Choice::Field(Field::Second(part), OF_PRACTICE, Why::Synonym),
            None => Choice::Left(FURTHER),
        };
    }
}

/// What a column says of the second office.
fn part_of_second(words: &[String], choice: Choice, part: Option<Part>) -> Option<field::Part> {
    let has = |asked: &str| words.iter().any(|word| word == asked);
    // `Office 2 Address Line 2`.
    let second_line = words.iter().filter(|word| *word == "2").count() == 2 || has("suite");
    match (choice, part) {
        (Choice::Field(Field::State, ..), _) | (_, Some(Part::State)) => Some(field::Part::State),
        (_, Some(Part::City)) => Some(field::Part::City),
        (_, Some(Part::Zip)) => Some(field::Part::Zip),
        (_, Some(Part::Street)) if second_line => Some(field::Part::Address2),
        (_, Some(Part::Street)) => Some(field::Part::Address),
        (_, None) => has("phone").then_some(field::Part::Phone),
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
        Choice::Left(why) => why == PHONE,
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
