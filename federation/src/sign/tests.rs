use http::header::CONTENT_TYPE;
use proptest::prelude::*;

use super::*;
use crate::sign::key::Algorithm;

/// 2026-11-18T10:05:00Z.
const NOW: i64 = 1_794_996_300;
const BODY: &[u8] = br#"{"type":"Follow"}"#;
const KEY_ID: &str = "https://a.example/ap/p/1#main-key";

fn ed25519() -> KeyPair {
    KeyPair::Ed25519(Ed25519KeyPair::from_seed(&[7; 32]))
}

fn rsa() -> KeyPair {
    KeyPair::Rsa(RsaKeyPair::from_pkcs8_pem(include_str!("key/test-rsa-2048.pem")).unwrap())
}

fn inbox() -> Url {
    "https://b.example/ap/p/7/inbox?box=1".parse().unwrap()
}

fn post(key: &KeyPair, scheme: Scheme) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/activity+json"));
    let signer = Signer { key_id: KEY_ID, key };
    sign_request(&Method::POST, &inbox(), headers, Some(BODY), signer, scheme, NOW).unwrap()
}

/// All checks of a signature in the order of the inbox, on `POST /ap/p/7/inbox?box=1` of `b.example`.
fn check(headers: &HeaderMap, body: &[u8], key: &PublicKey) -> Result<(), String> {
    check_at("/ap/p/7/inbox?box=1", headers, body, key)
}

fn check_at(path_and_query: &str, headers: &HeaderMap, body: &[u8], key: &PublicKey) -> Result<(), String> {
    let origin = "https://b.example".parse().unwrap();
    let parts = RequestParts { method: "POST", origin: &origin, path_and_query, headers };
    let body = HashedBody::new(body);
    let mut last = None;
    for claim in Claim::read_all(headers).map_err(|e| format!("{e:?}"))? {
        let checked = claim
            .check_freshness(headers, NOW)
            .and_then(|()| claim.check_coverage(&parts, true))
            .and_then(|()| claim.check_algorithm(key.algorithm()))
            .and_then(|()| claim.verify(&parts, key))
            .map_err(|e| format!("{e:?}"))
            .and_then(|()| {
                let digest = claim::joined(headers, claim.digest_header().as_str()).unwrap().unwrap();
                match claim.scheme() {
                    Scheme::Cavage => body.check_digest(&digest),
                    Scheme::Rfc9421 => body.check_content_digest(&digest),
                }
                .map_err(|e| format!("{e:?}"))
            });
        if checked.is_ok() {
            return Ok(());
        }
        last = Some(checked);
    }
    last.unwrap()
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    headers.insert(name, HeaderValue::from_str(value).unwrap());
}

fn edit(headers: &mut HeaderMap, name: &'static str, edit: impl Fn(&str) -> String) {
    let edited = edit(headers[name].to_str().unwrap());
    set(headers, name, &edited);
}

#[test]
fn every_key_signs_in_every_scheme_and_is_understood() {
    for key in [ed25519(), rsa()] {
        for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
            assert_eq!(check(&post(&key, scheme), BODY, &key.public()), Ok(()), "{key:?} {scheme:?}");
        }
    }
}

#[test]
fn a_signed_request_carries_both_digests_its_date_and_its_host() {
    let headers = post(&rsa(), Scheme::Cavage);

    assert_eq!(headers["host"], "b.example");
    assert_eq!(headers["date"], "Wed, 18 Nov 2026 10:05:00 GMT");
    assert_eq!(headers["digest"], HashedBody::new(BODY).to_digest().as_str());
    assert_eq!(headers["content-digest"], HashedBody::new(BODY).to_content_digest().as_str());
    assert!(!headers.contains_key("signature-input"), "one scheme per request");
    let signature = headers["signature"].to_str().unwrap();
    assert!(signature.starts_with(&format!(
        "keyId=\"{KEY_ID}\",algorithm=\"rsa-sha256\",headers=\"(request-target) content-type date digest host\","
    )));
}

