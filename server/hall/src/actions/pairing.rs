//! Finding somebody for a task (RULES §4): asking for help, asking people by hand or in waves, and pausing it. A wave is
//! found before the transaction, by a job; here it is asked, once.

use pursuance_domain::action::{AskMember, CallNextWave, PairTask, PausePairing, SetPhase, WantHelp};
use pursuance_domain::allowed::Permission;
use pursuance_domain::event::happened::{OfferEnded, PairingAllied, PairingMoved, PairingPaused, TaskAsked};
use pursuance_domain::event::{Audience, Happened, Recorded, StreamId, Verb};
use pursuance_domain::id::{ActorId, OfferId, TaskId};
use pursuance_domain::pairing::{
    Allies, AskFacts, Candidate, OfferState, PairingRefusal, Reached, Stand, Standing, Unfit, WavePace,
    is_hard, may_pair, next, wave,
};
use pursuance_domain::people::limits::first_awake;
use pursuance_domain::task::phase::Phase;
use pursuance_domain::task::review;
use pursuance_domain::time::{DAY, HOUR, MINUTE, Time};
use pursuance_domain::value::Skills;
use serde_json::{Value, json};

use super::{Cx, PerformError, Refused, Thing, access, delegation, mentor, names_task, succession};
use crate::store::availability;
use crate::store::db::ReadTx;
use crate::store::delegations;
use crate::store::error::StoreResult;
use crate::store::events;
use crate::store::jobs::Job;
use crate::store::lessons;
use crate::store::mentors;
use crate::store::offers::{self, AskReason, Offer};
use crate::store::pairing::{self, About, Pairing};
use crate::store::pursuances::{self, Pursuance};
use crate::store::sealed::tags;
use crate::store::succession as successions;
use crate::store::tasks::{self, Task};

carried_out! {
    WantHelp => want_help,
    CallNextWave => call_next_wave,
    PausePairing => pause,
    AskMember => ask,
    PairTask => pair,
}

/// Interval of the looks at a task that waits for something other than people.
const HELD: i64 = DAY;
/// How long people are waited for whose skills a private pursuance has only as tags of an older key, and how often it is looked whether
/// they are made anew.
const TAGS_AWAITED: i64 = HOUR;
const TAGS_LOOK: i64 = 5 * MINUTE;
/// The most offers of one task that one transaction asks again, or ends.
const AT_ONCE: i64 = 50;

async fn want_help(cx: &mut Cx, a: WantHelp) -> Result<Value, PerformError> {
    let phase = Phase::HelpWanted;
    let set = SetPhase { pursuance: a.pursuance, task: a.task, phase, comment: None, subtasks: None };
    let who = cx.who.clone();
    cx.carry_out_as(who, set.into()).await
}

async fn call_next_wave(cx: &mut Cx, a: CallNextWave) -> Result<Value, PerformError> {
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::Assign, Some(&task))?;
    let known = pairing::find(&mut cx.tx, &task.id).await?;
    may_pair(&wanted(&mut cx.tx, &access.pursuance, &task, known.as_ref()).await?, false)?;
    // The one person asked so far is one of several from now on.
    succession::stop(cx, &task.id).await?;
    wake(cx, &task, false).await?;
    Ok(names_task(task.number, &task.id))
}

async fn pause(cx: &mut Cx, a: PausePairing) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::Assign, Some(&task))?;
    let known = pairing::find(&mut cx.tx, &task.id).await?;
    let is_paused = known.as_ref().is_some_and(|known| known.paused.is_some());
    if is_paused == a.paused {
        return Err(PairingRefusal::NoChange.into());
    }
    // The same obstacles count for the pause and for its end.
    let facts = wanted(&mut cx.tx, &access.pursuance, &task, None).await?;
    if let Err(why @ (PairingRefusal::NotWanted | PairingRefusal::NoSkills)) = may_pair(&facts, false) {
        return Err(why.into());
    }
    wake(cx, &task, true).await?;
    pairing::pause(&mut cx.tx, &task.id, Some(&person).filter(|_| a.paused), cx.now).await?;
    let told = Happened::PairingPaused(PairingPaused { paused: a.paused });
    cx.event(&access.pursuance.id, told, task.id.as_str(), Some(&task.id));
    Ok(names_task(task.number, &task.id))
}

