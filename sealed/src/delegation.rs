//! One task for another pursuance: the package with its keys, and the answer (docs/sealed.md §3.12).

use rand_core::CryptoRng;

use crate::epoch_card::CardChain;
use crate::error::{BadSignature, DecodeError, OpenError};
use crate::frame::{frame, hash};
use crate::ids::{DelegationId, EdKey, Encapsulated, Hash, Head, Iid, Pid, Signature, UnitId, XKey};
use crate::kem::{self, BadKey};
use crate::limits::OBJECT_BYTES;
use crate::log::DelegateRights;
use crate::reader::Reader;
use crate::secret::{UnitKey, XSecret};
use crate::sign::{SigningKey, VerifyKey};
use crate::writer::ByteWriter;

/// The contents of an opened package.
#[derive(Clone, PartialEq, Eq)]
pub struct PackageGrant {
    pub id: DelegationId,
    pub home: Pid,
    pub unit: UnitId,
    pub rights: DelegateRights,
    pub package_seq: u64,
    pub keys: Vec<GrantedKey>,
    pub head: Head,
}

/// The key of one unit in one epoch and generation.
#[derive(Clone, PartialEq, Eq)]
pub struct GrantedKey {
    pub epoch: u32,
    pub unit: UnitId,
    pub generation: u32,
    pub key: UnitKey,
}

impl PackageGrant {
    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, |reader| {
            reader.version()?;
            Ok(Self {
                id: DelegationId::read(reader)?,
                home: Pid::read(reader)?,
                unit: UnitId::read(reader)?,
                rights: DelegateRights::read(reader)?,
                package_seq: reader.u64()?,
                keys: reader.many(|reader| {
                    Ok(GrantedKey {
                        epoch: reader.u32()?,
                        unit: UnitId::read(reader)?,
                        generation: reader.u32()?,
                        key: UnitKey::from_bytes(reader.array()?),
                    })
                })?,
                head: Head::read(reader)?,
            })
        })
    }

    /// # Errors
    /// When a number or length is too great.
    pub fn encode(&self) -> Result<zeroize::Zeroizing<Vec<u8>>, DecodeError> {
        let writer = ByteWriter::version().raw(self.id).raw(self.home).raw(self.unit).u8(self.rights.bits());
        let writer = writer.u64(self.package_seq).many(&self.keys, |writer, granted| {
            writer.u32(granted.epoch).raw(granted.unit).u32(granted.generation).raw(granted.key.expose())
        });
        self.head.write(writer).finish().map(zeroize::Zeroizing::new)
    }
}

/// The part of a package that is in clear.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PackageAddress {
    pub id: DelegationId,
    pub home: Pid,
    pub delegate: Pid,
    pub delegate_epoch: u32,
    pub package_seq: u64,
    pub sender: Iid,
}

impl PackageAddress {
    /// The bytes that bind a package to both sides.
    #[must_use]
    pub fn info(&self) -> Vec<u8> {
        let parts: [&[u8]; 4] = [
            self.home.as_bytes(),
            self.id.as_bytes(),
            self.delegate.as_bytes(),
            &self.delegate_epoch.to_be_bytes(),
        ];
        frame("pv1/deleg", &parts)
    }

    /// The bytes that bind it to its number and sender.
    #[must_use]
    pub fn aad(&self) -> Vec<u8> {
        frame("pv1/deleg-aad", &[&self.package_seq.to_be_bytes(), self.sender.as_bytes()])
    }
}

/// The keys of a task, sealed to the epoch of another pursuance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Package {
    pub address: PackageAddress,
    pub encapsulated: Encapsulated,
    ciphertext: Vec<u8>,
    pub signature: Signature,
    bytes: Vec<u8>,
}

/// Why a package is not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error("nothing can be sealed to this key")]
    Key(#[from] BadKey),
}

