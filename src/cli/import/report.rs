//! What an import tells: people on standard error, programs by the contract's JSON object.

use crate::cli::overrides;
use crate::domain::RecordDate;
use crate::import::{CorrectionReport, Counts, ImportOutcome, Preview, StandingRow, Warning};
use crate::index::{Coverage, Gap};
use crate::ingest::{ColumnUse, FieldChange, FileMapping, Finding, Outcome};
use std::collections::BTreeMap;

/// How many rejections are shown on the terminal; the report has all.
const SHOWN: usize = 5;

/// Tells people what happened.
pub(super) fn tell(outcome: &ImportOutcome, dry_run: bool) {
    if dry_run {
        outcome.mappings.iter().for_each(tell_mapping);
    }
    if let Some(summary) = &outcome.summary {
        for file in &summary.files {
            say!("{}: {} rows, {}", file.name, file.rows, file.encoding);
            if !file.unknown_columns.is_empty() {
                say!("  columns not used: {}", file.unknown_columns.join(", "));
            }
        }
    }
    say!(
        "accepted {} rows ({} repaired), rejected {}, skipped {}",
        outcome.accepted,
        outcome.repaired,
        outcome.rejected,
        outcome.skipped
    );
    for (code, count) in &outcome.reasons {
        say!("  {code}: {count}");
    }
    tell_findings(&outcome.errors);
    let changes = outcome.changes;
    if outcome.refused.is_none() {
        say!(
            "providers: {} added, {} changed, {} moved, {} removed, {} unchanged",
            changes.added,
            changes.changed,
            changes.moved,
            changes.removed,
            changes.unchanged
        );
    }
    if let Some(preview) = &outcome.preview {
        tell_preview(preview, outcome.corrections.as_ref());
    }
    if let Some(corrections) = &outcome.corrections {
        overrides::tell_report(corrections);
    }
    if let Some(coverage) = &outcome.coverage {
        say!("{}", made_of(coverage));
    }
    outcome.warnings.iter().for_each(tell_warning);
    if let Some(report) = &outcome.report {
        say!("report: {}", report.display());
    }
    if let Some(quality) = &outcome.quality {
        let preview = if dry_run { ", as the lists would be" } else { "" };
        say!("quality of the lists{preview}: {}", quality.html.display());
    }
    if let Some(file) = outcome.preview.as_ref().and_then(|preview| preview.file.as_ref()) {
        say!("every change: {}", file.display());
    }
    for map in &outcome.maps {
        say!("map of the columns, to edit and give with --map: {}", map.display());
    }
    match (&outcome.refused, &outcome.generation) {
        (Some(refusal), _) => {
            say!("refused, nothing was published: {} ({})", refusal.message, refusal.code.as_str());
        }
        (None, Some(generation)) => say!("generation {generation} is live"),
        (None, None) if dry_run => say!("dry run: nothing was published"),
        (None, None) => {}
    }
}

/// Tells the first rows that cannot be used.
fn tell_findings(findings: &[Finding]) {
    for error in findings.iter().take(SHOWN) {
        let Finding { position, message, code, .. } = error;
        say!("{}, line {}: {message} ({})", position.file, position.line, code.as_str());
    }
    if findings.len() > SHOWN {
        say!("and further rows; the report has all");
    }
}

/// Tells how the columns of a file are read.
fn tell_mapping(mapping: &FileMapping) {
    let headerless = if mapping.headerless { " (it has no header)" } else { "" };
    say!("columns of {}{headerless}:", mapping.file);
    let widest =
        mapping.columns.iter().map(|column| column.column.chars().count()).max().unwrap_or(0).min(36);
    for column in &mapping.columns {
        let samples = match &column.samples {
            None => "values not shown".to_owned(),
            Some(values) if values.is_empty() => "empty".to_owned(),
            Some(values) => values.join(" | "),
        };
        let field = column.field.unwrap_or("-");
        say!("  {:widest$}  {field:14}  {}; {samples}", column.column, column.why.told());
    }
    for (ours, value) in &mapping.values {
        say!("  all rows: {ours} = {value}");
    }
    if mapping.makes_ids {
        say!("  ids are made of name and address, since the list has none that may be stored");
    }
    for missing in &mapping.missing {
        say!("  missing: {missing}");
    }
}

