//! Push: a person's news becomes one message for each of their browsers, from what they may read then, encrypted, and handed to
//! the browser's push service. An accepted message is not sent again.

use std::time::Duration;

use http::StatusCode;
use pursuance_domain::action::UnsubscribePush;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::{ActorId, PushId};
use pursuance_domain::time::{DAY, SECOND, Time};
use pursuance_federation::deliver::{PostOutcome, SignatureTry};
use pursuance_federation::fetch::{FetchError, PostReply};
use pursuance_federation::push::{BrowserKeys, Label, PushError, Urgency, encrypt};
use url::Url;

use super::queue::Done;
use super::{WorkerCx, wait_after};
use crate::actions::PerformError;
use crate::actions::push::Subscription;
use crate::keyring::KeyRingError;
use crate::letters::push::{self, Moment, Pushed};
use crate::peers::host_policy::HostPolicy;
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::jobs::{self, Job};
use crate::store::pushes::{self, Browser};

/// Retry period of a message, also for a browser that is off. The inbox has everything anyway.
pub const TRIED_FOR: i64 = DAY;
/// How long one try waits for the answer of a push service.
pub const ANSWERED_WITHIN: Duration = Duration::from_secs(5);
/// To how many browsers of one person a message goes: more than one may have, unless an operator has lifted that.
const BROWSERS: i64 = 100;

/// Queues a push message about an object for each browser of its person.
pub(super) async fn tell(cx: &WorkerCx, account: &ActorId, object: &str) -> StoreResult<Done> {
    let app = &cx.app;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let moment = push::moment(&mut tx, account, object, now).await?;
    if let Moment::At(until) = moment {
        return Ok(Done::PutOff { until, why: String::new() });
    }
    let message = app.clock.new_id_at(now);
    let due = pushes::put_into(&mut tx, account, object, &message).await?;
    if due > 0 && moment == Moment::Now {
        // It tells what those were to tell, too.
        for older in jobs::drop_waiting_pushes(&mut tx, account, object).await? {
            pushes::take_over(&mut tx, account, object, &older, &message).await?;
        }
        for browser in pushes::list(&mut tx, account, BROWSERS).await? {
            let job = Job::Push {
                message: message.clone(),
                account: account.clone(),
                object: object.to_owned(),
                browser: browser.id,
                service: browser.service,
                until: now.plus(TRIED_FOR),
            };
            job.write(&mut tx, &app.clock, now).await?;
        }
    }
    tx.commit().await?;
    Ok(Done::Finished)
}

/// A message on its way to a browser.
pub(super) struct Parcel {
    pub message: String,
    pub account: ActorId,
    pub object: String,
    pub browser: PushId,
    pub until: Time,
    /// How often it was tried, this time included.
    pub tries: u32,
}

/// Hands a message to the push service of a browser.
pub(super) async fn send(cx: &WorkerCx, parcel: &Parcel) -> StoreResult<Done> {
    let app = &cx.app;
    let now = app.clock.now();
    if parcel.until <= now {
        tracing::info!(push.message = parcel.message, "A message to a browser is given up");
        return Ok(Done::Finished);
    }
    let mut tx = app.db.read().await?;
    if is_overtaken(&mut tx, parcel).await? {
        return Ok(Done::Finished);
    }
    let found = pushes::by_id(&mut tx, &parcel.browser).await?;
    let Some(browser) = found.filter(|browser| browser.account == parcel.account) else {
        return Ok(Done::Finished);
    };
    let (to, object) = (&parcel.account, parcel.object.as_str());
    let made = push::make(app, &mut tx, to, object, &parcel.message, now).await?;
    let Some(made) = made else { return Ok(Done::Finished) };
    // Its person may have gone to sleep since it was tried first, or away.
    match push::moment_of(&mut tx, to, made.is_urgent, now).await? {
        Moment::Now => {}
        Moment::At(until) => return Ok(Done::PutOff { until, why: String::new() }),
        Moment::Never => return Ok(Done::Finished),
    }
    let policy = HostPolicy::load(&mut tx).await?;
    drop(tx);
    let reply = match post(app, &policy, parcel, &browser, &made, now).await {
        Ok(Some(reply)) => reply,
        // Its service is a server that operators have blocked.
        Ok(None) => return Ok(Done::Finished),
        Err(error) => {
            tracing::error!(
                error = &error as &dyn std::error::Error,
                "A message to a browser could not be made"
            );
            return Ok(Done::Finished);
        }
    };
    let service = browser.service.as_str();
    match PostOutcome::of(&reply, SignatureTry::Second) {
        PostOutcome::Delivered => Ok(Done::Finished),
        // Tried again it would come behind the newer one, and take its place.
        PostOutcome::Retry { .. } if is_overtaken(&mut app.db.read().await?, parcel).await? => {
            Ok(Done::Finished)
        }
        PostOutcome::Gone
        | PostOutcome::Missing { status: StatusCode::NOT_FOUND }
        | PostOutcome::OutOfReach(_) => {
            tracing::info!(push.service = service, "A browser takes no messages any more");
            end(cx, browser.id).await
        }
        PostOutcome::Retry { after: Some(after) } => {
            let asked = i64::try_from(after.as_micros()).unwrap_or(i64::MAX);
            // Anybody may name a push service, so even a service that asks for an immediate retry waits the usual time.
            let wait = asked.max(wait_after(parcel.tries));
            Ok(Done::PutOff { until: now.plus(wait), why: said(&reply) })
        }
        PostOutcome::Retry { after: None } => Ok(Done::Failed(said(&reply))),
        PostOutcome::Missing { .. }
        | PostOutcome::Forbidden { .. }
        | PostOutcome::TryOtherFormat { .. }
        | PostOutcome::Refused { .. } => {
            let answer = said(&reply);
            tracing::warn!(push.service = service, push.answer = answer, "A push service refuses a message");
            Ok(Done::Finished)
        }
    }
}

