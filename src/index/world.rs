//! A generation for tests with all the hard places: poles, the 180° meridian, Alaska, Hawaii, the territories, a dense
//! city, shared addresses, providers with several practices.

use super::build::Builder;
use super::layout;
use super::lookup::{Area, Lookup, Order, ScoreModel};
use super::manifest::{GenerationId, Manifest};
use super::oracle::Oracle;
use super::sample;
use super::snapshot::Snapshot;
use crate::domain::{LatLon, Metres, Practice, Practices, Provider, State};
use std::path::Path;
use std::sync::LazyLock;

/// A generation and its reference.
pub(super) struct World {
    /// The generation.
    pub(super) snapshot: Snapshot,
    /// Its reference.
    pub(super) oracle: Oracle,
    /// The points of all practices.
    pub(super) points: Vec<LatLon>,
}

/// Ten thousand providers, opened once.
pub(super) static WORLD: LazyLock<World> = LazyLock::new(|| World::new(10_000));

/// A point that is known to be one.
pub(super) fn point(lat: f64, lon: f64) -> LatLon {
    LatLon::new(lat, lon).expect("on earth")
}

/// The `n`th of a sequence of points that fills the sphere, the poles, the 180° meridian, Alaska, Hawaii, the
/// territories and one dense city.
fn place(n: usize) -> LatLon {
    // Weyl sequences of irrational steps spread evenly and never repeat.
    let count = |n: usize| f64::from(u32::try_from(n).expect("few"));
    let fraction = |step: f64| (count(n) * step).fract();
    let (a, b) = (fraction(0.754_877_666), fraction(0.569_840_291));
    match n % 12 {
        0 => point(a * 180.0 - 90.0, b * 360.0 - 180.0),
        1 => point(90.0 - a * 0.5, b * 360.0 - 180.0),
        2 => point(-90.0 + a * 0.5, b * 360.0 - 180.0),
        3 => point(51.0 + a * 2.0, if b < 0.5 { 180.0 - b } else { b - 1.0 - 180.0 + 0.5 }),
        4 => point(55.0 + a * 15.0, -165.0 + b * 35.0),
        5 => point(19.0 + a * 3.0, -160.0 + b * 5.0),
        6 => [point(18.4, -66.1), point(13.45, 144.8), point(-14.3, -170.7), point(15.2, 145.7)][n / 12 % 4],
        7 | 8 => point(25.0 + a * 24.0, -124.0 + b * 57.0),
        9 => point([90.0, -90.0, 0.0, 0.0][n / 12 % 4], [0.0, 180.0, 180.0, -180.0][n / 48 % 4]),
        // Shared addresses: a few hundred points with many practices each.
        10 => point(40.7 + count(n % 17) * 0.003, -74.0 + count(n % 13) * 0.003),
        _ => point(40.6 + a * 0.3, -74.1 + b * 0.3),
    }
}

impl World {
    fn new(count: usize) -> Self {
        let mut providers = sample::providers(count);
        let mut points = Vec::new();
        for (number, provider) in providers.iter_mut().enumerate() {
            let mut practices: Vec<Practice> = provider.practices.iter().cloned().collect();
            // Some have further practices far away, some next door, some twice at the same point.
            let further = if number % 9 == 0 { number / 9 % 4 } else { 0 };
            for copy in 0..further {
                let mut practice = practices[0].clone();
                practice.state = State::all().nth((number + copy) % 5).expect("a state");
                practices.push(practice);
            }
            for (copy, practice) in practices.iter_mut().enumerate() {
                let apart = [0, 0, 12, 5][copy.min(3)];
                practice.point = place(number + apart * copy);
                points.push(practice.point);
            }
            provider.practices = Practices::from_vec(practices).expect("at least one");
        }
        let folder = tempfile::tempdir().expect("a folder");
        let snapshot = opened(folder.path(), &providers);
        let oracle = Oracle::read(&snapshot).expect("sound records");
        Self { snapshot, oracle, points }
    }
}

/// A manifest that says no more than opening asks.
pub(super) fn manifest(providers: u64, practices: u64) -> Manifest {
    Manifest {
        format: layout::FORMAT,
        program: String::new(),
        vocabulary: String::new(),
        built: String::new(),
        as_of: String::new(),
        providers,
        practices,
        specialties: Vec::new(),
        lists: Vec::new(),
        corrections: None,
        files: Vec::new(),
    }
}

/// Builds and opens a generation in a folder.
pub(super) fn opened(folder: &Path, providers: &[Provider]) -> Snapshot {
    let mut builder = Builder::new(folder, &sample::vocabulary(), sample::today()).expect("a builder");
    for provider in providers {
        builder.add(provider).expect("space");
    }
    let built = builder.finish().expect("sound providers");
    let manifest = manifest(built.providers, built.practices);
    Snapshot::open(folder, GenerationId::FIRST, manifest, &sample::vocabulary()).expect("a generation")
}

/// A lookup of everybody in an area, in an order, scored as usual but without tiers and matches.
pub(super) fn plain(area: Option<Area>, order: Order) -> Lookup {
    Lookup {
        all_of: Vec::new(),
        none_of: Vec::new(),
        id: None,
        words: None,
        area,
        rings: Vec::new(),
        score: ScoreModel {
            tiers: Vec::new(),
            matches: Vec::new(),
            match_weight: 0.35,
            text_half: 3.0,
            distance_weight: 0.5,
            quality_weight: 0.15,
            pivot_rank: 20,
            pivot_range: (Metres::from_whole_miles(1), Metres::from_whole_miles(25)),
        },
        order,
        after: None,
        limit: 20,
        facets: false,
        deadline: None,
    }
}
