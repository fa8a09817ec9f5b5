//! `finder import`: asks for an import and tells how it went.

use super::args::{FormatName, ImportOptions};
use super::settings::{self, Settings, SettingsError};
use super::{BAD_INPUT, DONE, knowledge, print_result};
use crate::domain::ListName;
use crate::import::{self, ImportOutcome, ImportRequest, Observer, Stage};
use crate::ingest::{Finding, Format, Outcome, Progress, Source};
use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// Runs the import.
pub(super) fn run(options: ImportOptions, settings: &Settings) -> anyhow::Result<u8> {
    let json = options.json;
    let request = request(options, settings)?;
    stop_on_interrupt(&request.cancel)?;
    let (vocabulary, places) = knowledge()?;
    let mut bar = Bar::new();
    let outcome = import::import(&settings.store(), &request, &vocabulary, &places, &mut bar);
    bar.drawn.finish_and_clear();
    let outcome = outcome?;
    tell(&outcome, request.dry_run);
    if json {
        print_result(&format!("{}\n", to_json(&outcome)))?;
    }
    Ok(if outcome.refused.is_some() { BAD_INPUT } else { DONE })
}

/// Flags and file to a request.
fn request(options: ImportOptions, settings: &Settings) -> Result<ImportRequest, SettingsError> {
    let source =
        |path: std::path::PathBuf| if path == Path::new("-") { Source::Stdin } else { Source::File(path) };
    let mut request =
        ImportRequest::new(options.files.into_iter().map(source).collect(), jiff::Timestamp::now());
    let list: Option<ListName> = settings::parse(
        "list",
        options.list.as_deref(),
        "allowed are 1 to 32 of a-z, 0-9 and -, but not npi",
    )?;
    request.list = list.or_else(|| settings.file.list.clone());
    request.format = match options.format {
        FormatName::Auto => None,
        FormatName::Own => Some(Format::Own),
        FormatName::Nppes => Some(Format::Nppes),
    };
    request.columns = options.map.as_deref().map(read_map).transpose()?.unwrap_or_default();
    request.dry_run = options.dry_run;
    request.report = options.report.or_else(|| settings.file.report.clone());
    request.allow_shrink = options.allow_shrink || settings.file.allow_shrink.unwrap_or(false);
    request.allow_rejects = options.allow_rejects || settings.file.allow_rejects.unwrap_or(false);
    let percent = options.max_rejected.or(settings.file.max_rejected).unwrap_or(request.max_rejected);
    if !(0.0..=100.0).contains(&percent) {
        let allowed = "allowed is a number from 0 to 100".to_owned();
        return Err(SettingsError::Value { name: "max-rejected", value: percent.to_string(), allowed });
    }
    request.max_rejected = percent;
    Ok(request)
}

/// Reads a column map: `[columns]`, their name = our name.
fn read_map(path: &Path) -> Result<Vec<(String, String)>, SettingsError> {
    let told = |message: String| SettingsError::File { path: path.to_owned(), message };
    let text = std::fs::read_to_string(path).map_err(|error| told(error.to_string()))?;
    let table: toml::Table =
        text.parse().map_err(|error: toml::de::Error| told(error.message().to_owned()))?;
    let columns = table.get("columns").and_then(toml::Value::as_table);
    let columns = columns
        .ok_or_else(|| told("needs a table [columns] with lines such as \"Their name\" = \"zip\"".into()))?;
    let pair = |(theirs, ours): (&String, &toml::Value)| {
        let ours =
            ours.as_str().ok_or_else(|| told(format!("`{theirs}` must name one of our columns as text")))?;
        Ok((theirs.clone(), ours.to_owned()))
    };
    columns.iter().map(pair).collect()
}

/// The first interrupt asks the import to stop and clear up; the second ends the process at once.
fn stop_on_interrupt(cancel: &Arc<AtomicBool>) -> anyhow::Result<()> {
    let cancel = Arc::clone(cancel);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.context("cannot listen for interrupts")?;
    std::thread::spawn(move || {
        runtime.block_on(async {
            while tokio::signal::ctrl_c().await.is_ok() {
                if cancel.swap(true, Ordering::Relaxed) {
                    std::process::exit(i32::from(super::INTERRUPTED));
                }
                eprintln!("stopping; interrupt again to stop at once");
            }
        });
    });
    Ok(())
}

/// How often a line tells how far reading is where nobody watches a bar.
const TELL_EVERY: Duration = Duration::from_secs(5);

/// A progress bar on terminals; elsewhere a line every few seconds.
struct Bar {
    drawn: ProgressBar,
    terminal: bool,
    begun: Instant,
    told: Instant,
}

impl Bar {
    fn new() -> Self {
        let terminal = std::io::stderr().is_terminal();
        let target = if terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { drawn: bar, terminal, begun: Instant::now(), told: Instant::now() }
    }
}

