//! The inbox of a person: the notices that they may read now. Each is made of its event, so it tells nothing that has been
//! hidden from them since.

mod became;
mod let_in;
pub mod rows;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use pursuance_domain::allowed::Principal;
use pursuance_domain::event::{Happened, Recorded};
use pursuance_domain::id::{ActorId, AskId, MessageId, RoomId, TaskId};
use pursuance_domain::notice::became::Became;
use pursuance_domain::notice::{NoticeId, NoticeKind, NoticeReason, may_be_told};
use pursuance_domain::time::Time;
use pursuance_domain::value::{Skill, ValueRefusal};
use schemars::JsonSchema;
use serde::Serialize;

use super::events::{self, EventView};
use super::sealed::SealedView;
use super::search::plain;
use super::{Page, one_more};
use crate::actions::access::Access;
use crate::actions::visible_tasks::Seeing;
use crate::actions::{PerformError, Refused};
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::error::StoreResult;
use crate::store::notices::{self, Notice, Place};
use crate::store::pursuances;
use crate::store::rooms::{self, Room};
use crate::store::tasks::{self, Task};
use crate::store::texts::Body;
use crate::store::{comments, discussions, pairing};
use crate::text::shortened;

/// A notice that its person may read, with everything that it is about.
pub struct ReadableNotice {
    pub notice: Notice,
    /// Shared, as is the task, by all notices about the same.
    pub access: Arc<Access>,
    pub task: Option<Arc<Task>>,
    /// The room, where it happened in one.
    pub room: Option<Room>,
    /// The number of the task that they wanted when they asked to join, where it tells that they were let in, and nobody has it.
    pub wanted: Option<i64>,
    /// Whether what was said is gone: deleted, removed, or at the end of its time.
    pub is_gone: bool,
    /// The outcome of the question that it asks; none while that waits.
    pub became: Option<Became>,
}

impl ReadableNotice {
    /// Whether it is about a new comment or message that still stands.
    pub fn is_said(&self) -> bool {
        self.notice.kind == NoticeKind::Comment
            && !self.is_gone
            && matches!(self.notice.event.what, Happened::TaskCommented(_) | Happened::RoomSaid(_))
    }

    /// Whether it is that nobody was found for a task, or that it is soon due and nobody has it.
    pub fn is_search(&self) -> bool {
        self.notice.kind == NoticeKind::Pairing && self.task.is_some()
    }
}

/// The page on which a notice is answered, or else of what it tells of: the same wherever it is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// The offers to the person.
    Offers,
    Task {
        slug: String,
        number: i64,
    },
    /// The comments of a task.
    Discussion {
        slug: String,
        number: i64,
    },
    /// One comment of a task, with those around it.
    Said {
        slug: String,
        number: i64,
        message: String,
    },
    /// A message in a room; without one the room itself.
    Room {
        slug: String,
        room: RoomId,
        message: Option<String>,
    },
    /// Where a task is handed over.
    HandOver {
        slug: String,
        number: i64,
    },
    Suggestions {
        slug: String,
    },
    /// One of the offers to a pursuance.
    Incoming {
        slug: String,
        delegation: String,
    },
    /// A question whether they join.
    Question {
        ask: AskId,
    },
    /// Where people are asked to join.
    Recruit {
        slug: String,
    },
    Members {
        slug: String,
    },
    Pursuance {
        slug: String,
    },
    /// The pursuance is closed to them, or gone: the notice itself tells all of it.
    Inbox,
}

