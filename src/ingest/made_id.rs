//! Ids for lists that have none of their own but a licence number, which is never stored: made of name and address.
//!
//! In: a record. Out: an id that is the same whenever the list says the same of name, ZIP code (else city) and house
//! number, in whatever order and spelling of streets. Invariant: nothing of the record can be read from it.

use super::Record;
use crate::vocabulary::normalize::fold;

/// Hexadecimal digits of an id: 2^64 ids, among which a million have a chance of one in ten million to meet.
const DIGITS: usize = 16;

/// The id of a record; empty where it has no name.
pub(super) fn of(record: &Record) -> String {
    let texts = [&record.name, &record.first_name, &record.middle_name, &record.last_name, &record.suffix];
    let mut words: Vec<String> = texts.iter().flat_map(|text| words(text)).collect();
    if words.is_empty() {
        words = self::words(&record.organization);
    }
    if words.is_empty() {
        return String::new();
    }
    words.sort_unstable();
    let name = words.join(" ");
    let place = zip(&record.zip).unwrap_or_else(|| fold(&record.city));
    // An address in one piece is taken whole.
    let house = if place.is_empty() { fold(&record.address) } else { house(&record.address) };
    let hash = blake3::hash(format!("{name}\n{place}\n{house}").as_bytes()).to_hex();
    hash.get(..DIGITS).unwrap_or_default().to_owned()
}

fn words(text: &str) -> Vec<String> {
    fold(text).split(' ').filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// The five digits, with zeros that a spreadsheet took.
fn zip(text: &str) -> Option<String> {
    let whole = text.split(['.', '-']).next().unwrap_or_default();
    let digits: String = whole.chars().filter(char::is_ascii_digit).collect();
    let five = if digits.len() > 5 { digits.get(..digits.len() - 4)? } else { &digits };
    (five.len() >= 3).then(|| format!("{five:0>5}"))
}

/// The number of the house, or the whole line where it has none.
fn house(address: &str) -> String {
    let number: String =
        address.chars().skip_while(|c| !c.is_ascii_digit()).take_while(char::is_ascii_digit).collect();
    if number.is_empty() { fold(address) } else { number }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ingest::{Format, Position};

    fn id(name: &str, address: &str, zip: &str) -> String {
        let position = Position { file: "a.csv".into(), line: 2 };
        let mut record = Record::empty(position, Format::Own);
        (record.name, record.address, record.zip) = (name.to_owned(), address.to_owned(), zip.to_owned());
        of(&record)
    }

    #[test]
    fn an_id_stays_while_name_and_address_do() {
        let first = id("DOE, JANE A", "100 Main St", "02118");
        assert_eq!(first.len(), DIGITS);
        for (name, address, zip) in [
            ("Jane A. Doe", "100 Main Street, Ste 4", "02118-1234"),
            ("Doe, Jane A", "100 MAIN ST", "2118"),
            ("jane a doe", "100 Main St", "21181234"),
            ("jane a doe", "100 Main St", "2118.0"),
        ] {
            assert_eq!(id(name, address, zip), first, "{name} {address} {zip}");
        }
        for (name, address, zip) in [
            ("Jane B Doe", "100 Main St", "02118"),
            ("Jane A Doe", "101 Main St", "02118"),
            ("Jane A Doe", "100 Main St", "02119"),
        ] {
            assert_ne!(id(name, address, zip), first, "{name} {address} {zip}");
        }
        assert_eq!(id("", "100 Main St", "02118"), "");
    }
}
