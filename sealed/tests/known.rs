//! Known answers: the primitives are those of the standards. Each vector names where it stands.

use argon2::{Algorithm, Argon2, AssociatedData, ParamsBuilder, Version};
use chacha20poly1305::aead::{Aead as _, KeyInit as _, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce, XChaCha20Poly1305, XNonce};
use ed25519_dalek::Signer as _;
use hkdf::Hkdf;
use pursuance_sealed::ids::{EdKey, XKey};
use pursuance_sealed::secret::XSecret;
use pursuance_sealed::sign::VerifyKey;
use sha2::Sha256;

fn hex<const N: usize>(text: &str) -> [u8; N] {
    hex::decode(text).unwrap().try_into().unwrap()
}

const SUNSCREEN: &[u8] = b"Ladies and Gentlemen of the class of '99: If I could offer you only one tip for the future, sunscreen would be it.";

/// RFC 8032 §7.1, tests 1 and 2.
#[test]
fn ed25519() {
    for (seed, public, message, signature) in [
        (
            "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
            &b""[..],
            "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
        ),
        (
            "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
            "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
            &[0x72][..],
            "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
        ),
    ] {
        let key = ed25519_dalek::SigningKey::from_bytes(&hex(seed));
        assert_eq!(key.verifying_key().to_bytes(), hex(public));
        assert_eq!(key.sign(message).to_bytes(), hex(signature));
        VerifyKey::parse(&EdKey::from_bytes(hex(public))).unwrap();
    }
}

/// RFC 7748 §6.1.
#[test]
fn x25519() {
    let alice = XSecret::from_bytes(hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
    let bob = hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb");
    let public = hex("8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
    assert_eq!(*alice.public().as_bytes(), public);
    let shared = x25519_dalek::x25519(bob, public);
    assert_eq!(shared, hex("4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742"));
    alice.public().check().unwrap();
}

/// RFC 8439 §2.8.2.
#[test]
fn chacha20_poly1305() {
    let key: [u8; 32] = std::array::from_fn(|at| 0x80 + u8::try_from(at).unwrap());
    let nonce = Nonce::from(hex::<12>("070000004041424344454647"));
    let aad = hex::<12>("50515253c0c1c2c3c4c5c6c7");
    let sealed =
        ChaCha20Poly1305::new(&key.into()).encrypt(&nonce, Payload { msg: SUNSCREEN, aad: &aad }).unwrap();
    assert_eq!(sealed[..16], hex::<16>("d31a8d34648e60db7b86afbc53ef7ec2"));
    assert_eq!(sealed[114..], hex::<16>("1ae10b594f09e26a7e902ecbd0600691"));
}

/// draft-irtf-cfrg-xchacha-03, A.3.1.
#[test]
fn xchacha20_poly1305() {
    let key: [u8; 32] = std::array::from_fn(|at| 0x80 + u8::try_from(at).unwrap());
    let nonce: [u8; 24] = std::array::from_fn(|at| 0x40 + u8::try_from(at).unwrap());
    let aad = hex::<12>("50515253c0c1c2c3c4c5c6c7");
    let sealed = XChaCha20Poly1305::new(&key.into())
        .encrypt(&XNonce::from(nonce), Payload { msg: SUNSCREEN, aad: &aad })
        .unwrap();
    assert_eq!(sealed[..16], hex::<16>("bd6d179d3e83d43b9576579493c0e939"));
    assert_eq!(sealed[114..], hex::<16>("c0875924c1c7987947deafd8780acf49"));
}

/// RFC 9106 §5.3.
#[test]
fn argon2id() {
    let mut params = ParamsBuilder::new();
    params.m_cost(32).t_cost(3).p_cost(4).data(AssociatedData::new(&[4; 12]).unwrap());
    let params = params.build().unwrap();
    let argon2 = Argon2::new_with_secret(&[3; 8], Algorithm::Argon2id, Version::V0x13, params).unwrap();
    let mut tag = [0; 32];
    argon2.hash_password_into(&[1; 32], &[2; 16], &mut tag).unwrap();
    assert_eq!(tag, hex("0d640df58d78766c08c037a34a8b53c9d01ef0452d75b65eb52520e96b01e659"));
}

/// RFC 5869 A.1, the second step.
#[test]
fn hkdf_expand() {
    let key: [u8; 32] = hex("077709362c2e32df0ddc3f0dc47bba6390b6c73bb50f9c3122ec844ad7c2b3e5");
    let mut out = [0; 42];
    Hkdf::<Sha256>::from_prk(&key).unwrap().expand(&hex::<10>("f0f1f2f3f4f5f6f7f8f9"), &mut out).unwrap();
    assert_eq!(out[..32], hex::<32>("3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf"));
}

/// Points of small order, and encodings beyond the field's prime: no key of anybody.
#[test]
fn a_key_that_is_none_is_refused() {
    for key in [
        "0100000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000080",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0000000000000000000000000000000000000000000000000000000000000080",
        "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
        "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff",
    ] {
        assert!(VerifyKey::parse(&EdKey::from_bytes(hex(key))).is_err(), "{key}");
    }
    for key in [
        "0000000000000000000000000000000000000000000000000000000000000000",
        "0100000000000000000000000000000000000000000000000000000000000000",
        "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
        "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
        "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
    ] {
        assert!(XKey::from_bytes(hex(key)).check().is_err(), "{key}");
    }
}

/// A good key plus a point of small order: its signatures may hold in one implementation and not in another.
#[test]
fn a_key_with_torsion_is_refused() {
    let good = ed25519_dalek::SigningKey::from_bytes(&[7; 32]).verifying_key();
    VerifyKey::parse(&EdKey::from_bytes(good.to_bytes())).unwrap();
    let torsion = hex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a");
    let torsion = ed25519_dalek::VerifyingKey::from_bytes(&torsion).unwrap().to_edwards();
    let mixed = (good.to_edwards() + torsion).compress().to_bytes();
    assert!(ed25519_dalek::VerifyingKey::from_bytes(&mixed).is_ok());
    assert!(VerifyKey::parse(&EdKey::from_bytes(mixed)).is_err());
}
