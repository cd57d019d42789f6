//! Names and public values of a fixed length: each has its own type, so that none is taken for another.

macro_rules! public_bytes {
    ($($(#[$doc:meta])* $name:ident, $len:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name([u8; $len]);

        impl $name {
            /// Nobody, nothing.
            pub const ZERO: Self = Self([0; $len]);
            /// How many bytes it has.
            pub const LEN: usize = $len;

            #[must_use]
            pub const fn from_bytes(bytes: [u8; $len]) -> Self {
                Self(bytes)
            }

            #[must_use]
            pub const fn as_bytes(&self) -> &[u8; $len] {
                &self.0
            }

            /// `None` when there are more or fewer bytes.
            #[must_use]
            pub fn from_slice(bytes: &[u8]) -> Option<Self> {
                bytes.try_into().ok().map(Self)
            }

            #[must_use]
            pub fn is_zero(&self) -> bool {
                *self == Self::ZERO
            }

            pub(crate) fn read(reader: &mut $crate::reader::Reader<'_>) -> Result<Self, $crate::error::DecodeError> {
                reader.array().map(Self)
            }
        }

        impl AsRef<[u8]> for $name {
            fn as_ref(&self) -> &[u8] {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(formatter, "{}({self})", stringify!($name))
            }
        }
    )*};
}

public_bytes! {
    /// A pursuance: the hash of its genesis, whatever server it is on (docs/sealed.md §3.0).
    Pid, 32;
    /// An identity: the hash of its two public keys.
    Iid, 32;
    /// A task, room, message, file or profile.
    ObjectId, 16;
    /// A unit with keys of its own: a task, a room, or (zero) the pursuance.
    UnitId, 16;
    /// A task handed to another pursuance.
    DelegationId, 16;
    /// An invitation: the beginning of a hash of its key.
    InviteId, 16;
    /// A mailbox for the pairing of two devices.
    MailboxId, 16;
    /// A hash: of an entry, a revision, a message, a card …
    Hash, 32;
    /// The public key of Ed25519. What was received is checked by [`VerifyKey::parse`](crate::sign::VerifyKey::parse).
    EdKey, 32;
    /// The public key of X25519.
    XKey, 32;
    /// The commitment to which an epoch's secret is held.
    KeyCommit, 32;
    /// The sender's half of an HPKE box.
    Encapsulated, 32;
    /// A signature of Ed25519.
    Signature, 64;
    /// The secret of the epoch before, under a key of this one.
    PrevBox, 72;
    /// The hash of a skill under the key of an epoch.
    Tag, 16;
}

impl UnitId {
    /// The unit that an object of its own is.
    #[must_use]
    pub const fn of(object: ObjectId) -> Self {
        Self(object.0)
    }
}

impl Iid {
    /// The object that a member's profile is: the first half.
    #[must_use]
    pub fn profile(&self) -> ObjectId {
        let mut id = [0; 16];
        id.iter_mut().zip(self.0).for_each(|(to, from)| *to = from);
        ObjectId(id)
    }
}

impl Pid {
    /// The object under which a member's pins of this pursuance are kept: the first half.
    #[must_use]
    pub fn pins(&self) -> ObjectId {
        Iid(self.0).profile()
    }
}

/// How far a log goes: the number of its last entry, and that entry's hash.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Head {
    pub seq: u64,
    pub hash: Hash,
}

impl Head {
    pub(crate) fn read(reader: &mut crate::reader::Reader<'_>) -> Result<Self, crate::error::DecodeError> {
        Ok(Self { seq: reader.u64()?, hash: Hash::read(reader)? })
    }

    pub(crate) fn write(self, writer: crate::writer::ByteWriter) -> crate::writer::ByteWriter {
        writer.u64(self.seq).raw(self.hash)
    }
}
