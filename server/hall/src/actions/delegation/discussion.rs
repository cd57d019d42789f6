//! Comments that both sides of a delegation read.

use pursuance_domain::delegation::bounds::{COMMENTS, COMMENTS_WITH_OFFER};
use pursuance_domain::delegation::{DelegationRefusal, MessageKind, Side, State};
use pursuance_domain::discussion::EDITS_MAX;
use pursuance_domain::event::happened::{CommentDeleted, CommentEdited, Commented};
use pursuance_domain::event::{Audience, Happened, StreamId};
use pursuance_domain::id::{DelegationId, MessageId};
use pursuance_domain::time::Time;
use pursuance_federation::vocab::{Act, Answer, Answered, Note, OBJECT_MAX, Source};
use serde_json::Value;

use super::{DelegationCx, own_url, ties, wire};
use crate::actions::{Cx, PerformError, Refused};
use crate::markdown;
use crate::store::channels::ActivityDirection;
use crate::store::closing;
use crate::store::comments;
use crate::store::delegations::{self, Delegation};
use crate::store::discussions::{self, Message};
use crate::store::tasks::Task;
use crate::store::texts::{self, ObjectText};

/// The most comments that go along with an offer; the newest do.
pub const SAID_SO_FAR: i64 = 200;

/// Whether each side may comment: the origin from the offer on, the delegate from its acceptance on (PROTOCOL §1.6).
fn hears(row: &Delegation) -> bool {
    match row.side {
        Side::Origin => row.state.is_live(),
        Side::Delegate => row.state.is_live() && !row.state.is_open(),
    }
}

/// Whether names and discussion go along, as agreed in the offer.
fn agreed(row: &Delegation) -> (bool, bool) {
    row.copy.standing().map_or((false, false), |offer| (offer.terms.names, offer.terms.discussion))
}

/// The delegations whose other side will read a comment on a task. `wish`: the writer's choice; by default as agreed.
pub(in crate::actions) async fn shares_discussion(
    cx: &mut Cx,
    task: &Task,
    wish: Option<bool>,
) -> Result<Vec<Delegation>, PerformError> {
    if wish == Some(false) {
        return Ok(Vec::new());
    }
    let rows = delegations::of_task(&mut cx.tx, &task.id).await?;
    Ok(rows.into_iter().filter(|row| hears(row) && (wish == Some(true) || agreed(row).1)).collect())
}

/// Refuses a comment, or a correction, that the other side would not take any more.
async fn has_room(cx: &mut Cx, row: &Delegation) -> Result<(), PerformError> {
    let is_open = row.side == Side::Origin && row.state.is_open();
    let most = if is_open { COMMENTS_WITH_OFFER } else { COMMENTS };
    let said =
        delegations::count_said(&mut cx.tx, &row.id, ActivityDirection::Out, MessageKind::Note, Time(0))
            .await?;
    if usize::try_from(said).is_ok_and(|said| said >= most) {
        return Err(DelegationRefusal::TooManyComments { most }.into());
    }
    Ok(())
}

/// Sends a comment to the other side.
pub(in crate::actions) async fn share_comment(
    cx: &mut Cx,
    row: &Delegation,
    message: &Message,
) -> Result<(), PerformError> {
    has_room(cx, row).await?;
    let delegation = DelegationCx::around(cx, row.clone()).await?;
    let names = agreed(row).0;
    send(cx, &delegation, message, names).await
}

async fn send(
    cx: &mut Cx,
    delegation: &DelegationCx,
    message: &Message,
    names: bool,
) -> Result<(), PerformError> {
    comments::add_copy(&mut cx.tx, &message.id, &delegation.row.id).await?;
    let note = note_of(cx, delegation, message).await?;
    wire::say_note(cx, delegation, names, &message.author, Act::CreateNote(Box::new(note))).await
}

/// A comment as the other side reads it.
async fn note_of(cx: &mut Cx, delegation: &DelegationCx, message: &Message) -> Result<Note, PerformError> {
    let body = message.body.clone().readable().ok_or(Refused::SignatureNeeded)?;
    let in_reply_to = ties::known_address(cx, delegation, message.ties.reply_to.as_ref()).await?;
    let quote_url = ties::known_address(cx, delegation, message.ties.quote.as_ref()).await?;
    let mut note = Note {
        id: own_url(&message.uri)?,
        attributed_to: own_url(&delegation.us.uri)?,
        context: own_url(&delegation.row.uri)?,
        in_reply_to,
        quote_url,
        content: Some(cx.html(&body)),
        source: Some(Source::markdown(body)),
        published: Some(message.at.utc()),
        updated: message.edited_at().map(Time::utc),
        revision: u64::try_from(message.revision).unwrap_or(1),
        to: Vec::new(),
    };
    // The typed text always fits; a long comment together with its HTML may be too large for a message.
    if serde_json::to_vec(&note).map_or(0, |json| json.len()) > OBJECT_MAX {
        note.content = None;
    }
    Ok(note)
}

