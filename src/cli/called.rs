//! How the program was called, where what a flag says and what a variable of the environment says must be told apart.
//!
//! In: flags and environment. Out: the arguments, in which a flag has beaten the environment. Invariant: only what
//! somebody typed is refused for what stands beside it; a variable that is set for all commands stops none of them.

use super::args::{Arguments, Command};
use clap::error::ErrorKind;
use clap::parser::ValueSource;
use clap::{ArgMatches, CommandFactory as _, FromArgMatches as _};

/// Reads how the process was called; ends it where that is no use of the program.
pub(super) fn arguments() -> Arguments {
    let matches = Arguments::command().get_matches();
    read(&matches).unwrap_or_else(|error| error.exit())
}

fn read(matches: &ArgMatches) -> Result<Arguments, clap::Error> {
    let mut arguments = Arguments::from_arg_matches(matches)?;
    let options = matches.subcommand().map(|(_, options)| options);
    let is_typed =
        |name: &str| options.and_then(|options| options.value_source(name)) == Some(ValueSource::CommandLine);
    match &mut arguments.command {
        Command::Import(import) if import.weekly && import.full => {
            match (is_typed("weekly"), is_typed("full")) {
                (true, false) => import.full = false,
                (false, true) => import.weekly = false,
                _ => return Err(refused(ErrorKind::ArgumentConflict, "--weekly cannot be used with --full")),
            }
        }
        Command::Overrides(overrides) if overrides.dry_run && overrides.file.is_none() => {
            if is_typed("dry_run") {
                let message = "--dry-run needs a file of corrections: finder overrides --dry-run FILE.csv";
                return Err(refused(ErrorKind::MissingRequiredArgument, message));
            }
            overrides.dry_run = false;
        }
        _ => {}
    }
    Ok(arguments)
}

fn refused(kind: ErrorKind, message: &str) -> clap::Error {
    Arguments::command().error(kind, message)
}
