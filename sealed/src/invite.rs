//! Invitations: a seed in a link, of which the log holds the public key (docs/sealed.md §3.11).

use crate::account::first_half;
use crate::aead::{self, Nonce};
use crate::error::{BadSignature, DecodeError, OpenError};
use crate::frame::{frame, hash, kdf};
use crate::identity::IdentityCard;
use crate::ids::{EdKey, Head, InviteId, Pid, Signature};
use crate::limits::OBJECT_BYTES;
use crate::log::{LogRole, Payload};
use crate::reader::Reader;
use crate::secret::{EdSeed, InviteSeed, OtherKey};
use crate::sign::{SigningKey, VerifyKey};
use crate::text64;
use crate::writer::ByteWriter;

/// The id of the invitation of this key.
#[must_use]
pub fn id(key: &EdKey) -> InviteId {
    InviteId::from_bytes(first_half(&hash("pv1/invite/id", &[key.as_bytes()])))
}

impl InviteSeed {
    /// The key that signs a JOIN.
    #[must_use]
    pub fn signing_key(&self) -> SigningKey {
        SigningKey::from_seed(&EdSeed::from_bytes(kdf(self.expose(), "pv1/invite/sign", &[])))
    }

    /// The key of the note.
    #[must_use]
    pub fn note_key(&self) -> OtherKey {
        OtherKey::from_bytes(kdf(self.expose(), "pv1/invite/wrap", &[]))
    }

    #[must_use]
    pub fn id(&self) -> InviteId {
        id(&self.signing_key().public())
    }

    /// The JOIN of whoever holds the link, under `card`.
    #[must_use]
    pub fn join(&self, pid: &Pid, card: IdentityCard) -> Payload {
        let invite = self.id();
        Payload::Join { invite, card, signature: self.sign_join(pid, &card) }
    }

    /// The signature of a JOIN under `card`.
    #[must_use]
    pub fn sign_join(&self, pid: &Pid, card: &IdentityCard) -> Signature {
        crate::log::sign_join(&self.signing_key(), pid, &self.id(), card)
    }

    /// The invitation as it is shown to a server so that it answers the log, at this time of the clock.
    #[must_use]
    pub fn show(&self, pid: &Pid, time_ms: u64) -> ShownInvite {
        let invite = self.id();
        let signature =
            self.signing_key().sign(READ, &ShownInvite::signed(pid, &invite, &time_ms.to_be_bytes()));
        ShownInvite { invite, time_ms, signature }
    }
}

/// The purpose of the signature by which a log is read.
const READ: &str = "pv1/invite-read";

/// Milliseconds by which its time may differ from the server's clock.
pub const SHOWN_SKEW_MS: u64 = 5 * 60 * 1000;

/// An invitation as it is shown to a server by whoever has its link, to read the log before they join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ShownInvite {
    pub invite: InviteId,
    pub time_ms: u64,
    pub signature: Signature,
}

impl ShownInvite {
    fn signed<'a>(pid: &'a Pid, invite: &'a InviteId, time: &'a [u8; 8]) -> [&'a [u8]; 3] {
        [pid.as_bytes(), invite.as_bytes(), time]
    }

    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, |reader| {
            let (invite, time_ms) = (InviteId::read(reader)?, reader.u64()?);
            Ok(Self { invite, time_ms, signature: Signature::read(reader)? })
        })
    }

    /// # Errors
    /// When the time is beyond 2^53-1.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        ByteWriter::new().raw(self.invite).u64(self.time_ms).raw(self.signature).finish()
    }

    /// Verifies it: `key` is that of the invitation in the log. Whether the invitation is open, the log says.
    ///
    /// # Errors
    /// When it is not signed by this key, or its time is too far from `now_ms`.
    pub fn verify(&self, pid: &Pid, key: &EdKey, now_ms: u64) -> Result<(), BadSignature> {
        if self.time_ms.abs_diff(now_ms) > SHOWN_SKEW_MS {
            return Err(BadSignature);
        }
        let time = self.time_ms.to_be_bytes();
        VerifyKey::parse(key)?.verify(READ, &Self::signed(pid, &self.invite, &time), &self.signature)
    }
}

