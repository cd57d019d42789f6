//! Sessions: browsers that are signed in.

use pursuance_domain::action::{EndAllSessions, EndSession, StartSession};
use pursuance_domain::event::happened::{Bare, SessionEnded};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ActorId, SessionId};
use pursuance_domain::people::credential::Cause;
use pursuance_domain::time::{DAY, Time};
use serde_json::{Value, json};

use super::{Cx, PerformError, Refused, account, credential};
use crate::store::accounts::{self, Session};
use crate::store::{events, signin_nonces};

carried_out! {
    StartSession => start,
    EndSession => end,
    EndAllSessions => end_all,
}

/// A session lives this long after it was last used, and never longer after it began.
pub const LIFE: i64 = 30 * DAY;
pub const LONGEST: i64 = 180 * DAY;

/// When a session ends that began then and is used now.
pub fn ends(begun: Time, now: Time) -> Time {
    now.plus(LIFE).min(begun.plus(LONGEST))
}

/// The event that one session ended, or with `sessions` that all of an account did.
fn ended(sessions: Option<u64>) -> Happened {
    Happened::SessionEnded(SessionEnded { sessions })
}

/// Demands that a session has not ended. The caller holds the lock of the account's stream, so that no new credential appears
/// while all of them end.
pub(super) async fn demand(cx: &mut Cx, person: &ActorId, session: &SessionId) -> Result<(), PerformError> {
    let sessions = accounts::sessions(&mut cx.tx, person, cx.now).await?;
    if sessions.iter().any(|known| known.id == *session) { Ok(()) } else { Err(Refused::SignInFirst.into()) }
}

async fn start(cx: &mut Cx, a: StartSession) -> Result<Value, PerformError> {
    // Refuses a passphrase that is being replaced at the same moment, and a suspended account.
    events::lock(&mut cx.tx, &StreamId::of(&a.account)).await?;
    let is_suspended = account::account(cx, &a.account).await?.suspended_at.is_some();
    let kept = accounts::credential(&mut cx.tx, &a.account).await?;
    let is_another = a.verifier_of.is_some_and(|of| kept.is_none_or(|kept| kept.set_at != of));
    if is_suspended || is_another {
        return Err(Refused::SignInFirst.into());
    }
    if let Some(nonce) = &a.nonce
        && !signin_nonces::use_once(&mut cx.tx, nonce, cx.now).await?
    {
        return Err(Refused::SignInFirst.into());
    }
    let session = Session {
        id: SessionId(cx.new_id()),
        account: a.account.clone(),
        csrf: a.csrf,
        created: cx.now,
        seen: cx.now,
        expires: ends(cx.now, cx.now),
    };
    accounts::remove_old_sessions(&mut cx.tx, cx.now).await?;
    // The holder of any session's cookie may end that session.
    if let Some(before) = &a.replaces
        && let Some(whose) = accounts::replace_session(&mut cx.tx, before).await?
    {
        let stream = StreamId::of(&whose);
        cx.leave(stream, Audience::Own, ended(None), before.as_str(), None);
    }
    if let Some(address) = &a.address {
        accounts::see_address(&mut cx.tx, &a.account, address, cx.now).await?;
    }
    accounts::add_session(&mut cx.tx, &session, &a.secret_hash).await?;
    cx.leave(
        StreamId::of(&a.account),
        Audience::Own,
        Happened::SessionStarted(Bare {}),
        session.id.as_str(),
        None,
    );
    Ok(json!({ "session": session.id }))
}

async fn end(cx: &mut Cx, a: EndSession) -> Result<Value, PerformError> {
    let person = cx.person()?;
    if accounts::remove_session(&mut cx.tx, &person, &a.session).await? == 1 {
        cx.leave(StreamId::of(&person), Audience::Own, ended(None), a.session.as_str(), None);
    }
    Ok(json!({ "session": a.session }))
}

async fn end_all(cx: &mut Cx, a: EndAllSessions) -> Result<Value, PerformError> {
    account::own_or_operator(cx, &a.account).await?;
    let sessions = credential::end(cx, &a.account, Cause::SignedOut, None).await?.sessions;
    cx.leave(StreamId::of(&a.account), Audience::Own, ended(Some(sessions)), a.account.as_str(), None);
    Ok(json!({ "sessions": sessions }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_ends_after_half_a_year_however_often_it_is_used() {
        let begun = Time(0);
        assert_eq!(ends(begun, begun), Time(LIFE));
        assert_eq!(ends(begun, Time(100 * DAY)), Time(130 * DAY));
        assert_eq!(ends(begun, Time(179 * DAY)), Time(LONGEST));
    }
}