/// The delegations whose other side was sent this comment of ours and still talks with us, each with whether it refused it.
async fn copies_of(cx: &mut Cx, message: &Message) -> Result<Vec<(DelegationCx, bool)>, PerformError> {
    let mut found = Vec::new();
    for (id, is_refused) in comments::copies(&mut cx.tx, &message.id).await? {
        let Some(row) = delegations::by_id(&mut cx.tx, &id).await? else { continue };
        if row.state != State::Void {
            found.push((DelegationCx::around(cx, row).await?, is_refused));
        }
    }
    Ok(found)
}

/// Notes that the other side refused a comment of ours. What it refused of a correction or a removal changes nothing: it has the
/// comment.
pub(in crate::actions) async fn comment_refused(
    cx: &mut Cx,
    delegation: &DelegationId,
    answer: &Answer,
) -> Result<(), PerformError> {
    let Answered::Activity(object) = &answer.object else { return Ok(()) };
    let said = delegations::of_activity(&mut cx.tx, object.as_str(), ActivityDirection::Out).await?;
    if said.is_none_or(|(id, kind)| id != *delegation || kind != MessageKind::Note) {
        return Ok(());
    }
    let Some(activity) = wire::said_before(cx, object.as_str()).await? else { return Ok(()) };
    let note = activity.pointer("/object/id").and_then(Value::as_str);
    if let Some(note) = note.filter(|_| activity.get("type").is_some_and(|kind| kind == "Create")) {
        comments::refuse_copy(&mut cx.tx, note, delegation, cx.now).await?;
    }
    Ok(())
}

/// Sends a comment again to the other sides that refused it, where they hear us now.
pub(in crate::actions) async fn share_again(cx: &mut Cx, message: &Message) -> Result<(), PerformError> {
    for (delegation, is_refused) in copies_of(cx, message).await? {
        if is_refused && hears(&delegation.row) {
            share_comment(cx, &delegation.row, message).await?;
        }
    }
    Ok(())
}

/// Asks the other sides that were sent a comment to show its present text. `message`: as it is now.
pub(in crate::actions) async fn share_edit(cx: &mut Cx, message: &Message) -> Result<(), PerformError> {
    for (delegation, is_refused) in copies_of(cx, message).await? {
        if is_refused {
            if hears(&delegation.row) {
                share_comment(cx, &delegation.row, message).await?;
            }
            continue;
        }
        has_room(cx, &delegation.row).await?;
        let (names, note) = (agreed(&delegation.row).0, note_of(cx, &delegation, message).await?);
        let act = Act::UpdateNote(Box::new(note));
        wire::say_note(cx, &delegation, names, &message.author, act).await?;
    }
    Ok(())
}

/// Asks the other sides that were sent a comment to forget it.
pub(in crate::actions) async fn share_end(cx: &mut Cx, message: &Message) -> Result<(), PerformError> {
    for (delegation, _) in copies_of(cx, message).await? {
        let (names, note) = (agreed(&delegation.row).0, own_url(&message.uri)?);
        wire::say_note(cx, &delegation, names, &message.author, Act::DeleteNote { note }).await?;
    }
    Ok(())
}

/// Sends the comments from before the offer.
pub(super) async fn share_so_far(
    cx: &mut Cx,
    delegation: &DelegationCx,
    task: &Task,
    names: bool,
) -> Result<(), PerformError> {
    for message in discussions::own_said(&mut cx.tx, &task.id, SAID_SO_FAR).await? {
        // The other side has no key.
        if message.body.is_sealed() {
            continue;
        }
        send(cx, delegation, &message, names).await?;
        if message.shared_with.is_none() {
            discussions::set_shared_with(&mut cx.tx, &message.id, &delegation.row.id).await?;
        }
    }
    Ok(())
}

