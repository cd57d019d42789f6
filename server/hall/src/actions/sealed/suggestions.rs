//! Suggestions in a private pursuance (docs/sealed.md §3.7): a revision by a member who may not change the task themselves. It is kept
//! apart, and applied as it is, by somebody who may; or it is void, once another revision is the newest.

use std::collections::HashMap;

use pursuance_domain::action::EditTask;
use pursuance_domain::allowed::Ruling;
use pursuance_domain::event::happened::SuggestionAccepted;
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{ProposalId, TaskId};
use pursuance_domain::people::role::Role;
use pursuance_domain::sealed::RecordBytes;
use pursuance_domain::suggestion::{Needs, Suggested, SuggestionState, is_open};
use pursuance_sealed::check::{self, Newest, Way};
use pursuance_sealed::envelope::ObjectType;
use pursuance_sealed::error::RelayRefusal;
use pursuance_sealed::ids::{Iid, UnitId};
use pursuance_sealed::record::{Content, FieldRecord, Message, Record};
use pursuance_sealed::revision::{RESEALED, Rel, Revision};
use serde_json::{Value, json};

use super::batch::Batch;
use super::messages::{self, MessageEffect};
use super::put::{RevisionFacts, demand_known_head, is_of, late, put_one};
use super::refusal::{SealedRefusal, no};
use super::{Private, tasks::TITLE};
use crate::actions::suggestion::{self, OPEN_MOST, ruling};
use crate::actions::{Counted, Cx, PerformError, Refused, Thing, access};
use crate::store::error::StoreResult;
use crate::store::sealed::objects::{self, SealedObject};
use crate::store::sealed::suggestions as kept;
use crate::store::suggestions::{self, DecidedSuggestion, NewSuggestion, Suggestion};
use crate::store::tasks;

/// Keeps a revision apart that changes the words or the day of a task.
pub(super) async fn make(
    cx: &mut Cx,
    private: &Private,
    poster: Iid,
    (batch, records): (&Batch, &RecordBytes),
) -> Result<Value, PerformError> {
    let ([revision], []) = (batch.revisions.as_slice(), batch.messages.as_slice()) else {
        return Err(no(RelayRefusal::BadFields));
    };
    let (id, body) = (private.id().clone(), &revision.body);
    let way = Way::Put { poster };
    if body.object_type != ObjectType::Task || !batch.fields.iter().all(|field| is_of(field, body, way)) {
        return Err(no(RelayRefusal::BadFields));
    }
    let there = objects::find(&mut cx.tx, &id, ObjectType::Task, &body.object).await?;
    let there = there.ok_or_else(|| no(RelayRefusal::BadFields))?;
    let newest = Newest { revision: &there.revision, rel: &there.rel };
    if let Err(refusal) = check::revision(&private.fold, revision, &batch.fields, Some(newest), way) {
        return Err(late(cx, &id, refusal, body, Some(&there)).await?);
    }
    demand_known_head(cx, private, body).await?;
    if !says_words_alone(revision, &batch.fields, &there.rel) {
        return Err(no(RelayRefusal::BadFields));
    }
    let task = tasks::by_id(&mut cx.tx, &TaskId(there.id.clone())).await?;
    let task = task.ok_or(Refused::NotFound(Thing::Task))?;
    let task = access::shown(&private.access, task.number, Some(task))?;
    access::demand_here(&task)?;
    let facts = private.access.facts(Some(&task));
    match Needs::EditTask.ruling(&private.access.who, &facts, Role::Untrusted) {
        Ruling::Yes | Ruling::Suggest(_) => {}
        Ruling::No(refusal) => return Err(refusal.into()),
    }
    let author = cx.person()?;
    if suggestions::count_open(&mut cx.tx, &id, &author).await? >= OPEN_MOST {
        return Err(Refused::Full { what: Counted::Suggestions, most: OPEN_MOST }.into());
    }
    let proposal = ProposalId(cx.new_id());
    let what = Suggested::EditTask(EditTask::unchanged(id.0.clone(), task.number, task.revision));
    let new = NewSuggestion {
        id: &proposal,
        pursuance: &id,
        what: &what,
        needs: Needs::EditTask,
        base: None,
        task: Some(&task.id),
        member: None,
        author: &author,
        why: None,
        now: cx.now,
    };
    suggestions::add(&mut cx.tx, new).await?;
    let bytes: Vec<&[u8]> = records.iter().collect();
    kept::add(&mut cx.tx, &id, &proposal, &author, &bytes).await?;
    let told = suggestion::told(&proposal, &what, &author);
    suggestion::tell(cx, &id, Happened::SuggestionMade(told), &proposal, Some(&task.id));
    Ok(answered(private, &proposal, SuggestionState::Open))
}

