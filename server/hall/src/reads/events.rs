//! Events as a reader gets them: what their data names of tasks that the reader does not see is left out, and the reason that
//! pages show to the same reader is there.

use std::collections::{BTreeSet, HashMap};

use pursuance_domain::allowed::{Permission, Principal};
use pursuance_domain::event::happened::{Awaited, BlockerMoved, Name, TaskNumber, WaitingShown, Waits};
use pursuance_domain::event::{Happened, Recorded, StreamId, Verb};
use pursuance_domain::id::{ActorId, TaskId};
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::Value;

use super::sealed::SealedView;
use crate::actions::access::Access;
use crate::actions::visible_tasks::Seeing;
use crate::actions::{Performed, Undoable};
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::tasks::Task;
use crate::store::texts::{self, Body};
use crate::store::{dependencies, outline};

/// Something that happened.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Event")]
pub struct EventView {
    /// The series.
    pub stream: StreamId,
    /// The number within the stream: 1, 2, 3 …
    pub seq: i64,
    /// The time.
    pub at: Time,
    /// The actor.
    pub actor: Option<ActorId>,
    /// The kind.
    pub verb: Verb,
    /// The object.
    pub object: String,
    /// The task.
    pub task: Option<TaskId>,
    /// Details. What it names of tasks that you may not see is null: their ids and numbers, and how many went along where you
    /// see only some tasks.
    pub data: Value,
    /// The reason that a person gave, or the words that block the task, where you may read them.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Body>,
    /// The envelope of the words that block the task, where they are sealed; `reason` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
}

/// The result of an action, as its actor may read it.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Performed")]
pub struct PerformedView {
    /// The names of the things that were made or changed.
    pub result: Value,
    /// The events.
    pub events: Vec<EventView>,
    /// How it is taken back, where it can be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undo: Option<Undoable>,
}

/// The tasks named by some events, as far as the reader may see them.
#[derive(Debug, Default)]
pub struct Sees {
    tasks: HashMap<TaskId, (Task, String)>,
    /// The visible numbers of each stream; where the reader sees all tasks, they are not looked up.
    numbers: HashMap<StreamId, EventNumbers>,
    /// The dependencies that the reader may see: from the waiting task to the other, and whether everybody sees them.
    waiting: HashMap<(TaskId, TaskId), bool>,
    /// The dependencies on tasks of other pursuances, and whether everybody reads the name of that one at the waiting task.
    ahead: HashMap<(TaskId, TaskId), bool>,
    /// The streams of the pursuances with dependencies on others, or of others, where the reader is a member.
    own: BTreeSet<StreamId>,
    reader: Option<ActorId>,
}

/// The task that waits for the one of an event.
fn awaited_by(event: &Recorded) -> Option<&TaskId> {
    match &event.what {
        Happened::TaskAwaited(Awaited { by, .. }) => Some(by),
        Happened::TaskWaitingShown(WaitingShown { by, .. }) => by.as_ref(),
        _ => None,
    }
}

/// The task for which the one of an event waits.
fn waits_for(event: &Recorded) -> Option<&TaskId> {
    match &event.what {
        Happened::TaskWaits(Waits { on, .. }) | Happened::TaskBlockerMoved(BlockerMoved { on, .. }) => {
            Some(on)
        }
        Happened::TaskWaitingShown(WaitingShown { on, .. }) => on.as_ref(),
        _ => None,
    }
}

#[derive(Debug)]
enum EventNumbers {
    All,
    These(BTreeSet<i64>),
}