#[test]
fn a_get_is_signed_without_a_digest() {
    let key = ed25519();
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let signer = Signer { key_id: KEY_ID, key: &key };
        let headers =
            sign_request(&Method::GET, &inbox(), HeaderMap::new(), None, signer, scheme, NOW).unwrap();

        assert!(!headers.contains_key("digest") && !headers.contains_key("content-digest"));
        let claim = Claim::read_all(&headers).unwrap().remove(0);
        let origin = "https://b.example".parse().unwrap();
        let parts = RequestParts { method: "GET", origin: &origin, path_and_query: "/", headers: &headers };
        assert_eq!(claim.check_coverage(&parts, false), Ok(()), "{scheme:?}");
    }
}

#[test]
fn the_ed25519_vector_of_rfc_9421_appendix_b_2_6_is_accepted() {
    let mut headers = HeaderMap::new();
    set(&mut headers, "host", "example.com");
    set(&mut headers, "date", "Tue, 20 Apr 2021 02:07:55 GMT");
    set(&mut headers, "content-type", "application/json");
    set(&mut headers, "content-length", "18");
    set(
        &mut headers,
        "signature-input",
        r#"sig-b26=("date" "@method" "@path" "@authority" "content-type" "content-length");created=1618884473;keyid="test-key-ed25519""#,
    );
    set(
        &mut headers,
        "signature",
        "sig-b26=:wqcAqbmYJ2ji2glfAMaRy4gruYYnx2nEFN2HN6jrnDnQCK1u02Gb04v9EDgwUPiu4A0w6vuQv5lIp5WPpBKRCw==:",
    );
    let key = PublicKey::from_pem("-----BEGIN PUBLIC KEY-----\nMCowBQYDK2VwAyEAJrQLj5P/89iXES9+vFgrIy29clF9CC/oPPsw3c5D0bs=\n-----END PUBLIC KEY-----").unwrap();
    let origin = "https://example.com".parse().unwrap();
    let request = RequestParts {
        method: "POST",
        origin: &origin,
        path_and_query: "/foo?param=Value&Pet=dog",
        headers: &headers,
    };

    let claim = Claim::read_all(&headers).unwrap().remove(0);

    assert_eq!(claim.key_id(), "test-key-ed25519");
    assert_eq!(claim.check_freshness(&headers, 1_618_884_473), Ok(()));
    assert_eq!(claim.verify(&request, &key), Ok(()));
    let other = RequestParts { method: "PUT", ..request };
    assert_eq!(claim.verify(&other, &key), Err(SignatureRefusal::Wrong));
}

/// Every change by a man in the middle, and its refusal.
#[test]
fn every_change_to_a_signed_request_is_noticed() {
    type Tamper = fn(&mut HeaderMap);
    let rows: [(&str, Scheme, Tamper, &str); 12] = [
        ("another host", Scheme::Cavage, |h| set(h, "host", "c.example"), "Wrong"),
        (
            "a second host",
            Scheme::Cavage,
            |h| {
                h.append("host", HeaderValue::from_static("b.example"));
            },
            "Wrong",
        ),
        ("another date", Scheme::Cavage, |h| set(h, "date", "Wed, 18 Nov 2026 10:05:01 GMT"), "Wrong"),
        (
            "a second date",
            Scheme::Cavage,
            |h| {
                h.append("date", h["date"].clone());
            },
            "UnreadableTime",
        ),
        ("another type", Scheme::Cavage, |h| set(h, "content-type", "application/ld+json"), "Wrong"),
        ("another digest", Scheme::Cavage, |h| set(h, "digest", "SHA-256=AAAA"), "Wrong"),
        (
            "a second digest",
            Scheme::Cavage,
            |h| {
                h.append("digest", HeaderValue::from_static("SHA-256=AAAA"));
            },
            "Wrong",
        ),
        (
            "no digest",
            Scheme::Cavage,
            |h| {
                h.remove("digest");
            },
            "Absent { component: \"digest\" }",
        ),
        ("another digest", Scheme::Rfc9421, |h| set(h, "content-digest", "sha-256=:AAAA:"), "Wrong"),
        (
            "no digest",
            Scheme::Rfc9421,
            |h| {
                h.remove("content-digest");
            },
            "Absent { component: \"content-digest\" }",
        ),
        ("another type", Scheme::Rfc9421, |h| set(h, "content-type", "application/ld+json"), "Wrong"),
        (
            "another time",
            Scheme::Rfc9421,
            |h| edit(h, "signature-input", |v| v.replace("=1794996300", "=1794996301")),
            "Wrong",
        ),
    ];
    for (name, scheme, change, refusal) in rows {
        let key = ed25519();
        let mut headers = post(&key, scheme);
        change(&mut headers);
        assert_eq!(check(&headers, BODY, &key.public()), Err(refusal.to_owned()), "{name} {scheme:?}");
    }
}

