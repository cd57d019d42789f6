//! Tasks that were handed on: one person after the other is asked whether they go on, each alone for a day (RULES §5); the
//! former assignee may take the task back while nobody has it. And the tasks of people who are away, as they wanted.

use pursuance_domain::action::{CarryOutAway, SucceedTask, TakeBack};
use pursuance_domain::allowed::{Permission, TaskGrant};
use pursuance_domain::event::Happened;
use pursuance_domain::event::happened::{OfferAnswered, TaskAssigned};
use pursuance_domain::id::{ActorId, OfferId, TaskId};
use pursuance_domain::pairing::OfferState;
use pursuance_domain::people::limits::{AwayTasks, first_awake, is_away};
use pursuance_domain::people::role::Role;
use pursuance_domain::silence::{ANSWER_WITHIN, Heir, HeirRule, Heirs, Part, Turn, next_heir};
use pursuance_domain::task::assign;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::{DAY, Time};
use serde_json::{Value, json};

use super::grant::{OF_A_MEMBER, ON_A_TASK};
use super::{Cx, PerformError, access, delegation, leaving, mentor, pairing as asking, task as tasking};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::jobs::Job;
use crate::store::offers::{self, AskReason, Offer};
use crate::store::pursuances::{self, Pursuance};
use crate::store::silence::{self, HeirOrder};
use crate::store::succession::{self, Succession};
use crate::store::tasks::{self, Task};
use crate::store::{availability, grants, notices, pairing};

carried_out! {
    TakeBack => take_back,
    SucceedTask => succeed,
    CarryOutAway => carry_out_away,
}

/// Interval of the looks at a task that waits for something other than people.
const HELD: i64 = DAY;
/// The most people standing by that are read.
const STANDING_BY: i64 = 50;

/// Has others asked to go on with a task. `keeps`: the assignee keeps it until somebody says yes.
pub(super) async fn begin(cx: &mut Cx, task: &Task, former: &ActorId, keeps: bool) -> StoreResult<()> {
    succession::begin(&mut cx.tx, (&task.id, &task.pursuance), former, keeps, cx.now).await?;
    if !keeps {
        keep_reading(cx, task, former).await?;
    }
    look_at(cx, &task.id, cx.now).await
}

/// Lets a former assignee who reads only their own tasks go on reading this one until somebody has it, if there is room for one
/// more grant. The server gives it, and [`succession::end`] takes it away again.
async fn keep_reading(cx: &mut Cx, task: &Task, former: &ActorId) -> StoreResult<()> {
    let member = pursuances::member(&mut cx.tx, &task.pursuance, former).await?;
    // With any right on it they read it anyway.
    if grants::on_task(&mut cx.tx, &task.id, former).await?.any()
        || member.is_none_or(|member| member.role >= Role::Viewer)
    {
        return Ok(());
    }
    let (on_task, of_member) = grants::counts(&mut cx.tx, &task.pursuance, &task.id, former).await?;
    if on_task >= ON_A_TASK || of_member >= OF_A_MEMBER {
        return Ok(());
    }
    let view = [TaskGrant::View].into_iter().collect();
    grants::set(&mut cx.tx, &task.pursuance, &task.id, former, view, None, cx.now).await
}

/// Queues a look at a task that was handed on.
pub(super) async fn look_at(cx: &mut Cx, task: &TaskId, at: Time) -> StoreResult<()> {
    Job::Succeed { task: task.clone() }.write(&mut cx.tx, &cx.app.clock, at).await
}

/// The question to the one person who is asked now, if there is one.
pub async fn asked_alone(tx: &mut ReadTx, found: &Succession) -> StoreResult<Option<Offer>> {
    let Some(id) = found.offer.as_ref().filter(|_| found.is_running) else { return Ok(None) };
    let offer = offers::by_id(tx, id).await?;
    Ok(offer.filter(|offer| offer.state == OfferState::Open && offer.until.is_some()))
}

/// Whether somebody else alone is asked now whether they go on with a task.
pub async fn is_held(tx: &mut ReadTx, task: &Task, person: Option<&ActorId>) -> StoreResult<bool> {
    let Some(found) = succession::find(tx, &task.id).await?.filter(|found| !found.keeps) else {
        return Ok(false);
    };
    Ok(asked_alone(tx, &found).await?.is_some_and(|offer| Some(&offer.person) != person))
}

/// Whether a yes to this offer relieves somebody who is away and keeps the task until then.
pub(super) async fn relieves(cx: &mut Cx, offer: &Offer, task: &Task) -> StoreResult<bool> {
    let Some(found) = succession::find(&mut cx.tx, &task.id).await?.filter(|found| found.keeps) else {
        return Ok(false);
    };
    let is_asked = found.offer.as_ref() == Some(&offer.id) && offer.until.is_some();
    Ok(is_asked && is_kept(&found, task) && goes_away(&mut cx.tx, &found.former, cx.now).await?)
}

