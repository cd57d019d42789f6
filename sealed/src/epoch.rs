//! Epochs: the secret that all members of one time share, the keys that come from it, and how it reaches them
//! (docs/sealed.md §3.4).

use rand_core::CryptoRng;

use crate::aead::{self, Nonce};
use crate::error::{DecodeError, OpenError};
use crate::frame::{frame, hash, kdf};
use crate::identity::IdentityCard;
use crate::ids::{DelegationId, Encapsulated, Iid, KeyCommit, Pid, PrevBox, UnitId, XKey};
use crate::kem::{self, BadKey};
use crate::log;
use crate::reader::Reader;
use crate::secret::{ContentKey, EdSeed, EpochSecret, OtherKey, TagKey, UnitKey, XSecret};
use crate::writer::ByteWriter;

impl EpochSecret {
    /// The key from which those of units come.
    #[must_use]
    pub fn content_key(&self, pid: &Pid, epoch: u32) -> ContentKey {
        ContentKey::from_bytes(kdf(
            self.expose(),
            "pv1/epoch/content",
            &[pid.as_bytes(), &epoch.to_be_bytes()],
        ))
    }

    /// The key of blinded skills.
    #[must_use]
    pub fn tag_key(&self, pid: &Pid, epoch: u32) -> TagKey {
        TagKey::from_bytes(kdf(self.expose(), "pv1/epoch/tag", &[pid.as_bytes(), &epoch.to_be_bytes()]))
    }

    /// The key to which other pursuances seal what they hand over.
    #[must_use]
    pub fn x_secret(&self, pid: &Pid, epoch: u32) -> XSecret {
        XSecret::from_bytes(kdf(self.expose(), "pv1/epoch/x25519", &[pid.as_bytes(), &epoch.to_be_bytes()]))
    }

    /// The key of the box in which the epoch before lies.
    #[must_use]
    pub fn prev_key(&self, pid: &Pid, epoch: u32) -> OtherKey {
        OtherKey::from_bytes(kdf(self.expose(), "pv1/epoch/prev", &[pid.as_bytes(), &epoch.to_be_bytes()]))
    }

    /// The commitment to which the EPOCH entry holds the rotator.
    #[must_use]
    pub fn commit(&self, pid: &Pid, epoch: u32) -> KeyCommit {
        let parts: [&[u8]; 3] = [pid.as_bytes(), &epoch.to_be_bytes(), self.expose()];
        KeyCommit::from_bytes(*hash("pv1/epoch-commit", &parts).as_bytes())
    }

    /// Whether it is the secret that the EPOCH entry promised: its commitment and its public key.
    #[must_use]
    pub fn fits(&self, pid: &Pid, epoch: &log::Epoch) -> bool {
        self.commit(pid, epoch.number) == epoch.commit
            && self.x_secret(pid, epoch.number).public() == epoch.key
    }

    /// The seed of the key with which this pursuance signs what it writes into a task that `home` handed to it.
    #[must_use]
    pub fn write_seed(&self, home: &Pid, delegation: &DelegationId) -> EdSeed {
        EdSeed::from_bytes(kdf(self.expose(), "pv1/deleg/write", &[home.as_bytes(), delegation.as_bytes()]))
    }

    /// Seals the secret of the epoch before under this one, which is the epoch `epoch`.
    #[must_use]
    pub fn seal_prev(&self, pid: &Pid, epoch: u32, before: &Self, nonce: Nonce) -> PrevBox {
        let key = self.prev_key(pid, epoch);
        let sealed = aead::seal(key.expose(), nonce, &prev_aad(pid, epoch), before.expose());
        // 24 + 32 + 16 bytes, always.
        PrevBox::from_slice(&sealed).unwrap_or(PrevBox::ZERO)
    }

    /// Opens the box of the epoch before. What comes out counts only where it [`fits`](Self::fits).
    ///
    /// # Errors
    /// When it does not open.
    pub fn open_prev(&self, pid: &Pid, epoch: u32, sealed: &PrevBox) -> Result<Self, OpenError> {
        let key = self.prev_key(pid, epoch);
        let opened = aead::open(key.expose(), &prev_aad(pid, epoch), sealed.as_bytes())?;
        Reader::whole(&opened, Reader::array).map(Self::from_bytes).map_err(OpenError::from)
    }
}

