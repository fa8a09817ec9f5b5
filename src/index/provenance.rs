//! `provenance.bin`: where the facts are from of those providers that more than one source tells of.
//!
//! In: ids and their [`Provenance`], in the order of ids. Out: the provenance of one id, by binary search in the mapped
//! file. Invariant: whoever is not in it has all facts from the one list that its record names, so that a list by
//! itself costs nothing.
//!
//! The file: [`MAGIC`]; records one after another, each beginning with its id; where each begins as `u64`, and where
//! the last one ends; how many there are as `u64`.

use super::column::Files;
use super::document::{append, id_of};
use super::error::{IndexError, io_at};
use super::layout;
use crate::domain::{ListName, Origin, PracticeProvenance, Provenance, ProviderId, RecordDate};
use serde::{Deserialize, Serialize};
use std::fmt;
use std::fs::File;
use std::io::{BufWriter, Error, ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use tantivy::directory::OwnedBytes;

/// What the file begins with; the last byte is the number of the format.
const MAGIC: [u8; 8] = *b"origins\x01";
/// Bytes of an offset, and of the count.
const NUMBER: usize = 8;

/// A provider's record. Numbers are places in `origins`.
#[derive(Debug, Serialize, Deserialize)]
struct Stored<'a> {
    id: &'a str,
    /// List and day; no list is a correction.
    #[serde(borrow)]
    origins: Vec<(Option<&'a str>, Option<i32>)>,
    name: u16,
    /// In the order of [`Provenance::facts`].
    facts: [Option<u16>; Provenance::FACTS],
    specialties: Vec<u16>,
    practices: Vec<StoredPractice>,
}

#[derive(Debug, Serialize, Deserialize)]
struct StoredPractice {
    address: u16,
    name: Option<u16>,
    phone: Option<u16>,
    point: u16,
    verified: Option<i32>,
}

/// Origins by number, each once.
#[derive(Debug, Default)]
struct Origins<'a>(Vec<&'a Origin>);

impl<'a> Origins<'a> {
    fn number(&mut self, origin: &'a Origin) -> u16 {
        let known = self.0.iter().position(|known| *known == origin);
        let place = known.unwrap_or_else(|| {
            self.0.push(origin);
            self.0.len() - 1
        });
        // A provider has two origins a list at most; a number that is none is noticed when it is read.
        u16::try_from(place).unwrap_or(u16::MAX)
    }

    fn maybe(&mut self, origin: Option<&'a Origin>) -> Option<u16> {
        origin.map(|origin| self.number(origin))
    }
}

impl<'a> Stored<'a> {
    fn new(id: &'a str, of: &'a Provenance) -> Self {
        let mut origins = Origins::default();
        let name = origins.number(&of.name);
        let facts = of.facts().map(|origin| origins.maybe(origin.as_ref()));
        let specialties = of.specialties.iter().map(|origin| origins.number(origin)).collect();
        let mut practices = Vec::with_capacity(of.practices.len());
        for practice in &of.practices {
            practices.push(StoredPractice {
                address: origins.number(&practice.address),
                name: origins.maybe(practice.name.as_ref()),
                phone: origins.maybe(practice.phone.as_ref()),
                point: origins.number(&practice.point),
                verified: practice.verified.map(RecordDate::days),
            });
        }
        let origins = origins.0.into_iter().map(|Origin { list, updated }| {
            (list.as_ref().map(ListName::as_str), updated.map(RecordDate::days))
        });
        Self { id, origins: origins.collect(), name, facts, specialties, practices }
    }

