//! The configuration file: one flat TOML table whose keys are the names of the options.
//!
//! In: a file's text. Out: a [`Config`], or every problem of the file at once. Order everywhere: file < environment <
//! flag; the command line asks this module only for what neither flag nor environment said.

mod edge;

pub use edge::{AdminToken, CorrectionsUrl, Network, Networks, Period, RateChoice, RateLimit};

use crate::domain::ListName;
use std::net::SocketAddr;
use std::path::PathBuf;
use toml::Value;

/// What a configuration file may say. Everything is optional.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Config {
    /// `index`: the folder of generations. Default `index`.
    pub index: Option<PathBuf>,
    /// `listen`: where the public listener stands. Default `127.0.0.1:8080`.
    pub listen: Option<SocketAddr>,
    /// `admin_listen`: where the operations listener stands, or `off`. Default `127.0.0.1:8081`.
    pub admin_listen: Option<AdminListen>,
    /// `admin_token`: what whoever opens the operations page must know. Default none: only this machine may then.
    pub admin_token: Option<AdminToken>,
    /// `upload_limit_mb`: the largest upload on the operations page, in MB of 2^20 bytes, 1 to 1,000,000. Default 4096.
    pub upload_limit_mb: Option<u64>,
    /// `rate_limit`: how often one caller may ask, `10/s` or `300/min`, or `off`. Default `off`.
    pub rate_limit: Option<RateChoice>,
    /// `trusted_proxies`: proxies whose `X-Forwarded-For` is believed, as a list or a text with commas. Default none.
    pub trusted_proxies: Option<Networks>,
    /// `corrections_url`: where pages send whoever knows better. Default nowhere.
    pub corrections_url: Option<CorrectionsUrl>,
    /// `log`: what to log: `error`, `warn`, `info`, `debug`, `trace`. Default `info`.
    pub log: Option<String>,
    /// `log_json`: whether log lines are JSON. Default `false`.
    pub log_json: Option<bool>,
    /// `list`: the name of imported lists.
    pub list: Option<ListName>,
    /// `max_rejected`: the largest share of rejected rows, percent from 0 to 100. Default 5.
    pub max_rejected: Option<f64>,
    /// `allow_shrink`: whether a list may shrink by more than half. Default `false`.
    pub allow_shrink: Option<bool>,
    /// `allow_older`: whether a federal list may go back to an earlier day. Default `false`.
    pub allow_older: Option<bool>,
    /// `allow_rejects`: whether any share of rejected rows is fine. Default `false`.
    pub allow_rejects: Option<bool>,
    /// `report`: where an import's report goes. Default: a new file in the index's `reports` folder.
    pub report: Option<PathBuf>,
    /// `format`: the layout of imported lists: `auto`, `own`, `nppes`. Default `auto`.
    pub format: Option<String>,
    /// `map`: the file that maps columns of imported lists.
    pub map: Option<PathBuf>,
    /// `weekly`: whether federal files hold only changes, whatever their names say. Default `false`.
    pub weekly: Option<bool>,
    /// `full`: whether federal files hold the whole list, whatever their names say. Default `false`.
    pub full: Option<bool>,
    /// `dry_run`: whether commands that publish only try. Default `false`.
    pub dry_run: Option<bool>,
    /// `json`: whether commands print JSON. Default `false`.
    pub json: Option<bool>,
    /// `with_corrections`: whether `finder rollback` takes a generation's corrections too. Default `false`.
    pub with_corrections: Option<bool>,
    /// `near`: the place of `finder search`.
    pub near: Option<String>,
    /// `radius`: the radius of `finder search`, `10mi`.
    pub radius: Option<String>,
    /// `limit`: the page size of `finder search`, 0 to 100. Default 20.
    pub limit: Option<usize>,
    /// `sort`: the order of `finder search`: `relevance`, `distance`, `name`, `updated`. Default `relevance`.
    pub sort: Option<String>,
    /// `explain`: whether `finder search` says why. Default `false`.
    pub explain: Option<bool>,
}

/// Where the operations listener stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdminListen {
    /// Nowhere.
    Off,
    /// At this address.
    At(SocketAddr),
}

