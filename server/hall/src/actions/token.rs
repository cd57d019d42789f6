//! Bearer tokens of the API: the rights and the life of each.

use pursuance_domain::action::{CreateToken, RevokeToken};
use pursuance_domain::event::happened::{Bare, TokenCreated};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::TokenId;
use pursuance_domain::time::DAY;
use serde_json::{Value, json};

use super::{Counted, Cx, InputRefusal, PerformError, Refused, Thing, account, session};
use crate::store::events;
use crate::store::tokens::{self, NewToken};

carried_out! {
    CreateToken => create,
    RevokeToken => revoke,
}

/// The life of a token by default, and at most.
pub const LIFE: i64 = 90 * DAY;
pub const LONGEST: i64 = 365 * DAY;
/// How many live tokens one account may have.
pub const MOST: i64 = 50;

async fn create(cx: &mut Cx, a: CreateToken) -> Result<Value, PerformError> {
    account::own_or_operator(cx, &a.account).await?;
    // The lock makes the second of two simultaneous requests count the first.
    events::lock(&mut cx.tx, &StreamId::of(&a.account)).await?;
    if let Some(session) = &a.session {
        session::demand(cx, &a.account, session).await?;
    }
    let owner = account::account(cx, &a.account).await?;
    if a.expires <= cx.now || a.expires > cx.now.plus(LONGEST) {
        return Err(Refused::Input(InputRefusal::TokenLife).into());
    }
    if !owner.unbounded && tokens::count_live(&mut cx.tx, &a.account, cx.now).await? >= MOST {
        return Err(Refused::Full { what: Counted::Tokens, most: MOST }.into());
    }
    let id = TokenId(cx.new_id());
    let token = NewToken {
        id: &id,
        account: &a.account,
        name: a.name.as_str(),
        secret_hash: &a.secret_hash,
        scope: a.scope,
        expires: a.expires,
    };
    tokens::add(&mut cx.tx, &token, cx.now).await?;
    let told = Happened::TokenCreated(TokenCreated { scope: Some(a.scope), expires: Some(a.expires) });
    cx.leave(StreamId::of(&a.account), Audience::Own, told, id.as_str(), None);
    Ok(json!({ "account": owner.name, "id": id, "scope": a.scope, "expires": a.expires }))
}

async fn revoke(cx: &mut Cx, a: RevokeToken) -> Result<Value, PerformError> {
    let token = tokens::by_id(&mut cx.tx, &a.token).await?.ok_or(Refused::NotFound(Thing::Token))?;
    account::own_or_operator(cx, &token.account).await?;
    if tokens::revoke(&mut cx.tx, &a.token, cx.now).await? == 1 {
        cx.leave(
            StreamId::of(&token.account),
            Audience::Own,
            Happened::TokenRevoked(Bare {}),
            a.token.as_str(),
            None,
        );
    }
    Ok(json!({ "id": a.token }))
}