    /// The provenance; `None` when a number names no origin, or an origin is none.
    fn believe(self) -> Option<Provenance> {
        let day = |days: Option<i32>| days.map(RecordDate::from_days).transpose().ok();
        let mut origins = Vec::with_capacity(self.origins.len());
        for (list, updated) in &self.origins {
            let list = list.map(str::parse).transpose().ok()?;
            origins.push(Origin { list, updated: day(*updated)? });
        }
        let origin = |place: u16| origins.get(usize::from(place)).cloned();
        let maybe = |place: Option<u16>| match place {
            Some(place) => origin(place).map(Some),
            None => Some(None),
        };
        let [
            credentials,
            gender,
            techniques,
            conditions,
            languages,
            accepting_new,
            telehealth,
            wheelchair,
            insurance,
            website,
        ] = self.facts;
        let practice = |practice: &StoredPractice| {
            Some(PracticeProvenance {
                address: origin(practice.address)?,
                name: maybe(practice.name)?,
                phone: maybe(practice.phone)?,
                point: origin(practice.point)?,
                verified: day(practice.verified)?,
            })
        };
        Some(Provenance {
            name: origin(self.name)?,
            credentials: maybe(credentials)?,
            gender: maybe(gender)?,
            specialties: self.specialties.into_iter().map(origin).collect::<Option<_>>()?,
            techniques: maybe(techniques)?,
            conditions: maybe(conditions)?,
            languages: maybe(languages)?,
            accepting_new: maybe(accepting_new)?,
            telehealth: maybe(telehealth)?,
            wheelchair: maybe(wheelchair)?,
            insurance: maybe(insurance)?,
            website: maybe(website)?,
            practices: self.practices.iter().map(practice).collect::<Option<_>>()?,
        })
    }
}

/// Writes a generation's provenance. Ids must come in their order.
#[derive(Debug)]
pub struct ProvenanceWriter {
    file: BufWriter<File>,
    path: PathBuf,
    record: Vec<u8>,
    offsets: Vec<u64>,
    at: u64,
    last: Option<ProviderId>,
}

impl ProvenanceWriter {
    /// Makes the file in a building directory.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be made.
    pub fn create(directory: &Path) -> Result<Self, IndexError> {
        let path = directory.join(layout::PROVENANCE);
        let file = File::create(&path).map_err(io_at(&path))?;
        let mut file = BufWriter::new(file);
        file.write_all(&MAGIC).map_err(io_at(&path))?;
        let at = MAGIC.len() as u64;
        Ok(Self { file, path, record: Vec::new(), offsets: vec![at], at, last: None })
    }

    /// Adds a provider's.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be written, or does not come after the one before it.
    pub fn push(&mut self, id: &ProviderId, provenance: &Provenance) -> Result<(), IndexError> {
        if self.last.as_ref().is_some_and(|last| last >= id) {
            let message = "provenances must come in the order of their ids, each once";
            return Err(io_at(&self.path)(Error::new(ErrorKind::InvalidInput, message)));
        }
        self.record.clear();
        let text = id.to_string();
        append(&Stored::new(&text, provenance), &mut self.record)?;
        self.file.write_all(&self.record).map_err(io_at(&self.path))?;
        self.at += self.record.len() as u64;
        self.offsets.push(self.at);
        self.last = Some(id.clone());
        Ok(())
    }

    /// Finishes the file.
    ///
    /// # Errors
    /// [`IndexError::Io`] when it cannot be written.
    pub fn finish(mut self) -> Result<(), IndexError> {
        let count = (self.offsets.len() - 1) as u64;
        for number in self.offsets.iter().copied().chain([count]) {
            self.file.write_all(&number.to_le_bytes()).map_err(io_at(&self.path))?;
        }
        self.file.flush().map_err(io_at(&self.path))
    }
}

/// That a record is no provenance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable;

/// A generation's provenance, mapped.
pub(super) struct Provenances {
    bytes: OwnedBytes,
    /// How many there are.
    count: usize,
    /// Where the offsets begin.
    offsets: usize,
}

impl fmt::Debug for Provenances {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{} provenances", self.count)
    }
}

impl Provenances {
    /// Opens the file of a generation.
    ///
    /// # Errors
    /// [`IndexError::Damaged`] when it is not one.
    pub(super) fn of(files: &Files) -> Result<Self, IndexError> {
        let bytes = files.bytes(layout::PROVENANCE)?;
        match frame(&bytes) {
            Some((count, offsets)) => Ok(Self { bytes, count, offsets }),
            None => Err(files.damaged(layout::PROVENANCE, "is no record of where facts are from")),
        }
    }

