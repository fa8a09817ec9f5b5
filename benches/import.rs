//! An import from the first byte to the published generation, and its parts: `cargo bench --bench import`.
//!
//! An own list of 20,000 synthetic rows, the bundled sample of 6,721 real federal rows (329 columns, gzip), and a
//! federal file of 20,000 rows of all professions (330 columns) as CSV and zip, of which about 27 of a hundred are kept;
//! all seeded. Beside them: how quickly the csv crate reads through the same federal bytes, of which reading them takes
//! nothing apart that it does not need.
//!
//! The federal file at any size is written, not imported, by
//! `FINDER_BENCH_FEDERAL=npidata.csv FINDER_BENCH_ROWS=9000000 cargo bench --bench import`; a path that ends with
//! `.zip` makes it a zip archive.
#![allow(missing_docs, reason = "criterion's macros make undocumented items")]
#![allow(clippy::expect_used, reason = "a benchmark that cannot go on must end")]

mod support;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use specialist_finder::import::{self, ImportRequest, Unobserved, import_sample};
use specialist_finder::index::Store;
use specialist_finder::ingest::{self, Options, Position, Row, Sink, Source};
use std::hint::black_box;
use std::path::{Path, PathBuf};
use support::Bench;
use support::federal::Federal;

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

fn federal(criterion: &mut Criterion) {
    let federal = Federal::load();
    if let Some(path) = std::env::var_os("FINDER_BENCH_FEDERAL") {
        let rows = std::env::var("FINDER_BENCH_ROWS").ok().and_then(|rows| rows.parse().ok());
        federal.write_file(rows.unwrap_or(1_000_000), Path::new(&path));
        return;
    }
    let bench = Bench::new();
    let folder = tempfile::tempdir().expect("a folder");
    let mut group = criterion.benchmark_group("federal");
    group.sample_size(10).throughput(Throughput::Elements(ROWS as u64));
    for name in ["npidata.csv", "npidata.zip"] {
        let path = folder.path().join(name);
        federal.write_file(ROWS, &path);
        let store = Store::new(folder.path().join("index"));
        group.bench_function(format!("import_{name}"), |bencher| {
            bencher.iter(|| {
                let now = "2026-11-22T00:00:00Z".parse().expect("a time");
                let request = ImportRequest::new(vec![Source::File(path.clone())], now);
                let outcome =
                    import::import(&store, &request, &bench.vocabulary, &bench.places, &mut Unobserved);
                assert!(outcome.expect("imports").generation.is_some());
            });
        });
        group.bench_function(format!("read_{name}"), |bencher| {
            bencher.iter(|| black_box(read(&bench, path.clone())));
        });
    }
    let text = std::fs::read(folder.path().join("npidata.csv")).expect("just written");
    group.bench_function("csv_crate", |bencher| bencher.iter(|| black_box(by_csv(&text))));
    group.finish();
}

/// Rows that reading keeps, which goes no further.
#[derive(Default)]
struct Kept(u64);

impl Sink for Kept {
    fn row(&mut self, _position: &Position, row: Row) -> std::io::Result<()> {
        self.0 += u64::from(matches!(row, Row::Kept { .. }));
        Ok(())
    }
}

fn read(bench: &Bench, path: PathBuf) -> u64 {
    let today = "2026-11-22".parse().expect("a day");
    let options = Options {
        list: None,
        format: None,
        incremental: None,
        columns: Vec::new(),
        values: Vec::new(),
        today,
    };
    let mut kept = Kept::default();
    ingest::read(&[Source::File(path)], &options, &bench.vocabulary, &bench.places, &mut kept)
        .expect("the file is read");
    kept.0
}

/// How many bytes the fields have that the csv crate finds.
fn by_csv(text: &[u8]) -> usize {
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text);
    let mut record = csv::ByteRecord::new();
    let mut bytes = 0;
    while reader.read_byte_record(&mut record).expect("memory") {
        bytes += record.as_slice().len();
    }
    bytes
}

criterion_group!(benches, own_list, federal);
criterion_main!(benches);