async fn ask(cx: &mut Cx, a: AskMember) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (access, task) = access::lock_task(cx, &a.pursuance, a.task).await?;
    access.demand(Permission::Assign, Some(&task))?;
    may_pair(&wanted(&mut cx.tx, &access.pursuance, &task, None).await?, true)?;
    let unknown = PairingRefusal::Person(Unfit::NotAMember);
    let (actor, _) = access::member(cx, &access, a.member.as_str()).await?.ok_or(unknown)?;
    pairing::lock_people(&mut cx.tx, std::slice::from_ref(&actor.id)).await?;
    let about = about(&access.pursuance, &task);
    let found = pairing::candidates(&mut cx.tx, about, &[actor.id], cx.now).await?;
    let asked = found.into_iter().next().ok_or(unknown)?;
    asked.standing.may_be_asked().map_err(PairingRefusal::Person)?;
    let offer = put(cx, &task, asked.person, AskReason::ByHand(person), None).await?;
    Ok(json!({ "task": task.number, "id": task.id, "offer": offer }))
}

/// The person who decides on the work of a task; none where it needs no review.
pub(super) fn judge<'a>(pursuance: &Pursuance, task: &'a Task) -> Option<&'a ActorId> {
    let needs = review::is_needed(&access::need_facts(pursuance, task));
    needs.then(|| task.reviewer.as_ref().unwrap_or(&task.creator))
}

/// Whether people are asked about a task, as facts.
pub async fn wanted(
    tx: &mut ReadTx,
    pursuance: &Pursuance,
    task: &Task,
    known: Option<&Pairing>,
) -> StoreResult<AskFacts> {
    Ok(AskFacts {
        phase: task.phase,
        has_assignee: task.assignee.is_some(),
        has_skills: has_skills(tx, pursuance, task).await?,
        is_blocked: task.is_blocked,
        has_open_parts: task.has_open_parts(),
        is_offered: delegations::is_on_offer(tx, &task.id).await?,
        is_put_away: task.is_put_away() || task.archived_at.is_some(),
        is_closed: pursuance.closed_at.is_some() || pursuance.deleted_at.is_some(),
        is_paused: known.is_some_and(|known| known.paused.is_some()),
    })
}

/// Whether people are found for a task by skills: of a private one by tags of the newest key.
pub async fn has_skills(tx: &mut ReadTx, pursuance: &Pursuance, task: &Task) -> StoreResult<bool> {
    if pursuance.is_private() {
        return tags::are_current(tx, &task.id).await;
    }
    Ok(!tasks::skills(tx, &task.id).await?.is_empty())
}

/// When a task of a private pursuance is looked at again where its members' skills are not all tagged with the newest key.
async fn awaits_tags(cx: &mut Cx, pursuance: &Pursuance) -> StoreResult<Option<Time>> {
    if !pursuance.is_private() {
        return Ok(None);
    }
    let since = tags::awaited_since(&mut cx.tx, &pursuance.id).await?;
    let is_early = since.is_some_and(|since| cx.now < since.plus(TAGS_AWAITED));
    Ok(is_early.then(|| cx.now.plus(TAGS_LOOK)))
}

/// Queues a look at a task now. `at_rest`: only where no look is due by itself.
pub(super) async fn wake(cx: &mut Cx, task: &Task, at_rest: bool) -> StoreResult<()> {
    pairing::wake(&mut cx.tx, &task.id, &task.pursuance, cx.now, at_rest).await?;
    look_at(cx, &task.id, cx.now).await
}

async fn look_at(cx: &mut Cx, task: &TaskId, at: Time) -> StoreResult<()> {
    Job::Pair { task: task.clone() }.write(&mut cx.tx, &cx.app.clock, at).await
}

/// Asks somebody about a task, and tells them. `mentor`: who accompanies them, where they learn one of its skills.
async fn put(
    cx: &mut Cx,
    task: &Task,
    person: ActorId,
    asked: AskReason,
    mentor: Option<ActorId>,
) -> Result<OfferId, PerformError> {
    let offer = Offer {
        id: OfferId(cx.new_id()),
        task: task.id.clone(),
        pursuance: task.pursuance.clone(),
        person,
        state: OfferState::Open,
        at: cx.now,
        answered_at: None,
        again_at: None,
        until: None,
        mentor,
        asked,
    };
    offers::add(&mut cx.tx, &offer).await?;
    tell(cx, &offer, false);
    Ok(offer.id)
}

