//! The delegate's side: what its people decide about a task they were offered, and what follows there.

use pursuance_domain::action::{
    AcceptDelegation, AskOnward, CounterDelegation, DeclineDelegation, ReportProgress, ReturnDelegation,
    SubmitDelegation,
};
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::message::Step;
use pursuance_domain::delegation::timer::GRANT_WITHIN;
use pursuance_domain::delegation::{
    ActorUri, DelegateCopy, DelegateDecision, DelegateEffect, DelegateFacts, DelegateStep, DelegationRefusal,
    FromDelegate, OriginDecision, Reason, Side, State, SubmissionUri,
};
use pursuance_domain::event::Verb;
use pursuance_domain::id::{DelegationId, FileId, TaskId};
use pursuance_domain::task::phase::{Phase, WirePhase};
use pursuance_domain::time::{DAY, Time};
use pursuance_domain::value::{Sha256, Skill, Skills};
use serde_json::{Value, json};

use super::origin::read_offered;
use super::{Deal, Said, enter, origin, wire};
use crate::actions::{Cx, PerformError, Refused, seat};
use crate::markdown;
use crate::store::delegations::{self, Submission};
use crate::store::discussions::{self, File};
use crate::store::pursuances;
use crate::store::tasks::{self, NewTask, Task};
use crate::store::texts::{self, Field};

pub(super) async fn facts(cx: &mut Cx, deal: &Deal) -> Result<DelegateFacts, PerformError> {
    Ok(match &deal.task {
        None => DelegateFacts::without_mirror(cx.now),
        Some(task) => {
            let (open, _) = tasks::open_below(&mut cx.tx, &task.id).await?;
            DelegateFacts {
                now: cx.now,
                mirror: WirePhase::Is(task.phase),
                last_activity: task.last_sign,
                open_subtasks: u32::try_from(open).unwrap_or(u32::MAX),
            }
        }
    })
}

async fn decide(
    cx: &mut Cx,
    deal: &mut Deal,
    decision: DelegateDecision,
    said: Said,
    verb: Option<Verb>,
) -> Result<Value, PerformError> {
    let facts = facts(cx, deal).await?;
    let step = deal.delegate_copy()?.decide(decision, &facts)?;
    apply(cx, deal, step, &said, verb).await?;
    Ok(deal.result())
}

/// Does what follows from a step at the delegate: effects, messages, the row, the event.
pub(in crate::actions) async fn apply(
    cx: &mut Cx,
    deal: &mut Deal,
    step: DelegateStep,
    said: &Said,
    verb: Option<Verb>,
) -> Result<(), PerformError> {
    let Step { copy, messages, effects } = step;
    write_copy(cx, deal, &copy)?;
    for effect in effects {
        take_effect(cx, deal, &copy, effect, said).await?;
    }
    let names = copy.standing().is_some_and(|offer| offer.terms.names);
    for message in &messages {
        wire::say_as_delegate(cx, deal, message, said, names).await?;
    }
    delegations::save(&mut cx.tx, &deal.row).await?;
    if let Some(verb) = verb {
        deal.event(cx, verb, json!({ "round": copy.round }));
    }
    Ok(())
}

/// Takes the copy into the row, with the moment at which time may have something to say.
pub(super) fn write_copy(cx: &Cx, deal: &mut Deal, copy: &DelegateCopy) -> Result<(), PerformError> {
    deal.row.copy = serde_json::to_string(copy).map_err(PerformError::damaged("a delegation"))?;
    deal.row.state = copy.state;
    deal.row.updated = cx.now;
    deal.row.respond_by = copy.newest().map(|offer| offer.terms.respond_by);
    deal.row.next_tick = match copy.state {
        State::Accepting => copy.log_asked_at.or(copy.accepted_at).map(|at| at.plus(GRANT_WITHIN)),
        State::Active => {
            let heartbeat = copy.standing().map_or(DAY, |offer| offer.terms.heartbeat.0);
            copy.told_at.map(|at| at.plus(heartbeat / 5 * 4))
        }
        _ => None,
    };
    Ok(())
}

