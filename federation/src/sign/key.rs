//! Keys: Ed25519 for servers of this protocol and for proofs, RSA for the rest of the fediverse.
//!
//! RSA is signed and checked by `ring`. The `rsa` crate, whose private operations leak time (RUSTSEC-2023-0071),
//! only makes the key, once and offline. Secrets are wiped when dropped and never shown by `Debug`.

use std::{fmt, sync::Arc};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use ed25519_dalek::{
    Signature, Signer as _, SigningKey, VerifyingKey,
    pkcs8::{
        ObjectIdentifier,
        spki::{
            AlgorithmIdentifier, SubjectPublicKeyInfoRef,
            der::{
                self, Decode as _, Encode as _, Reader as _, SliceReader,
                asn1::{AnyRef, BitStringRef, UintRef},
            },
        },
    },
};
use ring::{rand::SystemRandom, signature as ring_signature};
use zeroize::Zeroizing;

#[cfg(test)]
mod tests;

/// Multicodec of an Ed25519 public key, as a varint (FEP-521a).
const ED25519_PUBLIC: [u8; 2] = [0xed, 0x01];

const OID_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const OID_ED25519: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.101.112");

/// Accepted sizes of RSA keys (PROTOCOL §4.1). Shorter ones can be broken, longer ones cost too much.
const RSA_BITS: std::ops::RangeInclusive<usize> = 2048..=8192;
/// 65537, the only accepted public exponent: with a small one, signatures of careless signers can be forged.
const RSA_EXPONENT: [u8; 3] = [1, 0, 1];

/// The reason why a key is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyRefusal {
    #[error("the key is not in base58 multibase")]
    Multibase,
    #[error("the key is not an Ed25519 key")]
    NotEd25519,
    #[error("the Ed25519 key is not a point of the curve, or one that fits any signature")]
    WeakEd25519,
    #[error("the key is not in PEM")]
    Pem,
    #[error("the key is not in the form it claims")]
    Der,
    #[error("keys of the algorithm {oid} are not supported")]
    Algorithm { oid: String },
    #[error("an RSA key of {bits} bits is not accepted, only 2048 to 8192")]
    RsaSize { bits: usize },
    #[error("the RSA key has another exponent than 65537")]
    RsaExponent,
    #[error("the RSA private key was refused: {0}")]
    RsaPrivate(String),
}

/// The reason why a key could not be made or used. A peer cannot cause it.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    #[error("the operating system gave no randomness")]
    Random(#[from] getrandom::Error),
    #[error("no RSA key could be made: {0}")]
    Generate(#[from] activitypub_federation::error::Error),
    #[error(transparent)]
    Refused(#[from] KeyRefusal),
    #[error("the RSA signature could not be made")]
    Sign,
}

/// The kinds of keys that sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Algorithm {
    Ed25519,
    /// RSASSA-PKCS1-v1_5 with SHA-256.
    Rsa,
}

/// A public key of either kind. Cheap to clone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublicKey {
    Ed25519(Ed25519PublicKey),
    Rsa(RsaPublicKey),
}

impl PublicKey {
    /// Reads a `publicKeyPem`: `SubjectPublicKeyInfo` of an RSA or an Ed25519 key.
    ///
    /// # Errors
    /// When the key is neither, or too weak.
    pub fn from_pem(pem: &str) -> Result<Self, KeyRefusal> {
        let der = pem_body(pem, "PUBLIC KEY")?;
        let info = SubjectPublicKeyInfoRef::from_der(&der).map_err(|_| KeyRefusal::Der)?;
        let key = info.subject_public_key.as_bytes().ok_or(KeyRefusal::Der)?;
        match info.algorithm.oid {
            OID_RSA => RsaPublicKey::from_pkcs1(key).map(Self::Rsa),
            OID_ED25519 => Ed25519PublicKey::from_slice(key).map(Self::Ed25519),
            oid => Err(KeyRefusal::Algorithm { oid: oid.to_string() }),
        }
    }

    pub fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ed25519(_) => Algorithm::Ed25519,
            Self::Rsa(_) => Algorithm::Rsa,
        }
    }

    /// Whether this key made the signature over the message.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Ed25519(key) => key.verifies(message, signature),
            Self::Rsa(key) => key.verifies(message, signature),
        }
    }
}

/// An Ed25519 public key, read and found strong.
#[derive(Clone, PartialEq, Eq)]
pub struct Ed25519PublicKey(VerifyingKey);

impl Ed25519PublicKey {
    /// Reads a `publicKeyMultibase` (`z6Mk…`, FEP-521a).
    ///
    /// # Errors
    /// When the text is not a strong Ed25519 key in that form.
    pub fn from_multikey(text: &str) -> Result<Self, KeyRefusal> {
        let bytes = multibase(text)?;
        Self::from_slice(bytes.strip_prefix(&ED25519_PUBLIC).ok_or(KeyRefusal::NotEd25519)?)
    }