/// Acts on a new person standing by: the assignee may be away, and want others to go on meanwhile.
pub(super) async fn stands_by(cx: &mut Cx, task: &Task) -> StoreResult<()> {
    let Some(person) = &task.assignee else { return Ok(()) };
    if goes_away(&mut cx.tx, person, cx.now).await? {
        let job = Job::GoAway { person: person.clone() };
        job.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
    }
    Ok(())
}

/// Whether a person is away now, and wants the people standing by to go on meanwhile.
async fn goes_away(tx: &mut ReadTx, person: &ActorId, now: Time) -> StoreResult<bool> {
    let away = availability::of_person(tx, person).await?.and_then(|said| said.away);
    Ok(away.is_some_and(|away| is_away(away, now) && away.tasks == AwayTasks::StandBy))
}

/// Whether the former assignee still has the task, and is at work on it.
fn is_kept(found: &Succession, task: &Task) -> bool {
    task.assignee.as_ref() == Some(&found.former) && Part::in_phase(task.phase) == Some(Part::Assignee)
}

async fn take_back(cx: &mut Cx, a: TakeBack) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    let facts = tasking::assign_facts(cx, &access, &task, Permission::WorkOnTask).await?;
    let found = succession::find(&mut cx.tx, &task.id).await?;
    let phase = assign::take_back(&facts, found.is_some_and(|found| found.former == person))?;
    tasking::give(cx, &access, &task, phase, Some(&person)).await
}

/// The facts about `people` who may go on with a task, and about people who stand by for it.
pub async fn heirs(
    tx: &mut ReadTx,
    (pursuance, task): (&Pursuance, &Task),
    former: &ActorId,
    people: &[ActorId],
    now: Time,
) -> StoreResult<Vec<Heir>> {
    let standing_by = offers::in_state(tx, &task.id, OfferState::StandingBy, STANDING_BY).await?;
    let inviter = succession::inviter(tx, &pursuance.id, former).await?;
    let mut people: Vec<ActorId> = people.to_vec();
    people.extend(standing_by.iter().map(|offer| offer.person.clone()).chain(inviter.clone()));
    people.sort_unstable();
    people.dedup();
    let found = pairing::candidates(tx, asking::about(pursuance, task), &people, now).await?;
    let active = succession::lately_active(tx, &pursuance.id).await?;
    let karma = succession::karma(tx, &pursuance.id, &people).await?;
    let heir = |one: pursuance_domain::pairing::Candidate| {
        let stands_by = standing_by.iter().find(|offer| offer.person == one.person);
        Heir {
            stands_by: stands_by.map(|offer| offer.answered_at.unwrap_or(offer.at)),
            last_active: active.get(&one.person).copied(),
            karma: karma.get(&one.person).copied().unwrap_or(0),
            invited: inviter.as_ref() == Some(&one.person),
            standing: one.standing,
            person: one.person,
        }
    };
    Ok(found.into_iter().map(heir).collect())
}

/// The order in which people are asked about a task that was handed on.
pub async fn order_of(tx: &mut ReadTx, found: &Succession) -> StoreResult<HeirOrder> {
    if found.keeps {
        return Ok(HeirOrder { heirs: Heirs::standing_by(), ..HeirOrder::default() });
    }
    silence::order(tx, &found.pursuance).await
}

/// The present turn of a task that was handed on, for the search before the transaction.
pub fn turn_of(found: &Succession, task: &Task, order: Heirs) -> Turn {
    let Succession { former, tried, offer, .. } = found.clone();
    Turn { former, tried, offer, order, revision: task.revision }
}