impl Sees {
    /// Asks what a reader sees.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn of(tx: &mut ReadTx, seeing: &mut Seeing, events: &[Recorded]) -> StoreResult<Self> {
        let mut ids = BTreeSet::new();
        let mut named: HashMap<&StreamId, BTreeSet<i64>> = HashMap::new();
        for event in events {
            for member in event.what.names() {
                match member.name {
                    Name::Task(id) => {
                        ids.insert(id);
                    }
                    Name::Number(TaskNumber(number)) => {
                        named.entry(&event.stream).or_default().insert(number);
                    }
                    Name::Count(_) => {
                        named.entry(&event.stream).or_default();
                    }
                    Name::Actor(_) | Name::Text(_) => {}
                }
            }
        }
        let tasks = if ids.is_empty() { HashMap::new() } else { seeing.tasks(tx, ids).await? };
        let mut numbers = HashMap::with_capacity(named.len());
        for (stream, some) in named {
            let seen = match seeing.sight(tx, &ActorId(stream.0.clone())).await? {
                Some(sight) if sight.only_of().is_none() => EventNumbers::All,
                Some(sight) if !some.is_empty() => EventNumbers::These(
                    outline::numbers_among(tx, &sight, &some).await?.into_iter().collect(),
                ),
                Some(_) | None => EventNumbers::These(BTreeSet::new()),
            };
            numbers.insert(stream.clone(), seen);
        }
        let reader = seeing.person().cloned();
        let mut sees = Self { tasks, numbers, reader, ..Self::default() };
        sees.find_ends(tx, seeing, events).await?;
        Ok(sees)
    }

    /// Finds which tasks at the other end of a dependency are named beside these. What another pursuance wrote has its name there as long
    /// as the one waits for the other: for members, and for others once somebody has said yes.
    async fn find_ends(
        &mut self,
        tx: &mut ReadTx,
        seeing: &mut Seeing,
        events: &[Recorded],
    ) -> StoreResult<()> {
        let mut elsewhere = Vec::new();
        for event in events {
            let Some(here) = &event.task else { continue };
            let (other, edge, waits) = match (awaited_by(event), waits_for(event)) {
                (Some(by), _) => (by, (by, here), false),
                (None, Some(on)) => (on, (here, on), true),
                (None, None) => continue,
            };
            let Some((task, _)) = self.tasks.get(other) else { continue };
            if task.pursuance.0 == event.stream.0 {
                if !waits {
                    self.waiting.insert((other.clone(), here.clone()), true);
                }
                continue;
            }
            if seeing.is_member_of(tx, &ActorId(event.stream.0.clone())).await? {
                self.own.insert(event.stream.clone());
            }
            elsewhere.push((edge, waits, &event.stream));
        }
        if elsewhere.is_empty() {
            return Ok(());
        }
        let edges: Vec<(&TaskId, &TaskId)> = elsewhere.iter().map(|(edge, ..)| *edge).collect();
        let there = dependencies::there_among(tx, &edges).await?;
        for ((task, on), waits, here) in elsewhere {
            let edge = (task.clone(), on.clone());
            let Some(told) = there.get(&edge).copied() else { continue };
            if waits {
                self.ahead.insert(edge, told.is_named);
            } else if told.is_shown || self.own.contains(here) {
                self.waiting.insert(edge, told.is_shown);
            }
        }
        Ok(())
    }

    /// Whether the reader may see that a task waits for the one of an event, and whether everybody does.
    pub fn waiting(&self, by: &TaskId, event: &Recorded) -> Option<bool> {
        self.waiting.get(&(by.clone(), event.task.clone()?)).copied()
    }

    /// Whether an event tells for which task of another pursuance its own one waits.
    fn is_ahead(&self, id: &TaskId, event: &Recorded) -> bool {
        let task = self.tasks.get(id).map(|(task, _)| task);
        waits_for(event) == Some(id) && task.is_some_and(|task| task.pursuance.0 != event.stream.0)
    }

    /// A task that an event names, with the slug of its pursuance, where the reader reads its name there.
    pub fn task(&self, id: &TaskId, event: &Recorded) -> Option<&(Task, String)> {
        let found = self.tasks.get(id)?;
        if !self.is_ahead(id, event) {
            return Some(found);
        }
        let is_named = *self.ahead.get(&(event.task.clone()?, id.clone()))?;
        (is_named || self.own.contains(&event.stream)).then_some(found)
    }

    /// The data of an event for this reader.
    pub fn data(&self, event: &Recorded) -> Value {
        let numbers = self.numbers.get(&event.stream);
        // The assignee and the creator are told which task it was.
        let is_theirs = if let Some(told) = event.what.trashed() {
            self.reader.is_some()
                && (told.assignee == self.reader || Some(&told.creator) == self.reader.as_ref())
        } else {
            false
        };
        // A task in the trash or deleted is in no list: a reader who sees all tasks saw it before.
        let is_gone = matches!(event.what, Happened::TaskTrashed(_) | Happened::TaskDeleted(_));
        event.what.data_for(|name| match (name, numbers) {
            (Name::Task(_), Some(EventNumbers::All)) if is_gone => true,
            (Name::Task(_) | Name::Number(_), _) if is_theirs => true,
            // Members are told which task waited, though it waits no more.
            (Name::Task(id), _) if awaited_by(event).is_some() => {
                self.tasks.contains_key(id)
                    && (self.own.contains(&event.stream) || self.waiting(id, event).is_some())
            }
            (Name::Task(id), _) if self.is_ahead(id, event) => {
                self.own.contains(&event.stream) || self.task(id, event).is_some()
            }
            (Name::Task(id), _) => self.tasks.contains_key(id),
            (Name::Number(_) | Name::Count(_), Some(EventNumbers::All))
            | (Name::Actor(_) | Name::Text(_), _) => true,
            (Name::Number(TaskNumber(number)), Some(EventNumbers::These(seen))) => seen.contains(&number),
            (Name::Count(_), Some(EventNumbers::These(_))) | (Name::Number(_) | Name::Count(_), None) => {
                false
            }
        })
    }
}

