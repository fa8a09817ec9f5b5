//! What `--json` tells of a command that failed: the object of a refusal, with a stable code.

use super::args::Command;
use super::{BAD_INPUT, CONFIG, INTERRUPTED, IO_ERROR, LOCKED, USAGE, exit_code, in_words};
use crate::import::ImportError;
use crate::index::IndexError;
use crate::ingest::IngestError;

/// Whether a command's outcome is asked for as a JSON object that can tell a refusal.
pub(super) fn tells_json(command: &Command) -> bool {
    match command {
        Command::Import(options) => options.json,
        Command::Overrides(options) => options.json,
        Command::RemoveList(options) => options.json,
        _ => false,
    }
}

/// The object: nothing was read, nothing published, and why.
pub(super) fn to_json(error: &anyhow::Error) -> serde_json::Value {
    serde_json::json!({
        "accepted": 0,
        "repaired": 0,
        "rejected": 0,
        "skipped": 0,
        "generation": null,
        "changes": { "added": 0, "changed": 0, "moved": 0, "removed": 0, "unchanged": 0 },
        "errors": [],
        "errors_truncated": false,
        "report": null,
        "refused": { "code": code(error), "message": in_words(error) },
    })
}

/// A stable code: what is wrong with the input or the index, else what the exit code stands for.
fn code(error: &anyhow::Error) -> &'static str {
    for cause in error.chain() {
        match cause.downcast_ref::<ImportError>() {
            Some(ImportError::Index(error)) => return index(error),
            Some(ImportError::Ingest(IngestError::Refused(refusal))) => return refusal.code.as_str(),
            Some(ImportError::CorrectionsLost(_)) => return "corrections_lost",
            _ => {}
        }
        if let Some(error) = cause.downcast_ref::<IndexError>() {
            return index(error);
        }
    }
    by_exit_code(exit_code(error))
}

fn index(error: &IndexError) -> &'static str {
    match error {
        IndexError::NoIndex(_) => "no_index",
        IndexError::Locked => "locked",
        IndexError::Damaged { .. } | IndexError::Pointer(_) | IndexError::NothingSound(_) => "index_damaged",
        IndexError::HiddenLost(_) => "corrections_lost",
        IndexError::Incompatible { .. } => "index_incompatible",
        IndexError::NotKept(_) => "not_kept",
        IndexError::NothingToRollBack => "nothing_to_roll_back",
        IndexError::Canary(_) => "canary_failed",
        IndexError::Text(_) | IndexError::Io { .. } => "io_error",
    }
}

fn by_exit_code(code: u8) -> &'static str {
    match code {
        BAD_INPUT => "bad_input",
        USAGE => "usage",
        LOCKED => "locked",
        CONFIG => "config",
        INTERRUPTED => "interrupted",
        IO_ERROR => "io_error",
        _ => "failed",
    }
}
