//! Silence: awaited people answer, need longer, or hand on; the clock reminds them, and hands on (RULES §5).

use pursuance_domain::action::{
    AnswerHandOn, HandBackTask, HandOnTask, LookAnew, NeedLonger, SetPace, StillOnIt, TellDue, TickSilence,
};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::{
    Bare, DueUnassigned, HandOnAsked, Nudged, PaceSet, StillOnIt as Said, TaskAssigned, TaskEdited,
};
use pursuance_domain::event::{Happened, Verb};
use pursuance_domain::id::ActorId;
use pursuance_domain::people::limits::{first_awake, is_away};
use pursuance_domain::people::parting::Parting;
use pursuance_domain::silence::{
    FixedDays, Judge, LongerRefusal, Part, Sign, Silence, asked_first, follow, longer,
};
use pursuance_domain::task::asks::Edited;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, HOUR, Time};
use pursuance_domain::value::HandingOn;
use serde_json::{Value, json};

use super::access::{self, Access};
use super::{Cx, PerformError, delegation, leaving, names_task, pairing, review, succession, task};
use crate::listeners::silence::{counted, watched};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::jobs::Job;
use crate::store::outline::due_told;
use crate::store::pursuances::{self, MemberState, Pursuance};
use crate::store::silence::{self, HeirOrder};
use crate::store::tasks::{self, Task};
use crate::store::{accounts, availability, events};

carried_out! {
    StillOnIt => still_on_it,
    NeedLonger => need_longer,
    HandOnTask => hand_on,
    AnswerHandOn => answer_hand_on,
    SetPace => set_pace,
    TickSilence => tick,
    TellDue => tell_due,
    LookAnew => look_anew,
}

/// How many silences one transaction looks at anew.
const ANEW_AT_ONCE: i64 = 500;

/// Time until the next look at a task that is put away, or whose pursuance is closed.
const REST: i64 = 7 * DAY;

/// A task about which the person is waited for.
async fn theirs(cx: &mut Cx, pursuance: &str, number: i64) -> Result<(Access, Task), PerformError> {
    let person = cx.person()?;
    let (access, task) = access::lock_task(cx, pursuance, number).await?;
    access.need_role(Permission::WorkOnTask, &task)?;
    let watched = watched(&mut cx.tx, &task).await?;
    if watched.is_some_and(|watched| watched.who == person) {
        Ok((access, task))
    } else {
        Err(LongerRefusal::NotWaitedFor.into())
    }
}

async fn still_on_it(cx: &mut Cx, a: StillOnIt) -> Result<Value, PerformError> {
    let (access, task) = theirs(cx, &a.pursuance, a.task).await?;
    if has_said(cx, &task).await? {
        return Ok(names_task(task.number, &task.id));
    }
    say(cx, &access, &task, None).await
}

/// Whether the person said so within the hour: who presses twice, or a program that tries again, says it once. Nobody is asked so soon.
async fn has_said(cx: &mut Cx, task: &Task) -> Result<bool, PerformError> {
    let person = cx.person()?;
    let ids = std::slice::from_ref(&task.id);
    let said = events::newest_of_tasks(&mut cx.tx, ids, Verb::TaskStillOnIt).await?;
    Ok(said.iter().any(|last| last.actor.as_ref() == Some(&person) && cx.now.0 - last.at.0 < HOUR))
}

async fn need_longer(cx: &mut Cx, a: NeedLonger) -> Result<Value, PerformError> {
    let (access, task) = theirs(cx, &a.pursuance, a.task).await?;
    let until = longer(a.until, cx.now)?;
    say(cx, &access, &task, Some(until)).await
}

/// The clock begins anew with the event.
async fn say(cx: &mut Cx, access: &Access, task: &Task, until: Option<Time>) -> Result<Value, PerformError> {
    tasks::touch(&mut cx.tx, &task.id, cx.now).await?;
    let told = Happened::TaskStillOnIt(Said { until });
    cx.event(&access.pursuance.id, told, task.id.as_str(), Some(&task.id));
    task::after_work(cx, task).await?;
    Ok(names_task(task.number, &task.id))
}

async fn hand_on(cx: &mut Cx, a: HandOnTask) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.need_role(Permission::WorkOnTask, &task)?;
    if task.assignee.as_ref() == Some(&person) {
        let done = task::hand_back(cx, HandBackTask { pursuance: a.pursuance, task: a.task }).await?;
        succession::begin(cx, &task, &person, false).await?;
        return Ok(done);
    }
    if task.phase.is_closed() || task.reviewer.as_ref() != Some(&person) {
        return Err(LongerRefusal::NotWaitedFor.into());
    }
    if !may_go_on(&task) || task.creator == person {
        return Err(LongerRefusal::NobodyElse.into());
    }
    end_review(cx, &access.pursuance, &task, Parting::HandedOn).await?;
    Ok(names_task(task.number, &task.id))
}

