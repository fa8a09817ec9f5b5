//! The tree itself: layers, owners of dependencies, origins of data, links in documents, forgotten test files.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// The layer table of `ARCHITECTURE.md`: a module and the modules it may name.
const LAYERS: [(&str, &[&str]); 12] = [
    ("parallel", &[]),
    ("domain", &[]),
    ("telemetry", &[]),
    ("config", &["domain"]),
    ("vocabulary", &["domain"]),
    ("places", &["domain", "vocabulary"]),
    ("ingest", &["parallel", "domain", "vocabulary", "places"]),
    ("index", &["parallel", "domain", "vocabulary"]),
    ("query", &["domain", "vocabulary", "places", "index"]),
    ("import", &["parallel", "domain", "telemetry", "vocabulary", "places", "ingest", "index", "query"]),
    (
        "http",
        &["parallel", "domain", "telemetry", "config", "vocabulary", "places", "index", "query", "import"],
    ),
    (
        "cli",
        &[
            "parallel",
            "domain",
            "telemetry",
            "config",
            "vocabulary",
            "places",
            "ingest",
            "index",
            "query",
            "import",
            "http",
        ],
    ),
];

/// Which modules may name a crate.
const OWNERS: [(&str, &[&str]); 20] = [
    ("geo", &["domain"]),
    ("tantivy", &["index"]),
    ("rstar", &["index"]),
    ("axum", &["http"]),
    ("askama", &["http"]),
    ("multer", &["http"]),
    ("rust_embed", &["http"]),
    ("tower", &["http"]),
    ("tower_http", &["http"]),
    ("hyper", &["http"]),
    ("hyper_util", &["http"]),
    ("axum_governor", &["http"]),
    ("utoipa", &["http"]),
    ("clap", &["cli"]),
    ("anyhow", &["cli"]),
    ("csv", &["vocabulary", "places", "ingest"]),
    ("toml", &["config", "cli"]),
    ("tracing_subscriber", &["telemetry"]),
    ("metrics", &["telemetry"]),
    ("metrics_exporter_prometheus", &["telemetry"]),
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every file below a folder with that ending, sorted.
fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.to_string_lossy().ends_with(ending) {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

/// The top-level module that a source file belongs to; `None` for `lib.rs` and `main.rs`.
fn module_of(path: &Path) -> Option<String> {
    let inside = path.strip_prefix(root().join("src")).unwrap();
    let first = inside.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    match first.as_str() {
        "lib.rs" | "main.rs" => None,
        other => Some(other.trim_end_matches(".rs").to_owned()),
    }
}

/// A source file without comments and tests, which may name whatever they like.
fn code(path: &Path) -> String {
    if path.ends_with("tests.rs") || path.components().any(|part| part.as_os_str() == "tests") {
        return String::new();
    }
    let text = fs::read_to_string(path).unwrap();
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap_or_default();
    text.lines().map(|line| line.split("//").next().unwrap_or_default()).collect::<Vec<_>>().join("\n")
}

/// The words behind every `prefix` in a text: `crate::` gives the modules named, `use crate::{a, b}` included.
fn named_behind(text: &str, prefix: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for (at, _) in text.match_indices(prefix) {
        let rest = &text[at + prefix.len()..];
        if let Some(group) = rest.strip_prefix('{') {
            let mut depth = 0;
            let mut word = String::new();
            for c in group.chars() {
                match c {
                    '{' => depth += 1,
                    '}' if depth == 0 => break,
                    '}' => depth -= 1,
                    _ => {}
                }
                if depth == 0 && (c.is_alphanumeric() || c == '_') {
                    word.push(c);
                } else if depth == 0 && c == ',' {
                    names.insert(std::mem::take(&mut word));
                } else if depth == 0 && c == ':' {
                    names.insert(word.clone());
                }
            }
            names.insert(word);
        } else {
            names.insert(rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect());
        }
    }
    names
}

#[test]
fn modules_import_only_what_stands_above_them() {
    let mut wrong = Vec::new();
    for path in files(&root().join("src"), ".rs") {
        let Some(module) = module_of(&path) else { continue };
        let layer = LAYERS.iter().find(|(name, _)| *name == module);
        let (_, allowed) = layer.unwrap_or_else(|| panic!("{module} is not in the layer table"));
        for name in named_behind(&code(&path), "crate::") {
            let is_module = LAYERS.iter().any(|(known, _)| *known == name);
            if is_module && name != module && !allowed.contains(&name.as_str()) {
                wrong.push(format!("{} names {name}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn big_dependencies_are_named_only_by_their_owners() {
    let mut wrong = Vec::new();
    for path in files(&root().join("src"), ".rs") {
        let Some(module) = module_of(&path) else { continue };
        let code = code(&path);
        for (library, owners) in OWNERS {
            let used = code.match_indices(&format!("{library}::")).any(|(at, _)| {
                // `index::geo::` or `my_csv::` is no use of the crate.
                let before = code[..at].chars().next_back();
                !before.is_some_and(|c| c.is_alphanumeric() || c == '_' || c == ':')
            });
            if used && !owners.contains(&module.as_str()) {
                wrong.push(format!("{} names {library}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn the_layer_test_sees_what_it_looks_for() {
    let names = named_behind("use crate::{domain::{A, B}, index, query::C}; crate::http::x()", "crate::");
    for name in ["domain", "index", "query", "http"] {
        assert!(names.contains(name), "{names:?}");
    }
    assert!(!names.contains("A"), "{names:?}");
}

#[test]
fn every_data_file_has_its_origin_written_down() {
    let sources = fs::read_to_string(root().join("data/SOURCES.md")).unwrap();
    let mut wrong = Vec::new();
    for path in files(&root().join("data"), "") {
        let name = path.strip_prefix(root().join("data")).unwrap().to_string_lossy().replace('\\', "/");
        if name == "SOURCES.md" || name.starts_with("incoming/") {
            continue;
        }
        let hash = sha256(&fs::read(&path).unwrap());
        let row = sources.lines().find(|line| line.contains(&format!("`{name}`")));
        match row {
            None => wrong.push(format!("{name} is not in SOURCES.md; its SHA-256 is {hash}")),
            Some(row) if !row.contains(&hash) => wrong.push(format!("{name} has SHA-256 {hash}")),
            Some(_) => {}
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// As `sha256sum` prints it.
fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    sha2::Sha256::digest(bytes).iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}

#[test]
fn documents_name_only_files_that_exist() {
    let mut wrong = Vec::new();
    let documents = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "data/SOURCES.md",
        "index/README.md",
    ];
    for document in documents {
        let path = root().join(document);
        let folder = path.parent().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{document}: {error}"));
        for target in text.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let file = target.split('#').next().unwrap_or_default();
            if !file.is_empty() && !file.contains("://") && !folder.join(file).exists() {
                wrong.push(format!("{document} links to {target}"));
            }
        }
        for word in text.split('`').skip(1).step_by(2) {
            let is_path =
                ["src/", "tests/", "benches/", "data/", "docs/"].iter().any(|top| word.starts_with(top));
            if is_path && !word.contains(['*', '{', ' ', '<']) && !root().join(word).exists() {
                wrong.push(format!("{document} names {word}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn lock_files_of_tools_say_what_and_never_where_from() {
    for lock in ["tests/tools/package-lock.json", "tests/browser/package-lock.json"] {
        let text = fs::read_to_string(root().join(lock)).unwrap();
        assert!(text.contains("\"integrity\"") && !text.contains("\"resolved\""), "{lock}");
    }
    let pinned = fs::read_to_string(root().join("tests/tools/requirements.txt")).unwrap();
    assert!(pinned.lines().all(|line| line.contains("==") && !line.contains(['/', '@'])), "{pinned}");
}

#[test]
fn every_test_file_is_declared() {
    let main = fs::read_to_string(root().join("tests/it/main.rs")).unwrap();
    for entry in fs::read_dir(root().join("tests/it")).unwrap() {
        let name = entry.unwrap().file_name().to_string_lossy().trim_end_matches(".rs").to_owned();
        assert!(name == "main" || main.contains(&format!("mod {name};")), "tests/it/main.rs forgets {name}");
    }
}

#[test]
fn every_source_file_says_what_it_is_for() {
    for folder in ["src", "tests", "benches"] {
        for path in files(&root().join(folder), ".rs") {
            let text = fs::read_to_string(&path).unwrap();
            assert!(text.starts_with("//!"), "{} does not open with //!", path.display());
        }
    }
}
