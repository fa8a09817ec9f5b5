//! `finder overrides`: corrections of data staff, given and shown; and what other commands tell of them.

use super::args::OverridesOptions;
use super::import::{Bar, finding_json, stop_on_interrupt};
use super::lists::{tell_degraded, tell_unsynced};
use super::settings::Settings;
use super::{BAD_INPUT, DONE, knowledge, print_published, print_result};
use crate::domain::ProviderId;
use crate::import::{
    self, CorrectionReport, CorrectionsInForce, CorrectionsOutcome, CorrectionsRequest, StandingRow,
};
use crate::ingest::{CORRECTION_COLUMNS, Finding, Standing};
use anyhow::Context as _;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// How many rows or ids are shown on the terminal; `--json` has all.
const SHOWN: usize = 10;

/// The template of corrections, as it lies in `data`.
pub(super) const TEMPLATE: &str = include_str!("../../data/overrides_template.csv");

/// `finder overrides [FILE] [--dry-run] [--json] [--allow-rejects]`
pub(super) fn run(options: &OverridesOptions, settings: &Settings) -> anyhow::Result<u8> {
    match &options.file {
        Some(file) => give(file, options, settings),
        None => show(options.json, settings),
    }
}

fn give(file: &Path, options: &OverridesOptions, settings: &Settings) -> anyhow::Result<u8> {
    let (name, bytes) = read(file)?;
    let request = CorrectionsRequest {
        name,
        bytes,
        dry_run: options.dry_run,
        allow_rejects: options.allow_rejects,
        now: jiff::Timestamp::now(),
        cancel: Arc::new(AtomicBool::new(false)),
    };
    stop_on_interrupt(&request.cancel)?;
    let (vocabulary, places) = knowledge()?;
    let mut bar = Bar::new();
    let outcome = import::give_corrections(&settings.store(), &request, &vocabulary, &places, &mut bar);
    bar.clear();
    let outcome = outcome?;
    tell(&outcome, request.dry_run);
    if options.json {
        let text = format!("{}\n", to_json(&outcome, request.dry_run));
        print_published(&text, outcome.generation.is_some())?;
    }
    Ok(if outcome.refused.is_some() { BAD_INPUT } else { DONE })
}

/// A file's name and bytes; `-` is standard input.
fn read(file: &Path) -> anyhow::Result<(String, Vec<u8>)> {
    if file == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes).context("cannot read standard input")?;
        return Ok(("standard input".to_owned(), bytes));
    }
    let bytes = std::fs::read(file).with_context(|| format!("cannot read {}", file.display()))?;
    Ok((file.file_name().unwrap_or_default().to_string_lossy().into_owned(), bytes))
}

/// Prints what is in force, so that it can be edited and given again.
fn show(json: bool, settings: &Settings) -> anyhow::Result<u8> {
    let (vocabulary, places) = knowledge()?;
    let now = jiff::Timestamp::now();
    let CorrectionsInForce { generation, kept } =
        import::corrections_in_force(&settings.store(), now, &vocabulary, &places)?;
    if json {
        let (source, report) = match &kept {
            Some((kept, report)) => (Some(&kept.source), Some(report)),
            None => (None, None),
        };
        let value = serde_json::json!({
            "generation": generation.to_string(),
            "source": source,
            "corrections": report.map(report_json),
        });
        print_result(&format!("{value:#}\n"))?;
        return Ok(DONE);
    }
    match kept {
        None => {
            say!("generation {generation} has no corrections");
            print_result(&format!("{}\n", CORRECTION_COLUMNS.join(",")))?;
        }
        Some((kept, report)) => {
            say!(
                "corrections of generation {generation}, from {} of {}",
                kept.source.file,
                kept.source.imported
            );
            tell_report(&report);
            print_result(&kept.text)?;
        }
    }
    Ok(DONE)
}