/// Tells what an import would do.
fn tell_preview(preview: &Preview, corrections: Option<&CorrectionReport>) {
    let corrected = |id: &str| {
        let of = |row: &StandingRow| row.id.to_string() == id;
        corrections.is_some_and(|report| report.told.iter().any(of))
    };
    for sample in &preview.samples {
        let miles = if sample.miles.is_empty() { String::new() } else { format!(" by {} mi", sample.miles) };
        let note = if corrected(&sample.id) { " (corrections stay in force)" } else { "" };
        let (name, city) = (&sample.name, &sample.city);
        say!("  {}{miles}: {} {name}, {city} {}{note}", sample.change, sample.id, sample.state);
        for field in &sample.fields {
            say!("      {}: {} -> {}", field.field, shown(&field.before), shown(&field.after));
        }
    }
    let Preview { before, after, .. } = preview;
    say!("providers of the list: {} before, {} after", before.providers, after.providers);
    tell_counts(&before.specialties, &after.specialties);
    tell_counts(&before.states, &after.states);
    preview.warnings.iter().for_each(tell_warning);
}

fn tell_warning(warning: &Warning) {
    let few = if warning.samples.is_empty() {
        String::new()
    } else {
        format!(" (such as {})", warning.samples.join(", "))
    };
    say!("warning: {}{few} ({})", warning.message, warning.code);
}

/// Which files a federal list is made of, in words.
fn made_of(coverage: &Coverage) -> String {
    let day =
        |day: Option<RecordDate>| day.map_or_else(|| "an unknown day".to_owned(), |day| day.to_string());
    let full = match &coverage.full {
        Some(full) => format!("the whole list of {}", day(full.to)),
        None => "no whole list".to_owned(),
    };
    match (coverage.weeks.first(), coverage.weeks.last()) {
        (Some(first), Some(last)) => {
            let from = day(first.from.or(first.to));
            let (files, s) = (coverage.weeks.len(), if coverage.weeks.len() == 1 { "" } else { "s" });
            format!("made of {full} and {files} file{s} of changes, {from} to {}", day(last.to))
        }
        _ => format!("made of {full}"),
    }
}

/// A value, or that there is none.
fn shown(value: &str) -> &str {
    if value.is_empty() { "nothing" } else { value }
}

/// Counts before and after, the largest first.
fn tell_counts<K: Ord + std::fmt::Display>(before: &BTreeMap<K, u64>, after: &BTreeMap<K, u64>) {
    let count = |counts: &BTreeMap<K, u64>, key: &K| counts.get(key).copied().unwrap_or(0);
    let mut keys: Vec<&K> = before.keys().chain(after.keys()).collect();
    keys.sort();
    keys.dedup();
    keys.sort_by_key(|key| std::cmp::Reverse(count(before, key).max(count(after, key))));
    for key in keys {
        say!("  {key:28} {:>8} -> {:>8}", count(before, key), count(after, key));
    }
}

