//! The example of RFC 8291 §5 and its intermediate values, and tokens as push services check them.

#![expect(deprecated, reason = "the only way to give `ring` the private keys of the example")]

use ring::{
    signature::{ECDSA_P256_SHA256_FIXED, UnparsedPublicKey as VerifyingKey},
    test::rand::FixedSliceRandom,
};
use serde_json::Value;

use super::*;

const MESSAGE: &[u8] = b"When I grow up, I want to be a watermelon";
const SENDER_PRIVATE: &str = "yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw";
const BROWSER_PRIVATE: &str = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94";
const BROWSER_PUBLIC: &str =
    "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
const AUTH: &str = "BTBZMqHH6r4Tts7J_aSIgg";
const SALT_OF_THE_EXAMPLE: &str = "DGv6ra1nlYgDCS1FRnbzlw";
const BODY: &str = "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN";

fn bytes(text: &str) -> Vec<u8> {
    URL_SAFE_NO_PAD.decode(text).unwrap()
}

fn private(text: &str) -> EphemeralPrivateKey {
    let bytes = bytes(text);
    EphemeralPrivateKey::generate(&ECDH_P256, &FixedSliceRandom { bytes: &bytes }).unwrap()
}

/// Decrypts a body as a browser does: the message with its padding.
fn decrypt(body: &[u8], key: &str, to: &BrowserKeys) -> Option<Vec<u8>> {
    let (head, record) = body.split_at_checked(HEAD)?;
    let (salt, rest) = head.split_at(SALT);
    assert_eq!(rest[..5], [0, 0, 0x10, 0, 65]);
    let sender = UnparsedPublicKey::new(&ECDH_P256, &rest[5..]);
    let shared = agree_ephemeral(private(key), &sender, |secret| {
        let prk = Salt::new(HKDF_SHA256, &to.secret).extract(secret);
        expand::<32>(&prk, &[b"WebPush: info\0", &to.point, &rest[5..]]).unwrap()
    });
    let prk = Salt::new(HKDF_SHA256, salt).extract(&shared.ok()?);
    let key = expand::<16>(&prk, &[b"Content-Encoding: aes128gcm\0"]).unwrap();
    let nonce = expand::<NONCE_LEN>(&prk, &[b"Content-Encoding: nonce\0"]).unwrap();
    let key = LessSafeKey::new(UnboundKey::new(&AES_128_GCM, &key).unwrap());
    let mut record = record.to_vec();
    let nonce = Nonce::assume_unique_for_key(nonce);
    Some(key.open_in_place(nonce, Aad::empty(), &mut record).ok()?.to_vec())
}

fn browser() -> BrowserKeys {
    BrowserKeys::parse(BROWSER_PUBLIC, AUTH).unwrap()
}

#[test]
fn the_example_of_the_standard_is_encrypted_as_it_says() {
    let salt = bytes(SALT_OF_THE_EXAMPLE).try_into().unwrap();
    let body = encrypt_with(MESSAGE, MESSAGE.len(), &browser(), private(SENDER_PRIVATE), &salt).unwrap();
    assert_eq!(URL_SAFE_NO_PAD.encode(&body), BODY);
}

#[test]
fn the_browser_of_the_example_reads_it() {
    let read = decrypt(&bytes(BODY), BROWSER_PRIVATE, &browser()).unwrap();
    assert_eq!(read, [MESSAGE, &[END]].concat());
}

#[test]
fn every_message_is_equally_long_and_one_body_is_unlike_the_other() {
    let (short, long) = (b"a".to_vec(), vec![b'b'; MESSAGE_MAX]);
    let mut bodies = Vec::new();
    for message in [&short, &short, &long] {
        let body = encrypt(message, &browser()).unwrap();
        assert_eq!(body.len(), HEAD + MESSAGE_MAX + 1 + TAG);
        let read = decrypt(&body, BROWSER_PRIVATE, &browser()).unwrap();
        let end = read.iter().rposition(|byte| *byte != 0).unwrap();
        assert_eq!((&read[..end], read[end]), (&message[..], END));
        bodies.push(body);
    }
    assert_ne!(bodies[0], bodies[1]);
    let longer = encrypt(&vec![b'b'; MESSAGE_MAX + 1], &browser());
    assert!(matches!(longer, Err(PushError::TooLong { length }) if length == MESSAGE_MAX + 1));
}

