//! Identities: the two keys of a person, the card that shows their public halves, the box that keeps them
//! (docs/sealed.md §3.2).

use zeroize::Zeroizing;

use crate::aead::{self, Nonce};
use crate::error::{BadSignature, DecodeError, OpenError};
use crate::frame::{frame, hash};
use crate::ids::{EdKey, Iid, Signature, XKey};
use crate::reader::Reader;
use crate::secret::{EdSeed, RootKey, XSecret};
use crate::sign::{SigningKey, VerifyKey};
use crate::writer::ByteWriter;

/// The name of two public keys.
#[must_use]
pub fn iid(sign: &EdKey, seal: &XKey) -> Iid {
    Iid::from_bytes(*hash("pv1/iid", &[sign.as_bytes(), seal.as_bytes()]).as_bytes())
}

/// The secret keys of an identity.
pub struct SecretKeys {
    pub sign: EdSeed,
    pub seal: XSecret,
    pub created_ms: u64,
}

impl SecretKeys {
    pub const LEN: usize = 73;

    /// # Errors
    /// When these are no keys.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, |reader| {
            reader.version()?;
            Ok(Self {
                sign: EdSeed::from_bytes(reader.array()?),
                seal: XSecret::from_bytes(reader.array()?),
                created_ms: reader.u64()?,
            })
        })
    }

    /// # Errors
    /// When the time is beyond 2^53-1.
    pub fn encode(&self) -> Result<Zeroizing<Vec<u8>>, DecodeError> {
        let writer = ByteWriter::version().raw(self.sign.expose()).raw(self.seal.expose());
        writer.u64(self.created_ms).finish().map(Zeroizing::new)
    }

    #[must_use]
    pub fn signing_key(&self) -> SigningKey {
        SigningKey::from_seed(&self.sign)
    }

    #[must_use]
    pub fn iid(&self) -> Iid {
        iid(&self.signing_key().public(), &self.seal.public())
    }

    /// The card that others verify and seal with.
    #[must_use]
    pub fn card(&self) -> IdentityCard {
        let key = self.signing_key();
        let mut card = IdentityCard {
            sign: key.public(),
            seal: self.seal.public(),
            created_ms: self.created_ms,
            signature: Signature::ZERO,
        };
        card.signature = key.sign("pv1/card", &[&card.signed()]);
        card
    }

    /// Seals them under the root key.
    ///
    /// # Errors
    /// When the time is beyond 2^53-1.
    pub fn seal(&self, root: &RootKey, nonce: Nonce) -> Result<Vec<u8>, DecodeError> {
        let aad = frame("pv1/idbox", &[self.iid().as_bytes()]);
        let sealed = aead::seal(root.expose(), nonce, &aad, &self.encode()?);
        ByteWriter::version().u8(1).raw(sealed).finish()
    }

    /// Opens the box of the identity `iid`.
    ///
    /// # Errors
    /// When it is no box, does not open, or holds other keys.
    pub fn open(sealed: &[u8], root: &RootKey, iid: &Iid) -> Result<Self, OpenError> {
        check_idbox(sealed)?;
        let mut reader = Reader::new(sealed);
        reader.take(2)?;
        let aad = frame("pv1/idbox", &[iid.as_bytes()]);
        let keys = Self::decode(&aead::open(root.expose(), &aad, reader.rest())?)?;
        if keys.iid() == *iid { Ok(keys) } else { Err(OpenError::Mismatch) }
    }
}

/// Bytes of a box of keys.
pub const IDBOX_LEN: usize = 2 + aead::BOX_OVERHEAD + SecretKeys::LEN;

/// Checks a box of keys, as far as possible without opening it.
///
/// # Errors
/// When it has another length or version.
pub fn check_idbox(bytes: &[u8]) -> Result<(), DecodeError> {
    let mut reader = Reader::new(bytes);
    reader.version()?;
    reader.version()?;
    if bytes.len() == IDBOX_LEN { Ok(()) } else { Err(DecodeError::Length) }
}

/// Bytes of a former root key that is sealed with the one that followed it.
pub const ROOTBOX_LEN: usize = 2 + aead::BOX_OVERHEAD + 32;

/// Seals the root key of a replaced identity, whose box it still opens, with the one that followed it.
///
/// # Errors
/// None: what it seals is as long as it is.
pub fn seal_former(
    former: &RootKey,
    iid: &Iid,
    root: &RootKey,
    nonce: Nonce,
) -> Result<Vec<u8>, DecodeError> {
    let aad = frame("pv1/rootbox", &[iid.as_bytes()]);
    ByteWriter::version().u8(1).raw(aead::seal(root.expose(), nonce, &aad, former.expose())).finish()
}

/// Opens the root key of the replaced identity `iid`.
///
/// # Errors
/// When it is no such box, or does not open.
pub fn open_former(sealed: &[u8], iid: &Iid, root: &RootKey) -> Result<RootKey, OpenError> {
    check_rootbox(sealed)?;
    let mut reader = Reader::new(sealed);
    reader.take(2)?;
    let aad = frame("pv1/rootbox", &[iid.as_bytes()]);
    let text = aead::open(root.expose(), &aad, reader.rest())?;
    Ok(RootKey::from_bytes(Reader::whole(&text, Reader::array)?))
}

/// Checks such a box, as far as possible without opening it.
///
/// # Errors
/// When it has another length or version.
pub fn check_rootbox(bytes: &[u8]) -> Result<(), DecodeError> {
    let mut reader = Reader::new(bytes);
    reader.version()?;
    reader.version()?;
    if bytes.len() == ROOTBOX_LEN { Ok(()) } else { Err(DecodeError::Length) }
}

/// The public keys of an identity, signed by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IdentityCard {
    pub sign: EdKey,
    pub seal: XKey,
    pub created_ms: u64,
    pub signature: Signature,
}

impl IdentityCard {
    pub const LEN: usize = 137;

    /// Reads it; [`IdentityCard::check`] verifies it.
    ///
    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, Self::read)
    }

    pub(crate) fn read(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        reader.version()?;
        Ok(Self {
            sign: EdKey::read(reader)?,
            seal: XKey::read(reader)?,
            created_ms: reader.u64()?,
            signature: Signature::read(reader)?,
        })
    }

    /// A card after its length, which is always the same.
    pub(crate) fn read16(reader: &mut Reader<'_>) -> Result<Self, DecodeError> {
        Self::decode(reader.v16()?)
    }

    #[must_use]
    pub fn encode(&self) -> Vec<u8> {
        let mut bytes = self.signed();
        bytes.extend_from_slice(self.signature.as_bytes());
        bytes
    }

    fn signed(&self) -> Vec<u8> {
        let mut bytes = vec![1];
        bytes.extend_from_slice(self.sign.as_bytes());
        bytes.extend_from_slice(self.seal.as_bytes());
        bytes.extend_from_slice(&self.created_ms.to_be_bytes());
        bytes
    }

    #[must_use]
    pub fn iid(&self) -> Iid {
        iid(&self.sign, &self.seal)
    }

    /// Verifies it: the key that it is signed by, the signature, and that something can be sealed to it.
    ///
    /// # Errors
    /// When one of them is wrong.
    pub fn check(&self) -> Result<VerifyKey, BadSignature> {
        let key = VerifyKey::parse(&self.sign)?;
        key.verify("pv1/card", &[&self.signed()], &self.signature)?;
        self.seal.check().map_err(|_| BadSignature)?;
        Ok(key)
    }
}
