//! The reason why a command failed: one clear line, and its causes.

use std::io::{ErrorKind, Write};
use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;

use pursuance_federation::fetch::{FetchError, SetupError};

use super::backup::BackupError;
use super::key::KeyCommandError;
use crate::actions::PerformError;
use crate::credentials::PassphraseRefusal;
use crate::platform::config::ConfigError;
use crate::platform::smtp::SmtpError;
use crate::platform::vault::VaultError;
use crate::state::StartError;
use crate::store::error::{StoreError, is_disk_full, is_of_pooler};
use crate::text::Text;

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum CliError {
    #[error("the settings cannot be used")]
    Config(#[from] ConfigError),
    #[error("cannot start")]
    Start(#[from] StartError),
    #[error("there is no instance in {place} yet")]
    NoInstance { place: String },
    #[error(
        "cannot listen on {address}; is another server running there? Choose another with --bind, for the demo with --ports"
    )]
    Bind {
        address: SocketAddr,
        #[source]
        source: std::io::Error,
    },
    #[error("the server stopped by itself")]
    Serve {
        #[source]
        source: std::io::Error,
    },
    #[error("the log filter “{filter}” cannot be read")]
    LogFilter {
        filter: String,
        #[source]
        source: tracing_subscriber::filter::ParseError,
    },
    #[error("cannot write log lines")]
    Logging {
        #[source]
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    #[error("cannot prepare for running")]
    Runtime {
        #[source]
        source: std::io::Error,
    },
    #[error("cannot write to {path}")]
    Write {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("cannot read {path}")]
    Read {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    /// A file of a private pursuance, with the stable name of what is wrong.
    #[error("{path} is not right: {reason}")]
    Sealed {
        path: PathBuf,
        reason: &'static str,
        #[source]
        source: pursuance_sealed::dump::DumpError,
    },
    #[error("{url} could not be asked")]
    Ask {
        url: String,
        #[source]
        source: FetchError,
    },
    #[error("{url} answers: {said}")]
    Answered { url: String, said: String },
    #[error(transparent)]
    Client(#[from] SetupError),
    #[error(transparent)]
    Key(#[from] KeyCommandError),
    #[error("cannot look into {path}")]
    Look {
        path: PathBuf,
        #[source]
        source: std::io::Error,
    },
    #[error("cannot read standard input")]
    Input {
        #[source]
        source: std::io::Error,
    },
    #[error("no passphrase came in on standard input; its first line is taken")]
    NoPassphrase,
    #[error("the passphrase is not strong enough: {0}")]
    Passphrase(#[from] PassphraseRefusal),
    #[error("the passphrase could not be hashed: {0}")]
    Hash(argon2::password_hash::Error),
    /// A command under another name.
    #[error("this command is `{command}`")]
    Elsewhere { command: &'static str },
    #[error("there is no {what} “{name}” here")]
    Unknown { what: &'static str, name: String },
    #[error("“{host}” is not known: nothing was exchanged with a server of this name")]
    UnknownPeer { host: String },
    #[error("“{text}” is not right: {reason}")]
    Argument { text: String, reason: String },
    #[error("this instance sends no mail: set smtp-url and mail-from")]
    NoMail,
    #[error("the mail was not sent: {0}")]
    Mail(#[from] SmtpError),
    #[error("the mail server does not take it ({code}); its log says why")]
    MailRefused { code: String },
    #[error("{message} {advice}")]
    Refused { message: String, advice: String },
    #[error(transparent)]
    Perform(PerformError),
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error(transparent)]
    Vault(#[from] VaultError),
    #[error(transparent)]
    Backup(#[from] BackupError),
    /// The demo's content could not be made.
    #[error("the demo did not get as far as: {0}")]
    Demo(&'static str),
    #[error("the demo in {path} was cut off while it was set up; remove the folder and start again")]
    DemoUnfinished { path: PathBuf },
}

impl From<PerformError> for CliError {
    fn from(error: PerformError) -> Self {
        match error {
            PerformError::Refused(refused) => {
                let advice = Text::english().advise(&refused.wording());
                Self::Refused { message: refused.to_string(), advice }
            }
            other => Self::Perform(other),
        }
    }
}

impl CliError {
    /// Tells the person at the terminal; the process ends with a failure.
    pub fn tell(&self) -> ExitCode {
        let mut lines = vec![format!("pursuance: {self}")];
        lines.extend(
            causes(self).iter().flat_map(|cause| cause.lines()).map(|line| format!("  because: {line}")),
        );
        if let Some(advice) = self.advice() {
            lines.push(format!("  {advice}"));
        }
        // An error means that standard error is closed.
        let _ = writeln!(std::io::stderr().lock(), "{}", lines.join("\n"));
        ExitCode::FAILURE
    }

    /// The next step, where the error itself does not name it.
    fn advice(&self) -> Option<&'static str> {
        match self {
            Self::NoInstance { .. } => Some(
                "Start it once with `pursuance serve`, or name its address for good with --base-url. Is it elsewhere? Name its folder with --data-dir, or its settings with --config.",
            ),
            Self::Start(StartError::Running { .. }) => Some(
                "Stop it first, or use another folder with --data-dir. Commands like `pursuance admin` work beside it.",
            ),
            Self::Start(StartError::Empty { trace, .. }) => Some(trace.advice()),
            Self::Start(StartError::OlderServer { .. }) => {
                Some("Stop the server, start it again with this program, then try again.")
            }
            Self::Start(StartError::DataDir { source, .. })
                if source.kind() == ErrorKind::PermissionDenied =>
            {
                Some(
                    "You may not write there. Use a folder of your own with --data-dir, or let root make that one for you: install -d -m 700 -o USER FOLDER",
                )
            }
            Self::UnknownPeer { .. } => Some("The known servers: `pursuance admin peer list`."),
            Self::Look { .. } => Some("Run this as the user the server runs as, or as root."),
            Self::Backup(error) => error.advice(),
            _ if is_of_pooler(self) => Some(
                "A pooler stands in front of PostgreSQL and lends its sessions. Add statement-cache-capacity=0 to database-url: postgres://…?statement-cache-capacity=0",
            ),
            _ if is_disk_full(self) => Some("The disk is full. Make room, then try again."),
            _ => None,
        }
    }
}

/// The causes of an error, the nearest first; repetitions are left out.
pub fn causes(error: &dyn std::error::Error) -> Vec<String> {
    let mut said = vec![error.to_string()];
    let mut cause = error.source();
    while let Some(error) = cause {
        let text = error.to_string();
        if said.iter().all(|earlier| !earlier.contains(&text)) {
            said.push(text);
        }
        cause = error.source();
    }
    said.split_off(1)
}

/// An error and its causes, in one line.
pub fn with_causes(error: &dyn std::error::Error) -> String {
    [vec![error.to_string()], causes(error)].concat().join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_start_on_a_full_disk_says_so() {
        let full = std::io::Error::from(ErrorKind::StorageFull);
        let error = CliError::from(StartError::Files(crate::platform::files::FileError::Write(full)));
        assert_eq!(error.advice(), Some("The disk is full. Make room, then try again."));
    }

    #[derive(Debug, thiserror::Error)]
    #[error("{text}")]
    struct Layer {
        text: &'static str,
        #[source]
        below: Option<Box<Layer>>,
    }

    #[test]
    fn who_may_not_write_to_the_data_folder_is_told_what_to_do() {
        let source = std::io::Error::from(ErrorKind::PermissionDenied);
        let error =
            CliError::Start(StartError::DataDir { path: PathBuf::from("/var/lib/pursuance"), source });
        assert!(error.advice().is_some_and(|advice| advice.contains("--data-dir")));
        let source = std::io::Error::from(ErrorKind::NotADirectory);
        let full = CliError::Start(StartError::DataDir { path: PathBuf::from("/var/lib/pursuance"), source });
        assert_eq!(full.advice(), None);
    }

    #[test]
    fn causes_are_said_once() {
        let layer = |text, below: Option<Layer>| Layer { text, below: below.map(Box::new) };
        let error = layer("it failed", Some(layer("no route: refused", Some(layer("refused", None)))));
        assert_eq!(causes(&error), ["no route: refused"]);
    }
}