pub(super) fn tell(cx: &mut Cx, offer: &Offer, again: bool) {
    let (wave, heir) = match &offer.asked {
        AskReason::Drawn { wave, .. } => (Some(*wave), None),
        AskReason::ByHand(_) => (None, None),
        // Later they are one of several.
        AskReason::Heir(rule) => (None, offer.until.map(|_| *rule)),
    };
    let told = TaskAsked { offer: offer.id.clone(), person: offer.person.clone(), wave, again, heir };
    leave(cx, offer, Happened::TaskAsked(told));
}

/// Leaves an event for the person alone: members who may ask read on the task who was asked.
pub(super) fn leave(cx: &mut Cx, offer: &Offer, what: Happened) {
    let stream = StreamId::of(&offer.pursuance);
    cx.leave(stream, Audience::Own, what, offer.person.as_str(), Some(&offer.task));
}

/// Looks at a task: ends what has ended, asks the next people when it is time to, and says when to look again.
async fn pair(cx: &mut Cx, a: PairTask) -> Result<Value, PerformError> {
    access::demand_clock(cx)?;
    let done = |left: i64| Ok(json!({ "left": left }));
    let find = async |cx: &mut Cx| tasks::by_id(&mut cx.tx, &a.task).await;
    let pursuance = find(cx).await?.ok_or(Refused::NotFound(Thing::Task))?.pursuance;
    delegation::lock_party(cx, &pursuance).await?;
    let task = find(cx).await?.ok_or(Refused::NotFound(Thing::Task))?;
    let pursuance =
        pursuances::by_id(&mut cx.tx, &pursuance).await?.ok_or(Refused::NotFound(Thing::Pursuance))?;
    let known = pairing::find(&mut cx.tx, &task.id).await?;
    if task.phase.is_closed() || task.deleted_at.is_some() {
        if let Some(known) = known {
            pairing::go_on(&mut cx.tx, &task.id, known.stand, None).await?;
        }
        return done(i64::from(end_offers(cx, &task).await?));
    }
    let facts = wanted(&mut cx.tx, &pursuance, &task, known.as_ref()).await?;
    if !facts.has_skills {
        if let Some(known) = known {
            pairing::go_on(&mut cx.tx, &task.id, known.stand, None).await?;
        }
        return ask_by_name_again(cx, (&task, &pursuance), &facts).await.map(|()| json!({ "left": 0 }));
    }
    let Some(known) = known else { return done(0) };
    if let Err(why) = may_pair(&facts, false) {
        return rest(cx, &task, &known, why).await.map(|()| json!({ "left": 0 }));
    }
    if successions::find(&mut cx.tx, &task.id).await?.is_some_and(|found| found.is_running && !found.keeps) {
        // A succession asks one person at a time; pairing goes on after its last person.
        succession::look_at(cx, &task.id, cx.now).await?;
        return done(0);
    }
    let (mut stand, mut next_at) = (known.stand, known.next_at.unwrap_or(cx.now));
    let is_due = next_at <= cx.now;
    let awaited = awaits_tags(cx, &pursuance).await?;
    if is_due && let Some(again) = awaited {
        pairing::go_on(&mut cx.tx, &task.id, stand, Some(again)).await?;
        look_at(cx, &task.id, again).await?;
        return done(0);
    }
    if is_due && a.seen != Some(stand.seen(known.next_at)) {
        // No candidates were searched for this wave and these skills: an empty result would wrongly mean that there is nobody.
        look_at(cx, &task.id, cx.now).await?;
        return done(0);
    }
    let (is_waited_for, awake) = ask_again(cx, &task, &pursuance).await?;
    // Whose skills are not tagged anew yet may be the next mentor.
    let is_unsearched =
        awaited.is_none() && mentor::replace(cx, &pursuance, &task, a.instead.as_ref()).await?;
    if is_due {
        let pace = WavePace::of(task.asked.urgency);
        let mut wait = pace.wait;
        if !is_waited_for {
            (stand, wait) = ask_next(cx, (&task, &pursuance), stand, &a, pace).await?;
        }
        next_at = cx.now.plus(wait);
    }
    pairing::go_on(&mut cx.tx, &task.id, stand, Some(next_at)).await?;
    let again = offers::next_again(&mut cx.tx, &task.id).await?;
    let at_once = is_unsearched.then_some(cx.now);
    let looks = [again, awake, at_once, awaited];
    look_at(cx, &task.id, looks.into_iter().flatten().fold(next_at, Time::min)).await?;
    done(0)
}

