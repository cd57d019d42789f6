//! The messages between two pursuances, as the activities of PROTOCOL §1.6.

use pursuance_domain::delegation::bounds::QUESTIONS;
use pursuance_domain::delegation::{FromDelegate, FromOrigin, MessageKind, Reason, SubmissionUri, TermsHash};
use pursuance_domain::id::ActorId;
use pursuance_domain::task::Asks;
use pursuance_domain::task::phase::WirePhase;
use pursuance_domain::time::Time;
use pursuance_domain::value::{ProgressNote, Size};
use pursuance_federation::vocab::{
    self, Act, Answer, Attachment, Counter, Delegated, Delegation, Grant, Head, Leave, Offer, Progress,
    ProposedTerms, ReasonCode, Review, Revoke, Sha256Sum, Source, Submission, Submit, TaskUpdate, Undo,
    Verdict,
};
use url::Url;

use super::terms::damaged;
use super::{DelegationCx, own_url};
use crate::actions::outbox::MessageDraft;
use crate::actions::{Cx, PerformError, Refused, Thing, access};
use crate::store::channels::{self, ActivityDirection};
use crate::store::dependencies::Block;
use crate::store::tasks::Task;
use crate::store::texts::{self, ObjectText};
use crate::store::{actors, delegations, dependencies, discussions};
use crate::task_wire::{self, Usual};

/// The contents of a message besides its decision.
#[derive(Debug, Clone, Default)]
pub(in crate::actions) struct Said {
    /// A message in Markdown.
    pub note: Option<String>,
    /// The terms suggested in a counter-offer.
    pub proposed: Option<ProposedTerms>,
    /// Files that go along.
    pub files: Vec<Attachment>,
    /// The activity this answers.
    pub answering: Option<Url>,
    /// The delegation as offered.
    pub delegation: Option<Box<Delegation>>,
    /// The offer that this one replaces.
    pub replaces: Option<Url>,
    /// The author, when it is not the acting person.
    pub by: Option<ActorId>,
    /// The present asks of the task, where known.
    pub asks: Option<Asks>,
}

fn url(text: &str) -> Result<Url, PerformError> {
    Url::parse(text).map_err(damaged)
}

fn hash(text: &TermsHash) -> Result<Sha256Sum, PerformError> {
    text.as_str().parse().map_err(damaged)
}

fn code(reason: Reason) -> ReasonCode {
    ReasonCode::read(reason.as_str())
}

/// Terms suggested in a counter-offer.
pub(super) fn proposed(due: Option<Time>, wanted: Option<Size>) -> ProposedTerms {
    ProposedTerms { due: due.map(Time::utc), size: wanted.and_then(task_wire::write_size) }
}

/// A task of ours in full, with its asks.
pub(super) async fn task_in_full(
    cx: &mut Cx,
    our_uri: &str,
    task: &Task,
    asks: Asks,
) -> Result<vocab::Task, PerformError> {
    let head = task_wire::Head {
        id: own_url(&cx.app.addresses.task(&task.id))?,
        attributed_to: own_url(our_uri)?,
        phase: WirePhase::Is(task.phase),
        revision: task.revision,
        updated: task.updated,
    };
    let html = cx.html(asks.deliverables.as_str());
    Ok(task_wire::write(head, asks, html, Usual::LeftOut))
}

