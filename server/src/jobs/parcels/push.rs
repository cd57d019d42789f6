//! Push: a person's news becomes one message for each of their browsers, from what they may read then, encrypted, and handed to
//! the browser's push service. An accepted message is not sent again.

use std::time::Duration;

use bytes::Bytes;
use futures::future::BoxFuture;
use http::{HeaderMap, StatusCode};
use pursuance_domain::action::UnsubscribePush;
use pursuance_domain::allowed::Principal;
use pursuance_domain::id::{ActorId, PushId};
use pursuance_domain::time::{DAY, SECOND, Time};
use pursuance_federation::deliver::{PostOutcome, SignatureTry};
use pursuance_federation::fetch::{FetchError, PostReply};
use pursuance_federation::push::{BrowserKeys, Label, PushError, Urgency, encrypt};
use pursuance_federation::reach::{Origin, ReachRefusal};
use serde::{Deserialize, Serialize};
use serde_json::json;
use url::Url;

use super::{Carrier, Goes, Round, Sent, post};
use crate::actions::PerformError;
use crate::actions::push::Subscription;
use crate::jobs::WorkerCx;
use crate::jobs::queue::Done;
use crate::keyring::KeyRingError;
use crate::letters::push::{self, PushMoment, Pushed};
use crate::state::App;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::parcels::{self, Lane, NewParcel, Parcel};
use crate::store::pushes::{self, Browser};

/// Retry period of a message, also for a browser that is off. The inbox has everything anyway.
pub const TRIED_FOR: i64 = DAY;
/// How long one try waits for the answer of a push service.
pub const ANSWERED_WITHIN: Duration = Duration::from_secs(5);
/// To how many browsers of one person a message goes: more than one may have, unless an operator has lifted that.
const BROWSERS: i64 = 100;

/// A message to a browser, as its parcel has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Message {
    account: ActorId,
    /// The object that it tells of.
    object: String,
    browser: PushId,
    /// Its name: the same for all browsers of its person.
    message: String,
}

/// The beginning of the threads of the messages that tell an account of an object; behind it stands the browser.
fn thread(account: &ActorId, object: &str) -> String {
    format!("{account}:{object}:")
}

/// Queues a push message about an object for each browser of its person.
pub(in crate::jobs) async fn tell(cx: &WorkerCx, account: &ActorId, object: &str) -> StoreResult<Done> {
    let app = &cx.app;
    let now = app.clock.now();
    let mut tx = app.db.write().await?;
    let moment = push::moment(&mut tx, account, object, now).await?;
    if let PushMoment::At(until) = moment {
        return Ok(Done::PutOff { until, why: String::new() });
    }
    let message = app.clock.new_id_at(now);
    let browsers = pushes::list(&mut tx, account, BROWSERS).await?;
    let lane_of = |browser: &Browser| Lane {
        carrier: WORD.to_owned(),
        owner: account.to_string(),
        receiver: browser.service.clone(),
    };
    let due = pushes::put_into(&mut tx, account, object, &message).await?;
    if due > 0 && moment == PushMoment::Now {
        // The jobs of the lanes before their parcels, as all writers do.
        for browser in &browsers {
            lane_of(browser).open(&mut tx, &app.clock, now).await?;
        }
        let thread = thread(account, object);
        // It tells what those were to tell, too.
        for older in older(parcels::drop_threads(&mut tx, &thread).await?) {
            pushes::take_over(&mut tx, account, object, &older, &message).await?;
        }
        for browser in browsers {
            let (lane, browser) = (lane_of(&browser), browser.id);
            let id = format!("{message}:{browser}");
            let thread = format!("{thread}{browser}");
            let said = Message {
                account: account.clone(),
                object: object.to_owned(),
                browser,
                message: message.clone(),
            };
            let body = json!(said).to_string();
            let new = NewParcel { id: &id, lane: &lane, thread: &thread, body: &body, due_at: now };
            parcels::put(&mut tx, &app.clock, new, now).await?;
        }
    }
    tx.commit().await?;
    Ok(Done::Finished)
}

/// The names of messages that were dropped, each once.
fn older(bodies: Vec<String>) -> Vec<String> {
    let read = |body: String| serde_json::from_str::<Message>(&body).ok().map(|said| said.message);
    let mut messages: Vec<String> = bodies.into_iter().filter_map(read).collect();
    messages.sort();
    messages.dedup();
    messages
}

const WORD: &str = "push";

pub(super) struct PushCarrier;

impl Carrier for PushCarrier {
    fn word(&self) -> &'static str {
        WORD
    }

    /// Also one that waits for the morning: its push service would drop it then.
    fn gives_up(&self, parcel: &Parcel, now: Time) -> bool {
        until(parcel) <= now
    }

    fn begin(&self) -> Box<dyn Round> {
        Box::new(PushRound)
    }
}

/// When a message is of no use any more.
fn until(parcel: &Parcel) -> Time {
    parcel.made_at.plus(TRIED_FOR)
}

struct PushRound;

impl Round for PushRound {
    fn prepare<'a>(
        &'a mut self,
        _: &'a App,
        tx: &'a mut WriteTx,
        parcel: &'a Parcel,
        _: Time,
    ) -> BoxFuture<'a, StoreResult<Goes>> {
        Box::pin(async move {
            let is_overtaken = parcels::is_overtaken(tx, parcel).await?;
            Ok(if is_overtaken { Goes::Never } else { Goes::Now })
        })
    }

    fn send<'a>(
        &'a mut self,
        app: &'a App,
        parcel: &'a Parcel,
        now: Time,
    ) -> BoxFuture<'a, StoreResult<Sent>> {
        Box::pin(send(app, parcel, now))
    }
}

