//! Delegations, seen from this server's side.

use std::collections::HashMap;

use pursuance_domain::allowed::{AwayTask, Permission, Sight};
use pursuance_domain::delegation::{MessageKind, Side, State};
use pursuance_domain::id::{ActorId, DelegationId, SkillOfferId, TaskId};
use pursuance_domain::time::Time;
use pursuance_federation::vocab::{self, Act, Answered};
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::delivery::{self, DeliveryView};
use super::discussion::{FileView, file_views};
use super::sealed::SealedView;
use super::{Actors, Page, one_more};
use crate::actions::access::Access;
use crate::actions::{PerformError, Refused, Thing};
use crate::state::App;
use crate::store::channels::ActivityDirection;
use crate::store::db::ReadTx;
use crate::store::delegations::{self, Delegation, Submission};
use crate::store::error::StoreResult;
use crate::store::tasks::{self, Task};
use crate::store::texts::{self, Body, ObjectText};
use crate::store::{discussions, skill_offers};

/// A task handed from one pursuance to another, as one of the two has it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Delegation")]
pub struct DelegationView {
    /// The row id at this pursuance, for the actions.
    pub delegation: DelegationId,
    /// The address both sides know it by.
    pub uri: String,
    pub side: Side,
    pub state: State,
    /// The pursuance on the other side: `name@server`.
    pub peer: String,
    /// Its display name.
    pub peer_name: String,
    /// The address of its page.
    pub peer_url: String,
    /// The number of our task: the one handed over, or its mirror once the offer was accepted.
    pub task: Option<i64>,
    /// At the delegate the number of the mirror; at the origin the address of the mirror there.
    pub mirror: Option<MirrorView>,
    /// The title of the task in the newest offer.
    pub title: String,
    /// The terms offered last, as sent between servers.
    pub terms: Value,
    /// The round of work, from 1; sending back begins the next.
    pub round: u32,
    /// At the delegate: the task as offered last, as sent between servers.
    pub offered: Option<Value>,
    /// At the delegate: a task of ours for the same work can continue with this offer instead of a second one, because
    /// its present delegator no longer answers.
    pub may_adopt: bool,
    /// An answer to the offer is wanted by then.
    pub respond_by: Option<Time>,
    pub delivery: DeliveryView,
    pub created: Time,
    pub updated: Time,
}

/// The other pursuance's copy of the task, or ours of theirs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(untagged)]
#[schemars(rename = "Mirror")]
pub enum MirrorView {
    /// The number of our task.
    Number(i64),
    /// The address of theirs.
    Address(String),
}

/// A delegation with all its messages and submitted work.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "DelegationDetail")]
pub struct DetailView {
    #[serde(flatten)]
    pub delegation: DelegationView,
    /// The other side's task in its newest message, as sent between servers.
    pub snapshot: Option<Value>,
    /// Files that went along with the offer.
    pub files: Vec<FileView>,
    /// The messages, the oldest first: the last 200.
    pub timeline: Vec<MomentView>,
    /// The submitted work, the oldest first.
    pub submissions: Vec<SubmissionView>,
    /// The skill offer through which it came.
    pub through: Option<SkillOfferId>,
}

/// A message about a delegation.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Moment")]
pub struct MomentView {
    /// The kind of message.
    pub kind: String,
    /// `out`: from this side; `in`: from the other side.
    pub direction: Heading,
    pub at: Time,
    /// The person who decided, when it was a local one.
    pub by: Option<String>,
    /// The address of the activity.
    pub activity: String,
    /// The words that went along.
    pub note: Option<NoteView>,
    /// The reason that it gives, as a code of the protocol.
    pub reason: Option<String>,
    /// Of a refusal: the message that was refused.
    pub refused: Option<RefusedView>,
}

/// A message that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "RefusedMessage")]
pub struct RefusedView {
    /// The kind of message, where it is among those of the delegation.
    pub kind: Option<String>,
    /// The address of the activity; none where it could not be read there.
    pub activity: Option<String>,
    /// The number of one that could not be read.
    pub seq: Option<u64>,
}

/// Words as they were sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Words")]
pub struct NoteView {
    pub text: String,
    pub form: NoteForm,
}

/// The format of the words. HTML comes from the sender and has to be cleaned before it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NoteForm {
    Plain,
    Markdown,
    Html,
}

/// The direction of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
#[schemars(rename = "Direction")]
pub enum Heading {
    In,
    Out,
}

/// Work handed in.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Submission")]
pub struct SubmissionView {
    pub uri: String,
    pub round: i64,
    pub at: Time,
    /// The description of the work, Markdown.
    pub body: Body,
    /// The envelope of the description, where it is sealed; `body` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    pub files: Vec<FileView>,
    /// It came after the task had been taken back.
    pub late: bool,
    /// The decision of the origin, once there is one.
    pub verdict: Option<String>,
    pub verdict_at: Option<Time>,
}