/// The answer of the reviewer who was asked whether the task of somebody silent is handed on.
async fn answer_hand_on(cx: &mut Cx, a: AnswerHandOn) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.need_role(Permission::WorkOnTask, &task)?;
    let found = silence::of_task(&mut cx.tx, &task.id).await?;
    let row = found.filter(|row| row.silence.is_asked(&person)).ok_or(LongerRefusal::NotAsked)?;
    // Somebody else may decide on the work now, or have it.
    let watched = watched(&mut cx.tx, &task).await?.filter(|watched| watched.who == row.silence.who);
    let (Some(watched), true) = (watched, pairing::judge(&access.pursuance, &task) == Some(&person)) else {
        return Err(LongerRefusal::NotAsked.into());
    };
    if a.hand_on {
        take_from(cx, &task).await?;
        return Ok(names_task(task.number, &task.id));
    }
    let row = counted(&mut cx.tx, row, cx.now).await?;
    let terms = silence::terms(&mut cx.tx, &task.pursuance, task.phase).await?;
    // Counts as an answer of the assignee: they get the full time again.
    let word = Some(Sign::Word { until: None });
    if let Some(silence) = follow(Some(row.silence), Some(&watched), word, terms, cx.now).silence {
        silence::set(&mut cx.tx, &task.id, &task.pursuance, &silence, row.counted_to).await?;
    }
    cx.event(&task.pursuance, Happened::TaskKept(Bare {}), task.id.as_str(), Some(&task.id));
    Ok(names_task(task.number, &task.id))
}

/// The person who decides on the work of a task, with their present role; none where nobody does.
pub(crate) async fn judge_of(
    tx: &mut ReadTx,
    pursuance: &Pursuance,
    task: &Task,
    now: Time,
) -> StoreResult<Option<Judge>> {
    let Some(who) = pairing::judge(pursuance, task).cloned() else { return Ok(None) };
    let account = accounts::by_actor(tx, &who).await?.filter(|account| account.suspended_at.is_none());
    let role = match account {
        Some(_) => pursuances::member(tx, &pursuance.id, &who).await?,
        None => None,
    };
    let role = role.filter(|member| member.state == MemberState::Active).map(|member| member.role);
    let away = availability::of_person(tx, &who).await?.and_then(|said| said.away);
    Ok(Some(Judge { who, role, is_away: away.is_some_and(|away| is_away(away, now)) }))
}

/// The reviewer who is asked before a task is handed on, if one is.
async fn asked_before(
    cx: &mut Cx,
    pursuance: &Pursuance,
    task: &Task,
    silence: &Silence,
) -> StoreResult<Option<ActorId>> {
    if !silence::order(&mut cx.tx, &pursuance.id).await?.asks_reviewer {
        return Ok(None);
    }
    let judge = judge_of(&mut cx.tx, pursuance, task, cx.now).await?;
    Ok(asked_first(true, silence, judge.as_ref()).cloned())
}

/// Asks the reviewer whether a task is handed on.
fn ask_reviewer(cx: &mut Cx, task: &Task, silence: Silence, reviewer: ActorId) -> Silence {
    let silence = silence.asks(reviewer.clone(), cx.now);
    let told = HandOnAsked { reviewer, person: silence.who.clone(), until: silence.hand_on_at };
    cx.event(&task.pursuance, Happened::HandOnAsked(told), task.id.as_str(), Some(&task.id));
    silence
}

/// Whether its reviewer may be another one: its creator, or where they may not assign, another who may. Never their own work.
fn may_go_on(task: &Task) -> bool {
    task.reviewer.is_some() && task.assignee.as_ref() != Some(&task.creator)
}

/// Takes the review from its reviewer: another member is named, or it falls to the creator of the task.
async fn end_review(
    cx: &mut Cx,
    pursuance: &Pursuance,
    task: &Task,
    because: Parting,
) -> Result<(), PerformError> {
    let told = match review::instead(&mut cx.tx, pursuance, task).await? {
        Some(reviewer) => {
            let reviewer = Some(reviewer);
            let mut edited = Edited::default();
            edited.note_reviewer(&task.reviewer, &reviewer);
            tasks::set_review(&mut cx.tx, &task.id, reviewer.as_ref(), task.needs_review, cx.now).await?;
            let told = TaskEdited::of(edited, task.revision + 1, None);
            Happened::TaskEdited(TaskEdited { because: Some(because), ..told })
        }
        None => {
            tasks::end_review(&mut cx.tx, &task.id, cx.now).await?;
            leaving::no_reviewer(task, Some(because))
        }
    };
    cx.event(&task.pursuance, told, task.id.as_str(), Some(&task.id));
    Ok(())
}