async fn take_effect(
    cx: &mut Cx,
    deal: &mut Deal,
    copy: &DelegateCopy,
    effect: DelegateEffect,
    said: &Said,
) -> Result<(), PerformError> {
    match effect {
        DelegateEffect::CreateMirror { .. } => create_mirror(cx, deal).await?,
        DelegateEffect::StartMirror => {
            if let Some(task) =
                deal.task.clone().filter(|task| task.assignee.is_some() && task.phase.is_unassigned())
            {
                set_phase(cx, deal, &task, Phase::Started).await?;
            }
        }
        DelegateEffect::AdoptTerms { .. } => refresh_mirror(cx, deal, Terms::Agreed).await?,
        DelegateEffect::RefreshMirror { .. } => {
            refresh_mirror(cx, deal, Terms::Told).await?;
        }
        DelegateEffect::SetMirrorPhase(phase) => {
            if let Some(task) = deal.task.clone() {
                set_phase(cx, deal, &task, phase).await?;
                if phase == Phase::Done {
                    delegations::set_verdict(
                        &mut cx.tx,
                        &deal.row.id,
                        i64::from(copy.round),
                        "accepted",
                        cx.now,
                    )
                    .await?;
                }
            }
        }
        DelegateEffect::FreezeMirror => {
            if let Some(task) = deal.task.clone().filter(|task| !task.phase.is_closed()) {
                set_phase(cx, deal, &task, Phase::Dropped).await?;
            }
        }
        DelegateEffect::ArchiveMirror => {
            if let Some(task) = deal.task.clone() {
                if !task.phase.is_closed() {
                    set_phase(cx, deal, &task, Phase::Dropped).await?;
                }
                tasks::set_archived(&mut cx.tx, &task.id, Some(cx.now)).await?;
            }
        }
        DelegateEffect::OrphanMirror => {
            if let Some(task) = &deal.task {
                tasks::orphan(&mut cx.tx, &task.id, cx.now).await?;
            }
        }
        DelegateEffect::MarkNotAccepted => {
            delegations::set_verdict(&mut cx.tx, &deal.row.id, i64::from(copy.round), "refused", cx.now)
                .await?;
            if let Some(task) = deal.task.clone().filter(|task| !task.phase.is_closed()) {
                set_phase(cx, deal, &task, Phase::Dropped).await?;
            }
        }
        DelegateEffect::RecallOnward => recall_onward(cx, deal).await?,
        DelegateEffect::CountRound(round) => {
            delegations::set_verdict(
                &mut cx.tx,
                &deal.row.id,
                i64::from(round.saturating_sub(1)),
                "sent_back",
                cx.now,
            )
            .await?;
        }
        DelegateEffect::PullLog => {
            let at = crate::actions::outbox::open_channel(cx, &deal.us.id, &deal.peer.id).await?;
            cx.channels[at].pull_at = Some(cx.now.0);
        }
        DelegateEffect::TellOnward { to, allowed } => {
            deal.event(cx, Verb::DelegationOnwardAnswered, json!({ "to": to, "allowed": allowed }));
        }
        DelegateEffect::NoteRefusal { reason, their_state } => {
            deal.event(cx, Verb::DelegationRefused, json!({ "reason": reason, "their_state": their_state }));
        }
        DelegateEffect::CreditLate { submission } => {
            deal.event(cx, Verb::DelegationWorkAccepted, json!({ "late": submission }));
        }
        DelegateEffect::ReplaceCard { .. } | DelegateEffect::ShowReoffer { .. } => {
            if let Some(delegation) = &said.delegation {
                deal.row.offered =
                    serde_json::to_string(delegation).map_err(PerformError::damaged("an offer"))?;
            }
        }
        // What is shown follows from the state and the timeline; karma comes with the task engine.
        DelegateEffect::ShowCard { .. }
        | DelegateEffect::CountRefusedOffer { .. }
        | DelegateEffect::CloseCard
        | DelegateEffect::DropReoffer { .. }
        | DelegateEffect::CreditMembers
        | DelegateEffect::ShowNudge => {}
    }
    Ok(())
}