/// The mirror as the origin may know it: its progress, never the tasks below it.
async fn mirror(
    cx: &mut Cx,
    delegation: &DelegationCx,
    phase_now: WirePhase,
    last_activity: Time,
) -> Result<vocab::Task, PerformError> {
    let task = delegation.need_task()?;
    let id = own_url(&cx.app.addresses.task(&task.id))?;
    let revision = u64::try_from(task.revision).unwrap_or(1);
    let phase = task_wire::phase(phase_now);
    let title = task.title.clone().readable().ok_or(Refused::SignatureNeeded)?;
    let mut wire = vocab::Task::new(id, own_url(&delegation.us.uri)?, title, phase, revision);
    wire.mirror_of = delegation.row.peer_task_uri.as_deref().map(url).transpose()?;
    let count = |n: i64| u64::try_from(n).unwrap_or(0);
    wire.progress = Some(Progress {
        subtasks_done: count(task.children_done),
        subtasks_total: count(task.children),
        percent: count(task.percent()).min(100),
    });
    wire.progress_note = match phase_now {
        WirePhase::Blocked => Some(what_blocks(cx, &task).await?),
        WirePhase::Is(_) => {
            let note = texts::newest(&mut cx.tx, task.id.as_str(), ObjectText::ProgressNote).await?;
            // A longer one was written before there was this bound.
            let words = note.as_ref().and_then(|note| note.body.open()).filter(|words| !words.is_empty());
            words.map(|words| words.chars().take(ProgressNote::MAX).collect::<String>())
        }
    };
    wire.last_activity = Some(last_activity.utc());
    wire.updated = Some(cx.now.utc());
    Ok(wire)
}

/// The sentence that says what blocks a task here. It names nobody, and quotes a reason only where the other side may read it
/// (PROTOCOL §3.4). Blocks from that side are left out.
pub(super) async fn what_blocks(cx: &mut Cx, task: &Task) -> Result<String, PerformError> {
    let mut blocks = dependencies::blocks(&mut cx.tx, &task.id).await?;
    blocks.retain(Block::is_ours);
    let words = |block: &Block| block.reason.open().filter(|words| !words.is_empty()).map(str::to_owned);
    if let Some(shared) = blocks.iter().filter(|block| block.shared).find_map(words) {
        return Ok(shared);
    }
    let sentence = if blocks.iter().any(|block| block.on.is_some()) {
        "It waits for somebody."
    } else if blocks.is_empty() {
        "It waits for another task."
    } else {
        "It is blocked."
    };
    Ok(sentence.to_owned())
}

fn html(cx: &mut Cx, said: &Said) -> Option<String> {
    said.note.as_deref().filter(|note| !note.is_empty()).map(|note| cx.html(note))
}

/// Puts a message into the outbox. `names`: whether people are named.
async fn post(
    cx: &mut Cx,
    delegation: &DelegationCx,
    id: Url,
    kind: MessageKind,
    names: bool,
    by: Option<&ActorId>,
    act: Act,
) -> Result<(), PerformError> {
    let human = by.or(cx.who.person()).cloned();
    let person = match &human {
        Some(human) if names => actors::by_id(&mut cx.tx, human).await?.map(|actor| actor.display),
        Some(human) => Some(stand_in(cx, delegation, human).await?),
        None => None,
    };
    let head = Head {
        id,
        actor: url(&delegation.us.uri)?,
        to: url(&delegation.peer.uri)?,
        published: cx.now.utc(),
        delegation: Some(url(&delegation.row.uri)?),
        person,
    };
    cx.outbox.push(MessageDraft {
        from: delegation.us.clone(),
        to: delegation.peer.clone(),
        delegation: Some(delegation.row.id.clone()),
        kind,
        activity: Delegated { head, act },
        human,
    });
    Ok(())
}

/// The stand-in for a person's name where people are not named: a number, so that authors can be told apart but not
/// identified (PROTOCOL §1.6). The same person has another number in every delegation.
async fn stand_in(cx: &mut Cx, delegation: &DelegationCx, human: &ActorId) -> Result<String, PerformError> {
    let mut spoke = delegations::speakers_up_to(&mut cx.tx, &delegation.row.id, human).await?;
    let now = cx.outbox.iter().filter(|draft| draft.delegation.as_ref() == Some(&delegation.row.id));
    for now in now.filter_map(|draft| draft.human.as_ref()).chain([human]) {
        if !spoke.contains(now) {
            spoke.push(now.clone());
        }
    }
    let place = spoke.iter().position(|one| one == human).unwrap_or_default();
    Ok(format!("Member {}", place + 1))
}

fn new_activity(cx: &Cx) -> Result<Url, PerformError> {
    own_url(&cx.app.addresses.activity(&cx.new_id()))
}