/// Whether a newer message about the same thing waits for the browser, which tells everything that this one does.
async fn is_overtaken(tx: &mut ReadTx, parcel: &Parcel) -> StoreResult<bool> {
    jobs::has_newer_push(tx, &parcel.account, &parcel.object, &parcel.browser, &parcel.message).await
}

/// The reason why a message cannot be sent, although a push service may be fine.
#[derive(Debug, thiserror::Error)]
enum Unsendable {
    #[error(transparent)]
    Keys(#[from] KeyRingError),
    #[error("what a browser said of itself is damaged")]
    Damaged(#[from] serde_json::Error),
    #[error("the address of a browser is damaged")]
    Address(#[from] url::ParseError),
    #[error(transparent)]
    Push(#[from] PushError),
}

/// One request; none to a server that is blocked. No connection to the database is held meanwhile.
async fn post(
    app: &App,
    policy: &HostPolicy,
    parcel: &Parcel,
    browser: &Browser,
    made: &Pushed,
    now: Time,
) -> Result<Option<Result<PostReply, FetchError>>, Unsendable> {
    let opened = app.keys.open_browser(&browser.id, &browser.sealed)?;
    let kept: Subscription = serde_json::from_slice(&opened)?;
    let url = Url::parse(kept.endpoint.as_str())?;
    // Addresses out of reach are refused here as for every other server (PROTOCOL §4.7); each address behind the name is checked
    // again when the connection is made.
    let service = match app.config.reach.check_url(&url) {
        Ok(service) => service,
        Err(refusal) => return Ok(Some(Err(refusal.into()))),
    };
    if policy.covers(&service.authority()) {
        return Ok(None);
    }
    let topic = app.marks.push_topic(&parcel.account, &parcel.object);
    let label = Label {
        topic: &topic,
        urgency: if made.is_urgent { Urgency::High } else { Urgency::Normal },
        keep: parcel.until.0.saturating_sub(now.0) / SECOND,
    };
    let keys = BrowserKeys::parse(kept.p256dh.as_str(), kept.auth.as_str())?;
    let headers = app.push_key.headers(&service, label, app.addresses.base(), now.unix_seconds())?;
    let body = encrypt(made.text.as_bytes(), &keys)?;
    Ok(Some(app.fetcher.post_within(&url, headers, body, ANSWERED_WITHIN).await))
}

/// Ends a browser that takes nothing more.
async fn end(cx: &WorkerCx, browser: PushId) -> StoreResult<Done> {
    let clock = Principal::Clock { job: "push".to_owned() };
    match cx.app.perform(&clock, UnsubscribePush { browser }.into()).await {
        // Its person may have been faster.
        Ok(_) | Err(PerformError::Refused(_)) => Ok(Done::Finished),
        Err(PerformError::Store(error)) => Err(error),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "A browser could not be ended");
            Ok(Done::Finished)
        }
    }
}

/// The answer of a push service, without its text: there may be an address in it.
fn said(reply: &Result<PostReply, FetchError>) -> String {
    match reply {
        Ok(reply) => format!("the push service answered {}", reply.status),
        Err(error) => error.to_string(),
    }
}
