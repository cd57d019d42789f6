//! Learners with a mentor (RULES §4): members who help are asked first, and the learner who takes the task is accompanied by the
//! one who said yes.

use pursuance_domain::action::AnswerMentor;
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::{MentorAnswered, MentorAsked, TaskAccompanied, TaskEdited};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ActorId, MentorId, TaskId};
use pursuance_domain::pairing::{
    Candidate, Lesson, MENTORS_ASKED, MentorState, OfferRefusal, Subject, answered, mentors as first, taught,
};
use pursuance_domain::people::role::Role;
use pursuance_domain::task::asks::Edited;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::Time;
use serde_json::{Value, json};

use super::access::Access;
use super::leaving::{fill, one_more};
use super::{Cx, PerformError, Refused, Thing, pairing};
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::jobs::Job;
use crate::store::mentors::{self, Mentor};
use crate::store::pursuances::Pursuance;
use crate::store::tasks::{self, Task};
use crate::store::{events, lessons, offers, pairing as stored, pursuances};

carried_out! {
    AnswerMentor => answer,
}

/// The most tasks for which other mentors are searched at once when a mentor goes away: nobody accepts that many. The rest waits
/// for its next wave.
const LOOKED_AT_ONCE: i64 = 200;

/// Number of learners and of helpers that are handed on for a lesson: the transaction checks them again, and some may have become
/// busy meanwhile.
const HANDED_ON: usize = 32;

/// The first skill of a task that somebody could learn by it now, with others who could help; none where there is none. It may
/// check thousands of people, so it runs before the transaction.
pub async fn lesson(
    tx: &mut ReadTx,
    pursuance: &Pursuance,
    task: &Task,
    now: Time,
) -> StoreResult<Option<Lesson>> {
    for lesson in lessons::lessons(tx, &task.id, &task.pursuance).await? {
        let learners = fit_learners(tx, pursuance, task, &lesson.learners, now).await?;
        if learners.is_empty() {
            continue;
        }
        let helpers = fit_helpers(tx, pursuance, task, &lesson.helpers, (HANDED_ON, now)).await?;
        if !helpers.is_empty() {
            return Ok(Some(Lesson { learners, helpers, ..lesson }));
        }
    }
    Ok(None)
}

/// The people who may be asked to replace a mentor who is gone or away; none where no mentor is missing. Searched for before the
/// transaction as [`lesson`] is.
pub async fn instead(
    tx: &mut ReadTx,
    pursuance: &Pursuance,
    task: &Task,
    now: Time,
) -> StoreResult<Option<Lesson>> {
    if ready(tx, pursuance, task, now).await?.is_some() {
        return Ok(None);
    }
    let Some(gone) = mentors::missing(tx, &task.id).await? else { return Ok(None) };
    let mut found = None;
    for subject in lessons::meant(tx, &gone).await? {
        let mut learners = lessons::learners(tx, &task.id, &task.pursuance, &subject, None).await?;
        learners.truncate(HANDED_ON);
        let helpers = lessons::helpers(tx, &task.id, &task.pursuance, &subject, None).await?;
        let helpers = fit_helpers(tx, pursuance, task, &helpers, (HANDED_ON, now)).await?;
        let is_learnt = !learners.is_empty() || lessons::is_learnt(tx, &task.id, &subject).await?;
        let is_possible = is_learnt && !helpers.is_empty();
        if is_possible || found.is_none() {
            found = Some(Lesson { subject, learners, helpers });
        }
        if is_possible {
            break;
        }
    }
    Ok(found)
}

/// The first of some people who could learn by a task now, with somebody who accompanies them.
async fn fit_learners(
    tx: &mut ReadTx,
    pursuance: &Pursuance,
    task: &Task,
    people: &[ActorId],
    now: Time,
) -> StoreResult<Vec<ActorId>> {
    let found = stored::candidates(tx, pairing::about(pursuance, task), people, now).await?;
    let fit = found.into_iter().map(taught).filter(|one| one.standing.fits().is_ok());
    Ok(fit.take(HANDED_ON).map(|one| one.person).collect())
}

