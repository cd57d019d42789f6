//! The delegate's side: the decisions of its people about an offered task, and their effects.

use pursuance_domain::action::{
    AcceptDelegation, AskOnward, CounterDelegation, DeclineDelegation, ReportProgress, ReturnDelegation,
    SubmitDelegation,
};
use pursuance_domain::allowed::Permission;
use pursuance_domain::delegation::bounds::{WORK_AFTER_RECALL, WORK_OF_ROUND};
use pursuance_domain::delegation::message::Step;
use pursuance_domain::delegation::{
    ActorUri, DelegateCopy, DelegateDecision, DelegateEffect, DelegateFacts, DelegateStep, DelegationRefusal,
    OfferUri, OriginDecision, Reason, Side, State, SubmissionUri, path,
};
use pursuance_domain::event::happened::{self, NotTaken, OnwardAnswered, WorkAccepted};
use pursuance_domain::event::{Happened, Verb};
use pursuance_domain::id::{ActorId, DelegationId, FileId, TaskId};
use pursuance_domain::task::phase::Phase;
use pursuance_domain::time::Time;
use pursuance_domain::value::Sha256;
use pursuance_federation::vocab::ATTACHMENTS_MAX;
use serde_json::Value;

use super::block::{self, BlockWord};
use super::mirror::{self, Terms};
use super::{DelegationCx, Said, Tell, lock_side, origin, wire};
use crate::actions::{Cx, InputRefusal, PerformError, Refused, Thing, access};
use crate::store::delegations::{self, SideCopy, Submission};
use crate::store::discussions::{self, TaskFile};
use crate::store::events;
use crate::store::tasks::{self, Task};
use crate::store::texts::{self, ObjectText};
use crate::task_wire;

carried_out! {
    AcceptDelegation => accept,
    DeclineDelegation => decline,
    CounterDelegation => counter,
    ReportProgress => progress,
    SubmitDelegation => submit,
    ReturnDelegation => give_back,
    AskOnward => ask_onward,
}

pub(super) async fn facts(cx: &mut Cx, delegation: &DelegationCx) -> Result<DelegateFacts, PerformError> {
    let is_suspended = delegation.is_suspended(cx).await?;
    Ok(match &delegation.task {
        None => DelegateFacts { is_suspended, ..DelegateFacts::without_mirror(cx.now) },
        Some(task) => {
            let open = tasks::open_below(&mut cx.tx, &task.id).await?;
            DelegateFacts {
                now: cx.now,
                mirror: block::told_phase(cx, task).await?,
                // The last act of a person, never that of a heartbeat (PROTOCOL §3.3).
                last_activity: task.last_sign,
                open_subtasks: u32::try_from(open).unwrap_or(u32::MAX),
                is_suspended,
            }
        }
    })
}

pub(super) async fn decide(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    decision: DelegateDecision,
    said: Said,
    tell: Option<Tell>,
) -> Result<Value, PerformError> {
    let facts = facts(cx, delegation).await?;
    let step = delegation.delegate_copy()?.decide(decision, &facts)?;
    apply(cx, delegation, step, &said, tell).await?;
    Ok(delegation.result())
}

/// Carries out a step at the delegate: effects, messages, the row, the event.
pub(in crate::actions) async fn apply(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    step: DelegateStep,
    said: &Said,
    tell: Option<Tell>,
) -> Result<(), PerformError> {
    let Step { copy, messages, effects } = step;
    write_copy(cx, delegation, &copy);
    let starts = effects.contains(&DelegateEffect::StartMirror);
    let goes_on = starts && !mirror::is_own(delegation);
    let word = if effects.contains(&DelegateEffect::NoteBlock) { BlockWord::Said } else { BlockWord::None };
    for effect in effects {
        take_effect(cx, delegation, effect).await?;
    }
    let names = copy.standing().is_some_and(|offer| offer.terms.names);
    for message in &messages {
        wire::say_as_delegate(cx, delegation, message, said, names).await?;
    }
    delegations::save(&mut cx.tx, &delegation.row).await?;
    if let Some(tell) = tell {
        delegation.event(cx, tell(delegation.decided(copy.round, copy.cut)));
    }
    let is_asking = starts && delegation.task.as_ref().is_some_and(|task| task.phase == Phase::HelpWanted);
    if let (true, Some(task)) = (goes_on || is_asking, &delegation.task) {
        // The work did not begin with this Grant, or people are looked for: the origin hears how far it is.
        Box::pin(report(cx, &task.id)).await?;
        return Ok(());
    }
    block::settle(cx, delegation, word).await
}