impl Target {
    /// The place of a notice.
    pub fn of(told: &ReadableNotice) -> Self {
        let slug = told.access.pursuance.slug.clone();
        let what = &told.notice.event.what;
        if let Some(room) = &told.room {
            let is_message = matches!(what, Happened::RoomSaid(_) | Happened::RoomMessageEdited(_));
            let message = is_message.then(|| told.notice.event.object.clone());
            return Self::Room { slug, room: room.id.clone(), message };
        }
        if let Some(number) = told.wanted {
            return Self::Task { slug, number };
        }
        let Some(number) = told.task.as_ref().map(|task| task.number) else {
            return match told.notice.kind {
                NoticeKind::Suggestion => Self::Suggestions { slug },
                NoticeKind::TaskOffer => Self::Offers,
                NoticeKind::Ban => Self::Inbox,
                NoticeKind::Closing if told.access.pursuance.deleted_at.is_some() => Self::Inbox,
                NoticeKind::Invitation => match what {
                    Happened::RecruitAsked(asked) => Self::Question { ask: asked.ask.clone() },
                    Happened::RecruitAnswered(answer) if !answer.accepted => Self::Recruit { slug },
                    _ => Self::Members { slug },
                },
                NoticeKind::JoinRequest => Self::Members { slug },
                NoticeKind::Offer | NoticeKind::Delegation => {
                    Self::Incoming { slug, delegation: told.notice.event.object.clone() }
                }
                _ => Self::Pursuance { slug },
            };
        };
        match (told.notice.kind, what) {
            (NoticeKind::Suggestion, _) => Self::Suggestions { slug },
            // A mentor has no offer left to answer, nor has whoever stood by in vain.
            (NoticeKind::TaskOffer, Happened::TaskAccompanied(_) | Happened::OfferEnded(_)) => {
                Self::Task { slug, number }
            }
            (NoticeKind::TaskOffer, _) if told.became.is_some() => Self::Task { slug, number },
            (NoticeKind::TaskOffer, _) => Self::Offers,
            (NoticeKind::Pairing, Happened::PairingAllied(_)) => Self::HandOver { slug, number },
            (NoticeKind::Reply, _) => Self::Said { slug, number, message: told.notice.event.object.clone() },
            (NoticeKind::Comment | NoticeKind::Mention, _) => Self::Discussion { slug, number },
            _ => Self::Task { slug, number },
        }
    }

    /// Its address on this instance.
    pub fn path(&self) -> String {
        match self {
            Self::Offers => "/offers".to_owned(),
            Self::Task { slug, number } => format!("/p/{slug}/t/{number}"),
            Self::Discussion { slug, number } => format!("/p/{slug}/t/{number}#discussion"),
            Self::Said { slug, number, message } => {
                format!("/p/{slug}/t/{number}?around={message}#m-{message}")
            }
            Self::Room { slug, room, message: None } => format!("/p/{slug}/talk/{room}"),
            Self::Room { slug, room, message: Some(id) } => {
                format!("/p/{slug}/talk/{room}?around={id}#m-{id}")
            }
            Self::HandOver { slug, number } => format!("/p/{slug}/t/{number}/hand-over"),
            Self::Suggestions { slug } => format!("/p/{slug}/suggestions"),
            Self::Incoming { slug, delegation } => format!("/p/{slug}/incoming#offer-{delegation}"),
            Self::Question { ask } => format!("/me/asks/{ask}"),
            Self::Recruit { slug } => format!("/p/{slug}/recruit"),
            Self::Members { slug } => format!("/p/{slug}/members"),
            Self::Pursuance { slug } => format!("/p/{slug}"),
            Self::Inbox => "/inbox".to_owned(),
        }
    }

    /// Its whole address.
    pub fn url(&self, app: &App) -> String {
        app.addresses.at(&self.path())
    }
}

/// Which notices of a person are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListedNotices {
    /// The unread, and then the read.
    All,
    Unread,
    Read,
}

/// The most parts of hidden notices passed over for one page: beyond that, the page says that older notices follow.
const PASSED_OVER: usize = 20;

