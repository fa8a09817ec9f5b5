//! The command line as clap sees it. Every option also has a `FINDER_…` environment variable.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;

/// Finds spine specialists near a place, and keeps the lists it finds them in.
#[derive(Debug, Parser)]
#[command(name = "finder", version, about, propagate_version = true, disable_help_subcommand = true)]
pub(super) struct Arguments {
    #[command(flatten)]
    pub(super) common: Common,
    #[command(subcommand)]
    pub(super) command: Command,
}

#[derive(Debug, Args)]
pub(super) struct Common {
    /// The folder of generations [default: index]
    #[arg(long, global = true, env = "FINDER_INDEX", value_name = "DIR")]
    pub(super) index: Option<PathBuf>,
    /// A TOML file with options; environment and flags come before it
    #[arg(long, global = true, env = "FINDER_CONFIG", value_name = "FILE")]
    pub(super) config: Option<PathBuf>,
    /// What to log [default: info]
    #[arg(long, global = true, env = "FINDER_LOG", value_name = "LEVEL",
          value_parser = ["error", "warn", "info", "debug", "trace"], hide_possible_values = false)]
    pub(super) log: Option<String>,
    /// Log one JSON object a line
    #[arg(long, global = true, env = "FINDER_LOG_JSON", value_parser = switch)]
    pub(super) log_json: bool,
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve the API and the pages
    #[command(after_help = "Example:\n  finder serve --listen 127.0.0.1:8080")]
    Serve(ServeOptions),
    /// Read lists, check them, publish them as a new generation
    #[command(
        after_help = "Example:\n  finder import --dry-run providers.csv\n  finder import --list board board-2026.csv.gz"
    )]
    Import(ImportOptions),
    /// Search from the terminal
    #[command(
        after_help = "Example:\n  finder search 'neck pain chiropractor near 15213 within 10 miles' --explain"
    )]
    Search(SearchOptions),
    /// Say why a provider is found for a question, or is not, or is not listed
    #[command(after_help = "Example:\n  finder why 1234567893 'chiropractor within 10 miles' --near 15213")]
    Why(WhyOptions),
    /// Complete what is being typed
    #[command(after_help = "Example:\n  finder suggest chirop\n  finder suggest smi --near 15213")]
    Suggest(SuggestOptions),
    /// Hash every file of a generation, open it and ask it its canary questions
    #[command(after_help = "Example:\n  finder verify\n  finder verify 000041")]
    Verify(GenerationOptions),
    /// List all generations there ever were
    #[command(after_help = "Example:\n  finder generations --json")]
    Generations(ListOptions),
    /// List the lists of the live generation: files, rows, providers, how old they are
    #[command(after_help = "Example:\n  finder lists\n  finder lists --json")]
    Lists(ListOptions),
    /// Take a list out by its name and publish what is left
    #[command(after_help = "Example:\n  finder remove-list --dry-run board\n  finder remove-list board")]
    RemoveList(RemoveListOptions),
    /// Make the previous generation live again
    #[command(
        after_help = "Example:\n  finder rollback\n  finder rollback 000041\n  finder rollback --with-corrections"
    )]
    Rollback(RollbackOptions),
    /// Build the live lists anew from their kept records, as after a change of program
    #[command(after_help = "Example:\n  finder rebuild")]
    Rebuild,
    /// Give corrections that stay over every import, or print those in force
    #[command(
        after_help = "Example:\n  finder overrides --dry-run overrides.csv\n  finder overrides overrides.csv\n  finder overrides > overrides.csv"
    )]
    Overrides(OverridesOptions),
    /// Print the template of one's own list, or of corrections
    #[command(
        after_help = "Example:\n  finder template > providers.csv\n  finder template --overrides > overrides.csv"
    )]
    Template(TemplateOptions),
    /// Print completions for a shell
    #[command(after_help = "Example:\n  finder completions bash > finder.bash")]
    Completions(CompletionOptions),
}