    /// # Errors
    /// When these are not the 32 bytes of a strong key.
    pub fn from_slice(bytes: &[u8]) -> Result<Self, KeyRefusal> {
        let bytes: &[u8; 32] = bytes.try_into().map_err(|_| KeyRefusal::NotEd25519)?;
        let key = VerifyingKey::from_bytes(bytes).map_err(|_| KeyRefusal::WeakEd25519)?;
        if key.is_weak() { Err(KeyRefusal::WeakEd25519) } else { Ok(Self(key)) }
    }

    /// Writes the key as `z6Mk…`.
    pub fn to_multikey(&self) -> String {
        to_multibase(ED25519_PUBLIC, self.as_bytes())
    }

    pub fn as_bytes(&self) -> &[u8; 32] {
        self.0.as_bytes()
    }

    /// Whether this key made the signature over the message, in the one strict reading of RFC 8032.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        Signature::from_slice(signature)
            .is_ok_and(|signature| self.0.verify_strict(message, &signature).is_ok())
    }
}

impl fmt::Debug for Ed25519PublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ed25519PublicKey({})", self.to_multikey())
    }
}

/// An RSA public key of an accepted size and exponent.
#[derive(Clone, PartialEq, Eq)]
pub struct RsaPublicKey {
    /// PKCS#1 `RSAPublicKey`, in DER.
    pkcs1: Arc<[u8]>,
}

impl RsaPublicKey {
    fn from_pkcs1(der: &[u8]) -> Result<Self, KeyRefusal> {
        let (bits, exponent) = read_pkcs1(der).map_err(|_| KeyRefusal::Der)?;
        if !RSA_BITS.contains(&bits) {
            return Err(KeyRefusal::RsaSize { bits });
        }
        if exponent != RSA_EXPONENT {
            return Err(KeyRefusal::RsaExponent);
        }
        Ok(Self { pkcs1: der.into() })
    }

    /// Writes the key as a `publicKeyPem` carries it.
    ///
    /// # Errors
    /// Never for a key that was read: its length fits.
    pub fn to_pem(&self) -> Result<String, KeyRefusal> {
        let info = SubjectPublicKeyInfoRef {
            algorithm: AlgorithmIdentifier { oid: OID_RSA, parameters: Some(AnyRef::NULL) },
            subject_public_key: BitStringRef::from_bytes(&self.pkcs1).map_err(|_| KeyRefusal::Der)?,
        };
        // The wrapping adds 24 bytes; 64 leave room.
        let mut buffer = vec![0; self.pkcs1.len() + 64];
        let der = info.encode_to_slice(&mut buffer).map_err(|_| KeyRefusal::Der)?;
        Ok(to_pem("PUBLIC KEY", der))
    }

    /// Whether this key made the signature over the message.
    #[must_use]
    pub fn verifies(&self, message: &[u8], signature: &[u8]) -> bool {
        ring_signature::UnparsedPublicKey::new(&ring_signature::RSA_PKCS1_2048_8192_SHA256, &self.pkcs1)
            .verify(message, signature)
            .is_ok()
    }
}

impl fmt::Debug for RsaPublicKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RsaPublicKey({} bytes)", self.pkcs1.len())
    }
}

/// The bits of the modulus and the bytes of the exponent.
fn read_pkcs1(bytes: &[u8]) -> Result<(usize, Vec<u8>), der::Error> {
    let mut reader = SliceReader::new(bytes)?;
    let parts = reader.sequence(|fields| {
        let modulus = UintRef::decode(fields)?;
        let exponent = UintRef::decode(fields)?;
        let bytes = modulus.as_bytes();
        let leading_zeros = bytes.first().map_or(0, |byte| byte.leading_zeros() as usize);
        Ok::<_, der::Error>((bytes.len() * 8 - leading_zeros, exponent.as_bytes().to_vec()))
    })?;
    reader.finish()?;
    Ok(parts)
}

/// A secret key of either kind, for signing.
#[derive(Debug)]
pub enum KeyPair {
    Ed25519(Ed25519KeyPair),
    Rsa(RsaKeyPair),
}

impl KeyPair {
    pub fn algorithm(&self) -> Algorithm {
        match self {
            Self::Ed25519(_) => Algorithm::Ed25519,
            Self::Rsa(_) => Algorithm::Rsa,
        }
    }

    pub fn public(&self) -> PublicKey {
        match self {
            Self::Ed25519(key) => PublicKey::Ed25519(key.public()),
            Self::Rsa(key) => PublicKey::Rsa(key.public().clone()),
        }
    }

    /// Signs a message.
    ///
    /// # Errors
    /// When the randomness that blinds an RSA signature is missing.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        match self {
            Self::Ed25519(key) => Ok(key.sign(message).to_vec()),
            Self::Rsa(key) => key.sign(message),
        }
    }
}

