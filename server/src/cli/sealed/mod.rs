//! `pursuance sealed`: what lies in files of private pursuances, and at a server, as text. Needs no settings, and no server of its own.

mod outline;
mod read;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Subcommand;
use pursuance_sealed::dump::{Kind, dump};

use self::read::ReadOptions;
use super::{CliError, output};

/// Commands about private pursuances.
#[derive(Debug, Subcommand)]
pub enum SealedCommand {
    /// Prints a file as text, or the first thing in it that is wrong; what needs a key stays closed
    Dump {
        /// Records one after another, or a bundle; another object with --as
        file: PathBuf,
        /// The contents of the file: records, card, slot, idbox, envelope, rel, pbox or identity
        #[arg(long = "as", value_name = "KIND", default_value = "records", value_parser = parse_kind)]
        kind: Kind,
    },
    /// Opens the tasks of your private pursuances at a server, with the keys of a file; asks for its passphrase
    Read(ReadOptions),
}

impl SealedCommand {
    /// Runs it.
    ///
    /// # Errors
    /// When a file or what a server sends is not right.
    pub async fn run(self) -> Result<ExitCode, CliError> {
        let (file, kind) = match self {
            Self::Dump { file, kind } => (file, kind),
            Self::Read(read) => return read.run().await.map(|()| ExitCode::SUCCESS),
        };
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
