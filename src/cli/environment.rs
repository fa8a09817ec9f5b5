//! Environment variables that look like ours and are none: a misspelt one would change nothing and say nothing.
//!
//! In: the names of the environment. Out: a warning for each that begins like ours and that no option has. Invariant:
//! values are never told; they may be secrets.

use super::args::Arguments;
use clap::CommandFactory as _;
use std::collections::BTreeSet;

/// What the names of all our variables begin with.
const PREFIX: &str = "FINDER_";

/// Where the server is, for the examples of its reference: whoever tries them has it set.
const OF_EXAMPLES: &str = "FINDER_URL";

/// How like a known name one has to be for the known one to be meant, from 0 to 1: two slips in ten letters.
const LIKE: f64 = 0.8;

/// Warns of what the environment has that nobody reads.
pub(super) fn warn_of_unknown() {
    let known = known();
    for (name, value) in std::env::vars_os() {
        let Ok(name) = name.into_string() else { continue };
        if is_of_a_service(&name, &value.to_string_lossy()) {
            continue;
        }
        if !is_unknown(&name, &known) {
            continue;
        }
        let hint = nearest(&name, &known).map(|near| format!("; {near} may be meant")).unwrap_or_default();
        tracing::warn!("the environment variable {name} is not known and changes nothing{hint}");
    }
}

/// Whether a cluster has set a variable for whoever looks for a service called `finder` or `finder-…`: it tells every
/// program where that is, `FINDER_PORT=tcp://10.0.0.1:8080` among others.
///
/// # Source
/// Kubernetes, "Discovering services", and the older links of Docker that it copies.
fn is_of_a_service(name: &str, value: &str) -> bool {
    let port = |rest: &str| rest.starts_with(|first: char| first.is_ascii_digit());
    ["tcp://", "udp://", "sctp://"].iter().any(|scheme| value.starts_with(scheme))
        || name.contains("_SERVICE_HOST")
        || name.contains("_SERVICE_PORT")
        || name.split("_PORT_").skip(1).any(port)
}

/// The variables of all options of all commands.
fn known() -> BTreeSet<String> {
    let program = Arguments::command();
    let commands = std::iter::once(&program).chain(program.get_subcommands());
    let names = commands.flat_map(clap::Command::get_arguments).filter_map(clap::Arg::get_env);
    names.filter_map(|name| name.to_str()).chain([OF_EXAMPLES]).map(str::to_owned).collect()
}

/// Whether a name looks like ours and is none; only one that can be told as it is.
fn is_unknown(name: &str, known: &BTreeSet<String>) -> bool {
    let plain = name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    let begins = name.get(..PREFIX.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(PREFIX));
    plain && begins && !known.contains(name)
}

/// The known name that is most like one, where it is like it.
fn nearest<'k>(name: &str, known: &'k BTreeSet<String>) -> Option<&'k str> {
    let rest = name.get(PREFIX.len()..)?.to_ascii_uppercase();
    let likeness = |known: &'k String| {
        let known_rest = known.strip_prefix(PREFIX)?;
        Some((strsim::normalized_damerau_levenshtein(known_rest, &rest), known.as_str()))
    };
    let most = known.iter().filter_map(likeness).max_by(|one, other| one.0.total_cmp(&other.0));
    most.filter(|(likeness, _)| *likeness >= LIKE).map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_cluster_tells_of_services_is_not_ours() {
        for (name, value) in [
            ("FINDER_SERVICE_HOST", "10.0.0.1"),
            ("FINDER_SERVICE_PORT_HTTP", "8080"),
            ("FINDER_PORT", "tcp://10.0.0.1:8080"),
            ("FINDER_ADMIN_PORT_8081_TCP_PROTO", "tcp"),
        ] {
            assert!(is_of_a_service(name, value), "{name}");
        }
        for name in ["FINDER_PORT", "FINDER_LISTEN_PORT", "FINDER_LISTNE"] {
            assert!(!is_of_a_service(name, "9000"), "{name}");
        }
    }

    #[test]
    fn a_variable_that_nobody_reads_is_told_with_the_one_that_was_meant() {
        let known = known();
        for name in ["FINDER_LISTEN", "FINDER_INDEX", "FINDER_LOG_JSON", "FINDER_ADMIN_TOKEN", "FINDER_URL"] {
            assert!(!is_unknown(name, &known), "{name}");
        }
        for (name, near) in [
            ("FINDER_LISTNE", Some("FINDER_LISTEN")),
            ("FINDER_ADMINLISTEN", Some("FINDER_ADMIN_LISTEN")),
            ("finder_rate_limit", Some("FINDER_RATE_LIMIT")),
            ("FINDER_TRUSTED_PROXY", Some("FINDER_TRUSTED_PROXIES")),
            ("FINDER_PASSWORD", None),
            ("FINDER_", None),
        ] {
            assert_eq!((is_unknown(name, &known), nearest(name, &known)), (true, near), "{name}");
        }
        for other in ["PATH", "FINDER", "PATHFINDER_LISTEN", "FINDER_\u{1b}[31m", ""] {
            assert!(!is_unknown(other, &known), "{other:?}");
        }
    }
}
