//! Signs our requests to other servers, in the form each of them understands (PROTOCOL §4.2).

use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode};
use pursuance_domain::id::ActorId;
use pursuance_domain::time::{DAY, Time};
use pursuance_federation::fetch::{Document, FetchError, SignGet};
use pursuance_federation::proof::PROOF_KEY_FRAGMENT;
use pursuance_federation::reach::Origin;
use pursuance_federation::sign::{KeyPair, Scheme, SignError, Signer, sign_request};
use url::Url;

use crate::keyring::KeyRingError;
use crate::state::App;
use crate::store::actors::Actor;
use crate::store::deliveries;
use crate::store::deliveries::Host;
use crate::store::error::StoreError;

/// What was learnt of a host's signatures is believed this long.
const LEARNT_FOR: i64 = 30 * DAY;

/// The end of the address of the RSA key.
pub const MAIN_KEY_FRAGMENT: &str = "#main-key";

/// Why a document could not be asked for or had.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Keys(#[from] KeyRingError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A key of one of our actors, under its address.
#[derive(Debug, Clone)]
pub struct Signing {
    key_id: String,
    key: Arc<KeyPair>,
    scheme: Scheme,
    now: i64,
}

impl Signing {
    /// Signs a request; the answer is all of its headers.
    ///
    /// # Errors
    /// When the address cannot be signed for.
    pub fn headers(
        &self,
        method: &Method,
        url: &Url,
        headers: HeaderMap,
        body: Option<&[u8]>,
    ) -> Result<HeaderMap, SignError> {
        let signer = Signer { key_id: &self.key_id, key: &self.key };
        sign_request(method, url, headers, body, signer, self.scheme, self.now)
    }
}

impl SignGet for Signing {
    fn headers(&self, url: &Url) -> HeaderMap {
        // What cannot be signed for is outside of our reach and is refused by the client, with the reason.
        self.headers(&Method::GET, url, HeaderMap::new(), None).unwrap_or_default()
    }
}

/// The form that is left when one was not understood.
pub fn other(scheme: Scheme) -> Scheme {
    match scheme {
        Scheme::Cavage => Scheme::Rfc9421,
        Scheme::Rfc9421 => Scheme::Cavage,
    }
}

/// The word stored for a form.
pub fn word(scheme: Scheme) -> &'static str {
    match scheme {
        Scheme::Cavage => "cavage",
        Scheme::Rfc9421 => "rfc9421",
    }
}

/// The form a host is spoken to in: RFC 9421 when it is known to understand that, else what everybody does.
pub fn scheme_for(host: Option<&Host>, now: Time) -> Scheme {
    let learnt = host.and_then(|host| Some((host.signature.as_deref()?, Time(host.signature_at?))));
    match learnt {
        Some(("rfc9421", at)) if now < at.plus(LEARNT_FOR) => Scheme::Rfc9421,
        _ => Scheme::Cavage,
    }
}

/// Whether these answers may mean that the signature was in a form the server does not read.
pub fn may_be_the_form(error: &FetchError) -> bool {
    let FetchError::Status { status } = error else { return false };
    [StatusCode::BAD_REQUEST, StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(status)
}

impl App {
    /// Prepares to sign as one of our actors, now.
    ///
    /// # Errors
    /// When its key is not to be had.
    pub async fn signing(&self, actor: &Actor, scheme: Scheme) -> Result<Signing, KeyRingError> {
        self.signing_as(&actor.id, &actor.uri, scheme).await
    }

    /// Prepares to sign as the actor of ours with this id and address, now.
    ///
    /// # Errors
    /// When its key is not to be had.
    pub async fn signing_as(&self, id: &ActorId, uri: &str, scheme: Scheme) -> Result<Signing, KeyRingError> {
        let (key, fragment) = match scheme {
            Scheme::Cavage => (self.keys.rsa(), MAIN_KEY_FRAGMENT),
            Scheme::Rfc9421 => {
                let key = match self.keys.opened(id) {
                    Some(key) => key,
                    None => self.keys.ed25519(&mut self.db.read().await?, id).await?,
                };
                (Arc::new(KeyPair::Ed25519((*key).clone())), PROOF_KEY_FRAGMENT)
            }
        };
        let now = self.clock.now().unix_seconds();
        Ok(Signing { key_id: format!("{uri}{fragment}"), key, scheme, now })
    }

    /// Fetches a document, signed by one of our actors.
    ///
    /// # Errors
    /// [`AskError`]: anything but a sound document.
    pub async fn ask(&self, actor: &Actor, url: &Url, max: usize) -> Result<Document, AskError> {
        let (first, fetcher) = (self.scheme_of(url).await?, self.outward().await?);
        match fetcher.get_ap(url, &self.signing(actor, first).await?, max).await {
            Err(error) if may_be_the_form(&error) => {
                let second = other(first);
                let document = fetcher.get_ap(url, &self.signing(actor, second).await?, max).await?;
                self.learn_scheme(url, second).await?;
                Ok(document)
            }
            outcome => Ok(outcome?),
        }
    }

    /// The form in which the server of this address is spoken to.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn scheme_of(&self, url: &Url) -> Result<Scheme, StoreError> {
        let Ok(origin) = Origin::of(url) else { return Ok(Scheme::Cavage) };
        let host = deliveries::host(&mut self.db.read().await?, &origin.authority()).await?;
        Ok(scheme_for(host.as_ref(), self.clock.now()))
    }
}
