//! Identities as a file: the keys, and how far the logs of pursuances were seen (docs/sealed.md §3.3).

use zeroize::Zeroizing;

use crate::account::{Cost, CostError, Passphrase, master_key};
use crate::aead::{self, Nonce};
use crate::error::{DecodeError, OpenError};
use crate::frame::frame;
use crate::identity::SecretKeys;
use crate::ids::{Head, Pid};
use crate::reader::Reader;
use crate::secret::EpochSecret;
use crate::text64;
use crate::writer::ByteWriter;

const BEGIN: &str = "-----BEGIN PURSUANCE IDENTITY-----";
const END: &str = "-----END PURSUANCE IDENTITY-----";
const HEADER_LEN: usize = 31;

/// The contents of an export.
pub struct Export {
    pub keys: SecretKeys,
    pub handle: String,
    pub pursuances: Vec<ExportedPursuance>,
}

/// One pursuance of an exported identity.
pub struct ExportedPursuance {
    pub pid: Pid,
    pub base_url: String,
    pub head: Head,
    pub epochs: Vec<(u32, EpochSecret)>,
}

/// Why an exported identity does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExportError {
    #[error(transparent)]
    Open(#[from] OpenError),
    #[error(transparent)]
    Cost(#[from] CostError),
}

impl From<DecodeError> for ExportError {
    fn from(error: DecodeError) -> Self {
        Self::Open(error.into())
    }
}

/// The part of a file that is in clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExportHead {
    pub cost: Cost,
    pub salt: [u8; 16],
}

impl ExportHead {
    fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        if reader.take(4)? != b"PIDX" {
            return Err(DecodeError::Value("the beginning"));
        }
        reader.version()?;
        reader.version()?;
        Ok(Self { cost: Cost::read(reader)?, salt: reader.array()? })
    }

    /// Reads the header of a file.
    ///
    /// # Errors
    /// When it is no such file, or too short for one.
    pub fn decode(file: &[u8]) -> Result<Self, DecodeError> {
        let mut reader = Reader::new(file);
        let header = Self::read(&mut reader)?;
        // A box without a handle and pursuances.
        let least = aead::BOX_OVERHEAD + 1 + SecretKeys::LEN + 4;
        if reader.left() < least { Err(DecodeError::Length) } else { Ok(header) }
    }

    fn encode(self) -> Result<Vec<u8>, DecodeError> {
        ByteWriter::new().raw(b"PIDX").u8(1).u8(1).raw(self.cost.bytes()).raw(self.salt).finish()
    }
}

impl Export {
    /// # Errors
    /// When the bytes are no such identity.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, |reader| {
            reader.version()?;
            let keys = SecretKeys::decode(reader.take(SecretKeys::LEN)?)?;
            let handle = reader.str()?.to_owned();
            let pursuances = reader.many(|reader| {
                Ok(ExportedPursuance {
                    pid: Pid::read(reader)?,
                    base_url: reader.str()?.to_owned(),
                    head: Head::read(reader)?,
                    epochs: reader
                        .many(|reader| Ok((reader.u32()?, EpochSecret::from_bytes(reader.array()?))))?,
                })
            })?;
            Ok(Self { keys, handle, pursuances })
        })
    }

    /// # Errors
    /// When a text or list is too long.
    pub fn encode(&self) -> Result<Zeroizing<Vec<u8>>, DecodeError> {
        let keys = self.keys.encode()?;
        ByteWriter::version()
            .raw(&keys[..])
            .v16(self.handle.as_bytes())
            .many(&self.pursuances, |writer, pursuance| {
                pursuance
                    .head
                    .write(writer.raw(pursuance.pid).v16(pursuance.base_url.as_bytes()))
                    .many(&pursuance.epochs, |writer, (epoch, secret)| {
                        writer.u32(*epoch).raw(secret.expose())
                    })
            })
            .finish()
            .map(Zeroizing::new)
    }

    /// # Errors
    /// When it is too long, or its passphrase cannot be hashed.
    pub fn seal(
        &self,
        passphrase: &Passphrase,
        header: ExportHead,
        nonce: Nonce,
    ) -> Result<Vec<u8>, ExportError> {
        let key = master_key(passphrase, &header.salt, header.cost)?.export_key();
        let mut file = header.encode()?;
        let sealed = aead::seal(key.expose(), nonce, &frame("pv1/export", &[&file]), &self.encode()?);
        file.extend(sealed);
        Ok(file)
    }

    /// # Errors
    /// When it is no such file, is too dear to open, or does not open.
    pub fn open(file: &[u8], passphrase: &Passphrase) -> Result<Self, ExportError> {
        let header = ExportHead::decode(file)?;
        let key = master_key(passphrase, &header.salt, header.cost)?.export_key();
        let (header, sealed) = file.split_at_checked(HEADER_LEN).ok_or(DecodeError::Truncated)?;
        let opened = aead::open(key.expose(), &frame("pv1/export", &[header]), sealed)?;
        Ok(Self::decode(&opened)?)
    }
}

/// A file as text, to be pasted and mailed.
#[must_use]
pub fn to_text(file: &[u8]) -> String {
    let mut lines = vec![BEGIN.to_owned()];
    lines.extend(text64::to_lines(file));
    lines.push(END.to_owned());
    lines.push(String::new());
    lines.join("\n")
}

/// Reads the text of a file. Spaces at the ends of lines, and empty lines around, do no harm.
///
/// # Errors
/// When it does not begin and end as it must, or is not base64.
pub fn from_text(text: &str) -> Result<Vec<u8>, DecodeError> {
    let text = text.trim();
    let inner = text
        .strip_prefix(BEGIN)
        .and_then(|text| text.strip_suffix(END))
        .ok_or(DecodeError::Value("the first or last line"))?;
    text64::from_text(&inner.split_ascii_whitespace().collect::<String>())
}