async fn set_phase(cx: &mut Cx, deal: &mut Deal, task: &Task, phase: Phase) -> Result<(), PerformError> {
    if task.phase == phase {
        return Ok(());
    }
    let last_sign = task.last_sign;
    tasks::set_state(&mut cx.tx, &task.id, phase, task.assignee.as_ref(), cx.now).await?;
    // What the other side decided is no sign of life of ours.
    if cx.who.person().is_none() {
        tasks::set_last_sign(&mut cx.tx, &task.id, last_sign).await?;
    }
    cx.event(
        &deal.us.id,
        Verb::TaskPhaseSet,
        task.id.as_str(),
        Some(&task.id),
        json!({ "before": task.phase, "after": phase, "delegation": deal.row.id }),
    );
    deal.task = tasks::by_id(&mut cx.tx, &task.id).await?;
    Ok(())
}

/// The copy of the task here. What is asked for in it follows the origin and is written by nothing else (PROTOCOL §2.2).
async fn create_mirror(cx: &mut Cx, deal: &mut Deal) -> Result<(), PerformError> {
    if deal.task.is_some() {
        return refresh_mirror(cx, deal, Terms::Agreed).await;
    }
    let person = cx.person()?;
    let offered = read_offered(&deal.row.offered).ok_or(Refused::NotFound("delegation"))?;
    let task = &offered.task;
    let id = TaskId(cx.new_id());
    let number = pursuances::take_number(&mut cx.tx, &deal.us.id).await?;
    let new = NewTask {
        id: &id,
        pursuance: &deal.us.id,
        number,
        parent: None,
        phase: Phase::New,
        size: task.size.map(wire::read_size).unwrap_or_default(),
        urgency: Default::default(),
        due: deal.delegate_copy()?.newest().and_then(|offer| offer.terms.due),
        creator: &person,
        assignee: None,
        reviewer: None,
        mirror_of: Some(task.id.as_str()),
        delegation: Some(&deal.row.id),
        now: cx.now,
    };
    tasks::add(&mut cx.tx, new).await?;
    crate::actions::task::write_texts(cx, &id, &deal.peer.id, &task.name, &text_of(task)).await?;
    tasks::set_skills(&mut cx.tx, &id, &skills_of(task)).await?;
    // What came with the offer belongs to the mirror from now on.
    discussions::move_thread(&mut cx.tx, deal.row.id.as_str(), id.as_str()).await?;
    discussions::move_files(&mut cx.tx, deal.row.id.as_str(), id.as_str()).await?;
    deal.row.task = Some(id.clone());
    deal.task = tasks::by_id(&mut cx.tx, &id).await?;
    cx.event(
        &deal.us.id,
        Verb::TaskCreated,
        id.as_str(),
        Some(&id),
        json!({ "number": number, "mirror_of": task.id, "delegation": deal.row.id }),
    );
    Ok(())
}

fn text_of(task: &pursuance_federation::vocab::Task) -> String {
    match (&task.source, &task.content) {
        (Some(source), _) => source.content.clone(),
        (None, Some(html)) => markdown::to_text(html),
        (None, None) => String::new(),
    }
}

/// Skills of another server as far as they are skills to us.
fn skills_of(task: &pursuance_federation::vocab::Task) -> Skills {
    let skills = task.skills.iter().filter_map(|skill| Skill::parse(skill).ok());
    Skills::new(skills).unwrap_or_default()
}

/// Whence the date, size and skills of a mirror come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Terms {
    /// Somebody of ours said yes to the newest offer.
    Agreed,
    /// The origin says so. What asks for more than was agreed waits for a yes (PROTOCOL §1.6).
    Told,
}

