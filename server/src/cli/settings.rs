//! The settings in force and the origin of each: a flag, a variable, the file, the instance, or none.

use std::path::PathBuf;

use clap::ArgMatches;
use clap::parser::ValueSource;
use serde::Serialize;
use serde_json::Value;

use super::CliError;
use crate::platform::clock::Clock;
use crate::platform::config::{Config, ConfigError, LogFormat, Settings, masked};

/// The variable that names the file of a test's clock.
pub const TEST_CLOCK: &str = "PURSUANCE_TEST_CLOCK";

/// Settings as they were read, before the defaults.
pub struct Loaded {
    pub settings: Settings,
    pub file: Option<PathBuf>,
    pub test_clock: Option<PathBuf>,
    /// The problems in the file.
    problems: Vec<String>,
    origins: Vec<(&'static str, Origin)>,
}

/// The origin of a value, as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Origin {
    Flag,
    Environment,
    File,
    /// The database of an instance that was founded before.
    Instance,
    Default,
}

impl Origin {
    /// The word to show.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Flag => "flag",
            Self::Environment => "environment",
            Self::File => "file",
            Self::Instance => "instance",
            Self::Default => "default",
        }
    }
}

/// One setting in force.
#[derive(Debug, Serialize)]
pub struct Setting {
    pub name: &'static str,
    pub value: Option<String>,
    pub from: Origin,
}

impl Loaded {
    /// Joins the settings of the command line and the environment with those of the file.
    ///
    /// # Errors
    /// When the file cannot be read. [`Loaded::check`] reports the problems in it, with all others.
    pub fn read(file: Option<PathBuf>, given: Settings, matches: &ArgMatches) -> Result<Self, ConfigError> {
        let (from_file, problems) = file.as_deref().map(Settings::from_file).transpose()?.unwrap_or_default();
        let origins =
            named(&from_file).map(|(name, value)| (name, origin(matches, name, value.is_some()))).collect();
        let test_clock = std::env::var_os(TEST_CLOCK).filter(|file| !file.is_empty()).map(PathBuf::from);
        Ok(Self { settings: given.or(from_file), file, test_clock, problems, origins })
    }

    /// Fills in the defaults and checks everything.
    ///
    /// # Errors
    /// Every problem at once.
    pub fn check(&self) -> Result<Config, ConfigError> {
        match self.settings.clone().check(self.test_clock.clone()) {
            Err(ConfigError::Wrong(more)) => Err(ConfigError::Wrong([self.problems.clone(), more].concat())),
            Ok(_) if !self.problems.is_empty() => Err(ConfigError::Wrong(self.problems.clone())),
            checked => checked,
        }
    }

    /// Takes the base URL that is fixed in the database of the instance, where none is given.
    pub fn fix_base_url(&mut self, fixed: String) {
        self.settings.base_url = Some(fixed);
        if let Some((_, from)) = self.origins.iter_mut().find(|(name, _)| *name == "base-url") {
            *from = Origin::Instance;
        }
    }

    /// Every setting with its value in force; secrets are masked.
    ///
    /// # Errors
    /// When the settings are not valid.
    pub fn in_force(&self) -> Result<Vec<Setting>, ConfigError> {
        let config = self.check()?;
        let settings = in_full(&self.settings, &config);
        let mut shown: Vec<_> = named(&settings)
            .zip(&self.origins)
            .map(|((name, value), (_, from))| Setting { name, value: value.map(readable), from: *from })
            .collect();
        if let Some(file) = &self.test_clock {
            let value = Some(format!("{} (a test's)", file.display()));
            shown.push(Setting { name: "test-clock", value, from: Origin::Environment });
        }
        Ok(shown)
    }
}

/// The clock of these settings.
pub fn clock(config: &Config) -> Clock {
    config.test_clock.clone().map_or(Clock::System, Clock::File)
}