fn answered(private: &Private, id: &ProposalId, state: SuggestionState) -> Value {
    json!({ "pursuance": private.access.pursuance.slug, "suggestion": id, "state": state })
}

/// Whether a revision says nothing otherwise of the relations but the week. What nobody could sign as a change of words is none.
fn says_words_alone(revision: &Revision, fields: &[FieldRecord], before: &Rel) -> bool {
    let same = |rel: &Rel| Rel { due_week: before.due_week, ..rel.clone() } == *before;
    let is_same = fields.iter().all(|field| match &field.content {
        Content::Rel(rel) => same(rel),
        Content::Sealed(_) => true,
    });
    is_same && revision.field(RESEALED).is_none() && revision.field(TITLE).is_some()
}

/// Answers a suggestion, by what comes with it: its own revision applies it; a message about its task declines it, and says why; and with
/// nothing its author takes it back, or one that is void ends.
pub(super) async fn answer(
    cx: &mut Cx,
    private: &Private,
    poster: Iid,
    (batch, does): (&Batch, &[MessageEffect]),
    id: &ProposalId,
) -> Result<Value, PerformError> {
    let row = suggestion::find(&mut cx.tx, &private.access, id).await?;
    is_open(row.about.state)?;
    let is_own = cx.person()? == row.about.author;
    let state = match (batch.revisions.as_slice(), batch.messages.as_slice()) {
        ([revision], []) => {
            demand_deciding(private, &row)?;
            apply(cx, private, &row, (revision, batch.fields.as_slice())).await?;
            SuggestionState::Accepted
        }
        ([], [message]) => {
            demand_deciding(private, &row)?;
            say_why(cx, private, poster, &row, (message, does)).await?;
            SuggestionState::Declined
        }
        ([], []) if is_own => SuggestionState::Withdrawn,
        ([], []) => {
            demand_deciding(private, &row)?;
            // A suggestion that could still be applied is declined with a reason.
            if !is_void(cx, private, &row).await? {
                return Err(no(RelayRefusal::BadFields));
            }
            SuggestionState::Declined
        }
        (_, _) => return Err(no(RelayRefusal::BadFields)),
    };
    end(cx, private, &row, state).await?;
    Ok(answered(private, id, state))
}

fn demand_deciding(private: &Private, row: &Suggestion) -> Result<(), PerformError> {
    match ruling(&private.access, &row.about) {
        Ruling::Yes => Ok(()),
        Ruling::Suggest(refusal) | Ruling::No(refusal) => Err(refusal.into()),
    }
}

/// Writes the revision of a suggestion: these very bytes, which its author signed.
async fn apply(
    cx: &mut Cx,
    private: &Private,
    row: &Suggestion,
    (revision, fields): (&Revision, &[FieldRecord]),
) -> Result<(), PerformError> {
    let bytes = Record::Revision(revision.clone()).encode().map_err(SealedRefusal::from)?;
    let way = Way::Put { poster: revision.body.actor };
    if !kept::find(&mut cx.tx, &row.id).await?.contains(&bytes)
        || !fields.iter().all(|field| is_of(field, &revision.body, way))
    {
        return Err(no(RelayRefusal::BadFields));
    }
    let (has_comment, back) = (false, &HashMap::new());
    let beside = RevisionFacts { has_comment, back, subtasks: None, way, is_vouched: false };
    put_one(cx, private, &row.about.author, (revision, beside), fields).await?;
    Ok(kept::apply(&mut cx.tx, private.id(), &revision.hash()).await?)
}

