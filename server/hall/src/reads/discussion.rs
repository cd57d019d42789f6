//! Comments and files.

use std::collections::HashMap;

use pursuance_domain::allowed::{Permission, Principal, Thread};
use pursuance_domain::discussion::{EDITS_MAX, kept_until};
use pursuance_domain::id::{FileId, MessageId, RoomId, TaskId};
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;

use super::message_extras::{BesideView, MessageExtras, Place, Reader, named};
use super::sealed::SealedView;
use super::{Actors, Page, delegation, file_url, one_more};
use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Refused, Thing, comment, talk};
use crate::state::App;
use crate::store::actors::ActorKind;
use crate::store::db::ReadTx;
use crate::store::discussions::{self, Message, TaskFile};
use crate::store::error::StoreResult;
use crate::store::fulltext;
use crate::store::tasks::{self, Task};
use crate::store::texts::{self, Body, ObjectText, TextVersion};
use crate::store::{delegations, pursuances, said_files};
use crate::text::Text;

/// A comment on a task.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Comment")]
pub struct CommentView {
    pub message: MessageId,
    pub author: String,
    /// The name of who wrote it, as the pursuance that is its author has told it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub person: Option<String>,
    pub at: Time,
    /// Markdown; empty once it was retracted.
    pub body: Body,
    /// The envelope of the text, where it is sealed; `body` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
    pub revision: i64,
    /// Whether the other side of a delegation reads it too.
    pub shared: bool,
    /// Whether it was sent to the other side, and refused there. `comment.edit`, also with the same words, sends it again.
    pub refused: bool,
    /// When it was edited, if it was.
    pub edited: Option<Time>,
    /// Whether it is gone: deleted by its author, or removed.
    pub retracted: bool,
    /// Whether somebody else than its author removed it.
    pub removed: bool,
    /// Its address for other servers.
    pub uri: String,
    /// The files that came with it.
    pub files: Vec<FileView>,
    #[serde(flatten)]
    pub beside: BesideView,
}

/// The readable comments on a task, the oldest first, after one.
///
/// # Errors
/// When there is no such task, or the database fails.
pub async fn comments(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    number: i64,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<CommentView, MessageId>, PerformError> {
    let task = access::find_task(tx, access, number).await?;
    let seen = access.seen(&task)?;
    let after = named(tx, &seen, after).await?;
    let rows = discussions::thread_after(tx, &seen, after.as_ref(), one_more(limit)).await?;
    let page = Page::cut(rows, limit, |message| message.id.clone());
    let items = views(app, tx, (access, &task), page.items).await?;
    Ok(Page { items, next: page.next })
}

/// The files that came with each of some messages of a discussion.
pub(super) async fn files_with(
    app: &App,
    tx: &mut ReadTx,
    thread: &Thread,
    messages: &[MessageId],
) -> Result<HashMap<MessageId, Vec<FileView>>, PerformError> {
    let mut with: HashMap<MessageId, Vec<FileView>> = HashMap::new();
    let files = said_files::with(tx, thread, messages).await?;
    for file in file_views(app, tx, &mut Actors::default(), files).await? {
        let Some(message) = file.message.clone() else { continue };
        with.entry(message).or_default().push(file);
    }
    Ok(with)
}

/// Comments on a task with all that stands beside them.
async fn views(
    app: &App,
    tx: &mut ReadTx,
    (access, task): (&Access, &Task),
    messages: Vec<Message>,
) -> Result<Vec<CommentView>, PerformError> {
    let place = Place::Task { slug: access.pursuance.slug.clone(), number: task.number };
    let seen = access.seen(task)?;
    let reader = Reader { who: &access.who, now: access.now, here: (&seen, &place) };
    let beside = MessageExtras::of(tx, reader, &messages).await?;
    let mut actors = Actors::default();
    let authors = messages.iter().map(|message| message.author.clone());
    actors.look_up(tx, authors.chain(beside.people()).collect()).await?;
    let mut of_groups = Vec::new();
    for message in &messages {
        if message.retracted_at.is_none() && actors.get(tx, &message.author).await?.kind == ActorKind::Group {
            of_groups.push(message.id.as_str());
        }
    }
    let mut told = fulltext::brought_writers(tx, &of_groups).await?;
    let mut views = Vec::with_capacity(messages.len());
    for message in messages {
        let author = actors.name(tx, &message.author).await?;
        let person = told.remove(message.id.as_str());
        let shown = BesideView::of(app, tx, &mut actors, (&beside, &message)).await?;
        views.push(comment_view(message, (author, person), shown));
    }
    let messages: Vec<_> = views.iter().map(|view| view.message.clone()).collect();
    let mut with = files_with(app, tx, &seen, &messages).await?;
    for view in &mut views {
        view.files = with.remove(&view.message).unwrap_or_default();
    }
    Ok(views)
}

fn comment_view(
    message: Message,
    (author, person): (String, Option<String>),
    beside: BesideView,
) -> CommentView {
    let (retracted, edited) = (message.retracted_at.is_some(), message.edited_at());
    let body = if retracted { Body::Forgotten } else { message.body };
    CommentView {
        message: message.id,
        author,
        person,
        at: message.at,
        edited,
        removed: message.removed.is_some(),
        sealed: SealedView::of(&body),
        body,
        revision: message.revision,
        shared: message.shared_with.is_some() && !message.is_refused,
        refused: message.is_refused,
        retracted,
        uri: message.uri,
        files: Vec::new(),
        beside,
    }
}

/// A comment with its former texts.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "CommentHistory")]
pub struct CommentHistory {
    #[serde(flatten)]
    pub comment: CommentView,
    #[serde(flatten)]
    pub history: HistoryView,
}

/// The texts that are kept of a comment, or of a message in a room, and how it was removed.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct HistoryView {
    /// Every text of it that may be read, the newest first. Of one that was removed its author reads them, and the
    /// members who may remove comments, for 30 days.
    pub texts: Vec<CommentText>,
    /// Who removed it, if that was not its author.
    pub removed_by: Option<String>,
    /// Why it was removed.
    pub reason: Option<String>,
    /// The moment from which on the texts of a removed one are gone for good.
    pub kept_until: Option<Time>,
}