/// Tells the members who may assign a task that it is late, or soon due, and that nobody has it; once for each date.
async fn tell_due(cx: &mut Cx, a: TellDue) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let done = json!({});
    let Some(found) = tasks::by_id(&mut cx.tx, &a.task).await? else { return Ok(done) };
    delegation::lock_party(cx, &found.pursuance).await?;
    // Somebody may have taken it just now.
    let Some(task) = tasks::by_id(&mut cx.tx, &a.task).await? else { return Ok(done) };
    let Some(due) = task.asked.due else { return Ok(done) };
    if due_told::is_due(&mut cx.tx, &task.id, cx.now).await?
        && due_told::tell(&mut cx.tx, &task.id, cx.now).await?
    {
        let told = Happened::TaskDueUnassigned(DueUnassigned { due });
        cx.event(&task.pursuance, told, task.id.as_str(), Some(&task.id));
    }
    Ok(done)
}

/// Handles a due silence: sends a reminder, or hands the task on. Nothing is due twice.
async fn tick(cx: &mut Cx, a: TickSilence) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let done = json!({});
    let Some(found) = silence::of_task(&mut cx.tx, &a.task).await? else { return Ok(done) };
    delegation::lock_party(cx, &found.pursuance).await?;
    // Somebody may have written just now.
    let Some(row) = silence::of_task(&mut cx.tx, &a.task).await? else { return Ok(done) };
    let is_due = row.look_at.is_some_and(|at| at <= cx.now);
    let task = tasks::by_id(&mut cx.tx, &a.task).await?;
    let Some(task) = task.filter(|_| is_due) else { return Ok(done) };
    let pursuance = pursuances::by_id(&mut cx.tx, &row.pursuance).await?;
    let Some(pursuance) = pursuance.filter(|pursuance| pursuance.closed_at.is_none() && !task.is_put_away())
    else {
        let late = row.look_at.map_or(0, |at| cx.now.0 - at.0).max(0);
        let rests = row.silence.moved(late + REST);
        silence::set(&mut cx.tx, &task.id, &task.pursuance, &rests, cx.now).await?;
        return Ok(done);
    };
    let row = counted(&mut cx.tx, row, cx.now).await?;
    let (before, counted_to) = (row.silence, row.counted_to);
    let terms = silence::terms(&mut cx.tx, &task.pursuance, task.phase).await?;
    let watched = watched(&mut cx.tx, &task).await?.filter(|watched| {
        terms.mode != HandingOn::Off && watched.who == before.who && watched.part == before.part
    });
    let Some(watched) = watched else {
        silence::end(&mut cx.tx, &task.id).await?;
        return Ok(done);
    };
    // By the terms of now.
    let now = follow(Some(before), Some(&watched), Some(Sign::Edited), terms, cx.now);
    let Some(silence) = now.silence else { return Ok(done) };
    if silence.due_at().is_some_and(|due| due <= cx.now)
        && let Some(there) = left_alone_until(cx, &silence.who).await?
    {
        silence::set(&mut cx.tx, &task.id, &task.pursuance, &silence, counted_to).await?;
        silence::put_off(&mut cx.tx, &task.id, there).await?;
        return Ok(done);
    }
    let silence = match silence.due_at() {
        Some(due) if due <= cx.now && silence.nudged_at.is_none() => nudge(cx, &task, silence),
        Some(due) if due <= cx.now => match silence.part {
            Part::Assignee => {
                let Some(reviewer) = asked_before(cx, &pursuance, &task, &silence).await? else {
                    return take_from(cx, &task).await;
                };
                if let Some(awake) = quiet_until(cx, &reviewer).await? {
                    silence::set(&mut cx.tx, &task.id, &task.pursuance, &silence, counted_to).await?;
                    silence::put_off(&mut cx.tx, &task.id, awake).await?;
                    return Ok(done);
                }
                ask_reviewer(cx, &task, silence, reviewer)
            }
            Part::Reviewer if may_go_on(&task) => {
                end_review(cx, &pursuance, &task, Parting::Silent).await?;
                return Ok(done);
            }
            // No other person can review it: the reviewer is asked again.
            Part::Reviewer => Silence { worked_at: silence.worked_at, ..watched.begin(terms, cx.now) },
        },
        Some(_) | None => silence,
    };
    silence::set(&mut cx.tx, &task.id, &task.pursuance, &silence, counted_to).await?;
    Ok(done)
}