/// Looks at a task that was handed on: the asked person has a day; then the next person is asked; at last it asks for help.
async fn succeed(cx: &mut Cx, a: SucceedTask) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let done = json!({});
    let Some(found) = succession::find(&mut cx.tx, &a.task).await? else { return Ok(done) };
    delegation::lock_party(cx, &found.pursuance).await?;
    let Some(found) = succession::find(&mut cx.tx, &a.task).await? else { return Ok(done) };
    let task = tasks::by_id(&mut cx.tx, &a.task).await?;
    let pursuance = pursuances::by_id(&mut cx.tx, &found.pursuance).await?;
    let (Some(task), Some(pursuance)) = (task, pursuance) else { return Ok(done) };
    if !goes_on(cx, &found, &task).await? {
        succession::end(&mut cx.tx, &task.id).await?;
        // The person who was asked alone during an absence is not asked any more, of which no event tells.
        let people = notices::read_questions(&mut cx.tx, [&task.id], cx.now).await?;
        cx.have_read.extend(people);
        return Ok(done);
    }
    if !found.is_running {
        return Ok(done);
    }
    let known = pairing::find(&mut cx.tx, &task.id).await?;
    let facts = asking::wanted(&mut cx.tx, &pursuance, &task, known.as_ref()).await?;
    if facts.is_put_away || facts.is_closed || facts.is_offered || facts.is_blocked || facts.is_paused {
        look_at(cx, &task.id, cx.now.plus(HELD)).await?;
        return Ok(done);
    }
    if let Some(asked) = asked_alone(&mut cx.tx, &found).await? {
        let until = asked.until.unwrap_or(cx.now);
        if until > cx.now {
            look_at(cx, &task.id, until).await?;
            return Ok(done);
        }
        offers::answer(&mut cx.tx, &asked.id, OfferState::Lapsed, None, cx.now).await?;
        let told = OfferAnswered { offer: asked.id.clone(), state: OfferState::Lapsed };
        asking::leave(cx, &asked, Happened::OfferAnswered(told));
    }
    let order = order_of(&mut cx.tx, &found).await?;
    // People who stand by are looked up here, and a person who keeps the task has no other heirs.
    if !found.keeps && a.seen != Some(turn_of(&found, &task, order.heirs.clone())) {
        // No candidates were searched for this turn: an empty result would wrongly mean that there is nobody.
        look_at(cx, &task.id, cx.now).await?;
        return Ok(done);
    }
    next(cx, &found, (&pursuance, &task), &order, &a.candidates).await?;
    Ok(done)
}

/// Whether somebody is still to be found for it.
async fn goes_on(cx: &mut Cx, found: &Succession, task: &Task) -> StoreResult<bool> {
    if found.keeps {
        return Ok(is_kept(found, task) && goes_away(&mut cx.tx, &found.former, cx.now).await?);
    }
    Ok(task.assignee.is_none() && task.phase == Phase::HelpWanted && task.deleted_at.is_none())
}

/// Asks the next person; with nobody left, the task looks for help.
async fn next(
    cx: &mut Cx,
    found: &Succession,
    (pursuance, task): (&Pursuance, &Task),
    order: &HeirOrder,
    candidates: &[ActorId],
) -> Result<(), PerformError> {
    pairing::lock_people(&mut cx.tx, candidates).await?;
    let people = heirs(&mut cx.tx, (pursuance, task), &found.former, candidates, cx.now).await?;
    let Some((rule, person)) = next_heir(&order.heirs, &found.tried, &people) else {
        return Ok(look_for_help(cx, found, task).await?);
    };
    // The question can wait for the end of their quiet hours.
    let said = availability::of_person(&mut cx.tx, &person).await?;
    let awake = said.map_or(cx.now, |said| first_awake(said.limits.quiet, said.zone, cx.now));
    if awake > cx.now {
        succession::go_on(&mut cx.tx, &task.id, &found.tried, None).await?;
        return Ok(look_at(cx, &task.id, awake).await?);
    }
    // Nobody signs for the clock.
    if order.assigns && !pursuance.is_private() {
        return give(cx, found, task, person).await;
    }
    let until = cx.now.plus(ANSWER_WITHIN);
    let offer = ask(cx, task, person, rule, until).await?;
    let tried: Vec<HeirRule> = found.tried.iter().copied().chain([rule]).collect();
    succession::go_on(&mut cx.tx, &task.id, &tried, Some(&offer)).await?;
    Ok(look_at(cx, &task.id, until).await?)
}

/// Asks one person alone. A person who stood by has been asked before.
async fn ask(
    cx: &mut Cx,
    task: &Task,
    person: ActorId,
    rule: HeirRule,
    until: Time,
) -> Result<OfferId, PerformError> {
    let before = offers::to_person(&mut cx.tx, &task.id, &person).await?;
    let again = before.is_some();
    let offer = Offer {
        id: before.map_or_else(|| OfferId(cx.new_id()), |before| before.id),
        task: task.id.clone(),
        pursuance: task.pursuance.clone(),
        person,
        state: OfferState::Open,
        at: cx.now,
        answered_at: None,
        again_at: None,
        until: Some(until),
        mentor: None,
        asked: AskReason::Heir(rule),
    };
    if again {
        offers::ask_alone(&mut cx.tx, &offer.id, rule, until, cx.now).await?;
    } else {
        offers::add(&mut cx.tx, &offer).await?;
    }
    asking::tell(cx, &offer, again);
    Ok(offer.id)
}

/// Gives the task to the first one without asking: so the pursuance has decided.
async fn give(cx: &mut Cx, found: &Succession, task: &Task, person: ActorId) -> Result<(), PerformError> {
    leaving::end_review_by(cx, task, Some(&person), None).await?;
    tasks::set_state(&mut cx.tx, &task.id, Phase::Started, Some(&person), cx.now).await?;
    let told = TaskAssigned {
        before: Some(found.former.clone()),
        after: Some(person),
        phase: Phase::Started,
        was: None,
        because: None,
        delegation: None,
    };
    cx.event(&task.pursuance, Happened::TaskAssigned(told), task.id.as_str(), Some(&task.id));
    tasking::after_work(cx, task).await
}

