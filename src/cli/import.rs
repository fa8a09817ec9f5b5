//! `finder import`: asks for an import and tells how it went.

mod report;
mod target;

pub(super) use report::finding as finding_json;

use super::args::{FormatName, ImportOptions};
use super::settings::{self, Settings, SettingsError};
use super::{BAD_INPUT, DONE, knowledge, print_published};
use crate::domain::ListName;
use crate::import::{self, ImportRequest, Observer, Stage};
use crate::ingest::{Format, Progress, Source};
use anyhow::Context as _;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use target::Targets;
use tokio::signal::unix::{SignalKind, signal};

/// Runs the import.
pub(super) fn run(options: &ImportOptions, settings: &Settings) -> anyhow::Result<u8> {
    let (json, progress) = (options.json, options.progress);
    let request = request(options, settings)?;
    stop_on_interrupt(&request.cancel)?;
    let (vocabulary, places) = knowledge()?;
    let mut bar = Bar::telling(progress);
    let outcome = import::import(&settings.store(), &request, &vocabulary, &places, &mut bar);
    bar.clear();
    let outcome = outcome?;
    report::tell(&outcome, request.dry_run);
    if json {
        let text = format!("{}\n", report::to_json(&outcome, request.dry_run));
        print_published(&text, outcome.generation.is_some())?;
    }
    Ok(if outcome.refused.is_some() { BAD_INPUT } else { DONE })
}

/// Flags and file to a request.
fn request(options: &ImportOptions, settings: &Settings) -> Result<ImportRequest, SettingsError> {
    let source = |path: PathBuf| if path == Path::new("-") { Source::Stdin } else { Source::File(path) };
    let mut request =
        ImportRequest::new(options.files.iter().cloned().map(source).collect(), jiff::Timestamp::now());
    let list: Option<ListName> = settings::parse(
        "list",
        options.list.as_deref(),
        "allowed are 1 to 32 of a-z, 0-9 and -, but not npi",
    )?;
    request.list = list.or_else(|| settings.file.list.clone());
    if let Some(reserved) = request.list.as_ref().filter(|list| list.is_reserved()) {
        let allowed = "that is the bundled sample's name, allowed is any other".to_owned();
        return Err(SettingsError::Value { name: "list", value: reserved.to_string(), allowed });
    }
    request.format = match options.format {
        None | Some(FormatName::Auto) => None,
        Some(FormatName::Own) => Some(Format::Own),
        Some(FormatName::Nppes) => Some(Format::Nppes),
    };
    request.dry_run = options.dry_run;
    request.report = report(options, settings, (&request.sources, request.dry_run))?;
    let map = options.map.as_deref().map(read_map).transpose()?.unwrap_or_default();
    (request.columns, request.values) = (map.columns, map.values);
    request.allow_shrink = options.allow_shrink || settings.file.allow_shrink.unwrap_or(false);
    request.allow_older = options.allow_older || settings.file.allow_older.unwrap_or(false);
    request.incremental = (options.weekly || options.full).then_some(options.weekly);
    request.allow_rejects = options.allow_rejects || settings.file.allow_rejects.unwrap_or(false);
    let percent = options.max_rejected.or(settings.file.max_rejected).unwrap_or(request.max_rejected);
    if !(0.0..=100.0).contains(&percent) {
        let allowed = "allowed is a number from 0 to 100".to_owned();
        return Err(SettingsError::Value { name: "max-rejected", value: percent.to_string(), allowed });
    }
    request.max_rejected = percent;
    Ok(request)
}

/// Where somebody wants the report, where it may go there.
fn report(
    options: &ImportOptions,
    settings: &Settings,
    (sources, dry_run): (&[Source], bool),
) -> Result<Option<PathBuf>, SettingsError> {
    let Some(report) = options.report.as_ref().or(settings.file.report.as_ref()) else { return Ok(None) };
    let store = settings.store();
    let map = options.map.as_deref().map(|map| ("the map of the columns", map));
    let file = settings.config().map(|file| ("the configuration file", file));
    let read = map.into_iter().chain(file).collect();
    let targets = Targets { report, index: store.root(), sources, read, dry_run };
    let value = report.display().to_string();
    match (targets.check(), settings.config()) {
        (Ok(()), _) => Ok(Some(report.clone())),
        (Err(why), Some(file)) if options.report.is_none() => {
            let message = format!("`report` = \"{value}\": {why}");
            Err(SettingsError::File { path: file.to_owned(), message })
        }
        (Err(allowed), _) => Err(SettingsError::Value { name: "report", value, allowed }),
    }
}