/// The mirror takes what is asked for from the newest word of the origin.
async fn refresh_mirror(cx: &mut Cx, deal: &mut Deal, terms: Terms) -> Result<(), PerformError> {
    let Some(mut mirror) = deal.task.clone() else { return Ok(()) };
    let told = deal.row.snapshot.as_deref().and_then(|text| serde_json::from_str(text).ok());
    let told = told.and_then(|value| pursuance_federation::vocab::Task::read(&value).ok());
    let offered = read_offered(&deal.row.offered).map(|offered| offered.task);
    let asks = match terms {
        Terms::Agreed => offered.clone(),
        Terms::Told => told.clone().or_else(|| offered.clone()),
    };
    // A later word on the text may have come before the yes to an offer, or after it.
    let says = [told, offered].into_iter().flatten().max_by_key(|task| task.revision);
    let (Some(asks), Some(says)) = (asks, says) else { return Ok(()) };
    let next = mirror.revision + 1;
    let text = text_of(&says);
    let old_text =
        texts::at_revision(&mut cx.tx, mirror.id.as_str(), Field::Deliverables, mirror.deliverables_revision)
            .await?;
    let mut changed = Vec::new();
    if says.name != mirror.title {
        texts::add(&mut cx.tx, mirror.id.as_str(), Field::Title, next, &deal.peer.id, cx.now, &says.name)
            .await?;
        mirror.title_revision = next;
        changed.push("title");
    }
    if text != old_text {
        texts::add(&mut cx.tx, mirror.id.as_str(), Field::Deliverables, next, &deal.peer.id, cx.now, &text)
            .await?;
        mirror.deliverables_revision = next;
        changed.push("deliverables");
    }
    let old_skills = tasks::skills(&mut cx.tx, &mirror.id).await?;
    let skills = skills_of(&asks);
    let no_more_skills = skills.iter().all(|skill| old_skills.contains(skill));
    if skills != old_skills && (terms == Terms::Agreed || no_more_skills) {
        tasks::set_skills(&mut cx.tx, &mirror.id, &skills).await?;
        changed.push("skills");
    }
    let due = asks.due.map(|due| Time(due.timestamp_micros()));
    let size = asks.size.map_or(mirror.size, wire::read_size);
    let is_later = due.is_none() || mirror.due.is_some_and(|agreed| due >= Some(agreed));
    let (old_due, old_size) = (mirror.due, mirror.size);
    if terms == Terms::Agreed || is_later {
        mirror.due = due;
    }
    if terms == Terms::Agreed || size <= mirror.size {
        mirror.size = size;
    }
    if (mirror.due, mirror.size) != (old_due, old_size) {
        changed.push("terms");
    }
    if changed.is_empty() {
        return Ok(());
    }
    let seen = mirror.revision;
    tasks::edit(&mut cx.tx, &mirror, seen, cx.now).await?;
    cx.event(
        &deal.us.id,
        Verb::TaskEdited,
        mirror.id.as_str(),
        Some(&mirror.id),
        json!({ "revision": next, "changed": changed, "delegation": deal.row.id }),
    );
    deal.task = tasks::by_id(&mut cx.tx, &mirror.id).await?;
    Ok(())
}

/// What we handed on of a task that is no longer ours is recalled down the chain; we do not wait for the answer
/// (PROTOCOL §3.5).
async fn recall_onward(cx: &mut Cx, deal: &Deal) -> Result<(), PerformError> {
    let Some(task) = &deal.task else { return Ok(()) };
    let mut below = vec![task.id.clone()];
    below.extend(tasks::ids_below(&mut cx.tx, &task.id).await?);
    for id in below {
        for row in delegations::of_task(&mut cx.tx, &id).await? {
            if row.side != Side::Origin || !row.state.is_live() || row.state == State::Recalling {
                continue;
            }
            let verb =
                if row.state.is_open() { Verb::DelegationWithdrawn } else { Verb::DelegationRecalling };
            let mut onward = Deal::around(cx, row).await?;
            let decision = OriginDecision::Recall { reason: Reason::Superseded };
            let step = onward.origin_copy()?.decide(decision, &origin::facts(cx, &onward, None))?;
            Box::pin(origin::apply(cx, &mut onward, step, &Said::default(), Some(verb))).await?;
        }
    }
    Ok(())
}

async fn for_assigner(cx: &mut Cx, id: &DelegationId) -> Result<(seat::Seat, Deal), PerformError> {
    let (seat, deal) = enter(cx, id, Side::Delegate).await?;
    seat.demand(Permission::Delegate, deal.task.as_ref())?;
    Ok((seat, deal))
}

