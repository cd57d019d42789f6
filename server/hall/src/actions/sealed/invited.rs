//! Opening an account by an invitation of a private pursuance. Its link carries a secret that no server gets: whoever knows the
//! address has not proved that they hold it, and so an invitation opens a bounded number of accounts (decision 35).

use pursuance_domain::time::Time;
use pursuance_sealed::ids::InviteId;
use pursuance_sealed::log::LogInvite;

use crate::actions::{Counted, Cx, PerformError, Refused, Thing, limits};
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::pursuances;
use crate::store::sealed::{self, log, seen};

/// Refuses the id of an invitation that lets nobody into a private pursuance now. Nobody proves here that they have its secret: they do when
/// they come in.
pub(in crate::actions) async fn demand_open_invite(cx: &mut Cx, id: &str) -> Result<(), PerformError> {
    let app = cx.app.clone();
    open_invite(&app, &mut cx.tx, id, cx.now).await?.map(drop).ok_or(Refused::NotFound(Thing::Invite).into())
}

/// Counts an account that is opened by an invitation through a door that lets in nobody without one, in the action's transaction: an
/// account that is not opened after all does not count. Refuses as many as the invitation lets in, and as many as may be in a day.
pub(in crate::actions) async fn count_account(cx: &mut Cx, id: &str) -> Result<(), PerformError> {
    let app = cx.app.clone();
    let found = open_invite(&app, &mut cx.tx, id, cx.now).await?;
    let (id, invite) = found.ok_or(Refused::NotFound(Thing::Invite))?;
    let most = invite.most_uses().map(i64::from);
    if !log::count_account(&mut cx.tx, &id, most).await? {
        return Err(Refused::Full { what: Counted::InviteAccounts, most: most.unwrap_or(0) }.into());
    }
    if !limits::invite_account(cx, &id.to_string()).await? {
        let most = limits::INVITE_ACCOUNTS.most;
        return Err(Refused::Full { what: Counted::InviteAccountsOfDay, most }.into());
    }
    Ok(())
}

/// Whether no account is opened by an invitation any more, though it is open: as many were as it lets in.
///
/// # Errors
/// When the database fails.
pub async fn is_spent(app: &App, tx: &mut ReadTx, id: &str, now: Time) -> StoreResult<bool> {
    let Some((id, invite)) = open_invite(app, tx, id, now).await? else { return Ok(false) };
    let Some(most) = invite.most_uses() else { return Ok(false) };
    Ok(log::accounts(tx, &id).await? >= i64::from(most))
}

/// An invitation of this id that lets people into a private pursuance now.
async fn open_invite(
    app: &App,
    tx: &mut ReadTx,
    id: &str,
    now: Time,
) -> StoreResult<Option<(InviteId, LogInvite)>> {
    let Some(id) = hex::decode(id).ok().and_then(|bytes| InviteId::from_slice(&bytes)) else {
        return Ok(None);
    };
    let Some(there) = seen::invited_to(tx, &id).await? else { return Ok(None) };
    let pursuance = pursuances::by_id(tx, &there).await?;
    if !pursuance.is_some_and(|found| found.deleted_at.is_none() && found.closed_at.is_none()) {
        return Ok(None);
    }
    let Some(standing) = sealed::standing(tx, &there).await? else { return Ok(None) };
    let Some(fold) = app.folds.of(tx, &there, &standing).await? else { return Ok(None) };
    let now_ms = u64::try_from(now.0 / 1_000).unwrap_or(0);
    Ok(fold.invite(&id).filter(|invite| invite.lets_in(now_ms)).map(|invite| (id, *invite)))
}
