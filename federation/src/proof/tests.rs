use sha2::{Digest as _, Sha256};

use super::*;
use crate::sign::Ed25519PublicKey;

const METHOD: &str = "https://server.example/users/alice#ed25519-key";
/// 2023-02-24T23:36:38Z.
const CREATED: i64 = 1_677_281_798;

/// The key of the vectors in W3C vc-di-eddsa and FEP-8b32.
fn alice() -> Ed25519KeyPair {
    // A Multikey: two bytes say that it is a secret of this kind.
    let secret = multibase("z3u2en7t5LR2WtQH5PfFqMqwVHBeXouLzo6haApm8XHqvjxq").unwrap();
    Ed25519KeyPair::from_seed(secret[2..].try_into().unwrap())
}

fn public(key: &Ed25519KeyPair) -> PublicKey {
    PublicKey::Ed25519(key.public())
}

/// The document of FEP-8b32's feature file.
fn hello_world() -> Value {
    serde_json::from_str(
        r#"{"@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/data-integrity/v2"],
            "id":"https://server.example/activities/1","type":"Create","actor":"https://server.example/users/alice",
            "object":{"id":"https://server.example/objects/1","type":"Note",
                "attributedTo":"https://server.example/users/alice","content":"Hello world",
                "location":{"type":"Place","longitude":-71.184902,"latitude":25.273962}}}"#,
    )
    .unwrap()
}

fn proved() -> Value {
    let mut document = hello_world();
    add_proof(&mut document, &alice(), METHOD, CREATED).unwrap();
    document
}

fn verify(document: &Value) -> Result<Sha256Sum, ProofRefusal> {
    Proof::of(document)?.verify(&public(&alice()), CREATED)
}

/// The vector of PROTOCOL Appendix B.
const OWN_VECTOR: &str = r#"{"@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/data-integrity/v2"],"id":"https://a.example/ap/act/01JD10","type":"Undo","actor":"https://a.example/ap/p/01JA2Q","to":["https://b.example/ap/p/7Q2"],"object":"https://a.example/ap/act/01JD09","delegation":"https://a.example/ap/d/01JD11","reasonCode":"withdrawn","content":"<p>Zurückgezogen — 🙏</p>","published":"2026-11-18T10:05:00Z","channel":"https://a.example/ap/p/01JA2Q/log/b7k2","epoch":"01JD0000000000000000000000","seq":2,"prev":"sha256:0000000000000000000000000000000000000000000000000000000000000000","ack":{"epoch":"01JD0000000000000000000001","seq":1},"proof":{"@context":["https://www.w3.org/ns/activitystreams","https://w3id.org/security/data-integrity/v2"],"type":"DataIntegrityProof","cryptosuite":"eddsa-jcs-2022","verificationMethod":"https://a.example/ap/p/01JA2Q#ed25519-key","proofPurpose":"assertionMethod","created":"2026-11-18T10:05:00Z","proofValue":"z3pMpsQVfttixybJeD5CRKAzjpy83oe46N4QGL9QQyvq7uefj1apJtVWvPHmuoAEZe2xWMSpJsciMFU1Y8eFQwoUQ"}}"#;

#[test]
fn the_vector_of_fep_8b32_with_its_floats_is_made_and_accepted() {
    let document = proved();

    assert_eq!(
        document["proof"]["proofValue"],
        "z42ffGu6AUKPCFcFPiabmUvnGLPJzC7e4DGWC52NUasSSH37UMa9c58tdgVszUcZfytxa4fQ5TYHaJENCxUDe9SdL"
    );
    assert!(verify(&document).is_ok());
}

#[test]
fn our_own_vector_is_made_and_accepted() {
    let seed: [u8; 32] = Sha256::digest("pursuance test vector 1").into();
    assert_eq!(hex::encode(seed), "ae65ae748bb241128df56aeb6deccc07833dd2f4d543bdc1437aba6c6b8cf1f6");
    let key = Ed25519KeyPair::from_seed(&seed);
    assert_eq!(key.public().to_multikey(), "z6MkrFDyhuJ1vNVxGPonfqfjqt5d2b67wNCoNjBcrJgZzg4s");
    let document: Value = serde_json::from_str(OWN_VECTOR).unwrap();
    let method = "https://a.example/ap/p/01JA2Q#ed25519-key";

    let proof = Proof::of(&document).unwrap();
    assert_eq!(proof.verification_method(), method);
    let content = proof.verify(&public(&key), 0).unwrap();

    assert_eq!(
        content.to_string(),
        "sha256:fd4827addb550eb68aef2bfbab4352441b4f3a7543d2692dbec3781a702b7a3a"
    );
    let mut again = document.clone();
    again.as_object_mut().unwrap().shift_remove("proof");
    add_proof(&mut again, &key, method, 1_794_996_300).unwrap();
    assert_eq!(again, document);
}

