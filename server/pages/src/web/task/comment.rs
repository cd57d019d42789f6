//! One comment on a task, or message in a room: its earlier versions, editing, and removal.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use http::StatusCode;
use pursuance_domain::action::{Action, DeleteComment, EditComment, React};
use pursuance_domain::allowed::Permission;
use pursuance_domain::discussion::CommentRefusal;
use pursuance_domain::id::{MessageId, RoomId, is_own_id};
use pursuance_domain::refusal::Refusal;
use pursuance_domain::value::{Body, Emoji, Grounds};

use super::answers::NamedMessages;
use crate::actions::access::{self, Access};
use crate::actions::{Refused, Thing, talk};
use crate::markdown;
use crate::reads::Actors;
use crate::reads::discussion::{Kept, kept};
use crate::reads::message_extras::Place;
use crate::store::db::ReadTx;
use crate::store::discussions::Message;
use crate::store::tasks::Task;
use crate::store::{comments, discussions};
use crate::text::{Markup, Text};
use crate::web::cards::room::named;
use crate::web::frame::layout::{Layout, Nav};
use crate::web::frame::links;
use crate::web::frame::notice::FormNotice;
use crate::web::frame::view::{Field, Party, RefusedField, Words, prose, refused};
use crate::web::frame::when::When;
use crate::web::request::carried_forms::Typed;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::{FormFields, Posted, Reader};
use crate::web::request::refusal::{refusal_text, split_refusal, status_of};
use crate::web::request::session::{Visit, see, see_with};
use crate::web::request::unplaced_texts::{FormPage, refused_page};

/// The path of a comment.
type At = Path<(String, i64, String)>;

/// The pages of a task or a room with a discussion.
pub(in crate::web) trait PlacePages {
    /// The page of the discussion.
    fn page(&self) -> String;

    /// The page of a message, to which its forms are sent.
    fn page_of(&self, id: &str) -> String;
}

impl PlacePages for Place {
    fn page(&self) -> String {
        match self {
            Self::Task { slug, number } => links::task(slug, number),
            Self::Room { slug, room } => links::room(slug, room),
        }
    }

    fn page_of(&self, id: &str) -> String {
        match self {
            Self::Task { slug, number } => links::comment(slug, number, id),
            Self::Room { slug, room } => links::room_message(slug, room, id),
        }
    }
}

/// `GET /p/{slug}/t/{number}/comments/{comment}`. Refused forms come back as this page with status 422.
#[derive(Template)]
#[template(path = "task/comment.html")]
pub struct CommentPage {
    pub l: Layout,
    pub slug: String,
    /// The page of its discussion, and the name of that page.
    pub back: String,
    pub title: Words,
    /// The number of the task; none for a message in a room.
    pub number: Option<i64>,
    /// The address of this page.
    pub href: String,
    pub by: Party,
    pub at: When,
    /// Its present text; empty when it is gone.
    pub body: Markup,
    /// Whether it was deleted by its author, or removed by somebody else.
    pub is_gone: bool,
    pub removed_by: Option<Party>,
    pub reason: String,
    /// Whether the viewer wrote it.
    pub is_own: bool,
    /// The date until which the texts of a removed comment are kept, for viewers who may read them.
    pub kept_until: Option<When>,
    /// Its earlier versions, or all versions of a removed comment if the viewer may read them, the newest first.
    pub former: Vec<FormerText>,
    pub may_edit: bool,
    /// Whether the viewer wrote it, and may delete it.
    pub may_delete: bool,
    /// Whether the viewer may remove this comment of somebody else.
    pub may_remove: bool,
    /// Whether it was sent to the other side of a delegation.
    pub is_elsewhere: bool,
    pub revision: i64,
    pub text: Field,
    pub why: Field,
    pub problem: String,
    /// Texts of the refused form that have no field here any more.
    pub typed: Vec<Typed>,
}

/// An earlier version of a comment.
pub struct FormerText {
    pub at: When,
    pub body: Markup,
}

impl CommentPage {
    /// Chooses between the text for a comment on a task and the text for a message in a room.
    fn either(&self, comment: &'static str, message: &'static str) -> &'static str {
        if self.number.is_some() { comment } else { message }
    }

    /// The refused fields.
    pub fn refused(&self) -> Vec<RefusedField> {
        refused(&[("body", "comment-text", &self.text), ("reason", "comment-why", &self.why)])
    }
}