/// Writes the copy into the row, with the next moment at which a time limit may pass.
pub(super) fn write_copy(cx: &Cx, delegation: &mut DelegationCx, copy: &DelegateCopy) {
    delegation.row.copy = SideCopy::Delegate(copy.clone());
    delegation.row.state = copy.state;
    delegation.row.updated = cx.now;
    delegation.row.respond_by = copy.newest().map(|offer| offer.terms.respond_by);
    delegation.row.next_tick = copy.wakes_at();
}

async fn take_effect(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    effect: DelegateEffect,
) -> Result<(), PerformError> {
    match effect {
        DelegateEffect::CreateMirror => mirror::create(cx, delegation).await?,
        DelegateEffect::StartMirror => mirror::start(cx, delegation).await?,
        DelegateEffect::AdoptTerms => mirror::refresh(cx, delegation, Terms::Agreed).await?,
        DelegateEffect::RefreshMirror => mirror::refresh(cx, delegation, Terms::Told).await?,
        DelegateEffect::SetMirrorPhase(Phase::Done) => mirror::end(cx, delegation, Phase::Done).await?,
        DelegateEffect::SetMirrorPhase(phase) => mirror::set_phase(cx, delegation, phase).await?,
        DelegateEffect::FreezeMirror => mirror::end(cx, delegation, Phase::Dropped).await?,
        DelegateEffect::ArchiveMirror => mirror::archive(cx, delegation).await?,
        DelegateEffect::OrphanMirror => mirror::orphan(cx, delegation).await?,
        DelegateEffect::MarkNotAccepted => mirror::end(cx, delegation, Phase::Dropped).await?,
        DelegateEffect::RecallOnward => recall_onward(cx, delegation).await?,
        // Noted with every step, as it may end with it.
        DelegateEffect::NoteBlock => {}
        DelegateEffect::PullLog => {
            let at = crate::actions::outbox::open_channel(cx, &delegation.us.id, &delegation.peer.id).await?;
            cx.channels[at].pull_at = Some(cx.now.0);
        }
        DelegateEffect::TellOnward { to, allowed } => {
            let told = OnwardAnswered { step: delegation.step(), to: Some(to), allowed: Some(allowed) };
            delegation.event(cx, Happened::DelegationOnwardAnswered(told));
        }
        DelegateEffect::ShowNudge => {
            let again = was_nudged(cx, delegation).await?;
            delegation.event(cx, Happened::DelegationNudged(happened::Step { again, ..delegation.step() }));
        }
        DelegateEffect::NoteRefusal { reason, their_state } => {
            let told = NotTaken { step: delegation.step(), reason, their_state };
            delegation.event(cx, Happened::DelegationRefused(told));
        }
        DelegateEffect::CreditLate { submission } => {
            let told = WorkAccepted { step: delegation.step(), late: Some(submission) };
            delegation.event(cx, Happened::DelegationWorkAccepted(told));
        }
    }
    Ok(())
}

/// Whether the other side has reminded us since anything was done about the task here.
async fn was_nudged(cx: &mut Cx, delegation: &DelegationCx) -> Result<bool, PerformError> {
    let Some(mirror) = &delegation.task else { return Ok(false) };
    let before = events::of_kind(&mut cx.tx, &mirror.id, Verb::DelegationNudged, 1).await?;
    Ok(before.first().is_some_and(|before| before.at > mirror.last_sign))
}

/// Recalls down the chain the parts of a task that is no longer ours; does not wait for the answer (PROTOCOL §3.5).
async fn recall_onward(cx: &mut Cx, delegation: &DelegationCx) -> Result<(), PerformError> {
    let Some(task) = &delegation.task else { return Ok(()) };
    for row in delegations::live_onward(&mut cx.tx, &task.id).await? {
        if row.state == State::Recalling {
            continue;
        }
        let tell = super::taken_back(row.state);
        let mut onward = DelegationCx::around(cx, row).await?;
        let decision = OriginDecision::Recall { reason: Reason::Superseded };
        let facts = origin::facts(cx, &onward, None).await?;
        let step = onward.origin_copy()?.decide(decision, &facts)?;
        Box::pin(origin::apply(cx, &mut onward, step, &Said::default(), Some(tell))).await?;
    }
    Ok(())
}

async fn for_assigner(
    cx: &mut Cx,
    id: &DelegationId,
) -> Result<(access::Access, DelegationCx), PerformError> {
    let (access, delegation) = lock_side(cx, id, Side::Delegate).await?;
    access.demand(Permission::Delegate, delegation.task.as_ref())?;
    Ok((access, delegation))
}