impl std::str::FromStr for AdminListen {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if text == "off" {
            return Ok(Self::Off);
        }
        let address = text.parse().map(Self::At);
        address.map_err(|_no_address| "allowed are ADDRESS:PORT and off".to_owned())
    }
}

/// What is wrong with a configuration file: every problem, each naming its key, its value and what is allowed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", .problems.join("\n"))]
pub struct ConfigError {
    /// One line each.
    pub problems: Vec<String>,
}

/// Every key, in the order of [`Config`].
const KEYS: [&str; 28] = [
    "index",
    "listen",
    "admin_listen",
    "admin_token",
    "upload_limit_mb",
    "rate_limit",
    "trusted_proxies",
    "corrections_url",
    "log",
    "log_json",
    "list",
    "max_rejected",
    "allow_shrink",
    "allow_older",
    "allow_rejects",
    "report",
    "format",
    "map",
    "weekly",
    "full",
    "dry_run",
    "json",
    "with_corrections",
    "near",
    "radius",
    "limit",
    "sort",
    "explain",
];

/// The largest uploads that can be allowed, in MB.
const UPLOAD_LIMITS: std::ops::RangeInclusive<i64> = 1..=1_000_000;

impl Config {
    /// Reads a file's text.
    ///
    /// # Errors
    /// [`ConfigError`] with all problems: text that is no TOML, unknown keys, values out of range.
    ///
    /// # Examples
    /// ```
    /// use specialist_finder::config::Config;
    /// assert_eq!(Config::read("limit = 5")?.limit, Some(5));
    /// assert_eq!(Config::read("limit = 500\nlistne = 1").unwrap_err().problems.len(), 2);
    /// # Ok::<(), specialist_finder::config::ConfigError>(())
    /// ```
    pub fn read(text: &str) -> Result<Self, ConfigError> {
        let table: toml::Table = match text.parse() {
            Ok(table) => table,
            Err(error) => {
                let line = error
                    .span()
                    .map_or(1, |span| 1 + text[..span.start.min(text.len())].matches('\n').count());
                return Err(ConfigError { problems: vec![format!("line {line}: {}", error.message())] });
            }
        };
        let mut config = Self::default();
        let mut problems = Vec::new();
        for (key, value) in &table {
            if let Err(allowed) = config.set(key, value) {
                // A secret stays one, also where it is too short.
                let shown = if key == "admin_token" { "…".to_owned() } else { value.to_string() };
                problems.push(format!("`{key}` = {shown}: {allowed}"));
            }
        }
        if config.weekly == Some(true) && config.full == Some(true) {
            problems.push("`full` = true: allowed only where `weekly` is not true".to_owned());
        }
        if problems.is_empty() { Ok(config) } else { Err(ConfigError { problems }) }
    }

    /// Takes one key; the error says what is allowed.
    fn set(&mut self, key: &str, value: &Value) -> Result<(), String> {
        match key {
            "index" => self.index = Some(text(value)?.into()),
            "listen" => self.listen = Some(parsed(value, "allowed is ADDRESS:PORT")?),
            "admin_listen" => self.admin_listen = Some(parsed(value, "allowed are ADDRESS:PORT and off")?),
            "admin_token" => self.admin_token = Some(secret(value)?),
            "upload_limit_mb" => self.upload_limit_mb = Some(megabytes(value)?),
            "rate_limit" => self.rate_limit = Some(parsed(value, RateLimit::ALLOWED)?),
            "trusted_proxies" => self.trusted_proxies = Some(networks(value)?),
            "corrections_url" => self.corrections_url = Some(parsed(value, CorrectionsUrl::ALLOWED)?),
            "log" => self.log = Some(one_of(value, &["error", "warn", "info", "debug", "trace"])?),
            "log_json" => self.log_json = Some(boolean(value)?),
            "list" => self.list = Some(list_name(value)?),
            "max_rejected" => self.max_rejected = Some(percent(value)?),
            "allow_shrink" => self.allow_shrink = Some(boolean(value)?),
            "allow_older" => self.allow_older = Some(boolean(value)?),
            "allow_rejects" => self.allow_rejects = Some(boolean(value)?),
            "report" => self.report = Some(text(value)?.into()),
            "format" => self.format = Some(one_of(value, &["auto", "own", "nppes"])?),
            "map" => self.map = Some(text(value)?.into()),
            "weekly" => self.weekly = Some(boolean(value)?),
            "full" => self.full = Some(boolean(value)?),
            "dry_run" => self.dry_run = Some(boolean(value)?),
            "json" => self.json = Some(boolean(value)?),
            "with_corrections" => self.with_corrections = Some(boolean(value)?),
            "near" => self.near = Some(text_or_number(value)?),
            "radius" => self.radius = Some(text_or_number(value)?),
            "limit" => self.limit = Some(page_size(value)?),
            "sort" => self.sort = Some(one_of(value, &["relevance", "distance", "name", "updated"])?),
            "explain" => self.explain = Some(boolean(value)?),
            _ => return Err(format!("unknown key; allowed are {}", KEYS.join(", "))),
        }
        Ok(())
    }
}