/// One text of a comment.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct CommentText {
    pub revision: i64,
    pub at: Time,
    pub body: Body,
    /// The envelope of the text, where it is sealed; `body` is null then.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sealed: Option<SealedView>,
}

/// The kept texts of a comment, for its reader.
#[derive(Debug)]
pub struct Kept {
    /// Its texts as far as they may be read, the newest first.
    pub texts: Vec<TextVersion>,
    pub reason: String,
    pub until: Option<Time>,
}

/// The texts of a comment, and the reason of its removal, as far as the reader may read them.
///
/// # Errors
/// When the database fails.
pub async fn kept(
    tx: &mut ReadTx,
    access: &Access,
    task: Option<&Task>,
    message: &Message,
) -> StoreResult<Kept> {
    let may_read = match (&message.retracted_at, &message.removed) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(at), Some(_)) => comment::may_appeal(access, task, message) && access.now < kept_until(*at),
    };
    let texts = if may_read {
        let found =
            texts::versions(tx, message.id.as_str(), ObjectText::Body, i64::MAX, EDITS_MAX + 1).await?;
        // A text that is deleted for good is empty.
        found.into_iter().filter(|text| !text.body.is_blank()).collect()
    } else {
        Vec::new()
    };
    let reason = match &message.removed {
        Some((_, reason))
            if access.may(Permission::SeeLog, None) || comment::may_appeal(access, task, message) =>
        {
            texts::reason(tx, reason).await?
        }
        Some(_) | None => String::new(),
    };
    let removed_at = message.retracted_at.filter(|_| message.removed.is_some() && may_read);
    Ok(Kept { texts, reason, until: removed_at.map(kept_until) })
}

/// Returns the texts that are kept of a comment on a task, or without one of a message in a room, and how it was removed: as the
/// reader may read it.
///
/// # Errors
/// When the database fails.
pub(super) async fn history(
    tx: &mut ReadTx,
    access: &Access,
    task: Option<&Task>,
    message: &Message,
) -> StoreResult<HistoryView> {
    let Kept { texts, reason, until } = kept(tx, access, task, message).await?;
    let removed_by = match &message.removed {
        Some((by, _)) => Some(Actors::default().name(tx, by).await?),
        None => None,
    };
    let text = |text: TextVersion| CommentText {
        revision: text.revision,
        at: text.at,
        sealed: SealedView::of(&text.body),
        body: text.body,
    };
    Ok(HistoryView {
        texts: texts.into_iter().map(text).collect(),
        removed_by,
        reason: (!reason.is_empty()).then_some(reason),
        kept_until: until,
    })
}

/// A comment on a task, with its former texts.
///
/// # Errors
/// When there is no such comment, or the database fails.
pub async fn one(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    number: i64,
    id: &str,
) -> Result<CommentHistory, PerformError> {
    let task = access::find_task(tx, access, number).await?;
    let seen = access.seen(&task)?;
    let message = discussions::one_of(tx, &seen, id).await?;
    let message = message.ok_or(Refused::NotFound(Thing::Comment))?;
    let history = history(tx, access, Some(&task), &message).await?;
    let mut shown = views(app, tx, (access, &task), vec![message]).await?;
    let comment = shown.pop().ok_or(Refused::NotFound(Thing::Comment))?;
    Ok(CommentHistory { comment, history })
}

