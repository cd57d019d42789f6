//! The search for people who may go on with a task that was handed on: before the transaction that asks one of them, since it
//! may look at thousands.

use pursuance_domain::action::SucceedTask;
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::pairing::Draw;
use pursuance_domain::silence::foremost;

use super::WorkerCx;
use crate::actions::{pairing as waves, succession as rules};
use crate::store::eligible::{self, EligibleSearch};
use crate::store::error::StoreResult;
use crate::store::{pairing, pursuances, succession, tasks};

/// Number of candidates handed on for each rule: the transaction checks them again, and some may have become busy meanwhile.
const EACH: usize = 12;

/// The next look at a task that was handed on, with its first candidates; none where the task is no longer handed on.
pub(super) async fn look(cx: &WorkerCx, id: TaskId) -> StoreResult<Option<SucceedTask>> {
    let now = cx.app.clock.now();
    let mut tx = cx.app.db.read().await?;
    let Some(found) = succession::find(&mut tx, &id).await? else { return Ok(None) };
    let nobody = SucceedTask { task: id, candidates: Vec::new(), seen: None };
    let Some(task) = tasks::by_id(&mut tx, &nobody.task).await? else { return Ok(None) };
    let Some(pursuance) = pursuances::by_id(&mut tx, &found.pursuance).await? else { return Ok(None) };
    let asked = rules::asked_alone(&mut tx, &found).await?;
    // People who stand by are few: the transaction looks them up itself.
    if !found.is_running || found.keeps || asked.is_some_and(|asked| asked.until > Some(now)) {
        return Ok(Some(nobody));
    }
    let people: Vec<ActorId> = if waves::has_skills(&mut tx, &pursuance, &task).await? {
        let place = Draw::of(&task.id, 0, &pursuance.id).0;
        let members = pursuance.members;
        let search = EligibleSearch {
            task: &task.id,
            pursuance: &pursuance.id,
            members,
            place,
            most: pairing::LOOKED_AT,
        };
        eligible::reachable(&mut tx, search).await?.people
    } else {
        // Without skills everybody fits: takes the people named by the pursuance's newest events.
        succession::lately_active(&mut tx, &pursuance.id).await?.into_keys().collect()
    };
    let order = rules::order_of(&mut tx, &found).await?;
    let heirs = rules::heirs(&mut tx, (&pursuance, &task), &found.former, &people, now).await?;
    drop(tx);
    let candidates = foremost(&order.heirs, &heirs, EACH);
    let seen = Some(rules::turn_of(&found, &task, order.heirs));
    Ok(Some(SucceedTask { candidates, seen, ..nobody }))
}
