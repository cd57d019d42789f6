//! Opening the instance for a command, beside a server that may be running.

use super::CliError;
use super::settings::{self, Loaded};
use crate::platform::config::Config;
use crate::state::{App, StartError, Use, traces};
use crate::store::backup;
use crate::store::db::Db;
use crate::store::error::StoreResult;

/// Opens the instance of the settings. A command needs no base URL: the instance knows it.
///
/// # Errors
/// When there is no instance yet and no base URL was given, or it cannot be opened.
pub async fn open(mut loaded: Loaded) -> Result<App, CliError> {
    let mut config = loaded.check()?;
    let (format, filter) = settings::log_of(&loaded, &config, "warn");
    super::log::begin(format, &filter)?;
    if loaded.settings.base_url.is_none() {
        is_there(&config).await?;
        let Some(stored) = base_url(&config).await? else { return Err(no_instance(&config).await) };
        config = settings::with_base_url(&mut loaded, stored)?;
    }
    let clock = settings::clock(&config);
    Ok(App::start(config, clock, Use::Command).await?)
}

/// The database alone: for a command that neither founds an instance nor migrates its schema.
///
/// # Errors
/// When there is none yet, or it cannot be opened.
pub async fn database(config: &Config) -> Result<Db, CliError> {
    is_there(config).await?;
    Ok(Db::open(&config.database_url).await?)
}

/// Whether there can be an instance: a folder that cannot be read is another error than a missing one.
async fn is_there(config: &Config) -> Result<(), CliError> {
    match config.database_file().map(|file| (file.try_exists(), file)) {
        None | Some((Ok(true), _)) => Ok(()),
        Some((Ok(false), _)) => Err(no_instance(config).await),
        Some((Err(source), path)) => Err(CliError::Look { path, source }),
    }
}

/// The error where the database of the settings has no instance, with what the data folder has of another one.
pub async fn no_instance(config: &Config) -> CliError {
    let place = config.database_place();
    match traces::find(config).await {
        Some(trace) => StartError::Empty { trace, place }.into(),
        None => CliError::NoInstance { place },
    }
}

/// The base URL of the instance in the database, when there is one, of whatever version; nothing is created.
///
/// # Errors
/// When the database does not answer.
pub async fn base_url(config: &Config) -> StoreResult<Option<String>> {
    if config.database_file().is_some_and(|file| !file.exists()) {
        return Ok(None);
    }
    let db = Db::open(&config.database_url).await?;
    let founded = backup::founded(&db).await;
    db.close().await;
    Ok(founded?.map(|origin| origin.base_url))
}
