//! Whole questions, parsed to answered, over a seeded list of 100,000: `cargo bench --bench search`.
//!
//! Classes as in the shared workload: a specialty and radius by distance, b text and radius by relevance, c the 20
//! nearest without radius, d text alone, e facet counts in a circle, f a name's beginning; then g a surname, h a full
//! name and i a surname with an initial. Each round asks the next of 64 places, so that no answer stays warm.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot go on must end")]

mod support;

use criterion::{Criterion, criterion_group, criterion_main};
use std::hint::black_box;
use support::{Bench, Numbers, points};

const PROVIDERS: usize = 100_000;
const PLACES: usize = 64;

/// A class's name, its question, and whether it has a place.
type Class = (&'static str, Vec<(&'static str, &'static str)>, bool);

fn classes(criterion: &mut Criterion) {
    let bench = Bench::new();
    let engine = bench.engine(PROVIDERS);
    let zips = points(&bench.places);
    let mut numbers = Numbers(7);
    let near: Vec<String> = (0..PLACES)
        .map(|_| {
            let (_, point) = zips[numbers.below(zips.len())];
            format!("{:.5},{:.5}", point.lat(), point.lon())
        })
        .collect();
    let classes: [Class; 9] = [
        (
            "a_specialty_radius_distance",
            vec![("specialty", "chiropractor"), ("radius", "25"), ("sort", "distance"), ("strict", "true")],
            true,
        ),
        (
            "b_text_radius_relevance",
            vec![("q", "whiplash physical therapist"), ("radius", "25"), ("strict", "true")],
            true,
        ),
        ("c_nearest_20", vec![("specialty", "acupuncturist"), ("radius", "any"), ("sort", "distance")], true),
        ("d_text_only", vec![("q", "neck pain chiropractor")], false),
        ("e_facets", vec![("radius", "50"), ("limit", "0"), ("facets", "true"), ("strict", "true")], true),
        ("f_name_prefix", vec![("name", "gar"), ("limit", "10")], false),
        ("g_surname", vec![("q", "garcia"), ("limit", "10")], true),
        ("h_full_name", vec![("q", "maria garcia"), ("limit", "10")], true),
        ("i_initial", vec![("q", "M Garcia"), ("limit", "10")], true),
    ];
    let mut group = criterion.benchmark_group("search_100k");
    for (name, pairs, with_place) in classes {
        let requests: Vec<_> = near
            .iter()
            .map(|near| {
                let mut pairs = pairs.clone();
                if with_place {
                    pairs.push(("near", near));
                }
                bench.request(&pairs)
            })
            .collect();
        let mut round = 0;
        group.bench_function(name, |bencher| {
            bencher.iter(|| {
                round += 1;
                black_box(engine.search(&requests[round % requests.len()]).expect("an answer"))
            });
        });
    }
    group.finish();
}

criterion_group!(benches, classes);
criterion_main!(benches);
