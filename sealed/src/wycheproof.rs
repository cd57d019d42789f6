//! The vectors of Wycheproof (`vectors/wycheproof/README.md`), through what the formats use of each primitive. They stand
//! here since they have no label: from outside of this crate, only frames are signed and hashed.

use chacha20poly1305::aead::{Aead as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce};
use hmac::{Hmac, KeyInit as _, Mac as _};
use serde_json::Value;
use sha2::Sha256;

use crate::ids::{EdKey, Signature, XKey};
use crate::secret::XSecret;
use crate::sign::VerifyKey;
use crate::{aead, frame, kem};

struct Vector(Value);

impl Vector {
    fn text(&self, name: &str) -> &str {
        self.0[name].as_str().unwrap_or_else(|| panic!("no text {name} in {}", self.0))
    }

    fn bytes(&self, name: &str) -> Vec<u8> {
        hex::decode(self.text(name)).unwrap()
    }

    /// The bytes, where they are as many as the formats take.
    fn array<const N: usize>(&self, name: &str) -> Option<[u8; N]> {
        self.bytes(name).try_into().ok()
    }

    fn is_valid(&self) -> bool {
        self.text("result") == "valid"
    }

    fn has(&self, flag: &str) -> bool {
        self.0["flags"].as_array().unwrap().iter().any(|one| one == flag)
    }

    /// The ciphertext, and its tag.
    fn sealed(&self) -> Vec<u8> {
        [self.bytes("ct"), self.bytes("tag")].concat()
    }
}

fn vectors(text: &str) -> Vec<Vector> {
    let mut file: Value = serde_json::from_str(text).unwrap();
    let Value::Array(tests) = file["tests"].take() else { panic!("no tests") };
    assert!(tests.len() > 50);
    tests.into_iter().map(Vector).collect()
}

#[test]
fn ed25519_what_is_valid_counts_and_nothing_else() {
    for vector in vectors(include_str!("../vectors/wycheproof/ed25519.json")) {
        let key = VerifyKey::parse(&EdKey::from_bytes(vector.array("pk").unwrap()));
        let holds = match (key, vector.array("sig")) {
            (Ok(key), Some(bytes)) => {
                key.verify_bytes(&vector.bytes("msg"), &Signature::from_bytes(bytes)).is_ok()
            }
            (_, _) => false,
        };
        assert_eq!(holds, vector.is_valid(), "{}", vector.0);
    }
}

#[test]
fn x25519_has_no_secret_in_common_with_a_point_of_small_order() {
    let mut refused = 0;
    for vector in vectors(include_str!("../vectors/wycheproof/x25519.json")) {
        let (secret, point) = (vector.array("private").unwrap(), vector.array("public").unwrap());
        let is_none = vector.has("ZeroSharedSecret");
        let key = XKey::from_bytes(point);
        assert_eq!(x25519_dalek::x25519(secret, point).to_vec(), vector.bytes("shared"), "{}", vector.0);
        assert_eq!(key.check().is_err(), is_none, "{}", vector.0);
        // The side that seals draws a secret of its own; the side that opens has that of the vector.
        let sealed = kem::seal(&key, b"info", b"", b"text", &mut Sevens);
        assert_eq!(sealed.is_err(), is_none, "{}", vector.0);
        let own = XSecret::from_bytes(secret);
        let (encapsulated, ciphertext) =
            kem::seal(&own.public(), b"info", b"", b"text", &mut Sevens).unwrap();
        assert_eq!(**kem::open(&own, &encapsulated, b"info", b"", &ciphertext).unwrap(), *b"text");
        refused += u32::from(is_none);
    }
    assert!(refused > 20);
}

/// The numbers drawn for these tests: sevens.
struct Sevens;

impl rand_core::TryRng for Sevens {
    type Error = std::convert::Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(0x0707_0707)
    }

    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        Ok(0x0707_0707_0707_0707)
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        bytes.fill(7);
        Ok(())
    }
}

impl rand_core::TryCryptoRng for Sevens {}

#[test]
fn chacha20_poly1305_which_hpke_seals_with() {
    for vector in vectors(include_str!("../vectors/wycheproof/chacha20_poly1305.json")) {
        // A nonce of another length is none that the type takes.
        let Some(nonce) = vector.array::<12>("iv") else {
            assert!(!vector.is_valid());
            continue;
        };
        let cipher = ChaCha20Poly1305::new(&vector.array::<32>("key").unwrap().into());
        let (aad, message, sealed) = (vector.bytes("aad"), vector.bytes("msg"), vector.sealed());
        let opened = cipher.decrypt(&Nonce::from(nonce), Payload { msg: &sealed, aad: &aad });
        assert_eq!(opened.ok(), vector.is_valid().then(|| message.clone()), "{}", vector.0);
        if vector.is_valid() {
            let again = cipher.encrypt(&Nonce::from(nonce), Payload { msg: &message, aad: &aad });
            assert_eq!(again.unwrap(), sealed, "{}", vector.0);
        }
    }
}

#[test]
fn xchacha20_poly1305_which_all_else_is_sealed_with() {
    for vector in vectors(include_str!("../vectors/wycheproof/xchacha20_poly1305.json")) {
        let Some(nonce) = vector.array::<24>("iv") else {
            assert!(!vector.is_valid());
            continue;
        };
        let key = vector.array::<32>("key").unwrap();
        let (aad, message, sealed) = (vector.bytes("aad"), vector.bytes("msg"), vector.sealed());
        let opened = aead::open_at(&key, &nonce, &aad, &sealed).ok().map(|text| text.to_vec());
        assert_eq!(opened, vector.is_valid().then(|| message.clone()), "{}", vector.0);
        if vector.is_valid() {
            assert_eq!(aead::seal_at(&key, &nonce, &aad, &message), sealed, "{}", vector.0);
        }
    }
}

fn hmac(key: &[u8], bytes: &[u8]) -> [u8; 32] {
    let mut mac = Hmac::<Sha256>::new_from_slice(key).unwrap();
    mac.update(bytes);
    mac.finalize().into_bytes().into()
}

#[test]
fn hkdf_sha256_in_its_first_block_which_is_all_that_is_used() {
    for vector in vectors(include_str!("../vectors/wycheproof/hkdf_sha256.json")) {
        if !vector.is_valid() {
            continue;
        }
        // The Extract is that of HPKE, on the same HMAC.
        let key = hmac(&vector.bytes("salt"), &vector.bytes("ikm"));
        let made = frame::expand(&key, &vector.bytes("info"));
        let known = vector.bytes("okm");
        let common = known.len().min(32);
        assert_eq!(made[..common], known[..common], "{}", vector.0);
    }
}

#[test]
fn hmac_sha256() {
    for vector in vectors(include_str!("../vectors/wycheproof/hmac_sha256.json")) {
        let (message, tag) = (vector.bytes("msg"), vector.bytes("tag"));
        // Ours takes keys of 32 bytes; others go by the library.
        let made = match vector.array("key") {
            Some(key) => frame::mac(&key, &message),
            None => hmac(&vector.bytes("key"), &message),
        };
        assert_eq!(made[..tag.len()] == tag[..], vector.is_valid(), "{}", vector.0);
    }
}