fn tell(outcome: &CorrectionsOutcome, dry_run: bool) {
    if !outcome.unknown_columns.is_empty() {
        say!("columns not used: {}", outcome.unknown_columns.join(", "));
    }
    if outcome.refused.is_none() || !outcome.rejected.is_empty() {
        say!("accepted {} rows, rejected {}", outcome.accepted, outcome.rejected.len());
    }
    for finding in outcome.rejected.iter().take(SHOWN) {
        let Finding { position, column, value, message, code, .. } = finding;
        let column = if column.is_empty() { String::new() } else { format!(", column {column}") };
        let value = if value.is_empty() { String::new() } else { format!(" “{value}”") };
        say!("  line {}{column}{value}: {message} ({})", position.line, code.as_str());
    }
    if outcome.rejected.len() > SHOWN {
        say!("  and {} more; the report has all", outcome.rejected.len() - SHOWN);
    }
    tell_degraded(outcome.degraded.as_deref());
    tell_unsynced(outcome.unsynced.as_deref());
    tell_ids("hidden from now on", &outcome.hidden);
    tell_ids("warning: hidden before, shown again", &outcome.shown_again);
    if let Some(report) = &outcome.report {
        tell_report(report);
    }
    if let Some(findings) = &outcome.findings {
        say!("report: {}", findings.display());
    }
    match (&outcome.refused, &outcome.generation) {
        (Some(refusal), _) => {
            say!("refused, nothing was published: {} ({})", refusal.message, refusal.code.as_str());
        }
        (None, Some(generation)) => say!("generation {generation} is live"),
        (None, None) if outcome.in_force => say!("these corrections are in force already"),
        (None, None) if dry_run => say!("dry run: nothing was published"),
        (None, None) => {}
    }
}

/// Names ids, the first few of them.
pub(super) fn tell_ids(what: &str, ids: &[ProviderId]) {
    if ids.is_empty() {
        return;
    }
    let few: Vec<String> = ids.iter().take(SHOWN).map(ToString::to_string).collect();
    let more = if ids.len() > SHOWN { format!(" and {} more", ids.len() - SHOWN) } else { String::new() };
    say!("{what}: {}{more}", few.join(", "));
}

/// Tells how corrections stand; those that do what they should are only counted.
pub(super) fn tell_report(report: &CorrectionReport) {
    let count = |standing| report.standings.get(&standing).copied().unwrap_or(0);
    let applied = count(Standing::Applied) + count(Standing::OlderThanList);
    say!("corrections: {} rows, {applied} in effect; providers hidden: {}", report.rows, report.hidden);
    let odd: Vec<&StandingRow> = report.told.iter().filter(|row| row.standing != Standing::Applied).collect();
    for row in odd.iter().take(SHOWN) {
        let StandingRow { line, id, action, standing } = row;
        say!("  line {line}, {} {id}: {} ({})", action.as_str(), standing.message(), standing.as_str());
    }
    if odd.len() > SHOWN {
        say!("  and {} more; `finder overrides --json` has all", odd.len() - SHOWN);
    }
    for finding in report.unreadable.iter().take(SHOWN) {
        say!(
            "  line {}: has no effect any more: {} ({})",
            finding.position.line,
            finding.message,
            finding.code.as_str()
        );
    }
}

/// How corrections stand, for programs.
pub(super) fn report_json(report: &CorrectionReport) -> serde_json::Value {
    let standings: serde_json::Map<String, serde_json::Value> = report
        .standings
        .iter()
        .map(|(standing, count)| (standing.as_str().to_owned(), (*count).into()))
        .collect();
    let row = |row: &StandingRow| {
        serde_json::json!({
            "line": row.line,
            "id": row.id.to_string(),
            "action": row.action.as_str(),
            "standing": row.standing.as_str(),
        })
    };
    serde_json::json!({
        "rows": report.rows,
        "hidden": report.hidden,
        "standings": standings,
        "told": report.told.iter().map(row).collect::<Vec<_>>(),
        "unreadable": report.unreadable.iter().map(finding_json).collect::<Vec<_>>(),
    })
}

fn to_json(outcome: &CorrectionsOutcome, dry_run: bool) -> serde_json::Value {
    let ids = |ids: &[ProviderId]| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
    serde_json::json!({
        "accepted": outcome.accepted,
        "rejected": outcome.rejected.len(),
        "errors": outcome.rejected.iter().map(finding_json).collect::<Vec<_>>(),
        "unknown_columns": outcome.unknown_columns,
        "degraded": outcome.degraded,
        "hidden": ids(&outcome.hidden),
        "shown_again": ids(&outcome.shown_again),
        "corrections": outcome.report.as_ref().map(report_json),
        "in_force": outcome.in_force,
        "dry_run": dry_run,
        "report": outcome.findings.as_ref().map(|path| path.display().to_string()),
        "generation": outcome.generation.map(|generation| generation.to_string()),
        "refused": outcome.refused.as_ref().map(|refusal| {
            serde_json::json!({ "code": refusal.code.as_str(), "message": refusal.message })
        }),
    })
}