/// The notices of a person that they may read: the unread first, and each part from the newest on. Notices of what they may
/// not read any more make no page empty.
///
/// # Errors
/// When the visitor is nobody, `after` is none of their notices, or the database fails.
pub async fn list(
    tx: &mut ReadTx,
    who: &Principal,
    now: Time,
    after: Option<&NoticeId>,
    which: ListedNotices,
    limit: usize,
) -> Result<Page<ReadableNotice, NoticeId>, PerformError> {
    let person = who.person().ok_or(Refused::SignInFirst)?;
    let mut from = match after {
        None => (Place::top(), which == ListedNotices::Read),
        Some(id) => place_of(tx, person, id).await?,
    };
    for _ in 1..PASSED_OVER {
        let (page, last) = part(tx, (who, now), person, from, which, limit).await?;
        match last.filter(|_| page.items.is_empty() && page.next.is_some()) {
            Some(last) => from = last,
            None => return Ok(page),
        }
    }
    Ok(part(tx, (who, now), person, from, which, limit).await?.0)
}

/// The place of a notice of a person, and whether it was read.
///
/// # Errors
/// When it is none of theirs, or the database fails.
pub async fn place_of(
    tx: &mut ReadTx,
    person: &ActorId,
    id: &NoticeId,
) -> Result<(Place, bool), PerformError> {
    let unknown = ValueRefusal::NotAChoice { what: "after", choices: "the names of your notices" };
    Ok(notices::place_of(tx, person, id).await?.ok_or(unknown)?)
}

/// The notices behind a place among the unread or the read ones, and the place of the last that was looked at.
async fn part(
    tx: &mut ReadTx,
    reader: (&Principal, Time),
    person: &ActorId,
    (place, is_read): (Place, bool),
    which: ListedNotices,
    limit: usize,
) -> Result<(Page<ReadableNotice, NoticeId>, Option<(Place, bool)>), PerformError> {
    let mut rows = Vec::new();
    if !is_read {
        rows = notices::unread(tx, person, &place, one_more(limit)).await?;
    }
    let room = one_more(limit) - i64::try_from(rows.len()).unwrap_or(i64::MAX);
    if room > 0 && which != ListedNotices::Unread {
        let from = if is_read { place } else { Place::top() };
        rows.extend(notices::read(tx, person, &from, room).await?);
    }
    let Page { items, next } = Page::cut(rows, limit, Notice::id);
    let last = items.last().map(|last| (last.place(), last.is_read));
    Ok((Page { items: readable(tx, reader, person, items).await?, next }, last))
}

/// The notices that may be read now. A pursuance that the person may not read has the name that it had when they were told.
pub(crate) async fn readable(
    tx: &mut ReadTx,
    reader: (&Principal, Time),
    person: &ActorId,
    notices: Vec<Notice>,
) -> StoreResult<Vec<ReadableNotice>> {
    let ids: Vec<TaskId> = notices.iter().filter_map(|notice| notice.event.task.clone()).collect();
    let tasks = if ids.is_empty() { HashMap::new() } else { tasks::by_ids(tx, &ids).await? };
    let tasks: HashMap<TaskId, Arc<Task>> =
        tasks.into_iter().map(|(id, task)| (id, Arc::new(task))).collect();
    let rooms = rooms_of(tx, notices.iter().filter_map(|one| one.event.what.room())).await?;
    let said: BTreeSet<&str> = notices.iter().filter_map(|notice| said_by(&notice.event)).collect();
    let there = if said.is_empty() { HashMap::new() } else { comments::standing(tx, said).await? };
    let let_in_for = let_in::wanted(tx, person, &notices).await?;
    let questions = became::Questions::of(tx, person, &notices).await?;
    let mut accesses = HashMap::new();
    let mut told = Vec::with_capacity(notices.len());
    for notice in notices {
        let of = notice.pursuance.as_str();
        let Some(mut access) = access_to(tx, reader, person, of, &mut accesses).await? else { continue };
        let room = match notice.event.what.room() {
            None => None,
            // It may have other readers than when they were told.
            Some(id) => match rooms.get(id).filter(|room| access.heard(room).is_ok()) {
                Some(room) => Some(room.clone()),
                None => continue,
            },
        };
        let mut task = notice.event.task.as_ref().and_then(|id| tasks.get(id));
        let (of, id) = (&access.pursuance.id, notice.event.task.as_ref());
        if !may_be_told(person, of, id, &access.facts(task.map(Arc::as_ref)), notice.audience, notice.reason)
        {
            continue;
        }
        if notice.reason.is_told_anyway() && access.sight().is_err() {
            // They know it by the name of then, and are told no newer one.
            let Some(then) = &notice.then else { continue };
            let known = &mut Arc::make_mut(&mut access).pursuance;
            known.name.clone_from(&then.name);
            known.slug.clone_from(&then.slug);
            known.mission.clear();
            task = None;
        }
        let is_gone = said_by(&notice.event).is_some_and(|id| {
            let ended = room.as_ref().and_then(|room| room.ended_before(reader.1));
            there.get(&MessageId::from(id)).is_none_or(|at| ended.is_some_and(|ended| *at < ended))
        });
        let wanted = let_in_for.get(&notice.pursuance).filter(|_| let_in::is_let_in(&notice));
        let wanted = wanted.filter(|task| access.seen(task).is_ok()).map(|task| task.number);
        let became = questions.became(&notice, task.map(Arc::as_ref));
        told.push(ReadableNotice { access, task: task.cloned(), room, wanted, notice, is_gone, became });
    }
    Ok(told)
}