/// A column map.
#[derive(Debug, Default)]
struct Map {
    /// Their names and ours.
    columns: Vec<(String, String)>,
    /// Our names and what all rows are given.
    values: Vec<(String, String)>,
}

/// Reads a column map: `[columns]`, their name = our name; `[values]`, our name = what all rows are given.
fn read_map(path: &Path) -> Result<Map, SettingsError> {
    let told = |message: String| SettingsError::File { path: path.to_owned(), message };
    let unreadable = |error: std::io::Error| SettingsError::Unreadable {
        path: path.to_owned(),
        message: error.to_string(),
    };
    let bytes = std::fs::read(path).map_err(unreadable)?;
    let text = String::from_utf8(bytes).map_err(|_other| told("is not UTF-8".to_owned()))?;
    let table: toml::Table =
        text.parse().map_err(|error: toml::de::Error| told(error.message().to_owned()))?;
    if let Some(other) = table.keys().find(|key| !matches!(key.as_str(), "columns" | "values")) {
        return Err(told(format!("`{other}` is neither [columns] nor [values]")));
    }
    let pairs = |name: &str| -> Result<Vec<(String, String)>, SettingsError> {
        let pair = |(left, right): (&String, &toml::Value)| {
            let right =
                right.as_str().ok_or_else(|| told(format!("`{left}` below [{name}] must be text")))?;
            Ok((left.clone(), right.to_owned()))
        };
        match table.get(name) {
            None => Ok(Vec::new()),
            Some(pairs) => match pairs.as_table() {
                Some(pairs) => pairs.iter().map(pair).collect(),
                None => Err(told(format!("`{name}` must be a table, [{name}]"))),
            },
        }
    };
    let map = Map { columns: pairs("columns")?, values: pairs("values")? };
    if map.columns.is_empty() && map.values.is_empty() {
        let message = "needs a table [columns] with lines such as \"Their name\" = \"zip\"";
        return Err(told(message.to_owned()));
    }
    Ok(map)
}

/// The first interrupt, or SIGTERM, asks the import to stop and clear up; the second ends the process at once.
pub(super) fn stop_on_interrupt(cancel: &Arc<AtomicBool>) -> anyhow::Result<()> {
    let cancel = Arc::clone(cancel);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.context("cannot listen for interrupts")?;
    let (mut interrupt, mut terminate) = {
        let _within = runtime.enter();
        let listening = |kind| signal(kind).context("cannot listen for interrupts");
        (listening(SignalKind::interrupt())?, listening(SignalKind::terminate())?)
    };
    std::thread::spawn(move || {
        runtime.block_on(async {
            loop {
                tokio::select! {
                    _ = interrupt.recv() => {}
                    _ = terminate.recv() => {}
                }
                if cancel.swap(true, Ordering::Relaxed) {
                    std::process::exit(i32::from(super::INTERRUPTED));
                }
                say!("stopping; interrupt again to stop at once");
            }
        });
    });
    Ok(())
}

/// How often a line tells how far reading is where nobody watches a bar.
const TELL_EVERY: Duration = Duration::from_secs(5);

/// The same where somebody follows it elsewhere.
const TELL_OFTEN: Duration = Duration::from_millis(500);

/// A progress bar on terminals; elsewhere a line every few seconds.
pub(super) struct Bar {
    every: Duration,
    drawn: ProgressBar,
    terminal: bool,
    begun: Instant,
    told: Instant,
}

impl Bar {
    /// One that shows nothing yet.
    pub(super) fn new() -> Self {
        Self::telling(false)
    }

    /// The same, telling often where somebody follows its lines elsewhere.
    fn telling(often: bool) -> Self {
        let terminal = std::io::stderr().is_terminal() && !often;
        let every = if often { TELL_OFTEN } else { TELL_EVERY };
        let target = if terminal { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(None, target);
        bar.enable_steady_tick(Duration::from_millis(200));
        Self { every, drawn: bar, terminal, begun: Instant::now(), told: Instant::now() }
    }

    /// Takes it off the terminal.
    pub(super) fn clear(&self) {
        self.drawn.finish_and_clear();
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
        if !self.terminal && (self.every < TELL_EVERY || self.begun.elapsed() >= TELL_EVERY) {
            say!("{message}");
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
        if !self.terminal && self.told.elapsed() >= self.every {
            self.told = Instant::now();
            say!("reading, {}{}", told.rows, told.rest);
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
