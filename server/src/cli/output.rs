//! The output of commands: columns for people, or JSON.

use std::io::{ErrorKind, Write};
use std::path::PathBuf;

use clap::Args;
use serde::Serialize;

use super::CliError;

/// How a command prints its answer.
#[derive(Debug, Clone, Copy, Args)]
pub struct Format {
    /// Prints JSON instead of text
    #[arg(long)]
    json: bool,
}

impl Format {
    /// Prints an answer: as JSON, or the text made for people.
    ///
    /// # Errors
    /// When standard output cannot be written to.
    pub fn print(self, answer: &impl Serialize, text: impl FnOnce() -> String) -> Result<(), CliError> {
        if !self.json {
            return say(&text());
        }
        let json = serde_json::to_string_pretty(answer).map_err(|source| failed(source.into()))?;
        say(&json)
    }
}

/// Prints a text and ends its line. A closed output is no error.
///
/// # Errors
/// When standard output cannot be written to.
pub fn say(text: &str) -> Result<(), CliError> {
    let mut out = std::io::stdout().lock();
    match writeln!(out, "{}", text.trim_end()).and_then(|()| out.flush()) {
        Err(source) if source.kind() != ErrorKind::BrokenPipe => Err(failed(source)),
        _ => Ok(()),
    }
}

fn failed(source: std::io::Error) -> CliError {
    CliError::Write { path: PathBuf::from("standard output"), source }
}

/// Rows in columns under their heads; `none` when there are no rows.
pub fn columns<const N: usize>(heads: [&str; N], rows: &[[String; N]], none: &str) -> String {
    if rows.is_empty() {
        return none.to_owned();
    }
    let heads = heads.map(str::to_owned);
    let widths: Vec<usize> = (0..N)
        .map(|column| rows.iter().chain([&heads]).map(|row| row[column].chars().count()).max().unwrap_or(0))
        .collect();
    let line = |row: &[String; N]| {
        let cells = row.iter().zip(&widths).map(|(cell, width)| format!("{cell:width$}"));
        cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    [&heads].into_iter().chain(rows).map(line).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_as_wide_as_their_widest_cell() {
        let rows = [["ana".to_owned(), "yes".to_owned()], ["benedikt".to_owned(), String::new()]];
        assert_eq!(
            columns(["NAME", "OPERATOR"], &rows, "none"),
            "NAME      OPERATOR\nana       yes\nbenedikt"
        );
        assert_eq!(columns(["NAME"], &[], "nobody"), "nobody");
    }
}