/// The message that an event brought, or gave other words.
fn said_by(event: &Recorded) -> Option<&str> {
    let is_said = matches!(
        event.what,
        Happened::TaskCommented(_)
            | Happened::TaskCommentEdited(_)
            | Happened::RoomSaid(_)
            | Happened::RoomMessageEdited(_)
    );
    is_said.then_some(event.object.as_str())
}

/// Some rooms, by id.
async fn rooms_of<'i>(
    tx: &mut ReadTx,
    ids: impl Iterator<Item = &'i RoomId>,
) -> StoreResult<HashMap<RoomId, Room>> {
    let ids: BTreeSet<&str> = ids.map(RoomId::as_str).collect();
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    Ok(rooms::by_ids(tx, ids).await?.into_iter().map(|room| (room.id.clone(), room)).collect())
}

/// The longest words of a notice, in characters; the page of the task has all of them.
const WORDS_MOST: usize = 300;

/// The words that went with a step in the work: those of the reviewer with a verdict, and what was done with work that was handed
/// in. Empty where nothing was written, where it was taken back, and where it is sealed.
///
/// # Errors
/// When the database fails.
pub async fn words(tx: &mut ReadTx, told: &ReadableNotice) -> StoreResult<String> {
    let event = &told.notice.event;
    let is_step = matches!(told.notice.kind, NoticeKind::Verdict | NoticeKind::Review)
        && matches!(event.what, Happened::TaskPhaseSet(_));
    let (Some(task), Some(by)) = (told.task.as_ref().filter(|_| is_step), &event.actor) else {
        return Ok(String::new());
    };
    let Ok(seen) = told.access.seen(task) else { return Ok(String::new()) };
    let said = discussions::said_at(tx, &seen, by, event.at).await?;
    let words = said.as_ref().filter(|said| said.retracted_at.is_none()).and_then(|said| said.body.open());
    Ok(words.map_or_else(String::new, |words| shortened(&plain(words), WORDS_MOST)))
}

/// The tasks of a pursuance that nobody has, of which somebody was told, each with its newest notice.
pub struct Nobodys<'a> {
    pub tasks: Vec<(&'a Task, &'a ReadableNotice)>,
    /// How many of them look for help that nobody gives.
    pub searched: usize,
    /// How many of them are late, or due soon.
    pub due: usize,
}

impl<'a> Nobodys<'a> {
    /// The tasks of some notices of one pursuance.
    pub fn of(told: &'a [ReadableNotice]) -> Self {
        let mut tasks: Vec<(&Task, &ReadableNotice)> = Vec::new();
        let (mut searched, mut due) = (HashSet::new(), HashSet::new());
        for one in told {
            let Some(task) = &one.task else { continue };
            if tasks.iter().all(|(known, _)| known.id != task.id) {
                tasks.push((task, one));
            }
            let is_due = matches!(one.notice.event.what, Happened::TaskDueUnassigned(_));
            if is_due { &mut due } else { &mut searched }.insert(&task.id);
        }
        Self { tasks, searched: searched.len(), due: due.len() }
    }

