//! Hashes of the body in headers: `Digest` (RFC 3230) and `Content-Digest` (RFC 9530).
//!
//! A signature covers these headers and not the body. Without a comparison any body would ride on a valid signature.
//! Rules: PROTOCOL §4.1, row "body".

use base64::{Engine as _, engine::general_purpose::STANDARD};
use sfv::{BareItem, Dictionary, ListEntry, Parser};
use sha2::{Digest as _, Sha256, Sha512};
use subtle::ConstantTimeEq as _;

/// The reason why the hash in a header does not vouch for the body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum DigestRefusal {
    #[error("the request names no hash of its body")]
    Missing,
    #[error("the hash of the body is not written as it should be")]
    Unreadable,
    #[error("the request names no hash of its body that we know (SHA-256 is)")]
    NoKnownHash,
    #[error("the body is not the one that was signed")]
    Mismatch,
}

/// A body and its SHA-256, computed once.
#[derive(Debug, Clone, Copy)]
pub struct HashedBody<'b> {
    bytes: &'b [u8],
    sha256: [u8; 32],
}

impl<'b> HashedBody<'b> {
    pub fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, sha256: Sha256::digest(bytes).into() }
    }

    pub fn bytes(&self) -> &'b [u8] {
        self.bytes
    }

    pub fn sha256(&self) -> [u8; 32] {
        self.sha256
    }

    /// The value of `Digest`.
    pub fn to_digest(&self) -> String {
        format!("SHA-256={}", STANDARD.encode(self.sha256))
    }

    /// The value of `Content-Digest`. SHA-256 because Mastodon refuses SHA-512 alone.
    pub fn to_content_digest(&self) -> String {
        format!("sha-256=:{}:", STANDARD.encode(self.sha256))
    }

    /// Checks a `Digest` value. There must be a SHA-256, and every SHA-256 must be the body's.
    ///
    /// # Errors
    /// When the value does not vouch for this body.
    pub fn check_digest(&self, value: &str) -> Result<(), DigestRefusal> {
        let mut known = false;
        for entry in value.split(',') {
            let (algorithm, hash) = entry.trim().split_once('=').ok_or(DigestRefusal::Unreadable)?;
            if algorithm.eq_ignore_ascii_case("sha-256") {
                let hash = STANDARD.decode(hash).map_err(|_| DigestRefusal::Unreadable)?;
                same(&hash, &self.sha256)?;
                known = true;
            }
        }
        if known { Ok(()) } else { Err(DigestRefusal::NoKnownHash) }
    }

    /// Checks a `Content-Digest` value. There must be a SHA-256 or SHA-512, and each must be the body's.
    ///
    /// # Errors
    /// When the value does not vouch for this body.
    pub fn check_content_digest(&self, value: &str) -> Result<(), DigestRefusal> {
        let entries: Dictionary = Parser::new(value).parse().map_err(|_| DigestRefusal::Unreadable)?;
        let mut known = false;
        for (algorithm, entry) in &entries {
            let ListEntry::Item(item) = entry else { return Err(DigestRefusal::Unreadable) };
            let BareItem::ByteSequence(hash) = &item.bare_item else { return Err(DigestRefusal::Unreadable) };
            match algorithm.as_str() {
                "sha-256" => same(hash, &self.sha256)?,
                "sha-512" => same(hash, &Sha512::digest(self.bytes))?,
                _ => continue,
            }
            known = true;
        }
        if known { Ok(()) } else { Err(DigestRefusal::NoKnownHash) }
    }
}

fn same(claimed: &[u8], actual: &[u8]) -> Result<(), DigestRefusal> {
    if bool::from(claimed.ct_eq(actual)) { Ok(()) } else { Err(DigestRefusal::Mismatch) }
}

#[cfg(test)]
mod tests {
    use super::*;

    // RFC 9530, appendix B.1: `{"hello": "world"}` and a line feed.
    const BODY: &[u8] = b"{\"hello\": \"world\"}\n";

    fn body() -> HashedBody<'static> {
        HashedBody::new(BODY)
    }

    #[test]
    fn the_hashes_of_rfc_9530_are_made_and_accepted() {
        assert_eq!(body().to_content_digest(), "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:");
        for value in [
            "sha-256=:RK/0qy18MlBSVnWgjwz6lZEWjP/lF5HF9bvEF8FabDg=:",
            "sha-512=:YMAam51Jz/jOATT6/zvHrLVgOYTGFy1d6GJiOHTohq4yP+pgk4vf2aCsyRZOtw8MjkM7iw7yZ/WkppmM44T3qg==:",
        ] {
            assert_eq!(body().check_content_digest(value), Ok(()), "{value}");
        }
    }

    #[test]
    fn a_digest_is_accepted_in_any_case_and_among_others() {
        let own = body().to_digest();

        for value in
            [own.clone(), own.replace("SHA", "sha"), format!("MD5=abc, {own}"), format!("{own},{own}")]
        {
            assert_eq!(body().check_digest(&value), Ok(()), "{value}");
        }
    }

    #[test]
    fn every_sha_256_must_be_the_bodys() {
        let other = HashedBody::new(b"{}");

        for value in [
            other.to_digest(),
            format!("{},{}", body().to_digest(), other.to_digest()),
            "SHA-256=AAAA".into(),
        ] {
            assert_eq!(body().check_digest(&value), Err(DigestRefusal::Mismatch), "{value}");
        }
        let two = format!("{}, sha-512=:AAAA:", body().to_content_digest());
        assert_eq!(body().check_content_digest(&two), Err(DigestRefusal::Mismatch));
        assert_eq!(body().check_content_digest(&other.to_content_digest()), Err(DigestRefusal::Mismatch));
    }

    #[test]
    fn a_hash_we_do_not_know_vouches_for_nothing() {
        assert_eq!(body().check_digest("MD5=abc"), Err(DigestRefusal::NoKnownHash));
        assert_eq!(body().check_content_digest("md5=:AAAA:"), Err(DigestRefusal::NoKnownHash));
        assert_eq!(body().check_content_digest(""), Err(DigestRefusal::NoKnownHash));
    }

    #[test]
    fn what_cannot_be_read_is_refused() {
        for value in ["", "SHA-256", "SHA-256=*", "SHA-256=:RK/0:"] {
            assert_eq!(body().check_digest(value), Err(DigestRefusal::Unreadable), "{value}");
        }
        for value in ["sha-256", "sha-256=\"a\"", "sha-256=(:AAAA:)", "SHA-256=:AAAA:"] {
            assert_eq!(body().check_content_digest(value), Err(DigestRefusal::Unreadable), "{value}");
        }
    }
}