#[test]
fn another_body_under_the_same_headers_is_refused() {
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let key = ed25519();
        assert_eq!(
            check(&post(&key, scheme), b"{}", &key.public()),
            Err("Mismatch".to_owned()),
            "{scheme:?}"
        );
    }
}

#[test]
fn another_path_query_or_key_is_refused() {
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let key = ed25519();
        let headers = post(&key, scheme);
        for path in [
            "/ap/p/8/inbox?box=1",
            "/ap/p/7/inbox?box=2",
            "/ap/p/7/inbox",
            "/ap/p/7/inbox?box=1&",
            "/ap/p/7/inbox?",
        ] {
            assert_eq!(
                check_at(path, &headers, BODY, &key.public()),
                Err("Wrong".to_owned()),
                "{path} {scheme:?}"
            );
        }
        let other = Ed25519KeyPair::from_seed(&[8; 32]).public();
        assert_eq!(check(&headers, BODY, &PublicKey::Ed25519(other)), Err("Wrong".to_owned()));
    }
}

#[test]
fn a_cavage_signature_over_the_path_without_its_query_is_accepted() {
    let key = rsa();
    let bare: Url = "https://b.example/ap/p/7/inbox".parse().unwrap();
    let signer = Signer { key_id: KEY_ID, key: &key };
    let headers =
        sign_request(&Method::POST, &bare, HeaderMap::new(), Some(BODY), signer, Scheme::Cavage, NOW)
            .unwrap();

    assert_eq!(check(&headers, BODY, &key.public()), Ok(()));
}

#[test]
fn a_signature_holds_for_an_hour_and_five_minutes_ahead() {
    let key = ed25519();
    for scheme in [Scheme::Cavage, Scheme::Rfc9421] {
        let headers = post(&key, scheme);
        let claim = Claim::read_all(&headers).unwrap().remove(0);
        for (now, expected) in [
            (NOW + 3_600, Ok(())),
            (NOW + 3_600 + 1, Err(SignatureRefusal::Stale)),
            (NOW - 300, Ok(())),
            (NOW - 301, Err(SignatureRefusal::Future)),
            (i64::MAX, Err(SignatureRefusal::Stale)),
            (i64::MIN, Err(SignatureRefusal::Future)),
        ] {
            assert_eq!(claim.check_freshness(&headers, now), expected, "{scheme:?} {now}");
        }
    }
}

#[test]
fn times_that_cannot_be_are_refused_and_nothing_panics() {
    let with = |params: &str, date: Option<&str>| {
        let mut headers = HeaderMap::new();
        if let Some(date) = date {
            set(&mut headers, "date", date);
        }
        set(&mut headers, "signature", &format!("keyId=\"k\",{params}signature=\"AAAA\""));
        let claim = Claim::read_all(&headers).unwrap().remove(0);
        let origin = "https://b.example".parse().unwrap();
        let parts = RequestParts { method: "POST", origin: &origin, path_and_query: "/", headers: &headers };
        let _ = claim.verify(&parts, &ed25519().public());
        claim.check_freshness(&headers, NOW)
    };
    let created = "headers=\"(created) (expires)\",";
    for (params, date, refusal) in [
        (format!("{created}created=18446744073709551615,"), None, SignatureRefusal::UnreadableTime),
        (format!("{created}created=9223372036854775807,"), None, SignatureRefusal::Future),
        (format!("{created}created=-9223372036854775808,"), None, SignatureRefusal::Stale),
        (format!("{created}created=1e9,"), None, SignatureRefusal::UnreadableTime),
        (
            format!("{created}created={NOW},expires=18446744073709551615,"),
            None,
            SignatureRefusal::UnreadableTime,
        ),
        (format!("{created}created={NOW},expires=9223372036854775807,"), None, SignatureRefusal::Expiry),
        (format!("{created}created={NOW},expires={},", NOW - 1), None, SignatureRefusal::Expiry),
        (format!("{created}created={NOW},expires={},", NOW + 86_401), None, SignatureRefusal::Expiry),
        (String::new(), None, SignatureRefusal::NoTime),
        (String::new(), Some("yesterday"), SignatureRefusal::UnreadableTime),
        (String::new(), Some("Fri, 31 Dec 9999 23:59:59 GMT"), SignatureRefusal::Future),
        (String::new(), Some("Thu, 01 Jan 1970 00:00:00 GMT"), SignatureRefusal::Stale),
    ] {
        assert_eq!(with(&params, date), Err(refusal), "{params} {date:?}");
    }
}

