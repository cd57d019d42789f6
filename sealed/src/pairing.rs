//! Pairing: a second device takes the identity over from the first (docs/sealed.md §3.2).

use rand_core::CryptoRng;

use crate::error::{DecodeError, OpenError};
use crate::frame::frame;
use crate::identity::{IDBOX_LEN, IdentityCard, SecretKeys, check_idbox};
use crate::ids::{Encapsulated, MailboxId, XKey};
use crate::kem::{self, BadKey};
use crate::reader::Reader;
use crate::secret::{RootKey, XSecret};
use crate::text64;
use crate::writer::ByteWriter;

/// The code that the new device shows: a key for this once, and where the answer is to be put.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Code {
    pub key: XKey,
    pub mailbox: MailboxId,
}

impl Code {
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut bytes = vec![1];
        bytes.extend_from_slice(self.key.as_bytes());
        bytes.extend_from_slice(self.mailbox.as_bytes());
        format!("pvd1.{}", text64::to_url(&bytes))
    }

    /// # Errors
    /// When it is no such code.
    pub fn parse(text: &str) -> Result<Self, DecodeError> {
        let text = text.strip_prefix("pvd1.").ok_or(DecodeError::Version)?;
        Reader::whole(&text64::from_url(text)?, |reader| {
            reader.version()?;
            Ok(Self { key: XKey::read(reader)?, mailbox: MailboxId::read(reader)? })
        })
    }
}

/// The answer that the old device puts into the mailbox.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    pub card: IdentityCard,
    pub idbox: Vec<u8>,
    pub encapsulated: Encapsulated,
    ciphertext: [u8; 48],
}

impl Answer {
    pub const LEN: usize = 1 + IdentityCard::LEN + IDBOX_LEN + 32 + 48;

    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, |reader| {
            reader.version()?;
            let card = IdentityCard::read(reader)?;
            let idbox = reader.take(IDBOX_LEN)?.to_vec();
            check_idbox(&idbox)?;
            Ok(Self { card, idbox, encapsulated: Encapsulated::read(reader)?, ciphertext: reader.array()? })
        })
    }

    /// # Errors
    /// Never for one that was read or sealed.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let writer = ByteWriter::version().raw(self.card.encode()).raw(&self.idbox);
        writer.raw(self.encapsulated).raw(self.ciphertext).finish()
    }

    /// Seals the root key to the device that showed `code`.
    ///
    /// # Errors
    /// When nothing can be sealed to its key.
    pub fn seal(
        code: &Code,
        card: IdentityCard,
        idbox: &[u8],
        root: &RootKey,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, BadKey> {
        let (encapsulated, ciphertext) =
            kem::seal(&code.key, &info(&code.mailbox), &aad(&card), root.expose(), rng)?;
        let ciphertext = ciphertext.try_into().map_err(|_| BadKey)?;
        Ok(Self { card, idbox: idbox.to_vec(), encapsulated, ciphertext })
    }

    /// Opens it with the secret half of the key that was shown.
    ///
    /// # Errors
    /// When the card does not hold, the root key does not open, or it does not open the box of this card's keys.
    pub fn open(&self, key: &XSecret, mailbox: &MailboxId) -> Result<(RootKey, SecretKeys), OpenError> {
        self.card.check()?;
        let root = kem::open(key, &self.encapsulated, &info(mailbox), &aad(&self.card), &self.ciphertext)?;
        let root = Reader::whole(&root, Reader::array).map(RootKey::from_bytes)?;
        let keys = SecretKeys::open(&self.idbox, &root, &self.card.iid())?;
        Ok((root, keys))
    }
}

/// The bytes that bind the sealed root key to its mailbox.
#[must_use]
pub fn info(mailbox: &MailboxId) -> Vec<u8> {
    frame("pv1/pair", &[mailbox.as_bytes()])
}

/// The bytes that bind the sealed root key to its identity.
#[must_use]
pub fn aad(card: &IdentityCard) -> Vec<u8> {
    frame("pv1/pair-aad", &[card.iid().as_bytes()])
}
