//! Who else is at an address: providers with the same street and ZIP code as a practice.
//!
//! In: a practice. Out: providers, by family name. Invariants: whoever is told of another is told to that one too, wherever
//! lists or ZIP codes place them; each provider counts once, and never the one who is asked about; whom corrections hide
//! does not count; words that name no house are no address.

use super::document;
use super::error::IndexError;
use super::record::{PracticeView, Record};
use super::snapshot::Snapshot;
use super::tables::View;
use crate::domain::Zip5;
use crate::parallel;
use crate::vocabulary::normalize::fold;
use crate::vocabulary::streets::{names_a_house, street_key};
use std::collections::BTreeSet;
use std::convert::Infallible;
use std::ops::Range;
use std::sync::Arc;
use xxhash_rust::xxh3::xxh3_64;

/// Providers whose addresses are read in one piece of work.
const PIECE: u32 = 4_096;

/// Stands where an address has no ZIP code: greater than any of them, in 17 bits.
const NO_ZIP: u32 = (1 << 17) - 1;

/// Bits of a city in [`Entry::place`].
const CITY_BITS: u32 = 15;

impl Snapshot {
    /// Providers besides `own` who practise at the address of a practice, in the order of family names. Nobody where its
    /// address names no house.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when a record cannot be read.
    ///
    /// # Complexity
    /// One record for each of them, and a look at 12 bytes for each practice on a street of that name. O(n) the first time.
    pub(super) fn beside(
        self: &Arc<Self>,
        own: u32,
        practice: &PracticeView<'_>,
    ) -> Result<Vec<Record>, IndexError> {
        let Some(address) = Address::of(practice) else { return Ok(Vec::new()) };
        let view = self.view();
        let mut found = BTreeSet::new();
        for row in self.addresses().candidates(&address) {
            let number = view.row_provider[row as usize];
            let name_rank = view.name_rank[number as usize];
            if number == own || found.contains(&(name_rank, number)) {
                continue;
            }
            let record = view.record(number).and_then(document::stored);
            let record = record.ok_or_else(|| self.unreadable(number))?;
            let there = record.practices.get(usize::from(view.row_practice[row as usize]));
            let there = there.and_then(document::StoredPractice::view);
            if there.is_some_and(|there| address.is_of(&there)) && !self.hides_id(record.id) {
                found.insert((name_rank, number));
            }
        }
        Ok(found.into_iter().map(|(_, number)| Record::new(self, number)).collect())
    }
}

/// The addresses of a generation at which several practices may be: 12 bytes for each such practice.
///
/// # Memory
/// 108 MB at most while that of 9 million practices is made, less once it is: practices alone at their address are dropped.
pub(super) struct Addresses {
    /// By street, then ZIP code; those without one are the last of their street.
    entries: Box<[Entry]>,
}

/// A practice's address in numbers; others may have the same ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    /// Half of a hash of the street's key.
    street: u32,
    /// The ZIP code or [`NO_ZIP`], then [`CITY_BITS`] of a hash of state and city.
    place: u32,
    row: u32,
}

impl Entry {
    fn new(practice: &PracticeView<'_>, key: &str, row: u32) -> Self {
        let zip = practice.zip.map_or(NO_ZIP, Zip5::number);
        let city = low_half(&format!("{} {}", practice.state.code(), fold(practice.city)));
        Self { street: low_half(key), place: zip << CITY_BITS | city >> (32 - CITY_BITS), row }
    }

    fn zip(self) -> u32 {
        self.place >> CITY_BITS
    }

    /// Whether [`Address::is_of`] may hold of two on one street.
    fn may_be(self, other: Self) -> bool {
        if self.zip() == NO_ZIP || other.zip() == NO_ZIP {
            let city = |entry: Self| entry.place & ((1 << CITY_BITS) - 1);
            city(self) == city(other)
        } else {
            self.zip() == other.zip()
        }
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the other half is not wanted")]
fn low_half(text: &str) -> u32 {
    xxh3_64(text.as_bytes()) as u32
}

impl Addresses {
    /// Reads the addresses of all practices, on half of the cores at most. Whose record cannot be read is nowhere.
    ///
    /// # Complexity
    /// O(n log n): each record once.
    pub(super) fn of(view: &View<'_>) -> Self {
        let providers = u32::try_from(view.providers()).unwrap_or(u32::MAX);
        let mut entries = Vec::new();
        let mut next = 0_u32;
        let give = || {
            let piece = next..providers.min(next.saturating_add(PIECE));
            next = piece.end;
            Ok::<_, Infallible>(Some(piece).filter(|piece| !piece.is_empty()))
        };
        let take = |piece: Vec<Entry>| {
            entries.extend(piece);
            Ok(())
        };
        let work = |(): &mut (), piece: Range<u32>| read(view, piece);
        match parallel::in_order(parallel::threads() / 2, || (), work, give, take) {
            Ok(()) => {}
            Err(never) => match never {},
        }
        entries.sort_unstable();
        keep_shared(&mut entries);
        Self { entries: entries.into_boxed_slice() }
    }

    /// Rows whose address is most likely that one, its own among them.
    fn candidates(&self, address: &Address<'_>) -> impl Iterator<Item = u32> {
        let own = Entry::new(address.practice, &address.key, 0);
        let start = self.entries.partition_point(|entry| entry.street < own.street);
        let street = self.entries[start..].iter().take_while(move |entry| entry.street == own.street);
        street.filter(move |entry| entry.may_be(own)).map(|entry| entry.row)
    }
}

/// The addresses of some providers.
fn read(view: &View<'_>, providers: Range<u32>) -> Vec<Entry> {
    let mut entries = Vec::new();
    for number in providers {
        let Some(record) = view.record(number).and_then(document::stored) else { continue };
        for (practice, row) in record.practices.iter().zip(view.rows_of(number)) {
            let practice = practice.view();
            if let Some(address) = practice.as_ref().and_then(Address::of) {
                entries.push(Entry::new(address.practice, &address.key, *row));
            }
        }
    }
    entries
}

/// Drops those from sorted entries who have nobody beside them.
fn keep_shared(entries: &mut Vec<Entry>) {
    let (mut kept, mut start) = (0, 0);
    while let Some(first) = entries.get(start).copied() {
        let street_end = start + entries[start..].partition_point(|entry| entry.street == first.street);
        let may_be_in_any_zip = street_end - start > 1 && entries[street_end - 1].zip() == NO_ZIP;
        while start < street_end {
            let zip = entries[start].zip();
            let end = start + entries[start..street_end].partition_point(|entry| entry.zip() == zip);
            if may_be_in_any_zip || end - start > 1 {
                entries.copy_within(start..end, kept);
                kept += end - start;
            }
            start = end;
        }
    }
    entries.truncate(kept);
}

/// An address that others are held against.
struct Address<'p> {
    practice: &'p PracticeView<'p>,
    key: String,
}

impl<'p> Address<'p> {
    /// The address of a practice; `None` where its line names no house.
    fn of(practice: &'p PracticeView<'p>) -> Option<Self> {
        let key = street_key(practice.address);
        names_a_house(&key).then_some(Self { practice, key })
    }

    /// Whether a practice is there: the same street, and the same ZIP code or, where one of both has none, the same city.
    fn is_of(&self, there: &PracticeView<'_>) -> bool {
        let own = self.practice;
        let together = match (own.zip, there.zip) {
            (Some(one), Some(other)) => one == other,
            (None, _) | (_, None) => own.state == there.state && fold(own.city) == fold(there.city),
        };
        together && (own.address == there.address || self.key == street_key(there.address))
    }
}

#[cfg(test)]
mod tests;
