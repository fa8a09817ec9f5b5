//! A seeded synthetic list and an engine over it, the same for every benchmark.
//!
//! Providers sit at ZIP codes picked evenly, which clusters them as people are clustered, about 2.5 at an address.
//! The numbers say nothing of real providers.
#![allow(dead_code, reason = "each benchmark uses its part")]

pub(crate) mod circle;
pub(crate) mod federal;
pub(crate) mod question;
pub(crate) mod timed;

use specialist_finder::domain::{LatLon, Zip5};
use specialist_finder::import::{self, ImportRequest, Unobserved};
use specialist_finder::index::{Snapshot, Store};
use specialist_finder::ingest::Source;
use specialist_finder::places::Places;
use specialist_finder::query::{Engine, SearchRequest};
use specialist_finder::vocabulary::Vocabulary;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// xorshift64* (Vigna 2016): seeded, so that every run asks the same.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    /// The next number.
    pub(crate) fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() >> 33).expect("31 bits") % end
    }

    /// A number from -1 to 1, more often near 0.
    pub(crate) fn around(&mut self) -> f64 {
        let third = |number: usize| u32::try_from(number).map_or(0.0, f64::from) / 1e6 - 1.0 / 3.0;
        (0..3).map(|_| third(self.below(666_667))).sum()
    }
}

const GIVEN: [&str; 12] =
    ["Mary", "James", "Linda", "John", "Maria", "David", "Susan", "Wei", "Carlos", "Aisha", "Olga", "Paul"];
const FAMILY: [&str; 20] = [
    "Smith", "Johnson", "Williams", "Garcia", "Miller", "Davis", "Nguyen", "Lopez", "Wilson", "Anderson",
    "Taylor", "Moore", "Kim", "Patel", "Lee", "White", "Harris", "Clark", "Novak", "Okafor",
];
/// Specialty, credential, and how many of a hundred.
const KINDS: [(&str, &str, usize); 9] = [
    ("physical_therapist", "DPT", 36),
    ("chiropractor", "DC", 25),
    ("do_physician", "DO", 17),
    ("osteopath", "DO", 3),
    ("physiatrist", "MD", 3),
    ("orthopaedic_surgeon", "MD", 4),
    ("occupational_therapist", "OT", 6),
    ("massage_therapist", "LMT", 4),
    ("acupuncturist", "LAc", 2),
];
const TECHNIQUES: [&str; 6] = ["dry_needling", "mckenzie", "gonstead", "omt", "mobilization", "cupping"];
const CONDITIONS: [&str; 6] =
    ["neck_pain", "low_back_pain", "whiplash", "sciatica", "upper_back_pain", "stiff_neck"];

/// Every ZIP code's point.
pub(crate) fn points(places: &Places) -> Vec<(Zip5, LatLon)> {
    let zips = (501..=99_950).filter_map(|number| Zip5::new(number).ok());
    zips.filter_map(|zip| places.zip(zip).map(|entry| (zip, entry.point))).collect()
}

/// A list of so many providers in the own-list layout.
pub(crate) fn list(count: usize, seed: u64, places: &Places) -> String {
    let zips = points(places);
    let mut numbers = Numbers(seed);
    let mut text = String::from(
        "id,first_name,last_name,credential,specialty,techniques,conditions,organization,address,zip,lat,lon,gender,accepting_new,languages,updated\n",
    );
    let mut site = (Zip5::new(15_213).expect("a ZIP code"), 0.0, 0.0);
    for id in 0..count {
        if numbers.below(5) < 2 {
            let (zip, point) = zips[numbers.below(zips.len())];
            let lat = (point.lat() + numbers.around() * 0.05).clamp(-89.0, 89.0);
            let lon = (point.lon() + numbers.around() * 0.05).clamp(-179.99, 179.99);
            site = (zip, lat, lon);
        }
        let mut share = numbers.below(100);
        let kind = KINDS.iter().find(|(_, _, part)| {
            let mine = share < *part;
            share = share.saturating_sub(*part);
            mine
        });
        let (specialty, credential, _) = kind.unwrap_or(&KINDS[0]);
        writeln!(
            text,
            "{id},{},{},{credential},{specialty},{},{}|{},Clinic {},{} Main St,{},{:.6},{:.6},{},{},{},20{:02}-0{}-1{}",
            GIVEN[numbers.below(GIVEN.len())],
            FAMILY[numbers.below(FAMILY.len())],
            TECHNIQUES[numbers.below(TECHNIQUES.len())],
            CONDITIONS[numbers.below(CONDITIONS.len())],
            CONDITIONS[numbers.below(CONDITIONS.len())],
            numbers.below(5_000),
            1 + id % 9_000,
            site.0,
            site.1,
            site.2,
            ["F", "M"][numbers.below(2)],
            ["yes", "no", ""][numbers.below(3)],
            ["English", "English|Spanish"][numbers.below(2)],
            10 + numbers.below(16),
            1 + numbers.below(9),
            numbers.below(10),
        )
        .expect("written to memory");
    }
    text
}

/// What benchmarks ask with.
pub(crate) struct Bench {
    /// The words.
    pub(crate) vocabulary: Arc<Vocabulary>,
    /// The places.
    pub(crate) places: Arc<Places>,
    folder: tempfile::TempDir,
}

impl Bench {
    /// Words, places and an empty folder.
    pub(crate) fn new() -> Self {
        Self {
            vocabulary: Arc::new(Vocabulary::bundled().expect("the vocabulary loads")),
            places: Arc::new(Places::bundled().expect("the places load")),
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// Writes a list of so many providers.
    pub(crate) fn write_list(&self, count: usize) -> PathBuf {
        let path = self.folder.path().join(format!("list-{count}.csv"));
        std::fs::write(&path, list(count, 0x5eed, &self.places)).expect("the list is written");
        path
    }

    /// Imports a list into an index of its own.
    pub(crate) fn import(&self, list: &Path, index: &str) -> Store {
        let store = Store::new(self.folder.path().join(index));
        let mut request = ImportRequest::new(
            vec![Source::File(list.to_owned())],
            "2026-11-22T00:00:00Z".parse().expect("a time"),
        );
        request.allow_shrink = true;
        let outcome = import::import(&store, &request, &self.vocabulary, &self.places, &mut Unobserved)
            .expect("imports");
        assert!(outcome.generation.is_some(), "{:?}", outcome.refused);
        store
    }

    /// An engine over so many providers.
    pub(crate) fn engine(&self, count: usize) -> Engine {
        let store = self.import(&self.write_list(count), "index");
        let opened = store.open_live(&self.vocabulary).expect("opens");
        self.engine_over(opened.snapshot)
    }

    /// An engine over an opened generation.
    pub(crate) fn engine_over(&self, snapshot: Arc<Snapshot>) -> Engine {
        Engine::new(Arc::clone(&self.vocabulary), Arc::clone(&self.places), snapshot, None)
    }

    /// A search.
    pub(crate) fn request(&self, pairs: &[(&str, &str)]) -> SearchRequest {
        SearchRequest::from_pairs(pairs.iter().copied(), &self.vocabulary).expect("a sound question")
    }
}