/// The newest message of a kind in a delegation, in one direction.
async fn newest(
    cx: &mut Cx,
    delegation: &DelegationCx,
    direction: ActivityDirection,
    kind: MessageKind,
) -> Result<Url, PerformError> {
    let found = delegations::newest_message(&mut cx.tx, &delegation.row.id, direction, kind).await?;
    url(&found.map(|(uri, _)| uri).unwrap_or_default())
}

/// The newest question about a third pursuance, which an answer is to.
async fn question_about(cx: &mut Cx, delegation: &DelegationCx, third: &str) -> Result<Url, PerformError> {
    let questions = delegations::said(
        &mut cx.tx,
        &delegation.row.id,
        ActivityDirection::In,
        MessageKind::AskOnward,
        QUESTIONS as i64,
    )
    .await?;
    let about = |entry: &&delegations::TimelineEntry| {
        entry.document().as_ref().and_then(instrument).as_deref() == Some(third)
    };
    let found = questions.iter().rev().find(about).ok_or(super::Refused::NotFound(Thing::Delegation))?;
    url(&found.activity)
}

/// The pursuance that a question about handing on names.
fn instrument(activity: &serde_json::Value) -> Option<String> {
    let third = activity.get("instrument")?;
    third.as_str().or_else(|| third.get("id")?.as_str()).map(str::to_owned)
}

/// Writes a message that the origin's rules demand.
pub(super) async fn say_as_origin(
    cx: &mut Cx,
    delegation: &mut DelegationCx,
    message: &FromOrigin,
    said: &Said,
    names: bool,
) -> Result<(), PerformError> {
    let id =
        if let FromOrigin::Offer(offer) = message { own_url(offer.uri.as_str())? } else { new_activity(cx)? };
    let content = html(cx, said);
    let act = match message {
        FromOrigin::Offer(_) => {
            let delegation = said.delegation.clone().ok_or(super::Refused::NotFound(Thing::Delegation))?;
            Act::Offer(Box::new(Offer { delegation: *delegation, replaces: said.replaces.clone(), content }))
        }
        FromOrigin::Undo { offer, reason } => {
            Act::Undo(Undo { offer: url(offer.as_str())?, reason: code(*reason), content })
        }
        FromOrigin::Grant { offer, terms_hash } => {
            delegation.row.grant_uri = Some(id.to_string());
            let task = delegation.need_task()?;
            let grant = Grant {
                task: own_url(&cx.app.addresses.task(&task.id))?,
                target: url(&delegation.peer.uri)?,
                offer: url(offer.as_str())?,
                terms_hash: hash(terms_hash)?,
                start_time: Some(cx.now.utc()),
            };
            Act::Grant(grant)
        }
        FromOrigin::RejectAccept { offer, reason } => {
            let accept = match &said.answering {
                Some(accept) => accept.clone(),
                None => url(offer.as_str())?,
            };
            Act::Reject(Answer::to(accept).because(code(*reason)).saying(content))
        }
        FromOrigin::TaskChanged { .. } => {
            let block = delegation.origin_copy()?.told_block;
            changed(cx, delegation, said, block).await?
        }
        FromOrigin::TaskBlocked { block, .. } => changed(cx, delegation, said, block.clone()).await?,
        FromOrigin::AcceptWork { submission } => {
            let review = review(cx, delegation, Verdict::Approve, said)?;
            Act::Accept(Answer::to(url(submission.as_str())?).with_review(review))
        }
        FromOrigin::SendBack { submission, round } => {
            let mut review = review(cx, delegation, Verdict::Revise, said)?;
            review.round = u64::from(*round);
            let answer = Answer::to(url(submission.as_str())?)
                .because(ReasonCode::ChangesRequested)
                .with_review(review);
            Act::TentativeReject(answer)
        }
        FromOrigin::RefuseWork { submission } => {
            let review = review(cx, delegation, Verdict::Remark, said)?;
            let answer =
                Answer::to(url(submission.as_str())?).because(ReasonCode::NotAcceptable).with_review(review);
            Act::Reject(answer)
        }
        FromOrigin::Revoke { reason } => {
            let task = delegation.need_task()?;
            let revoke = Revoke {
                grant: url(delegation.row.grant_uri.as_deref().unwrap_or_default())?,
                task: own_url(&cx.app.addresses.task(&task.id))?,
                target: url(&delegation.peer.uri)?,
                reason: code(*reason),
                content,
            };
            Act::Revoke(revoke)
        }
        FromOrigin::AcceptLeave => {
            let leave = match &said.answering {
                Some(leave) => leave.clone(),
                None => newest(cx, delegation, ActivityDirection::In, MessageKind::Leave).await?,
            };
            Act::Accept(Answer::to(leave))
        }
        FromOrigin::Nudge => Act::Nudge { content },
        FromOrigin::AnswerOnward { to, allowed } => {
            let question = match &said.answering {
                Some(question) => question.clone(),
                None => question_about(cx, delegation, to.as_str()).await?,
            };
            let answer = Answer::to(question).saying(content);
            if *allowed {
                Act::Accept(answer)
            } else {
                Act::Reject(answer.because(ReasonCode::RedelegationForbidden))
            }
        }
        FromOrigin::Refused { reason, state } => refused(delegation, said, *reason, state)?,
    };
    post(cx, delegation, id, message.kind(), names, said.by.as_ref(), act).await
}

