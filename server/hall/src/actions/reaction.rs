//! Reactions to messages: bookkeeping, of which no event tells and no notice. Open pages are told that something has changed.

use pursuance_domain::action::React;
use pursuance_domain::discussion::may_react;
use serde_json::{Value, json};

use super::comment::Place;
use super::{Cx, PerformError};
use crate::store::reactions;

carried_out! {
    React => react,
}

async fn react(cx: &mut Cx, a: React) -> Result<Value, PerformError> {
    let (access, place) = Place::lock(cx, a.room.as_ref(), a.pursuance.zip(a.task)).await?;
    place.demand_discuss(&access)?;
    let message = place.find(cx, &a.message).await?;
    let (person, emoji) = (cx.person()?, a.emoji.as_str());
    let is_new = if a.on {
        let kinds = reactions::kinds(&mut cx.tx, &message.id, &person).await?;
        may_react(message.retracted_at.is_some(), &kinds, a.emoji)?;
        reactions::add(&mut cx.tx, &message.id, emoji, &person, cx.now).await?
    } else {
        reactions::remove(&mut cx.tx, &message.id, emoji, &person).await?
    };
    if is_new {
        cx.changes(&access.pursuance.id);
    }
    let mut answer = place.answer(&message.id);
    answer["emoji"] = json!(emoji);
    answer["on"] = json!(a.on);
    Ok(answer)
}
