//! What geometry costs, and how that grows: `FINDER_BENCH_INDEX=ix cargo bench --bench geo`, over seeded lists of 10,000
//! and 100,000, and over an index where one is named.
//!
//! For each size, in one run: an R-tree (rstar) over all points against one over boxes of 64 consecutive ones, which is
//! what a generation builds when it is opened; then circles counted (runs of tiles, of which only those that the edge meets
//! are looked into) and the nearest 20, by the tree over points and by the engine's lookup, at the same places. Both must
//! find the same, but for who stands within a metre of an edge: the tree compares chords in f32 and gives no more than
//! numbers; the lookup measures in f64, counts everybody, breaks ties by id and tells how hits score. Last, circles of
//! growing size around a dense and an empty place, and one distance alone.
#![allow(missing_docs, reason = "a benchmark is no library")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot go on must end")]
#![allow(clippy::print_stdout, reason = "times are a benchmark's result")]

mod support;

use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use specialist_finder::domain::{EARTH_RADIUS, LatLon, Metres, Radius, Reach, SpecialtyId};
use specialist_finder::index::{Area, Concept, Lookup, Record, Snapshot, Store};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};
use support::circle::{PAGE, around, near, somewhere};
use support::timed::{Times, rounds};
use support::{Bench, Numbers};

const SIZES: [usize; 2] = [10_000, 100_000];
/// How many places are asked at; fewer where a tree over points has to look at nearly everybody.
const PLACES: usize = 200;
const FEW_PLACES: usize = 20;
/// From so many on it is told what trees take in memory.
const MANY: usize = 1_000_000;
/// Rows of a tile.
const TILE: usize = 64;

type Points = RTree<GeomWithData<[f32; 3], u32>>;

fn main() {
    let bench = Bench::new();
    let mut last = None;
    for size in SIZES {
        let store = bench.import(&bench.write_list(size), &format!("index-{size}"));
        last = Some(compared(&bench, &store));
    }
    if let Ok(index) = std::env::var("FINDER_BENCH_INDEX") {
        last = Some(compared(&bench, &Store::new(index)));
    }
    growing(&last.expect("a size"));
    distance();
}

/// The tree over points against the one over tiles, and against the engine.
fn compared(bench: &Bench, store: &Store) -> Arc<Snapshot> {
    let snapshot = store.open_live(&bench.vocabulary).expect("the index opens").snapshot;
    let title = format!("{} providers", snapshot.len());
    println!("\n{title:<34} {:>12} {:>12} {:>9}", "points", "tiles, ours", "ratio");
    if snapshot.manifest().practices != snapshot.manifest().providers {
        println!("skipped: some have several practices, whom a tree over points counts more than once");
        return snapshot;
    }
    snapshot.prepare();
    let (units, specialties) = read(&snapshot);
    let ((tiles_took, tiles_held), _tiles) = built(|| {
        let boxes = units.chunks(TILE).map(|tile| Rectangle::from_aabb(AABB::from_points(tile)));
        RTree::bulk_load(boxes.collect::<Vec<Rectangle<[f32; 3]>>>())
    });
    let ((points_took, points_held), points) = built(|| {
        let points = units.iter().zip(0..).map(|(unit, number)| GeomWithData::new(*unit, number));
        RTree::bulk_load(points.collect())
    });
    row("building the tree", points_took, tiles_took);
    // What so few take is lost in what the allocator keeps.
    let held = points_held.zip(tiles_held).filter(|_| snapshot.len() >= MANY);
    if let Some((points, tiles)) = held {
        let each = |held: usize| format!("{} B", held / snapshot.len());
        println!("{:<34} {:>12} {:>12}", "  memory of a provider", each(points), each(tiles));
    }

    let mut numbers = Numbers(17);
    let places: Vec<LatLon> =
        (0..PLACES).map(|_| near(somewhere(&snapshot, &mut numbers), 0.02, &mut numbers)).collect();
    for miles in [2.0, 10.0, 50.0] {
        circles(&snapshot, &points, &places, Radius::from_miles(miles).expect("a radius"));
    }
    nearest(&snapshot, &points, &places, None, "the nearest 20 of all");
    let mut sizes: BTreeMap<SpecialtyId, usize> = BTreeMap::new();
    specialties.iter().flatten().for_each(|id| *sizes.entry(*id).or_default() += 1);
    let rare = sizes.into_iter().filter(|(_, count)| *count >= PAGE).min_by_key(|(_, count)| *count);
    let (rare, holders) = rare.expect("a specialty that some have");
    let label = format!("the nearest 20 of {holders} rare ones");
    let has = (rare, specialties.iter().map(|own| own.contains(&rare)).collect());
    nearest(&snapshot, &points, &places[..FEW_PLACES], Some(&has), &label);
    snapshot
}

/// Where everybody is, on the unit sphere, and what they are.
fn read(snapshot: &Arc<Snapshot>) -> (Vec<[f32; 3]>, Vec<Vec<SpecialtyId>>) {
    let count = u32::try_from(snapshot.len()).expect("a number of providers");
    (0..count)
        .map(|number| {
            let record = Record::new(snapshot, number);
            let view = record.view().expect("a record");
            let own = view.specialties.iter().map(|claim| claim.specialty).collect();
            (view.practices[0].point.unit().narrow(), own)
        })
        .unzip()
}

