//! The file of an identity (docs/sealed.md §3.3).

use std::fs::OpenOptions;
use std::io::{Read, Write};
use std::path::Path;

use pursuance_sealed::account::{Cost, Passphrase};
use pursuance_sealed::aead::Nonce;
use pursuance_sealed::export::{self, Export, ExportError, ExportHead};

use super::KeyCommandError;
use crate::cli::CliError;
use crate::platform::clock::random;

/// The most bytes of a file.
const MOST: u64 = 16 * 1024 * 1024;

/// Writes a file that is not there yet, which only its owner reads.
///
/// # Errors
/// When there is one already, or it cannot be written.
pub fn write(path: &Path, exported: &Export, passphrase: &Passphrase) -> Result<(), CliError> {
    let failed = |source| CliError::Write { path: path.to_owned(), source };
    let header = ExportHead { cost: Cost::DEFAULT, salt: random() };
    let sealed =
        exported.seal(passphrase, header, Nonce::from_bytes(random())).map_err(|error| match error {
            ExportError::Cost(cost) => KeyCommandError::Cost(cost),
            ExportError::Open(open) => KeyCommandError::Closed(open),
        })?;
    let mut file = OpenOptions::new().write(true).create_new(true).open(path).map_err(failed)?;
    file.write_all(export::to_text(&sealed).as_bytes()).and_then(|()| file.sync_all()).map_err(failed)
}

/// Asks whether a file is there already, before anything is done for it.
///
/// # Errors
/// When it is.
pub fn is_free(path: &Path) -> Result<(), CliError> {
    let there = path
        .try_exists()
        .and_then(|there| if there { Err(std::io::ErrorKind::AlreadyExists.into()) } else { Ok(()) });
    there.map_err(|source| CliError::Write { path: path.to_owned(), source })
}

/// Reads a file: as text, or its bytes alone.
///
/// # Errors
/// When it is none.
pub fn read(path: &Path) -> Result<Vec<u8>, CliError> {
    let failed = |source| CliError::Read { path: path.to_owned(), source };
    let mut bytes = Vec::new();
    std::fs::File::open(path).and_then(|file| file.take(MOST).read_to_end(&mut bytes)).map_err(failed)?;
    let text = std::str::from_utf8(&bytes).ok().filter(|text| !text.starts_with("PIDX"));
    let written = text.map(export::from_text);
    let file = written.unwrap_or(Ok(bytes)).and_then(|file| ExportHead::decode(&file).map(|_| file));
    Ok(file.map_err(|source| KeyCommandError::NoIdentity { path: path.to_owned(), source })?)
}

/// Opens the bytes of a file.
///
/// # Errors
/// When it does not open.
pub fn open(path: &Path, file: &[u8], typed: &str) -> Result<Export, CliError> {
    let opened = Export::open(file, &Passphrase::new(typed));
    Ok(opened.map_err(|source| KeyCommandError::Locked { path: path.to_owned(), source })?)
}