/// The first `most` of `people` who may accompany somebody on a task at the time `now`.
async fn fit_helpers(
    tx: &mut ReadTx,
    pursuance: &Pursuance,
    task: &Task,
    people: &[ActorId],
    (most, now): (usize, Time),
) -> StoreResult<Vec<ActorId>> {
    let found = stored::candidates(tx, pairing::about(pursuance, task), people, now).await?;
    Ok(first(&task.id, &found, most))
}

/// The members to ask next as mentors: taken from a `lesson` found before, as far as it is still possible.
pub(super) async fn helpers(
    cx: &mut Cx,
    pursuance: &Pursuance,
    task: &Task,
    lesson: &Lesson,
) -> StoreResult<Option<(Subject, Vec<ActorId>)>> {
    let (of, subject) = (&task.pursuance, &lesson.subject);
    let learners = lessons::learners(&mut cx.tx, &task.id, of, subject, Some(&lesson.learners)).await?;
    if fit_learners(&mut cx.tx, pursuance, task, &learners, cx.now).await?.is_empty() {
        return Ok(None);
    }
    let helpers = lessons::helpers(&mut cx.tx, &task.id, of, subject, Some(&lesson.helpers)).await?;
    let first = fit_helpers(&mut cx.tx, pursuance, task, &helpers, (MENTORS_ASKED, cx.now)).await?;
    Ok((!first.is_empty()).then(|| (subject.clone(), first)))
}

/// Asks members whether they accompany somebody who learns a skill of the task.
pub(super) async fn ask(
    cx: &mut Cx,
    task: &Task,
    subject: &Subject,
    people: Vec<ActorId>,
) -> Result<(), PerformError> {
    for person in people {
        let mentor = Mentor {
            id: MentorId(cx.new_id()),
            task: task.id.clone(),
            pursuance: task.pursuance.clone(),
            person,
            subject: subject.clone(),
            state: MentorState::Asked,
            at: cx.now,
            learner: None,
        };
        mentors::add(&mut cx.tx, &mentor).await?;
        mentors::replaced(&mut cx.tx, &task.id, cx.now).await?;
        let (question, person) = (mentor.id.clone(), mentor.person.clone());
        let skill = subject.skill().cloned();
        let told = Happened::MentorAsked(MentorAsked { mentor: question, person, skill });
        leave(cx, &mentor, told);
    }
    Ok(())
}

/// Asks the next members to replace a mentor who is gone or away, as long as a learner was asked or may still be asked. `found`:
/// the people found for that before. Returns whether a search is still needed.
pub(super) async fn replace(
    cx: &mut Cx,
    pursuance: &Pursuance,
    task: &Task,
    found: Option<&Lesson>,
) -> Result<bool, PerformError> {
    if ready(&mut cx.tx, pursuance, task, cx.now).await?.is_some() {
        return Ok(false);
    }
    let Some(gone) = mentors::missing(&mut cx.tx, &task.id).await? else { return Ok(false) };
    let meant = lessons::meant(&mut cx.tx, &gone).await?;
    if meant.is_empty() {
        return Ok(false);
    }
    // They have gone since the search, or another one has.
    let Some(found) = found.filter(|found| meant.contains(&found.subject)) else { return Ok(true) };
    let (of, subject) = (&task.pursuance, &found.subject);
    let is_learnt = lessons::is_learnt(&mut cx.tx, &task.id, subject).await?
        || !lessons::learners(&mut cx.tx, &task.id, of, subject, Some(&found.learners)).await?.is_empty();
    if is_learnt {
        let helpers = lessons::helpers(&mut cx.tx, &task.id, of, subject, Some(&found.helpers)).await?;
        let first = fit_helpers(&mut cx.tx, pursuance, task, &helpers, (MENTORS_ASKED, cx.now)).await?;
        ask(cx, task, subject, first).await?;
    }
    Ok(false)
}