/// A delegation with its local task, if there is one yet.
pub type WithTask = (Delegation, Option<Task>);

/// A delegation with its task, before it is known who may read it. Only [`Unread::for_whom`] opens it.
pub struct Unread(Delegation, Option<Task>);

impl Unread {
    /// The local pursuance that takes part in it.
    pub fn ours(&self) -> &ActorId {
        self.0.ours()
    }

    /// Its contents, for a reader who may read its task. An offer without a task yet is for the members who answer
    /// offers.
    pub fn for_whom(self, sight: &Sight) -> Option<WithTask> {
        let Self(row, task) = self;
        let is_there = task.as_ref().is_none_or(|task| task.away() == AwayTask::No);
        let may = (sight.may(Permission::Delegate) && is_there)
            || task.as_ref().is_some_and(|task| sight.reaches(&task.id, task.assignee.as_ref(), task.away()));
        (may && row.ours() == sight.pursuance()).then_some((row, task))
    }
}

/// Delegations in the order of their ids, each with its task.
pub async fn with_tasks(tx: &mut ReadTx, ids: &[DelegationId]) -> StoreResult<Vec<Unread>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let mut rows = delegations::by_ids(tx, ids).await?;
    let rows = ids.iter().filter_map(|id| rows.remove(id)).collect();
    tasks_of(tx, rows).await
}

/// One delegation with its task.
///
/// # Errors
/// When its row is damaged, or the database fails.
pub async fn with_task(tx: &mut ReadTx, id: &DelegationId) -> StoreResult<Option<Unread>> {
    let row = delegations::by_id(tx, id).await?;
    Ok(tasks_of(tx, row.into_iter().collect()).await?.into_iter().next())
}

/// Delegations, each with its task.
pub async fn tasks_of(tx: &mut ReadTx, rows: Vec<Delegation>) -> StoreResult<Vec<Unread>> {
    let ids: Vec<&TaskId> = rows.iter().filter_map(|row| row.task.as_ref()).collect();
    let found = if ids.is_empty() { HashMap::new() } else { tasks::by_ids(tx, ids).await? };
    let with_task = |row: Delegation| {
        let task = row.task.as_ref().and_then(|id| found.get(id)).cloned();
        Unread(row, task)
    };
    Ok(rows.into_iter().map(with_task).collect())
}

/// The delegations of a pursuance on both sides that the reader may see, by id, after the id `after`.
pub async fn page(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    after: &str,
    limit: usize,
) -> Result<Page<DelegationView, DelegationId>, PerformError> {
    let sight = access.sight()?;
    let rows = delegations::after(tx, sight.pursuance(), after, one_more(limit)).await?;
    let page = Page::cut(rows, limit, |row| row.id.clone());
    let mut actors = Actors::default();
    actors.look_up(tx, page.items.iter().map(|row| row.peer().clone()).collect()).await?;
    let mut items = Vec::with_capacity(page.items.len());
    for unread in tasks_of(tx, page.items).await? {
        if let Some((row, task)) = unread.for_whom(&sight)
            && row.offered.if_whole().is_some()
        {
            items.push(view(app, tx, &mut actors, &row, task.as_ref()).await?);
        }
    }
    Ok(Page { items, next: page.next })
}

/// A delegation of a pursuance that the reader may see.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn find(tx: &mut ReadTx, access: &Access, id: &DelegationId) -> Result<WithTask, PerformError> {
    let found = with_task(tx, id).await?;
    let sight = access.sight()?;
    Ok(found.and_then(|unread| unread.for_whom(&sight)).ok_or(Refused::NotFound(Thing::Delegation))?)
}

/// One side of a delegation.
///
/// # Errors
/// When the database fails, or a stored document cannot be read back.
pub async fn view(
    app: &App,
    tx: &mut ReadTx,
    actors: &mut Actors,
    row: &Delegation,
    task: Option<&Task>,
) -> Result<DelegationView, PerformError> {
    let peer = actors.get(tx, row.peer()).await?.clone();
    let task = task.map(|task| task.number);
    let mirror = match row.side {
        Side::Origin => row.peer_task_uri.clone().map(MirrorView::Address),
        Side::Delegate => task.map(MirrorView::Number),
    };
    let offer = row.offered.read()?;
    let offered = (row.side == Side::Delegate).then(|| as_sent("an offered task", &offer.task));
    Ok(DelegationView {
        delivery: delivery::of_delegation(tx, row, peer.host.as_deref()).await?,
        delegation: row.id.clone(),
        uri: row.uri.clone(),
        side: row.side,
        state: row.state,
        peer: app.handle(&peer),
        peer_name: peer.display,
        peer_url: peer.url,
        task,
        mirror,
        title: offer.task.name.clone(),
        terms: offer.terms.raw().clone(),
        round: row.copy.round(),
        may_adopt: row.copy.delegate().is_some_and(|copy| copy.may_adopt),
        offered: offered.transpose()?,
        respond_by: row.respond_by,
        created: row.created,
        updated: row.updated,
    })
}