fn text(value: &Value) -> Result<String, String> {
    value
        .as_str()
        .filter(|text| !text.is_empty())
        .map(str::to_owned)
        .ok_or_else(|| "allowed is a text".to_owned())
}

/// A text, or a number as it would be typed: a ZIP code, miles.
fn text_or_number(value: &Value) -> Result<String, String> {
    match value {
        Value::Integer(number) => Ok(number.to_string()),
        Value::Float(number) => Ok(number.to_string()),
        other => text(other).map_err(|_no_text| "allowed are a text and a number".to_owned()),
    }
}

fn parsed<T: std::str::FromStr>(value: &Value, allowed: &str) -> Result<T, String> {
    value.as_str().and_then(|text| text.parse().ok()).ok_or_else(|| allowed.to_owned())
}

/// A name that a list of one's own may have.
fn list_name(value: &Value) -> Result<ListName, String> {
    let allowed = "allowed are 1 to 32 of a-z, 0-9 and -, but not npi or sample";
    let name: ListName = parsed(value, allowed)?;
    if name.is_reserved() { Err(allowed.to_owned()) } else { Ok(name) }
}

/// A token. A wrong one is not told: it may be nearly the right one.
fn secret(value: &Value) -> Result<AdminToken, String> {
    parsed(value, AdminToken::ALLOWED)
}

fn megabytes(value: &Value) -> Result<u64, String> {
    let whole = value.as_integer().filter(|number| UPLOAD_LIMITS.contains(number));
    whole
        .and_then(|number| u64::try_from(number).ok())
        .ok_or_else(|| "allowed is a whole number from 1 to 1000000".to_owned())
}

/// Networks as a list or as one text.
fn networks(value: &Value) -> Result<Networks, String> {
    let Some(list) = value.as_array() else { return parsed(value, Networks::ALLOWED) };
    list.iter().map(|element| parsed(element, Networks::ALLOWED)).collect()
}

fn one_of(value: &Value, allowed: &[&str]) -> Result<String, String> {
    let known = value.as_str().filter(|text| allowed.contains(text));
    known.map(str::to_owned).ok_or_else(|| format!("allowed are {}", allowed.join(", ")))
}

fn boolean(value: &Value) -> Result<bool, String> {
    value.as_bool().ok_or_else(|| "allowed are true and false".to_owned())
}

fn percent(value: &Value) -> Result<f64, String> {
    #[expect(clippy::cast_precision_loss, reason = "a percentage is small")]
    let number = value.as_float().or_else(|| value.as_integer().map(|whole| whole as f64));
    number
        .filter(|number| (0.0..=100.0).contains(number))
        .ok_or_else(|| "allowed is a number from 0 to 100".to_owned())
}