/// Asks those again who were asked by name about a task without skills, and stand by or wanted to be asked later.
async fn ask_by_name_again(
    cx: &mut Cx,
    (task, pursuance): (&Task, &Pursuance),
    facts: &AskFacts,
) -> Result<(), PerformError> {
    let is_handed_on = successions::find(&mut cx.tx, &task.id).await?.is_some_and(|found| found.is_running);
    let again = match may_pair(facts, true) {
        Ok(()) if facts.is_paused => None,
        Ok(()) if is_handed_on => Some(cx.now.plus(HELD)),
        Ok(()) => {
            let (_, awake) = ask_again(cx, task, pursuance).await?;
            let later = offers::next_again(&mut cx.tx, &task.id).await?;
            later.into_iter().chain(awake).min()
        }
        Err(why) => is_held(task, why).then(|| cx.now.plus(HELD)),
    };
    match again {
        Some(again) => Ok(look_at(cx, &task.id, again).await?),
        None => Ok(()),
    }
}

/// Asks nobody now. A hindrance that may pass without a change of the task is looked at once a day.
async fn rest(cx: &mut Cx, task: &Task, known: &Pairing, why: PairingRefusal) -> Result<(), PerformError> {
    pairing::go_on(&mut cx.tx, &task.id, known.stand, None).await?;
    if is_held(task, why) {
        look_at(cx, &task.id, cx.now.plus(HELD)).await?;
    }
    Ok(())
}

/// Whether a hindrance may pass without a change of the task.
fn is_held(task: &Task, why: PairingRefusal) -> bool {
    match why {
        PairingRefusal::Blocked | PairingRefusal::OpenParts | PairingRefusal::OnOffer => true,
        // Put away, or in a closed pursuance: both may come back.
        PairingRefusal::NotWanted => task.phase == Phase::HelpWanted && task.assignee.is_none(),
        PairingRefusal::NoSkills
        | PairingRefusal::Paused
        | PairingRefusal::NoChange
        | PairingRefusal::Person(_) => false,
    }
}

/// Ends the next offers of a task that has ended; returns whether there are more. People who stood by are told.
async fn end_offers(cx: &mut Cx, task: &Task) -> Result<bool, PerformError> {
    offers::end_unanswered(&mut cx.tx, &task.id, cx.now).await?;
    mentors::end_unanswered(&mut cx.tx, &task.id, cx.now).await?;
    let standing_by = offers::in_state(&mut cx.tx, &task.id, OfferState::StandingBy, AT_ONCE).await?;
    for offer in &standing_by {
        offers::answer(&mut cx.tx, &offer.id, OfferState::Released, None, cx.now).await?;
        let told = OfferEnded { offer: offer.id.clone(), person: offer.person.clone(), early: false };
        leave(cx, offer, Happened::OfferEnded(told));
    }
    Ok(i64::try_from(standing_by.len()).is_ok_and(|ended| ended == AT_ONCE))
}

/// Ends the standing by of a person who may no longer be asked about the task, and tells them. Their yes counts all the same.
async fn end_standing_by(cx: &mut Cx, offer: &Offer) -> StoreResult<()> {
    offers::answer(&mut cx.tx, &offer.id, OfferState::StoodDown, None, cx.now).await?;
    let told = OfferEnded { offer: offer.id.clone(), person: offer.person.clone(), early: true };
    leave(cx, offer, Happened::OfferEnded(told));
    Ok(())
}

/// The end of a person's quiet hours; none outside of them.
pub(super) async fn quiet_until(cx: &mut Cx, person: &ActorId) -> StoreResult<Option<Time>> {
    let said = availability::of_person(&mut cx.tx, person).await?;
    let awake = said.map(|said| first_awake(said.limits.quiet, said.zone, cx.now));
    Ok(awake.filter(|awake| *awake > cx.now))
}