/// Hands a message to the push service of a browser.
async fn send(app: &App, parcel: &Parcel, now: Time) -> StoreResult<Sent> {
    let message: Message = match serde_json::from_str(&parcel.body) {
        Ok(message) => message,
        Err(error) => return Ok(unsendable(&error.into())),
    };
    let mut tx = app.db.read().await?;
    let found = pushes::by_id(&mut tx, &message.browser).await?;
    let Some(browser) = found.filter(|browser| browser.account == message.account) else {
        return Ok(Sent::Dropped);
    };
    let (to, object) = (&message.account, message.object.as_str());
    let made = push::make(app, &mut tx, to, object, &message.message, now).await?;
    let Some(made) = made else { return Ok(Sent::Dropped) };
    // Its person may have gone to sleep since it was tried first, or away.
    match push::moment_of(&mut tx, to, made.is_urgent, now).await? {
        PushMoment::Now => {}
        PushMoment::At(until) => return Ok(Sent::PutOff(until)),
        PushMoment::Never => return Ok(Sent::Dropped),
    }
    drop(tx);
    let request = match request(app, parcel, &message, &browser, &made, now) {
        Ok(request) => request,
        Err(error) => return Ok(unsendable(&error)),
    };
    let reply = post(app, &request.url, request.headers, request.body, ANSWERED_WITHIN).await?;
    // Its service may be a server that operators have blocked.
    let Some(reply) = reply else { return Ok(Sent::Dropped) };
    match PostOutcome::of(&reply, SignatureTry::Second) {
        PostOutcome::Delivered => Ok(Sent::Taken),
        // Tried again it would come behind the newer one, and take its place.
        PostOutcome::Retry { .. } if parcels::is_overtaken(&mut app.db.read().await?, parcel).await? => {
            Ok(Sent::Dropped)
        }
        PostOutcome::Gone
        | PostOutcome::Missing { status: StatusCode::NOT_FOUND }
        | PostOutcome::OutOfReach(_) => {
            end(app, browser.id).await?;
            Ok(Sent::Refused { cause: answer_of(&reply) })
        }
        PostOutcome::Retry { after } => {
            let cause = answer_of(&reply);
            if reply.is_err() {
                return Ok(Sent::Unreachable { cause });
            }
            let after = after.map(|after| i64::try_from(after.as_micros()).unwrap_or(i64::MAX));
            Ok(Sent::Later { after, cause })
        }
        PostOutcome::Missing { .. }
        | PostOutcome::Forbidden { .. }
        | PostOutcome::TryOtherFormat { .. }
        | PostOutcome::Refused { .. } => Ok(Sent::Refused { cause: answer_of(&reply) }),
    }
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
    #[error("the address of a browser is none of the web")]
    Form(#[from] ReachRefusal),
    #[error(transparent)]
    Push(#[from] PushError),
}

fn unsendable(error: &Unsendable) -> Sent {
    tracing::error!(error = error as &dyn std::error::Error, "A message to a browser could not be made");
    Sent::Refused { cause: error.to_string() }
}

/// A request to a push service.
struct Request {
    url: Url,
    headers: HeaderMap,
    body: Bytes,
}

fn request(
    app: &App,
    parcel: &Parcel,
    message: &Message,
    browser: &Browser,
    made: &Pushed,
    now: Time,
) -> Result<Request, Unsendable> {
    let opened = app.keys.open_browser(&browser.id, &browser.sealed)?;
    let kept: Subscription = serde_json::from_slice(&opened)?;
    let url = Url::parse(kept.endpoint.as_str())?;
    let service = Origin::of(&url)?;
    let topic = app.keyed_hashes.push_topic(&message.account, &message.object);
    let label = Label {
        topic: &topic,
        urgency: if made.is_urgent { Urgency::High } else { Urgency::Normal },
        keep: until(parcel).0.saturating_sub(now.0) / SECOND,
    };
    let keys = BrowserKeys::parse(kept.p256dh.as_str(), kept.auth.as_str())?;
    let headers = app.push_key.headers(&service, label, app.addresses.base(), now.unix_seconds())?;
    let body = encrypt(made.text.as_bytes(), &keys)?;
    Ok(Request { url, headers, body })
}

/// Ends a browser that takes nothing more.
async fn end(app: &App, browser: PushId) -> StoreResult<()> {
    tracing::info!(push.browser = browser.as_str(), "A browser takes no messages any more");
    let clock = Principal::Clock { job: "push".to_owned() };
    match app.perform(&clock, UnsubscribePush { browser }.into()).await {
        // Its person may have been faster.
        Ok(_) | Err(PerformError::Refused(_)) => Ok(()),
        Err(PerformError::Store(error)) => Err(error),
        Err(error) => {
            tracing::error!(error = &error as &dyn std::error::Error, "A browser could not be ended");
            Ok(())
        }
    }
}

/// The answer of a push service, without its text: there may be an address in it.
fn answer_of(reply: &Result<PostReply, FetchError>) -> String {
    match reply {
        Ok(reply) => format!("the push service answered {}", reply.status),
        Err(error) => error.to_string(),
    }
}