/// A comment of the other side, its correction or its removal, as it arrived. False when it does not fit.
#[expect(
    clippy::wildcard_enum_match_arm,
    reason = "only comments come here; any other message fits in no discussion"
)]
pub(in crate::actions) async fn receive_note(
    cx: &mut Cx,
    delegation: &DelegationCx,
    act: &Act,
) -> Result<bool, PerformError> {
    // Nothing is added to a closed pursuance; authors may still delete their comments.
    let is_closed = closing::since(&mut cx.tx, &delegation.us.id).await?.is_some();
    if is_closed && !matches!(act, Act::DeleteNote { .. }) {
        return Ok(false);
    }
    let may_speak = match delegation.row.side {
        // The pursuance that is asked may not comment yet; the one that asks may.
        Side::Origin => delegation.row.state.holds_task() || delegation.row.state == State::Submitted,
        Side::Delegate => delegation.row.state.is_live(),
    };
    match act {
        Act::CreateNote(note) => {
            let uri = discussions::uri_of_note(note.id.as_str(), &delegation.row.id);
            if !may_speak || discussions::by_uri(&mut cx.tx, &uri).await?.is_some() {
                return Ok(false);
            }
            let thread = delegation
                .row
                .task
                .as_ref()
                .map_or_else(|| delegation.row.id.0.clone(), |task| task.0.clone());
            let (ties, answered) = ties::heard(cx, delegation, (&thread, note)).await?;
            let message = Message {
                id: MessageId(cx.new_id()),
                thread,
                author: delegation.peer.id.clone(),
                at: cx.now,
                revision: 1,
                shared_with: Some(delegation.row.id.clone()),
                uri,
                retracted_at: None,
                removed: None,
                worded_at: cx.now,
                body: text_of(note).into(),
                is_refused: false,
                ties,
            };
            discussions::add(&mut cx.tx, &message).await?;
            let told = Commented {
                revision: 1,
                shared: true,
                delegation: Some(delegation.row.id.clone()),
                step: None,
                answers: answered,
            };
            follow(cx, delegation, Happened::TaskCommented(told), &message);
            Ok(true)
        }
        Act::UpdateNote(note) => {
            let Some(message) = own_message(cx, delegation, note.id.as_str()).await? else {
                return Ok(false);
            };
            // It was removed here, which the other side need not know.
            if message.removed.is_some() {
                return Ok(true);
            }
            if message.retracted_at.is_some() || i64::try_from(note.revision).unwrap_or(0) <= message.revision
            {
                return Ok(false);
            }
            let (peer, now) = (delegation.peer.id.clone(), cx.now);
            let revision = comments::reword(&mut cx.tx, &message, &peer, now, &text_of(note)).await?;
            // Keeps the same number of former texts as for local comments.
            texts::forget(&mut cx.tx, message.id.as_str(), ObjectText::Body, revision - 1 - EDITS_MAX)
                .await?;
            let told = CommentEdited { revision, delegation: Some(delegation.row.id.clone()) };
            follow(cx, delegation, Happened::TaskCommentEdited(told), &message);
            Ok(true)
        }
        Act::DeleteNote { note } => {
            let Some(message) = own_message(cx, delegation, note.as_str()).await? else { return Ok(false) };
            if message.retracted_at.is_none() {
                let told = CommentDeleted { delegation: Some(delegation.row.id.clone()) };
                follow(cx, delegation, Happened::TaskCommentDeleted(told), &message);
            }
            // Also when it was removed here: nobody appeals for a comment that its author deletes.
            comments::delete(&mut cx.tx, &message, cx.now).await?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// Leaves the event of what the other side did with a comment.
fn follow(cx: &mut Cx, delegation: &DelegationCx, told: Happened, message: &Message) {
    let audience = if delegation.row.task.is_some() { Audience::Readers } else { Audience::Answerers };
    let (stream, task) = (StreamId::of(&delegation.us.id), delegation.row.task.as_ref());
    cx.leave(stream, audience, told, message.id.as_str(), task);
}

/// Whether this removes a comment that is still read here: each can be removed once, however many there are.
pub async fn removes_note(cx: &mut Cx, delegation: &DelegationCx, act: &Act) -> Result<bool, PerformError> {
    let Act::DeleteNote { note } = act else { return Ok(false) };
    let message = own_message(cx, delegation, note.as_str()).await?;
    Ok(message.is_some_and(|message| message.retracted_at.is_none()))
}

/// A comment by the other side of this delegation.
pub(super) async fn own_message(
    cx: &mut Cx,
    delegation: &DelegationCx,
    uri: &str,
) -> Result<Option<Message>, PerformError> {
    let message = discussions::by_uri(&mut cx.tx, &discussions::uri_of_note(uri, &delegation.row.id)).await?;
    Ok(message.filter(|message| message.author == delegation.peer.id))
}

fn text_of(note: &Note) -> String {
    match (&note.source, &note.content) {
        (Some(source), _) => source.content.clone(),
        (None, Some(html)) => markdown::to_text(html),
        (None, None) => String::new(),
    }
}
