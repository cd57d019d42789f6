//! Messages about tasks of a private pursuance: comments whose words this server does not read. Who signed one lies inside its
//! envelope; the server knows its sender by the account that sent it.

use pursuance_domain::allowed::Permission;
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::Commented;
use pursuance_domain::id::MessageId;
use pursuance_sealed::check;
use pursuance_sealed::error::Refusal;
use pursuance_sealed::ids::{Iid, ObjectId};
use pursuance_sealed::record::Message;

use super::refusal::{SealedRefusal, no};
use super::{Private, newer};
use crate::actions::{Cx, PerformError, Refused, Thing, access, task as tasking};
use crate::store::sealed::log::NEWER;
use crate::store::sealed::messages::{self, NewMessage};
use crate::store::sealed::objects;
use crate::store::texts::Body;
use crate::store::{discussions, tasks};

/// Checks a message, and writes it as a comment on its task.
pub(super) async fn put(
    cx: &mut Cx,
    private: &Private,
    sender: &Iid,
    message: &Message,
) -> Result<(), PerformError> {
    let (person, pursuance) = (cx.person()?, private.id().clone());
    if let Err(refusal) = check::message(&private.fold, message, sender) {
        return Err(late(cx, private, refusal).await?);
    }
    let object = ObjectId::from_bytes(*message.unit.as_bytes());
    let id = objects::task(&mut cx.tx, &pursuance, &object).await?;
    let id = id.ok_or_else(|| no(Refusal::BadFields))?;
    let task = tasks::by_id(&mut cx.tx, &id).await?.ok_or(Refused::NotFound(Thing::Task))?;
    let task = access::shown(&private.access, task.number, Some(task))?;
    access::demand_here(&task)?;
    private.access.demand(Permission::Discuss, Some(&task))?;
    if messages::is_sent(&mut cx.tx, &pursuance, message, sender).await? {
        // Another device of the same person was first: the next one follows the newest.
        let newest = messages::newest(&mut cx.tx, &pursuance, &message.unit, sender).await?;
        let newest = newest.and_then(|newest| newest.record).into_iter().collect();
        return Err(SealedRefusal::from(Refusal::StaleRevision).with(newest).into());
    }
    if messages::is_there(&mut cx.tx, &pursuance, &message.message).await? {
        return Err(no(Refusal::BadFields));
    }
    let id = MessageId(cx.new_id());
    let comment = discussions::Message {
        uri: cx.app.addresses.note(id.as_str()),
        thread: task.id.0.clone(),
        author: person.clone(),
        at: cx.now,
        revision: 1,
        shared_with: None,
        retracted_at: None,
        removed: None,
        worded_at: cx.now,
        // Its envelope follows.
        body: Body::Forgotten,
        is_refused: false,
        id: id.clone(),
    };
    discussions::add(&mut cx.tx, &comment).await?;
    let new = NewMessage { id: &id, message, sender, author: &person };
    messages::add(&mut cx.tx, &pursuance, &new, cx.now).await?;
    let told = Commented { revision: 1, shared: false, delegation: None, step: None };
    cx.event(&pursuance, Happened::TaskCommented(told), id.as_str(), Some(&task.id));
    tasks::touch(&mut cx.tx, &task.id, cx.now).await?;
    tasking::after_work(cx, &task).await
}

/// A refusal; where its sender only came late, with the newest entries of the log: how far they saw it lies in the envelope.
async fn late(cx: &mut Cx, private: &Private, refusal: Refusal) -> Result<PerformError, PerformError> {
    let entries = match (refusal, private.fold.head()) {
        (Refusal::StaleEpoch, Some(head)) => {
            let known = head.seq.checked_sub(u64::try_from(NEWER).unwrap_or(u64::MAX));
            newer(&mut cx.tx, private.id(), known).await?
        }
        (_, _) => Vec::new(),
    };
    Ok(SealedRefusal::from(refusal).with(entries).into())
}