async fn accept(cx: &mut Cx, a: AcceptDelegation) -> Result<Value, PerformError> {
    let (access, mut delegation) = for_assigner(cx, &a.delegation).await?;
    let copy = delegation.delegate_copy()?;
    let offer = answerable(&copy, a.offer)?;
    let is_under_way = copy.state.is_at_work();
    if !is_under_way {
        delegation.row.copy = SideCopy::Delegate(DelegateCopy { ask: a.ask, ..copy });
    }
    decide(
        cx,
        &mut delegation,
        DelegateDecision::Accept { offer },
        Said::default(),
        Some(Happened::DelegationAccepted),
    )
    .await?;
    if let Some(task) = delegation.task.clone().filter(|_| is_under_way) {
        // Other terms may have come with other files.
        mirror::take_along(cx, &delegation, &task.id).await?;
    }
    if let (Some(number), Some(task)) = (a.parent, delegation.task.clone()) {
        let parent = access::find_place(cx, &access, number).await?;
        crate::actions::task::demand_place(cx, &task, &parent).await?;
        tasks::set_parent(&mut cx.tx, &task, Some(&parent.id), cx.now).await?;
    }
    Ok(delegation.result())
}

/// The offer that the person read; when none is named, the one that waits for an answer.
fn answerable(copy: &DelegateCopy, read: Option<OfferUri>) -> Result<OfferUri, PerformError> {
    let offer = read.or_else(|| copy.pending.clone());
    let offer = offer.or_else(|| copy.newest().map(|offer| offer.uri.clone()));
    Ok(offer.ok_or(Refused::NotFound(Thing::Offer))?)
}

async fn decline(cx: &mut Cx, a: DeclineDelegation) -> Result<Value, PerformError> {
    let (_, mut delegation) = for_assigner(cx, &a.delegation).await?;
    let offer = answerable(&delegation.delegate_copy()?, a.offer)?;
    let said = Said { note: a.reason.map(|reason| reason.to_string()), ..Said::default() };
    decide(
        cx,
        &mut delegation,
        DelegateDecision::Decline { offer, reason: a.code.reason() },
        said,
        Some(Happened::DelegationDeclined),
    )
    .await
}

async fn counter(cx: &mut Cx, a: CounterDelegation) -> Result<Value, PerformError> {
    let (_, mut delegation) = for_assigner(cx, &a.delegation).await?;
    let note = a.note.map(|note| note.to_string()).filter(|note| !note.is_empty());
    let offered = delegation.row.offered.read()?;
    let (asked_due, asked_size) = (offered.terms.said().due, offered.task.size);
    let asked_day = asked_due.map(|due| Time(due.timestamp_micros()).date());
    let is_other_day = a.due.is_some_and(|due| Some(due.date()) != asked_day);
    let is_other_size = a.size.is_some_and(|size| task_wire::write_size(size) != asked_size);
    // Terms equal to the offer's are no suggestion.
    if note.is_none() && !is_other_day && !is_other_size {
        return Err(Refused::Input(InputRefusal::NothingSuggested).into());
    }
    let offer = answerable(&delegation.delegate_copy()?, a.offer)?;
    let said = Said { note, proposed: Some(wire::proposed(a.due, a.size)), ..Said::default() };
    decide(
        cx,
        &mut delegation,
        DelegateDecision::Counter { offer },
        said,
        Some(Happened::DelegationCountered),
    )
    .await
}

async fn progress(cx: &mut Cx, a: ReportProgress) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (access, mut delegation) = lock_side(cx, &a.delegation, Side::Delegate).await?;
    let task = delegation.need_task()?;
    access.demand(Permission::WorkOnTask, Some(&task))?;
    if delegation.row.state.is_end() {
        return Err(DelegationRefusal::WrongState { state: delegation.row.state }.into());
    }
    let next = texts::newest(&mut cx.tx, task.id.as_str(), ObjectText::ProgressNote)
        .await?
        .map_or(1, |newest| newest.revision + 1);
    texts::add(
        &mut cx.tx,
        task.id.as_str(),
        ObjectText::ProgressNote,
        next,
        &person,
        cx.now,
        a.note.as_str(),
    )
    .await?;
    tasks::touch(&mut cx.tx, &task.id, cx.now).await?;
    delegation.task = tasks::by_id(&mut cx.tx, &task.id).await?;
    decide(
        cx,
        &mut delegation,
        DelegateDecision::Report,
        Said::default(),
        Some(Happened::DelegationProgressed),
    )
    .await
}

/// The author of news that waited for their minute: the clock sends them, but a person wrote them.
pub(super) async fn teller(
    cx: &mut Cx,
    delegation: &DelegationCx,
    copy: &DelegateCopy,
) -> Result<Option<ActorId>, PerformError> {
    let Some(task) = delegation.row.task.as_ref().filter(|_| copy.has_news) else { return Ok(None) };
    let newest = texts::newest(&mut cx.tx, task.as_str(), ObjectText::ProgressNote).await?;
    Ok(newest.filter(|note| copy.told_at.is_none_or(|told| told < note.at)).map(|note| note.author))
}