/// A file on a task, in a room, in submitted work or in an offer.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "File")]
pub struct FileView {
    pub id: FileId,
    pub name: String,
    /// The SHA-256 of its bytes, for actions.
    pub file: String,
    pub bytes: i64,
    pub media_type: String,
    pub added_by: String,
    pub at: Time,
    /// Whether a checked copy is on this server; a file of another server is fetched soon after its message arrives.
    pub here: bool,
    /// Why no copy could be fetched.
    pub error: Option<String>,
    /// The comment or message that it came with.
    pub message: Option<MessageId>,
    /// Where its bytes are.
    pub url: String,
    /// The picture that is shown of it, if it is one; of one from another server soon after it is here.
    pub picture: Option<FilePicture>,
    /// Why nothing is shown of it: `too-large`, `other-form`, `pdf`, `too-many-pixels` or `damaged`.
    pub reason: Option<String>,
}

/// A picture, made anew on this server without anything else that was in its file.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct FilePicture {
    /// JPEG or PNG, at most 1,600 pixels wide and high.
    pub url: String,
    /// The same, of at most 320 pixels.
    pub thumbnail: String,
    /// The sides of the first, in pixels.
    pub width: i64,
    pub height: i64,
}

/// Files with the names of the people who attached them.
pub(super) async fn file_views(
    app: &App,
    tx: &mut ReadTx,
    actors: &mut Actors,
    files: Vec<TaskFile>,
) -> Result<Vec<FileView>, PerformError> {
    let mut views = Vec::with_capacity(files.len());
    for file in files {
        let added_by = actors.name(tx, &file.added_by).await?;
        let url = file_url(app, &file.id);
        views.push(FileView {
            picture: file.shown.map(|shown| FilePicture {
                url: format!("{url}?show=picture"),
                thumbnail: format!("{url}?show=thumbnail"),
                width: shown.width,
                height: shown.height,
            }),
            reason: file.not_shown.map(|why| why.as_str().to_owned()),
            url,
            message: file.message,
            id: file.id,
            name: file.name,
            file: file.sha256,
            bytes: file.bytes,
            media_type: file.media_type,
            added_by,
            at: file.at,
            here: file.is_here,
            error: file.error.map(|why| Text::english().s(why.key()).to_owned()),
        });
    }
    Ok(views)
}

/// The files of a readable task.
///
/// # Errors
/// When there is no such task, or the database fails.
pub async fn files(
    app: &App,
    tx: &mut ReadTx,
    access: &Access,
    number: i64,
) -> Result<Vec<FileView>, PerformError> {
    let task = access::find_task(tx, access, number).await?;
    let files = discussions::files(tx, &access.seen(&task)?).await?;
    file_views(app, tx, &mut Actors::default(), files).await
}

/// A file whose bytes the person may read: by the task, submitted work or offer that it is attached to, or by the room where its message
/// was said, as long as that lives. People may always read their own uploads.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn file(
    tx: &mut ReadTx,
    who: &Principal,
    id: &FileId,
    now: Time,
) -> Result<TaskFile, PerformError> {
    let file =
        discussions::file(tx, id).await?.filter(|file| file.is_here).ok_or(Refused::NotFound(Thing::File))?;
    if who.person().is_some_and(|person| person.as_str() == file.object)
        || hangs_in_sight(tx, who, &file, now).await?
    {
        Ok(file)
    } else {
        Err(Refused::NotFound(Thing::File).into())
    }
}

async fn hangs_in_sight(
    tx: &mut ReadTx,
    who: &Principal,
    file: &TaskFile,
    now: Time,
) -> Result<bool, PerformError> {
    let object = file.object.as_str();
    if let Some(task) = tasks::by_id(tx, &TaskId(object.to_owned())).await? {
        let Some(pursuance) = pursuances::by_id(tx, &task.pursuance).await? else { return Ok(false) };
        let access = Access::load(tx, who, pursuance, now).await?;
        return Ok(access.may(Permission::SeeTask, Some(&task)));
    }
    match talk::find(tx, who, &RoomId(object.to_owned()), now).await {
        Ok((access, room)) => {
            return Ok(access.heard(&room).is_ok_and(|thread| file.at >= thread.from()));
        }
        // It hangs in no room, or in none that they may read.
        Err(PerformError::Refused(_)) => {}
        Err(broken) => return Err(broken),
    }
    let found = delegation::with_task(tx, &delegations::hung_on(object)).await?;
    let Some(unread) = found else { return Ok(false) };
    let Some(pursuance) = pursuances::by_id(tx, unread.ours()).await? else { return Ok(false) };
    let access = Access::load(tx, who, pursuance, now).await?;
    Ok(access.sight().is_ok_and(|sight| unread.for_whom(&sight).is_some()))
}