impl FormPage for CommentPage {
    fn unplaced(&mut self, texts: Vec<Typed>) {
        self.typed = texts;
    }
}

/// `GET /p/{slug}/t/{number}/comments/{comment}`
pub async fn show(visit: Visit, Path((slug, number, id)): At) -> Result<Response, PageError> {
    show_at(&visit, &Place::Task { slug, number }, &id).await
}

/// The page of a message.
pub(in crate::web) async fn show_at(visit: &Visit, place: &Place, id: &str) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    page(StatusCode::OK, &fill(visit, &mut tx, place, id).await?)
}

async fn fill(visit: &Visit, tx: &mut ReadTx, place: &Place, id: &str) -> Result<CommentPage, PageError> {
    let (access, task, title, found) = match place {
        Place::Task { slug, number } => {
            let access = access::find(tx, &visit.who, slug, visit.now).await?;
            let task = access::find_task(tx, &access, *number).await?;
            let seen = access.seen(&task)?;
            let found = discussions::one_of(tx, &seen, id).await?;
            let title = Words::of(&task.title, visit.t);
            (access, Some(task), title, found)
        }
        Place::Room { room, .. } => {
            let (access, room) = talk::find(tx, &visit.who, room, visit.now).await?;
            let found = discussions::one_of(tx, &access.heard(&room)?, id).await?;
            (access, None, Words::from(named(visit.t, &room)), found)
        }
    };
    let message = found.ok_or_else(|| PageError::not_found(Thing::Comment))?;
    filled(visit, tx, (access, task), (place, title), message).await
}

async fn filled(
    visit: &Visit,
    tx: &mut ReadTx,
    (access, task): (Access, Option<Task>),
    (place, title): (&Place, Words),
    message: Message,
) -> Result<CommentPage, PageError> {
    let task = task.as_ref();
    let l = visit.layout(tx, Nav::Pursuance(access.pursuance.slug.clone())).await?;
    let mut actors = Actors::on_page_of(&access.pursuance.id, visit.now);
    let is_own = visit.person() == Some(&message.author);
    let is_gone = message.retracted_at.is_some();
    let Kept { texts, reason, until } = kept(tx, &access, task, &message).await?;
    let former = texts.into_iter().filter(|text| is_gone || text.revision < message.revision);
    let former = former
        .map(|text| FormerText { at: l.moment(text.at), body: prose(&text.body, l.t, markdown::to_html) });
    let may_discuss = access.may(Permission::Discuss, task);
    let removed_by = message.removed.as_ref().map(|(by, _)| by);
    let id = message.id.as_str();
    Ok(CommentPage {
        by: visit.party_of(tx, &mut actors, &message.author).await?,
        at: l.moment(message.at),
        body: prose(&message.body, visit.t, markdown::to_html),
        is_gone,
        removed_by: visit.party_if_any(tx, &mut actors, removed_by).await?,
        reason,
        is_own,
        kept_until: until.map(|until| l.moment(until)),
        former: former.collect(),
        // A sealed text is edited on the device of its author.
        may_edit: is_own && !is_gone && may_discuss && !message.body.is_sealed(),
        may_delete: is_own && !is_gone && may_discuss,
        may_remove: !is_own && !is_gone && access.may(Permission::Moderate, task),
        is_elsewhere: comments::copies(tx, &message.id).await?.iter().any(|(_, is_refused)| !is_refused),
        revision: message.revision,
        text: Field::of(message.body.open().unwrap_or_default()),
        why: Field::default(),
        problem: String::new(),
        typed: Vec::new(),
        back: place.path(id),
        href: place.page_of(id),
        number: task.map(|task| task.number),
        title,
        slug: access.pursuance.slug,
        l,
    })
}

/// Shows the page with a refused form: the typed text beside the current one.
async fn not_done(
    visit: &Visit,
    (place, id): (&Place, &str),
    form: &FormFields,
    keep: impl FnOnce(&mut CommentPage),
    status: StatusCode,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let mut shown = fill(visit, &mut tx, place, id).await?;
    drop(tx);
    keep(&mut shown);
    refused_page(visit.t, status, shown, form, &["body", "reason"])
}