    /// The provenance of somebody, where more than one source tells of them.
    ///
    /// # Errors
    /// [`Unreadable`] when what is stored is no provenance.
    ///
    /// # Complexity
    /// O(log n).
    pub(super) fn find(&self, id: &ProviderId) -> Result<Option<Provenance>, Unreadable> {
        let (mut low, mut high) = (0, self.count);
        while low < high {
            let middle = low + (high - low) / 2;
            let record = self.record(middle).unwrap_or_default();
            let Some(found) = id_of(record).and_then(|text| text.parse::<ProviderId>().ok()) else {
                return Err(Unreadable);
            };
            match found.cmp(id) {
                std::cmp::Ordering::Less => low = middle + 1,
                std::cmp::Ordering::Greater => high = middle,
                std::cmp::Ordering::Equal => {
                    let stored = postcard::from_bytes::<Stored<'_>>(record).ok();
                    return stored.and_then(Stored::believe).map(Some).ok_or(Unreadable);
                }
            }
        }
        Ok(None)
    }

    fn record(&self, place: usize) -> Option<&[u8]> {
        let at = |place: usize| number(&self.bytes, self.offsets.checked_add(place.checked_mul(NUMBER)?)?);
        self.bytes.get(at(place)?..at(place + 1)?)
    }
}

/// How many records a file has, and where their offsets begin; `None` when it is no such file.
fn frame(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = bytes.len().checked_sub(NUMBER)?;
    let count = number(bytes, end)?;
    let offsets = end.checked_sub(count.checked_add(1)?.checked_mul(NUMBER)?)?;
    let last = number(bytes, end.checked_sub(NUMBER)?)?;
    (bytes.starts_with(&MAGIC) && number(bytes, offsets)? == MAGIC.len() && last == offsets)
        .then_some((count, offsets))
}

fn number(bytes: &[u8], at: usize) -> Option<usize> {
    let bytes = bytes.get(at..at.checked_add(NUMBER)?)?.try_into().ok()?;
    usize::try_from(u64::from_le_bytes(bytes)).ok()
}

#[cfg(test)]
mod tests {
    use super::super::sample::providers;
    use super::*;

    fn written(folder: &Path, count: usize) -> Vec<(ProviderId, Provenance)> {
        let mut expected: Vec<_> = providers(count)
            .into_iter()
            .enumerate()
            .map(|(place, provider)| {
                let mut provenance = Provenance::of(&provider);
                let verified = RecordDate::from_days(20_000).ok();
                if place % 3 == 0 {
                    let other = Origin { list: "other".parse().ok(), updated: None };
                    provenance.telehealth = Some(other.clone());
                    provenance.practices[0].phone = Some(other);
                } else if place % 3 == 1 {
                    provenance.name = Origin { list: None, updated: verified };
                    provenance.practices[0].verified = verified;
                }
                (provider.id.clone(), provenance)
            })
            .collect();
        expected.sort_by(|a, b| a.0.cmp(&b.0));
        let mut writer = ProvenanceWriter::create(folder).expect("a file");
        for (id, provenance) in &expected {
            writer.push(id, provenance).expect("space");
        }
        if let Some((id, provenance)) = expected.first() {
            assert!(writer.push(id, provenance).is_err(), "out of order");
        }
        writer.finish().expect("space");
        expected
    }

    fn open(folder: &Path) -> Result<Provenances, IndexError> {
        Provenances::of(&Files::open(folder, "000001".into()).expect("a folder"))
    }

    #[test]
    fn gives_back_what_was_written_and_nothing_of_others() {
        for count in [0, 1, 2, 301] {
            let folder = tempfile::tempdir().expect("a folder");
            let expected = written(folder.path(), count);
            let opened = open(folder.path()).expect("sound");
            for (id, provenance) in &expected {
                assert_eq!(opened.find(id), Ok(Some(provenance.clone())), "{id}");
            }
            for other in ["aaa:0", "zzz:9", "list:nobody"] {
                assert_eq!(opened.find(&other.parse().expect("an id")), Ok(None));
            }
        }
    }

    #[test]
    fn a_cut_is_noticed_and_a_wrong_byte_is_no_panic() {
        let folder = tempfile::tempdir().expect("a folder");
        let expected = written(folder.path(), 5);
        let path = folder.path().join(layout::PROVENANCE);
        let good = std::fs::read(&path).expect("a file");
        for length in 0..good.len() {
            std::fs::write(&path, &good[..length]).expect("space");
            assert!(open(folder.path()).is_err(), "{length}");
        }
        for place in 0..good.len() {
            let mut bad = good.clone();
            bad[place] ^= 0x41;
            std::fs::write(&path, &bad).expect("space");
            if let Ok(opened) = open(folder.path()) {
                for (id, _) in &expected {
                    let _ = opened.find(id);
                }
            }
        }
    }
}
