//! The documents that other servers may fetch, one file per noun.
//!
//! A public document is for everybody. Any other is only for its parties, who sign the request; for everybody else it
//! does not exist, with exactly the answer for a missing one (PROTOCOL §4.8).

pub(super) mod actor;
pub(super) mod collections;
pub(super) mod delegation;
pub(super) mod discovery;
pub(super) mod file;
pub(super) mod log;
pub(super) mod skill_offer;
pub(super) mod task;

use std::sync::Arc;

use axum::body::Body;
use axum::extract::{FromRequestParts, Query};
use axum::response::{IntoResponse, Response};
use http::request::Parts;
use http::{HeaderValue, Method, StatusCode, header};
use pursuance_domain::allowed::{Facts, Membership, Permission, Principal, allowed};
use pursuance_domain::time::HOUR;
use pursuance_domain::value::Visibility;
use pursuance_federation::fetch::ACTIVITY_JSON;
use pursuance_federation::reach::Origin;
use pursuance_federation::sign::PublicKey;
use pursuance_federation::verify::RequestHead;
use serde::de::DeserializeOwned;
use serde_json::Value;
use url::Url;

use super::{Gate, RefusedActivity, head, refuse};
use crate::bounds::client::Client;
use crate::peers::signing::SignatureForm;
use crate::peers::{ASKED_FOR_ONE, is_believed, pinned};
use crate::state::App;
use crate::store::actors::{Actor, ActorKind};

/// The headers that decide the answer, besides the address.
const VARY: HeaderValue = HeaderValue::from_static("Accept, Signature, Signature-Input");

/// The answer of a handler.
type Answer = Result<Response, RefusedActivity>;

/// The client that asks for a document.
pub(super) struct Reader {
    app: App,
    gate: Arc<Gate>,
    head: RequestHead,
}

impl FromRequestParts<App> for Reader {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Response> {
        let gate = parts.extensions.get::<Arc<Gate>>().cloned().ok_or_else(|| {
            // Only a router that was put together wrongly has no gate.
            http::StatusCode::INTERNAL_SERVER_ERROR.into_response()
        })?;
        Ok(Self { app: app.asking_at_most(ASKED_FOR_ONE), gate, head: head(parts, app) })
    }
}

/// The parsed query of an address.
pub(super) struct UrlQuery<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<App> for UrlQuery<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Response> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(asked)) => Ok(Self(asked)),
            Err(refusal) => Err(refuse::problem(StatusCode::BAD_REQUEST, "bad-query", &refusal.body_text())),
        }
    }
}

impl Reader {
    /// Takes one read of a public document from the client's budget.
    fn looks(&self) -> Result<(), RefusedActivity> {
        Ok(self.gate.budgets.spend_reader(Client::at(self.head.client)).map_err(refuse::too_many)?)
    }

    /// The actor that signed the request, with a key that is believed to be its own; none when it is unsigned.
    async fn signer(&self) -> Result<Option<Actor>, RefusedActivity> {
        Ok(self.signed().await?.and_then(|(signer, is_believed)| is_believed.then_some(signer)))
    }

    /// The actor that signed the request, and whether the key is believed to be its own: that of a pinned actor is its
    /// Ed25519 key, whatever else its document lists by now (PROTOCOL §3.6).
    async fn signed(&self) -> Result<Option<(Actor, bool)>, RefusedActivity> {
        if !self.head.headers.contains_key("signature") {
            self.looks()?;
            return Ok(None);
        }
        let refused = |refusal| RefusedActivity::from(refuse::refusal(&refusal, &Method::GET));
        let passage = self.gate.passage(&self.app);
        let requester = passage.verifier().await?.verify_get(&self.head).await.map_err(refused)?;
        let owner = Url::parse(&requester.owner).map_err(|_| refuse::nothing())?;
        let host = Origin::of(&owner).map(|origin| origin.authority()).unwrap_or_default();
        let form = SignatureForm::of(requester.scheme, requester.key.algorithm());
        self.gate.heard_from(&host, form).await?;
        let signer = self.app.known_actor(&owner).await.map_err(|error| refuse::unknown_sender(&error))?;
        let mut tx = self.app.db.read().await?;
        let is_believed = match &requester.key {
            PublicKey::Ed25519(key) => is_believed(&mut tx, &signer, key, self.app.clock.now()).await?,
            PublicKey::Rsa(_) => pinned(&signer).is_none(),
        };
        Ok(Some((signer, is_believed)))
    }

    /// The actor that signed the request, where a signature is demanded.
    async fn need_signer(&self) -> Result<Actor, RefusedActivity> {
        match self.signed().await?.ok_or_else(refuse::nothing)? {
            (signer, true) => Ok(signer),
            // Not 404: a client that signs in another form should retry in this one.
            (_, false) => Err(refuse::problem(
                StatusCode::UNAUTHORIZED,
                "bad-key",
                "Sign this with the Ed25519 key that you prove messages with.",
            )
            .into()),
        }
    }

    /// Whether this signer may read the messages between us and a peer: the peer itself, or its instance actor, which
    /// stores them anyway (PROTOCOL §4.8). Any program of a server may call itself an `Application`; the peer names the
    /// one that is its instance.
    fn speaks_for(&self, signer: &Actor, peer: &Actor) -> bool {
        let is_its_instance =
            signer.kind == ActorKind::Instance && peer.instance.as_deref() == Some(signer.uri.as_str());
        // The instance's key is pinned soon after the peer's. A later one may belong to a new owner of the domain.
        let is_known = match peer.pinned_at {
            Some(at) => signer.pinned_at.is_some() || self.app.clock.now() < at.plus(HOUR),
            None => true,
        };
        signer.id == peer.id || (is_its_instance && is_known)
    }
}

/// Whether anyone who has the address may read it.
pub(super) fn is_open(visibility: Visibility) -> bool {
    let facts = Facts::about(visibility, Membership::None);
    allowed(&Principal::Visitor, Permission::SeePursuance, &facts).is_ok()
}

/// An address this program made itself, as a URL.
fn own_url(text: &str) -> Result<Url, RefusedActivity> {
    Ok(Url::parse(text).map_err(|error| refuse::failure(&error))?)
}

/// A document for everybody.
fn public(document: &Value) -> Response {
    activity(document.to_string(), HeaderValue::from_static("max-age=180"))
}

/// A document for the signer of the request.
fn private(document: impl Into<Body>) -> Response {
    activity(document, HeaderValue::from_static("private, no-store"))
}

fn activity(document: impl Into<Body>, cache: HeaderValue) -> Response {
    let mut response = Response::new(document.into());
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(ACTIVITY_JSON));
    headers.insert(header::VARY, VARY);
    headers.insert(header::CACHE_CONTROL, cache);
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
