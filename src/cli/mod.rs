//! The commands of `CONTRACT.md`: read arguments, run, say how it went.
//!
//! Results go to standard output, everything meant for people's eyes to standard error. Exit codes are the contract's:
//! 0 done, 1 bad input, 2 usage, 74 I/O, 75 locked, 78 no usable index or bad configuration, 130 interrupted.

/// Tells people something on standard error. Where it goes to a file on a disk that is full, nothing can be told, and
/// what the program does goes on.
macro_rules! say {
    ($($part:tt)*) => {{
        use std::io::Write as _;
        drop(writeln!(std::io::stderr(), $($part)*));
    }};
}

mod args;
mod called;
mod environment;
mod failed;
mod from_file;
mod generations;
mod import;
mod lists;
mod overrides;
mod search;
mod serve;
mod settings;
mod show;
mod spans;
mod stop;
mod why;

use crate::import::ImportError;
use crate::index::IndexError;
use crate::ingest::IngestError;
use crate::parallel;
use crate::places::Places;
use crate::query::{RequestError, SearchError};
use crate::vocabulary::Vocabulary;
use anyhow::Context as _;
use args::{Arguments, Command};
use settings::SettingsError;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

/// The program did what it was asked.
const DONE: u8 = 0;
/// Bad input: a refused list, a damaged archive or generation, an unknown place, nothing to roll back to.
const BAD_INPUT: u8 = 1;
/// A flag or an environment value is wrong. Clap uses the same number.
const USAGE: u8 = 2;
/// `EX_IOERR` of sysexits.h.
const IO_ERROR: u8 = 74;
/// `EX_TEMPFAIL` of sysexits.h: another import holds the lock.
const LOCKED: u8 = 75;
/// `EX_CONFIG` of sysexits.h: no usable index, or a bad configuration file.
const CONFIG: u8 = 78;
/// 128 + SIGINT, as shells say it.
const INTERRUPTED: u8 = 130;

/// How long a server that ends waits for its last log lines to be taken.
const LAST_LINES: Duration = Duration::from_millis(500);

/// Runs the command that the process was started with.
pub fn run() -> ExitCode {
    let arguments = called::arguments();
    match dispatch(arguments) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            if !is_closed_pipe(&error) {
                say!("finder: {}", in_words(&error));
            }
            ExitCode::from(exit_code(&error))
        }
    }
}

/// Lets whoever asks a server on this machine go before whoever changes or checks its lists.
fn make_way(command: &Command, settings: &settings::Settings) {
    let changes = matches!(
        command,
        Command::Import(_)
            | Command::RemoveList(_)
            | Command::Rebuild
            | Command::Overrides(_)
            | Command::Verify(_)
    );
    if changes || matches!(command, Command::Rollback(_)) {
        parallel::give_way();
    }
    // Going back takes seconds, and is asked for because what is served is wrong.
    if changes && settings.store().is_served() && parallel::leave_a_core() {
        say!("a server answers from this index: one core is left to searches");
    }
}

fn dispatch(arguments: Arguments) -> anyhow::Result<u8> {
    let settings = settings::Settings::read(&arguments.common)?;
    let serves = matches!(arguments.command, Command::Serve(_));
    let log = crate::telemetry::start(settings.log_filter(), settings.log_format(), serves);
    environment::warn_of_unknown();
    let command = from_file::completed(arguments.command, &settings.file);
    make_way(&command, &settings);
    let json = failed::tells_json(&command);
    let done = run_command(command, &settings);
    if let (true, Err(error)) = (json, &done)
        && !is_closed_pipe(error)
    {
        // Where standard output is what cannot be written, standard error tells it all the same.
        let _told = print_result(&format!("{}\n", failed::to_json(error)));
    }
    if let Some(log) = log {
        // Whoever stopped the server does not wait for a log that is not read.
        let _written = log.finish(LAST_LINES);
    }
    done
}

fn run_command(command: Command, settings: &settings::Settings) -> anyhow::Result<u8> {
    match command {
        Command::Serve(options) => serve::run(&options, settings),
        Command::Import(options) => import::run(&options, settings),
        Command::Search(options) => search::run_search(&options, settings),
        Command::Why(options) => why::run(&options, settings),
        Command::Suggest(options) => search::run_suggest(&options, settings),
        Command::Verify(options) => generations::run_verify(&options, settings),
        Command::Generations(options) => generations::run_list(&options, settings),
        Command::Lists(options) => lists::run_lists(&options, settings),
        Command::RemoveList(options) => lists::run_remove(&options, settings),
        Command::Rollback(options) => generations::run_rollback(&options, settings),
        Command::Rebuild => generations::run_rebuild(settings),
        Command::Overrides(options) => overrides::run(&options, settings),
        Command::Template(options) => show::template(&options),
        Command::Completions(options) => show::completions(&options),
    }
}

