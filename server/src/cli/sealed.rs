//! `pursuance sealed`: what lies in files of private pursuances, as text. Needs no server and no settings.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use pursuance_sealed::dump::{Kind, dump};

use super::{CliError, output};

/// Commands about files of private pursuances.
#[derive(Debug, Subcommand)]
pub enum SealedCommand {
    /// Prints a file as text, or the first thing in it that is wrong; what needs a key stays closed
    Dump {
        /// Records one after another, or a bundle; another object with --as
        file: PathBuf,
        /// What the file holds: records, card, slot, idbox, envelope, rel, pbox or identity
        #[arg(long = "as", value_name = "KIND", default_value = "records", value_parser = parse_kind)]
        kind: Kind,
    },
}

impl SealedCommand {
    /// Runs it.
    pub fn run(self) -> Result<ExitCode, CliError> {
        let Self::Dump { file, kind } = self;
        let bytes = match std::fs::read(&file) {
            Ok(bytes) => bytes,
            Err(source) => return Err(CliError::Read { path: file, source }),
        };
        match dump(kind, &bytes) {
            Ok(text) => output::say(&text)?,
            Err(source) => return Err(CliError::Sealed { path: file, reason: source.reason(), source }),
        }
        Ok(ExitCode::SUCCESS)
    }
}

fn parse_kind(text: &str) -> Result<Kind, String> {
    Kind::parse(text).ok_or_else(|| format!("one of {}", Kind::ALL.map(Kind::as_str).join(", ")))
}
