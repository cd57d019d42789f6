//! draft-cavage-http-signatures-12: the signatures of most of the fediverse.
//!
//! `http-signature-normalization` makes the signing string. Its reader and its checks are not used for received
//! headers: it adds received times without a bound and panics, asks the system's clock, prefers `Authorization` to
//! `Signature`, and cuts values at commas. So [`read`] reads the header, and the library gets a header written here, of
//! checked names only.

use std::{
    collections::{BTreeMap, HashSet},
    time::Duration,
};

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::{HeaderName, header};
use http_signature_normalization::{Config, verify::ParsedHeader};

use super::{
    Scheme, SignError,
    claim::{Claim, RequestParts, SignatureRefusal},
    key::{Algorithm, KeyPair},
};

const CREATED: &str = "(created)";
const EXPIRES: &str = "(expires)";
const REQUEST_TARGET: &str = "(request-target)";

/// Longer than any time in a header, so that the library never finds a signature expired: the own clock has decided
/// that before. Any `Date` is between 1970 and 9999, so the sum does not overflow.
const NEVER_EXPIRES: Duration = Duration::from_secs(10_000 * 366 * 86_400);

/// Reads the value of `Signature`.
///
/// # Errors
/// When the value is not in the form of the draft, or has a parameter twice.
pub(super) fn read(value: &str) -> Result<Claim, SignatureRefusal> {
    let mut params = BTreeMap::new();
    let mut rest = value.trim();
    while !rest.is_empty() {
        let (name, text, after) = next_param(rest)?;
        if params.insert(name, text).is_some() {
            return Err(SignatureRefusal::Unreadable("a parameter is given twice"));
        }
        rest = after;
    }
    let mut take = |name: &str| params.remove(name).map(str::to_owned);
    let created = take("created");
    let covered = match take("headers") {
        Some(list) => read_covered(&list)?,
        None if created.is_some() => vec![CREATED.to_owned()],
        None => vec![header::DATE.to_string()],
    };
    let signature = take("signature").ok_or(SignatureRefusal::Unreadable("it has no signature"))?;
    Ok(Claim {
        scheme: Scheme::Cavage,
        key_id: take("keyId").ok_or(SignatureRefusal::Unreadable("it has no keyId"))?,
        algorithm: take("algorithm"),
        created,
        expires: take("expires"),
        covered,
        signature: STANDARD
            .decode(signature)
            .map_err(|_| SignatureRefusal::Unreadable("it is not base64"))?,
        params: String::new(),
    })
}

/// Splits `name="text", rest` or `name=text, rest`. A comma inside of quotes belongs to the text.
fn next_param(input: &str) -> Result<(&str, &str, &str), SignatureRefusal> {
    let (name, rest) =
        input.split_once('=').ok_or(SignatureRefusal::Unreadable("a parameter has no value"))?;
    let (text, after) = match rest.strip_prefix('"') {
        Some(quoted) => {
            quoted.split_once('"').ok_or(SignatureRefusal::Unreadable("a quote is not closed"))?
        }
        None => rest.split_at(rest.find(',').unwrap_or(rest.len())),
    };
    let after = after.trim_start();
    match after.strip_prefix(',') {
        Some(next) => Ok((name.trim(), text, next.trim_start())),
        None if after.is_empty() => Ok((name.trim(), text, "")),
        None => Err(SignatureRefusal::Unreadable("something follows a value")),
    }
}

fn read_covered(list: &str) -> Result<Vec<String>, SignatureRefusal> {
    let mut covered: Vec<String> = Vec::new();
    for name in list.split_ascii_whitespace() {
        let name = name.to_ascii_lowercase();
        let known = [REQUEST_TARGET, CREATED, EXPIRES].contains(&name.as_str());
        if !known && HeaderName::from_bytes(name.as_bytes()).is_err() {
            return Err(SignatureRefusal::UnknownComponent { component: name });
        }
        if covered.contains(&name) {
            return Err(SignatureRefusal::CoveredTwice { component: name });
        }
        covered.push(name);
    }
    Ok(covered)
}

/// The signed string.
pub(super) fn base(claim: &Claim, request: &RequestParts<'_>) -> Result<String, SignatureRefusal> {
    let mut values = BTreeMap::new();
    for name in &claim.covered {
        let value = match name.as_str() {
            // The library makes this one.
            REQUEST_TARGET => continue,
            CREATED => claim.created.clone(),
            EXPIRES => claim.expires.clone(),
            name => request.field(name)?,
        };
        let value = value.ok_or_else(|| SignatureRefusal::Absent { component: name.clone() })?;
        values.insert(name.clone(), value);
    }
    let header = format!("keyId=\"-\",headers=\"{}\",signature=\"-\"", claim.covered.join(" "));
    let unreadable = |_| SignatureRefusal::Unreadable("the covered headers cannot be put together");
    let parsed: ParsedHeader = header.parse().map_err(|_| unreadable(()))?;
    let unverified = parsed
        .into_unvalidated(request.method, request.path_and_query, &mut values, HashSet::new())
        .map_err(|_| unreadable(()))?
        .validate(NEVER_EXPIRES)
        .map_err(|_| unreadable(()))?;
    Ok(unverified.signing_string().to_owned())
}

/// Signs a request and returns the value of `Signature`. Covers the target and all the named headers.
///
/// # Errors
/// When a named header is absent, or the key cannot sign.
pub(super) fn sign(
    request: &RequestParts<'_>,
    covered: &[&str],
    key_id: &str,
    key: &KeyPair,
) -> Result<String, SignError> {
    let mut values = BTreeMap::new();
    for name in covered {
        let value =
            request.field(name)?.ok_or_else(|| SignatureRefusal::Absent { component: (*name).to_owned() })?;
        values.insert((*name).to_owned(), value);
    }
    // The library signs the target first and the rest in the order of its map.
    let names =
        [REQUEST_TARGET].into_iter().chain(values.keys().map(String::as_str)).collect::<Vec<_>>().join(" ");
    let mut signature = Vec::new();
    Config::new()
        .dont_use_created_field()
        .begin_sign(request.method, request.path_and_query, values)
        .map_err(|_| SignatureRefusal::NoTime)?
        .sign(String::new(), |base| {
            signature = key.sign(base.as_bytes())?;
            Ok::<_, SignError>(String::new())
        })?;
    // The library would name `hs2019` for every key; older servers know only the older names.
    let algorithm = match key.algorithm() {
        Algorithm::Rsa => "rsa-sha256",
        Algorithm::Ed25519 => "hs2019",
    };
    let signature = STANDARD.encode(signature);
    Ok(format!("keyId=\"{key_id}\",algorithm=\"{algorithm}\",headers=\"{names}\",signature=\"{signature}\""))
}
