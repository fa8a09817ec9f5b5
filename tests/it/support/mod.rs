//! What tests share: words and places loaded once, a folder with an index, imports, engines, fixtures.

use specialist_finder::domain::Provider;
use specialist_finder::import::{
    self, CorrectionsOutcome, CorrectionsRequest, ImportError, ImportOutcome, ImportRequest, Unobserved,
};
use specialist_finder::index::Store;
use specialist_finder::ingest::Source;
use specialist_finder::places::Places;
use specialist_finder::query::{Answer, Engine, Hit, SearchError, SearchRequest};
use specialist_finder::vocabulary::Vocabulary;
use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, LazyLock};

pub(crate) mod server;
pub(crate) mod tools;

/// The words, loaded once for all tests.
pub(crate) static VOCABULARY: LazyLock<Arc<Vocabulary>> =
    LazyLock::new(|| Arc::new(Vocabulary::bundled().expect("the vocabulary loads")));

/// The places, loaded once for all tests.
pub(crate) static PLACES: LazyLock<Arc<Places>> =
    LazyLock::new(|| Arc::new(Places::bundled().expect("the places load")));

/// The day that tests take for today.
pub(crate) fn now() -> jiff::Timestamp {
    "2026-11-22T10:05:00Z".parse().expect("a time")
}

/// Numbers that are the same in every run: xorshift64* (Vigna 2016) from a seed that is not 0.
pub(crate) struct Numbers(pub(crate) u64);

impl Numbers {
    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        usize::try_from(self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 33).expect("31 bits") % end
    }

    /// A number from -1 to 1.
    pub(crate) fn around(&mut self) -> f64 {
        u32::try_from(self.below(2_000_001)).map_or(0.0, f64::from) / 1e6 - 1.0
    }
}

/// A committed test file.
pub(crate) fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures").join(name)
}

/// A file of the shared folder that `FINDER_SHARED` names; `None`, said aloud and counted, when it is absent.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    static SKIPPED: AtomicUsize = AtomicUsize::new(0);
    let folder = std::env::var_os("FINDER_SHARED").map_or_else(|| PathBuf::from("../shared"), PathBuf::from);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder).join(name);
    if path.exists() {
        return Some(path);
    }
    let count = SKIPPED.fetch_add(1, Ordering::Relaxed) + 1;
    // Written past the test runner, which would show it only of a test that fails.
    let told = writeln!(
        std::io::stderr(),
        "SKIPPED ({count} in this run): {name} is not there; FINDER_SHARED may say where"
    );
    told.expect("standard error is open");
    None
}

/// A list of so many chiropractors of Pittsburgh, all with the same family name.
pub(crate) fn namesakes(family: &str, count: u32) -> String {
    let mut text = String::from("id,name,credential,specialty,address,city,state,zip\n");
    for number in 0..count {
        writeln!(text, "{number},Jane {family},DC,chiropractor,{number} Main St,Pittsburgh,PA,15213")
            .expect("written to memory");
    }
    text
}

/// A file of corrections, to be given today.
pub(crate) fn corrections(rows: &str) -> CorrectionsRequest {
    CorrectionsRequest {
        name: "overrides.csv".to_owned(),
        bytes: rows.as_bytes().to_vec(),
        dry_run: false,
        allow_rejects: false,
        now: now(),
        cancel: Arc::default(),
    }
}

/// Every file below a folder, sorted.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("a folder") {
        let path = entry.expect("an entry").path();
        if path.is_dir() { found.extend(files(&path)) } else { found.push(path) }
    }
    found.sort();
    found
}

/// Copies a folder and all in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).expect("space");
    for entry in std::fs::read_dir(from).expect("a folder") {
        let path = entry.expect("an entry").path();
        let to = to.join(path.file_name().expect("a name"));
        if path.is_dir() {
            copy(&path, &to);
        } else {
            std::fs::copy(&path, &to).expect("space");
        }
    }
}

