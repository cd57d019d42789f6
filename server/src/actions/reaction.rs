//! Reactions to messages: bookkeeping, of which no event tells and no notice. Open pages are told that something has changed.

use pursuance_domain::action::React;
use pursuance_domain::allowed::Permission;
use pursuance_domain::discussion::may_react;
use serde_json::{Value, json};

use super::{Cx, PerformError, access, comment};
use crate::store::reactions;

carried_out! {
    React => react,
}

async fn react(cx: &mut Cx, a: React) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::Discuss, Some(&task))?;
    let message = comment::find(cx, &task, &a.message).await?;
    let (person, emoji) = (cx.person()?, a.emoji.as_str());
    let is_new = if a.on {
        let kinds = reactions::kinds(&mut cx.tx, &message.id).await?;
        may_react(message.retracted_at.is_some(), &kinds, a.emoji)?;
        reactions::add(&mut cx.tx, &message.id, emoji, &person, cx.now).await?
    } else {
        reactions::remove(&mut cx.tx, &message.id, emoji, &person).await?
    };
    if is_new {
        cx.changes(&access.pursuance.id);
    }
    Ok(json!({ "message": message.id, "task": task.number, "emoji": emoji, "on": a.on }))
}
