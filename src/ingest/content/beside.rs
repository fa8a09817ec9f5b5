//! Columns of places by what stands beside them in the same rows: ZIP codes, states and cities must agree.
//!
//! In: a column and those beside it. Out: whether they agree. Invariant: nothing agrees of fewer than [`FEWEST`] rows that
//! can be judged, nor where more than one in ten contradicts.

use super::values::{state, zip};
use super::{Beside, FEWEST};
use crate::domain::State;
use crate::ingest::sample::Sample;
use crate::places::Places;

/// The rows of a column, beside those of others.
pub(super) struct Rows<'s> {
    pub(super) sample: &'s Sample,
    pub(super) column: usize,
    pub(super) beside: Beside,
    pub(super) places: &'s Places,
}

impl Rows<'_> {
    /// Whether nearly all rows that can be judged agree, and enough can.
    fn agree(&self, other: Option<usize>, agrees: impl Fn(&str, &str) -> Option<bool>) -> bool {
        let Some(other) = other.filter(|other| *other != self.column) else { return false };
        let pairs = self.sample.values(self.column).iter().zip(self.sample.values(other));
        let judged: Vec<bool> =
            pairs.filter_map(|(value, other)| agrees(value.trim(), other.trim())).collect();
        let right = judged.iter().filter(|right| **right).count();
        judged.len() >= FEWEST && right * 10 >= judged.len() * 9
    }

    /// Five digits are ZIP codes only where their states say so: a county's or licence's number may look the same.
    pub(super) fn zips_agree(&self) -> bool {
        let by_state = self.agree(self.beside.state, |value, beside| {
            let entry = self.places.zip(zip(value)?)?;
            Some(state(beside)? == entry.state)
        });
        let by_city = || {
            self.agree(self.beside.city, |value, beside| {
                let entry = self.places.zip(zip(value)?)?;
                (!beside.is_empty()).then(|| self.places.city(beside, entry.state).is_some())
            })
        };
        by_state || by_city()
    }

    pub(super) fn states_agree(&self) -> bool {
        self.agree(self.beside.zip, |value, beside| {
            Some(self.places.zip(zip(beside)?)?.state == state(value)?)
        }) || self.agree(self.beside.city, |value, beside| {
            let state = state(value)?;
            (!beside.is_empty()).then(|| self.places.city(beside, state).is_some())
        })
    }

    pub(super) fn are_cities(&self) -> bool {
        let is_city = |value: &str, state: State| {
            (!value.is_empty()).then(|| {
                let lettered = !value.chars().any(|c| c.is_ascii_digit());
                lettered && self.places.city(value, state).is_some()
            })
        };
        let by_state = self.agree(self.beside.state, |value, beside| is_city(value, state(beside)?));
        by_state
            || self.agree(self.beside.zip, |value, beside| {
                let entry = self.places.zip(zip(beside)?)?;
                is_city(value, entry.state)
            })
    }
}