#[derive(Debug, Args)]
pub(super) struct ServeOptions {
    /// Where the public listener stands; port 0 picks one [default: 127.0.0.1:8080]
    #[arg(long, env = "FINDER_LISTEN", value_name = "ADDR:PORT")]
    pub(super) listen: Option<String>,
    /// Where the operations listener stands, or off [default: 127.0.0.1:8081]
    #[arg(long, env = "FINDER_ADMIN_LISTEN", value_name = "ADDR:PORT")]
    pub(super) admin_listen: Option<String>,
    /// What whoever opens the operations page must know; rather set in the environment or the file [default: none]
    #[arg(long, env = "FINDER_ADMIN_TOKEN", value_name = "TOKEN", hide_env_values = true)]
    pub(super) admin_token: Option<String>,
    /// The largest upload on the operations page, in MB [default: 4096]
    #[arg(long, env = "FINDER_UPLOAD_LIMIT_MB", value_name = "MB", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    pub(super) upload_limit_mb: Option<u64>,
    /// How often one caller may ask, 10/s or 300/min, or off [default: off]
    #[arg(long, env = "FINDER_RATE_LIMIT", value_name = "RATE")]
    pub(super) rate_limit: Option<String>,
    /// Proxies whose X-Forwarded-For is believed: addresses and networks, separated by commas [default: none]
    #[arg(long, env = "FINDER_TRUSTED_PROXIES", value_name = "NETWORKS")]
    pub(super) trusted_proxies: Option<String>,
    /// Where pages send whoever knows better: an https, http or mailto address [default: nowhere]
    #[arg(long, env = "FINDER_CORRECTIONS_URL", value_name = "URL")]
    pub(super) corrections_url: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(super) enum FormatName {
    /// By the header
    Auto,
    /// A list of one's own
    Own,
    /// The federal NPPES file
    Nppes,
}

#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub(super) struct ImportOptions {
    /// Lists: CSV, gzip or zip; - reads standard input
    #[arg(required = true, value_name = "FILE")]
    pub(super) files: Vec<PathBuf>,
    /// The list's name: 1 to 32 of a-z, 0-9 and - [default: nppes for federal files, else list]
    #[arg(long, env = "FINDER_LIST", value_name = "NAME")]
    pub(super) list: Option<String>,
    /// The layout [default: auto]
    #[arg(long, env = "FINDER_FORMAT", value_enum)]
    pub(super) format: Option<FormatName>,
    /// A TOML file whose table [columns] maps their column names to ours
    #[arg(long, env = "FINDER_MAP", value_name = "MAP.toml")]
    pub(super) map: Option<PathBuf>,
    /// Read and judge everything, publish nothing
    #[arg(long, env = "FINDER_DRY_RUN", value_parser = switch)]
    pub(super) dry_run: bool,
    /// Print the outcome as one JSON object
    #[arg(long, env = "FINDER_JSON", value_parser = switch)]
    pub(super) json: bool,
    /// Tell progress twice a second as lines, for whoever shows it elsewhere
    #[arg(long, env = "FINDER_PROGRESS", value_parser = switch, hide = true)]
    pub(super) progress: bool,
    /// Where every finding goes, as CSV [default: a new file in DIR/reports]
    #[arg(long, env = "FINDER_REPORT", value_name = "FILE.csv")]
    pub(super) report: Option<PathBuf>,
    /// The largest share of rejected rows, in percent [default: 5]
    #[arg(long, env = "FINDER_MAX_REJECTED", value_name = "PCT", value_parser = percent, allow_negative_numbers = true)]
    pub(super) max_rejected: Option<f64>,
    /// Publish even if the list shrinks by more than half
    #[arg(long, env = "FINDER_ALLOW_SHRINK", value_parser = switch)]
    pub(super) allow_shrink: bool,
    /// Publish even if the files hold the federal list of an earlier day than the live one
    #[arg(long, env = "FINDER_ALLOW_OLDER", value_parser = switch)]
    pub(super) allow_older: bool,
    /// The federal files hold only changes, whatever their names say
    #[arg(long, env = "FINDER_WEEKLY", value_parser = switch)]
    pub(super) weekly: bool,
    /// The federal files hold the whole list, whatever their names say
    #[arg(long, env = "FINDER_FULL", value_parser = switch)]
    pub(super) full: bool,
    /// Publish whatever the share of rejected rows
    #[arg(long, env = "FINDER_ALLOW_REJECTS", value_parser = switch)]
    pub(super) allow_rejects: bool,
}

#[derive(Debug, Args)]
pub(super) struct SearchOptions {
    /// What hurts, whom you look for, and where
    #[arg(value_name = "TEXT")]
    pub(super) text: String,
    /// Where: ZIP, City ST, state or lat,lon
    #[arg(long, env = "FINDER_NEAR", value_name = "PLACE", allow_hyphen_values = true)]
    pub(super) near: Option<String>,
    /// How far: 10, 10mi, 15km or any
    #[arg(long, env = "FINDER_RADIUS", value_name = "RADIUS", allow_negative_numbers = true)]
    pub(super) radius: Option<String>,
    /// How many results, 0 to 100 [default: 20]
    #[arg(long, env = "FINDER_LIMIT", value_name = "N", value_parser = page_size, allow_negative_numbers = true)]
    pub(super) limit: Option<String>,
    /// relevance, distance, name or updated
    #[arg(long, env = "FINDER_SORT", value_name = "ORDER", value_parser = ["relevance", "distance", "name", "updated"])]
    pub(super) sort: Option<String>,
    /// Print the API's JSON
    #[arg(long, env = "FINDER_JSON", value_parser = switch)]
    pub(super) json: bool,
    /// Say what each word was taken for, and of each result why it stands where it stands
    #[arg(long, env = "FINDER_EXPLAIN", value_parser = switch)]
    pub(super) explain: bool,
}

