//! The new messages of a discussion, for its open pages. Hundreds of pages may ask at the same time, so the answer has only the messages.

use askama::Template;
use axum::Extension;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use pursuance_domain::allowed::{Permission, Thread};

use super::answers::NamedMessages;
use super::discussion::MessageView;
use super::messages::{Shown, views};
use crate::actions::access::{self, Access};
use crate::reads::message_extras::Place;
use crate::reads::news::{Said, SaidCache};
use crate::store::actors::ActorKind;
use crate::store::db::ReadTx;
use crate::store::tasks::Task;
use crate::web::frame::layout::Layout;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::AddressQuery;
use crate::web::request::session::Visit;

/// The messages of a discussion after a given message, or from the beginning, as its page shows them.
#[derive(Template)]
#[template(path = "talk/news.html")]
pub struct NewsPage {
    pub l: Layout,
    pub name: String,
    pub messages: Vec<MessageView>,
}

/// `GET /p/{slug}/t/{number}/news`, with `?after=`: the new messages on a task.
pub async fn show(
    visit: Visit,
    Extension(cache): Extension<SaidCache>,
    Path((slug, number)): Path<(String, i64)>,
    query: AddressQuery,
) -> Result<Response, PageError> {
    let cache = cache.now(&visit.app.db).await?;
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    let thread = access.seen(&task)?;
    let said =
        cache.said_after(&mut tx, (&thread, &access.pursuance.id), query.0.text("after"), visit.now).await?;
    if access.pursuance.is_private() || !is_for_a_part(&said) {
        return Ok(nothing());
    }
    let place = Place::Task { slug: access.pursuance.slug.clone(), number };
    let title = task.title.open().unwrap_or_default().to_owned();
    let may_write = access.may(Permission::Discuss, Some(&task));
    answer(&visit, &mut tx, (&access, &thread, &place, Some(&task)), may_write, title, &said).await
}

/// Whether no message is shared with another pursuance or from one, and none has files. Messages with these need the data of the whole task
/// page.
fn is_for_a_part(said: &Said) -> bool {
    let is_shared = said.messages.iter().any(|message| message.shared_with.is_some());
    let by_a_group = said.authors.known().any(|author| author.kind == ActorKind::Group);
    !is_shared && !by_a_group && said.files.is_empty()
}

/// The empty response: the page has to be reloaded as a whole to show any change.
fn nothing() -> Response {
    StatusCode::NO_CONTENT.into_response()
}

/// Responds with the messages alone, or with the empty response.
pub(in crate::web) async fn answer(
    visit: &Visit,
    tx: &mut ReadTx,
    (access, thread, place, task): (&Access, &Thread, &Place, Option<&Task>),
    may_write: bool,
    name: String,
    said: &Said,
) -> Result<Response, PageError> {
    if said.messages.is_empty() {
        return Ok(nothing());
    }
    let l = visit.part(tx, said.picture_changes).await?;
    let asked = NamedMessages::default();
    // Only the whole page shows the unread count and its buttons.
    let shown = Shown { access, thread, place, task, asked: &asked, may_write, is_kept: false };
    let (mut actors, files) = (said.authors.clone(), said.files.clone());
    let messages = views(visit, tx, &l, &mut actors, &shown, said.messages.clone(), files).await?;
    page(StatusCode::OK, &NewsPage { name, messages, l })
}
