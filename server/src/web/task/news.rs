//! What was said in a discussion, for its page that is open: hundreds of them ask at the same moment, so it has the messages alone.

use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use pursuance_domain::allowed::{Permission, Thread};
use pursuance_domain::id::is_own_id;

use super::answers::Asked;
use super::discussion::MessageView;
use super::messages::{Shown, views};
use crate::actions::access::{self, Access};
use crate::reads::Actors;
use crate::reads::said::{Place, TEXT_MAX, within};
use crate::store::actors::ActorKind;
use crate::store::db::ReadTx;
use crate::store::discussions::{self, Message};
use crate::store::error::StoreResult;
use crate::store::tasks::Task;
use crate::store::{pictures, said_files};
use crate::web::frame::layout::Layout;
use crate::web::frame::links;
use crate::web::request::failure::{PageError, page};
use crate::web::request::form::Query;
use crate::web::request::session::Visit;

/// The most messages that come as a part of a page: where there are more, the page is read again.
const NEWS: usize = 10;

/// What was said in a discussion behind a message, or at first, as its page shows it.
#[derive(Template)]
#[template(path = "talk/news.html")]
pub struct NewsPage {
    pub l: Layout,
    pub name: String,
    pub messages: Vec<MessageView>,
}

/// `GET /p/{slug}/t/{number}/news`, with `?after=`: what was said on a task.
pub async fn show(
    visit: Visit,
    Path((slug, number)): Path<(String, i64)>,
    query: Query,
) -> Result<Response, PageError> {
    let mut tx = visit.app.db.read().await?;
    let access = access::find(&mut tx, &visit.who, &slug, visit.now).await?;
    let task = access::find_task(&mut tx, &access, number).await?;
    let thread = access.seen(&task)?;
    let mut rows = said_after(&mut tx, &thread, query.0.text("after")).await?;
    if !is_for_a_part(&mut tx, &access, &thread, &rows).await? {
        rows.clear();
    }
    let place = Place::Task { slug: access.pursuance.slug.clone(), number };
    let title = task.title.open().unwrap_or_default().to_owned();
    let may_write = access.may(Permission::Discuss, Some(&task));
    answer(&visit, &mut tx, (&access, &thread, &place, Some(&task)), may_write, title, rows).await
}

/// Whether messages of a task concern its own people alone, and come without files: what the page says of others and of files, it takes
/// from the whole task.
async fn is_for_a_part(
    tx: &mut ReadTx,
    access: &Access,
    thread: &Thread,
    rows: &[Message],
) -> StoreResult<bool> {
    if access.pursuance.is_private() || rows.iter().any(|message| message.shared_with.is_some()) {
        return Ok(false);
    }
    let ids: Vec<_> = rows.iter().map(|message| message.id.clone()).collect();
    if !said_files::with(tx, thread, &ids).await?.is_empty() {
        return Ok(false);
    }
    let mut actors = Actors::default();
    for message in rows {
        if actors.get(tx, &message.author).await?.kind == ActorKind::Group {
            return Ok(false);
        }
    }
    Ok(true)
}

/// The messages alone; 204 where there are none, and a page has to be read as a whole to see what has happened.
pub(in crate::web) async fn answer(
    visit: &Visit,
    tx: &mut ReadTx,
    (access, thread, place, task): (&Access, &Thread, &Place, Option<&Task>),
    may_write: bool,
    name: String,
    rows: Vec<Message>,
) -> Result<Response, PageError> {
    if rows.is_empty() {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    let changes = pictures::count_changes(tx).await?;
    let l = visit.part(tx, changes).await?;
    let asked = Asked::default();
    // What is unread, and the buttons about that, come with the page.
    let shown = Shown { access, thread, place, task, asked: &asked, may_write, is_kept: false };
    let messages = views(visit, tx, &l, &mut Actors::default(), &shown, rows).await?;
    page(StatusCode::OK, &NewsPage { name, messages, l })
}

/// What was said behind a message, or at first without one. Nothing where a part of the page cannot show it: the message is not there any
/// more; there is too much; or something of it is a reply, which stands below what it answers.
pub(in crate::web) async fn said_after(
    tx: &mut ReadTx,
    thread: &Thread,
    after: &str,
) -> StoreResult<Vec<Message>> {
    let after = match after {
        "" => None,
        id if is_own_id(id) => match discussions::one_of(tx, thread, id).await? {
            Some(message) => Some(message),
            None => return Ok(Vec::new()),
        },
        _ => return Ok(Vec::new()),
    };
    let most = i64::try_from(NEWS).unwrap_or(i64::MAX).saturating_add(1);
    let rows = discussions::thread_after(tx, thread, after.as_ref(), most).await?;
    let mut left = TEXT_MAX;
    let fits = rows.len() <= NEWS && within(rows.iter(), &mut left) == rows.len();
    let has_reply = rows.iter().any(|message| message.ties.reply_to.is_some());
    Ok(if fits && !has_reply { rows } else { Vec::new() })
}
