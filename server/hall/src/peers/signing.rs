//! Signs our requests to other servers, in the form that each of them accepts (PROTOCOL §4.2).

use std::sync::Arc;

use http::{HeaderMap, Method, StatusCode};
use pursuance_domain::id::ActorId;
use pursuance_domain::time::{DAY, Time};
use pursuance_federation::fetch::{Document, FetchError, SignGet};
use pursuance_federation::proof::PROOF_KEY_FRAGMENT;
use pursuance_federation::reach::Origin;
use pursuance_federation::sign::key::Algorithm;
use pursuance_federation::sign::{KeyPair, Scheme, SignError, Signer, sign_request};
use pursuance_federation::vocab;
use url::Url;

use crate::keyring::KeyRingError;
use crate::state::App;
use crate::store::actors::Actor;
use crate::store::db::{ReadTx, WriteTx};
use crate::store::deliveries::Host;
use crate::store::error::{StoreError, StoreResult};
use crate::store::{deliveries, forms};

/// How long a learnt signature form is believed.
pub const LEARNT_FOR: i64 = 30 * DAY;

/// The end of the address of the RSA key.
pub const MAIN_KEY_FRAGMENT: &str = "#main-key";

/// The reason why a document could not be fetched.
#[derive(Debug, thiserror::Error)]
pub enum AskError {
    #[error(transparent)]
    Fetch(#[from] FetchError),
    #[error(transparent)]
    Keys(#[from] KeyRingError),
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// The form of signatures: scheme and kind of key. A server that accepts RFC 9421 need not accept both kinds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum SignatureForm {
    /// draft-cavage-12 with RSA, which every server accepts.
    Cavage,
    /// RFC 9421 with RSA.
    Rfc9421Rsa,
    /// RFC 9421 with Ed25519, which servers of this program use among each other.
    Rfc9421Ed25519,
}

impl SignatureForm {
    const ALL: [Self; 3] = [Self::Cavage, Self::Rfc9421Rsa, Self::Rfc9421Ed25519];

    /// The word in the database.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cavage => "cavage",
            Self::Rfc9421Rsa => "rfc9421-rsa",
            Self::Rfc9421Ed25519 => "rfc9421-ed25519",
        }
    }

    /// Reads a stored word.
    fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word() == word)
    }

    /// The form of a request with this signature: a server that signs in a form also accepts it.
    pub fn of(scheme: Scheme, key: Algorithm) -> Self {
        match (scheme, key) {
            (Scheme::Cavage, Algorithm::Rsa | Algorithm::Ed25519) => Self::Cavage,
            (Scheme::Rfc9421, Algorithm::Rsa) => Self::Rfc9421Rsa,
            (Scheme::Rfc9421, Algorithm::Ed25519) => Self::Rfc9421Ed25519,
        }
    }

    /// The best form that its server accepts, by an actor's own document.
    pub fn listed_by(said: &vocab::Actor) -> Self {
        if said.reads_ed25519() {
            Self::Rfc9421Ed25519
        } else if said.reads_rfc9421() {
            Self::Rfc9421Rsa
        } else {
            Self::Cavage
        }
    }

    fn scheme(self) -> Scheme {
        match self {
            Self::Cavage => Scheme::Cavage,
            Self::Rfc9421Rsa | Self::Rfc9421Ed25519 => Scheme::Rfc9421,
        }
    }

    /// The rank of a form: of two forms that a server names, the better one is learnt.
    fn rank(self) -> usize {
        Self::ALL.iter().position(|form| *form == self).unwrap_or_default()
    }

    /// The form that is tried after a refusal of this one.
    pub fn other(self) -> Self {
        match self {
            Self::Cavage => Self::Rfc9421Rsa,
            Self::Rfc9421Rsa | Self::Rfc9421Ed25519 => Self::Cavage,
        }
    }
}

/// A key of a local actor, with its address.
#[derive(Debug, Clone)]
pub struct Signing {
    key_id: String,
    key: Arc<KeyPair>,
    scheme: Scheme,
    now: i64,
}

impl Signing {
    /// Signs a request; returns all of its headers.
    ///
    /// # Errors
    /// When the address cannot be signed.
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
        // An address that cannot be signed is out of reach: the client refuses it, with the reason.
        self.headers(&Method::GET, url, HeaderMap::new(), None).unwrap_or_default()
    }
}

/// The form for a host: the one it is known to accept, else the one every server accepts.
pub fn form_for(host: Option<&Host>, now: Time) -> SignatureForm {
    let learnt = host
        .and_then(|host| Some((SignatureForm::read(host.signature.as_deref()?)?, Time(host.signature_at?))));
    learnt.filter(|(_, at)| now < at.plus(LEARNT_FOR)).map_or(SignatureForm::Cavage, |(form, _)| form)
}

