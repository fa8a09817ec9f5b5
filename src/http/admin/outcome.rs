//! What an import told as JSON, as far as the page shows it. What is not there is empty: programs may differ by a
//! version for as long as a server runs.

use super::page::is_report;
use serde::Deserialize;
use std::collections::BTreeMap;

/// The object that `finder import --json` prints.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Outcome {
    pub(super) accepted: u64,
    pub(super) repaired: u64,
    pub(super) rejected: u64,
    pub(super) skipped: u64,
    pub(super) generation: Option<String>,
    pub(super) list: Option<String>,
    pub(super) changes: Changes,
    pub(super) reasons: BTreeMap<String, u64>,
    pub(super) errors: Vec<Finding>,
    pub(super) refused: Option<Refused>,
    report: Option<String>,
    changes_file: Option<String>,
    maps: Vec<String>,
    quality: Option<Quality>,
    pub(super) mapping: Vec<Mapping>,
    pub(super) samples: Samples,
    pub(super) warnings: Vec<Warning>,
    before: Counts,
    after: Counts,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Quality {
    html: Option<String>,
    json: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Changes {
    pub(super) added: u64,
    pub(super) changed: u64,
    pub(super) moved: u64,
    pub(super) removed: u64,
    pub(super) unchanged: u64,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Finding {
    pub(super) file: String,
    pub(super) line: u64,
    pub(super) column: Option<String>,
    pub(super) message: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Refused {
    pub(super) code: String,
    pub(super) message: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Mapping {
    pub(super) file: String,
    pub(super) columns: Vec<Taken>,
    pub(super) missing: Vec<String>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Taken {
    pub(super) column: String,
    field: Option<String>,
    pub(super) reason: String,
    samples: Option<Vec<String>>,
}

impl Taken {
    pub(super) fn field(&self) -> &str {
        self.field.as_deref().unwrap_or("not used")
    }

    pub(super) fn samples(&self) -> String {
        self.samples.as_ref().map_or_else(|| "not shown".to_owned(), |values| values.join(" | "))
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Samples {
    added: Vec<Sample>,
    changed: Vec<Sample>,
    moved: Vec<Sample>,
    removed: Vec<Sample>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Sample {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) city: String,
    pub(super) state: String,
    fields: Vec<Difference>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Difference {
    field: String,
    before: String,
    after: String,
}

impl Sample {
    /// What differs, on one line.
    pub(super) fn differences(&self) -> String {
        let one = |field: &Difference| {
            let told = |text: &str| if text.is_empty() { "nothing".to_owned() } else { text.to_owned() };
            format!("{}: {} → {}", field.field, told(&field.before), told(&field.after))
        };
        self.fields.iter().map(one).collect::<Vec<_>>().join("; ")
    }
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Warning {
    pub(super) message: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Counts {
    providers: u64,
    specialties: BTreeMap<String, u64>,
    states: BTreeMap<String, u64>,
}

/// The name of a file in the folder of reports.
fn report_name(path: &str) -> Option<&str> {
    path.rsplit('/').next().filter(|name| is_report(name))
}

impl Outcome {
    /// Samples of changes with their kind.
    pub(super) fn sampled(&self) -> Vec<(&'static str, &Sample)> {
        let Samples { added, changed, moved, removed } = &self.samples;
        let kinds = [("added", added), ("changed", changed), ("moved", moved), ("removed", removed)];
        kinds
            .into_iter()
            .flat_map(|(kind, samples)| samples.iter().map(move |sample| (kind, sample)))
            .collect()
    }

    /// Files of the report, by what they are and their names in the folder of reports.
    pub(super) fn files(&self) -> Vec<(&'static str, &str)> {
        let quality = |of: fn(&Quality) -> Option<&String>| self.quality.as_ref().and_then(of);
        let told = [
            ("rows that were rejected, skipped or repaired", self.report.as_ref()),
            ("every change", self.changes_file.as_ref()),
            ("quality of the lists", quality(|files| files.html.as_ref())),
            ("quality of the lists, for programs", quality(|files| files.json.as_ref())),
        ];
        let maps = self.maps.iter().map(|map| ("map of the columns", map));
        let files = told.into_iter().filter_map(|(what, path)| Some((what, path?))).chain(maps);
        files.filter_map(|(what, path)| Some((what, report_name(path)?))).collect()
    }

    /// Providers of the list before and after.
    pub(super) fn totals(&self) -> (u64, u64) {
        (self.before.providers, self.after.providers)
    }

    /// Counts before and after that differ, by specialty and state, the largest difference first.
    pub(super) fn shifts(&self) -> Vec<(String, u64, u64)> {
        let pairs =
            [(&self.before.specialties, &self.after.specialties), (&self.before.states, &self.after.states)];
        let mut shifts = Vec::new();
        for (before, after) in pairs {
            let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
            keys.sort_unstable();
            keys.dedup();
            let count = |counts: &BTreeMap<String, u64>, key: &String| counts.get(key).copied().unwrap_or(0);
            let rows = keys.into_iter().map(|key| (key.clone(), count(before, key), count(after, key)));
            shifts.extend(rows.filter(|(_, before, after)| before != after));
        }
        shifts.sort_by_key(|(_, before, after)| std::cmp::Reverse(before.abs_diff(*after)));
        shifts
    }
}