impl Package {
    /// # Errors
    /// When it is none, or larger than 64 KiB.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        if bytes.len() > OBJECT_BYTES {
            return Err(DecodeError::TooLarge);
        }
        Reader::whole(bytes, |reader| {
            reader.version()?;
            let address = PackageAddress {
                id: DelegationId::read(reader)?,
                home: Pid::read(reader)?,
                delegate: Pid::read(reader)?,
                delegate_epoch: reader.u32()?,
                package_seq: reader.u64()?,
                sender: Iid::read(reader)?,
            };
            Ok(Self {
                address,
                encapsulated: Encapsulated::read(reader)?,
                ciphertext: reader.v32()?.to_vec(),
                signature: Signature::read(reader)?,
                bytes: bytes.to_vec(),
            })
        })
    }

    /// Seals `grant` to `key`, the epoch key of the delegate's newest card, and signs the whole.
    ///
    /// # Errors
    /// When nothing can be sealed to the key, or it would be larger than 64 KiB.
    pub fn seal(
        address: PackageAddress,
        grant: &PackageGrant,
        key: &XKey,
        signer: &SigningKey,
        rng: &mut impl CryptoRng,
    ) -> Result<Self, PackageError> {
        let (encapsulated, ciphertext) =
            kem::seal(key, &address.info(), &address.aad(), &grant.encode()?, rng)?;
        let writer = ByteWriter::version().raw(address.id).raw(address.home).raw(address.delegate);
        let writer = writer.u32(address.delegate_epoch).u64(address.package_seq).raw(address.sender);
        let mut bytes = writer.raw(encapsulated).v32(&ciphertext).finish()?;
        let signature = signer.sign("pv1/deleg-sig", &[&bytes]);
        bytes.extend_from_slice(signature.as_bytes());
        if bytes.len() > OBJECT_BYTES {
            return Err(DecodeError::TooLarge.into());
        }
        Ok(Self { address, encapsulated, ciphertext, signature, bytes })
    }

    #[must_use]
    pub fn as_bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The hash that an acceptance names.
    #[must_use]
    pub fn hash(&self) -> Hash {
        hash("pv1/pkg-hash", &[&self.bytes])
    }

    /// # Errors
    /// When it is not signed by this key.
    pub fn verify(&self, key: &VerifyKey) -> Result<(), BadSignature> {
        let body = self.bytes.len().checked_sub(Signature::LEN).and_then(|length| self.bytes.get(..length));
        key.verify("pv1/deleg-sig", &[body.ok_or(BadSignature)?], &self.signature)
    }

    /// Verifies that somebody whom the newest card of `home` names signed it.
    ///
    /// # Errors
    /// When nobody did.
    pub fn verify_by(&self, home: &CardChain) -> Result<(), BadSignature> {
        if home.newest().body.pid != self.address.home {
            return Err(BadSignature);
        }
        self.verify(home.officer(&self.address.sender).ok_or(BadSignature)?.1)
    }

    /// Opens it with the epoch key of the delegate.
    ///
    /// # Errors
    /// When it does not open, or grants something else than it says in clear.
    pub fn open(&self, key: &XSecret) -> Result<PackageGrant, OpenError> {
        let PackageAddress { id, home, package_seq, .. } = self.address;
        let (info, aad) = (self.address.info(), self.address.aad());
        let grant =
            PackageGrant::decode(&kem::open(key, &self.encapsulated, &info, &aad, &self.ciphertext)?)?;
        if (grant.id, grant.home, grant.package_seq) == (id, home, package_seq) {
            Ok(grant)
        } else {
            Err(OpenError::Mismatch)
        }
    }
}

/// The signed part of an acceptance.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AcceptBody {
    pub id: DelegationId,
    pub home: Pid,
    pub delegate: Pid,
    pub delegate_epoch: u32,
    /// By whom what the delegate writes will be signed.
    pub write_key: EdKey,
    pub package: Hash,
    pub time_ms: u64,
    pub actor: Iid,
}

/// The delegate's answer to a package.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accept {
    pub body: AcceptBody,
    pub signature: Signature,
}

impl AcceptBody {
    fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let writer = ByteWriter::version().raw(self.id).raw(self.home).raw(self.delegate);
        let writer = writer.u32(self.delegate_epoch).raw(self.write_key).raw(self.package);
        writer.u64(self.time_ms).raw(self.actor).finish()
    }
}

impl Accept {
    /// # Errors
    /// When it is none.
    pub fn decode(bytes: &[u8]) -> Result<Self, DecodeError> {
        Reader::whole(bytes, |reader| {
            reader.version()?;
            let body = AcceptBody {
                id: DelegationId::read(reader)?,
                home: Pid::read(reader)?,
                delegate: Pid::read(reader)?,
                delegate_epoch: reader.u32()?,
                write_key: EdKey::read(reader)?,
                package: Hash::read(reader)?,
                time_ms: reader.u64()?,
                actor: Iid::read(reader)?,
            };
            Ok(Self { body, signature: Signature::read(reader)? })
        })
    }

    /// # Errors
    /// When the time is beyond 2^53-1.
    pub fn encode(&self) -> Result<Vec<u8>, DecodeError> {
        let mut bytes = self.body.encode()?;
        bytes.extend_from_slice(self.signature.as_bytes());
        Ok(bytes)
    }

    /// # Errors
    /// When the time is beyond 2^53-1.
    pub fn sign(body: AcceptBody, key: &SigningKey) -> Result<Self, DecodeError> {
        Ok(Self { body, signature: key.sign("pv1/deleg-accept", &[&body.encode()?]) })
    }

    /// # Errors
    /// When it is not signed by this key.
    pub fn verify(&self, key: &VerifyKey) -> Result<(), BadSignature> {
        let body = self.body.encode().map_err(|_| BadSignature)?;
        key.verify("pv1/deleg-accept", &[&body], &self.signature)
    }

    /// Verifies that somebody whom the delegate's newest card names signed it.
    ///
    /// # Errors
    /// When nobody did.
    pub fn verify_by(&self, delegate: &CardChain) -> Result<(), BadSignature> {
        if delegate.newest().body.pid != self.body.delegate {
            return Err(BadSignature);
        }
        self.verify(delegate.officer(&self.body.actor).ok_or(BadSignature)?.1)
    }
}
