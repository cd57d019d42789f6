//! The claim of a signed request, in either scheme, and the rules before any key is looked up.
//!
//! The numbers and lists come from PROTOCOL §4.1. All checks here are cheap, so garbage ends here.

use http::{HeaderMap, HeaderName, header};

use super::{
    Scheme, cavage,
    key::{Algorithm, PublicKey},
    rfc9421,
};
use crate::reach::Origin;

/// The greatest age of a signature, in seconds.
pub const MAX_AGE: i64 = 3_600;
/// The greatest lead of a signature over the own clock, in seconds.
pub const MAX_AHEAD: i64 = 300;
/// The latest expiry of a signature, in seconds from now.
pub const MAX_LIFE: i64 = 86_400;

/// The reason why a request counts as not signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignatureRefusal {
    #[error("the request is not signed")]
    Missing,
    #[error("the signature cannot be read: {0}")]
    Unreadable(&'static str),
    #[error("the signature covers “{component}” twice")]
    CoveredTwice { component: String },
    #[error("the signature covers “{component}”, which this server does not know")]
    UnknownComponent { component: String },
    #[error("the signature does not cover {component}")]
    NotCovered { component: &'static str },
    #[error("the signature covers “{component}”, which is not in the request")]
    Absent { component: String },
    #[error("the request does not say when it was signed")]
    NoTime,
    #[error("the time of signing cannot be read")]
    UnreadableTime,
    #[error("the request was signed more than an hour ago")]
    Stale,
    #[error("the request was signed in the future: one of our clocks is wrong")]
    Future,
    #[error("the signature has expired, or claims to hold for more than a day")]
    Expiry,
    #[error("signatures by “{algorithm}” are not accepted from this key")]
    Algorithm { algorithm: String },
    #[error("the signature does not fit the request")]
    Wrong,
}

/// The parts of a request that a signature may cover.
#[derive(Debug, Clone, Copy)]
pub struct RequestParts<'r> {
    pub method: &'r str,
    /// The target of the request. For a receiver its own origin, never that of the request.
    pub origin: &'r Origin,
    /// As received, or as it will be sent: the path, and the query with its question mark.
    pub path_and_query: &'r str,
    pub headers: &'r HeaderMap,
}

impl<'r> RequestParts<'r> {
    pub(super) fn path(&self) -> &'r str {
        self.path_and_query.split_once('?').map_or(self.path_and_query, |(path, _)| path)
    }

    pub(super) fn query(&self) -> Option<&'r str> {
        self.path_and_query.split_once('?').map(|(_, query)| query)
    }

    /// A header's value; repeated headers are joined, none is picked (RFC 9421 §2.1, draft-cavage §2.3).
    pub(crate) fn field(&self, name: &str) -> Result<Option<String>, SignatureRefusal> {
        joined(self.headers, name)
    }
}

pub(super) fn joined(headers: &HeaderMap, name: &str) -> Result<Option<String>, SignatureRefusal> {
    let mut all: Option<String> = None;
    for value in headers.get_all(name) {
        let text =
            value.to_str().map_err(|_| SignatureRefusal::Unreadable("a covered header is not ASCII"))?;
        match &mut all {
            None => all = Some(text.trim().to_owned()),
            Some(all) => {
                all.push_str(", ");
                all.push_str(text.trim());
            }
        }
    }
    Ok(all)
}

/// One signature of a request, read and not yet verified.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub(super) scheme: Scheme,
    pub(super) key_id: String,
    pub(super) algorithm: Option<String>,
    /// Kept as text: the signature is over the text, which need not be a number.
    pub(super) created: Option<String>,
    pub(super) expires: Option<String>,
    /// Names in lower case, in their signed order.
    pub(super) covered: Vec<String>,
    pub(super) signature: Vec<u8>,
    /// RFC 9421's `@signature-params`; empty in the older scheme.
    pub(super) params: String,
}

impl Claim {
    /// Reads the signatures of a request, the most trustworthy first; never none.
    ///
    /// `Signature-Input` means RFC 9421. If nothing of it can be read, the request is tried once without that header,
    /// as the ActivityPub HTTP Signature report asks during the transition.
    ///
    /// # Errors
    /// When there is no readable signature.
    pub fn read_all(headers: &HeaderMap) -> Result<Vec<Self>, SignatureRefusal> {
        let signature = joined(headers, "signature")?.ok_or(SignatureRefusal::Missing)?;
        match joined(headers, "signature-input")? {
            None => Ok(vec![cavage::read(&signature)?]),
            Some(input) => match rfc9421::read(&input, &signature) {
                Ok(claims) => Ok(claims),
                Err(refusal) => cavage::read(&signature).map(|claim| vec![claim]).map_err(|_| refusal),
            },
        }
    }

    pub fn scheme(&self) -> Scheme {
        self.scheme
    }

    pub fn key_id(&self) -> &str {
        &self.key_id
    }

    pub fn covers(&self, component: &str) -> bool {
        self.covered.iter().any(|covered| covered == component)
    }

    /// The name of the header with the body's hash that this scheme covers.
    pub fn digest_header(&self) -> HeaderName {
        match self.scheme {
            Scheme::Cavage => HeaderName::from_static("digest"),
            Scheme::Rfc9421 => HeaderName::from_static("content-digest"),
        }
    }