/// Says what happens after a silence.
async fn set_pace(cx: &mut Cx, a: SetPace) -> Result<Value, PerformError> {
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::EditPursuance, None)?;
    let id = access.pursuance.id.clone();
    let terms = silence::terms(&mut cx.tx, &id, Phase::Started).await?;
    let before = terms.mode;
    let days = terms.days.with(a.remind_after, a.hand_on_after)?;
    let order = silence::order(&mut cx.tx, &id).await?;
    let heirs = a.heirs.filter(|heirs| *heirs != order.heirs);
    let assigns = a.assigns.filter(|assigns| *assigns != order.assigns);
    let asks_reviewer = a.asks_reviewer.filter(|asks| *asks != order.asks_reviewer);
    let is_other = before != a.mode || days != terms.days;
    if is_other {
        silence::set_mode(&mut cx.tx, &id, a.mode, days).await?;
    }
    // The days count by fixed times alone.
    if is_other
        && (before != a.mode || a.mode == HandingOn::Fixed)
        && let Some(after) = silence::look_anew(&mut cx.tx, &id, None, ANEW_AT_ONCE, cx.now).await?
    {
        let job = Job::LookAnew { pursuance: id.clone(), after: Some(after) };
        job.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
    }
    let next = HeirOrder {
        heirs: heirs.clone().unwrap_or_else(|| order.heirs.clone()),
        assigns: assigns.unwrap_or(order.assigns),
        asks_reviewer: asks_reviewer.unwrap_or(order.asks_reviewer),
    };
    if next != order {
        silence::set_order(&mut cx.tx, &id, a.mode, &next).await?;
    }
    if is_other || next != order {
        let new_days = Some(days).filter(|days| *days != terms.days);
        let told = PaceSet {
            before,
            after: a.mode,
            remind_after: new_days.map(FixedDays::remind_after),
            hand_on_after: new_days.map(FixedDays::hand_on_after),
            heirs,
            assigns,
            asks_reviewer,
        };
        cx.event(&id, Happened::PursuancePaceSet(told), id.as_str(), None);
    }
    Ok(json!({
        "pursuance": access.pursuance.slug, "mode": a.mode, "remind_after": days.remind_after(),
        "hand_on_after": days.hand_on_after(), "heirs": next.heirs, "assigns": next.assigns,
        "asks_reviewer": next.asks_reviewer,
    }))
}

/// Goes on where a pursuance has more silences than one transaction checks anew.
async fn look_anew(cx: &mut Cx, a: LookAnew) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    delegation::lock_party(cx, &a.pursuance).await?;
    let after = silence::look_anew(&mut cx.tx, &a.pursuance, a.after.as_ref(), ANEW_AT_ONCE, cx.now).await?;
    Ok(json!({ "left": u8::from(after.is_some()), "after": after }))
}

/// Until when nothing is asked of somebody: while they are away, and in their quiet hours; none at other times. Their time away is
/// taken out of the silence, and by terms that have changed meanwhile what was before it may be long enough all the same.
async fn left_alone_until(cx: &mut Cx, person: &ActorId) -> Result<Option<Time>, PerformError> {
    let said = availability::of_person(&mut cx.tx, person).await?;
    let away = said.and_then(|said| said.away).filter(|away| is_away(*away, cx.now));
    match away {
        Some(away) => Ok(Some(away.until)),
        None => quiet_until(cx, person).await,
    }
}

/// The end of a person's quiet hours, for news that can wait; none outside of them.
async fn quiet_until(cx: &mut Cx, person: &ActorId) -> Result<Option<Time>, PerformError> {
    let said = availability::of_person(&mut cx.tx, person).await?;
    let awake = said.map(|said| first_awake(said.limits.quiet, said.zone, cx.now));
    Ok(awake.filter(|awake| *awake > cx.now))
}

fn nudge(cx: &mut Cx, task: &Task, silence: Silence) -> Silence {
    let silence = silence.nudged(cx.now);
    let told = Nudged { person: silence.who.clone(), part: silence.part, hand_on_at: silence.hand_on_at };
    cx.event(&task.pursuance, Happened::TaskNudged(told), task.id.as_str(), Some(&task.id));
    silence
}

/// Others are asked to go on with the task. That is no sign of life.
async fn take_from(cx: &mut Cx, task: &Task) -> Result<Value, PerformError> {
    tasks::set_state(&mut cx.tx, &task.id, Phase::HelpWanted, None, cx.now).await?;
    tasks::set_last_sign(&mut cx.tx, &task.id, task.last_sign).await?;
    let told = TaskAssigned {
        before: task.assignee.clone(),
        after: None,
        phase: Phase::HelpWanted,
        was: None,
        because: Some(Parting::Silent),
        delegation: None,
    };
    cx.event(&task.pursuance, Happened::TaskAssigned(told), task.id.as_str(), Some(&task.id));
    task::after_work(cx, task).await?;
    if let Some(former) = &task.assignee {
        succession::begin(cx, task, former, false).await?;
    }
    Ok(json!({ "task": task.number }))
}