/// Writes the message that says why a suggestion is declined.
async fn say_why(
    cx: &mut Cx,
    private: &Private,
    poster: Iid,
    row: &Suggestion,
    (message, does): (&Message, &[MessageEffect]),
) -> Result<(), PerformError> {
    let task = task_of(cx, private, row).await?;
    let is_about = task.is_some_and(|task| UnitId::of(task.revision.body.object) == message.unit);
    match does {
        [says] if is_about && *says == MessageEffect::Says => {
            messages::put(cx, private, &poster, (message, says), Way::Put { poster }).await
        }
        _ => Err(no(RelayRefusal::BadFields)),
    }
}

/// The task of a suggestion, as it is now.
async fn task_of(cx: &mut Cx, private: &Private, row: &Suggestion) -> StoreResult<Option<SealedObject>> {
    match &row.about.task {
        Some(task) => objects::of_row(&mut cx.tx, private.id(), task.as_str()).await,
        None => Ok(None),
    }
}

/// Whether a suggestion cannot be applied any more: another revision is the newest, there is another key, or its task is away, maybe
/// with one above it.
async fn is_void(cx: &mut Cx, private: &Private, row: &Suggestion) -> Result<bool, PerformError> {
    if let Some(id) = &row.about.task
        && let Some(task) = tasks::by_id(&mut cx.tx, id).await?
        && access::demand_here(&task).is_err()
    {
        return Ok(true);
    }
    let records = kept::find(&mut cx.tx, &row.id).await?;
    let signed = records.iter().find_map(|bytes| {
        if let Ok(Record::Revision(revision)) = Record::decode(bytes) { Some(revision) } else { None }
    });
    let (Some(signed), Some(task)) = (signed, task_of(cx, private, row).await?) else { return Ok(true) };
    let (body, fold) = (&signed.body, &private.fold);
    let key = (fold.epoch(), fold.generation(&body.unit));
    Ok(body.prev != task.revision.hash() || (body.epoch, body.generation) != key)
}

/// Writes the answer, and tells its author.
async fn end(
    cx: &mut Cx,
    private: &Private,
    row: &Suggestion,
    state: SuggestionState,
) -> Result<(), PerformError> {
    let (by, pursuance) = (cx.person()?, private.id().clone());
    let decided = DecidedSuggestion { state, by: &by, reason: None, done: None, made: None, now: cx.now };
    suggestions::decide(&mut cx.tx, &row.id, decided).await?;
    match state {
        SuggestionState::Accepted => kept::forget(&mut cx.tx, &row.id).await?,
        SuggestionState::Withdrawn
        | SuggestionState::Declined
        | SuggestionState::Open
        | SuggestionState::Amended
        | SuggestionState::Closed => kept::decline(&mut cx.tx, &pursuance, &row.id, cx.now).await?,
    }
    let of = suggestion::told(&row.id, &row.what, &row.about.author);
    let task = row.about.task.as_ref();
    match state {
        SuggestionState::Accepted => {
            let told = Happened::SuggestionAccepted(SuggestionAccepted { of, changed: false, member: false });
            cx.leave(StreamId::of(&pursuance), Audience::Readers, told, row.id.as_str().to_owned(), task);
        }
        SuggestionState::Withdrawn => {
            suggestion::tell(cx, &pursuance, Happened::SuggestionWithdrawn(of), &row.id, task);
        }
        SuggestionState::Declined
        | SuggestionState::Open
        | SuggestionState::Amended
        | SuggestionState::Closed => {
            suggestion::tell(cx, &pursuance, Happened::SuggestionDeclined(of), &row.id, task);
        }
    }
    Ok(())
}