/// Turns events that a reader may read into their views. Every event for programs goes through here.
///
/// # Errors
/// When the database fails.
pub async fn views(
    tx: &mut ReadTx,
    seeing: &mut Seeing,
    events: Vec<Recorded>,
) -> StoreResult<Vec<EventView>> {
    let sees = Sees::of(tx, seeing, &events).await?;
    let mut texts = Vec::with_capacity(events.len());
    for event in &events {
        texts.push(text_of(tx, seeing, event).await?);
    }
    let wanted: Vec<&str> = texts.iter().flatten().copied().collect();
    let given = if wanted.is_empty() { HashMap::new() } else { texts::reasons(tx, wanted).await? };
    let mut views = Vec::with_capacity(events.len());
    for (event, text) in events.iter().zip(&texts) {
        let reason = match text.and_then(|id| given.get(id)) {
            Some(words) if matches!(event.what, Happened::TaskBlocked(_)) => words.clone(),
            Some(reason) => Body::Open(reason.clone().clear()?),
            None => Body::Forgotten,
        };
        let reason = Some(reason).filter(|reason| !reason.is_blank());
        views.push(view(event, sees.data(event), reason));
    }
    Ok(views)
}

/// The views of events of a pursuance whose access is known.
///
/// # Errors
/// When the database fails.
pub async fn of_pursuance(
    tx: &mut ReadTx,
    access: &Access,
    events: Vec<Recorded>,
) -> StoreResult<Vec<EventView>> {
    views(tx, &mut Seeing::with(access), events).await
}

fn view(event: &Recorded, data: Value, reason: Option<Body>) -> EventView {
    let verb = event.verb();
    let Recorded { stream, seq, at, actor, what: _, object, task, action: _ } = event.clone();
    let sealed = reason.as_ref().and_then(SealedView::of);
    EventView { stream, seq, at, actor, verb, object, task, data, reason, sealed }
}

/// The result of an action, for its actor.
///
/// # Errors
/// When the database fails.
pub async fn performed(app: &App, who: &Principal, performed: Performed) -> StoreResult<PerformedView> {
    let Performed { result, events, undo, left_out: _, is_kept: _ } = performed;
    let is_of_one =
        events.iter().all(|event| event.stream == events[0].stream && event.task == events[0].task);
    let events = if !is_of_one || events.iter().any(asks) {
        let mut tx = app.db.read().await?;
        let mut seeing = Seeing::of(who, app.clock.now());
        let mut seen = Vec::with_capacity(events.len());
        for event in events {
            if is_of_seen(&mut tx, &mut seeing, &event).await? {
                seen.push(event);
            }
        }
        views(&mut tx, &mut seeing, seen).await?
    } else {
        events.iter().map(|event| view(event, event.what.data(), None)).collect()
    };
    Ok(PerformedView { result, events, undo })
}

/// Whether an event is about a task that the reader sees, or about no task. The other end of a dependency may be a hidden task, of
/// any pursuance here.
async fn is_of_seen(tx: &mut ReadTx, seeing: &mut Seeing, event: &Recorded) -> StoreResult<bool> {
    let Some(task) = &event.task else { return Ok(true) };
    match seeing.sight(tx, &ActorId(event.stream.0.clone())).await? {
        None => Ok(false),
        Some(sight) if sight.only_of().is_none() => Ok(true),
        Some(_) => Ok(seeing.tasks(tx, [task]).await?.contains_key(task)),
    }
}

/// Whether the data of an event depends on the reader.
fn asks(event: &Recorded) -> bool {
    matches!(event.what, Happened::TaskBlocked(_))
        || event.what.names().iter().any(|member| match member.name {
            Name::Task(_) | Name::Number(_) | Name::Count(_) | Name::Text(_) => true,
            Name::Actor(_) => false,
        })
}

/// The text of the reason, where the reader may read it. The reason of a removal is for the removed person and for readers of the
/// log.
async fn text_of<'e>(
    tx: &mut ReadTx,
    seeing: &mut Seeing,
    event: &'e Recorded,
) -> StoreResult<Option<&'e str>> {
    // Everybody who sees the task reads what blocks it.
    if matches!(event.what, Happened::TaskBlocked(_)) {
        return Ok(Some(&event.object));
    }
    let Some(reason) = event.what.reason() else { return Ok(None) };
    let is_for_all = matches!(event.what, Happened::PursuanceClosed(_));
    let is_theirs = seeing.person().is_some_and(|person| person.as_str() == event.object);
    let may_read = is_for_all
        || is_theirs
        || seeing
            .sight(tx, &ActorId(event.stream.0.clone()))
            .await?
            .is_some_and(|sight| sight.may(Permission::SeeLog));
    Ok(may_read.then_some(reason.as_str()))
}
