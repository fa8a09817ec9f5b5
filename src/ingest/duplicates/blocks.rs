//! Who is compared with whom: those who share one of a few keys.
//!
//! In: people. Out: pairs of their places. Invariant: a person is compared with at most [`NEIGHBOURS`] others for each
//! of its keys, of which it has a bounded number, so that pairs grow with people and not with their square.

use super::person::{Person, Site};
use crate::parallel;
use crate::vocabulary::{Vocabulary, sound_key};
use std::convert::Infallible;
use std::hash::{DefaultHasher, Hash, Hasher};

/// With how many of those behind it under a key somebody is compared, at most. Under a key that more share, people are
/// put in the order of their names and places first, so that those who are alike stand beside each other.
const NEIGHBOURS: usize = 32;

/// Names that a given name may stand for, at most; the table's longest row has fewer.
const GIVEN_FORMS: usize = 16;

/// What two people must share to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum KeyKind {
    /// A given name, or a nickname of it, and the sound of a family name, wherever they are.
    Name,
    /// The sound of a family name, in one area.
    FamilyInArea,
    /// A given name in one ZIP code, and the first letter of the family name: for family names with a typo.
    GivenAtZip,
    /// A phone and the sound of a family name.
    FamilyOnPhone,
    /// A phone and a given name.
    GivenOnPhone,
}

impl KeyKind {
    /// All, one after the other.
    pub(super) const ALL: [Self; 5] =
        [Self::Name, Self::FamilyInArea, Self::GivenAtZip, Self::FamilyOnPhone, Self::GivenOnPhone];

    /// Calls `each` with the keys of a person.
    pub(super) fn keys(self, person: &Person, vocabulary: &Vocabulary, each: &mut dyn FnMut(u64)) {
        let phones = person.sites.iter().filter_map(|site| site.phone);
        match self {
            Self::Name => {
                for family in families(person) {
                    let mut each_given = |given: &str| each(fingerprint(&(self, family.as_str(), given)));
                    givens(person, vocabulary, &mut each_given);
                }
            }
            Self::FamilyInArea => {
                for family in families(person) {
                    of_sites(person, |site| site.area, &mut |area| {
                        each(fingerprint(&(self, family.as_str(), area)));
                    });
                }
            }
            Self::GivenAtZip => {
                let letter = person.family.chars().next();
                of_sites(person, |site| site.zip, &mut |zip| {
                    givens(person, vocabulary, &mut |given| each(fingerprint(&(self, zip, letter, given))));
                });
            }
            Self::FamilyOnPhone => {
                for phone in phones {
                    for family in families(person) {
                        each(fingerprint(&(self, phone, family.as_str())));
                    }
                }
            }
            Self::GivenOnPhone => {
                for phone in phones {
                    givens(person, vocabulary, &mut |given| each(fingerprint(&(self, phone, given))));
                }
            }
        }
    }
}

/// Calls `each` with what practices have, each thing once.
fn of_sites(person: &Person, of: impl Fn(&Site) -> u64, each: &mut dyn FnMut(u64)) {
    let mut places: Vec<u64> = person.sites.iter().map(of).collect();
    places.sort_unstable();
    places.dedup();
    places.into_iter().for_each(each);
}

/// The sounds of a family name: of the whole and of each half, and of a middle name that may be a maiden name.
fn families(person: &Person) -> Vec<String> {
    let mut sounds = vec![sound_key(&person.family)];
    if person.family_words.len() > 1 {
        sounds.extend(person.family_words.iter().filter(|word| word.len() > 2).map(|word| sound_key(word)));
    }
    if let [maiden] = &*person.middle
        && maiden.len() > 2
    {
        sounds.push(sound_key(maiden));
    }
    sounds.sort_unstable();
    sounds.dedup();
    sounds
}

/// Names that somebody may be called by: the given name, what it is short for and shortened to, the middle name.
fn givens(person: &Person, vocabulary: &Vocabulary, each: &mut dyn FnMut(&str)) {
    let called = person.called();
    each(called);
    vocabulary.nicknames(called).iter().take(GIVEN_FORMS).for_each(|name| each(name));
    if let Some(middle) = person.middle.first().filter(|word| word.len() > 1) {
        each(middle);
        vocabulary.nicknames(middle).iter().take(GIVEN_FORMS).for_each(|name| each(name));
    }
}

/// The parts that keys are dealt to by their highest bits: enough for all cores, and each small beside all of them.
const PARTS: usize = 1 << PART_BITS;
const PART_BITS: u32 = 6;

/// People that a thread takes at a time.
pub(super) const BATCH: usize = 1_024;

/// Keys of a kind with the places of the people who have them, in parts: a key's are all in one, and keys ascend from
/// part to part.
pub(super) fn parts(people: &[Person], kind: KeyKind, vocabulary: &Vocabulary) -> Vec<Vec<(u64, usize)>> {
    let mut parts = vec![Vec::new(); PARTS];
    let mut batches = people.chunks(BATCH).enumerate();
    let Ok(()) = parallel::in_order(
        parallel::threads(),
        || (),
        |(), (number, batch): (usize, &[Person])| {
            let mut keys = Vec::with_capacity(batch.len() * 4);
            for (person, place) in batch.iter().zip(number * BATCH..) {
                kind.keys(person, vocabulary, &mut |key| keys.push((key, place)));
            }
            keys
        },
        || Ok::<_, Infallible>(batches.next()),
        |keys| {
            for (key, place) in keys {
                let part: &mut Vec<(u64, usize)> = &mut parts[part_of(key)];
                part.push((key, place));
            }
            Ok(())
        },
    );
    parts
}

fn part_of(key: u64) -> usize {
    usize::try_from(key >> (u64::BITS - PART_BITS)).unwrap_or_default()
}

/// Calls `each` with places of people who share a key of a part. The same pair may come several times.
pub(super) fn pairs(people: &[Person], mut keys: Vec<(u64, usize)>, each: &mut dyn FnMut(usize, usize)) {
    keys.sort_unstable();
    keys.dedup();
    for block in keys.chunk_by_mut(|a, b| a.0 == b.0) {
        if block.len() > NEIGHBOURS + 1 {
            block.sort_by_cached_key(|(_, place)| alike(&people[*place], *place));
        }
        for (at, (_, one)) in block.iter().enumerate() {
            for (_, other) in block[at + 1..].iter().take(NEIGHBOURS) {
                each(*one, *other);
            }
        }
    }
}

/// An order in which people who are alike stand beside each other, whatever the order of rows.
fn alike(person: &Person, place: usize) -> (Box<str>, u64, u64, Box<str>, usize) {
    let site = person.sites.first();
    let (area, zip) = site.map_or((0, 0), |site| (site.area, site.zip));
    (person.family.clone(), area, zip, person.called().into(), place)
}

/// Hashes fingerprints, which are hashes already.
#[derive(Debug, Default)]
pub(super) struct Fingerprinted(u64);

impl Hasher for Fingerprinted {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        // Only fingerprints are hashed so; others would be spread badly, and found all the same.
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, fingerprint: u64) {
        self.0 = fingerprint;
    }
}

/// A number for a thing, the same within a run of the program.
pub(super) fn fingerprint(thing: &impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    thing.hash(&mut hasher);
    hasher.finish()
}