/// The pursuance and the number of the task, or the room.
fn ids_of(place: &Place) -> (Option<String>, Option<i64>, Option<RoomId>) {
    match place {
        Place::Task { slug, number } => (Some(slug.clone()), Some(*number), None),
        Place::Room { room, .. } => (None, None, Some(room.clone())),
    }
}

/// Reads the form of a reaction: `add` or `take`, the emoji of a button, or `emoji`, a typed one. Returns the action, or why the typed text
/// is no emoji; and the state of the page if the form is refused.
pub(in crate::web) fn reaction(
    t: Text,
    place: &Place,
    id: &str,
    form: &FormFields,
) -> (Result<Action, String>, NamedMessages) {
    let name = ["take", "add"].into_iter().find(|name| !form.text(name).is_empty()).unwrap_or("emoji");
    let mut typed = form.field(name);
    let emoji = Reader::new(t).need(&mut typed, Emoji::parse).ok_or_else(|| typed.error.clone());
    let (pursuance, task, room) = ids_of(place);
    let message = MessageId::from(id);
    let asked = NamedMessages {
        react: is_own_id(id).then(|| message.clone()),
        emoji: if name == "emoji" { typed } else { Field::default() },
        ..NamedMessages::default()
    };
    let on = name != "take";
    (emoji.map(|emoji| React { pursuance, task, room, message, emoji, on }.into()), asked)
}

/// `POST /p/{slug}/t/{number}/comments/{comment}/edit`: `body`, and `revision`, the one it was written against.
pub async fn edit(Path((slug, number, id)): At, posted: Posted) -> Result<Response, PageError> {
    edit_at(&Place::Task { slug, number }, &id, posted).await
}

/// Edits a message: `body`, `revision`.
pub(in crate::web) async fn edit_at(place: &Place, id: &str, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let mut text = form.field("body");
    let Some(body) = Reader::new(visit.t).need(&mut text, Body::parse) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        return not_done(&visit, (place, id), &form, |shown| shown.text = text, status).await;
    };
    let revision = form.number("revision").ok_or(PageError::BadRequest)?;
    let (pursuance, task, room) = ids_of(place);
    let action = EditComment { pursuance, task, room, comment: MessageId::from(id), revision, body };
    match split_refusal(visit.app.perform(&visit.who, action.into()).await)? {
        Ok(_) => Ok(see(&place.path(id))),
        Err(no) => {
            let text = text.refused(refusal_text(visit.t, &no));
            not_done(&visit, (place, id), &form, |shown| shown.text = text, status_of(&no)).await
        }
    }
}

/// `POST /p/{slug}/t/{number}/comments/{comment}/delete`: `reason`, for a comment of somebody else.
pub async fn delete(Path((slug, number, id)): At, posted: Posted) -> Result<Response, PageError> {
    delete_at(&Place::Task { slug, number }, &id, posted).await
}

/// Deletes a message, or removes one of somebody else: `reason`.
pub(in crate::web) async fn delete_at(
    place: &Place,
    id: &str,
    posted: Posted,
) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let at = (place, id);
    let mut why = form.field("reason");
    let Some(reason) = Reader::new(visit.t).maybe(&mut why, Grounds::parse) else {
        return not_done(&visit, at, &form, |shown| shown.why = why, StatusCode::UNPROCESSABLE_ENTITY).await;
    };
    let is_removal = reason.is_some();
    let (pursuance, task, room) = ids_of(place);
    let action: Action = DeleteComment { pursuance, task, room, comment: MessageId::from(id), reason }.into();
    match split_refusal(visit.app.perform(&visit.who, action).await)? {
        Ok(_) => {
            let notice = match (place, is_removal) {
                (Place::Task { .. }, true) => "notice-comment-removed",
                (Place::Task { .. }, false) => "notice-comment-deleted",
                (Place::Room { .. }, true) => "notice-message-removed",
                (Place::Room { .. }, false) => "notice-message-deleted",
            };
            Ok(see_with(&visit.app, &place.path(id), FormNotice::info(notice)))
        }
        Err(no) => {
            let text = refusal_text(visit.t, &no);
            let is_beside = matches!(no, Refused::Rule(Refusal::Comment(CommentRefusal::ReasonNeeded)));
            let keep = |shown: &mut CommentPage| {
                if is_beside {
                    shown.why = why.refused(text);
                } else {
                    shown.why = why;
                    shown.problem = text;
                }
            };
            not_done(&visit, at, &form, keep, status_of(&no)).await
        }
    }
}
