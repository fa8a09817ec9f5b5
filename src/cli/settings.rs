//! Options from flag, environment and file, in that order.

use super::args::Common;
use super::from_file;
use crate::config::{AdminListen, Config};
use crate::index::Store;
use crate::telemetry::LogFormat;
use std::ffi::OsString;
use std::path::{Path, PathBuf};

/// What is wrong with an option or the configuration file.
#[derive(Debug, thiserror::Error)]
pub(super) enum SettingsError {
    /// The file cannot be read, or says something that is not allowed.
    #[error("{path}: {message}")]
    File { path: PathBuf, message: String },
    /// A file that an option names cannot be read.
    #[error("{path}: {message}")]
    Unreadable { path: PathBuf, message: String },
    /// A flag's or environment variable's value is not allowed.
    #[error("--{name} (or its environment variable) is `{value}`: {allowed}")]
    Value { name: &'static str, value: String, allowed: String },
    /// What stands without an option's name is not allowed.
    #[error("{name} is `{value}`: {allowed}")]
    Argument { name: &'static str, value: String, allowed: String },
}

/// The options that every command has, and the file for the rest.
#[derive(Debug)]
pub(super) struct Settings {
    /// What the file says.
    pub(super) file: Config,
    index: PathBuf,
    /// The file, where one was named.
    config: Option<PathBuf>,
    /// Whether somebody named the index folder.
    pub(super) index_named: bool,
    log: String,
    log_json: bool,
}

impl Settings {
    /// Reads the file and takes what flags and environment say before it.
    pub(super) fn read(common: &Common) -> Result<Self, SettingsError> {
        let file = common.config.as_deref().map(read_file).transpose()?.unwrap_or_default();
        let file = from_file::without_switches(file, |variable| std::env::var_os(variable).is_some());
        let named = common.index.clone().or_else(|| file.index.clone());
        Ok(Self {
            config: common.config.clone(),
            index_named: named.is_some(),
            index: named.unwrap_or_else(|| PathBuf::from("index")),
            log: common.log.clone().or_else(|| file.log.clone()).unwrap_or_else(|| "info".to_owned()),
            log_json: common.log_json || file.log_json.unwrap_or(false),
            file,
        })
    }

    /// The folder of generations.
    pub(super) fn store(&self) -> Store {
        Store::new(&self.index)
    }

    /// The configuration file, where one was named.
    pub(super) fn config(&self) -> Option<&Path> {
        self.config.as_deref()
    }

    /// The options that another process of this program needs to work on the same folder by the same file.
    pub(super) fn for_others(&self) -> Vec<OsString> {
        let mut options = vec![OsString::from("--index"), self.index.clone().into()];
        if let Some(config) = &self.config {
            options.extend([OsString::from("--config"), config.clone().into()]);
        }
        options
    }

    pub(super) fn log_filter(&self) -> &str {
        &self.log
    }

    pub(super) fn log_format(&self) -> LogFormat {
        if self.log_json { LogFormat::Json } else { LogFormat::Text }
    }
}

fn read_file(path: &Path) -> Result<Config, SettingsError> {
    let told = |message: String| SettingsError::File { path: path.to_owned(), message };
    let text = std::fs::read_to_string(path).map_err(|error| told(error.to_string()))?;
    Config::read(&text).map_err(|error| told(error.to_string()))
}

/// Reads the value of a flag, where there is one.
pub(super) fn parse<T: std::str::FromStr>(
    name: &'static str,
    value: Option<&str>,
    allowed: &str,
) -> Result<Option<T>, SettingsError> {
    let Some(text) = value else { return Ok(None) };
    let wrong = || SettingsError::Value { name, value: text.to_owned(), allowed: allowed.to_owned() };
    text.parse().map(Some).map_err(|_not_one| wrong())
}

/// Where the operations listener stands when nobody says.
pub(super) const DEFAULT_ADMIN: AdminListen = AdminListen::At(std::net::SocketAddr::V4(
    std::net::SocketAddrV4::new(std::net::Ipv4Addr::LOCALHOST, 8081),
));