/// Ends the acceptances of a mentor who is no longer a member, or may no longer accompany, within `room`; returns whether that was
/// all. Others are asked in their place.
pub(super) async fn stand_down(
    cx: &mut Cx,
    pursuance: &ActorId,
    person: &ActorId,
    room: &mut usize,
) -> Result<bool, PerformError> {
    let mut found = mentors::ready_of(&mut cx.tx, person, Some(pursuance), one_more(*room)).await?;
    let is_all = fill(&mut found, room);
    for (mentor, task) in found {
        mentors::stand_down(&mut cx.tx, &mentor, MentorState::Over).await?;
        look_for_others(cx, task).await?;
    }
    Ok(is_all)
}

/// Has another mentor searched for each task that a person who is away now accepted.
pub(super) async fn goes_away(cx: &mut Cx, person: &ActorId) -> Result<(), PerformError> {
    for (_, task) in mentors::ready_of(&mut cx.tx, person, None, LOOKED_AT_ONCE).await? {
        look_for_others(cx, task).await?;
    }
    Ok(())
}

async fn look_for_others(cx: &mut Cx, task: TaskId) -> StoreResult<()> {
    Job::Pair { task }.write(&mut cx.tx, &cx.app.clock, cx.now).await
}

/// Leaves an event for the person alone.
fn leave(cx: &mut Cx, mentor: &Mentor, what: Happened) {
    let stream = StreamId::of(&mentor.pursuance);
    cx.leave(stream, Audience::Own, what, mentor.person.as_str(), Some(&mentor.task));
}

/// The member who accompanies a learner of the task, while they still may.
///
/// # Errors
/// When the database fails.
pub async fn ready(
    tx: &mut ReadTx,
    pursuance: &Pursuance,
    task: &Task,
    now: Time,
) -> StoreResult<Option<Mentor>> {
    let Some(mentor) = mentors::ready(tx, &task.id).await? else { return Ok(None) };
    let about = pairing::about(pursuance, task);
    let found = stored::candidates(tx, about, std::slice::from_ref(&mentor.person), now).await?;
    let is_fit = |one: &Candidate| {
        // They are not asked again: the number of questions and the hour do not matter.
        let standing =
            pursuance_domain::pairing::Standing { is_quiet: false, asked_this_week: 0, ..one.standing };
        standing.may_accompany().is_ok()
    };
    Ok(found.first().is_some_and(is_fit).then_some(mentor))
}

/// Candidates with the mentor's help counted for the `learners` among them.
pub fn as_taught(found: Vec<Candidate>, learners: &[ActorId]) -> Vec<Candidate> {
    let as_taught = |one: Candidate| if learners.contains(&one.person) { taught(one) } else { one };
    found.into_iter().map(as_taught).collect()
}

