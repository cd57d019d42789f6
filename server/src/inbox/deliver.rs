//! Activities that are posted to an inbox: the pipeline of PROTOCOL §2.1, from the first byte to the answer.
//!
//! A refusal by the rules of delegation is an activity, never an error status: senders drop or repeat requests that get
//! errors.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::Body;
use axum::extract::{Path, Request, State};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderValue, Method, StatusCode};
use pursuance_domain::id::{ActorId, is_own_id};
use pursuance_federation::deliver::{ACK, CHANNEL, CHANNEL_STOPPED};
use pursuance_federation::reach::Origin;
use pursuance_federation::verify::{
    BODY_LIMIT, Check, InboxRefusal, KeyLookupError, Received, RequestHead, Verified,
};

use super::farewell::Farewell;
use super::{RefusedActivity, follow, head, refuse, skill_offers, succession};
use crate::actions::PerformError;
use crate::actions::receive::{ReceiveOutcome, doubt, receive};
use crate::bounds::bodies::{Held, Unread};
use crate::bounds::client::Client;
use crate::peers::signing::SignatureForm;
use crate::peers::{ASKED_FOR_ONE, Gate};
use crate::state::App;
use crate::store::actors::{self, Actor};

/// How long a body may take to arrive.
pub const BODY_TIME: Duration = Duration::from_secs(15);

/// `POST /ap/inbox`: for all local actors.
pub(super) async fn shared(
    State(app): State<App>,
    Extension(gate): Extension<Arc<Gate>>,
    request: Request,
) -> Response {
    answer(&app, &gate, None, request).await
}

/// `POST /ap/p/{id}/inbox`: for a pursuance.
pub(super) async fn group(
    State(app): State<App>,
    Extension(gate): Extension<Arc<Gate>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let owner = app.addresses.group(&ActorId(id.clone()));
    if is_own_id(&id) { answer(&app, &gate, Some(owner), request).await } else { refuse::nothing() }
}

/// `POST /ap/u/{id}/inbox`: for a person.
pub(super) async fn person(
    State(app): State<App>,
    Extension(gate): Extension<Arc<Gate>>,
    Path(id): Path<String>,
    request: Request,
) -> Response {
    let owner = app.addresses.person(&ActorId(id.clone()));
    if is_own_id(&id) { answer(&app, &gate, Some(owner), request).await } else { refuse::nothing() }
}

async fn answer(app: &App, gate: &Gate, owner: Option<String>, request: Request) -> Response {
    let (parts, body) = request.into_parts();
    let head = head(&parts, app);
    let place = match gate.budgets.refusals.begin(Client::at(head.client)) {
        Ok(place) => place,
        Err(wait) => return refuse::too_many(wait),
    };
    let app = &app.asking_at_most(ASKED_FOR_ONE);
    let taken = take(app, gate, owner.as_deref(), head, body).await;
    if matches!(&taken, Err(refused) if refused.counts) {
        place.use_up();
    }
    taken.unwrap_or_else(IntoResponse::into_response)
}

async fn take(
    app: &App,
    gate: &Gate,
    owner: Option<&str>,
    head: RequestHead,
    body: Body,
) -> Result<Response, RefusedActivity> {
    // Until the answer: as long as a key is fetched, the body waits for it.
    let client = Client::at(head.client);
    let mut held = app.bodies.inbox.hold(client);
    let refused = |refusal: &InboxRefusal| RefusedActivity::from(refuse::refusal(refusal, &Method::POST));
    let passage = gate.passage(app);
    let verifier = passage.verifier().await?;
    let screened = verifier.screen(head).map_err(|refusal| refused(&refusal))?;
    let body = read(body, gate, client, &mut held).await?;
    let farewell = Farewell::read(&body);
    if let Some(farewell) = &farewell
        && farewell.is_of_a_stranger(app).await?
    {
        return Ok(StatusCode::ACCEPTED.into_response());
    }
    let delivery = match (verifier.authenticate(&screened, body).await, &farewell) {
        (Ok(delivery), _) => delivery,
        (Err(InboxRefusal::Key(KeyLookupError::Gone(_))), Some(farewell))
            if farewell.holds(app, gate).await? =>
        {
            return Ok(StatusCode::ACCEPTED.into_response());
        }
        (Err(refusal), _) => return Err(refused(&refusal)),
    };
    let key = delivery.key().cloned();
    let signer = delivery.signer().map(str::to_owned);
    let form = delivery.signed().map(|(scheme, key)| SignatureForm::of(scheme, key));
    let verified = match verifier.read(delivery, owner).await {
        Err(refusal) => {
            if let (Some(owner), Some(signer)) = (owner, signer)
                && refusal.is_of_content()
            {
                doubt(app, owner, &signer).await.map_err(|error| refuse::failure(&error))?;
            }
            return Err(refused(&refusal));
        }
        Ok(Received::Verified(verified)) => Arc::<Verified>::from(verified),
        Ok(Received::Forwarded(forwarded)) => {
            tracing::debug!(
                activity.id = %forwarded.id, activity.kind = forwarded.kind,
                "Passed on by {} without a proof; dropped", forwarded.signer
            );
            return Ok(StatusCode::ACCEPTED.into_response());
        }
    };
    // An actor without an origin was refused by its reach.
    let host = Origin::of(verified.actor()).map(|origin| origin.authority()).unwrap_or_default();
    gate.heard_from(&host, form.unwrap_or(SignatureForm::Cavage)).await?;
    let about_delegations = verified.envelope().is_some();
    gate.budgets.spend_host(&host, about_delegations, verified.bytes().len()).map_err(refuse::too_many)?;
    if app.database_is_full().await {
        return Err(refuse::busy());
    }
    if about_delegations {
        gate.spoke(client, &host);
        return about_delegation(app, verified, owner).await;
    }
    demand_owner(app, owner).await?;
    succession::receive(app, &verified, key.as_ref()).await?;
    if !skill_offers::receive(app, gate, &verified).await? {
        follow::receive(app, &verified).await?;
    }
    Ok(StatusCode::ACCEPTED.into_response())
}

