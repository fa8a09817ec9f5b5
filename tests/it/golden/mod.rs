//! Judged questions, readings, warnings and ranking worlds of `tests/golden`: figures, floors, and the report of
//! `docs/RELEVANCE.md`.
//!
//! Each set has a part that was used while the finder was written and a part that was set aside before; floors hold for
//! both, and the report shows both.

mod judged;
mod readings;
mod report;
mod worlds;

pub(crate) use report::check_page;

use specialist_finder::domain::{Fact, Gender};
use specialist_finder::query::{Answer, Engine, SearchError};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// A file of `tests/golden`.
fn golden(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name)
}

/// A TOML file of `tests/golden`.
fn read<T: serde::de::DeserializeOwned>(name: &str) -> T {
    let path = golden(name);
    let text = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Searches as the two boxes and further parameters say.
fn ask(
    engine: &Engine,
    (what, near): (&str, &str),
    params: &BTreeMap<String, String>,
) -> Result<Answer, SearchError> {
    let mut pairs: Vec<(&str, &str)> = params.iter().map(|(key, value)| (&**key, &**value)).collect();
    if !what.is_empty() {
        pairs.push(("q", what));
    }
    if !near.is_empty() {
        pairs.push(("near", near));
    }
    crate::support::search(engine, &pairs)
}

/// Answers right out of answers asked, of one class.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
struct Share {
    right: usize,
    all: usize,
}

impl Share {
    fn add(&mut self, right: bool) {
        self.right += usize::from(right);
        self.all += 1;
    }

    fn percent(self) -> f64 {
        match (u32::try_from(self.right), u32::try_from(self.all)) {
            (Ok(right), Ok(all)) if all > 0 => f64::from(right) * 100.0 / f64::from(all),
            _ => 100.0,
        }
    }
}

fn wants(facts: &[Fact]) -> bool {
    facts.contains(&Fact::Yes)
}

fn gender(letter: &str) -> Option<Gender> {
    match letter {
        "F" => Some(Gender::Female),
        "M" => Some(Gender::Male),
        _ => None,
    }
}
