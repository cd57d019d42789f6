//! Signatures of requests, made and read (PROTOCOL §4.1, §4.2).
//!
//! [`sign_request`] makes every header that goes with a signature. [`Claim`] is a signature read from a request and not
//! yet verified; [`verify`](crate::verify) verifies it. One file for each scheme.

mod cavage;
pub mod claim;
pub mod digest;
pub mod key;
mod rfc9421;
#[cfg(test)]
mod tests;

use std::time::{Duration, UNIX_EPOCH};

use http::{HeaderMap, HeaderName, HeaderValue, Method, header};
use url::{Position, Url};

pub use self::{
    claim::{Claim, MAX_AGE, MAX_AHEAD, RequestParts, SignatureRefusal},
    digest::{DigestRefusal, HashedBody},
    key::{
        Ed25519KeyPair, Ed25519PublicKey, KeyError, KeyPair, KeyRefusal, PublicKey, RsaKeyPair, RsaPublicKey,
    },
};
use crate::reach::{Origin, ReachRefusal};

const DIGEST: HeaderName = HeaderName::from_static("digest");
const CONTENT_DIGEST: HeaderName = HeaderName::from_static("content-digest");
const SIGNATURE: HeaderName = HeaderName::from_static("signature");
const SIGNATURE_INPUT: HeaderName = HeaderName::from_static("signature-input");

/// The two ways of signing a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// draft-cavage-http-signatures-12, which every server reads.
    Cavage,
    /// RFC 9421, between servers of this protocol and to newer ones.
    Rfc9421,
}

/// The reason why a request could not be signed.
#[derive(Debug, thiserror::Error)]
pub enum SignError {
    #[error("the address cannot be signed for: {0}")]
    Url(#[from] ReachRefusal),
    #[error(transparent)]
    Key(#[from] KeyError),
    #[error("the request cannot be signed: {0}")]
    Request(#[from] SignatureRefusal),
    #[error("the time or the key's address cannot stand in a header")]
    Header,
}

/// A key that signs, and the address of its public half.
#[derive(Debug, Clone, Copy)]
pub struct Signer<'k> {
    pub key_id: &'k str,
    pub key: &'k KeyPair,
}

/// Signs a request and returns all of its headers: those given, `Host`, `Date`, with a body both `Digest` and
/// `Content-Digest` (servers look at one or the other), and the signature.
///
/// The signature covers every given header, so give only headers that proxies leave alone.
/// Sign when sending, not when queueing: a signature is good for an hour.
///
/// # Errors
/// When the address, a header or the key is unusable.
pub fn sign_request(
    method: &Method,
    url: &Url,
    mut headers: HeaderMap,
    body: Option<&[u8]>,
    signer: Signer<'_>,
    scheme: Scheme,
    now: i64,
) -> Result<HeaderMap, SignError> {
    if signer.key_id.contains(['"', '\\']) || !signer.key_id.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(SignError::Header);
    }
    let origin = Origin::of(url)?;
    let made_here = [header::HOST, header::DATE, DIGEST, CONTENT_DIGEST, SIGNATURE, SIGNATURE_INPUT];
    let extra: Vec<HeaderName> = headers.keys().filter(|name| !made_here.contains(name)).cloned().collect();
    headers.insert(header::HOST, value(&origin.authority())?);
    headers.insert(header::DATE, value(&http_date(now)?)?);
    if let Some(body) = body.map(HashedBody::new) {
        headers.insert(DIGEST, value(&body.to_digest())?);
        headers.insert(CONTENT_DIGEST, value(&body.to_content_digest())?);
    }
    let request = RequestParts {
        method: method.as_str(),
        origin: &origin,
        path_and_query: &url[Position::BeforePath..Position::AfterQuery],
        headers: &headers,
    };
    let extra = extra.iter().map(HeaderName::as_str);
    match scheme {
        Scheme::Cavage => {
            let covered: Vec<&str> =
                ["host", "date"].into_iter().chain(body.map(|_| "digest")).chain(extra).collect();
            let signature = cavage::sign(&request, &covered, signer.key_id, signer.key)?;
            headers.insert(SIGNATURE, value(&signature)?);
        }
        Scheme::Rfc9421 => {
            let covered: Vec<&str> = ["@method", "@target-uri"]
                .into_iter()
                .chain(body.map(|_| "content-digest"))
                .chain(extra)
                .collect();
            let (input, signature) = rfc9421::sign(&request, &covered, signer.key_id, signer.key, now)?;
            headers.insert(SIGNATURE_INPUT, value(&input)?);
            headers.insert(SIGNATURE, value(&signature)?);
        }
    }
    Ok(headers)
}

fn value(text: &str) -> Result<HeaderValue, SignError> {
    HeaderValue::from_str(text).map_err(|_| SignError::Header)
}

/// IMF-fixdate. Refuses times without one: before 1970 and after 9999.
fn http_date(now: i64) -> Result<String, SignError> {
    const YEAR_10000: u64 = 253_402_300_800;
    let seconds = u64::try_from(now).ok().filter(|seconds| *seconds < YEAR_10000).ok_or(SignError::Header)?;
    Ok(httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(seconds)))
}