fn prev_aad(pid: &Pid, epoch: u32) -> Vec<u8> {
    frame("pv1/prev", &[pid.as_bytes(), &epoch.to_be_bytes()])
}

impl ContentKey {
    /// The key of one unit in one generation.
    #[must_use]
    pub fn unit_key(&self, unit: &UnitId, generation: u32) -> UnitKey {
        UnitKey::from_bytes(kdf(self.expose(), "pv1/unit", &[unit.as_bytes(), &generation.to_be_bytes()]))
    }
}

/// The secret of an epoch, sealed to one member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Seal {
    pub epoch: u32,
    pub to: Iid,
    pub encapsulated: Encapsulated,
    ciphertext: [u8; 48],
}

impl Seal {
    pub const LEN: usize = 120;

    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, |reader| {
            reader.version()?;
            // The suite.
            reader.version()?;
            let (epoch, to, encapsulated) = (reader.u32()?, Iid::read(reader)?, Encapsulated::read(reader)?);
            let ciphertext = reader.v16()?.try_into().map_err(|_| DecodeError::Length)?;
            Ok(Self { epoch, to, encapsulated, ciphertext })
        })
    }

    /// # Errors
    /// Never: every length is fixed.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let writer = ByteWriter::version().u8(1).u32(self.epoch).raw(self.to).raw(self.encapsulated);
        writer.v16(&self.ciphertext).finish()
    }

    /// The bytes that bind a seal to its pursuance and epoch.
    #[must_use]
    pub fn info(pid: &Pid, epoch: u32) -> Vec<u8> {
        frame("pv1/seal", &[pid.as_bytes(), &epoch.to_be_bytes()])
    }

    /// The bytes that bind it to its member and to the promise of the EPOCH entry.
    #[must_use]
    pub fn aad(to: &Iid, commit: &KeyCommit) -> Vec<u8> {
        frame("pv1/seal-aad", &[to.as_bytes(), commit.as_bytes()])
    }

    /// Seals `secret` to a member of the folded log, and to nobody else.
    ///
    /// # Errors
    /// When nothing can be sealed to the card.
    pub fn to(
        pid: &Pid,
        epoch: u32,
        secret: &EpochSecret,
        to: &IdentityCard,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, BadKey> {
        let iid = to.iid();
        let (info, aad) = (Self::info(pid, epoch), Self::aad(&iid, &secret.commit(pid, epoch)));
        let (encapsulated, ciphertext) = kem::seal(&to.seal, &info, &aad, secret.expose(), rng)?;
        let ciphertext = ciphertext.try_into().map_err(|_| BadKey)?;
        Ok(Self { epoch, to: iid, encapsulated, ciphertext })
    }

    /// Opens it for the member it is for. `epoch` is what the folded log says of it.
    ///
    /// # Errors
    /// When it does not open; [`OpenError::Mismatch`] when the secret is another than the log promises: an alarm.
    pub fn open(&self, pid: &Pid, epoch: &log::Epoch, key: &XSecret) -> Result<EpochSecret, OpenError> {
        if epoch.number != self.epoch {
            return Err(OpenError::Mismatch);
        }
        let (info, aad) = (Self::info(pid, self.epoch), Self::aad(&self.to, &epoch.commit));
        let opened = kem::open(key, &self.encapsulated, &info, &aad, &self.ciphertext)?;
        let secret = EpochSecret::from_bytes(Reader::whole(&opened, Reader::array)?);
        if secret.fits(pid, epoch) { Ok(secret) } else { Err(OpenError::Mismatch) }
    }
}

/// The public key of an epoch, for its EPOCH entry.
#[must_use]
pub fn epoch_key(secret: &EpochSecret, pid: &Pid, epoch: u32) -> XKey {
    secret.x_secret(pid, epoch).public()
}