fn page_size(value: &Value) -> Result<usize, String> {
    let whole = value.as_integer().filter(|number| (0..=100).contains(number));
    whole
        .and_then(|number| usize::try_from(number).ok())
        .ok_or_else(|| "allowed is a whole number from 0 to 100".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_every_key() {
        let text = "index = 'i'\nlisten = '127.0.0.1:0'\nadmin_listen = 'off'\nlog = 'warn'\nlog_json = true\n\
                    list = 'mine'\nmax_rejected = 2.5\nallow_shrink = true\nallow_older = false\nallow_rejects = false\nreport = 'r.csv'\n\
                    near = '15213'\nradius = '10mi'\nlimit = 7\nadmin_token = 'correct-horse-battery'\nupload_limit_mb = 5\nrate_limit = '10/s'\n\
                    trusted_proxies = ['10.0.0.0/8', '::1']\ncorrections_url = 'mailto:a@example.org'\nformat = 'own'\nmap = 'm.toml'\n\
                    weekly = true\nfull = false\ndry_run = true\njson = true\nwith_corrections = true\nsort = 'name'\nexplain = true\n";
        let config = Config::read(text).expect("all keys are known");
        assert_eq!(config.admin_listen, Some(AdminListen::Off));
        assert_eq!(config.max_rejected, Some(2.5));
        assert_eq!(config.limit, Some(7));
        let numbers = Config::read("radius = 10\nnear = 85719").expect("numbers are fine");
        assert_eq!((numbers.radius.as_deref(), numbers.near.as_deref()), (Some("10"), Some("85719")));
        assert!(Config::read("weekly = true\nfull = true").is_err());
        assert_eq!(text.lines().count(), KEYS.len());
        assert!(config.rate_limit.and_then(RateChoice::limit).is_some());
        assert_eq!(config.trusted_proxies, "10.0.0.0/8, ::1".parse().ok());
    }

    #[test]
    fn a_token_that_is_refused_is_not_told() {
        for bad in
            ["admin_token = 'too-short-pw'", "admin_token = 5", "admin_token = 'with a blank in the middle'"]
        {
            let error = Config::read(bad).expect_err(bad).to_string();
            assert!(error.contains(AdminToken::ALLOWED) && error.starts_with("`admin_token` = …"), "{error}");
        }
        let good = Config::read("admin_token = 'correct-horse-battery'").expect("a token");
        assert!(!format!("{good:?}").contains("horse"));
        for bad in ["0", "1000001", "'5'", "-1"] {
            assert!(Config::read(&format!("upload_limit_mb = {bad}")).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_list_has_no_name_that_is_taken() {
        assert!(Config::read("list = 'board-2026'").is_ok_and(|config| config.list.is_some()));
        for bad in ["npi", "sample", "Board", ""] {
            assert!(Config::read(&format!("list = '{bad}'")).is_err(), "{bad}");
        }
    }

    #[test]
    fn networks_are_a_list_or_a_text_and_every_one_is_checked() {
        let read = |text: &str| Config::read(text).map(|config| config.trusted_proxies);
        assert_eq!(
            read("trusted_proxies = '10.0.0.0/8,::1'"),
            read("trusted_proxies = ['10.0.0.0/8', '::1']")
        );
        assert_eq!(read("trusted_proxies = []"), Ok(Some(Networks::default())));
        for bad in ["['10.0.0.0/8', 'proxy']", "[1]", "5", "'10.0.0.0/40'"] {
            let error = read(&format!("trusted_proxies = {bad}")).expect_err(bad);
            assert!(error.problems[0].contains("`trusted_proxies`"), "{error}");
            assert!(error.problems[0].contains(Networks::ALLOWED), "{error}");
        }
        for (key, bad) in [("rate_limit", "10"), ("rate_limit", "0/s"), ("corrections_url", "javascript:x")] {
            let error = Config::read(&format!("{key} = '{bad}'")).expect_err(bad);
            assert!(error.problems[0].starts_with(&format!("`{key}` = \"{bad}\": allowed")), "{error}");
        }
    }

    #[test]
    fn tells_all_problems_at_once_by_key_value_and_what_is_allowed() {
        let error =
            Config::read("listne = 'x'\nlimit = 101\nlist = 'npi'\nlog = 'loud'").expect_err("four problems");
        assert_eq!(error.problems.len(), 4);
        for (key, allowed) in
            [("listne", "admin_listen"), ("limit", "0 to 100"), ("list", "not npi"), ("log", "debug")]
        {
            let told =
                error.problems.iter().find(|problem| problem.starts_with(&format!("`{key}`"))).expect(key);
            assert!(told.contains(allowed), "{told}");
        }
    }

    #[test]
    fn a_file_that_is_no_toml_names_the_line() {
        let error = Config::read("limit = 5\nlimit 6\n").expect_err("no TOML");
        assert!(error.problems[0].starts_with("line 2"), "{error}");
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,80}") {
            let _ = Config::read(&text);
        }
    }
}
