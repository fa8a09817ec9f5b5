//! When a server is told to end.
//!
//! In: the process's signals. Out: the end of a wait. A service manager sends SIGTERM, a terminal an interrupt, and one
//! that is closed SIGHUP: all of them end the server the same way, with no running reply cut.

use anyhow::Context as _;
use tokio::signal::unix::{Signal, SignalKind, signal};

/// The signals that end a server, listened for from here on.
pub(super) struct Stop {
    terminate: Signal,
    interrupt: Signal,
    /// None where whoever started the server wants it to outlive the terminal.
    hangup: Option<Signal>,
}

impl Stop {
    /// Begins to listen.
    ///
    /// # Errors
    /// Where the system does not let it.
    pub(super) fn listen() -> anyhow::Result<Self> {
        let outlives = ignores_hangups(&std::fs::read_to_string("/proc/self/status").unwrap_or_default());
        let hangup = (!outlives).then(|| signal(SignalKind::hangup()));
        Ok(Self {
            terminate: signal(SignalKind::terminate()).context("cannot listen for SIGTERM")?,
            interrupt: signal(SignalKind::interrupt()).context("cannot listen for interrupts")?,
            hangup: hangup.transpose().context("cannot listen for SIGHUP")?,
        })
    }

    /// Waits until one of them comes.
    pub(super) async fn told(&mut self) {
        let hangup = async {
            match &mut self.hangup {
                Some(hangup) => drop(hangup.recv().await),
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            _ = self.terminate.recv() => {}
            _ = self.interrupt.recv() => {}
            () = hangup => {}
        }
    }
}

/// Whether a process was started to ignore SIGHUP, as `nohup` does; listening would end that. `status` is what Linux says
/// of the process; elsewhere it is empty, and nothing is known to be ignored.
fn ignores_hangups(status: &str) -> bool {
    let ignored = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let ignored = ignored.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok());
    // The signal's number is 1, and the mask begins with it.
    ignored.is_some_and(|mask| mask & 1 == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_nohup_has_done_is_known() {
        assert!(ignores_hangups("Name:\tfinder\nSigIgn:\t0000000000001001\nSigCgt:\t0"));
        for bad in ["SigIgn:\t0000000000001000\n", "SigIgn:\tx", "SigBlk:\t0000000000000001", ""] {
            assert!(!ignores_hangups(bad), "{bad}");
        }
    }
}