/// Our task as it is now, in full, with what blocks it.
async fn changed(
    cx: &mut Cx,
    delegation: &DelegationCx,
    said: &Said,
    block: Option<String>,
) -> Result<Act, PerformError> {
    let task = delegation.need_task()?;
    let asks = match &said.asks {
        Some(asks) => asks.clone(),
        None => access::asks_of(&mut cx.tx, &task).await?,
    };
    let mut task = task_in_full(cx, &delegation.us.uri, &task, asks).await?;
    if block.is_some() {
        task.phase = vocab::Phase::Blocked;
        task.progress_note = block;
    }
    Ok(Act::UpdateTask(Box::new(TaskUpdate { task, capability: None })))
}

/// The work that a message judges, and the verdict.
pub(super) fn verdict_of(message: &FromOrigin) -> Option<(&SubmissionUri, delegations::Verdict)> {
    match message {
        FromOrigin::AcceptWork { submission } => Some((submission, delegations::Verdict::Accepted)),
        FromOrigin::SendBack { submission, .. } => Some((submission, delegations::Verdict::SentBack)),
        FromOrigin::RefuseWork { submission } => Some((submission, delegations::Verdict::Refused)),
        FromOrigin::Offer(_)
        | FromOrigin::Undo { .. }
        | FromOrigin::Grant { .. }
        | FromOrigin::RejectAccept { .. }
        | FromOrigin::TaskChanged { .. }
        | FromOrigin::TaskBlocked { .. }
        | FromOrigin::Revoke { .. }
        | FromOrigin::AcceptLeave
        | FromOrigin::Nudge
        | FromOrigin::AnswerOnward { .. }
        | FromOrigin::Refused { .. } => None,
    }
}

