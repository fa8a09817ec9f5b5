//! What the configuration file says of a command's own switches, where neither flag nor environment does.
//!
//! In: a command as it was called and the file. Out: the command as it will run. Other options are taken from the file
//! where they are used.

use super::args::{Command, FormatName, ImportOptions};
use crate::config::Config;
use clap::ValueEnum as _;

/// Takes out of the file the switches that the environment sets, to either side.
///
/// Of other options nothing is there where nobody said it; a switch that says `no` looks like one that nobody set.
pub(super) fn without_switches(mut file: Config, environment_says: impl Fn(&str) -> bool) -> Config {
    let switches = [
        ("FINDER_LOG_JSON", &mut file.log_json),
        ("FINDER_ALLOW_SHRINK", &mut file.allow_shrink),
        ("FINDER_ALLOW_OLDER", &mut file.allow_older),
        ("FINDER_ALLOW_REJECTS", &mut file.allow_rejects),
        ("FINDER_WEEKLY", &mut file.weekly),
        ("FINDER_FULL", &mut file.full),
        ("FINDER_DRY_RUN", &mut file.dry_run),
        ("FINDER_JSON", &mut file.json),
        ("FINDER_WITH_CORRECTIONS", &mut file.with_corrections),
        ("FINDER_EXPLAIN", &mut file.explain),
    ];
    for (_, value) in switches.into_iter().filter(|(variable, _)| environment_says(variable)) {
        *value = None;
    }
    file
}

/// Takes from the file what nobody said before it.
pub(super) fn completed(mut command: Command, file: &Config) -> Command {
    let json = file.json.unwrap_or(false);
    let dry_run = file.dry_run.unwrap_or(false);
    match &mut command {
        Command::Import(options) => {
            options.json |= json;
            options.dry_run |= dry_run;
            import(options, file);
        }
        Command::Search(options) => {
            options.json |= json;
            options.explain |= file.explain.unwrap_or(false);
            if options.sort.is_none() {
                options.sort.clone_from(&file.sort);
            }
        }
        Command::Why(options) => options.json |= json,
        Command::Suggest(options) => options.json |= json,
        Command::Generations(options) | Command::Lists(options) => options.json |= json,
        Command::RemoveList(options) => {
            options.json |= json;
            options.dry_run |= dry_run;
        }
        Command::Rollback(options) => options.with_corrections |= file.with_corrections.unwrap_or(false),
        Command::Overrides(options) => {
            options.json |= json;
            options.allow_rejects |= file.allow_rejects.unwrap_or(false);
            // Without a file of corrections nothing is given that could be tried first.
            options.dry_run |= dry_run && options.file.is_some();
        }
        Command::Serve(_)
        | Command::Verify(_)
        | Command::Rebuild
        | Command::Template(_)
        | Command::Completions(_) => {}
    }
    command
}

fn import(options: &mut ImportOptions, file: &Config) {
    if options.map.is_none() {
        options.map.clone_from(&file.map);
    }
    let format = || file.format.as_deref().and_then(|format| FormatName::from_str(format, false).ok());
    options.format = options.format.or_else(format);
    if !options.weekly && !options.full {
        options.weekly = file.weekly.unwrap_or(false);
        options.full = file.full.unwrap_or(false);
    }
}
