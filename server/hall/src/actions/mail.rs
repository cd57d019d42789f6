//! Mail: the address of a person (RULES §8). An address is confirmed by a link that is sent there; only its hash is kept.

use pursuance_domain::action::{ConfirmMail, PauseMail, RemoveMail, SetMail};
use pursuance_domain::event::happened::{Bare, MailPaused};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::digest;
use pursuance_domain::time::{DAY, Time};
use serde_json::{Value, json};

use super::{Cx, InputRefusal, PerformError, Refused, Thing, access, limits};
use crate::platform::clock::Clock;
use crate::state::hash_secret;
use crate::store::db::WriteTx;
use crate::store::error::StoreResult;
use crate::store::mails::{self, AddressState, NewAddress, NewMail, Purpose};
use crate::store::parcels::Lane;
use crate::store::{availability, events};

carried_out! {
    SetMail => set,
    ConfirmMail => confirm,
    RemoveMail => remove,
    PauseMail => pause,
}

/// How long the link in a mail is good.
pub const LINK_LIFE: i64 = DAY;

/// Leaves an event that only the person reads.
fn leave(cx: &mut Cx, person: &ActorId, what: Happened) {
    cx.leave(StreamId::of(person), Audience::Own, what, person.as_str(), None);
}

async fn set(cx: &mut Cx, a: SetMail) -> Result<Value, PerformError> {
    let person = cx.person()?;
    if cx.app.config.mail.is_none() {
        return Err(Refused::Input(InputRefusal::NoMail).into());
    }
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    let mark = cx.app.keyed_hashes.mail_address(&a.address.folded());
    limits::mail(cx, &person, &mark).await?;
    let sealed = cx.app.keys.seal_address(&person, &a.address)?;
    let link_hash = hash_secret(&cx.app.keyed_hashes.mail_link(&person, &mark, cx.now));
    // Before the mails, as listeners do.
    Lane::mail().open(&mut cx.tx, &cx.app.clock, cx.now).await?;
    mails::finish_all(&mut cx.tx, &person).await?;
    tell_former(cx, &person, Some(&mark)).await?;
    let new = NewAddress {
        account: &person,
        sealed: &sealed,
        mark: &mark,
        link_hash: &link_hash,
        link_until: cx.now.plus(LINK_LIFE),
    };
    mails::set_address(&mut cx.tx, &new, cx.now).await?;
    let mail = NewMail { id: cx.new_id(), account: person.clone(), due_at: cx.now };
    mails::begin(&mut cx.tx, Purpose::Confirm, "", &[mail], cx.now).await?;
    leave(cx, &person, Happened::MailSet(Bare {}));
    Ok(json!({ "until": cx.now.plus(LINK_LIFE) }))
}

/// Has the former address told that it gets no more mail, unless it is set again: so its owner learns if somebody else has taken
/// over the account.
async fn tell_former(cx: &mut Cx, person: &ActorId, next: Option<&str>) -> Result<(), PerformError> {
    let Some(former) = mails::address(&mut cx.tx, person).await? else { return Ok(()) };
    if (former.state == AddressState::Confirmed || former.was_confirmed) && next != Some(former.mark.as_str())
    {
        let id = cx.new_id();
        mails::tell_former(&mut cx.tx, &former, id, cx.now).await?;
    }
    Ok(())
}

async fn confirm(cx: &mut Cx, a: ConfirmMail) -> Result<Value, PerformError> {
    let person = cx.person()?;
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    if !mails::confirm(&mut cx.tx, &person, &a.secret_hash, cx.now).await? {
        return Err(Refused::Input(InputRefusal::MailLink).into());
    }
    let zone = availability::of_person(&mut cx.tx, &person).await?.map(|said| said.zone);
    let due_at = digest::next(zone.ok_or(Refused::NotFound(Thing::Account))?, cx.now);
    Lane::mail().open(&mut cx.tx, &cx.app.clock, due_at).await?;
    // The link needs no sending any more.
    mails::finish_all(&mut cx.tx, &person).await?;
    let mail = NewMail { id: cx.new_id(), account: person.clone(), due_at };
    mails::begin(&mut cx.tx, Purpose::Digest, "", &[mail], cx.now).await?;
    leave(cx, &person, Happened::MailConfirmed(Bare {}));
    Ok(json!({ "confirmed": true }))
}

async fn remove(cx: &mut Cx, _: RemoveMail) -> Result<Value, PerformError> {
    let person = cx.person()?;
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    Lane::mail().open(&mut cx.tx, &cx.app.clock, cx.now).await?;
    mails::finish_all(&mut cx.tx, &person).await?;
    tell_former(cx, &person, None).await?;
    let removed = mails::remove_address(&mut cx.tx, &person).await?;
    if removed {
        leave(cx, &person, Happened::MailRemoved(Bare {}));
    }
    Ok(json!({ "removed": removed }))
}

/// Moves the next digest to seven o'clock in the person's present time zone. A digest that would come too early there is held
/// back when it is due.
pub(super) async fn by_new_clocks(
    clock: &Clock,
    tx: &mut WriteTx,
    person: &ActorId,
    now: Time,
) -> StoreResult<()> {
    let address = mails::address(tx, person).await?;
    if address.is_none_or(|address| address.state != AddressState::Confirmed) {
        return Ok(());
    }
    let Some(said) = availability::of_person(tx, person).await? else { return Ok(()) };
    let at = digest::next(said.zone, now);
    // Before the mails, as listeners do.
    Lane::mail().open(tx, clock, at).await?;
    mails::hasten_digest(tx, person, at).await
}

async fn pause(cx: &mut Cx, a: PauseMail) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    events::lock(&mut cx.tx, &StreamId::of(&a.account)).await?;
    let paused = mails::pause(&mut cx.tx, &a.account, &a.mark, a.why, cx.now).await?;
    if paused {
        mails::finish_all(&mut cx.tx, &a.account).await?;
        leave(cx, &a.account, Happened::MailPaused(MailPaused { why: a.why }));
    }
    Ok(json!({ "paused": paused }))
}