#[test]
fn only_the_algorithms_of_the_table_are_accepted() {
    let claim = |scheme: Scheme, algorithm: Option<&str>| {
        let mut headers = post(&ed25519(), scheme);
        let replaced = algorithm.map(|a| format!("\"{a}\"")).unwrap_or_else(|| "\"\"".into());
        edit(&mut headers, if scheme == Scheme::Cavage { "signature" } else { "signature-input" }, |v| {
            v.replace("\"hs2019\"", &replaced).replace("\"ed25519\"", &replaced)
        });
        Claim::read_all(&headers).unwrap().remove(0)
    };
    for (scheme, algorithm, rsa, ed25519) in [
        (Scheme::Cavage, "rsa-sha256", true, false),
        (Scheme::Cavage, "hs2019", true, true),
        (Scheme::Cavage, "rsa-sha1", false, false),
        (Scheme::Cavage, "hmac-sha256", false, false),
        (Scheme::Cavage, "none", false, false),
        (Scheme::Cavage, "", false, false),
        (Scheme::Rfc9421, "rsa-v1_5-sha256", true, false),
        (Scheme::Rfc9421, "ed25519", false, true),
        (Scheme::Rfc9421, "rsa-pss-sha512", false, false),
        (Scheme::Rfc9421, "hmac-sha256", false, false),
        (Scheme::Rfc9421, "hs2019", false, false),
        (Scheme::Rfc9421, "none", false, false),
    ] {
        let claim = claim(scheme, Some(algorithm));
        assert_eq!(claim.check_algorithm(Algorithm::Rsa).is_ok(), rsa, "{scheme:?} {algorithm} rsa");
        assert_eq!(
            claim.check_algorithm(Algorithm::Ed25519).is_ok(),
            ed25519,
            "{scheme:?} {algorithm} ed25519"
        );
    }
}

#[test]
fn created_does_not_go_with_the_algorithm_that_is_older_than_it() {
    let mut headers = HeaderMap::new();
    set(
        &mut headers,
        "signature",
        "keyId=\"k\",algorithm=\"rsa-sha256\",created=1,headers=\"(created)\",signature=\"AAAA\"",
    );

    let claim = Claim::read_all(&headers).unwrap().remove(0);

    assert!(matches!(claim.check_algorithm(Algorithm::Rsa), Err(SignatureRefusal::Algorithm { .. })));
}

