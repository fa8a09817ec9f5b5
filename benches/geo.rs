//! Circles of growing size around dense and empty places, counts only, over a seeded list of 100,000:
//! `cargo bench --bench geo`. Shows how cost follows the number of providers in the circle, and one distance alone.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot go on must end")]

mod support;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use specialist_finder::domain::LatLon;
use std::hint::black_box;
use support::Bench;

fn circles(criterion: &mut Criterion) {
    let bench = Bench::new();
    let engine = bench.engine(100_000);
    let mut group = criterion.benchmark_group("circle_100k");
    for (place, near) in [("new_york", "40.7127,-74.0060"), ("montana", "47.0,-109.5")] {
        for radius in ["5", "25", "100"] {
            let pairs = [
                ("near", near),
                ("radius", radius),
                ("limit", "0"),
                ("strict", "true"),
                ("specialty", "physical_therapist"),
            ];
            let request = bench.request(&pairs);
            group.bench_function(BenchmarkId::new(place, radius), |bencher| {
                bencher.iter(|| black_box(engine.search(&request).expect("an answer").total));
            });
        }
    }
    group.finish();
}

fn distance(criterion: &mut Criterion) {
    let here = LatLon::new(40.4443, -79.9532).expect("a point");
    let there = LatLon::new(42.3408, -71.0746).expect("a point");
    criterion.bench_function("haversine", |bencher| {
        bencher.iter(|| black_box(black_box(here).distance_to(black_box(there))));
    });
}

criterion_group!(benches, circles, distance);
criterion_main!(benches);
