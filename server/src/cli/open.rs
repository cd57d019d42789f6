//! Opening the instance for a command, beside a server that may be running.

use super::CliError;
use super::settings::{self, Loaded};
use crate::platform::config::Config;
use crate::state::{App, Use};
use crate::store::db::Db;
use crate::store::instance::{self, Instance};

/// Opens the instance of the settings. A command needs no base URL: the instance knows it.
///
/// # Errors
/// When there is no instance yet and no base URL was given, or it cannot be opened.
pub async fn open(mut loaded: Loaded) -> Result<App, CliError> {
    let mut config = loaded.check()?;
    let (format, filter) = settings::log_of(&loaded, &config, "warn");
    super::log::begin(format, &filter)?;
    if loaded.settings.base_url.is_none() {
        is_there(&config)?;
        let found = find(&config).await.ok_or_else(|| CliError::NoInstance { place: place(&config) })?;
        config = settings::with_base_url(&mut loaded, found.base_url)?;
    }
    let clock = settings::clock(&config);
    Ok(App::start(config, clock, Use::Command).await?)
}

/// The database alone: for a command that neither founds an instance nor migrates its schema.
///
/// # Errors
/// When there is none yet, or it cannot be opened.
pub async fn database(config: &Config) -> Result<Db, CliError> {
    is_there(config)?;
    Ok(Db::open(&config.database_url).await?)
}

/// Whether there can be an instance: a folder that cannot be read is another error than a missing one.
fn is_there(config: &Config) -> Result<(), CliError> {
    match config.database_file().map(|file| (file.try_exists(), file)) {
        None | Some((Ok(true), _)) => Ok(()),
        Some((Ok(false), _)) => Err(CliError::NoInstance { place: place(config) }),
        Some((Err(source), path)) => Err(CliError::Look { path, source }),
    }
}

/// The instance in the database, when there is a readable one; nothing is created.
pub async fn find(config: &Config) -> Option<Instance> {
    if config.database_file().is_some_and(|file| !file.exists()) {
        return None;
    }
    let db = Db::open(&config.database_url).await.ok()?;
    let found = match db.read().await {
        Ok(mut tx) => instance::find(&mut tx).await.ok().flatten(),
        Err(_) => None,
    };
    db.close().await;
    found
}

/// The place of the instance, in the words of an operator.
pub fn place(config: &Config) -> String {
    if config.database_url.starts_with("sqlite:") {
        config.data_dir.display().to_string()
    } else {
        settings::masked(&config.database_url)
    }
}
