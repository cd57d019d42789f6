//! How far the viewer has read the discussion of a task, and the forms that say so.

use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use http::StatusCode;
use pursuance_domain::action::{Action, ReadAllThreads, ReadThread};
use pursuance_domain::id::MessageId;

use super::forms::At;
use super::scene::Scene;
use crate::store::discussions::Message;
use crate::store::error::StoreResult;
use crate::store::tasks::Unread;
use crate::web::cards::rows::counted;
use crate::web::frame::links;
use crate::web::frame::notice::Notice;
use crate::web::frame::when::When;
use crate::web::request::failure::PageError;
use crate::web::request::form::Posted;
use crate::web::request::session::{Visit, see, see_with};

/// What a viewer who is a member has not read of a discussion.
#[derive(Default)]
pub struct Reading {
    /// Whether their marker is kept: they are a member, and muted neither the task nor the pursuance.
    pub is_kept: bool,
    pub news: Option<News>,
}

/// The messages that they have not read.
pub struct News {
    /// How many.
    pub count: String,
    /// The first one.
    first: String,
    /// Where that stands.
    pub href: String,
    /// When they said last how far they had read.
    pub since: Option<When>,
    /// The last message of all, where it stands on this page: whoever sees it has read the others.
    pub end: Option<String>,
}

impl Reading {
    /// What is unread, where it begins with this message.
    pub fn begins_at(&self, message: &str) -> Option<&News> {
        self.news.as_ref().filter(|news| news.first == message)
    }

    /// Of which the page shows these messages. `is_newest`: whether they are the last ones of all.
    pub(super) async fn of(s: &mut Scene<'_>, shown: &[Message], is_newest: bool) -> StoreResult<Self> {
        let (slug, number) = (&s.access.pursuance.slug, s.task.number);
        let is_member = s.visit.floor(s.tx, &s.access.pursuance.id).await?.is_some();
        let news = s.beside.unread.as_ref().map(|Unread { count, first, read_at }| News {
            count: counted(*count),
            first: first.to_string(),
            href: if shown.iter().any(|message| message.id == *first) {
                format!("#{}", links::FIRST_UNREAD)
            } else {
                links::first_unread(slug, number, first)
            },
            since: read_at.map(|at| s.l.moment(at)),
            end: shown.last().filter(|_| is_newest).map(|message| message.id.to_string()),
        });
        Ok(Self { is_kept: is_member && !s.beside.is_muted, news })
    }
}

/// `POST /p/{slug}/t/{number}/read`: `message`, the last one that was read; `unread` (yes): from it on all is unread again; `quiet` (yes)
/// from a script, which goes nowhere.
pub async fn read(Path((slug, number)): At, posted: Posted) -> Result<Response, PageError> {
    let Posted { visit, form } = posted;
    let is_unread = form.is_ticked("unread");
    let message = MessageId(form.text("message").to_owned());
    say(&visit, ReadThread { pursuance: slug.clone(), task: number, message, read: !is_unread }.into())
        .await?;
    if form.is_ticked("quiet") {
        return Ok(StatusCode::NO_CONTENT.into_response());
    }
    if is_unread {
        // The page of the discussion would have it read at once.
        return Ok(see_with(&visit.app, &links::pursuance(&slug), Notice::good("notice-unread")));
    }
    Ok(see(&format!("{}#discussion", links::task(&slug, number))))
}

/// `POST /p/{slug}/read-all`: no fields.
pub async fn read_all(Path(slug): Path<String>, posted: Posted) -> Result<Response, PageError> {
    let visit = posted.visit;
    say(&visit, ReadAllThreads { pursuance: Some(slug.clone()) }.into()).await?;
    Ok(see_with(&visit.app, &links::task_list(&slug), Notice::good("notice-all-read")))
}

/// A refusal has no field on the page: it is a page of its own.
async fn say(visit: &Visit, action: Action) -> Result<(), PageError> {
    visit.app.perform(&visit.who, action).await?;
    Ok(())
}
