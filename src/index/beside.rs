//! Who else is at an address: providers with the same street and ZIP code as a practice.
//!
//! In: a practice, and points around which its neighbours lie. Out: providers, by family name. Invariant: each provider
//! counts once, and never the one who is asked about; whom corrections hide does not count.

use super::circle::{Center, Edge, row_ranges};
use super::record::{PracticeView, Record, RecordView};
use super::snapshot::Snapshot;
use super::store::IndexError;
use crate::domain::{LatLon, Metres};
use crate::vocabulary::normalize::fold;
use crate::vocabulary::streets::street_key;
use std::collections::BTreeSet;
use std::sync::Arc;

/// How far from a practice others of its address are looked for: geocoders place one house within a few blocks, and half
/// of all houses lie within a mile of the middle of their ZIP code.
const APART: Metres = Metres::from_whole_miles(1);

impl Snapshot {
    /// Providers besides `own` who practise at the address of a practice, in the order of family names. They are looked
    /// for within a mile of the practice's own point and of `further` ones, such as the middle of the ZIP
    /// code, where addresses lie of which no list tells the point. Nobody where the street is not known.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when a record cannot be read.
    ///
    /// # Complexity
    /// Linear in the practices within those circles, with all of a ZIP code where lists tell no points.
    pub(super) fn beside(
        self: &Arc<Self>,
        own: u32,
        practice: &PracticeView<'_>,
        further: Option<LatLon>,
    ) -> Result<Vec<Record>, IndexError> {
        let address = Address::of(practice);
        if address.key.is_empty() {
            return Ok(Vec::new());
        }
        let view = self.view();
        let edge = Edge::new(APART);
        let mut found = BTreeSet::new();
        for point in std::iter::once(practice.point).chain(further) {
            let center = Center::new(point);
            for rows in row_ranges(self.tiles(), &center, &edge) {
                for row in rows.start..rows.end {
                    let number = view.row_provider[row as usize];
                    let near = rows.inside
                        || edge
                            .holds(center.chord2(&view.row_units[row as usize]), || view.metres(point, row));
                    let name_rank = view.name_rank[number as usize];
                    if number == own || !near || found.contains(&(name_rank, number)) {
                        continue;
                    }
                    let bytes = view.record(number);
                    let record = bytes.and_then(|bytes| RecordView::read(bytes, self.vocabulary()));
                    let record = record.ok_or_else(|| self.unreadable(number))?;
                    let there = record.practices.get(usize::from(view.row_practice[row as usize]));
                    if there.is_some_and(|there| address.is_of(there)) && !self.hides_id(record.id) {
                        found.insert((name_rank, number));
                    }
                }
            }
        }
        Ok(found.into_iter().map(|(_, number)| Record::new(self, number)).collect())
    }
}

/// An address that others are held against.
struct Address<'p> {
    practice: &'p PracticeView<'p>,
    key: String,
    /// The first digits of its line, by which most others are told apart before their key is made.
    number: &'p str,
}

impl<'p> Address<'p> {
    fn of(practice: &'p PracticeView<'p>) -> Self {
        Self { practice, key: street_key(practice.address), number: first_digits(practice.address) }
    }

    /// Whether a practice is there: the same street, and the same ZIP code or, without one, the same city.
    fn is_of(&self, there: &PracticeView<'_>) -> bool {
        let own = self.practice;
        let together = match (own.zip, there.zip) {
            (Some(one), Some(other)) => one == other,
            (None, _) | (_, None) => own.state == there.state && fold(own.city) == fold(there.city),
        };
        let ascii = own.address.is_ascii() && there.address.is_ascii();
        together
            && !(ascii && self.number != first_digits(there.address))
            && (own.address == there.address || self.key == street_key(there.address))
    }
}

fn first_digits(line: &str) -> &str {
    let start = line.find(|c: char| c.is_ascii_digit()).unwrap_or(line.len());
    let digits = &line[start..];
    &digits[..digits.find(|c: char| !c.is_ascii_digit()).unwrap_or(digits.len())]
}