/// Lets a task look for help when no person named by the rules is left.
async fn look_for_help(cx: &mut Cx, found: &Succession, task: &Task) -> StoreResult<()> {
    if found.keeps {
        return succession::end(&mut cx.tx, &task.id).await;
    }
    stop(cx, &task.id).await?;
    if pairing::is_about(&mut cx.tx, &task.id).await? {
        pairing::wake(&mut cx.tx, &task.id, &task.pursuance, cx.now, false).await?;
        Job::Pair { task: task.id.clone() }.write(&mut cx.tx, &cx.app.clock, cx.now).await?;
    }
    Ok(())
}

/// Asks nobody alone any more about a task: it asks those again who were asked before.
pub(super) async fn stop(cx: &mut Cx, task: &TaskId) -> StoreResult<()> {
    if succession::stop(&mut cx.tx, task).await? {
        let by = cx.person().ok();
        let people = notices::open_questions(&mut cx.tx, [task], by.as_ref()).await?;
        cx.have_read.extend(people);
    }
    Ok(())
}

/// The next task of somebody who is away, as they wanted it.
async fn carry_out_away(cx: &mut Cx, a: CarryOutAway) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let done = json!({ "left": 0 });
    let said = availability::of_person(&mut cx.tx, &a.person).await?;
    let Some(away) = said.and_then(|said| said.away) else { return Ok(done) };
    if !is_away(away, cx.now) {
        if away.from > cx.now {
            Job::GoAway { person: a.person }.write(&mut cx.tx, &cx.app.clock, away.from).await?;
        }
        return Ok(done);
    }
    if a.after.is_none() {
        mentor::goes_away(cx, &a.person).await?;
    }
    let keeps = match away.tasks {
        AwayTasks::Keep => return Ok(done),
        AwayTasks::StandBy => true,
        AwayTasks::HandOn => false,
    };
    let Some(id) = tasks::next_under_way(&mut cx.tx, &a.person, a.after.as_ref()).await? else {
        return Ok(done);
    };
    if let Some(task) = still_theirs(cx, &id, &a.person).await? {
        if keeps {
            relieve(cx, &task, &a.person).await?;
        } else {
            hand_on(cx, &task, &a.person).await?;
        }
    }
    Ok(json!({ "left": 1, "after": id }))
}

/// A task that a person has under way in a pursuance that is open, locked until the end of the transaction.
async fn still_theirs(cx: &mut Cx, id: &TaskId, person: &ActorId) -> Result<Option<Task>, PerformError> {
    let Some(task) = tasks::by_id(&mut cx.tx, id).await? else { return Ok(None) };
    delegation::lock_party(cx, &task.pursuance).await?;
    let pursuance = pursuances::by_id(&mut cx.tx, &task.pursuance).await?;
    let is_open =
        pursuance.is_some_and(|pursuance| pursuance.closed_at.is_none() && pursuance.deleted_at.is_none());
    let task = tasks::by_id(&mut cx.tx, id).await?;
    Ok(task.filter(|task| {
        let is_at_work = Part::in_phase(task.phase) == Some(Part::Assignee);
        is_open && is_at_work && task.assignee.as_ref() == Some(person) && !task.is_put_away()
    }))
}

/// Asks the people who stand by; `person` keeps the task until one of them says yes.
async fn relieve(cx: &mut Cx, task: &Task, person: &ActorId) -> StoreResult<()> {
    let is_known = succession::find(&mut cx.tx, &task.id).await?.is_some();
    let standing_by = offers::in_state(&mut cx.tx, &task.id, OfferState::StandingBy, 1).await?;
    if is_known || standing_by.is_empty() {
        return Ok(());
    }
    begin(cx, task, person, true).await
}

/// It is handed on, in the name of the person who wanted that.
async fn hand_on(cx: &mut Cx, task: &Task, person: &ActorId) -> Result<(), PerformError> {
    tasks::set_state(&mut cx.tx, &task.id, Phase::HelpWanted, None, cx.now).await?;
    tasks::set_last_sign(&mut cx.tx, &task.id, task.last_sign).await?;
    let told = TaskAssigned {
        before: task.assignee.clone(),
        after: None,
        phase: Phase::HelpWanted,
        was: None,
        because: None,
        delegation: None,
    };
    cx.event(&task.pursuance, Happened::TaskAssigned(told), task.id.as_str(), Some(&task.id));
    cx.name_last(person);
    tasking::after_work(cx, task).await?;
    Ok(begin(cx, task, person, false).await?)
}