/// A delegation with all its messages and submitted work.
///
/// # Errors
/// When the database fails, or a stored document cannot be read back.
pub async fn detail(app: &App, tx: &mut ReadTx, (row, task): &WithTask) -> Result<DetailView, PerformError> {
    let mut actors = Actors::default();
    let mut submissions = Vec::new();
    for submission in delegations::submissions(tx, &row.id).await? {
        submissions.push(submission_view(app, tx, &mut actors, submission).await?);
    }
    let files = discussions::files_of_offer(tx, row).await?;
    let files = file_views(app, tx, &mut actors, files).await?;
    let snapshot = match &row.snapshot {
        Some(task) => Some(as_sent("the other side's task", task.read()?)?),
        None => None,
    };
    Ok(DetailView {
        delegation: view(app, tx, &mut actors, row, task.as_ref()).await?,
        snapshot,
        files,
        timeline: timeline(tx, &mut actors, &row.id).await?,
        submissions,
        through: skill_offers::used_by(tx, &row.id).await?.map(|offer| offer.id),
    })
}

async fn timeline(
    tx: &mut ReadTx,
    actors: &mut Actors,
    id: &DelegationId,
) -> Result<Vec<MomentView>, PerformError> {
    let entries = delegations::timeline(tx, id, 200).await?;
    let kinds: HashMap<&str, MessageKind> =
        entries.iter().map(|entry| (entry.activity.as_str(), entry.kind)).collect();
    let mut moments = Vec::with_capacity(entries.len());
    for entry in &entries {
        let by = match &entry.human {
            Some(person) => Some(actors.name(tx, person).await?),
            None => None,
        };
        let said = entry.said().map(|message| &message.act);
        moments.push(MomentView {
            kind: entry.kind.as_str().to_owned(),
            direction: match entry.direction {
                ActivityDirection::In => Heading::In,
                ActivityDirection::Out => Heading::Out,
            },
            at: entry.at,
            by,
            note: entry.document().as_ref().and_then(note),
            reason: said.and_then(Act::reason).map(|reason| reason.as_str().to_owned()),
            refused: said.and_then(|act| refused(act, &kinds)),
            activity: entry.activity.clone(),
        });
    }
    Ok(moments)
}

/// The message that a refusal refuses.
fn refused(act: &Act, kinds: &HashMap<&str, MessageKind>) -> Option<RefusedView> {
    let Act::Reject(answer) = act else { return None };
    Some(match &answer.object {
        Answered::Activity(activity) => RefusedView {
            kind: kinds.get(activity.as_str()).map(|kind| kind.as_str().to_owned()),
            activity: Some(activity.to_string()),
            seq: None,
        },
        Answered::Unread { seq } => RefusedView { kind: None, activity: None, seq: Some(*seq) },
    })
}

/// The words in an activity: its own, the words of a review, comment or work in it, or the note on progress.
fn note(activity: &Value) -> Option<NoteView> {
    let object = activity.get("object");
    let kind = object.and_then(|object| object.get("type"));
    let kind = kind.and_then(|kind| kind.as_str().or_else(|| kind.get(0)?.as_str()));
    let carried = match kind {
        Some("Note" | "Submission") => object.and_then(words),
        _ => object.and_then(|object| said(object, "/progressNote", NoteForm::Plain)),
    };
    words(activity).or_else(|| activity.get("result").and_then(words)).or(carried)
}

/// The words of an object: the source text if it names one.
fn words(object: &Value) -> Option<NoteView> {
    said(object, "/source/content", NoteForm::Markdown).or_else(|| said(object, "/content", NoteForm::Html))
}

fn said(object: &Value, place: &str, form: NoteForm) -> Option<NoteView> {
    let text = object.pointer(place)?.as_str().filter(|text| !text.is_empty())?;
    Some(NoteView { text: text.to_owned(), form })
}

async fn submission_view(
    app: &App,
    tx: &mut ReadTx,
    actors: &mut Actors,
    s: Submission,
) -> Result<SubmissionView, PerformError> {
    let files = discussions::files_of_work(tx, &s).await?;
    let body = texts::newest(tx, &s.key(), ObjectText::Body).await?.map_or(Body::Forgotten, |text| text.body);
    Ok(SubmissionView {
        files: file_views(app, tx, actors, files).await?,
        uri: s.uri,
        round: s.round,
        at: s.at,
        sealed: SealedView::of(&body),
        body,
        late: s.late,
        verdict: s.verdict.map(|verdict| verdict.as_str().to_owned()),
        verdict_at: s.verdict_at,
    })
}

fn as_sent(what: &'static str, task: &vocab::Task) -> Result<Value, PerformError> {
    serde_json::to_value(task).map_err(PerformError::damaged(what))
}