#[test]
fn a_changed_body_and_another_browser_read_nothing() {
    let body = encrypt(MESSAGE, &browser()).unwrap();
    let mut changed = body.to_vec();
    *changed.last_mut().unwrap() ^= 1;
    assert_eq!(decrypt(&changed, BROWSER_PRIVATE, &browser()), None);
    assert_eq!(decrypt(&body, SENDER_PRIVATE, &browser()), None);
    let other = BrowserKeys::parse(BROWSER_PUBLIC, SALT_OF_THE_EXAMPLE).unwrap();
    assert_eq!(decrypt(&body, BROWSER_PRIVATE, &other), None);
}

#[test]
fn keys_that_are_none_are_refused() {
    let off_the_curve = URL_SAFE_NO_PAD.encode([&[4][..], &[7; 64]].concat());
    let compressed = URL_SAFE_NO_PAD.encode([&[2][..], &bytes(BROWSER_PUBLIC)[1..33]].concat());
    for (key, secret) in [
        ("", ""),
        (BROWSER_PUBLIC, ""),
        (BROWSER_PUBLIC, BROWSER_PRIVATE),
        (&off_the_curve, AUTH),
        (&compressed, AUTH),
        (AUTH, AUTH),
        ("not base64url!", AUTH),
    ] {
        assert!(matches!(BrowserKeys::parse(key, secret), Err(PushError::BrowserKeys)), "{key} {secret}");
    }
    assert_eq!(format!("{:?}", browser()), "BrowserKeys");
}

#[test]
fn a_token_is_for_one_service_and_is_signed_with_the_key_that_it_names() {
    let made = SenderKey::generate().unwrap();
    let key = SenderKey::from_pkcs8(&made).unwrap();
    assert_eq!(SenderKey::from_pkcs8(&made).unwrap().public(), key.public(), "it is the same key again");
    let service: Origin = "https://push.example".parse().unwrap();
    let label = Label { topic: "01m7xfkdnwen59fh5ebfzxkxvt", urgency: Urgency::High, keep: 60 };
    let headers = key.headers(&service, label, "https://commons.example", 1_000).unwrap();
    for (name, value) in [
        ("ttl", "60"),
        ("urgency", "high"),
        ("topic", label.topic),
        ("content-encoding", "aes128gcm"),
        ("content-type", "application/octet-stream"),
    ] {
        assert_eq!(headers[name], value, "{name}");
    }
    let given = headers["authorization"].to_str().unwrap().strip_prefix("vapid t=").unwrap();
    let (token, named) = given.split_once(", k=").unwrap();
    assert_eq!(named, key.public());
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let verifying = VerifyingKey::new(&ECDSA_P256_SHA256_FIXED, bytes(named));
    verifying.verify(signed.as_bytes(), &bytes(signature)).unwrap();
    let (head, claims) = signed.split_once('.').unwrap();
    let read = |part: &str| serde_json::from_slice::<Value>(&bytes(part)).unwrap();
    assert_eq!(read(head), json!({ "typ": "JWT", "alg": "ES256" }));
    let said = json!({ "aud": "https://push.example", "exp": 44_200, "sub": "https://commons.example" });
    assert_eq!(read(claims), said);
}

#[test]
fn a_damaged_key_is_refused() {
    let mut made = SenderKey::generate().unwrap();
    made.pop();
    assert!(matches!(SenderKey::from_pkcs8(&made), Err(PushError::SenderKey)));
    assert!(matches!(SenderKey::from_pkcs8(b""), Err(PushError::SenderKey)));
}
