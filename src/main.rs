//! The `finder` command.

use std::process::ExitCode;

fn main() -> ExitCode {
    specialist_finder::cli::run()
}
