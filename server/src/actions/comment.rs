//! Comments that were written: other wordings, and their ends.

use pursuance_domain::action::{DeleteComment, EditComment};
use pursuance_domain::allowed::Permission;
use pursuance_domain::discussion::{self, CommentEnd, CommentFacts, CommentRefusal};
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{CommentDeleted, CommentEdited, CommentRemoved};
use pursuance_domain::id::{ActorId, MessageId};
use serde_json::{Value, json};

use super::access::Access;
use super::{Cx, PerformError, Refused, Thing, access, delegation, member};
use crate::store::comments;
use crate::store::discussions::{self, Message};
use crate::store::tasks::Task;

carried_out! {
    EditComment => edit,
    DeleteComment => delete,
}

/// A comment on a task.
pub(super) async fn find(cx: &mut Cx, task: &Task, id: &MessageId) -> Result<Message, PerformError> {
    let found = discussions::by_id(&mut cx.tx, id).await?;
    Ok(found.filter(|message| message.thread == task.id.0).ok_or(Refused::NotFound(Thing::Comment))?)
}

/// The facts about a comment for a person.
pub(crate) fn facts(message: &Message, person: Option<&ActorId>) -> CommentFacts {
    CommentFacts {
        is_author: person == Some(&message.author),
        is_gone: message.retracted_at.is_some(),
        revision: message.revision,
    }
}

/// Whether the person may read the texts of a comment that was removed: they wrote it, or may remove comments.
pub(crate) fn may_appeal(access: &Access, task: &Task, message: &Message) -> bool {
    access.who.person() == Some(&message.author) || access.may(Permission::Moderate, Some(task))
}

async fn edit(cx: &mut Cx, a: EditComment) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::Discuss, Some(&task))?;
    let message = find(cx, &task, &a.comment).await?;
    let person = cx.person()?;
    discussion::may_edit(facts(&message, Some(&person)), a.revision)?;
    let answer = |revision: i64| json!({ "message": message.id, "task": task.number, "revision": revision });
    if message.body.is_sealed() {
        return Err(Refused::SignatureNeeded.into());
    }
    if message.body.is(a.body.as_str()) {
        delegation::share_again(cx, &message).await?;
        return Ok(answer(message.revision));
    }
    let revision = comments::reword(&mut cx.tx, &message, &person, cx.now, a.body.as_str()).await?;
    let told = Happened::TaskCommentEdited(CommentEdited { revision, delegation: None });
    cx.event(&access.pursuance.id, told, message.id.as_str(), Some(&task.id));
    let answer = answer(revision);
    let now = Message { revision, worded_at: cx.now, body: a.body.as_str().into(), ..message };
    delegation::share_edit(cx, &now).await?;
    Ok(answer)
}

async fn delete(cx: &mut Cx, a: DeleteComment) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::Discuss, Some(&task))?;
    let message = find(cx, &task, &a.comment).await?;
    let person = cx.person()?;
    let facts = facts(&message, Some(&person));
    if !facts.is_author {
        access.demand(Permission::Moderate, Some(&task))?;
    }
    match (discussion::ends(facts, a.reason.is_some())?, &a.reason) {
        (CommentEnd::Deleted, _) => {
            comments::delete(&mut cx.tx, &message, cx.now).await?;
            discussions::remove_files_with(&mut cx.tx, &message.id).await?;
            let told = Happened::TaskCommentDeleted(CommentDeleted { delegation: None });
            cx.event(&access.pursuance.id, told, message.id.as_str(), Some(&task.id));
        }
        (CommentEnd::Removed, Some(reason)) => {
            let reason = member::reason(cx, reason).await?;
            comments::remove(&mut cx.tx, &message, &person, &reason, cx.now).await?;
            discussions::remove_files_with(&mut cx.tx, &message.id).await?;
            let told = CommentRemoved { comment: message.id.clone(), reason };
            let (author, told) = (message.author.as_str(), Happened::TaskCommentRemoved(told));
            cx.event(&access.pursuance.id, told, author, Some(&task.id));
        }
        (CommentEnd::Removed, None) => return Err(CommentRefusal::ReasonNeeded.into()),
    }
    delegation::share_end(cx, &message).await?;
    Ok(json!({ "message": message.id, "task": task.number }))
}
