//! Messages to browsers, by way of their push services (RFC 8030): encrypted to the browser (RFC 8291), and signed with a key
//! of this instance (RFC 8292).
//!
//! A push service learns the sender, the time and the urgency of a message. It learns nothing of the message itself, not even
//! its length: all messages are equally long.

use std::fmt;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, header};
use ring::{
    aead::{AES_128_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey},
    agreement::{ECDH_P256, EphemeralPrivateKey, UnparsedPublicKey, agree_ephemeral},
    error::Unspecified,
    hkdf::{HKDF_SHA256, KeyType, Prk, Salt},
    rand::{SecureRandom as _, SystemRandom},
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _},
};
use serde_json::json;
use zeroize::Zeroizing;

use crate::reach::Origin;

#[cfg(test)]
mod tests;

/// The longest message in bytes. What is shorter is filled up to it, before it is encrypted.
pub const MESSAGE_MAX: usize = 2_048;
/// The size of a record; a message has one. No push service refuses a body of this length (RFC 8030 §7.2).
const RECORD: u32 = 4_096;
const _: () = assert!(MESSAGE_MAX + HEAD + 1 + TAG <= RECORD as usize, "a message is one record");
/// The head of a body: the salt, the size of a record, the length of the key and the key (RFC 8188 §2.1).
const HEAD: usize = SALT + 4 + 1 + POINT;
const SALT: usize = 16;
/// The tag of AES-128-GCM.
const TAG: usize = 16;
/// A point of P-256, uncompressed.
const POINT: usize = 65;
const SECRET: usize = 16;
/// The delimiter behind the message in the last record (RFC 8188 §2).
const END: u8 = 2;
/// The life of a token for a push service, in seconds; no more than a day (RFC 8292 §2).
const TOKEN_LIFE: i64 = 12 * 3_600;

/// The keys of a browser, which it makes for one sender.
pub struct BrowserKeys {
    point: [u8; POINT],
    secret: [u8; SECRET],
}

impl fmt::Debug for BrowserKeys {
    /// Without the keys: they stand in no log.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("BrowserKeys")
    }
}

impl BrowserKeys {
    /// Reads the public key and the secret as browsers give them: `p256dh` and `auth`, in base64url.
    ///
    /// # Errors
    /// When they have another form, or the key is no point of the curve.
    pub fn parse(p256dh: &str, auth: &str) -> Result<Self, PushError> {
        let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).map_err(|_| PushError::BrowserKeys);
        let point = bytes(p256dh)?.try_into().map_err(|_| PushError::BrowserKeys)?;
        let secret = bytes(auth)?.try_into().map_err(|_| PushError::BrowserKeys)?;
        let keys = Self { point, secret };
        let ours = EphemeralPrivateKey::generate(&ECDH_P256, &SystemRandom::new())?;
        agree_ephemeral(ours, &keys.public(), |_| ()).map_err(|_| PushError::BrowserKeys)?;
        Ok(keys)
    }

    fn public(&self) -> UnparsedPublicKey<&[u8]> {
        UnparsedPublicKey::new(&ECDH_P256, &self.point[..])
    }
}

/// Encrypts a message to a browser: the body of the request to its push service, in the coding `aes128gcm`.
///
/// # Errors
/// When the message is longer than [`MESSAGE_MAX`], or the system gives no randomness.
pub fn encrypt(message: &[u8], to: &BrowserKeys) -> Result<Bytes, PushError> {
    let random = SystemRandom::new();
    let mut salt = [0; SALT];
    random.fill(&mut salt)?;
    let ours = EphemeralPrivateKey::generate(&ECDH_P256, &random)?;
    encrypt_with(message, MESSAGE_MAX, to, ours, &salt)
}

/// Encrypts with this key and this salt, each for one use, and pads to `length`.
fn encrypt_with(
    message: &[u8],
    length: usize,
    to: &BrowserKeys,
    ours: EphemeralPrivateKey,
    salt: &[u8; SALT],
) -> Result<Bytes, PushError> {
    if message.len() > length {
        return Err(PushError::TooLong { length: message.len() });
    }
    let public = ours.compute_public_key()?;
    let shared = agree_ephemeral(ours, &to.public(), |secret| {
        let prk = Salt::new(HKDF_SHA256, &to.secret).extract(secret);
        expand::<32>(&prk, &[b"WebPush: info\0", &to.point, public.as_ref()])
    })??;
    let prk = Salt::new(HKDF_SHA256, salt).extract(&shared);
    let key = expand::<16>(&prk, &[b"Content-Encoding: aes128gcm\0"])?;
    let nonce = expand::<NONCE_LEN>(&prk, &[b"Content-Encoding: nonce\0"])?;
    let mut record = Vec::with_capacity(length + 1 + TAG);
    record.extend_from_slice(message);
    record.push(END);
    record.resize(length + 1, 0);
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key)?);
    key.seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::empty(), &mut record)?;
    let mut body = Vec::with_capacity(HEAD + record.len());
    body.extend_from_slice(salt);
    body.extend_from_slice(&RECORD.to_be_bytes());
    body.push(POINT as u8);
    body.extend_from_slice(public.as_ref());
    body.extend_from_slice(&record);
    Ok(body.into())
}