#[test]
fn the_hash_of_an_actor_in_a_path_is_sha256_of_its_id() {
    // The `path` vector of PROTOCOL Appendix B: the plain bytes of the address, no JSON around them.
    assert_eq!(
        hex::encode(Sha256::digest("https://a.example/ap/p/01JA2Q")),
        "b30ebb374d7fa378205aeb889822b1a2b550bdc31ace6aa2f6260c528438daca"
    );
}

#[test]
fn a_change_anywhere_in_the_document_breaks_the_proof() {
    for (pointer, changed) in [
        ("/object/content", json!("Hello, world")),
        ("/object/location/latitude", json!(25.273_963)),
        ("/actor", json!("https://server.example/users/mallory")),
        ("/object/location", json!(null)),
        ("/proof/created", json!("2023-02-24T23:36:39Z")),
    ] {
        let mut document = proved();
        *document.pointer_mut(pointer).unwrap() = changed;
        assert_eq!(verify(&document), Err(ProofRefusal::Wrong), "{pointer}");
    }
    let mut longer = proved();
    longer["bcc"] = json!([]);
    assert_eq!(verify(&longer), Err(ProofRefusal::Wrong));
}

#[test]
fn the_order_of_members_means_nothing() {
    let document = proved();
    let turned: Map<String, Value> = document.as_object().unwrap().clone().into_iter().rev().collect();

    assert!(verify(&Value::Object(turned)).is_ok());
}

#[test]
fn a_linked_data_signature_put_beside_it_changes_nothing() {
    let mut document = proved();
    document["signature"] = json!({"type": "RsaSignature2017", "signatureValue": "…"});

    assert_eq!(verify(&document), verify(&proved()));
}

#[test]
fn another_key_proves_nothing() {
    let mallory = Ed25519KeyPair::from_seed(&[7; 32]);

    let document = proved();
    let proof = Proof::of(&document).unwrap();
    assert_eq!(proof.verify(&public(&mallory), CREATED), Err(ProofRefusal::Wrong));
}

#[test]
fn an_expired_proof_is_refused() {
    let mut document = proved();
    document["proof"]["expires"] = json!("2023-02-24T23:36:37Z");

    assert_eq!(verify(&document), Err(ProofRefusal::Expired));
}

#[test]
fn proofs_of_another_make_are_refused() {
    type Tamper = fn(&mut Value);
    let rows: [(&str, Tamper, ProofRefusal); 10] = [
        ("no proof", |d| d["proof"] = Value::Null, ProofRefusal::Missing),
        (
            "two proofs",
            |d| d["proof"] = json!([d["proof"], d["proof"]]),
            ProofRefusal::Malformed { member: "proof" },
        ),
        ("another type", |d| d["proof"]["type"] = json!("Ed25519Signature2020"), ProofRefusal::Suite),
        ("another suite", |d| d["proof"]["cryptosuite"] = json!("eddsa-rdfc-2022"), ProofRefusal::Suite),
        ("another purpose", |d| d["proof"]["proofPurpose"] = json!("authentication"), ProofRefusal::Purpose),
        (
            "another context",
            |d| d["@context"] = json!(["https://www.w3.org/ns/activitystreams"]),
            ProofRefusal::Context,
        ),
        (
            "no value",
            |d| d["proof"]["proofValue"] = json!(3),
            ProofRefusal::Malformed { member: "proofValue" },
        ),
        (
            "value not base58",
            |d| d["proof"]["proofValue"] = json!("z0OIl"),
            ProofRefusal::Malformed { member: "proofValue" },
        ),
        ("value too short", |d| d["proof"]["proofValue"] = json!("z111"), ProofRefusal::Wrong),
        (
            "time unreadable",
            |d| d["proof"]["created"] = json!("yesterday"),
            ProofRefusal::Malformed { member: "created" },
        ),
    ];
    for (name, change, refusal) in rows {
        let mut document = proved();
        change(&mut document);
        assert_eq!(verify(&document), Err(refusal), "{name}");
    }
}

#[test]
fn a_document_whose_context_is_no_list_is_not_proved() {
    let mut document =
        json!({"@context": "https://www.w3.org/ns/activitystreams", "id": "https://a.example/1"});

    assert_eq!(add_proof(&mut document, &alice(), METHOD, CREATED), Err(ProofRefusal::Context));
}

#[test]
fn a_weak_key_that_fits_any_signature_is_no_key() {
    let mut identity = [0; 32];
    identity[0] = 1;

    assert!(Ed25519PublicKey::from_slice(&identity).is_err());
}
