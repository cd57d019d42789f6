//! Comments and files.

use pursuance_domain::allowed::{Permission, Principal};
use pursuance_domain::id::{FileId, MessageId, TaskId};
use pursuance_domain::time::Time;
use schemars::JsonSchema;
use serde::Serialize;

use super::{Actors, Page, delegation, file_url, one_more};
use crate::actions::access::{self, Access};
use crate::actions::{PerformError, Refused, Thing};
use crate::state::App;
use crate::store::db::ReadTx;
use crate::store::discussions::{self, File, Message};
use crate::store::{delegations, pursuances, tasks};
use crate::text::Text;

/// A comment on a task.
#[derive(Debug, Clone, Serialize, JsonSchema)]
#[schemars(rename = "Comment")]
pub struct CommentView {
    pub message: MessageId,
    pub author: String,
    pub at: Time,
    /// Markdown; empty once it was retracted.
    pub body: String,
    pub revision: i64,
    /// Whether the other side of a delegation reads it too.
    pub shared: bool,
    /// Whether it was retracted.
    pub retracted: bool,
    /// Its address for other servers.
    pub uri: String,
}

/// The readable comments on a task, the oldest first, after one.
///
/// # Errors
/// When there is no such task, or the database fails.
pub async fn comments(
    tx: &mut ReadTx,
    access: &Access,
    number: i64,
    after: Option<&str>,
    limit: usize,
) -> Result<Page<CommentView, MessageId>, PerformError> {
    let task = access::find_task(tx, access, number).await?;
    let rows = discussions::thread_after(tx, &access.seen(&task)?, after, one_more(limit)).await?;
    let page = Page::cut(rows, limit, |message| message.id.clone());
    let mut actors = Actors::default();
    let mut items = Vec::with_capacity(page.items.len());
    for message in page.items {
        let author = actors.name(tx, &message.author).await?;
        items.push(comment(message, author));
    }
    Ok(Page { items, next: page.next })
}

fn comment(message: Message, author: String) -> CommentView {
    let retracted = message.retracted_at.is_some();
    CommentView {
        message: message.id,
        author,
        at: message.at,
        body: if retracted { String::new() } else { message.body },
        revision: message.revision,
        shared: message.shared_with.is_some(),
        retracted,
        uri: message.uri,
    }
}

/// A file on a task, in submitted work or in an offer.
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
    /// Where its bytes are.
    pub url: String,
}

/// Files with the names of the people who attached them.
pub(super) async fn file_views(
    app: &App,
    tx: &mut ReadTx,
    actors: &mut Actors,
    files: Vec<File>,
) -> Result<Vec<FileView>, PerformError> {
    let mut views = Vec::with_capacity(files.len());
    for file in files {
        let added_by = actors.name(tx, &file.added_by).await?;
        views.push(FileView {
            url: file_url(app, &file.id),
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

/// A file whose bytes the person may read: by the task, submitted work or offer that it is attached to. Their own
/// uploads people may always read.
///
/// # Errors
/// When there is none, or the database fails.
pub async fn file(tx: &mut ReadTx, who: &Principal, id: &FileId) -> Result<File, PerformError> {
    let file =
        discussions::file(tx, id).await?.filter(|file| file.is_here).ok_or(Refused::NotFound(Thing::File))?;
    if who.person().is_some_and(|person| person.as_str() == file.object)
        || hangs_in_sight(tx, who, &file.object).await?
    {
        Ok(file)
    } else {
        Err(Refused::NotFound(Thing::File).into())
    }
}

async fn hangs_in_sight(tx: &mut ReadTx, who: &Principal, object: &str) -> Result<bool, PerformError> {
    if let Some(task) = tasks::by_id(tx, &TaskId(object.to_owned())).await? {
        let Some(pursuance) = pursuances::by_id(tx, &task.pursuance).await? else { return Ok(false) };
        let access = Access::load(tx, who, pursuance).await?;
        return Ok(access.may(Permission::SeeTask, Some(&task)));
    }
    let found = delegation::with_task(tx, &delegations::hung_on(object)).await?;
    let Some(unread) = found else { return Ok(false) };
    let Some(pursuance) = pursuances::by_id(tx, unread.ours()).await? else { return Ok(false) };
    let access = Access::load(tx, who, pursuance).await?;
    Ok(access.sight().is_ok_and(|sight| unread.for_whom(&sight).is_some()))
}
