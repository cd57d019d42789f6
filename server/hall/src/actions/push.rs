//! Push: the browsers to which somebody has their notices sent (RULES §8). One ends with the session that subscribed it, and with
//! all other credentials of its account; so none is subscribed by a token, which may end before it.

use pursuance_domain::action::{SubscribePush, UnsubscribePush};
use pursuance_domain::event::happened::Bare;
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ActorId, PushId};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::value::{PushEndpoint, PushKey, PushSecret, ValueRefusal};
use pursuance_federation::push::BrowserKeys;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use url::Url;

use super::{Counted, Cx, InputRefusal, PerformError, Refused, Thing, access, account, session};
use crate::store::events;
use crate::store::pushes::{self, Browser};

carried_out! {
    SubscribePush => subscribe,
    UnsubscribePush => unsubscribe,
}

/// To how many browsers one account may have its notices pushed.
pub const MOST: i64 = 10;

/// A browser's push address and keys, before they are sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Subscription {
    pub endpoint: PushEndpoint,
    pub p256dh: PushKey,
    pub auth: PushSecret,
}

async fn subscribe(cx: &mut Cx, a: SubscribePush) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let malformed = || Refusal::from(ValueRefusal::PushForm);
    let url = Url::parse(a.endpoint.as_str()).map_err(|_| malformed())?;
    // Anybody may name an address here, and this server goes there: the rules for other servers hold (PROTOCOL §4.7).
    let service =
        cx.app.config.reach.check_url(&url).map_err(|_| Refused::Input(InputRefusal::PushService))?;
    BrowserKeys::parse(a.p256dh.as_str(), a.auth.as_str()).map_err(|_| malformed())?;
    // The lock makes the second of two simultaneous requests count the first.
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    session::demand(cx, &person, &a.session).await?;
    let mark = cx.app.keyed_hashes.push_endpoint(a.endpoint.as_str());
    pushes::remove_before(&mut cx.tx, &mark, &a.session).await?;
    let owner = account::account(cx, &person).await?;
    if !owner.unbounded && pushes::count(&mut cx.tx, &person).await? >= MOST {
        return Err(Refused::Full { what: Counted::Browsers, most: MOST }.into());
    }
    let id = PushId(cx.new_id());
    let said = Subscription { endpoint: a.endpoint, p256dh: a.p256dh, auth: a.auth };
    let sealed = cx.app.keys.seal_browser(&id, json!(said).to_string().as_bytes())?;
    let browser = Browser {
        id: id.clone(),
        account: person.clone(),
        session: Some(a.session),
        name: a.name.to_string(),
        service: service.to_string(),
        sealed,
        since: cx.now,
    };
    pushes::add(&mut cx.tx, &browser, &mark).await?;
    leave(cx, &person, Happened::PushSubscribed(Bare {}), &id);
    Ok(json!({ "browser": id }))
}

async fn unsubscribe(cx: &mut Cx, a: UnsubscribePush) -> Result<Value, PerformError> {
    let person = cx.who.person().cloned();
    if person.is_none() {
        access::demand_clock(cx)?;
    }
    let gone = || Refused::NotFound(Thing::Browser);
    let found = pushes::by_id(&mut cx.tx, &a.browser).await?;
    // Somebody else's browser is answered as not found.
    let is_theirs = |browser: &Browser| person.as_ref().is_none_or(|person| browser.account == *person);
    let browser = found.filter(is_theirs).ok_or_else(gone)?;
    events::lock(&mut cx.tx, &StreamId::of(&browser.account)).await?;
    if pushes::remove(&mut cx.tx, &browser.id).await? == 0 {
        return Err(gone().into());
    }
    leave(cx, &browser.account, Happened::PushUnsubscribed(Bare {}), &browser.id);
    Ok(json!({ "browser": browser.id }))
}

/// Leaves an event that only the person reads.
fn leave(cx: &mut Cx, person: &ActorId, what: Happened, browser: &PushId) {
    cx.leave(StreamId::of(person), Audience::Own, what, browser.as_str(), None);
}
