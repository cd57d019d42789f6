//! `pursuance config`: the settings in force with their origins, and the router's own list.

use std::process::ExitCode;
use std::time::Duration;

use clap::Subcommand;
use serde_json::json;

use super::error::with_causes;
use super::output::{Format, columns};
use super::settings::Loaded;
use super::{CliError, log, open};
use crate::doors;
use crate::platform::config::ConfigError;
use crate::platform::vault::Vault;

/// How long the database is asked for the base URL that is fixed there.
const ASKED_FOR: Duration = Duration::from_secs(5);

/// Commands about settings.
#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Says everything that is wrong with the settings, at once
    Check(Format),
    /// Shows what is in force and where it came from
    Show(Format),
    /// Lists every address the server answers; needs no settings
    Routes(Format),
}

impl ConfigCommand {
    /// Runs it. Only commands that need settings read them.
    pub async fn run(self, load: impl FnOnce() -> Result<Loaded, ConfigError>) -> Result<ExitCode, CliError> {
        match self {
            Self::Check(format) => check(&load()?, format)?,
            Self::Show(format) => show(load()?, format).await?,
            Self::Routes(format) => routes(format)?,
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn check(loaded: &Loaded, format: Format) -> Result<(), CliError> {
    let mut problems = match loaded.check() {
        Ok(_) => Vec::new(),
        Err(ConfigError::Wrong(problems)) => problems,
        Err(error) => return Err(error.into()),
    };
    if let Err(error) = Vault::open(loaded.settings.key_file.as_deref()) {
        problems.push(format!("key-file: {}", with_causes(&error)));
    }
    if let Some(Err(error)) = loaded.settings.log.as_deref().map(log::filter) {
        problems.push(format!("log: {}", with_causes(&error)));
    }
    if !problems.is_empty() {
        return Err(ConfigError::Wrong(problems).into());
    }
    format.print(&json!({ "ok": true }), || "The settings can be used.".to_owned())
}

async fn show(mut loaded: Loaded, format: Format) -> Result<(), CliError> {
    if loaded.settings.base_url.is_none() {
        let config = loaded.check()?;
        // A database that does not answer is what `doctor` is about.
        let found = tokio::time::timeout(ASKED_FOR, open::base_url(&config)).await;
        if let Ok(Ok(Some(stored))) = found {
            loaded.fix_base_url(stored);
        }
    }
    let settings = loaded.in_force()?;
    format.print(&settings, || {
        let rows: Vec<_> = settings
            .iter()
            .map(|setting| {
                [
                    setting.name.to_owned(),
                    setting.value.clone().unwrap_or_else(|| "none".to_owned()),
                    setting.from.as_str().to_owned(),
                ]
            })
            .collect();
        let table = columns(["SETTING", "VALUE", "FROM"], &rows, "");
        loaded
            .file
            .as_ref()
            .map_or(table.clone(), |file| format!("{table}\n\nThe file is {}.", file.display()))
    })
}

fn routes(format: Format) -> Result<(), CliError> {
    let routes = doors::all_routes();
    format.print(&routes, || {
        let rows: Vec<_> = routes
            .iter()
            .map(|route| {
                [
                    route.method.to_owned(),
                    route.path.to_owned(),
                    if route.page { "page".to_owned() } else { String::new() },
                ]
            })
            .collect();
        columns(["METHOD", "PATH", ""], &rows, "")
    })
}