    /// Whether they are there for several reasons.
    pub fn is_mixed(&self) -> bool {
        self.searched > 0 && self.due > 0
    }

    /// The page that lists exactly these.
    pub fn path(&self, slug: &str) -> String {
        let numbers: Vec<String> = self.tasks.iter().map(|(task, _)| task.number.to_string()).collect();
        format!("/tasks?in={slug}&told={}", numbers.join("-"))
    }
}

/// The skills of which somebody was told that no member of a pursuance has them, as far as nobody has them now; and how many of the
/// tasks need one of them. `told`: of one pursuance.
///
/// # Errors
/// When the database fails.
pub async fn missing(tx: &mut ReadTx, told: &[ReadableNotice]) -> StoreResult<(Vec<String>, usize)> {
    let mut said: HashMap<&TaskId, Vec<&Skill>> = HashMap::new();
    for one in told {
        if let (Some(task), Happened::PairingMoved(moved)) = (&one.task, &one.notice.event.what)
            && !moved.missing.is_empty()
        {
            said.entry(&task.id).or_default().extend(moved.missing.iter());
        }
    }
    let Some(first) = told.first().filter(|_| !said.is_empty()) else { return Ok((Vec::new(), 0)) };
    let ids: Vec<&TaskId> = said.keys().copied().collect();
    let lacking = pairing::lacking(tx, &first.access.pursuance.id, &ids).await?;
    let lacking = lacking.iter().filter(|(task, skill)| said.get(task).is_some_and(|of| of.contains(&skill)));
    let (mut tasks, mut skills) = (BTreeSet::new(), BTreeSet::new());
    for (task, skill) in lacking {
        tasks.insert(task);
        skills.insert(skill.to_string());
    }
    Ok((skills.into_iter().collect(), tasks.len()))
}

/// A task, a room or a pursuance that somebody may read.
pub struct Object {
    pub access: Access,
    /// None for a room and for the pursuance itself.
    pub task: Option<Task>,
    pub room: Option<Room>,
}

/// The tasks, rooms and pursuances among `ids` that a person may read now, by id.
///
/// # Errors
/// When the database fails.
pub async fn objects(
    tx: &mut ReadTx,
    reader: (&Principal, Time),
    person: &ActorId,
    ids: &[&str],
) -> StoreResult<HashMap<String, Object>> {
    let tasks: Vec<TaskId> = ids.iter().map(|id| TaskId((*id).to_owned())).collect();
    let mut tasks = if tasks.is_empty() { HashMap::new() } else { tasks::by_ids(tx, &tasks).await? };
    let rest: Vec<RoomId> = ids
        .iter()
        .filter(|id| !tasks.contains_key(&TaskId((**id).to_owned())))
        .map(|id| RoomId::from(*id))
        .collect();
    let mut rooms = rooms_of(tx, rest.iter()).await?;
    let mut accesses = HashMap::new();
    let mut objects = HashMap::new();
    for id in ids {
        let task = tasks.remove(&TaskId((*id).to_owned()));
        let room = rooms.remove(&RoomId::from(*id));
        let of_room = room.as_ref().map_or(*id, |room| room.pursuance.as_str());
        let of = task.as_ref().map_or(of_room, |task| task.pursuance.as_str());
        let Some(access) = access_to(tx, reader, person, of, &mut accesses).await? else { continue };
        let may_read = match (&task, &room) {
            (Some(task), _) => access.seen(task).is_ok(),
            (None, Some(room)) => access.heard(room).is_ok(),
            (None, None) => access.sight().is_ok(),
        };
        if may_read {
            objects.insert((*id).to_owned(), Object { access: Arc::unwrap_or_clone(access), task, room });
        }
    }
    Ok(objects)
}

