//! When two addresses are one.
//!
//! In: practices. Out: keys to compare. Invariant: however a street is abbreviated, its key is
//! the same; another house, suite or side of the town is another address.

use crate::domain::{Practice, Zip5};
use crate::vocabulary::normalize::fold;
use crate::vocabulary::streets::street_key;

/// What makes two addresses the same: the street in the post office's words, and the ZIP code, or the city without
/// one.
#[derive(Debug, PartialEq, Eq, Hash)]
pub(in crate::ingest) struct SiteKey {
    street: String,
    zip: Option<Zip5>,
    city: String,
}

impl SiteKey {
    pub(in crate::ingest) fn of(practice: &Practice) -> Self {
        let city = if practice.zip.is_some() {
            String::new()
        } else {
            format!("{} {}", fold(&practice.city), practice.state)
        };
        Self { street: street_key(&practice.address), zip: practice.zip, city }
    }

    /// Whether this key's practice is the other one: by the keys, or, where one source gives no ZIP code, by street,
    /// city and state.
    pub(in crate::ingest) fn is_as(&self, practice: &Practice, other: &Self, there: &Practice) -> bool {
        if self.zip.is_some() == other.zip.is_some() {
            return self == other;
        }
        !self.street.is_empty()
            && self.street == other.street
            && practice.state == there.state
            && fold(&practice.city) == fold(&there.city)
    }
}