/// Asks the people who stood by, now that nobody has the task, and the people who wanted to be asked again by now. Returns whether
/// a person who stood by was asked (then the others wait a wave), and when the first person in quiet hours wakes.
async fn ask_again(
    cx: &mut Cx,
    task: &Task,
    pursuance: &Pursuance,
) -> Result<(bool, Option<Time>), PerformError> {
    let standing_by = offers::in_state(&mut cx.tx, &task.id, OfferState::StandingBy, AT_ONCE).await?;
    let due = offers::to_ask_again(&mut cx.tx, &task.id, cx.now, AT_ONCE).await?;
    let people: Vec<ActorId> = standing_by.iter().chain(&due).map(|offer| offer.person.clone()).collect();
    if people.is_empty() {
        return Ok((false, None));
    }
    pairing::lock_people(&mut cx.tx, &people).await?;
    let found = pairing::candidates(&mut cx.tx, about(pursuance, task), &people, cx.now).await?;
    let (mut is_anybody, mut wakes) = (false, None);
    for offer in standing_by.iter().chain(&due) {
        let known = found.iter().find(|known| known.person == offer.person);
        let Some(known) = known else { continue };
        // An earlier question does not count: they are to be asked again.
        let standing = Standing { was_asked: false, ..known.standing };
        let is_standing_by = offer.state == OfferState::StandingBy;
        match (standing.may_be_asked(), quiet_until(cx, &offer.person).await?) {
            // The question waits for the end of their quiet hours.
            (Ok(()), Some(awake)) => {
                if !is_standing_by {
                    offers::put_off(&mut cx.tx, &offer.id, awake).await?;
                }
                wakes = Some(wakes.map_or(awake, |first: Time| first.min(awake)));
            }
            (Ok(()), None) => {
                offers::ask_again(&mut cx.tx, &offer.id, cx.now).await?;
                tell(cx, offer, true);
                is_anybody |= is_standing_by;
            }
            (Err(why), _) if why.is_for_now() && !is_standing_by => {
                offers::put_off(&mut cx.tx, &offer.id, cx.now.plus(HELD)).await?;
            }
            (Err(why), _) if why.is_for_now() => {}
            (Err(_), _) if is_standing_by => end_standing_by(cx, offer).await?,
            (Err(_), _) => offers::answer(&mut cx.tx, &offer.id, OfferState::Over, None, cx.now).await?,
        }
    }
    Ok((is_anybody, wakes))
}

/// The time until the first of `found` wakes who could be asked then.
async fn wakes_in(cx: &mut Cx, found: &[Candidate]) -> StoreResult<Option<i64>> {
    let mut first = None;
    for one in found.iter().filter(|one| one.standing.is_quiet) {
        let awake = Standing { is_quiet: false, ..one.standing };
        if awake.fits().is_ok()
            && let Some(awake) = quiet_until(cx, &one.person).await?
        {
            let wait = awake.0 - cx.now.0;
            first = Some(first.map_or(wait, |first: i64| first.min(wait)));
        }
    }
    Ok(first)
}

/// The time that the first other way still waits, one wave where a task asks by itself: so nobody is told while writing down a
/// task that nobody was found.
async fn waits_at_first(cx: &mut Cx, task: &Task, pace: WavePace) -> StoreResult<Option<i64>> {
    let verb = if task.is_mirror() { Verb::TaskPhaseSet } else { Verb::TaskCreated };
    let newest = events::of_kind(&mut cx.tx, &task.id, verb, 1).await?.pop();
    // A copy asks by itself when it is made, or not at all.
    let asks = |event: &Recorded| {
        if let Happened::TaskCreated(told) = &event.what {
            told.asks == Some(true)
        } else {
            event.at == task.created
        }
    };
    let began = newest.filter(asks).map(|event| event.at);
    Ok(began.map(|at| at.plus(pace.wait).0 - cx.now.0).filter(|wait| *wait > 0))
}