#[test]
fn whatever_gives_a_request_its_meaning_must_be_covered() {
    let cavage = "(request-target) host date digest";
    for (missing, component) in [
        ("(request-target) ", "(request-target)"),
        ("host ", "host"),
        (" digest", "digest"),
        ("date ", "the time"),
    ] {
        let mut headers = post(&ed25519(), Scheme::Cavage);
        set(
            &mut headers,
            "signature",
            &format!("keyId=\"k\",headers=\"{}\",signature=\"AAAA\"", cavage.replace(missing, "")),
        );
        let claim = Claim::read_all(&headers).unwrap().remove(0);
        let origin = "https://b.example".parse().unwrap();
        let parts = RequestParts { method: "POST", origin: &origin, path_and_query: "/", headers: &headers };
        assert_eq!(claim.check_coverage(&parts, true), Err(SignatureRefusal::NotCovered { component }));
    }
    for (target, input, expected) in [
        ("/?a", r#"("@method" "@target-uri" "content-digest");created=1"#, Ok(())),
        ("/?a", r#"("@method" "@authority" "@path" "@query" "content-digest");created=1"#, Ok(())),
        ("/?a", r#"("@target-uri" "content-digest");created=1"#, Err("@method")),
        ("/?a", r#"("@method" "@path" "@query" "content-digest");created=1"#, Err("@target-uri")),
        ("/?a", r#"("@method" "@authority" "@path" "content-digest");created=1"#, Err("@target-uri")),
        ("/?", r#"("@method" "@authority" "@path" "content-digest");created=1"#, Err("@target-uri")),
        ("/", r#"("@method" "@authority" "@path" "content-digest");created=1"#, Ok(())),
        ("/", r#"("@method" "@path" "content-digest");created=1"#, Err("@target-uri")),
        ("/", r#"("@method" "@target-uri");created=1"#, Err("content-digest")),
        ("/", r#"("@method" "@target-uri" "content-digest")"#, Err("the time")),
    ] {
        let mut headers = HeaderMap::new();
        set(&mut headers, "signature-input", &format!("s={input};keyid=\"k\""));
        set(&mut headers, "signature", "s=:AAAA:");
        let claim = Claim::read_all(&headers).unwrap().remove(0);
        let origin = "https://b.example".parse().unwrap();
        let parts =
            RequestParts { method: "POST", origin: &origin, path_and_query: target, headers: &headers };
        assert_eq!(
            claim.check_coverage(&parts, true),
            expected.map_err(|component| SignatureRefusal::NotCovered { component }),
            "{target} {input}"
        );
    }
}

#[test]
fn signatures_in_odd_but_valid_writing_are_read() {
    for value in [
        r#"keyId="https://a.example/a,b#k", algorithm="hs2019", headers="Date", signature="AAAA""#,
        r#"  headers="DATE"  ,signature="AAAA",keyId="https://a.example/a,b#k""#,
        r#"keyId="https://a.example/a,b#k",signature="AAAA""#,
    ] {
        let mut headers = HeaderMap::new();
        set(&mut headers, "signature", value);
        let claim = Claim::read_all(&headers).unwrap().remove(0);
        assert_eq!(claim.key_id(), "https://a.example/a,b#k", "{value}");
        assert!(claim.covers("date"), "{value}");
    }
}

#[test]
fn signatures_that_cannot_be_read_in_one_way_only_are_refused() {
    for value in [
        "",
        "keyId",
        "keyId=\"k\"",
        "signature=\"AAAA\"",
        "keyId=\"k,signature=\"AAAA\"",
        "keyId=\"k\" signature=\"AAAA\"",
        "keyId=\"k\",signature=\"*\"",
        "keyId=\"k\",keyId=\"l\",signature=\"AAAA\"",
        "keyId=\"k\",signature=\"AAAA\",headers=\"host host\"",
        "keyId=\"k\",signature=\"AAAA\",headers=\"host Host\"",
        "keyId=\"k\",signature=\"AAAA\",headers=\"(secret)\"",
        "sig1=:AAAA:",
    ] {
        let mut headers = HeaderMap::new();
        set(&mut headers, "signature", value);
        assert!(Claim::read_all(&headers).is_err(), "{value}");
    }
    for input in [
        r#"s=("@method" "@method");keyid="k""#,
        r#"s=("@method";req);keyid="k""#,
        r#"s=("@status");keyid="k""#,
        r#"s=("@signature-params");keyid="k""#,
        r#"s=("Host");keyid="k""#,
        r#"s=(host);keyid="k""#,
        r#"s=("host")"#,
        r#"s=("host");keyid=k"#,
        r#"s=("host");keyid="k";created="1""#,
        r#"s="host";keyid="k""#,
        r#"t=("host");keyid="k""#,
        r#"a=();keyid="k", b=();keyid="k", c=();keyid="k", s=();keyid="k""#,
        "((",
    ] {
        let mut headers = HeaderMap::new();
        set(&mut headers, "signature-input", input);
        set(&mut headers, "signature", "s=:AAAA:");
        assert!(Claim::read_all(&headers).is_err(), "{input}");
    }
}

#[test]
fn an_authorization_header_is_no_signature() {
    let key = ed25519();
    let mut headers = post(&key, Scheme::Cavage);
    let forged = format!(
        "Signature {}",
        headers["signature"].to_str().unwrap().replace("signature=\"", "signature=\"AAAA")
    );
    set(&mut headers, "authorization", &forged);
    assert_eq!(check(&headers, BODY, &key.public()), Ok(()), "it is not looked at");

    headers.remove("signature");
    assert_eq!(Claim::read_all(&headers), Err(SignatureRefusal::Missing));
}

#[test]
fn one_good_label_among_three_is_enough() {
    let key = ed25519();
    let mut headers = post(&key, Scheme::Rfc9421);
    edit(&mut headers, "signature-input", |v| format!("proxy=(\"host\");created=1;keyid=\"p\", {v}, bad=1"));
    edit(&mut headers, "signature", |v| format!("proxy=:AAAA:, {v}"));

    assert_eq!(check(&headers, BODY, &key.public()), Ok(()));
}

#[test]
fn an_unreadable_signature_input_is_tried_once_as_the_older_scheme() {
    let key = rsa();
    let mut headers = post(&key, Scheme::Cavage);
    set(&mut headers, "signature-input", "nonsense");

    assert_eq!(check(&headers, BODY, &key.public()), Ok(()));
}

#[test]
fn a_request_that_cannot_be_signed_for_is_refused_before_sending() {
    let key = ed25519();
    let sign = |url: &str, key_id: &str, now: i64| {
        let signer = Signer { key_id, key: &key };
        sign_request(&Method::GET, &url.parse().unwrap(), HeaderMap::new(), None, signer, Scheme::Cavage, now)
            .is_ok()
    };

    assert!(sign("https://b.example/", KEY_ID, NOW));
    assert!(!sign("mailto:b@b.example", KEY_ID, NOW));
    assert!(!sign("https://b.example/", "https://a.example/\"#k", NOW));
    assert!(!sign("https://b.example/", "https://a.example/\r\n#k", NOW));
    assert!(!sign("https://b.example/", KEY_ID, -1));
    assert!(!sign("https://b.example/", KEY_ID, i64::MAX));
}

proptest! {
    #[test]
    fn no_headers_make_reading_panic(
        signature in r#"[a-zA-Z]{0,6}[ -~]{0,80}"#,
        input in proptest::option::of(r#"s=\("?[@a-z\- "();=:0-9]{0,80}"#),
        date in proptest::option::of("[ -~]{0,40}"),
        now in any::<i64>(),
    ) {
        let mut headers = HeaderMap::new();
        set(&mut headers, "signature", &signature);
        if let Some(input) = &input { set(&mut headers, "signature-input", input); }
        if let Some(date) = &date { set(&mut headers, "date", date); }
        let origin = "https://b.example".parse().unwrap();
        let parts = RequestParts { method: "POST", origin: &origin, path_and_query: "/?", headers: &headers };
        for claim in Claim::read_all(&headers).unwrap_or_default() {
            let _ = claim.check_freshness(&headers, now);
            let _ = claim.check_coverage(&parts, true);
            let _ = claim.verify(&parts, &ed25519().public());
        }
    }

    #[test]
    fn no_parameters_of_the_older_scheme_make_it_panic(
        key_id in "[ -~]{0,20}", headers in "[ -~]{0,40}", created in "[0-9.e-]{0,22}", expires in "[0-9]{0,22}",
        now in any::<i64>(),
    ) {
        let mut map = HeaderMap::new();
        set(&mut map, "date", "Wed, 18 Nov 2026 10:05:00 GMT");
        set(&mut map, "signature", &format!(
            "keyId=\"{key_id}\",created={created},expires={expires},headers=\"(request-target) date {headers}\",signature=\"AAAA\""
        ));
        let origin = "https://b.example".parse().unwrap();
        let parts = RequestParts { method: "POST", origin: &origin, path_and_query: "/", headers: &map };
        for claim in Claim::read_all(&map).unwrap_or_default() {
            let _ = claim.check_freshness(&map, now);
            prop_assert!(claim.verify(&parts, &ed25519().public()).is_err());
        }
    }
}