/// The value of a flag that was really given.
pub fn flag<T: Clone>(matches: &ArgMatches, id: &str, value: Option<&T>) -> Option<T> {
    value.filter(|_| matches.value_source(id) == Some(ValueSource::CommandLine)).cloned()
}

fn origin(matches: &ArgMatches, name: &str, in_file: bool) -> Origin {
    match matches.value_source(&name.replace('-', "_")) {
        Some(ValueSource::CommandLine) => Origin::Flag,
        Some(ValueSource::EnvVariable) => Origin::Environment,
        _ if in_file => Origin::File,
        _ => Origin::Default,
    }
}

/// The settings with their defaults, as an operator could write them down.
fn in_full(settings: &Settings, config: &Config) -> Settings {
    Settings {
        data_dir: Some(config.data_dir.clone()),
        bind: Some(config.bind),
        base_url: Some(config.base_url.as_str().trim_end_matches('/').to_owned()),
        database_url: Some(masked(&config.database_url)),
        trusted_proxy: settings.trusted_proxy.clone(),
        key_file: config.key_file.clone(),
        max_upload_mib: u32::try_from(config.max_upload / 1024 / 1024).ok(),
        quota_person_mib: in_mib(config.quotas.person),
        quota_pursuance_mib: in_mib(config.quotas.pursuance),
        quota_peer_mib: in_mib(config.quotas.peer),
        quota_text_person_mib: in_mib(config.quotas.text_person),
        quota_text_pursuance_mib: in_mib(config.quotas.text_pursuance),
        keep_free_mib: config.quotas.kept_free.and_then(in_mib),
        smtp_url: settings.smtp_url.as_deref().map(masked),
        mail_from: settings.mail_from.clone(),
        log_format: Some(config.log_format.unwrap_or(LogFormat::Text)),
        log: Some(config.log.clone()),
    }
}

fn in_mib(bytes: i64) -> Option<u32> {
    u32::try_from(bytes / 1024 / 1024).ok()
}

/// Each setting by its name in the file, in the order of the documentation.
fn named(settings: &Settings) -> impl Iterator<Item = (&'static str, Option<Value>)> + use<> {
    /// Destructured, so that a new setting cannot be forgotten here.
    macro_rules! all {
        ($($field:ident = $name:literal),+ $(,)?) => {{
            let Settings { $($field),+ } = settings;
            [$(($name, $field.as_ref().and_then(|value| serde_json::to_value(value).ok()))),+]
        }};
    }
    all!(
        data_dir = "data-dir",
        bind = "bind",
        base_url = "base-url",
        database_url = "database-url",
        trusted_proxy = "trusted-proxy",
        key_file = "key-file",
        max_upload_mib = "max-upload-mib",
        quota_person_mib = "quota-person-mib",
        quota_pursuance_mib = "quota-pursuance-mib",
        quota_peer_mib = "quota-peer-mib",
        quota_text_person_mib = "quota-text-person-mib",
        quota_text_pursuance_mib = "quota-text-pursuance-mib",
        keep_free_mib = "keep-free-mib",
        smtp_url = "smtp-url",
        mail_from = "mail-from",
        log_format = "log-format",
        log = "log",
    )
    .into_iter()
}

/// A value in the form to type.
fn readable(value: Value) -> String {
    match value {
        Value::String(text) => text,
        Value::Array(items) => items.into_iter().map(readable).collect::<Vec<_>>().join(","),
        other => other.to_string(),
    }
}

/// Which log lines to write, and how.
pub fn log_of(loaded: &Loaded, config: &Config, quiet: &str) -> (LogFormat, String) {
    let filter = loaded.settings.log.as_ref().map_or_else(|| quiet.to_owned(), |_| config.log.clone());
    (config.log_format.unwrap_or(LogFormat::Text), filter)
}

/// Adds the settings of the stored instance where none are given, see [`super::open`].
pub fn with_base_url(loaded: &mut Loaded, stored: String) -> Result<Config, CliError> {
    loaded.fix_base_url(stored);
    Ok(loaded.check()?)
}