/// The part of an invitation's link after `#`: it never reaches a server.
pub struct Fragment {
    pub pid: Pid,
    pub seed: InviteSeed,
    /// How far the log went when it was made.
    pub head: Head,
}

impl Fragment {
    #[must_use]
    pub fn to_text(&self) -> String {
        format!("i1.{}", text64::to_url(&self.bytes()))
    }

    /// Its 105 bytes.
    #[must_use]
    pub fn bytes(&self) -> zeroize::Zeroizing<Vec<u8>> {
        let mut bytes = zeroize::Zeroizing::new(Vec::with_capacity(105));
        bytes.push(1);
        bytes.extend_from_slice(self.pid.as_bytes());
        bytes.extend_from_slice(self.seed.expose());
        bytes.extend_from_slice(&self.head.seq.to_be_bytes());
        bytes.extend_from_slice(self.head.hash.as_bytes());
        bytes
    }

    /// # Errors
    /// When it is none.
    pub fn parse(text: &str) -> Result<Self, DecodeError> {
        let text = text.strip_prefix("i1.").ok_or(DecodeError::Version)?;
        let bytes = zeroize::Zeroizing::new(text64::from_url(text)?);
        Reader::whole(&bytes, |reader| {
            reader.version()?;
            let pid = Pid::read(reader)?;
            Ok(Self { pid, seed: InviteSeed::from_bytes(reader.array()?), head: Head::read(reader)? })
        })
    }
}

/// The note that a link shows before somebody joins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InviteNote {
    /// As it is in the INVITE entry, which counts.
    pub role: LogRole,
    pub name: String,
    pub mission: String,
    pub purpose: String,
}

impl InviteNote {
    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, |reader| {
            let role = LogRole::read_invited(reader)?;
            let (name, mission) = (reader.str()?.to_owned(), reader.str()?.to_owned());
            Ok(Self { role, name, mission, purpose: reader.str()?.to_owned() })
        })
    }

    /// # Errors
    /// When a text is too long.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let writer = ByteWriter::new().u8(self.role.number()).v16(self.name.as_bytes());
        writer.v16(self.mission.as_bytes()).v16(self.purpose.as_bytes()).finish()
    }

    /// # Errors
    /// When it would be larger than 64 KiB.
    pub fn seal(&self, seed: &InviteSeed, pid: &Pid, nonce: Nonce) -> Result<Vec<u8>, DecodeError> {
        let sealed = aead::seal(seed.note_key().expose(), nonce, &aad(pid, &seed.id()), &self.encode()?);
        let bytes = ByteWriter::version().raw(sealed).finish()?;
        check_note(&bytes).map(|()| bytes)
    }

    /// # Errors
    /// When it does not open with this seed.
    pub fn open(bytes: &[u8], seed: &InviteSeed, pid: &Pid) -> Result<Self, OpenError> {
        check_note(bytes)?;
        let mut reader = Reader::new(bytes);
        reader.version()?;
        let opened = aead::open(seed.note_key().expose(), &aad(pid, &seed.id()), reader.rest())?;
        Ok(Self::decode(&opened)?)
    }
}

/// Checks a sealed note, as far as possible without opening it.
///
/// # Errors
/// When it has another version, is too short, or larger than 64 KiB.
pub fn check_note(bytes: &[u8]) -> Result<(), DecodeError> {
    if bytes.len() > OBJECT_BYTES {
        return Err(DecodeError::TooLarge);
    }
    let mut reader = Reader::new(bytes);
    reader.version()?;
    // A role and three empty texts.
    if reader.left() < aead::BOX_OVERHEAD + 7 { Err(DecodeError::Length) } else { Ok(()) }
}

fn aad(pid: &Pid, id: &InviteId) -> Vec<u8> {
    frame("pv1/invite-note", &[pid.as_bytes(), id.as_bytes()])
}