    /// Checks the time of signing against the own clock, in unix seconds.
    ///
    /// # Errors
    /// When the time is too old, in the future, or missing.
    pub fn check_freshness(&self, headers: &HeaderMap, now: i64) -> Result<(), SignatureRefusal> {
        if let Some(created) = &self.created {
            check_window(seconds(created)?, now)?;
        }
        if self.covers("date") || self.created.is_none() {
            let date = joined(headers, header::DATE.as_str())?.ok_or(SignatureRefusal::NoTime)?;
            check_window(date_seconds(&date)?, now)?;
        }
        if let Some(expires) = &self.expires {
            let left = seconds(expires)?.saturating_sub(now);
            if !(0..=MAX_LIFE).contains(&left) {
                return Err(SignatureRefusal::Expiry);
            }
        }
        Ok(())
    }

    /// Checks that the signature covers every part that gives a request its meaning.
    ///
    /// # Errors
    /// The first component that is missing.
    pub fn check_coverage(&self, request: &RequestParts<'_>, has_body: bool) -> Result<(), SignatureRefusal> {
        let demand = |component: &'static str, covered: bool| {
            if covered { Ok(()) } else { Err(SignatureRefusal::NotCovered { component }) }
        };
        match self.scheme {
            Scheme::Cavage => {
                demand("(request-target)", self.covers("(request-target)"))?;
                demand("host", self.covers("host"))?;
                demand("digest", !has_body || self.covers("digest"))?;
                demand("the time", self.covers("date") || self.covers("(created)"))
            }
            Scheme::Rfc9421 => {
                // apsig signs the query only where there is one, and RFC 9421 asks for no more.
                let has_query = request.query().is_some();
                let parts = ["@authority", "@path"].into_iter().chain(has_query.then_some("@query"));
                let target = self.covers("@target-uri") || parts.into_iter().all(|part| self.covers(part));
                demand("@method", self.covers("@method"))?;
                demand("@target-uri", target)?;
                demand("content-digest", !has_body || self.covers("content-digest"))?;
                demand("the time", self.created.is_some())
            }
        }
    }

    /// Checks that the named algorithm is accepted and fits the key.
    ///
    /// # Errors
    /// When the algorithm is not accepted, or is that of another key. A request may name none.
    pub fn check_algorithm(&self, key: Algorithm) -> Result<(), SignatureRefusal> {
        let Some(algorithm) = self.algorithm.as_deref() else { return Ok(()) };
        let fits = match (self.scheme, algorithm, key) {
            // draft-cavage-12 §2.3: `(created)` has no meaning with the algorithms older than it.
            (Scheme::Cavage, "rsa-sha256", Algorithm::Rsa) => {
                !self.covers("(created)") && !self.covers("(expires)")
            }
            (Scheme::Cavage, "hs2019", Algorithm::Rsa | Algorithm::Ed25519)
            | (Scheme::Rfc9421, "rsa-v1_5-sha256", Algorithm::Rsa)
            | (Scheme::Rfc9421, "ed25519", Algorithm::Ed25519) => true,
            _ => false,
        };
        if fits { Ok(()) } else { Err(SignatureRefusal::Algorithm { algorithm: algorithm.to_owned() }) }
    }

    /// Checks the signature itself.
    ///
    /// # Errors
    /// When this key did not sign this request.
    pub fn verify(&self, request: &RequestParts<'_>, key: &PublicKey) -> Result<(), SignatureRefusal> {
        let fits = match self.scheme {
            Scheme::Rfc9421 => key.verifies(rfc9421::base(self, request)?.as_bytes(), &self.signature),
            Scheme::Cavage => {
                key.verifies(cavage::base(self, request)?.as_bytes(), &self.signature)
                    // Mastodon before 4.4 and honk sign the target without its query (gotosocial#894).
                    || (request.query().is_some() && {
                        let bare = RequestParts { path_and_query: request.path(), ..*request };
                        key.verifies(cavage::base(self, &bare)?.as_bytes(), &self.signature)
                    })
            }
        };
        if fits { Ok(()) } else { Err(SignatureRefusal::Wrong) }
    }
}

fn seconds(text: &str) -> Result<i64, SignatureRefusal> {
    text.parse().map_err(|_| SignatureRefusal::UnreadableTime)
}

fn date_seconds(text: &str) -> Result<i64, SignatureRefusal> {
    let date = httpdate::parse_http_date(text).map_err(|_| SignatureRefusal::UnreadableTime)?;
    let since = date.duration_since(std::time::UNIX_EPOCH).map_err(|_| SignatureRefusal::UnreadableTime)?;
    i64::try_from(since.as_secs()).map_err(|_| SignatureRefusal::UnreadableTime)
}

fn check_window(signed_at: i64, now: i64) -> Result<(), SignatureRefusal> {
    let age = now.saturating_sub(signed_at);
    if age > MAX_AGE {
        Err(SignatureRefusal::Stale)
    } else if age < -MAX_AHEAD {
        Err(SignatureRefusal::Future)
    } else {
        Ok(())
    }
}