/// Asks the next wave, and tries the next way besides, where it is time for that. Returns the new stand, and the next wait.
async fn ask_next(
    cx: &mut Cx,
    (task, pursuance): (&Task, &Pursuance),
    stand: Stand,
    PairTask { candidates, allies, lesson, lesson_searched, .. }: &PairTask,
    pace: WavePace,
) -> Result<(Stand, i64), PerformError> {
    pairing::lock_people(&mut cx.tx, candidates).await?;
    let found = pairing::candidates(&mut cx.tx, about(pursuance, task), candidates, cx.now).await?;
    let mentor = mentor::ready(&mut cx.tx, pursuance, task, cx.now).await?;
    let learners = match &mentor {
        Some(mentor) => lessons::learners_with(&mut cx.tx, mentor, Some(candidates)).await?,
        None => Vec::new(),
    };
    let found = mentor::as_taught(found, &learners);
    let is_anybody_left = found.iter().any(|one| one.standing.fits().is_ok());
    if !is_anybody_left
        && stand == Stand::default()
        && let Some(wait) = waits_at_first(cx, task, pace).await?
    {
        let wakes_in = wakes_in(cx, &found).await?;
        return Ok((stand, wakes_in.map_or(wait, |wakes| wakes.min(wait))));
    }
    let helpers = match lesson {
        Some(lesson) if stand.reached == Reached::Waves && is_hard(stand, is_anybody_left) => {
            mentor::helpers(cx, pursuance, task, lesson).await?
        }
        Some(_) | None => None,
    };
    if stand.reached == Reached::Waves && is_hard(stand, is_anybody_left) && !lesson_searched {
        // The last of many have become busy since the search: without one nobody seems to learn.
        return Ok((stand, 0));
    }
    let next = next(stand, is_anybody_left, helpers.is_some(), pace);
    // Else a look a day could find them asleep each time.
    let wakes_in = if next.wave.is_none() { wakes_in(cx, &found).await? } else { None };
    let mut stand = stand;
    if let Some(number) = next.wave {
        let drawn = wave(&task.id, number, pace, &found);
        let together = u32::try_from(drawn.len()).unwrap_or(u32::MAX);
        for one in drawn {
            let asked = AskReason::Drawn { wave: number, numbers: one.numbers, together };
            let with = mentor.as_ref().filter(|_| learners.contains(&one.person));
            let with = with.map(|mentor| mentor.person.clone());
            put(cx, task, one.person, asked, with).await?;
        }
        stand.waves = number;
    }
    // A private pursuance hands nothing to others.
    let way = next
        .way
        .map(|way| if way == Reached::Allied && pursuance.is_private() { Reached::Board } else { way });
    if let Some(way) = way {
        let missing = match way {
            Reached::Split | Reached::Allied => {
                pairing::skills_nobody_has(&mut cx.tx, &task.id, &task.pursuance).await?
            }
            Reached::Waves | Reached::Learners | Reached::Board => Skills::default(),
        };
        match allies {
            Some(allies) if way == Reached::Allied => tell_of_allies(cx, task, allies.clone()),
            Some(_) | None => {
                let told = Happened::PairingMoved(PairingMoved { way, missing });
                cx.event(&task.pursuance, told, task.id.as_str(), Some(&task.id));
            }
        }
        stand.reached = way;
        if let (Reached::Learners, Some((subject, people))) = (way, helpers) {
            mentor::ask(cx, task, &subject, people).await?;
        }
    }
    Ok((stand, wakes_in.map_or(next.wait, |wait| wait.min(next.wait))))
}

/// Tells the members who may hand a task over which other pursuances offer what it needs. An offer may be for this pursuance alone,
/// so nobody else reads of it.
fn tell_of_allies(cx: &mut Cx, task: &Task, allies: Allies) {
    let Allies { whole, count, first } = allies;
    let told = Happened::PairingAllied(PairingAllied { whole, count, pursuances: first });
    let stream = StreamId::of(&task.pursuance);
    cx.leave(stream, Audience::Answerers, told, task.id.as_str(), Some(&task.id));
}

/// The facts of a task and its pursuance that decide who may be asked.
pub fn about<'a>(pursuance: &Pursuance, task: &'a Task) -> About<'a> {
    About { task: &task.id, pursuance: &task.pursuance, judge: judge(pursuance, task) }
}