#[derive(Debug, Args)]
pub(super) struct WhyOptions {
    /// An NPI, or a list's name, a colon and that list's own id
    #[arg(value_name = "ID")]
    pub(super) id: String,
    /// The question; without one, whether and why not the provider is listed
    #[arg(value_name = "TEXT")]
    pub(super) text: Option<String>,
    /// Where: ZIP, City ST, state or lat,lon
    #[arg(long, env = "FINDER_NEAR", value_name = "PLACE", allow_hyphen_values = true)]
    pub(super) near: Option<String>,
    /// How far: 10, 10mi, 15km or any
    #[arg(long, env = "FINDER_RADIUS", value_name = "RADIUS", allow_negative_numbers = true)]
    pub(super) radius: Option<String>,
    /// Another parameter of the API's search: specialty=chiropractor, strict=true, lang=es; may be repeated
    #[arg(long = "with", value_name = "NAME=VALUE", value_parser = named_value)]
    pub(super) further: Vec<(String, String)>,
    /// Print the API's JSON
    #[arg(long, env = "FINDER_JSON", value_parser = switch)]
    pub(super) json: bool,
}

/// Reads whether a switch is on, as environment variables say it.
fn switch(text: &str) -> Result<bool, String> {
    match text.to_ascii_lowercase().as_str() {
        "true" | "t" | "yes" | "y" | "on" | "1" => Ok(true),
        "false" | "f" | "no" | "n" | "off" | "0" => Ok(false),
        _ => Err("allowed are true, yes, on, 1 and false, no, off, 0".to_owned()),
    }
}

/// Reads a share of rows.
fn percent(text: &str) -> Result<f64, String> {
    let number = text.parse::<f64>().ok().filter(|number| (0.0..=100.0).contains(number));
    number.ok_or_else(|| "allowed is a number from 0 to 100".to_owned())
}

/// Reads a number of results.
fn page_size(text: &str) -> Result<String, String> {
    let number = text.parse::<u8>().ok().filter(|number| *number <= 100);
    number
        .map(|number| number.to_string())
        .ok_or_else(|| "allowed is a whole number from 0 to 100".to_owned())
}

/// Reads `NAME=VALUE`.
fn named_value(text: &str) -> Result<(String, String), String> {
    let named = text.split_once('=').filter(|(name, _)| !name.is_empty());
    named
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .ok_or_else(|| "write NAME=VALUE, such as specialty=chiropractor".to_owned())
}

#[derive(Debug, Args)]
pub(super) struct SuggestOptions {
    /// What was typed so far
    #[arg(value_name = "TEXT")]
    pub(super) text: String,
    /// Where: ZIP, city and state, or lat,lon; what lies near comes first
    #[arg(long, env = "FINDER_NEAR", value_name = "PLACE", allow_hyphen_values = true)]
    pub(super) near: Option<String>,
    /// Print the API's JSON
    #[arg(long, env = "FINDER_JSON", value_parser = switch)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct GenerationOptions {
    /// A generation such as 000042
    #[arg(value_name = "GENERATION")]
    pub(super) generation: Option<crate::index::GenerationId>,
}

#[derive(Debug, Args)]
pub(super) struct ListOptions {
    /// Print JSON
    #[arg(long, env = "FINDER_JSON", value_parser = switch)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct RollbackOptions {
    /// A generation such as 000042
    #[arg(value_name = "GENERATION")]
    pub(super) generation: Option<crate::index::GenerationId>,
    /// Take that generation's corrections too, even where they show again whom those in force hide
    #[arg(long, env = "FINDER_WITH_CORRECTIONS", value_parser = switch)]
    pub(super) with_corrections: bool,
}

#[derive(Debug, Args)]
pub(super) struct OverridesOptions {
    /// Corrections as CSV, in the place of all that there are; - reads standard input; without it, print those in force
    #[arg(value_name = "FILE.csv")]
    pub(super) file: Option<PathBuf>,
    /// Read and judge, say how each row stands, publish nothing
    #[arg(long, env = "FINDER_DRY_RUN", value_parser = switch)]
    pub(super) dry_run: bool,
    /// Publish the rows that can be used even if others cannot
    #[arg(long, env = "FINDER_ALLOW_REJECTS", value_parser = switch)]
    pub(super) allow_rejects: bool,
    /// Print the outcome as JSON
    #[arg(long, env = "FINDER_JSON", value_parser = switch)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct TemplateOptions {
    /// The template of corrections
    #[arg(long)]
    pub(super) overrides: bool,
}

#[derive(Debug, Args)]
pub(super) struct RemoveListOptions {
    /// The list's name, as `finder lists` tells it
    #[arg(value_name = "NAME")]
    pub(super) name: String,
    /// Say who would leave, publish nothing
    #[arg(long, env = "FINDER_DRY_RUN", value_parser = switch)]
    pub(super) dry_run: bool,
    /// Print the outcome as one JSON object
    #[arg(long, env = "FINDER_JSON", value_parser = switch)]
    pub(super) json: bool,
}

#[derive(Debug, Args)]
pub(super) struct CompletionOptions {
    /// The shell
    #[arg(value_enum)]
    pub(super) shell: clap_complete::Shell,
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory as _;

    #[test]
    fn the_command_line_is_sound_and_every_command_shows_an_example() {
        let mut command = Arguments::command();
        command.build();
        command.clone().debug_assert();
        for sub in command.get_subcommands() {
            let example = sub.get_after_help().map(ToString::to_string).unwrap_or_default();
            assert!(example.contains("finder "), "{} has no example", sub.get_name());
        }
    }
}