pub async fn accept(cx: &mut Cx, a: AcceptDelegation) -> Result<Value, PerformError> {
    let (seat, mut deal) = for_assigner(cx, &a.delegation).await?;
    let copy = deal.delegate_copy()?;
    let offer = answerable(&copy)?;
    decide(
        cx,
        &mut deal,
        DelegateDecision::Accept { offer },
        Said::default(),
        Some(Verb::DelegationAccepted),
    )
    .await?;
    if let (Some(number), Some(task)) = (a.parent, deal.task.clone()) {
        let parent = seat::look_at_task(&mut cx.tx, &seat, number).await?;
        tasks::set_parent(&mut cx.tx, &task, Some(&parent.id), cx.now).await?;
    }
    Ok(deal.result())
}

/// The offer that waits for an answer.
fn answerable(copy: &DelegateCopy) -> Result<pursuance_domain::delegation::OfferUri, PerformError> {
    let offer = copy.pending.clone().or_else(|| copy.newest().map(|offer| offer.uri.clone()));
    Ok(offer.ok_or(Refused::NotFound("offer"))?)
}

pub async fn decline(cx: &mut Cx, a: DeclineDelegation) -> Result<Value, PerformError> {
    let (_, mut deal) = for_assigner(cx, &a.delegation).await?;
    let offer = answerable(&deal.delegate_copy()?)?;
    let said = Said { note: a.reason.map(|reason| reason.to_string()), ..Said::default() };
    decide(
        cx,
        &mut deal,
        DelegateDecision::Decline { offer, reason: Reason::Other },
        said,
        Some(Verb::DelegationDeclined),
    )
    .await
}

pub async fn counter(cx: &mut Cx, a: CounterDelegation) -> Result<Value, PerformError> {
    let (_, mut deal) = for_assigner(cx, &a.delegation).await?;
    let note = a.note.map(|note| note.to_string()).filter(|note| !note.is_empty());
    if note.is_none() && a.due.is_none() && a.size.is_none() {
        let message = "Suggest another date or size, or ask a question.".to_owned();
        return Err(Refused::Input { field: "note", message }.into());
    }
    let offer = answerable(&deal.delegate_copy()?)?;
    let said = Said { note, proposed: Some(wire::proposed(a.due, a.size)), ..Said::default() };
    decide(cx, &mut deal, DelegateDecision::Counter { offer }, said, Some(Verb::DelegationCountered)).await
}

pub async fn progress(cx: &mut Cx, a: ReportProgress) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (seat, mut deal) = enter(cx, &a.delegation, Side::Delegate).await?;
    let task = deal.need_task()?;
    seat.demand(Permission::WorkOnTask, Some(&task))?;
    if deal.row.state.is_end() {
        return Err(DelegationRefusal::WrongState { state: deal.row.state }.into());
    }
    let next = texts::newest(&mut cx.tx, task.id.as_str(), Field::ProgressNote)
        .await?
        .map_or(1, |newest| newest.revision + 1);
    texts::add(&mut cx.tx, task.id.as_str(), Field::ProgressNote, next, &person, cx.now, a.note.as_str())
        .await?;
    tasks::touch(&mut cx.tx, &task.id, cx.now).await?;
    deal.task = tasks::by_id(&mut cx.tx, &task.id).await?;
    decide(cx, &mut deal, DelegateDecision::Report, Said::default(), Some(Verb::DelegationProgressed)).await
}

/// Something changed on a mirror or below it: the origin is told how it goes.
pub(in crate::actions) async fn report(cx: &mut Cx, mirror: &TaskId) -> Result<(), PerformError> {
    let Some(task) = tasks::by_id(&mut cx.tx, mirror).await? else { return Ok(()) };
    let Some(row) = (match &task.delegation {
        Some(id) => delegations::by_id(&mut cx.tx, id).await?.filter(|row| row.side == Side::Delegate),
        None => None,
    }) else {
        return Ok(());
    };
    if !matches!(row.state, State::Active | State::Submitted) {
        return Ok(());
    }
    if cx.who.person().is_some() {
        tasks::touch(&mut cx.tx, mirror, cx.now).await?;
    }
    let mut deal = Deal::around(cx, row).await?;
    decide(cx, &mut deal, DelegateDecision::Report, Said::default(), None).await.map(drop)
}