/// Reports to the origin after a change on a mirror or below it.
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
    let mut delegation = DelegationCx::around(cx, row).await?;
    decide(cx, &mut delegation, DelegateDecision::Report, Said::default(), None).await.map(drop)
}

async fn submit(cx: &mut Cx, a: SubmitDelegation) -> Result<Value, PerformError> {
    let person = cx.person()?;
    let (_, mut delegation) = for_assigner(cx, &a.delegation).await?;
    let task = delegation.need_task()?;
    let uri = cx.app.addresses.submission(&cx.new_id());
    let copy = delegation.delegate_copy()?;
    let late = copy.state == State::Recalled;
    let so_far = delegations::count_work(&mut cx.tx, &delegation.row.id, i64::from(copy.round), late).await?;
    let most = if late { WORK_AFTER_RECALL } else { WORK_OF_ROUND };
    if usize::try_from(so_far).is_ok_and(|so_far| so_far >= most) {
        return Err(DelegationRefusal::TooMuchWork { most }.into());
    }
    let submission = Submission {
        uri: uri.clone(),
        delegation: delegation.row.id.clone(),
        round: i64::from(copy.round),
        at: cx.now,
        late,
        verdict: None,
        verdict_at: None,
    };
    delegations::add_submission(&mut cx.tx, &submission).await?;
    let files = share_files(cx, &task, &a.files, &submission.key()).await?;
    texts::add(&mut cx.tx, &submission.key(), ObjectText::Body, 1, &person, cx.now, a.body.as_str()).await?;
    let said = Said { note: Some(a.body.to_string()), files, ..Said::default() };
    let decision = if late {
        DelegateDecision::SubmitLate { submission: SubmissionUri(uri) }
    } else {
        DelegateDecision::Submit { submission: SubmissionUri(uri), waived: a.waived }
    };
    tasks::touch(&mut cx.tx, &task.id, cx.now).await?;
    decide(cx, &mut delegation, decision, said, Some(Happened::DelegationSubmitted)).await
}

/// Copies of a task's files for the other side, attached to the message that carries them.
pub(super) async fn share_files(
    cx: &mut Cx,
    task: &Task,
    wanted: &[Sha256],
    object: &str,
) -> Result<Vec<pursuance_federation::vocab::Attachment>, PerformError> {
    if wanted.len() > ATTACHMENTS_MAX {
        return Err(Refused::Input(InputRefusal::TooManyFiles { max: ATTACHMENTS_MAX }).into());
    }
    let mut shared = Vec::new();
    let files = discussions::hung_on(&mut cx.tx, task.id.as_str()).await?;
    for sha256 in wanted {
        let file = files
            .iter()
            .find(|file| file.sha256 == sha256.as_str() && file.is_here)
            .ok_or(Refused::NoSuchFile)?;
        let copy = TaskFile {
            id: FileId(cx.new_id()),
            object: object.to_owned(),
            at: cx.now,
            source_url: None,
            pursuance: Some(task.pursuance.clone()),
            message: None,
            ..file.clone()
        };
        discussions::add_file(&mut cx.tx, &copy).await?;
        shared.push(wire::attachment(cx, &copy)?);
    }
    Ok(shared)
}

async fn give_back(cx: &mut Cx, a: ReturnDelegation) -> Result<Value, PerformError> {
    let (_, mut delegation) = for_assigner(cx, &a.delegation).await?;
    let task = delegation.need_task()?;
    let files = share_files(cx, &task, &a.files, delegation.row.id.as_str()).await?;
    let said = Said { note: a.reason.map(|reason| reason.to_string()), files, ..Said::default() };
    decide(
        cx,
        &mut delegation,
        DelegateDecision::Return { reason: a.code.reason() },
        said,
        Some(Happened::DelegationReturning),
    )
    .await
}

async fn ask_onward(cx: &mut Cx, a: AskOnward) -> Result<Value, PerformError> {
    let (_, mut delegation) = for_assigner(cx, &a.delegation).await?;
    let third = super::offer::partner(cx, &a.to).await?;
    // A pursuance that is in the chain already would be refused at last, after others had agreed.
    let us = ActorUri(delegation.us.uri.clone());
    path::may_offer(&path::extend(&delegation.row.path, &us), &us, &ActorUri(third.uri.clone()))?;
    ask_about(cx, &mut delegation, ActorUri(third.uri)).await
}

/// Asks the origin whether a third pursuance may join in.
pub(super) async fn ask_about(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    to: ActorUri,
) -> Result<Value, PerformError> {
    let decision = DelegateDecision::AskOnward { to };
    decide(cx, delegation, decision, Said::default(), Some(super::ONWARD_ASKED)).await
}
