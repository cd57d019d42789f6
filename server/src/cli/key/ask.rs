//! Passphrases of people: asked for where somebody sits at a terminal, else read from standard input, a line for each. Never taken from
//! the command line, which other users of the machine can read.

use std::io::{IsTerminal, Write};

use pursuance_sealed::account::Passphrase;
use rustix::termios::{self, LocalModes, OptionalActions, Termios};
use zeroize::Zeroizing;

use super::KeyError;
use crate::cli::CliError;

/// A passphrase that is there already.
///
/// # Errors
/// When none comes.
pub fn known(question: &str) -> Result<Zeroizing<String>, CliError> {
    let hidden = std::io::stdin().is_terminal().then(|| Hidden::begin(question));
    // Long enough for any passphrase, so that no half-written copy is left behind.
    let mut line = Zeroizing::new(String::with_capacity(4096));
    std::io::stdin().read_line(&mut line).map_err(|source| CliError::Input { source })?;
    drop(hidden);
    let end = line.trim_end_matches(['\r', '\n']).len();
    line.truncate(end);
    if line.is_empty() { Err(KeyError::NoPassphrase.into()) } else { Ok(line) }
}

/// A new one: at a terminal it is asked for twice.
///
/// # Errors
/// When it is too short, or differs the second time.
pub fn new(question: &str) -> Result<Passphrase, CliError> {
    let first = known(question)?;
    let passphrase = Passphrase::choose(&first).map_err(KeyError::from)?;
    if std::io::stdin().is_terminal() && *known("The same once more: ")? != *first {
        return Err(KeyError::Differs.into());
    }
    Ok(passphrase)
}

/// A terminal that does not show what is typed, until this is dropped.
struct Hidden(Option<Termios>);

impl Hidden {
    fn begin(question: &str) -> Self {
        let mut error = std::io::stderr();
        // An error means that standard error is closed: then nobody reads the question.
        let _ = write!(error, "{question}").and_then(|()| error.flush());
        Self(Self::hide())
    }

    /// How the terminal was before.
    fn hide() -> Option<Termios> {
        let before = termios::tcgetattr(std::io::stdin()).ok()?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO);
        termios::tcsetattr(std::io::stdin(), OptionalActions::Now, &hidden).ok()?;
        Some(before)
    }
}

impl Drop for Hidden {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            // Otherwise the terminal is gone.
            let _ = termios::tcsetattr(std::io::stdin(), OptionalActions::Now, before);
            let _ = writeln!(std::io::stderr());
        }
    }
}