fn circles(snapshot: &Snapshot, points: &Points, places: &[LatLon], radius: Radius) {
    let (mut by_points, mut by_tiles) = (Times::default(), Times::default());
    let (mut counted, mut apart) = (0, 0);
    let chord2 = chord2(radius.metres());
    for place in places {
        let (time, found) = rounds(|| {
            let within = points.locate_within_distance(place.unit().narrow(), chord2);
            within.count() as u64
        });
        by_points.0.push(time);
        let (time, ours) = rounds(|| snapshot.look_up(&around(*place, radius)).expect("a count").total);
        by_tiles.0.push(time);
        counted += ours;
        apart += found.abs_diff(ours);
    }
    assert!(apart * 1_000 <= counted, "{apart} of {counted} are counted by one tree only");
    let each = counted / places.len() as u64;
    row(&format!("a circle of {}, {each} in it", Reach::Within(radius)), by_points.at(50), by_tiles.at(50));
    row("  p99", by_points.at(99), by_tiles.at(99));
}

/// The nearest of all, or of those who have a specialty.
fn nearest(
    snapshot: &Snapshot,
    points: &Points,
    places: &[LatLon],
    having: Option<&(SpecialtyId, Vec<bool>)>,
    label: &str,
) {
    let (mut by_points, mut by_tiles) = (Times::default(), Times::default());
    for place in places {
        let (time, found) = rounds(|| {
            let outwards = points.nearest_neighbor_iter(place.unit().narrow());
            let counts = |number: u32| having.is_none_or(|(_, has)| has[number as usize]);
            outwards.filter(|point| counts(point.data)).take(PAGE).last().map(|point| *point.geom())
        });
        by_points.0.push(time);
        let clause = having.map(|(id, _)| vec![Concept::Specialty(*id)]);
        let asked = Lookup {
            all_of: clause.into_iter().collect(),
            area: Some(Area { center: *place, reach: Reach::Any }),
            limit: PAGE,
            ..around(*place, Radius::from_miles(1.0).expect("a radius"))
        };
        let (time, ours) = rounds(|| snapshot.look_up(&asked).expect("an answer"));
        by_tiles.0.push(time);
        let farthest = ours.hits.last().and_then(|hit| hit.metres).expect("hits").get();
        let there = found.expect("hits");
        let metres = metres_between(place.unit().narrow(), there);
        assert!((metres - farthest).abs() < 2.0 + farthest / 1e5, "{metres} m and {farthest} m");
    }
    row(label, by_points.at(50), by_tiles.at(50));
    row("  p99", by_points.at(99), by_tiles.at(99));
}

/// Circles of growing size around a dense and an empty place, counted.
fn growing(snapshot: &Snapshot) {
    println!("\n{:<30} {:>12} {:>12}", format!("{} providers", snapshot.len()), "counted", "took");
    for (name, lat, lon) in [("New York", 40.7127, -74.0060), ("Montana", 47.0, -109.5)] {
        let place = LatLon::new(lat, lon).expect("a point");
        for miles in [5.0, 25.0, 100.0] {
            let radius = Radius::from_miles(miles).expect("a radius");
            let asked = around(place, radius);
            let (time, total) = rounds(|| snapshot.look_up(&asked).expect("a count").total);
            let label = format!("{name}, {miles} miles");
            println!("{label:<30} {total:>12} {:>12}", format!("{time:.1?}"));
        }
    }
}

/// One great-circle distance.
fn distance() {
    let here = LatLon::new(40.4443, -79.9532).expect("a point");
    let there = LatLon::new(42.3408, -71.0746).expect("a point");
    let (time, ()) = rounds(|| {
        for _ in 0..1_000 {
            black_box(black_box(here).distance_to(black_box(there)));
        }
    });
    println!("\none distance: {:.1?}", time / 1_000);
}

/// Makes a tree three times: the median of how long that took, and by how much resident memory grew for the first one,
/// where the system tells.
fn built<T>(make: impl Fn() -> T) -> ((Duration, Option<usize>), T) {
    let (before, start) = (resident(), Instant::now());
    let tree = make();
    let mut times = Times(vec![start.elapsed()]);
    let held = before.zip(resident()).map(|(before, after)| after.saturating_sub(before));
    for _ in 0..2 {
        let start = Instant::now();
        drop(black_box(make()));
        times.0.push(start.elapsed());
    }
    ((times.at(50), held), tree)
}

/// Bytes of this process in memory.
fn resident() -> Option<usize> {
    let text = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    Some(line.trim().strip_suffix(" kB")?.parse::<usize>().ok()? * 1_024)
}

fn row(label: &str, points: Duration, tiles: Duration) {
    let ratio = points.as_secs_f64() / tiles.as_secs_f64();
    println!("{label:<34} {:>12} {:>12} {ratio:>9.1}", format!("{points:.1?}"), format!("{tiles:.1?}"));
}

/// The square of the chord of a distance on the unit sphere.
#[expect(clippy::cast_possible_truncation, reason = "the tree compares in f32")]
fn chord2(metres: Metres) -> f32 {
    (2.0 * (metres.get() / EARTH_RADIUS / 2.0).sin()).powi(2) as f32
}

fn metres_between(here: [f32; 3], there: [f32; 3]) -> f64 {
    let square = |axis: usize| (f64::from(here[axis]) - f64::from(there[axis])).powi(2);
    2.0 * EARTH_RADIUS * ((0..3).map(square).sum::<f64>().sqrt() / 2.0).asin()
}