/// Hands over a message about a delegation. The answer comes after its effects are durable.
async fn about_delegation(
    app: &App,
    verified: Arc<Verified>,
    owner: Option<&str>,
) -> Result<Response, RefusedActivity> {
    let failed = |error: PerformError| refuse::failed(&error);
    let mut receipt = receive(app, verified.clone()).await.map_err(failed)?;
    if receipt.outcome == ReceiveOutcome::Stranger {
        app.known_actor(verified.actor()).await.map_err(|error| refuse::unknown_sender(&error))?;
        receipt = receive(app, verified.clone()).await.map_err(failed)?;
    }
    tracing::debug!(
        activity.id = %verified.id(), activity.kind = verified.kind(), peer.uri = %verified.actor(),
        outcome = ?receipt.outcome, "Received"
    );
    let mut response = StatusCode::ACCEPTED.into_response();
    match receipt.outcome {
        ReceiveOutcome::Processed | ReceiveOutcome::Duplicate | ReceiveOutcome::Held => {}
        ReceiveOutcome::Suspended => {
            response.headers_mut().insert(CHANNEL, HeaderValue::from_static(CHANNEL_STOPPED));
        }
        ReceiveOutcome::Ignored => {
            demand_owner(app, owner).await?;
            // The receiver is an actor without tasks: an activity that is understood is refused, not taken and lost.
            return Err(refuse::problem(
                StatusCode::UNPROCESSABLE_ENTITY,
                "unsupported",
                "People take no tasks from other servers here; only pursuances do.",
            )
            .into());
        }
        ReceiveOutcome::Blocked => {
            let host = Origin::of(verified.actor()).map(|origin| origin.authority()).unwrap_or_default();
            return Err(refuse::refusal(&InboxRefusal::HostPolicy { host }, &Method::POST).into());
        }
        ReceiveOutcome::Stranger => return Err(refuse::busy()),
    }
    if let Some((epoch, seq)) = receipt.processed.filter(|_| owner.is_some())
        && let Ok(value) = HeaderValue::from_str(&format!("{epoch} {seq}"))
    {
        response.headers_mut().insert(ACK, value);
    }
    if receipt.is_refused { Err(RefusedActivity::by_message(response)) } else { Ok(response) }
}

/// Demands that the inbox belongs to a local actor that has not ended.
async fn demand_owner(app: &App, owner: Option<&str>) -> Result<(), RefusedActivity> {
    let Some(owner) = owner else { return Ok(()) };
    let known = actors::by_uri(&mut app.db.read().await?, owner).await?;
    match known.filter(Actor::is_here) {
        Some(actor) if actor.gone_at.is_some() => Err(refuse::gone(&actor.uri).into()),
        Some(_) => Ok(()),
        None => Err(refuse::nothing().into()),
    }
}

/// Reads a body, up to its size limit and time limit, while there is room for it.
async fn read(
    body: Body,
    gate: &Gate,
    client: Client,
    held: &mut Held<'_>,
) -> Result<Bytes, RefusedActivity> {
    let limit = if gate.checks.makes(Check::BodySize) { BODY_LIMIT } else { usize::MAX };
    match tokio::time::timeout(BODY_TIME, held.read(body, limit, gate.whose(client))).await {
        Ok(Ok(body)) => Ok(body),
        Ok(Err(Unread::TooLarge)) => {
            Err(refuse::refusal(&InboxRefusal::TooLarge { limit: BODY_LIMIT }, &Method::POST).into())
        }
        Ok(Err(Unread::NoRoom(full))) => Err(refuse::no_room(full)),
        Ok(Err(Unread::Broken(_))) => Err(refuse::problem(
            StatusCode::BAD_REQUEST,
            "body-broken",
            "The body did not arrive completely.",
        )
        .into()),
        Ok(Err(Unread::Slow)) | Err(_) => {
            Err(refuse::problem(StatusCode::REQUEST_TIMEOUT, "body-slow", "The body did not arrive in time.")
                .into())
        }
    }
}