/// The outcome as the contract's JSON object, on one line.
pub(super) fn to_json(outcome: &ImportOutcome, dry_run: bool) -> serde_json::Value {
    let changes = outcome.changes;
    let told = outcome.errors.len() as u64;
    let mut object = serde_json::json!({
        "accepted": outcome.accepted,
        "repaired": outcome.repaired,
        "rejected": outcome.rejected,
        "skipped": outcome.skipped,
        "generation": outcome.generation.map(|generation| generation.to_string()),
        "changes": {
            "added": changes.added,
            "changed": changes.changed,
            "moved": changes.moved,
            "removed": changes.removed,
            "unchanged": changes.unchanged,
        },
        "errors": outcome.errors.iter().map(finding).collect::<Vec<_>>(),
        "errors_truncated": outcome.rejected > told,
        "repairs": outcome.repairs.iter().map(finding).collect::<Vec<_>>(),
        "reasons": outcome.reasons,
        "specialties": outcome.specialties,
        "report": outcome.report.as_ref().map(|path| path.to_string_lossy()),
        "quality": outcome.quality.as_ref().map(|quality| serde_json::json!({
            "html": quality.html.to_string_lossy(), "json": quality.json.to_string_lossy(),
        })),
    });
    if let (Some(corrections), Some(object)) = (&outcome.corrections, object.as_object_mut()) {
        object.insert("corrections".to_owned(), overrides::report_json(corrections));
    }
    if let (Some(refusal), Some(object)) = (&outcome.refused, object.as_object_mut()) {
        let refused = serde_json::json!({ "code": refusal.code.as_str(), "message": refusal.message });
        object.insert("refused".to_owned(), refused);
    }
    if let (Some(summary), Some(object)) = (&outcome.summary, object.as_object_mut()) {
        let files: Vec<_> = summary.files.iter().map(|file| serde_json::json!({
            "file": file.name, "rows": file.rows, "encoding": file.encoding, "unknown_columns": file.unknown_columns,
            "repairs": file.repairs.iter().map(finding).collect::<Vec<_>>(),
        })).collect();
        object.insert("list".to_owned(), summary.list.to_string().into());
        object.insert("files".to_owned(), files.into());
    }
    if let Some(object) = object.as_object_mut() {
        object.insert("warnings".to_owned(), outcome.warnings.iter().map(warning).collect());
        if let Some(coverage) = &outcome.coverage {
            let gap =
                |gap: Gap| serde_json::json!({ "from": gap.from.to_string(), "to": gap.to.to_string() });
            object.insert("gaps".to_owned(), coverage.gaps().into_iter().map(gap).collect());
            object.insert("coverage".to_owned(), serde_json::json!(coverage));
        }
    }
    if let (true, Some(object)) = (dry_run, object.as_object_mut()) {
        object.insert("mapping".to_owned(), outcome.mappings.iter().map(mapping).collect());
        let path = |path: &std::path::PathBuf| serde_json::Value::from(path.to_string_lossy());
        object.insert("maps".to_owned(), outcome.maps.iter().map(path).collect());
        if let Some(told) = &outcome.preview {
            object.insert("changes_file".to_owned(), told.file.as_ref().map(path).into());
            object.insert("before".to_owned(), counts(&told.before));
            object.insert("after".to_owned(), counts(&told.after));
            object.insert("samples".to_owned(), samples(told));
            let warnings = told.warnings.iter().chain(&outcome.warnings);
            object.insert("warnings".to_owned(), warnings.map(warning).collect());
        }
    }
    object
}

fn mapping(mapping: &FileMapping) -> serde_json::Value {
    let column = |column: &ColumnUse| {
        serde_json::json!({
            "column": column.column, "field": column.field, "why": column.why.as_str(), "reason": column.why.told(),
            "samples": column.samples,
        })
    };
    let values: serde_json::Map<_, _> =
        mapping.values.iter().map(|(ours, value)| (ours.clone(), value.clone().into())).collect();
    serde_json::json!({
        "file": mapping.file, "headerless": mapping.headerless, "ids_made": mapping.makes_ids,
        "columns": mapping.columns.iter().map(column).collect::<Vec<_>>(), "values": values, "missing": mapping.missing,
    })
}

fn counts(counts: &Counts) -> serde_json::Value {
    serde_json::json!({
        "providers": counts.providers, "specialties": counts.specialties, "states": counts.states,
    })
}

/// The first changes, by kind.
fn samples(preview: &Preview) -> serde_json::Value {
    let of = |kind: &str| -> Vec<serde_json::Value> {
        let lines = preview.samples.iter().filter(|line| line.change == kind);
        lines
            .map(|line| {
                let field = |field: &FieldChange| {
                    serde_json::json!({ "field": field.field, "before": field.before, "after": field.after })
                };
                serde_json::json!({
                    "id": line.id, "name": line.name, "city": line.city, "state": line.state,
                    "specialties": line.specialties.split('|').filter(|id| !id.is_empty()).collect::<Vec<_>>(),
                    "miles": line.miles.parse::<f64>().ok(),
                    "fields": line.fields.iter().map(field).collect::<Vec<_>>(),
                })
            })
            .collect()
    };
    serde_json::json!({
        "added": of("added"), "changed": of("changed"), "moved": of("moved"), "removed": of("removed"),
    })
}

fn warning(warning: &Warning) -> serde_json::Value {
    serde_json::json!({
        "code": warning.code, "count": warning.count, "message": warning.message, "samples": warning.samples,
    })
}

/// A finding, for programs.
pub(in crate::cli) fn finding(finding: &Finding) -> serde_json::Value {
    let mut object = serde_json::json!({
        "file": &*finding.position.file,
        "line": finding.position.line,
        "column": finding.column,
        "code": finding.code.as_str(),
        "value": finding.value,
        "message": finding.message,
    });
    if let (Outcome::Warned, Some(object)) = (finding.outcome, object.as_object_mut()) {
        object.insert("outcome".to_owned(), finding.outcome.as_str().into());
    }
    object
}
