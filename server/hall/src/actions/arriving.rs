//! People who tell what they can: tasks whose search found nobody ask them now, and not at their next look (RULES §4).

use std::slice;

use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::pairing::Standing;
use pursuance_domain::value::{LeveledSkill, LeveledSkills, SkillLevel};

use super::{Cx, PerformError, pairing as rules};
use crate::store::error::StoreResult;
use crate::store::jobs::Job;
use crate::store::{arriving, pairing, pursuances, skills, tasks};

/// The most tasks that look again at once because somebody told skills.
pub const LOOK_AGAIN_MOST: usize = 20;

/// The most pursuances of somebody in which tasks look again at once: each is one statement of the action, while others wait to write.
/// Those come first to which they came last.
pub const LOOK_AGAIN_IN: usize = 50;

/// Writes the skills of a person. Where they can more than before, their pursuances look again for tasks that wait for that.
pub(super) async fn set_skills(
    cx: &mut Cx,
    person: &ActorId,
    told: &LeveledSkills,
) -> Result<(), PerformError> {
    let before = skills::of_person(&mut cx.tx, person).await?;
    skills::set(&mut cx.tx, person, told).await?;
    // Nobody is asked for what they only learn.
    let can = |one: &LeveledSkill| one.level != SkillLevel::Learning;
    let could = |one: &LeveledSkill| before.iter().any(|known| known.skill == one.skill && can(known));
    if told.iter().any(|one| can(one) && !could(one)) {
        let theirs = pursuances::newest_of_member(&mut cx.tx, person, LOOK_AGAIN_IN).await?;
        look_again(cx, person, &theirs).await?;
    }
    Ok(())
}

/// Asks a person now about tasks of some pursuances, besides the people who have not answered yet. No other way than asking comes
/// sooner by it: a wave from the fourth on keeps its time.
pub(super) async fn look_again(cx: &mut Cx, person: &ActorId, among: &[ActorId]) -> StoreResult<()> {
    let mut waiting = Vec::new();
    for pursuance in among {
        let found = arriving::waiting_for(&mut cx.tx, person, pursuance, cx.now, LOOK_AGAIN_MOST).await?;
        waiting.extend(found);
    }
    waiting.sort();
    waiting.truncate(LOOK_AGAIN_MOST);
    let mut soon: Vec<TaskId> = Vec::new();
    for (_, id) in waiting {
        // A look that finds nobody would go on to the next way, before its time.
        if is_asked(cx, person, &id, soon.len()).await? {
            soon.push(id);
        }
    }
    if soon.is_empty() {
        return Ok(());
    }
    // The question waits for the end of their quiet hours.
    let at = rules::quiet_until(cx, person).await?.unwrap_or(cx.now);
    // In one order: of two people who tell their skills at the same moment, neither waits for the other.
    soon.sort();
    for task in soon {
        pairing::hasten(&mut cx.tx, &task, at).await?;
        Job::Pair { task }.write(&mut cx.tx, &cx.app.clock, at).await?;
    }
    Ok(())
}

/// Whether a look at a task would ask the person, apart from their quiet hours. `others`: about how many they are asked besides.
async fn is_asked(cx: &mut Cx, person: &ActorId, task: &TaskId, others: usize) -> StoreResult<bool> {
    let Some(task) = tasks::by_id(&mut cx.tx, task).await? else { return Ok(false) };
    let Some(pursuance) = pursuances::by_id(&mut cx.tx, &task.pursuance).await? else { return Ok(false) };
    if pursuance.closed_at.is_some() {
        return Ok(false);
    }
    let about = rules::about(&pursuance, &task);
    let found = pairing::candidates(&mut cx.tx, about, slice::from_ref(person), cx.now).await?;
    Ok(found.first().is_some_and(|one| {
        let asked = one.standing.asked_this_week.saturating_add(u32::try_from(others).unwrap_or(u32::MAX));
        Standing { is_quiet: false, asked_this_week: asked, ..one.standing }.fits().is_ok()
    }))
}
