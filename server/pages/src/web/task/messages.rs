//! Renders messages: all messages of a room, and the messages of a task that no other pursuance reads.

use std::collections::HashMap;

use pursuance_domain::allowed::Thread;
use pursuance_domain::id::MessageId;

use super::answers::{BesideShown, NamedMessages};
use super::discussion::{MessageView, change_key, in_rows, say};
use super::places::places;
use crate::actions::access::Access;
use crate::reads::Actors;
use crate::reads::message_extras::{MessageExtras, Place, Reader};
use crate::store::db::ReadTx;
use crate::store::discussions::{Message, TaskFile};
use crate::store::tasks::Task;
use crate::web::cards::file::file_view;
use crate::web::frame::layout::Layout;
use crate::web::frame::view::FileView;
use crate::web::request::failure::PageError;
use crate::web::request::session::Visit;
use crate::web::task::comment::PlacePages as _;

/// The place where messages are shown, and the permissions of their viewer.
pub(in crate::web) struct Shown<'a> {
    pub access: &'a Access,
    pub thread: &'a Thread,
    pub place: &'a Place,
    /// The task; none in a room.
    pub task: Option<&'a Task>,
    pub asked: &'a NamedMessages,
    pub may_write: bool,
    /// Whether the viewer has a read marker there.
    pub is_kept: bool,
}

/// Renders messages with their context. `files`: their files. Messages of a task must be neither shared with others nor from them
/// (`discussion::talk` renders shared ones).
pub(in crate::web) async fn views(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    shown: &Shown<'_>,
    rows: Vec<Message>,
    files: Vec<TaskFile>,
) -> Result<Vec<MessageView>, PageError> {
    let &Shown { access, thread, place, task, asked, may_write, is_kept } = shown;
    let mut places = places(visit, tx, access, rows.iter().filter_map(|message| message.body.open())).await?;
    if task.is_none() {
        // `@room` means the room, even if somebody has that name.
        places.people.retain(|handle| !handle.is_room());
    }
    actors.look_up(tx, rows.iter().map(|message| message.author.clone()).collect()).await?;
    let reader = Reader { who: &visit.who, now: visit.now, here: (thread, place) };
    let beside = MessageExtras::of(tx, reader, &rows).await?;
    actors.look_up(tx, beside.people()).await?;
    let mut files = by_message(visit, tx, l, actors, files).await?;
    let nobody = HashMap::new();
    let mut messages = Vec::with_capacity(rows.len());
    for message in rows {
        let files = files.remove(&message.id).unwrap_or_default();
        let is_theirs = visit.person() != Some(&message.author) && message.retracted_at.is_none();
        let may_unread = is_kept && is_theirs;
        let change = change_key(access, task, &message);
        let around = (&beside, asked, may_write);
        let BesideShown { quote, reactions, may_answer, offered } =
            BesideShown::of(visit, tx, actors, around, &message).await?;
        let said = say(visit, tx, l, actors, &nobody, &places, message).await?;
        let (page, href) = (place.page(), place.page_of(&said.id));
        messages.push(MessageView {
            page,
            href,
            change,
            quote,
            files,
            reactions,
            may_answer,
            may_unread,
            offered,
            ..said
        });
    }
    Ok(in_rows(messages))
}

/// Groups files by the message to which they are attached.
async fn by_message(
    visit: &Visit,
    tx: &mut ReadTx,
    l: &Layout,
    actors: &mut Actors,
    files: Vec<TaskFile>,
) -> Result<HashMap<MessageId, Vec<FileView>>, PageError> {
    let mut with: HashMap<MessageId, Vec<FileView>> = HashMap::new();
    for file in files {
        let Some(message) = file.message.clone() else { continue };
        with.entry(message).or_default().push(file_view(visit, tx, l, actors, file, None).await?);
    }
    Ok(with)
}