impl Observer for Bar {
    fn stage(&mut self, stage: Stage) {
        let message = match stage {
            Stage::Reading => "reading",
            Stage::Merging => "comparing with the last import",
            Stage::Building => "building the new generation",
            Stage::Publishing => "checking and publishing",
        };
        self.drawn.set_style(ProgressStyle::default_spinner());
        self.drawn.set_message(message);
        // A short import needs no lines between its beginning and its end.
        if !self.terminal && self.begun.elapsed() >= TELL_EVERY {
            eprintln!("{message}");
        }
    }

    fn progress(&mut self, progress: Progress) {
        if progress.total_bytes > 0 && self.drawn.length() != Some(progress.total_bytes) {
            self.drawn.set_length(progress.total_bytes);
            let style = "{msg} {wide_bar} {bytes}/{total_bytes} {bytes_per_sec} {eta} left";
            self.drawn.set_style(
                ProgressStyle::with_template(style).unwrap_or_else(|_bad| ProgressStyle::default_bar()),
            );
        }
        let told = how_far(progress, self.begun.elapsed());
        self.drawn.set_position(progress.bytes);
        self.drawn.set_message(format!("reading, {},", told.rows));
        if !self.terminal && self.told.elapsed() >= TELL_EVERY {
            self.told = Instant::now();
            eprintln!("reading, {}{}", told.rows, told.rest);
        }
    }
}

/// How far reading is, in words.
struct HowFar {
    rows: String,
    /// The share that is read and the time left, where the files' lengths are known.
    rest: String,
}

fn how_far(progress: Progress, elapsed: Duration) -> HowFar {
    let milliseconds = elapsed.as_millis().max(1);
    let rate = u128::from(progress.rows) * 1_000 / milliseconds;
    let rows = format!("{} rows, {rate} a second", progress.rows);
    let (bytes, total) = (u128::from(progress.bytes), u128::from(progress.total_bytes));
    if bytes == 0 || total < bytes {
        return HowFar { rows, rest: String::new() };
    }
    let left = milliseconds * (total - bytes) / bytes / 1_000;
    HowFar { rows, rest: format!(", {} % read, about {left} s left", bytes * 100 / total) }
}

/// How many rejections are shown on the terminal; the report has all.
const SHOWN: usize = 5;

/// Tells people what happened.
fn tell(outcome: &ImportOutcome, dry_run: bool) {
    if let Some(summary) = &outcome.summary {
        for file in &summary.files {
            eprintln!("{}: {} rows, {}", file.name, file.rows, file.encoding);
            if !file.unknown_columns.is_empty() {
                eprintln!("  columns not used: {}", file.unknown_columns.join(", "));
            }
        }
    }
    eprintln!(
        "accepted {} rows ({} repaired), rejected {}, skipped {}",
        outcome.accepted, outcome.repaired, outcome.rejected, outcome.skipped
    );
    for (code, count) in &outcome.reasons {
        eprintln!("  {code}: {count}");
    }
    for error in outcome.errors.iter().take(SHOWN) {
        eprintln!(
            "{}, line {}: {} ({})",
            error.position.file,
            error.position.line,
            error.message,
            error.code.as_str()
        );
    }
    if outcome.errors.len() > SHOWN {
        eprintln!("and further rows; the report has all");
    }
    let changes = outcome.changes;
    if outcome.refused.is_none() {
        eprintln!(
            "providers: {} added, {} changed, {} moved, {} removed, {} unchanged",
            changes.added, changes.changed, changes.moved, changes.removed, changes.unchanged
        );
    }
    if let Some(report) = &outcome.report {
        eprintln!("report: {}", report.display());
    }
    match (&outcome.refused, &outcome.generation) {
        (Some(refusal), _) => {
            eprintln!("refused, nothing was published: {} ({})", refusal.message, refusal.code.as_str());
        }
        (None, Some(generation)) => eprintln!("generation {generation} is live"),
        (None, None) if dry_run => eprintln!("dry run: nothing was published"),
        (None, None) => {}
    }
}

/// The outcome as the contract's JSON object, on one line.
fn to_json(outcome: &ImportOutcome) -> serde_json::Value {
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
    });
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
    object
}

fn finding(finding: &Finding) -> serde_json::Value {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_reading_is_tells_rate_share_and_time_left() {
        let told = |bytes, total_bytes, rows, seconds| {
            let HowFar { rows, rest } =
                how_far(Progress { bytes, total_bytes, rows }, Duration::from_secs(seconds));
            rows + &rest
        };
        assert_eq!(told(25, 100, 1_000, 10), "1000 rows, 100 a second, 25 % read, about 30 s left");
        assert_eq!(told(25, 0, 1_000, 10), "1000 rows, 100 a second");
        assert_eq!(told(0, 100, 0, 0), "0 rows, 0 a second");
    }
}
