//! RFC 9421, HTTP Message Signatures.
//!
//! Only parts of the request line and plain headers, as requests between servers need. A component with parameters
//! (`;sf`, `;bs`, `;key`, `;req`, `;tr`) is refused, so there is one way to read each.

use std::fmt::Write as _;

use base64::{Engine as _, engine::general_purpose::STANDARD};
use http::HeaderName;
use sfv::{BareItem, Dictionary, FieldType as _, InnerList, ListEntry, Parser};

use super::{
    Scheme, SignError,
    claim::{Claim, RequestParts, SignatureRefusal},
    key::{Algorithm, KeyPair},
};

/// The most signatures of one request that are tried.
const MAX_LABELS: usize = 3;

/// The label of own signatures.
const LABEL: &str = "sig";

const DERIVED: [&str; 7] =
    ["@method", "@target-uri", "@authority", "@scheme", "@request-target", "@path", "@query"];

/// Reads the values of `Signature-Input` and `Signature`; never none.
///
/// # Errors
/// When no label can be read, with the refusal of the first; or when there are too many.
pub(super) fn read(input: &str, signatures: &str) -> Result<Vec<Claim>, SignatureRefusal> {
    let unreadable = |_| SignatureRefusal::Unreadable("it is not a structured field");
    let inputs: Dictionary = Parser::new(input).parse().map_err(unreadable)?;
    let signatures: Dictionary = Parser::new(signatures).parse().map_err(unreadable)?;
    if inputs.len() > MAX_LABELS {
        return Err(SignatureRefusal::Unreadable("it has too many labels"));
    }
    let mut claims = Vec::with_capacity(inputs.len());
    let mut refusal = SignatureRefusal::Missing;
    for (label, entry) in inputs {
        let signature = match signatures.get(&label) {
            Some(ListEntry::Item(item)) => item.bare_item.as_byte_sequence(),
            Some(ListEntry::InnerList(_)) | None => None,
        };
        match (entry, signature) {
            (ListEntry::InnerList(list), Some(signature)) => match read_label(list, signature.to_vec()) {
                Ok(claim) => claims.push(claim),
                Err(refused) => refusal = refused,
            },
            _ => refusal = SignatureRefusal::Unreadable("a label lacks its components or its signature"),
        }
    }
    if claims.is_empty() { Err(refusal) } else { Ok(claims) }
}

fn read_label(list: InnerList, signature: Vec<u8>) -> Result<Claim, SignatureRefusal> {
    let mut covered: Vec<String> = Vec::with_capacity(list.items.len());
    for item in &list.items {
        let name = item
            .bare_item
            .as_string()
            .ok_or(SignatureRefusal::Unreadable("a component is no string"))?
            .as_str();
        if !item.params.is_empty() || !is_component(name) {
            return Err(SignatureRefusal::UnknownComponent { component: name.to_owned() });
        }
        if covered.iter().any(|known| known == name) {
            return Err(SignatureRefusal::CoveredTwice { component: name.to_owned() });
        }
        covered.push(name.to_owned());
    }
    let text = |name: &str| match list.params.get(name) {
        None => Ok(None),
        Some(BareItem::String(text)) => Ok(Some(text.as_str().to_owned())),
        Some(_) => Err(SignatureRefusal::Unreadable("a parameter is no string")),
    };
    let time = |name: &str| match list.params.get(name) {
        None => Ok(None),
        Some(BareItem::Integer(time)) => Ok(Some(i64::from(*time).to_string())),
        Some(_) => Err(SignatureRefusal::Unreadable("a time is no integer")),
    };
    Ok(Claim {
        scheme: Scheme::Rfc9421,
        key_id: text("keyid")?.ok_or(SignatureRefusal::Unreadable("it has no keyid"))?,
        algorithm: text("alg")?,
        created: time("created")?,
        expires: time("expires")?,
        covered,
        signature,
        params: vec![ListEntry::InnerList(list)]
            .serialize()
            .ok_or(SignatureRefusal::Unreadable("its parameters cannot be written"))?,
    })
}

/// A header, in lower case, or a known part of the request line.
fn is_component(name: &str) -> bool {
    if name.starts_with('@') {
        return DERIVED.contains(&name);
    }
    !name.bytes().any(|byte| byte.is_ascii_uppercase()) && HeaderName::from_bytes(name.as_bytes()).is_ok()
}

/// The signed string (RFC 9421 §2.5).
pub(super) fn base(claim: &Claim, request: &RequestParts<'_>) -> Result<String, SignatureRefusal> {
    let mut base = String::with_capacity(512);
    for component in &claim.covered {
        write_line(&mut base, component, &value(component, request)?);
        base.push('\n');
    }
    write_line(&mut base, "@signature-params", &claim.params);
    Ok(base)
}

fn write_line(base: &mut String, component: &str, value: &str) {
    // Writing to a String cannot fail.
    let _ = write!(base, "\"{component}\": {value}");
}

/// RFC 9421 §2.1 and §2.2.
fn value(component: &str, request: &RequestParts<'_>) -> Result<String, SignatureRefusal> {
    Ok(match component {
        "@method" => request.method.to_owned(),
        "@target-uri" => format!("{}{}", request.origin, request.path_and_query),
        "@authority" => request.origin.authority(),
        "@scheme" => request.origin.scheme().as_str().to_owned(),
        "@request-target" => request.path_and_query.to_owned(),
        "@path" => request.path().to_owned(),
        "@query" => format!("?{}", request.query().unwrap_or_default()),
        field => {
            request.field(field)?.ok_or_else(|| SignatureRefusal::Absent { component: field.to_owned() })?
        }
    })
}

/// Signs a request and returns the values of `Signature-Input` and `Signature`.
///
/// # Errors
/// When a component is absent, or the key cannot sign.
pub(super) fn sign(
    request: &RequestParts<'_>,
    covered: &[&str],
    key_id: &str,
    key: &KeyPair,
    now: i64,
) -> Result<(String, String), SignError> {
    let algorithm = match key.algorithm() {
        Algorithm::Rsa => "rsa-v1_5-sha256",
        Algorithm::Ed25519 => "ed25519",
    };
    let names = covered.iter().map(|name| format!("\"{name}\"")).collect::<Vec<_>>().join(" ");
    let params = format!("({names});created={now};keyid=\"{key_id}\";alg=\"{algorithm}\"");
    let mut base = String::with_capacity(512);
    for component in covered {
        write_line(&mut base, component, &value(component, request)?);
        base.push('\n');
    }
    write_line(&mut base, "@signature-params", &params);
    let signature = STANDARD.encode(key.sign(base.as_bytes())?);
    Ok((format!("{LABEL}={params}"), format!("{LABEL}=:{signature}:")))
}
