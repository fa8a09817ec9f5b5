//! An import from the first byte to the published generation: `cargo bench --bench import`.
//!
//! An own list of 20,000 synthetic rows, and the bundled sample of 6,721 real federal rows (329 columns, gzip).
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot go on must end")]

mod support;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use specialist_finder::import::{Unobserved, import_sample};
use specialist_finder::index::Store;
use std::hint::black_box;
use support::Bench;

const ROWS: usize = 20_000;

fn own_list(criterion: &mut Criterion) {
    let bench = Bench::new();
    let list = bench.write_list(ROWS);
    let mut group = criterion.benchmark_group("import");
    group.sample_size(10).throughput(Throughput::Elements(ROWS as u64));
    group.bench_function("own_list_20k", |bencher| bencher.iter(|| black_box(bench.import(&list, "index"))));
    group.throughput(Throughput::Elements(6_721));
    let folder = tempfile::tempdir().expect("a folder");
    let store = Store::new(folder.path().join("index"));
    group.bench_function("sample_6721", |bencher| {
        bencher.iter(|| {
            let now = "2026-11-22T00:00:00Z".parse().expect("a time");
            let outcome = import_sample(&store, now, &bench.vocabulary, &bench.places, &mut Unobserved);
            assert!(outcome.expect("imports").generation.is_some());
        });
    });
    group.finish();
}

criterion_group!(benches, own_list);
criterion_main!(benches);
