//! `finder verify`, `finder generations`, `finder rollback`, `finder rebuild`.

use super::args::{GenerationOptions, ListOptions, RollbackOptions};
use super::import::{Bar, stop_on_interrupt};
use super::lists::tell_unsynced;
use super::overrides::{tell_ids, tell_report};
use super::settings::Settings;
use super::{DONE, knowledge, print_result};
use crate::import::{self, RollbackRequest};
use crate::index::{HistoryEntry, IndexError, ListSource};
use anyhow::Context as _;
use std::fmt::Write as _;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// `finder verify [GENERATION]`
pub(super) fn run_verify(options: &GenerationOptions, settings: &Settings) -> anyhow::Result<u8> {
    let (vocabulary, _places) = knowledge()?;
    let (verified, asked) = import::verify(&settings.store(), options.generation, &vocabulary)?;
    print_result(&format!(
        "generation {} is sound: {} files, {} bytes, every hash right, {asked} canary questions answered\n",
        verified.generation, verified.files, verified.bytes,
    ))?;
    Ok(DONE)
}

/// `finder generations [--json]`
pub(super) fn run_list(options: &ListOptions, settings: &Settings) -> anyhow::Result<u8> {
    let store = settings.store();
    let history = store.history()?;
    // A history of none, where no generation is live either, is no index.
    if history.0.is_empty() && store.current()?.is_none() {
        return Err(IndexError::NoIndex(store.root().to_owned()).into());
    }
    let text = if options.json {
        let lines = serde_json::to_string_pretty(&history.0).context("cannot write the history")?;
        format!("{lines}\n")
    } else {
        let mut text =
            String::from("generation  published             providers  practices  state    lists\n");
        for entry in &history.0 {
            line(&mut text, entry)?;
        }
        text
    };
    print_result(&text)?;
    Ok(DONE)
}

fn line(text: &mut String, entry: &HistoryEntry) -> anyhow::Result<()> {
    let state = match (entry.live, entry.kept) {
        (true, _) => "live",
        (false, true) => "kept",
        (false, false) => "removed",
    };
    let mut lists: Vec<String> = entry.lists.iter().map(told).collect();
    if let Some(corrections) = &entry.corrections {
        lists.push(format!("{} corrections, {} hidden", corrections.rows, corrections.hidden));
    }
    writeln!(
        text,
        "{:<10}  {:<20}  {:>9}  {:>9}  {state:<7}  {}",
        entry.generation,
        entry.published,
        entry.providers,
        entry.practices,
        lists.join(", "),
    )?;
    Ok(())
}

/// A list, how many providers it has, and of a federal one until when and what is missing.
fn told(list: &ListSource) -> String {
    let mut text = format!("{} ({}", list.list, list.providers);
    if let Some(coverage) = &list.coverage {
        text += &coverage.latest().map(|day| format!(", until {day}")).unwrap_or_default();
        let gaps: Vec<String> = coverage.gaps().iter().map(ToString::to_string).collect();
        if !gaps.is_empty() {
            text = text + ", missing " + &gaps.join(" and ");
        }
    }
    text + ")"
}

/// `finder rollback [GENERATION] [--with-corrections]`
pub(super) fn run_rollback(options: &RollbackOptions, settings: &Settings) -> anyhow::Result<u8> {
    let request = RollbackRequest {
        to: options.generation,
        with_corrections: options.with_corrections,
        now: jiff::Timestamp::now(),
        cancel: Arc::new(AtomicBool::new(false)),
    };
    stop_on_interrupt(&request.cancel)?;
    let (vocabulary, places) = knowledge()?;
    let mut bar = Bar::new();
    let outcome = import::roll_back(&settings.store(), &request, &vocabulary, &places, &mut bar);
    bar.clear();
    let outcome = outcome?;
    tell_unsynced(outcome.unsynced.as_deref());
    tell_ids("warning: hidden before, shown again", &outcome.shown_again);
    if outcome.corrections_lost {
        say!(
            "warning: the corrections in force could not be read; whoever they hid may be shown again. Give them anew \
             with `finder overrides FILE.csv`"
        );
    }
    if let Some(corrections) = &outcome.corrections {
        tell_report(corrections);
    }
    let told = if outcome.generation == outcome.target {
        format!("generation {} is live\n", outcome.generation)
    } else {
        format!(
            "generation {} is live: the lists of {} with the corrections in force\n",
            outcome.generation, outcome.target
        )
    };
    print_result(&told)?;
    Ok(DONE)
}

/// `finder rebuild`
pub(super) fn run_rebuild(settings: &Settings) -> anyhow::Result<u8> {
    let (vocabulary, places) = knowledge()?;
    let store = settings.store();
    let rebuilt =
        import::rebuild(&store, jiff::Timestamp::now(), (&vocabulary, &places), &mut import::Unobserved)?;
    if let Some(why) = &rebuilt.degraded {
        say!("warning: {why}");
    }
    tell_unsynced(rebuilt.unsynced.as_deref());
    if let Some(corrections) = &rebuilt.corrections {
        tell_report(corrections);
    }
    let lists: Vec<String> = rebuilt.lists.iter().map(|(list, count)| format!("{list} ({count})")).collect();
    print_result(&format!(
        "generation {} is live, built from the lists of {}: {}\n",
        rebuilt.generation,
        rebuilt.from,
        lists.join(", "),
    ))?;
    Ok(DONE)
}
