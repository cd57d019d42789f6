//! The answers to offers. A yes is an assignment, decided by the same rule as taking a task; people who say yes later stand
//! by.

use pursuance_domain::action::{AcceptOffer, LaterOffer, NeverOffer, NotNow, StandDown};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::OfferAnswered;
use pursuance_domain::event::{Happened, StreamId};
use pursuance_domain::id::OfferId;
use pursuance_domain::pairing::{Answer, OfferRefusal, OfferState, again_at, may_answer, skill_refused};
use pursuance_domain::people::limits::FEW;
use pursuance_domain::refusal::Refusal;
use pursuance_domain::task::assign::{self, AssignRefusal};
use pursuance_domain::time::Time;
use pursuance_domain::value::ValueRefusal;
use serde_json::{Value, json};

use super::access::Access;
use super::{Cx, PerformError, Refused, Thing, access, pairing, succession, task};
use crate::store::jobs::Job;
use crate::store::offers::{self, Offer};
use crate::store::tasks::{self, Task};
use crate::store::{availability, events, pursuances};

carried_out! {
    AcceptOffer => accept,
    NotNow => not_now,
    NeverOffer => never,
    LaterOffer => later,
    StandDown => stand_down,
}

/// An offer of the person, with its task and the person's access, locked until the end of the transaction.
async fn find(cx: &mut Cx, id: &OfferId) -> Result<(Offer, Access, Task), PerformError> {
    let person = cx.person()?;
    let none = || Refused::NotFound(Thing::Offer);
    let found = offers::of_person(&mut cx.tx, &person, id).await?.ok_or_else(none)?;
    events::lock(&mut cx.tx, &StreamId::of(&found.pursuance)).await?;
    let offer = offers::of_person(&mut cx.tx, &person, id).await?.ok_or_else(none)?;
    let pursuance = pursuances::by_id(&mut cx.tx, &offer.pursuance).await?.ok_or_else(none)?;
    let access = Access::load(&mut cx.tx, &cx.who.clone(), pursuance, cx.now).await?;
    let task = tasks::by_id(&mut cx.tx, &offer.task).await?.ok_or_else(none)?;
    if !access.may(Permission::SeeTask, Some(&task)) {
        return Err(none().into());
    }
    Ok((offer, access, task))
}

/// Notes an answer, and tells the members who may ask.
async fn note(
    cx: &mut Cx,
    offer: &Offer,
    task: &Task,
    slug: &str,
    state: OfferState,
    again: Option<Time>,
) -> Result<Value, PerformError> {
    offers::answer(&mut cx.tx, &offer.id, state, again, cx.now).await?;
    let told = OfferAnswered { offer: offer.id.clone(), state };
    pairing::leave(cx, offer, Happened::OfferAnswered(told));
    // They alone were asked: now the next one is.
    if offer.until.is_some() && state != OfferState::Accepted {
        succession::look_at(cx, &task.id, cx.now).await?;
    }
    Ok(json!({
        "offer": offer.id, "state": state, "pursuance": slug, "task": task.number, "id": task.id,
    }))
}

async fn accept(cx: &mut Cx, a: AcceptOffer) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (offer, access, task) = find(cx, &a.offer).await?;
    access::demand_as_it_is(cx, &access)?;
    may_answer(offer.state, Answer::Yes)?;
    access::demand_here(&task)?;
    let facts = task::assign_facts(cx, &access, &task, Permission::TakeTask).await?;
    let relieves = succession::relieves(cx, &offer, &task).await?;
    let ruled = if relieves { assign::relieve(&facts) } else { assign::take(&facts, false) };
    let state = match ruled {
        Ok(phase) => {
            task::give(cx, &access, &task, phase, Some(&person)).await?;
            OfferState::Accepted
        }
        // They took it on its page.
        Err(AssignRefusal::NoChange) => OfferState::Accepted,
        Err(AssignRefusal::Taken) => {
            succession::stands_by(cx, &task).await?;
            OfferState::StandingBy
        }
        // Somebody else alone is asked now: they are the next.
        Err(AssignRefusal::Held) => OfferState::StandingBy,
        Err(
            why @ (AssignRefusal::Delegated
            | AssignRefusal::Closed { .. }
            | AssignRefusal::OnOffer
            | AssignRefusal::WouldWithdraw
            | AssignRefusal::NotYours
            | AssignRefusal::NotFormer
            | AssignRefusal::NotAMember
            | AssignRefusal::RoleTooLow { .. }),
        ) => return Err(why.into()),
    };
    let mut noted = note(cx, &offer, &task, &access.pursuance.slug, state, None).await?;
    if state == OfferState::StandingBy
        && let Some(noted) = noted.as_object_mut()
    {
        // Nobody has it yet: somebody else is asked first.
        noted.insert("next".to_owned(), json!(task.assignee.is_none()));
    }
    Ok(noted)
}

async fn not_now(cx: &mut Cx, a: NotNow) -> Result<Value, PerformError> {
    let (offer, access, task) = find(cx, &a.offer).await?;
    may_answer(offer.state, Answer::NotNow)?;
    note(cx, &offer, &task, &access.pursuance.slug, OfferState::NotNow, None).await
}

async fn never(cx: &mut Cx, a: NeverOffer) -> Result<Value, PerformError> {
    let (offer, access, task) = find(cx, &a.offer).await?;
    may_answer(offer.state, Answer::Never)?;
    let wanted = tasks::skills(&mut cx.tx, &task.id).await?;
    let skill = skill_refused(&wanted, a.skill.as_ref())?;
    // The lock makes the second of two simultaneous answers count the first, also across pursuances.
    events::lock(&mut cx.tx, &StreamId::of(&offer.person)).await?;
    // The same limit as for skills that a person enters.
    let most = i64::try_from(FEW).unwrap_or(i64::MAX);
    if !availability::add_not_skill(&mut cx.tx, &offer.person, &skill, most).await? {
        return Err(Refusal::from(ValueRefusal::TooMany { what: "skills", max: FEW }).into());
    }
    note(cx, &offer, &task, &access.pursuance.slug, OfferState::Never, None).await
}

async fn later(cx: &mut Cx, a: LaterOffer) -> Result<Value, PerformError> {
    let (offer, access, task) = find(cx, &a.offer).await?;
    may_answer(offer.state, Answer::Later)?;
    if task.phase.is_closed() {
        return Err(OfferRefusal::Over.into());
    }
    let again = again_at(a.until, cx.now)?;
    Job::Pair { task: task.id.clone() }.write(&mut cx.tx, &cx.app.clock, again).await?;
    note(cx, &offer, &task, &access.pursuance.slug, OfferState::Later, Some(again)).await
}

async fn stand_down(cx: &mut Cx, a: StandDown) -> Result<Value, PerformError> {
    let (offer, access, task) = find(cx, &a.offer).await?;
    may_answer(offer.state, Answer::StandDown)?;
    note(cx, &offer, &task, &access.pursuance.slug, OfferState::StoodDown, None).await
}