async fn answer(cx: &mut Cx, a: AnswerMentor) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let none = || Refused::NotFound(Thing::Offer);
    let found = mentors::of_person(&mut cx.tx, &person, &a.mentor).await?.ok_or_else(none)?;
    events::lock(&mut cx.tx, &StreamId::of(&found.pursuance)).await?;
    let mentor = mentors::of_person(&mut cx.tx, &person, &a.mentor).await?.ok_or_else(none)?;
    let pursuance = pursuances::by_id(&mut cx.tx, &mentor.pursuance).await?.ok_or_else(none)?;
    let access = Access::load(&mut cx.tx, &cx.who.clone(), pursuance, cx.now).await?;
    let task = tasks::by_id(&mut cx.tx, &mentor.task).await?.ok_or_else(none)?;
    if !access.may(Permission::SeeTask, Some(&task)) {
        return Err(none().into());
    }
    let is_free = task.phase == Phase::HelpWanted && task.assignee.is_none();
    let state = answered(mentor.state, a.accept)?;
    if a.accept {
        access.demand(Permission::TakeTask, Some(&task))?;
        if !is_free || task.is_put_away() {
            return Err(OfferRefusal::Over.into());
        }
    }
    if mentor.state == MentorState::Ready {
        // Learners were asked with them.
        mentors::stand_down(&mut cx.tx, &mentor.id, state).await?;
        look_for_others(cx, task.id.clone()).await?;
    } else {
        mentors::answer(&mut cx.tx, &mentor.id, state, cx.now).await?;
    }
    if state == MentorState::Ready {
        offers::accompany(&mut cx.tx, &task.id, &mentor.person).await?;
        mentors::end_others(&mut cx.tx, &task.id, mentor.id.as_str(), cx.now).await?;
        // Learners are asked now.
        pairing::wake(cx, &task, false).await?;
    }
    let told = Happened::MentorAnswered(MentorAnswered { mentor: mentor.id.clone(), state });
    leave(cx, &mentor, told);
    Ok(json!({
        "mentor": mentor.id, "state": state, "pursuance": access.pursuance.slug, "task": task.number, "id": task.id,
    }))
}

/// Notes who accompanies the person who has a task now, where they were asked with somebody: that one watches it, and reviews it
/// where nobody else was named.
pub(super) async fn begins(
    cx: &mut Cx,
    access: &Access,
    task: &Task,
    learner: &ActorId,
) -> Result<(), PerformError> {
    let ready = mentors::ready(&mut cx.tx, &task.id).await?;
    let offer = offers::to_person(&mut cx.tx, &task.id, learner).await?;
    let with = offer.and_then(|offer| offer.mentor);
    let mut found = ready.filter(|ready| with.as_ref() == Some(&ready.person) && ready.person != *learner);
    if let Some(mentor) = &found
        && !may_review(cx, access, task, &mentor.person).await?
    {
        found = None;
    }
    // Where somebody else has it, a yes stands for the next learner, and a question waits: the task may be free again.
    let Some(mentor) = found else { return Ok(()) };
    mentors::end_others(&mut cx.tx, &task.id, mentor.id.as_str(), cx.now).await?;
    mentors::begin(&mut cx.tx, &mentor.id, learner).await?;
    let told = TaskAccompanied {
        mentor: mentor.person.clone(),
        learner: learner.clone(),
        skill: mentor.subject.skill().cloned(),
    };
    cx.event(&task.pursuance, Happened::TaskAccompanied(told), mentor.person.as_str(), Some(&task.id));
    let Some(now) = tasks::by_id(&mut cx.tx, &task.id).await? else { return Ok(()) };
    let is_theirs = now.reviewer.is_none() && now.creator != mentor.person && access.needs_review(&now);
    if !is_theirs || now.is_mirror() || access.pursuance.is_private() {
        return Ok(());
    }
    let reviewer = Some(mentor.person);
    let mut edited = Edited::default();
    edited.note_reviewer(&now.reviewer, &reviewer);
    tasks::set_review(&mut cx.tx, &task.id, reviewer.as_ref(), now.needs_review, cx.now).await?;
    let told = Happened::TaskEdited(TaskEdited::of(edited, now.revision + 1, None));
    cx.event(&task.pursuance, told, task.id.as_str(), Some(&task.id));
    if let Some(event) = cx.events.last_mut() {
        // A consequence, decided by nobody.
        event.actor = None;
    }
    Ok(())
}

/// Whether somebody who said yes is still a member of a role that accompanies and reviews.
async fn may_review(cx: &mut Cx, access: &Access, task: &Task, person: &ActorId) -> StoreResult<bool> {
    let about = pairing::about(&access.pursuance, task);
    let found = stored::candidates(&mut cx.tx, about, std::slice::from_ref(person), cx.now).await?;
    Ok(found.first().and_then(|one| one.standing.role).is_some_and(|role| role >= Role::Normal))
}
