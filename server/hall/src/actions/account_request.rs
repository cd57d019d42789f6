//! Requests for an account, where operators let people in. The door makes the secret of the page on which somebody finds the answer;
//! here is only its hash. A verifier is kept from the yes on, when the person chooses a passphrase: nothing that somebody else might
//! try lies here of people who may never come in.

use pursuance_domain::action::{AnswerAccountRequest, RequestAccount, UseAccountRequest};
use pursuance_domain::event::happened::{AccountRequestAnswered, Bare};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::AccountRequestId;
use pursuance_domain::time::DAY;
use pursuance_domain::value::{Door, Name, fold_name};
use serde_json::{Value, json};

use super::account::{self, Opening};
use super::{Counted, Cx, PerformError, Refused, Thing, access, limits};
use crate::bounds::client::Client;
use crate::store::account_requests::{self, NewRequest};
use crate::store::{actors, events, instance};

carried_out! {
    RequestAccount => ask,
    AnswerAccountRequest => answer,
    UseAccountRequest => come_in,
}

/// How many requests wait for an answer at most.
pub const WAITING_MOST: i64 = 200;
/// How long a request waits for an answer; and how long its page works after one.
pub const WAITS_FOR: i64 = 90 * DAY;
pub const ANSWERED_FOR: i64 = 30 * DAY;

async fn ask(cx: &mut Cx, a: RequestAccount) -> Result<Value, PerformError> {
    // Under the lock, the second of two simultaneous requests counts the first.
    events::lock(&mut cx.tx, &StreamId::instance()).await?;
    match instance::door(&mut cx.tx).await? {
        Door::Request => {}
        door @ (Door::Anybody | Door::Invited | Door::Nobody) => {
            return Err(Refused::RegistrationClosed { door }.into());
        }
    }
    account_requests::forget_over(&mut cx.tx, cx.now).await?;
    if is_taken(cx, &a.name).await? {
        return Err(Refused::NameTaken(a.name.to_string()).into());
    }
    demand_not_kept(cx, &a.name).await?;
    let client = a.client.as_deref().and_then(|client| client.parse().ok()).map(Client::at);
    if let Some(client) = client {
        limits::account_request(cx, client).await?;
    }
    let network = client.and_then(|client| client.networks().next_back());
    let network = network.map(|network| cx.app.keyed_hashes.network(&network.to_string()));
    demand_room(cx, network.as_deref()).await?;
    let (id, until) = (AccountRequestId(cx.new_id()), cx.now.plus(WAITS_FOR));
    let new = NewRequest {
        id: &id,
        name: &a.name,
        words: &a.words,
        secret_hash: &a.secret_hash,
        until,
        network: network.as_deref(),
    };
    account_requests::add(&mut cx.tx, new, cx.now).await?;
    tell(cx, &id, Happened::AccountAsked(Bare {}));
    Ok(json!({ "request": id, "account": a.name, "until": until }))
}

/// Refuses a request where as many wait as may. The second half is for networks of which none waits: few networks do not take all places.
async fn demand_room(cx: &mut Cx, network: Option<&str>) -> Result<(), PerformError> {
    let waiting = account_requests::count_waiting(&mut cx.tx, cx.now).await?;
    let has_room = if waiting < WAITING_MOST / 2 {
        true
    } else if waiting < WAITING_MOST {
        match network {
            Some(network) => !account_requests::waits_from(&mut cx.tx, network, cx.now).await?,
            None => true,
        }
    } else {
        false
    };
    if has_room {
        return Ok(());
    }
    Err(Refused::Full { what: Counted::AccountRequests, most: WAITING_MOST }.into())
}

fn tell(cx: &mut Cx, request: &AccountRequestId, what: Happened) {
    cx.leave(StreamId::instance(), Audience::Operators, what, request.as_str(), None);
}

/// Whether somebody has the name.
async fn is_taken(cx: &mut Cx, name: &Name) -> Result<bool, PerformError> {
    Ok(actors::by_folded_name(&mut cx.tx, &fold_name(name.as_str())).await?.is_some())
}

/// Refuses a name that is kept for somebody who asked for an account. It binds visitors alone: invited people, members who
/// start a pursuance and operators come first, so that no stranger keeps names from them.
pub(super) async fn demand_not_kept(cx: &mut Cx, name: &Name) -> Result<(), PerformError> {
    if account_requests::keeps(&mut cx.tx, &fold_name(name.as_str()), cx.now).await? {
        return Err(Refused::NameTaken(name.to_string()).into());
    }
    Ok(())
}

async fn answer(cx: &mut Cx, a: AnswerAccountRequest) -> Result<Value, PerformError> {
    access::demand_operator(cx).await?;
    let times = (cx.now, cx.now.plus(ANSWERED_FOR));
    let name = account_requests::answer(&mut cx.tx, &a.request, a.let_in, times).await?;
    let name = name.ok_or(Refused::NotFound(Thing::AccountRequest))?;
    let told = AccountRequestAnswered { name: name.clone(), let_in: a.let_in };
    tell(cx, &a.request, Happened::AccountRequestAnswered(told));
    Ok(json!({ "request": a.request, "account": name, "let_in": a.let_in }))
}

async fn come_in(cx: &mut Cx, a: UseAccountRequest) -> Result<Value, PerformError> {
    // Under the lock, it is used once.
    events::lock(&mut cx.tx, &StreamId::instance()).await?;
    let row = instance::find(&mut cx.tx).await?.ok_or(Refused::NotFound(Thing::Instance))?;
    let found = account_requests::by_secret(&mut cx.tx, &a.secret, cx.now).await?;
    let request = found
        .filter(|request| request.let_in == Some(true))
        .ok_or(Refused::NotFound(Thing::AccountRequest))?;
    let theirs = match Name::parse(&request.name) {
        Ok(name) if !is_taken(cx, &name).await? => Some(name),
        Ok(_) | Err(_) => None,
    };
    let name = match (theirs, a.name) {
        // The operators let in the person with this name, and nobody else.
        (Some(theirs), _) => theirs,
        (None, Some(other)) => {
            demand_not_kept(cx, &other).await?;
            other
        }
        (None, None) => return Err(Refused::NameTaken(request.name).into()),
    };
    let (credential, rsa_public) = (a.credential, row.rsa_public);
    let opening = Opening { name: &name, display: None, credential, operator: false, rsa_public };
    let id = account::open(cx, opening).await?;
    account_requests::remove(&mut cx.tx, &request.id).await?;
    Ok(json!({ "account": name, "id": id }))
}