/// Whether it is worth noting that a host signs in this form, or lists it: a form that it refused within a month is
/// learnt from a success only (PROTOCOL §4.2).
pub async fn is_news(
    tx: &mut ReadTx,
    host: &str,
    known: Option<&Host>,
    form: SignatureForm,
    now: Time,
) -> StoreResult<bool> {
    // Learnt anew after half the time, not at every request.
    Ok(form.rank() > form_for(known, now.plus(LEARNT_FOR / 2)).rank()
        && !forms::was_refused(tx, host, form.word(), now.plus(-LEARNT_FOR)).await?)
}

/// A form that a host has understood, and the one it had refused before, if any.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Learnt {
    pub form: SignatureForm,
    pub instead_of: Option<SignatureForm>,
}

impl Learnt {
    /// The lesson from a host that accepted a request in this form at the first try: none, unless it was believed to read less.
    pub fn at_once(form: SignatureForm, host: &Host, now: Time) -> Option<Self> {
        (form.rank() > form_for(Some(host), now).rank()).then_some(Self { form, instead_of: None })
    }

    /// Notes the refused form, and that this one is refused no longer. The accepted one is noted with the host.
    pub async fn note_refused(self, tx: &mut WriteTx, host: &str, now: Time) -> StoreResult<()> {
        if let Some(refused) = self.instead_of {
            forms::add_refused(tx, host, refused.word(), now).await?;
        }
        forms::remove_refused(tx, host, self.form.word()).await
    }
}

/// Whether these answers may mean that the signature was in a form the server does not read.
pub fn may_be_the_form(error: &FetchError) -> bool {
    let FetchError::Status { status } = error else { return false };
    [StatusCode::BAD_REQUEST, StatusCode::UNAUTHORIZED, StatusCode::FORBIDDEN].contains(status)
}

impl App {
    /// Prepares to sign as a local actor, now.
    ///
    /// # Errors
    /// When its key is not available.
    pub async fn signing(&self, actor: &Actor, form: SignatureForm) -> Result<Signing, KeyRingError> {
        self.signing_as(&actor.id, &actor.uri, form).await
    }

    /// Prepares to sign as the local actor with this id and address, now.
    ///
    /// # Errors
    /// When its key is not available.
    pub async fn signing_as(
        &self,
        id: &ActorId,
        uri: &str,
        form: SignatureForm,
    ) -> Result<Signing, KeyRingError> {
        let (key, fragment) = match form {
            SignatureForm::Cavage | SignatureForm::Rfc9421Rsa => (self.keys.rsa(), MAIN_KEY_FRAGMENT),
            SignatureForm::Rfc9421Ed25519 => {
                let key = match self.keys.opened(id) {
                    Some(key) => key,
                    None => self.keys.ed25519(&mut self.db.read().await?, id).await?,
                };
                (Arc::new(KeyPair::Ed25519((*key).clone())), PROOF_KEY_FRAGMENT)
            }
        };
        let now = self.clock.now().unix_seconds();
        Ok(Signing { key_id: format!("{uri}{fragment}"), key, scheme: form.scheme(), now })
    }

    /// Fetches a document, signed by a local actor.
    ///
    /// # Errors
    /// [`AskError`]: anything but a sound document.
    pub async fn ask(&self, actor: &Actor, url: &Url, max: usize) -> Result<Document, AskError> {
        self.ask_in(actor, url, max, self.form_of(url).await?).await
    }

    /// Like [`App::ask`], but begins with the form `first`.
    ///
    /// # Errors
    /// As [`App::ask`].
    pub async fn ask_in(
        &self,
        actor: &Actor,
        url: &Url,
        max: usize,
        first: SignatureForm,
    ) -> Result<Document, AskError> {
        let fetcher = self.outward().await?;
        match fetcher.get_ap(url, &self.signing(actor, first).await?, max).await {
            Err(error) if may_be_the_form(&error) => {
                let second = first.other();
                let document = fetcher.get_ap(url, &self.signing(actor, second).await?, max).await?;
                self.learn_form(url, Learnt { form: second, instead_of: Some(first) }).await?;
                Ok(document)
            }
            outcome => Ok(outcome?),
        }
    }

    /// The signature form for the server of this address.
    pub async fn form_of(&self, url: &Url) -> StoreResult<SignatureForm> {
        let Ok(origin) = Origin::of(url) else { return Ok(SignatureForm::Cavage) };
        let host = deliveries::host(&mut self.db.read().await?, &origin.authority()).await?;
        Ok(form_for(host.as_ref(), self.clock.now()))
    }
}