/// A length of derived bytes.
struct Length(usize);

impl KeyType for Length {
    fn len(&self) -> usize {
        self.0
    }
}

fn expand<const N: usize>(prk: &Prk, info: &[&[u8]]) -> Result<[u8; N], Unspecified> {
    let mut bytes = [0; N];
    prk.expand(info, Length(N))?.fill(&mut bytes)?;
    Ok(bytes)
}

/// The urgency of a message (RFC 8030 §5.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Urgency {
    Normal,
    /// Wakes a device that saves its battery.
    High,
}

/// The facts that a push service gets about a message.
#[derive(Debug, Clone, Copy)]
pub struct Label<'a> {
    /// The name of the message, at most 32 letters and digits: it replaces a waiting message of the same name
    /// (RFC 8030 §5.4).
    pub topic: &'a str,
    pub urgency: Urgency,
    /// Seconds for which the service keeps it for a browser that is off.
    pub keep: i64,
}

/// The key with which an instance signs what it sends: a browser takes messages from its holder alone.
pub struct SenderKey {
    pair: EcdsaKeyPair,
    public: String,
}

impl fmt::Debug for SenderKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SenderKey").field("public", &self.public).finish_non_exhaustive()
    }
}

impl SenderKey {
    /// Makes a key, as PKCS #8.
    ///
    /// # Errors
    /// When the system gives no randomness.
    pub fn generate() -> Result<Zeroizing<Vec<u8>>, PushError> {
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &SystemRandom::new())?;
        Ok(Zeroizing::new(made.as_ref().to_vec()))
    }

    /// Reads a key that was made here.
    ///
    /// # Errors
    /// When the bytes are no key on P-256.
    pub fn from_pkcs8(bytes: &[u8]) -> Result<Self, PushError> {
        let random = SystemRandom::new();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, bytes, &random)
            .map_err(|_| PushError::SenderKey)?;
        let public = URL_SAFE_NO_PAD.encode(pair.public_key());
        Ok(Self { pair, public })
    }

    /// The public key as browsers take it, in base64url.
    pub fn public(&self) -> &str {
        &self.public
    }

    /// The headers of a request to a push service. `contact`: an address of the instance's operator; `now`: in Unix seconds.
    ///
    /// # Errors
    /// When the system gives no randomness, or a text fits into no header.
    pub fn headers(
        &self,
        service: &Origin,
        label: Label<'_>,
        contact: &str,
        now: i64,
    ) -> Result<HeaderMap, PushError> {
        let value = |text: &str| HeaderValue::from_str(text).map_err(|_| PushError::Header);
        let token = self.token(service, contact, now.saturating_add(TOKEN_LIFE))?;
        let urgency = match label.urgency {
            Urgency::Normal => "normal",
            Urgency::High => "high",
        };
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, value(&format!("vapid t={token}, k={}", self.public))?);
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/octet-stream"));
        headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static("aes128gcm"));
        headers.insert(HeaderName::from_static("ttl"), HeaderValue::from(label.keep.max(0)));
        headers.insert(HeaderName::from_static("urgency"), HeaderValue::from_static(urgency));
        headers.insert(HeaderName::from_static("topic"), value(label.topic)?);
        Ok(headers)
    }

    /// The token for a push service: a JWT with ES256 (RFC 8292 §2).
    fn token(&self, service: &Origin, contact: &str, expires: i64) -> Result<String, PushError> {
        let claims = json!({ "aud": service.to_string(), "exp": expires, "sub": contact });
        let head = URL_SAFE_NO_PAD.encode(r#"{"typ":"JWT","alg":"ES256"}"#);
        let signed = format!("{head}.{}", URL_SAFE_NO_PAD.encode(claims.to_string()));
        let signature = self.pair.sign(&SystemRandom::new(), signed.as_bytes())?;
        Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.as_ref())))
    }
}

/// The reason why a message cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PushError {
    #[error("these are no keys of a browser")]
    BrowserKeys,
    #[error("the key that signs messages to browsers is damaged")]
    SenderKey,
    #[error("a message of {length} bytes is longer than {MESSAGE_MAX}")]
    TooLong { length: usize },
    #[error("a text fits into no header")]
    Header,
    /// The system gave no randomness, or a key fits no other; `ring` does not say which.
    #[error("a message could not be encrypted or signed")]
    Cryptography,
}

impl From<Unspecified> for PushError {
    fn from(_: Unspecified) -> Self {
        Self::Cryptography
    }
}
