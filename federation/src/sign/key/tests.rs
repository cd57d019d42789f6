use super::*;

/// An RSA key for tests only.
const RSA_PEM: &str = include_str!("test-rsa-2048.pem");

#[test]
fn the_multikey_of_fep_521a_is_read_and_written() {
    let text = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK";

    let key = Ed25519PublicKey::from_multikey(text).unwrap();

    assert_eq!(
        hex::encode(key.as_bytes()),
        "2e6fcce36701dc791488e0d0b1745cc1e33a4c1c9fcc41c63bd343dbbe0970e6"
    );
    assert_eq!(key.to_multikey(), text);
}

#[test]
fn what_is_no_ed25519_multikey_is_refused() {
    let rsa = format!("z{}", bs58::encode([&[0x85, 0x24], [1; 32].as_slice()].concat()).into_string());
    let long = format!("z{}", "1".repeat(1_000_000));
    for (text, refusal) in [
        ("", KeyRefusal::Multibase),
        ("6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK", KeyRefusal::Multibase),
        ("z0OIl", KeyRefusal::Multibase),
        (&long, KeyRefusal::Multibase),
        (&rsa, KeyRefusal::NotEd25519),
        ("z6Mk", KeyRefusal::NotEd25519),
        ("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq", KeyRefusal::NotEd25519),
    ] {
        assert_eq!(Ed25519PublicKey::from_multikey(text), Err(refusal), "{text:.60}");
    }
}

#[test]
fn an_ed25519_key_signs_what_its_public_half_verifies() {
    let key = Ed25519KeyPair::generate().unwrap();

    let signature = key.sign(b"a message");

    assert!(key.public().verifies(b"a message", &signature));
    assert!(!key.public().verifies(b"a massage", &signature));
    assert!(!key.public().verifies(b"a message", &signature[..63]));
    let stored = Ed25519KeyPair::from_seed(&key.seed());
    assert_eq!(stored.public(), key.public());
}

#[test]
fn an_rsa_key_signs_what_its_published_half_verifies() {
    let key = RsaKeyPair::from_pkcs8_pem(RSA_PEM).unwrap();
    let published = PublicKey::from_pem(&key.public().to_pem().unwrap()).unwrap();

    let signature = key.sign(b"a message").unwrap();

    assert_eq!(published, PublicKey::Rsa(key.public().clone()));
    assert!(published.verifies(b"a message", &signature));
    assert!(!published.verifies(b"a massage", &signature));
}

#[test]
fn a_freshly_made_rsa_key_has_2048_bits_and_can_be_used() {
    let key = RsaKeyPair::from_pkcs8_pem(&RsaKeyPair::generate_pem().unwrap()).unwrap();

    assert_eq!(key.sign(b"").unwrap().len(), 256);
}

#[test]
fn an_ed25519_key_in_pem_is_read_too() {
    // RFC 9421, appendix B.1.4.
    let pem = "-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----\n";

    assert_eq!(PublicKey::from_pem(pem).unwrap().algorithm(), Algorithm::Ed25519);
}

/// Wraps a modulus of `bits` bits and an exponent as a peer would publish them.
fn published(bits: usize, exponent: &[u8]) -> String {
    let mut modulus = vec![0xff; bits / 8];
    modulus.insert(0, 0);
    let integer = |bytes: &[u8]| [&[2], length(bytes.len()).as_slice(), bytes].concat();
    let sequence = |bytes: &[u8]| [&[0x30], length(bytes.len()).as_slice(), bytes].concat();
    let pkcs1 = sequence(&[integer(&modulus), integer(exponent)].concat());
    let string = [&[3], length(pkcs1.len() + 1).as_slice(), &[0], &pkcs1].concat();
    let algorithm = hex::decode("300d06092a864886f70d0101010500").unwrap();
    to_pem("PUBLIC KEY", &sequence(&[algorithm, string].concat()))
}

fn length(length: usize) -> Vec<u8> {
    match u16::try_from(length).unwrap().to_be_bytes() {
        [0, low] if low < 128 => vec![low],
        [0, low] => vec![0x81, low],
        [high, low] => vec![0x82, high, low],
    }
}

#[test]
fn rsa_keys_are_accepted_from_2048_to_8192_bits_and_with_the_usual_exponent() {
    for bits in [2048, 4096, 8192] {
        assert!(PublicKey::from_pem(&published(bits, &RSA_EXPONENT)).is_ok(), "{bits}");
    }
    for bits in [1024, 2040, 8200, 16384] {
        assert_eq!(PublicKey::from_pem(&published(bits, &RSA_EXPONENT)), Err(KeyRefusal::RsaSize { bits }));
    }
    assert_eq!(PublicKey::from_pem(&published(2048, &[3])), Err(KeyRefusal::RsaExponent));
}

#[test]
fn what_is_no_public_key_in_pem_is_refused() {
    let elliptic = "-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEqIVYZVLCrPZHGHjP17CTW0/+D9Lfw0EkjqF7xB4FivAxzic30tMM4GF+hR6Dxh71Z50VGGdldkkDXZCnTNnoXQ==\n-----END PUBLIC KEY-----";
    assert!(matches!(PublicKey::from_pem(elliptic), Err(KeyRefusal::Algorithm { .. })));
    assert_eq!(PublicKey::from_pem(RSA_PEM), Err(KeyRefusal::Pem), "a private key");
    assert_eq!(PublicKey::from_pem(""), Err(KeyRefusal::Pem));
    for body in ["", "AAAA", "MAA="] {
        let pem = format!("-----BEGIN PUBLIC KEY-----\n{body}\n-----END PUBLIC KEY-----");
        assert_eq!(PublicKey::from_pem(&pem), Err(KeyRefusal::Der), "{body}");
    }
}

#[test]
fn debug_shows_no_secret() {
    let ed25519 = Ed25519KeyPair::from_seed(&[0xab; 32]);
    let rsa = RsaKeyPair::from_pkcs8_pem(RSA_PEM).unwrap();

    let shown = format!("{ed25519:?} {rsa:?}");

    assert_eq!(
        shown,
        format!(
            "Ed25519KeyPair({}) RsaKeyPair {{ public: RsaPublicKey(270 bytes), .. }}",
            ed25519.public().to_multikey()
        )
    );
}
