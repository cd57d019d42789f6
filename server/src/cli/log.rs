//! Log lines: a sentence and fields, to standard error; for people or for programs.

use std::io::IsTerminal;

use tracing_subscriber::EnvFilter;

use super::CliError;
use crate::platform::config::LogFormat;

/// Reads the filter of the log.
///
/// # Errors
/// When the filter cannot be read.
pub fn filter(filter: &str) -> Result<EnvFilter, CliError> {
    EnvFilter::try_new(filter).map_err(|source| CliError::LogFilter { filter: filter.to_owned(), source })
}

/// Begins logging.
///
/// # Errors
/// When the filter cannot be read.
pub fn begin(format: LogFormat, filter: &str) -> Result<(), CliError> {
    let filter = self::filter(filter)?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let begun = match format {
        LogFormat::Text => lines.with_ansi(std::io::stderr().is_terminal()).try_init(),
        LogFormat::Json => lines.json().flatten_event(true).try_init(),
    };
    begun.map_err(|source| CliError::Logging { source })
}
