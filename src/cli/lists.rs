//! `finder lists`, `finder remove-list`.

use super::args::{ListOptions, RemoveListOptions};
use super::import::{Bar, stop_on_interrupt};
use super::overrides::{report_json, tell_report};
use super::settings::{Settings, SettingsError};
use super::{BAD_INPUT, DONE, knowledge, print_published, print_result};
use crate::domain::{ListName, RecordDate};
use crate::import::{
    self, ImportError, ListReport, ListReports, RemovalOutcome, RemovalRefusal, RemovalRequest, Warning,
};
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Characters of a hash that are shown; `--json` has all.
const HASH: usize = 12;

/// `finder lists [--json]`
pub(super) fn run_lists(options: &ListOptions, settings: &Settings) -> anyhow::Result<u8> {
    let (vocabulary, _places) = knowledge()?;
    let reports = import::lists(&settings.store(), &vocabulary)?;
    tell_degraded(reports.degraded.as_deref());
    let text = if options.json { to_json(&reports) } else { to_text(&reports)? };
    print_result(&text)?;
    Ok(DONE)
}

/// Says why another generation stands in for the live one.
pub(super) fn tell_degraded(why: Option<&str>) {
    if let Some(why) = why {
        say!("warning: {why}; the lists are those of the newest generation that is sound");
    }
}

/// That what is live may be gone after a loss of power.
pub(super) fn tell_unsynced(why: Option<&str>) {
    if let Some(why) = why {
        say!("warning: {}", Warning::unsynced(why).message);
    }
}

fn to_text(reports: &ListReports) -> anyhow::Result<String> {
    let mut text = format!("lists of generation {}:\n", reports.generation);
    writeln!(text, "{:<16}  {:>9}  {:>9}  {:>9}  imported", "list", "rows", "providers", "only here")?;
    for report in &reports.lists {
        let source = &report.source;
        let rows = source.rows.map_or_else(|| "?".to_owned(), |rows| rows.to_string());
        writeln!(
            text,
            "{:<16}  {rows:>9}  {:>9}  {:>9}  {}",
            source.list, source.providers, report.alone, source.imported
        )?;
        let day = |day: Option<RecordDate>| day.map(|day| day.to_string()).unwrap_or_default();
        let days = match (report.oldest, report.newest) {
            (None, None) => "no row says when it was updated".to_owned(),
            (oldest, newest) => {
                let undated = match report.undated {
                    0 => String::new(),
                    count => format!(", {count} without a date"),
                };
                format!("updated {} to {}{undated}", day(oldest), day(newest))
            }
        };
        writeln!(text, "    {days}")?;
        for file in &source.sources {
            writeln!(text, "    {}  {}", file.hash.get(..HASH).unwrap_or(&file.hash), file.name)?;
        }
    }
    Ok(text)
}

fn to_json(reports: &ListReports) -> String {
    let day = |day: Option<RecordDate>| day.map(|day| day.to_string());
    let list = |report: &ListReport| {
        serde_json::json!({
            "list": report.source.list,
            "rows": report.source.rows,
            "providers": report.source.providers,
            "only_here": report.alone,
            "imported": report.source.imported,
            "updated": {
                "oldest": day(report.oldest),
                "newest": day(report.newest),
                "unknown": report.undated,
            },
            "files": report.source.sources,
        })
    };
    let lists: Vec<serde_json::Value> = reports.lists.iter().map(list).collect();
    let generation = reports.generation.to_string();
    let told = serde_json::json!({ "generation": generation, "lists": lists, "degraded": reports.degraded });
    format!("{told:#}\n")
}

/// `finder remove-list NAME [--dry-run] [--json]`
pub(super) fn run_remove(options: &RemoveListOptions, settings: &Settings) -> anyhow::Result<u8> {
    let wrong = |_not_one| SettingsError::Argument {
        name: "NAME",
        value: options.name.clone(),
        allowed: "allowed are 1 to 32 of a-z, 0-9 and -, but not npi".to_owned(),
    };
    let list: ListName = options.name.parse().map_err(wrong)?;
    let request = RemovalRequest {
        list,
        dry_run: options.dry_run,
        now: jiff::Timestamp::now(),
        cancel: Arc::new(AtomicBool::new(false)),
    };
    stop_on_interrupt(&request.cancel)?;
    let (vocabulary, places) = knowledge()?;
    let mut bar = Bar::new();
    let removed = import::remove_list(&settings.store(), &request, &vocabulary, &places, &mut bar);
    bar.clear();
    match removed {
        Ok(outcome) => {
            tell(&outcome);
            if options.json {
                let text = format!("{}\n", removal_json(&outcome, request.dry_run));
                print_published(&text, outcome.generation.is_some())?;
            }
            Ok(DONE)
        }
        Err(ImportError::Removal(refusal)) => {
            say!("refused, nothing was published: {refusal} ({})", refusal.code());
            if options.json {
                print_result(&format!("{}\n", refusal_json(&request, &refusal)))?;
            }
            Ok(BAD_INPUT)
        }
        Err(error) => Err(error.into()),
    }
}

fn tell(outcome: &RemovalOutcome) {
    let RemovalOutcome { source, leavers, corrections, degraded, generation, unsynced } = outcome;
    tell_degraded(degraded.as_deref());
    tell_unsynced(unsynced.as_deref());
    say!("list {} of {}, {} providers:", source.list, source.imported, source.providers);
    say!("  {} leave, {} stay with what other lists say", leavers.leaving, leavers.staying);
    for leaving in &leavers.samples {
        say!("    leaves: {} {}, {} {}", leaving.id, leaving.name, leaving.city, leaving.state);
    }
    if leavers.leaving > leavers.samples.len() as u64 {
        say!("    and {} more", leavers.leaving - leavers.samples.len() as u64);
    }
    for (specialty, count) in &leavers.specialties {
        say!("  {specialty:28} {count:>8} fewer");
    }
    if let Some(corrections) = corrections {
        tell_report(corrections);
    }
    if let Some(generation) = generation {
        say!("generation {generation} is live; `finder rollback` undoes it");
    } else {
        say!("dry run: nothing was published");
    }
}

fn removal_json(outcome: &RemovalOutcome, dry_run: bool) -> serde_json::Value {
    let RemovalOutcome { source, leavers, corrections, degraded, generation, unsynced: _ } = outcome;
    let sample = |leaving: &import::Leaving| {
        serde_json::json!({
            "id": leaving.id, "name": leaving.name, "city": leaving.city, "state": leaving.state,
        })
    };
    serde_json::json!({
        "list": source.list,
        "providers": source.providers,
        "leaving": leavers.leaving,
        "staying": leavers.staying,
        "specialties": leavers.specialties,
        "samples": leavers.samples.iter().map(sample).collect::<Vec<_>>(),
        "corrections": corrections.as_ref().map(report_json),
        "degraded": degraded,
        "dry_run": dry_run,
        "generation": generation.map(|generation| generation.to_string()),
        "refused": null,
    })
}

fn refusal_json(request: &RemovalRequest, refusal: &RemovalRefusal) -> serde_json::Value {
    serde_json::json!({
        "list": request.list.to_string(),
        "dry_run": request.dry_run,
        "generation": null,
        "refused": { "code": refusal.code(), "message": refusal.to_string() },
    })
}