/// A person's access to a pursuance, which is looked up once.
async fn access_to(
    tx: &mut ReadTx,
    (who, now): (&Principal, Time),
    person: &ActorId,
    pursuance: &str,
    known: &mut HashMap<String, Option<Arc<Access>>>,
) -> StoreResult<Option<Arc<Access>>> {
    if !known.contains_key(pursuance) {
        let found = pursuances::with_member(tx, pursuance, Some(person)).await?;
        let access = found
            .map(|(pursuance, member, grants)| Arc::new(Access::of(who, pursuance, member, grants, now)));
        known.insert(pursuance.to_owned(), access);
    }
    Ok(known.get(pursuance).cloned().flatten())
}

/// A notice.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Notice")]
pub struct NoticeView {
    /// Its name, for `notice.read`.
    pub notice: NoticeId,
    pub kind: NoticeKind,
    /// Why you are told.
    pub reason: NoticeReason,
    /// The name of the pursuance in addresses; of one that you may not read that of then, and so the `title`.
    pub pursuance: String,
    /// The number of the task, when it is about one.
    pub task: Option<i64>,
    /// The title of the task, the name of the room, or else that of the pursuance.
    pub title: Body,
    /// The envelope of the title, where it is sealed; `title` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    /// The id of the task or the room, or else of the pursuance, for `notice.mute` and `watch.set`.
    pub object: String,
    pub read: bool,
    /// The event.
    pub event: EventView,
    /// The beginning of the words that went with a verdict, or with work that was handed in; absent without any.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub words: String,
    /// Whether the message that it tells of is gone: deleted, removed, or at the end of its time.
    pub gone: bool,
    /// The outcome of the question that it asks; absent while that waits for you, and where it asks nothing about a task.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub became: Option<Became>,
    /// The address of the page on which it is answered, or else of what it is about.
    pub url: String,
}

/// The inbox of a person.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Inbox")]
pub struct InboxView {
    /// Unread ones first, and each part from the newest on.
    pub items: Vec<NoticeView>,
    /// Pass it as `after` to get the next part; null at the end.
    pub next: Option<NoticeId>,
    /// How many rows of the page are unread, 100 for as many or more: a row has all notices about an object, and one all tasks of a
    /// pursuance for which nobody was found. Of a pursuance with more than eight, one has all tasks that you are asked about, one those
    /// that you review, one those with something else for you, and one those that you hear of.
    pub unread: i64,
}

/// Notices for programs.
///
/// # Errors
/// When the database fails.
pub async fn views(
    app: &App,
    tx: &mut ReadTx,
    who: &Principal,
    told: Vec<ReadableNotice>,
) -> StoreResult<Vec<NoticeView>> {
    let told_of = told.iter().map(|one| one.notice.event.clone()).collect();
    let happened = events::views(tx, &mut Seeing::of(who, app.clock.now()), told_of).await?;
    let mut views = Vec::with_capacity(told.len());
    for (one, event) in told.into_iter().zip(happened) {
        let words = words(tx, &one).await?;
        views.push(view(app, one, event, words));
    }
    Ok(views)
}

fn view(app: &App, told: ReadableNotice, event: EventView, words: String) -> NoticeView {
    let url = Target::of(&told).url(app);
    let ReadableNotice { notice, access, task, room, is_gone, became, .. } = told;
    let number = task.as_ref().map(|task| task.number);
    let name = room.map_or_else(|| access.pursuance.name.clone(), |room| room.name);
    let title = task.map_or_else(|| name.into(), |task| task.title.clone());
    let slug = access.pursuance.slug.clone();
    NoticeView {
        notice: notice.id(),
        kind: notice.kind,
        reason: notice.reason,
        task: number,
        url,
        sealed: SealedView::of(&title),
        title,
        pursuance: slug,
        object: notice.object,
        read: notice.is_read,
        event,
        words,
        gone: is_gone,
        became,
    }
}