/// The words and places that every command reads with.
fn knowledge() -> anyhow::Result<(Arc<Vocabulary>, Arc<Places>)> {
    // Each takes some fifty milliseconds, which is most of a small command's time.
    let (vocabulary, places) = std::thread::scope(|scope| {
        let places = scope.spawn(Places::bundled);
        (Vocabulary::bundled(), places.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let vocabulary = vocabulary.context("the bundled vocabulary is damaged")?;
    let places = places.context("the bundled places are damaged")?;
    Ok((Arc::new(vocabulary), Arc::new(places)))
}

/// An error with its causes; a cause that the text before it already tells is not told twice.
fn in_words(error: &anyhow::Error) -> String {
    let mut text = error.to_string();
    for cause in error.chain().skip(1).map(ToString::to_string) {
        if !text.contains(&cause) {
            text = format!("{text}: {cause}");
        }
    }
    text
}

/// The contract's exit code for an error.
fn exit_code(error: &anyhow::Error) -> u8 {
    for cause in error.chain() {
        if let Some(cause) = cause.downcast_ref::<ImportError>() {
            return import_code(cause);
        }
        if let Some(cause) = cause.downcast_ref::<IndexError>() {
            return index_code(cause);
        }
        if let Some(cause) = cause.downcast_ref::<SearchError>() {
            return search_code(cause);
        }
        if cause.is::<RequestError>() {
            return USAGE;
        }
        if let Some(cause) = cause.downcast_ref::<SettingsError>() {
            return match cause {
                SettingsError::File { .. } => CONFIG,
                SettingsError::Unreadable { .. } => IO_ERROR,
                SettingsError::Value { .. } | SettingsError::Argument { .. } => USAGE,
            };
        }
    }
    IO_ERROR
}

fn import_code(error: &ImportError) -> u8 {
    match error {
        ImportError::Index(index) => index_code(index),
        ImportError::Ingest(IngestError::Refused(_))
        | ImportError::Removal(_)
        | ImportError::CorrectionsLost(_)
        | ImportError::SameLists(_) => BAD_INPUT,
        ImportError::Ingest(IngestError::Io { .. } | IngestError::Sink(_))
        | ImportError::Report { .. }
        | ImportError::Temporary(_)
        | ImportError::Clock => IO_ERROR,
        ImportError::Interrupted => INTERRUPTED,
    }
}

fn index_code(error: &IndexError) -> u8 {
    match error {
        IndexError::NoIndex(_)
        | IndexError::Incompatible { .. }
        | IndexError::NothingSound(_)
        | IndexError::HiddenLost(_) => CONFIG,
        IndexError::Locked => LOCKED,
        IndexError::Damaged { .. }
        | IndexError::Pointer(_)
        | IndexError::NotKept(_)
        | IndexError::NothingToRollBack
        | IndexError::Canary(_) => BAD_INPUT,
        IndexError::Text(_) | IndexError::Io { .. } => IO_ERROR,
    }
}

fn search_code(error: &SearchError) -> u8 {
    match error {
        SearchError::Request(_) => USAGE,
        SearchError::UnknownPlace { .. } | SearchError::CursorExpired | SearchError::NotOpenYet => BAD_INPUT,
        SearchError::Index(index) => index_code(index),
    }
}

/// Whether somebody stopped reading our output, as `head` does.
fn is_closed_pipe(error: &anyhow::Error) -> bool {
    let closed = |cause: &std::io::Error| cause.kind() == std::io::ErrorKind::BrokenPipe;
    error.chain().any(|cause| cause.downcast_ref::<std::io::Error>().is_some_and(closed))
}

/// Writes a result to standard output; a reader that went away is an error, not a panic.
fn print_result(text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    let mut out = std::io::stdout().lock();
    out.write_all(text.as_bytes()).and_then(|()| out.flush()).context("cannot write the result")
}

/// Writes the result of a command that may have published. Where it has, that nobody takes the result undoes nothing, and
/// the exit code must not say that nothing was published.
fn print_published(text: &str, published: bool) -> anyhow::Result<()> {
    match print_result(text) {
        Err(error) if published => {
            if !is_closed_pipe(&error) {
                say!("{}; what was published is live all the same", in_words(&error));
            }
            Ok(())
        }
        written => written,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cause_is_told_once() {
        let full = || std::io::Error::other("no space");
        let index = IndexError::Io { path: "index".into(), source: full() };
        assert_eq!(in_words(&index.into()), "index: no space");
        assert_eq!(in_words(&anyhow::Error::from(full()).context("cannot write")), "cannot write: no space");
    }
}
