//! Questions to people of this instance whether they join a pursuance, and the answers. Only people who allow it are asked.

use pursuance_domain::action::{AnswerAsk, AskPerson};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::{RecruitAnswered, RecruitAsked};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::AskId;
use pursuance_domain::people::invite::{self, InviteRefusal};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::time::{DAY, SECOND};
use pursuance_domain::value::Note;
use serde_json::{Value, json};

use super::access::Access;
use super::invite::{admit, may_invite};
use super::{Cx, PerformError, Refused, Thing, access, account};
use crate::store::recruits::{self, RecruitQuestion, RecruitQuestionState};
use crate::store::{events, pursuances};

carried_out! {
    AskPerson => ask,
    AnswerAsk => answer,
}

/// How many questions one person may ask in [`ASKED_IN`].
pub const ASKS_MOST: i64 = 50;
/// The period in which questions are counted.
pub const ASKED_IN: i64 = DAY;

/// The time after a refusal before a pursuance may ask the same person again.
pub const REST: i64 = 30 * DAY;

async fn ask(cx: &mut Cx, a: AskPerson) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let access = access::lock(cx, &a.pursuance).await?;
    access.demand(Permission::Invite { role: a.role }, None)?;
    invite::into_role(a.role)?;
    // The lock makes the second of two simultaneous requests count the first.
    events::lock(&mut cx.tx, &StreamId::of(&person)).await?;
    let asker = account::account(cx, &person).await?;
    let since = cx.now.plus(-ASKED_IN);
    let asked = recruits::asked_since(&mut cx.tx, &person, since, ASKS_MOST).await?;
    if let (Some(first), true) = (asked.first(), asked.len() as i64 >= ASKS_MOST && !asker.unbounded) {
        let wait = (first.0 + ASKED_IN - cx.now.0) / SECOND;
        return Err(Refusal::TooMany { retry_after: u64::try_from(wait).unwrap_or(0) + 1 }.into());
    }
    let id = access.pursuance.id.clone();
    // The same answer for everybody who cannot be asked: the reason is between them and this server.
    let whom = access::find_actor(cx, a.person.as_str()).await?.ok_or(InviteRefusal::NotAskable)?;
    if !recruits::is_askable(&mut cx.tx, &id, &whom.id, cx.now).await? {
        return Err(InviteRefusal::NotAskable.into());
    }
    if recruits::was_asked(&mut cx.tx, &id, &whom.id, cx.now.plus(-REST)).await? {
        return Err(InviteRefusal::AskedAlready.into());
    }
    let ask = RecruitQuestion {
        id: AskId(cx.new_id()),
        pursuance: id.clone(),
        person: whom.id.clone(),
        asked_by: person,
        by_name: asker.name,
        by_display: asker.display,
        role: a.role,
        note: a.note.as_ref().map_or("", Note::as_str).to_owned(),
        state: RecruitQuestionState::Open,
        at: cx.now,
    };
    recruits::add(&mut cx.tx, &ask).await?;
    let told = RecruitAsked { ask: ask.id.clone(), person: whom.id.clone(), role: a.role };
    cx.leave(StreamId::of(&id), Audience::Own, Happened::RecruitAsked(told), whom.id.as_str(), None);
    Ok(json!({ "pursuance": access.pursuance.slug, "ask": ask.id, "person": whom.name, "role": a.role }))
}

async fn answer(cx: &mut Cx, a: AnswerAsk) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let none = || Refused::NotFound(Thing::Ask);
    let found = recruits::of_person(&mut cx.tx, &person, &a.ask).await?.ok_or_else(none)?;
    events::lock(&mut cx.tx, &StreamId::of(&found.pursuance)).await?;
    let pursuance = pursuances::by_id(&mut cx.tx, &found.pursuance).await?.ok_or_else(none)?;
    let access = Access::load(&mut cx.tx, &cx.who.clone(), pursuance.clone(), cx.now).await?.invited();
    access::demand_as_it_is(cx, &access)?;
    // The first of two simultaneous answers counts.
    if !recruits::answer(&mut cx.tx, &a.ask, a.accept, cx.now).await? {
        return Err(InviteRefusal::Answered.into());
    }
    let mut role = None;
    if a.accept {
        access.demand(Permission::Join, None)?;
        if !may_invite(&mut cx.tx, &pursuance, &found.asked_by, found.role, cx.now).await? {
            return Err(InviteRefusal::Void.into());
        }
        role = Some(admit(cx, &access, found.role, &found.asked_by, None).await?);
    }
    if a.block {
        recruits::block(&mut cx.tx, &person, &found.pursuance, cx.now).await?;
    }
    let told = RecruitAnswered { ask: found.id.clone(), by: found.asked_by.clone(), accepted: a.accept };
    let stream = StreamId::of(&found.pursuance);
    cx.leave(stream, Audience::Own, Happened::RecruitAnswered(told), person.as_str(), None);
    Ok(
        json!({ "ask": found.id, "pursuance": pursuance.slug, "id": pursuance.id, "accepted": a.accept, "role": role }),
    )
}
