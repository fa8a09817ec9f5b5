//! Columns of where somebody works: streets, cities, states, ZIP codes.
//!
//! In: what is left of a name without the words for whom and where. Out: a [`Said`], where it speaks of a place. Invariant:
//! a county, the last four digits of a ZIP code and the state of a licence fill nothing.

use super::{BY_WORDS, Core, Field, OF_PRACTICE, Said};

impl Core<'_> {
    /// The part of an address that a column holds.
    pub(super) fn address(self) -> Option<Said> {
        let rank = if self.place { OF_PRACTICE } else { BY_WORDS };
        let said = |field| Some(Said::Field(field, rank));
        if self.left.any(&["county", "district", "region", "fips", "ruca", "ward", "precinct", "borough"]) {
            return Some(Said::Useless("a part of the state"));
        }
        if self.left.any(&["license", "issue", "issuing", "jurisdiction", "born"]) {
            return None;
        }
        if self.is_one_of(&[&["city"], &["city", "name"], &["address", "city"], &["city", "city"]]) {
            return said(Field::City);
        }
        // `City/State/Zip`: all in one cell.
        let of_place = ["city", "state", "zip", "code", "postal", "address"];
        if self.left.any(&["city"]) && self.left.any(&["state", "zip", "postal"]) && self.left.only(&of_place)
        {
            return Some(Said::Field(Field::City, rank + 2));
        }
        // `St 1` beside `Street 1`; a street is hardly ever called so.
        if self.number.is_some() && self.is(&["st"]) && !self.person {
            return Some(Said::Field(Field::State, rank + 2));
        }
        if self.left.any(&["state"])
            && self.left.only(&["state", "code", "name", "address", "province", "territory"])
        {
            return said(Field::State);
        }
        if self.left.any(&["zip", "postal"]) {
            if self.left.any(&["plus", "ext", "extension", "suffix"])
                || self.number == Some(4) && self.is(&["zip"])
            {
                return Some(Said::Useless("the last four digits of the ZIP code"));
            }
            let plain = ["zip", "postal", "code", "address", "number"];
            return if self.left.only(&plain) { said(Field::Zip) } else { None };
        }
        if self.is_one_of(&[
            &["country"],
            &["country", "code"],
            &["country", "name"],
            &["address", "country"],
        ]) {
            return said(Field::Country);
        }
        if self.is_one_of(&[&["suite"], &["unit"], &["apt"], &["suite", "number"], &["address", "suite"]]) {
            return said(Field::Address2);
        }
        if self.left.any(&["street", "house"]) {
            let parts: [(&[&[&str]], Field); 3] = [
                (
                    &[&["street", "number"], &["house", "number"], &["address", "house", "number"]],
                    Field::HouseNumber,
                ),
                (&[&["street", "direction"], &["street", "dir"]], Field::StreetDirection),
                (&[&["street", "type"], &["street", "suffix"]], Field::StreetType),
            ];
            if let Some((_, field)) = parts.iter().find(|(names, _)| self.is_one_of(names)) {
                return said(*field);
            }
            if self.is(&["street", "name"]) {
                return said(Field::Address);
            }
        }
        let line = self.left.only(&["address", "street", "line", "first", "second", "name", "number", "st"]);
        if !line || !self.left.any(&["address", "street", "line", "st"]) || self.left.any(&["name", "number"])
        {
            return None;
        }
        let second = self.left.any(&["second"]);
        match (self.line, second) {
            (None | Some(1), false) => said(Field::Address),
            (None | Some(2), _) => said(Field::Address2),
            _ => Some(Said::Useless("a further address line")),
        }
    }
}