/// Writes a message that the delegate's rules demand.
pub(super) async fn say_as_delegate(
    cx: &mut Cx,
    delegation: &DelegationCx,
    message: &FromDelegate,
    said: &Said,
    names: bool,
) -> Result<(), PerformError> {
    let content = html(cx, said);
    let capability = || url(delegation.row.grant_uri.as_deref().unwrap_or_default());
    let act = match message {
        FromDelegate::Accept { offer, terms_hash, .. } => {
            let task = delegation.need_task()?;
            let mirror = mirror(cx, delegation, WirePhase::Is(task.phase), cx.now).await?;
            let answer = Answer::to(url(offer.as_str())?)
                .on_terms(hash(terms_hash)?)
                .with_mirror(mirror)
                .saying(content);
            Act::Accept(answer)
        }
        FromDelegate::Counter { offer } => {
            let counter = Counter {
                offer: url(offer.as_str())?,
                proposed: said.proposed.unwrap_or_else(|| proposed(None, None)),
                terms_hash: None,
                content,
            };
            Act::TentativeAccept(counter)
        }
        FromDelegate::Decline { offer, reason } => {
            Act::Reject(Answer::to(url(offer.as_str())?).because(code(*reason)).saying(content))
        }
        FromDelegate::Progress { phase, last_activity } => {
            let task = mirror(cx, delegation, *phase, *last_activity).await?;
            Act::UpdateTask(Box::new(TaskUpdate { task, capability: Some(capability()?) }))
        }
        FromDelegate::Submit { submission, round } => {
            let task = delegation.need_task()?;
            let text = said.note.clone().unwrap_or_default();
            let submission = Submission {
                id: own_url(submission.as_str())?,
                attributed_to: url(&delegation.us.uri)?,
                context: url(&delegation.row.uri)?,
                task: own_url(&cx.app.addresses.task(&task.id))?,
                round: u64::from(*round),
                content: Some(cx.html(&text)),
                source: Some(Source::markdown(text)),
                attachment: said.files.clone(),
                published: Some(cx.now.utc()),
            };
            Act::Submit(Box::new(Submit { submission, capability: capability()? }))
        }
        FromDelegate::Leave { reason } => {
            let leave = Leave {
                grant: capability()?,
                reason: code(*reason),
                content,
                attachment: said.files.clone(),
            };
            Act::Leave(leave)
        }
        FromDelegate::AcceptRevoke => {
            let revoke = match &said.answering {
                Some(revoke) => revoke.clone(),
                None => newest(cx, delegation, ActivityDirection::In, MessageKind::Revoke).await?,
            };
            Act::Accept(Answer::to(revoke))
        }
        FromDelegate::AskOnward { to } => Act::Join { candidate: url(to.as_str())? },
        FromDelegate::Refused { reason, state } => refused(delegation, said, *reason, state)?,
    };
    let id = new_activity(cx)?;
    post(cx, delegation, id, message.kind(), names, said.by.as_ref(), act).await
}

/// Answers a message that does not fit with the state of the delegation here, as text.
fn refused(delegation: &DelegationCx, said: &Said, reason: Reason, state: &str) -> Result<Act, PerformError> {
    let object = match &said.answering {
        Some(message) => message.clone(),
        None => url(&delegation.row.uri)?,
    };
    Ok(Act::Reject(Answer::to(object).because(code(reason)).saying(Some(state.to_owned()))))
}

fn review(
    cx: &mut Cx,
    delegation: &DelegationCx,
    verdict: Verdict,
    said: &Said,
) -> Result<Review, PerformError> {
    let text = said.note.clone().filter(|note| !note.is_empty());
    Ok(Review {
        id: own_url(&cx.app.addresses.review(&cx.new_id()))?,
        attributed_to: url(&delegation.us.uri)?,
        verdict,
        content: text.as_deref().map(|text| cx.html(text)),
        source: text.map(Source::markdown),
        round: u64::from(delegation.origin_copy()?.round),
    })
}

/// Says a comment, its correction or its removal. `by`: who wrote it, who need not be the one who acts.
pub(super) async fn say_note(
    cx: &mut Cx,
    delegation: &DelegationCx,
    names: bool,
    by: &ActorId,
    act: Act,
) -> Result<(), PerformError> {
    let id = new_activity(cx)?;
    post(cx, delegation, id, MessageKind::Note, names, Some(by), act).await
}

/// A file of ours in a message, under an address that only the other side's server may fetch.
pub(in crate::actions) fn attachment(
    cx: &Cx,
    file: &discussions::TaskFile,
) -> Result<Attachment, PerformError> {
    Ok(Attachment {
        name: file.name.clone(),
        media_type: file.media_type.clone(),
        url: own_url(&cx.app.addresses.file(file.id.as_str()))?,
        byte_size: u64::try_from(file.bytes).unwrap_or(0),
        sha256: Sha256Sum::from_hex(&file.sha256).map_err(damaged)?,
    })
}

/// The bytes of a message of ours, as JSON, to compare an answer with.
pub(in crate::actions) async fn said_before(
    cx: &mut Cx,
    uri: &str,
) -> Result<Option<serde_json::Value>, PerformError> {
    let Some(activity) = channels::activity(&mut cx.tx, uri, ActivityDirection::Out).await? else {
        return Ok(None);
    };
    Ok(Some(activity.document()?))
}
