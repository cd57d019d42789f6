//! Grants: what one member may do with one task beyond their role.

use pursuance_domain::action::SetGrant;
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::GrantSet;
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::people::membership::MemberRefusal;
use serde_json::{Value, json};

use super::{Counted, Cx, PerformError, Refused, access, member};
use crate::store::grants;

carried_out! {
    SetGrant => set,
}

/// How many members have grants on one task.
pub const ON_A_TASK: i64 = 50;

/// On how many tasks of a pursuance one member has grants: every request of theirs reads them.
pub const OF_A_MEMBER: i64 = 100;

async fn set(cx: &mut Cx, a: SetGrant) -> Result<Value, PerformError> {
    let by = cx.person()?;
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::GrantOnTask, Some(&task))?;
    let (actor, _) = member::active(cx, &access, a.member.as_str()).await?;
    let before = grants::on_task(&mut cx.tx, &task.id, &actor.id).await?;
    let has_more = a.may.list().into_iter().any(|grant| !before.has(grant));
    if has_more && !member::is_available(cx, &actor.id).await? {
        return Err(MemberRefusal::Unavailable.into());
    }
    if !before.any() && a.may.any() {
        let id = &access.pursuance.id;
        let (on_task, of_member) = grants::counts(&mut cx.tx, id, &task.id, &actor.id).await?;
        if on_task >= ON_A_TASK {
            return Err(Refused::Full { what: Counted::GrantsOnTask, most: ON_A_TASK }.into());
        }
        if of_member >= OF_A_MEMBER {
            return Err(Refused::Full { what: Counted::GrantsOfMember, most: OF_A_MEMBER }.into());
        }
    }
    if before != a.may {
        grants::set(&mut cx.tx, &access.pursuance.id, &task.id, &actor.id, a.may, Some(&by), cx.now).await?;
        let told = Happened::TaskGrantSet(GrantSet { before, after: a.may });
        let stream = StreamId::of(&access.pursuance.id);
        cx.leave(stream, Audience::Members, told, actor.id.as_str(), Some(&task.id));
    }
    Ok(json!({ "task": task.number, "id": task.id, "member": actor.name, "may": a.may }))
}