/// How many of something a test does: as the environment variable says, else few enough for every run.
pub(crate) fn amount(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

/// Tells a figure past the test runner, which would show it only of a test that fails.
pub(crate) fn tell(figure: &str) {
    writeln!(std::io::stderr(), "FIGURE: {figure}").expect("standard error is open");
}

/// Lets this process open as many files as it may, for tests with thousands of sockets, and answers how many.
pub(crate) fn raise_open_files() -> u64 {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    setrlimit(Resource::Nofile, Rlimit { current: maximum, maximum }).expect("the limit is raised");
    maximum.unwrap_or(u64::MAX)
}

/// An index in a folder of its own that goes when the test ends.
pub(crate) struct TestIndex {
    folder: tempfile::TempDir,
}

impl TestIndex {
    /// An empty one.
    pub(crate) fn new() -> Self {
        Self { folder: tempfile::tempdir().expect("a temporary folder") }
    }

    /// One with a list in it.
    pub(crate) fn with(list: &Path) -> Self {
        let index = Self::new();
        let outcome = index.import(list).expect("the import runs");
        assert_eq!(outcome.refused, None, "{}", list.display());
        index
    }

    /// One with the bundled sample.
    pub(crate) fn with_sample() -> Self {
        let index = Self::new();
        let outcome = import::import_sample(&index.store(), now(), &VOCABULARY, &PLACES, &mut Unobserved);
        assert!(outcome.expect("the sample imports").generation.is_some());
        index
    }

    /// The folder of generations.
    pub(crate) fn path(&self) -> PathBuf {
        self.folder.path().join("index")
    }

    /// The folder around it, for other files of a test.
    pub(crate) fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The store.
    pub(crate) fn store(&self) -> Store {
        Store::new(self.path())
    }

    /// Gives corrections as asked.
    pub(crate) fn give(&self, request: &CorrectionsRequest) -> CorrectionsOutcome {
        import::give_corrections(&self.store(), request, &VOCABULARY, &PLACES, &mut Unobserved).expect("runs")
    }

    /// Runs the program on it: exit code, standard output, standard error.
    pub(crate) fn finder(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_finder"));
        let output = command.args(arguments).arg("--index").arg(self.path()).output().expect("runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    /// Imports one file with the default policies.
    pub(crate) fn import(&self, list: &Path) -> Result<ImportOutcome, ImportError> {
        self.import_with(&ImportRequest::new(vec![Source::File(list.to_owned())], now()))
    }

    /// Imports as asked.
    pub(crate) fn import_with(&self, request: &ImportRequest) -> Result<ImportOutcome, ImportError> {
        import::import(&self.store(), request, &VOCABULARY, &PLACES, &mut Unobserved)
    }

    /// Imports a list given as text.
    pub(crate) fn import_text(&self, name: &str, text: &str) -> ImportOutcome {
        let path = self.folder().join(name);
        std::fs::write(&path, text).expect("the list is written");
        self.import(&path).expect("the import runs")
    }

    /// An engine over the live generation.
    pub(crate) fn engine(&self) -> Engine {
        let opened = self.store().open_live(&VOCABULARY).expect("the index opens");
        let previous = opened.previous.and_then(|previous| self.store().open(previous, &VOCABULARY).ok());
        Engine::new(Arc::clone(&VOCABULARY), Arc::clone(&PLACES), opened.snapshot, previous)
    }

    /// The live generation's number, `None` when there is none.
    pub(crate) fn live(&self) -> Option<String> {
        self.store().current().expect("the pointer is readable").map(|(generation, _)| generation.to_string())
    }
}

/// Searches with named values.
pub(crate) fn search(engine: &Engine, pairs: &[(&str, &str)]) -> Result<Answer, SearchError> {
    engine.search(&SearchRequest::from_pairs(pairs.iter().copied(), engine.vocabulary())?)
}

/// The provider of a hit.
pub(crate) fn who(hit: &Hit) -> Provider {
    hit.provider().expect("a record")
}
