//! Passphrases of people: asked for where somebody sits at a terminal, else read from standard input, a line for each. Never taken from
//! the command line, which other users of the machine can read.

use std::io::{ErrorKind, IsTerminal, Read, Write};

use pursuance_sealed::account::Passphrase;
use rustix::process::{self, Signal};
use rustix::termios::{self, LocalModes, OptionalActions, SpecialCodeIndex, Termios};
use zeroize::Zeroizing;

use super::KeyCommandError;
use crate::cli::CliError;

/// A passphrase that is there already.
///
/// # Errors
/// When none comes.
pub fn known(question: &str) -> Result<Zeroizing<String>, CliError> {
    let hidden = std::io::stdin().is_terminal().then(|| HiddenInput::begin(question));
    let read = read_line(hidden.is_some()).map_err(|source| CliError::Input { source });
    drop(hidden);
    let Some(mut line) = read? else { return Err(stop().into()) };
    let text = String::from_utf8(std::mem::take(&mut *line));
    let mut text =
        Zeroizing::new(text.map_err(|_| CliError::Input { source: ErrorKind::InvalidData.into() })?);
    let end = text.trim_end_matches('\r').len();
    text.truncate(end);
    if text.is_empty() { Err(KeyCommandError::NoPassphrase.into()) } else { Ok(text) }
}

/// The byte that Ctrl-C types.
const STOP: u8 = 3;

/// A line, without its end; none where somebody at a terminal stops.
fn read_line(is_typed: bool) -> std::io::Result<Option<Zeroizing<Vec<u8>>>> {
    // Long enough for any passphrase, so that no half-written copy is left behind.
    let mut line = Zeroizing::new(Vec::with_capacity(4096));
    for byte in std::io::stdin().lock().bytes() {
        match byte? {
            b'\n' => break,
            STOP if is_typed => return Ok(None),
            byte => line.push(byte),
        }
    }
    Ok(Some(line))
}

/// Ends the program as Ctrl-C does.
fn stop() -> KeyCommandError {
    // Where the signal is ignored, the command ends all the same.
    let _ = process::kill_process(process::getpid(), Signal::INT);
    KeyCommandError::Stopped
}

/// A new one: at a terminal it is asked for twice.
///
/// # Errors
/// When it is too short, or differs the second time.
pub fn new(question: &str) -> Result<Passphrase, CliError> {
    let first = known(question)?;
    let passphrase = Passphrase::choose(&first).map_err(KeyCommandError::from)?;
    if std::io::stdin().is_terminal() && *known("The same once more: ")? != *first {
        return Err(KeyCommandError::Differs.into());
    }
    Ok(passphrase)
}

/// A terminal that does not show what is typed, until this is dropped. Ctrl-C does not end the program before that: it ends the line.
struct HiddenInput(Option<Termios>);

impl HiddenInput {
    fn begin(question: &str) -> Self {
        let before = Self::hide();
        let mut error = std::io::stderr();
        // An error means that standard error is closed: then nobody reads the question.
        let _ = write!(error, "{question}").and_then(|()| error.flush());
        Self(before)
    }

    /// How the terminal was before.
    fn hide() -> Option<Termios> {
        let before = termios::tcgetattr(std::io::stdin()).ok()?;
        let mut hidden = before.clone();
        hidden.local_modes.remove(LocalModes::ECHO | LocalModes::ISIG);
        hidden.special_codes[SpecialCodeIndex::VEOL] = STOP;
        termios::tcsetattr(std::io::stdin(), OptionalActions::Now, &hidden).ok()?;
        Some(before)
    }
}

impl Drop for HiddenInput {
    fn drop(&mut self) {
        if let Some(before) = &self.0 {
            // Otherwise the terminal is gone.
            let _ = termios::tcsetattr(std::io::stdin(), OptionalActions::Now, before);
            let _ = writeln!(std::io::stderr());
        }
    }
}
