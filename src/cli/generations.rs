//! `finder verify`, `finder generations`, `finder rollback`.

use super::args::{GenerationOptions, ListOptions};
use super::settings::Settings;
use super::{DONE, knowledge, print_result};
use crate::import;
use crate::index::HistoryEntry;
use anyhow::Context as _;
use std::fmt::Write as _;

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
    let history = settings.store().history()?;
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
    let lists: Vec<String> =
        entry.lists.iter().map(|list| format!("{} ({})", list.list, list.providers)).collect();
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

/// `finder rollback [GENERATION]`
pub(super) fn run_rollback(options: &GenerationOptions, settings: &Settings) -> anyhow::Result<u8> {
    let writer = settings.store().lock()?;
    let live = writer.roll_back(options.generation)?;
    print_result(&format!("generation {live} is live\n"))?;
    Ok(DONE)
}
