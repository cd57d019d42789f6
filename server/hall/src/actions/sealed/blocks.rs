//! Blocks of tasks, in words that this server does not read: each is a signed object of its own, by the rules of every other
//! block.

use pursuance_domain::allowed::Permission;
use pursuance_sealed::error::RelayRefusal;
use pursuance_sealed::ids::ObjectId;
use pursuance_sealed::revision::RESEALED;

use super::Private;
use super::refusal::no;
use super::tasks::Said;
use crate::actions::{Cx, PerformError, Refused, Thing, access, dependency};
use crate::store::sealed::objects::{self, BLOCK_TEXT};
use crate::store::tasks;

/// Says that a task is blocked, by words that follow. Answers the id of the block, on which they hang.
pub(super) async fn begin(cx: &mut Cx, private: &Private, said: &Said<'_>) -> Result<String, PerformError> {
    let has = |name: &str| said.revision.field(name).is_some();
    if said.rel.flags != 0 || !has(BLOCK_TEXT) || has(RESEALED) {
        return Err(no(RelayRefusal::BadFields));
    }
    let object = ObjectId::from_bytes(*said.revision.body.unit.as_bytes());
    let id = objects::task(&mut cx.tx, private.id(), &object).await?;
    let id = id.ok_or_else(|| no(RelayRefusal::BadFields))?;
    let task = tasks::by_id(&mut cx.tx, &id).await?.ok_or(Refused::NotFound(Thing::Task))?;
    let task = access::shown(&private.access, task.number, Some(task))?;
    access::demand_here(&task)?;
    private.access.demand(Permission::Depend, Some(&task))?;
    dependency::block_in_sealed_words(cx, &task).await
}
