//! Logs and counts, and what is never written down.
//!
//! A log line holds times, counts, route templates, generations and request ids. It never holds what somebody searched
//! for, where they are, who they are, or a key: no query words, no coordinates, no place finer than the first three
//! digits of a ZIP code, no address of a caller. Code that has such a value at hand does not pass it to `tracing`.

pub mod counts;
mod lines;

pub use lines::LineQueue;

use lines::LineSink;
use tracing_subscriber::EnvFilter;

/// How log lines look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Starts logging to standard error. A second call changes nothing. Lines that nobody takes are lost, and nothing else.
///
/// A server's lines wait in a queue, so that it waits for no reader of them; the queue comes back, for whoever wants to
/// see it written at the end. Other commands' lines stand between what else they say on standard error.
///
/// `filter` is an `env-filter` directive such as `info` or `specialist_finder=debug`; one that cannot be read counts
/// as `info`. Lines of libraries stay at `warn`, because what they log is not under our rule.
pub fn start(filter: &str, format: LogFormat, serves: bool) -> Option<LineQueue> {
    let own = EnvFilter::try_new(format!("warn,specialist_finder={filter}"));
    let filter = own.unwrap_or_else(|_unreadable| EnvFilter::new("warn,specialist_finder=info"));
    let queue = serves.then(|| LineQueue::start(std::io::stderr())).flatten();
    let sink = queue.clone().map_or(LineSink::AtOnce, LineSink::Queued);
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(sink)
        // What it says of itself, it says on standard error directly, and panics where that fails.
        .log_internal_errors(false)
        .with_ansi(false);
    let started = match format {
        LogFormat::Text => lines.with_target(false).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    drop(started);
    quiet_panics();
    queue
}

/// Lets a panic tell where it happened and nothing else: its message may hold what somebody searched for.
fn quiet_panics() {
    std::panic::set_hook(Box::new(|panic| {
        counts::panicked();
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a panic: this is a fault of the program");
    }));
}