/// An Ed25519 secret key. Each copy is wiped when dropped.
#[derive(Clone)]
pub struct Ed25519KeyPair(SigningKey);

impl Ed25519KeyPair {
    /// # Errors
    /// When the operating system gives no randomness.
    pub fn generate() -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(seed.as_mut())?;
        Ok(Self::from_seed(&seed))
    }

    /// The key made from the 32 bytes that are stored.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// The 32 bytes to store.
    pub fn seed(&self) -> Zeroizing<[u8; 32]> {
        Zeroizing::new(self.0.to_bytes())
    }

    pub fn public(&self) -> Ed25519PublicKey {
        Ed25519PublicKey(self.0.verifying_key())
    }

    pub fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for Ed25519KeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Ed25519KeyPair({})", self.public().to_multikey())
    }
}

/// An RSA secret key.
pub struct RsaKeyPair {
    inner: ring::rsa::KeyPair,
    public: RsaPublicKey,
    random: SystemRandom,
}

impl RsaKeyPair {
    /// Makes a key of 2048 bits and returns its PKCS#8 PEM to store. Takes up to seconds: not for an async task.
    ///
    /// # Errors
    /// When no key could be made.
    pub fn generate_pem() -> Result<Zeroizing<String>, KeyError> {
        Ok(Zeroizing::new(activitypub_federation::http_signatures::generate_actor_keypair()?.private_key))
    }

    /// Reads a PKCS#8 PEM.
    ///
    /// # Errors
    /// When the text is none, or the key is too weak.
    pub fn from_pkcs8_pem(pem: &str) -> Result<Self, KeyRefusal> {
        let der = Zeroizing::new(pem_body(pem, "PRIVATE KEY")?);
        let inner =
            ring::rsa::KeyPair::from_pkcs8(&der).map_err(|e| KeyRefusal::RsaPrivate(e.to_string()))?;
        let public = RsaPublicKey::from_pkcs1(inner.public().as_ref())?;
        Ok(Self { inner, public, random: SystemRandom::new() })
    }

    pub fn public(&self) -> &RsaPublicKey {
        &self.public
    }

    /// Signs with RSASSA-PKCS1-v1_5 and SHA-256.
    ///
    /// # Errors
    /// When the randomness that blinds the operation is missing.
    pub fn sign(&self, message: &[u8]) -> Result<Vec<u8>, KeyError> {
        let mut signature = vec![0; self.inner.public().modulus_len()];
        self.inner
            .sign(&ring_signature::RSA_PKCS1_SHA256, &self.random, message, &mut signature)
            .map_err(|_| KeyError::Sign)?;
        Ok(signature)
    }
}

impl fmt::Debug for RsaKeyPair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RsaKeyPair").field("public", &self.public).finish_non_exhaustive()
    }
}

/// The longest multibase text read: a key or a signature is at most 90 characters, and base58 takes time that
/// grows with the square of its length.
const MULTIBASE_MAX: usize = 128;

/// Reads base58btc multibase: `z…`.
pub(crate) fn multibase(text: &str) -> Result<Vec<u8>, KeyRefusal> {
    let encoded =
        text.strip_prefix('z').filter(|_| text.len() <= MULTIBASE_MAX).ok_or(KeyRefusal::Multibase)?;
    bs58::decode(encoded).into_vec().map_err(|_| KeyRefusal::Multibase)
}

fn to_multibase(codec: [u8; 2], key: &[u8; 32]) -> String {
    let bytes: Vec<u8> = codec.into_iter().chain(key.iter().copied()).collect();
    base58btc(&bytes)
}

/// Writes base58btc multibase.
pub(crate) fn base58btc(bytes: &[u8]) -> String {
    format!("z{}", bs58::encode(bytes).into_string())
}

/// The bytes between the lines `BEGIN` and `END` (RFC 7468).
fn pem_body(pem: &str, label: &str) -> Result<Vec<u8>, KeyRefusal> {
    let body = pem
        .trim()
        .strip_prefix(&format!("-----BEGIN {label}-----"))
        .and_then(|rest| rest.strip_suffix(&format!("-----END {label}-----")))
        .ok_or(KeyRefusal::Pem)?;
    let text = Zeroizing::new(body.split_ascii_whitespace().collect::<String>());
    STANDARD.decode(text.as_bytes()).map_err(|_| KeyRefusal::Pem)
}

fn to_pem(label: &str, der: &[u8]) -> String {
    let text = STANDARD.encode(der);
    let mut pem = format!("-----BEGIN {label}-----\n");
    for line in text.as_bytes().chunks(64) {
        pem.push_str(&String::from_utf8_lossy(line));
        pem.push('\n');
    }
    pem.push_str(&format!("-----END {label}-----\n"));
    pem
}