pub async fn submit(cx: &mut Cx, a: SubmitDelegation) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (_, mut deal) = for_assigner(cx, &a.delegation).await?;
    let task = deal.need_task()?;
    let uri = cx.app.addresses.submission(&cx.new_id());
    let copy = deal.delegate_copy()?;
    let late = copy.state == State::Recalled;
    let submission = Submission {
        uri: uri.clone(),
        delegation: deal.row.id.clone(),
        round: i64::from(copy.round),
        at: cx.now,
        late,
        verdict: None,
        verdict_at: None,
    };
    delegations::add_submission(&mut cx.tx, &submission).await?;
    let files = share_files(cx, &task, &a.files, &submission.key()).await?;
    texts::add(&mut cx.tx, &submission.key(), Field::Body, 1, &person, cx.now, a.body.as_str()).await?;
    let said = Said { note: Some(a.body.to_string()), files, ..Said::default() };
    let decision = if late {
        DelegateDecision::SubmitLate { submission: SubmissionUri(uri) }
    } else {
        // Handing in is the word of somebody who looked at it: open subtasks are waived.
        DelegateDecision::Submit { submission: SubmissionUri(uri), waived: true }
    };
    tasks::touch(&mut cx.tx, &task.id, cx.now).await?;
    decide(cx, &mut deal, decision, said, Some(Verb::DelegationSubmitted)).await
}

/// Copies of a task's files that the other side may fetch, hung on what they go along with.
pub(super) async fn share_files(
    cx: &mut Cx,
    task: &Task,
    wanted: &[Sha256],
    object: &str,
) -> Result<Vec<pursuance_federation::vocab::Attachment>, PerformError> {
    let mut shared = Vec::new();
    let files = discussions::files(&mut cx.tx, task.id.as_str()).await?;
    for sha256 in wanted {
        let file = files
            .iter()
            .find(|file| file.sha256 == sha256.as_str() && file.is_here)
            .ok_or(Refused::NoSuchFile)?;
        let copy = File {
            id: FileId(cx.new_id()),
            object: object.to_owned(),
            at: cx.now,
            source_url: None,
            ..file.clone()
        };
        discussions::add_file(&mut cx.tx, &copy).await?;
        shared.push(wire::attachment(cx, &copy)?);
    }
    Ok(shared)
}

pub async fn give_back(cx: &mut Cx, a: ReturnDelegation) -> Result<Value, PerformError> {
    let (_, mut deal) = for_assigner(cx, &a.delegation).await?;
    let said = Said { note: a.reason.map(|reason| reason.to_string()), ..Said::default() };
    decide(
        cx,
        &mut deal,
        DelegateDecision::Return { reason: Reason::Other },
        said,
        Some(Verb::DelegationReturning),
    )
    .await
}

pub async fn ask_onward(cx: &mut Cx, a: AskOnward) -> Result<Value, PerformError> {
    let (_, mut deal) = for_assigner(cx, &a.delegation).await?;
    let third = super::offer::partner(cx, a.to.as_str()).await?;
    decide(
        cx,
        &mut deal,
        DelegateDecision::AskOnward { to: ActorUri(third.uri) },
        Said::default(),
        Some(Verb::DelegationOnwardAsked),
    )
    .await
}

/// The event at the origin that a message of the delegate becomes.
pub(in crate::actions) fn event_of(message: &FromDelegate) -> Option<Verb> {
    match message {
        FromDelegate::Accept { .. } => Some(Verb::DelegationAccepted),
        FromDelegate::Counter { .. } => Some(Verb::DelegationCountered),
        FromDelegate::Decline { .. } => Some(Verb::DelegationDeclined),
        FromDelegate::Progress { .. } => Some(Verb::DelegationProgressed),
        FromDelegate::Submit { .. } => Some(Verb::DelegationSubmitted),
        FromDelegate::Leave { .. } => Some(Verb::DelegationReturned),
        FromDelegate::AcceptRevoke => Some(Verb::DelegationRecalled),
        FromDelegate::AskOnward { .. } | FromDelegate::Refused { .. } => None,
    }
}
